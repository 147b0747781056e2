//! MFA devices in use: enabled for a user or for the root user (R4.41–R4.43).

use crate::directory::entities::{MfaAssignment, SecurityKey};
use crate::domain::mfa::{self, RightCode};
use crate::node::verified_keys::Registration;
use crate::services::Authorized;
use crate::services::iam::prelude::*;
use crate::services::iam::{AsyncIam, AsyncIamOperation};
use rolecall_catalog::operation::ApiOperation;

/// The account's device with this serial number.
fn find<'s>(call: &IamCall<'s>, serial_number: &str) -> Result<&'s Arc<Stored<MfaDevice>>, ApiError> {
    let device = mfa::device(call.snapshot, call.account, serial_number);
    device.ok_or_else(|| errors::mfa_device_missing(serial_number))
}

/// A device that is enabled for the subject, and since when.
fn find_of<'s>(
    call: &IamCall<'s>,
    subject: &Subject<'_>,
    serial_number: &str,
) -> Result<(&'s Arc<Stored<MfaDevice>>, &'s MfaAssignment), ApiError> {
    let device = find(call, serial_number)?;
    let own = device.assigned.as_ref().filter(|it| it.user.as_deref() == subject.id());
    own.map(|assigned| (device, assigned)).ok_or_else(|| errors::mfa_device_missing(serial_number))
}

/// Two consecutive codes of a device that is, or will be, the subject's.
async fn check_codes(
    call: &IamCall<'_>,
    subject: &Subject<'_>,
    device: &MfaDevice,
    codes: (&str, &str),
) -> Result<RightCode, ApiError> {
    let right = mfa::check_pair(call.node, call.caller, subject.id(), device, codes).await?;
    right.ok_or_else(errors::invalid_authentication_code)
}

/// The device with its clock known from two consecutive codes, which are used up.
fn synchronised(call: &IamCall<'_>, before: &MfaDevice, right: &RightCode) -> Result<MfaDevice, ApiError> {
    right.synchronise(before, call.now()).ok_or_else(errors::invalid_authentication_code)
}

/// Whom a device will be enabled for, and the device, which must be free.
fn find_free<'s>(
    call: &IamCall<'s>,
    input: &api::EnableMFADeviceInput,
) -> Result<(Subject<'s>, &'s Arc<Stored<MfaDevice>>), ApiError> {
    let subject = Subject::find(Some(&input.user_name), call)?;
    let device = find(call, &input.serial_number)?;
    if device.assigned.is_some() {
        return Err(errors::mfa_device_in_use());
    }
    check_quota(call, &subject)?;
    Ok((subject, device))
}

/// Whether the subject may have one more device, of whatever kind (R4.41).
fn check_quota(call: &IamCall<'_>, subject: &Subject<'_>) -> Result<(), ApiError> {
    let devices = subject.own::<MfaDevice>(call).count() + subject.own::<SecurityKey>(call).count();
    quotas::MFA_DEVICES_PER_USER.check(devices + 1)
}

/// Whether a serial number is that of a security key (R4.85).
fn is_security_key(serial_number: &str) -> bool {
    serial_number.split(':').nth(5).is_some_and(|resource| resource.starts_with("u2f/"))
}

/// The subject's security key with this serial number.
fn security_key<'s>(
    call: &IamCall<'s>,
    subject: &Subject<'s>,
    serial_number: &str,
) -> Option<&'s Arc<Stored<SecurityKey>>> {
    subject.own::<SecurityKey>(call).find(|key| key.arn(call.snapshot).as_deref() == Some(serial_number))
}

/// Answers whether the console may have a security key made: one that could not be registered is not asked for.
fn begin_security_key(call: &IamCall<'_>, input: &api::EnableMFADeviceInput) -> Result<NoOutput, ApiError> {
    let subject = Subject::find(Some(&input.user_name), call)?;
    check_quota(call, &subject)?;
    Ok(NoOutput)
}

/// Registers a security key that the console verified.
async fn enable_security_key(
    request: Authorized<AsyncIam<api::EnableMFADevice>>,
    node: &Node,
) -> Result<NoOutput, ApiError> {
    let input = request.input();
    let now = node.clock.now();
    let missing = || errors::mfa_device_missing(&input.serial_number);
    let key = node.verified_keys.take(&input.serial_number, now).ok_or_else(missing)?;
    request
        .change(node, |context, (), edit| {
            let call = IamCall::admit(api::EnableMFADevice::NAME, context)?;
            let subject = Subject::find(Some(&input.user_name), &call)?;
            let new = SecurityKey {
                account: call.account,
                id: key.id.clone(),
                user: subject.id().map(str::to_owned),
                credential: key.credential.clone(),
                public_key: key.public_key.clone(),
                relying_party: key.relying_party.clone(),
                sign_count: key.sign_count,
                enabled: now,
            };
            // It was verified for this account and this user.
            if key.account != call.account || new.arn(call.snapshot).as_ref() != Some(&input.serial_number) {
                return Err(missing());
            }
            if subject.own::<SecurityKey>(&call).any(|known| known.credential == new.credential) {
                return Err(errors::mfa_device_in_use());
            }
            check_quota(&call, &subject)?;
            edit.create(&new)?;
            subject.touch(edit)?;
            Ok(NoOutput)
        })
        .await
}

impl AsyncIamOperation for api::EnableMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = Subject::permission(Some(&input.user_name), call)?;
        // A key's certifications are known by the metadata of its vendor, which is not here: their condition keys are absent.
        Ok(vec![if is_security_key(&input.serial_number) {
            permission.key("iam:RegisterSecurityKey", call.node.verified_keys.asked(&input.serial_number).name())
        } else {
            permission
        }])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        if is_security_key(&input.serial_number) {
            return match node.verified_keys.asked(&input.serial_number) {
                Registration::Create => begin_security_key(&call, input),
                Registration::Activate => enable_security_key(request, node).await,
            };
        }
        let (subject, device) = find_free(&call, input)?;
        let codes = (&*input.authentication_code1, &*input.authentication_code2);
        let right = check_codes(&call, &subject, device, codes).await?;
        request
            .change(node, |context, (), edit| {
                let call = IamCall::admit(Self::NAME, context)?;
                let (subject, before) = find_free(&call, input)?;
                let mut device = synchronised(&call, before, &right)?;
                device.assigned = Some(MfaAssignment { user: subject.id().map(str::to_owned), enabled: call.now() });
                edit.update(before, &device)?;
                subject.touch(edit)?;
                Ok(NoOutput)
            })
            .await
    }
}

impl AsyncIamOperation for api::ResyncMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(Some(&input.user_name), call)?])
    }

    async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, context) = (request.input(), request.context(node));
        let call = IamCall::admit(Self::NAME, &context)?;
        let subject = Subject::find(Some(&input.user_name), &call)?;
        let (device, _) = find_of(&call, &subject, &input.serial_number)?;
        let codes = (&*input.authentication_code1, &*input.authentication_code2);
        let right = check_codes(&call, &subject, device, codes).await?;
        request
            .change(node, |context, (), edit| {
                let call = IamCall::admit(Self::NAME, context)?;
                let subject = Subject::find(Some(&input.user_name), &call)?;
                let (before, _) = find_of(&call, &subject, &input.serial_number)?;
                edit.update(before, &synchronised(&call, before, &right)?)?;
                Ok(NoOutput)
            })
            .await
    }
}

impl IamOperation for api::DeactivateMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        if let Some(key) = security_key(call, &subject, &input.serial_number) {
            edit.delete(key);
            return Ok(NoOutput);
        }
        let (before, _) = find_of(call, &subject, &input.serial_number)?;
        // The codes it has given stay used.
        edit.modify(before, |device| device.assigned = None)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::GetMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        // It knows security keys alone (R4.43).
        let key = security_key(call, &subject, &input.serial_number);
        let key = key.ok_or_else(|| errors::mfa_device_missing(&input.serial_number))?;
        Ok(api::GetMFADeviceOutput {
            user_name: Some(subject.name()),
            serial_number: input.serial_number.clone(),
            enable_date: Some(key.enabled),
            certifications: None,
        })
    }
}

impl IamOperation for api::ListMFADevices {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let list = call.list(&[subject.id().unwrap_or_default()], input.marker.as_deref(), input.max_items);
        let devices = subject.own::<MfaDevice>(call);
        let devices = devices.filter_map(|it| Some((it.serial_number(), it.assigned.as_ref()?.enabled)));
        let keys = subject.own::<SecurityKey>(call);
        let keys = keys.filter_map(|it| Some((it.arn(call.snapshot)?, it.enabled)));
        let mut devices: Vec<_> = devices.chain(keys).collect();
        devices.sort();
        let page = list.page(devices, |(serial_number, _)| serial_number.clone())?;
        Ok(page.output(
            |(serial_number, enable_date)| api::MFADevice { user_name: subject.name(), serial_number, enable_date },
            |mfa_devices, is_truncated, marker| api::ListMFADevicesOutput { mfa_devices, is_truncated, marker },
        ))
    }
}
