//! A role that another account may assume, without an external id: if that account acts for many, any of its customers
//! may be behind a request.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::limits::demands;
use rolecall_policy::AccountId;
use rolecall_policy::document::PrincipalEntry;

pub(super) const CHECKS: &[Check] =
    &[Check::suggestion("MISSING_EXTERNAL_ID", "another account may assume the role without an external id", find)];

/// Conditions under which the account is one's own, or a person asks.
const KEYS: [&str; 6] = [
    "sts:ExternalId",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:MultiFactorAuthPresent",
    "aws:SourceIdentity",
    "sts:SourceIdentity",
];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in policy.allowing(Kind::Trust) {
        let assumes = part.listed_actions().iter().any(|named| named.includes("sts", "AssumeRole"));
        if !assumes || part.statement.conditions.iter().any(|condition| demands(condition, &KEYS)) {
            continue;
        }
        for entry in part.principals() {
            let Some(account) = account_of(&entry.value) else { continue };
            let message = match policy.account {
                Some(own) if own == account => continue,
                Some(_) => format!("account {account} may assume the role without an external id (`sts:ExternalId`)"),
                None => format!(
                    "if account {account} belongs to a company that acts for several customers, require an external \
                     id (`sts:ExternalId`)"
                ),
            };
            found.add(entry.span, message);
        }
    }
}

fn account_of(entry: &PrincipalEntry) -> Option<AccountId> {
    match entry {
        PrincipalEntry::Account(_) | PrincipalEntry::Root(_) => entry.account()?.parse().ok(),
        PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) | PrincipalEntry::RoleSession(arn) => {
            arn.split(':').nth(4)?.parse().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Kind;
    use super::super::super::testing::{in_account, trust};

    #[test]
    fn other_accounts_without_an_external_id() {
        trust(
            "MISSING_EXTERNAL_ID",
            r#"
"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sts:AssumeRole"
                                        ^^^^^^^^^^^^^^ if account 222222222222 belongs
}, {
"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sts:AssumeRole",
"Condition": {"StringEquals": {"sts:ExternalId": "x"}}
}, {
"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sts:TagSession"
"#,
        );
        in_account(
            "MISSING_EXTERNAL_ID",
            Kind::Trust,
            Some("111111111111"),
            r#"
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": [
    "111111111111", "arn:aws:iam::222222222222:role/x"]}}]}
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ account 222222222222 may assume
"#,
        );
    }
}
