//! Actions: `service:Operation`, matched ignoring case (R1.22–R1.25).

use super::fold;
use super::glob::{Braces, Glob};
use crate::request::Context;

/// A compiled action pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ActionPattern {
    /// `*` or `*:*`.
    Everything,
    /// A literal service prefix and a glob over the operation's name.
    Of { service: Box<str>, name: Glob },
    /// A pattern that breaks the rules matches no action (R1.23, R1.71).
    Nothing,
}

/// The action that is asked, split at its colon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskedAction<'a> {
    pub(crate) service: &'a str,
    pub(crate) name: &'a str,
}

impl<'a> AskedAction<'a> {
    /// A text without a colon has no service and is matched by [`ActionPattern::Everything`] only.
    pub(crate) fn new(action: &'a str) -> Self {
        let (service, name) = action.split_once(':').unwrap_or(("", action));
        Self { service, name }
    }

    /// Whether it is this operation; `service` and `names` in AWS's spelling, compared ignoring case.
    pub(crate) fn is_one_of(&self, service: &str, names: &[&str]) -> bool {
        fold::eq(self.service, service) && names.iter().any(|name| fold::eq(self.name, name))
    }
}

impl ActionPattern {
    pub(crate) fn new(text: &str) -> Self {
        if matches!(text, "*" | "*:*") {
            return Self::Everything;
        }
        match text.split_once(':') {
            Some((service, name)) if is_prefix(service) && !name.is_empty() => {
                // No variables in actions (R1.48): `${` is text, in which no action's name could match.
                Self::Of { service: service.into(), name: Glob::new(name, true, Braces::Text, true) }
            }
            _ => Self::Nothing,
        }
    }

    pub(crate) fn matches(&self, action: AskedAction<'_>) -> bool {
        match self {
            Self::Everything => true,
            Self::Of { service, name } => {
                // An action's pattern holds no variables, so the context is not looked at.
                fold::eq(service, action.service) && name.matches(action.name, Context::EMPTY)
            }
            Self::Nothing => false,
        }
    }
}

/// Whether a service prefix has only the characters allowed in one.
fn is_prefix(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
