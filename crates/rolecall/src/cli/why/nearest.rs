//! The role that was probably meant by one that is not there.
//!
//! It is looked for when a record is read, in the store as it is now. The request itself does not look (decision 0027): that
//! would take longer than an answer about a role that is there, and whoever tries names could measure it.

use crate::directory::entities::{Entity, Role};
use crate::store::SqliteStore;
use crate::trail::{DecisionRecord, Record};
use rolecall_policy::{Arn, equal_ignoring_case};
use serde_json::Value;
use std::path::Path;

/// Letters by which a name may differ from the one that was meant.
const MISTYPED: usize = 2;

/// Names the nearest role where the record tells that a role is not there. Without a store that can be read, the record
/// stays as it is.
pub(super) fn name_roles(record: &mut Record, data: &Path) {
    let mut roles = None;
    for decision in &mut record.decisions {
        let wanted = decision.resource.clone();
        let Some(advice) = advice_on_missing_role(decision) else { continue };
        let roles = roles.get_or_insert_with(|| roles_in(data));
        if let Some(nearest) = nearest(roles, &wanted) {
            *advice = format!("name an existing role; the nearest name is {}", nearest.arn()).into();
        }
    }
}

/// What the caller is told to do, if what was decided is about a role that is not there.
fn advice_on_missing_role(decision: &mut DecisionRecord) -> Option<&mut Value> {
    let explanation = decision.explanation.as_mut().filter(|_| decision.action.starts_with("sts:"))?;
    explanation.get("not_there")?;
    explanation.get_mut("changes")?.get_mut(0)?.get_mut("what")
}

/// Every role of the store; none if it cannot be read.
fn roles_in(data: &Path) -> Vec<Role> {
    let mut roles = Vec::new();
    let visited = SqliteStore::visit(data, &mut |entry| {
        if entry.key.split('/').nth(1) == Some(Role::KIND) {
            roles.extend(serde_json::from_slice::<Role>(entry.value).ok());
        }
    });
    if let Err(error) = visited {
        tracing::debug!(%error, "cannot look for the nearest role");
    }
    roles
}

/// The same name in another case or with another path, in this account or another, or nearly the same name in this one.
fn nearest<'r>(roles: &'r [Role], wanted: &str) -> Option<&'r Role> {
    let arn = Arn::parse(wanted)?;
    let name = arn.resource.rsplit('/').next().unwrap_or_default();
    let (account, lower) = (arn.account.parse().ok(), name.to_lowercase());
    let same = |role: &&Role| equal_ignoring_case(&role.name, name);
    let near = |role: &&Role| strsim::osa_distance(&role.name.to_lowercase(), &lower) <= MISTYPED;
    let own = || roles.iter().filter(|role| Some(role.account) == account);
    own().find(same).or_else(|| own().find(near)).or_else(|| roles.iter().find(same))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(account: &str, path: &str, name: &str) -> Role {
        let role = serde_json::json!({
            "account": account, "id": "AROA1", "name": name, "path": path, "created": "2026-11-22T10:15:30Z",
            "max_session_duration": 3600, "trust_policy": "{}",
        });
        serde_json::from_value(role).unwrap()
    }

    /// The account's own role goes before another's, and the same name before one that is nearly the same.
    #[test]
    fn the_nearest_role() {
        let roles = [
            role("111111111111", "/", "App"),
            role("222222222222", "/", "Apps"),
            role("222222222222", "/service/", "App"),
            role("222222222222", "/", "Backup"),
        ];
        for (wanted, expected) in [
            ("222222222222:role/App", Some("222222222222:role/service/App")),
            ("222222222222:role/service/app", Some("222222222222:role/service/App")),
            ("222222222222:role/Bakcup", Some("222222222222:role/Backup")),
            ("222222222222:role/Backup123", None),
            ("222222222222:role/Backup12", Some("222222222222:role/Backup")),
            ("333333333333:role/backup", Some("222222222222:role/Backup")),
            ("333333333333:role/Bakcup", None),
            ("nobody:role/Apps", Some("222222222222:role/Apps")),
        ] {
            let found = nearest(&roles, &format!("arn:aws:iam::{wanted}")).map(Role::arn);
            assert_eq!(found, expected.map(|arn| format!("arn:aws:iam::{arn}")), "{wanted}");
        }
        assert_eq!(nearest(&roles, "no arn"), None);
    }
}
