//! Identity providers that speak SAML (R4.61).

use super::{Entity, HasArn, Tag};
use crate::directory::entity::fields;
use crate::directory::quota::Quota;
use crate::saml::Metadata;
use crate::secrets::Sealed;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An identity provider that an account trusts to say who calls `AssumeRoleWithSAML`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlProvider {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `SAMLSP…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// The metadata document, as given.
    pub metadata: String,
    /// Whether its assertions may be encrypted or must be; `None`: nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<AssertionEncryption>,
    /// What its assertions are decrypted with, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_keys: Vec<SamlPrivateKey>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// `AssertionEncryptionMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssertionEncryption {
    /// Assertions that are not encrypted are refused.
    Required,
    /// Both kinds are taken.
    Allowed,
}

impl AssertionEncryption {
    /// The mode of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "Required" => Some(Self::Required),
            "Allowed" => Some(Self::Allowed),
            _ => None,
        }
    }

    /// AWS's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "Required",
            Self::Allowed => "Allowed",
        }
    }
}

/// A private key that assertions are decrypted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlPrivateKey {
    /// `SAMLSK…`.
    pub id: String,
    /// When it was given.
    pub uploaded: Timestamp,
    /// Its PEM, sealed with the master key under the provider's store key.
    pub sealed_pem: Sealed,
}

/// How long a provider is valid whose metadata does not say it, in years (R4.61).
const YEARS: i64 = 100;

impl SamlProvider {
    /// `arn:aws:iam::A:saml-provider/Name`.
    #[must_use]
    pub fn arn(&self) -> String {
        Self::arn_of(self.account, &self.name)
    }

    /// The ARN of the provider of this name.
    #[must_use]
    pub fn arn_of(account: AccountId, name: &str) -> String {
        format!("arn:aws:iam::{account}:saml-provider/{name}")
    }

    /// When it ends to be valid: what its metadata says, or a hundred years after it was made.
    #[must_use]
    pub fn valid_until(&self, metadata: Option<&Metadata>) -> Timestamp {
        let said = metadata.and_then(|metadata| metadata.valid_until);
        said.unwrap_or_else(|| {
            let created = self.created.to_zoned(TimeZone::UTC);
            created.checked_add(YEARS.years()).map_or(Timestamp::MAX, |end| end.timestamp())
        })
    }
}

impl HasArn for SamlProvider {
    const RESOURCE: &'static str = "saml-provider";

    fn arn(&self) -> String {
        self.arn()
    }
}

impl Entity for SamlProvider {
    const KIND: &'static str = "saml-provider";
    const QUOTA: Quota = Quota { name: "SAMLProvidersPerAccount", limit: 100 };
    type Scope = AccountId;
    /// What is read of the metadata. `None` if it can no longer be read: then nothing is signed by the provider.
    type Compiled = Option<Metadata>;

    fields!(account, name, id);

    fn compile(&self) -> Self::Compiled {
        Metadata::parse(&self.metadata).ok()
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/saml-provider/corp",
        r#"{"account":"111122223333","id":"SAMLSP1","name":"Corp","created":"2026-11-22T10:15:30Z",
            "metadata":"<EntityDescriptor/>","encryption":"Required",
            "private_keys":[{"id":"SAMLSK1","uploaded":"2026-11-22T10:15:30Z","sealed_pem":"AAAA"}],
            "tags":[{"key":"Team","value":"a"}]}"#,
    );
}
