//! OpenID Connect providers (R4.57–R4.60): whom an account lets say who calls `AssumeRoleWithWebIdentity`.

use crate::federation::issuer;
use crate::services::iam::managed::check_arn;
use crate::services::iam::prelude::*;

/// The thumbprints that are given: few enough, and hexadecimal (R4.58, R4.60).
fn thumbprints(given: &[String]) -> Result<Vec<String>, ApiError> {
    if given.len() > quotas::THUMBPRINTS_PER_OIDC_PROVIDER {
        return Err(errors::too_many_thumbprints());
    }
    match given.iter().find(|text| !text.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        Some(bad) => Err(errors::bad_thumbprint(bad)),
        None => Ok(given.iter().map(|text| text.to_ascii_lowercase()).collect()),
    }
}

/// Adds a client id, unless it is there (R4.59).
fn add_client_id(ids: &mut Vec<String>, id: &str) -> Result<(), ApiError> {
    if !ids.iter().any(|it| it == id) {
        ids.push(id.to_owned());
    }
    quotas::CLIENT_IDS_PER_OIDC_PROVIDER.check(ids.len())
}

/// The issuer in a URL, as it is stored (R4.57).
fn url(given: &str) -> Result<&str, ApiError> {
    issuer::registrable(given).ok_or_else(errors::bad_provider_url)
}

impl IamOperation for api::CreateOpenIDConnectProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<OidcProvider>(None, url(&input.url)?)?;
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let url = url(&input.url)?;
        let mut client_ids = Vec::new();
        for id in input.client_id_list.as_deref().unwrap_or_default() {
            add_client_id(&mut client_ids, id)?;
        }
        let provider = OidcProvider {
            account: call.account,
            url: url.to_owned(),
            client_ids,
            thumbprints: thumbprints(input.thumbprint_list.as_deref().unwrap_or_default())?,
            created: call.now(),
            tags: tags::new(input.tags.as_deref(), OidcProvider::TAG_KEYS)?,
            keys: None,
        };
        if call.snapshot.find::<OidcProvider>(call.account, url).is_some() {
            return Err(errors::oidc_provider_exists(&input.url));
        }
        edit.create(&provider)?;
        Ok(api::CreateOpenIDConnectProviderOutput {
            open_id_connect_provider_arn: Some(provider.arn()),
            tags: tags::shown(&provider.tags),
        })
    }
}

impl IamOperation for api::GetOpenIDConnectProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.open_id_connect_provider_arn)?;
        Ok(vec![call.on_entity::<OidcProvider>(&input.open_id_connect_provider_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let arn = &input.open_id_connect_provider_arn;
        let provider = OidcProvider::look_up(call, arn).ok_or_else(|| errors::oidc_provider_not_found(arn))?;
        Ok(api::GetOpenIDConnectProviderOutput {
            url: Some(provider.url.clone()),
            client_id_list: Some(provider.client_ids.clone()),
            thumbprint_list: Some(provider.thumbprints.clone()),
            create_date: Some(provider.created),
            tags: tags::shown(&provider.tags),
        })
    }
}

impl IamOperation for api::ListOpenIDConnectProviders {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let entry = |arn| api::OpenIDConnectProviderListEntry { arn: Some(arn) };
        let list = call.all::<OidcProvider>().map(|provider| entry(provider.arn())).collect();
        Ok(api::ListOpenIDConnectProvidersOutput { open_id_connect_provider_list: Some(list) })
    }
}

/// Deleting one that is not there succeeds (R4.59). Roles that trust it stay (R4.62).
impl IamOperation for api::DeleteOpenIDConnectProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.open_id_connect_provider_arn)?;
        Ok(vec![call.on_entity::<OidcProvider>(&input.open_id_connect_provider_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        if let Some(url) = OidcProvider::url_of(&input.open_id_connect_provider_arn, call.account) {
            edit.delete_any::<OidcProvider>(call.account, url);
        }
        Ok(NoOutput)
    }
}

impl IamOperation for api::AddClientIDToOpenIDConnectProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.open_id_connect_provider_arn)?;
        Ok(vec![call.on_entity::<OidcProvider>(&input.open_id_connect_provider_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let provider = call.find::<OidcProvider>(&input.open_id_connect_provider_arn)?;
        let mut client_ids = provider.client_ids.clone();
        add_client_id(&mut client_ids, &input.client_id)?;
        edit.modify(provider, |it| it.client_ids = client_ids)?;
        Ok(NoOutput)
    }
}

/// Removing one that is not there succeeds (R4.59).
impl IamOperation for api::RemoveClientIDFromOpenIDConnectProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.open_id_connect_provider_arn)?;
        Ok(vec![call.on_entity::<OidcProvider>(&input.open_id_connect_provider_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let provider = call.find::<OidcProvider>(&input.open_id_connect_provider_arn)?;
        edit.modify(provider, |it| it.client_ids.retain(|id| *id != input.client_id))?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::UpdateOpenIDConnectProviderThumbprint {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.open_id_connect_provider_arn)?;
        Ok(vec![call.on_entity::<OidcProvider>(&input.open_id_connect_provider_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let provider = call.find::<OidcProvider>(&input.open_id_connect_provider_arn)?;
        let thumbprints = thumbprints(&input.thumbprint_list)?;
        edit.modify(provider, |it| it.thumbprints = thumbprints)?;
        Ok(NoOutput)
    }
}
