//! Shapes of the services answered by this project, one module for each, generated from the service models.

pub mod iam;
pub mod sts;
