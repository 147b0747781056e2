//! An `Allow` with `ForAllValues` holds where the key is absent, unless a `Null` test says that it must be there.

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::{OperatorCore, SetPrefix};

pub(super) const CHECK: Check = Check {
    code: "FORALLVALUES_WITHOUT_NULL_CHECK",
    severity: Severity::Warning,
    about: "an `Allow` is limited by `ForAllValues` only, which holds where the key is absent",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
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
                    "this also holds where `{0}` is absent: add \"Null\": {{\"{0}\": \"false\"}}",
                    condition.key.value
                );
                found.add(condition.key.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn absent_keys_are_allowed() {
        identity(
            CHECK.code,
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
