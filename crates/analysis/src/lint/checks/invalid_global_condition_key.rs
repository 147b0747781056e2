//! A condition key that begins with `aws:` and does not exist.

use super::super::edit::has_beside;
use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::keys::{Key, lacks_tag};
use crate::lint::facts::near::nearest;
use rolecall_catalog::authorization::GLOBAL_CONDITION_KEYS;
use rolecall_policy::document::json::quote;
use crate::lint::facts::unlisted::is_unlisted;

pub(super) const CHECK: Check = Check {
    code: "INVALID_GLOBAL_CONDITION_KEY",
    severity: Severity::Error,
    about: "there is no global condition key of this name",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        if !matches!(key, Key::UnknownGlobal) || lacks_tag(&condition.key.value) || is_unlisted(&condition.key.value) {
            continue;
        }
        let name = &*condition.key.value;
        let near = near(name);
        let hint = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let near = near.filter(|near| !has_beside(policy.root, condition.key.span, near));
        let fix = near.map(|near| Fix::proposed(format!("write `{near}`"), condition.key.span, quote(&near)));
        found.with_fixes(condition.key.span, format!("there is no global condition key `{name}`{hint}"), fix);
    }
}

/// The nearest key; of keys with a tag the part before the slash is compared.
fn near(name: &str) -> Option<String> {
    let (head, tag) = name.split_once('/').map_or((name, None), |(head, tag)| (head, Some(tag)));
    let heads = GLOBAL_CONDITION_KEYS.iter().filter_map(|key| match (key.name.split_once('/'), tag) {
        (None, None) => Some(key.name),
        (Some((head, _)), Some(_)) => Some(head),
        _ => None,
    });
    let near = nearest(head, heads)?;
    Some(tag.map_or(near.to_owned(), |tag| format!("{near}/{tag}")))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn global_keys_that_do_not_exist() {
        identity(
            CHECK.code,
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
}
