//! Temporary credentials that need no look-up: everything about a session travels in its sealed token.
//!
//! Ana assumes the role `Dev`. STS makes an access key id and a secret, puts them with the role, the session name, the
//! session policies and the rest into a [`Session`], and [`KeyRing::seal`]s it: that text is the session token she is
//! given (R3.5). With each request she sends it back; [`KeyRing::open`] gives the same `Session`, whose secret then
//! verifies the signature. Nothing was written, and any node that has the ring can do it.
//!
//! The ring's keys change daily and are kept, sealed by the master key, in the store. The same ring seals the encoded
//! messages that `DecodeAuthorizationMessage` opens ([`message`]).

mod codec;
pub mod message;
mod ring;
mod token;
pub mod trade_in;

pub use ring::{KeyRing, REFRESH_INTERVAL, RING_KEY, RingError};
pub use token::{Issuer, MAX_TOKEN_CHARS, Session, SessionIdentity, TokenError};

use jiff::SignedDuration;

/// The longest that any temporary credentials live: `GetSessionToken` and `GetFederationToken` (R3 table).
pub const MAX_SESSION: SignedDuration = SignedDuration::from_hours(36);
