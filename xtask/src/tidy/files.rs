//! The files of the repository: their text, and which lines of it are tests.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// What is read. Everything else has no text, or none that anybody wrote.
const EXTENSIONS: &[&str] = &["rs", "md", "txt", "toml", "json", "jsonl", "py", "sql", "snap", "yaml", "yml"];

/// Folders that are built, not written.
const SKIPPED: &[&str] = &["target", "data", "__pycache__", "node_modules"];

/// One file of the repository.
pub(super) struct File {
    /// Below the root, with `/` between the names.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether all of it is a test.
    whole: bool,
    /// Otherwise the lines that are tests, counted from 0.
    items: Vec<Range<usize>>,
}

impl File {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let whole = path.split('/').any(|part| matches!(part, "tests" | "tests.rs"));
        let items = if path.ends_with(".rs") { test_items(text) } else { Vec::new() };
        Self { path: path.to_owned(), text: text.to_owned(), whole, items }
    }

    pub(super) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the line, counted from 0, is part of a test.
    pub(super) fn is_test(&self, line: usize) -> bool {
        self.whole || self.items.iter().any(|range| range.contains(&line))
    }

    /// The text without comments and tests; what is left keeps its line.
    pub(super) fn program(&self) -> String {
        let kept = self.text.lines().enumerate();
        let kept = kept.map(|(number, line)| {
            let left_out = line.trim_start().starts_with("//") || self.is_test(number);
            if left_out { "" } else { line }
        });
        kept.collect::<Vec<_>>().join("\n")
    }
}

/// All files below the root, in order.
///
/// # Errors
/// A folder or file that cannot be read.
pub(super) fn read(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    collect(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let modules: HashSet<String> = files.iter().filter(|file| file.is_rust()).flat_map(test_modules).collect();
    for file in &mut files {
        file.whole |= modules.contains(&file.path);
    }
    Ok(files)
}

fn collect(folder: &Path, below: &str, into: &mut Vec<File>) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("cannot read {below}: {error}");
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let at = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name) {
                collect(&path, &at, into)?;
            }
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e)) {
            let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {at}: {error}"))?;
            into.push(File::new(&at, &text));
        }
    }
    Ok(())
}

/// The lines of the items below `#[cfg(test)]`, which `cargo fmt` ends with a `;` or with a brace below their beginning.
fn test_items(text: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((start, line)) = lines.next() {
        let code = line.trim_start();
        if !code.starts_with("#[cfg(test)]") {
            continue;
        }
        let indent = line.get(..line.len() - code.len()).unwrap_or_default();
        let is_end = |line: &str| {
            let rest = line.strip_prefix(indent).unwrap_or(" ");
            !rest.starts_with([' ', '#', '/']) && (rest.starts_with('}') || rest.ends_with([';', '}']))
        };
        let end = lines.by_ref().find(|(_, line)| is_end(line)).map_or(usize::MAX, |(end, _)| end + 1);
        items.push(start..end);
    }
    items
}

/// The files of the modules that are tests: `#[cfg(test)] mod conformance;`.
fn test_modules(file: &File) -> Vec<String> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let own = file.path.strip_suffix(".rs").unwrap_or(&file.path);
    let folder = if own.ends_with("/mod") || own.ends_with("/lib") || own.ends_with("/main") { folder } else { own };
    let lines = file.text.lines().enumerate().filter(|(number, _)| file.is_test(*number));
    let names = lines.filter_map(|(_, line)| line.trim().strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| name));
    names.flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests are told from the program by their file, their folder and their attribute.
    #[test]
    fn tests_are_told_apart() {
        for path in ["crates/a/tests/b.rs", "crates/a/src/b/tests.rs", "crates/a/src/tests/b.txt", "tests/clients/c.py"]
        {
            assert!(File::new(path, "one\ntwo").is_test(1), "{path}");
        }
        assert!(!File::new("crates/a/src/cli/test/mod.rs", "one\ntwo").is_test(1));
        let text = "a\n\n#[cfg(test)]\nmod x {\n    b\n}\n\n#[cfg(test)]\n#[expect(y)]\nmod z;\nc\n\
                    impl D {\n    #[cfg(test)]\n    fn e() {\n        f\n    }\n    g\n}\n// h\n#[cfg(test)]\nuse i;\nj";
        let program = File::new("crates/a/src/lib.rs", text).program();
        let left: Vec<&str> = program.split_whitespace().collect();
        assert_eq!(left, ["a", "c", "impl", "D", "{", "g", "}", "j"]);
        assert_eq!(program.lines().count(), text.lines().count());
    }

    /// A module that is declared for tests only is a file of tests.
    #[test]
    fn modules_of_tests_are_found() {
        let declared = |path| test_modules(&File::new(path, "mod a;\n#[cfg(test)]\nmod laws;"));
        assert_eq!(declared("crates/a/src/store/mod.rs")[0], "crates/a/src/store/laws.rs");
        assert_eq!(declared("crates/a/src/store.rs")[1], "crates/a/src/store/laws/mod.rs");
    }
}
