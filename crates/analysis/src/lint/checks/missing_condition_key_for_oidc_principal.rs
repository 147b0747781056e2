//! Whoever has any token of the identity provider may assume the role, or whoever names a thing of his own so.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::denials::leave_some_only;
use crate::lint::facts::issuers::{Reach, best_claim, claim_of, provider, reach};
use crate::lint::facts::presence::never_applies;
use crate::lint::subject::Part;
use rolecall_policy::document::{PrincipalEntry, Spanned};

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
        "anybody with a token of the identity provider may assume the role",
        anybody,
    ),
    Check::security_warning(
        "LOOSE_CONDITION_FOR_OIDC_PRINCIPAL",
        "every customer of the identity provider can choose a name that lets them assume the role",
        same_name,
    ),
];

/// The OIDC providers that may assume the role, and who of their customers.
fn reaches<'a>(policy: &Subject<'a>) -> Vec<(&'a Spanned<PrincipalEntry>, &'a str, Reach, Option<&'a str>)> {
    let mut all = Vec::new();
    for part in policy.allowing(Kind::Trust) {
        for entry in part.principals() {
            let PrincipalEntry::Federated(name) = &entry.value else { continue };
            let Some(provider) = provider(name).filter(|_| !never_applies(&entry.value, part, policy.kind)) else {
                continue;
            };
            let conditions = part.statement.conditions.iter();
            let narrowest = conditions.map(|condition| reach(provider, condition)).min().unwrap_or(Reach::Anybody);
            let is_left =
                |limit: Reach| leave_some_only(policy, part, &entry.value, |left| reach(provider, left) <= limit);
            if narrowest > Reach::Named && !is_left(Reach::Named) {
                all.push((entry, provider, narrowest, loose_value(part, provider)));
            }
        }
    }
    all
}

/// A subject that is asked for and names nobody, such as `repo:octo*`.
fn loose_value<'a>(part: &Part<'a>, provider: &str) -> Option<&'a str> {
    let conditions = part.statement.conditions.iter();
    let mut subjects = conditions.filter(|condition| {
        claim_of(provider, &condition.key.value).is_some_and(|claim| claim.eq_ignore_ascii_case(best_claim(provider)))
    });
    let values = subjects.find(|condition| reach(provider, condition) == Reach::Anybody)?.values.first()?;
    Some(&values.value)
}

fn anybody(policy: &Subject<'_>, found: &mut Found) {
    for (entry, provider, _, loose) in reaches(policy).into_iter().filter(|(.., reach, _)| *reach == Reach::Anybody) {
        let key = format!("{provider}:{}", best_claim(provider));
        let message = match loose {
            None => format!("anybody with a token of {provider} may assume the role: add a condition on `{key}`"),
            Some(value) => format!(
                "anybody with a token of {provider} can get one that matches `{value}`: write the full name of the \
                 owner in `{key}`, including the character that ends it"
            ),
        };
        found.add(entry.span, message);
    }
}

fn same_name(policy: &Subject<'_>, found: &mut Found) {
    for (entry, provider, ..) in reaches(policy).into_iter().filter(|(.., reach, _)| *reach == Reach::SameName) {
        let message = format!(
            "every customer of {provider} can use this name: add a condition on `{provider}:{}` too",
            best_claim(provider)
        );
        found.add(entry.span, message);
    }
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
    "StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo*"}}
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/id.example.com/x"},
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"id.example.com/x:sub": "ana"}}
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, "Action": "sts:AssumeRoleWithSAML"
"#,
        );
    }

    /// Where a key never exists nobody may assume the role.
    #[test]
    fn nobody_is_not_anybody() {
        let statement = |key: &str| {
            format!(
                r#""Effect": "Allow", "Principal": {{"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}},
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {{"StringEquals": {{"token.actions.githubusercontent.com:{key}": "x"}}}}"#
            )
        };
        for key in ["iss", "foo", "repository_id", "repository_owner_id", "actor", "actor_id", "enterprise_id"] {
            trust("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", &statement(key));
            trust("LOOSE_CONDITION_FOR_OIDC_PRINCIPAL", &statement(key));
        }
        for key in ["environment", "ref", "workflow"] {
            trust("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", &statement(key));
        }
    }

    /// A `Deny` of all others limits who may.
    #[test]
    fn a_deny_of_all_others_says_who() {
        trust(
            "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/gitlab.com"}, "Action": "sts:AssumeRoleWithWebIdentity"
}, {
"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity",
"Condition": {"StringNotLike": {"gitlab.com:sub": "project_path:acme/*"}}
"#,
        );
    }

    #[test]
    fn names_that_every_customer_can_give() {
        trust(
            "LOOSE_CONDITION_FOR_OIDC_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ can use this name
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:ref": "refs/heads/main"}}
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:ref": "refs/heads/main",
    "token.actions.githubusercontent.com:repository_owner_id": "1234"}}
"#,
        );
    }
}
