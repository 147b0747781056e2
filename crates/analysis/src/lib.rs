//! What can be said of AWS policies without a server: mistakes, risks and redundancy, and what they would decide.
//!
//! Bo writes a policy and wants to know, before anybody relies on it, whether it says what he means. [`lint()`] reads
//! the text and answers with findings, each with its place and often with a quick fix. It knows the language from
//! `rolecall-policy` and the facts of AWS from `rolecall-catalog`, and nothing else: no I/O, no clock, no world. The
//! engine learns the same facts from [`service_facts`].
//!
//! ```
//! use rolecall_analysis::{Kind, Settings, lint};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}}"#;
//! let findings = lint(text, &Settings { kind: Kind::Identity, account: None });
//! let first = findings.first().ok_or("nothing found")?;
//! assert_eq!((first.code, first.severity.name()), ("INVALID_ACTION", "error"));
//! assert_eq!(first.message, "s3 has no action `GetObjct`; did you mean `s3:GetObject`?");
//! let mended = first.fixes.first().and_then(|fix| fix.apply(text)).ok_or("no fix")?;
//! assert!(mended.contains("s3:GetObject"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Ana wants to know what policies would decide. She states a hypothetical request, and [`scenario`] asks the policy engine;
//! [`access_tests`] runs files full of them.

pub mod access_tests;
pub mod lint;
pub mod organization_policies;
pub mod scenario;
mod services;
mod uri;

pub use lint::{Finding, Fix, Kind, Settings, Severity, lint};
pub use services::{resource_class, service_facts};
pub use uri::file_uri;
