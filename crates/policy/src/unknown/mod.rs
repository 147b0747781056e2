//! Requests of which not everything is known: is it allowed whatever the rest is, denied whatever it is, or does it
//! depend, and on what?
//!
//! An administrator asks "may Dev read the objects of this bucket?". The objects are a set, `arn:aws:s3:::b/*`; the
//! address from which Dev will call is unknown. A request with such gaps stands for all requests that fill them, the
//! *completions*, and the answer is about all of them: [`PossibleDecision::Allowed`] if [`decide`](crate::decide) would allow
//! every one, [`PossibleDecision::Denied`] if it would deny every one, else [`PossibleDecision::Depends`], with the parts of statements that
//! would have to be known.
//!
//! ```
//! use rolecall_policy::evaluate::{Attached, PolicySet};
//! use rolecall_policy::request::ResourceClass;
//! # use rolecall_policy::services::{Names, ServiceFacts};
//! use rolecall_policy::unknown::{self, PossibleDecision, Resource, UnknownKeys, UnknownRequest};
//! use rolecall_policy::{Compiled, Context, Policies, Policy, PolicySource, Principal, kind};
//! use std::sync::Arc;
//!
//! let text = r#"{
//!   "Version": "2012-10-17",
//!   "Statement": [{
//!     "Sid": "Own", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
//!     "Condition": { "StringLike": { "aws:PrincipalTag/team": "dev-*" } }
//!   }]
//! }"#;
//! let policy = Policy::<kind::Identity>::parse(text).map_err(|findings| findings.aws_message().to_owned())?;
//! let source = PolicySource { name: "Reports".into(), owner: None, arn: None };
//! let identity = PolicySet::from([Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) }]);
//! let policies = Policies { identity: &identity, ..Policies::default() };
//! # let services = ServiceFacts {
//! #     without_rcps: Names::new(["ec2", "iam"]),
//! #     bucket_owner_operations: Names::new(["s3:PutObject", "s3:DeleteObject"]),
//! #     root_operations: Names::new(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]),
//! #     principals: Names::new([]),
//! #     regions: Names::new([]),
//! #     s3_actions: Vec::new(),
//! #     s3_keys: Vec::new(),
//! #     session_keys: Names::new([]),
//! # };
//! let account = "111111111111".parse()?;
//! let ana = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
//! let context = Context::new();
//! let answer = |unknown| {
//!     let request = UnknownRequest {
//!         principal: &ana,
//!         action: "s3:GetObject",
//!         resource: Resource::Pattern("arn:aws:s3:::reports/2026/*"),
//!         resource_account: Some(account),
//!         class: ResourceClass::Object,
//!         s3: None,
//!         context: &context,
//!         unknown,
//!         services: &services,
//!     };
//!     unknown::decide(&request, &policies)
//! };
//!
//! let (mut some_dev, mut nothing_known) = (UnknownKeys::new(), UnknownKeys::new());
//! some_dev.set_like("aws:PrincipalTag/team", ["dev-*"]);
//! nothing_known.set_unknown("aws:PrincipalTag/team");
//! assert!(matches!(answer(&some_dev), PossibleDecision::Allowed(_)));
//! let PossibleDecision::Depends(on) = answer(&nothing_known) else { unreachable!() };
//! assert_eq!(
//!     unknown::render_text(&on),
//!     "may allow: identity / Reports / statement \"Own\", if StringLike aws:PrincipalTag/team is \"dev-*\"\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it is found out
//!
//! A statement matches all completions, none, or some (`matching::sets` for the texts, `condition::unknown` for the
//! operators). The table that combines layers is monotone: one more matching Allow never denies, one more matching Deny
//! never allows. So it is read twice, with two findings between which every completion lies:
//!
//! - *pessimistic*: a Deny that may match counts, an Allow that may match does not. Allowed here, allowed always: an Allow
//!   must contain the unknown set, a Deny needs only to meet it.
//! - *optimistic*: the other way round. Denied here, denied always.
//!
//! What the table is told beside statements, whose the resource is and whether control policies cover it, is no matter
//! of more or less; there every possibility is gone through (`possible`). It is the same table, the same layers and the
//! same code that decide a request that is all known (`evaluate::judge`); only who holds a statement against the request
//! differs (`worlds`).
//!
//! Where a proof would cost too much, or two gaps hang together (one key in two conditions, a variable compared with its
//! own key), the answer errs to *depends*; so it does where two statements cover the set only together. It is never
//! allowed or denied by mistake.
//!
//! # What may be unknown
//!
//! The resource ([`Resource`]) and context keys ([`UnknownKeys`]). Who asks, and for which action, must be known, and so
//! must the class of the resource and the facts about it, which are not read from its text.

mod dependencies;
mod possible;
mod render;
mod worlds;

pub use crate::condition::knowledge::UnknownKeys;
pub use dependencies::{ConditionPart, Dependency, MayMatch, ResourcePart};
pub use render::render_text;

use crate::condition::knowledge::Knowledge;
use crate::decision::Decision;
use crate::evaluate::{Asked, Policies, ResourceFacts, judge, partition, partition_is_in_context};
use crate::matching::action::AskedAction;
use crate::matching::resource::AskedResource;
use crate::names::AccountId;
use crate::request::{Context, Principal, Request, ResourceClass, S3Facts};
use crate::services::ServiceFacts;
use possible::{Candidate, Possible};
use worlds::{Group, Table, World};

/// What is asked, as far as it is known: a [`Request`] with gaps.
#[derive(Debug, Clone)]
pub struct UnknownRequest<'a> {
    /// Who.
    pub principal: &'a Principal,
    /// `service:Operation`.
    pub action: &'a str,
    /// On what.
    pub resource: Resource<'a>,
    /// The owner of the resource; `None`: the account in its ARN, which may be unknown, else the principal's.
    pub resource_account: Option<AccountId>,
    /// The resource's class.
    pub class: ResourceClass,
    /// S3's own facts.
    pub s3: Option<&'a S3Facts>,
    /// Context keys that are known. A key that it does not have is absent, unless `unknown` names it.
    pub context: &'a Context,
    /// Context keys that are not, or not all. They count before `context`.
    pub unknown: &'a UnknownKeys,
    /// Facts about AWS's services.
    pub services: &'a ServiceFacts,
}

/// The resource of a request, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// An ARN, or `*` for an operation without resource, as in [`Request::resource`].
    Known(&'a str),
    /// An ARN that matches a pattern of six fields, each by itself as the `Arn…` operators do it (R1.38): `*` stands for
    /// any letters or none, `?` for one, and neither passes from one field into the next; in the sixth field they stand
    /// for colons too. So `arn:aws:sqs:*:111111111111:*` is any queue of this account and of no other. There is no way to
    /// write an asterisk that is one.
    ///
    /// Of a text that is no such pattern nothing is known: any ARN, of any partition, or none.
    Pattern(&'a str),
    /// Any ARN of the caller's partition (R2.22; of any partition, if the caller has none), or no resource.
    Unknown,
}

/// The answer to a request that is not all known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PossibleDecision {
    /// Every completion is allowed. The decision names Allow statements that match all of them.
    Allowed(Decision),
    /// Every completion is denied. The decision is of the completion that comes closest to being allowed: others may
    /// be denied by more layers, or explicitly where this one is not.
    Denied(Decision),
    /// Some completions may be allowed and others denied. What is certain, and what cannot change the answer, is left
    /// out. In the order of the layers, and never empty.
    Depends(Vec<Dependency>),
}

/// Decides a request that is not all known, for all requests that it may be.
///
/// With nothing unknown the answer is the one of [`decide`](crate::decide). Total, pure and deterministic like that, but
/// not meant for its pace: patterns are held against patterns, and every statement about the action is looked at.
#[must_use]
pub fn decide(request: &UnknownRequest<'_>, policies: &Policies<'_>) -> PossibleDecision {
    Question::new(request, policies).answer()
}

/// A request made ready.
struct Question<'a, 'p> {
    /// Its resource is not looked at.
    request: Request<'a>,
    policies: &'a Policies<'p>,
    asked: Asked<'a>,
    known: Knowledge<'a>,
    possible: Possible,
}

/// What comes out for one candidate.
struct Outcome {
    candidate: Candidate,
    /// In the worst and in the best case.
    pessimistic: Decision,
    optimistic: Decision,
}

impl<'a, 'p> Question<'a, 'p> {
    fn new(unknown: &UnknownRequest<'a>, policies: &'a Policies<'p>) -> Self {
        let &UnknownRequest { principal, action, resource, resource_account, class, s3, context, unknown, services } =
            unknown;
        let text = match resource {
            Resource::Known(text) => text,
            Resource::Pattern(_) | Resource::Unknown => "*",
        };
        let request = Request { principal, action, resource: text, resource_account, class, s3, context, services };
        let action = AskedAction::new(action);
        let known = Knowledge { context, unknown };
        let partition_is_hidden = partition_is_in_context(principal) && known.hidden("aws:principalarn").is_some();
        let partition = if partition_is_hidden { Err(possible::NotKnown) } else { Ok(partition(&request)) };
        let own_partition = partition.ok().flatten().unwrap_or("aws");
        let asked = Asked::new(&request, policies, action, AskedResource::new(text, action, own_partition));
        let management = policies.rcp.map(|rcp| rcp.management);
        let possible = Possible::new(&request, resource, &asked, partition, management);
        Self { request, policies, asked, known, possible }
    }

    fn answer(&self) -> PossibleDecision {
        let mut table = Table::default();
        for candidate in self.possible.candidates() {
            table = self.collect(table, self.possible.pessimistic(candidate));
        }
        let outcomes: Vec<Outcome> = self
            .possible
            .candidates()
            .map(|candidate| Outcome {
                candidate,
                pessimistic: self.judge(&table, self.possible.pessimistic(candidate), &|_| false),
                optimistic: self.judge(&table, self.possible.optimistic(candidate), &|_| true),
            })
            .collect();
        let first = |decisions: &mut dyn Iterator<Item = Decision>| decisions.next();
        if outcomes.iter().all(|outcome| outcome.pessimistic.is_allowed())
            && let Some(decision) = first(&mut outcomes.iter().map(|outcome| outcome.pessimistic))
        {
            return PossibleDecision::Allowed(decision);
        }
        if outcomes.iter().all(|outcome| !outcome.optimistic.is_allowed()) {
            // That it is explicit is said only if it is so whosoever the resource is.
            let implicit = outcomes.iter().map(|outcome| outcome.optimistic).filter(|decision| !decision.is_explicit());
            let all = outcomes.iter().map(|outcome| outcome.optimistic);
            if let Some(decision) = first(&mut implicit.chain(all)) {
                return PossibleDecision::Denied(decision);
            }
        }
        PossibleDecision::Depends(self.dependencies(&table, &outcomes))
    }

    /// Decides in a world in which, of each group of statements that may match, `better` says whether they match as
    /// the caller would wish: Allows do, Denys do not.
    fn judge(&self, table: &Table, facts: ResourceFacts, better: &dyn Fn(Group) -> bool) -> Decision {
        let world = World { asked: &self.asked, table, better };
        judge(&self.request, self.policies, &world, facts).decision
    }
}
