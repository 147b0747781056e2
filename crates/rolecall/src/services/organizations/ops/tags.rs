//! `TagResource`, `UntagResource`, `ListTagsForResource` (R7.9).

use crate::directory::entities::{OrganizationResourcePolicy, Tag};
use crate::services::organizations::policy::{Policy, permission_on_policy};
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets::{Target, permission_on_target};

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
        let pairs = input.tags.iter().map(|tag| (&*tag.key, &*tag.value));
        vec![permission_on(call, &input.resource_id).request_tags(pairs)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let tagged = Tagged::find(call, &input.resource_id)?;
        let mut after = tagged.tags().to_vec();
        tags::put(&mut after, &input.tags)?;
        tagged.set(edit, after)?;
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
        if input.tag_keys.iter().any(|key| tags::is_reserved(key)) {
            return Err(errors::reserved_tag());
        }
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
        let mut tags: Vec<&Tag> = tagged.tags().iter().collect();
        tags.sort_unstable_by_key(|tag| &*tag.key);
        let list = ["ListTagsForResource", &*call.organization()?.id, &*input.resource_id];
        let (page, next_token) = pages::page(&list, input.next_token.as_deref(), None, tags, |tag| &tag.key)?;
        let shown = page.into_iter().map(|tag| api::Tag { key: tag.key.clone(), value: tag.value.clone() });
        Ok(api::ListTagsForResourceOutput { tags: Some(shown.collect()), next_token })
    }
}
