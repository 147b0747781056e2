//! Reading members from a form and checking the model's constraints, with AWS's messages.
//!
//! A *shape* says what a member may hold: [`Text`] of 1 to 64 characters matching a pattern, an [`Integer`] in a range,
//! a [`List`] of other shapes. A [`Reader`] walks the form along the shapes of an input and gathers every violation,
//! in model order, so that one answer names them all (R3.6):
//!
//! `2 validation errors detected: Value '' at 'roleName' failed to satisfy constraint: Member must have length greater
//! than or equal to 1; Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null`
//!
//! Parameter names start in lower case, list members are `tags.1.member.key`. Values of sensitive members are left out.

mod pattern;
mod shape;

pub use pattern::Pattern;
pub use shape::{Blob, Boolean, Instant, Integer, List, Map, Shape, Structure, Text};

use crate::query::{Form, InputError};

/// Where a member stands: its name in the form, and its name in messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    wire: String,
    param: String,
}

impl Path {
    /// Above all members.
    #[must_use]
    pub fn root() -> Self {
        Self { wire: String::new(), param: String::new() }
    }

    /// The member `name` of the structure at this path.
    fn member(&self, name: &str) -> Self {
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        let camel: String = first.into_iter().chain(letters).collect();
        Self { wire: join(&self.wire, name), param: join(&self.param, &camel) }
    }

    /// The item with this number, from 1, of the list at this path.
    fn item(&self, number: usize) -> Self {
        Self { wire: format!("{}.member.{number}", self.wire), param: format!("{}.{number}.member", self.param) }
    }

    /// The key or value (`half`) of the entry with this number of the map at this path.
    fn entry(&self, number: usize, half: &str) -> Self {
        Self { wire: format!("{}.entry.{number}.{half}", self.wire), param: format!("{}.{number}.{half}", self.param) }
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// Reads the members of one input, remembering what is wrong with them.
#[derive(Debug)]
pub struct Reader<'f> {
    form: &'f Form,
    violations: Vec<String>,
    malformed: Option<String>,
}

impl<'f> Reader<'f> {
    /// A reader of `form` that has found nothing wrong yet.
    #[must_use]
    pub fn new(form: &'f Form) -> Self {
        Self { form, violations: Vec::new(), malformed: None }
    }

    /// The member `name` of the structure at `at`, which must be there.
    ///
    /// Where it is missing or wrong a violation is kept and a placeholder returned; [`Reader::finish`] then refuses the
    /// whole input, so the placeholder is never seen.
    pub fn required<S: Shape>(&mut self, at: &Path, name: &str, shape: &S) -> S::Value {
        let at = at.member(name);
        self.required_at(&at, shape)
    }

    /// The member `name` of the structure at `at`, if it is there.
    pub fn optional<S: Shape>(&mut self, at: &Path, name: &str, shape: &S) -> Option<S::Value> {
        let at = at.member(name);
        shape.is_present(self.form, &at.wire).then(|| shape.read(self, &at))
    }

    /// Refuses the input if anything was wrong with it.
    ///
    /// # Errors
    /// `MalformedInput` for nonsensical list indices, else `ValidationError` with all violations.
    pub fn finish(self) -> Result<(), InputError> {
        if let Some(message) = self.malformed {
            return Err(InputError { code: "MalformedInput", message });
        }
        let count = self.violations.len();
        if count == 0 {
            return Ok(());
        }
        let errors = if count == 1 { "error" } else { "errors" };
        let message = format!("{count} validation {errors} detected: {}", self.violations.join("; "));
        Err(InputError { code: "ValidationError", message })
    }

    fn required_at<S: Shape>(&mut self, at: &Path, shape: &S) -> S::Value {
        if shape.is_present(self.form, &at.wire) {
            return shape.read(self, at);
        }
        let violation = format!("Value null at '{}' failed to satisfy constraint: Member must not be null", at.param);
        self.violations.push(violation);
        S::Value::default()
    }

    /// Keeps a violation; `shown` is the value, or `None` where it must not or cannot be repeated.
    fn violation(&mut self, at: &Path, shown: Option<&str>, constraint: &str) {
        let param = &at.param;
        self.violations.push(match shown {
            Some(value) => format!("Value '{value}' at '{param}' failed to satisfy constraint: {constraint}"),
            None => format!("Value at '{param}' failed to satisfy constraint: {constraint}"),
        });
    }

    fn value(&self, at: &Path) -> &'f str {
        self.form.get(&at.wire).unwrap_or_default()
    }

    /// A structure has members, not a text of its own. A bare `Name=` stands for a structure without members.
    fn expect_no_text(&mut self, at: &Path) {
        if !self.value(at).is_empty() {
            let message = format!("'{}' is a structure: give its members as {}.Name", at.param, at.wire);
            self.malformed.get_or_insert(message);
        }
    }

    /// How many items the list (`kind` is `member`) or map (`entry`) at this path has. Items must be numbered from 1
    /// without gaps; anything else below the path is malformed, because ignoring it would drop what the caller meant.
    fn count(&mut self, at: &Path, kind: &str) -> usize {
        let mut numbers = std::collections::BTreeSet::new();
        let mut sensible = self.value(at).is_empty();
        for suffix in self.form.suffixes(&format!("{}.", at.wire)) {
            let mut parts = suffix.splitn(3, '.');
            match (parts.next(), parts.next().and_then(item_number)) {
                (Some(found), Some(number)) if found == kind => {
                    numbers.insert(number);
                }
                _ => sensible = false,
            }
        }
        if !sensible || numbers.last().is_some_and(|last| *last != numbers.len()) {
            let message = format!("'{}' must be numbered {}.{kind}.1, 2, 3 and so on", at.param, at.wire);
            self.malformed.get_or_insert(message);
            return 0;
        }
        numbers.len()
    }
}

/// A number from 1 without sign or leading zeros.
fn item_number(text: &str) -> Option<usize> {
    let plain = !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| plain)
}
