//! Reading members and checking the model's constraints, with AWS's messages.
//!
//! A *shape* says what a member may hold: [`Text`] of 1 to 64 characters matching a pattern, an [`Integer`] in a range,
//! a [`List`] of other shapes. A [`Reader`] takes the members of an input from what was sent, whatever the protocol, and
//! gathers every violation, in model order, so that one answer names them all (R3.6):
//!
//! `2 validation errors detected: Value '' at 'roleName' failed to satisfy constraint: Member must have length greater
//! than or equal to 1; Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null`
//!
//! Parameter names start in lower case, list members are `tags.1.member.key`. Values of sensitive members are left out.

mod pattern;
mod shape;

use std::fmt;

pub use pattern::Pattern;
pub use shape::{Blob, Boolean, Instant, Integer, List, Long, Map, Number, Shape, Structure, Text};

use crate::json::Json;
use crate::member::{LowerCamel, Member};
use crate::operation::{InputError, Mismatch, Protocol, Violated, Violation};
use crate::source::Source;

/// Structures, lists and maps inside each other in one input.
const MAX_DEPTH: usize = 64;

/// Violations that one answer names; the others are not looked at, so that an answer is not much larger than its request.
const MAX_VIOLATIONS: usize = 100;

/// Where a member stands, as messages name it.
#[derive(Debug, Clone, Copy)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step,
    depth: usize,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Root,
    Member(&'static str),
    /// The item with this number, from 1, of a list.
    Item(usize),
    /// The key or the value of the entry with this number, from 1, of a map.
    Entry(usize, &'static str),
}

impl<'p> Path<'p> {
    /// Above all members.
    #[must_use]
    pub const fn root() -> Self {
        Self { parent: None, step: Step::Root, depth: 0 }
    }

    const fn then(&'p self, step: Step) -> Self {
        Self { parent: Some(self), step, depth: self.depth + 1 }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent.filter(|parent| parent.parent.is_some()) {
            write!(f, "{parent}.")?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Member(name) => write!(f, "{}", LowerCamel(name)),
            Step::Item(number) => write!(f, "{number}.member"),
            Step::Entry(number, half) => write!(f, "{number}.{half}"),
        }
    }
}

/// Reads the members of one input, remembering what is wrong with them.
#[derive(Debug)]
pub struct Reader {
    protocol: Protocol,
    violations: Vec<Violation>,
    /// What the first of them violates.
    first: Option<Violated>,
    mismatches: Vec<Mismatch>,
    malformed: Option<String>,
}

impl Reader {
    /// A reader that has found nothing wrong yet.
    #[must_use]
    pub const fn new(protocol: Protocol) -> Self {
        Self { protocol, violations: Vec::new(), first: None, mismatches: Vec::new(), malformed: None }
    }

    /// A member of the structure at `at`, which must be there.
    ///
    /// Where it is missing or wrong a violation is kept and a placeholder returned; [`Reader::finish`] then refuses the
    /// whole input, so the placeholder is never seen.
    pub fn required<S: Shape>(
        &mut self,
        source: &Source<'_>,
        at: &Path<'_>,
        member: &'static Member,
        shape: &S,
    ) -> S::Value {
        let at = at.then(Step::Member(member.name));
        self.required_at(source.member(member, S::KIND), &at, member, shape)
    }

    /// A member of the structure at `at`, if it is there.
    pub fn optional<S: Shape>(
        &mut self,
        source: &Source<'_>,
        at: &Path<'_>,
        member: &'static Member,
        shape: &S,
    ) -> Option<S::Value> {
        let at = at.then(Step::Member(member.name));
        source.member(member, S::KIND).map(|source| shape.read(self, &source, &at, member))
    }

    /// Refuses the input if anything was wrong with it.
    ///
    /// # Errors
    /// [`Protocol::malformed`] where a value cannot be read at all, else [`Protocol::violation`] with all violations.
    pub fn finish(self) -> Result<(), InputError> {
        if let Some(message) = self.malformed {
            return Err(self.protocol.malformed_input(message));
        }
        let count = self.violations.len();
        if count == 0 {
            return Ok(());
        }
        let errors = if count == 1 { "error" } else { "errors" };
        let each: Vec<&str> = self.violations.iter().map(|it| &*it.message).collect();
        Err(InputError {
            code: self.protocol.violation(),
            message: format!("{count} validation {errors} detected: {}", each.join("; ")),
            violations: self.violations,
            violated: self.first,
            mismatches: self.mismatches,
        })
    }

    fn required_at<S: Shape>(
        &mut self,
        source: Option<Source<'_>>,
        at: &Path<'_>,
        member: &'static Member,
        shape: &S,
    ) -> S::Value {
        if let Some(source) = source {
            return shape.read(self, &source, at, member);
        }
        self.first.get_or_insert(Violated::Presence);
        self.keep(at, || format!("Value null at '{at}' failed to satisfy constraint: Member must not be null"));
        S::Value::default()
    }

    /// Keeps a violation; `shown` is the value, or `None` where it must not or cannot be repeated.
    fn violation(&mut self, at: &Path<'_>, shown: Option<&str>, violated: Violated, constraint: &str) {
        // Text that has neither the length nor the form is told to have the wrong form.
        let told = self.first.get_or_insert(violated);
        if violated == Violated::Pattern && matches!(told, Violated::MinimumLength | Violated::MaximumLength) {
            *told = violated;
        }
        self.keep(at, || match shown {
            Some(value) => format!("Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"),
            None => format!("Value at '{at}' failed to satisfy constraint: {constraint}"),
        });
    }

    /// Keeps the violation of a pattern.
    fn mismatch(&mut self, at: &Path<'_>, shown: Option<&str>, pattern: &'static Pattern) {
        if self.mismatches.len() < MAX_VIOLATIONS {
            self.mismatches.push(Mismatch { member: at.to_string(), pattern: pattern.source() });
        }
        let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.source());
        self.violation(at, shown, Violated::Pattern, &constraint);
    }

    fn keep(&mut self, at: &Path<'_>, message: impl FnOnce() -> String) {
        if self.violations.len() < MAX_VIOLATIONS {
            self.violations.push(Violation { member: at.to_string(), message: message() });
        }
    }

    /// The value cannot be read at all: it is not of the kind that was `wanted`.
    fn malformed(&mut self, source: &Source<'_>, at: &Path<'_>, wanted: &str) {
        self.malformed.get_or_insert_with(|| match source {
            Source::Form(_, name) if wanted == STRUCTURE => {
                format!("'{at}' is a structure: give its members as {name}.Name")
            }
            Source::Json(value) => format!("{} can not be converted to {wanted} at '{at}'", value.kind()),
            Source::Repeated => format!("'{at}' is given more than once"),
            _ => format!("The value at '{at}' can not be converted to {wanted}"),
        });
    }

    /// The items of a list in a form are not numbered as `word` asks.
    fn misnumbered(&mut self, source: &Source<'_>, at: &Path<'_>, wanted: &str, word: &str) {
        if let Source::Form(_, name) = source {
            let dot = if word.is_empty() { "" } else { "." };
            self.malformed
                .get_or_insert_with(|| format!("'{at}' must be numbered {name}{dot}{word}.1, 2, 3 and so on"));
        } else {
            self.malformed(source, at, wanted);
        }
    }

    /// Whether there may be something inside the value at `at`.
    fn may_nest(&mut self, at: &Path<'_>) -> bool {
        let fits = at.depth <= MAX_DEPTH;
        if !fits {
            self.malformed.get_or_insert_with(|| "The input is nested too deeply".to_owned());
        }
        fits
    }

    /// The value as text: any value outside JSON, a string inside.
    fn text<'s>(&mut self, source: &'s Source<'_>, at: &Path<'_>, wanted: &str) -> Option<&'s str> {
        let text = match source {
            Source::Json(Json::Text(text)) => Some(text.as_ref()),
            _ => source.text(),
        };
        if text.is_none() {
            self.malformed(source, at, wanted);
        }
        text
    }
}

/// What messages call a structure.
const STRUCTURE: &str = "a structure";

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro makes public structures")]
mod tests {
    use super::*;
    use crate::json;
    use crate::query::{self, Form};
    use crate::structure::readable;

    static ITEMS: List<Structure<Tree>> = List { member: &Structure::<Tree>::new(), min: 0, max: usize::MAX };

    readable! {
        /// A structure inside itself, as no input has it yet.
        Tree {
            items: Option<Vec<Tree>> = "Items" optional(ITEMS),
        }
    }

    /// A recursive structure cannot exhaust the stack, whatever the protocol.
    #[test]
    fn an_input_is_nested_within_bounds() {
        let form = |depth: usize| {
            let name = vec!["Items.member.1"; depth].join(".");
            query::read::<Tree>(&Form::from_pairs([(name, "")]).unwrap()).map(drop)
        };
        assert_eq!(form(30), Ok(()));
        let too_deep = |code| {
            Err(InputError {
                code,
                message: "The input is nested too deeply".to_owned(),
                violations: Vec::new(),
                violated: None,
                mismatches: Vec::new(),
            })
        };
        assert_eq!(form(33), too_deep("MalformedInput"));
        assert_eq!(form(20_000), too_deep("MalformedInput"));
        let document = |depth: usize| format!("{}{}", "{\"Items\":[".repeat(depth), "]}".repeat(depth));
        assert!(json::read::<Tree>(document(30).as_bytes()).is_ok());
        assert!(json::read::<Tree>(document(33).as_bytes()).is_err());
    }
}
