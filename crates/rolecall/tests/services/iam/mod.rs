//! IAM against an in-process server: memory store, a clock that stands still, seeded randomness, no HTTP.
//!
//! `tables/iam.txt` tells stories of calls and their answers; `tables/authorization.txt` is the matrix of what each
//! operation must be allowed.

mod concurrency;
mod hostile;
mod last_used;
mod matrix;
mod quotas;
mod server;
mod simulation;
mod stories;
