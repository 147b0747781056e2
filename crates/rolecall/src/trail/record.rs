//! One request, as it is remembered. It holds no secret: no signature, token or secret key ever enters it.

use super::{MAX_RECORD_BYTES, TrailError};
use jiff::Timestamp;
use rolecall_policy::Layer;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::PolicySource;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// One request. As JSON, absent fields are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// The error that a client was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// AWS's code.
    pub code: String,
    /// The message.
    pub message: String,
}

impl Record {
    /// The record as JSON; without its explanations if it would be too large with them.
    pub(super) fn to_json(&self) -> Result<Vec<u8>, TrailError> {
        let encode = |record: &Self| serde_json::to_vec(record).map_err(|e| TrailError::Unavailable(e.to_string()));
        let json = encode(self)?;
        if json.len() <= MAX_RECORD_BYTES {
            return Ok(json);
        }
        let mut lean = self.clone();
        for decision in &mut lean.decisions {
            decision.explanation = None;
        }
        let json = encode(&lean)?;
        if json.len() <= MAX_RECORD_BYTES { Ok(json) } else { Err(TrailError::TooLarge(json.len())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;

    /// Every field comes back from the JSON.
    #[test]
    fn json_keeps_everything() {
        let record = record("4f1c");
        assert_eq!(serde_json::from_slice::<Record>(&record.to_json().unwrap()).unwrap(), record);
    }

    /// Too large: the explanations go first, then the record is refused.
    #[test]
    fn large_records_lose_their_explanations() {
        let mut large = record("4f1c");
        large.decisions[0].explanation = Some("x".repeat(MAX_RECORD_BYTES).into());
        let back: Record = serde_json::from_slice(&large.to_json().unwrap()).unwrap();
        assert_eq!((back.decisions[0].explanation.as_ref(), back.error), (None, large.error.clone()));
        large.user_agent = Some("x".repeat(MAX_RECORD_BYTES));
        assert!(matches!(large.to_json(), Err(TrailError::TooLarge(_))));
    }
}
