//! Signature Version 4 and 4a, pure: no I/O, no clock, no look-ups (R6.1–R6.22, R6.24–R6.26).
//!
//! A request arrives with credentials. [`parse`] reads what it presents: key id, scope, date, signed headers, session
//! token. The caller finds the secret for that key id (a look-up, or an opened session token), and [`verify`] says
//! whether the request is what the owner of the secret signed, for this service, this Region and this moment. The order
//! of checks is R5.25: header syntax here first, then the caller's key and token look-up, then date and scope, then the
//! signature. What is signed of an S3 body is checked later, while it streams ([`payload`]).

pub mod canonical;
mod chunked;
pub mod date;
pub mod errors;
pub mod key_cache;
mod parse;
pub mod payload;
mod region;
pub mod sign;
pub mod v4a;
mod verify;

pub use date::AmzDate;
pub use key_cache::{KeyCache, SigningKey};
pub use parse::{Algorithm, Credentials, Presented, Scope, SignatureForm, parse};
pub use payload::Payload;
pub use region::RegionPolicy;
pub use verify::{Content, Expectation, Verified, check_claims, check_repeated, verify};

/// The algorithm of Signature Version 4. That of 4a is [`v4a::ALGORITHM`].
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What every scope ends with (R6.6).
pub const TERMINATOR: &str = "aws4_request";

/// How far a request's date may be from the server's time, in seconds (R6.4).
pub const MAX_SKEW: i64 = 15 * 60;

/// The longest life of a presigned S3 request, in seconds (R6.4).
pub const MAX_EXPIRES: i64 = 604_800;
