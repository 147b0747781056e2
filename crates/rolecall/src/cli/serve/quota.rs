//! Quotas that are not AWS's: `--quota RolesPerAccount=5000`.

use crate::directory::entities::QUOTAS;
use crate::directory::quota::{MOST_OF_ACCOUNT, MOST_OF_ENTITY, Quota};
use crate::services::iam::quotas::OF_ENTITIES;
use rolecall_analysis::lint::nearest;

/// The quotas that can be configured, each with the most that it may be.
fn configurable() -> impl Iterator<Item = (Quota, usize)> {
    let of_account = QUOTAS.iter().filter(|quota| **quota != Quota::NONE).map(|quota| (*quota, MOST_OF_ACCOUNT));
    of_account.chain(OF_ENTITIES.map(|quota| (quota, MOST_OF_ENTITY)))
}

/// Reads `RolesPerAccount=5000`.
pub(super) fn quota(text: &str) -> Result<Quota, String> {
    let (name, number) = text.split_once('=').ok_or("write NAME=N, such as RolesPerAccount=5000")?;
    let (quota, most) = configurable().find(|(quota, _)| quota.name == name).ok_or_else(|| unknown(name))?;
    let limit = number.parse().ok().filter(|number| (1..=most).contains(number));
    let limit = limit.ok_or_else(|| format!("{name} is a number from 1 to {most}; AWS's is {}", quota.limit))?;
    Ok(Quota { limit, ..quota })
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = configurable().map(|(quota, _)| quota.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("there is no quota `{name}`; did you mean `{near}`?"),
        None => format!("there is no quota `{name}`; there are {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quota has a name that is known and a number within its range.
    #[test]
    fn quotas_are_read() {
        let read = |text: &str| quota(text).map(|quota| (quota.name, quota.limit));
        assert_eq!(read("RolesPerAccount=5000"), Ok(("RolesPerAccount", 5_000)));
        assert_eq!(read("UsersPerAccount=1000000"), Ok(("UsersPerAccount", MOST_OF_ACCOUNT)));
        assert_eq!(read("PoliciesPerRole=100"), Ok(("PoliciesPerRole", MOST_OF_ENTITY)));
        assert_eq!(read("GroupsPerUser=1"), Ok(("GroupsPerUser", 1)));
        assert_eq!(read("PoliciesPerRole=101").unwrap_err(), "PoliciesPerRole is a number from 1 to 100; AWS's is 10");
        for number in ["", "0", "-1", "1.5", "1000001", "99999999999999999999"] {
            let error = read(&format!("RolesPerAccount={number}")).unwrap_err();
            assert_eq!(error, "RolesPerAccount is a number from 1 to 1000000; AWS's is 1000");
        }
        assert_eq!(read("RolesPerAccount").unwrap_err(), "write NAME=N, such as RolesPerAccount=5000");
    }

    /// A name that is not known is refused, with the nearest.
    #[test]
    fn the_nearest_quota() {
        let error = |text: &str| quota(text).unwrap_err();
        assert_eq!(error("RolePerAccount=1"), "there is no quota `RolePerAccount`; did you mean `RolesPerAccount`?");
        assert!(error("AccessKeysPerUser=9").starts_with("there is no quota `AccessKeysPerUser`"));
        for text in ["=1", "x=1"] {
            assert!(error(text).contains("there are UsersPerAccount, GroupsPerAccount, RolesPerAccount"), "{text}");
        }
    }
}
