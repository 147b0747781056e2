//! Virtual MFA devices (section 4.9).

use super::{Entity, Link, Tag, User};
use crate::directory::entity::{fields, with_arn};
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

/// A virtual MFA device (section 4.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaDevice {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Name as given.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
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
    #[serde(default)]
    pub tags: Vec<Tag>,
}

// The ARN is the serial number (R4.40).
with_arn!(MfaDevice, "mfa");

impl Entity for MfaDevice {
    const KIND: &'static str = "mfa-device";
    /// As many as users. The name is our choice, AWS's is not documented.
    const QUOTA: Quota = Quota { name: "VirtualMFADevicesPerAccount", limit: User::QUOTA.limit };
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, name);

    fn links(&self) -> Vec<(Link, &str)> {
        self.assigned.iter().map(|it| (Link::User, it.user.as_deref().unwrap_or_default())).collect()
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/mfa-device/ana",
        r#"{"account":"111122223333","name":"Ana","path":"/dev/","sealed_seed":"AAAA",
            "assigned":{"user":"AIDA1","enabled":"2026-11-22T10:15:30Z"},"last_step":7,"drift":-1,
            "tags":[{"key":"Team","value":"a"}]}"#,
    );
}
