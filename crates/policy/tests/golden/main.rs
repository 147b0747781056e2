//! What an explanation says in situations people meet: AWS's sentence, and below it what `rolecall why` prints.
//!
//! Each test is one situation, told as a story (`story` says how) with the whole answer beside it, so that a change of the
//! words can be judged by reading. The situations are grouped by what is the matter. That the right thing is decided is
//! proved elsewhere; here every story is only asked of both evaluators once more.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a story that cannot be read must fail the test, also outside the test functions themselves"
)]

mod accounts;
mod callers;
mod calls;
mod changes;
mod conditions;
mod confusions;
mod layers;
mod lists;
mod nearest;
mod not_elements;
mod reserved;
mod s3;
mod sentences;
#[path = "../services/mod.rs"]
mod services;
mod story;
mod terminal;
mod values;
