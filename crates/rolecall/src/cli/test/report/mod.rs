//! How a run came out, told as text, JSON or JUnit's XML.

mod json;
mod junit;
mod text;

use super::cases::{Denial, layer_name};
use super::coverage::Coverage;
use super::run::{CheckReport, Expected, TestReport};

/// A whole run.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) files: Vec<FileReport>,
    /// Whether every test passed.
    pub(super) passed: bool,
    /// `None` if not everything ran.
    pub(super) coverage: Option<Coverage>,
    /// In percent.
    pub(super) min_coverage: Option<u8>,
}

/// One file.
#[derive(Debug)]
pub(super) struct FileReport {
    pub(super) name: String,
    /// What is wrong with it; then none of its tests ran.
    pub(super) faults: Vec<String>,
    pub(super) tests: Vec<TestReport>,
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    tests: usize,
    failed: usize,
    checks: usize,
}

impl Report {
    /// Whether as much was exercised as is wanted.
    pub(super) fn coverage_suffices(&self) -> bool {
        match (&self.coverage, self.min_coverage) {
            (Some(coverage), Some(wanted)) => coverage.share().reaches(wanted),
            _ => true,
        }
    }

    fn tally(&self) -> Tally {
        self.files.iter().map(FileReport::tally).fold(Tally::default(), |sum, file| Tally {
            tests: sum.tests + file.tests,
            failed: sum.failed + file.failed,
            checks: sum.checks + file.checks,
        })
    }
}

impl FileReport {
    fn tally(&self) -> Tally {
        Tally {
            tests: self.tests.len(),
            failed: self.tests.iter().filter(|test| !test.passed()).count(),
            checks: self.tests.iter().map(|test| test.checks.len()).sum(),
        }
    }
}

/// A check that failed, in one line: what was expected, and what came out.
fn failure(check: &CheckReport) -> String {
    let CheckReport { who, action, on, .. } = check;
    let expected = match check.expected {
        Expected::Allowed => format!("{who} may {action} on {on}"),
        Expected::Denied(Denial { because, explicit }) => {
            let because = because.map(|layer| format!(", because of {}", layer_name(layer))).unwrap_or_default();
            let how = match explicit {
                Some(true) => ", explicitly",
                Some(false) => ", implicitly",
                None => "",
            };
            format!("{who} may not {action} on {on}{because}{how}")
        }
    };
    let blocks: Vec<String> = check
        .blocked_by
        .iter()
        .map(|block| {
            format!("{} ({})", layer_name(block.layer), if block.explicit { "explicitly" } else { "implicitly" })
        })
        .collect();
    match blocks.as_slice() {
        [] => format!("{expected}: but it is allowed"),
        blocks => format!("{expected}: but it is denied by {}", blocks.join(", ")),
    }
}
