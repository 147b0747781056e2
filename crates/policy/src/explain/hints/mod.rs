//! Well-known confusions that a part of a statement looks like.
//!
//! A hint is a guess about what the author meant; it never takes part in deciding. One file for each part of a statement,
//! one function for each confusion: it looks at the part and at what the request has, and says what is the matter, or
//! nothing. The first that says something is shown.

mod action;
mod condition;
mod principal;
mod resource;
mod values;

use super::{Comparison, Part};
use crate::document::Version;
use crate::evaluate::Asked;
use crate::request::Request;

/// What a hint may know beside the part itself.
pub(super) struct Told<'t, 'a> {
    pub(super) request: &'t Request<'t>,
    pub(super) asked: &'t Asked<'a>,
    pub(super) version: Version,
    /// The statement is of a trust policy.
    pub(super) trust: bool,
    /// The statement denies.
    pub(super) denies: bool,
}

/// One confusion.
type Hint = fn(&Comparison, &Told<'_, '_>) -> Option<String>;

/// What this looks like.
pub(super) fn hint(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let hints: &[Hint] = match part.part {
        Part::Principal => principal::HINTS,
        Part::Action => action::HINTS,
        Part::Resource => resource::HINTS,
        Part::Condition { .. } => condition::HINTS,
    };
    hints.iter().find_map(|hint| hint(part, told))
}

/// The listed value that fulfils something.
fn listed(part: &Comparison, is: impl Fn(&str) -> bool) -> Option<&str> {
    part.wanted.iter().map(|value| &**value).find(|value| is(value))
}

/// The only value that the request has.
fn only(part: &Comparison) -> Option<&str> {
    match part.actual.as_deref()? {
        [only] => Some(only),
        _ => None,
    }
}
