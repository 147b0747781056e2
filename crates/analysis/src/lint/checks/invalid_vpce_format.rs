//! A value of `aws:SourceVpce` that is no such id.

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "INVALID_VPCE_FORMAT",
    severity: Severity::Error,
    about: "a value of `aws:SourceVpce` does not begin with `vpce-`",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let compares = condition.operator.value.core.name().starts_with("String");
        if !compares || !condition.key.value.eq_ignore_ascii_case("aws:SourceVpce") {
            continue;
        }
        let like = matches!(condition.operator.value.core, OperatorCore::StringLike | OperatorCore::StringNotLike);
        for value in &condition.values {
            // What begins with a wildcard or a variable can be anything.
            let head = value.value.split(['*', '?']).next().unwrap_or_default();
            let open = value.value.starts_with("${") || like && head.len() < value.value.len() && "vpce-".starts_with(head);
            if !open && !value.value.starts_with("vpce-") {
                found.add(value.span, format!("`{}` is not an id that begins with `vpce-`", value.value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn invalid_vpce_format() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
    "StringNotEquals": {"aws:SourceVpce": [
        "vpc-0a1b", "vpce-0a1b", "${aws:PrincipalTag/x}", "0a1b"],
        ^^^^^^^^^^ begins with
                                                          ^^^^^^
        "aws:SourceVpc": "x"}, "StringLike": {"aws:SourceVpce": "*"}}
"#,
        );
    }
}
