//! What is written for a case.

use rolecall_analysis::scenario::DecisionName;
use rolecall_policy::document::Effect;
use rolecall_policy::unknown::{ConditionPart, Dependency, PossibleDecision, ResourcePart};
use rolecall_policy::{Decision, Explanation, Layer, Policies, Span, StatementRef};
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The decision of a case.
#[derive(Serialize)]
pub(in crate::cli) struct CaseResult<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a RawValue>,
    decision: DecisionName,
    by: Vec<Statement<'a>>,
    /// The reported layer first.
    blocked_by: Vec<Layer>,
    /// Only if not everything is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    depends_on: Option<Vec<DependsOn<'a>>>,
    /// Only if it is another than the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expected: Option<DecisionName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) explanation: Option<Explanation>,
}

/// A case that cannot be read.
#[derive(Serialize)]
pub(super) struct Unreadable<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a RawValue>,
    /// From 1.
    pub(super) line: u64,
    pub(super) error: String,
}

/// Something on which the decision depends.
#[derive(Serialize)]
#[serde(untagged)]
enum DependsOn<'a> {
    Statement(Statement<'a>),
    Rule { rule: &'static str },
}

/// A statement that decided, or on which the decision depends.
#[derive(Serialize)]
struct Statement<'a> {
    layer: Layer,
    /// Of the organization, from the root: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u32>,
    policy: u32,
    statement: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    /// In bytes of the policy's text: first, and one past the last.
    span: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    conditions: Option<Vec<ConditionPart>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Box<str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_resources: Vec<Box<str>>,
}

impl<'a> CaseResult<'a> {
    /// The engine's answer; `expect` is what is expected.
    pub(in crate::cli) fn new(answer: PossibleDecision, policies: &Policies<'a>, expect: Option<DecisionName>) -> Self {
        let decision = DecisionName::from(&answer);
        let (decided, depends_on) = match answer {
            PossibleDecision::Allowed(decided) | PossibleDecision::Denied(decided) => (Some(decided), None),
            PossibleDecision::Depends(on) => (None, Some(on.into_iter().map(DependsOn::of).collect())),
        };
        Self {
            id: None,
            decision,
            by: decided.map(|decided| deciding(&decided, policies)).unwrap_or_default(),
            blocked_by: decided.iter().flat_map(Decision::blocked_by).map(|block| block.layer).collect(),
            depends_on,
            expected: expect.filter(|expect| !decision.meets(*expect)),
            explanation: None,
        }
    }
}

impl CaseResult<'_> {
    /// An answer that depends on these statements and rules.
    pub(in crate::cli) fn depends(on: Vec<Dependency>, rules: &[&'static str]) -> Self {
        let rules = rules.iter().map(|rule| DependsOn::Rule { rule });
        let mut result = Self::new(PossibleDecision::Depends(on), &Policies::default(), None);
        result.depends_on.iter_mut().for_each(|depends| depends.extend(rules.clone()));
        result
    }
}

/// The statements that made the decision: what allowed it, or what denied it. A denial for want of an `Allow` has none.
fn deciding<'a>(decision: &Decision, policies: &Policies<'a>) -> Vec<Statement<'a>> {
    let wanted = if decision.is_allowed() { Effect::Allow } else { Effect::Deny };
    let statement = |at| {
        let (statement, _) = policies.statement(at)?;
        (statement.effect == wanted).then(|| Statement::at(at, statement.sid.map(Cow::Borrowed), statement.span))
    };
    decision.deciding().filter_map(statement).collect()
}

impl<'a> Statement<'a> {
    fn at(at: StatementRef, sid: Option<Cow<'a, str>>, span: Span) -> Self {
        Self {
            layer: at.layer,
            level: matches!(at.layer, Layer::Scp | Layer::Rcp).then_some(at.level),
            policy: at.policy,
            statement: at.statement,
            sid,
            effect: None,
            span: [span.start, span.end],
            conditions: None,
            resources: Vec::new(),
            not_resources: Vec::new(),
        }
    }
}

impl DependsOn<'_> {
    fn of(dependency: Dependency) -> Self {
        let statement = match dependency {
            Dependency::Statement(statement) => statement,
            Dependency::Owner => return Self::Rule { rule: "owner" },
            Dependency::Rule(Layer::Reserved) => return Self::Rule { rule: "reserved" },
            Dependency::Rule(Layer::Partition) => return Self::Rule { rule: "partition" },
            Dependency::Rule(_) => return Self::Rule { rule: "rcp" },
        };
        let (resources, not_resources) = match statement.resource {
            Some(ResourcePart { negated: false, patterns }) => (patterns, Vec::new()),
            Some(ResourcePart { negated: true, patterns }) => (Vec::new(), patterns),
            None => (Vec::new(), Vec::new()),
        };
        Self::Statement(Statement {
            effect: Some(statement.effect),
            conditions: Some(statement.conditions),
            resources,
            not_resources,
            ..Statement::at(statement.at, statement.sid.map(|sid| sid.into_string().into()), statement.span)
        })
    }
}
