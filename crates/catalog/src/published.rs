//! Of when the facts are.

/// The day on which the newest of the packages that the facts come from was published, as `2026-11-17`. What AWS has
/// changed since is not in the catalog.
#[must_use]
pub fn published() -> &'static str {
    include_str!("../data/published.txt").trim_ascii_end()
}
