//! Facts about AWS, and nothing else.
//!
//! A server that speaks AWS's protocols needs to know what AWS knows: that `CreateRole` takes a `RoleName` of 1 to 64
//! characters, that an empty list is written `<Tags/>`, what `ReadOnlyAccess` allows, which actions `s3` has. All of it
//! is generated from published packages by `cargo xtask generate` and committed: names, types, constraints, templates
//! and documents, never prose. Handlers, decisions and storage live elsewhere; this crate depends on none of them.
//!
//! - [`api`]: operations, structures and errors of the services we serve (generated), with
//! - [`operation`]: what is known of every operation, and the form of inputs and outputs in the audit trail,
//! - [`query`], [`json`], [`rest`]: how inputs are read and outputs written, one module a protocol,
//! - [`member`], [`source`], [`sink`]: how structures are read and written whatever the protocol,
//! - [`validation`]: constraint checks and the messages AWS gives for them,
//! - [`xml`]: XML documents;
//! - [`managed_policies()`]: AWS managed policies,
//! - [`authorization()`]: actions, resource types, ARN templates, condition keys,
//! - [`service_linked_role`]: service-linked roles;
//! - [`service_principals()`], [`regions`]: what a service is called as a principal, and the Regions;
//! - [`published()`]: of when all of this is.

mod block;
mod published;
mod structure;
mod time;

pub mod api;
pub mod authorization;
pub mod json;
pub mod managed_policies;
pub mod member;
pub mod operation;
pub mod query;
pub mod regions;
pub mod rest;
pub mod service_linked_roles;
pub mod service_principals;
pub mod sink;
pub mod source;
pub mod validation;
pub mod xml;

pub use authorization::authorization;
pub use managed_policies::managed_policies;
pub use published::published;
pub use regions::regions;
pub use service_linked_roles::{service_linked_role, service_linked_roles};
pub use service_principals::service_principals;
pub use time::whole_seconds;
