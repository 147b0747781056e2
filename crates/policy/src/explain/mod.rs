//! Why a request was allowed or denied: the second pass, asked for on denial and by `why`.
//!
//! An [`Explanation`] owns all it says, so that it can be recorded when the decision is made and printed later, when the
//! policies have changed. It reveals policy text: who may read which layer is the caller's business, for which every
//! layer names the account it belongs to.
//!
//! Costs are kept low by looking cheaply at everything and closely at little: `layers` asks of each statement how near it
//! came, and only of the nearest the whole story is written (`statement`), with the values most like the request's
//! (`nearest`) and a hint where it looks like a well-known confusion (`hints`). What must change follows in `changes`.

mod calls;
mod changes;
mod hints;
mod layers;
mod mark;
mod matched;
mod names;
mod nearest;
mod render;
mod sentence;
mod statement;
mod wrap;

pub use matched::{Matched, Position, matched};
pub use render::{UNLIMITED, escaped, headline, render_text, render_within, statement_title};
pub use sentence::{ResourceText, Sentence, sentence};
pub use wrap::{columns, wrapped};

use crate::decision::{Layer, Verdict};
use crate::document::{Effect, Span};
use crate::evaluate::{Policies, PolicySource, assess};
use crate::names::AccountId;
use crate::request::Request;

/// The whole story of one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Explanation {
    /// Whether the request is allowed.
    pub outcome: Outcome,
    /// The layer that is reported for a denial (R2.23).
    pub layer: Option<Layer>,
    /// The operation is never authorised (R2.38), so no layer was asked.
    pub unconditional: bool,
    /// Who asked: an ARN, a service's name, or `anonymous`.
    pub principal: Box<str>,
    /// The caller's account.
    pub principal_account: Option<AccountId>,
    /// `service:Operation`.
    pub action: Box<str>,
    /// The resource's ARN or `*`.
    pub resource: Box<str>,
    /// The account that owns the resource.
    pub resource_account: Option<AccountId>,
    /// Every layer, in the order in which denials are looked for; levels of an organization one by one.
    pub layers: Vec<LayerReport>,
    /// What would each have to change for the request to be allowed. Empty if it is allowed. What the caller must do
    /// stands first.
    pub changes: Vec<Change>,
    /// What the request asks for is not there, in words. Only the server knows: see [`Explanation::not_there`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub not_there: Option<Box<str>>,
}

/// Allowed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// Allowed.
    Allowed,
    /// Denied for want of an `Allow`.
    ImplicitlyDenied,
    /// Denied by a `Deny`.
    ExplicitlyDenied,
}

/// What one layer says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LayerReport {
    /// The layer.
    pub layer: Layer,
    /// The level of the organization, for service and resource control policies.
    pub level: Option<Box<str>>,
    /// The account whose policies these are.
    pub account: Option<AccountId>,
    /// What it says.
    pub says: Says,
    /// Whether the request is denied because of it.
    pub blocks: bool,
    /// A rule in words, where no statement tells it all.
    pub note: Option<Box<str>>,
    /// The statement that decided.
    pub deciding: Option<StatementReport>,
    /// If nothing allows: the `Allow` statement that came closest.
    pub closest: Option<StatementReport>,
    /// How many more statements came as close.
    #[cfg_attr(feature = "serde", serde(default))]
    pub as_close: u32,
}

/// What a layer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Says {
    /// A statement allows, and none denies.
    Allowed,
    /// A statement denies.
    Denied,
    /// There are policies, and no statement matches.
    NoMatch,
    /// There is no policy.
    None,
    /// The layer does not apply to this caller or resource.
    NotApplicable,
}

/// One statement held against the request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StatementReport {
    /// The policy.
    pub source: PolicySource,
    /// Index of the statement in the policy, from 0.
    pub index: u32,
    /// Its `Sid`.
    pub sid: Option<Box<str>>,
    /// Its `Effect`.
    pub effect: Effect,
    /// Where it stands.
    pub mark: Mark,
    /// How many of its parts match: principal, action, resource and each condition, as far as it has them.
    pub matched: u32,
    /// How many parts it has.
    pub parts: u32,
    /// The parts that do not match.
    pub failures: Vec<Comparison>,
    /// Of a `Deny` that decided: its conditions and its `Not…` members, which hold without naming the request. Of one that
    /// is written on several lines also the values that name it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub held: Vec<Comparison>,
}

/// A part of a statement beside what the request has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Comparison {
    /// Which part.
    pub part: Part,
    /// It is the `Not…` member, which wants anything else.
    pub negated: bool,
    /// Where it is written; `None` if the statement lacks it.
    pub mark: Option<Mark>,
    /// The values the statement lists, as written. Of a long list those most like the request's, the likest first.
    pub wanted: Vec<Box<str>>,
    /// How many more values the statement lists.
    #[cfg_attr(feature = "serde", serde(default))]
    pub more: u32,
    /// What the request has; `None` if it has nothing (an absent context key).
    pub actual: Option<Vec<Box<str>>>,
    /// The variables in the values that are shown, with the value that each took.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub variables: Vec<VariableValue>,
    /// A well-known confusion that this looks like, in words.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hint: Option<Box<str>>,
}

/// A policy variable and what stood for it in a request (R1.46–R1.54).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VariableValue {
    /// As written: `${aws:username}`.
    pub name: Box<str>,
    /// The value.
    pub value: Box<str>,
}

/// A part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Part {
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource,
    /// One operator with one key.
    Condition {
        /// The operator as in the policy, with prefix and suffix.
        operator: Box<str>,
        /// The key as written.
        key: Box<str>,
    },
}

/// A place in a policy's text, with the line it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mark {
    /// The bytes in the policy's text.
    pub span: Span,
    /// Line number, from 1.
    pub line: u32,
    /// The text of that line, or the part of a long line around the place.
    pub text: Box<str>,
    /// Where the place begins in `text`, in characters.
    pub column: u32,
    /// How many characters of `text` it covers.
    pub width: u32,
}

/// Something that must change before the request is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Change {
    /// The layer.
    pub layer: Layer,
    /// The level of the organization, for service and resource control policies.
    #[cfg_attr(feature = "serde", serde(default))]
    pub level: Option<Box<str>>,
    /// The account in which it is to be changed; `None` for what the organization or a VPC endpoint holds.
    pub account: Option<AccountId>,
    /// What kind of change.
    #[cfg_attr(feature = "serde", serde(default))]
    pub remedy: Remedy,
    /// What to do, in words.
    pub what: Box<str>,
    /// Where to look first: the denying statement or the one that came closest.
    pub source: Option<PolicySource>,
    /// Index of that statement in its policy, from 0.
    #[cfg_attr(feature = "serde", serde(default))]
    pub statement: Option<u32>,
    /// The line of that policy.
    pub line: Option<u32>,
}

/// What kind of change a [`Change`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Remedy {
    /// The layer must allow the request.
    #[default]
    Allow,
    /// A `Deny` statement must not match any more: the one at [`Change::statement`], or all that are left of the layer.
    TakeOut,
    /// The caller must call otherwise: with an external id, an MFA code, another name, over https. No policy has to change.
    Call,
    /// The bucket must not restrict public access, or its policy must not be public.
    Unrestrict,
    /// No policy can change it.
    Nothing,
}

impl Explanation {
    /// Says that what the request asks for is not there, and what to do about it. Nothing else would help, so that this is
    /// the only change. Whoever reads the explanation must be allowed to know.
    pub fn not_there(&mut self, what: &str, instead: &str) {
        let layer = self.layer.unwrap_or(Layer::Resource);
        self.not_there = Some(what.into());
        self.changes = vec![Change {
            layer,
            level: None,
            account: None,
            remedy: Remedy::Call,
            what: instead.into(),
            source: None,
            statement: None,
            line: None,
        }];
    }
}

impl Outcome {
    /// The outcome without its layer.
    #[must_use]
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Self::Allowed,
            Verdict::ImplicitlyDenied(_) => Self::ImplicitlyDenied,
            Verdict::ExplicitlyDenied(_) => Self::ExplicitlyDenied,
        }
    }
}

/// Explains a decision: decides again and tells why.
#[must_use]
pub fn explain(request: &Request<'_>, policies: &Policies<'_>) -> Explanation {
    let assessment = assess(request, policies);
    let decision = assessment.decision;
    let caller = sentence::caller(request);
    let told = if decision.is_unconditional() {
        Vec::new()
    } else {
        layers::Explainer { request, policies, assessment: &assessment, caller: &caller }.layers()
    };
    let changes = changes::changes(&told, request, &assessment);
    let layers = told.into_iter().map(|told| told.report).collect();
    Explanation {
        outcome: Outcome::of(decision.verdict()),
        layer: decision.layer(),
        unconditional: decision.is_unconditional(),
        principal: caller.into(),
        principal_account: request.principal.account(),
        action: request.action.into(),
        resource: request.resource.into(),
        resource_account: assessment.owners.container,
        layers,
        changes,
        not_there: None,
    }
}
