//! The files that packages are built from, `packaging/`: what `packaging/check` says of them without a build.

use rolecall::gateway::limits::{CONNECTIONS, KNOWN_BYTES, REQUEST_BYTES, STRANGERS_BYTES};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files of the process besides those of connections and requests: the store, its log, the trail's segments, the object
/// index, and the runtime's own.
const OTHER_FILES: usize = 256;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// What the check prints, and whether it is content.
fn check(root: &Path) -> (String, bool) {
    let mut check = Command::new("python3");
    check.arg(root.join("packaging/check")).args(["--quick", "--program", env!("CARGO_BIN_EXE_rolecall")]);
    let said = check.output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap() + &String::from_utf8_lossy(&said.stderr);
    (text, said.status.success())
}

/// The files are sound, as far as can be told here.
#[test]
fn the_packaging_is_sound() {
    let (said, is_sound) = check(&root());
    assert!(is_sound, "{said}");
    for part in [".dockerignore", "Dockerfile", "rolecall.service: hardening and options"] {
        assert!(said.contains(&format!("checked      {part}")), "{said}");
    }
}

/// A mistake in one of them is found.
#[test]
fn mistakes_in_the_packaging_are_found() {
    let mistakes = [
        ("Dockerfile", "USER 10001:10001", "USER root", "the server runs as root"),
        ("Dockerfile", "debian:bookworm-slim", "debian", "the base image debian has no tag"),
        ("Dockerfile", "ARG COMMIT", "ARG REGISTRY_TOKEN", "would keep a secret in a layer"),
        ("Dockerfile", "HEALTHCHECK", "LABEL", "no HEALTHCHECK"),
        ("Dockerfile", "COPY --from=console", "# COPY --from=console", "without the console"),
        ("Dockerfile", "\"--listen\"", "\"--listens\"", "has no --listens"),
        ("rolecall.service", "NoNewPrivileges=yes", "NoNewPrivileges=no", "NoNewPrivileges is 'no'"),
        ("rolecall.service", "CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_CHOWN\n", "CapabilityBoundingSet"),
        ("rolecall.service", "serve --data", "serve --directory", "has no --directory"),
    ];
    for (file, from, to, found) in mistakes {
        let copy = tempfile::tempdir().unwrap();
        for folder in ["packaging", "crates/rolecall/src", "xtask", "console/src"] {
            fs::create_dir_all(copy.path().join(folder)).unwrap();
        }
        let names = ["packaging/build", "packaging/check", "packaging/Dockerfile", "packaging/compose.yaml"];
        let names = names.iter().chain(&["packaging/rolecall.service", ".dockerignore", "Cargo.toml", "Cargo.lock"]);
        let names = names.chain(&["packaging/compress-console.mjs", "Makefile", "console/package-lock.json"]);
        for name in names.chain(&["LICENSE", "xtask/Cargo.toml", "crates/rolecall/src/main.rs", "console/src/main.tsx"])
        {
            fs::copy(root().join(name), copy.path().join(name)).unwrap();
        }
        let path = copy.path().join("packaging").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}: {from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let (said, is_sound) = check(copy.path());
        assert!(!is_sound && said.contains(found), "{found:?} in\n{said}");
    }
}

/// The unit allows a socket for each connection and two files, source and target of a copy, for each request that the
/// limits of memory allow.
#[test]
fn the_unit_allows_the_files_that_the_limits_need() {
    let unit = fs::read_to_string(root().join("packaging/rolecall.service")).unwrap();
    let allowed = unit.lines().find_map(|line| line.strip_prefix("LimitNOFILE=")).unwrap();
    let requests = (KNOWN_BYTES + STRANGERS_BYTES) / REQUEST_BYTES;
    let needed = CONNECTIONS + 2 * requests + OTHER_FILES;
    let allowed: usize = allowed.parse().unwrap();
    assert!((needed..2 * needed).contains(&allowed), "{allowed} of {needed}");
}
