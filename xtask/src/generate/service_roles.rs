//! Service-linked roles: which service principal has which role, as a Rust table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::guard;
use super::sources::Sources;
use super::{Coverage, Files, Outcome};

#[derive(Debug, Default)]
struct Role {
    principal: String,
    name: String,
    policies: Vec<String>,
    suffix: bool,
}

/// Writes `src/service_linked_roles/table.rs`.
///
/// Policies that are not among `managed` were retired by AWS and are left out.
pub(crate) fn generate(
    sources: &Sources,
    managed: &BTreeSet<String>,
    files: &mut Files,
    coverage: &mut Coverage,
) -> Outcome<()> {
    let module = sources.file("localstack-core", "localstack/services/iam/resources/service_linked_roles.py")?;
    let module = String::from_utf8(module).map_err(|error| error.to_string())?;
    let mut roles = read(&module)?;
    roles.sort_by(|a, b| a.principal.cmp(&b.principal));
    let mut text = format!(
        "//! Generated from {} by `cargo xtask generate`; do not edit.\n\nuse super::ServiceLinkedRole;\n\n/// Ordered by \
         principal.\npub(super) const ROLES: &[ServiceLinkedRole] = &[\n",
        sources.credit("localstack-core")?
    );
    for role in &roles {
        for word in [&role.principal, &role.name].into_iter().chain(&role.policies) {
            guard::at_most("service-linked role", word, 1)?;
        }
        let current = role.policies.iter().filter(|policy| managed.contains(*policy));
        let policies: Vec<String> = current.map(|policy| format!("{policy:?}")).collect();
        coverage.add("service-linked roles without a known policy", usize::from(policies.is_empty()));
        let _ = writeln!(
            text,
            "ServiceLinkedRole {{ principal: {:?}, role_name: {:?}, policies: &[{}], custom_suffix: {} }},",
            role.principal,
            role.name,
            policies.join(", "),
            role.suffix
        );
    }
    text.push_str("];\n");
    coverage.count("service-linked roles", roles.len());
    files.insert("crates/catalog/src/service_linked_roles/table.rs".to_owned(), text.into_bytes());
    Ok(())
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
