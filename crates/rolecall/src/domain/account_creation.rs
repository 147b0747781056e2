//! Makes the accounts that organizations ask for (R7.5).
//!
//! `CreateAccount` only stores the request and answers. What is asked for is made here, after the answer: an account whose
//! root user has an address and no access key, in the root of the organization, with a role that trusts the management
//! account. The account, its role and the end of the request are one change, so a server that stops on the way finds the
//! request as it was, and carries it out at its next start.

use super::{account, organization, role};
use crate::api::error::ApiError;
use crate::api::ids::new_request_id;
use crate::directory::Edit;
use crate::directory::entities::{
    Account, AccountCreation, EmailClaim, JoinedMethod, Membership, Organization, Outcome, Role,
};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use crate::trail::{Caller, Failure, Record};
use rolecall_policy::AccountId;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// The role that trusts the management account, unless the request names another (R7.5).
pub const DEFAULT_ROLE: &str = "OrganizationAccountAccessRole";

/// What the role may do in its account.
const ADMINISTRATOR_ACCESS: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// How long after a failure of the store or the trail the requests are tried again.
const RETRY: Duration = Duration::from_secs(10);

/// Carries out requests, those of an earlier run first, until the node is gone.
pub async fn serve(node: Weak<Node>) {
    let Some(mut requests) = node.upgrade().map(|node| node.account_requests.subscribe()) else { return };
    loop {
        let Some(present) = node.upgrade() else { return };
        let carried_out = carry_out(&present).await;
        // Whoever waits holds no node.
        drop(present);
        match carried_out {
            Ok(()) if requests.changed().await.is_err() => return,
            Ok(()) => {}
            Err(error) => {
                tracing::error!(%error, cause = error.cause(), "accounts that were asked for cannot be made at the moment");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// Carries out every request that is in progress.
///
/// # Errors
/// The store takes no writes, or the trail no records; the requests stay in progress.
pub async fn carry_out(node: &Node) -> Result<(), ApiError> {
    let snapshot = node.directory.snapshot();
    let pending: Vec<&Arc<Stored<AccountCreation>>> =
        snapshot.all::<AccountCreation>().filter(|request| request.completed.is_none()).collect();
    for request in pending {
        let mut record = record(node, request)?;
        // As for a client's change: first the room for its record, then the change.
        let room = node.trail.reserve(&[], record.clone(), false).map_err(ApiError::internal)?;
        let made = node.directory.change(|snapshot, edit| finish(node, snapshot, edit, request)).await?;
        let Some(outcome) = made else { continue };
        match outcome {
            Outcome::Account(id) => {
                record.accounts.push(id.to_string());
                record.resources.push(format!("arn:aws:iam::{id}:root"));
            }
            Outcome::Failure(code) => {
                let message = format!("The account of the request {} was not made.", request.id);
                record.error = Some(Failure { code, message, reason: None });
                record.status = 400;
            }
        }
        node.trail.append_in(room, record).await.map_err(ApiError::internal)?;
    }
    Ok(())
}

/// The record that the service leaves when a request is carried out: CloudTrail's event `CreateAccountResult`.
fn record(node: &Node, request: &AccountCreation) -> Result<Record, ApiError> {
    const SERVICE: &str = "organizations.amazonaws.com";
    Ok(Record {
        request_id: new_request_id(&*node.entropy)?,
        time: node.clock.now(),
        service: "organizations".to_owned(),
        operation: "CreateAccountResult".to_owned(),
        caller: Some(Caller {
            kind: "AWSService".to_owned(),
            arn: SERVICE.to_owned(),
            account: request.account.to_string(),
            principal_id: SERVICE.to_owned(),
            access_key_id: None,
            session_name: None,
            source_identity: None,
            issued_by: None,
            mfa: false,
            session: None,
            subject: None,
            identity_provider: None,
        }),
        region: Some("us-east-1".to_owned()),
        status: 200,
        accounts: vec![request.account.to_string()],
        ..Record::default()
    })
}

/// Plans the change; `None` if somebody else has carried the request out.
fn finish(
    node: &Node,
    snapshot: &Snapshot,
    edit: &mut Edit,
    request: &AccountCreation,
) -> Result<Option<Outcome>, ApiError> {
    let present = snapshot.find::<AccountCreation>(request.account, &request.id);
    let Some(present) = present.filter(|present| present.completed.is_none()) else { return Ok(None) };
    let outcome = match refusal(snapshot, request) {
        Some(reason) => Outcome::Failure(reason.to_owned()),
        None => Outcome::Account(make(node, snapshot, edit, request)?),
    };
    edit.modify(present, |present| present.completed = Some((node.clock.now(), outcome.clone())))?;
    Ok(Some(outcome))
}

/// Why the account cannot be made, as answers spell it.
fn refusal(snapshot: &Snapshot, request: &AccountCreation) -> Option<&'static str> {
    if snapshot.account_of_email(&request.email).is_some() {
        return Some("EMAIL_ALREADY_EXISTS");
    }
    if !request.email.is_ascii() || Account::is_made_up(&request.email) {
        return Some("INVALID_EMAIL");
    }
    let Some(organization) = snapshot.find_by_id::<Organization>(&request.organization) else {
        // It was deleted meanwhile.
        return Some("INTERNAL_FAILURE");
    };
    let members = snapshot.count::<Membership>(organization.account);
    (members >= organization::account_limit(organization)).then_some("ACCOUNT_LIMIT_EXCEEDED")
}

fn make(node: &Node, snapshot: &Snapshot, edit: &mut Edit, request: &AccountCreation) -> Result<AccountId, ApiError> {
    let id = account::new_id(node)?;
    edit.create(&Account { email: Some(request.email.clone()), ..account::new(node, id, &request.name)? })?;
    edit.create(&EmailClaim { email: request.email.clone(), account: id })?;
    let management = request.account;
    let trust = serde_json::json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{management}:root")},
        "Action": "sts:AssumeRole",
    }]});
    let role = role::new(node, snapshot, id, "/", &request.role_name, &trust.to_string())?;
    edit.create(&Role { attached: vec![ADMINISTRATOR_ACCESS.to_owned()], ..role })?;
    let organization = snapshot.find_by_id::<Organization>(&request.organization);
    let organization = organization.ok_or_else(|| ApiError::internal("the organization is gone"))?;
    organization::join(node, snapshot, edit, organization, id, JoinedMethod::Created, request.tags.clone())?;
    Ok(id)
}
