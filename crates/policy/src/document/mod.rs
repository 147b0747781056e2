//! JSON text to [`Policy`], with spans and all findings at once.

pub mod ast;
pub mod kind;

pub use ast::{
    ActionElement, ConditionElement, ConditionKey, Effect, Operator, OperatorCore, Policy, PolicyKind,
    PrincipalElement, PrincipalEntry, ResourceElement, SetPrefix, Span, Spanned, Statement, Version,
};
