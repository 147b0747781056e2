//! Service-linked roles: which service principal has which role, as text.
//!
//! One package has the roles whose life AWS's answers were recorded for; the others stand in
//! `xtask/service-linked-roles.txt`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::guard;
use super::sources::Sources;
use super::{Coverage, Files, Outcome};

/// The roles that no package has, below the repository's root.
const BY_HAND: &str = "xtask/service-linked-roles.txt";

/// Where the name of a role by hand may have been seen; the head of the table tells what each word means.
const SEEN: [&str; 5] = ["account", "code", "guide", "pattern", "policy"];

/// Where the policies of service-linked roles are.
const POLICIES: &str = "arn:aws:iam::aws:policy/aws-service-role/";

#[derive(Debug, Default)]
struct Role {
    principal: String,
    name: String,
    policies: Vec<String>,
    suffix: bool,
}

/// Writes `data/service-linked-roles.txt`.
///
/// A policy that is not among `managed` is kept where the package names it: AWS shows it as attached, and only its text
/// is not published.
pub(crate) fn generate(
    root: &Path,
    sources: &Sources,
    managed: &BTreeSet<String>,
    files: &mut Files,
    coverage: &mut Coverage,
) -> Outcome<()> {
    let module = sources.file("localstack-core", "localstack/services/iam/resources/service_linked_roles.py")?;
    let module = String::from_utf8(module).map_err(|error| error.to_string())?;
    let mut roles = read(&module)?;
    let unknown = |role: &Role| role.policies.iter().filter(|policy| !managed.contains(*policy)).count();
    coverage.count("policies of service-linked roles without a known text", roles.iter().map(unknown).sum());
    for role in by_hand(root)? {
        if roles.iter().any(|known| known.principal == role.principal) {
            return Err(format!("{BY_HAND}: a package has the role of {} by now", role.principal));
        }
        if unknown(&role) > 0 {
            return Err(format!("{BY_HAND}: the policy of {} is no managed policy", role.principal));
        }
        roles.push(role);
    }
    roles.sort_by(|a, b| a.principal.cmp(&b.principal));
    let mut text = String::new();
    for role in &roles {
        for word in [&role.principal, &role.name].into_iter().chain(&role.policies) {
            guard::at_most("service-linked role", word, 1)?;
        }
        let suffix = if role.suffix { "suffix" } else { "-" };
        let _ = write!(text, "{} {} {suffix}", role.principal, role.name);
        role.policies.iter().for_each(|policy| {
            let _ = write!(text, " {policy}");
        });
        text.push('\n');
    }
    coverage.count("service-linked roles", roles.len());
    files.insert("crates/catalog/data/service-linked-roles.txt".to_owned(), text.into_bytes());
    Ok(())
}

/// The principals of the roles that no package has.
pub(crate) fn owners_by_hand(root: &Path) -> Outcome<Vec<String>> {
    Ok(by_hand(root)?.into_iter().map(|role| role.principal).collect())
}

/// The roles that no package has: lines of principal, role name, policy, where the name was seen, and whether a suffix
/// may be given.
fn by_hand(root: &Path) -> Outcome<Vec<Role>> {
    let text = fs::read_to_string(root.join(BY_HAND)).map_err(|error| format!("{BY_HAND}: {error}"))?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    if !lines.is_sorted() {
        return Err(format!("{BY_HAND}: not sorted"));
    }
    let role = |line: &&str| {
        let words: Vec<&str> = line.split(' ').collect();
        let (principal, name, policy, seen, suffix) = match words.as_slice() {
            [principal, name, policy, seen] => (principal, name, policy, seen, false),
            [principal, name, policy, seen, "suffix"] => (principal, name, policy, seen, true),
            _ => return Err(format!("{BY_HAND}: {line:?} is no role")),
        };
        if !SEEN.contains(seen) {
            return Err(format!("{BY_HAND}: {seen:?} of {principal} is no place where a name is seen"));
        }
        let policies = if *policy == "-" { Vec::new() } else { vec![format!("{POLICIES}{policy}")] };
        Ok(Role { principal: (*principal).to_owned(), name: (*name).to_owned(), policies, suffix })
    };
    lines.iter().map(role).collect()
}

/// The values of a dictionary literal, taken from its lines: quoted strings after the four known names.
fn read(module: &str) -> Outcome<Vec<Role>> {
    let mut roles: Vec<Role> = Vec::new();
    for line in module.lines().map(str::trim) {
        let strings: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        match strings.as_slice() {
            ["service", principal] => roles.push(Role { principal: (*principal).to_owned(), ..Role::default() }),
            ["role_name", name] => last(&mut roles)?.name = (*name).to_owned(),
            ["suffix_allowed"] => last(&mut roles)?.suffix = line.contains("True"),
            ["attached_policies", policies @ ..] => {
                last(&mut roles)?.policies.extend(policies.iter().map(|policy| (*policy).to_owned()));
            }
            [policy] if policy.starts_with("arn:") => last(&mut roles)?.policies.push((*policy).to_owned()),
            _ => {}
        }
    }
    match roles.iter().find(|role| role.name.is_empty()) {
        None => Ok(roles),
        Some(role) => Err(format!("the service-linked role of {} has no name", role.principal)),
    }
}

fn last(roles: &mut [Role]) -> Outcome<&mut Role> {
    roles.last_mut().ok_or_else(|| "a service-linked role begins without its principal".to_owned())
}
