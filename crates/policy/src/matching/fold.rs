//! Comparison ignoring case: simple Unicode case folding, independent of locale (R1.65).

/// The simple case folding of one character.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    unicode_case_mapping::case_folded(c).and_then(|folded| char::from_u32(folded.get())).unwrap_or(c)
}

/// The text with every character folded: texts that are equal ignoring case have one and the same.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(fold).collect() }
}

/// Whether two texts are equal ignoring case. Names of condition keys compare so, and with them the tag keys in them.
#[must_use]
pub fn eq(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        return false;
    }
    a.chars().map(fold).eq(b.chars().map(fold))
}

/// `text` without its beginning, if that equals `prefix` ignoring case.
pub(crate) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    if let Some((head, behind)) = text.split_at_checked(prefix.len())
        && head.is_ascii()
        && prefix.is_ascii()
    {
        return head.eq_ignore_ascii_case(prefix).then_some(behind);
    }
    let mut rest = text.chars();
    for wanted in prefix.chars() {
        if rest.next().map(fold) != Some(fold(wanted)) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.65: simple folding, one character to one; the texts may differ in length as bytes.
    #[test]
    fn folding_is_simple_and_knows_all_of_unicode() {
        for (a, b, equal) in [
            ("", "", true),
            ("abc", "ABC", true),
            ("abc", "abcd", false),
            ("k", "\u{212a}", true),
            ("\u{17f}3", "S3", true),
            ("ß", "ẞ", true),
            ("ß", "ss", false),
            ("i", "İ", false),
            ("ı", "I", false),
            ("Ж", "ж", true),
        ] {
            assert_eq!(eq(a, b), equal, "{a} {b}");
            assert_eq!(folded(a) == folded(b), equal, "{a} {b}");
            assert_eq!(strip_prefix(b, a) == Some(""), equal, "{a} {b}");
        }
        assert_eq!(strip_prefix("KeLvin", "\u{212a}E"), Some("Lvin"));
        assert_eq!(strip_prefix("\u{212a}elvin", "kE"), Some("lvin"));
        assert_eq!(strip_prefix("ab", "abc"), None);
    }
}
