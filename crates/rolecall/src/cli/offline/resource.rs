//! What a request's resource is.

use super::facts::Facts;
use crate::owner::owner_is_plausible;
use rolecall_analysis::resource_class;
use rolecall_policy::request::{ResourceClass, S3Facts};
use rolecall_policy::{AccountId, Arn};

/// The resource as far as its ARN and the facts tell.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) class: ResourceClass,
    /// The owner that is stated.
    pub(super) account: Option<AccountId>,
    pub(super) s3: Option<S3Facts>,
}

/// The names of `resource_type`.
pub(in crate::cli) const TYPES: [(&str, ResourceClass); 7] = [
    ("role-trust", ResourceClass::Role),
    ("kms-key", ResourceClass::KmsKey),
    ("kms-alias", ResourceClass::KmsAlias),
    ("s3-bucket", ResourceClass::Bucket),
    ("s3-object", ResourceClass::Object),
    ("sqs-queue", ResourceClass::Queue),
    ("other", ResourceClass::Ordinary),
];

impl Resource {
    pub(super) fn of(facts: &Facts<'_>) -> Result<Self, String> {
        let class = match facts.resource_type {
            Some(name) => TYPES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class).ok_or_else(|| {
                let known = TYPES.map(|(name, _)| name).join(", ");
                format!("`resource_type` must be one of {known}, not `{name}`")
            })?,
            None => match facts.gap {
                None => resource_class(facts.resource),
                Some(gap) => gap.class.ok_or("`resource_type` must be given: the resource may be of several types")?,
            },
        };
        let s3 = match &facts.s3 {
            None => None,
            Some(said) => Some(S3Facts {
                object_owner: account("s3.object_owner", said.object_owner)?,
                restrict_public_buckets: said.restrict_public_buckets,
                caller_canonical_id: said.canonical_id.map(Into::into),
                ignore_public_acls: said.ignore_public_acls,
            }),
        };
        let arn = Arn::parse(facts.resource);
        if arn.is_none() && facts.resource != "*" {
            return Err(format!("`resource` must be an ARN or *, not `{}`", facts.resource));
        }
        if let Some(arn) = arn.filter(|arn| facts.gap.is_none() && !owner_is_plausible(arn)) {
            return Err(format!("the account in `resource` must be twelve digits, not `{}`", arn.account));
        }
        if !is_action(facts.action) {
            return Err(format!("`action` must be one service:Action, not `{}`", facts.action));
        }
        let told = resource_class(facts.resource);
        if facts.gap.is_none() && told != ResourceClass::Ordinary && told != class {
            let kind = facts.resource_type.unwrap_or_default();
            return Err(format!("`resource_type` is {kind}, and `{}` is of another type", facts.resource));
        }
        let account = account("resource_account", facts.resource_account)?;
        // To take one of the two would be to take the other's rules for it.
        let in_arn = arn.and_then(|arn| arn.account.parse::<AccountId>().ok());
        if let (Some(stated), Some(in_arn)) = (account, in_arn)
            && stated != in_arn
        {
            return Err(format!("`resource_account` is {stated}, but `resource` says {in_arn}"));
        }
        Ok(Self { class, account, s3 })
    }
}

/// A service and an operation. A pattern would ask about no operation at all.
fn is_action(text: &str) -> bool {
    let named =
        |part: &str| !part.is_empty() && !part.contains(|c: char| matches!(c, '*' | '?' | ':') || c.is_whitespace());
    text.split_once(':').is_some_and(|(service, name)| named(service) && named(name))
}

fn account(name: &str, text: Option<&str>) -> Result<Option<AccountId>, String> {
    text.map(|text| text.parse().map_err(|_| format!("`{name}` must be twelve digits, not `{text}`"))).transpose()
}
