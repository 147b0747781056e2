//! The doors for new policies: what AWS refuses when a policy is created, for each kind of policy and service.
//!
//! Each function reads the text with the same grammar as [`Policy::parse`] and then checks it against the rules of its
//! kind (`check`), which are written down here, one value of [`Rules`] for each. Not checked here, because it depends on
//! more than the text: sizes and characters ([`super::limits`]), and whether accounts, users and roles exist
//! ([`Policy::bind_principals`]).

use std::sync::Arc;

use super::check::{self, ActionRule, PrincipalRule, ResourceRule, Rules};
use super::finding::Notes;
use super::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use super::{Dialect, FindingCode, Findings, Policy, PolicyKind, Span, limits, parse};
use crate::services::ServiceFacts;

const IDENTITY: Rules<'_> = Rules {
    dialect: Dialect::Iam,
    limit: None,
    needs_2012: false,
    plain_sid: true,
    principal: PrincipalRule::Forbidden,
    services: None,
    action: ActionRule::Any,
    resource: ResourceRule::Arns,
};

const MANAGED: Rules<'_> = Rules { needs_2012: true, ..IDENTITY };

/// A text that is too long is refused unread. Only clients are held to this: some AWS managed policies are longer.
fn measure(text: &str, rules: &Rules<'_>) -> Result<(), Findings> {
    let mut notes = Notes::new(rules.dialect);
    if text.chars().nth(limits::DOCUMENT).is_some() {
        let detail = format!("a policy document can have at most {} characters", limits::DOCUMENT);
        notes.add(FindingCode::TooLong, Span::default(), "", detail);
    } else if let Some(limit) = rules.limit.filter(|limit| limits::counted_size(text) > *limit) {
        let detail = format!("this kind of policy can have at most {limit} characters, not counting white space");
        notes.add(FindingCode::TooLong, Span::default(), "", detail);
    }
    notes.finish(())
}

fn create<K: PolicyKind>(text: Arc<str>, rules: &Rules<'_>) -> Result<Policy<K>, Findings> {
    measure(&text, rules)?;
    let mut notes = Notes::new(rules.dialect);
    let policy = parse::read(text, &mut notes);
    check::check(&policy, rules, &mut notes);
    notes.finish(policy)
}

impl Policy<Identity> {
    /// A version of a customer managed policy: `CreatePolicy`, `CreatePolicyVersion`. `Version` must be 2012-10-17
    /// (R1.57 row 2).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create_managed(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &MANAGED)
    }

    /// An inline policy of a user, group or role. Any `Version`, or none, will do (R1.58).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create_inline(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &IDENTITY)
    }
}

impl Policy<Boundary> {
    /// A permissions boundary, which is always a managed policy (R4.35).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &MANAGED)
    }
}

impl Policy<Session> {
    /// A session policy passed to `GetFederationToken`.
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &IDENTITY)
    }

    /// A session policy passed to one of the AssumeRole operations: it may not hold an incomplete ARN (R1.28).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create_for_assume_role(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &Rules { resource: ResourceRule::CompleteArns, ..IDENTITY })
    }
}

impl Policy<Trust> {
    /// A role's trust policy. Call [`Policy::bind_principals`] next.
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>, services: &ServiceFacts) -> Result<Self, Findings> {
        let rules = Rules {
            dialect: Dialect::Trust,
            principal: PrincipalRule::Trust,
            services: Some(services),
            action: ActionRule::AssumeRole,
            resource: ResourceRule::Prohibited,
            ..IDENTITY
        };
        create(text.into(), &rules)
    }
}

impl Policy<Resource> {
    /// A resource policy of KMS, SQS and the like. Call [`Policy::bind_principals`] next.
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>, services: &ServiceFacts) -> Result<Self, Findings> {
        let rules = Rules {
            dialect: Dialect::Kms,
            plain_sid: false,
            principal: PrincipalRule::Resource { canonical_user: false },
            services: Some(services),
            ..IDENTITY
        };
        create(text.into(), &rules)
    }

    /// The policy of the bucket of this name (R1.61), with the actions that S3 has. Call [`Policy::bind_principals`] next.
    /// Findings carry S3's code and messages.
    ///
    /// # Errors
    /// Everything S3 refuses.
    pub fn create_for_bucket(
        text: impl Into<Arc<str>>,
        bucket: &str,
        services: &ServiceFacts,
    ) -> Result<Self, Findings> {
        let rules = Rules {
            dialect: Dialect::S3,
            limit: Some(limits::BUCKET_POLICY),
            plain_sid: false,
            principal: PrincipalRule::Resource { canonical_user: true },
            services: Some(services),
            action: ActionRule::S3,
            resource: ResourceRule::Bucket(bucket, services),
            ..IDENTITY
        };
        create(text.into(), &rules)
    }
}

impl Policy<Scp> {
    /// A service control policy (R1.13).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        create(text.into(), &Rules { dialect: Dialect::Organizations, ..IDENTITY })
    }
}

impl Policy<Rcp> {
    /// A resource control policy written by a customer (R1.14).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        let rules = Rules {
            dialect: Dialect::Organizations,
            needs_2012: true,
            principal: PrincipalRule::ResourceControl,
            action: ActionRule::ResourceControl,
            ..IDENTITY
        };
        create(text.into(), &rules)
    }
}

impl Policy<Endpoint> {
    /// The policy of an interface endpoint (R1.63).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create_for_interface(text: impl Into<Arc<str>>, services: &ServiceFacts) -> Result<Self, Findings> {
        create_for_endpoint(text.into(), false, services)
    }

    /// The policy of a gateway endpoint, whose principal must be `*` (R1.63).
    ///
    /// # Errors
    /// Everything AWS refuses.
    pub fn create_for_gateway(text: impl Into<Arc<str>>, services: &ServiceFacts) -> Result<Self, Findings> {
        create_for_endpoint(text.into(), true, services)
    }
}

fn create_for_endpoint(text: Arc<str>, gateway: bool, services: &ServiceFacts) -> Result<Policy<Endpoint>, Findings> {
    let rules = Rules {
        dialect: Dialect::Endpoint,
        plain_sid: false,
        principal: PrincipalRule::Endpoint { gateway },
        services: Some(services),
        ..IDENTITY
    };
    create(text, &rules)
}
