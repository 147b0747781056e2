//! JSON text to [`Policy`], with spans and all findings at once.
//!
//! There are two doors. [`Policy::parse`] is the evaluator's: it asks for the grammar and nothing more, because a
//! policy that is already stored must be evaluated even if today's rules would refuse it (R1.64, R1.71). The
//! `create…` functions (`create`) are a client's: they refuse whatever AWS refuses, in AWS's words.
//!
//! The way of a text: `json` reads it and keeps every place; `parse` applies the grammar and gives the [`ast`];
//! `principal` says what each principal entry names. For a new policy `check` looks for everything else that AWS
//! refuses; what it finds goes into [`Findings`], worded by the [`Dialect`] of the service that answers. `binding` turns
//! user and role ARNs into unique ids and back.

pub mod ast;
mod binding;
mod check;
mod context_keys;
mod create;
mod dialect;
mod finding;
pub mod json;
pub mod kind;
pub mod limits;
mod operator;
mod parse;
mod principal;

pub use ast::{
    ActionElement, ConditionElement, ConditionKey, Effect, Operator, OperatorCore, Policy, PolicyKind,
    PrincipalElement, PrincipalEntry, ResourceElement, SetPrefix, Span, Spanned, Statement, Version,
};
pub use dialect::Dialect;
pub use finding::{Finding, FindingCode, Findings};
