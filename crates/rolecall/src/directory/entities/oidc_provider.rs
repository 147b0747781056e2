//! Identity providers that speak OpenID Connect (R4.57–R4.60).

use super::{Entity, HasArn, Tag};
use crate::directory::entity::fields;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::{AccountId, Arn};
use serde::{Deserialize, Serialize};

/// An identity provider that an account trusts to say who calls `AssumeRoleWithWebIdentity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OidcProvider {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The issuer without `https://`, as given; unique in the account, and upper and lower case count.
    pub url: String,
    /// The audiences that its tokens may be for.
    #[serde(default)]
    pub client_ids: Vec<String>,
    /// SHA-1 hashes of certificates, 40 hexadecimal digits each.
    #[serde(default)]
    pub thumbprints: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// A JSON Web Key Set that was given with the provider: its keys are these, and are not fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<String>,
}

impl OidcProvider {
    /// `arn:aws:iam::A:oidc-provider/server.example.com/path`.
    #[must_use]
    pub fn arn(&self) -> String {
        Self::arn_of(self.account, &self.url)
    }

    /// The ARN of the provider with this issuer, which has no `https://`.
    #[must_use]
    pub fn arn_of(account: AccountId, url: &str) -> String {
        format!("arn:aws:iam::{account}:oidc-provider/{url}")
    }

    /// The issuer that an ARN of this account names.
    #[must_use]
    pub fn url_of(arn: &str, account: AccountId) -> Option<&str> {
        let arn = Arn::parse(arn).filter(|it| it.partition == "aws" && it.service == "iam" && it.region.is_empty())?;
        let owner: AccountId = arn.account.parse().ok()?;
        arn.resource.strip_prefix("oidc-provider/").filter(|_| owner == account)
    }
}

impl HasArn for OidcProvider {
    const RESOURCE: &'static str = "oidc-provider";

    fn arn(&self) -> String {
        self.arn()
    }
}

impl Entity for OidcProvider {
    const KIND: &'static str = "oidc-provider";
    const QUOTA: Quota = Quota { name: "OpenIdConnectProvidersPerAccount", limit: 100 };
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, url);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/oidc-provider/ci.example.com/Build",
        r#"{"account":"111122223333","url":"ci.example.com/Build","client_ids":["sts.amazonaws.com"],
            "thumbprints":["6938fd4d98bab03faadb97b34396831e3780aea1"],"created":"2026-11-22T10:15:30Z",
            "tags":[{"key":"Team","value":"a"}],"keys":"{\"keys\":[]}"}"#,
    );
}
