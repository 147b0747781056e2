//! Event selectors as requests give and answers show them. What they select is `crate::domain::trail_selectors`.

pub(super) mod advanced;
pub(super) mod basic;

use crate::directory::entities::{Access, EventSelector, Selectors, Trail};
use rolecall_catalog::api::cloudtrail as api;

/// What a trail logs unless it is told otherwise: all management events.
pub(super) fn default() -> EventSelector {
    EventSelector { access: Access::All, management: true, excluded_sources: Vec::new(), data: Vec::new() }
}

/// Whether the selectors of a trail are others than those of a new one.
pub(super) fn are_custom(trail: &Trail) -> bool {
    trail.selectors.as_ref().is_some_and(|it| *it != Selectors::Basic(vec![default()]))
}

/// Selectors as answers have them, in the member for their kind.
pub(super) fn shown(
    selectors: Option<&Selectors>,
) -> (Option<Vec<api::EventSelector>>, Option<Vec<api::AdvancedEventSelector>>) {
    match selectors {
        None => (Some(vec![basic::shown(&default())]), None),
        Some(Selectors::Basic(all)) => (Some(all.iter().map(basic::shown).collect()), None),
        Some(Selectors::Advanced(all)) => (None, Some(all.iter().map(advanced::shown).collect())),
    }
}
