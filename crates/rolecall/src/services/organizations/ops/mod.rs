//! The operations.

mod attachments;
mod delegated_administrators;
mod effective_policies;
mod organization;
mod policies;
mod policy_types;
mod resource_policy;
mod tags;
mod trusted_access;
