//! Groups (R4.19). They have no tags and no boundary.

use crate::services::iam::prelude::*;

impl IamOperation for api::CreateGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_new::<Group>(input.path.as_deref(), &input.group_name)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let group = Group {
            account: call.account,
            id: call.new_id(IdKind::Group)?,
            name: input.group_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.now(),
            inline: Default::default(),
            attached: Vec::new(),
        };
        if call.find::<Group>(&group.name).is_ok() {
            return Err(errors::group_exists(&group.name));
        }
        edit.create(&group)?;
        Ok(api::CreateGroupOutput { group: shown::group(&group) })
    }
}

impl IamOperation for api::GetGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<Group>(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let group = call.find::<Group>(&input.group_name)?;
        let list = call.list(&[&group.id], input.marker.as_deref(), input.max_items);
        let page = list.page(call.linked::<User>(Link::Group, &group.id), |user| user.key())?;
        let group = shown::group(group);
        Ok(page.output(
            |user| shown::listed_user(user),
            |users, is_truncated, marker| api::GetGroupOutput { group, users, is_truncated, marker },
        ))
    }
}

impl IamOperation for api::ListGroups {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_path::<Group>(input.path_prefix.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let page = call.below::<Group>(input.path_prefix.as_deref(), input.marker.as_deref(), input.max_items)?;
        Ok(page.output(
            |group| shown::group(group),
            |groups, is_truncated, marker| api::ListGroupsOutput { groups, is_truncated, marker },
        ))
    }
}

impl IamOperation for api::DeleteGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<Group>(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let group = call.find::<Group>(&input.group_name)?;
        if call.linked::<User>(Link::Group, &group.id).next().is_some() {
            return Err(errors::has_memberships());
        }
        group.check_no_policies()?;
        edit.delete(group);
        Ok(NoOutput)
    }
}
