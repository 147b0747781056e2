//! The principal and the resource as a server's data directory has them now.
//!
//! The policies are collected as those of a request are ([`policies`]). What the directory does not have is an error with
//! the nearest name, unless a file says what to take for it.

use crate::directory::entities::{Account, Bucket, Role, Tag, User};
use crate::directory::{self, Snapshot};
use crate::domain::hypothetical::may_be_tagged;
use crate::domain::policies::{self, CallerPolicies};
use rolecall_analysis::lint::nearest;
use rolecall_analysis::scenario::{BlockPublicAccess, Facts, StatedS3};
use rolecall_policy::evaluate::Attached;
use rolecall_policy::explain::escaped;
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Arn};
use std::path::Path;

/// What the directory has.
#[derive(Debug)]
pub(super) struct State {
    snapshot: Snapshot,
    /// How the directory was named.
    name: String,
}

/// A resource with its policy.
#[derive(Debug, Default)]
pub(super) struct OwnPolicy {
    pub(super) resource: Option<Attached<Resource>>,
    pub(super) trust: Option<Attached<Trust>>,
}

impl State {
    pub(super) fn read(data: &Path) -> Result<Self, String> {
        crate::cli::check_directory(data).map_err(|error| error.to_string())?;
        let name = escaped(&data.display().to_string());
        let cannot = |error: &dyn std::fmt::Display| format!("cannot read the state in `{name}`: {error}");
        let (snapshot, unreadable) = directory::read(data).map_err(|error| cannot(&error))?;
        // An entity that is left out may have held a `Deny`.
        if let Some(entity) = unreadable.first() {
            return Err(cannot(entity));
        }
        if snapshot.all::<Account>().next().is_none() {
            return Err(format!(
                "`{name}` has no accounts: name the data directory of a server that was started at least once"
            ));
        }
        Ok(Self { snapshot, name })
    }

    /// The policies of the principal, and what else the directory knows of it, put into the facts. `is_given`: files say
    /// its policies, so it need not be there.
    pub(super) fn principal(&self, who: &str, is_given: bool, facts: &mut Facts<'_>) -> Result<CallerPolicies, String> {
        let Some(arn) = Arn::parse(who) else { return Ok(CallerPolicies::default()) };
        let account = arn.account.parse::<AccountId>().ok();
        let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
        match (arn.service, kind) {
            ("iam", "user") => match self.snapshot.find_by_arn::<User>(who) {
                Some(user) => {
                    let id = user.id.clone();
                    self.set_id(facts, &id, Some(id.clone()))?;
                    set_tags(facts, &user.tags);
                    Ok(policies::of_user(&self.snapshot, user))
                }
                None => self.missing(is_given, "user", who, self.snapshot.all::<User>().map(|user| user.arn())),
            },
            ("iam", "role") => match self.snapshot.find_by_arn::<Role>(who) {
                Some(role) => {
                    self.set_id(facts, &role.id, None)?;
                    set_tags_of_session(facts, &role.tags, &role.compiled().trust);
                    Ok(policies::of_role(&self.snapshot, &role.id))
                }
                None => self.missing(is_given, "role", who, self.snapshot.all::<Role>().map(|role| role.arn())),
            },
            ("sts", "assumed-role") => {
                let (role, session) = name.split_once('/').unwrap_or((name, ""));
                let found = account.and_then(|account| self.snapshot.find::<Role>(account, role));
                match found.filter(|found| found.name == role) {
                    Some(found) => {
                        self.set_id(facts, &found.id, Some(format!("{}:{session}", found.id)))?;
                        set_tags_of_session(facts, &found.tags, &found.compiled().trust);
                        facts.role_arn = Some(found.arn().into());
                        Ok(policies::of_role(&self.snapshot, &found.id))
                    }
                    None => {
                        let meant = format!("arn:{}:iam::{}:role/{role}", arn.partition, arn.account);
                        self.missing(is_given, "role", &meant, self.snapshot.all::<Role>().map(|role| role.arn()))
                    }
                }
            }
            ("sts", "federated-user") if !is_given => Err("a federated user has the policies of the user that \
                                                           requested its session; give them with --identity"
                .to_owned()),
            ("iam", "root") => match account.and_then(|account| self.snapshot.account(account)) {
                Some(_) => Ok(CallerPolicies::default()),
                None => Err(format!("there is no account {} in `{}`", arn.account, self.name)),
            },
            _ => Ok(CallerPolicies::default()),
        }
    }

    /// The policy of the resource, and whose it is, put into the facts. `is_given`: a file says its policy, so it need not
    /// be there.
    pub(super) fn resource(
        &self,
        on: &str,
        class: Option<ResourceClass>,
        is_given: bool,
        facts: &mut Facts<'_>,
    ) -> Result<OwnPolicy, String> {
        match class {
            Some(ResourceClass::Role) if facts.action.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("sts:")) => {
                let Some(role) = self.snapshot.find_by_arn::<Role>(on) else {
                    let roles = self.snapshot.all::<Role>().map(|role| role.arn());
                    return self.missing(is_given, "role", on, roles);
                };
                Ok(OwnPolicy { trust: Some(role.compiled().trust.clone()), resource: None })
            }
            Some(ResourceClass::Bucket | ResourceClass::Object) => {
                let is_given = is_given || facts.resource_account.is_some();
                let resource = Arn::parse(on).map(|arn| arn.resource).unwrap_or_default();
                let name = resource.split('/').next().unwrap_or_default();
                if name.contains(['*', '?']) {
                    return Err(format!(
                        "with --data, --on must name one bucket, but `{}` can match several: ask about each",
                        escaped(on)
                    ));
                }
                let Some(bucket) = self.snapshot.bucket(name) else {
                    let buckets = self.snapshot.all::<Bucket>().map(|bucket| bucket.name.clone());
                    return self.missing(is_given, "bucket", name, buckets);
                };
                let owner = bucket.account.to_string();
                if facts.resource_account.as_ref().is_some_and(|stated| **stated != *owner) {
                    return Err(format!("--resource-account does not apply: the bucket belongs to account {owner}"));
                }
                facts.resource_account = Some(owner.into());
                let block = &bucket.public_access_block;
                let block_public_access = BlockPublicAccess {
                    restrict_public_buckets: block.restrict_public_buckets,
                    ignore_public_acls: block.ignore_public_acls,
                    block_public_acls: block.block_public_acls,
                    block_public_policy: block.block_public_policy,
                };
                facts.s3 = Some(StatedS3 { block_public_access, ..StatedS3::default() });
                Ok(OwnPolicy { resource: bucket.compiled().clone(), trust: None })
            }
            _ => Ok(OwnPolicy::default()),
        }
    }

    /// The canonical user id of an account.
    pub(super) fn canonical_id(&self, account: AccountId) -> Option<String> {
        self.snapshot.canonical_id(account).map(str::to_owned)
    }

    /// The ARN that a unique id stands for now.
    pub(super) fn arn_of_id(&self, id: &str) -> Option<String> {
        self.snapshot.arn_of_id(id)
    }

    fn missing<T: Default>(
        &self,
        is_given: bool,
        what: &str,
        name: &str,
        known: impl Iterator<Item = String>,
    ) -> Result<T, String> {
        if is_given {
            return Ok(T::default());
        }
        let known: Vec<String> = known.collect();
        let near = nearest(name, known.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(format!("there is no {what} `{}` in `{}`{near}", escaped(name), self.name))
    }

    /// Tells who asks by the unique id: `aws:userid`, of which a session whose name is not known has only the beginning.
    fn set_id(&self, facts: &mut Facts<'_>, id: &str, whole: Option<String>) -> Result<(), String> {
        if facts.context.mentions("aws:userid") {
            return Err(format!("`{}` and --as determine aws:userid; remove it", self.name));
        }
        if whole.is_none() {
            facts.context.unknown.set_like("aws:userid", [&*format!("{id}:*")]);
        }
        facts.context.known.set("aws:userid", whole.unwrap_or_else(|| id.to_owned()));
        Ok(())
    }
}

/// The tags of a session of a role: the role's own, unless its trust policy may let callers pass others, which count before
/// them (R3.20).
fn set_tags_of_session(facts: &mut Facts<'_>, of_role: &[Tag], trust: &Attached<Trust>) {
    if !may_be_tagged(trust) {
        set_tags(facts, of_role);
    }
}

/// The principal's tags, but for those that the command line states.
fn set_tags(facts: &mut Facts<'_>, tags: &[Tag]) {
    for tag in tags {
        if !facts.context.mentions(&format!("aws:PrincipalTag/{}", tag.key)) {
            facts.context.known.add_tag("aws:PrincipalTag", &tag.key, &tag.value);
        }
    }
}
