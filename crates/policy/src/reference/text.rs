//! Texts of a policy: variables, wildcards and case.

use crate::document::Version;
use crate::request::Context;

/// One character of a text whose variables have been put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// A character as the author wrote it; it may be a wildcard or a separator.
    Written(char),
    /// A character that came out of `${…}`, or that stands where `${…}` has no meaning: never a wildcard (R1.51,
    /// R1.53), never a separator (R1.26).
    Literal(char),
}

impl Symbol {
    /// The character itself.
    pub(super) fn char(self) -> char {
        match self {
            Self::Written(c) | Self::Literal(c) => c,
        }
    }
}

/// What stands between `${` and the first `}`.
enum Expression {
    /// `${*}`, `${?}`, `${$}` (R1.51).
    Escape(char),
    /// `${key}` or `${key, 'text'}` (R1.47, R1.50).
    Variable { key: String, default: Option<String> },
}

/// A part of a text.
enum Part {
    Char(char),
    /// Between `${` and `}` under 2008: text, but a colon there is no separator (R1.26).
    Inside(char),
    Expression {
        written: String,
        expression: Expression,
    },
}

/// R1.46: under 2008 there are no expressions. R1.54: an unterminated `${` and an empty `${}` are text.
fn parts(text: &str, version: Version) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(inside) = rest.strip_prefix("${")
            && let Some((inside, after)) = inside.split_once('}')
            && !inside.is_empty()
        {
            let written = format!("${{{inside}}}");
            match version {
                Version::V2012 => parts.push(Part::Expression { written, expression: expression(inside) }),
                Version::V2008 => parts.extend(written.chars().map(Part::Inside)),
            }
            rest = after;
        } else {
            parts.push(Part::Char(c));
            rest = rest.strip_prefix(c).unwrap_or("");
        }
    }
    parts
}

/// R1.47, R1.50, R1.51.
fn expression(inside: &str) -> Expression {
    match inside {
        "*" => Expression::Escape('*'),
        "?" => Expression::Escape('?'),
        "$" => Expression::Escape('$'),
        _ => match default_of(inside) {
            Some((key, default)) => Expression::Variable { key: key.into(), default: Some(default.into()) },
            None => Expression::Variable { key: inside.into(), default: None },
        },
    }
}

/// R1.50: `key, 'text'`, with any number of spaces around the comma; the text holds no `'`.
fn default_of(inside: &str) -> Option<(&str, &str)> {
    let before_last_quote = inside.strip_suffix('\'')?;
    let (before, default) = before_last_quote.rsplit_once('\'')?;
    let key = before.trim_end_matches(' ').strip_suffix(',')?;
    Some((key.trim_end_matches(' '), default))
}

/// R1.47, R1.50, R1.52, R1.76: the value of a variable. A key with several values has none, and no default either.
fn value_of(key: &str, default: Option<&str>, context: &Context) -> Option<String> {
    match context.get(key) {
        None | Some([]) => default.map(str::to_owned),
        Some([only]) if only.is_empty() => default.map(str::to_owned),
        Some([only]) => Some(only.to_string()),
        Some(_) => None,
    }
}

/// R1.46–R1.54: the text with its variables put in; `None` if one of them has no value.
pub(super) fn expand(text: &str, version: Version, context: &Context) -> Option<Vec<Symbol>> {
    let mut symbols = Vec::new();
    for part in parts(text, version) {
        match part {
            Part::Char(c) => symbols.push(Symbol::Written(c)),
            Part::Inside(':') => symbols.push(Symbol::Literal(':')),
            Part::Inside(c) => symbols.push(Symbol::Written(c)),
            Part::Expression { expression: Expression::Escape(c), .. } => symbols.push(Symbol::Literal(c)),
            Part::Expression { expression: Expression::Variable { key, default }, .. } => {
                symbols.extend(value_of(&key, default.as_deref(), context)?.chars().map(Symbol::Literal));
            }
        }
    }
    Some(symbols)
}

/// R1.26, R1.48: the fields of a `Resource` pattern: separated by the first five colons that are not inside `${…}`, with
/// variables put into the sixth only; elsewhere `${…}` is literal text. `None` if a variable of the sixth has no value.
pub(super) fn expand_resource(text: &str, version: Version, context: &Context) -> Option<Vec<Vec<Symbol>>> {
    let mut fields = Vec::new();
    let mut field = Vec::new();
    for part in parts(text, version) {
        let sixth = fields.len() == 5;
        match part {
            Part::Char(':') if !sixth => fields.push(std::mem::take(&mut field)),
            Part::Char(c) | Part::Inside(c) => field.push(Symbol::Written(c)),
            Part::Expression { written, .. } if !sixth => field.extend(written.chars().map(Symbol::Literal)),
            Part::Expression { expression: Expression::Escape(c), .. } => field.push(Symbol::Literal(c)),
            Part::Expression { expression: Expression::Variable { key, default }, .. } => {
                field.extend(value_of(&key, default.as_deref(), context)?.chars().map(Symbol::Literal));
            }
        }
    }
    fields.push(field);
    Some(fields)
}

/// R1.26, R1.38: splits on the first five colons the author wrote.
pub(super) fn fields(symbols: &[Symbol]) -> Vec<Vec<Symbol>> {
    symbols.splitn(6, |symbol| *symbol == Symbol::Written(':')).map(<[Symbol]>::to_vec).collect()
}

/// The characters of a text whose wildcards mean nothing.
pub(super) fn plain(symbols: &[Symbol]) -> String {
    symbols.iter().map(|symbol| symbol.char()).collect()
}

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// This character.
    Exactly(char),
    /// One character, of any kind or any but `:`.
    One {
        /// A colon will do.
        colon: bool,
    },
    /// Any run of characters, also an empty one.
    Run {
        /// The run may hold colons.
        colon: bool,
    },
}

/// R1.22: `*` and `?` as the author wrote them, without limits.
pub(super) fn steps(symbols: &[Symbol]) -> Vec<Step> {
    let step = |symbol: &Symbol| match symbol {
        Symbol::Written('*') => Step::Run { colon: true },
        Symbol::Written('?') => Step::One { colon: true },
        symbol => Step::Exactly(symbol.char()),
    };
    symbols.iter().map(step).collect()
}

/// Whether the whole text can be walked through by the steps: the places where one may stand after each step. R1.65: a
/// character is a Unicode scalar value.
pub(super) fn walks(steps: &[Step], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // `true` at n: the first n characters may have been used up.
    let mut places = vec![false; text.len() + 1];
    if let Some(start) = places.first_mut() {
        *start = true;
    }
    for step in steps {
        let mut next = Vec::with_capacity(places.len());
        let mut before = None;
        for (at, here) in places.iter().copied().enumerate() {
            // The character that leads to this place, whether the step may begin before it, and whether a run that has
            // begun earlier has come that far.
            let came: Option<(char, bool, bool)> = before;
            let reached = match step {
                Step::Exactly(c) => came.is_some_and(|(last, stood, _)| stood && last == *c),
                Step::One { colon } => came.is_some_and(|(last, stood, _)| stood && (*colon || last != ':')),
                Step::Run { colon } => here || came.is_some_and(|(last, _, ran)| ran && (*colon || last != ':')),
            };
            next.push(reached);
            before = text.get(at).map(|c| (*c, here, reached));
        }
        places = next;
    }
    places.last().copied().unwrap_or(false)
}

/// R1.65: simple Unicode case folding.
pub(super) fn fold(text: &str) -> String {
    let fold = |c: char| {
        let folded = unicode_case_mapping::case_folded(c).and_then(|folded| char::from_u32(folded.get()));
        folded.unwrap_or(c)
    };
    text.chars().map(fold).collect()
}
