//! Who asks: the engine's principal, and the context keys that follow from it (R2.12 and section 3.13).

use super::case::Case;
use super::resource::Resource;
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Arn, Context, Principal};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The caller and the request's context.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) context: Context,
}

/// A principal that is no ARN.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Named {
    /// An AWS service by its name, or by all of its names.
    Service(OneOrMany),
    /// An identity provider as trust policies name it.
    Federated(Box<str>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Box<str>),
    Many(Vec<Box<str>>),
}

impl Caller {
    pub(super) fn of(case: &Case<'_>, resource: &Resource) -> Result<Self, String> {
        let given = given(case)?;
        let principal = principal(case, &given.context)?;
        let mut context = derived(case, &principal, resource);
        for (key, values) in given.context.iter() {
            context.set_all(key, values.to_vec());
        }
        for key in &given.absent {
            context.remove(key);
        }
        Ok(Self { principal, context })
    }
}

/// The keys that the case gives, and those of which it says that they are absent.
struct Given<'a> {
    context: Context,
    absent: Vec<&'a str>,
}

fn given<'a>(case: &'a Case<'_>) -> Result<Given<'a>, String> {
    let mut given = Given { context: Context::new(), absent: Vec::new() };
    for (key, value) in &case.request.context.0 {
        // Names of keys are the same in any case (R1.34).
        if given.context.get(key).is_some() || given.absent.iter().any(|there| there.eq_ignore_ascii_case(key)) {
            return Err(format!("the context key `{key}` is given twice"));
        }
        let wrong = || format!("the context key `{key}` must have strings, numbers, true, false, or a list of them");
        match value.get() {
            "null" => given.absent.push(key),
            text if text.starts_with('[') => {
                let values: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| wrong())?;
                let values = values.into_iter().map(|value| scalar(value).ok_or_else(wrong));
                given.context.set_all(key, values.collect::<Result<_, _>>()?);
            }
            _ => given.context.set(key, scalar(value).ok_or_else(wrong)?),
        }
    }
    Ok(given)
}

/// A value in its text form; numbers keep the digits they are written with.
fn scalar(value: &RawValue) -> Option<Box<str>> {
    let text = value.get();
    match text.as_bytes().first()? {
        b'"' => serde_json::from_str(text).ok(),
        b'[' | b'{' | b'n' => None,
        _ => Some(text.into()),
    }
}

fn principal(case: &Case<'_>, context: &Context) -> Result<Principal, String> {
    let request = &case.request;
    let raw = request.principal.get();
    let principal = if raw.starts_with('"') {
        let text: Cow<'_, str> = serde_json::from_str::<String>(raw).map_err(|error| error.to_string())?.into();
        match &*text {
            "anonymous" => Principal::Anonymous,
            text => of_arn(text, case, context).ok_or_else(|| {
                format!(
                    "`principal` must be the ARN of a user, role, session, federated user, provider or root, \
                     `anonymous`, or {{\"service\": \"...\"}}, not `{text}`"
                )
            })?,
        }
    } else {
        match serde_json::from_str::<Named>(raw).map_err(|error| format!("`principal`: {error}"))? {
            Named::Service(OneOrMany::One(name)) => Principal::Service { names: vec![name] },
            Named::Service(OneOrMany::Many(names)) if names.is_empty() => {
                return Err("`principal`: a service must have a name".to_owned());
            }
            Named::Service(OneOrMany::Many(names)) => Principal::Service { names },
            Named::Federated(provider) => Principal::Provider { provider },
        }
    };
    with_facts(principal, case)
}

/// The principal of an ARN; `None` if nothing of this kind can ask.
fn of_arn(text: &str, case: &Case<'_>, context: &Context) -> Option<Principal> {
    let arn = Arn::parse(text)?;
    let account: AccountId = arn.account.parse().ok()?;
    if !arn.region.is_empty() {
        return None;
    }
    let only = |key: &str| context.get(key).and_then(<[_]>::first).map(|value| &**value);
    let user_id = only("aws:userid");
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    let is_name = !name.is_empty() && !name.ends_with('/');
    Some(match (arn.service, kind) {
        // R3.37: what tells a session of AssumeRoot from the root user.
        ("iam", "root") if arn.resource == "root" && only("aws:AssumedRoot") == Some("true") => {
            Principal::AssumedRoot { account }
        }
        ("iam", "root") if arn.resource == "root" => Principal::Root { account },
        ("iam", "user") if is_name => Principal::User { account, arn: text.into(), id: user_id.map(Into::into) },
        ("iam", "role") if is_name => Principal::RoleSession {
            account,
            role_arn: Some(text.into()),
            role_id: role_id(user_id),
            session_arn: None,
            service_linked: case.request.service_linked.unwrap_or_else(|| name.starts_with("aws-service-role/")),
        },
        ("iam", "saml-provider" | "oidc-provider") if is_name => Principal::Provider { provider: text.into() },
        ("sts", "assumed-role") if is_name && name.split('/').count() == 2 && !name.starts_with('/') => {
            let role_arn = case.request.role_arn.as_deref();
            let by_path = || role_arn.is_some_and(|arn| arn.contains(":role/aws-service-role/"));
            Principal::RoleSession {
                account,
                role_arn: role_arn.map(Into::into),
                role_id: role_id(user_id),
                session_arn: Some(text.into()),
                service_linked: case.request.service_linked.unwrap_or_else(by_path),
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

/// `AROA…` of `AROA…:session`.
fn role_id(user_id: Option<&str>) -> Option<Box<str>> {
    user_id.map(|id| id.split_once(':').map_or(id, |(role, _)| role).into())
}

/// Holds the facts about the caller against the caller: a fact about somebody else is a mistake.
fn with_facts(principal: Principal, case: &Case<'_>) -> Result<Principal, String> {
    let request = &case.request;
    let is_role = matches!(principal, Principal::RoleSession { .. });
    if request.service_linked == Some(true) && !is_role {
        return Err("`service_linked` is said of a principal that is no role".to_owned());
    }
    if let Some(role) = request.role_arn.as_deref() {
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
    match (principal, request.issuer.as_deref()) {
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
fn derived(case: &Case<'_>, principal: &Principal, resource: &Resource) -> Context {
    let mut context = Context::new();
    let kind = match principal {
        Principal::Root { account } | Principal::AssumedRoot { account } => {
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
    if let Some(arn) = principal_arn(principal, case) {
        context.set("aws:PrincipalArn", arn);
    }
    let in_arn = || Arn::parse(&case.request.resource).and_then(|arn| arn.account.parse().ok());
    if let Some(owner) = resource.account.or_else(in_arn).or_else(|| principal.account()) {
        context.set("aws:ResourceAccount", owner.to_string());
    }
    context
}

/// `aws:PrincipalArn` (R2.12). The role of a session without `role_arn` has no path.
fn principal_arn(principal: &Principal, case: &Case<'_>) -> Option<Box<str>> {
    match principal {
        Principal::Root { .. } | Principal::AssumedRoot { .. } => {
            serde_json::from_str(case.request.principal.get()).ok()
        }
        Principal::User { arn, .. } | Principal::FederatedUser { arn, .. } => Some(arn.clone()),
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
