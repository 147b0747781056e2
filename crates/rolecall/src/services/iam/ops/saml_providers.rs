//! Identity providers that speak SAML (R4.61, R4.62).

use crate::directory::entities::{AssertionEncryption, SamlPrivateKey};
use crate::saml::{self, Metadata, MetadataError};
use crate::secrets::Secret;
use crate::services::iam::managed::check_arn;
use crate::services::iam::prelude::*;
use data_encoding::BASE32_NOPAD;

/// Private keys of a provider (R4.61).
const MAX_PRIVATE_KEYS: usize = 2;

impl IamOperation for api::CreateSAMLProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on(SamlProvider::arn_of(call.account, &input.name));
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        check_metadata(&input.saml_metadata_document)?;
        let name = &input.name;
        if call.snapshot.find::<SamlProvider>(call.account, name).is_some() {
            return Err(errors::saml_provider_exists(name));
        }
        let mut provider = SamlProvider {
            account: call.account,
            id: new_id(call, "SAMLSP")?,
            name: name.clone(),
            created: call.now(),
            metadata: input.saml_metadata_document.clone(),
            encryption: mode(input.assertion_encryption_mode.as_deref()),
            private_keys: Vec::new(),
            tags: tags::new(input.tags.as_deref(), SamlProvider::TAG_KEYS)?,
        };
        if let Some(pem) = &input.add_private_key {
            let key = private_key(call, name, pem)?;
            provider.private_keys.push(key);
        }
        check_encryption(&provider)?;
        edit.create(&provider)?;
        Ok(api::CreateSAMLProviderOutput { saml_provider_arn: Some(provider.arn()), tags: tags::shown(&provider.tags) })
    }
}

impl IamOperation for api::GetSAMLProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_provider(&input.saml_provider_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let provider = call.find::<SamlProvider>(&input.saml_provider_arn)?;
        let keys = provider
            .private_keys
            .iter()
            .map(|key| api::SAMLPrivateKey { key_id: Some(key.id.clone()), timestamp: Some(key.uploaded) });
        let keys: Vec<_> = keys.collect();
        Ok(api::GetSAMLProviderOutput {
            saml_provider_uuid: Some(provider.id.clone()),
            saml_metadata_document: Some(provider.metadata.clone()),
            create_date: Some(provider.created),
            valid_until: Some(provider.valid_until(provider.compiled().as_ref())),
            tags: tags::shown(&provider.tags),
            assertion_encryption_mode: provider.encryption.map(|mode| mode.name().to_owned()),
            private_key_list: (!keys.is_empty()).then_some(keys),
        })
    }
}

impl IamOperation for api::ListSAMLProviders {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let entries = call.all::<SamlProvider>().map(|provider| api::SAMLProviderListEntry {
            arn: Some(provider.arn()),
            valid_until: Some(provider.valid_until(provider.compiled().as_ref())),
            create_date: Some(provider.created),
        });
        Ok(api::ListSAMLProvidersOutput { saml_provider_list: Some(entries.collect()) })
    }
}

impl IamOperation for api::UpdateSAMLProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_provider(&input.saml_provider_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find::<SamlProvider>(&input.saml_provider_arn)?;
        let (added, removed) = (&input.add_private_key, &input.remove_private_key);
        if added.is_some() && removed.is_some() {
            return Err(errors::add_and_remove_private_key());
        }
        let mode = mode(input.assertion_encryption_mode.as_deref());
        if input.saml_metadata_document.is_none() && mode.is_none() && added.is_none() && removed.is_none() {
            return Err(errors::no_saml_update());
        }
        let mut after = before.entity().clone();
        if let Some(metadata) = &input.saml_metadata_document {
            check_metadata(metadata)?;
            after.metadata.clone_from(metadata);
        }
        if let Some(mode) = mode {
            after.encryption = Some(mode);
        }
        if let Some(pem) = added {
            if after.private_keys.len() >= MAX_PRIVATE_KEYS {
                return Err(errors::too_many_private_keys(MAX_PRIVATE_KEYS));
            }
            after.private_keys.push(private_key(call, &after.name, pem)?);
        }
        if let Some(id) = removed {
            let keys = after.private_keys.len();
            after.private_keys.retain(|key| key.id != *id);
            if after.private_keys.len() == keys {
                return Err(errors::private_key_missing());
            }
            if after.private_keys.is_empty() && after.encryption == Some(AssertionEncryption::Required) {
                return Err(errors::private_key_needed());
            }
        }
        check_encryption(&after)?;
        edit.update(before, &after)?;
        Ok(api::UpdateSAMLProviderOutput { saml_provider_arn: Some(after.arn()) })
    }
}

impl IamOperation for api::DeleteSAMLProvider {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_provider(&input.saml_provider_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        // Roles that trust it stay (R4.62).
        edit.delete(call.find::<SamlProvider>(&input.saml_provider_arn)?);
        Ok(NoOutput)
    }
}

fn on_provider(arn: &str, call: &IamCall<'_>) -> Permissions {
    check_arn(arn)?;
    Ok(vec![call.on_entity::<SamlProvider>(arn)])
}

/// Refuses metadata that no assertion could be verified with.
fn check_metadata(text: &str) -> Result<(), ApiError> {
    match Metadata::parse(text) {
        Ok(_) => Ok(()),
        Err(MetadataError::Malformed) => Err(errors::bad_metadata()),
        Err(MetadataError::TooManyEntities) => Err(quotas::ENTITIES_PER_SAML_PROVIDER.exceeded()),
        Err(MetadataError::TooManyKeys) => Err(quotas::KEYS_PER_SAML_PROVIDER.exceeded()),
    }
}

/// Refuses assertions that must be encrypted and that nothing could decrypt.
fn check_encryption(provider: &SamlProvider) -> Result<(), ApiError> {
    if provider.encryption == Some(AssertionEncryption::Required) && provider.private_keys.is_empty() {
        return Err(errors::encryption_without_key());
    }
    Ok(())
}

/// The shape lets no other names through.
fn mode(name: Option<&str>) -> Option<AssertionEncryption> {
    name.and_then(AssertionEncryption::named)
}

fn private_key(call: &IamCall<'_>, provider: &str, pem: &str) -> Result<SamlPrivateKey, ApiError> {
    saml::check_private_key(pem).map_err(|_| errors::bad_private_key())?;
    let secret = Secret::new(pem.to_owned());
    Ok(SamlPrivateKey {
        id: new_id(call, "SAMLSK")?,
        uploaded: call.now(),
        sealed_pem: call.node.seal::<SamlProvider>(call.account, provider, &secret)?,
    })
}

/// An id of 22 characters, the shortest that the id of a private key may be.
fn new_id(call: &IamCall<'_>, prefix: &str) -> Result<String, ApiError> {
    let mut bytes = [0; 10];
    call.node.entropy.fill(&mut bytes)?;
    Ok(format!("{prefix}{}", BASE32_NOPAD.encode(&bytes)))
}
