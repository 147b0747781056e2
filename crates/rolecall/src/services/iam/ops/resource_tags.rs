//! Tags of users, roles, customer managed policies, instance profiles, server certificates, virtual MFA devices and identity
//! providers (R4.10,
//! R4.11): the same three operations for each.

use crate::directory::entities::ServerCertificate;
use crate::services::iam::managed::check_arn;
use crate::services::iam::prelude::*;

macro_rules! resource_tags {
    ($entity:ident by $name:ident $(with $check:ident)?: $tag:ident, $untag:ident, $list:ident -> $listed:ident) => {
        impl IamOperation for api::$tag {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                $($check(&input.$name)?;)?
                Ok(vec![call.on_entity::<$entity>(&input.$name).requesting(Some(&input.tags))])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find::<$entity>(&input.$name)?;
                let mut all = before.tags.clone();
                tags::put(&mut all, &input.tags, $entity::TAG_KEYS)?;
                edit.modify(before, |entity| entity.tags = all)?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$untag {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                $($check(&input.$name)?;)?
                Ok(vec![call.on_entity::<$entity>(&input.$name).untagging(&input.tag_keys)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find::<$entity>(&input.$name)?;
                edit.modify(before, |it| tags::remove(&mut it.tags, &input.tag_keys, $entity::TAG_KEYS))?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$list {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                $($check(&input.$name)?;)?
                Ok(vec![call.on_entity::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let mut all = $entity::listed_tags(call, &input.$name)?;
                all.sort_by(|one, other| one.key.cmp(&other.key));
                let list = call.list(&[&input.$name], input.marker.as_deref(), input.max_items);
                let page = list.page(all, |tag| tag.key.clone())?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { tags: page.items, is_truncated, marker: page.marker })
            }
        }
    };
}

resource_tags!(User by user_name: TagUser, UntagUser, ListUserTags -> ListUserTagsOutput);
resource_tags!(Role by role_name: TagRole, UntagRole, ListRoleTags -> ListRoleTagsOutput);
resource_tags!(
    ManagedPolicy by policy_arn with check_arn: TagPolicy, UntagPolicy, ListPolicyTags -> ListPolicyTagsOutput
);
resource_tags!(
    InstanceProfile by instance_profile_name:
    TagInstanceProfile, UntagInstanceProfile, ListInstanceProfileTags -> ListInstanceProfileTagsOutput
);
resource_tags!(
    ServerCertificate by server_certificate_name:
    TagServerCertificate, UntagServerCertificate, ListServerCertificateTags -> ListServerCertificateTagsOutput
);
resource_tags!(
    SamlProvider by saml_provider_arn with check_arn:
    TagSAMLProvider, UntagSAMLProvider, ListSAMLProviderTags -> ListSAMLProviderTagsOutput
);
resource_tags!(
    MfaDevice by serial_number: TagMFADevice, UntagMFADevice, ListMFADeviceTags -> ListMFADeviceTagsOutput
);
resource_tags!(
    OidcProvider by open_id_connect_provider_arn with check_arn:
    TagOpenIDConnectProvider, UntagOpenIDConnectProvider, ListOpenIDConnectProviderTags
        -> ListOpenIDConnectProviderTagsOutput
);
