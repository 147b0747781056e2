//! The ids AWS gives to things: access key ids, unique ids, secrets, request ids (R3.44, R3.45, R4.8).

use crate::environment::entropy::{Entropy, NoEntropy};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD};
use rolecall_policy::AccountId;
use zeroize::Zeroizing;

/// The kind of thing an id names: its first four characters (R3.44).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// Long-term access key, `AKIA`.
    AccessKey,
    /// Temporary access key, `ASIA`.
    TemporaryKey,
    /// IAM user, `AIDA`.
    User,
    /// Role, `AROA`.
    Role,
    /// Group, `AGPA`.
    Group,
    /// Managed policy, `ANPA`.
    Policy,
    /// Instance profile, `AIPA`.
    InstanceProfile,
    /// SSH public key, `APKA`.
    SshPublicKey,
    /// Service-specific credential, `ACCA`.
    ServiceSpecificCredential,
    /// Server certificate, `ASCA`.
    ServerCertificate,
}

impl IdKind {
    /// The four-letter prefix.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::AccessKey => "AKIA",
            Self::TemporaryKey => "ASIA",
            Self::User => "AIDA",
            Self::Role => "AROA",
            Self::Group => "AGPA",
            Self::Policy => "ANPA",
            Self::InstanceProfile => "AIPA",
            Self::SshPublicKey => "APKA",
            Self::ServiceSpecificCredential => "ACCA",
            Self::ServerCertificate => "ASCA",
        }
    }

    /// Length of the whole id: 20 for keys, 21 for entities (R3.45, R4.8).
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::AccessKey | Self::TemporaryKey | Self::SshPublicKey => 20,
            _ => 21,
        }
    }
}

/// A new id with the account encoded in it (R3.45).
///
/// # Errors
/// No random bytes.
pub fn new_id(kind: IdKind, account: AccountId, entropy: &dyn Entropy) -> Result<String, NoEntropy> {
    let mut random = [0u8; 6];
    entropy.fill(&mut random)?;
    let [a, b, c, d, e, f] = random;
    // z = 2^47 | account << 7 | 7 random bits, in the first six of eleven bytes (R3.45).
    let z = (1u64 << 47) | (account.as_u64() << 7) | u64::from(a & 0x7f);
    let [_, _, head @ ..] = z.to_be_bytes();
    let mut bytes = head.to_vec();
    bytes.extend([b, c, d, e, f]);
    let mut id = String::with_capacity(kind.length());
    id.push_str(kind.prefix());
    let encoded = BASE32_NOPAD.encode(&bytes);
    id.extend(encoded.chars().take(kind.length() - 4));
    Ok(id)
}

/// The account an id encodes, if it is one that does (R3.45).
#[must_use]
pub fn account_of(id: &str) -> Option<AccountId> {
    let encoded = id.get(4..14)?;
    // Ids whose fifth character is below `Q` have the top bit clear: they predate the encoding.
    let bits = encoded.bytes().try_fold(0u64, |bits, b| {
        let v = match b {
            b'A'..=b'Z' => b - b'A',
            b'2'..=b'7' => b - b'2' + 26,
            _ => return None,
        };
        Some((bits << 5) | u64::from(v))
    })?;
    // Ten characters are fifty bits, and the number has 48.
    let z = bits >> 2;
    if z >> 47 != 1 {
        return None;
    }
    AccountId::from_u64((z & 0x7fff_ffff_ff80) >> 7)
}

/// Random digits and lower-case letters: what distinguishes ids such as `o-…` and `ou-…` (R7.3, table).
///
/// # Errors
/// No random bytes.
pub fn new_lower_case(length: usize, entropy: &dyn Entropy) -> Result<String, NoEntropy> {
    let mut text = String::with_capacity(length);
    for _ in 0..length {
        let mut bytes = [0u8; 4];
        entropy.fill(&mut bytes)?;
        text.extend(char::from_digit(u32::from_be_bytes(bytes) % 36, 36));
    }
    Ok(text)
}

/// Whether it is the id of a temporary access key, as they are made here (R3.44).
#[must_use]
pub fn is_temporary(id: &str) -> bool {
    let kind = IdKind::TemporaryKey;
    let encoded = |byte: u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    id.len() == kind.length() && id.starts_with(kind.prefix()) && id.bytes().all(encoded)
}

/// A new 40-character secret access key.
///
/// # Errors
/// No random bytes.
pub fn new_secret(entropy: &dyn Entropy) -> Result<Zeroizing<String>, NoEntropy> {
    let mut bytes = Zeroizing::new([0u8; 30]);
    entropy.fill(&mut *bytes)?;
    Ok(Zeroizing::new(BASE64_NOPAD.encode(&*bytes)))
}

/// The second id of a request to S3, `x-amz-id-2`. AWS's is opaque; ours follows from the request id, so that one leads to the
/// other.
#[must_use]
pub fn host_id(request_id: &str) -> String {
    BASE64.encode(digest(&SHA256, request_id.as_bytes()).as_ref())
}

/// A new request id: a version 4 UUID.
///
/// # Errors
/// No random bytes.
pub fn new_request_id(entropy: &dyn Entropy) -> Result<String, NoEntropy> {
    let mut bytes = [0u8; 16];
    entropy.fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;

    /// R3.45: the account can be read back from a new id of every kind, and the fifth character is Q or above.
    #[test]
    fn ids_carry_their_account() {
        let entropy = SeededEntropy::new(7);
        for number in [0, 1, 111_111_111_111, 222_222_222_222, 999_999_999_999] {
            let account = AccountId::from_u64(number).unwrap();
            for kind in [IdKind::AccessKey, IdKind::TemporaryKey, IdKind::User, IdKind::Role, IdKind::Policy] {
                let id = new_id(kind, account, &entropy).unwrap();
                assert_eq!(id.len(), kind.length());
                assert!(id.as_bytes()[4] >= b'Q' || id.as_bytes()[4].is_ascii_digit(), "{id}");
                assert_eq!(account_of(&id), Some(account), "{id}");
            }
        }
    }

    /// R3.45: older ids, whose fifth character is I or J, do not encode an account.
    #[test]
    fn old_ids_tell_no_account() {
        for id in ["AKIAIOSFODNN7EXAMPLE", "AKIAJ", "AKIA", "", "AKIA!!!!!!!!!!!!!!!!"] {
            assert_eq!(account_of(id), None, "{id}");
        }
    }
}
