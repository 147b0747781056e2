//! A key that holds an organization's id, compared with something else.

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ORG_ID_FORMAT",
    severity: Severity::Error,
    about: "a key that holds an organization id is compared with what is not one",
    find,
};

const KEYS: [&str; 4] = ["aws:PrincipalOrgID", "aws:ResourceOrgID", "aws:SourceOrgID", "aws:VpceOrgID"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let literal = matches!(condition.operator.value.core, OperatorCore::StringEquals | OperatorCore::StringNotEquals);
        if !literal || !KEYS.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value)) {
            continue;
        }
        for value in condition.values.iter().filter(|value| !value.value.contains(['$', '*', '?'])) {
            if !value.value.starts_with("o-") {
                found.add(value.span, format!("`{}` is not an organization id: these begin with `o-`", value.value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn values_that_are_not_organization_ids() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": [
    "o-abcdefghij", "ou-abcd-12345678", "111111111111", "${aws:ResourceOrgID}"]}}
                    ^^^^^^^^^^^^^^^^^^ these begin with `o-`
                                        ^^^^^^^^^^^^^^
"#,
        );
    }
}
