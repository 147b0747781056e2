//! Web Authentication, level 2: the server's half. A security key makes a pair of keys for this server ([`register`]), and later
//! signs a challenge with the private one ([`authenticate`]).
//!
//! A browser tells the page's origin with what the key signs, and a key is bound to a host name, so that what is signed for
//! another site is of no use here. Attestation, by which a vendor vouches for a model, is not asked for: a statement may be
//! missing (`none`) or be signed with the new key itself (`packed`).

mod authenticator_data;
mod cbor;
mod client_data;
mod public_key;

pub use client_data::{ClientData, Purpose};
pub use public_key::{ALGORITHMS, PublicKey};

use authenticator_data::AuthenticatorData;
use aws_lc_rs::digest::{SHA256, digest};
use cbor::Reader;

/// Bytes of a credential's id (level 2, section 4, "Credential ID").
pub const CREDENTIAL_ID_BYTES: usize = 1023;
/// Bytes of an attestation object or of authenticator data: an RSA key of 4,096 bits, an id and a signature take 3,000.
const OBJECT_BYTES: usize = 8 * 1024;

/// What the browser and the security key must have been asked.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The challenge, base64url.
    pub challenge: &'a str,
    /// The page's origin.
    pub origin: &'a str,
    /// The host name that the key is bound to.
    pub relying_party: &'a str,
}

/// A new pair of keys of a security key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// What the security key knows it by.
    pub id: Vec<u8>,
    /// The public key, as the security key wrote it.
    pub public_key: Vec<u8>,
    /// Its count of signatures; 0 if it keeps none.
    pub sign_count: u32,
}

/// Why something is not taken. The client is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The client data is not what a browser writes.
    #[error("the client data is not in form")]
    ClientData,
    /// It is for the other ceremony.
    #[error("the client data is not of this ceremony")]
    Purpose,
    /// It has another challenge.
    #[error("the challenge is another one")]
    Challenge,
    /// It comes from another page, or from a frame in one.
    #[error("the page is not the console's")]
    Origin,
    /// The authenticator's data or its attestation is not in form.
    #[error("the data of the security key is not in form")]
    Form,
    /// The key is bound to another host name.
    #[error("the security key answered for another host name")]
    RelyingParty,
    /// Nobody touched the security key.
    #[error("nobody was present")]
    NotPresent,
    /// The key is of a kind that was not asked for.
    #[error("the public key is of a kind that is not supported")]
    Algorithm,
    /// The attestation is of a kind that was not asked for.
    #[error("the attestation is of a kind that is not supported")]
    Attestation,
    /// The key did not sign it.
    #[error("the signature is wrong")]
    Signature,
}

/// Checks the answer to a request for a new credential (level 2, section 7.1).
///
/// # Errors
/// [`NotTaken`].
pub fn register(expected: Expected<'_>, client_data: &[u8], attestation: &[u8]) -> Result<Credential, NotTaken> {
    ClientData::read(client_data)?.check(Purpose::Create, expected)?;
    let attestation = Attestation::read(attestation).ok_or(NotTaken::Form)?;
    let data = AuthenticatorData::read(attestation.authenticator_data).ok_or(NotTaken::Form)?;
    data.check(expected.relying_party)?;
    let credential = data.credential.ok_or(NotTaken::Form)?;
    let key = PublicKey::read(credential.public_key).ok_or(NotTaken::Algorithm)?;
    let signed = || [attestation.authenticator_data, digest(&SHA256, client_data).as_ref()].concat();
    match (attestation.format, attestation.algorithm, attestation.signature) {
        ("none", None, None) if !attestation.has_more => {}
        // By the new key itself: whoever can do that has the private key.
        ("packed", Some(algorithm), Some(signature)) if !attestation.has_more => {
            if algorithm != key.algorithm() || !key.verify(&signed(), signature) {
                return Err(NotTaken::Signature);
            }
        }
        _ => return Err(NotTaken::Attestation),
    }
    Ok(Credential {
        id: credential.id.to_vec(),
        public_key: credential.public_key.to_vec(),
        sign_count: data.sign_count,
    })
}

/// Checks what a security key signed with a key of its own (level 2, section 7.2); answers its count of signatures.
///
/// # Errors
/// [`NotTaken`].
pub fn authenticate(
    expected: Expected<'_>,
    public_key: &[u8],
    client_data: &[u8],
    authenticator_data: &[u8],
    signature: &[u8],
) -> Result<u32, NotTaken> {
    ClientData::read(client_data)?.check(Purpose::Get, expected)?;
    let data = AuthenticatorData::read(authenticator_data).ok_or(NotTaken::Form)?;
    data.check(expected.relying_party)?;
    let key = PublicKey::read(public_key).ok_or(NotTaken::Algorithm)?;
    let signed = [authenticator_data, digest(&SHA256, client_data).as_ref()].concat();
    if key.verify(&signed, signature) { Ok(data.sign_count) } else { Err(NotTaken::Signature) }
}

/// Whether a count of signatures may follow another: it grows, unless the security key keeps none. Otherwise there is a copy
/// of the key (level 2, section 6.1.1).
#[must_use]
pub const fn may_follow(before: u32, now: u32) -> bool {
    (before == 0 && now == 0) || now > before
}

/// An attestation object.
#[derive(Debug, Default)]
struct Attestation<'a> {
    format: &'a str,
    authenticator_data: &'a [u8],
    algorithm: Option<i64>,
    signature: Option<&'a [u8]>,
    /// The statement has members beside these.
    has_more: bool,
}

impl<'a> Attestation<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > OBJECT_BYTES {
            return None;
        }
        let (mut reader, mut read) = (Reader::new(bytes), Self::default());
        let (mut format, mut statement, mut data) = (false, false, false);
        for _ in 0..reader.map()? {
            match reader.text()? {
                "fmt" if !format => {
                    read.format = reader.text()?;
                    format = true;
                }
                "attStmt" if !statement => {
                    read.statement(&mut reader)?;
                    statement = true;
                }
                "authData" if !data => {
                    read.authenticator_data = reader.bytes()?;
                    data = true;
                }
                _ => return None,
            }
        }
        (format && statement && data && reader.is_empty()).then_some(read)
    }

    fn statement(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        for _ in 0..reader.map()? {
            match reader.text()? {
                "alg" if self.algorithm.is_none() => self.algorithm = Some(reader.number()?),
                "sig" if self.signature.is_none() => self.signature = Some(reader.bytes()?),
                _ => {
                    reader.skip()?;
                    self.has_more = true;
                }
            }
        }
        Some(())
    }
}
