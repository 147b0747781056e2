//! `TagResource`, `UntagResource`, `ListTagsForResource` (R7.9).

use crate::directory::entities::{OrganizationResourcePolicy, Tag};
use crate::directory::table::Stored;
use crate::services::organizations::policy::{Policy, permission_on_policy};
use crate::services::organizations::prelude::*;
use crate::services::organizations::tags;
use crate::services::organizations::targets::{Target, permission_on_target};
use std::sync::Arc;

/// Something that can be tagged.
#[derive(Clone, Copy)]
enum Tagged<'s> {
    Target(Target<'s>),
    Policy(&'s Arc<Stored<OrganizationPolicy>>),
    ResourcePolicy(&'s Arc<Stored<OrganizationResourcePolicy>>),
}

impl<'s> Tagged<'s> {
    /// # Errors
    /// `TargetNotFoundException`; `InvalidInputException` with `TARGET_NOT_SUPPORTED` for AWS's policies.
    fn find(call: &OrganizationsCall<'s>, id: &str) -> Result<Self, ApiError> {
        match id.split('-').next() {
            Some("p") => match Policy::lookup(call, id).ok_or_else(errors::target_not_found)? {
                Policy::Own(policy) => Ok(Self::Policy(policy)),
                Policy::Aws(_) => Err(errors::target_not_supported()),
            },
            Some("rp") => {
                let policy = call.resource_policy().filter(|policy| policy.id == id);
                policy.map(Self::ResourcePolicy).ok_or_else(errors::target_not_found)
            }
            _ => Target::find(call, id).map(Self::Target),
        }
    }

    fn tags(self) -> &'s [Tag] {
        match self {
            Self::Target(target) => target.tags(),
            Self::Policy(policy) => &policy.tags,
            Self::ResourcePolicy(policy) => &policy.tags,
        }
    }

    fn set(self, edit: &mut Edit, tags: Vec<Tag>) -> Result<(), ApiError> {
        match self {
            Self::Target(target) => target.set_tags(edit, tags),
            Self::Policy(policy) => edit.modify(policy, |policy| policy.tags = tags).map(drop),
            Self::ResourcePolicy(policy) => edit.modify(policy, |policy| policy.tags = tags).map(drop),
        }
    }
}

/// The operation's own action on what has this id.
fn permission_on(call: &OrganizationsCall<'_>, id: &str) -> RequiredPermission {
    match id.split('-').next() {
        Some("p") => permission_on_policy(call, id),
        Some("rp") => {
            let tags = call.resource_policy().filter(|policy| policy.id == id).map(|policy| &*policy.tags);
            let tags = tags.unwrap_or_default().iter();
            call.on_part("resourcepolicy", id).tags("aws:ResourceTag", tags.map(|tag| (&*tag.key, &*tag.value)))
        }
        _ => permission_on_target(call, id),
    }
}

impl OrganizationsOperation for api::TagResource {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![tags::requested(permission_on(call, &input.resource_id), &input.tags)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let tagged = Tagged::find(call, &input.resource_id)?;
        tagged.set(edit, tags::added(tagged.tags(), &input.tags)?)?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::UntagResource {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let keys = input.tag_keys.iter().map(String::as_str);
        vec![permission_on(call, &input.resource_id).tag_keys(keys)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let tagged = Tagged::find(call, &input.resource_id)?;
        tags::check_keys(input.tag_keys.iter().map(String::as_str))?;
        let kept = tagged.tags().iter().filter(|tag| !input.tag_keys.contains(&tag.key));
        tagged.set(edit, kept.cloned().collect())?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListTagsForResource {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on(call, &input.resource_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let tagged = Tagged::find(call, &input.resource_id)?;
        // There are never more than fit one page.
        let page = pages::page(tagged.tags(), |tag| tag.key.clone(), input.next_token.as_deref(), None)?;
        let tags: Vec<Tag> = page.items.into_iter().cloned().collect();
        Ok(api::ListTagsForResourceOutput { tags: Some(tags::shown(&tags)), next_token: page.next_token })
    }
}
