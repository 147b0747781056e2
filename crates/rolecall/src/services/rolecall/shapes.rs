//! Inputs and outputs, which no model of AWS has.

use jiff::Timestamp;
use rolecall_catalog::member::Member;
use rolecall_catalog::operation::{Members, Output, ReadStructure, WriteStructure};
use rolecall_catalog::sink::Sink;
use rolecall_catalog::source::Source;
use rolecall_catalog::validation::{Path, Pattern, Reader, Text};

/// An access key id as STS's model has it.
static ACCESS_KEY_ID: Text = Text::ANY.min(16).max(128).pattern(&ACCESS_KEY_ID_PATTERN);
static ACCESS_KEY_ID_PATTERN: Pattern = Pattern::new(r"[\w]*", "[A-Za-z0-9_]*");

static ID: Member = Member::new("AccessKeyId");

/// The input of `RevokeSession`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RevokeSessionInput {
    /// The session's access key id, `ASIA…`.
    pub(super) access_key_id: String,
}

impl Members for RevokeSessionInput {
    const MEMBERS: &'static [Member] = &[Member::new("AccessKeyId")];
}

impl ReadStructure for RevokeSessionInput {
    fn read_members(reader: &mut Reader, source: &Source<'_>, at: &Path<'_>) -> Self {
        Self { access_key_id: reader.required(source, at, &ID, &ACCESS_KEY_ID) }
    }

    fn told(&self) -> Option<String> {
        Some(serde_json::json!({ "accessKeyId": self.access_key_id }).to_string())
    }
}

/// The output of `RevokeSession`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RevokeSessionOutput {
    /// The session's access key id.
    pub(super) access_key_id: String,
    /// When it was revoked first.
    pub(super) revoked_at: Timestamp,
}

impl Members for RevokeSessionOutput {
    const MEMBERS: &'static [Member] = &[Member::new("AccessKeyId"), Member::new("RevokedAt")];
}

impl WriteStructure for RevokeSessionOutput {
    fn write_members(&self, sink: &mut Sink) {
        if let [id, at] = Self::MEMBERS {
            sink.member(id, &self.access_key_id);
            sink.member(at, &self.revoked_at);
        }
    }
}

impl Output for RevokeSessionOutput {
    const HAS_RESULT: bool = true;
}
