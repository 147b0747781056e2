//! The world as `aws iam get-account-authorization-details` tells it: users, groups, roles and managed policies of an
//! account, with every policy attached to them.
//!
//! A file holds the output of one call or of several, one after another or as a list: the pages of one account, or several
//! accounts. What belongs together may stand on different pages, so all of them are read before anything is looked up.
//! What cannot be read, or is attached and not there, is an error with its place: to leave out a policy could lose a `Deny`.
//! Members that are not known are passed over, since AWS adds new ones.

use super::world::{World, WorldPolicy, WorldPrincipal, WorldResource};
use super::{BYTE_ORDER_MARK, Mistake, position};
use crate::scenario::BlockPublicAccess;
use percent_encoding::percent_decode_str;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::document::json::{self, Data, Value};
use rolecall_policy::kind::{Identity, Trust};
use rolecall_policy::{AccountId, Arn, Policy, PolicyKind, PolicySource};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The lists of the output; a file that has none of them is another one.
const LISTS: [&str; 4] = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

/// The output of the command, in one file.
#[derive(Debug)]
pub struct DetailsFile {
    /// As it was named.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl World {
    /// What several outputs of `aws iam get-account-authorization-details` tell together.
    ///
    /// # Errors
    /// Everything that cannot be read, with its place.
    pub fn of_details(files: &[DetailsFile]) -> Result<Self, Vec<Mistake>> {
        let mut found = Details::default();
        for file in files {
            found.read(file);
        }
        found.into_world()
    }
}

/// Where something stands.
#[derive(Debug, Clone, Copy)]
struct Place<'f> {
    file: &'f DetailsFile,
    at: u32,
}

/// A policy as it stands in the output.
#[derive(Debug, Clone)]
struct Written {
    name: String,
    text: String,
}

/// What a user, group or role has.
#[derive(Debug)]
struct Entity<'f> {
    place: Place<'f>,
    arn: String,
    account: AccountId,
    id: String,
    name: String,
    inline: Vec<Written>,
    /// ARNs of managed policies.
    attached: Vec<(Place<'f>, String)>,
    boundary: Option<(Place<'f>, String)>,
    /// Of a user.
    groups: Vec<(Place<'f>, String)>,
    tags: Vec<(String, String)>,
    /// Of a role.
    trust: Option<String>,
}

/// A managed policy of an account's output: AWS's own may be in those of several.
type PolicyKey = (AccountId, String);

/// What was read so far.
#[derive(Debug, Default)]
struct Details<'f> {
    users: Vec<Entity<'f>>,
    groups: Vec<Entity<'f>>,
    roles: Vec<Entity<'f>>,
    policies: BTreeMap<PolicyKey, Written>,
    accounts: Vec<AccountId>,
    /// The accounts whose last page says that more follows.
    truncated: BTreeMap<AccountId, Place<'f>>,
    mistakes: Vec<Mistake>,
}

impl<'f> Details<'f> {
    fn wrong(&mut self, place: Place<'f>, message: impl Into<String>) {
        let Place { file, at } = place;
        let place = Some(position(&file.text, at));
        self.mistakes.push(Mistake { file: file.name.clone(), place, message: message.into() });
    }

    /// Reads the pages of a file.
    fn read(&mut self, file: &'f DetailsFile) {
        let text = file.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&file.text);
        let skipped = file.text.len() - text.len();
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let mut pages = 0;
        loop {
            let from = values.byte_offset();
            let Some(value) = values.next() else { break };
            let at = offset(skipped + from);
            match value {
                Ok(raw) => {
                    // The reader skips white space before the value.
                    let begin = values.byte_offset() - raw.get().len();
                    self.value(file, raw.get(), offset(skipped + begin));
                    pages += 1;
                }
                Err(error) => {
                    let message = error.to_string();
                    let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
                    self.wrong(Place { file, at }, format!("this is not JSON: {message}"));
                    return;
                }
            }
        }
        if pages == 0 {
            self.wrong(
                Place { file, at: 0 },
                "the file is empty; write the output of `aws iam get-account-authorization-details` to it",
            );
        }
    }

    /// Reads one JSON value of a file: a page, or a list of pages.
    fn value(&mut self, file: &'f DetailsFile, text: &'f str, begin: u32) {
        match json::read(text) {
            Err(error) => self.wrong(
                Place { file, at: begin + error.span.start },
                format!("expected {}; values may nest at most {} deep", error.expected, json::MAX_DEPTH),
            ),
            Ok(document) => {
                if let Some(name) = document.repeated.first() {
                    let place = Place { file, at: begin + name.span.start };
                    return self.wrong(place, format!("`{}` occurs twice", name.value));
                }
                let pages = match &document.root.data {
                    Data::Array(pages) => pages.as_slice(),
                    _ => std::slice::from_ref(&document.root),
                };
                for page in pages {
                    let result = self.page(Reader { file, text, begin }, page);
                    if let Err((place, message)) = result {
                        self.wrong(place, message);
                    }
                }
            }
        }
    }

    fn page(&mut self, reader: Reader<'f>, page: &Value) -> Read<'f, ()> {
        let has_list = |name: &&str| reader.member(page, name).is_ok_and(|member| member.is_some());
        if !LISTS.iter().any(has_list) {
            let known = LISTS.join(", ");
            return Err((
                reader.place(page),
                format!(
                    "this is not the output of `aws iam get-account-authorization-details`: it has none of {known}"
                ),
            ));
        }
        let mut account = None;
        for (list, kind) in [("UserDetailList", "user"), ("GroupDetailList", "group"), ("RoleDetailList", "role")] {
            for value in reader.list(page, list)? {
                let entity = match reader.entity(value, kind) {
                    Ok(entity) => entity,
                    Err((place, message)) => {
                        self.wrong(place, message);
                        continue;
                    }
                };
                account = account.or(Some(entity.account));
                match kind {
                    "user" => self.users.push(entity),
                    "group" => self.groups.push(entity),
                    _ => self.roles.push(entity),
                }
            }
        }
        let mut policies = Vec::new();
        for value in reader.list(page, "Policies")? {
            policies.push((value, reader.text(value, "Arn")?));
        }
        let owner = |arn: &str| Arn::parse(arn).and_then(|arn| arn.account.parse::<AccountId>().ok());
        let account = account.or_else(|| policies.iter().find_map(|(_, arn)| owner(arn)));
        for (value, arn) in policies {
            // A page may have AWS's own policies alone: they are of the account of the page before.
            let Some(holder) = owner(&arn).or(account).or(self.accounts.last().copied()) else {
                let message = format!("neither this page nor an earlier one names the account of `{arn}`");
                return Err((reader.place(value), message));
            };
            match reader.managed(value) {
                Ok(policy) => {
                    if self.policies.insert((holder, arn.clone()), policy).is_some() {
                        self.wrong(reader.place(value), format!("`{arn}` occurs twice"));
                    }
                }
                Err((place, message)) => self.wrong(place, message),
            }
        }
        if let Some(account) = account {
            self.accounts.push(account);
        }
        let Some(account) = self.accounts.last().copied() else { return Ok(()) };
        let is_truncated = matches!(reader.member(page, "IsTruncated")?, Some(Value { data: Data::Bool(true), .. }));
        // The command line leaves `IsTruncated` out; with `--max-items` it tells by a token that more follows.
        if is_truncated || reader.member(page, "NextToken")?.is_some() {
            self.truncated.insert(account, reader.place(page));
        } else {
            self.truncated.remove(&account);
        }
        Ok(())
    }

    fn into_world(mut self) -> Result<World, Vec<Mistake>> {
        for (account, place) in std::mem::take(&mut self.truncated) {
            let more = "this page says that more follows (`IsTruncated`, `NextToken`), but the file has no further page of account";
            self.wrong(place, format!("{more} {account}; write all pages to the file, one after another"));
        }
        let mut world = World::new();
        self.accounts.iter().for_each(|account| world.add_account(*account, None));
        for ((_, arn), policy) in &self.policies {
            // Those of AWS are found in the catalog, by the same ARN.
            if !is_of_aws(arn) {
                let source = PolicySource { arn: Some(arn.as_str().into()), name: (*policy.name).into(), owner: None };
                let policy = WorldPolicy { text: Cow::Owned(policy.text.clone()), source: Arc::new(source) };
                // Each is there once: the account is in the ARN.
                let _ = world.add_policy(arn.clone(), policy);
            }
        }
        let users = std::mem::take(&mut self.users);
        let groups = std::mem::take(&mut self.groups);
        let roles = std::mem::take(&mut self.roles);
        for (entity, kind) in users.iter().map(|user| (user, "user")).chain(roles.iter().map(|role| (role, "role"))) {
            let mut identity = self.policies_of(entity, kind);
            for (place, name) in &entity.groups {
                match groups.iter().find(|group| group.account == entity.account && group.name == *name) {
                    Some(group) => identity.extend(self.policies_of(group, "group")),
                    None => {
                        self.wrong(
                            *place,
                            format!("the user is in the group `{name}`, but the output does not have that group"),
                        );
                    }
                }
            }
            let boundary = entity.boundary.as_ref().and_then(|(place, arn)| self.managed(*place, entity.account, arn));
            let principal = WorldPrincipal {
                arn: entity.arn.clone(),
                id: entity.id.clone(),
                identity,
                boundary,
                tags: entity.tags.clone(),
            };
            if let Err(message) = world.add_principal(principal) {
                self.wrong(entity.place, message);
            }
            let Some(trust) = &entity.trust else { continue };
            let owner = Some(format!("role {}", entity.name).into());
            let source = Arc::new(PolicySource { arn: None, name: "trust policy".into(), owner });
            let trust = WorldResource {
                arn: entity.arn.clone(),
                account: entity.account,
                policy: Some(WorldPolicy { text: Cow::Owned(trust.clone()), source }),
                tags: entity.tags.clone(),
                block_public_access: BlockPublicAccess::default(),
            };
            // The principal of the same ARN was refused already.
            let _ = world.add_resource(trust);
        }
        if self.mistakes.is_empty() { Ok(world) } else { Err(self.mistakes) }
    }

    /// The inline and managed policies of something.
    fn policies_of(&mut self, entity: &Entity<'f>, kind: &str) -> Vec<WorldPolicy> {
        let owner = format!("{kind} {}", entity.name);
        let inline = entity.inline.iter().map(|policy| {
            let source = PolicySource { arn: None, name: (*policy.name).into(), owner: Some((*owner).into()) };
            WorldPolicy { text: Cow::Owned(policy.text.clone()), source: Arc::new(source) }
        });
        let mut policies: Vec<WorldPolicy> = inline.collect();
        for (place, arn) in &entity.attached {
            policies.extend(self.managed(*place, entity.account, arn));
        }
        policies
    }

    /// A managed policy that is attached in an account: as the output has it, else AWS's own.
    fn managed(&mut self, place: Place<'f>, account: AccountId, arn: &str) -> Option<WorldPolicy> {
        let source = |name: &str| Arc::new(PolicySource { arn: Some(arn.into()), name: name.into(), owner: None });
        if let Some(policy) = self.policies.get(&(account, arn.to_owned())) {
            return Some(WorldPolicy { text: Cow::Owned(policy.text.clone()), source: source(&policy.name) });
        }
        match managed_policies().get(arn) {
            Some(policy) => Some(WorldPolicy { text: Cow::Borrowed(policy.document), source: source(policy.name) }),
            None => {
                let hint = if is_of_aws(arn) { ", nor does rolecall's catalog" } else { "" };
                self.wrong(place, format!("`{arn}` is attached, but the output does not have it{hint}"));
                None
            }
        }
    }
}

fn is_of_aws(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.account == "aws")
}

/// What was read, or what is wrong and where.
type Read<'f, T> = Result<T, (Place<'f>, String)>;

/// Reads the members of one JSON value of a file.
#[derive(Clone, Copy)]
struct Reader<'f> {
    file: &'f DetailsFile,
    /// The value's text, and where it begins in the file.
    text: &'f str,
    begin: u32,
}

impl<'f> Reader<'f> {
    fn place(self, value: &Value) -> Place<'f> {
        Place { file: self.file, at: self.begin + value.span.start }
    }

    fn member<'v>(self, of: &'v Value, name: &str) -> Read<'f, Option<&'v Value>> {
        let Data::Object(members) = &of.data else { return Err((self.place(of), "this must be an object".to_owned())) };
        let member = members.iter().find(|member| *member.name.value == *name).map(|member| &member.value);
        Ok(member.filter(|value| !matches!(value.data, Data::Null)))
    }

    fn list<'v>(self, of: &'v Value, name: &str) -> Read<'f, &'v [Value]> {
        match self.member(of, name)? {
            None => Ok(&[]),
            Some(Value { data: Data::Array(list), .. }) => Ok(list),
            Some(other) => Err((self.place(other), format!("`{name}` must be a list"))),
        }
    }

    fn text(self, of: &Value, name: &str) -> Read<'f, String> {
        match self.member(of, name)? {
            Some(Value { data: Data::String(text), .. }) => Ok(text.to_string()),
            Some(other) => Err((self.place(other), format!("`{name}` must be a string"))),
            None => Err((self.place(of), format!("`{name}` is missing"))),
        }
    }

    /// A user, a group or a role.
    fn entity(self, value: &Value, kind: &str) -> Read<'f, Entity<'f>> {
        let (name_member, policies) = match kind {
            "user" => ("UserName", "UserPolicyList"),
            "group" => ("GroupName", "GroupPolicyList"),
            _ => ("RoleName", "RolePolicyList"),
        };
        let (arn, name) = (self.text(value, "Arn")?, self.text(value, name_member)?);
        let parsed =
            Arn::parse(&arn).filter(|arn| arn.service == "iam" && arn.resource.split('/').next() == Some(kind));
        let account = parsed.and_then(|arn| arn.account.parse().ok());
        let Some(account) = account else {
            return Err((self.place(value), format!("`{arn}` is not the ARN of a {kind}")));
        };
        let mut inline = Vec::new();
        for policy in self.list(value, policies)? {
            let text = self.document::<Identity>(policy, "PolicyDocument")?;
            inline.push(Written { name: self.text(policy, "PolicyName")?, text });
        }
        let mut attached = Vec::new();
        for policy in self.list(value, "AttachedManagedPolicies")? {
            attached.push((self.place(policy), self.text(policy, "PolicyArn")?));
        }
        let boundary = match self.member(value, "PermissionsBoundary")? {
            Some(boundary) => Some((self.place(boundary), self.text(boundary, "PermissionsBoundaryArn")?)),
            None => None,
        };
        let mut groups = Vec::new();
        for group in if kind == "user" { self.list(value, "GroupList")? } else { &[] } {
            let Data::String(name) = &group.data else {
                return Err((self.place(group), "`GroupList` must have the names of groups".to_owned()));
            };
            groups.push((self.place(group), name.to_string()));
        }
        let mut tags = Vec::new();
        for tag in self.list(value, "Tags")? {
            tags.push((self.text(tag, "Key")?, self.text(tag, "Value")?));
        }
        let trust = match kind {
            "role" => Some(self.document::<Trust>(value, "AssumeRolePolicyDocument")?),
            _ => None,
        };
        let id = self.text(
            value,
            match kind {
                "user" => "UserId",
                "group" => "GroupId",
                _ => "RoleId",
            },
        )?;
        Ok(Entity { place: self.place(value), arn, account, id, name, inline, attached, boundary, groups, tags, trust })
    }

    /// A managed policy in its default version.
    fn managed(self, value: &Value) -> Read<'f, Written> {
        let (name, default) = (self.text(value, "PolicyName")?, self.text(value, "DefaultVersionId")?);
        for version in self.list(value, "PolicyVersionList")? {
            if self.text(version, "VersionId")? == default {
                return Ok(Written { name, text: self.document::<Identity>(version, "Document")? });
            }
        }
        Err((self.place(value), format!("the default version {default} of the policy is not in `PolicyVersionList`")))
    }

    /// A policy: an object, its text, or its text percent-encoded, as IAM's API gives it.
    fn document<K: PolicyKind>(self, of: &Value, name: &str) -> Read<'f, String> {
        let Some(value) = self.member(of, name)? else {
            return Err((self.place(of), format!("`{name}` is missing")));
        };
        let text = match &value.data {
            Data::Object(_) => {
                let text = self.text.get(value.span.start as usize..value.span.end as usize);
                text.unwrap_or_default().to_owned()
            }
            Data::String(text) if text.trim_start().starts_with('{') => text.to_string(),
            Data::String(text) => match percent_decode_str(text).decode_utf8() {
                Ok(text) => text.into_owned(),
                Err(_) => return Err((self.place(value), format!("`{name}` is not UTF-8 after decoding"))),
            },
            _ => return Err((self.place(value), format!("`{name}` must be a policy or its text"))),
        };
        match Policy::<K>::parse(&*text) {
            Ok(_) => Ok(text),
            Err(findings) => {
                let first = findings.all().first().map(|finding| (finding.span.start, finding.detail.to_string()));
                let (inside, message) = first.unwrap_or_else(|| (0, findings.aws_message().to_owned()));
                // A policy that is an object has its places in the file.
                let inside = if matches!(value.data, Data::Object(_)) { inside } else { 0 };
                let place = Place { at: self.place(value).at + inside, ..self.place(value) };
                Err((place, format!("`{name}` cannot be read: {message}")))
            }
        }
    }
}

/// Files are far shorter than this can tell.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
