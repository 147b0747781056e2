//! Actions (R1, section 1.3).

use super::text::{Symbol, fold, steps, walks};
use crate::document::ActionElement;

/// R1.25, R1.71: whether the statement's `Action` or `NotAction` matches; one that is missing or empty never does.
pub(super) fn matches(element: Option<&ActionElement>, action: &str) -> bool {
    let Some(element) = element else { return false };
    if element.patterns.is_empty() {
        return false;
    }
    let listed = element.patterns.iter().any(|pattern| pattern_matches(&pattern.value, action));
    listed != element.negated
}

/// R1.22, R1.23.
fn pattern_matches(pattern: &str, action: &str) -> bool {
    if pattern == "*" || pattern == "*:*" {
        return true;
    }
    if !is_well_formed(pattern) {
        return false;
    }
    let written: Vec<Symbol> = fold(pattern).chars().map(Symbol::Written).collect();
    walks(&steps(&written), &fold(action))
}

/// R1.23: a literal prefix of the allowed characters, one colon, and a name without comma or blank.
fn is_well_formed(pattern: &str) -> bool {
    let Some((prefix, name)) = pattern.split_once(':') else { return false };
    let prefix_is_good =
        !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let name_is_good = !name.is_empty() && !name.contains([':', ',']) && !name.contains(char::is_whitespace);
    prefix_is_good && name_is_good
}
