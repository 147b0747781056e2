//! The least that a server must do that verifies each request and keeps a record of it, added to the bare server: how much of
//! the distance to the bare server could go at all.
//!
//! It knows one key, reads no form, decides nothing, and its records are the same bytes again and again. No server that does
//! its work with these signatures, these tokens and one write for each record can be faster.

use crate::{Result, session};
use bytes::Bytes;
use http::request::Parts;
use jiff::Timestamp;
use rolecall::gateway::sigv4::{Content, Credentials, Expectation, KeyCache, RegionPolicy, parse, verify};
use rolecall::gateway::wire::Family;
use rolecall::services::sts;
use rolecall::session::KeyRing;
use std::fmt::{Display, Formatter};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

/// About as long as the records of `GetCallerIdentity` and `AssumeRole`, in bytes.
const RECORD_OF_IDENTITY: usize = 700;
const RECORD_OF_ROLE: usize = 1_900;
/// What the answer of `AssumeRole` has beside the token, in bytes.
const ANSWER_OF_ROLE: usize = 900;

/// What a server does with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// Nothing.
    Nothing,
    /// Verifies the signature with this secret, and writes a record.
    Identity { secret: String },
    /// Also makes a session's credentials.
    Role { secret: String },
}

impl Display for Work {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Identity { secret } => write!(f, "identity {secret}"),
            Self::Role { secret } => write!(f, "role {secret}"),
        }
    }
}

impl FromStr for Work {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.split_once(' ') {
            None if text == "nothing" => Ok(Self::Nothing),
            Some(("identity", secret)) => Ok(Self::Identity { secret: secret.to_owned() }),
            Some(("role", secret)) => Ok(Self::Role { secret: secret.to_owned() }),
            _ => Err(format!("no work of a server: {text}")),
        }
    }
}

/// Does the work.
pub(crate) struct Least {
    work: Work,
    keys: KeyCache,
    ring: KeyRing,
    records: File,
    written: AtomicU64,
}

impl Least {
    pub(crate) async fn new(work: Work) -> Result<Self> {
        let ring = session::ring().await?;
        let (keys, records) = (KeyCache::default(), tempfile::tempfile()?);
        Ok(Self { work, keys, ring, records, written: AtomicU64::new(0) })
    }

    /// The answer of a request, unless it is the bare server's.
    pub(crate) fn answer(&self, parts: &Parts, body: &[u8]) -> Result<Option<Bytes>> {
        match &self.work {
            Work::Nothing => Ok(None),
            Work::Identity { secret } => {
                self.verify(parts, body, secret)?;
                self.record(&[b'x'; RECORD_OF_IDENTITY])?;
                Ok(None)
            }
            Work::Role { secret } => {
                self.verify(parts, body, secret)?;
                let mut answer = self.ring.seal(&session::session(0)?)?.into_bytes();
                answer.resize(answer.len() + ANSWER_OF_ROLE, b'x');
                self.record(&[b'x'; RECORD_OF_ROLE])?;
                Ok(Some(answer.into()))
            }
        }
    }

    fn verify(&self, parts: &Parts, body: &[u8], secret: &str) -> Result<()> {
        let family = Family::from(&sts::SERVICE);
        let refused = |error: rolecall::api::error::ApiError| error.message.to_string();
        let Credentials::Presented(presented) = parse(parts, family).map_err(refused)? else {
            return Err("not signed".into());
        };
        let region = RegionPolicy::Exactly("us-east-1".into());
        let expected = Expectation { family, service: "sts", region: &region, now: Timestamp::now() };
        verify(parts, &presented, secret, Content::Whole(body), &expected, &self.keys).map_err(refused)?;
        Ok(())
    }

    fn record(&self, record: &[u8]) -> Result<()> {
        let offset = self.written.fetch_add(record.len() as u64, Ordering::Relaxed);
        Ok(self.records.write_all_at(record, offset)?)
    }
}
