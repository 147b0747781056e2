//! What the catalog knows of actions and condition keys. A denial of something that AWS does not have, or of something
//! that is never asked on such a resource, would prove nothing; so it is a mistake.

use super::ids::Form;
use super::members::{Faults, Said};
use rolecall_catalog::authorization::{Action, KeyType, authorization};
use rolecall_policy::condition::date;
use std::net::IpAddr;

/// Actions and condition keys to be taken as they are, whatever the catalog says: it is a snapshot.
#[derive(Debug, Default)]
pub(super) struct Unlisted<'n>(pub(super) Vec<Said<'n>>);

impl Unlisted<'_> {
    /// Notes a condition key that AWS does not have.
    pub(super) fn check_key(&self, key: &str, at: usize, faults: &mut Faults) {
        if !is_providers(key) && authorization().condition_key(key).is_none() && !self.has(key) {
            faults.add(at, format!("there is no condition key `{key}`; if there is, name it in `unlisted`"));
        }
    }

    /// Notes a value that a request never brings under a key of this type: no condition would hold of it, and what it
    /// denies would prove nothing.
    pub(super) fn check_value(&self, key: &str, value: Said<'_>, faults: &mut Faults) {
        let Some(kind) = authorization().condition_key(key).map(|key| key.kind).filter(|_| !self.has(key)) else {
            return;
        };
        let Said { text, at } = value;
        let (fits, what) = match kind {
            KeyType::String | KeyType::Arn => match Form::of_key(key) {
                Some(form) => (form.fits(text), form.in_words()),
                None => return,
            },
            KeyType::Bool => (text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"), "true or false"),
            KeyType::Numeric => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
            KeyType::Date => (date::parse(text).is_some(), "a date like 2026-01-31T10:00:00Z"),
            KeyType::IpAddress => (text.parse::<IpAddr>().is_ok(), "an address"),
        };
        if !fits {
            faults.add(at, format!("`{key}` is {what}, not `{text}`; if that is wrong, name the key in `unlisted`"));
        }
    }

    /// Notes several values of a key that has one in every request: what a condition makes of more is nobody's contract.
    pub(super) fn check_count(&self, key: &str, count: usize, at: usize, faults: &mut Faults) {
        // What an identity provider asserts may be a list, and the catalog does not tell.
        let is_single = |key: &str| authorization().condition_key(key).is_some_and(|key| !key.multivalued);
        if count > 1 && !is_providers(key) && is_single(key) && !self.has(key) {
            let more = "if that is wrong, name the key in `unlisted`";
            faults.add(at, format!("a request has one value of `{key}`, not {count}; {more}"));
        }
    }

    /// Notes an action that is none.
    pub(super) fn check_action(&self, action: Said<'_>, faults: &mut Faults) {
        let Said { text, at } = action;
        let Some((_, name)) = text.split_once(':') else {
            faults.add(at, format!("an action is service:Action, not `{text}`"));
            return;
        };
        if name.contains(['*', '?']) {
            faults.add(at, format!("a request asks for one action, so `{text}` must not have wildcards"));
        } else if listed(text).is_none() && !self.has(text) {
            faults.add(at, format!("there is no action `{text}`; if there is, name it in `unlisted`"));
        }
    }

    /// Notes a resource on which the action is never asked: an object's action on a bucket, say.
    pub(super) fn check_target(&self, action: Said<'_>, arn: &str, faults: &mut Faults) {
        let Some(listed) = listed(action.text).filter(|_| !self.has(action.text)) else { return };
        let kinds: Vec<_> = listed.resources().collect();
        let fits = match arn {
            // Where none is required, `*` may be asked for; but S3 requires a bucket or, instead, an access point.
            "*" => kinds.iter().all(|kind| !kind.required) && (kinds.is_empty() || listed.service().prefix != "s3"),
            arn => kinds.iter().flat_map(|kind| kind.resource_type.arn_templates()).any(|template| fits(template, arn)),
        };
        if fits {
            return;
        }
        let Said { text, at } = action;
        let mut names: Vec<&str> = kinds.iter().map(|kind| kind.resource_type.name()).collect();
        names.dedup();
        let asked = match names.as_slice() {
            [] => "no resource: write on = \"*\"".to_owned(),
            names => format!("{}, not on `{arn}`", names.join(", ")),
        };
        faults.add(at, format!("`{text}` is asked on {asked}; if that is wrong, name it in `unlisted`"));
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|said| said.text.eq_ignore_ascii_case(name))
    }
}

/// Whether a condition key is an identity provider's: those have hosts for prefixes.
fn is_providers(key: &str) -> bool {
    key.split_once(':').is_some_and(|(prefix, _)| prefix.contains('.'))
}

fn listed(action: &str) -> Option<Action> {
    let (service, name) = action.split_once(':')?;
    authorization().action(service, name)
}

/// Whether an ARN is of the form of a template such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
fn fits(template: &str, arn: &str) -> bool {
    // A bucket's name has no slash, unlike other names, which may have a path.
    if template.ends_with(":s3:::${BucketName}") && arn.contains('/') {
        return false;
    }
    let (mut templates, mut fields) = (template.splitn(6, ':'), arn.splitn(6, ':'));
    loop {
        match (templates.next(), fields.next()) {
            (None, None) => return true,
            (Some(template), Some(field)) if field_fits(template, field) => {}
            _ => return false,
        }
    }
}

/// The same of a field of the two, where each variable, and each `*`, is something.
fn field_fits(template: &str, field: &str) -> bool {
    let (mut template, mut field) = (template, field);
    loop {
        let variable = template.find("${").into_iter().chain(template.find('*')).min();
        let Some((literal, from)) = variable.and_then(|at| template.split_at_checked(at)) else {
            return template == field;
        };
        let Some(rest) = field.strip_prefix(literal) else { return false };
        let after = match from.strip_prefix("${") {
            Some(named) => named.split_once('}').map_or("", |(_, after)| after),
            None => from.strip_prefix('*').unwrap_or_default(),
        };
        // The variable ends where the next literal begins, the first time, but is not empty.
        let next = after.find("${").into_iter().chain(after.find('*')).min().unwrap_or(after.len());
        let Some((literal, _)) = after.split_at_checked(next) else { return false };
        let skipped = rest.chars().next().map_or(0, char::len_utf8);
        if skipped == 0 {
            return false;
        }
        if after.is_empty() {
            return true;
        }
        let behind = rest.split_at_checked(skipped).map(|(_, behind)| behind).unwrap_or_default();
        if next == after.len() {
            return behind.ends_with(literal);
        }
        let Some(found) = behind.find(literal) else { return false };
        let Some((_, following)) = behind.split_at_checked(found) else { return false };
        (template, field) = (after, following);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_catalog::authorization::Service;

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
