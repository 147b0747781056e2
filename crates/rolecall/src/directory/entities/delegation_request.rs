//! Delegation requests: what product providers ask of customers (R4.66).

use super::{Entity, Link, Tag};
use crate::directory::compiled::delegation_policy;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use rolecall_policy::document::kind::Resource;
use rolecall_policy::evaluate::Attached;
use serde::{Deserialize, Serialize};

/// The states that are stored. Whether it has expired is a question of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DelegationState {
    /// Nobody has claimed it.
    Unassigned,
    /// It has an owner.
    Assigned,
    /// The owner has forwarded it to somebody who may accept it.
    PendingApproval,
    /// It was accepted; the token is not sent yet.
    Accepted,
    /// The token was sent.
    Finalized,
    /// It was rejected.
    Rejected,
}

impl DelegationState {
    /// As answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "UNASSIGNED",
            Self::Assigned => "ASSIGNED",
            Self::PendingApproval => "PENDING_APPROVAL",
            Self::Accepted => "ACCEPTED",
            Self::Finalized => "FINALIZED",
            Self::Rejected => "REJECTED",
        }
    }
}

/// A value that the provider gives a place of its policy template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationParameter {
    /// The name of the place.
    pub name: String,
    /// One value, or several of a list.
    pub values: Vec<String>,
    /// Whether it is a list.
    pub list: bool,
}

/// Whose permissions a request gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApproverKind {
    /// The root user.
    Root,
    /// A user.
    User {
        /// `AIDA…`.
        id: String,
        /// Its name when it accepted.
        name: String,
    },
    /// A session of a role.
    Role {
        /// `AROA…`.
        id: String,
        /// With the role's path.
        arn: String,
        /// Without the path.
        name: String,
        /// `RoleSessionName`.
        session: String,
    },
}

/// Who accepted a request, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    /// Its ARN.
    pub arn: String,
    /// Whose permissions it has.
    pub kind: ApproverKind,
    /// The tags of its session.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// The source identity of its session.
    #[serde(default)]
    pub source_identity: Option<String>,
    /// The access key ids of its session and of those that this came from: if one is revoked, so is what was delegated.
    #[serde(default)]
    pub sessions: Vec<String>,
}

/// A delegation request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationRequest {
    /// The provider's account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `RequestorWorkflowId`, unique in the provider's account and thus its store key.
    pub workflow: String,
    /// Its id, which nobody can guess: who knows it may claim the request.
    pub id: String,
    /// The provider's name.
    pub requestor: String,
    /// The account that may own it, or does; as text.
    #[serde(default)]
    pub owner_account: Option<String>,
    /// ARN of the owner.
    #[serde(default)]
    pub owner: Option<String>,
    /// Its unique id, of a user.
    #[serde(default)]
    pub owner_id: Option<String>,
    /// As given.
    pub description: String,
    /// As given.
    #[serde(default)]
    pub message: Option<String>,
    /// ARN of the policy template.
    pub template: String,
    /// What was given for its places.
    #[serde(default)]
    pub parameters: Vec<DelegationParameter>,
    /// The policy with the values in their places.
    pub policy: String,
    /// The permissions boundaries that it demands of roles which are made.
    #[serde(default)]
    pub boundaries: Vec<String>,
    /// Where the provider wants to be told, an ARN.
    pub channel: String,
    /// As given.
    #[serde(default)]
    pub redirect_url: Option<String>,
    /// How long access lasts once the token is sent.
    pub seconds: i32,
    /// Whether nobody but the owner may send the token.
    #[serde(default)]
    pub only_send_by_owner: bool,
    /// What became of it.
    pub state: DelegationState,
    /// Since when it is in this state.
    pub since: Timestamp,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// What the owner wrote.
    #[serde(default)]
    pub notes: Option<String>,
    /// Why it was rejected.
    #[serde(default)]
    pub rejection: Option<String>,
    /// Who accepted it.
    #[serde(default)]
    pub approver: Option<Approver>,
    /// The access key ids of the sessions that its token was traded in for: if one is revoked, there are no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traded_in: Vec<String>,
}

impl DelegationRequest {
    /// Who may do what with it without a policy of their own that says so (R4.66), as the text of a resource policy. Its
    /// owner may do everything but accept it; before there is one, whoever knows it may look at it and claim it.
    ///
    /// A user is named by its unique id: a later one of the same name owns nothing. The root user needs no policy.
    fn default_permissions(&self) -> Option<String> {
        let (principal, actions) = match (&self.owner, &self.owner_id) {
            (None, _) => ("*", &["GetDelegationRequest", "GetHumanReadableSummary", "AssociateDelegationRequest"][..]),
            (Some(arn), None) if arn.ends_with(":root") => return None,
            (Some(arn), id) => (
                id.as_deref().unwrap_or(arn),
                &[
                    "GetDelegationRequest",
                    "GetHumanReadableSummary",
                    "UpdateDelegationRequest",
                    "RejectDelegationRequest",
                    "SendDelegationToken",
                    "ListDelegationRequests",
                ][..],
            ),
        };
        let actions: Vec<String> = actions.iter().map(|action| format!("iam:{action}")).collect();
        let statement = serde_json::json!({
            "Effect": "Allow", "Principal": {"AWS": principal}, "Action": actions, "Resource": "*"
        });
        Some(serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string())
    }
}

impl Entity for DelegationRequest {
    const KIND: &'static str = "delegation-request";
    /// AWS publishes no quota; the name is ours. Each takes some kilobytes of memory for two weeks at most.
    const QUOTA: Quota = Quota { name: "DelegationRequestsPerAccount", limit: 1000 };
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = Option<Attached<Resource>>;

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        &self.workflow
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn links(&self) -> Vec<(Link, &str)> {
        self.owner_account.iter().map(|account| (Link::Recipient, &**account)).collect()
    }

    fn compile(&self) -> Option<Attached<Resource>> {
        self.default_permissions().map(|text| delegation_policy(&text, &format!("delegation request {}", self.id)))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "222222222222/delegation-request/Order 1/a",
        r#"{"account":"222222222222","workflow":"Order 1/a","id":"5a9f0c52-8a2e-4c6e-9a53-0c1a5f6b7d8e",
            "requestor":"Example","owner_account":"111122223333","owner":"arn:aws:iam::111122223333:user/ana",
            "owner_id":"AIDA1","description":"Set up","message":"Again","template":"arn:aws:iam:::delegation-template/one",
            "parameters":[{"name":"bucket","values":["photos"],"list":false}],"policy":"{}",
            "boundaries":["arn:aws:iam::111122223333:policy/limit"],"channel":"arn:aws:sns:us-east-1:222222222222:news",
            "redirect_url":"https://example.com/","seconds":3600,"only_send_by_owner":true,"state":"ACCEPTED",
            "since":"2026-11-23T10:15:30Z","created":"2026-11-22T10:15:30Z","updated":"2026-11-23T10:15:30Z",
            "notes":"Please","rejection":"No","approver":{"arn":"arn:aws:sts::111122223333:assumed-role/Admin/bob",
            "kind":{"Role":{"id":"AROA1","arn":"arn:aws:iam::111122223333:role/Admin","name":"Admin","session":"bob"}},
            "tags":[{"key":"team","value":"core"}],"source_identity":"bob","sessions":["ASIA1"]},"traded_in":["ASIA2"]}"#,
    );
}
