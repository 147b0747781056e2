//! What a token of an identity provider says of its holder, once it was verified (R3.29–R3.33).

use crate::directory::entities::OidcProvider;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// Issuers that every account knows without registering them, and whose tokens are signed (R3.29).
pub const BUILT_IN: [&str; 2] = ["accounts.google.com", "cognito-identity.amazonaws.com"];

/// Whom an account trusts to have signed a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trusted {
    /// A provider of the account.
    Registered {
        /// The account.
        account: AccountId,
        /// The issuer, without `https://`.
        url: String,
        /// Tells it from a later one of the same name.
        created: Timestamp,
    },
    /// One of [`BUILT_IN`].
    BuiltIn(&'static str),
}

impl Trusted {
    /// The provider as trust policies name it, and `aws:FederatedProvider` has it.
    #[must_use]
    pub fn principal(&self) -> String {
        match self {
            Self::Registered { account, url, .. } => OidcProvider::arn_of(*account, url),
            Self::BuiltIn(name) => (*name).to_owned(),
        }
    }

    /// The issuer, without `https://`: what condition keys begin with (R3.32).
    #[must_use]
    pub fn issuer(&self) -> &str {
        match self {
            Self::Registered { url, .. } => url,
            Self::BuiltIn(name) => name,
        }
    }

    /// The account's provider of this token's issuer.
    #[must_use]
    pub fn find<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Arc<Stored<OidcProvider>>> {
        let Self::Registered { account, url, created } = self else { return None };
        snapshot.find::<OidcProvider>(*account, url).filter(|provider| provider.created == *created)
    }
}

/// The holder of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebIdentity {
    /// Who signed it.
    pub provider: Trusted,
    /// The claim `sub`.
    pub subject: String,
    /// Whom the token is for: the audience that the provider is registered with.
    pub audience: String,
    /// The condition keys of the claims, with the names that policies have for them (R3.32).
    pub keys: Vec<(String, Vec<String>)>,
    /// Those of them that requests of the session have too (R3.33).
    pub kept: Vec<(String, Vec<String>)>,
    /// Session tags, key and value (R3.31).
    pub tags: Vec<(String, String)>,
    /// The keys of those that move on to the next session.
    pub transitive_keys: Vec<String>,
    /// The source identity (R3.31).
    pub source_identity: Option<String>,
    /// The roles that the provider says its holder may have, if it says so.
    pub roles: Option<Vec<String>>,
}

impl WebIdentity {
    /// Whether the account still trusts the provider with tokens for this audience.
    #[must_use]
    pub fn still_trusted(&self, snapshot: &Snapshot) -> bool {
        match self.provider {
            Trusted::BuiltIn(_) => true,
            Trusted::Registered { .. } => {
                self.provider.find(snapshot).is_some_and(|provider| provider.client_ids.contains(&self.audience))
            }
        }
    }
}
