//! The rules of the language and of evaluation, as tables of text under `tests/tables`.
//!
//! Each table is read by one module here, which builds real policy texts from its rows, reads them with the parser and
//! asks `decide`. `language` is the short notation for policies that the decision tables use.

mod decisions;
mod language;
mod levels;
mod table;
