//! The kit of the service tests: a server in this process, callers who sign, and the language that stories are told in.
//!
//! [`Server`] is a whole program but for its command line: gateway and node behind a real listener, on a store in memory,
//! with a clock that the test moves and seeded randomness. [`callers`] says who calls and how a signature may be varied,
//! [`call`] what is called and how it is answered, [`story`] is the language of `tables/stories`, and [`services`] is what
//! the tests know of the program's services. To try something of a service, tell a story; where a story cannot say it,
//! `server.call("ana", "CreateUser UserName=bob")` takes the same words in a test of its own.

#![allow(dead_code, unused_imports, reason = "stories and attacks are two programs, and each needs a part of it")]

pub(crate) mod call;
pub(crate) mod callers;
mod direct;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod issuers;
pub(crate) mod log;
pub(crate) mod policy;
pub(crate) mod saml;
mod server;
pub(crate) mod services;
mod store;
pub(crate) mod story;

use call::Answer;
pub(crate) use call::element;
pub(crate) use server::{NOW, Server};
