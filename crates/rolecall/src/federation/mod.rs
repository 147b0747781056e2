//! Federation by OpenID Connect: tokens in which somebody else says who calls.
//!
//! A job of CI asks its provider for a token, and brings it to `AssumeRoleWithWebIdentity`. [`Token::read`] takes it apart,
//! and believes nothing of it. Which provider is to have signed it says the account of the role, never the token alone. The
//! provider's public keys ([`KeySet`]) were given with it, or [`ProviderKeys`] fetches them where the provider publishes
//! them ([`discovery`], [`fetch`]). [`KeySet::verify`] says whether one of them signed the token. What the claims mean is for
//! the service to say.
//!
//! The other way round, [`signing`] signs tokens in which this server says who somebody is.

pub mod discovery;
pub mod fetch;
pub mod issuer;
mod json;
mod key_set;
mod provider_keys;
pub mod signing;
mod token;

pub use key_set::{KeySet, MAX_KEYS, NotKeys, Verified};
pub use provider_keys::{MAX_AGE, MAX_ISSUERS, MIN_INTERVAL, ProviderKeys};
pub use token::{Algorithm, MAX_TOKEN, NotToken, Token};
