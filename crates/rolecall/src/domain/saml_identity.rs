//! What a SAML assertion says of its holder, once it was verified (R3.25–R3.27).

use crate::directory::entities::SamlProvider;
use crate::directory::snapshot::Snapshot;
use jiff::Timestamp;
use rolecall_policy::AccountId;

/// The holder of an assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamlIdentity {
    /// The account of the provider that signed it.
    pub account: AccountId,
    /// The provider's name.
    pub provider_name: String,
    /// The provider's unique id, which tells it from a later one of the same name.
    pub provider_id: String,
    /// The entity id of the identity provider.
    pub issuer: String,
    /// The assertion's id.
    pub assertion_id: String,
    /// Who it is about; `None` if it does not say: then nothing allows it (R3.25).
    pub subject: Option<String>,
    /// `persistent`, `transient` or the URI of another format.
    pub subject_type: String,
    /// Where the assertion was to be brought.
    pub recipient: String,
    /// Tells subjects of different providers from each other (R3.27).
    pub name_qualifier: String,
    /// ARNs of roles and of providers that may be used together.
    pub roles: Vec<(String, String)>,
    /// The name of its sessions.
    pub session_name: String,
    /// When the session at the identity provider ends, if it does.
    pub session_ends: Option<Timestamp>,
    /// The condition keys of the assertion.
    pub keys: Vec<(String, Vec<String>)>,
    /// Session tags, key and value.
    pub tags: Vec<(String, String)>,
    /// The keys of those that move on to the next session.
    pub transitive_keys: Vec<String>,
    /// The source identity.
    pub source_identity: Option<String>,
}

impl SamlIdentity {
    /// The provider's ARN, as trust policies name it.
    #[must_use]
    pub fn provider(&self) -> String {
        SamlProvider::arn_of(self.account, &self.provider_name)
    }

    /// Whether the account still has the provider.
    #[must_use]
    pub fn still_trusted(&self, snapshot: &Snapshot) -> bool {
        let provider = snapshot.find::<SamlProvider>(self.account, &self.provider_name);
        provider.is_some_and(|provider| provider.id == self.provider_id)
    }

    /// Whether the assertion lets its holder have this role, by its provider.
    #[must_use]
    pub fn may_have(&self, role_arn: &str) -> bool {
        let provider = self.provider();
        self.roles.iter().any(|(role, by)| role == role_arn && *by == provider)
    }

    /// The condition keys that requests of its sessions have too (R3, section 3.13).
    #[must_use]
    pub fn kept(&self) -> Vec<(String, Vec<String>)> {
        let kept = |key: &str| matches!(key, "saml:namequalifier" | "saml:sub" | "saml:sub_type");
        self.keys.iter().filter(|(key, _)| kept(key)).cloned().collect()
    }
}
