//! rolecall: an AWS-compatible access plane.
//!
//! The life of a request: bytes arrive at the [`gateway`], which identifies the service and operation, authenticates
//! the signature, asks the operation for its facts (actions, resources, context keys), decides over a snapshot of the
//! [`directory`], and only then hands an `Authorized` value to a handler in [`services`]. The handler reads the
//! snapshot and commits transactions to the [`store`]; temporary credentials are sealed and opened by [`session`];
//! every request, allowed or not, leaves one record in the [`trail`].
//!
//! Direction of imports: `gateway` → `services` → `directory` → `store`. Services never import each other.

pub mod cli;
pub mod clock;
pub mod data_dir;
pub mod directory;
pub mod entropy;
pub mod error;
pub mod gateway;
pub mod ids;
mod inbox;
mod incomplete;
pub mod mfa;
pub mod node;
mod owner;
pub mod secrets;
pub mod services;
pub mod session;
pub mod store;
pub mod trail;
pub mod world;
