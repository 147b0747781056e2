//! Names that exist though the catalog does not have them: AWS's own policies use them.
//!
//! The service authorization reference, which the catalog is made from, leaves out services that AWS has retired, and
//! some actions and keys of others. Of these nothing is known but that they are no slips of the pen.

use std::collections::HashSet;
use std::sync::OnceLock;

/// Whether an action, a condition key or, with `*` behind it, a service is among them.
pub(in crate::lint) fn is_unlisted(name: &str) -> bool {
    static ALL: OnceLock<HashSet<String>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let lines = include_str!("unlisted.txt").lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_ascii_lowercase).collect()
    });
    let service = name.split(':').next().unwrap_or_default().to_ascii_lowercase();
    all.contains(&name.to_ascii_lowercase()) || all.contains(&format!("{service}:*"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_catalog::{authorization, managed_policies};

    #[test]
    fn names_are_found_without_regard_to_case() {
        for (name, expected) in [
            ("deepracer:*", true),
            ("DeepRacer:ListModels", true),
            ("account:verifyPhoneNumber", true),
            ("account:Banana", false),
            ("lakeformation:GlueARN", true),
            ("banana:*", false),
            ("s3:*", false),
            ("", false),
        ] {
            assert_eq!(is_unlisted(name), expected, "{name}");
        }
    }

    /// What AWS's policies no longer use, or the catalog has by now, is not kept in the list.
    #[test]
    fn the_list_holds_nothing_else() {
        for line in include_str!("unlisted.txt").lines().filter(|line| !line.starts_with('#')) {
            let (prefix, name) = line.split_once(':').unwrap();
            let service = authorization().service(prefix);
            assert!(service.is_none_or(|s| s.action(name).is_none() && s.condition_key(line).is_none()), "{line}");
            let start = line.trim_end_matches('*');
            assert!(managed_policies().iter().any(|policy| policy.document.contains(start)), "{line}");
        }
    }
}
