//! What the catalog knows of actions and condition keys. A denial of something that AWS does not have, or of something
//! that is never asked on such a resource, would prove nothing; so it is a mistake.

use super::ids::Form;
use super::table::{Errors, Said, one_or_many, start};
use crate::lint::facts::pattern::Pattern;
use crate::lint::{nearest_action, nearest_condition_key};
use crate::scenario::is_value_of;
use crate::services::listed_kind;
use rolecall_catalog::authorization::{Action, KeyType, Service, authorization};
use rolecall_policy::Context;
use rolecall_policy::document::json::{Data, Member, Value};

/// How many kinds of resources an error names: one can read three, and some actions are asked on twenty.
const NAMED_KINDS: usize = 3;

/// Actions of AWS by their names as requests have them, `s3:GetObject`; each once.
pub(super) type Universe = Vec<(String, Action)>;

/// The catalog, but for actions and condition keys that a file takes as they are: the catalog is a snapshot.
#[derive(Debug)]
pub(super) struct Catalog<'n> {
    pub(super) unlisted: Vec<Said<'n>>,
    pub(super) errors: &'n Errors,
}

impl Catalog<'_> {
    /// Reads a table of context keys.
    pub(super) fn context(&self, members: &[Member]) -> Context {
        let mut context = Context::new();
        for member in members {
            let key = &member.name.value;
            self.check_key(key, member.name.span.start);
            self.add(key, member, &mut context);
            for value in one_or_many(&member.value) {
                if let Some(text) = scalar(value) {
                    self.check_value(key, Said { text: &text, at: start(value) });
                }
            }
        }
        context
    }

    /// Adds tags: `aws:PrincipalTag/team` of `team`.
    pub(super) fn add_tags(&self, prefix: &str, members: &[Member], context: &mut Context) {
        for member in members {
            self.add(&format!("{prefix}/{}", member.name.value), member, context);
        }
    }

    fn add(&self, key: &str, member: &Member, context: &mut Context) {
        if context.get(key).is_some() {
            self.errors.add(member.name.span.start, format!("the context key `{key}` occurs twice"));
            return;
        }
        let must = "must have strings, numbers, dates, true, false, or a list of them";
        let values: Option<Vec<Box<str>>> = one_or_many(&member.value).iter().map(scalar).collect();
        let values = values.ok_or_else(|| format!("the context key `{key}` {must}"));
        if let Some(values) = self.errors.note(start(&member.value), values) {
            self.check_count(key, values.len(), start(&member.value));
            context.set_all(key, values);
        }
    }

    /// Notes a condition key that AWS does not have.
    pub(super) fn check_key(&self, key: &str, at: u32) {
        if !is_providers(key) && authorization().condition_key(key).is_none() && !self.takes(key) {
            let hint = nearest_condition_key(key).map(|near| format!("did you mean `{near}`? If"));
            let hint = hint.unwrap_or_else(|| "if".to_owned());
            self.errors.add(at, format!("there is no condition key `{key}`; {hint} AWS has it, list it in `unlisted`"));
        }
    }

    /// Notes a value that a request never brings under a key of this type: no condition would hold of it, and what it
    /// denies would prove nothing.
    fn check_value(&self, key: &str, value: Said<'_>) {
        let Some(kind) = authorization().condition_key(key).map(|key| key.kind).filter(|_| !self.takes(key)) else {
            return;
        };
        let Said { text, at } = value;
        let what = match (kind, Form::of_key(key)) {
            (KeyType::String | KeyType::Arn, Some(form)) if !form.fits(text) => form.in_words(),
            (KeyType::String | KeyType::Arn, _) => return,
            (kind, _) if is_value_of(kind, text) => return,
            (KeyType::Bool, _) => "true or false",
            (KeyType::Numeric, _) => "a number",
            (KeyType::Date, _) => "a date like 2026-01-31T10:00:00Z",
            (KeyType::IpAddress, _) => "an address",
        };
        self.errors.add(at, format!("`{key}` is {what}, not `{text}`; if that is wrong, list the key in `unlisted`"));
    }

    /// Notes several values of a key that has one in every request: what a condition makes of more is nobody's contract.
    fn check_count(&self, key: &str, count: usize, at: u32) {
        // What an identity provider asserts may be a list, and the catalog does not tell.
        let is_single = |key: &str| authorization().condition_key(key).is_some_and(|key| !key.multivalued);
        if count > 1 && !is_providers(key) && is_single(key) && !self.takes(key) {
            let more = "if that is wrong, list the key in `unlisted`";
            self.errors.add(at, format!("a request has at most one value of `{key}`, not {count}; {more}"));
        }
    }

    /// Notes an action that is none.
    pub(super) fn check_action(&self, action: Said<'_>) {
        let Said { text, at } = action;
        let message = match text.split_once(':') {
            None => format!("write an action as service:Action, not `{text}`"),
            Some((_, name)) if name.contains(['*', '?']) => {
                format!("a request has one action, so `{text}` must not have wildcards")
            }
            Some(_) if listed(text).is_none() && !self.takes(text) => {
                let hint = nearest_action(text).map(|near| format!("did you mean `{near}`? If"));
                let hint = hint.unwrap_or_else(|| "if".to_owned());
                format!("there is no action `{text}`; {hint} AWS has it, list it in `unlisted`")
            }
            Some(_) => return,
        };
        self.errors.add(at, message);
    }

    /// Notes a resource on which the action is never asked: an object's action on a bucket, say.
    pub(super) fn check_target(&self, action: Said<'_>, arn: &str) {
        let Some(listed) = listed(action.text).filter(|_| !self.takes(action.text)) else { return };
        if is_asked_on(&listed, arn, fits) {
            return;
        }
        let kinds: Vec<_> = listed.resources().collect();
        let Said { text, at } = action;
        let mut names: Vec<&str> = kinds.iter().map(|kind| kind.resource_type.name()).collect();
        names.dedup();
        let asked = match names.as_slice() {
            [] => "no resource: write on = \"*\"".to_owned(),
            names => format!("{}, not to `{arn}`", names.join(", ")),
        };
        self.errors.add(at, format!("`{text}` applies to {asked}; if that is wrong, list the action in `unlisted`"));
    }

    /// The actions that patterns such as `s3:Get*` name; each names one service.
    pub(super) fn universe(&self, patterns: &[Said<'_>]) -> Universe {
        let mut universe = Universe::new();
        for Said { text, at } in patterns {
            let (prefix, name) = text.split_once(':').unwrap_or((text, ""));
            let Some(service) = authorization().service(prefix) else {
                let message =
                    format!("`among` must have patterns for actions of one service, such as s3:Get*, not `{text}`");
                self.errors.add(*at, message);
                continue;
            };
            // A template without placeholders is a pattern.
            let pattern = Pattern::of_template(&name.to_ascii_lowercase().replace('$', ""));
            let named = service.actions().filter(|action| pattern.matches(&action.name().to_ascii_lowercase()));
            let before = universe.len();
            universe.extend(named.map(|action| (format!("{}:{}", service.prefix, action.name()), action)));
            if universe.len() == before {
                self.errors.add(*at, format!("`{text}` matches no action"));
            }
        }
        universe.sort_by(|(one, _), (other, _)| one.cmp(other));
        universe.dedup_by(|(one, _), (other, _)| one == other);
        universe
    }

    /// All actions of the services that have these.
    pub(super) fn services_of(&self, actions: &[Said<'_>]) -> Universe {
        let mut prefixes: Vec<&str> = actions.iter().filter_map(|said| Some(said.text.split_once(':')?.0)).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        let services = prefixes.into_iter().filter_map(|prefix| authorization().service(prefix));
        let named = |service: &'static Service| {
            service.actions().map(|action| (format!("{}:{}", service.prefix, action.name()), action))
        };
        services.flat_map(named).collect()
    }

    /// Whether the file takes a name as it is.
    fn takes(&self, name: &str) -> bool {
        self.unlisted.iter().any(|said| said.text.eq_ignore_ascii_case(name))
    }
}

/// A value in its text form.
fn scalar(value: &Value) -> Option<Box<str>> {
    match &value.data {
        Data::String(text) | Data::Number(text) => Some(text.clone()),
        Data::Bool(value) => Some(value.to_string().into()),
        Data::Null | Data::Array(_) | Data::Object(_) => None,
    }
}

/// Whether a condition key is an identity provider's: those have hosts for prefixes.
fn is_providers(key: &str) -> bool {
    key.split_once(':').is_some_and(|(prefix, _)| prefix.contains('.'))
}

/// The catalog's action of this name.
pub(super) fn listed(action: &str) -> Option<Action> {
    let (service, name) = action.split_once(':')?;
    authorization().action(service, name)
}

/// What is wrong with an action and a resource, or a pattern of some, if the action is never asked on it: an object's
/// action on a bucket, say. Nothing is, if the catalog does not know the action.
#[must_use]
pub fn never_asked_on(action: &str, arn: &str, is_pattern: bool) -> Option<String> {
    let known = listed(action).filter(|known| !can_be_asked_on(known, arn, is_pattern))?;
    let mut kinds = Vec::new();
    for kind in known.resources().map(|kind| kind.resource_type) {
        let form = kind.arn_templates().next().unwrap_or_default();
        kinds.push(format!("{} ({form})", kind.name()));
    }
    kinds.dedup();
    let others = kinds.len().saturating_sub(NAMED_KINDS);
    if others > 1 {
        kinds.truncate(NAMED_KINDS);
        kinds.push(format!("{others} others"));
    }
    Some(match kinds.as_slice() {
        [] => format!("`{action}` applies to no resource: write `*`"),
        kinds => format!("`{action}` applies to {}, but `{arn}` is something else", kinds.join(" or ")),
    })
}

/// Whether an action of AWS can be asked on a resource, or, if what is named is a pattern, on some that it matches.
pub(super) fn can_be_asked_on(action: &Action, arn: &str, is_pattern: bool) -> bool {
    // A pattern of S3 has a bucket before its first wildcard, and in a name of S3 a slash tells what is what.
    if is_pattern && action.service().prefix != "s3" {
        is_asked_on(action, arn, may_fit)
    } else {
        is_asked_on(action, arn, fits)
    }
}

fn is_asked_on(action: &Action, arn: &str, fits: fn(&str, &str) -> bool) -> bool {
    let kinds: Vec<_> = action.resources().collect();
    match arn {
        // Where none is required, `*` may be asked for; but S3 requires a bucket or, instead, an access point.
        "*" => kinds.iter().all(|kind| !kind.required) && (kinds.is_empty() || action.service().prefix != "s3"),
        arn => {
            let mut listed = kinds.iter().flat_map(|kind| kind.resource_type.arn_templates());
            listed.any(|template| fits(template, arn))
                || unlisted_templates(action).iter().any(|template| fits(template, arn))
        }
    }
}

/// The ARNs on which AWS asks an action and of which its list of actions does not tell: the path of a list of IAM (R1.30),
/// and the session of a federated user that is tagged (R3.40).
fn unlisted_templates(action: &Action) -> Vec<String> {
    let service = action.service().prefix;
    if service == "sts" && action.name() == "TagSession" {
        return vec!["arn:${Partition}:sts::${Account}:federated-user/${Name}".to_owned()];
    }
    let Some(kind) = listed_kind(service, action.name()) else { return Vec::new() };
    ["", "${Path}/"].map(|path| format!("arn:${{Partition}}:iam::${{Account}}:{kind}/{path}")).into()
}

/// Whether some ARN that a pattern matches may be of the form of a template. Errs to yes.
fn may_fit(template: &str, pattern: &str) -> bool {
    let (templates, fields): (Vec<&str>, Vec<&str>) =
        (template.splitn(6, ':').collect(), pattern.splitn(6, ':').collect());
    let may_fit = |(template, field): (&&str, &&str)| {
        let fixed = |text: &'static [char], of: &str| of.split(text).next().unwrap_or_default().len();
        let (of_template, of_field) = (fixed(&['$', '*'], template), fixed(&['*', '?'], field));
        let shorter = of_template.min(of_field);
        template.get(..shorter) == field.get(..shorter)
    };
    templates.len() == fields.len() && templates.iter().zip(&fields).all(may_fit)
}

/// Whether an ARN is of the form of a template such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
fn fits(template: &str, arn: &str) -> bool {
    let (templates, fields): (Vec<&str>, Vec<&str>) = (template.splitn(6, ':').collect(), arn.splitn(6, ':').collect());
    // What a variable or a `*` stands for stays in its field, and is something.
    let fits = |(template, field): (&&str, &&str)| {
        template == field || !field.is_empty() && Pattern::of_template(template).matches(field)
    };
    templates.len() == fields.len() && templates.iter().zip(&fields).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_fit_their_templates() {
        for (template, arn, expected) in [
            ("arn:${P}:s3:::${BucketName}", "arn:aws:s3:::b", true),
            ("arn:${P}:s3:::${BucketName}", "arn:aws:s3:::b/k", false),
            ("arn:${P}:s3:::${BucketName}", "arn:aws:s3:::", false),
            ("arn:${P}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::b", false),
            ("arn:${P}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::b/", false),
            ("arn:${P}:s3:::${BucketName}/${ObjectName}", "arn:aws-cn:s3:::b/k/l", true),
            ("arn:${P}:iam::${A}:role/${RoleNameWithPath}", "arn:aws:iam::111111111111:role/a/b", true),
            ("arn:${P}:iam::${A}:role/${RoleNameWithPath}", "arn:aws:iam::111111111111:user/a", false),
            ("arn:${P}:iam::${A}:root", "arn:aws:iam::111111111111:root", true),
            ("arn:${P}:iam::${A}:root", "arn:aws:iam::111111111111:roots", false),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}/index/${I}", "arn:aws:dynamodb:r:1:table/t/index/i", true),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}/index/${I}", "arn:aws:dynamodb:r:1:table//index/i", false),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}/index/${I}", "arn:aws:dynamodb:r:1:table/t", false),
            ("arn:${P}:x:${R}:${A}:a/${T}/b", "arn:aws:x:r:1:a/t/b/b", true),
            ("arn:${P}:x:${R}:${A}:a/${T}/b", "arn:aws:x:r:1:a/b", false),
            ("arn:${P}:x:${R}:${A}:a/*", "arn:aws:x:r:1:a/t", true),
            ("arn:${P}:x:${R}:*:a", "arn:aws:x:r:1:a", true),
            ("arn:${P}:x:${R}:*:a", "arn:aws:x:r::a", false),
            ("arn:${P}:x:${R}:${A}:a", "arn:aws:x:r:1", false),
        ] {
            assert_eq!(fits(template, arn), expected, "{template} {arn}");
        }
    }

    #[test]
    fn patterns_may_fit_what_they_match_some_of() {
        for (template, pattern, expected) in [
            ("arn:${P}:sqs:${R}:${A}:${QueueName}", "arn:aws:sqs:*:111111111111:*", true),
            ("arn:${P}:sqs:${R}:${A}:${QueueName}", "arn:aws:sns:*:111111111111:*", false),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}", "arn:aws:dynamodb:*:1:*", true),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}", "arn:aws:dynamodb:*:1:ta*", true),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}", "arn:aws:dynamodb:*:1:table/orders*", true),
            ("arn:${P}:dynamodb:${R}:${A}:table/${T}", "arn:aws:dynamodb:*:1:stream/*", false),
            ("arn:${P}:iam::${A}:role/${R}", "arn:aws:iam::1:user/*", false),
        ] {
            assert_eq!(may_fit(template, pattern), expected, "{template} {pattern}");
        }
    }

    /// Every kind of resource fits its own template with the variables filled in.
    #[test]
    fn every_template_fits_itself() {
        let mut count = 0;
        for kind in authorization().services().flat_map(Service::resource_types) {
            for template in kind.arn_templates() {
                let mut arn = String::new();
                let mut rest = template;
                while let Some((before, after)) = rest.split_once("${") {
                    arn.push_str(before);
                    arn.push('é');
                    rest = after.split_once('}').unwrap().1;
                }
                arn.push_str(rest);
                assert!(fits(template, &arn.replace('*', "any")), "{template} {arn}");
                count += 1;
            }
        }
        assert!(count > 1_000, "{count}");
    }
}
