//! Inputs and outputs, which no model of AWS has.

use jiff::Timestamp;
use rolecall_catalog::api::iam::shapes::DELEGATION_REQUEST_ID_TYPE;
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

static REQUEST_ID: Member = Member::new("DelegationRequestId");

/// The input of `GetDelegationNotification`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct GetDelegationNotificationInput {
    /// The id of the request.
    pub(super) delegation_request_id: String,
}

impl Members for GetDelegationNotificationInput {
    const MEMBERS: &'static [Member] = &[Member::new("DelegationRequestId")];
}

impl ReadStructure for GetDelegationNotificationInput {
    fn read_members(reader: &mut Reader, source: &Source<'_>, at: &Path<'_>) -> Self {
        Self { delegation_request_id: reader.required(source, at, &REQUEST_ID, &DELEGATION_REQUEST_ID_TYPE) }
    }
}

/// The output of `GetDelegationNotification`. The token is secret, so this has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct GetDelegationNotificationOutput {
    /// The id of the request.
    pub(super) delegation_request_id: String,
    /// The provider's own name of it.
    pub(super) requestor_workflow_id: String,
    /// The topic that the provider named.
    pub(super) notification_channel: String,
    /// What became of it.
    pub(super) state: String,
    /// Since when.
    pub(super) since: Timestamp,
    /// What the provider trades in for access, while it may.
    pub(super) trade_in_token: Option<String>,
}

impl Members for GetDelegationNotificationOutput {
    const MEMBERS: &'static [Member] = &[
        Member::new("DelegationRequestId"),
        Member::new("RequestorWorkflowId"),
        Member::new("NotificationChannel"),
        Member::new("State"),
        Member::new("Since"),
        Member::new("TradeInToken"),
    ];
}

impl WriteStructure for GetDelegationNotificationOutput {
    fn write_members(&self, sink: &mut Sink) {
        if let [id, workflow, channel, state, since, token] = Self::MEMBERS {
            sink.member(id, &self.delegation_request_id);
            sink.member(workflow, &self.requestor_workflow_id);
            sink.member(channel, &self.notification_channel);
            sink.member(state, &self.state);
            sink.member(since, &self.since);
            sink.member(token, &self.trade_in_token);
        }
    }
}

impl Output for GetDelegationNotificationOutput {
    const HAS_RESULT: bool = true;
}
