//! RSA public keys in the two forms in which SSH keys are uploaded: a line `ssh-rsa …`, and PEM.

use super::der::{self, Reader};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject as _;

/// The name of the algorithm in SSH's form.
const SSH_RSA: &str = "ssh-rsa";

/// Characters of a line of PEM (RFC 7468).
const PEM_LINE: usize = 64;

/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// Why a text is no RSA public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRsa {
    /// It is neither SSH's form nor PEM.
    Encoding,
    /// It is one of them, and malformed or of another algorithm.
    Key,
}

impl RsaPublicKey {
    /// Reads a text in either form.
    ///
    /// # Errors
    /// It is no RSA public key.
    pub fn parse(text: &str) -> Result<Self, NotRsa> {
        let text = text.trim();
        if text.starts_with("-----BEGIN ") {
            return Self::from_pem(text).ok_or(NotRsa::Key);
        }
        let mut words = text.split_ascii_whitespace();
        match (words.next(), words.next()) {
            (Some(SSH_RSA), Some(blob)) => Self::from_blob(&STANDARD.decode(blob).map_err(|_| NotRsa::Key)?),
            (Some(SSH_RSA), None) => Err(NotRsa::Key),
            (Some(word), _) if word.starts_with("ssh-") || word.starts_with("ecdsa-") || word.starts_with("sk-") => {
                Err(NotRsa::Key)
            }
            _ => Err(NotRsa::Encoding),
        }
    }

    /// SSH's binary form (RFC 4253, section 6.6).
    fn from_blob(blob: &[u8]) -> Result<Self, NotRsa> {
        let read = |blob| {
            let (name, rest) = ssh_string(blob)?;
            let (exponent, rest) = ssh_string(rest)?;
            let (modulus, rest) = ssh_string(rest)?;
            let is_rsa = name == SSH_RSA.as_bytes() && rest.is_empty();
            is_rsa.then_some(Self { modulus: unsigned(modulus)?.to_vec(), exponent: unsigned(exponent)?.to_vec() })
        };
        read(blob).ok_or(NotRsa::Key)
    }

    /// A `SubjectPublicKeyInfo` in PEM.
    fn from_pem(text: &str) -> Option<Self> {
        let info = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes()).ok()?;
        let mut reader = Reader(&info);
        let mut info = reader.sequence().filter(|_| reader.is_at_end())?;
        let algorithm = info.sequence()?.expect(der::OBJECT_IDENTIFIER)?.content;
        let mut key = Reader(info.bits().filter(|_| info.is_at_end() && algorithm == der::RSA_ENCRYPTION)?);
        let mut numbers = key.sequence().filter(|_| key.is_at_end())?;
        let (modulus, exponent) = (numbers.positive()?.to_vec(), numbers.positive()?.to_vec());
        numbers.is_at_end().then_some(Self { modulus, exponent })
    }

    fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::new();
        let numbers = [&self.exponent, &self.modulus].map(|number| {
            let sign: &[u8] = if number.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
            [sign, number].concat()
        });
        let parts = std::iter::once(SSH_RSA.as_bytes()).chain(numbers.iter().map(Vec::as_slice));
        for part in parts {
            blob.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            blob.extend_from_slice(part);
        }
        blob
    }

    /// `ssh-rsa …`, without a comment.
    #[must_use]
    pub fn ssh(&self) -> String {
        format!("{SSH_RSA} {}", STANDARD.encode(self.blob()))
    }

    /// The same key as a `SubjectPublicKeyInfo` in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        let numbers = [der::positive(&self.modulus), der::positive(&self.exponent)].concat();
        let key = [&[0][..], &der::element(der::SEQUENCE, &numbers)].concat();
        // The parameters of rsaEncryption are NULL.
        let algorithm = [der::element(der::OBJECT_IDENTIFIER, der::RSA_ENCRYPTION), vec![0x05, 0]].concat();
        let info = [der::element(der::SEQUENCE, &algorithm), der::element(der::BIT_STRING, &key)].concat();
        let encoded = STANDARD.encode(der::element(der::SEQUENCE, &info));
        let lines: Vec<&str> = lines_of(&encoded, PEM_LINE);
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// Bits of the modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        let unused = self.modulus.first().map_or(0, |first| first.leading_zeros() as usize);
        self.modulus.len() * 8 - unused
    }

    /// The MD5 digest of SSH's binary form, as `ssh-keygen -E md5 -l` shows it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Md5::digest(self.blob());
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
    }
}

/// A text of ASCII in pieces of this length.
fn lines_of(mut text: &str, length: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    while let Some((line, rest)) = text.split_at_checked(length) {
        lines.push(line);
        text = rest;
    }
    if !text.is_empty() {
        lines.push(text);
    }
    lines
}

/// The bytes behind a length of four bytes, and what follows.
fn ssh_string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// A positive number in two's complement: its bytes without the leading zero.
fn unsigned(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0, rest @ ..] => Some(rest).filter(|rest| rest.first().is_some_and(|first| *first >= 0x80)),
        [first, ..] if (1..0x80).contains(first) => Some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bits: usize) -> RsaPublicKey {
        let mut modulus = vec![0x5a; bits.div_ceil(8)];
        modulus[0] = if bits.is_multiple_of(8) { 0x80 } else { 1 << (bits % 8 - 1) };
        RsaPublicKey { modulus, exponent: vec![1, 0, 1] }
    }

    /// Both forms give the same key, whatever the first bit of the modulus, and comments do not matter.
    #[test]
    fn both_forms_come_back() {
        for bits in [2047, 2048, 4096] {
            let key = key(bits);
            assert_eq!(key.bits(), bits);
            assert_eq!(RsaPublicKey::parse(&key.ssh()).as_ref(), Ok(&key));
            assert_eq!(RsaPublicKey::parse(&format!("{} ana@laptop\n", key.ssh())).as_ref(), Ok(&key));
            assert_eq!(RsaPublicKey::parse(&key.pem()).as_ref(), Ok(&key));
        }
    }

    #[test]
    fn what_is_no_rsa_key_is_refused() {
        for text in ["", "hello", "rsa AAAA", "----- BEGIN"] {
            assert_eq!(RsaPublicKey::parse(text), Err(NotRsa::Encoding), "{text}");
        }
        let cut = key(2048).ssh();
        let cut = cut.split_at(cut.len() - 8).0;
        let pem = key(2048).pem().replace("MII", "MIJ");
        for text in ["ssh-rsa", "ssh-rsa !", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-nistp256 A", cut, &pem] {
            assert_eq!(RsaPublicKey::parse(text), Err(NotRsa::Key), "{text}");
        }
    }
}
