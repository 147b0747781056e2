//! On what: the resources of a file with their owners and policies.

use super::keys::Keys;
use super::listed::Unlisted;
use super::members::{Faults, Members, Said, is_account, one_or_many};
use super::policies::{NamedPolicies, PolicyRef, unknown};
use super::tree::{Data, Member, Node};
use crate::cli::offline::TYPES;
use crate::owner::owner_is_plausible;
use rolecall_analysis::resource_class;
use rolecall_policy::Arn;
use rolecall_policy::request::ResourceClass;
use std::borrow::Cow;

/// A resource; of a bucket also everything in it.
#[derive(Debug)]
pub(super) struct Resource<'n> {
    pub(super) name: &'n str,
    arn: &'n str,
    pub(super) account: Option<&'n str>,
    pub(super) policy: Option<PolicyRef>,
    pub(super) kind: Option<&'n str>,
    pub(super) object_owner: Option<&'n str>,
    pub(super) restrict_public_buckets: bool,
    pub(super) ignore_public_acls: bool,
    /// Of every request for it.
    pub(super) keys: Keys,
}

/// What a check asks for.
#[derive(Debug)]
pub(super) struct Target<'n> {
    /// How the test calls it.
    pub(super) label: &'n str,
    pub(super) arn: Cow<'n, str>,
    /// The resource it is, or is in, by its place among [`Resources`].
    resource: Option<usize>,
}

/// The resources of a file.
#[derive(Debug, Default)]
pub(super) struct Resources<'n>(Vec<Resource<'n>>);

impl<'n> Resources<'n> {
    /// Reads the table `resources`.
    pub(super) fn read(
        tables: &'n [Member<'_>],
        policies: &mut NamedPolicies<'n>,
        unlisted: &Unlisted<'_>,
        faults: &mut Faults,
    ) -> Self {
        let mut resources = Self::default();
        for Member { name, at, value } in tables {
            let Some(mut members) = Members::of(format!("[resources.{name}]"), *at, value, faults) else { continue };
            if name == "*" || name.contains('/') || name.starts_with("arn:") {
                faults.add(*at, format!("`{name}` cannot be the name of a resource: it must be no ARN and have no /"));
            }
            let arn = members.text("arn", faults);
            let stated = members.text("account", faults);
            let account = stated.filter(|said| is_account("account", *said, faults));
            let policy = members.text("policy", faults).and_then(|said| policies.find(said, faults));
            let kind = members.text("type", faults);
            let object_owner = members.account("object_owner", faults).map(|said| said.text);
            let restrict_public_buckets = members.flag("restrict_public_buckets", faults).unwrap_or_default();
            let ignore_public_acls = members.flag("ignore_public_acls", faults).unwrap_or_default();
            let mut keys = Keys::read(members.named("context", faults), unlisted, faults);
            keys.add_tags("aws:ResourceTag", members.named("tags", faults), unlisted, faults);
            members.finish(faults);
            if let Some(kind) = kind.filter(|kind| TYPES.iter().all(|(known, _)| *known != kind.text)) {
                let known = TYPES.map(|(name, _)| name).join(", ");
                faults.add(kind.at, format!("`type` must be one of {known}, not `{}`", kind.text));
            }
            match arn {
                Some(arn) => {
                    check_arn(arn, account, faults);
                    if stated.is_none() && of_s3(arn.text) {
                        let why = "the ARN does not tell whose it is";
                        faults.add(arn.at, format!("[resources.{name}] must have an `account`: {why}"));
                    }
                    if let Some(other) = resources.0.iter().find(|other| other.arn == arn.text) {
                        faults.add(arn.at, format!("`{}` has this ARN already", other.name));
                    }
                }
                None => faults.add(*at, format!("[resources.{name}] must have an `arn`")),
            }
            resources.0.push(Resource {
                name,
                // Without one, no test runs.
                arn: arn.map(|said| said.text).unwrap_or_default(),
                account: account.map(|said| said.text),
                policy,
                kind: kind.map(|said| said.text),
                object_owner,
                restrict_public_buckets,
                ignore_public_acls,
                keys,
            });
        }
        resources
    }

    /// What a test names: resources by their names, `bucket/key`, ARNs, or `*`.
    pub(super) fn find(&self, node: &'n Node<'_>, faults: &mut Faults) -> Vec<Target<'n>> {
        let mut targets = Vec::new();
        for node in one_or_many(node) {
            match &node.data {
                Data::Text(text) => targets.extend(self.find_one(Said { text, at: node.start }, faults)),
                _ => faults.add(node.start, format!("`on` must be a resource or an ARN, not {}", node.kind())),
            }
        }
        targets
    }

    fn find_one(&self, said: Said<'n>, faults: &mut Faults) -> Option<Target<'n>> {
        let Said { text: label, at } = said;
        let target = |arn: Cow<'n, str>, resource| Some(Target { label, arn, resource });
        if label == "*" {
            return target(label.into(), None);
        }
        if label.starts_with("arn:") {
            check_arn(said, None, faults);
            let holders = self.0.iter().enumerate().filter(|(_, resource)| resource.holds(label));
            let resource = holders.max_by_key(|(_, resource)| resource.arn.len()).map(|(index, _)| index);
            // Buckets' ARNs do not tell whose they are; to assume the caller's would be to assume the weaker rules.
            if resource.is_none() && of_s3(label) {
                faults.add(at, format!("no [resources] has the bucket of `{label}`, so nothing tells whose it is"));
            }
            return target(label.into(), resource);
        }
        let (name, key) = label.split_once('/').map_or((label, None), |(name, key)| (name, Some(key)));
        let Some(index) = self.0.iter().position(|resource| resource.name == name) else {
            let known: Vec<&str> = self.0.iter().map(|resource| resource.name).collect();
            faults.add(at, unknown("resource", name, &known));
            return None;
        };
        let resource = self.0.get(index)?;
        match key {
            None => target(resource.arn.into(), Some(index)),
            Some(key) if resource_class(resource.arn) == ResourceClass::Bucket && !key.is_empty() => {
                target(format!("{}/{key}", resource.arn).into(), Some(index))
            }
            Some(_) => {
                faults.add(at, format!("`{label}`: only what is in a bucket is named by a path"));
                None
            }
        }
    }

    /// The resource that a target is, or is in.
    pub(super) fn of(&self, target: &Target<'_>) -> Option<&Resource<'n>> {
        self.0.get(target.resource?)
    }
}

impl Resource<'_> {
    /// Whether the ARN is the resource's, or that of an object in it.
    fn holds(&self, arn: &str) -> bool {
        let within = |rest: &str| rest.starts_with('/') && resource_class(self.arn) == ResourceClass::Bucket;
        arn.strip_prefix(self.arn).is_some_and(|rest| rest.is_empty() || within(rest))
    }
}

/// Whether it is a bucket or an object, whose ARN names no account.
fn of_s3(arn: &str) -> bool {
    matches!(resource_class(arn), ResourceClass::Bucket | ResourceClass::Object)
}

/// Notes what is no ARN of one resource, and who does not own it.
fn check_arn(said: Said<'_>, account: Option<Said<'_>>, faults: &mut Faults) {
    let Some(arn) = Arn::parse(said.text) else {
        faults.add(said.at, format!("a resource must have an ARN, not `{}`", said.text));
        return;
    };
    if said.text.contains('*') {
        faults.add(said.at, format!("a request asks for one resource, so `{}` must not have a *", said.text));
    }
    if !owner_is_plausible(&arn) {
        faults.add(said.at, format!("the account in an ARN must be twelve digits, not `{}`", arn.account));
    }
    match account {
        Some(account) if !arn.account.is_empty() && arn.account != account.text => {
            faults.add(account.at, format!("the ARN says that the account is `{}`", arn.account));
        }
        _ => {}
    }
}
