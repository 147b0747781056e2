//! A policy that is longer than its kind may be (R1, section 1.7).

use super::{Check, Found, Kind, Severity, Subject};
use rolecall_policy::Span;
use rolecall_policy::document::limits;

pub(super) const CHECK: Check = Check {
    code: "POLICY_SIZE_EXCEEDS_QUOTA",
    severity: Severity::Error,
    about: "the policy is longer than any policy of its kind may be",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
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
        let start = Span { start: policy.root.span.start, end: policy.root.span.start + 1 };
        found.add(start, format!("the policy has {size} characters; this kind may have {limit}"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Kind, Settings, lint};
    use super::CHECK;

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
            let speaks = |text: &str| lint(text, &Settings { kind, account: None }).iter().any(|f| f.code == CHECK.code);
            assert!(!speaks(&text(limit, "")), "{kind}");
            assert!(speaks(&text(limit + 1, "")), "{kind}");
            assert_eq!(speaks(&text(limit, " ")), counts_space, "{kind}");
        }
    }
}
