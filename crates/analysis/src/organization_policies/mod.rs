//! Policies of AWS Organizations: their types with the quotas of each (R7.2), what AWS refuses as their content, and how
//! declarative policies merge into the one that an account gets (R7.18, R7.19).
//!
//! Bea writes a tag policy for the whole organization and a second one for the research accounts. [`check`] tells whether
//! each would be accepted; [`effective`] shows what the two say together. Service and resource control policies are
//! written in IAM's language, so the policy engine's own check looks at them; they never merge.
//!
//! This needs neither a server nor a world, which is why it is here and not with the service.

mod document;
mod merge;
mod types;
mod validate;

pub use document::Declarative;
pub use merge::effective;
pub use types::{PolicyType, TypeFacts};
pub use validate::{Invalid, invalid};

use rolecall_policy::Policy;
use rolecall_policy::document::kind::{Rcp, Scp};

/// Why a content is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is longer than its type allows (R7.2, R7.8): how many characters it may have.
    TooLong(usize),
    /// It does not meet the requirements of its type, and what in particular.
    Malformed(String),
}

/// Checks the content of a new policy of this type.
///
/// # Errors
/// What AWS refuses.
pub fn check(policy_type: PolicyType, content: &str) -> Result<(), Refused> {
    let most = policy_type.facts().characters;
    if content.chars().nth(most).is_some() {
        return Err(Refused::TooLong(most));
    }
    let malformed = |error: &dyn std::fmt::Display| Refused::Malformed(error.to_string());
    match policy_type {
        PolicyType::ServiceControl => Policy::<Scp>::create(content).map(drop).map_err(|error| malformed(&error)),
        PolicyType::ResourceControl => Policy::<Rcp>::create(content).map(drop).map_err(|error| malformed(&error)),
        _ => Declarative::read(policy_type, content).map(drop).map_err(Refused::Malformed),
    }
}
