//! One file for each operation or tight family.

mod describe;
mod event_selectors;
mod insights;
mod logging;
mod lookup;
mod public_keys;
mod status;
mod tagging;
mod trails;
