//! Conditions on keys that no request of the statement's principals has, so that the condition is the same for all.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::issuers::can_exist;
use crate::lint::facts::keys::Key;
use crate::lint::facts::limits::needs_value;
use crate::lint::facts::near::nearest;
use crate::lint::facts::presence::absent_for;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::Service;
use rolecall_policy::document::{ConditionElement, OperatorCore};

pub(super) const CHECKS: &[Check] = &[
    Check::error(
        "INVALID_PROVIDER_CONDITION_KEY",
        "STS does not read this claim from the tokens of the identity provider",
        unknown_claim,
    ),
    Check::error(
        "CONDITION_KEY_NEVER_PRESENT",
        "requests of the statement's principals never have the condition key",
        never_present,
    ),
];

/// What a condition comes to where its key is never there.
fn outcome(condition: &ConditionElement) -> &'static str {
    if needs_value(condition) { "so this never holds" } else { "so this always holds" }
}

fn unknown_claim(policy: &Subject<'_>, found: &mut Found) {
    let of_providers = policy.conditions().filter(|(_, key)| matches!(key, Key::OfProvider(None)));
    for (condition, _) in of_providers {
        let name = &*condition.key.value;
        if can_exist(name) || condition.operator.value.core == OperatorCore::Null {
            continue;
        }
        let Some((provider, claim)) = name.split_once(':') else { continue };
        let known = authorization().service("sts").into_iter().flat_map(Service::condition_keys);
        let claims =
            known.filter_map(|key| key.name.split_once(':').filter(|(of, _)| of.eq_ignore_ascii_case(provider)));
        let near = nearest(claim, claims.map(|(_, claim)| claim).chain(["aud", "sub", "email"]));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{provider}:{near}`?"));
        let message = format!("no request has `{name}`: STS does not read this claim, {}{hint}", outcome(condition));
        let fix = near.and_then(|near| policy.rename(condition.key.span, "write", &format!("{provider}:{near}")));
        found.with_fixes(condition.key.span, message, fix);
    }
}

fn never_present(policy: &Subject<'_>, found: &mut Found) {
    if !matches!(policy.kind, Kind::Resource | Kind::Trust) {
        return;
    }
    for part in &policy.parts {
        for condition in &part.statement.conditions {
            let absent = part.principals().iter().map(|entry| absent_for(&entry.value, part, condition, policy.kind));
            let absent: Vec<_> = absent.collect();
            let lacks_for_all = !absent.is_empty() && absent.iter().all(Option::is_some);
            let Some(first) = absent.into_iter().flatten().next() else { continue };
            let who = if lacks_for_all { "" } else { " for those principals" };
            let key = &*condition.key.value;
            let hint = first.instead.map_or(String::new(), |instead| format!("; did you mean `{instead}`?"));
            let message = format!("{} never have `{key}`, {}{who}{hint}", first.who, outcome(condition));
            let fix = first
                .instead
                .filter(|_| lacks_for_all && part.is_alone_under_its_operator(condition))
                .and_then(|instead| policy.rename(condition.key.span, "write", instead));
            found.with_fixes(condition.key.span, message, fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{resource, trust};

    #[test]
    fn claims_that_no_token_has() {
        trust(
            "INVALID_PROVIDER_CONDITION_KEY",
            r#"
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {
    "token.actions.githubusercontent.com:iss": "https://token.actions.githubusercontent.com",
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ STS does not read this claim, so this never holds
    "token.actions.githubusercontent.com:repositoryid": "1", "token.actions.githubusercontent.com:repository_id": "1"},
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean `token.actions.githubusercontent.com:repository_id`?
    "StringNotEquals": {"token.actions.githubusercontent.com:foo": "x"}}
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ so this always holds
"#,
        );
    }

    #[test]
    fn keys_that_services_never_have() {
        resource(
            "CONDITION_KEY_NEVER_PRESENT",
            r#"
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
                               ^^^^^^^^^^^^^^^^^^^^ AWS services never have `aws:PrincipalOrgID`, so this never holds; did you mean `aws:SourceOrgID`? => "aws:SourceOrgID"
}, {
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:principalaccount": "111111111111", "aws:PrincipalTag/team": "a"},
                               ^^^^^^^^^^^^^^^^^^^^^^ did you mean `aws:SourceAccount`?
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^ so this never holds
              "ArnLikeIfExists": {"aws:PrincipalArn": "arn:aws:iam::111111111111:*"}}
                                  ^^^^^^^^^^^^^^^^^^ so this always holds
}, {
"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
                                                                              ^^^^^^^^^^^^^^^^^^^^ AWS services
}, {
"Effect": "Allow", "Principal": {"AWS": "111111111111", "Service": "sns.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
                               ^^^^^^^^^^^^^^^^^^^^ for those principals
}, {
"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:role/x"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"aws:username": "ana", "aws:SourceAccount": "111111111111", "aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
                               ^^^^^^^^^^^^^^ role sessions never have
}, {
"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
"#,
        );
    }

    #[test]
    fn keys_that_callers_of_a_trust_policy_never_have() {
        trust(
            "CONDITION_KEY_NEVER_PRESENT",
            r#"
"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole",
"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
                               ^^^^^^^^^^^^^^^^^^^^ did you mean `aws:SourceOrgID`?
}, {
"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole",
"Condition": {"StringEquals": {"aws:SourceAccount": "111111111111", "sts:ExternalId": "x"}}
                               ^^^^^^^^^^^^^^^^^^^ principals of accounts never have
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/gitlab.com"}, "Action": "sts:AssumeRoleWithWebIdentity",
"Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:a/b", "gitlab.com:sub": "project_path:a/b", "sts:ExternalId": "x"}}
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tokens of gitlab.com never have
                                                                                                                            ^^^^^^^^^^^^^^^^ never
}, {
"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, "Action": "sts:AssumeRoleWithSAML",
"Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
"#,
        );
    }
}
