//! Users (R4.12–R4.14).

use super::boundaries;
use crate::directory::entities::Guesses;
use crate::services::iam::prelude::*;
use jiff::Timestamp;

impl IamOperation for api::CreateUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<User>(input.path.as_deref(), &input.user_name)?;
        Ok(vec![permission.boundary(input.permissions_boundary.as_deref()).requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = User {
            account: call.account,
            id: call.new_id(IdKind::User)?,
            name: input.user_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.now(),
            tags: tags::new(input.tags.as_deref(), User::TAG_KEYS)?,
            boundary: input.permissions_boundary.clone(),
            inline: Default::default(),
            attached: Vec::new(),
            groups: Default::default(),
        };
        if call.find::<User>(&user.name).is_ok() {
            return Err(errors::user_exists(&user.name));
        }
        edit.create(&user)?;
        boundaries::check(call, edit, user.boundary.as_deref())?;
        Ok(api::CreateUserOutput { user: Some(shown::user(&user)) })
    }
}

/// When the user last signed in to the console, if it is known (R4.12).
fn password_last_used(user: &User, call: &IamCall<'_>) -> Option<Timestamp> {
    call.node.last_used.get(user.account, &user.id).map(|used| used.time)
}

impl IamOperation for api::GetUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = match Subject::find(input.user_name.as_deref(), call)? {
            Subject::User(user) => {
                api::User { password_last_used: password_last_used(user, call), ..shown::user(user) }
            }
            Subject::Root(account) => shown::root(account),
        };
        Ok(api::GetUserOutput { user })
    }
}

impl IamOperation for api::ListUsers {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_path::<User>(input.path_prefix.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let page = call.below::<User>(input.path_prefix.as_deref(), input.marker.as_deref(), input.max_items)?;
        Ok(page.output(
            |user| api::User { password_last_used: password_last_used(user, call), ..shown::listed_user(user) },
            |users, is_truncated, marker| api::ListUsersOutput { users, is_truncated, marker },
        ))
    }
}

impl IamOperation for api::DeleteUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = call.find::<User>(&input.user_name)?;
        if !user.groups.is_empty() {
            return Err(errors::has_memberships());
        }
        user.check_no_policies()?;
        if let Some(message) = call.snapshot.keeps_user(user) {
            return Err(errors::conflict(message));
        }
        edit.delete(user);
        // A guess at the same moment relies on the user, so it counts before the deletion or not at all.
        edit.delete_any::<Guesses>(user.account, &user.id);
        Ok(NoOutput)
    }
}
