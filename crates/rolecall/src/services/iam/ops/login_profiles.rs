//! Login profiles: the passwords of IAM users (R4.17). A root user's is set outside of IAM (`domain::root_password`); its session
//! can see that there is one, and delete it.

use crate::directory::entities::LoginProfile;
use crate::domain::password;
use crate::secrets::Secret;
use crate::services::Authorized;
use crate::services::iam::prelude::*;
use crate::services::iam::{AsyncIam, AsyncIamOperation};
use crate::services::operation::RequiredPermission;
use rolecall_catalog::operation::ApiOperation;
use rolecall_policy::Principal;

/// The user that an operation acts on: the one it names, or the caller.
fn user<'s>(name: Option<&str>, call: &IamCall<'s>) -> Result<&'s Arc<Stored<User>>, ApiError> {
    match Subject::find(name, call)? {
        Subject::User(user) => Ok(user),
        Subject::Root(_) => Err(errors::user_name_needed()),
    }
}

/// What the model says of members that are required.
fn password_needed() -> ApiError {
    ApiError::validation(
        "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
    )
}

/// The hash of a password that satisfies the account's policy, for a user who had the passwords of `before`.
async fn new_hash(password: &str, before: Option<&LoginProfile>, call: &IamCall<'_>) -> Result<Secret, ApiError> {
    let password = Secret::new(password.to_owned());
    if let Some(policy) = call.snapshot.password_policy(call.account) {
        password::check_policy(&password, policy)?;
        if let (Some(before), Some(last)) = (before, policy.reuse_prevention)
            && password::is_repeated(call.node, before, last.into(), &password).await?
        {
            return Err(errors::password_reused(&last.to_string()));
        }
    } else {
        let account = call.snapshot.account(call.account);
        password::check_default_policy(&password, account.map_or("", |account| &account.name))?;
    }
    password::hash(password, &*call.node.entropy).await
}

/// A password was verified, or found to be new, for `verified`: nothing of that holds if it has been replaced meanwhile.
fn check_unchanged(before: &Stored<LoginProfile>, verified: &Stored<LoginProfile>, name: &str) -> Result<(), ApiError> {
    if before.modified() == verified.modified() { Ok(()) } else { Err(errors::login_profile_changing(name)) }
}

fn shown(profile: &LoginProfile, user_name: String) -> api::LoginProfile {
    api::LoginProfile { user_name, create_date: profile.created, password_reset_required: Some(profile.reset_required) }
}

impl AsyncIamOperation for api::CreateLoginProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = Subject::permission(input.user_name.as_deref(), call)?;
        // A session of AssumeRoot makes a profile for the root user, who then chooses the password.
        if input.password.is_none() && !matches!(call.caller.principal, Principal::AssumedRoot { .. }) {
            return Err(password_needed());
        }
        Ok(vec![permission])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        user(input.user_name.as_deref(), &call)?;
        let hash = new_hash(input.password.as_deref().ok_or_else(password_needed)?, None, &call).await?;
        request
            .change(node, |context, (), edit| {
                let call = IamCall::admit(Self::NAME, context)?;
                let user = user(input.user_name.as_deref(), &call)?;
                if call.snapshot.find::<LoginProfile>(user.account, &user.id).is_some() {
                    return Err(errors::login_profile_exists(&user.name));
                }
                let profile = LoginProfile {
                    account: user.account,
                    user: user.id.clone(),
                    sealed_previous: Vec::new(),
                    sealed_hash: node.seal::<LoginProfile>(user.account, &user.id, &hash)?,
                    created: node.clock.now(),
                    replaced: None,
                    reset_required: input.password_reset_required.unwrap_or_default(),
                };
                edit.create(&profile)?;
                edit.touch(user)?;
                Ok(api::CreateLoginProfileOutput { login_profile: shown(&profile, user.name.clone()) })
            })
            .await
    }
}

/// The login profile of the user that is named or calls, and the name of the user.
fn find<'s>(name: Option<&str>, call: &IamCall<'s>) -> Result<(&'s Arc<Stored<LoginProfile>>, String), ApiError> {
    let subject = Subject::find(name, call)?;
    let (profile, name) = (subject.own::<LoginProfile>(call).next(), subject.name());
    let profile = profile.ok_or_else(|| errors::login_profile_missing(&name))?;
    Ok((profile, name))
}

impl IamOperation for api::GetLoginProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (profile, user_name) = find(input.user_name.as_deref(), call)?;
        Ok(api::GetLoginProfileOutput { login_profile: shown(profile, user_name) })
    }
}

impl IamOperation for api::DeleteLoginProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (profile, _) = find(input.user_name.as_deref(), call)?;
        edit.delete(profile);
        Ok(NoOutput)
    }
}

impl AsyncIamOperation for api::UpdateLoginProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(Some(&input.user_name), call)?])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        let (verified, _) = find(Some(&input.user_name), &call)?;
        let hash = match &input.password {
            Some(password) => Some(new_hash(password, Some(verified), &call).await?),
            None => None,
        };
        request
            .change(node, |context, (), edit| {
                let call = IamCall::admit(Self::NAME, context)?;
                let (before, name) = find(Some(&input.user_name), &call)?;
                let mut profile = before.entity().clone();
                if let Some(hash) = &hash {
                    check_unchanged(before, verified, &name)?;
                    profile.set_hash(node.seal::<LoginProfile>(before.account, &before.user, hash)?, node.clock.now());
                }
                profile.reset_required = input.password_reset_required.unwrap_or(profile.reset_required);
                edit.update(before, &profile)?;
                Ok(NoOutput)
            })
            .await
    }
}

impl AsyncIamOperation for api::ChangePassword {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        if !matches!(call.caller.principal, Principal::User { .. }) {
            return Err(errors::not_a_user());
        }
        // The request names no user, and a denial tells the ARN (R1.30).
        Ok(vec![RequiredPermission { called: None, ..Subject::permission(None, call)? }])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        let (verified, _) = find(None, &call)?;
        let old = Secret::new(input.old_password.clone());
        if !password::check(node, call.caller, verified, &old).await? {
            return Err(ApiError::access_denied("The old password is not correct."));
        }
        if old == Secret::new(input.new_password.clone()) {
            return Err(errors::password_not_new());
        }
        let hash = new_hash(&input.new_password, Some(verified), &call).await?;
        request
            .change(node, |context, (), edit| {
                let call = IamCall::admit(Self::NAME, context)?;
                let (before, name) = find(None, &call)?;
                check_unchanged(before, verified, &name)?;
                let mut profile = LoginProfile { reset_required: false, ..before.entity().clone() };
                profile.set_hash(node.seal::<LoginProfile>(before.account, &before.user, &hash)?, node.clock.now());
                edit.update(before, &profile)?;
                Ok(NoOutput)
            })
            .await
    }
}
