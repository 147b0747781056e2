//! Single values: where their characters stand in the text, and what the plain ones mean.

/// Where a single value begins behind its tag, its anchor and the sign of a block, and how long it is, bytes. Blanks and
/// lines behind it that the parser counts to it are not.
pub(super) fn without_properties(slice: &str, has_properties: bool, is_block: bool) -> (u32, u32) {
    let mut rest = slice;
    while has_properties && rest.starts_with(['!', '&']) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    if has_properties && is_block && rest.starts_with(['|', '>']) {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    let start = slice.len() - rest.len();
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (number(start), number(rest.trim_end().len()))
}

/// What a plain value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Nothing,
    Truth(bool),
    /// Numbers too: a policy means the same with a number and with its text, and of an account id only the text keeps the
    /// zero that it begins with.
    Text,
}

/// What a plain value means. CloudFormation reads YAML 1.1 ("CloudFormation template format"), in which `yes` is a truth
/// value.
pub(super) fn meaning(text: &str) -> Meaning {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Meaning::Nothing,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Meaning::Truth(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Meaning::Truth(false),
        _ => Meaning::Text,
    }
}

/// Where each character of a value stands in its source. Styles differ in quotes, escapes and in how lines are folded,
/// but each leaves the characters that are no blanks as they are and in order, so those are followed. The place of
/// what is folded is where the blanks begin.
pub(super) fn places(source: &str, value: &str, is_quoted: bool) -> Vec<usize> {
    let quote = source.chars().next().filter(|_| is_quoted);
    let mut at = quote.map_or(0, char::len_utf8);
    let mut places = Vec::with_capacity(value.len());
    for c in value.chars() {
        let rest = source.get(at..).unwrap_or_default();
        let (skipped, length) = next(rest, c, quote);
        at += skipped;
        places.push(at);
        at += length;
    }
    places
}

/// How much of the source stands before a character of the value, and how much stands for it.
fn next(rest: &str, c: char, quote: Option<char>) -> (usize, usize) {
    let is_escaped = quote == Some('"');
    if c.is_whitespace() && !(is_escaped && rest.starts_with('\\')) {
        // A blank that is folded away with others stands for itself only once.
        return (0, if c != '\n' && rest.starts_with(c) { c.len_utf8() } else { 0 });
    }
    let mut behind = rest;
    loop {
        behind = if c.is_whitespace() { behind } else { behind.trim_start() };
        // A line that ends in a backslash goes on in the next one.
        match behind.strip_prefix('\\').filter(|after| is_escaped && after.starts_with(['\n', '\r'])) {
            Some(after) => behind = after.trim_start(),
            None => break,
        }
    }
    let skipped = rest.len() - behind.len();
    let length = match behind.strip_prefix('\\').filter(|_| is_escaped) {
        Some(after) => {
            let letter = after.chars().next();
            1 + letter.map_or(0, char::len_utf8)
                + match letter {
                    Some('x') => 2,
                    Some('u') => 4,
                    Some('U') => 8,
                    _ => 0,
                }
        }
        None if quote == Some('\'') && behind.starts_with("''") => 2,
        None if behind.starts_with(c) => c.len_utf8(),
        None => 0,
    };
    (skipped, length)
}
