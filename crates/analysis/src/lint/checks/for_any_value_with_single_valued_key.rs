//! `ForAnyValue` on a key with one value at most: the prefix says nothing, or, with a negated operator, less.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::keys::Key;
use rolecall_policy::document::SetPrefix;

pub(super) const CHECK: Check = Check {
    code: "FORANYVALUE_WITH_SINGLE_VALUED_KEY",
    severity: Severity::Warning,
    about: "`ForAnyValue` stands before a key with a single value",
    find,
};

/// Keys that AWS's pages give as single and its guides test with the prefix.
const SEVERAL: [&str; 1] = ["secretsmanager:VersionStage"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        // What a token brings under one name may be a list.
        if matches!(key, Key::OfProvider(_)) {
            continue;
        }
        let Some(key) = key.fact().filter(|key| !key.multivalued) else { continue };
        if condition.operator.value.set == Some(SetPrefix::ForAnyValue) && !SEVERAL.contains(&key.name) {
            let negated = condition.operator.value.core.name().contains("Not");
            let why = if negated { "; with it the condition does not hold where the key is absent" } else { "" };
            found.add(condition.key.span, format!("`{}` has one value at most: leave out `ForAnyValue`{why}", key.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn for_any_value_of_one() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "ForAnyValue:StringEquals": {"aws:SourceVpc": "vpc-1", "aws:TagKeys": "a", "x.example.com:aud": "a"},
                                 ^^^^^^^^^^^^^^^ leave out `ForAnyValue`
    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    "ForAnyValue:StringNotEquals": {"aws:SourceVpc": "vpc-1"}}
                                    ^^^^^^^^^^^^^^^ does not hold where the key is absent
"#,
        );
    }
}
