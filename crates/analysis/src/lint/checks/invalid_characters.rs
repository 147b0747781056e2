//! A character that IAM does not store (R1.8).

use super::{Check, Found, Subject};
use rolecall_policy::Span;
use rolecall_policy::document::limits;

pub(super) const CHECKS: &[Check] =
    &[Check::error("INVALID_CHARACTERS", "IAM does not accept characters beyond U+00FF or control characters", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if !policy.kind.is_of_iam() {
        return;
    }
    let Some((at, c)) = limits::first_forbidden_character(policy.text) else { return };
    let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + c.len_utf8())) else { return };
    found.add(Span { start, end }, format!("IAM does not accept the character U+{:04X}", u32::from(c)));
}

#[cfg(test)]
mod tests {
    use super::super::super::{Kind, Settings, lint};

    #[test]
    fn characters_that_iam_does_not_store() {
        let find = |kind, sid: &str| {
            let text = format!(
                r#"{{"Version": "2012-10-17", "Id": "{sid}", "Statement": {{"Effect": "Deny", "Action": "*", "Resource": "*"}}}}"#
            );
            lint(&text, &Settings { kind, account: None })
                .into_iter()
                .find(|finding| finding.code == "INVALID_CHARACTERS")
        };
        assert_eq!(find(Kind::Identity, "é"), None);
        let found = find(Kind::Identity, "é€").unwrap();
        assert_eq!((found.span.start, found.span.end), (35, 38));
        assert!(found.message.contains("U+20AC"), "{}", found.message);
        assert_eq!(find(Kind::Scp, "€"), None);
    }
}
