//! What is in what: parents and children, one level at a time.

use crate::domain::organization::Container;
use crate::services::organizations::prelude::*;

impl OrganizationsOperation for api::ListParents {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let child = &*input.child_id;
        vec![if child.starts_with("ou-") { call.on_container(child) } else { call.on_account(child) }]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let child = &*input.child_id;
        let parent = match call.container(child) {
            Some(Container::Unit(unit)) => Some(&unit.parent),
            Some(Container::Root(_)) => None,
            None => call.member(child).map(|member| &member.parent),
        };
        let parent = parent.ok_or_else(errors::child_missing)?;
        let parent = call.container(parent).ok_or_else(|| ApiError::internal("a child without its parent"))?;
        let list = ["ListParents", &*call.organization()?.id, child];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, [parent], |parent| parent.id())?;
        let shown = |parent: Container<'_>| api::Parent {
            id: Some(parent.id().to_owned()),
            r#type: Some(parent.kind().to_owned()),
        };
        Ok(api::ListParentsOutput { parents: Some(page.into_iter().map(shown).collect()), next_token })
    }
}

impl OrganizationsOperation for api::ListChildren {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.parent_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let parent = call.container(&input.parent_id).ok_or_else(errors::parent_missing)?.id();
        let of_accounts = input.child_type == "ACCOUNT";
        let accounts = call.members_in(parent).filter(|_| of_accounts).map(|member| &*member.member);
        let units = call.units_in(parent).filter(|_| !of_accounts).map(|unit| &*unit.id);
        let list = ["ListChildren", &*call.organization()?.id, parent, &*input.child_type];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, accounts.chain(units), |id| id)?;
        let shown = |id: &str| api::Child { id: Some(id.to_owned()), r#type: Some(input.child_type.clone()) };
        Ok(api::ListChildrenOutput { children: Some(page.into_iter().map(shown).collect()), next_token })
    }
}
