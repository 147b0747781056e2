//! The AWS policy language: parse with spans, validate, decide, explain.
//!
//! The story of one decision: a policy text becomes a [`Policy`] of some [`PolicyKind`] (`document`), which keeps the
//! text as it was sent and points into it with [`Span`]s. A [`Request`] says who wants to do what to which resource, in
//! which [`Context`]. [`Policies`] holds every policy that applies to it. [`decide`] combines them by the rule table of
//! `evaluate::combine` and answers with a [`Decision`]; [`explain()`] is the second pass that says why. A request of which
//! not everything is known has an answer too, by [`unknown::decide`].
//!
//! ```
//! use rolecall_policy::evaluate::{Attached, PolicySet};
//! use rolecall_policy::request::ResourceClass;
//! use rolecall_policy::services::{Names, ServiceFacts};
//! use rolecall_policy::{Compiled, Context, Policies, Policy, PolicySource, Principal, Request, decide, explain, kind};
//! use std::sync::Arc;
//!
//! let text = r#"{
//!   "Version": "2012-10-17",
//!   "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/${aws:username}/*" }]
//! }"#;
//! let policy = Policy::<kind::Identity>::parse(text).map_err(|findings| findings.aws_message().to_owned())?;
//! let identity = PolicySet::from([Attached {
//!     policy: Arc::new(Compiled::new(policy)),
//!     source: Arc::new(PolicySource { name: "OwnReports".into(), owner: Some("user ana".into()), arn: None }),
//! }]);
//! let policies = Policies { identity: &identity, ..Policies::default() };
//!
//! // The engine holds the rules; which services and operations they are about it must be told.
//! let services = ServiceFacts {
//!     without_rcps: Names::new(["ec2", "iam"]),
//!     bucket_owner_operations: Names::new(["s3:PutObject", "s3:DeleteObject"]),
//!     root_operations: Names::new(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]),
//!     principals: Names::new([]),
//!     regions: Names::new([]),
//!     s3_actions: Vec::new(),
//!     s3_keys: Vec::new(),
//!     session_keys: Names::new([]),
//! };
//! let account = "111111111111".parse()?;
//! let ana = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
//! let mut context = Context::new();
//! context.set("aws:username", "ana");
//! let get = |resource| Request {
//!     principal: &ana,
//!     action: "s3:GetObject",
//!     resource,
//!     resource_account: Some(account),
//!     class: ResourceClass::Object,
//!     s3: None,
//!     context: &context,
//!     services: &services,
//! };
//! assert!(decide(&get("arn:aws:s3:::reports/ana/q3"), &policies).is_allowed());
//!
//! let denied = get("arn:aws:s3:::reports/eve/q3");
//! assert!(!decide(&denied, &policies).is_allowed());
//! let why = explain(&denied, &policies);
//! assert!(rolecall_policy::explain::render_text(&why).contains("closest: OwnReports of user ana"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! No I/O, no clock, no async: the same inputs give the same decision everywhere.
//!
//! Rule numbers (`R1.22`, `T71`) are those of the project's specification of AWS's access semantics, `docs/spec`.

pub mod arn;
pub mod condition;
pub mod decision;
pub mod document;
pub mod evaluate;
pub mod explain;
mod matching;
pub mod names;
mod principal_keys;
pub mod reference;
pub mod request;
pub mod services;
pub mod unknown;

pub use arn::Arn;
pub use decision::{Decision, Layer, StatementRef, Verdict};
pub use document::{Finding, FindingCode, Findings, Policy, PolicyKind, Span, Spanned, kind};
pub use evaluate::{Compiled, Policies, PolicySet, PolicySource, decide};
pub use explain::{Explanation, explain, sentence};
pub use matching::fold::{eq as equal_ignoring_case, folded};
pub use names::AccountId;
pub use request::{Context, Principal, Request};
pub use services::ServiceFacts;
