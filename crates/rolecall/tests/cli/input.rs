//! Files that cannot be read: every command says which one, what is wrong with it, and what to do.

use crate::program::{Run, rolecall};
use std::fs::{self, File};
use std::path::Path;

const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;
const TEST: &str = "[[test]]\nwho = \"anonymous\"\nmay_not = \"s3:ListAllMyBuckets\"\non = \"*\"\n";

fn run(folder: &Path, command: &str) -> Run {
    Run::of(rolecall().args(command.split(' ')).current_dir(folder), "")
}

fn folder_of_bad_files() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    fs::create_dir(folder.path().join("folder.d")).unwrap();
    write("empty", b"");
    write("blank", b"\r\n\n");
    write("utf16", &utf16(&format!("\u{feff}{POLICY}")));
    write("utf16le", &utf16(POLICY));
    write("latin1", b"# Z\xFCrich\n");
    write("good.json", POLICY.as_bytes());
    for name in ["absent", "folder.d", "empty", "blank", "utf16", "utf16le", "latin1", "goof.json"] {
        let tests = format!("[policies]\na = {{ file = \"{name}\" }}\n{TEST}");
        write(&format!("{name}.toml"), tests.as_bytes());
        let policy = format!("[[account.policy]]\nname = \"p\"\npolicy_file = \"{name}\"\n");
        let world = format!("[[account]]\nid = \"111111111111\"\nname = \"dev\"\n{policy}");
        write(&format!("{name}.world"), world.as_bytes());
    }
    folder
}

/// What is wrong with each file. `HERE` is the folder.
const PROBLEMS: [(&str, &str); 8] = [
    ("absent", "there is no such file in the folder `HERE`"),
    ("goof.json", "there is no such file; did you mean `good.json`?"),
    ("folder.d", "it is a folder; name a file in it"),
    ("empty", "it is empty; check whether the program that writes it failed, or name another file"),
    ("blank", "it is empty; check whether the program that writes it failed, or name another file"),
    (
        "utf16",
        "it is UTF-16, not UTF-8; convert it with `iconv -f UTF-16 -t UTF-8`, or let PowerShell write it with \
         `Out-File -Encoding utf8`",
    ),
    (
        "utf16le",
        "it is UTF-16, not UTF-8; convert it with `iconv -f UTF-16LE -t UTF-8`, or let PowerShell write it with \
         `Out-File -Encoding utf8`",
    ),
    (
        "latin1",
        "it is not UTF-8: the byte at offset 3 (0xFC), in line 1, is invalid; save it as UTF-8, or convert it: \
         `iconv -f WINDOWS-1252 -t UTF-8` for a Western European encoding",
    ),
];

/// How each command takes a file, its exit status, and what it says before the problem. `NAME` is the file.
const COMMANDS: [(&str, i32, &str); 9] = [
    ("lint NAME", 2, "NAME: cannot read it: "),
    ("lint --baseline NAME good.json", 2, "cannot read NAME: "),
    ("test NAME", 2, "cannot read NAME: "),
    ("test NAME.toml", 2, "NAME.toml:2:14: cannot read NAME: "),
    ("eval NAME", 2, "cannot read NAME: "),
    ("world check NAME", 1, "cannot read NAME: "),
    ("world check NAME.world", 1, "NAME.world: cannot read the world file: line 6: cannot read NAME: "),
    ("serve --listen 127.0.0.1:0 --world NAME", 1, "cannot read NAME: "),
    ("serve --listen 127.0.0.1:0 --tls-cert NAME --tls-key good.json", 1, "cannot read NAME: "),
];

#[test]
fn every_command_says_what_is_wrong_with_a_file() {
    let folder = folder_of_bad_files();
    let here = folder.path().canonicalize().unwrap().display().to_string();
    for (command, status, before) in COMMANDS {
        for (name, problem) in PROBLEMS {
            // A folder is looked through, and cases are read one by one.
            if matches!((command, name), ("lint NAME", "folder.d") | ("eval NAME", "latin1")) {
                continue;
            }
            let run = run(folder.path(), &command.replace("NAME", name));
            let told = format!("{}{}", before.replace("NAME", name), problem.replace("HERE", &here));
            let first = run.err.lines().next().unwrap_or_default();
            assert_eq!((first, run.status), (&*format!("rolecall: {told}"), status), "{command} {name}");
        }
    }
}

/// Standard input is named as such.
#[test]
fn standard_input_is_named() {
    for command in ["lint", "test -", "eval"] {
        let run = Run::of(rolecall().args(command.split(' ')), "\n");
        assert!(run.err.contains("it is empty; check whether"), "{command}: {}", run.err);
        assert!(run.err.contains("<stdin>") || run.err.contains("standard input"), "{command}: {}", run.err);
        assert_eq!(run.status, 2, "{command}");
    }
}

/// Each limit at its edge. What is just short enough is read, and found to be wrong in another way.
#[test]
fn limits_of_files() {
    let folder = folder_of_bad_files();
    let sized = |name: &str, size: u64| File::create(folder.path().join(name)).unwrap().set_len(size).unwrap();
    let mib = 1 << 20;
    for (command, limit) in [
        ("lint NAME", 64 * mib),
        ("test NAME", 16 * mib),
        ("test NAME.toml", mib),
        ("world check NAME", 64 * mib),
        ("world check NAME.world", mib),
        ("serve --listen 127.0.0.1:0 --tls-cert NAME --tls-key good.json", mib),
    ] {
        let told = format!("it is longer than {} MiB, the limit for such a file; split it", limit / mib);
        for (size, is_told) in [(limit, false), (limit + 1, true)] {
            // Looking through the longest that is read takes long.
            if !is_told && limit == 64 * mib {
                continue;
            }
            sized("absent", size);
            let run = run(folder.path(), &command.replace("NAME", "absent"));
            assert!(run.status > 0, "{command}");
            assert_eq!(run.err.contains(&told), is_told, "{command}: {size}: {}", run.err);
        }
    }
}

/// The mark of UTF-8 that editors and PowerShell write is no mistake anywhere.
#[test]
fn marks_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let marked = |name: &str, text: &str| fs::write(folder.path().join(name), format!("\u{feff}{text}")).unwrap();
    marked("p.json", &POLICY.replace("\"*\"", "\"arn:aws:s3:::reports/*\""));
    marked("base.json", r#"{"version":1,"findings":[]}"#);
    marked("tests.toml", &format!("[policies]\na = {{ file = \"p.json\" }}\n{TEST}"));
    marked(
        "cases.jsonl",
        "{\"request\":{\"principal\":\"anonymous\",\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::b/k\"}}\n",
    );
    let account = "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n";
    marked("world.toml", &format!("{account}[[account.policy]]\nname = \"p\"\npolicy_file = \"p.json\"\n"));
    for command in [
        "lint p.json",
        "lint --baseline base.json p.json",
        "test tests.toml",
        "eval cases.jsonl",
        "world check world.toml",
    ] {
        let run = run(folder.path(), command);
        assert_eq!((run.status, &*run.err), (0, ""), "{command}: {}", run.out);
    }
}
