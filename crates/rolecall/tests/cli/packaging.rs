//! What a package of the program has besides the program: completions, manual pages, and what `--version` tells.

use crate::program::{Run, rolecall};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../../build.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "a build script has an entry of its own, and talks to cargo there")]
mod build;

fn run(arguments: &[&str]) -> Run {
    Run::of(rolecall().args(arguments), "")
}

/// The names of the commands, from the list in the help.
pub(crate) fn commands() -> BTreeSet<String> {
    commands_of(&[])
}

/// The names of the commands below one, from the list in its help.
fn commands_of(command: &[&str]) -> BTreeSet<String> {
    let help = run(&[command, &["--help"]].concat()).out;
    let Some(list) = help.split("Commands:\n").nth(1) else { return BTreeSet::new() };
    let list = list.split("\n\n").next().unwrap().to_owned();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

/// Each shell gets a script that knows every command, and an unknown shell is an error of the command line.
#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = run(&["completions", shell]);
        assert_eq!((script.status, &*script.err), (0, ""), "{shell}");
        for command in commands() {
            assert!(script.out.contains(&command), "{shell}: {command}");
        }
        assert!(script.out.contains("--request-rate") || script.out.contains("request-rate"), "{shell}");
    }
    assert_eq!(run(&["completions", "tcsh"]).status, 2);
}

/// Bash reads the script, and completes a command with it.
#[test]
fn bash_completes_a_command() {
    let dir = tempfile::tempdir().unwrap();
    let script = dir.path().join("rolecall");
    fs::write(&script, run(&["completions", "bash"]).out).unwrap();
    let complete = "source \"$0\"; COMP_WORDS=(rolecall ser); COMP_CWORD=1; _rolecall rolecall ser rolecall; echo \"${COMPREPLY[@]}\"";
    let Ok(said) = Command::new("bash").args(["-c", complete]).arg(&script).output() else { return };
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "serve\n", "{}", String::from_utf8_lossy(&said.stderr));
}

/// There is one page for the program and one for each command, nested ones included; examples keep their lines.
#[test]
fn each_command_has_a_manual_page() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("new/man1");
    let written = run(&["man", "--out", out.to_str().unwrap()]);
    assert_eq!((written.status, &*written.out, &*written.err), (0, "", ""));
    let pages: BTreeSet<String> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut expected = BTreeSet::from(["rolecall.1".to_owned()]);
    for command in commands() {
        let nested = commands_of(&[&command]);
        expected.extend(nested.iter().map(|name| format!("rolecall-{command}-{name}.1")));
        expected.insert(format!("rolecall-{command}.1"));
    }
    assert!(
        expected.contains("rolecall-world-check.1") && expected.contains("rolecall-world-export.1"),
        "{expected:?}"
    );
    assert_eq!(pages, expected);
    // Each page names pages that exist, and a page that is nowhere named would not be found.
    let mut named = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(out.join(page)).unwrap().replace("\\-", "-");
        let (_, list) = text.split_once(".SH \"SEE ALSO\"\n").unwrap_or_else(|| panic!("{page}: {text}"));
        let others: BTreeSet<String> =
            list.lines().map(|line| line.trim_end_matches(',').replace("\\fB", "").replace("\\fR(1)", ".1")).collect();
        assert!(!others.is_empty() && others.is_subset(&pages) && !others.contains(page), "{page}: {others:?}");
        let (parent, _) = page.rsplit_once('-').unwrap_or(("", ""));
        let parents: BTreeSet<_> = pages.iter().filter(|it| it.strip_suffix(".1") == Some(parent)).collect();
        assert!(parents.iter().all(|parent| others.contains(*parent)), "{page}: {others:?}");
        if page == "rolecall.1" {
            assert!(commands().iter().all(|command| others.contains(&format!("rolecall-{command}.1"))), "{others:?}");
        }
        named.extend(others);
    }
    assert_eq!(named, pages);
    let serve = fs::read_to_string(out.join("rolecall-serve.1")).unwrap();
    assert!(serve.contains(".SH \"EXAMPLES\"\n.nf\n    rolecall serve \\-\\-data ./data\n"), "{serve}");
    assert_eq!(run(&["man"]).out, fs::read_to_string(out.join("rolecall.1")).unwrap());
    // Where a file stands in the way, nothing is written and the reason is told.
    let refused = run(&["man", "--out", out.join("rolecall.1").to_str().unwrap()]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.starts_with("rolecall: cannot write "), "{}", refused.err);
}

/// `-V` is a line for scripts; `--version` tells of when the facts of AWS are too.
#[test]
fn the_version_is_told_short_and_long() {
    let short = format!("rolecall {}", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["-V"]).out, format!("{short}\n"));
    let long = run(&["--version"]).out;
    let lines: Vec<&str> = long.lines().collect();
    assert!(lines[0] == short || lines[0].starts_with(&format!("{short} (commit ")), "{long}");
    assert_eq!(lines[1..], [format!("facts of AWS as of {}", rolecall_catalog::published())]);
}

fn git(dir: &Path, arguments: &[&str]) -> String {
    let name = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(dir).args(name).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A build tells the commit of its own repository or package, and none where there is neither: in an unpacked archive, or
/// in a copy that lies in somebody else's repository.
#[test]
fn a_build_tells_its_own_commit_alone() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("crates/rolecall");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("Cargo.toml"), "").unwrap();
    assert_eq!((build::commit(&dir), build::followed(&dir).len()), (None, 0));

    git(root.path(), &["init", "-q"]);
    assert_eq!((build::commit(&dir), build::followed(&dir).len()), (None, 0), "nothing is committed");
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "-q", "-m", "a"]);
    let head = git(root.path(), &["rev-parse", "HEAD"]);
    assert_eq!(build::commit(&dir).as_deref(), Some(&head[..12]));
    let followed = build::followed(&dir);
    assert!(followed.len() == 2 && followed.iter().all(|file| file.exists()), "{followed:?}");

    let copy = root.path().join("vendor/rolecall");
    fs::create_dir_all(&copy).unwrap();
    fs::write(copy.join("Cargo.toml"), "").unwrap();
    assert_eq!(build::commit(&copy), None);
    git(root.path(), &["add", "."]);
    assert_eq!(build::commit(&copy), None, "another project's repository");
    let info = r#"{"git": {"sha1": "00112233445566778899aabbccddeeff00112233"}, "path_in_vcs": "crates/rolecall"}"#;
    fs::write(copy.join(".cargo_vcs_info.json"), info).unwrap();
    assert_eq!(build::commit(&copy).as_deref(), Some("001122334455"));
}

/// What names no commit is not shown as one.
#[test]
fn a_commit_is_hexadecimal() {
    for text in ["", "main", "0123456789a", "0123456789ag0000", "é23456789ab0"] {
        assert_eq!(build::shortened(text), None, "{text}");
    }
    assert_eq!(build::shortened("0123456789abcdef").as_deref(), Some("0123456789ab"));
}
