//! Long lines on a narrow terminal.

/// How many columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

/// The fewest columns that text is wrapped into: less is no terminal that anybody reads on.
const NARROWEST: usize = 16;

/// The line in pieces of at most `width` columns, all but the first one indented. Breaks at blanks alone, so that an ARN
/// can be copied: a word that fits on no line stays whole, where it stands.
#[must_use]
pub fn wrapped(line: &str, width: usize, indent: usize) -> Vec<String> {
    let indent = indent.min(width.saturating_sub(NARROWEST));
    let width = width.max(indent + NARROWEST);
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    // Blanks stand before a word if it stays on the line, and are dropped if it does not.
    let mut blanks = 0;
    let mut is_empty = true;
    for word in line.split(' ') {
        if word.is_empty() {
            blanks += 1;
            continue;
        }
        let length = columns(word);
        if used + blanks + length > width && !is_empty && indent + length <= width {
            lines.push(std::mem::replace(&mut current, " ".repeat(indent)));
            (used, blanks) = (indent, 0);
        }
        current.push_str(&" ".repeat(blanks));
        current.push_str(word);
        used += blanks + length;
        (blanks, is_empty) = (1, false);
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What fits stays as it is; what does not is broken at blanks.
    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("  a   b", 80, 4), ["  a   b"]);
        assert_eq!(wrapped("aaaa bbbb cccc dddd eeee", 20, 2), ["aaaa bbbb cccc dddd", "  eeee"]);
        assert_eq!(wrapped("", 20, 2), [""]);
        let long = "x".repeat(45);
        assert_eq!(wrapped(&format!("of {long} b c"), 20, 2), [format!("of {long}"), "  b c".into()]);
    }

    /// No piece is wider than the terminal but for a word that is, and nothing is lost but blanks.
    #[test]
    fn nothing_is_lost() {
        let line = "closest: Größe of user ana / arn:aws:s3:::a-bucket-with-a-very-long-name/and/a/key ends here";
        for width in 16..100 {
            for indent in [0, 2, 27, 200] {
                let pieces = wrapped(line, width, indent);
                let fits = |piece: &String| {
                    columns(piece) <= width
                        || piece.split(' ').any(|word| columns(word) + indent.min(width - NARROWEST) > width)
                };
                assert!(pieces.iter().all(fits), "{width} {indent}: {pieces:?}");
                let joined: String = pieces.iter().flat_map(|piece| piece.split(' ')).collect();
                assert_eq!(joined, line.replace(' ', ""), "{width} {indent}");
            }
        }
    }
}
