//! What the browser says of a ceremony: for what, on which page, with which challenge (level 2, section 5.8.1).

use super::{Expected, NotTaken};
use serde::Deserialize;

/// Bytes of client data: a challenge, an origin and what browsers add.
const CLIENT_DATA_BYTES: usize = 4 * 1024;

/// What a ceremony is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new credential.
    Create,
    /// A signature with one.
    Get,
}

/// Client data. What a browser adds to it is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientData {
    r#type: String,
    /// The challenge, base64url.
    pub challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl ClientData {
    /// Reads it.
    ///
    /// # Errors
    /// [`NotTaken::ClientData`]; so is what names a member twice.
    pub fn read(bytes: &[u8]) -> Result<Self, NotTaken> {
        if bytes.len() > CLIENT_DATA_BYTES {
            return Err(NotTaken::ClientData);
        }
        serde_json::from_slice(bytes).map_err(|_| NotTaken::ClientData)
    }

    pub(super) fn check(&self, purpose: Purpose, expected: Expected<'_>) -> Result<(), NotTaken> {
        let wanted = match purpose {
            Purpose::Create => "webauthn.create",
            Purpose::Get => "webauthn.get",
        };
        if self.r#type != wanted {
            return Err(NotTaken::Purpose);
        }
        if self.challenge != expected.challenge {
            return Err(NotTaken::Challenge);
        }
        if self.cross_origin || self.origin != expected.origin {
            return Err(NotTaken::Origin);
        }
        Ok(())
    }
}
