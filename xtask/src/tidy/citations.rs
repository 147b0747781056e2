//! Rules of the specification as text names them: `R2.25`, `T104`, `S2`, `V10`, the range `R4.12–R4.14`, and sections
//! as in `R5, section 5.4`.

use std::fmt;

/// A rule of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    /// `R`, or what a table of cases has instead: `T`, `S`, `V`.
    letter: char,
    /// The digits before the point; none for cases.
    pub(super) chapter: Option<u16>,
    number: u16,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.chapter {
            Some(chapter) => write!(f, "{}{chapter}.{}", self.letter, self.number),
            None => write!(f, "{}{}", self.letter, self.number),
        }
    }
}

/// What a line of text cites.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Citation {
    Rule(Rule),
    /// A chapter, as in `R5, section 5.4`.
    Chapter(u16),
    /// A section, its chapter and number.
    Section(u16, u16),
}

/// Everything that a line cites, with each rule of a range.
pub(super) fn cited(line: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut read = 0;
    for (at, _) in line.match_indices(['R', 'T', 'S', 'V']) {
        let (before, here) = line.split_at(at);
        // `ES256`, `Version::V4` and `PR1.2` are none.
        if at < read || before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')) {
            continue;
        }
        if let Some((first, rest)) = rule(here) {
            let (last, rest) = range_end(first, rest).unwrap_or((first, rest));
            // Alone, S3 is the service.
            if first != last || (first.letter, first.number) != ('S', 3) {
                let numbers = first.number..=last.number;
                found.extend(numbers.map(|number| Citation::Rule(Rule { number, ..first })));
            }
            read = line.len() - rest.len();
        } else if let Some((chapter, rest)) = chapter(here) {
            found.push(Citation::Chapter(chapter));
            found.extend(sections(rest));
        }
    }
    found
}

/// The rule that a text begins with, and the text after it.
pub(super) fn rule(text: &str) -> Option<(Rule, &str)> {
    let letter = text.chars().next()?;
    let (number, rest) = number(text.get(1..)?)?;
    let (chapter, number, rest) = match (letter, rest.strip_prefix('.')) {
        ('R', Some(below)) => {
            let (below, rest) = self::number(below)?;
            (Some(number), below, rest)
        }
        // Not a time of day as in `T10:15`.
        ('T' | 'S' | 'V', None) if number > 0 && !rest.starts_with(':') => (None, number, rest),
        ('T' | 'S' | 'V', None) if number > 0 && rest.starts_with(": ") => (None, number, rest),
        _ => return None,
    };
    ends(rest).then_some((Rule { letter, chapter, number }, rest))
}

/// The last rule of a range that goes on after its first one: `–R4.14`, `-R4.14`, ` to V15`, `–26`.
fn range_end(first: Rule, text: &str) -> Option<(Rule, &str)> {
    let text = text.trim_start_matches(' ');
    let text = ["–", "-", "to "].iter().find_map(|dash| text.strip_prefix(dash))?.trim_start_matches(' ');
    let (last, rest) = rule(text).or_else(|| {
        let (number, rest) = number(text.strip_prefix(&format!("{}.", first.chapter?)).unwrap_or(text))?;
        ends(rest).then_some((Rule { number, ..first }, rest))
    })?;
    let ordered = (last.letter, last.chapter) == (first.letter, first.chapter) && first.number < last.number;
    ordered.then_some((last, rest))
}

/// A chapter: `R5`, with no point and number.
fn chapter(text: &str) -> Option<(u16, &str)> {
    let (chapter, rest) = number(text.strip_prefix('R')?)?;
    let numbered = rest.strip_prefix('.').and_then(number).is_some();
    (ends(rest) && !numbered).then_some((chapter, rest))
}

/// The sections after a chapter: `, section 5.4`, `, sections 2.5 and 2.6`, `, table 2.2`.
fn sections(text: &str) -> Vec<Citation> {
    let words = ["sections", "section", "table"];
    let text = text.trim_start_matches([',', ' ']);
    let Some(mut text) = words.iter().find_map(|word| text.strip_prefix(word)) else { return Vec::new() };
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches([' ', ',']);
        text = text.strip_prefix("and ").unwrap_or(text);
        let Some((chapter, rest)) = number(text) else { return found };
        let Some((section, rest)) = rest.strip_prefix('.').and_then(number) else { return found };
        found.push(Citation::Section(chapter, section));
        text = rest;
    }
}

/// The number that a text begins with, of at most three digits.
pub(super) fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(digits).filter(|(digits, _)| digits.len() <= 3)?;
    Some((digits.parse().ok()?, rest))
}

/// Whether a citation may end before this text.
fn ends(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let shown = cited(line).into_iter().map(|citation| match citation {
            Citation::Rule(rule) => rule.to_string(),
            Citation::Chapter(chapter) => format!("R{chapter}"),
            Citation::Section(chapter, section) => format!("{chapter}.{section}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// Every way in which the repository cites rules, and texts that only look like it.
    #[test]
    fn citations_are_found() {
        for (line, found) in [
            ("R1.2 a (R2.25): R3.4.", "R1.2 R2.25 R3.4"),
            ("R1.2, R1.4; R1.5/R1.6", "R1.2 R1.4 R1.5 R1.6"),
            ("R4.12–R4.14", "R4.12 R4.13 R4.14"),
            ("R4.12-R4.13 and R2.19–2.20 and R2.25–26", "R4.12 R4.13 R2.19 R2.20 R2.25 R2.26"),
            ("V1 to V3, T98-T99", "V1 V2 V3 T98 T99"),
            ("R4.14–R4.12", "R4.14 R4.12"),
            ("R4.12 – R5.2", "R4.12 R5.2"),
            ("{\"id\":\"T104\"} | T7 | T9: the", "T104 T7 T9"),
            ("S2 of S3", "S2"),
            ("S1–S4", "S1 S2 S3 S4"),
            ("R5, section 5.4", "R5 5.4"),
            ("(R2, table 2.2 and section 2.3), R1", "R2 2.2 R1"),
            ("R2, sections 2.5 and 2.6", "R2 2.5 2.6"),
            ("R1 5.4", "R1"),
            ("IPv4 RS256 ES256 Version::V4 V2012 V4a PR1.2 HMAC_R1.2 R1.2x", ""),
            ("2026-11-22T10:15:30Z T10:15 T00", ""),
        ] {
            assert_eq!(shown(line), found, "{line}");
        }
    }
}
