//! A trust policy's action that none of its statement's principals can do.

use super::{Check, Found, Kind, Subject};
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] = &[Check::error(
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
    "no principal of the statement can assume the role with this action",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.allowing(Kind::Trust) {
        let principals = part.principals();
        for named in part.listed_actions().iter().filter(|_| !principals.is_empty()) {
            let (can, who): (fn(&PrincipalEntry) -> bool, &str) = match &*named.text().to_ascii_lowercase() {
                "sts:assumerole" => {
                    (|entry| !matches!(entry, PrincipalEntry::Federated(_)), "AWS principals and services")
                }
                "sts:assumerolewithsaml" => (|entry| is_provider(entry, is_saml), "SAML providers"),
                "sts:assumerolewithwebidentity" => {
                    (|entry| is_provider(entry, |name| !is_saml(name)), "OIDC providers")
                }
                _ => continue,
            };
            if !principals.iter().any(|entry| can(&entry.value)) {
                let message = format!("`{}` is for {who}, but the statement names none", named.text());
                found.add(named.pattern.span, message);
            }
        }
    }
}

/// Everybody includes whom a provider vouches for.
fn is_provider(entry: &PrincipalEntry, kind: fn(&str) -> bool) -> bool {
    match entry {
        PrincipalEntry::Federated(name) => kind(name),
        PrincipalEntry::Everyone => true,
        _ => false,
    }
}

fn is_saml(name: &str) -> bool {
    name.contains(":saml-provider/")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::trust;

    #[test]
    fn actions_that_no_principal_can_do() {
        trust(
            "MISMATCHED_ACTION_FOR_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]
                                                                                            ^^^^^^^^^^^^^^^^ is for AWS principals and services
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, "Action": "sts:AssumeRoleWithWebIdentity"
                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is for OIDC providers
}, {
"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]
                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ is for SAML providers
}, {
"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"
}, {
"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com", "Federated": "accounts.google.com"}, "Action": "sts:AssumeRole"
"#,
        );
    }
}
