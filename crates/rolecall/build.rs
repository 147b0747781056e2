//! Tells the program which commit it is built from, where that is known: `ROLECALL_COMMIT` of the environment, else the
//! commit of a published package, else git's. Nothing of it has to be there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Digits of a commit that are shown, as in `git log --abbrev=12`.
const DIGITS: usize = 12;
/// Names the commit where there is no git, such as in an image's build.
const VARIABLE: &str = "ROLECALL_COMMIT";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={VARIABLE}");
    let dir = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // The console's page, which the program contains if `make console` built it before. A debug build reads the files when
    // they are asked for, from a folder that must be there when it is built: so an empty one is made. A published package has
    // no console.
    let console = dir.join("../../console");
    let built = console.join("dist");
    if console.exists()
        && let Err(error) = std::fs::create_dir_all(&built)
    {
        println!("cargo:warning=cannot make {}: {error}", built.display());
    }
    if is_release && built.exists() {
        println!("cargo:rerun-if-changed={}", built.display());
    }
    // While one develops, each commit would build the whole crate again.
    let named = std::env::var(VARIABLE).ok().and_then(|named| shortened(&named));
    let commit = match named {
        Some(commit) => Some(commit),
        None if is_release => {
            // A file that is not there would make cargo run this each time.
            for file in followed(&dir).iter().filter(|file| file.exists()) {
                println!("cargo:rerun-if-changed={}", file.display());
            }
            commit(&dir)
        }
        None => None,
    };
    if let Some(commit) = commit {
        println!("cargo:rustc-env=ROLECALL_BUILT_FROM={commit}");
    }
}

/// The commit of the sources in `dir`, a crate of ours; `None` where nothing tells it.
pub(crate) fn commit(dir: &Path) -> Option<String> {
    let packaged = std::fs::read_to_string(dir.join(".cargo_vcs_info.json")).ok();
    match packaged {
        // {"git": {"sha1": "…"}, "path_in_vcs": "…"}
        Some(info) => shortened(info.split_once("\"sha1\"")?.1.split('"').nth(1)?),
        None if is_ours(dir) => shortened(&git(dir, &["rev-parse", "HEAD"])?),
        None => None,
    }
}

/// The files of git that change when HEAD is another commit.
pub(crate) fn followed(dir: &Path) -> Vec<PathBuf> {
    if !is_ours(dir) {
        return Vec::new();
    }
    let paths = ["HEAD", "logs/HEAD"].map(|name| git(dir, &["rev-parse", "--git-path", name]));
    paths.into_iter().flatten().map(|path| dir.join(path)).collect()
}

/// Whether git's repository is that of the crate, and not one that a copy of the sources lies in.
fn is_ours(dir: &Path) -> bool {
    let tracked = git(dir, &["ls-files", "--error-unmatch", "Cargo.toml"]).is_some();
    tracked && git(dir, &["rev-parse", "--show-prefix"]).is_some_and(|prefix| prefix == "crates/rolecall/")
}

/// What git says; `None` if it is not there, or fails.
fn git(dir: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(dir).args(arguments).output().ok()?;
    let said = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    Some(said.trim().to_owned())
}

/// The first digits of a commit; `None` for what is none.
pub(crate) fn shortened(commit: &str) -> Option<String> {
    let is_hex = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    commit.get(..DIGITS).filter(|_| is_hex).map(str::to_owned)
}
