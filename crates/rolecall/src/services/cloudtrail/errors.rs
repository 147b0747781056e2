//! What CloudTrail says when something is wrong: one function for each message. Where AWS's words are public they are AWS's.

use crate::api::error::ApiError;
use rolecall_catalog::api::cloudtrail::errors as model;
use rolecall_policy::AccountId;

/// The operation is not served.
pub(super) fn unsupported(operation: &str) -> ApiError {
    ApiError::of(
        model::UNSUPPORTED_OPERATION_EXCEPTION,
        format!("The requested operation is not supported: {operation}"),
    )
}

/// No trail has this ARN, or the caller has nothing to do with it.
pub(super) fn unknown_trail(arn: &str, account: AccountId) -> ApiError {
    ApiError::of(model::TRAIL_NOT_FOUND_EXCEPTION, format!("Unknown trail: {arn} for the user: {account}"))
}

pub(super) fn trail_exists(name: &str, account: AccountId) -> ApiError {
    ApiError::of(model::TRAIL_ALREADY_EXISTS_EXCEPTION, format!("Trail {name} already exists for customer: {account}"))
}

pub(super) fn too_many_trails(account: AccountId, count: usize, region: &str) -> ApiError {
    let message = format!("User: {account} already has {count} trails in {region}.");
    ApiError::of(model::MAXIMUM_NUMBER_OF_TRAILS_EXCEEDED_EXCEPTION, message)
}

pub(super) fn bad_name(message: impl Into<String>) -> ApiError {
    ApiError::of(model::INVALID_TRAIL_NAME_EXCEPTION, message)
}

pub(super) fn bad_arn(arn: &str) -> ApiError {
    ApiError::of(model::CLOUD_TRAIL_ARN_INVALID_EXCEPTION, format!("Got malformed ARN: {arn}"))
}

/// The trail is in another Region, and not in this one as well.
pub(super) fn wrong_region(region: &str) -> ApiError {
    let message = format!("Region in ARN is wrong, you can only access resources in region {region}.");
    ApiError::of(model::CLOUD_TRAIL_ARN_INVALID_EXCEPTION, message)
}

pub(super) fn not_home(arn: &str, home: &str) -> ApiError {
    let message = format!("The trail {arn} can be changed only in its home Region, {home}.");
    ApiError::of(model::INVALID_HOME_REGION_EXCEPTION, message)
}

pub(super) fn no_bucket(bucket: &str) -> ApiError {
    ApiError::of(model::S3_BUCKET_DOES_NOT_EXIST_EXCEPTION, format!("S3 bucket {bucket} does not exist!"))
}

pub(super) fn insufficient_bucket_policy(bucket: &str) -> ApiError {
    let message = format!("Incorrect S3 bucket policy is detected for bucket: {bucket}");
    ApiError::of(model::INSUFFICIENT_S3_BUCKET_POLICY_EXCEPTION, message)
}

pub(super) fn bad_bucket_name(bucket: &str) -> ApiError {
    ApiError::of(model::INVALID_S3_BUCKET_NAME_EXCEPTION, format!("S3 bucket name {bucket} is not valid."))
}

pub(super) fn bad_prefix(most: usize) -> ApiError {
    let message = format!("The S3 key prefix has more than {most} characters, or characters that it cannot have.");
    ApiError::of(model::INVALID_S3_PREFIX_EXCEPTION, message)
}

pub(super) fn global_events_are_needed() -> ApiError {
    let message = "Multi-Region trail must include global service events.";
    ApiError::of(model::INVALID_PARAMETER_COMBINATION_EXCEPTION, message)
}

/// There are no topics here.
pub(super) fn no_topic() -> ApiError {
    let message = "SNS Topic does not exist or the topic policy is incorrect!";
    ApiError::of(model::INSUFFICIENT_SNS_TOPIC_POLICY_EXCEPTION, message)
}

/// There are no keys here.
pub(super) fn no_key() -> ApiError {
    ApiError::of(model::KMS_KEY_NOT_FOUND_EXCEPTION, "The KMS key does not exist.")
}

/// There are no log groups here.
pub(super) fn no_log_group() -> ApiError {
    let message = "CloudTrail cannot validate the specified log group ARN.";
    ApiError::of(model::INVALID_CLOUD_WATCH_LOGS_LOG_GROUP_ARN_EXCEPTION, message)
}

pub(super) fn bad_selectors(message: impl Into<String>) -> ApiError {
    ApiError::of(model::INVALID_EVENT_SELECTORS_EXCEPTION, message)
}

pub(super) fn bad_tag(message: impl Into<String>) -> ApiError {
    ApiError::of(model::INVALID_TAG_PARAMETER_EXCEPTION, message)
}

pub(super) fn too_many_tags(most: usize) -> ApiError {
    let message = format!("The number of tags per trail has exceeded the permitted amount. The limit is {most}.");
    ApiError::of(model::TAGS_LIMIT_EXCEEDED_EXCEPTION, message)
}

pub(super) fn no_resource(id: &str) -> ApiError {
    ApiError::of(model::RESOURCE_NOT_FOUND_EXCEPTION, format!("The resource {id} is not found."))
}

pub(super) fn unsupported_resource(id: &str) -> ApiError {
    let message = format!("The resource type of {id} is not supported.");
    ApiError::of(model::RESOURCE_TYPE_NOT_SUPPORTED_EXCEPTION, message)
}

pub(super) fn not_in_organization() -> ApiError {
    let message = "The account is not a member of an organization.";
    ApiError::of(model::ORGANIZATIONS_NOT_IN_USE_EXCEPTION, message)
}

pub(super) fn not_management() -> ApiError {
    let message = "Only the management account of the organization or a delegated administrator can do this with an \
                   organization trail.";
    ApiError::of(model::NOT_ORGANIZATION_MASTER_ACCOUNT_EXCEPTION, message)
}

pub(super) fn not_all_features() -> ApiError {
    let message = "All features of the organization must be enabled for an organization trail.";
    ApiError::of(model::ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION, message)
}

pub(super) fn not_trusted() -> ApiError {
    let message = "Trusted access has not been enabled between CloudTrail and Organizations.";
    ApiError::of(model::CLOUD_TRAIL_ACCESS_NOT_ENABLED_EXCEPTION, message)
}

pub(super) fn no_role() -> ApiError {
    let message = "The management account does not have the service-linked role AWSServiceRoleForCloudTrail.";
    ApiError::of(model::NO_MANAGEMENT_ACCOUNT_SLR_EXISTS_EXCEPTION, message)
}

pub(super) fn no_insights(arn: &str) -> ApiError {
    ApiError::of(model::INSIGHT_NOT_ENABLED_EXCEPTION, format!("Insights are not enabled on the trail: {arn}"))
}

pub(super) fn bad_parameters(message: &str) -> ApiError {
    ApiError::of(model::INVALID_PARAMETER_COMBINATION_EXCEPTION, message)
}

pub(super) fn bad_time_range() -> ApiError {
    let message =
        "The start time occurs after the end time, or the time range is outside the range of possible values.";
    ApiError::of(model::INVALID_TIME_RANGE_EXCEPTION, message)
}

pub(super) fn bad_attributes(message: &str) -> ApiError {
    ApiError::of(model::INVALID_LOOKUP_ATTRIBUTES_EXCEPTION, message)
}

pub(super) fn bad_next_token() -> ApiError {
    let message = "The token is not valid, or was used in a request with different parameters.";
    ApiError::of(model::INVALID_NEXT_TOKEN_EXCEPTION, message)
}

/// `ListPublicKeys`, which declares another error than the others.
pub(super) fn bad_token() -> ApiError {
    ApiError::of(model::INVALID_TOKEN_EXCEPTION, "The token is not valid.")
}

pub(super) fn throttled() -> ApiError {
    // Where an operation does not declare it: every JSON service may answer it.
    ApiError::of(model::THROTTLING_EXCEPTION, "Rate exceeded")
}
