//! The server below its services: connections, signatures, uploads, which service a request is for, and what is left after
//! `kill -9`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has to stop")]

mod connections;
mod crash;
mod identify;
mod signing;
mod uploads;
