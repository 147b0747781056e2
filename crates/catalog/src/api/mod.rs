//! Shapes of services, one module for each, generated from the service models.

pub mod iam;
pub mod sts;
