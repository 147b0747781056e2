//! Whoever has any token of the identity provider may assume the role.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::limits::{demands, says_something};
use rolecall_policy::document::{ConditionElement, PrincipalEntry};

pub(super) const CHECKS: &[Check] = &[Check::security_warning(
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    "anybody with a token of the identity provider may assume the role",
    find,
)];

/// Keys of a token that tell one client or person from others.
const CLAIMS: [&str; 6] = ["aud", "sub", "oaud", "azp", "amr", "app_id"];

/// A provider whose tokens all have the same audience: only the subject tells whose they are.
const GITHUB: &str = "token.actions.githubusercontent.com";

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.allowing(Kind::Trust) {
        for entry in part.principals() {
            let PrincipalEntry::Federated(name) = &entry.value else { continue };
            let Some(provider) = provider(name) else { continue };
            let claims = if provider == GITHUB { &["sub"][..] } else { &CLAIMS[..] };
            let keys: Vec<String> = claims.iter().map(|claim| format!("{provider}:{claim}")).collect();
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let says_who = |condition: &ConditionElement| {
                provider != GITHUB || condition.values.iter().all(|value| names_an_owner(&value.value))
            };
            if !part.statement.conditions.iter().any(|condition| demands(condition, &keys) && says_who(condition)) {
                let key = keys.first().copied().unwrap_or_default();
                let message =
                    format!("anybody with a token of {provider} may assume the role: add a condition on `{key}`");
                found.add(entry.span, message);
            }
        }
    }
}

/// Whether GitHub's subject says whose repository it is: `repo:owner/name:…`. Anybody can have one.
fn names_an_owner(subject: &str) -> bool {
    match subject.strip_prefix("repo:") {
        Some(rest) => {
            rest.split('/').next().is_some_and(|owner| says_something(owner) && !owner.starts_with(['*', '?']))
        }
        None => {
            !subject.starts_with(['*', '?'])
                && !"repo:".starts_with(subject.split(['*', '?']).next().unwrap_or_default())
        }
    }
}

/// The name of an OIDC provider, which its keys begin with; `None` for a SAML provider.
fn provider(name: &str) -> Option<&str> {
    if name.starts_with("arn:") { name.split_once(":oidc-provider/").map(|(_, provider)| provider) } else { Some(name) }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::trust;

    #[test]
    fn tokens_of_anybody() {
        trust(
            "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity"
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ add a condition on `cognito-identity.amazonaws.com:aud`
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `token.actions.githubusercontent.com:sub`
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
    "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
    "StringLike": {"token.actions.githubusercontent.com:sub": "*"}}
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/id.example.com/x"},
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"id.example.com/x:sub": "ana"}}
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, "Action": "sts:AssumeRoleWithSAML"
"#,
        );
    }

    /// A subject of GitHub that leaves the owner open is everybody's.
    #[test]
    fn subjects_of_github_name_an_owner() {
        for (subject, names) in [
            ("repo:octo/app:ref:refs/heads/main", true),
            ("repo:octo/*", true),
            ("repository_owner:octo:x", true),
            ("repo:*", false),
            ("repo:*/app:*", false),
            ("repo:?cto/app", false),
            ("rep*", false),
            ("*:octo/*", false),
        ] {
            assert_eq!(super::names_an_owner(subject), names, "{subject}");
        }
    }
}
