//! iam

use super::query::QueryOperation;

/// The operations we serve, by name.
pub const OPERATIONS: &[QueryOperation] = &[];
