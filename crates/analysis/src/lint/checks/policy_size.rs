//! Policies that are longer than they may be (R1, section 1.7).

use super::{Check, Found, Kind, Subject};
use rolecall_policy::Span;
use rolecall_policy::document::limits;

pub(super) const CHECKS: &[Check] = &[
    Check::error("POLICY_SIZE_EXCEEDS_QUOTA", "the policy is longer than AWS allows for its kind", any_quota),
    Check::warning(
        "POLICY_SIZE_EXCEEDS_USUAL_QUOTA",
        "the policy is too long for some of its possible uses",
        usual_quota,
    ),
];

/// Where the policy begins.
fn start(policy: &Subject<'_>) -> Span {
    Span { start: policy.root.span.start, end: policy.root.span.start + 1 }
}

fn any_quota(policy: &Subject<'_>, found: &mut Found) {
    let all = policy.text.chars().count();
    let counted = limits::counted_size(policy.text);
    let (size, limit) = match policy.kind {
        // The longest that is possible: an inline policy of a role.
        Kind::Identity => (counted, limits::INLINE_ROLE),
        Kind::Boundary => (counted, limits::MANAGED_POLICY),
        Kind::Session => (all, limits::SESSION_POLICY),
        Kind::Trust => (counted, limits::TRUST_POLICY_RAISED),
        Kind::Scp => (all, limits::SERVICE_CONTROL_POLICY),
        Kind::Rcp => (all, limits::RESOURCE_CONTROL_POLICY),
        // Key policies are the longest of these.
        Kind::Resource => (all, limits::KEY_POLICY),
        // AWS's refusal says it.
        Kind::Endpoint => return,
    };
    if size > limit {
        found.add(start(policy), format!("the policy has {size} characters; the limit for this kind is {limit}"));
    }
}

/// A managed policy, a trust policy without a raised quota, a bucket.
fn usual_quota(policy: &Subject<'_>, found: &mut Found) {
    let counted = limits::counted_size(policy.text);
    let (limit, most, place) = match policy.kind {
        Kind::Identity => (limits::MANAGED_POLICY, limits::INLINE_ROLE, "a managed policy"),
        Kind::Trust => (limits::TRUST_POLICY, limits::TRUST_POLICY_RAISED, "a trust policy whose quota is not raised"),
        Kind::Resource => (limits::BUCKET_POLICY, limits::KEY_POLICY, "a bucket policy"),
        _ => return,
    };
    if (limit + 1..=most).contains(&counted) {
        found.add(start(policy), format!("the policy has {counted} characters; the limit for {place} is {limit}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Kind, Settings, lint};

    /// At the limit it is silent, one character above it speaks; white space counts where AWS counts it.
    #[test]
    fn each_kind_has_its_limit() {
        for (kind, limit, counts_space) in [
            (Kind::Identity, 10_240, false),
            (Kind::Boundary, 6_144, false),
            (Kind::Session, 2_048, true),
            (Kind::Trust, 4_096, false),
            (Kind::Scp, 10_240, true),
            (Kind::Rcp, 5_120, true),
            (Kind::Resource, 32_768, true),
        ] {
            let text = |length: usize, space: &str| {
                let head = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"x"#;
                format!("{head}{}\"}}]}}{space}", "y".repeat(length - head.len() - 4))
            };
            let speaks = |text: &str| {
                lint(text, &Settings { kind, account: None }).iter().any(|f| f.code == "POLICY_SIZE_EXCEEDS_QUOTA")
            };
            assert!(!speaks(&text(limit, "")), "{kind}");
            assert!(speaks(&text(limit + 1, "")), "{kind}");
            assert_eq!(speaks(&text(limit, " ")), counts_space, "{kind}");
        }
    }

    #[test]
    fn a_managed_policy_has_less_room_than_an_inline_one() {
        for (length, speaks) in [(6_144, false), (6_145, true), (10_240, true), (10_241, false)] {
            let head = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"x"#;
            let text = format!("{head}{}\"}}]}}", "y".repeat(length - head.len() - 4));
            let findings = lint(&text, &Settings { kind: Kind::Identity, account: None });
            assert_eq!(
                findings.iter().any(|finding| finding.code == "POLICY_SIZE_EXCEEDS_USUAL_QUOTA"),
                speaks,
                "{length}"
            );
        }
    }
}
