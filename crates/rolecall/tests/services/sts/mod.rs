//! STS end to end: a server on a socket with a clock that the test moves, and a client that signs, so that the session
//! tokens which the server issues are really presented.
//!
//! `tables/sts.txt` and `tables/sts_sessions.txt` tell stories of calls and their answers; `tables/sts_context.txt` says
//! which condition keys a request carries.

mod context;
mod limits;
mod message;
mod order;
mod policy;
mod server;
mod sessions;
mod stories;
