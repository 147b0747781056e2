//! The rooms of the server: which folder of `crates/rolecall/src` may import which.

use super::files::File;

/// Where the rooms are.
const SOURCE: &str = "crates/rolecall/src/";

/// The rooms from the top. A room imports only rooms below it, so there is no circle.
const ROOMS: &[&str] = &[
    "cli",
    "world",
    "console",
    "delivery",
    "gateway",
    "services",
    "domain",
    "node",
    "trail",
    "session",
    "federation",
    "objects",
    "directory",
    "saml",
    "secrets",
    "store",
    "api",
    "environment",
    "public_keys",
    "webauthn",
];

/// Imports upward, imports between services, and files in no room.
pub(super) fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let Some(path) = file.path.strip_prefix(SOURCE) else { continue };
        let module: Vec<&str> = path.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").collect();
        let Some((room, _)) = path.split_once('/') else {
            if !matches!(path, "lib.rs" | "main.rs") {
                faults.push(format!("{}: stands in no room", file.path));
            }
            continue;
        };
        let Some(place) = ROOMS.iter().position(|each| *each == room) else {
            faults.push(format!("{}: `{room}` is not in the list of rooms of cargo xtask tidy", file.path));
            continue;
        };
        let program = file.program();
        for (at, named) in paths(&program, &module) {
            let names: Vec<&str> = named.split("::").collect();
            let why = match (names.as_slice(), module.as_slice()) {
                ([other, ..], _) if ROOMS.iter().take(place).any(|above| above == other) => {
                    format!("`{other}` is above `{room}`")
                }
                (["services", other, ..], ["services", service, ..])
                    if service != other && is_service(files, service) && is_service(files, other) =>
                {
                    "services never import each other".to_owned()
                }
                _ => continue,
            };
            let line = program.get(..at).unwrap_or_default().matches('\n').count() + 1;
            faults.push(format!("{}:{line}: names `crate::{named}`: {why}", file.path));
        }
    }
    faults
}

/// A folder of `services` is a service; the files beside them are for all services.
fn is_service(files: &[File], name: &str) -> bool {
    let folder = format!("{SOURCE}services/{name}/");
    files.iter().any(|file| file.path.starts_with(&folder))
}

/// Every path that a module names from the root of the crate, by `crate::` or by `super::`, and the place where
/// it does.
fn paths(program: &str, module: &[&str]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in program.match_indices(start) {
            let (before, rest) = program.split_at(at);
            if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')) {
                continue;
            }
            let mut rest = rest;
            let mut base = module;
            if start == "crate::" {
                base = &[];
                rest = rest.trim_start_matches("crate::");
            }
            while let Some(below) = rest.strip_prefix("super::") {
                base = base.split_last().map_or(&[], |(_, parent)| parent);
                rest = below;
            }
            found.extend(names(rest).into_iter().map(|name| {
                let parts: Vec<&str> = base.iter().copied().chain([name.as_str()]).collect();
                (at, parts.join("::"))
            }));
        }
    }
    found
}

/// A path, or each path of a group in braces.
fn names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(group) = path.strip_prefix('{') else {
        let first = name(path);
        let rest = path.strip_prefix(first.as_str()).and_then(|rest| rest.strip_prefix("::"));
        let Some(rest) = rest else { return vec![first] };
        return names(rest).into_iter().map(|second| format!("{first}::{second}")).collect();
    };
    let mut found = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        if depth == 0 && matches!(c, ',' | '}') {
            found.extend(
                group.get(start..at).map(str::trim).filter(|part| !part.is_empty()).map(names).into_iter().flatten(),
            );
            start = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let services =
            ["services/iam/mod.rs", "services/sts/mod.rs"].map(|path| File::new(&format!("{SOURCE}{path}"), ""));
        let file = File::new(&format!("{SOURCE}{path}"), text);
        faults(&services.into_iter().chain([file]).collect::<Vec<_>>()).len()
    }

    /// A room names only rooms below it, however it writes the path.
    #[test]
    fn imports_upward_are_found() {
        for text in [
            "use crate::directory::Edit;",
            "use crate::{api, directory::Edit};",
            "use crate::{\n    api::{A, B},\n    directory::{Edit},\n};",
            "fn a() -> crate::directory::Edit {}",
            "use super::super::directory::Edit;",
            "pub(in crate::directory) fn a() {}",
        ] {
            assert_eq!(found("store/memory.rs", text), 1, "{text}");
        }
        for text in [
            "use crate::api::Error;",
            "use crate::store::Row;",
            "use super::directory;",
            "use crate::directory_count;",
            "use other_crate::directory;",
            "// see crate::directory",
            "#[cfg(test)]\nmod tests {\n    use crate::directory::Edit;\n}",
        ] {
            assert_eq!(found("store/memory.rs", text), 0, "{text}");
        }
        assert_eq!(found("store/mod.rs", "use super::directory;"), 1);
        assert_eq!(found("store/memory/tests.rs", "use crate::directory::Edit;"), 0);
    }

    /// A service names no other service; all of them name what stands beside them.
    #[test]
    fn imports_between_services_are_found() {
        for text in [
            "use crate::services::sts::x;",
            "use super::super::super::sts;",
            "use crate::services::{iam, sts::{x, y}};",
        ] {
            assert_ne!(found("services/iam/ops/users.rs", text), 0, "{text}");
        }
        assert_eq!(found("services/iam/ops/users.rs", "use crate::services::{authorize, iam};"), 0);
        assert_eq!(found("services/mod.rs", "use crate::services::sts;"), 0);
    }

    /// Every file stands in a room of the list.
    #[test]
    fn files_outside_the_rooms_are_found() {
        assert_eq!(found("lib.rs", "mod store;"), 0);
        assert_eq!(found("clock.rs", ""), 1);
        assert_eq!(found("attic/mod.rs", ""), 1);
    }
}
