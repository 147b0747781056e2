//! Actions: `service:Operation`, matched ignoring case (R1.22–R1.25).

use super::fold;
use super::form::{stars_by_places, stars_ignoring_case};
use super::glob::{Braces, Glob};
use super::matcher::Matcher;
use super::words::{Collector, Word, Words};
use crate::document::Spanned;

/// A compiled action pattern.
#[derive(Debug, Clone)]
pub(crate) struct ActionPattern {
    pub(crate) word: Word,
    pub(crate) form: ActionForm,
}

/// How an action pattern is matched.
#[derive(Debug, Clone)]
pub(crate) enum ActionForm {
    /// `*` or `*:*`.
    Everything,
    /// A service prefix, literal, and a name whose only wildcards are stars; all of it ASCII.
    Stars,
    /// A literal service prefix and a glob over the operation's name.
    Glob(Box<(Box<str>, Glob)>),
    /// A pattern that breaks the rules matches no action (R1.23, R1.71).
    Nothing,
}

/// The longest action that is looked up in an index. No action of AWS has half as many characters.
pub(crate) const LONGEST: usize = 128;

/// The action that is asked, split at its colon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskedAction<'a> {
    pub(crate) text: &'a str,
    pub(crate) service: &'a str,
    pub(crate) name: &'a str,
    /// ASCII and not too long, which every action of AWS is: patterns may be matched by bytes.
    pub(crate) ordinary: bool,
}

impl<'a> AskedAction<'a> {
    /// A text without a colon has no service and is matched by [`ActionForm::Everything`] only.
    pub(crate) fn new(action: &'a str) -> Self {
        let colon = action.split_once(':');
        let (service, name) = colon.unwrap_or(("", action));
        let ordinary = colon.is_some() && action.len() <= LONGEST && action.is_ascii();
        Self { text: action, service, name, ordinary }
    }

    /// Whether it is this operation; `service` and `names` in AWS's spelling, compared ignoring case.
    pub(crate) fn is_one_of(&self, service: &str, names: &[&str]) -> bool {
        let eq = self.comparison();
        eq(self.service, service) && names.iter().any(|name| eq(self.name, name))
    }

    /// Whether it is an operation of this service, in AWS's spelling, compared ignoring case.
    pub(crate) fn is_of(&self, service: &str) -> bool {
        self.comparison()(self.service, service)
    }

    fn comparison(&self) -> fn(&str, &str) -> bool {
        if self.ordinary { str::eq_ignore_ascii_case } else { fold::eq }
    }
}

impl ActionPattern {
    pub(crate) fn new(written: &Spanned<Box<str>>, words: &mut Collector) -> Self {
        Self { word: words.written(written), form: ActionForm::of(&written.value) }
    }

    pub(crate) fn matches<'a>(&self, action: AskedAction<'a>, words: &Words, matcher: &Matcher<'a>) -> bool {
        self.form.matches(words.get(self.word), action, matcher)
    }
}

impl ActionForm {
    /// Whether the action matches `pattern`, of which this is the form.
    pub(crate) fn matches<'a>(&self, pattern: &str, action: AskedAction<'a>, matcher: &Matcher<'a>) -> bool {
        match self {
            Self::Everything => true,
            Self::Nothing => false,
            Self::Stars if action.ordinary => stars_ignoring_case(pattern, action.text, matcher),
            Self::Stars => match pattern.split_once(':') {
                Some((service, name)) => {
                    fold::eq(service, action.service) && stars_by_places(name, action.name, matcher)
                }
                None => false,
            },
            Self::Glob(glob) => fold::eq(&glob.0, action.service) && glob.1.matches(action.name, matcher),
        }
    }

    pub(crate) fn of(text: &str) -> Self {
        if matches!(text, "*" | "*:*") {
            return Self::Everything;
        }
        match text.split_once(':') {
            Some((service, name)) if is_prefix(service) && is_name(name) => {
                if name.is_ascii() && !name.contains('?') {
                    Self::Stars
                } else {
                    Self::Glob(Box::new((service.into(), name_glob(name))))
                }
            }
            _ => Self::Nothing,
        }
    }
}

/// No variables in actions (R1.48): `${` is text, in which no action's name could match.
fn name_glob(name: &str) -> Glob {
    Glob::new(name, true, Braces::Text, true)
}

/// Whether a name breaks none of the rules (R1.23): it is there, and holds no further colon, no comma and no blank.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| matches!(c, ':' | ',') || c.is_whitespace())
}

/// Whether a service prefix has only the characters allowed in one.
fn is_prefix(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
