//! Shapes of services, one module for each, generated from the service models.

pub mod cloudtrail;
pub mod iam;
pub mod organizations;
pub mod sts;
pub mod uxc;

// A few operations of services that speak the REST protocols, for tests of these; they do not ship.
#[cfg(test)]
pub mod accessanalyzer;
#[cfg(test)]
pub mod s3;
