//! Server certificates.

use super::{Entity, Tag};
use crate::directory::entity::{fields, with_arn};
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A server certificate. Its private key was seen to be its own, and is not kept: nothing here serves with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerCertificate {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `ASCA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// The certificate in PEM, as it was uploaded.
    pub body: String,
    /// The other certificates in PEM, as they were uploaded.
    #[serde(default)]
    pub chain: Option<String>,
    /// When it was uploaded.
    pub uploaded: Timestamp,
    /// When it expires.
    pub expires: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

with_arn!(ServerCertificate, "server-certificate");

impl Entity for ServerCertificate {
    const KIND: &'static str = "server-certificate";
    const QUOTA: Quota = Quota { name: "ServerCertificatesPerAccount", limit: 20 };
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, name, id);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/server-certificate/web",
        r#"{"account":"111122223333","id":"ASCA1","name":"Web","path":"/cloudfront/","body":"-----BEGIN","chain":"-----BEGIN",
            "uploaded":"2026-11-22T10:15:30Z","expires":"2027-11-22T10:15:30Z","tags":[{"key":"Team","value":"a"}]}"#,
    );
}
