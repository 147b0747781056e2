//! The names of what a world file gives an account: `user/ana`, `user/ana/inline/own`, `alias/dev-team`.
//!
//! A name is `kind/entity` or `kind/entity/part/which`. Names of entities have no slash (R4.7); what comes last may have.

use super::{WorldAccount, WorldError};
use crate::world::file::{InlinePolicy, Lines};
use std::collections::BTreeSet;
use toml::Spanned;

/// A name, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Thing<'a> {
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    /// What of the entity, and which of them.
    pub(super) part: Option<(&'a str, &'a str)>,
}

impl<'a> Thing<'a> {
    /// Takes a name apart.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut pieces = text.splitn(4, '/');
        let (kind, name) = (pieces.next()?, pieces.next()?);
        let part = pieces.next().map(|part| (part, pieces.next().unwrap_or_default()));
        Some(Self { kind, name, part })
    }
}

/// Everything that the file gives an account, apart from the account itself and its root key.
///
/// # Errors
/// A name that is given twice.
pub(super) fn things(account: &WorldAccount, lines: &Lines) -> Result<BTreeSet<String>, WorldError> {
    let mut all = Things { lines, names: BTreeSet::new() };
    if let Some(alias) = &account.alias {
        all.add(alias, format!("alias/{}", alias.get_ref()))?;
    }
    if let Some(color) = &account.color {
        all.add(color, format!("color/{}", color.get_ref()))?;
    }
    if let Some(protected) = account.protected.as_ref().filter(|it| *it.get_ref()) {
        all.add(protected, "protected/true".to_owned())?;
    }
    for it in &account.policy {
        let policy = it.get_ref();
        all.entity(it, "policy", &policy.name)?;
        all.tags("policy", &policy.name, policy.tags.keys());
    }
    for it in &account.group {
        let group = it.get_ref();
        all.entity(it, "group", &group.name)?;
        all.policies("group", &group.name, &group.attached, &group.inline_policy)?;
        for member in &group.members {
            all.add(member, format!("group/{}/member/{}", group.name, member.get_ref()))?;
        }
    }
    for it in &account.user {
        let user = it.get_ref();
        all.entity(it, "user", &user.name)?;
        all.policies("user", &user.name, &user.attached, &user.inline_policy)?;
        all.tags("user", &user.name, user.tags.keys());
        if user.boundary.is_some() {
            all.names.insert(format!("user/{}/boundary/", user.name));
        }
        if user.password.is_some() {
            all.names.insert(format!("user/{}/password/", user.name));
        }
        for key in &user.access_key {
            all.add(key, format!("user/{}/access-key/{}", user.name, key.get_ref().0.id))?;
        }
    }
    for it in &account.role {
        let role = it.get_ref();
        all.entity(it, "role", &role.name)?;
        all.policies("role", &role.name, &role.attached, &role.inline_policy)?;
        all.tags("role", &role.name, role.tags.keys());
        if role.boundary.is_some() {
            all.names.insert(format!("role/{}/boundary/", role.name));
        }
    }
    for it in &account.oidc_provider {
        let provider = it.get_ref();
        let name = provider_name(&provider.url);
        all.provider(it, &name)?;
        for id in &provider.client_ids {
            all.add(id, format!("oidc_provider/{name}/client-id/{}", id.get_ref()))?;
        }
        all.tags("oidc_provider", &name, provider.tags.keys());
        if provider.jwks.is_some() {
            all.names.insert(format!("oidc_provider/{name}/jwks/"));
        }
    }
    for it in &account.saml_provider {
        let provider = it.get_ref();
        all.entity(it, "saml_provider", &provider.name)?;
        all.tags("saml_provider", &provider.name, provider.tags.keys());
    }
    for it in &account.hardware_mfa_device {
        all.entity(it, "hardware_mfa_device", &it.get_ref().serial)?;
    }
    for it in &account.bucket {
        let bucket = it.get_ref();
        all.entity(it, "bucket", &bucket.name)?;
        if bucket.policy.is_some() {
            all.names.insert(format!("bucket/{}/policy/", bucket.name));
        }
        if bucket.public_access_block.is_some() {
            all.names.insert(format!("bucket/{}/public-access-block/", bucket.name));
        }
    }
    Ok(all.names)
}

/// The name of the provider with this URL: names have no slash, and URLs of providers no `%`.
pub(super) fn provider_name(url: &str) -> String {
    url.strip_prefix("https://").unwrap_or(url).replace('/', "%2F")
}

/// The issuer of a provider of this name.
pub(super) fn provider_issuer(name: &str) -> String {
    name.replace("%2F", "/")
}

struct Things<'a> {
    lines: &'a Lines,
    names: BTreeSet<String>,
}

impl Things<'_> {
    fn add<T>(&mut self, place: &Spanned<T>, name: String) -> Result<(), WorldError> {
        if self.names.contains(&name) {
            return Err(WorldError::Syntax {
                line: self.lines.line(place),
                problem: format!("`{name}` is given twice"),
            });
        }
        self.names.insert(name);
        Ok(())
    }

    /// An entity; names that differ in case only are one name (R4.7).
    fn entity<T>(&mut self, place: &Spanned<T>, kind: &str, name: &str) -> Result<(), WorldError> {
        let line = self.lines.line(place);
        if name.is_empty() || name.contains('/') {
            return Err(WorldError::Syntax { line, problem: format!("`{name}` cannot be the name of a {kind}") });
        }
        let prefix = format!("{kind}/{}", name.to_lowercase());
        if self.names.iter().any(|other| other.to_lowercase() == prefix) {
            return Err(WorldError::Syntax { line, problem: format!("the {kind} `{name}` is given twice") });
        }
        self.names.insert(format!("{kind}/{name}"));
        Ok(())
    }

    /// A provider: upper and lower case of its name count.
    fn provider<T>(&mut self, place: &Spanned<T>, name: &str) -> Result<(), WorldError> {
        if name.is_empty() {
            let problem = "an `oidc_provider` needs a `url`".to_owned();
            return Err(WorldError::Syntax { line: self.lines.line(place), problem });
        }
        self.add(place, format!("oidc_provider/{name}"))
    }

    fn tags<'t>(&mut self, kind: &str, name: &str, keys: impl Iterator<Item = &'t String>) {
        self.names.extend(keys.map(|key| format!("{kind}/{name}/tag/{key}")));
    }

    fn policies(
        &mut self,
        kind: &str,
        name: &str,
        attached: &[Spanned<String>],
        inline: &[Spanned<InlinePolicy>],
    ) -> Result<(), WorldError> {
        for arn in attached {
            self.add(arn, format!("{kind}/{name}/attached/{}", arn.get_ref()))?;
        }
        for policy in inline {
            self.add(policy, format!("{kind}/{name}/inline/{}", policy.get_ref().name))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let thing = |kind, name, part| Some(Thing { kind, name, part });
        assert_eq!(Thing::read("user/ana"), thing("user", "ana", None));
        assert_eq!(Thing::read("user/ana/boundary/"), thing("user", "ana", Some(("boundary", ""))));
        let arn = "user/ana/attached/arn:aws:iam::aws:policy/job-function/Billing";
        let attached = ("attached", "arn:aws:iam::aws:policy/job-function/Billing");
        assert_eq!(Thing::read(arn), thing("user", "ana", Some(attached)));
        assert_eq!(Thing::read("nothing"), None);
    }
}
