//! On what: the resources of a file with their owners and policies.

use super::catalog::Catalog;
use super::policies::{NamedPolicies, NamedPolicy, unknown};
use super::table::{Errors, Said, Table, account, one_or_many, start};
use super::value::kind;
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
    arn: &'n str,
    pub(super) account: Option<&'n str>,
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

/// The resources of a file.
#[derive(Debug)]
pub(super) struct Resources<'n>(Vec<Rc<Resource<'n>>>);

impl<'n> Resources<'n> {
    /// Reads the table `resources`.
    pub(super) fn read(tables: &'n [Member], policies: &NamedPolicies<'n>, catalog: &Catalog<'n>) -> Self {
        let errors = catalog.errors;
        let mut resources: Vec<Rc<Resource<'n>>> = Vec::new();
        for (name, at, table) in Table::each("resources", tables, errors) {
            let Some(mut table) = table() else { continue };
            if name == "*" || name.contains('/') || name.starts_with("arn:") {
                errors.add(at, format!("`{name}` cannot be the name of a resource: it must be no ARN and have no /"));
            }
            let (arn, stated) = (table.text("arn"), table.text("account"));
            let account = stated.filter(|said| account("account", *said, errors).is_some());
            let policy = table.text("policy").and_then(|said| policies.find(said));
            let kind = table.text("type");
            let object_owner = table.account("object_owner").map(|said| said.text);
            let block_public_access = BlockPublicAccess {
                restrict_public_buckets: table.flag("restrict_public_buckets").unwrap_or_default(),
                ignore_public_acls: table.flag("ignore_public_acls").unwrap_or_default(),
                ..BlockPublicAccess::default()
            };
            let mut context = catalog.context(table.named("context"));
            catalog.add_tags("aws:ResourceTag", table.named("tags"), &mut context);
            table.finish();
            if let Some(kind) = kind {
                errors.note(kind.at, class_named("type", kind.text));
            }
            match arn {
                Some(arn) => {
                    check_arn(arn, account, errors);
                    if stated.is_none() && is_of_s3(arn.text) {
                        let why = "the ARN does not tell whose it is";
                        errors.add(arn.at, format!("[resources.{name}] must have an `account`: {why}"));
                    }
                    if let Some(other) = resources.iter().find(|other| other.arn == arn.text) {
                        errors.add(arn.at, format!("`{}` has this ARN already", other.name));
                    }
                }
                None => errors.add(at, format!("[resources.{name}] must have an `arn`")),
            }
            resources.push(Rc::new(Resource {
                name,
                // Without one, no test runs.
                arn: arn.map(|said| said.text).unwrap_or_default(),
                account: account.map(|said| said.text),
                policy,
                kind: kind.map(|said| said.text),
                object_owner,
                block_public_access,
                context,
            }));
        }
        Self(resources)
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
            |resource: &Resource<'_>| fixed.strip_prefix(resource.arn).is_some_and(|rest| rest.starts_with('/'));
        let is_own = |resource: &Resource<'_>| target.resource.as_ref().is_some_and(|own| own.arn == resource.arn);
        let may_match = |resource: &Resource<'_>| match is_own(resource) {
            true => !within(resource),
            false => resource.arn.starts_with(fixed),
        };
        if let Some(other) = self.0.iter().find(|resource| may_match(resource)) {
            let (label, name) = (target.label, other.name);
            let message = format!("`{label}` may match [resources.{name}], whose own policy would not be asked");
            errors.add(at, format!("{message}; name that resource by itself, and write a narrower pattern"));
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
            let holders = self.0.iter().filter(|resource| resource.holds(label));
            let resource = holders.max_by_key(|resource| resource.arn.len()).cloned();
            // Buckets' ARNs do not tell whose they are; to assume the caller's would be to assume the weaker rules.
            if resource.is_none() && is_of_s3(label) {
                errors.add(at, format!("no [resources] has the bucket of `{label}`, so nothing tells whose it is"));
            }
            return Some(Target { label, arn: label.into(), resource, is_pattern: false });
        }
        let (name, key) = label.split_once('/').map_or((label, None), |(name, key)| (name, Some(key)));
        let Some(resource) = self.0.iter().find(|resource| resource.name == name) else {
            errors.add(at, unknown("resource", name, self.0.iter().map(|resource| resource.name)));
            return None;
        };
        let arn = match key {
            None => resource.arn.into(),
            Some(key) if resource_class(resource.arn) == ResourceClass::Bucket && !key.is_empty() => {
                format!("{}/{key}", resource.arn).into()
            }
            Some(_) => {
                errors.add(at, format!("`{label}`: only what is in a bucket is named by a path"));
                return None;
            }
        };
        Some(Target { label, arn, resource: Some(Rc::clone(resource)), is_pattern: false })
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
        errors.add(said.at, format!("a request asks for one resource, so `{}` must not have a *", said.text));
    }
    if !has_plausible_owner(&arn) {
        errors.add(said.at, format!("the account in an ARN must be twelve digits, not `{}`", arn.account));
    }
    if let Some(account) = account.filter(|account| !arn.account.is_empty() && arn.account != account.text) {
        errors.add(account.at, format!("the ARN says that the account is `{}`", arn.account));
    }
}
