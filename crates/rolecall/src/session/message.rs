//! Encoded authorization messages: an EC2-style denial carries the reason sealed, and `DecodeAuthorizationMessage`
//! opens it for those who may (R3.46, R3.47, R5.16).

use super::MAX_SESSION;
use super::codec::{Decoder, Encoder};
use super::ring::{KeyRing, Kind, SLACK};
use crate::secrets::SealError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::io::{Read, Write};
use zeroize::Zeroizing;

/// Longest `EncodedMessage` that STS takes (R3, parameter table).
pub const MAX_ENCODED_CHARS: usize = 10_240;
/// Longest text inside; what an encoded message of the greatest length could unfold to is not trusted.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// Why a message was not made.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub enum MessageError {
    /// It would be longer than STS takes back.
    #[error("the encoded message would be longer than {MAX_ENCODED_CHARS} characters")]
    TooLong,
    /// It was not sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Altered, truncated, expired, or for another account: `InvalidAuthorizationMessageException` 400 (R3.47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the encoded authorization message is not valid")]
pub struct InvalidMessage;

/// Seals `json` for callers of `account`, the denied principal's, until `expires` (at most as long as a session
/// lives: the ring does not keep its keys longer).
///
/// # Errors
/// It is too long, or there are no random bytes.
pub fn seal_message(
    ring: &KeyRing,
    json: &str,
    account: AccountId,
    expires: Timestamp,
) -> Result<String, MessageError> {
    if json.len() as u64 > MAX_TEXT_BYTES {
        return Err(MessageError::TooLong);
    }
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    let compressed = deflate.write_all(json.as_bytes()).and_then(|()| deflate.finish());
    let compressed = compressed.map_err(|_| MessageError::TooLong)?;
    let mut plain = Encoder::with_capacity(compressed.len() + 20);
    plain.time(expires);
    plain.number(account.as_u64());
    plain.raw(&compressed);
    let text = URL_SAFE_NO_PAD.encode(ring.seal_bytes(Kind::Message, plain.finish())?);
    if text.len() > MAX_ENCODED_CHARS { Err(MessageError::TooLong) } else { Ok(text) }
}

/// The JSON of a message, for a caller of `account`.
///
/// # Errors
/// [`InvalidMessage`]: it does not tell which of the reasons.
pub fn open_message(ring: &KeyRing, text: &str, account: AccountId) -> Result<String, InvalidMessage> {
    if text.len() > MAX_ENCODED_CHARS {
        return Err(InvalidMessage);
    }
    let mut bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidMessage)?);
    let plain = ring.open_bytes(Kind::Message, &mut bytes).map_err(|_| InvalidMessage)?;
    let mut from = Decoder::new(plain);
    let expires = from.time().ok_or(InvalidMessage)?;
    let owner = from.number().and_then(AccountId::from_u64).ok_or(InvalidMessage)?;
    // Beyond the longest life it was sealed while the clock was wrong.
    let lasts = expires.duration_since(ring.now());
    if !lasts.is_positive() || lasts > MAX_SESSION + SLACK || owner != account {
        return Err(InvalidMessage);
    }
    let mut json = String::new();
    let inflated = DeflateDecoder::new(from.rest()).take(MAX_TEXT_BYTES).read_to_string(&mut json);
    inflated.map(|_| json).map_err(|_| InvalidMessage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ring::testing::Bench;
    use jiff::SignedDuration;

    const ACCOUNT: u64 = 111_111_111_111;

    fn account(number: u64) -> AccountId {
        AccountId::from_u64(number).unwrap()
    }

    /// R3.46: opens to the same JSON for the account it is for, until it expires.
    #[tokio::test]
    async fn opens_until_it_expires() {
        let bench = Bench::new().await;
        let expires = bench.clock_now() + SignedDuration::from_hours(1);
        let json = r#"{"allowed":false,"explicitDeny":true}"#;
        let text = seal_message(&bench.ring, json, account(ACCOUNT), expires).unwrap();
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)).unwrap(), json);
        assert_eq!(open_message(&bench.ring, &text, account(222_222_222_222)), Err(InvalidMessage));
        bench.advance(SignedDuration::from_mins(59)).await;
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)).unwrap(), json);
        bench.advance(SignedDuration::from_mins(1)).await;
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)), Err(InvalidMessage));
    }

    /// One that was sealed while the clock was ahead does not open for years.
    #[tokio::test]
    async fn sealed_by_a_wrong_clock() {
        let bench = Bench::new().await;
        let ahead = SignedDuration::from_hours(9_600);
        bench.advance(ahead).await;
        let expires = bench.clock_now() + MAX_SESSION;
        let text = seal_message(&bench.ring, "{}", account(ACCOUNT), expires).unwrap();
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)).unwrap(), "{}");
        bench.advance(-ahead).await;
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)), Err(InvalidMessage));
    }

    /// R3.47: altered at any character, cut anywhere, or something else altogether: refused.
    #[tokio::test]
    async fn altered_messages_are_refused() {
        let bench = Bench::new().await;
        let expires = bench.clock_now() + SignedDuration::from_hours(1);
        let text = seal_message(&bench.ring, "{\"allowed\":false}", account(ACCOUNT), expires).unwrap();
        for at in 0..text.len() {
            assert_eq!(open_message(&bench.ring, text.get(..at).unwrap(), account(ACCOUNT)), Err(InvalidMessage));
            let mut altered = text.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(open_message(&bench.ring, &altered, account(ACCOUNT)), Err(InvalidMessage), "at {at}");
        }
        let long = "A".repeat(MAX_ENCODED_CHARS + 1);
        for text in ["", "A", "not base64!", &long, &bench.token()] {
            assert_eq!(open_message(&bench.ring, text, account(ACCOUNT)), Err(InvalidMessage), "{text}");
        }
    }

    /// Long messages fold; one that would still be longer than STS takes back is not made.
    #[tokio::test]
    async fn length_is_limited() {
        let bench = Bench::new().await;
        let expires = bench.clock_now() + SignedDuration::from_hours(1);
        let folds = "statement ".repeat(10_000);
        let text = seal_message(&bench.ring, &folds, account(ACCOUNT), expires).unwrap();
        assert!(text.len() < MAX_ENCODED_CHARS);
        assert_eq!(open_message(&bench.ring, &text, account(ACCOUNT)).unwrap(), folds);
        let noise: String =
            (0..20_000u64).map(|n| char::from(33 + ((n * n * 2_654_435_761) >> 13).to_le_bytes()[0] % 90)).collect();
        assert!(matches!(seal_message(&bench.ring, &noise, account(ACCOUNT), expires), Err(MessageError::TooLong)));
    }
}
