//! What `--version` says: the version, the commit if the build knew it, and of when the facts of AWS are.

use rolecall_catalog::published;
use std::sync::LazyLock;

/// The commit; see `build.rs`.
pub(super) const COMMIT: Option<&str> = option_env!("ROLECALL_BUILT_FROM");

/// The lines after the program's name.
pub(super) fn long() -> &'static str {
    static LONG: LazyLock<String> = LazyLock::new(|| described(COMMIT));
    &LONG
}

fn described(commit: Option<&str>) -> String {
    let commit = commit.map(|commit| format!(" (commit {commit})")).unwrap_or_default();
    format!("{}{commit}\nfacts of AWS as of {}", env!("CARGO_PKG_VERSION"), published())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A build that knows its commit names it, and one that does not says nothing of it.
    #[test]
    fn the_commit_is_named_if_it_is_known() {
        let (version, date) = (env!("CARGO_PKG_VERSION"), published());
        assert_eq!(
            described(Some("0123456789ab")),
            format!("{version} (commit 0123456789ab)\nfacts of AWS as of {date}")
        );
        assert_eq!(described(None), format!("{version}\nfacts of AWS as of {date}"));
    }
}
