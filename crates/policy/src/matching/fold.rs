//! Comparison ignoring case: simple Unicode case folding, independent of locale (R1.65).

/// The simple case folding of one character.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    unicode_case_mapping::case_folded(c).and_then(|folded| char::from_u32(folded.get())).unwrap_or(c)
}

/// Whether two texts are equal ignoring case.
pub(crate) fn eq(a: &str, b: &str) -> bool {
    a.chars().map(fold).eq(b.chars().map(fold))
}

/// `text` without its beginning, if that equals `prefix` ignoring case.
pub(crate) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in prefix.chars() {
        if rest.next().map(fold) != Some(fold(wanted)) {
            return None;
        }
    }
    Some(rest.as_str())
}
