//! The kinds of policy, and a guess for who did not say.

use super::subject::{members, statements};
use rolecall_policy::document::json::{self, Data, Member};
use std::fmt;

/// A kind of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Inline and managed policies of users, groups and roles.
    Identity,
    /// Bucket, key and queue policies.
    Resource,
    /// A role's trust policy.
    Trust,
    /// Service control policy.
    Scp,
    /// Resource control policy.
    Rcp,
    /// Session policy.
    Session,
    /// Permissions boundary.
    Boundary,
    /// VPC endpoint policy.
    Endpoint,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Identity,
        Self::Resource,
        Self::Trust,
        Self::Scp,
        Self::Rcp,
        Self::Session,
        Self::Boundary,
        Self::Endpoint,
    ];

    /// The name, such as `identity`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Session => "session",
            Self::Boundary => "boundary",
            Self::Endpoint => "endpoint",
        }
    }

    /// What a text looks like. A policy without principals may as well be a boundary, a session policy or a service
    /// control policy: it counts as an identity policy, which is held to the same grammar. One with principals is a
    /// trust policy if it names no resources and only actions of STS, else a resource policy.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        // A byte order mark is to be told of by the kind's own rules.
        let Ok(document) = json::read(text.trim_start_matches('\u{feff}')) else { return Self::Identity };
        let statements: Vec<_> = statements(&document.root).iter().map(members).collect();
        let has = |names: [&str; 2]| statements.iter().any(|of| of.iter().any(|m| names.contains(&&*m.name.value)));
        if !has(["Principal", "NotPrincipal"]) {
            Self::Identity
        } else if !has(["Resource", "NotResource"]) && statements.iter().all(|statement| only_sts(statement)) {
            Self::Trust
        } else {
            Self::Resource
        }
    }

    /// Whether IAM or STS reads the policy, with their narrower rules for texts.
    pub(super) fn is_of_iam(self) -> bool {
        matches!(self, Self::Identity | Self::Trust | Self::Session | Self::Boundary)
    }

    /// Whether an `Allow` gives rights by itself; the others only limit what something else gives.
    pub(super) fn grants(self) -> bool {
        matches!(self, Self::Identity | Self::Resource | Self::Trust)
    }
}

/// Whether a text is a policy or was meant to be one, to tell policies from the other JSON of a folder: an object with
/// `Statement`, or with a `Version` of the policy language. A text that is not JSON counts if it speaks of a statement: one
/// with a comma too many must not be taken for something else.
#[must_use]
pub fn looks_like_policy(text: &str) -> bool {
    let Ok(document) = json::read(text.trim_start_matches('\u{feff}')) else {
        return text.contains("\"Statement") || VERSIONS.iter().any(|version| text.contains(version));
    };
    members(&document.root).iter().any(|member| match &member.value.data {
        Data::Array(_) | Data::Object(_) => member.name.value.eq_ignore_ascii_case("Statement"),
        Data::String(value) => member.name.value.eq_ignore_ascii_case("Version") && VERSIONS.contains(&&**value),
        _ => false,
    })
}

/// The versions of the policy language.
const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn only_sts(statement: &[Member]) -> bool {
    let actions =
        statement.iter().filter(|member| &*member.name.value == "Action").flat_map(|member| match &member.value.data {
            Data::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(&member.value),
        });
    let is_sts = |text: &str| text.split_once(':').is_some_and(|(service, _)| service.eq_ignore_ascii_case("sts"));
    actions.into_iter().all(|value| matches!(&value.data, Data::String(text) if is_sts(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is broken or slightly misspelt counts; JSON of other sorts does not.
    #[test]
    fn policies_are_told_from_other_json() {
        for (text, expected) in [
            (r#"{"Statement": []}"#, true),
            (r#"{"statement": {}}"#, true),
            ("\u{feff}{\"Statement\": []}", true),
            (r#"{"Version": "2012-10-17"}"#, true),
            (r#"{"Version": "2012-10-17", "Statement": [],}"#, true),
            (r#"{"Version": "1.0.0"}"#, false),
            (r#"{"Statement": 1}"#, false),
            (r#"{"PolicyDocument": {"Statement": []}}"#, false),
            (r#"[{"Statement": []}]"#, false),
            (r#"{"policy": "{\"Statement\": []}",}"#, true),
            ("{ // a comment\n}", false),
            ("", false),
        ] {
            assert_eq!(looks_like_policy(text), expected, "{text}");
        }
    }

    #[test]
    fn principals_and_actions_tell_the_kind() {
        for (text, kind) in [
            ("", Kind::Identity),
            ("[]", Kind::Identity),
            (r#"{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#, Kind::Identity),
            (r#"{"Statement": {"Principal": "*", "Action": "sts:AssumeRole"}}"#, Kind::Trust),
            (r#"{"Statement": {"Principal": "*", "Action": ["STS:AssumeRole", "sts:TagSession"]}}"#, Kind::Trust),
            (r#"{"Statement": {"Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}}"#, Kind::Resource),
            (r#"{"Statement": [{"Principal": "*", "Action": "s3:GetObject"}]}"#, Kind::Resource),
            (r#"{"Statement": [{"NotPrincipal": "*", "Action": "s3:*", "Resource": "*"}]}"#, Kind::Resource),
        ] {
            assert_eq!(Kind::guess(text), kind, "{text}");
        }
    }
}
