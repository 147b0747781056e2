//! What a principal entry names (R1, section 1.2).
//!
//! Anything under `AWS` that is not one of the forms of the table stays [`PrincipalEntry::Other`]: creation refuses it,
//! an evaluator compares it literally (R1.16). Groups and instance profiles are among these (R1.17).

use super::PrincipalEntry;
use crate::arn::{Arn, PARTITIONS};
use crate::names::AccountId;

/// The map keys of `Principal` (R1.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrincipalType {
    Aws,
    Service,
    Federated,
    CanonicalUser,
}

impl PrincipalType {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "AWS" => Some(Self::Aws),
            "Service" => Some(Self::Service),
            "Federated" => Some(Self::Federated),
            "CanonicalUser" => Some(Self::CanonicalUser),
            _ => None,
        }
    }

    /// The entry that a value under this key is.
    pub(super) fn entry(self, value: &str) -> PrincipalEntry {
        match self {
            Self::Aws => aws_entry(value),
            Self::Service => PrincipalEntry::Service(value.into()),
            Self::Federated => PrincipalEntry::Federated(value.into()),
            Self::CanonicalUser => PrincipalEntry::CanonicalUser(value.into()),
        }
    }
}

fn aws_entry(value: &str) -> PrincipalEntry {
    if value == "*" {
        return PrincipalEntry::Everyone;
    }
    if value.parse::<AccountId>().is_ok() {
        return PrincipalEntry::Account(value.into());
    }
    if is_unique_id(value) {
        return PrincipalEntry::UniqueId(value.into());
    }
    arn_entry(value).unwrap_or_else(|| PrincipalEntry::Other(value.into()))
}

/// `AIDA…` of a user, `AROA…` of a role.
fn is_unique_id(value: &str) -> bool {
    ["AIDA", "AROA"]
        .iter()
        .filter_map(|prefix| value.strip_prefix(prefix))
        .any(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
}

fn arn_entry(value: &str) -> Option<PrincipalEntry> {
    // A wildcard inside an ARN makes it nobody's ARN (R1.16).
    if value.contains(['*', '?']) {
        return None;
    }
    let arn = Arn::parse(value)?;
    arn.account.parse::<AccountId>().ok()?;
    if !arn.region.is_empty() || !PARTITIONS.contains(&arn.partition) {
        return None;
    }
    let mut path = arn.resource.split('/');
    let kind = path.next()?;
    let names: Vec<&str> = path.collect();
    let named = names.last().is_some_and(|name| !name.is_empty());
    match (arn.service, kind, names.as_slice()) {
        ("iam", "root", []) => Some(PrincipalEntry::Root(value.into())),
        ("iam", "user", _) if named => Some(PrincipalEntry::User(value.into())),
        ("iam", "role", _) if named => Some(PrincipalEntry::Role(value.into())),
        ("sts", "assumed-role", [role, session]) if !role.is_empty() && !session.is_empty() => {
            Some(PrincipalEntry::RoleSession(value.into()))
        }
        ("sts", "federated-user", [name]) if !name.is_empty() => Some(PrincipalEntry::FederatedUser(value.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1, section 1.2, and R1.16, R1.17: what each text under `AWS` names. `other` is nobody's form.
    #[test]
    fn every_form_of_the_table_is_recognised_and_nothing_else() {
        let a = "111122223333";
        let cases: Vec<(String, PrincipalEntry)> = vec![
            ("*".into(), PrincipalEntry::Everyone),
            (a.into(), PrincipalEntry::Account(a.into())),
            ("AIDAEXAMPLE0000000001".into(), PrincipalEntry::UniqueId("AIDAEXAMPLE0000000001".into())),
            ("AROAEXAMPLE0000000001".into(), PrincipalEntry::UniqueId("AROAEXAMPLE0000000001".into())),
        ];
        for (text, entry) in cases {
            assert_eq!(aws_entry(&text), entry, "{text}");
        }
        type Form = fn(Box<str>) -> PrincipalEntry;
        let kept: &[(&str, Form)] = &[
            ("arn:aws:iam::111122223333:root", PrincipalEntry::Root),
            ("arn:aws-cn:iam::111122223333:root", PrincipalEntry::Root),
            ("arn:aws:iam::111122223333:user/Name", PrincipalEntry::User),
            ("arn:aws:iam::111122223333:user/a/path/Name", PrincipalEntry::User),
            ("arn:aws-us-gov:iam::111122223333:role/a/Name", PrincipalEntry::Role),
            ("arn:aws:sts::111122223333:assumed-role/Name/Session", PrincipalEntry::RoleSession),
            ("arn:aws:sts::111122223333:federated-user/Name", PrincipalEntry::FederatedUser),
            ("", PrincipalEntry::Other),
            ("**", PrincipalEntry::Other),
            ("11112222333", PrincipalEntry::Other),
            ("1111222233334", PrincipalEntry::Other),
            ("aidaEXAMPLE0000000001", PrincipalEntry::Other),
            ("AIDA", PrincipalEntry::Other),
            ("AKIAEXAMPLE000000001", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:user/*", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:role/Na?e", PrincipalEntry::Other),
            ("arn:aws:iam::*:role/Name", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:*", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:user/", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:user", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:root/x", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:group/Name", PrincipalEntry::Other),
            ("arn:aws:iam::111122223333:instance-profile/Name", PrincipalEntry::Other),
            ("arn:aws:iam:us-east-1:111122223333:user/Name", PrincipalEntry::Other),
            ("arn:aws:iam::1111:user/Name", PrincipalEntry::Other),
            ("arn:nowhere:iam::111122223333:user/Name", PrincipalEntry::Other),
            ("arn:aws:sts::111122223333:assumed-role/Name", PrincipalEntry::Other),
            ("arn:aws:sts::111122223333:assumed-role/path/Name/Session", PrincipalEntry::Other),
            ("arn:aws:sts::111122223333:assumed-role/Name/*", PrincipalEntry::Other),
            ("arn:aws:sts::111122223333:federated-user/", PrincipalEntry::Other),
            ("arn:aws:s3:::bucket", PrincipalEntry::Other),
        ];
        for (text, form) in kept {
            assert_eq!(aws_entry(text), form((*text).into()), "{text}");
        }
    }
}
