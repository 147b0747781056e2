//! What the engine says of a request, whether everything about it is known or not.

use super::AccessFile;
use super::coverage::Coverage;
use crate::scenario::{DecisionName, Scenario};
use rolecall_policy::Layer;
use rolecall_policy::decision::Block;
use rolecall_policy::explain::matched;
use rolecall_policy::unknown::{self, PossibleDecision};

/// A decision, and what it was for or depends on.
#[derive(Debug, Clone)]
pub(super) struct Judgement {
    pub(super) decision: DecisionName,
    /// The reported layer first.
    pub(super) blocked_by: Vec<Block>,
    /// If not everything is known and what is not decides.
    pub(super) depends_on: Vec<String>,
}

impl Judgement {
    /// Of a request that the service refuses, whatever the policies say.
    pub(super) fn refused() -> Self {
        Self { decision: DecisionName::ImplicitlyDenied, blocked_by: Vec::new(), depends_on: Vec::new() }
    }

    /// Whether it is a denial by this layer, and as explicit as is wanted.
    pub(super) fn is_denied(&self, because: Option<Layer>, explicit: Option<bool>) -> bool {
        let as_wanted = |is: bool| explicit.is_none_or(|wanted| wanted == is);
        self.decision.meets(DecisionName::Denied)
            && match because {
                Some(layer) => self.blocked_by.iter().any(|block| block.layer == layer && as_wanted(block.explicit)),
                None => as_wanted(self.decision == DecisionName::ExplicitlyDenied),
            }
    }
}

/// Decides a request, and counts the statements that matched it. Of a request that is not all known, those count that
/// match without what is unknown.
pub(super) fn judge(scenario: &Scenario<'_>, coverage: Option<&mut Coverage>, file: &AccessFile<'_>) -> Judgement {
    let answer = scenario.answer();
    let decision = DecisionName::from(&answer);
    let (blocked_by, depends_on) = match &answer {
        PossibleDecision::Allowed(decision) | PossibleDecision::Denied(decision) => {
            (decision.blocked_by().collect(), Vec::new())
        }
        PossibleDecision::Depends(on) => (Vec::new(), unknown::render_text(on).lines().map(str::to_owned).collect()),
    };
    if let Some(coverage) = coverage.filter(|_| decision != DecisionName::Depends) {
        let policies = scenario.policies();
        let matched = matched(&scenario.request(), &policies);
        let own = matched.iter().filter(|matched| file.policies.has(matched.source));
        coverage.count(own.map(|matched| (&*matched.source.name, matched.at.statement)));
    }
    Judgement { decision, blocked_by, depends_on }
}
