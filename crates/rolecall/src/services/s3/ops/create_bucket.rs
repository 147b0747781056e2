//! `CreateBucket`.

use crate::services::s3::bucket_name;
use crate::services::s3::prelude::*;
use crate::services::s3::wire::NAMESPACE;
use rolecall_catalog::regions::is_region;
use rolecall_policy::request::ResourceClass;
use serde_json::{Value, json};

/// The Region whose endpoint makes buckets in any Region.
const GLOBAL: &str = "us-east-1";

pub(super) struct CreateBucket;

pub(super) struct Input {
    head: Head,
    location: Option<String>,
}

impl Operation for CreateBucket {
    operation!(CreateBucket: Input => ());

    fn requires(&self, input: &Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        let name = &input.head.bucket;
        bucket_name::check(name)?;
        // The new bucket is the caller's, even if another account has one of that name: no bucket policy applies.
        let mut permission = RequiredPermission::on("s3:CreateBucket", format!("arn:aws:s3:::{name}"));
        permission.account = call.caller.principal.account();
        permission.class = ResourceClass::Bucket;
        let mut permission = write_keys(signature_keys(permission, &input.head, call), &input.head);
        if let Some(location) = &input.location {
            permission = permission.key("s3:locationconstraint", location.as_str());
        }
        Ok(permission.into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let Input { head, location } = request.input();
        let account = request.caller().account()?;
        check_headers(head)?;
        let region = region(&request.info().region, location.as_deref())?;
        let name = head.bucket.clone();
        request
            .change(node, |call, (), edit| {
                let snapshot = call.snapshot;
                if let Some(existing) = snapshot.bucket(&name) {
                    return match existing.account == account {
                        // The endpoint of us-east-1 answers 200 again, for old clients.
                        true if request.info().region == GLOBAL && existing.region == GLOBAL => Ok(()),
                        true => Err(error::bucket_already_owned_by_you(&name)),
                        false => Err(error::bucket_already_exists(&name)),
                    };
                }
                edit.create(&Bucket {
                    name: name.clone(),
                    account,
                    region: region.clone(),
                    created: node.clock.now(),
                    policy: None,
                    public_access_block: PublicAccessBlock::default(),
                })
            })
            .await?;
        let arn = format!("arn:aws:s3:::{name}");
        Ok(Answer::empty(StatusCode::OK).with("location", &format!("/{name}")).with("x-amz-bucket-arn", &arn))
    }
}

impl WireInput for Input {
    async fn read(mut arrived: Arrived) -> Result<Self, ApiError> {
        let body = arrived.read_all(xml::MAX_CONFIGURATION_BYTES).await?;
        Ok(Self { head: arrived.head, location: xml::create_bucket(&body)? })
    }

    fn told(&self) -> Option<(&'static str, Value)> {
        let location = self.location.as_ref()?;
        Some(("CreateBucketConfiguration", json!({ "xmlns": NAMESPACE, "LocationConstraint": location })))
    }
}

/// Object ownership is *bucket owner enforced*: no other setting, no access control list but the private one.
fn check_headers(head: &Head) -> Result<(), ApiError> {
    let private = head.header("x-amz-acl").is_none_or(|acl| acl == "private");
    let grants = head.headers.keys().any(|name| name.as_str().starts_with("x-amz-grant-"));
    if !private || grants {
        let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
        return Err(ApiError::new("InvalidBucketAclWithObjectOwnership", 400, message));
    }
    if head.header("x-amz-object-ownership").is_some_and(|ownership| ownership != "BucketOwnerEnforced") {
        return Err(error::not_implemented("x-amz-object-ownership"));
    }
    if head.header("x-amz-bucket-object-lock-enabled").is_some_and(|lock| !lock.eq_ignore_ascii_case("false")) {
        return Err(error::not_implemented("x-amz-bucket-object-lock-enabled"));
    }
    Ok(())
}

/// Where the bucket will be: the endpoint of us-east-1 makes buckets everywhere, any other one only in its Region.
fn region(endpoint: &str, location: Option<&str>) -> Result<String, ApiError> {
    let location = if location == Some("EU") { Some("eu-west-1") } else { location };
    match location {
        None if endpoint == GLOBAL => Ok(GLOBAL.to_owned()),
        Some(location) if location == GLOBAL || !is_region(location) => {
            let message = "The specified location-constraint is not valid";
            Err(ApiError::new("InvalidLocationConstraint", 400, message).with("LocationConstraint", location))
        }
        Some(location) if endpoint == GLOBAL || endpoint == location => Ok(location.to_owned()),
        other => Err(error::illegal_location_constraint(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions() {
        for (endpoint, location, expected) in [
            ("us-east-1", None, "us-east-1"),
            ("us-east-1", Some("eu-west-1"), "eu-west-1"),
            ("us-east-1", Some("EU"), "eu-west-1"),
            ("us-east-1", Some("us-gov-west-1"), "InvalidLocationConstraint"),
            ("us-east-1", Some("cn-north-1"), "InvalidLocationConstraint"),
            ("us-east-1", Some("eu-west-9"), "InvalidLocationConstraint"),
            ("eu-west-1", Some("eu-west-1"), "eu-west-1"),
            ("us-east-1", Some("us-east-1"), "InvalidLocationConstraint"),
            ("us-east-1", Some("nowhere"), "InvalidLocationConstraint"),
            ("us-east-1", Some("../eu-west-1"), "InvalidLocationConstraint"),
            ("eu-west-1", None, "IllegalLocationConstraintException"),
            ("eu-west-1", Some("eu-central-1"), "IllegalLocationConstraintException"),
        ] {
            let found = region(endpoint, location).unwrap_or_else(|error| error.code.into_owned());
            assert_eq!(found, expected, "{endpoint} {location:?}");
        }
    }
}
