//! The world of a server's data directory, for tests that run against it.

use crate::directory::entities::{Account, Bucket, ManagedPolicy, PublicAccessBlock, Role, Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::{self, UnreadableEntity};
use crate::domain::policies::{self, CallerPolicies};
use crate::domain::role::shown_trust;
use crate::environment::data_dir::{DataDirError, check_used};
use crate::store::StoreError;
use rolecall_analysis::access_tests::{World, WorldPolicy, WorldPrincipal, WorldResource};
use rolecall_analysis::scenario::BlockPublicAccess;
use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Policy, PolicySource};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// Why a data directory has no world to test against.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoWorld {
    /// It is not there, or is none.
    #[error(transparent)]
    Directory(#[from] DataDirError),
    /// Its store cannot be read.
    #[error("cannot read the data in `{0}`: {1}")]
    Store(String, StoreError),
    /// To leave out an entity could lose a `Deny`.
    #[error("cannot read all data in `{0}`: {1}")]
    Entity(String, UnreadableEntity),
    /// Two entities have one ARN.
    #[error("the data in `{0}` is inconsistent: {1}")]
    Double(String, String),
}

/// The world that a data directory has now, whether a server uses it or not. Nothing is changed.
pub(super) fn world(data: &Path) -> Result<World, NoWorld> {
    check_used(data)?;
    let shown = || data.display().to_string();
    let (snapshot, unreadable) = directory::read(data).map_err(|error| NoWorld::Store(shown(), error))?;
    if let Some(entity) = unreadable.into_iter().next() {
        return Err(NoWorld::Entity(shown(), entity));
    }
    of_snapshot(&snapshot).map_err(|error| NoWorld::Double(shown(), error))
}

fn of_snapshot(snapshot: &Snapshot) -> Result<World, String> {
    let mut world = World::new();
    for account in snapshot.all::<Account>() {
        world.add_account(account.id, Some(account.canonical_id.clone()));
    }
    for policy in snapshot.all::<ManagedPolicy>() {
        world.add_policy(policy.arn(), of_attached(policy.compiled().identity()))?;
    }
    for user in snapshot.all::<User>() {
        world.add_principal(principal(user.arn(), &user.id, &user.tags, &policies::of_user(snapshot, user)))?;
    }
    for role in snapshot.all::<Role>() {
        let arn = role.arn();
        world.add_principal(principal(arn.clone(), &role.id, &role.tags, &policies::of_role(snapshot, &role.id)))?;
        world.add_resource(WorldResource {
            arn,
            account: role.account,
            policy: Some(shown(&role.compiled().trust.source, shown_trust(&role.trust_policy, snapshot))),
            tags: texts(&role.tags),
            block_public_access: BlockPublicAccess::default(),
        })?;
    }
    for bucket in snapshot.all::<Bucket>() {
        let PublicAccessBlock { block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets } =
            bucket.public_access_block;
        let policy = bucket.compiled().as_ref().map(|attached| {
            let text = attached.policy.text();
            // What cannot be read was replaced by what denies everything.
            let text = match Policy::<Resource>::parse(&**text) {
                Ok(policy) => policy.render(|id| snapshot.arn_of_id(id)),
                Err(_) => text.to_string(),
            };
            shown(&attached.source, text)
        });
        world.add_resource(WorldResource {
            arn: format!("arn:aws:s3:::{}", bucket.name),
            account: bucket.account,
            policy,
            tags: Vec::new(),
            block_public_access: BlockPublicAccess {
                block_public_acls,
                ignore_public_acls,
                block_public_policy,
                restrict_public_buckets,
            },
        })?;
    }
    Ok(world)
}

fn principal(arn: String, id: &str, tags: &[Tag], policies: &CallerPolicies) -> WorldPrincipal {
    WorldPrincipal {
        arn,
        id: id.to_owned(),
        identity: policies.identity.attached().iter().map(of_attached).collect(),
        boundary: policies.boundary.as_ref().map(of_attached),
        tags: texts(tags),
    }
}

fn of_attached<K>(attached: &Attached<K>) -> WorldPolicy {
    shown(&attached.source, attached.policy.text().to_string())
}

fn shown(source: &Arc<PolicySource>, text: String) -> WorldPolicy {
    WorldPolicy { text: Cow::Owned(text), source: Arc::clone(source) }
}

fn texts(tags: &[Tag]) -> Vec<(String, String)> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
