//! One request as the engine takes it: what a test asks in the end, or a role that is assumed on the way there.

use super::AccessFile;
use super::chain::Credentials;
use super::policies::NamedPolicy;
use super::principals::Caller;
use super::resources::{Resource, Target};
use super::table::Said;
use crate::scenario::{Document, Documents, Facts, ManagementAccount, PolicyCache, Scenario};
use crate::scenario::{StatedContext, StatedResource, account_in_arn};
use rolecall_policy::{AccountId, Context};
use std::rc::Rc;

/// Who asks for what on what, and when.
#[derive(Clone, Copy)]
pub(super) struct Requested<'f, 'n> {
    pub(super) file: &'f AccessFile<'n>,
    pub(super) caller: &'f Caller<'n>,
    pub(super) action: &'f str,
    pub(super) target: &'f Target<'n>,
    /// Condition keys of this request, over those that file, caller and resource have.
    pub(super) when: &'f Context,
    /// Keys that every request of its kind has, with values that are not stated.
    pub(super) unstated: &'f [&'static str],
    /// Keys that it does not have.
    pub(super) without: &'f [Said<'n>],
    /// The policies of the VPC endpoint that it passes.
    pub(super) endpoint: Option<&'f Vec<Rc<NamedPolicy<'n>>>>,
}

impl<'f, 'n> Requested<'f, 'n> {
    pub(super) fn scenario(self, cache: &mut PolicyCache) -> Result<Scenario<'f>, String> {
        let scenario = Scenario::new(self.facts(), |is_role| cache.layers(self.documents(), is_role))?;
        scenario.check_policies()?;
        Ok(scenario)
    }

    fn resource(self) -> Option<&'f Resource<'n>> {
        self.target.resource.as_deref()
    }

    /// Whose the resource is: as stated, else by its ARN, else the caller's.
    fn owner(self) -> Option<AccountId> {
        let stated = self.resource().and_then(|resource| resource.account.as_deref()?.parse().ok());
        stated.or_else(|| account_in_arn(&self.target.arn)).or(self.caller.account)
    }

    fn facts(self) -> Facts<'f> {
        let organization = &self.file.organization;
        let mut facts: Facts<'f> = self.caller.facts.clone();
        facts.action = self.action.into();
        let (arn, is_pattern) = (&*self.target.arn, self.target.is_pattern);
        facts.resource = if is_pattern { StatedResource::Like(arn.into()) } else { StatedResource::Known(arn.into()) };
        facts.context = self.context();
        facts.management_account = organization.management.map(|id| ManagementAccount::Account(id.into()));
        if let Some(resource) = self.resource() {
            facts.resource_account = resource.account.as_deref().map(Into::into);
            // A pattern is of what is in a bucket, which the type that is stated of the bucket does not tell.
            facts.resource_type = resource.kind.filter(|_| !is_pattern).map(Into::into);
            let mut s3 = facts.s3.unwrap_or_default();
            s3.object_owner = resource.object_owner.map(Into::into);
            s3.block_public_access = resource.block_public_access;
            facts.s3 = Some(s3);
        }
        facts
    }

    /// What the organization tells, then what the file says of every request, of the caller, of the resource, and of this
    /// request: the later comes before the earlier. What a session's credentials tell comes before all of it.
    pub(super) fn context(self) -> StatedContext {
        let organization = &self.file.organization;
        let mut context = StatedContext::default();
        for (key, account) in [("aws:PrincipalOrgID", self.caller.account), ("aws:ResourceOrgID", self.owner())] {
            if let Some(id) = organization.id
                && account.is_some_and(|account| organization.has(account))
            {
                context.known.set(key, id);
            }
        }
        let of_resource = self.resource().map(|resource| &resource.context);
        let stated = [Some(&self.file.context), Some(self.caller.context()), of_resource, Some(self.when)];
        for stated in stated.into_iter().flatten() {
            context.known.extend(stated.clone());
        }
        if let Some(credentials) = &self.caller.credentials {
            credentials.replace_in(&mut context.known);
        }
        let unstated = self.caller.credentials.iter().flat_map(Credentials::unstated);
        let unstated = unstated.chain(self.unstated.iter().map(|key| (*key, "*")));
        let unstated = unstated.chain(self.caller.user_id_pattern.iter().map(|pattern| ("aws:userid", &**pattern)));
        for (key, pattern) in unstated {
            let is_without = self.without.iter().any(|said| said.text.eq_ignore_ascii_case(key));
            if context.known.get(key).is_none() && !is_without {
                context.unknown.set_like(key, [pattern]);
            }
        }
        self.without.iter().for_each(|said| context.set_absent(said.text));
        context
    }

    fn documents(self) -> Documents<'f> {
        let organization = &self.file.organization;
        let caller = self.caller;
        let of_caller = |policy: &'f Rc<NamedPolicy<'n>>| policy.document(Some(caller.label));
        let list = |list: &'f Vec<Rc<NamedPolicy<'n>>>| -> Vec<Document<'f>> { list.iter().map(of_caller).collect() };
        let resource = self.resource();
        Documents {
            identity: list(&caller.identity),
            boundary: caller.boundary.as_ref().map(of_caller),
            session: caller.session.as_ref().map(list),
            resource: resource.and_then(|resource| Some(resource.policy.as_ref()?.document(Some(resource.name)))),
            endpoint: self.endpoint.map(|list| list.iter().map(|policy| policy.document(None)).collect()),
            scp: organization.over(caller.account, |level| &level.scp),
            rcp: organization.over(self.owner(), |level| &level.rcp),
        }
    }
}
