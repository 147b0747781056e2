//! `GetAccountSummary` (R4.49).

use crate::directory::entities::{LoginProfile, SecurityKey, ServerCertificate, SigningCertificate, TokenPreference};
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
        let keys = snapshot.count::<SecurityKey>(id);
        let root_keys = root.own::<SecurityKey>(call).next().is_some();
        let limit = |quota| snapshot.quota(quota).limit;
        let entries = [
            ("AccessKeysPerUserQuota", limit(quotas::ACCESS_KEYS_PER_USER)),
            ("AccountAccessKeysPresent", usize::from(root.own::<AccessKey>(call).next().is_some())),
            ("AccountMFAEnabled", usize::from(root_keys || root.own::<MfaDevice>(call).next().is_some())),
            ("AccountPasswordPresent", usize::from(root.own::<LoginProfile>(call).next().is_some())),
            ("AccountSigningCertificatesPresent", usize::from(root.own::<SigningCertificate>(call).next().is_some())),
            ("AssumeRolePolicySizeQuota", limit(quotas::TRUST_POLICY_SIZE)),
            ("AttachedPoliciesPerGroupQuota", limit(quotas::POLICIES_PER_GROUP)),
            ("AttachedPoliciesPerRoleQuota", limit(quotas::POLICIES_PER_ROLE)),
            ("AttachedPoliciesPerUserQuota", limit(quotas::POLICIES_PER_USER)),
            ("GlobalEndpointTokenVersion", token_version),
            ("GroupPolicySizeQuota", limits::INLINE_GROUP),
            ("Groups", snapshot.count::<Group>(id)),
            ("GroupsPerUserQuota", limit(quotas::GROUPS_PER_USER)),
            ("GroupsQuota", limit(Group::QUOTA)),
            ("InstanceProfiles", snapshot.count::<InstanceProfile>(id)),
            ("InstanceProfilesQuota", limit(InstanceProfile::QUOTA)),
            ("MFADevices", snapshot.count::<MfaDevice>(id) + keys),
            ("MFADevicesInUse", devices.filter(|device| device.assigned.is_some()).count() + keys),
            ("Policies", snapshot.count::<ManagedPolicy>(id)),
            ("PoliciesQuota", limit(ManagedPolicy::QUOTA)),
            ("PolicySizeQuota", limit(quotas::POLICY_SIZE)),
            ("PolicyVersionsInUse", call.all::<ManagedPolicy>().map(|policy| policy.versions.len()).sum()),
            ("PolicyVersionsInUseQuota", quotas::POLICY_VERSIONS_IN_USE),
            ("Providers", snapshot.count::<SamlProvider>(id) + snapshot.count::<OidcProvider>(id)),
            ("RolePolicySizeQuota", limits::INLINE_ROLE),
            ("Roles", snapshot.count::<Role>(id)),
            ("RolesQuota", limit(Role::QUOTA)),
            ("ServerCertificates", snapshot.count::<ServerCertificate>(id)),
            ("ServerCertificatesQuota", limit(ServerCertificate::QUOTA)),
            ("SigningCertificatesPerUserQuota", limit(quotas::SIGNING_CERTIFICATES_PER_USER)),
            ("UserPolicySizeQuota", limits::INLINE_USER),
            ("Users", snapshot.count::<User>(id)),
            ("UsersQuota", limit(User::QUOTA)),
            ("VersionsPerPolicyQuota", quotas::VERSIONS_PER_POLICY),
        ];
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let map = entries.into_iter().map(|(name, count)| (name.to_owned(), number(count))).collect();
        Ok(api::GetAccountSummaryOutput { summary_map: Some(map) })
    }
}
