//! IAM against an in-process server: memory store, a clock that stands still, seeded randomness, no HTTP.
//!
//! `tables/iam.txt` tells stories of calls and their answers; `tables/authorization.txt` is the matrix of what each
//! operation must be allowed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

mod concurrency;
mod hostile;
mod last_used;
mod matrix;
mod quotas;
#[path = "../story/script.rs"]
mod script;
mod server;
mod simulation;
mod stories;
