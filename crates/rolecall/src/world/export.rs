//! Writes the world as a world file, without secrets: applied to an empty directory, it gives the same world.
//!
//! Access keys, passwords and MFA devices are secrets and left out, and so are objects, instance profiles, password policies,
//! and versions of policies that are not the default; a comment counts them.

use crate::directory::entities::{
    AccessKey, Account, Bucket, Entity, Group, InstanceProfile, LoginProfile, ManagedPolicy, MfaDevice, PasswordPolicy,
    PublicAccessBlock, Role, Tag, User,
};
use crate::directory::inline::InlinePolicies;
use crate::directory::snapshot::Snapshot;
use crate::domain::role::shown_trust;
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::{AccountId, Policy};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The world as a world file.
#[must_use]
pub fn export(snapshot: &Snapshot) -> String {
    let mut out = Out(String::from("# The world of a rolecall server, without secrets and objects.\n"));
    for account in snapshot.all::<Account>() {
        out.account(snapshot, account);
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

    fn account(&mut self, snapshot: &Snapshot, account: &Account) {
        let id = account.id;
        self.line("\n[[account]]");
        self.text("id", &id.to_string());
        self.text("name", &account.name);
        if let Some(alias) = &account.alias {
            self.text("alias", alias);
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
        for bucket in snapshot.all::<Bucket>().filter(|bucket| bucket.account == id) {
            self.bucket(snapshot, bucket);
        }
    }

    fn role(&mut self, snapshot: &Snapshot, role: &Role) {
        if role.is_service_linked() || role.path.starts_with("/aws-reserved/") {
            self.line(&format!("# The role {} belongs to AWS and is left out.", quoted(&role.name)));
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
        let left_out = [
            ("access keys", count::<AccessKey>(snapshot, account)),
            ("passwords", count::<LoginProfile>(snapshot, account)),
            ("MFA devices", count::<MfaDevice>(snapshot, account)),
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
            self.line("# A principal of this policy is gone; it is refused until you name another one.");
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
