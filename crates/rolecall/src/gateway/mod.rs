//! The only place that knows HTTP connections: listen, identify, authenticate, dispatch, answer.

pub use crate::error;
