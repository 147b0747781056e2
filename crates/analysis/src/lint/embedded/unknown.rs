//! Texts that only whoever uses a template knows.
//!
//! YAML is written for tools that fill it in before AWS sees it: CloudFormation's `Sub`, the Serverless Framework, Helm,
//! Ansible, Kustomize. What such a tool puts in may be anything, so nothing is said of a text that has a place for it. A
//! policy variable of AWS looks like such a place; it is one if AWS has its key.

use crate::lint::facts::keys::Key;
use crate::lint::facts::variables::variables;

/// What begins a place that Helm, Ansible and GitHub (`{{`), Kustomize and make (`$(`), and EJS and ERB (`<%`) fill.
const MARKS: [&str; 3] = ["{{", "$(", "<%"];

/// Whether a part of the text is put in later.
pub(super) fn is_unknown(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
        || variables(text).iter().any(|variable| !variable.is_escape() && Key::of(variable.key()).fact().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_variables_are_told_from_places_of_templates() {
        for (text, expected) in [
            ("arn:aws:s3:::b/${aws:username}/*", false),
            ("${aws:PrincipalTag/team}", false),
            ("${aws:username, 'nobody'}", false),
            ("a${*}b", false),
            ("$5", false),
            ("arn:aws:s3:::${Bucket}/*", true),
            ("arn:${AWS::Partition}:s3:::b", true),
            ("${self:custom.bucket}", true),
            ("${aws:accountId}", true),
            ("${bucket.arn}", true),
            ("${!aws:username}", true),
            ("${unclosed", true),
            ("arn:aws:iam::{{ .Values.account }}:role/x", true),
            ("$(ACCOUNT)", true),
        ] {
            assert_eq!(is_unknown(text), expected, "{text}");
        }
    }
}
