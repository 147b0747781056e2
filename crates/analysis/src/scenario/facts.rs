//! What is stated about a request; nothing of it is checked yet.

use super::json;
use rolecall_policy::Context;
use rolecall_policy::request::folded_key;
use rolecall_policy::unknown::UnknownKeys;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Who wants to do what, and the facts on which decisions depend.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts<'a> {
    /// Who calls.
    #[serde(borrow, deserialize_with = "json::principal")]
    pub principal: StatedPrincipal<'a>,
    /// `service:Action`.
    #[serde(borrow)]
    pub action: Cow<'a, str>,
    /// On what.
    #[serde(borrow)]
    pub resource: StatedResource<'a>,
    /// The account that owns the resource, if its ARN does not tell.
    #[serde(borrow)]
    pub resource_account: Option<Cow<'a, str>>,
    /// Context keys beside those that follow from the other facts, or in their place.
    #[serde(default)]
    pub context: StatedContext,
    /// The role behind a session, if it has a path.
    #[serde(borrow)]
    pub role_arn: Option<Cow<'a, str>>,
    /// Who asked for a federated user's session: the ARN of a user or of the root.
    #[serde(borrow)]
    pub issuer: Option<Cow<'a, str>>,
    /// The class of the resource, such as `s3-object`, if the ARN does not tell.
    #[serde(borrow)]
    pub resource_type: Option<Cow<'a, str>>,
    /// Of a bucket or an object.
    #[serde(borrow, default, deserialize_with = "json::some_object")]
    pub s3: Option<StatedS3<'a>>,
    /// Whether the caller's role is service-linked.
    pub service_linked: Option<bool>,
    /// Which account manages the organization; none of those that take part, if it is not stated.
    #[serde(borrow)]
    pub management_account: Option<ManagementAccount<'a>>,
}

/// Who calls, as people name it. In JSON an ARN, `anonymous`, or an object.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub enum StatedPrincipal<'a> {
    /// An ARN, or `anonymous`.
    #[serde(skip)]
    Text(Cow<'a, str>),
    /// An AWS service by its name, or by all of its names.
    Service(#[serde(deserialize_with = "json::service_names")] Vec<Box<str>>),
    /// An identity provider as trust policies name it.
    Federated(Box<str>),
}

/// The resource of a request.
#[derive(Debug, Clone)]
pub enum StatedResource<'a> {
    /// An ARN or `*`.
    Known(Cow<'a, str>),
    /// Any ARN that matches a pattern.
    Like(Cow<'a, str>),
    /// Any.
    Unknown,
}

impl StatedResource<'_> {
    /// The ARN or the pattern; `*` if nothing is known.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Known(text) | Self::Like(text) => text,
            Self::Unknown => "*",
        }
    }
}

/// The context keys that are stated. Names are the same in any case (R1.34).
#[derive(Debug, Clone, Default)]
pub struct StatedContext {
    /// Those whose values are known.
    pub known: Context,
    /// Those of which not everything is known.
    pub unknown: UnknownKeys,
    /// The folded names of those that the request does not have, whatever follows from the other facts.
    pub(super) absent: BTreeSet<String>,
}

impl StatedContext {
    /// States that the request does not have a key.
    pub fn set_absent(&mut self, key: &str) {
        self.absent.insert(folded_key(key));
    }

    /// Whether anything is stated about a key.
    #[must_use]
    pub fn mentions(&self, key: &str) -> bool {
        self.known.get(key).is_some()
            || !self.absent.is_empty() && self.absent.contains(&folded_key(key))
            || !self.unknown.is_empty() && self.unknown.contains(key)
    }

    /// The folded names of all keys about which something is stated.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let known = self.known.iter().map(|(key, _)| key);
        known.chain(self.unknown.names()).chain(self.absent.iter().map(String::as_str))
    }

    /// The first value of a key.
    pub(super) fn first(&self, key: &str) -> Option<&str> {
        self.known.get(key)?.first().map(|value| &**value)
    }
}

/// Facts about buckets and objects.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedS3<'a> {
    /// Block Public Access of the bucket.
    #[serde(default, deserialize_with = "json::object")]
    pub block_public_access: BlockPublicAccess,
    /// The account that owns the object, if it is not the bucket's owner.
    #[serde(borrow)]
    pub object_owner: Option<Cow<'a, str>>,
    /// The canonical user id of the caller's account.
    #[serde(borrow)]
    pub canonical_id: Option<Cow<'a, str>>,
}

/// Block Public Access, by S3's names.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "PascalCase")]
pub struct BlockPublicAccess {
    /// `RestrictPublicBuckets`.
    #[serde(alias = "restrict_public_buckets")]
    pub restrict_public_buckets: bool,
    /// `IgnorePublicAcls`.
    #[serde(alias = "ignore_public_acls")]
    pub ignore_public_acls: bool,
    /// `BlockPublicAcls`, which guards what is stored and says nothing about a request.
    #[serde(alias = "block_public_acls")]
    pub block_public_acls: bool,
    /// `BlockPublicPolicy`, of which the same is true.
    #[serde(alias = "block_public_policy")]
    pub block_public_policy: bool,
}

/// Which account manages the organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "`management_account` must be true, false or the id of an account")]
pub enum ManagementAccount<'a> {
    /// Whether it is the principal's.
    Own(bool),
    /// Its id.
    Account(#[serde(borrow)] Cow<'a, str>),
}

impl<'a> Facts<'a> {
    /// Who calls what on which resource, and nothing else.
    #[must_use]
    pub fn new(principal: StatedPrincipal<'a>, action: &'a str, resource: Cow<'a, str>) -> Self {
        Self {
            principal,
            action: action.into(),
            resource: StatedResource::Known(resource),
            resource_account: None,
            context: StatedContext::default(),
            role_arn: None,
            issuer: None,
            resource_type: None,
            s3: None,
            service_linked: None,
            management_account: None,
        }
    }
}
