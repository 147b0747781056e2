//! The operations.

mod accounts;
mod all_features;
mod attachments;
mod creation;
mod delegated_administrators;
mod effective_policies;
mod handshakes;
mod invitations;
mod leaving;
mod organization;
mod policies;
mod policy_types;
mod resource_policy;
mod tags;
mod transfers;
mod tree;
mod trusted_access;
mod units;
