//! Which events a trail logs: of which accounts and Regions, and what its selectors select.

use crate::directory::entities::{
    Access, AdvancedSelector, EventSelector, FieldSelector, Logging, Membership, Organization, Period, Selectors,
    ServiceAccess, Trail,
};
use crate::directory::snapshot::Snapshot;
use crate::trail::events::{Category, Event, Place, Position};
use rolecall_policy::AccountId;
use std::borrow::Cow;
use std::collections::HashSet;

/// Services with one endpoint, whose events are those of no Region and delivered as us-east-1's (R8.16).
const GLOBAL_SERVICES: [&str; 4] =
    ["iam.amazonaws.com", "organizations.amazonaws.com", "signin.amazonaws.com", "sts.amazonaws.com"];
const GLOBAL_REGION: &str = "us-east-1";

/// The type of resources that data events of S3 are of.
const OBJECT: &str = "AWS::S3::Object";

/// The service that delivers log files, as their events name it.
pub const DELIVERS: &str = "cloudtrail.amazonaws.com";

/// What a trail logs, on one snapshot of the world.
#[derive(Debug)]
pub struct Logged<'t> {
    trail: &'t Trail,
    phases: Vec<Phase<'t>>,
    /// What resources in its bucket begin with.
    own_bucket: String,
}

/// A period of the trail's logging. A change of settings counts for the events that follow it, whenever they are delivered.
#[derive(Debug)]
struct Phase<'t> {
    period: &'t Period,
    after: Option<Position>,
    through: Option<Position>,
    logging: Cow<'t, Logging>,
    /// The accounts whose events are logged.
    accounts: HashSet<String>,
}

impl<'t> Logged<'t> {
    /// What `trail` logs. Of an organization that is gone, or is another one now, it logs nothing.
    #[must_use]
    pub fn of(trail: &'t Trail, snapshot: &Snapshot) -> Self {
        let position = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
        let phase = |period: &'t Period| {
            let logging = period.logging.as_ref().map_or_else(|| Cow::Owned(trail.logging()), Cow::Borrowed);
            Phase {
                period,
                after: position(&period.after),
                through: position(&period.through),
                accounts: accounts(trail, logging.organization.as_deref(), snapshot),
                logging,
            }
        };
        let phases = trail.periods.iter().map(phase).collect();
        Self { trail, phases, own_bucket: format!("arn:aws:s3:::{}/", trail.bucket) }
    }

    /// Whether the trail logs this event, which stands there.
    #[must_use]
    pub fn has(&self, event: &Event, place: &Place) -> bool {
        self.phases.iter().any(|phase| phase.holds(event, place) && self.logs(phase, event))
    }

    /// Whether the settings of a period log the event.
    fn logs(&self, Phase { logging, accounts, .. }: &Phase<'_>, event: &Event) -> bool {
        let is_global = event.region == GLOBAL_REGION && GLOBAL_SERVICES.contains(&&*event.source);
        accounts.contains(&event.recipient)
            && (logging.multi_region || event.region == self.trail.region())
            && (logging.global_events || !is_global)
            && (logging.recursive || !self.is_own_delivery(event))
            && selected(logging.selectors.as_ref(), event)
    }

    /// Whether the event is of a delivery into the trail's own bucket, which would be logged by a file that is delivered.
    fn is_own_delivery(&self, event: &Event) -> bool {
        let is_here = || resources(event).any(|(_, arn)| arn.starts_with(&self.own_bucket));
        event.category == Category::Data && is_here() && invoked_by(event).as_deref() == Some(DELIVERS)
    }
}

impl Phase<'_> {
    /// Whether the event is of this period.
    fn holds(&self, event: &Event, place: &Place) -> bool {
        let follows = self.after.as_ref().is_some_and(|after| !after.has_passed(place));
        let begun = follows || event.time >= self.period.from;
        let goes_on = || match &self.through {
            Some(through) => through.has_passed(place) || self.period.ended_by.as_ref() == Some(&event.request_id),
            None => self.period.until.is_none_or(|until| event.time < until),
        };
        begun && goes_on()
    }
}

/// The accounts whose events a trail logs that logs this organization, or its own account.
fn accounts(trail: &Trail, organization: Option<&str>, snapshot: &Snapshot) -> HashSet<String> {
    let own = || HashSet::from([trail.account.to_string()]);
    let Some(id) = organization else { return own() };
    match snapshot.find::<Organization>(trail.account, "").filter(|it| it.id == id) {
        // Without trusted access, CloudTrail has no business in the members.
        Some(_) if snapshot.find::<ServiceAccess>(trail.account, DELIVERS).is_none() => own(),
        Some(_) => members(snapshot, trail.account, id),
        None => HashSet::new(),
    }
}

/// The service that called, if one did by itself.
fn invoked_by(event: &Event) -> Option<String> {
    let record: serde_json::Value = serde_json::from_str(&event.record).ok()?;
    Some(record.get("userIdentity")?.get("invokedBy")?.as_str()?.to_owned())
}

fn members(snapshot: &Snapshot, management: AccountId, organization: &str) -> HashSet<String> {
    let all = snapshot.list::<Membership>(management).filter(|it| it.organization == organization);
    all.map(|it| it.member.clone()).collect()
}

/// Whether one of the selectors selects the event.
fn selected(selectors: Option<&Selectors>, event: &Event) -> bool {
    match selectors {
        None => event.category == Category::Management,
        Some(Selectors::Basic(all)) => all.iter().any(|selector| basic(selector, event)),
        Some(Selectors::Advanced(all)) => all.iter().any(|selector| advanced(selector, event)),
    }
}

fn basic(selector: &EventSelector, event: &Event) -> bool {
    let accessed = match selector.access {
        Access::All => true,
        Access::ReadOnly => event.read_only,
        Access::WriteOnly => !event.read_only,
    };
    accessed
        && match event.category {
            Category::Management => selector.management && !selector.excluded_sources.contains(&event.source),
            Category::Data => selector.data.iter().any(|(kind, values)| {
                let mut of_type = resources(event).filter(|(of, _)| of == kind);
                of_type.any(|(_, arn)| values.iter().any(|value| arn.starts_with(value.as_str())))
            }),
        }
}

/// Every field must fit.
fn advanced(selector: &AdvancedSelector, event: &Event) -> bool {
    selector.fields.iter().all(|field| {
        let truth = |it: bool| vec![it.to_string()];
        let values = match &*field.field {
            "eventCategory" => vec![event.category.name().to_owned()],
            "eventName" => vec![event.name.clone()],
            "eventSource" => vec![event.source.clone()],
            "eventType" => vec![event.kind.to_owned()],
            "readOnly" => truth(event.read_only),
            "sessionCredentialFromConsole" => truth(event.from_console),
            "userIdentity.arn" => event.user_arn.iter().cloned().collect(),
            "resources.type" => resources(event).map(|(kind, _)| kind.to_owned()).collect(),
            "resources.ARN" => {
                let mut wanted = selector.fields.iter().filter(|field| field.field == "resources.type");
                let kinds = wanted.next().map(|field| &field.equals);
                let of_type =
                    resources(event).filter(|(kind, _)| kinds.is_none_or(|it| it.iter().any(|it| it == kind)));
                of_type.map(|(_, arn)| arn).collect()
            }
            _ => return false,
        };
        fits(field, &values)
    })
}

/// Whether a field that has these values fits: each operator must fit, and the values of an operator are alternatives. Of a
/// field with several values, one must fit an operator, and none what a negated operator excludes.
fn fits(field: &FieldSelector, values: &[String]) -> bool {
    let one = |wanted: &[String], test: fn(&str, &str) -> bool| {
        values.iter().any(|value| wanted.iter().any(|wanted| test(value, wanted)))
    };
    let equals: fn(&str, &str) -> bool = |value, wanted| value == wanted;
    let starts: fn(&str, &str) -> bool = |value, wanted| value.starts_with(wanted);
    let ends: fn(&str, &str) -> bool = |value, wanted| value.ends_with(wanted);
    let must = |wanted: &[String], test| wanted.is_empty() || one(wanted, test);
    must(&field.equals, equals)
        && must(&field.starts_with, starts)
        && must(&field.ends_with, ends)
        && !one(&field.not_equals, equals)
        && !one(&field.not_starts_with, starts)
        && !one(&field.not_ends_with, ends)
}

/// Types and ARNs of what an event is about. A listing is of the objects of its bucket.
fn resources(event: &Event) -> impl Iterator<Item = (&str, String)> {
    let is_data = event.category == Category::Data;
    let has_object = event.resources.iter().any(|resource| resource.kind == OBJECT);
    event.resources.iter().filter(|resource| resource.name.starts_with("arn:")).map(move |resource| {
        if is_data && !has_object && resource.kind == "AWS::S3::Bucket" {
            return (OBJECT, format!("{}/", resource.name));
        }
        (resource.kind, resource.name.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::Entity;
    use crate::trail::Class;
    use crate::trail::events::EventResource;
    use jiff::Timestamp;

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn from(second: i64) -> Period {
        let (after, until, through, ended_by, logging) = (None, None, None, None, None);
        Period { from: time(second), after, until, through, ended_by, logging }
    }

    fn trail() -> Trail {
        let mut trail: Trail = serde_json::from_str(Trail::STORED.1).unwrap();
        trail.periods = vec![from(10)];
        (trail.selectors, trail.organization) = (None, None);
        trail
    }

    /// `CreateRole` in the trail's account.
    fn event() -> Event {
        Event {
            id: "e".to_owned(),
            request_id: "r".to_owned(),
            shared_id: None,
            time: time(20),
            region: "us-east-1".to_owned(),
            recipient: "111122223333".to_owned(),
            category: Category::Management,
            source: "iam.amazonaws.com".to_owned(),
            name: "CreateRole".to_owned(),
            kind: "AwsApiCall",
            read_only: false,
            user_name: None,
            user_arn: Some("arn:aws:iam::111122223333:user/ana".to_owned()),
            access_key_id: None,
            from_console: false,
            resources: Vec::new(),
            error_code: None,
            record: "{}".to_owned(),
        }
    }

    /// `PutObject` of an object.
    fn put(arn: &str) -> Event {
        let bucket = arn.split_once('/').unwrap().0.to_owned();
        Event {
            category: Category::Data,
            source: "s3.amazonaws.com".to_owned(),
            name: "PutObject".to_owned(),
            resources: vec![
                EventResource { kind: OBJECT, name: arn.to_owned() },
                EventResource { kind: "AWS::S3::Bucket", name: bucket },
            ],
            ..event()
        }
    }

    fn logs(trail: &Trail, event: &Event) -> bool {
        logs_at(trail, event, 1)
    }

    /// Whether it logs an event that stands at this offset.
    fn logs_at(trail: &Trail, event: &Event, offset: u64) -> bool {
        Logged::of(trail, &Snapshot::default()).has(event, &Place::of(Class::Changes, 1, offset))
    }

    fn position(offset: u64) -> Option<String> {
        Some(format!("1 1.{offset}.00000000 - -"))
    }

    /// R8.32: positions say where a period begins and ends, whatever the clock said; the request that ended it belongs to it;
    /// settings count for the events of their period.
    #[test]
    fn periods() {
        let mut trail = trail();
        let reads = |access| {
            let (excluded_sources, data) = (Vec::new(), Vec::new());
            Some(Selectors::Basic(vec![EventSelector { access, management: true, excluded_sources, data }]))
        };
        let writes = Logging { selectors: reads(Access::WriteOnly), ..trail.logging() };
        trail.selectors = reads(Access::ReadOnly);
        let ended_by = Some("r".to_owned());
        let (through, until) = (position(20), Some(time(200)));
        let first = Period { after: position(10), until, through, ended_by, logging: Some(writes), ..from(100) };
        trail.periods = vec![first, Period { after: position(20), ..from(200) }];
        let [write, read] = [false, true].map(|read_only| Event { request_id: "s".to_owned(), read_only, ..event() });
        // Their clock was wrong: 20 is long before the first period.
        let logged = |event: &Event| [10, 11, 20, 21, 99].map(|offset| logs_at(&trail, event, offset));
        assert_eq!(logged(&write), [false, true, true, false, false]);
        assert_eq!(logged(&read), [false, false, false, true, true]);
        assert!(logs_at(&trail, &Event { request_id: "r".to_owned(), ..write.clone() }, 21), "what ended it");
        // Records that a crash of the machine moved before the position.
        assert!(logs_at(&trail, &Event { time: time(200), ..read.clone() }, 5));
        assert!(!logs_at(&trail, &Event { time: time(199), ..read }, 5));
        // Of an earlier version: moments alone.
        trail.periods = vec![Period { until: Some(time(20)), ..from(10) }, from(30)];
        trail.selectors = None;
        let logged = [9, 10, 19, 20, 29, 30, 99].map(|second| logs(&trail, &Event { time: time(second), ..event() }));
        assert_eq!(logged, [false, true, true, false, false, true, true]);
    }

    /// A new trail logs the management events of its account, from the moment at which logging starts.
    #[test]
    fn what_a_new_trail_logs() {
        let all = trail();
        assert!(logs(&all, &event()));
        assert!(logs(&all, &Event { region: "eu-west-1".to_owned(), ..event() }));
        assert!(!logs(&all, &Event { time: time(9), ..event() }));
        assert!(!logs(&all, &Event { recipient: "444455556666".to_owned(), ..event() }));
        assert!(!logs(&all, &put("arn:aws:s3:::photos/a")));
        let one_region = Trail { multi_region: false, ..trail() };
        assert!(logs(&one_region, &event()));
        assert!(!logs(&one_region, &Event { region: "eu-west-1".to_owned(), ..event() }));
        let without_global = Trail { global_events: false, ..one_region };
        assert!(!logs(&without_global, &event()));
        assert!(logs(&without_global, &Event { source: "s3.amazonaws.com".to_owned(), ..event() }));
    }

    /// Basic selectors: the one or the other selects.
    #[test]
    fn basic_selectors() {
        let data = |values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            let data = vec![(OBJECT.to_owned(), values)];
            EventSelector { access: Access::WriteOnly, management: false, excluded_sources: Vec::new(), data }
        };
        let with = |selector: EventSelector| Trail { selectors: Some(Selectors::Basic(vec![selector])), ..trail() };
        let photos = with(data(&["arn:aws:s3:::photos/"]));
        assert!(logs(&photos, &put("arn:aws:s3:::photos/a")));
        assert!(!logs(&photos, &put("arn:aws:s3:::photos-2/a")));
        assert!(!logs(&photos, &Event { read_only: true, ..put("arn:aws:s3:::photos/a") }));
        assert!(!logs(&photos, &event()));
        let listing = Event {
            resources: vec![EventResource { kind: "AWS::S3::Bucket", name: "arn:aws:s3:::photos".to_owned() }],
            ..put("arn:aws:s3:::photos/a")
        };
        assert!(logs(&photos, &listing));
        assert!(logs(&with(data(&["arn:aws:s3"])), &put("arn:aws:s3:::photos-2/a")));
        let without = |source: &str| {
            let excluded_sources = vec![source.to_owned()];
            with(EventSelector { management: true, excluded_sources, access: Access::All, data: Vec::new() })
        };
        assert!(!logs(&without("iam.amazonaws.com"), &event()));
        assert!(logs(&without("kms.amazonaws.com"), &event()));
    }

    /// Advanced selectors: all fields of one must fit; values of an operator are alternatives, negated ones exclude.
    #[test]
    fn advanced_selectors() {
        let field = |field: &str, change: fn(&mut FieldSelector)| {
            let mut selector = FieldSelector { field: field.to_owned(), ..FieldSelector::default() };
            change(&mut selector);
            selector
        };
        let with = |fields: Vec<FieldSelector>| {
            let selector = AdvancedSelector { name: None, fields };
            Trail { selectors: Some(Selectors::Advanced(vec![selector])), ..trail() }
        };
        let data = || {
            vec![
                field("eventCategory", |it| it.equals = vec!["Data".to_owned()]),
                field("resources.type", |it| it.equals = vec![OBJECT.to_owned()]),
            ]
        };
        let and = |more: FieldSelector| with(data().into_iter().chain([more]).collect());
        let object = put("arn:aws:s3:::photos/a");
        assert!(logs(&with(data()), &object));
        assert!(!logs(&with(data()), &event()));
        let not = |it: &mut FieldSelector| it.not_starts_with = vec!["arn:aws:s3:::photos/".to_owned()];
        assert!(!logs(&and(field("resources.ARN", not)), &object));
        assert!(logs(&and(field("resources.ARN", not)), &put("arn:aws:s3:::other/a")));
        for (name, change, selects) in [
            ("eventName", (|it| it.starts_with = vec!["Get".into(), "Put".into()]) as fn(&mut FieldSelector), true),
            ("eventName", |it| it.ends_with = vec!["Tagging".into()], false),
            ("eventName", |it| it.not_equals = vec!["GetObject".into(), "PutObject".into()], false),
            ("eventName", |it| it.not_ends_with = vec!["Tagging".into()], true),
            ("eventSource", |it| it.equals = vec!["s3.amazonaws.com".into()], true),
            ("eventType", |it| it.equals = vec!["AwsConsoleSignIn".into()], false),
            ("readOnly", |it| it.equals = vec!["true".into()], false),
            ("sessionCredentialFromConsole", |it| it.equals = vec!["true".into()], false),
            ("userIdentity.arn", |it| it.ends_with = vec!["/ana".into()], true),
            ("unheard", |it| it.not_equals = vec!["x".into()], false),
        ] {
            assert_eq!(logs(&and(field(name, change)), &object), selects, "{name}");
        }
    }

    /// R8.17, with `RecursiveLogging` false: CloudTrail's own deliveries into the trail's bucket are not logged, others are.
    #[test]
    fn own_deliveries() {
        let every = EventSelector {
            access: Access::All,
            management: false,
            excluded_sources: Vec::new(),
            data: vec![(OBJECT.to_owned(), vec!["arn:aws:s3".to_owned()])],
        };
        let looping = Trail { recursive: true, selectors: Some(Selectors::Basic(vec![every])), ..trail() };
        let quiet = Trail { recursive: false, ..looping.clone() };
        let by = |service: &str, arn: &str| Event {
            record: format!(r#"{{"userIdentity":{{"type":"AWSService","invokedBy":"{service}"}}}}"#),
            ..put(arn)
        };
        let own = by(DELIVERS, "arn:aws:s3:::logs/AWSLogs/x");
        assert!(logs(&looping, &own));
        assert!(!logs(&quiet, &own));
        assert!(logs(&quiet, &by(DELIVERS, "arn:aws:s3:::logs-2/AWSLogs/x")));
        assert!(logs(&quiet, &by("config.amazonaws.com", "arn:aws:s3:::logs/AWSLogs/x")));
        assert!(logs(&quiet, &put("arn:aws:s3:::logs/AWSLogs/x")));
    }
}
