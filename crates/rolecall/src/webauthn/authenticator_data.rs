//! What a security key says of itself (level 2, section 6.1).

use super::cbor::Reader;
use super::{CREDENTIAL_ID_BYTES, NotTaken, OBJECT_BYTES};
use aws_lc_rs::digest::{SHA256, digest};

/// Somebody touched the security key.
const USER_PRESENT: u8 = 0x01;
/// A new credential follows.
const HAS_CREDENTIAL: u8 = 0x40;
/// Extensions follow.
const HAS_EXTENSIONS: u8 = 0x80;

/// Bytes of a SHA-256 digest.
const DIGEST_BYTES: usize = 32;
/// Bytes of the id of a model.
const MODEL_BYTES: usize = 16;

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    relying_party: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    pub(super) credential: Option<NewCredential<'a>>,
}

/// A new credential.
#[derive(Debug)]
pub(super) struct NewCredential<'a> {
    pub(super) id: &'a [u8],
    pub(super) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > OBJECT_BYTES {
            return None;
        }
        let (relying_party, rest) = bytes.split_at_checked(DIGEST_BYTES)?;
        let (flags, rest) = rest.split_first()?;
        let (count, rest) = rest.split_first_chunk()?;
        let (credential, rest) = match flags & HAS_CREDENTIAL {
            0 => (None, rest),
            _ => NewCredential::read(rest).map(|(credential, rest)| (Some(credential), rest))?,
        };
        let mut extensions = Reader::new(rest);
        if flags & HAS_EXTENSIONS != 0 {
            extensions.skip()?;
        }
        let sign_count = u32::from_be_bytes(*count);
        extensions.is_empty().then_some(Self { relying_party, flags: *flags, sign_count, credential })
    }

    /// Whether it is for this host name, and somebody was present.
    pub(super) fn check(&self, relying_party: &str) -> Result<(), NotTaken> {
        if digest(&SHA256, relying_party.as_bytes()).as_ref() != self.relying_party {
            return Err(NotTaken::RelyingParty);
        }
        if self.flags & USER_PRESENT == 0 { Err(NotTaken::NotPresent) } else { Ok(()) }
    }
}

impl<'a> NewCredential<'a> {
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (_, rest) = bytes.split_at_checked(MODEL_BYTES)?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        if length == 0 || length > CREDENTIAL_ID_BYTES {
            return None;
        }
        let (id, rest) = rest.split_at_checked(length)?;
        let mut reader = Reader::new(rest);
        reader.skip()?;
        let public_key = rest.get(..rest.len().checked_sub(reader.rest().len())?)?;
        Some((Self { id, public_key }, reader.rest()))
    }
}
