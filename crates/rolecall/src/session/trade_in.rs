//! The token that a provider trades in for the access that a customer delegated (R3.54).
//!
//! It names the delegation request, sealed. Whether the request still counts is looked up when the token comes back.

use super::codec::{Decoder, Encoder};
use super::ring::{KeyRing, Kind};
use crate::secrets::SealError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Longest token that is looked at. Ours have about 130 characters.
const MAX_CHARS: usize = 1024;

/// Seals the id of a delegation request.
///
/// # Errors
/// No random bytes.
pub fn seal_trade_in(ring: &KeyRing, request_id: &str) -> Result<String, SealError> {
    let mut plain = Encoder::with_capacity(request_id.len() + 10);
    plain.text(request_id);
    Ok(URL_SAFE_NO_PAD.encode(ring.seal_bytes(Kind::TradeIn, plain.finish())?))
}

/// The id of the delegation request; `None` if the token is not one of ours, or too old.
#[must_use]
pub fn open_trade_in(ring: &KeyRing, token: &str) -> Option<String> {
    if token.len() > MAX_CHARS {
        return None;
    }
    let mut bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let mut from = Decoder::new(ring.open_bytes(Kind::TradeIn, &mut bytes).ok()?);
    from.text().filter(|_| from.rest().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::message::seal_message;
    use crate::session::ring::testing::Bench;

    /// R3.54: a token opens to the request it was made for; an altered one, and a sealed text of another kind, to nothing.
    #[tokio::test]
    async fn tokens_name_requests() {
        let bench = Bench::new().await;
        let token = seal_trade_in(&bench.ring, "5a9f0c52-8a2e-4c6e-9a53-0c1a5f6b7d8e").unwrap();
        assert_eq!(open_trade_in(&bench.ring, &token).unwrap(), "5a9f0c52-8a2e-4c6e-9a53-0c1a5f6b7d8e");
        let mut altered = token.clone();
        altered.pop();
        altered.push('A');
        assert!(altered == token || open_trade_in(&bench.ring, &altered).is_none());
        for other in ["", "x", &"A".repeat(MAX_CHARS), &"A".repeat(MAX_CHARS + 1)] {
            assert!(open_trade_in(&bench.ring, other).is_none());
        }
        let account = "111111111111".parse().unwrap();
        let expires = bench.clock_now() + jiff::SignedDuration::from_hours(1);
        let message = seal_message(&bench.ring, "{}", account, expires).unwrap();
        assert!(open_trade_in(&bench.ring, &message).is_none());
    }
}
