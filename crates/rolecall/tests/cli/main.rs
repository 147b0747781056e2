//! The program as a program: its commands with what they print, what they write, and how they end.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "all of it is test code, also what is not marked as a test: a panic is a failure"
)]

mod access_log;
mod access_tests;
mod admin;
mod can;
mod commands;
mod eval;
mod input;
mod lint;
mod lint_changes;
mod lint_in_files;
mod log;
mod packages;
mod packaging;
mod program;
mod root_key;
mod root_password;
mod scrub;
mod world;
