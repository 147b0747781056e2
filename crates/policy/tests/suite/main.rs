//! The rules of the language and of evaluation, as tables of text under `tests/tables`.
//!
//! Each table is read by one module here, which builds real policy texts from its rows, reads them with the parser and
//! asks `decide`. `language` is the short notation for policies that the decision tables use.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a table that cannot be read must fail the test, also outside the test functions themselves"
)]

mod both;
mod conditions;
mod decisions;
mod explanations;
mod language;
mod laws;
mod levels;
mod matched;
mod places;
mod public;
#[path = "../services/mod.rs"]
mod services;
mod table;
mod unknown;
