//! A call of an operation of CloudTrail: which trails the caller's account sees, and the permissions that it requires.
//!
//! An account sees its own trails, and those of the management account that log its organization. In a Region it sees those
//! of which the Region is the home, and shadows of those that log all Regions.

use super::names::TrailName;
use super::{errors, organization};
use crate::api::error::ApiError;
use crate::directory::entities::{Trail, trail_arn};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::organization::{Place, place};
use crate::node::Node;
use crate::services::RequestInfo;
use crate::services::operation::{CallContext, RequiredPermission};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// What an operation is called with, beside its input.
#[derive(Clone, Copy)]
pub(super) struct CloudTrailCall<'a> {
    /// The caller's account.
    pub(super) account: AccountId,
    /// Where it stands, if it is in an organization.
    pub(super) place: Option<Place<'a>>,
    /// The Region that is called.
    pub(super) region: &'a str,
    /// The world.
    pub(super) snapshot: &'a Snapshot,
    /// Clock and entropy.
    pub(super) node: &'a Node,
    /// The request.
    pub(super) info: &'a RequestInfo,
    /// The operation's name.
    operation: &'static str,
    /// The position behind all events, if it was read.
    end: Option<&'a str>,
}

impl<'a> CloudTrailCall<'a> {
    /// A call of `operation`.
    ///
    /// # Errors
    /// `AccessDenied` for callers that belong to no account.
    pub(super) fn new(operation: &'static str, context: &CallContext<'a>) -> Result<Self, ApiError> {
        let CallContext { caller, snapshot, node, info, .. } = *context;
        let account = Caller::account(caller)?;
        let place = place(snapshot, account);
        Ok(Self { account, place, region: &info.region, snapshot, node, info, operation, end: None })
    }

    /// The same with the position behind all events.
    pub(super) fn with_end(self, end: Option<&'a str>) -> Self {
        Self { end, ..self }
    }

    /// The position behind all events that were recorded before the call.
    ///
    /// # Errors
    /// The operation does not say that it needs it.
    pub(super) fn end(&self) -> Result<String, ApiError> {
        self.end.map(str::to_owned).ok_or_else(|| ApiError::internal("the end of the events was not read"))
    }

    /// Now.
    pub(super) fn now(&self) -> Timestamp {
        self.node.clock.now()
    }

    /// The operation's own action on this resource.
    pub(super) fn on(&self, resource: impl Into<String>) -> RequiredPermission {
        RequiredPermission::on(format!("cloudtrail:{}", self.operation), resource)
    }

    /// The operation's own action on the trail that the request names. What is no name of a trail is refused by the operation,
    /// after the decision.
    pub(super) fn on_trail(&self, text: &str) -> RequiredPermission {
        let Ok(name) = TrailName::read(text, self.account, self.region) else {
            let resource =
                if text.starts_with("arn:") { text.to_owned() } else { trail_arn(self.account, self.region, text) };
            return self.on(resource);
        };
        let permission = self.on(name.arn());
        match self.snapshot.trail(name.account, &name.region, &name.name).filter(|trail| self.sees(trail)) {
            Some(trail) => {
                let tags = trail.tags.iter().map(|tag| (&*tag.key, &*tag.value));
                // The copy that an account sees of its organization's trail is its own.
                let account = Some(self.account);
                RequiredPermission { account, ..permission }.tags("aws:ResourceTag", tags)
            }
            None => permission,
        }
    }

    /// Whether the caller's account has to do with the trail.
    pub(super) fn sees(&self, trail: &Trail) -> bool {
        trail.account == self.account
            || self.place.is_some_and(|place| {
                place.organization.account == trail.account
                    && trail.organization.as_deref() == Some(&*place.organization.id)
            })
    }

    /// Every trail that the caller's account sees, in any Region: its own first.
    pub(super) fn visible(&self) -> Vec<&'a Arc<Stored<Trail>>> {
        let management = self.place.map(|place| place.organization.account).filter(|it| *it != self.account);
        let shared = management.into_iter().flat_map(|management| self.snapshot.list::<Trail>(management));
        self.snapshot.list::<Trail>(self.account).chain(shared.filter(|trail| self.sees(trail))).collect()
    }

    /// Whether the trail is in the Region that is called, if only as a shadow.
    pub(super) fn is_here(&self, trail: &Trail) -> bool {
        trail.multi_region || trail.region() == self.region
    }

    /// The trail that the request names, in the Region that is called.
    ///
    /// # Errors
    /// `InvalidTrailNameException`, `CloudTrailARNInvalidException`, `TrailNotFoundException`.
    pub(super) fn find(&self, text: &str) -> Result<&'a Arc<Stored<Trail>>, ApiError> {
        let trail = self.find_anywhere(text)?;
        if self.is_here(trail) { Ok(trail) } else { Err(errors::wrong_region(self.region)) }
    }

    /// The trail that the request names, to be changed: in its home Region, and by who administers it.
    ///
    /// # Errors
    /// Those of [`Self::find`]; `InvalidHomeRegionException`; `NotOrganizationMasterAccountException`.
    pub(super) fn find_to_change(&self, text: &str) -> Result<&'a Arc<Stored<Trail>>, ApiError> {
        let trail = self.find_anywhere(text)?;
        if trail.region() != self.region {
            return Err(errors::not_home(&trail.arn(), trail.region()));
        }
        if trail.organization.is_some() && !organization::administers(self, trail.account) {
            return Err(errors::not_management());
        }
        Ok(trail)
    }

    fn find_anywhere(&self, text: &str) -> Result<&'a Arc<Stored<Trail>>, ApiError> {
        let name = TrailName::read(text, self.account, self.region)?;
        let trail = self.snapshot.trail(name.account, &name.region, &name.name).filter(|trail| self.sees(trail));
        trail.ok_or_else(|| errors::unknown_trail(&name.arn(), self.account))
    }
}
