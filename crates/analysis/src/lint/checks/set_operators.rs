//! `ForAllValues` and `ForAnyValue` where they do not fit the key, or are missing (R1.43, R1.44).

use super::{Check, Found, Subject};
use crate::lint::facts::keys::Key;
use rolecall_policy::document::{OperatorCore, SetPrefix};

pub(super) const CHECKS: &[Check] = &[
    Check::error(
        "MISSING_QUALIFIER",
        "a key with several values is tested without `ForAllValues` or `ForAnyValue`",
        no_prefix,
    ),
    Check::security_warning(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        "`ForAllValues` tests a key with a single value, and also holds if the key is absent",
        all_of_one,
    ),
    Check::warning("FORANYVALUE_WITH_SINGLE_VALUED_KEY", "`ForAnyValue` tests a key with a single value", any_of_one),
    Check::warning(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        "only `ForAllValues` limits an `Allow`, and it also holds if the key is absent",
        no_null_check,
    ),
];

/// Keys that AWS's pages give as a list and AWS's own policies test as one value.
const SINGLE: [&str; 1] = ["events:detail-type"];
/// Keys that AWS's pages give as single and its guides test with the prefix.
const SEVERAL: [&str; 1] = ["secretsmanager:VersionStage"];

fn no_prefix(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact().filter(|key| key.multivalued) else { continue };
        let operator = condition.operator.value;
        if operator.set.is_none() && operator.core != OperatorCore::Null && !SINGLE.contains(&key.name) {
            let message = format!(
                "`{}` has several values: write `ForAnyValue:{operator}` (one of them) or `ForAllValues:{operator}` (each)",
                key.name
            );
            found.add(condition.key.span, message);
        }
    }
}

fn all_of_one(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact().filter(|key| !key.multivalued) else { continue };
        if condition.operator.value.set == Some(SetPrefix::ForAllValues) {
            let message = format!("`{}` has at most one value; `ForAllValues` also holds if it is absent", key.name);
            found.add(condition.key.span, message);
        }
    }
}

fn any_of_one(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        // What a token brings under one name may be a list.
        let of_provider = matches!(key, Key::OfProvider(_));
        let Some(key) = key.fact().filter(|key| !key.multivalued && !of_provider) else { continue };
        if condition.operator.value.set == Some(SetPrefix::ForAnyValue) && !SEVERAL.contains(&key.name) {
            let negated = condition.operator.value.core.name().contains("Not");
            let why = if negated { "; with it, the condition does not hold if the key is absent" } else { "" };
            found.add(condition.key.span, format!("`{}` has at most one value: remove `ForAnyValue`{why}", key.name));
        }
    }
}

/// An `Allow` with `ForAllValues` holds where the key is absent, unless a `Null` test says that it must be there.
fn no_null_check(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.parts.iter().filter(|part| part.allows()) {
        let of_keys = part.conditions_of_keys();
        for (condition, key) in part.conditions() {
            // Of keys with a single value FORALLVALUES_WITH_SINGLE_VALUED_KEY speaks. A request without tags may be meant
            // where tags are only limited.
            let several = key.fact().is_some_and(|key| key.multivalued && key.name != "aws:TagKeys");
            if !several || condition.operator.value.set != Some(SetPrefix::ForAllValues) {
                continue;
            }
            let same_key = of_keys.get(&condition.key.value.to_ascii_lowercase());
            let must_be_there = same_key.into_iter().flatten().any(|other| {
                match (other.operator.value.core, other.operator.value.set) {
                    (OperatorCore::Null, _) => other.values.iter().all(|v| v.value.eq_ignore_ascii_case("false")),
                    (_, Some(SetPrefix::ForAnyValue)) => !other.operator.value.if_exists,
                    _ => false,
                }
            });
            if !must_be_there {
                let message = format!(
                    "this also holds if `{0}` is absent: add \"Null\": {{\"{0}\": \"false\"}}",
                    condition.key.value
                );
                found.add(condition.key.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn several_values_without_a_set_operator() {
        identity(
            "MISSING_QUALIFIER",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringLike": {"aws:PrincipalOrgPaths": "o-1/*", "aws:SourceVpc": "vpc-1"},
                   ^^^^^^^^^^^^^^^^^^^^^^^ write `ForAnyValue:StringLike`
    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}, "Null": {"aws:TagKeys": "false"}}
"#,
        );
    }

    #[test]
    fn for_all_values_of_one() {
        identity(
            "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1", "aws:TagKeys": "a", "aws:Banana": "b"},
                                  ^^^^^^^^^^^^^^^^^^^^ also holds if it is absent
    "ForAnyValue:StringEquals": {"aws:SourceVpc": "vpc-1"}}
"#,
        );
    }

    #[test]
    fn for_any_value_of_one() {
        identity(
            "FORANYVALUE_WITH_SINGLE_VALUED_KEY",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "ForAnyValue:StringEquals": {"aws:SourceVpc": "vpc-1", "aws:TagKeys": "a", "x.example.com:aud": "a"},
                                 ^^^^^^^^^^^^^^^ remove `ForAnyValue`
    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    "ForAnyValue:StringNotEquals": {"aws:SourceVpc": "vpc-1"}}
                                    ^^^^^^^^^^^^^^^ does not hold if the key is absent
"#,
        );
    }

    #[test]
    fn absent_keys_are_allowed() {
        identity(
            "FORALLVALUES_WITHOUT_NULL_CHECK",
            r#"
"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": "a", "aws:TagKeys": "a", "aws:SourceVpc": "vpc-1"}}
                                  ^^^^^^^^^^^^^^^^^^^^^ add "Null": {"dynamodb:Attributes": "false"}
}, {
"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": "a"}, "Null": {"dynamodb:attributes": "false"}}
}, {
"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": "a"}}
"#,
        );
    }
}
