//! `ForAllValues` on a key with one value at most: it also holds where the key is absent (R1.44).

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::SetPrefix;

pub(super) const CHECK: Check = Check {
    code: "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    severity: Severity::SecurityWarning,
    about: "`ForAllValues` stands before a key with a single value, and holds where the key is absent",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact().filter(|key| !key.multivalued) else { continue };
        if condition.operator.value.set == Some(SetPrefix::ForAllValues) {
            let message = format!("`{}` has one value at most; `ForAllValues` also holds where it is absent", key.name);
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn for_all_values_of_one() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1", "aws:TagKeys": "a", "aws:Banana": "b"},
                                  ^^^^^^^^^^^^^^^^^^^^ also holds where it is absent
    "ForAnyValue:StringEquals": {"aws:SourceVpc": "vpc-1"}}
"#,
        );
    }
}
