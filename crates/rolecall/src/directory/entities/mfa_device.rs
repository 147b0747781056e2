//! MFA devices that give codes (section 4.9): virtual ones, and hardware that the operator declares.

use super::{Entity, Link, Tag, User};
use crate::directory::entity::with_arn;
use crate::directory::quota::Quota;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// Whom an MFA device belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaAssignment {
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// When it was enabled.
    pub enabled: Timestamp,
}

/// An MFA device (section 4.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaDevice {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Name as given.
    pub name: String,
    /// `/` or `/…/`; empty of hardware, which has no ARN.
    pub path: String,
    /// Path and name, by which it is unique (R4.7). Absent from devices that are older than this member: names were
    /// unique over all paths then, and the store key is made from the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The seed, sealed with the master key under this entity's store key.
    pub sealed_seed: Sealed,
    /// Who it is enabled for.
    #[serde(default)]
    pub assigned: Option<MfaAssignment>,
    /// The last time step whose code was accepted: each code counts once (R3.14).
    #[serde(default)]
    pub last_step: u64,
    /// Steps by which the device's clock was seen to be ahead, from enabling or resynchronising.
    #[serde(default)]
    pub drift: i64,
    /// Tags.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
    /// Whether it is hardware, known by the serial number on it, which is its name and its place (R4.72).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hardware: bool,
}

// The ARN is the serial number (R4.40).
with_arn!(MfaDevice, "mfa", unique in its path);

impl MfaDevice {
    /// What requests and answers know it by: the ARN of a virtual device, the number on hardware.
    #[must_use]
    pub fn serial_number(&self) -> String {
        if self.hardware { self.name.clone() } else { self.arn() }
    }

    /// Path and name of a new device.
    #[must_use]
    pub fn place_of(path: &str, name: &str) -> String {
        format!("{path}{name}")
    }
}

impl Entity for MfaDevice {
    const KIND: &'static str = "mfa-device";
    /// As many as users. The name is our choice, AWS's is not documented.
    const QUOTA: Quota = Quota { name: "VirtualMFADevicesPerAccount", limit: User::QUOTA.limit };
    type Scope = AccountId;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        self.place.as_deref().unwrap_or(&self.name)
    }

    fn links(&self) -> Vec<(Link, &str)> {
        self.assigned.iter().map(|it| (Link::User, it.user.as_deref().unwrap_or_default())).collect()
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/mfa-device//dev/ana",
        r#"{"account":"111122223333","name":"Ana","path":"/dev/","place":"/dev/Ana","sealed_seed":"AAAA",
            "assigned":{"user":"AIDA1","enabled":"2026-11-22T10:15:30Z"},"last_step":7,"drift":-1,
            "tags":[{"key":"Team","value":"a"}],"hardware":true}"#,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device that was stored when names were unique over all paths keeps its key, under which its seed is sealed.
    #[test]
    fn older_devices_keep_their_key() {
        let older = MfaDevice::STORED.1.replace(r#""place":"/dev/Ana","#, "");
        let device: MfaDevice = serde_json::from_str(&older).unwrap();
        assert_eq!(device.key(), "111122223333/mfa-device/ana");
        assert_eq!(device.arn(), "arn:aws:iam::111122223333:mfa/dev/Ana");
        assert!(!serde_json::to_string(&device).unwrap().contains("place"));
    }
}
