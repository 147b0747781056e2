//! How a run came out, told as text, JSON, JUnit's XML, SARIF or GitHub's annotations.

mod github;
mod json;
mod junit;
mod sarif;
mod text;

pub use text::{CoverageDetail, TextStyle, Tone};

use super::coverage::Coverage;
use super::run::{CheckReport, StopReport, TestReport};
use super::test::{AT_THE_END, layer_name};
use crate::scenario::DecisionName;
use rolecall_policy::explain::Position;
use serde::{Serialize, Serializer};
use std::fmt;

/// A whole run.
#[derive(Debug)]
pub struct Report {
    /// The files, in the order in which they ran.
    pub files: Vec<FileReport>,
    /// `None` if not everything ran.
    pub coverage: Option<Coverage>,
    /// Whether it ended at the first failure, before all tests had run.
    pub stopped: bool,
    /// How much must be exercised, in percent.
    pub min_coverage: Option<u8>,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// What is wrong with it; then none of its tests ran.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Mistake>,
    pub(super) tests: Vec<TestReport>,
}

/// Something wrong with a file. Shown as `access.toml:3:7: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file with the tests, or that of a policy which it names.
    pub(super) file: String,
    /// `None` if the file cannot be read at all; then the message names it.
    pub(super) place: Option<Position>,
    pub(super) message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(Position { line, column }) => write!(f, "{}:{line}:{column}: {}", self.file, self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Serialize for Mistake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    tests: usize,
    failed: usize,
    checks: usize,
}

impl Report {
    /// Whether every file could be read.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.files.iter().all(|file| file.errors.is_empty())
    }

    /// Whether every test passed, and as much was exercised as is wanted.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.is_readable() && self.tally().failed == 0 && self.coverage_suffices()
    }

    fn coverage_suffices(&self) -> bool {
        match (&self.coverage, self.min_coverage) {
            (Some(coverage), Some(wanted)) => coverage.share().reaches(wanted),
            _ => true,
        }
    }

    fn tally(&self) -> Tally {
        self.files.iter().flat_map(|file| &file.tests).fold(Tally::default(), |sum, test| Tally {
            tests: sum.tests + 1,
            failed: sum.failed + usize::from(!test.passed),
            checks: sum.checks + test.checks.len(),
        })
    }
}

impl FileReport {
    /// A file that cannot be read at all.
    #[must_use]
    pub fn unreadable(file: String, error: String) -> Self {
        let mistake = Mistake { file: file.clone(), place: None, message: error };
        Self { file, errors: vec![mistake], tests: Vec::new() }
    }

    /// Files that the tests rely on and that have mistakes.
    #[must_use]
    pub fn of_mistakes(mistakes: Vec<Mistake>) -> Vec<Self> {
        let mut files: Vec<Self> = Vec::new();
        for mistake in mistakes {
            match files.iter_mut().find(|file| file.file == mistake.file) {
                Some(file) => file.errors.push(mistake),
                None => files.push(Self { file: mistake.file.clone(), errors: vec![mistake], tests: Vec::new() }),
            }
        }
        files
    }

    /// Whether the file could be read and every test that ran passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.errors.is_empty() && self.tests.iter().all(|test| test.passed)
    }

    /// Whether a test ran.
    #[must_use]
    pub fn has_tests(&self) -> bool {
        !self.tests.is_empty()
    }
}

/// A check that failed, in one line: what was expected, and what came out.
fn failure(check: &CheckReport) -> String {
    let CheckReport { who, via, action, on, .. } = check;
    let who = if via.is_empty() { who.clone() } else { format!("{who} via {}", via.join(", ")) };
    let how = |explicit| if explicit { "explicitly" } else { "implicitly" };
    let expected = if check.expected == DecisionName::Allowed {
        format!("{who} may {action} on {on}")
    } else {
        let because = check.because.map(|layer| format!(", denied by {}", layer_name(layer))).unwrap_or_default();
        let explicit = check.explicit.map(|explicit| format!(", {}", how(explicit))).unwrap_or_default();
        let stops_at = check.stops_at.as_ref().map(|role| match role.as_str() {
            AT_THE_END => ", after all roles are assumed".to_owned(),
            role => format!(", stopped at {role}"),
        });
        format!("{who} may not {action} on {on}{because}{explicit}{}", stops_at.unwrap_or_default())
    };
    let blocks = check.blocked_by.iter().map(|block| format!("{} ({})", layer_name(block.layer), how(block.explicit)));
    if let Some(StopReport { role, number, action, refusal }) = &check.stopped {
        let asked = format!("{expected}: but {action} on {role} (role {number} of {})", via.len());
        return match (refusal, blocks.collect::<Vec<_>>().as_slice()) {
            (Some(refusal), _) => format!("{asked} is refused: {refusal}"),
            (None, []) => format!("{asked} may be denied"),
            (None, blocks) => format!("{asked} is denied by {}", blocks.join(", ")),
        };
    }
    match blocks.collect::<Vec<_>>().as_slice() {
        [] if check.decision == DecisionName::Depends && check.expected == DecisionName::Allowed => {
            format!("{expected}: but it may be denied")
        }
        [] if check.decision == DecisionName::Depends => {
            format!("{expected}: but some of the resources may be allowed")
        }
        [] => format!("{expected}: but it is allowed"),
        blocks => format!("{expected}: but it is denied by {}", blocks.join(", ")),
    }
}
