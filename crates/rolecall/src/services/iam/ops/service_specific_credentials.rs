//! Credentials of users for one service: user name and password for CodeCommit and Keyspaces, long-term API keys for
//! Bedrock and CloudWatch Logs (R4.82).

use crate::directory::entities::ServiceSpecificCredential;
use crate::secrets::Secret;
use crate::services::iam::prelude::*;
use crate::services::iam::status;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

/// Random bytes of a password: 44 characters, as AWS's examples have.
const SECRET_BYTES: usize = 32;

/// What a service takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A user name and a password, which do not expire.
    Password,
    /// An API key that begins with these characters. AWS documents those of Bedrock; those of CloudWatch Logs are our
    /// choice.
    ApiKey(&'static str),
}

/// The services that have such credentials.
const SERVICES: &[(&str, Kind)] = &[
    ("bedrock.amazonaws.com", Kind::ApiKey("ABSK")),
    ("cassandra.amazonaws.com", Kind::Password),
    ("codecommit.amazonaws.com", Kind::Password),
    ("logs.amazonaws.com", Kind::ApiKey("ACWL")),
];

fn kind_of(service: &str) -> Result<Kind, ApiError> {
    let found = SERVICES.iter().find(|(name, _)| *name == service);
    found.map(|(_, kind)| *kind).ok_or_else(|| errors::service_without_credentials(service))
}

/// The user whose credentials they are. The root user has none.
fn user<'s>(name: Option<&str>, call: &IamCall<'s>) -> Result<&'s Arc<Stored<User>>, ApiError> {
    match Subject::find(name, call)? {
        Subject::User(user) => Ok(user),
        Subject::Root(_) => Err(errors::user_name_needed()),
    }
}

fn find<'s>(call: &IamCall<'s>, user: &User, id: &str) -> Result<&'s Arc<Stored<ServiceSpecificCredential>>, ApiError> {
    let found = call.snapshot.find_by_id::<ServiceSpecificCredential>(id);
    found
        .filter(|it| it.account == call.account && it.user == user.id)
        .ok_or_else(|| errors::service_credential_missing(id))
}

/// The first of `ana-at-111122223333`, `ana+1-at-111122223333`, … that the user's other credentials leave free.
fn free_name(user: &User, own: &[&Arc<Stored<ServiceSpecificCredential>>]) -> String {
    let name = |number: usize| match number {
        0 => format!("{}-at-{}", user.name, user.account),
        _ => format!("{}+{number}-at-{}", user.name, user.account),
    };
    let is_free = |name: &String| !own.iter().any(|it| it.service_user_name == *name);
    (0..=own.len()).map(name).find(is_free).unwrap_or_else(|| name(own.len()))
}

/// A new password or API key.
fn new_secret(kind: Kind, name: &str, node: &Node) -> Result<Secret, ApiError> {
    let mut bytes = Zeroizing::new([0u8; SECRET_BYTES]);
    node.entropy.fill(&mut *bytes)?;
    let random = Zeroizing::new(STANDARD.encode(*bytes));
    Ok(match kind {
        Kind::Password => Secret::new(random),
        Kind::ApiKey(prefix) => {
            let pair = Zeroizing::new(format!("{name}:{}", &*random));
            Secret::new(format!("{prefix}{}", STANDARD.encode(&*pair)))
        }
    })
}

fn status_of(credential: &ServiceSpecificCredential, now: Timestamp) -> String {
    let expired = credential.expires.is_some_and(|expires| expires <= now);
    if expired { "Expired".to_owned() } else { status::shown(credential.active).to_owned() }
}

/// A credential with its secret, as it is answered once.
fn with_secret(
    credential: &ServiceSpecificCredential,
    kind: Kind,
    user_name: &str,
    secret: &Secret,
    now: Timestamp,
) -> api::ServiceSpecificCredential {
    let metadata = metadata(credential, user_name, now);
    let (password, key) = match kind {
        Kind::Password => (Some(secret.expose().to_owned()), None),
        Kind::ApiKey(_) => (None, Some(secret.expose().to_owned())),
    };
    api::ServiceSpecificCredential {
        create_date: metadata.create_date,
        expiration_date: metadata.expiration_date,
        service_name: metadata.service_name,
        service_user_name: metadata.service_user_name,
        service_password: password,
        service_credential_alias: metadata.service_credential_alias,
        service_credential_secret: key,
        service_specific_credential_id: metadata.service_specific_credential_id,
        user_name: metadata.user_name,
        status: metadata.status,
    }
}

fn metadata(
    credential: &ServiceSpecificCredential,
    user_name: &str,
    now: Timestamp,
) -> api::ServiceSpecificCredentialMetadata {
    let has_password = kind_of(&credential.service).is_ok_and(|kind| kind == Kind::Password);
    let name = Some(credential.service_user_name.clone());
    let (service_user_name, service_credential_alias) = if has_password { (name, None) } else { (None, name) };
    api::ServiceSpecificCredentialMetadata {
        user_name: user_name.to_owned(),
        status: status_of(credential, now),
        service_user_name,
        service_credential_alias,
        create_date: credential.created,
        expiration_date: credential.expires,
        service_specific_credential_id: credential.id.clone(),
        service_name: credential.service.clone(),
    }
}

impl IamOperation for api::CreateServiceSpecificCredential {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_entity::<User>(&input.user_name);
        let permission = permission.key("iam:ServiceSpecificCredentialServiceName", &*input.service_name);
        Ok(vec![match input.credential_age_days {
            Some(days) => permission.key("iam:ServiceSpecificCredentialAgeDays", days.to_string()),
            None => permission,
        }])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = call.find::<User>(&input.user_name)?;
        let kind = kind_of(&input.service_name)?;
        if kind == Kind::Password && input.credential_age_days.is_some() {
            return Err(errors::credential_without_age(&input.service_name));
        }
        let own: Vec<_> = call.linked::<ServiceSpecificCredential>(Link::User, &user.id).collect();
        let same: Vec<_> = own.into_iter().filter(|it| it.service == input.service_name).collect();
        quotas::SERVICE_SPECIFIC_CREDENTIALS_PER_USER.check(same.len() + 1)?;
        let (id, now) = (call.new_id(IdKind::ServiceSpecificCredential)?, call.now());
        let name = free_name(user, &same);
        let secret = new_secret(kind, &name, call.node)?;
        let lasts = input.credential_age_days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
        let credential = ServiceSpecificCredential {
            account: call.account,
            user: user.id.clone(),
            service: input.service_name.clone(),
            service_user_name: name,
            sealed_secret: call.node.seal::<ServiceSpecificCredential>(call.account, &id, &secret)?,
            id,
            active: true,
            created: now,
            expires: lasts.map(|lasts| now.checked_add(lasts)).transpose().map_err(ApiError::internal)?,
        };
        edit.create(&credential)?;
        edit.touch(user)?;
        Ok(api::CreateServiceSpecificCredentialOutput {
            service_specific_credential: Some(with_secret(&credential, kind, &user.name, &secret, now)),
        })
    }
}

impl IamOperation for api::ListServiceSpecificCredentials {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        if input.all_users == Some(true) {
            if input.user_name.is_some() {
                return Err(errors::user_name_and_all_users());
            }
            return Ok(vec![call.on_account()]);
        }
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let owner = if input.all_users == Some(true) { None } else { Some(user(input.user_name.as_deref(), call)?) };
        let service = input.service_name.as_deref();
        service.map(kind_of).transpose()?;
        let wanted = call.all::<ServiceSpecificCredential>().filter(|it| {
            owner.is_none_or(|user| it.user == user.id) && service.is_none_or(|service| it.service == service)
        });
        let filters = [owner.map_or("*", |user| &*user.id), service.unwrap_or_default()];
        let list = call.list(&filters, input.marker.as_deref(), input.max_items);
        let page = list.by_age(wanted, |it| (it.created, &it.id))?;
        Ok(page.output(
            |it| {
                let user = call.snapshot.find_by_id::<User>(&it.user);
                metadata(it, user.map_or("", |user| &user.name), call.now())
            },
            |credentials, is_truncated, marker| api::ListServiceSpecificCredentialsOutput {
                service_specific_credentials: Some(credentials),
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::ResetServiceSpecificCredential {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = user(input.user_name.as_deref(), call)?;
        let before = find(call, user, &input.service_specific_credential_id)?;
        let kind = kind_of(&before.service)?;
        let secret = new_secret(kind, &before.service_user_name, call.node)?;
        let sealed_secret = call.node.seal::<ServiceSpecificCredential>(call.account, &before.id, &secret)?;
        let after = edit.modify(before, |credential| credential.sealed_secret = sealed_secret)?;
        Ok(api::ResetServiceSpecificCredentialOutput {
            service_specific_credential: Some(with_secret(&after, kind, &user.name, &secret, call.now())),
        })
    }
}

impl IamOperation for api::UpdateServiceSpecificCredential {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        status::check(&input.status)?;
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = user(input.user_name.as_deref(), call)?;
        let before = find(call, user, &input.service_specific_credential_id)?;
        edit.modify(before, |credential| credential.active = input.status == "Active")?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteServiceSpecificCredential {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = user(input.user_name.as_deref(), call)?;
        edit.delete(find(call, user, &input.service_specific_credential_id)?);
        Ok(NoOutput)
    }
}
