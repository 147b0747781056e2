//! What a request's resource is and whose.

use super::facts::{Facts, StatedResource};
use crate::resource_class;
use crate::services::class_of_pattern;
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

/// The names of the classes of resources, as [`Facts::resource_type`] states them.
const RESOURCE_TYPES: [(&str, ResourceClass); 7] = [
    ("role-trust", ResourceClass::Role),
    ("kms-key", ResourceClass::KmsKey),
    ("kms-alias", ResourceClass::KmsAlias),
    ("s3-bucket", ResourceClass::Bucket),
    ("s3-object", ResourceClass::Object),
    ("sqs-queue", ResourceClass::Queue),
    ("other", ResourceClass::Ordinary),
];

/// The class of this name.
///
/// # Errors
/// `what`, the member that states it, must be one of the names.
pub(crate) fn class_named(what: &str, name: &str) -> Result<ResourceClass, String> {
    let class = RESOURCE_TYPES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class);
    class.ok_or_else(|| {
        let known = RESOURCE_TYPES.map(|(name, _)| name).join(", ");
        format!("`{what}` must be one of {known}, not `{name}`")
    })
}

impl Resource {
    pub(super) fn of(facts: &Facts<'_>) -> Result<Self, String> {
        let text = facts.resource.text();
        let is_known = matches!(facts.resource, StatedResource::Known(_));
        let class = match (facts.resource_type.as_deref(), &facts.resource) {
            (Some(name), _) => class_named("resource_type", name)?,
            (None, StatedResource::Known(arn)) => resource_class(arn),
            (None, StatedResource::Like(pattern)) => class_of_pattern(pattern).ok_or(SEVERAL_TYPES)?,
            (None, StatedResource::Unknown) => return Err(SEVERAL_TYPES.to_owned()),
        };
        let s3 = match &facts.s3 {
            None => None,
            Some(stated) => Some(S3Facts {
                object_owner: account("s3.object_owner", stated.object_owner.as_deref())?,
                restrict_public_buckets: stated.block_public_access.restrict_public_buckets,
                caller_canonical_id: stated.canonical_id.as_deref().map(Into::into),
                ignore_public_acls: stated.block_public_access.ignore_public_acls,
            }),
        };
        let arn = Arn::parse(text);
        if arn.is_none() && text != "*" {
            return Err(format!("`resource` must be an ARN or *, not `{text}`"));
        }
        if let Some(arn) = arn.filter(|arn| is_known && !has_plausible_owner(arn)) {
            return Err(format!("the account in `resource` must be twelve digits, not `{}`", arn.account));
        }
        if !is_action(&facts.action) {
            return Err(format!("`action` must be one service:Action, not `{}`", facts.action));
        }
        let told = resource_class(text);
        if is_known && told != ResourceClass::Ordinary && told != class {
            let kind = facts.resource_type.as_deref().unwrap_or_default();
            return Err(format!("`resource_type` is {kind}, but `{text}` has another type"));
        }
        let account = account("resource_account", facts.resource_account.as_deref())?;
        // To take one of the two would be to take the other's rules for it.
        if let (Some(stated), Some(in_arn)) = (account, account_in_arn(text))
            && stated != in_arn
        {
            return Err(format!("`resource_account` is {stated}, but the ARN in `resource` has {in_arn}"));
        }
        Ok(Self { class, account, s3 })
    }
}

const SEVERAL_TYPES: &str = "`resource_type` is missing: the pattern can match several types of resources";

/// A service and an operation. A pattern would ask about no operation at all.
fn is_action(text: &str) -> bool {
    let named =
        |part: &str| !part.is_empty() && !part.contains(|c: char| matches!(c, '*' | '?' | ':') || c.is_whitespace());
    text.split_once(':').is_some_and(|(service, name)| named(service) && named(name))
}

fn account(what: &str, text: Option<&str>) -> Result<Option<AccountId>, String> {
    text.map(|text| text.parse().map_err(|_| format!("`{what}` must be twelve digits, not `{text}`"))).transpose()
}

/// The account that an ARN names.
#[must_use]
pub fn account_in_arn(text: &str) -> Option<AccountId> {
    Arn::parse(text)?.account.parse().ok()
}

/// Whether the account of a resource's ARN can be one. Some ARNs have a word there (`aws`) or nothing; a number with a
/// digit too few would pass for nobody's, and so for the caller's own.
#[must_use]
pub fn has_plausible_owner(arn: &Arn<'_>) -> bool {
    !arn.account.starts_with(|c: char| c.is_ascii_digit()) || arn.account.parse::<AccountId>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_that_are_numbers_are_accounts() {
        for (account, plausible) in [
            ("111111111111", true),
            ("", true),
            ("aws", true),
            ("amazon", true),
            ("11111111111", false),
            ("1111111111111", false),
            ("1111-1111-1111", false),
        ] {
            let arn = format!("arn:aws:sqs:eu-west-1:{account}:q");
            assert_eq!(has_plausible_owner(&Arn::parse(&arn).unwrap()), plausible, "{account}");
        }
    }
}
