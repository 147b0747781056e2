//! Patterns held against what is asked: actions, resources, ARNs and principals.

pub(crate) mod action;
pub(crate) mod arn_like;
pub(crate) mod fold;
pub(crate) mod form;
pub(crate) mod glob;
mod lanes;
pub(crate) mod matcher;
mod once;
mod places;
pub(crate) mod principal;
mod quick;
pub(crate) mod resource;
mod rows;
pub(crate) mod sets;
pub(crate) mod words;
