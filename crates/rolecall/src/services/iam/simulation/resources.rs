//! What is known of a resource: whose it is, and which policy is its own.
//!
//! With `ResourcePolicy` the resource is as the question describes it. Without, `SimulatePrincipalPolicy` asks what the
//! server itself has: the trust policy of a role, the policy and the owner of a bucket. AWS's simulator does not, and
//! says *allowed* where the resource would refuse. What the server does not have is decided by the caller's policies, as
//! AWS does it; across accounts that is a denial, because the other side has to allow too.
//!
//! Of another account's resource the asking account is told decisions about its own users and roles, and nothing else:
//! no statement, no key, and nothing about callers of a third account.

use super::Simulation;
use super::given::ResourceDocument;
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, Role};
use crate::directory::table::Stored;
use crate::services::iam::errors;
use rolecall_analysis::resource_class;
use rolecall_analysis::scenario::account_in_arn;
use rolecall_policy::request::{ResourceClass, S3Facts};
use rolecall_policy::{AccountId, Arn};
use std::sync::Arc;

/// One resource.
#[derive(Debug)]
pub(super) struct Resource<'a> {
    pub(super) account: AccountId,
    pub(super) class: ResourceClass,
    pub(super) s3: Option<S3Facts>,
    pub(super) own: Own<'a>,
    /// It belongs to another account than the caller, so its policy is not shown.
    pub(super) is_foreign: bool,
}

/// The policy of a resource.
#[derive(Debug)]
pub(super) enum Own<'a> {
    /// None, or none that is known.
    Nothing,
    /// The one in the question.
    Given(&'a ResourceDocument),
    /// A role of this server.
    Role(&'a Arc<Stored<Role>>),
    /// A bucket of this server.
    Bucket(&'a Arc<Stored<Bucket>>),
}

impl<'a> Resource<'a> {
    /// The facts of one resource.
    pub(super) fn of(simulation: &'a Simulation<'_>, arn: &str) -> Self {
        let class = resource_class(arn);
        let own_account = simulation.caller.principal.account().unwrap_or(simulation.account);
        let stated = account_in_arn(arn).filter(|_| simulation.caller.named).or(simulation.owner);
        let account = stated.unwrap_or(own_account);
        let is_s3 = matches!(class, ResourceClass::Bucket | ResourceClass::Object);
        let described = |class, own| Self {
            account,
            class,
            s3: is_s3.then(|| S3Facts { caller_canonical_id: canonical_id(simulation), ..S3Facts::default() }),
            own,
            is_foreign: false,
        };
        if let Some(document) = &simulation.resource_policy {
            return described(class, Own::Given(document));
        }
        Self::of_server(simulation, arn, class, stated).unwrap_or_else(|| {
            // Its policy is not known, so the caller's own decide.
            let without_policy = match class {
                ResourceClass::Role | ResourceClass::KmsKey => ResourceClass::Ordinary,
                other => other,
            };
            described(without_policy, Own::Nothing)
        })
    }

    /// The resource as the server has it, if it has it and may tell.
    fn of_server(
        simulation: &'a Simulation<'_>,
        arn: &str,
        class: ResourceClass,
        stated: Option<AccountId>,
    ) -> Option<Self> {
        if !simulation.asks_resources {
            return None;
        }
        let may_tell = |owner: AccountId| {
            owner == simulation.account || simulation.caller.principal.account() == Some(simulation.account)
        };
        let (account, s3, own) = match class {
            ResourceClass::Role => {
                let role = simulation.snapshot.find_by_arn::<Role>(arn)?;
                (role.account, None, Own::Role(role))
            }
            ResourceClass::Bucket | ResourceClass::Object => {
                let name = Arn::parse(arn)?.resource.split('/').next()?;
                let bucket = simulation.snapshot.bucket(name)?;
                let facts = S3Facts {
                    object_owner: None,
                    restrict_public_buckets: bucket.public_access_block.restrict_public_buckets,
                    caller_canonical_id: canonical_id(simulation),
                    ignore_public_acls: bucket.public_access_block.ignore_public_acls,
                };
                (bucket.account, Some(facts), Own::Bucket(bucket))
            }
            _ => return None,
        };
        // A question about a bucket of somebody else is about another bucket.
        let is_meant = stated.is_none_or(|stated| stated == account);
        let is_foreign = account != simulation.account;
        (is_meant && may_tell(account)).then_some(Self { account, class, s3, own, is_foreign })
    }
}

fn canonical_id(simulation: &Simulation<'_>) -> Option<Box<str>> {
    let account = simulation.caller.principal.account().filter(|_| simulation.caller.named)?;
    simulation.snapshot.canonical_id(account).map(Box::from)
}

/// `ResourceOwner`: the account's id, or the ARN of its root.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn owner(text: &str) -> Result<AccountId, ApiError> {
    let id = match Arn::parse(text) {
        Some(arn) if arn.service == "iam" && arn.region.is_empty() && arn.resource == "root" => arn.account,
        _ => text,
    };
    id.parse().map_err(|_| errors::not_an_owner(text))
}
