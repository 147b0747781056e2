//! The console's server: a raw client against a whole server in this process.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has to stop"
)]

#[path = "../kit/mod.rs"]
mod kit;

mod authenticator;
mod browser;
mod federation;
mod guards;
mod guesses;
mod hardware_devices;
mod passwords;
mod records;
mod security_keys;
mod sign_in;
mod switch_role;
