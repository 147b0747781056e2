//! What AWS's APIs have in common, whatever the service: errors and the formats of ids.

pub mod error;
pub mod ids;
