//! AWS managed policies as the directory uses them: the catalog's documents, compiled on first use.

use super::compiled::ManagedDocument;
use rolecall_catalog::managed_policies::managed_policies;
use std::collections::HashMap;
use std::sync::OnceLock;

static DOCUMENTS: OnceLock<HashMap<&'static str, OnceLock<ManagedDocument>>> = OnceLock::new();

/// The document in effect of the AWS managed policy with this ARN.
#[must_use]
pub fn document(arn: &str) -> Option<&'static ManagedDocument> {
    // Other ARNs must not unpack the catalog.
    if !arn.starts_with("arn:aws:iam::aws:policy/") {
        return None;
    }
    let documents =
        DOCUMENTS.get_or_init(|| managed_policies().iter().map(|policy| (policy.arn, OnceLock::new())).collect());
    let document = documents.get(arn)?;
    let policy = managed_policies().get(arn)?;
    Some(document.get_or_init(|| ManagedDocument::new(policy.document, policy.arn, policy.name)))
}
