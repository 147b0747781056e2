//! The layout rules of the repository, as a check: who may import whom, names that say nothing, files that nobody reads
//! in one sitting, what the crates may depend on, which versions of packages were reviewed for advisories, and which rules of
//! the specification have a test.

mod advisories;
mod citations;
mod dependencies;
mod files;
mod names;
mod rooms;
mod specification;

use std::path::Path;

/// Checks the tree below `root`.
///
/// # Errors
/// Every rule that is broken, one line each.
pub(crate) fn check(root: &Path) -> Result<String, String> {
    let files = files::read(root)?;
    let mut faults = Vec::new();
    for file in &files {
        faults.extend(names::empty(file));
        faults.extend(names::long(file));
    }
    faults.extend(rooms::faults(&files));
    faults.extend(dependencies::faults(&files)?);
    let read = |path| std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"));
    faults.extend(advisories::faults(&read(advisories::REVIEWS)?, &read(advisories::LOCK)?)?);
    let (rules, broken) = specification::check(&files);
    faults.extend(broken);
    if faults.is_empty() { Ok(format!("{} files are tidy; {rules}", files.len())) } else { Err(faults.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree keeps its own rules.
    #[test]
    fn the_tree_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        if let Err(faults) = check(root) {
            panic!("{faults}");
        }
    }
}
