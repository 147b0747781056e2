//! AWS's sentence about a denial (R5.7–R5.14).

use std::fmt::Write as _;

use crate::decision::{Decision, Layer, Verdict};
use crate::evaluate::{Policies, ResourcePolicy};
use crate::request::{Principal, Request, ResourceClass};

/// How the sentence is told: services differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// How the resource is shown.
    pub resource: ResourceText,
    /// Whether the reason follows; some services stop after the resource (R5.12), S3 tells it only within an account or
    /// organization (R5.14).
    pub reason: bool,
    /// Whether an explicit deny names the policy's ARN: only if caller and policy are in one account or organization
    /// (R5.11).
    pub policy_arn: bool,
}

/// How a sentence shows the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceText {
    /// As it is.
    Plain,
    /// In double quotes, and left out for an operation without resource: S3 (R5.14).
    Quoted,
    /// Not at all.
    Omitted,
}

impl Default for Sentence {
    /// The general form of R5.8, whole.
    fn default() -> Self {
        Self { resource: ResourceText::Plain, reason: true, policy_arn: true }
    }
}

/// AWS's sentence for a denial; of an allowed request it says what a denial would begin with.
#[must_use]
pub fn sentence(decision: &Decision, request: &Request<'_>, policies: &Policies<'_>, form: Sentence) -> String {
    let action = request.action;
    if matches!(request.principal, Principal::Provider { .. }) {
        return format!("Not authorized to perform {action}");
    }
    let mut text = format!("User: {} is not authorized to perform: {action}", caller(request));
    let resource = request.resource;
    match form.resource {
        ResourceText::Quoted if resource == "*" => {}
        ResourceText::Quoted => push(&mut text, format_args!(" on resource: \"{resource}\"")),
        ResourceText::Plain => push(&mut text, format_args!(" on resource: {resource}")),
        ResourceText::Omitted => {}
    }
    if form.reason {
        // A role's trust policy speaks about assuming it alone; to all other operations it is like any resource.
        let role = request.class == ResourceClass::Role || matches!(policies.resource, Some(ResourcePolicy::Trust(_)));
        let trust = role && request.action.split(':').next().is_some_and(|service| service.eq_ignore_ascii_case("sts"));
        match decision.verdict() {
            Verdict::Allowed => {}
            Verdict::ImplicitlyDenied(layer) => {
                if let Some((_, name)) = kind(layer, trust) {
                    push(&mut text, format_args!(" because no {name} allows the {action} action"));
                }
            }
            Verdict::ExplicitlyDenied(layer) => {
                if let Some((article, name)) = kind(layer, trust) {
                    push(&mut text, format_args!(" with an explicit deny in {article} {name}"));
                }
                let managed = !matches!(layer, Layer::Resource | Layer::Endpoint);
                let arn = decision
                    .deciding_in(layer)
                    .filter(|_| managed)
                    .and_then(|at| policies.statement(at).map(|(_, source)| source))
                    .and_then(|s| s.arn.as_deref());
                if let (true, Some(arn)) = (form.policy_arn, arn) {
                    push(&mut text, format_args!(": {arn}"));
                }
            }
        }
    }
    text
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = text.write_fmt(arguments);
}

/// The name of a layer in the sentence, with its article; `None` for rules that AWS's sentence does not name.
fn kind(layer: Layer, trust: bool) -> Option<(&'static str, &'static str)> {
    Some(match layer {
        Layer::Reserved | Layer::Caller | Layer::Partition => return None,
        Layer::Rcp => ("a", "resource control policy"),
        Layer::Scp => ("a", "service control policy"),
        Layer::Endpoint => ("a", "VPC endpoint policy"),
        Layer::Resource if trust => ("the", "role trust policy"),
        Layer::Resource => ("a", "resource-based policy"),
        Layer::Identity => ("an", "identity-based policy"),
        Layer::Boundary => ("a", "permissions boundary"),
        Layer::Session => ("a", "session policy"),
    })
}

/// The caller as the sentence names it (R5.9).
pub(super) fn caller(request: &Request<'_>) -> String {
    name(request.principal)
}

fn name(principal: &Principal) -> String {
    match principal {
        Principal::Root { arn, .. }
        | Principal::AssumedRoot { arn, .. }
        | Principal::User { arn, .. }
        | Principal::FederatedUser { arn, .. } => arn.to_string(),
        Principal::RoleSession { session_arn: Some(arn), .. } | Principal::RoleSession { role_arn: Some(arn), .. } => {
            arn.to_string()
        }
        Principal::RoleSession { role_id: Some(id), .. } => id.to_string(),
        Principal::RoleSession { account, .. } => account.to_string(),
        Principal::Delegated { approver } => name(approver),
        Principal::Service { names } => names.first().map_or_else(String::new, ToString::to_string),
        Principal::Provider { provider } => provider.to_string(),
        Principal::Anonymous => "anonymous".to_owned(),
    }
}
