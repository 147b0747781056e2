//! Signing certificates of users and of root users.

use super::{Entity, Link};
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An X.509 signing certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningCertificate {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// 32 letters and digits.
    pub id: String,
    /// The SHA-256 digest of the certificate in DER, as hexadecimal digits. The store key has it, so that a certificate is
    /// there once in an account.
    pub digest: String,
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// The text in PEM, as it was uploaded.
    pub body: String,
    /// Active or inactive.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded: Timestamp,
}

impl Entity for SigningCertificate {
    const KIND: &'static str = "signing-certificate";
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, digest, id);

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::User, self.user.as_deref().unwrap_or_default())]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/signing-certificate/00ff",
        r#"{"account":"111122223333","id":"ABCD","digest":"00ff","user":"AIDA1","body":"-----BEGIN","active":true,
            "uploaded":"2026-11-22T10:15:30Z"}"#,
    );
}
