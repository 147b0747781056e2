//! Policies that AWS does not take.

use crate::api::error::ApiError;
use rolecall_policy::Findings;
use rolecall_policy::explain::Position;

/// Characters of a reason: it may quote a value of the policy, which can be as long as the policy.
const LONGEST_REASON: usize = 300;

/// The refusal of a policy, in AWS's words. AWS does not say where the mistake is; `rolecall why` does.
#[must_use]
pub fn malformed(findings: &Findings, text: &str) -> ApiError {
    ApiError::new(findings.aws_code(), 400, findings.aws_message()).because(mistake(findings, text))
}

/// The mistake that AWS reports, and its place in the policy.
fn mistake(findings: &Findings, text: &str) -> String {
    let finding = findings.reported();
    let (Position { line, column }, _) = Position::of_span(text, finding.span);
    let told = format!("line {line}, column {column} of the policy: {}", finding.detail);
    match told.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!("{}…", told.get(..end).unwrap_or_default()),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::Policy;
    use rolecall_policy::document::kind::Identity;

    fn refused(action: &str) -> ApiError {
        let text = format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\": {{\n  \"Effect\": \"Allow\",\n  \"Action\": \"{action}\", \"Resource\": \"*\"}}}}"
        );
        malformed(&Policy::<Identity>::create_inline(text.as_str()).unwrap_err(), &text)
    }

    #[test]
    fn the_reason_names_the_place() {
        let error = refused("GetObject");
        assert_eq!(error.code, "MalformedPolicyDocument");
        let expected =
            "line 3, column 13 of the policy: the action \"GetObject\" has no service: write `service:Action`";
        assert_eq!(error.reason(), Some(expected));
    }

    /// At its edge, and beyond it.
    #[test]
    fn a_reason_is_short() {
        let rest = refused("").reason().unwrap().chars().count();
        let longest = "x".repeat(LONGEST_REASON - rest);
        assert!(!refused(&longest).reason().unwrap().ends_with('…'));
        let cut = refused(&format!("{longest}x"));
        let cut = cut.reason().unwrap();
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (LONGEST_REASON + 1, true));
    }
}
