//! Virtual MFA devices of the account: create, list, delete (R4.40, R4.42, R4.43).

use crate::secrets::Secret;
use crate::services::iam::prelude::*;
use crate::services::iam::qr_code;
use data_encoding::BASE32_NOPAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// Bytes of a seed: 64 Base32 characters (R4.40).
const SEED_BYTES: usize = 40;

/// A new Base32 seed.
fn new_seed(node: &Node) -> Result<Secret, ApiError> {
    let mut bytes = Zeroizing::new([0u8; SEED_BYTES]);
    node.entropy.fill(&mut *bytes)?;
    Ok(Secret::new(BASE32_NOPAD.encode(&*bytes)))
}

impl IamOperation for api::CreateVirtualMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<MfaDevice>(input.path.as_deref(), &input.virtual_mfa_device_name)?;
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let name = &input.virtual_mfa_device_name;
        let path = paths::entity(input.path.as_deref())?;
        let place = MfaDevice::place_of(path, name);
        let exists = snapshot.find::<MfaDevice>(account, &place).is_some()
            || snapshot.find_by_arn::<MfaDevice>(&MfaDevice::arn_of(account, path, name)).is_some();
        if exists {
            return Err(errors::mfa_device_exists());
        }
        let seed = new_seed(call.node)?;
        let device = MfaDevice {
            account,
            name: name.clone(),
            path: path.to_owned(),
            sealed_seed: call.node.seal::<MfaDevice>(account, &place, &seed)?,
            place: Some(place),
            assigned: None,
            last_step: 0,
            drift: 0,
            tags: tags::new(input.tags.as_deref(), MfaDevice::TAG_KEYS)?,
            hardware: false,
        };
        edit.create(&device)?;
        let label = utf8_percent_encode(&device.name, NON_ALPHANUMERIC);
        let uri = Zeroizing::new(format!("otpauth://totp/{label}@{account}?secret={}", seed.expose()));
        Ok(api::CreateVirtualMFADeviceOutput {
            virtual_mfa_device: api::VirtualMFADevice {
                base32_string_seed: Some(seed.expose().as_bytes().to_vec()),
                qr_code_png: Some(qr_code::png(&uri)?),
                tags: tags::shown(&device.tags),
                ..unassigned(&device)
            },
        })
    }
}

/// A device without user, seed and picture.
fn unassigned(device: &MfaDevice) -> api::VirtualMFADevice {
    api::VirtualMFADevice { serial_number: device.arn(), ..Default::default() }
}

/// A device as the list shows it, with the user it is assigned to, if any.
fn listed(device: &MfaDevice, snapshot: &Snapshot) -> api::VirtualMFADevice {
    let Some(assigned) = &device.assigned else { return unassigned(device) };
    let user = match &assigned.user {
        Some(id) => snapshot.find_by_id::<User>(id).map(|user| shown::listed_user(user)),
        None => snapshot.account(device.account).map(|account| shown::root(account)),
    };
    api::VirtualMFADevice { user, enable_date: Some(assigned.enabled), ..unassigned(device) }
}

impl IamOperation for api::ListVirtualMFADevices {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let status = input.assignment_status.as_deref().unwrap_or("Any");
        let list = call.list(&[status], input.marker.as_deref(), input.max_items);
        let devices = call.all::<MfaDevice>().filter(|device| !device.hardware).filter(|device| match status {
            "Assigned" => device.assigned.is_some(),
            "Unassigned" => device.assigned.is_none(),
            _ => true,
        });
        Ok(list.page(devices, |device| device.key())?.output(
            |device| listed(device, call.snapshot),
            |virtual_mfa_devices, is_truncated, marker| api::ListVirtualMFADevicesOutput {
                virtual_mfa_devices,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::DeleteVirtualMFADevice {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<MfaDevice>(&input.serial_number)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let device = MfaDevice::look_up(call, &input.serial_number);
        let device = device.ok_or_else(|| errors::virtual_mfa_device_missing(&input.serial_number))?;
        if device.assigned.is_some() {
            return Err(errors::mfa_device_assigned());
        }
        edit.delete(device);
        Ok(NoOutput)
    }
}
