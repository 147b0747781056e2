//! Condition keys that do not exist, or no longer should.

use super::{Check, Found, Subject};
use crate::lint::facts::keys::{Key, lacks_tag};
use crate::lint::facts::meant::{nearest_global_key, nearest_key_of};
use crate::lint::facts::unlisted::is_unlisted;
use rolecall_policy::Span;

pub(super) const CHECKS: &[Check] = &[
    Check::error("INVALID_GLOBAL_CONDITION_KEY", "there is no global condition key of this name", unknown_global),
    Check::error("INVALID_SERVICE_CONDITION_KEY", "the service has no condition key of this name", unknown_of_service),
    Check::error("INVALID_CONDITION_KEY_FORMAT", "a condition key is not of the form `prefix:name`", malformed),
    Check::error(
        "MISSING_TAG_KEY_IN_CONDITION",
        "the key of the tag is missing after the slash of a tag condition key",
        no_tag,
    ),
    Check::warning("DEPRECATED_GLOBAL_CONDITION_KEY", "a newer condition key has replaced this one", replaced),
];

/// The keys with their names and places, without those that are known to be missing in the catalog.
fn keys<'p, 'a>(policy: &'p Subject<'a>) -> impl Iterator<Item = (&'a str, Span, &'p Key)> {
    let keys = policy.conditions().map(|(condition, key)| (&*condition.key.value, condition.key.span, key));
    keys.filter(|(name, ..)| !is_unlisted(name))
}

/// Reports a key that does not exist, with a key that has nearly this name.
fn unknown(policy: &Subject<'_>, found: &mut Found, span: Span, message: &str, near: Option<String>) {
    let hint = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    let fix = near.and_then(|near| policy.rename(span, "write", &near));
    found.with_fixes(span, format!("{message}{hint}"), fix);
}

fn unknown_global(policy: &Subject<'_>, found: &mut Found) {
    for (name, span, key) in keys(policy) {
        if matches!(key, Key::UnknownGlobal) && !lacks_tag(name) {
            unknown(
                policy,
                found,
                span,
                &format!("there is no global condition key `{name}`"),
                nearest_global_key(name),
            );
        }
    }
}

fn unknown_of_service(policy: &Subject<'_>, found: &mut Found) {
    for (name, span, key) in keys(policy) {
        match key {
            Key::UnknownPrefix => {
                let prefix = name.split(':').next().unwrap_or_default();
                found.add(span, format!("there is no service `{prefix}` that could have the condition key `{name}`"));
            }
            Key::UnknownOfService(service) => {
                let near = nearest_key_of(service, name);
                unknown(policy, found, span, &format!("{} has no condition key `{name}`", service.prefix), near);
            }
            _ => {}
        }
    }
}

fn malformed(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions().filter(|(_, key)| matches!(key, Key::Malformed)) {
        found.add(condition.key.span, format!("`{}` is not a condition key: write `prefix:name`", condition.key.value));
    }
}

fn no_tag(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions().filter(|(condition, _)| lacks_tag(&condition.key.value)) {
        let head = condition.key.value.trim_end_matches('/');
        found.add(condition.key.span, format!("`{head}` lacks the key of a tag: write `{head}/TagKey`"));
    }
}

fn replaced(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions() {
        if condition.key.value.eq_ignore_ascii_case("aws:SourceOwner") {
            found.add(condition.key.span, "`aws:SourceAccount` has replaced `aws:SourceOwner`");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn global_keys_that_do_not_exist() {
        identity(
            "INVALID_GLOBAL_CONDITION_KEY",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {
    "aws:SourceVpcs": "vpc-1", "aws:sourcevpc": "vpc-1", "aws:PrincpalTag/team": "a", "aws:PrincipalTag/group": "a",
    ^^^^^^^^^^^^^^^^ did you mean `aws:SourceVpc`?
                                                         ^^^^^^^^^^^^^^^^^^^^^^ => "aws:PrincipalTag/team"
    "aws:PrincipalOrg": "o-a1b2c3d4e5",
    ^^^^^^^^^^^^^^^^^^ => "aws:PrincipalOrgID"
    "aws:Banana": "b", "s3:Banana": "b", "aws:PrincipalTag": "a"}}
    ^^^^^^^^^^^^ there is no global condition key `aws:Banana`
"#,
        );
    }

    #[test]
    fn keys_that_the_service_does_not_have() {
        identity(
            "INVALID_SERVICE_CONDITION_KEY",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "s3:prefxi": "a", "S3:PREFIX": "a", "s3:ExistingObjectTag/team": "a", "aws:Banana": "b",
    ^^^^^^^^^^^ did you mean `s3:prefix`? => "s3:prefix"
    "nosuchservice:a": "b", "token.actions.example.com:sub": "x", "saml:aud": "y"}}
    ^^^^^^^^^^^^^^^^^ there is no service `nosuchservice`
"#,
        );
    }

    #[test]
    fn keys_without_prefix() {
        identity(
            "INVALID_CONDITION_KEY_FORMAT",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "SourceVpc": "a", "aws:": "a", ":x": "a", "aws:SourceVpc": "a", "aws:Banana": "b"}}
    ^^^^^^^^^^^ write `prefix:name`
                      ^^^^^^
                                   ^^^^
"#,
        );
    }

    #[test]
    fn tag_keys_that_are_missing() {
        identity(
            "MISSING_TAG_KEY_IN_CONDITION",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "aws:RequestTag": "a", "aws:principaltag/": "a", "aws:ResourceTag/team": "a", "aws:TagKeys": "a"}}
    ^^^^^^^^^^^^^^^^ write `aws:RequestTag/TagKey`
                           ^^^^^^^^^^^^^^^^^^^
"#,
        );
    }

    #[test]
    fn keys_that_were_replaced() {
        identity(
            "DEPRECATED_GLOBAL_CONDITION_KEY",
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:sourceowner": "1", "aws:SourceAccount": "1"}}
                                                                                 ^^^^^^^^^^^^^^^^^ `aws:SourceAccount` has replaced
"#,
        );
    }
}
