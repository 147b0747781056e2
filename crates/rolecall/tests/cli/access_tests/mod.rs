//! `rolecall test` as a program: what files with access tests may say, how they come out, and how that is told.
//!
//! `worked` holds every worked decision of the specification against it, in JSON; `layers` each layer, in TOML; `mistakes`
//! what cannot be read; `ci` what CI is told; `groups` what tests share, and `only`; `reports` the formats and the exit status; `schema` the JSON schema; `terminal` colour and width; `via` chains of roles; `worlds` what is there already; `watch` runs again; `guide` the page of the guide.

mod ci;
mod groups;
mod guide;
mod layers;
mod mistakes;
mod reports;
mod schema;
mod terminal;
mod via;
mod watch;
mod worked;
mod worlds;

use crate::program::{Run, rolecall};
use std::path::Path;

/// Runs `rolecall test` in a folder, with a text on standard input.
fn run(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut command = rolecall();
    command.arg("test").args(arguments).current_dir(folder);
    // Like in a pipe: no line is wrapped.
    Run::of(command.env_remove("COLUMNS"), input)
}

/// Runs tests from standard input.
fn run_text(arguments: &[&str], input: &str) -> Run {
    let mut all = vec!["-"];
    all.extend(arguments);
    run(Path::new("."), &all, input)
}

/// A folder with files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
