//! What the caller must do, where a condition is about something that the caller brings.
//!
//! A trust policy that wants an external id is not wrong: the caller has to pass it. So the flag of the AWS CLI that brings
//! the key comes before any change of a policy. Keys that the caller does not decide, such as the tags of a resource, have no
//! advice.

use crate::matching::fold;
use crate::request::{Principal, Request};

/// A condition of a policy and what it must come to.
pub(super) struct Wanted<'w> {
    /// The operator as in the policy, with prefix and suffix.
    pub(super) operator: &'w str,
    /// The key as written.
    pub(super) key: &'w str,
    /// The values of the policy, with what their variables stand for.
    pub(super) values: Vec<String>,
    /// It must hold, or (in a `Deny`) must not.
    pub(super) must_hold: bool,
}

/// What the key must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// One of the values.
    One,
    /// None of them.
    Other,
    /// Any value at all.
    Some,
    /// No value.
    Absent,
    /// Less than the value, or as much.
    Low,
    /// More than the value, or as much.
    High,
}

impl Wanted<'_> {
    /// The operator without its prefix and suffix.
    fn core(&self) -> &str {
        let core = self.operator.split_once(':').map_or(self.operator, |(_, core)| core);
        core.strip_suffix("IfExists").unwrap_or(core)
    }

    fn aim(&self) -> Aim {
        let core = self.core();
        let is_true = self.values.iter().any(|value| value.eq_ignore_ascii_case("true"));
        if core == "Null" {
            return if is_true == self.must_hold { Aim::Absent } else { Aim::Some };
        }
        for (relation, aim, opposite) in [("LessThan", Aim::Low, Aim::High), ("GreaterThan", Aim::High, Aim::Low)] {
            if core.contains(relation) {
                return if self.must_hold { aim } else { opposite };
            }
        }
        if core.contains("Not") == self.must_hold { Aim::Other } else { Aim::One }
    }

    /// Whether the limit itself will do.
    fn is_inclusive(&self) -> bool {
        self.core().ends_with("Equals") == self.must_hold
    }

    /// Of a Boolean key: what it must be.
    fn must_be_true(&self) -> Option<bool> {
        let is_true = self.values.first()?.eq_ignore_ascii_case("true");
        match self.aim() {
            Aim::One => Some(is_true),
            Aim::Other => Some(!is_true),
            Aim::Some => Some(true),
            Aim::Absent => Some(false),
            Aim::Low | Aim::High => None,
        }
    }

    /// `pass --flag value`.
    fn flag(&self, flag: &str) -> Option<String> {
        let like = self.core().ends_with("Like");
        Some(match (self.aim(), &*self.values) {
            (Aim::One, [value]) if like && value.contains(['*', '?']) => {
                format!("pass {flag} with a value like {}", quoted(value))
            }
            (Aim::One, [value]) => format!("pass {flag} {}", shell(value)),
            (Aim::One, values) => format!("pass {flag} with {}", one_of(values)),
            (Aim::Other, values) => format!("pass {flag} with a value other than {}", one_of(values)),
            (Aim::Some, _) => format!("pass {flag}"),
            (Aim::Absent, _) => format!("call without {flag}"),
            (Aim::Low, [value]) if self.is_inclusive() => {
                format!("pass {flag} with a value of at most {}", shell(value))
            }
            (Aim::Low, [value]) => format!("pass {flag} with a value below {}", shell(value)),
            (Aim::High, [value]) if self.is_inclusive() => {
                format!("pass {flag} with a value of at least {}", shell(value))
            }
            (Aim::High, [value]) => format!("pass {flag} with a value above {}", shell(value)),
            (Aim::Low | Aim::High, _) => return None,
        })
    }
}

/// Flags of the AWS CLI that bring a condition key, by the key in small letters.
const FLAGS: &[(&str, &str)] = &[
    ("sts:externalid", "--external-id"),
    ("sts:rolesessionname", "--role-session-name"),
    ("sts:sourceidentity", "--source-identity"),
    ("sts:transitivetagkeys", "--transitive-tag-keys"),
    ("sts:durationseconds", "--duration-seconds"),
    ("aws:useragent", "the header User-Agent"),
    ("aws:referer", "the header Referer"),
    ("iam:permissionsboundary", "--permissions-boundary"),
    ("iam:policyarn", "--policy-arn"),
    ("s3:prefix", "--prefix"),
    ("s3:delimiter", "--delimiter"),
    ("s3:max-keys", "--page-size"),
    ("s3:versionid", "--version-id"),
    ("s3:x-amz-acl", "--acl"),
    ("s3:x-amz-copy-source", "--copy-source"),
    ("s3:x-amz-metadata-directive", "--metadata-directive"),
    ("s3:locationconstraint", "--create-bucket-configuration LocationConstraint"),
];

/// What the caller must do for the condition; `None` if the caller does not decide it.
pub(super) fn advice(wanted: &Wanted<'_>, request: &Request<'_>) -> Option<String> {
    let key = fold::folded(wanted.key);
    if let Some((_, flag)) = FLAGS.iter().find(|(known, _)| *known == key) {
        return wanted.flag(flag);
    }
    let is_of = |service: &str| request.action.split(':').next().is_some_and(|own| own.eq_ignore_ascii_case(service));
    match &*key {
        "aws:multifactorauthpresent" => wanted.must_be_true().filter(|must| *must).and_then(|_| second_factor(request)),
        "aws:multifactorauthage" if matches!(wanted.aim(), Aim::Low | Aim::Some) => second_factor(request),
        "aws:securetransport" => wanted.must_be_true().map(|must| match must {
            true => "use https: --endpoint-url https://…".to_owned(),
            false => "use http: --endpoint-url http://…".to_owned(),
        }),
        "aws:sourceip" | "aws:vpcsourceip" => match wanted.aim() {
            Aim::One => Some(format!("call from an address in {}", listed(&wanted.values))),
            Aim::Other => Some(format!("call from an address outside {}", listed(&wanted.values))),
            _ => None,
        },
        "aws:sourcevpce" | "aws:sourcevpc" => match wanted.aim() {
            Aim::One => Some(format!("call through the VPC endpoint or VPC {}", listed(&wanted.values))),
            Aim::Other => Some(format!("do not call through {}", listed(&wanted.values))),
            Aim::Some => Some("call through a VPC endpoint".to_owned()),
            _ => None,
        },
        // Global services have one Region.
        "aws:requestedregion" if !is_of("iam") => match (wanted.aim(), &*wanted.values) {
            (Aim::One, [region]) if !region.contains('*') => {
                Some(format!("call the Region {region}: --region {region}"))
            }
            (Aim::One, regions) => Some(format!("call another Region: --region with {}", one_of(regions))),
            (Aim::Other, regions) => Some(format!("call a Region other than {}: --region", listed(regions))),
            _ => None,
        },
        "aws:tagkeys" => match wanted.aim() {
            Aim::One => Some(format!("pass --tags with the keys {} and no others", listed(&wanted.values))),
            Aim::Other => Some(format!("pass --tags without the keys {}", listed(&wanted.values))),
            Aim::Some => Some("pass --tags".to_owned()),
            Aim::Absent => Some("call without --tags".to_owned()),
            _ => None,
        },
        "aws:sourceidentity" => session_flag(wanted, request, "--source-identity"),
        "aws:tokenissuetime" if wanted.aim() == Aim::High => {
            let new = new_session(request);
            Some(format!("{new}: sessions that began before {} are not accepted", wanted.values.first()?))
        }
        "aws:currenttime" if wanted.aim() == Aim::High => Some(format!("wait until {}", wanted.values.first()?)),
        _ => {
            let (_, tag) = wanted.key.split_once('/').filter(|_| key.starts_with("aws:requesttag/"))?;
            request_tag(wanted, tag)
        }
    }
}

fn request_tag(wanted: &Wanted<'_>, tag: &str) -> Option<String> {
    let like = wanted.core().ends_with("Like");
    match (wanted.aim(), &*wanted.values) {
        (Aim::One, [value]) if !(like && value.contains(['*', '?'])) => {
            Some(format!("pass --tags {}", shell(&format!("Key={tag},Value={value}"))))
        }
        (Aim::One, values) => {
            Some(format!("pass --tags {} with {}", shell(&format!("Key={tag},Value=…")), one_of(values)))
        }
        (Aim::Other, values) => {
            Some(format!("pass the tag {} with a value other than {}", quoted(tag), one_of(values)))
        }
        (Aim::Some, _) => Some(format!("pass --tags {}", shell(&format!("Key={tag},Value=…")))),
        (Aim::Absent, _) => Some(format!("call without the tag {}", quoted(tag))),
        (Aim::Low | Aim::High, _) => None,
    }
}

/// A flag of the call that made the caller's session.
fn session_flag(wanted: &Wanted<'_>, request: &Request<'_>, flag: &str) -> Option<String> {
    let again = matches!(request.principal, Principal::RoleSession { .. }).then(|| new_session(request))?;
    let pass = wanted.flag(flag)?;
    Some(format!("{again}, and {pass}"))
}

/// How the caller comes by a second factor (R3.14).
fn second_factor(request: &Request<'_>) -> Option<String> {
    const FLAGS: &str = "--serial-number <ARN of the MFA device> --token-code <code>";
    let assumes = request.action.eq_ignore_ascii_case("sts:AssumeRole");
    match request.principal {
        Principal::User { .. } if assumes => Some(format!("pass {FLAGS}")),
        Principal::User { .. } | Principal::Root { .. } => {
            Some(format!("sign in with MFA (aws sts get-session-token {FLAGS}) and call with its credentials"))
        }
        Principal::RoleSession { .. } => {
            Some(format!("assume the role again with MFA (aws sts assume-role … {FLAGS})"))
        }
        _ => None,
    }
}

/// How the caller makes its session anew.
pub(super) fn new_session(request: &Request<'_>) -> &'static str {
    match request.principal {
        Principal::RoleSession { .. } => "assume the role again (aws sts assume-role)",
        Principal::FederatedUser { .. } => "get the session again (aws sts get-federation-token)",
        _ => "make the session again",
    }
}

fn one_of(values: &[String]) -> String {
    if values.len() == 1 { listed(values) } else { format!("one of {}", listed(values)) }
}

/// More values than these are counted, not shown.
const MOST_VALUES: usize = 6;

fn listed(values: &[String]) -> String {
    let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|value| quoted(value)).collect();
    let shown = shown.join(" or ");
    match values.len().saturating_sub(MOST_VALUES) {
        0 => shown,
        more => format!("{shown} or {more} more"),
    }
}

fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}

/// The value as a word of a shell's command line.
fn shell(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_@%+=:,./-…".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Context, ResourceClass};

    fn told(operator: &str, key: &str, values: &[&str], must_hold: bool) -> Option<String> {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let request = Request {
            principal: &Principal::User {
                account: "111111111111".parse().unwrap(),
                arn: "arn:aws:iam::111111111111:user/ana".into(),
                id: None,
            },
            action: "sts:AssumeRole",
            resource: "arn:aws:iam::222222222222:role/Dev",
            resource_account: None,
            class: ResourceClass::Role,
            s3: None,
            context: &Context::new(),
            services: &crate::services::FOR_TESTS,
        };
        advice(&Wanted { operator, key, values, must_hold }, &request)
    }

    /// What the caller brings, for an `Allow` that must match and for a `Deny` that must not.
    #[test]
    fn flags() {
        for (operator, key, values, must_hold, expected) in [
            ("StringEquals", "sts:ExternalId", &["p-7"][..], true, "pass --external-id p-7"),
            ("StringNotEquals", "sts:externalid", &["p 7"], false, "pass --external-id 'p 7'"),
            ("StringLike", "sts:ExternalId", &["p-*"], true, "pass --external-id with a value like \"p-*\""),
            ("StringEquals", "sts:ExternalId", &["a", "b"], true, "pass --external-id with one of \"a\" or \"b\""),
            ("Null", "sts:ExternalId", &["true"], false, "pass --external-id"),
            ("Null", "sts:ExternalId", &["true"], true, "call without --external-id"),
            ("Bool", "aws:SecureTransport", &["false"], false, "use https: --endpoint-url https://…"),
            ("Bool", "aws:SecureTransport", &["true"], true, "use https: --endpoint-url https://…"),
            ("IpAddress", "aws:SourceIp", &["10.0.0.0/8"], true, "call from an address in \"10.0.0.0/8\""),
            ("NotIpAddress", "aws:SourceIp", &["10.0.0.0/8"], false, "call from an address in \"10.0.0.0/8\""),
            ("IpAddress", "aws:SourceIp", &["10.0.0.0/8"], false, "call from an address outside \"10.0.0.0/8\""),
            ("StringEquals", "aws:RequestTag/team", &["a"], true, "pass --tags Key=team,Value=a"),
            ("StringNotEquals", "aws:RequestTag/team", &["a"], false, "pass --tags Key=team,Value=a"),
            ("StringEquals", "sts:SourceIdentity", &["ana"], true, "pass --source-identity ana"),
            ("StringLike", "sts:RoleSessionName", &["ana"], true, "pass --role-session-name ana"),
            ("NumericLessThanEquals", "s3:max-keys", &["9"], true, "pass --page-size with a value of at most 9"),
            ("NumericLessThanEquals", "s3:max-keys", &["9"], false, "pass --page-size with a value above 9"),
            ("NumericGreaterThan", "s3:max-keys", &["9"], false, "pass --page-size with a value of at most 9"),
            (
                "BoolIfExists",
                "aws:MultiFactorAuthPresent",
                &["false"],
                false,
                "pass --serial-number <ARN of the MFA device> --token-code <code>",
            ),
            (
                "NumericLessThan",
                "aws:MultiFactorAuthAge",
                &["3600"],
                true,
                "pass --serial-number <ARN of the MFA device> --token-code <code>",
            ),
        ] {
            assert_eq!(
                told(operator, key, values, must_hold).as_deref(),
                Some(expected),
                "{operator} {key} {values:?}"
            );
        }
    }

    /// The caller decides neither what a resource has nor who the caller is, and nobody can turn back the time.
    #[test]
    fn what_the_caller_does_not_decide() {
        for (operator, key, values) in [
            ("StringEquals", "aws:ResourceTag/team", "a"),
            ("StringEquals", "aws:PrincipalTag/team", "a"),
            ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111111111111:user/bob"),
            ("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
            ("Bool", "aws:MultiFactorAuthPresent", "false"),
        ] {
            assert_eq!(told(operator, key, &[values], true), None, "{operator} {key}");
        }
    }

    /// A value can be pasted into a shell, whatever it is.
    #[test]
    fn values_are_words_of_a_shell() {
        assert_eq!(shell("a-b/c@d"), "a-b/c@d");
        assert_eq!(shell("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(shell(""), "''");
    }
}
