//! What is said about a request, in words: nothing of it is checked yet.

use rolecall_policy::Context;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::UnknownKeys;
use std::borrow::Cow;

/// Who asks what, and the facts on which decisions depend.
#[derive(Debug)]
pub(in crate::cli) struct Facts<'a> {
    pub(in crate::cli) principal: Who<'a>,
    /// `service:Action`.
    pub(in crate::cli) action: &'a str,
    /// An ARN or `*`.
    pub(in crate::cli) resource: &'a str,
    /// If `resource` is not all known, but a pattern or a stand-in: what is known of it.
    pub(in crate::cli) gap: Option<ResourceGap>,
    pub(in crate::cli) resource_account: Option<&'a str>,
    pub(in crate::cli) given: Given<'a>,
    /// The role behind a session, if it has a path.
    pub(in crate::cli) role_arn: Option<&'a str>,
    /// Who asked for a federated user's session: a user's ARN or the root's.
    pub(in crate::cli) issuer: Option<&'a str>,
    /// One of [`super::TYPES`], if the ARN does not tell.
    pub(in crate::cli) resource_type: Option<&'a str>,
    pub(in crate::cli) s3: Option<S3Said<'a>>,
    pub(in crate::cli) service_linked: Option<bool>,
    pub(in crate::cli) management_account: Option<Management<'a>>,
}

/// What is known of a resource that is not all known.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct ResourceGap {
    /// The class of all that it may be; `None` if they are of several, or nobody knows.
    pub(in crate::cli) class: Option<ResourceClass>,
    /// The account in its ARN is not known.
    pub(in crate::cli) hides_account: bool,
}

/// A principal as people name it.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Who<'a> {
    /// An ARN, or `anonymous`.
    Text(Cow<'a, str>),
    /// An AWS service by all of its names.
    Service(Vec<Box<str>>),
    /// An identity provider as trust policies name it.
    Federated(Box<str>),
}

/// The context keys that are given, and those of which it is said that the request has none.
#[derive(Debug, Default)]
pub(in crate::cli) struct Given<'a> {
    pub(in crate::cli) context: Context,
    pub(in crate::cli) absent: Vec<&'a str>,
    /// Those of which not everything is known, and their names.
    pub(in crate::cli) unknown: UnknownKeys,
    pub(in crate::cli) gaps: Vec<&'a str>,
}

impl Given<'_> {
    /// Whether a key is said to be absent, or not known.
    pub(in crate::cli) fn names(&self, key: &str) -> bool {
        self.absent.iter().chain(&self.gaps).any(|there| there.eq_ignore_ascii_case(key))
    }
}

/// Facts about buckets and objects.
#[derive(Debug, Default)]
pub(in crate::cli) struct S3Said<'a> {
    pub(in crate::cli) object_owner: Option<&'a str>,
    /// The canonical user id of the caller's account.
    pub(in crate::cli) canonical_id: Option<&'a str>,
    pub(in crate::cli) restrict_public_buckets: bool,
    pub(in crate::cli) ignore_public_acls: bool,
}

/// Which account manages the organization.
#[derive(Debug)]
pub(in crate::cli) enum Management<'a> {
    /// Whether it is the principal's.
    Own(bool),
    /// Its id.
    Account(&'a str),
}
