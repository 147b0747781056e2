//! What a code means, at length: why it is reported, a policy in which it is, and what to do.

use super::facts::near::nearest;
use super::{Kind, Severity, all_codes};

/// One paragraph for each code: `# CODE kind`, then lines with `why:`, `example:` and `remedy:`. An example is a whole
/// document or the members of a statement; `-` is none.
const EXPLANATIONS: &str = include_str!("explanations.txt");

/// All there is to say of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The stable name.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// Why it is reported.
    pub why: &'static str,
    /// A policy in which it is found, and of which kind; `None` where the policy would be very long, or where the finding
    /// does not come from the text alone.
    pub example: Option<(Kind, String)>,
    /// What to do.
    pub remedy: &'static str,
}

/// Explains a code; `None` if there is no such code.
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    let (code, severity, about) = all_codes().into_iter().find(|(known, ..)| *known == code)?;
    let rest = paragraphs().find_map(|text| text.strip_prefix(code)?.strip_prefix(' '))?;
    let (kind, rest) = rest.split_once('\n')?;
    let kind = *Kind::ALL.iter().find(|known| known.name() == kind)?;
    let line = |name: &str| rest.lines().find_map(|line| line.strip_prefix(name));
    let example = match line("example: ")? {
        "-" => None,
        document if document.starts_with('{') => Some((kind, document.to_owned())),
        members => Some((kind, format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{{members}}}]}}"))),
    };
    Some(Explanation { code, severity, about, why: line("why: ")?, example, remedy: line("remedy: ")? })
}

/// The code that was probably meant.
#[must_use]
pub fn nearest_code(code: &str) -> Option<&'static str> {
    nearest(code, all_codes().into_iter().map(|(known, ..)| known))
}

fn paragraphs() -> impl Iterator<Item = &'static str> {
    EXPLANATIONS.split("# ").filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, lint};

    /// Codes that are about long texts, and those that the engine reports for callers of another sort.
    const WITHOUT_EXAMPLE: [&str; 6] = [
        "ENDPOINT_POLICY_SYNTAX_ERROR_CONDITION",
        "POLICY_SIZE_EXCEEDS_QUOTA",
        "POLICY_SIZE_EXCEEDS_USUAL_QUOTA",
        "POLICY_TOO_LONG",
        "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
        "YAML_SYNTAX_ERROR",
    ];

    #[test]
    fn every_code_is_explained_and_its_example_has_it() {
        let mut wrong = Vec::new();
        for (code, ..) in all_codes() {
            let Some(explanation) = explain(code) else {
                wrong.push(format!("{code} is not explained"));
                continue;
            };
            let Some((kind, text)) = explanation.example else {
                if !WITHOUT_EXAMPLE.contains(&code) {
                    wrong.push(format!("{code} has no example"));
                }
                continue;
            };
            let found: Vec<_> =
                lint(&text, &Settings { kind, account: None }).into_iter().map(|finding| finding.code).collect();
            if !found.contains(&code) {
                wrong.push(format!("{code}: found are {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// A paragraph of a code that is no more, or in the wrong place, would never be seen.
    #[test]
    fn paragraphs_are_of_codes_in_order() {
        let names: Vec<_> = paragraphs().map(|text| text.split(' ').next().unwrap()).collect();
        let codes: Vec<_> = all_codes().into_iter().map(|(code, ..)| code).collect();
        assert_eq!(names, codes);
        assert_eq!(explain("banana"), None);
        assert_eq!(nearest_code("public_acess"), Some("PUBLIC_ACCESS"));
    }
}
