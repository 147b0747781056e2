//! Entities that a request names: users, groups, roles, instance profiles and server certificates by their name, managed
//! policies, MFA devices and identity providers by their ARN.

use super::call::{IamCall, IamKeys};
use super::tags::{self, Keys};
use super::{errors, managed};
use crate::api::error::ApiError;
use crate::directory::entities::HasArn;
use crate::directory::entities::{
    Group, InstanceProfile, ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, ServerCertificate, Tag, User,
};
use crate::directory::table::Stored;
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::iam as api;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// An entity that a request names.
pub(super) trait Named: HasArn {
    /// How its tag keys compare.
    const TAG_KEYS: Keys = Keys::Exact;
    /// What a denial puts before its name, where it does not tell the ARN (R1.30).
    const CALLED: Option<&'static str> = None;

    /// `NoSuchEntity`.
    fn missing(name: &str) -> ApiError;
    /// Its path.
    fn path(&self) -> &str;
    /// Its tags.
    fn tags(&self) -> &[Tag];

    /// The caller's account's entity of this name or ARN. Those of other accounts do not exist for a caller: their tags
    /// would enter decisions, from which they could be read out.
    fn look_up<'s>(call: &IamCall<'s>, name: &str) -> Option<&'s Arc<Stored<Self>>> {
        call.snapshot.find::<Self>(call.account, name)
    }

    /// The ARN that stands for an entity which does not exist.
    fn unknown_arn(account: AccountId, name: &str) -> String {
        Self::arn_at(account, "/", name)
    }

    /// The ARN of an entity with this path and name.
    fn arn_at(account: AccountId, path: &str, name: &str) -> String {
        format!("arn:aws:iam::{account}:{}{path}{name}", Self::RESOURCE)
    }

    /// Adds the condition keys of its tags.
    fn tag_conditions(&self, permission: RequiredPermission) -> RequiredPermission {
        match Self::TAG_KEYS {
            Keys::IgnoringCase => permission.principal_tags(self.tags()),
            Keys::Exact => permission.resource_tags(self.tags()),
        }
    }

    /// The tags of the entity of this name, as answered.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    fn listed_tags(call: &IamCall<'_>, name: &str) -> Result<Vec<api::Tag>, ApiError> {
        call.find::<Self>(name).map(|entity| tags::all(entity.tags()))
    }
}

macro_rules! members {
    ($missing:ident) => {
        fn missing(name: &str) -> ApiError {
            errors::$missing(name)
        }
        fn path(&self) -> &str {
            &self.path
        }
    };
    ($missing:ident, tags) => {
        members!($missing);
        fn tags(&self) -> &[Tag] {
            &self.tags
        }
    };
    ($missing:ident, tags, arn) => {
        members!($missing, tags);
        fn look_up<'s>(call: &IamCall<'s>, arn: &str) -> Option<&'s Arc<Stored<Self>>> {
            call.snapshot.find_by_arn::<Self>(arn).filter(|entity| entity.account == call.account)
        }
        fn unknown_arn(_: AccountId, arn: &str) -> String {
            arn.to_owned()
        }
    };
}

impl Named for User {
    const TAG_KEYS: Keys = Keys::IgnoringCase;
    const CALLED: Option<&'static str> = Some("user");
    members!(user_missing, tags);
}

impl Named for Role {
    const TAG_KEYS: Keys = Keys::IgnoringCase;
    const CALLED: Option<&'static str> = Some("role");
    members!(role_missing, tags);
}

impl Named for Group {
    const CALLED: Option<&'static str> = Some("group");
    members!(group_missing);

    // Groups have no tags (R4.19).
    fn tags(&self) -> &[Tag] {
        &[]
    }
}

impl Named for InstanceProfile {
    const CALLED: Option<&'static str> = Some("instance profile");
    members!(instance_profile_missing, tags);
}

impl Named for ServerCertificate {
    members!(server_certificate_missing, tags);
}

impl Named for MfaDevice {
    members!(mfa_device_missing, tags, arn);
}

impl Named for SamlProvider {
    fn missing(arn: &str) -> ApiError {
        errors::saml_provider_missing(arn)
    }

    fn path(&self) -> &str {
        "/"
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn look_up<'s>(call: &IamCall<'s>, arn: &str) -> Option<&'s Arc<Stored<Self>>> {
        call.snapshot.find_by_arn::<Self>(arn).filter(|entity| entity.account == call.account)
    }

    fn unknown_arn(_: AccountId, arn: &str) -> String {
        arn.to_owned()
    }
}

impl Named for OidcProvider {
    fn missing(arn: &str) -> ApiError {
        errors::oidc_provider_missing(arn)
    }

    // The issuer is the whole name.
    fn path(&self) -> &str {
        "/"
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn look_up<'s>(call: &IamCall<'s>, arn: &str) -> Option<&'s Arc<Stored<Self>>> {
        call.snapshot.find::<Self>(call.account, Self::url_of(arn, call.account)?)
    }

    fn unknown_arn(_: AccountId, arn: &str) -> String {
        arn.to_owned()
    }
}

impl Named for ManagedPolicy {
    const CALLED: Option<&'static str> = Some("policy");
    members!(policy_missing, tags, arn);

    // AWS's policies have none.
    fn listed_tags(call: &IamCall<'_>, arn: &str) -> Result<Vec<api::Tag>, ApiError> {
        match managed::Managed::find(call, arn)? {
            managed::Managed::Customer(policy) => Ok(tags::all(&policy.tags)),
            managed::Managed::Aws(_) => Ok(Vec::new()),
        }
    }
}
