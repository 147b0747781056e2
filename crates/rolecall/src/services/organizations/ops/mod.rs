//! The operations.

mod organization;
