//! The services, against servers with a clock that the tests move and seeded randomness.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has to stop"
)]

mod authorization;
mod coverage;
mod iam;
#[path = "../kit/mod.rs"]
mod kit;
mod organization_limits;
mod organization_policies;
mod organizations;
mod own;
mod s3;
mod stories;
mod sts;
mod toy;
mod why;
