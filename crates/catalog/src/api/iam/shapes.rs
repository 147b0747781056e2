//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `[ -~]+`
pub static POLICY_PARAMETER_NAME_TYPE_PATTERN: Pattern = Pattern::new("[ -~]+", "[ -~]+");

/// `[A-Z0-9]+`
pub static PRIVATE_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new("[A-Z0-9]+", "[A-Z0-9]+");

/// `[\d]+`
pub static AUTHENTICATION_CODE_TYPE_PATTERN: Pattern = Pattern::new(r"[\d]+", "[0-9]+");

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`
pub static TAG_VALUE_TYPE_PATTERN: Pattern =
    Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]+`
pub static TAG_KEY_TYPE_PATTERN: Pattern = Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");

/// `[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`
pub static DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN: Pattern = Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{00A1}-\x{00FF}]*",
);

/// `[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]+`
pub static REQUESTOR_WORKFLOW_ID_TYPE_PATTERN: Pattern = Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{00A1}-\x{00FF}]+",
);

/// `[\u0009\u000A\u000D\u0020-\u00FF]+`
pub static CERTIFICATE_BODY_TYPE_PATTERN: Pattern =
    Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+", r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+");

/// `[\u0020-\u00FF]+`
pub static MARKER_TYPE_PATTERN: Pattern = Pattern::new(r"[\u0020-\u00FF]+", r"[\x{0020}-\x{00FF}]+");

/// `[\w+=,.@-]+`
pub static ATTACHMENT_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+", "[A-Za-z0-9_+=,.@-]+");

/// `[\w+=/:,.@-]+`
pub static SERIAL_NUMBER_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=/:,.@-]+", "[A-Za-z0-9_+=/:,.@-]+");

/// `[\w-]*`
pub static SERVICE_NAMESPACE_TYPE_PATTERN: Pattern = Pattern::new(r"[\w-]*", "[A-Za-z0-9_-]*");

/// `[\w-]+`
pub static DELEGATION_REQUEST_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w-]+", "[A-Za-z0-9_-]+");

/// `[\w._-]+`
pub static SAML_PROVIDER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w._-]+", "[A-Za-z0-9_._-]+");

/// `[\w]+`
pub static ACCESS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+", "[A-Za-z0-9_]+");

/// `\d{12}`
pub static ACCOUNT_ID_TYPE_PATTERN: Pattern = Pattern::new(r"\d{12}", "[0-9]{12}");

/// `\u002F[\u0021-\u007F]*`
pub static PATH_PREFIX_TYPE_PATTERN: Pattern = Pattern::new(r"\u002F[\u0021-\u007F]*", r"\x{002F}[\x{0021}-\x{007F}]*");

/// `^[A-Za-z][A-Za-z0-9/_-]*$`
pub static ACCOUNT_PROPERTY_KEY_TYPE_PATTERN: Pattern =
    Pattern::new("^[A-Za-z][A-Za-z0-9/_-]*$", "^[A-Za-z][A-Za-z0-9/_-]*$");

/// `^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$`
pub static ACCOUNT_ALIAS_TYPE_PATTERN: Pattern = Pattern::new(
    "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
    "[a-z0-9](?:-[a-z0-9](?:-?[a-z0-9])*|[a-z0-9](?:-?[a-z0-9])+)",
);

/// `^[a-zA-Z0-9:/+=,.@_-]+$`
pub static OWNER_ID_TYPE_PATTERN: Pattern = Pattern::new("^[a-zA-Z0-9:/+=,.@_-]+$", "^[a-zA-Z0-9:/+=,.@_-]+$");

/// `^[a-zA-Z0-9:_.-]+$`
pub static NOTIFICATION_CHANNEL_TYPE_PATTERN: Pattern = Pattern::new("^[a-zA-Z0-9:_.-]+$", "^[a-zA-Z0-9:_.-]+$");

/// `^http(s?)://[a-zA-Z0-9._/-]*(\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$`
pub static REDIRECT_URL_TYPE_PATTERN: Pattern = Pattern::new(
    r"^http(s?)://[a-zA-Z0-9._/-]*(\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$",
    r"^http(s?)://[a-zA-Z0-9._/-]*(\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$",
);

/// `^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*`
pub static ORGANIZATIONS_ENTITY_PATH_TYPE_PATTERN: Pattern = Pattern::new(
    r"^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*",
    r"^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*",
);

/// `^p-[0-9a-zA-Z_]{8,128}$`
pub static ORGANIZATIONS_POLICY_ID_TYPE_PATTERN: Pattern =
    Pattern::new("^p-[0-9a-zA-Z_]{8,128}$", "^p-[0-9a-zA-Z_]{8,128}$");

/// `v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`
pub static POLICY_VERSION_ID_TYPE_PATTERN: Pattern =
    Pattern::new(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[
    &POLICY_PARAMETER_NAME_TYPE_PATTERN,
    &PRIVATE_KEY_ID_TYPE_PATTERN,
    &AUTHENTICATION_CODE_TYPE_PATTERN,
    &TAG_VALUE_TYPE_PATTERN,
    &TAG_KEY_TYPE_PATTERN,
    &DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN,
    &REQUESTOR_WORKFLOW_ID_TYPE_PATTERN,
    &CERTIFICATE_BODY_TYPE_PATTERN,
    &MARKER_TYPE_PATTERN,
    &ATTACHMENT_NAME_PATTERN,
    &SERIAL_NUMBER_TYPE_PATTERN,
    &SERVICE_NAMESPACE_TYPE_PATTERN,
    &DELEGATION_REQUEST_ID_TYPE_PATTERN,
    &SAML_PROVIDER_NAME_TYPE_PATTERN,
    &ACCESS_KEY_ID_TYPE_PATTERN,
    &ACCOUNT_ID_TYPE_PATTERN,
    &PATH_PREFIX_TYPE_PATTERN,
    &ACCOUNT_PROPERTY_KEY_TYPE_PATTERN,
    &ACCOUNT_ALIAS_TYPE_PATTERN,
    &OWNER_ID_TYPE_PATTERN,
    &NOTIFICATION_CHANNEL_TYPE_PATTERN,
    &REDIRECT_URL_TYPE_PATTERN,
    &ORGANIZATIONS_ENTITY_PATH_TYPE_PATTERN,
    &ORGANIZATIONS_POLICY_ID_TYPE_PATTERN,
    &POLICY_VERSION_ID_TYPE_PATTERN,
];

/// `AccessAdvisorUsageGranularityType`
pub static ACCESS_ADVISOR_USAGE_GRANULARITY_TYPE: Text = Text::ANY.one_of(&["SERVICE_LEVEL", "ACTION_LEVEL"]);

/// `ActionNameListType`
pub static ACTION_NAME_LIST_TYPE: List<Text> = List { member: &ACTION_NAME_TYPE, min: 0, max: usize::MAX };

/// `ActionNameType`
pub static ACTION_NAME_TYPE: Text = Text::ANY.min(3).max(128);

/// `AttachmentName`
pub static ATTACHMENT_NAME: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `AttachmentType`
pub static ATTACHMENT_TYPE: Text = Text::ANY.one_of(&["user", "group", "role"]);

/// `ContextEntryListType`
pub static CONTEXT_ENTRY_LIST_TYPE: List<Structure<ContextEntry>> =
    List { member: &Structure::<ContextEntry>::new(), min: 0, max: usize::MAX };

/// `ContextKeyNameType`
pub static CONTEXT_KEY_NAME_TYPE: Text = Text::ANY.min(5).max(256);

/// `ContextKeyTypeEnum`
pub static CONTEXT_KEY_TYPE_ENUM: Text = Text::ANY.one_of(&[
    "string",
    "stringList",
    "numeric",
    "numericList",
    "boolean",
    "booleanList",
    "ip",
    "ipList",
    "binary",
    "binaryList",
    "date",
    "dateList",
]);

/// `ContextKeyValueListType`
pub static CONTEXT_KEY_VALUE_LIST_TYPE: List<Text> = List { member: &CONTEXT_KEY_VALUE_TYPE, min: 0, max: usize::MAX };

/// `ContextKeyValueType`
pub static CONTEXT_KEY_VALUE_TYPE: Text = Text::ANY;

/// `DeletionTaskIdType`
pub static DELETION_TASK_ID_TYPE: Text = Text::ANY.min(1).max(1000);

/// `EntityType`
pub static ENTITY_TYPE: Text = Text::ANY.one_of(&["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]);

/// `OpenIDConnectProviderUrlType`
pub static OPEN_ID_CONNECT_PROVIDER_URL_TYPE: Text = Text::ANY.min(1).max(255);

/// `OrganizationPolicyListType`
pub static ORGANIZATION_POLICY_LIST_TYPE: List<Structure<OrderedOrganizationPolicyType>> =
    List { member: &Structure::<OrderedOrganizationPolicyType>::new(), min: 0, max: 7 };

/// `PolicyExclusionsListType`
pub static POLICY_EXCLUSIONS_LIST_TYPE: List<Structure<PolicyIdentifier>> =
    List { member: &Structure::<PolicyIdentifier>::new(), min: 0, max: 256 };

/// `PolicyIdentifierPolicyType`
pub static POLICY_IDENTIFIER_POLICY_TYPE: Text =
    Text::ANY.one_of(&["inline", "aws-managed", "user-managed", "permission-boundary", "scp", "rcp"]);

/// `PolicyParameterTypeEnum`
pub static POLICY_PARAMETER_TYPE_ENUM: Text = Text::ANY.one_of(&["string", "stringList"]);

/// `PolicyUsageType`
pub static POLICY_USAGE_TYPE: Text = Text::ANY.one_of(&["PermissionsPolicy", "PermissionsBoundary"]);

/// `ResourceHandlingOptionType`
pub static RESOURCE_HANDLING_OPTION_TYPE: Text = Text::ANY.min(1).max(64);

/// `ResourceNameListType`
pub static RESOURCE_NAME_LIST_TYPE: List<Text> = List { member: &RESOURCE_NAME_TYPE, min: 0, max: usize::MAX };

/// `ResourceNameType`
pub static RESOURCE_NAME_TYPE: Text = Text::ANY.min(1).max(2048);

/// `SAMLMetadataDocumentType`
pub static SAML_METADATA_DOCUMENT_TYPE: Text = Text::ANY.min(1000).max(10000000);

/// `SAMLProviderNameType`
pub static SAML_PROVIDER_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&SAML_PROVIDER_NAME_TYPE_PATTERN);

/// `SimulationPolicyListType`
pub static SIMULATION_POLICY_LIST_TYPE: List<Text> = List { member: &POLICY_DOCUMENT_TYPE, min: 0, max: usize::MAX };

/// `accessKeyIdType`
pub static ACCESS_KEY_ID_TYPE: Text = Text::ANY.min(16).max(128).pattern(&ACCESS_KEY_ID_TYPE_PATTERN);

/// `accountAliasType`
pub static ACCOUNT_ALIAS_TYPE: Text = Text::ANY.min(3).max(63).pattern(&ACCOUNT_ALIAS_TYPE_PATTERN);

/// `accountIdType`
pub static ACCOUNT_ID_TYPE: Text = Text::ANY.pattern(&ACCOUNT_ID_TYPE_PATTERN);

/// `accountPropertiesMapType`
pub static ACCOUNT_PROPERTIES_MAP_TYPE: Map<Text> =
    Map { key: &ACCOUNT_PROPERTY_KEY_TYPE, value: &ACCOUNT_PROPERTY_VALUE_TYPE, min: 0, max: usize::MAX };

/// `accountPropertyKeyType`
pub static ACCOUNT_PROPERTY_KEY_TYPE: Text = Text::ANY.min(1).max(50).pattern(&ACCOUNT_PROPERTY_KEY_TYPE_PATTERN);

/// `accountPropertyValueType`
pub static ACCOUNT_PROPERTY_VALUE_TYPE: Text = Text::ANY.min(1).max(1024);

/// `arnType`
pub static ARN_TYPE: Text = Text::ANY.min(20).max(2048);

/// `assertionEncryptionModeType`
pub static ASSERTION_ENCRYPTION_MODE_TYPE: Text = Text::ANY.one_of(&["Required", "Allowed"]);

/// `assignmentStatusType`
pub static ASSIGNMENT_STATUS_TYPE: Text = Text::ANY.one_of(&["Assigned", "Unassigned", "Any"]);

/// `authenticationCodeType`
pub static AUTHENTICATION_CODE_TYPE: Text = Text::ANY.min(6).max(6).pattern(&AUTHENTICATION_CODE_TYPE_PATTERN);

/// `certificateBodyType`
pub static CERTIFICATE_BODY_TYPE: Text = Text::ANY.min(1).max(16384).pattern(&CERTIFICATE_BODY_TYPE_PATTERN);

/// `certificateChainType`
pub static CERTIFICATE_CHAIN_TYPE: Text = Text::ANY.min(1).max(2097152).pattern(&CERTIFICATE_BODY_TYPE_PATTERN);

/// `certificateIdType`
pub static CERTIFICATE_ID_TYPE: Text = Text::ANY.min(24).max(128).pattern(&ACCESS_KEY_ID_TYPE_PATTERN);

/// `clientIDListType`
pub static CLIENT_ID_LIST_TYPE: List<Text> = List { member: &CLIENT_ID_TYPE, min: 0, max: usize::MAX };

/// `clientIDType`
pub static CLIENT_ID_TYPE: Text = Text::ANY.min(1).max(255);

/// `credentialAgeDays`
pub static CREDENTIAL_AGE_DAYS: Integer = Integer { min: 1, max: 36600 };

/// `customSuffixType`
pub static CUSTOM_SUFFIX_TYPE: Text = Text::ANY.min(1).max(64).pattern(&ATTACHMENT_NAME_PATTERN);

/// `delegationRequestDescriptionType`
pub static DELEGATION_REQUEST_DESCRIPTION_TYPE: Text =
    Text::ANY.max(1000).pattern(&DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN);

/// `delegationRequestIdType`
pub static DELEGATION_REQUEST_ID_TYPE: Text = Text::ANY.min(16).max(128).pattern(&DELEGATION_REQUEST_ID_TYPE_PATTERN);

/// `encodingType`
pub static ENCODING_TYPE: Text = Text::ANY.one_of(&["SSH", "PEM"]);

/// `entityListType`
pub static ENTITY_LIST_TYPE: List<Text> = List { member: &ENTITY_TYPE, min: 0, max: usize::MAX };

/// `existingUserNameType`
pub static EXISTING_USER_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `globalEndpointTokenVersion`
pub static GLOBAL_ENDPOINT_TOKEN_VERSION: Text = Text::ANY.one_of(&["v1Token", "v2Token"]);

/// `groupNameType`
pub static GROUP_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `instanceProfileNameType`
pub static INSTANCE_PROFILE_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `integerType`
pub static INTEGER_TYPE: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `jobIDType`
pub static JOB_ID_TYPE: Text = Text::ANY.min(36).max(36);

/// `localeType`
pub static LOCALE_TYPE: Text = Text::ANY.min(2).max(12);

/// `mapStringReplacementValueEntry`
pub static MAP_STRING_REPLACEMENT_VALUE_ENTRY: Map<Structure<ReplacementValueEntry>> =
    Map { key: &STRING_TYPE, value: &Structure::<ReplacementValueEntry>::new(), min: 0, max: 30 };

/// `markerType`
pub static MARKER_TYPE: Text = Text::ANY.min(1).max(320).pattern(&MARKER_TYPE_PATTERN);

/// `maxItemsType`
pub static MAX_ITEMS_TYPE: Integer = Integer { min: 1, max: 1000 };

/// `maxPasswordAgeType`
pub static MAX_PASSWORD_AGE_TYPE: Integer = Integer { min: 1, max: 1095 };

/// `minimumPasswordLengthType`
pub static MINIMUM_PASSWORD_LENGTH_TYPE: Integer = Integer { min: 6, max: 128 };

/// `minorVersionType`
pub static MINOR_VERSION_TYPE: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `notesType`
pub static NOTES_TYPE: Text = Text::ANY.max(500).pattern(&DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN);

/// `notificationChannelType`
pub static NOTIFICATION_CHANNEL_TYPE: Text = Text::ANY.min(2).max(400).pattern(&NOTIFICATION_CHANNEL_TYPE_PATTERN);

/// `organizationsEntityPathType`
pub static ORGANIZATIONS_ENTITY_PATH_TYPE: Text =
    Text::ANY.min(19).max(427).pattern(&ORGANIZATIONS_ENTITY_PATH_TYPE_PATTERN);

/// `organizationsPolicyIdType`
pub static ORGANIZATIONS_POLICY_ID_TYPE: Text = Text::ANY.pattern(&ORGANIZATIONS_POLICY_ID_TYPE_PATTERN);

/// `ownerIdType`
pub static OWNER_ID_TYPE: Text = Text::ANY.min(20).max(2048).pattern(&OWNER_ID_TYPE_PATTERN);

/// `passwordReusePreventionType`
pub static PASSWORD_REUSE_PREVENTION_TYPE: Integer = Integer { min: 1, max: 24 };

/// `passwordType`
pub static PASSWORD_TYPE: Text = Text::ANY.min(1).max(128).pattern(&CERTIFICATE_BODY_TYPE_PATTERN).sensitive();

/// `pathPrefixType`
pub static PATH_PREFIX_TYPE: Text = Text::ANY.min(1).max(512).pattern(&PATH_PREFIX_TYPE_PATTERN);

/// `pathType`
pub static PATH_TYPE: Text = Text::ANY.min(1).max(512);

/// `policyDescriptionType`
pub static POLICY_DESCRIPTION_TYPE: Text = Text::ANY.max(1000);

/// `policyDocumentType`
pub static POLICY_DOCUMENT_TYPE: Text = Text::ANY.min(1).max(131072).pattern(&CERTIFICATE_BODY_TYPE_PATTERN);

/// `policyNameType`
pub static POLICY_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `policyParameterListType`
pub static POLICY_PARAMETER_LIST_TYPE: List<Structure<PolicyParameter>> =
    List { member: &Structure::<PolicyParameter>::new(), min: 0, max: 50 };

/// `policyParameterNameType`
pub static POLICY_PARAMETER_NAME_TYPE: Text = Text::ANY.min(5).max(256).pattern(&POLICY_PARAMETER_NAME_TYPE_PATTERN);

/// `policyParameterValueType`
pub static POLICY_PARAMETER_VALUE_TYPE: Text = Text::ANY.pattern(&POLICY_PARAMETER_NAME_TYPE_PATTERN);

/// `policyParameterValuesListType`
pub static POLICY_PARAMETER_VALUES_LIST_TYPE: List<Text> =
    List { member: &POLICY_PARAMETER_VALUE_TYPE, min: 0, max: usize::MAX };

/// `policyPathType`
pub static POLICY_PATH_TYPE: Text = Text::ANY.min(1).max(512);

/// `policyScopeType`
pub static POLICY_SCOPE_TYPE: Text = Text::ANY.one_of(&["All", "AWS", "Local"]);

/// `policyVersionIdType`
pub static POLICY_VERSION_ID_TYPE: Text = Text::ANY.pattern(&POLICY_VERSION_ID_TYPE_PATTERN);

/// `privateKeyIdType`
pub static PRIVATE_KEY_ID_TYPE: Text = Text::ANY.min(22).max(64).pattern(&PRIVATE_KEY_ID_TYPE_PATTERN);

/// `privateKeyType`
pub static PRIVATE_KEY_TYPE: Text = Text::ANY.min(1).max(16384).pattern(&CERTIFICATE_BODY_TYPE_PATTERN).sensitive();

/// `publicKeyIdType`
pub static PUBLIC_KEY_ID_TYPE: Text = Text::ANY.min(20).max(128).pattern(&ACCESS_KEY_ID_TYPE_PATTERN);

/// `publicKeyMaterialType`
pub static PUBLIC_KEY_MATERIAL_TYPE: Text = Text::ANY.min(1).max(16384).pattern(&CERTIFICATE_BODY_TYPE_PATTERN);

/// `redirectUrlType`
pub static REDIRECT_URL_TYPE: Text = Text::ANY.min(1).max(255).pattern(&REDIRECT_URL_TYPE_PATTERN);

/// `replacementValueListType`
pub static REPLACEMENT_VALUE_LIST_TYPE: List<Text> = List { member: &STRING_TYPE, min: 1, max: 20 };

/// `requestMessageType`
pub static REQUEST_MESSAGE_TYPE: Text = Text::ANY.max(200).pattern(&DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN);

/// `requestorWorkflowIdType`
pub static REQUESTOR_WORKFLOW_ID_TYPE: Text = Text::ANY.min(5).max(400).pattern(&REQUESTOR_WORKFLOW_ID_TYPE_PATTERN);

/// `roleDescriptionType`
pub static ROLE_DESCRIPTION_TYPE: Text = Text::ANY.max(1000).pattern(&DELEGATION_REQUEST_DESCRIPTION_TYPE_PATTERN);

/// `roleMaxSessionDurationType`
pub static ROLE_MAX_SESSION_DURATION_TYPE: Integer = Integer { min: 3600, max: 43200 };

/// `roleNameType`
pub static ROLE_NAME_TYPE: Text = Text::ANY.min(1).max(64).pattern(&ATTACHMENT_NAME_PATTERN);

/// `serialNumberType`
pub static SERIAL_NUMBER_TYPE: Text = Text::ANY.min(9).max(256).pattern(&SERIAL_NUMBER_TYPE_PATTERN);

/// `serverCertificateNameType`
pub static SERVER_CERTIFICATE_NAME_TYPE: Text = Text::ANY.min(1).max(128).pattern(&ATTACHMENT_NAME_PATTERN);

/// `serviceName`
pub static SERVICE_NAME: Text = Text::ANY;

/// `serviceNamespaceListType`
pub static SERVICE_NAMESPACE_LIST_TYPE: List<Text> = List { member: &SERVICE_NAMESPACE_TYPE, min: 1, max: 200 };

/// `serviceNamespaceType`
pub static SERVICE_NAMESPACE_TYPE: Text = Text::ANY.min(1).max(64).pattern(&SERVICE_NAMESPACE_TYPE_PATTERN);

/// `serviceSpecificCredentialId`
pub static SERVICE_SPECIFIC_CREDENTIAL_ID: Text = Text::ANY.min(20).max(128).pattern(&ACCESS_KEY_ID_TYPE_PATTERN);

/// `sessionDurationType`
pub static SESSION_DURATION_TYPE: Integer = Integer { min: 300, max: 43200 };

/// `sortKeyType`
pub static SORT_KEY_TYPE: Text = Text::ANY.one_of(&[
    "SERVICE_NAMESPACE_ASCENDING",
    "SERVICE_NAMESPACE_DESCENDING",
    "LAST_AUTHENTICATED_TIME_ASCENDING",
    "LAST_AUTHENTICATED_TIME_DESCENDING",
]);

/// `statusType`
pub static STATUS_TYPE: Text = Text::ANY.one_of(&["Active", "Inactive", "Expired"]);

/// `stringType`
pub static STRING_TYPE: Text = Text::ANY;

/// `tagKeyListType`
pub static TAG_KEY_LIST_TYPE: List<Text> = List { member: &TAG_KEY_TYPE, min: 0, max: 50 };

/// `tagKeyType`
pub static TAG_KEY_TYPE: Text = Text::ANY.min(1).max(128).pattern(&TAG_KEY_TYPE_PATTERN);

/// `tagListType`
pub static TAG_LIST_TYPE: List<Structure<Tag>> = List { member: &Structure::<Tag>::new(), min: 0, max: 50 };

/// `tagValueType`
pub static TAG_VALUE_TYPE: Text = Text::ANY.min(0).max(256).pattern(&TAG_VALUE_TYPE_PATTERN);

/// `thumbprintListType`
pub static THUMBPRINT_LIST_TYPE: List<Text> = List { member: &THUMBPRINT_TYPE, min: 0, max: usize::MAX };

/// `thumbprintType`
pub static THUMBPRINT_TYPE: Text = Text::ANY.min(40).max(40);

/// `userNameType`
pub static USER_NAME_TYPE: Text = Text::ANY.min(1).max(64).pattern(&ATTACHMENT_NAME_PATTERN);

/// `virtualMFADeviceName`
pub static VIRTUAL_MFA_DEVICE_NAME: Text = Text::ANY.min(1).pattern(&ATTACHMENT_NAME_PATTERN);
