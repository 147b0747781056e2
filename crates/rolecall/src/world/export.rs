//! Writes the world as a world file, without secrets: applied to an empty directory, it gives the same world.
//!
//! Access keys, passwords, MFA devices and other credentials are secrets and left out, and so are objects, instance profiles,
//! password policies, and versions of policies that are not the default; a comment counts them.

use super::organization_policies;
use crate::directory::entities::{
    AccessKey, Account, Bucket, Entity, Group, InstanceProfile, Link, LoginProfile, ManagedPolicy, MfaDevice,
    OidcProvider, Organization, OrganizationPolicy, OrganizationRoot, OrganizationalUnit, PasswordPolicy,
    PublicAccessBlock, Role, SamlProvider, SecurityKey, ServerCertificate, ServiceSpecificCredential,
    SigningCertificate, SshPublicKey, Tag, User,
};
use crate::directory::inline::InlinePolicies;
use crate::directory::snapshot::Snapshot;
use crate::domain::guardrails::FULL_AWS_ACCESS;
use crate::domain::organization::{MAX_DEPTH, path, place};
use crate::domain::role::shown_trust;
use rolecall_analysis::organization_policies::PolicyType;
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::{AccountId, Policy};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The world as a world file.
#[must_use]
pub fn export(snapshot: &Snapshot) -> String {
    let mut out = Out(String::from("# The world of a rolecall server, without secrets and objects.\n"));
    let mut organizations = snapshot.all::<Organization>();
    let organization = organizations.next();
    if let Some(organization) = organization {
        out.organization(snapshot, organization);
    }
    let others = organizations.count();
    if others > 0 {
        out.line(&format!("# Left out: {others} more organizations, because a file has one."));
    }
    for account in snapshot.all::<Account>() {
        out.account(snapshot, organization.map(|it| &***it), account);
    }
    out.0
}

struct Out(String);

impl Out {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name} = {}", quoted(value)));
    }

    fn organization(&mut self, snapshot: &Snapshot, organization: &Organization) {
        self.line("\n[organization]");
        self.text("management_account", &organization.account.to_string());
        self.text("feature_set", organization.feature_set.name());
        if let Some(max) = organization.max_accounts {
            self.line(&format!("max_accounts = {max}"));
        }
        self.organization_policies(snapshot, organization);
        // Each unit after the one that it is in, as tables inside tables are written, and by name: the last is taken first.
        let inside = |parent: &str| {
            let units = snapshot.linked::<OrganizationalUnit>(organization.account, Link::Parent, parent);
            let mut units: Vec<_> = units.collect();
            units.sort_by(|one, other| other.name.cmp(&one.name));
            units
        };
        let mut left: Vec<_> = inside(&organization.root).into_iter().map(|unit| (unit, 1)).collect();
        while let Some((unit, depth)) = left.pop() {
            self.line(&format!("\n[[organization{}]]", ".unit".repeat(depth)));
            self.text("name", &unit.name);
            if unit.name.contains('/') {
                self.line("# A world file cannot have a name with a slash: choose another name.");
            }
            // Damage must not make a circle.
            if depth < MAX_DEPTH {
                left.extend(inside(&unit.id).into_iter().map(|inner| (inner, depth + 1)));
            }
        }
    }

    /// Its policies, and where they are attached.
    fn organization_policies(&mut self, snapshot: &Snapshot, organization: &Organization) {
        let targets = organization_policies::targets(snapshot, organization);
        let list = |names: Vec<&String>| names.into_iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        let root = snapshot.find_by_id::<OrganizationRoot>(&organization.root);
        if root.is_some_and(|root| root.has_enabled(PolicyType::ServiceControl)) {
            let full = |policies: &[String]| policies.iter().any(|id| id == FULL_AWS_ACCESS.id);
            let without = targets.iter().filter(|(_, policies)| !full(policies)).map(|(name, _)| name).collect();
            self.line(&format!("without_full_access = [{}]", list(without)));
        }
        for policy in snapshot.list::<OrganizationPolicy>(organization.account) {
            self.line("\n[[organization.policy]]");
            self.text("name", &policy.name);
            self.text("type", &policy.policy_type);
            self.text("description", &policy.description);
            self.tags(&policy.tags);
            let attached = targets.iter().filter(|(_, policies)| policies.contains(&policy.id));
            self.line(&format!("targets = [{}]", list(attached.map(|(name, _)| name).collect())));
            self.document("policy", &policy.content);
        }
    }

    /// Where the account is in the organization.
    fn unit(&mut self, snapshot: &Snapshot, organization: &Organization, account: AccountId) {
        let Some(place) = place(snapshot, account).filter(|place| place.organization.id == organization.id) else {
            return;
        };
        let ids = path(snapshot, organization, &place.membership.parent).unwrap_or_default();
        let units = ids.iter().filter_map(|id| snapshot.find_by_id::<OrganizationalUnit>(id));
        let names: Vec<&str> = units.map(|unit| &*unit.name).collect();
        self.text("unit", if names.is_empty() { "/".to_owned() } else { names.join("/") }.as_str());
    }

    fn account(&mut self, snapshot: &Snapshot, organization: Option<&Organization>, account: &Account) {
        let id = account.id;
        self.line("\n[[account]]");
        self.text("id", &id.to_string());
        self.text("name", &account.name);
        if let Some(alias) = &account.alias {
            self.text("alias", alias);
        }
        if let Some(color) = &account.customizations.color {
            self.text("color", color);
        }
        if account.protected {
            self.line("protected = true");
        }
        if let Some(email) = &account.email {
            self.text("email", email);
        }
        if let Some(organization) = organization {
            self.unit(snapshot, organization, id);
        }
        if account.closed.is_some() {
            self.line("# This account is closed, but a server that starts with this file creates it open.");
        }
        self.left_out(snapshot, id);
        for policy in snapshot.list::<ManagedPolicy>(id) {
            self.head("policy", &policy.name, &policy.path);
            if let Some(description) = &policy.description {
                self.text("description", description);
            }
            self.tags(&policy.tags);
            self.document("policy", policy.default_document().map_or("{}", |version| &version.document));
        }
        for user in snapshot.list::<User>(id) {
            self.head("user", &user.name, &user.path);
            self.tags(&user.tags);
            self.boundary(user.boundary.as_deref());
            self.held("user", &user.attached, &user.inline);
        }
        for group in snapshot.list::<Group>(id) {
            self.head("group", &group.name, &group.path);
            let members = snapshot.list::<User>(id).filter(|user| user.groups.contains(&group.id));
            self.texts("members", members.map(|user| &*user.name));
            self.held("group", &group.attached, &group.inline);
        }
        for role in snapshot.list::<Role>(id) {
            self.role(snapshot, role);
        }
        for provider in snapshot.list::<OidcProvider>(id) {
            self.provider(provider);
        }
        for provider in snapshot.list::<SamlProvider>(id) {
            self.line("\n[[account.saml_provider]]");
            self.text("name", &provider.name);
            self.tags(&provider.tags);
            self.document("metadata", &provider.metadata);
        }
        for bucket in snapshot.all::<Bucket>().filter(|bucket| bucket.account == id) {
            self.bucket(snapshot, bucket);
        }
    }

    fn role(&mut self, snapshot: &Snapshot, role: &Role) {
        if role.is_service_linked() || role.path.starts_with("/aws-reserved/") {
            self.line(&format!("# The role {} belongs to AWS, so it is not in this file.", quoted(&role.name)));
            return;
        }
        self.head("role", &role.name, &role.path);
        if let Some(description) = &role.description {
            self.text("description", description);
        }
        self.line(&format!("max_session_duration = {}", role.max_session_duration));
        self.tags(&role.tags);
        self.boundary(role.boundary.as_deref());
        let policy = Policy::<Trust>::parse(&*role.trust_policy);
        self.gone(policy.is_ok_and(|policy| policy.principal_ids().any(|(_, id)| snapshot.arn_of_id(id).is_none())));
        self.document("trust_policy", &shown_trust(&role.trust_policy, snapshot));
        self.held("role", &role.attached, &role.inline);
    }

    fn provider(&mut self, provider: &OidcProvider) {
        self.line("\n[[account.oidc_provider]]");
        self.text("url", &format!("https://{}", provider.url));
        self.texts("client_ids", provider.client_ids.iter().map(String::as_str));
        self.texts("thumbprints", provider.thumbprints.iter().map(String::as_str));
        self.tags(&provider.tags);
        if let Some(keys) = &provider.keys {
            self.document("jwks", keys);
        }
    }

    fn bucket(&mut self, snapshot: &Snapshot, bucket: &Bucket) {
        self.line("\n[[account.bucket]]");
        self.text("name", &bucket.name);
        self.text("region", &bucket.region);
        let PublicAccessBlock { block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets } =
            bucket.public_access_block;
        self.line(&format!(
            "public_access_block = {{ block_public_acls = {block_public_acls}, ignore_public_acls = {ignore_public_acls}, \
             block_public_policy = {block_public_policy}, restrict_public_buckets = {restrict_public_buckets} }}"
        ));
        let Some(stored) = &bucket.policy else { return };
        match Policy::<Resource>::parse(&**stored) {
            Ok(policy) => {
                self.gone(policy.principal_ids().any(|(_, id)| snapshot.arn_of_id(id).is_none()));
                self.document("policy", &policy.render(|id| snapshot.arn_of_id(id)));
            }
            Err(_) => self.document("policy", stored),
        }
    }

    /// What the file does not have.
    fn left_out(&mut self, snapshot: &Snapshot, account: AccountId) {
        fn count<T: Entity>(snapshot: &Snapshot, account: AccountId) -> usize {
            snapshot.all::<T>().filter(|it| it.account() == account).count()
        }
        let versions =
            snapshot.list::<ManagedPolicy>(account).map(|policy| policy.versions.len().saturating_sub(1)).sum();
        let decrypting = snapshot.list::<SamlProvider>(account).map(|provider| provider.private_keys.len()).sum();
        let left_out = [
            ("access keys", count::<AccessKey>(snapshot, account)),
            ("passwords", count::<LoginProfile>(snapshot, account)),
            ("MFA devices", count::<MfaDevice>(snapshot, account) + count::<SecurityKey>(snapshot, account)),
            ("SSH public keys", count::<SshPublicKey>(snapshot, account)),
            ("signing certificates", count::<SigningCertificate>(snapshot, account)),
            ("service-specific credentials", count::<ServiceSpecificCredential>(snapshot, account)),
            ("server certificates", count::<ServerCertificate>(snapshot, account)),
            ("private keys of SAML providers", decrypting),
            ("instance profiles", count::<InstanceProfile>(snapshot, account)),
            ("password policies", count::<PasswordPolicy>(snapshot, account)),
            ("other versions of policies", versions),
        ];
        let left_out = left_out.iter().filter(|(_, number)| *number > 0);
        let words: Vec<String> = left_out.map(|(what, number)| format!("{what}: {number}")).collect();
        if !words.is_empty() {
            self.line(&format!("# Left out: {}.", words.join(", ")));
        }
    }

    fn gone(&mut self, is_gone: bool) {
        if is_gone {
            self.line(
                "# A principal of this policy was deleted; the server refuses the policy until you name another one.",
            );
        }
    }

    fn head(&mut self, kind: &str, name: &str, path: &str) {
        self.line(&format!("\n[[account.{kind}]]"));
        self.text("name", name);
        self.text("path", path);
    }

    fn texts<'t>(&mut self, name: &str, texts: impl Iterator<Item = &'t str>) {
        let texts: Vec<String> = texts.map(quoted).collect();
        if !texts.is_empty() {
            self.line(&format!("{name} = [{}]", texts.join(", ")));
        }
    }

    fn tags(&mut self, tags: &[Tag]) {
        let tags: BTreeMap<&str, &str> = tags.iter().map(|tag| (&*tag.key, &*tag.value)).collect();
        if !tags.is_empty() {
            let tags: Vec<String> =
                tags.iter().map(|(key, value)| format!("{} = {}", quoted(key), quoted(value))).collect();
            self.line(&format!("tags = {{ {} }}", tags.join(", ")));
        }
    }

    fn boundary(&mut self, boundary: Option<&str>) {
        if let Some(arn) = boundary {
            self.text("boundary", arn);
        }
    }

    fn held(&mut self, kind: &str, attached: &[String], inline: &InlinePolicies) {
        self.texts("attached", attached.iter().map(String::as_str));
        for (name, document) in inline.iter() {
            self.line(&format!("\n[[account.{kind}.inline_policy]]"));
            self.text("name", name);
            self.document("policy", document);
        }
    }

    /// A document, to the letter: on lines of its own where TOML can write it so.
    fn document(&mut self, name: &str, text: &str) {
        let literal =
            !text.contains("'''") && !text.ends_with('\'') && text.chars().all(|c| !c.is_control() || c == '\n');
        let value = if literal { format!("'''\n{text}'''") } else { quoted(text) };
        let _ = writeln!(self.0, "{name} = {value}");
    }
}

/// A text as TOML writes it on one line. JSON escapes as TOML does, but for one character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
