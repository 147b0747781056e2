//! The AWS services: one folder each, one file an operation or tight family of operations.

pub mod iam;
pub mod s3;
pub mod sts;
