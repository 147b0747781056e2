//! Which files are looked at: those that are named, and of folders that are named each file of JSON or YAML in them.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// It was not named, but found in a folder: it need not be a policy.
    pub(super) found: bool,
}

/// The files that are named, in the order in which they are; in place of a folder what is found there, by name. A file is
/// there once.
///
/// Also tells which folders could not be read, and why.
pub(super) fn inputs(named: &[PathBuf]) -> (Vec<Input>, Vec<(PathBuf, io::Error)>) {
    let (mut inputs, mut unreadable) = (Vec::new(), Vec::new());
    for path in named {
        if path == Path::new("-") || !path.is_dir() {
            inputs.push(Input { path: path.clone(), found: false });
            continue;
        }
        let mut files = Vec::new();
        let mut folders = vec![path.clone()];
        while let Some(folder) = folders.pop() {
            if let Err(error) = look_into(&folder, &mut folders, &mut files) {
                unreadable.push((folder, error));
            }
        }
        files.sort();
        inputs.extend(files.into_iter().map(|path| Input { path: shortened(path), found: true }));
    }
    let mut seen = HashSet::new();
    inputs.retain(|input| seen.insert(shortened(input.path.clone())));
    (inputs, unreadable)
}

/// Notes the folders in a folder, but for hidden ones, and the files of JSON and YAML. Links to files are followed; links to folders are
/// not, as they may lead in a circle.
fn look_into(folder: &Path, folders: &mut Vec<PathBuf>, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let is_read = is_json(&path) || is_yaml(&path);
        if kind.is_dir() {
            if !is_hidden(&entry.file_name()) {
                folders.push(path);
            }
        } else if is_read && (kind.is_file() || kind.is_symlink() && !path.is_dir()) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether the name of a file says that it is JSON.
pub(super) fn is_json(path: &Path) -> bool {
    has_extension(path, &["json"])
}

/// Whether the name of a file says that it is YAML.
pub(super) fn is_yaml(path: &Path) -> bool {
    has_extension(path, &["yaml", "yml"])
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|own| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// `./a.json` is `a.json`.
fn shortened(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(short) if short != Path::new("") => short.to_owned(),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stand_for_the_json_and_yaml_in_them() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in ["b/deep", ".git", "a.json"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for file in [
            "c.json",
            "b/deep/x.JSON",
            "b/y.json",
            "b/y.txt",
            "b/z.yml",
            "b/w.Yaml",
            ".git/z.json",
            ".d.json",
            "a.json/in",
        ] {
            fs::write(at(file), "{}").unwrap();
        }
        let (found, unreadable) = inputs(&[at("b/y.txt"), root.path().to_owned(), at("c.json"), at("none.json")]);
        let names =
            found.iter().map(|input| (input.path.strip_prefix(root.path()).unwrap().to_str().unwrap(), input.found));
        let names: Vec<_> = names.collect();
        assert_eq!(
            names,
            [
                ("b/y.txt", false),
                (".d.json", true),
                ("b/deep/x.JSON", true),
                ("b/w.Yaml", true),
                ("b/y.json", true),
                ("b/z.yml", true),
                ("c.json", true),
                ("none.json", false)
            ]
        );
        assert!(unreadable.is_empty());
    }

    /// A link to a folder above would never end.
    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("a")).unwrap();
        fs::write(at("p"), "{}").unwrap();
        symlink(root.path(), at("a/up")).unwrap();
        symlink(root.path(), at("a/up.json")).unwrap();
        symlink(at("p"), at("a/p.json")).unwrap();
        symlink(at("gone"), at("a/gone.json")).unwrap();
        let (found, _) = inputs(&[root.path().to_owned()]);
        let paths: Vec<_> = found.into_iter().map(|input| input.path).collect();
        assert_eq!(paths, [at("a/gone.json"), at("a/p.json")]);
    }

    #[test]
    fn the_folder_one_is_in_is_not_named() {
        for (path, short) in [("./a.json", "a.json"), ("a/./b.json", "a/./b.json"), (".", "."), ("/a", "/a")] {
            assert_eq!(shortened(PathBuf::from(path)), PathBuf::from(short));
        }
    }
}
