//! A key that a newer one has replaced.

use super::{Check, Found, Severity, Subject};

pub(super) const CHECK: Check = Check {
    code: "DEPRECATED_GLOBAL_CONDITION_KEY",
    severity: Severity::Warning,
    about: "a newer condition key has replaced this one",
    find,
};

const REPLACED: [(&str, &str); 1] = [("aws:SourceOwner", "aws:SourceAccount")];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let replaced = REPLACED.iter().find(|(old, _)| old.eq_ignore_ascii_case(&condition.key.value));
        if let Some((old, new)) = replaced {
            found.add(condition.key.span, format!("`{new}` has replaced `{old}`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn keys_that_were_replaced() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:sourceowner": "1", "aws:SourceAccount": "1"}}
                                                                                 ^^^^^^^^^^^^^^^^^ `aws:SourceAccount` has replaced
"#,
        );
    }
}
