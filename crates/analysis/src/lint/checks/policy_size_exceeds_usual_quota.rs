//! A policy that is too long for the usual place: a managed policy, a trust policy without a raised quota, a bucket.

use super::{Check, Found, Kind, Severity, Subject};
use rolecall_policy::Span;
use rolecall_policy::document::limits;

pub(super) const CHECK: Check = Check {
    code: "POLICY_SIZE_EXCEEDS_USUAL_QUOTA",
    severity: Severity::Warning,
    about: "the policy is too long for some of the places where it could be used",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    let counted = limits::counted_size(policy.text);
    let (limit, most, place) = match policy.kind {
        Kind::Identity => (limits::MANAGED_POLICY, limits::INLINE_ROLE, "a managed policy"),
        Kind::Trust => (limits::TRUST_POLICY, limits::TRUST_POLICY_RAISED, "a trust policy whose quota is not raised"),
        Kind::Resource => (limits::BUCKET_POLICY, limits::KEY_POLICY, "a bucket policy"),
        _ => return,
    };
    if (limit + 1..=most).contains(&counted) {
        let start = Span { start: policy.root.span.start, end: policy.root.span.start + 1 };
        found.add(start, format!("the policy has {counted} characters; {place} may have {limit}"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Kind, Settings, lint};
    use super::CHECK;

    #[test]
    fn a_managed_policy_has_less_room_than_an_inline_one() {
        for (length, speaks) in [(6_144, false), (6_145, true), (10_240, true), (10_241, false)] {
            let head = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"x"#;
            let text = format!("{head}{}\"}}]}}", "y".repeat(length - head.len() - 4));
            let findings = lint(&text, &Settings { kind: Kind::Identity, account: None });
            assert_eq!(findings.iter().any(|finding| finding.code == CHECK.code), speaks, "{length}");
        }
    }
}
