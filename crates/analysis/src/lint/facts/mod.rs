//! Facts that checks share: what a pattern can match, which actions and keys there are, what an ARN can name.

pub(super) mod actions;
pub(super) mod address;
pub(super) mod arn;
pub(super) mod budget;
pub(super) mod callers;
pub(super) mod coverage;
pub(super) mod denials;
pub(super) mod issuers;
pub(super) mod keys;
pub(super) mod limits;
pub(super) mod meant;
pub(crate) mod near;
pub(super) mod other_names;
pub(crate) mod pattern;
pub(super) mod presence;
pub(super) mod unlisted;
pub(super) mod variables;
