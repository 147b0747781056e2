//! SSH public keys of users: RSA of 2,048 bits or more (R4.80).

use crate::directory::entities::SshPublicKey;
use crate::public_keys::{NotRsa, RsaPublicKey};
use crate::services::iam::prelude::*;
use crate::services::iam::status;

/// Bits that a key has at least (*API Reference*, `UploadSSHPublicKey`).
const BITS: usize = 2_048;

/// The key with this id of the user of this name.
fn find<'s>(call: &IamCall<'s>, user: &str, id: &str) -> Result<&'s Arc<Stored<SshPublicKey>>, ApiError> {
    let user = call.find::<User>(user)?;
    let key = call.snapshot.find_by_id::<SshPublicKey>(id);
    key.filter(|key| key.account == call.account && key.user == user.id)
        .ok_or_else(|| errors::ssh_public_key_missing(id))
}

/// A key that was stored, which is an RSA key.
fn read(key: &SshPublicKey) -> Result<RsaPublicKey, ApiError> {
    RsaPublicKey::parse(&key.key).map_err(|_| ApiError::internal("a stored SSH public key is none"))
}

fn shown(key: &SshPublicKey, user_name: &str, body: String, fingerprint: String) -> api::SSHPublicKey {
    api::SSHPublicKey {
        user_name: user_name.to_owned(),
        ssh_public_key_id: key.id.clone(),
        fingerprint,
        ssh_public_key_body: body,
        status: status::shown(key.active).to_owned(),
        upload_date: Some(key.uploaded),
    }
}

impl IamOperation for api::UploadSSHPublicKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = call.find::<User>(&input.user_name)?;
        let key = RsaPublicKey::parse(&input.ssh_public_key_body).map_err(|reason| match reason {
            NotRsa::Encoding => errors::unrecognized_public_key(),
            NotRsa::Key => errors::invalid_public_key(),
        })?;
        if key.bits() < BITS {
            return Err(errors::invalid_public_key());
        }
        let own: Vec<_> = call.linked::<SshPublicKey>(Link::User, &user.id).collect();
        let text = key.ssh();
        if own.iter().any(|there| there.key == text) {
            return Err(errors::duplicate_ssh_public_key());
        }
        quotas::SSH_PUBLIC_KEYS_PER_USER.check(own.len() + 1)?;
        let stored = SshPublicKey {
            account: call.account,
            id: call.new_id(IdKind::SshPublicKey)?,
            user: user.id.clone(),
            key: text,
            active: true,
            uploaded: call.now(),
        };
        edit.create(&stored)?;
        edit.touch(user)?;
        let body = input.ssh_public_key_body.clone();
        Ok(api::UploadSSHPublicKeyOutput { ssh_public_key: Some(shown(&stored, &user.name, body, key.fingerprint())) })
    }
}

impl IamOperation for api::GetSSHPublicKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let stored = find(call, &input.user_name, &input.ssh_public_key_id)?;
        let key = read(stored)?;
        let body = if input.encoding == "PEM" { key.pem() } else { key.ssh() };
        let user = call.find::<User>(&input.user_name)?;
        Ok(api::GetSSHPublicKeyOutput { ssh_public_key: Some(shown(stored, &user.name, body, key.fingerprint())) })
    }
}

impl IamOperation for api::ListSSHPublicKeys {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let list = call.list(&[subject.id().unwrap_or_default()], input.marker.as_deref(), input.max_items);
        let page = list.by_age(subject.own::<SshPublicKey>(call), |key| (key.uploaded, &key.id))?;
        Ok(page.output(
            |key| api::SSHPublicKeyMetadata {
                user_name: subject.name(),
                ssh_public_key_id: key.id.clone(),
                status: status::shown(key.active).to_owned(),
                upload_date: key.uploaded,
            },
            |keys, is_truncated, marker| api::ListSSHPublicKeysOutput {
                ssh_public_keys: Some(keys),
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::UpdateSSHPublicKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        status::check(&input.status)?;
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = find(call, &input.user_name, &input.ssh_public_key_id)?;
        edit.modify(before, |key| key.active = input.status == "Active")?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteSSHPublicKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        edit.delete(find(call, &input.user_name, &input.ssh_public_key_id)?);
        Ok(NoOutput)
    }
}
