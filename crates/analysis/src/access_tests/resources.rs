//! On what: the resources of a file with their owners and policies.

use super::catalog::Catalog;
use super::policies::{NamedPolicies, NamedPolicy, did_you_mean, unknown};
use super::table::{Errors, Said, Table, account, one_or_many, start};
use super::value::kind;
use super::world::{World, WorldResource, bucket_name};
use crate::resource_class;
use crate::scenario::{BlockPublicAccess, class_named, has_plausible_owner};
use rolecall_policy::document::json::{Data, Member, Value};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Arn, Context};
use std::borrow::Cow;
use std::rc::Rc;

/// What stands for any text in a pattern, or for any letter.
const WILDCARDS: [char; 2] = ['*', '?'];

/// A resource; of a bucket also everything in it.
#[derive(Debug)]
pub(super) struct Resource<'n> {
    pub(super) name: &'n str,
    arn: Cow<'n, str>,
    pub(super) account: Option<Cow<'n, str>>,
    pub(super) policy: Option<Rc<NamedPolicy<'n>>>,
    pub(super) kind: Option<&'n str>,
    pub(super) object_owner: Option<&'n str>,
    pub(super) block_public_access: BlockPublicAccess,
    /// Of every request for it.
    pub(super) context: Context,
}

/// What a check asks for.
#[derive(Debug)]
pub(super) struct Target<'n> {
    /// How the test calls it.
    pub(super) label: &'n str,
    pub(super) arn: Cow<'n, str>,
    /// The resource it is, or is in.
    pub(super) resource: Option<Rc<Resource<'n>>>,
    /// Whether it stands for every resource that the ARN matches as a pattern.
    pub(super) is_pattern: bool,
}

/// The resources of a file, and of the world.
#[derive(Debug)]
pub(super) struct Resources<'n> {
    named: Vec<Rc<Resource<'n>>>,
    world: Option<&'n World>,
}

impl<'n> Resources<'n> {
    /// Reads the table `resources`.
    pub(super) fn read(
        tables: &'n [Member],
        policies: &NamedPolicies<'n>,
        world: Option<&'n World>,
        catalog: &Catalog<'n>,
    ) -> Self {
        let errors = catalog.errors;
        let mut resources: Vec<Rc<Resource<'n>>> = Vec::new();
        for (name, at, table) in Table::each("resources", tables, errors) {
            let Some(mut table) = table() else { continue };
            if name == "*" || name.contains('/') || name.starts_with("arn:") {
                errors
                    .add(at, format!("`{name}` cannot be the name of a resource: it must not be an ARN or contain /"));
            }
            let (arn, stated) = (table.text("arn"), table.text("account"));
            let account = stated.filter(|said| account("account", *said, errors).is_some());
            let there = arn.and_then(|arn| Some(Resource::of_world(name, world?.resource(arn.text)?)));
            let is_new = table.flag("new").unwrap_or_default();
            let policy = table.text("policy").map(|said| policies.find(said));
            let kind = table.text("type");
            let object_owner = table.account("object_owner").map(|said| said.text);
            let (restricts, ignores) = (table.flag("restrict_public_buckets"), table.flag("ignore_public_acls"));
            let mut context = catalog.context(table.named("context"));
            catalog.add_tags("aws:ResourceTag", table.named("tags"), &mut context);
            table.finish();
            if let Some(kind) = kind {
                errors.note(kind.at, class_named("type", kind.text));
            }
            match arn {
                Some(arn) => {
                    check_arn(arn, account, errors);
                    if stated.is_none() && is_of_s3(arn.text) && there.is_none() {
                        let why = "the ARN does not contain one";
                        let meant = bucket_name(arn.text).and_then(|name| world?.nearest_bucket(name));
                        let meant = meant.map(did_you_mean).unwrap_or_default();
                        errors.add(arn.at, format!("[resources.{name}] must have an `account`: {why}{meant}"));
                    }
                    if let Some(other) = resources.iter().find(|other| other.arn == arn.text) {
                        errors.add(arn.at, format!("`{}` has this ARN already", other.name));
                    }
                    errors.note(arn.at, check_new(arn.text, world, is_new));
                    let owner = there.as_ref().and_then(|there| there.account.as_deref());
                    if let (Some(said), Some(owner)) = (account, owner.filter(|_| is_of_s3(arn.text)))
                        && said.text != owner
                    {
                        errors.add(said.at, format!("the account of `{}` is {owner}", arn.text));
                    }
                }
                None => errors.add(at, format!("[resources.{name}] must have an `arn`")),
            }
            // What the file says comes before what the world has.
            let base = there.unwrap_or_else(|| Resource {
                name,
                arn: Cow::Borrowed(""),
                account: None,
                policy: None,
                kind: None,
                object_owner: None,
                block_public_access: BlockPublicAccess::default(),
                context: Context::new(),
            });
            let mut all_keys = base.context;
            all_keys.extend(context);
            resources.push(Rc::new(Resource {
                name,
                // Without one, no test runs.
                arn: arn.map(|said| said.text.into()).unwrap_or_default(),
                account: account.map(|said| said.text.into()).or(base.account),
                policy: policy.unwrap_or(base.policy),
                kind: kind.map(|said| said.text),
                object_owner,
                block_public_access: BlockPublicAccess {
                    restrict_public_buckets: restricts.unwrap_or(base.block_public_access.restrict_public_buckets),
                    ignore_public_acls: ignores.unwrap_or(base.block_public_access.ignore_public_acls),
                    ..BlockPublicAccess::default()
                },
                context: all_keys,
            }));
        }
        Self { named: resources, world }
    }

    /// The ARN of the resource of this name.
    pub(super) fn arn_of(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|resource| resource.name == name).map(|resource| &*resource.arn)
    }

    /// The role of this ARN as something that is assumed; `label` is what the test calls it.
    pub(super) fn role(&self, label: &'n str, arn: &str) -> Result<Target<'n>, String> {
        let named = self.named.iter().find(|resource| resource.arn == arn).map(Rc::clone);
        let of_world = || Some(Rc::new(Resource::of_world(label, self.world?.resource(arn)?)));
        let resource = named.or_else(of_world).filter(|resource| resource.policy.is_some());
        match resource {
            Some(resource) => {
                let arn = arn.to_owned().into();
                Ok(Target { label, arn, resource: Some(resource), is_pattern: false })
            }
            None => Err(format!(
                "no [resources] has the ARN `{arn}` with a `policy`, so it is unknown who may assume the role"
            )),
        }
    }

    /// Refuses a role that the world does not have, where it is to be assumed.
    pub(super) fn check_role(&self, action: &str, target: &Target<'_>) -> Result<(), String> {
        let is_missing = target.resource.is_none() && resource_class(&target.arn) == ResourceClass::Role;
        match self.world.filter(|_| is_missing && action.starts_with("sts:")) {
            Some(world) if world.has_account(&target.arn) => Err(world.no_principal(&target.arn)),
            _ => Ok(()),
        }
    }

    /// What a test names: resources by their names, `bucket/key`, ARNs, or `*`.
    pub(super) fn find(&self, value: &'n Value, errors: &Errors) -> Vec<Rc<Target<'n>>> {
        let find = |said| self.find_one(said, check_arn, errors);
        each("on", value, errors).filter_map(find).map(Rc::new).collect()
    }

    /// The same, where `bucket/key` and ARNs may be patterns.
    pub(super) fn find_sets(&self, value: &'n Value, errors: &Errors) -> Vec<Rc<Target<'n>>> {
        let find = |said: Said<'n>| {
            let mut target = self.find_one(said, check_pattern, errors)?;
            target.is_pattern = target.label != "*" && target.arn.contains(WILDCARDS);
            if target.is_pattern {
                self.check_alone(&target, said.at, errors);
            }
            Some(Rc::new(target))
        };
        each("elsewhere", value, errors).filter_map(find).collect()
    }

    /// Notes a pattern that may match another resource than the one it is in: that one's policy would not be asked.
    fn check_alone(&self, target: &Target<'n>, at: u32, errors: &Errors) {
        let fixed = target.arn.split(WILDCARDS).next().unwrap_or_default();
        let within =
            |resource: &Resource<'_>| fixed.strip_prefix(&*resource.arn).is_some_and(|rest| rest.starts_with('/'));
        let is_own = |resource: &Resource<'_>| target.resource.as_ref().is_some_and(|own| own.arn == resource.arn);
        let may_match = |resource: &Resource<'_>| match is_own(resource) {
            true => !within(resource),
            false => resource.arn.starts_with(fixed),
        };
        let of_world = self.world.into_iter().flat_map(World::resources);
        let of_world = of_world.map(|there| Resource::of_world(&there.arn, there));
        let mut of_world = of_world.filter(|resource| may_match(resource)).map(|other| format!("`{}`", other.arn));
        let named = self.named.iter().find(|resource| may_match(resource));
        let other = named.map(|resource| format!("[resources.{}]", resource.name)).or_else(|| of_world.next());
        if let Some(other) = other {
            let message = format!("`{}` may match {other}, whose own policy the check would ignore", target.label);
            errors.add(at, format!("{message}; list that resource separately, and write a narrower pattern"));
        }
    }

    fn find_one(
        &self,
        said: Said<'n>,
        check_arn: fn(Said<'_>, Option<Said<'_>>, &Errors),
        errors: &Errors,
    ) -> Option<Target<'n>> {
        let Said { text: label, at } = said;
        if label == "*" {
            return Some(Target { label, arn: label.into(), resource: None, is_pattern: false });
        }
        if label.starts_with("arn:") {
            check_arn(said, None, errors);
            let holders = self.named.iter().filter(|resource| resource.holds(label));
            let resource = holders.max_by_key(|resource| resource.arn.len()).cloned();
            let of_world = || Some(Rc::new(Resource::of_world(label, self.world?.resource(label)?)));
            let resource = resource.or_else(of_world);
            // Buckets' ARNs do not tell whose they are; to assume the caller's would be to assume the weaker rules.
            if resource.is_none() && is_of_s3(label) {
                let bucket = label.split_once('/').map_or(label, |(bucket, _)| bucket);
                let meant = bucket_name(bucket).and_then(|name| self.world?.nearest_bucket(name));
                let meant = meant.map(did_you_mean).unwrap_or_default();
                errors.add(at, format!("no [resources] has the bucket of `{label}`, so its account is unknown{meant}"));
            }
            return Some(Target { label, arn: label.into(), resource, is_pattern: false });
        }
        let (name, key) = label.split_once('/').map_or((label, None), |(name, key)| (name, Some(key)));
        let named = self.named.iter().find(|resource| resource.name == name).map(Rc::clone);
        let bucket = || Some(Rc::new(Resource::of_world(name, self.world?.bucket(name)?)));
        let Some(resource) = named.or_else(bucket) else {
            let buckets = self.world.into_iter().flat_map(World::resources).filter_map(|there| bucket_name(&there.arn));
            errors.add(at, unknown("resource", name, self.named.iter().map(|resource| resource.name).chain(buckets)));
            return None;
        };
        let arn = match key {
            None => resource.arn.clone(),
            Some(key) if resource_class(&resource.arn) == ResourceClass::Bucket && !key.is_empty() => {
                format!("{}/{key}", resource.arn).into()
            }
            Some(_) => {
                errors.add(at, format!("`{label}`: only objects in a bucket have a path"));
                return None;
            }
        };
        Some(Target { label, arn, resource: Some(resource), is_pattern: false })
    }
}

impl<'n> Resource<'n> {
    /// A resource of the world.
    fn of_world(name: &'n str, there: &'n WorldResource) -> Self {
        let mut context = Context::new();
        for (key, value) in &there.tags {
            context.add_tag("aws:ResourceTag", key, value);
        }
        Self {
            name,
            arn: there.arn.as_str().into(),
            account: Some(there.account.to_string().into()),
            policy: there.policy.as_ref().map(NamedPolicy::of_world),
            kind: None,
            object_owner: None,
            block_public_access: there.block_public_access,
            context,
        }
    }

    /// Whether the ARN is the resource's, or that of an object in it.
    fn holds(&self, arn: &str) -> bool {
        let within = |rest: &str| rest.starts_with('/') && resource_class(&self.arn) == ResourceClass::Bucket;
        arn.strip_prefix(&*self.arn).is_some_and(|rest| rest.is_empty() || within(rest))
    }
}

/// Refuses a role that the world does not have, unless it is said to be new, and one that is said to be new and is there.
fn check_new(arn: &str, world: Option<&World>, is_new: bool) -> Result<(), String> {
    let Some(world) = world else {
        let why = "`new` needs --data or --authorization-details";
        return if is_new { Err(why.to_owned()) } else { Ok(()) };
    };
    match world.resource(arn) {
        Some(_) if is_new => Err(format!("`{arn}` has `new = true`, but it exists already")),
        None if !is_new && resource_class(arn) == ResourceClass::Role && world.has_account(arn) => {
            let hint = " (if it does not exist yet, set `new = true`)";
            Err(world.no_principal(arn) + hint)
        }
        _ => Ok(()),
    }
}

/// Whether it is a bucket or an object, whose ARN names no account.
fn is_of_s3(arn: &str) -> bool {
    matches!(resource_class(arn), ResourceClass::Bucket | ResourceClass::Object)
}

/// The texts of a member that names resources.
fn each<'n>(name: &'static str, value: &'n Value, errors: &Errors) -> impl Iterator<Item = Said<'n>> {
    one_or_many(value).iter().filter_map(move |value| match &value.data {
        Data::String(text) => Some(Said { text, at: start(value) }),
        _ => {
            errors.add(start(value), format!("`{name}` must be a resource or an ARN, not {}", kind(value)));
            None
        }
    })
}

/// Notes what is no pattern of ARNs, or does not tell whose the resources are.
fn check_pattern(said: Said<'_>, _: Option<Said<'_>>, errors: &Errors) {
    let Some(arn) = Arn::parse(said.text) else {
        errors.add(said.at, format!("a resource must have an ARN, not `{}`", said.text));
        return;
    };
    if arn.account.contains(WILDCARDS) {
        errors.add(said.at, format!("`{}` must name one account, or none", said.text));
    } else if !has_plausible_owner(&arn) {
        errors.add(said.at, format!("the account in an ARN must be twelve digits, not `{}`", arn.account));
    }
}

/// Notes what is no ARN of one resource, and who does not own it.
fn check_arn(said: Said<'_>, account: Option<Said<'_>>, errors: &Errors) {
    let Some(arn) = Arn::parse(said.text) else {
        errors.add(said.at, format!("a resource must have an ARN, not `{}`", said.text));
        return;
    };
    if said.text.contains('*') {
        errors.add(said.at, format!("a request has one resource, so `{}` must not have a *", said.text));
    }
    if !has_plausible_owner(&arn) {
        errors.add(said.at, format!("the account in an ARN must be twelve digits, not `{}`", arn.account));
    }
    if let Some(account) = account.filter(|account| !arn.account.is_empty() && arn.account != account.text) {
        errors.add(account.at, format!("the account in the ARN is `{}`", arn.account));
    }
}
