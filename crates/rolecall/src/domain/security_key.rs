//! Security keys as a second factor (R4.85): what one signed for a sign-in is checked, and its count of signatures is kept.

use crate::api::error::ApiError;
use crate::directory::entities::SecurityKey;
use crate::node::Node;
use crate::webauthn::{Expected, NotTaken, authenticate, may_follow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rolecall_policy::AccountId;

/// What a browser sends of a signature by a security key, base64url.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the browser says of the page.
    pub client_data: Vec<u8>,
    /// What the security key says of itself.
    pub authenticator_data: Vec<u8>,
    /// The signature of both.
    pub signature: Vec<u8>,
}

/// A signature that was right and is not used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightSignature {
    account: AccountId,
    id: String,
    credential: String,
    sign_count: u32,
}

/// Checks what a security key signed.
///
/// # Errors
/// [`NotTaken`]; a count of signatures that did not grow is a wrong signature, because there is a copy of the key.
pub fn check(key: &SecurityKey, expected: Expected<'_>, answer: &Answer) -> Result<RightSignature, NotTaken> {
    let public_key = URL_SAFE_NO_PAD.decode(&key.public_key).map_err(|_| NotTaken::Algorithm)?;
    let Answer { client_data, authenticator_data, signature } = answer;
    let sign_count = authenticate(expected, &public_key, client_data, authenticator_data, signature)?;
    if !may_follow(key.sign_count, sign_count) {
        return Err(NotTaken::Signature);
    }
    Ok(RightSignature { account: key.account, id: key.id.clone(), credential: key.credential.clone(), sign_count })
}

/// Uses up a signature: keeps its count. `false` if the key is gone, or another signature was counted meanwhile.
///
/// # Errors
/// The change cannot be saved.
pub async fn use_up(node: &Node, right: &RightSignature) -> Result<bool, ApiError> {
    let change = node.directory.change(|snapshot, edit| {
        let found = snapshot.find::<SecurityKey>(right.account, &right.id);
        let Some(key) = found.filter(|key| key.credential == right.credential) else { return Ok(false) };
        if !may_follow(key.sign_count, right.sign_count) {
            return Ok(false);
        }
        edit.modify(key, |key| key.sign_count = right.sign_count)?;
        Ok(true)
    });
    change.await
}
