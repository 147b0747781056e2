//! Which records are asked for.

use super::record::{Caller, Record};
use jiff::Timestamp;
use rolecall_policy::{Arn, folded};

/// What a record must have; what is not given is not asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Something was denied, or the request was refused before a decision.
    pub denied: bool,
    /// This account takes part.
    pub account: Option<&'a str>,
    /// The caller: a name, an ARN, or either with wildcards.
    pub principal: Option<&'a Pattern>,
    /// The operation, or an action that was decided.
    pub action: Option<&'a Pattern>,
    /// The service's prefix.
    pub service: Option<&'a str>,
    /// A resource of the request.
    pub resource: Option<&'a Pattern>,
    /// The request arrived then or later.
    pub since: Option<Timestamp>,
    /// The request arrived before.
    pub until: Option<Timestamp>,
}

/// A text with `*` for any characters and `?` for one. Case does not count, as in the names of IAM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<char>);

impl Wanted<'_> {
    /// Whether the record is asked for.
    #[must_use]
    pub fn has(&self, record: &Record) -> bool {
        self.since.is_none_or(|since| record.time >= since)
            && (!self.denied || record.is_denied())
            && self.account.is_none_or(|account| is_of(record, account))
            && self.until.is_none_or(|until| record.time < until)
            && self.service.is_none_or(|service| record.service.eq_ignore_ascii_case(service))
            && self.action.is_none_or(|action| is_for(record, action))
            && self.resource.is_none_or(|resource| is_on(record, resource))
            && self.principal.is_none_or(|who| record.caller.as_ref().is_some_and(|caller| is_by(caller, who)))
    }
}

fn is_of(record: &Record, account: &str) -> bool {
    record.accounts.iter().any(|taking_part| taking_part == account)
}

/// Whether the operation, or an action that was decided, is meant. Without a service any is.
fn is_for(record: &Record, action: &Pattern) -> bool {
    let names_service = action.0.contains(&':');
    let is = |service: &str, operation: &str| {
        if names_service { action.matches(&format!("{service}:{operation}")) } else { action.matches(operation) }
    };
    is(&record.service, &record.operation)
        || record.decisions.iter().any(|decision| {
            let (service, operation) = decision.action.split_once(':').unwrap_or_default();
            is(service, operation)
        })
}

/// Whether one of the resources is meant.
fn is_on(record: &Record, resource: &Pattern) -> bool {
    let decided = record.decisions.iter().map(|decision| &decision.resource);
    record.resources.iter().chain(decided).any(|it| resource.matches(it))
}

/// Whether the caller is meant: by its ARN, that of its role, its name, its path and name, or of a session the role's name.
fn is_by(caller: &Caller, who: &Pattern) -> bool {
    let Some(arn) = Arn::parse(&caller.arn) else { return who.matches("anonymous") };
    if who.matches(&caller.arn) {
        return true;
    }
    let (kind, name) = arn.resource.split_once('/').unwrap_or(("", arn.resource));
    let last = name.rsplit('/').next().unwrap_or(name);
    if who.matches(name) || who.matches(last) {
        return true;
    }
    let Some((role, _)) = name.split_once('/').filter(|_| kind == "assumed-role") else { return false };
    // The ARN of a session does not tell the role's path.
    who.matches(role) || who.without_path().matches(&format!("arn:{}:iam::{}:role/{role}", arn.partition, arn.account))
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It is empty.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("a name, an ARN or a pattern".to_owned()) } else { Ok(Self::of(text)) }
    }

    fn of(text: &str) -> Self {
        Self(folded(text).chars().collect())
    }

    /// Of a role's ARN: without the role's path.
    fn without_path(&self) -> Self {
        let text: String = self.0.iter().collect();
        match (text.split_once(":role/"), text.rsplit_once('/')) {
            (Some((before, _)), Some((_, name))) => Self::of(&format!("{before}:role/{name}")),
            _ => self.clone(),
        }
    }

    /// Whether the whole text is meant. Steps of the order of pattern times text: records bound the
    /// text, and the pattern is of who reads the trail.
    fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = folded(text).chars().collect();
        let (mut at, mut read) = (0, 0);
        // Where the last `*` is, and how far the text goes that it takes.
        let mut star = None;
        while let Some(character) = text.get(read) {
            match self.0.get(at) {
                Some('*') => {
                    star = Some((at, read));
                    at += 1;
                }
                Some(wanted) if *wanted == '?' || wanted == character => {
                    at += 1;
                    read += 1;
                }
                _ => {
                    let Some((begin, taken)) = star else { return false };
                    star = Some((begin, taken + 1));
                    (at, read) = (begin + 1, taken + 1);
                }
            }
        }
        self.0.iter().skip(at).all(|rest| *rest == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("ana", "Ana", true),
            ("ana", "anab", false),
            ("*", "", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("a*bc", "abcbc", true),
            ("?na", "ana", true),
            ("?", "", false),
            ("a**", "a", true),
            ("*ü", "fÜ", true),
        ] {
            assert_eq!(Pattern::of(pattern).matches(text), expected, "{pattern} {text}");
        }
        assert!(Pattern::read("").is_err());
    }

    fn wanted<'a>(principal: Option<&'a Pattern>, action: Option<&'a Pattern>) -> Wanted<'a> {
        Wanted { principal, action, ..Wanted::default() }
    }

    /// A session is found by its own name, its role's, and either's ARN; a user by name and path.
    #[test]
    fn principals() {
        let session = record("a");
        let by = |record: &Record, who: &str| wanted(Some(&Pattern::of(who)), None).has(record);
        for who in [
            "arn:aws:sts::111111111111:assumed-role/Dev/ana",
            "arn:aws:iam::111111111111:role/Dev",
            "arn:aws:iam::111111111111:role/team/Dev",
            "Dev",
            "ana",
            "Dev/ana",
            "*:assumed-role/Dev/*",
            "d*",
        ] {
            assert!(by(&session, who), "{who}");
        }
        for who in ["Dev/eve", "arn:aws:iam::222222222222:role/Dev", "arn:aws:iam::111111111111:user/ana", "De", "an"] {
            assert!(!by(&session, who), "{who}");
        }
        let mut user = record("b");
        user.caller.as_mut().unwrap().arn = "arn:aws:iam::111111111111:user/team/ana".into();
        assert!(by(&user, "ana") && by(&user, "team/ana") && !by(&user, "team"));
        user.caller.as_mut().unwrap().arn = "arn:aws:iam::111111111111:root".into();
        assert!(by(&user, "root"));
        user.caller.as_mut().unwrap().arn = String::new();
        assert!(by(&user, "anonymous"));
        user.caller = None;
        assert!(!by(&user, "*"), "nobody has proved to be anybody");
    }

    /// By the operation and by the action of a decision; any account that takes part; the time itself counts.
    #[test]
    fn other_filters() {
        let mut listing = record("a");
        listing.operation = "ListObjectsV2".into();
        listing.decisions[0].action = "s3:ListBucket".into();
        let of = |action: &str| wanted(None, Some(&Pattern::of(action))).has(&listing);
        assert!(
            ["listobjectsv2", "s3:ListObjectsV2", "s3:ListBucket", "ListBucket", "s3:*", "*:List*"]
                .map(of)
                .iter()
                .all(|is| *is)
        );
        assert!(!["iam:*", "ListBuckets", "s3"].map(of).iter().any(|is| *is));
        let all = wanted(None, None);
        assert!(Wanted { account: Some("222222222222"), ..all }.has(&listing));
        assert!(!Wanted { account: Some("333333333333"), ..all }.has(&listing));
        assert!(
            Wanted { service: Some("S3"), ..all }.has(&listing) && !Wanted { service: Some("s"), ..all }.has(&listing)
        );
        let on = |text: &str| Wanted { resource: Some(&Pattern::of(text)), ..all }.has(&listing);
        assert!(on("arn:aws:s3:::finance-reports/*") && !on("finance-reports"));
        assert!(!Wanted { until: Some(listing.time), ..all }.has(&listing));
        assert!(Wanted { since: Some(listing.time), ..all }.has(&listing));
        let later = listing.time + jiff::SignedDuration::from_nanos(1);
        assert!(!Wanted { since: Some(later), ..all }.has(&listing));
        assert!(Wanted { until: Some(later), ..all }.has(&listing));
        assert!(Wanted { denied: true, ..all }.has(&listing));
        listing.decisions[0].outcome = crate::trail::Outcome::Allowed;
        assert!(!Wanted { denied: true, ..all }.has(&listing), "it failed, but nobody denied it");
    }
}
