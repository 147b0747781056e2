//! Who asks: the engine's principal, and the context keys that follow from it (R2.12 and R3, section 3.13).

use super::facts::{Facts, Who};
use super::resource::Resource;
use rolecall_policy::request::Issuer;
use rolecall_policy::unknown::UnknownKeys;
use rolecall_policy::{AccountId, Arn, Context, Principal};

/// The caller and the request's context.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) context: Context,
    /// Keys of which not everything is known; they count before the context.
    pub(super) unknown: UnknownKeys,
}

impl Caller {
    pub(super) fn of(facts: &Facts<'_>, resource: &Resource) -> Result<Self, String> {
        let principal = principal(facts)?;
        // R1.68: what is neither true nor false would pass for the root user itself.
        if matches!(principal, Principal::Root { .. })
            && let Some(said) = only(facts, "aws:AssumedRoot").filter(|said| !is(said, "false"))
        {
            return Err(format!("the context key `aws:AssumedRoot` must be true or false, not `{said}`"));
        }
        let mut context = derived(facts, &principal, resource);
        for (key, values) in facts.given.context.iter() {
            context.set_all(key, values.to_vec());
        }
        for key in &facts.given.absent {
            context.remove(key);
        }
        let account = "aws:ResourceAccount";
        let given = &facts.given;
        let told = resource.account.is_some() || given.context.get(account).is_some() || given.names(account);
        let mut unknown = given.unknown.clone();
        if facts.gap.is_some_and(|gap| gap.hides_account) && !told {
            unknown.set_unknown(account);
        }
        Ok(Self { principal, context, unknown })
    }
}

fn principal(facts: &Facts<'_>) -> Result<Principal, String> {
    let principal = match &facts.principal {
        Who::Text(text) if text == "anonymous" => Principal::Anonymous,
        Who::Text(text) => of_arn(text, facts).ok_or_else(|| {
            format!(
                "`principal` must be the ARN of a user, role, session, federated user, provider or root, \
                 `anonymous`, or {{\"service\": \"...\"}}, not `{text}`"
            )
        })?,
        Who::Service(names) if names.is_empty() => return Err("`principal`: a service must have a name".to_owned()),
        // All names count (R1.69), those of the context too.
        Who::Service(names) => {
            names.iter().try_for_each(|name| is_service(name))?;
            let listed = facts.given.context.get("aws:PrincipalServiceNamesList").unwrap_or_default();
            let others = listed.iter().filter(|name| !names.contains(name));
            Principal::Service { names: names.iter().chain(others).cloned().collect() }
        }
        Who::Federated(provider) => {
            is_provider(provider)?;
            Principal::Provider { provider: provider.clone() }
        }
    };
    with_facts(principal, facts)
}

/// Whether a text can be the name of a service principal, or what is wrong with it. What no policy can name would be told
/// to be allowed what the service itself is denied.
pub(in crate::cli) fn is_service(name: &str) -> Result<(), String> {
    if is_host(name) { Ok(()) } else { Err(format!("a service is named like lambda.amazonaws.com, not `{name}`")) }
}

/// The same of an identity provider.
pub(in crate::cli) fn is_provider(name: &str) -> Result<(), String> {
    if is_host(name) || Arn::parse(name).is_some() {
        return Ok(());
    }
    Err(format!("an identity provider is named by its ARN, or like accounts.google.com, not `{name}`"))
}

/// Names with dots between them.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// The principal of an ARN; `None` if nothing of this kind can ask.
fn of_arn(text: &str, facts: &Facts<'_>) -> Option<Principal> {
    let arn = Arn::parse(text)?;
    let account: AccountId = arn.account.parse().ok()?;
    // No name of IAM's has blanks or wildcards.
    if !arn.region.is_empty() || text.contains(|c: char| matches!(c, '*' | '?') || c.is_whitespace() || c.is_control())
    {
        return None;
    }
    let user_id = only(facts, "aws:userid");
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    let is_name = !name.is_empty() && !name.ends_with('/');
    Some(match (arn.service, kind) {
        // R3.37: what tells a session of AssumeRoot from the root user.
        ("iam", "root")
            if arn.resource == "root" && only(facts, "aws:AssumedRoot").is_some_and(|said| is(said, "true")) =>
        {
            Principal::AssumedRoot { account, arn: text.into() }
        }
        ("iam", "root") if arn.resource == "root" => Principal::Root { account, arn: text.into() },
        ("iam", "user") if is_name => Principal::User { account, arn: text.into(), id: user_id.map(Into::into) },
        ("iam", "role") if is_name => Principal::RoleSession {
            account,
            role_arn: Some(text.into()),
            role_id: role_id(user_id),
            session_arn: None,
            service_linked: facts.service_linked.unwrap_or_else(|| name.starts_with("aws-service-role/")),
        },
        ("iam", "saml-provider" | "oidc-provider") if is_name => Principal::Provider { provider: text.into() },
        ("sts", "assumed-role") if is_name && name.split('/').count() == 2 && !name.starts_with('/') => {
            let role_arn = facts.role_arn;
            let by_path = || role_arn.is_some_and(|arn| arn.contains(":role/aws-service-role/"));
            Principal::RoleSession {
                account,
                role_arn: role_arn.map(Into::into),
                role_id: role_id(user_id),
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

/// The first value of a context key.
fn only<'a>(facts: &'a Facts<'_>, key: &str) -> Option<&'a str> {
    facts.given.context.get(key).and_then(<[_]>::first).map(|value| &**value)
}

fn is(said: &str, value: &str) -> bool {
    said.eq_ignore_ascii_case(value)
}

/// `AROA…` of `AROA…:session`.
fn role_id(user_id: Option<&str>) -> Option<Box<str>> {
    user_id.map(|id| id.split_once(':').map_or(id, |(role, _)| role).into())
}

/// Holds the facts about the caller against the caller: a fact about somebody else is a mistake.
fn with_facts(principal: Principal, facts: &Facts<'_>) -> Result<Principal, String> {
    let is_role = matches!(principal, Principal::RoleSession { .. });
    if facts.service_linked == Some(true) && !is_role {
        return Err("`service_linked` is said of a principal that is no role".to_owned());
    }
    if let (Some(said), Principal::RoleSession { role_arn: Some(arn), .. }) = (facts.service_linked, &principal)
        && said != arn.contains(":role/aws-service-role/")
    {
        return Err(format!("`service_linked` is {said}, and the path of `{arn}` says otherwise"));
    }
    if let Some(role) = facts.role_arn {
        let wrong = || format!("`role_arn` must be the ARN of the principal's role, not `{role}`");
        let Principal::RoleSession { account, session_arn, role_arn, .. } = &principal else { return Err(wrong()) };
        let arn = Arn::parse(role).filter(|arn| arn.service == "iam" && arn.resource.starts_with("role/"));
        let name = arn.and_then(|arn| arn.resource.rsplit('/').next());
        let session = session_arn.as_deref().and_then(Arn::parse);
        let own = session.map_or_else(
            // The principal is the role itself.
            || role_arn.as_deref() == Some(role),
            |session| session.resource.split('/').nth(1) == name,
        );
        if !own || arn.is_none_or(|arn| arn.account.parse() != Ok(*account)) {
            return Err(wrong());
        }
    }
    match (principal, facts.issuer) {
        (Principal::FederatedUser { account, arn, .. }, Some(issuer)) => {
            let named = Arn::parse(issuer).filter(|arn| arn.service == "iam" && arn.account.parse() == Ok(account));
            let issuer = match named.map(|arn| arn.resource) {
                Some("root") => Issuer::Root,
                Some(resource) if resource.starts_with("user/") => Issuer::User { arn: issuer.into(), id: None },
                _ => return Err(format!("`issuer` must be a user of the account or its root, not `{issuer}`")),
            };
            Ok(Principal::FederatedUser { account, arn, issuer })
        }
        (_, Some(_)) => Err("`issuer` is said of a principal that is no federated user".to_owned()),
        (principal, None) => Ok(principal),
    }
}

/// The keys that follow from the principal and from whose the resource is.
fn derived(facts: &Facts<'_>, principal: &Principal, resource: &Resource) -> Context {
    let mut context = Context::new();
    let kind = match principal {
        Principal::Root { account, .. } | Principal::AssumedRoot { account, .. } => {
            context.set("aws:userid", account.to_string());
            Some("Account")
        }
        Principal::User { arn, .. } => {
            context.set("aws:username", last(arn));
            Some("User")
        }
        Principal::FederatedUser { account, arn, .. } => {
            context.set("aws:userid", format!("{account}:{}", last(arn)));
            Some("FederatedUser")
        }
        Principal::RoleSession { .. } | Principal::Delegated { .. } => Some("AssumedRole"),
        Principal::Anonymous => {
            context.set("aws:userid", "anonymous");
            context.set("aws:PrincipalAccount", "anonymous");
            Some("Anonymous")
        }
        Principal::Service { names } => {
            if let Some(name) = names.first() {
                context.set("aws:PrincipalServiceName", name.clone());
            }
            context.set_all("aws:PrincipalServiceNamesList", names.clone());
            None
        }
        Principal::Provider { .. } => None,
    };
    if let Some(kind) = kind {
        context.set("aws:PrincipalType", kind);
    }
    // Of every signed request.
    if !matches!(principal, Principal::Anonymous | Principal::Provider { .. }) {
        let service = matches!(principal, Principal::Service { .. });
        context.set("aws:PrincipalIsAWSService", if service { "true" } else { "false" });
    }
    if let Some(account) = principal.account() {
        context.set("aws:PrincipalAccount", account.to_string());
    }
    if let Some(arn) = principal_arn(principal) {
        context.set("aws:PrincipalArn", arn);
    }
    let in_arn = || Arn::parse(facts.resource).and_then(|arn| arn.account.parse().ok());
    if let Some(owner) = resource.account.or_else(in_arn).or_else(|| principal.account()) {
        context.set("aws:ResourceAccount", owner.to_string());
    }
    context
}

/// `aws:PrincipalArn` (R2.12). The role of a session without `role_arn` has no path.
fn principal_arn(principal: &Principal) -> Option<Box<str>> {
    match principal {
        Principal::Root { arn, .. }
        | Principal::AssumedRoot { arn, .. }
        | Principal::User { arn, .. }
        | Principal::FederatedUser { arn, .. } => Some(arn.clone()),
        Principal::RoleSession { role_arn: Some(arn), .. } => Some(arn.clone()),
        Principal::RoleSession { account, session_arn: Some(session), .. } => {
            let session = Arn::parse(session)?;
            let name = session.resource.split('/').nth(1)?;
            Some(format!("arn:{}:iam::{account}:role/{name}", session.partition).into())
        }
        _ => None,
    }
}

/// What follows the last slash.
fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
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
