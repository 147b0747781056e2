//! MFA devices in use: enabled for a user or for the root user (R4.41–R4.43).

use crate::directory::entities::MfaAssignment;
use crate::domain::mfa;
use crate::services::iam::prelude::*;

/// A device that is enabled for the subject, and since when.
fn find_of<'s>(
    call: &IamCall<'s>,
    subject: &Subject<'_>,
    serial_number: &str,
) -> Result<(&'s Arc<Stored<MfaDevice>>, &'s MfaAssignment), ApiError> {
    let device = call.find::<MfaDevice>(serial_number)?;
    let own = device.assigned.as_ref().filter(|it| it.user.as_deref() == subject.id());
    own.map(|assigned| (device, assigned)).ok_or_else(|| errors::mfa_device_missing(serial_number))
}

/// The device with its clock known from two consecutive codes, which are used up.
fn synchronised(node: &Node, before: &MfaDevice, code1: &str, code2: &str) -> Result<MfaDevice, ApiError> {
    let seed = node.open_sealed(before, &before.sealed_seed)?;
    let now = node.clock.now();
    let step = mfa::consecutive(before, &seed, code1, code2, now).ok_or_else(errors::invalid_authentication_code)?;
    Ok(MfaDevice { last_step: step, drift: mfa::drift(step, now), ..before.clone() })
}

impl IamOperation for api::EnableMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(Some(&input.user_name), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(Some(&input.user_name), call)?;
        let before = call.find::<MfaDevice>(&input.serial_number)?;
        if before.assigned.is_some() {
            return Err(errors::mfa_device_in_use());
        }
        quotas::MFA_DEVICES_PER_USER.check(subject.own::<MfaDevice>(call).count() + 1)?;
        let mut device = synchronised(call.node, before, &input.authentication_code1, &input.authentication_code2)?;
        device.assigned = Some(MfaAssignment { user: subject.id().map(str::to_owned), enabled: call.now() });
        edit.update(before, &device)?;
        subject.touch(edit)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ResyncMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(Some(&input.user_name), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(Some(&input.user_name), call)?;
        let (before, _) = find_of(call, &subject, &input.serial_number)?;
        let device = synchronised(call.node, before, &input.authentication_code1, &input.authentication_code2)?;
        edit.update(before, &device)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeactivateMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
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
        let (device, assigned) = find_of(call, &subject, &input.serial_number)?;
        Ok(api::GetMFADeviceOutput {
            user_name: Some(subject.name()),
            serial_number: device.arn(),
            enable_date: Some(assigned.enabled),
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
        let mut devices: Vec<_> = devices.filter_map(|it| Some((it, it.assigned.as_ref()?))).collect();
        devices.sort_by_key(|(device, _)| device.arn());
        let page = list.page(devices, |(device, _)| device.arn())?;
        Ok(page.output(
            |(device, assigned)| api::MFADevice {
                user_name: subject.name(),
                serial_number: device.arn(),
                enable_date: assigned.enabled,
            },
            |mfa_devices, is_truncated, marker| api::ListMFADevicesOutput { mfa_devices, is_truncated, marker },
        ))
    }
}
