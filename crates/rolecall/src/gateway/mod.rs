//! The only place that knows HTTP: listen, identify, authenticate, authorize, dispatch, answer.

pub mod error;
