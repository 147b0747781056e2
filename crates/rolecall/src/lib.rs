//! rolecall: an AWS-compatible access plane.
//!
//! The life of a request: bytes arrive at the [`gateway`], which identifies the service and operation, authenticates
//! the signature, asks the operation for its facts (actions, resources, context keys), decides over a snapshot of the
//! [`directory`], and only then hands an `Authorized` value to a handler in [`services`]. The handler reads the
//! snapshot and commits transactions to the [`store`]; temporary credentials are sealed and opened by [`session`];
//! every request, allowed or not, leaves one record in the [`trail`].
//!
//! Each folder is a room, and a room imports only rooms below it in this order: `cli`, `world`, `console`, `delivery`, `gateway`,
//! `services`, `domain`, `node`, `trail`, `session`, `federation`, `objects`, `directory`, `saml`, `secrets`, `store`, `api`,
//! `environment`, `public_keys`. Services never import each other. `cargo xtask tidy` checks it.

pub mod api;
pub mod cli;
pub mod console;
pub mod delivery;
pub mod directory;
pub mod domain;
pub mod environment;
pub mod federation;
pub mod gateway;
pub mod node;
pub mod objects;
pub mod public_keys;
pub mod saml;
pub mod secrets;
pub mod services;
pub mod session;
pub mod store;
pub mod trail;
pub mod webauthn;
pub mod world;
