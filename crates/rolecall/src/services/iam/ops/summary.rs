//! `GetAccountSummary` (R4.49).

use crate::directory::entities::{ServerCertificate, SigningCertificate, TokenPreference};
use crate::services::iam::prelude::*;
use rolecall_policy::document::limits;

impl IamOperation for api::GetAccountSummary {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (id, snapshot) = (call.account, call.snapshot);
        let root = Subject::Root(call.own_account()?);
        let preference = snapshot.find::<TokenPreference>(id, "");
        let token_version = preference.map_or(1, |preference| usize::from(preference.version));
        let devices = call.all::<MfaDevice>();
        let entries = [
            ("AccessKeysPerUserQuota", quotas::ACCESS_KEYS_PER_USER.limit),
            ("AccountAccessKeysPresent", usize::from(root.own::<AccessKey>(call).next().is_some())),
            ("AccountMFAEnabled", usize::from(root.own::<MfaDevice>(call).next().is_some())),
            // Root users have no password here.
            ("AccountPasswordPresent", 0),
            ("AccountSigningCertificatesPresent", usize::from(root.own::<SigningCertificate>(call).next().is_some())),
            ("AssumeRolePolicySizeQuota", quotas::TRUST_POLICY_SIZE.limit),
            ("AttachedPoliciesPerGroupQuota", quotas::POLICIES_PER_GROUP.limit),
            ("AttachedPoliciesPerRoleQuota", quotas::POLICIES_PER_ROLE.limit),
            ("AttachedPoliciesPerUserQuota", quotas::POLICIES_PER_USER.limit),
            ("GlobalEndpointTokenVersion", token_version),
            ("GroupPolicySizeQuota", limits::INLINE_GROUP),
            ("Groups", snapshot.count::<Group>(id)),
            ("GroupsPerUserQuota", quotas::GROUPS_PER_USER.limit),
            ("GroupsQuota", Group::QUOTA.limit),
            ("InstanceProfiles", snapshot.count::<InstanceProfile>(id)),
            ("InstanceProfilesQuota", InstanceProfile::QUOTA.limit),
            ("MFADevices", snapshot.count::<MfaDevice>(id)),
            ("MFADevicesInUse", devices.filter(|device| device.assigned.is_some()).count()),
            ("Policies", snapshot.count::<ManagedPolicy>(id)),
            ("PoliciesQuota", ManagedPolicy::QUOTA.limit),
            ("PolicySizeQuota", quotas::POLICY_SIZE.limit),
            ("PolicyVersionsInUse", call.all::<ManagedPolicy>().map(|policy| policy.versions.len()).sum()),
            ("PolicyVersionsInUseQuota", quotas::POLICY_VERSIONS_IN_USE),
            ("Providers", snapshot.count::<SamlProvider>(id) + snapshot.count::<OidcProvider>(id)),
            ("RolePolicySizeQuota", limits::INLINE_ROLE),
            ("Roles", snapshot.count::<Role>(id)),
            ("RolesQuota", Role::QUOTA.limit),
            ("ServerCertificates", snapshot.count::<ServerCertificate>(id)),
            ("ServerCertificatesQuota", ServerCertificate::QUOTA.limit),
            ("SigningCertificatesPerUserQuota", quotas::SIGNING_CERTIFICATES_PER_USER.limit),
            ("UserPolicySizeQuota", limits::INLINE_USER),
            ("Users", snapshot.count::<User>(id)),
            ("UsersQuota", User::QUOTA.limit),
            ("VersionsPerPolicyQuota", quotas::VERSIONS_PER_POLICY),
        ];
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let map = entries.into_iter().map(|(name, count)| (name.to_owned(), number(count))).collect();
        Ok(api::GetAccountSummaryOutput { summary_map: Some(map) })
    }
}
