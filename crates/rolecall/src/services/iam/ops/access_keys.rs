//! Access keys of users and of the root user (R4.5, R4.15, R4.16).

use crate::secrets::Secret;
use crate::services::iam::prelude::*;
use crate::services::iam::status;
use crate::services::iam::subject::root_arn;

/// The subject's key with this id.
fn find<'s>(call: &IamCall<'s>, subject: &Subject<'_>, id: &str) -> Result<&'s Arc<Stored<AccessKey>>, ApiError> {
    let key = call.snapshot.find_by_id::<AccessKey>(id);
    key.filter(|key| key.account == call.account && key.user.as_deref() == subject.id())
        .ok_or_else(|| errors::access_key_missing(id))
}

impl IamOperation for api::CreateAccessKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        quotas::ACCESS_KEYS_PER_USER.check(subject.own::<AccessKey>(call).count() + 1)?;
        let id = call.new_id(IdKind::AccessKey)?;
        let secret = Secret::new(ids::new_secret(&*call.node.entropy)?);
        let key = call.node.seal_access_key(call.account, &id, subject.id(), &secret)?;
        edit.create(&key)?;
        subject.touch(edit)?;
        Ok(api::CreateAccessKeyOutput {
            access_key: api::AccessKey {
                user_name: subject.name(),
                access_key_id: key.id.clone(),
                status: status::shown(key.active).to_owned(),
                secret_access_key: secret.expose().to_owned(),
                create_date: Some(key.created),
            },
        })
    }
}

impl IamOperation for api::UpdateAccessKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        status::check(&input.status)?;
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let before = find(call, &subject, &input.access_key_id)?;
        let (active, now) = (input.status == "Active", call.node.clock.now());
        edit.modify(before, |key| {
            key.inactive_since = if active { None } else { key.inactive_since.or(Some(now)) };
            key.active = active;
        })?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteAccessKey {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        edit.delete(find(call, &subject, &input.access_key_id)?);
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListAccessKeys {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let list = call.list(&[subject.id().unwrap_or_default()], input.marker.as_deref(), input.max_items);
        let shown = |key: &Arc<Stored<AccessKey>>| api::AccessKeyMetadata {
            user_name: Some(subject.name()),
            access_key_id: Some(key.id.clone()),
            status: Some(status::shown(key.active).to_owned()),
            create_date: Some(key.created),
        };
        Ok(list.by_age(subject.own::<AccessKey>(call), |key| (key.created, &key.id))?.output(
            shown,
            |access_key_metadata, is_truncated, marker| api::ListAccessKeysOutput {
                access_key_metadata,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::GetAccessKeyLastUsed {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let account = call.account;
        let key = call.snapshot.find_by_id::<AccessKey>(&input.access_key_id).filter(|key| key.account == account);
        let key = key.ok_or_else(|| errors::access_key_unknown(&call.caller.arn, &input.access_key_id))?;
        let user = key.user.as_deref().and_then(|id| call.snapshot.find_by_id::<User>(id));
        Ok(vec![user.map_or_else(|| call.on(root_arn(account)), |user| user.tag_conditions(call.on(user.arn())))])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (id, account, snapshot) = (&input.access_key_id, call.account, call.snapshot);
        let key =
            snapshot.find_by_id::<AccessKey>(id).ok_or_else(|| errors::access_key_unknown(&call.caller.arn, id))?;
        let user = key.user.as_deref().and_then(|id| snapshot.find_by_id::<User>(id));
        let last = call.node.last_used.get(account, id);
        let absent = || "N/A".to_owned();
        Ok(api::GetAccessKeyLastUsedOutput {
            user_name: user.map(|user| user.name.clone()),
            access_key_last_used: Some(api::AccessKeyLastUsed {
                last_used_date: last.as_ref().map(|last| last.time),
                service_name: last.as_ref().map_or_else(absent, |last| last.service.clone()),
                region: last.map_or_else(absent, |last| last.region),
            }),
        })
    }
}
