//! The operations, a file for each tight family.

mod access_keys;
mod aliases;
mod attachments;
mod authorization_details;
mod boundaries;
mod context_keys;
mod groups;
mod inline_policies;
mod instance_profiles;
mod login_profiles;
mod memberships;
mod mfa_devices;
mod moves;
mod oidc_providers;
mod outbound_federation;
mod password_policy;
mod policies;
mod policy_entities;
mod policy_versions;
mod resource_tags;
mod roles;
mod simulation;
mod summary;
mod users;
mod virtual_mfa;
