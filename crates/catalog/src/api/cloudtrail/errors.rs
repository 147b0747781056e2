//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model CloudTrail 2013-11-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    ACCESS_DENIED_EXCEPTION = "AccessDeniedException", "AccessDeniedException", 400;
    ACCOUNT_HAS_ONGOING_IMPORT_EXCEPTION = "AccountHasOngoingImportException", "AccountHasOngoingImportException", 400;
    ACCOUNT_NOT_FOUND_EXCEPTION = "AccountNotFoundException", "AccountNotFoundException", 400;
    ACCOUNT_NOT_REGISTERED_EXCEPTION = "AccountNotRegisteredException", "AccountNotRegisteredException", 400;
    ACCOUNT_REGISTERED_EXCEPTION = "AccountRegisteredException", "AccountRegisteredException", 400;
    CANNOT_DELEGATE_MANAGEMENT_ACCOUNT_EXCEPTION = "CannotDelegateManagementAccountException", "CannotDelegateManagementAccountException", 400;
    CHANNEL_ARN_INVALID_EXCEPTION = "ChannelARNInvalidException", "ChannelARNInvalidException", 400;
    CHANNEL_ALREADY_EXISTS_EXCEPTION = "ChannelAlreadyExistsException", "ChannelAlreadyExistsException", 400;
    CHANNEL_EXISTS_FOR_EDS_EXCEPTION = "ChannelExistsForEDSException", "ChannelExistsForEDSException", 400;
    CHANNEL_MAX_LIMIT_EXCEEDED_EXCEPTION = "ChannelMaxLimitExceededException", "ChannelMaxLimitExceededException", 400;
    CHANNEL_NOT_FOUND_EXCEPTION = "ChannelNotFoundException", "ChannelNotFoundException", 400;
    CLOUD_TRAIL_ARN_INVALID_EXCEPTION = "CloudTrailARNInvalidException", "CloudTrailARNInvalidException", 400;
    CLOUD_TRAIL_ACCESS_NOT_ENABLED_EXCEPTION = "CloudTrailAccessNotEnabledException", "CloudTrailAccessNotEnabledException", 400;
    CLOUD_TRAIL_INVALID_CLIENT_TOKEN_ID_EXCEPTION = "CloudTrailInvalidClientTokenIdException", "CloudTrailInvalidClientTokenIdException", 400;
    CLOUD_WATCH_LOGS_DELIVERY_UNAVAILABLE_EXCEPTION = "CloudWatchLogsDeliveryUnavailableException", "CloudWatchLogsDeliveryUnavailableException", 400;
    CONCURRENT_MODIFICATION_EXCEPTION = "ConcurrentModificationException", "ConcurrentModificationException", 400;
    CONFLICT_EXCEPTION = "ConflictException", "ConflictException", 400;
    DELEGATED_ADMIN_ACCOUNT_LIMIT_EXCEEDED_EXCEPTION = "DelegatedAdminAccountLimitExceededException", "DelegatedAdminAccountLimitExceededException", 400;
    EVENT_DATA_STORE_ARN_INVALID_EXCEPTION = "EventDataStoreARNInvalidException", "EventDataStoreARNInvalidException", 400;
    EVENT_DATA_STORE_ALREADY_EXISTS_EXCEPTION = "EventDataStoreAlreadyExistsException", "EventDataStoreAlreadyExistsException", 400;
    EVENT_DATA_STORE_FEDERATION_ENABLED_EXCEPTION = "EventDataStoreFederationEnabledException", "EventDataStoreFederationEnabledException", 400;
    EVENT_DATA_STORE_HAS_ONGOING_IMPORT_EXCEPTION = "EventDataStoreHasOngoingImportException", "EventDataStoreHasOngoingImportException", 400;
    EVENT_DATA_STORE_MAX_LIMIT_EXCEEDED_EXCEPTION = "EventDataStoreMaxLimitExceededException", "EventDataStoreMaxLimitExceededException", 400;
    EVENT_DATA_STORE_NOT_FOUND_EXCEPTION = "EventDataStoreNotFoundException", "EventDataStoreNotFoundException", 400;
    EVENT_DATA_STORE_TERMINATION_PROTECTED_EXCEPTION = "EventDataStoreTerminationProtectedException", "EventDataStoreTerminationProtectedException", 400;
    GENERATE_RESPONSE_EXCEPTION = "GenerateResponseException", "GenerateResponseException", 400;
    IMPORT_NOT_FOUND_EXCEPTION = "ImportNotFoundException", "ImportNotFoundException", 400;
    INACTIVE_EVENT_DATA_STORE_EXCEPTION = "InactiveEventDataStoreException", "InactiveEventDataStoreException", 400;
    INACTIVE_QUERY_EXCEPTION = "InactiveQueryException", "InactiveQueryException", 400;
    INSIGHT_NOT_ENABLED_EXCEPTION = "InsightNotEnabledException", "InsightNotEnabledException", 400;
    INSUFFICIENT_DEPENDENCY_SERVICE_ACCESS_PERMISSION_EXCEPTION = "InsufficientDependencyServiceAccessPermissionException", "InsufficientDependencyServiceAccessPermissionException", 400;
    INSUFFICIENT_ENCRYPTION_POLICY_EXCEPTION = "InsufficientEncryptionPolicyException", "InsufficientEncryptionPolicyException", 400;
    INSUFFICIENT_IAM_ACCESS_PERMISSION_EXCEPTION = "InsufficientIAMAccessPermissionException", "InsufficientIAMAccessPermissionException", 400;
    INSUFFICIENT_S3_BUCKET_POLICY_EXCEPTION = "InsufficientS3BucketPolicyException", "InsufficientS3BucketPolicyException", 400;
    INSUFFICIENT_SNS_TOPIC_POLICY_EXCEPTION = "InsufficientSnsTopicPolicyException", "InsufficientSnsTopicPolicyException", 400;
    INVALID_CLOUD_WATCH_LOGS_LOG_GROUP_ARN_EXCEPTION = "InvalidCloudWatchLogsLogGroupArnException", "InvalidCloudWatchLogsLogGroupArnException", 400;
    INVALID_CLOUD_WATCH_LOGS_ROLE_ARN_EXCEPTION = "InvalidCloudWatchLogsRoleArnException", "InvalidCloudWatchLogsRoleArnException", 400;
    INVALID_DATE_RANGE_EXCEPTION = "InvalidDateRangeException", "InvalidDateRangeException", 400;
    INVALID_EVENT_CATEGORY_EXCEPTION = "InvalidEventCategoryException", "InvalidEventCategoryException", 400;
    INVALID_EVENT_DATA_STORE_CATEGORY_EXCEPTION = "InvalidEventDataStoreCategoryException", "InvalidEventDataStoreCategoryException", 400;
    INVALID_EVENT_DATA_STORE_STATUS_EXCEPTION = "InvalidEventDataStoreStatusException", "InvalidEventDataStoreStatusException", 400;
    INVALID_EVENT_SELECTORS_EXCEPTION = "InvalidEventSelectorsException", "InvalidEventSelectorsException", 400;
    INVALID_HOME_REGION_EXCEPTION = "InvalidHomeRegionException", "InvalidHomeRegionException", 400;
    INVALID_IMPORT_SOURCE_EXCEPTION = "InvalidImportSourceException", "InvalidImportSourceException", 400;
    INVALID_INSIGHT_SELECTORS_EXCEPTION = "InvalidInsightSelectorsException", "InvalidInsightSelectorsException", 400;
    INVALID_KMS_KEY_ID_EXCEPTION = "InvalidKmsKeyIdException", "InvalidKmsKeyIdException", 400;
    INVALID_LOOKUP_ATTRIBUTES_EXCEPTION = "InvalidLookupAttributesException", "InvalidLookupAttributesException", 400;
    INVALID_MAX_RESULTS_EXCEPTION = "InvalidMaxResultsException", "InvalidMaxResultsException", 400;
    INVALID_NEXT_TOKEN_EXCEPTION = "InvalidNextTokenException", "InvalidNextTokenException", 400;
    INVALID_PARAMETER_COMBINATION_EXCEPTION = "InvalidParameterCombinationException", "InvalidParameterCombinationException", 400;
    INVALID_PARAMETER_EXCEPTION = "InvalidParameterException", "InvalidParameterException", 400;
    INVALID_QUERY_STATEMENT_EXCEPTION = "InvalidQueryStatementException", "InvalidQueryStatementException", 400;
    INVALID_QUERY_STATUS_EXCEPTION = "InvalidQueryStatusException", "InvalidQueryStatusException", 400;
    INVALID_S3_BUCKET_NAME_EXCEPTION = "InvalidS3BucketNameException", "InvalidS3BucketNameException", 400;
    INVALID_S3_PREFIX_EXCEPTION = "InvalidS3PrefixException", "InvalidS3PrefixException", 400;
    INVALID_SNS_TOPIC_NAME_EXCEPTION = "InvalidSnsTopicNameException", "InvalidSnsTopicNameException", 400;
    INVALID_SOURCE_EXCEPTION = "InvalidSourceException", "InvalidSourceException", 400;
    INVALID_TAG_PARAMETER_EXCEPTION = "InvalidTagParameterException", "InvalidTagParameterException", 400;
    INVALID_TIME_RANGE_EXCEPTION = "InvalidTimeRangeException", "InvalidTimeRangeException", 400;
    INVALID_TOKEN_EXCEPTION = "InvalidTokenException", "InvalidTokenException", 400;
    INVALID_TRAIL_NAME_EXCEPTION = "InvalidTrailNameException", "InvalidTrailNameException", 400;
    KMS_EXCEPTION = "KmsException", "KmsException", 400;
    KMS_KEY_DISABLED_EXCEPTION = "KmsKeyDisabledException", "KmsKeyDisabledException", 400;
    KMS_KEY_NOT_FOUND_EXCEPTION = "KmsKeyNotFoundException", "KmsKeyNotFoundException", 400;
    MAX_CONCURRENT_QUERIES_EXCEPTION = "MaxConcurrentQueriesException", "MaxConcurrentQueriesException", 400;
    MAXIMUM_NUMBER_OF_TRAILS_EXCEEDED_EXCEPTION = "MaximumNumberOfTrailsExceededException", "MaximumNumberOfTrailsExceededException", 400;
    NO_MANAGEMENT_ACCOUNT_SLR_EXISTS_EXCEPTION = "NoManagementAccountSLRExistsException", "NoManagementAccountSLRExistsException", 400;
    NOT_ORGANIZATION_MANAGEMENT_ACCOUNT_EXCEPTION = "NotOrganizationManagementAccountException", "NotOrganizationManagementAccountException", 400;
    NOT_ORGANIZATION_MASTER_ACCOUNT_EXCEPTION = "NotOrganizationMasterAccountException", "NotOrganizationMasterAccountException", 400;
    OPERATION_NOT_PERMITTED_EXCEPTION = "OperationNotPermittedException", "OperationNotPermittedException", 400;
    ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION = "OrganizationNotInAllFeaturesModeException", "OrganizationNotInAllFeaturesModeException", 400;
    ORGANIZATIONS_NOT_IN_USE_EXCEPTION = "OrganizationsNotInUseException", "OrganizationsNotInUseException", 400;
    QUERY_ID_NOT_FOUND_EXCEPTION = "QueryIdNotFoundException", "QueryIdNotFoundException", 400;
    RESOURCE_ARN_NOT_VALID_EXCEPTION = "ResourceARNNotValidException", "ResourceARNNotValidException", 400;
    RESOURCE_NOT_FOUND_EXCEPTION = "ResourceNotFoundException", "ResourceNotFoundException", 400;
    RESOURCE_POLICY_NOT_FOUND_EXCEPTION = "ResourcePolicyNotFoundException", "ResourcePolicyNotFoundException", 400;
    RESOURCE_POLICY_NOT_VALID_EXCEPTION = "ResourcePolicyNotValidException", "ResourcePolicyNotValidException", 400;
    RESOURCE_TYPE_NOT_SUPPORTED_EXCEPTION = "ResourceTypeNotSupportedException", "ResourceTypeNotSupportedException", 400;
    S3_BUCKET_DOES_NOT_EXIST_EXCEPTION = "S3BucketDoesNotExistException", "S3BucketDoesNotExistException", 400;
    SERVICE_QUOTA_EXCEEDED_EXCEPTION = "ServiceQuotaExceededException", "ServiceQuotaExceededException", 400;
    TAGS_LIMIT_EXCEEDED_EXCEPTION = "TagsLimitExceededException", "TagsLimitExceededException", 400;
    THROTTLING_EXCEPTION = "ThrottlingException", "ThrottlingException", 400;
    TRAIL_ALREADY_EXISTS_EXCEPTION = "TrailAlreadyExistsException", "TrailAlreadyExistsException", 400;
    TRAIL_NOT_FOUND_EXCEPTION = "TrailNotFoundException", "TrailNotFoundException", 400;
    TRAIL_NOT_PROVIDED_EXCEPTION = "TrailNotProvidedException", "TrailNotProvidedException", 400;
    UNSUPPORTED_OPERATION_EXCEPTION = "UnsupportedOperationException", "UnsupportedOperationException", 400;
}
