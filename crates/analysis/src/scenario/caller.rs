//! Who calls: the engine's principal and the request's context.

use super::facts::{Facts, StatedContext, StatedPrincipal, StatedResource};
use super::resource::{Resource, account_in_arn};
use rolecall_policy::request::{Issuer, folded_key};
use rolecall_policy::unknown::UnknownKeys;
use rolecall_policy::{AccountId, Arn, Context, Principal};
use std::collections::BTreeSet;

const RESOURCE_ACCOUNT: &str = "aws:ResourceAccount";
/// The path of service-linked roles, in their ARNs.
const SERVICE_LINKED: &str = ":role/aws-service-role/";

/// The caller with the context of its request.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) context: Context,
    /// Keys of which not everything is known; they count before the context.
    pub(super) unknown: UnknownKeys,
    /// The folded names of those that the request certainly does not have.
    absent: BTreeSet<String>,
}

/// Keys that only some principals have, and that follow from these where they do (R2.12 and R3, section 3.13). A
/// principal without one never has it.
const OF_OTHERS: [&str; 8] = [
    "aws:AssumedRoot",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:username",
];

impl Caller {
    /// Adds the keys that follow from the principal and from who owns the resource (R2.12 and R3, section 3.13).
    pub(super) fn new(
        principal: Principal,
        mut stated: StatedContext,
        stated_resource: &StatedResource<'_>,
        resource: &Resource,
    ) -> Self {
        let hides_account = match stated_resource {
            StatedResource::Known(_) => false,
            StatedResource::Like(pattern) => Arn::parse(pattern).is_none_or(|arn| arn.account.contains(['*', '?'])),
            StatedResource::Unknown => true,
        };
        if hides_account && resource.account.is_none() && !stated.mentions(RESOURCE_ACCOUNT) {
            stated.unknown.set_unknown(RESOURCE_ACCOUNT);
        }
        let mut context = principal.context_keys();
        let owner = resource.account.or_else(|| account_in_arn(stated_resource.text()));
        if let Some(owner) = owner.or_else(|| principal.account()) {
            context.set(RESOURCE_ACCOUNT, owner.to_string());
        }
        context.extend(stated.known);
        stated.absent.iter().for_each(|key| context.remove(key));
        Self { principal, context, unknown: stated.unknown, absent: stated.absent }
    }

    /// Leaves a key open if nothing is stated of it and the principal does not tell it.
    pub(super) fn leave_open(&mut self, key: &str) {
        let is_told = self.context.get(key).is_some() || self.unknown.contains(key);
        let is_of_others = OF_OTHERS.iter().any(|other| other.eq_ignore_ascii_case(key));
        if !is_told && !is_of_others && !self.absent.contains(&folded_key(key)) {
            self.unknown.set_unknown(key);
        }
    }
}

/// The principal that the facts describe. A fact about another kind of principal is a mistake.
pub(super) fn principal(facts: &Facts<'_>) -> Result<Principal, String> {
    let mut principal = match &facts.principal {
        StatedPrincipal::Text(text) if text == "anonymous" => Principal::Anonymous,
        StatedPrincipal::Text(text) => of_arn(text, facts).ok_or_else(|| {
            format!(
                "`principal` must be the ARN of a user, role, session, federated user, provider or root, \
                 `anonymous`, or {{\"service\": \"...\"}}, not `{text}`"
            )
        })?,
        StatedPrincipal::Service(names) if names.is_empty() => {
            return Err("`principal`: a service must have a name".to_owned());
        }
        // All names count (R1.69), those of the context too.
        StatedPrincipal::Service(names) => {
            names.iter().try_for_each(|name| check_service_name(name))?;
            let listed = facts.context.known.get("aws:PrincipalServiceNamesList").unwrap_or_default();
            let others = listed.iter().map(|name| name.as_str().into()).filter(|name| !names.contains(name));
            Principal::Service { names: names.iter().cloned().chain(others).collect() }
        }
        StatedPrincipal::Federated(provider) => {
            check_provider_name(provider)?;
            Principal::Provider { provider: provider.clone() }
        }
    };
    // R1.68: what is neither true nor false would pass for the root user itself.
    if matches!(principal, Principal::Root { .. })
        && let Some(said) = facts.context.first("aws:AssumedRoot").filter(|said| !said.eq_ignore_ascii_case("false"))
    {
        return Err(format!("the context key `aws:AssumedRoot` must be true or false, not `{said}`"));
    }
    check_role(&principal, facts)?;
    match (&mut principal, &facts.issuer) {
        (_, None) => {}
        (Principal::FederatedUser { account, issuer, .. }, Some(stated)) => {
            let arn = Arn::parse(stated).filter(|arn| arn.service == "iam" && arn.account.parse() == Ok(*account));
            *issuer = match arn.map(|arn| arn.resource) {
                Some("root") => Issuer::Root,
                Some(resource) if resource.starts_with("user/") => Issuer::User { arn: (&**stated).into(), id: None },
                _ => return Err(format!("`issuer` must be a user of the account or its root, not `{stated}`")),
            };
        }
        _ => return Err("`issuer` applies only to federated users".to_owned()),
    }
    Ok(principal)
}

/// The principal of an ARN; `None` if nothing of this kind can call.
fn of_arn(text: &str, facts: &Facts<'_>) -> Option<Principal> {
    let arn = Arn::parse(text)?;
    let account: AccountId = arn.account.parse().ok()?;
    // No name of IAM's has blanks or wildcards.
    if !arn.region.is_empty() || text.contains(|c: char| matches!(c, '*' | '?') || c.is_whitespace() || c.is_control())
    {
        return None;
    }
    let user_id = facts.context.first("aws:userid");
    // `AROA…` of `AROA…:session`.
    let role_id = || user_id.map(|id| id.split(':').next().unwrap_or(id).into());
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    let is_name = !name.is_empty() && !name.ends_with('/');
    Some(match (arn.service, kind) {
        ("iam", "root") if arn.resource == "root" => {
            // R3.37: what tells a session of AssumeRoot from the root user.
            let said = facts.context.first("aws:AssumedRoot").unwrap_or_default();
            if said.eq_ignore_ascii_case("true") {
                Principal::AssumedRoot { account, arn: text.into() }
            } else {
                Principal::Root { account, arn: text.into() }
            }
        }
        ("iam", "user") if is_name => Principal::User { account, arn: text.into(), id: user_id.map(Into::into) },
        ("iam", "role") if is_name => Principal::RoleSession {
            account,
            role_arn: Some(text.into()),
            role_id: role_id(),
            session_arn: None,
            service_linked: facts.service_linked.unwrap_or_else(|| text.contains(SERVICE_LINKED)),
        },
        ("iam", "saml-provider" | "oidc-provider") if is_name => Principal::Provider { provider: text.into() },
        ("sts", "assumed-role") if is_name && name.split('/').count() == 2 && !name.starts_with('/') => {
            let role_arn = facts.role_arn.as_deref();
            let by_path = || role_arn.is_some_and(|arn| arn.contains(SERVICE_LINKED));
            Principal::RoleSession {
                account,
                role_arn: role_arn.map(Into::into),
                role_id: role_id(),
                session_arn: Some(text.into()),
                service_linked: facts.service_linked.unwrap_or_else(by_path),
            }
        }
        ("sts", "federated-user") if is_name => Principal::FederatedUser {
            account,
            arn: text.into(),
            // Without the issuer its policies must allow all the same: root would be held to less.
            issuer: Issuer::User { arn: "".into(), id: None },
        },
        _ => return None,
    })
}

/// Holds what is said about a role against the caller.
fn check_role(principal: &Principal, facts: &Facts<'_>) -> Result<(), String> {
    let Principal::RoleSession { account, role_arn, session_arn, .. } = principal else {
        return match (facts.service_linked, &facts.role_arn) {
            (Some(true), _) => Err("`service_linked` applies only to roles".to_owned()),
            (_, Some(role)) => Err(wrong_role(role)),
            _ => Ok(()),
        };
    };
    if let (Some(said), Some(arn)) = (facts.service_linked, role_arn)
        && said != arn.contains(SERVICE_LINKED)
    {
        return Err(format!("`service_linked` is {said}, but the path of `{arn}` says otherwise"));
    }
    let Some(role) = &facts.role_arn else { return Ok(()) };
    let arn = Arn::parse(role).filter(|arn| arn.service == "iam" && arn.resource.starts_with("role/"));
    let is_own = arn.is_some_and(|arn| {
        let session = session_arn.as_deref().and_then(Arn::parse);
        arn.account.parse() == Ok(*account)
            && match session {
                Some(session) => session.resource.split('/').nth(1) == arn.resource.rsplit('/').next(),
                // The principal is the role itself.
                None => role_arn.as_deref() == Some(role),
            }
    });
    if is_own { Ok(()) } else { Err(wrong_role(role)) }
}

fn wrong_role(role: &str) -> String {
    format!("`role_arn` must be the ARN of the principal's role, not `{role}`")
}

/// Checks the name of a service principal. One that no policy can name would be told to be allowed what the service itself
/// is denied.
///
/// # Errors
/// What is wrong with the name.
pub fn check_service_name(name: &str) -> Result<(), String> {
    if is_host(name) { Ok(()) } else { Err(format!("write a service like lambda.amazonaws.com, not `{name}`")) }
}

/// Checks the name of an identity provider.
///
/// # Errors
/// What is wrong with the name.
pub fn check_provider_name(name: &str) -> Result<(), String> {
    if is_host(name) || Arn::parse(name).is_some() {
        return Ok(());
    }
    Err(format!("write an identity provider as its ARN, or like accounts.google.com, not `{name}`"))
}

/// Names with dots between them.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_names_of_hosts() {
        for (text, is) in [
            ("lambda.amazonaws.com", true),
            ("logs.eu-central-1.amazonaws.com", true),
            ("ecs.application-autoscaling.amazonaws.com", true),
            ("ec2.amazonaws.com.cn", true),
            ("Lambda.AmazonAWS.com", true),
            ("lambda", false),
            ("", false),
            (".", false),
            ("lambda.", false),
            ("lambda amazonaws.com", false),
            ("*.amazonaws.com", false),
            ("arn:aws:iam::111111111111:role/a.b", false),
        ] {
            assert_eq!(is_host(text), is, "{text}");
        }
    }
}
