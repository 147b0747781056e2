//! The operations.

mod accounts;
mod all_features;
mod creation;
mod handshakes;
mod invitations;
mod leaving;
mod organization;
mod transfers;
mod tree;
mod units;
