//! One request, as it is remembered. It holds no secret: no signature, token or secret key ever enters it.

mod size;

pub(super) use size::HEAD_BYTES;
pub use size::{
    MAX_ACCOUNTS, MAX_DECISIONS, MAX_DETAIL_BYTES, MAX_EXPLAINED, MAX_EXPLANATION_BYTES, MAX_RECORD_BYTES,
    MAX_RESOURCES, MAX_SOURCES, MAX_STATEMENTS, MAX_UNSIGNED_DECISIONS, NAME_BYTES, RESOURCE_BYTES, TEXT_BYTES,
};

use jiff::Timestamp;
use rolecall_policy::Layer;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::PolicySource;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// One request. As JSON, absent fields are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// As it was answered.
    pub request_id: String,
    /// When the request arrived.
    pub time: Timestamp,
    /// The service by its IAM prefix: `s3`; empty if it was not recognised.
    pub service: String,
    /// The API's name of the operation: `PutObject`; empty if it was not recognised.
    pub operation: String,
    /// Who signed; `None`: the request was refused before that was known, or nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// What the request says of itself, where that was not proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// `aws:SourceIp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<IpAddr>,
    /// The `User-Agent` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// `aws:RequestedRegion`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The ARNs that the request is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// What was decided, in the order of deciding; empty if the request was refused before that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionRecord>,
    /// The error that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    /// The HTTP status that was answered.
    pub status: u16,
    /// From the first byte of the request to the answer, microseconds.
    pub duration_us: u64,
    /// Every account that takes part (the caller's, those of the resources): each may see its half.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// What was left out because the record was too long.
    #[serde(default, skip_serializing_if = "Omitted::is_nothing")]
    pub omitted: Omitted,
    /// Unsigned requests that left no record since the last unsigned one that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrecorded: Option<Unrecorded>,
    /// The server stopped while it carried the request out. Whether something was changed is not known; nothing was
    /// answered, and `status` is 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
}

/// Requests that left no record, because there were too many of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unrecorded {
    /// How many.
    pub requests: u64,
    /// When the first of them arrived.
    pub since: Timestamp,
    /// Where they came from: the first [`MAX_SOURCES`] addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Source>,
}

/// An address that requests came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The address.
    pub address: IpAddr,
    /// How many requests.
    pub requests: u64,
}

/// What a record leaves out, in numbers: texts are cut and lists are kept up to a limit, so that each record can be
/// written, whatever was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omitted {
    /// Decisions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decisions: u64,
    /// Deciding statements of decisions that are there.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub statements: u64,
    /// Denials that are there and not explained.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub explanations: u64,
    /// Resources.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resources: u64,
    /// Accounts that take part.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub accounts: u64,
    /// Bytes of texts that were cut.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub bytes: u64,
}

/// Who made a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// `aws:PrincipalType`: `Account`, `User`, `AssumedRole`, `FederatedUser`, `Anonymous`.
    pub kind: String,
    /// As `GetCallerIdentity` gives it; empty for anonymous callers.
    pub arn: String,
    /// Its account, twelve digits; `anonymous` for anonymous callers.
    pub account: String,
    /// `aws:userid`.
    pub principal_id: String,
    /// The access key id that signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// The role session name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// `aws:SourceIdentity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The ARN of the principal that requested the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// `aws:MultiFactorAuthPresent`.
    #[serde(default)]
    pub mfa: bool,
}

/// One decision of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// The IAM action.
    pub action: String,
    /// The resource ARN, or `*`.
    pub resource: String,
    /// What was decided.
    pub outcome: Outcome,
    /// The deciding statement of each layer that has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<DecidingStatement>,
    /// The explanation of a denial, as the engine gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<serde_json::Value>,
}

/// A statement that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidingStatement {
    /// The layer.
    pub layer: Layer,
    /// The policy.
    pub source: PolicySource,
    /// Index of the statement in the policy, from 0.
    pub statement: u32,
    /// Its `Sid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: Effect,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Every layer that must allow did.
    Allowed,
    /// A statement denies.
    ExplicitDeny,
    /// A layer that must allow has nothing that does.
    ImplicitDeny,
}

/// What a request came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was allowed, and carried out.
    Allowed,
    /// Something of it was denied.
    Denied,
    /// It was allowed, and then it failed.
    Failed,
    /// It was refused before anything was decided.
    Refused,
    /// The server stopped while it carried it out.
    Unfinished,
}

/// The error that a client was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// AWS's code.
    pub code: String,
    /// The message.
    pub message: String,
    /// Which of several things that look alike to the client it was. Only the trail says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a request said of itself that was refused before anybody could tell whether it is true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The operation, or of S3 the method and the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The access key id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// Whose key that is, if it is known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

impl Record {
    /// What the request came to.
    #[must_use]
    pub fn ending(&self) -> Ending {
        let is_decided = !self.decisions.is_empty();
        match &self.error {
            _ if self.is_unfinished => Ending::Unfinished,
            _ if is_decided && self.is_denied() => Ending::Denied,
            Some(_) if is_decided => Ending::Failed,
            Some(_) => Ending::Refused,
            None => Ending::Allowed,
        }
    }

    /// Whether something was denied, or the request was refused before a decision.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        let denied = self.decisions.iter().any(|decision| decision.outcome != Outcome::Allowed);
        denied || self.decisions.is_empty() && self.error.is_some()
    }
}

impl Omitted {
    /// With every count at its longest.
    const LONGEST: Self = Self {
        decisions: u64::MAX,
        statements: u64::MAX,
        explanations: u64::MAX,
        resources: u64::MAX,
        accounts: u64::MAX,
        bytes: u64::MAX,
    };

    /// Whether the record is whole.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
