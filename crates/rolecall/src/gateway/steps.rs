//! Steps of signing in to the console. They are calls of no service, and each leaves a record like a request (R8.15).

use super::authenticate;
use super::pipeline::Gateway;
use super::record;
use super::server::Peer;
use super::wire::Family;
use crate::api::error::ApiError;
use crate::secrets::Secret;
use crate::services::log::RequestLog;
use crate::services::operation::{Effect, EventClass, OperationFacts};
use crate::services::{Caller, sts};
use http::request::Parts;
use rolecall_policy::AccountId;
use serde_json::{Value, json};
use std::sync::Arc;

/// The service of these records.
const SERVICE: &str = "signin";
/// The Region of their events: that of AWS's global sign-in address.
const REGION: &str = "us-east-1";

/// A step, and how it went.
#[derive(Debug)]
pub struct Step<'a> {
    /// The name of its event: `ConsoleLogin`.
    pub name: &'static str,
    /// Who it is, or is said to be.
    pub by: Option<&'a Caller>,
    /// The account that reads of it, if it is known.
    pub account: Option<AccountId>,
    /// What the event adds.
    pub additional: Value,
    /// Why it failed; the reason is for the trail.
    pub failure: Option<ApiError>,
}

impl Gateway {
    /// Records a step; the id of the record.
    ///
    /// # Errors
    /// `ServiceUnavailable` if a success cannot be recorded: then nobody is let in.
    pub async fn record_step(&self, parts: &Parts, peer: &Peer, step: Step<'_>) -> Result<String, ApiError> {
        let (info, log) = (self.describe(parts, peer)?, RequestLog::default());
        let Step { name, by, account, additional, failure } = step;
        log.service(SERVICE);
        log.sent_operation(name);
        log.operation(OperationFacts {
            service: SERVICE,
            name,
            effect: Effect::IssuesCredentials,
            class: EventClass::Management,
        });
        if let Some(caller) = by {
            log.claimed(&Arc::new(caller.clone()));
            if failure.is_none() {
                log.authenticated(REGION);
            }
        }
        account.into_iter().for_each(|account| log.concerns(account));
        let outcome = if failure.is_none() { "Success" } else { "Failure" };
        log.response(json!({ name: outcome }).to_string());
        log.additional(additional.to_string());
        let status = failure.as_ref().map_or(200, |error| error.status);
        record::leave(self.node(), &info, log.take(), status, failure.as_ref()).await?;
        Ok(info.request_id)
    }

    /// Whom temporary credentials stand for, and the secret that belongs to them.
    ///
    /// # Errors
    /// They are not, or no longer, credentials of this server.
    pub fn holder(&self, access_key_id: &str, token: &str) -> Result<(Secret, Arc<Caller>), ApiError> {
        let (node, family) = (self.node(), Family::from(&sts::SERVICE));
        let now = node.clock.now();
        let snapshot = node.directory.snapshot();
        let claim = authenticate::claim(node, self.claims(), &snapshot, family, access_key_id, Some(token), now)?;
        Ok((claim.secret.clone(), Arc::clone(&claim.caller)))
    }
}
