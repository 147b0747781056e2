//! Policy variables: `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}` (R1.46–R1.54).
//!
//! A text is split once, when the policy is compiled. At a request a variable is looked up and its value compared as it
//! is: it is never searched for wildcards, colons or further variables (R1.53).

use crate::matching::fold;
use crate::request::Context;

/// A run of a text: plain, or what stands between `${` and the first `}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Plain(&'a str),
    Braced(&'a str),
}

/// Splits a text into its runs. An unterminated `${` and an empty `${}` are plain (R1.54).
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, behind)) = after.split_once('}') else { break };
        if !before.is_empty() {
            found.push(Token::Plain(before));
        }
        found.push(if inner.is_empty() { Token::Plain("${}") } else { Token::Braced(inner) });
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Token::Plain(rest));
    }
    found
}

/// What an expression between braces means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// One of the characters `*`, `?`, `$`, without any special meaning (R1.51).
    Literal(&'static str),
    Variable(Variable),
}

/// A context key to be looked up, and what stands for it if it has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// Folded: key names are case-insensitive (R1.47, R1.65).
    key: Box<str>,
    default: Option<Box<str>>,
}

impl Expression {
    pub(crate) fn parse(inner: &str) -> Self {
        match inner {
            "*" => Self::Literal("*"),
            "?" => Self::Literal("?"),
            "$" => Self::Literal("$"),
            _ => Self::Variable(match with_default(inner) {
                Some((key, default)) => Variable { key: fold::folded(key).into(), default: Some(default.into()) },
                None => Variable { key: fold::folded(inner).into(), default: None },
            }),
        }
    }
}

/// `key, 'text'`, with any number of spaces around the comma (R1.50). Anything else is a key as it stands.
pub(crate) fn with_default(inner: &str) -> Option<(&str, &str)> {
    // A default holds no quote; the key may.
    let (head, default) = inner.strip_suffix('\'')?.rsplit_once('\'')?;
    let key = head.trim_end_matches(' ').strip_suffix(',')?;
    Some((key.trim_end_matches(' '), default))
}

/// What stands for a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved<'v, 'a> {
    /// The policy's own text.
    Default(&'v str),
    /// The key's value.
    Value(&'a str),
}

impl<'a> Resolved<'a, 'a> {
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Default(text) | Self::Value(text) => text,
        }
    }
}

impl Variable {
    /// The key's name, folded.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The value: the key's only value, or the default if the key is absent or empty (R1.50, R1.76). `None` if there is
    /// neither (R1.52), or if the key has several values (R1.47).
    pub(crate) fn resolve<'v, 'a>(&'v self, context: &'a Context) -> Option<Resolved<'v, 'a>> {
        let default = || self.default.as_deref().map(Resolved::Default);
        match context.get_folded(&self.key).unwrap_or_default() {
            [] => default(),
            [only] if only.is_empty() => default(),
            [only] => Some(Resolved::Value(only)),
            _ => None,
        }
    }
}
