//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `[\s\S]*`
pub static HANDSHAKE_NOTES_PATTERN: Pattern =
    Pattern::new(r"[\s\S]*", r"[\x09-\x0D\x20\x00-\x08\x0E-\x1F\x21-\x{10FFFF}]*");

/// `[\u0020-\u007E]+`
pub static CREATE_ACCOUNT_NAME_PATTERN: Pattern = Pattern::new(r"[\u0020-\u007E]+", r"[\x{0020}-\x{007E}]+");

/// `[\w+=,.@-]*`
pub static SERVICE_PRINCIPAL_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*", "[A-Za-z0-9_+=,.@-]*");

/// `[\w+=,.@-]{1,64}`
pub static ROLE_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]{1,64}", "[A-Za-z0-9_+=,.@-]{1,64}");

/// `[^\s@]+@[^\s@]+\.[^\s@]+`
pub static EMAIL_PATTERN: Pattern =
    Pattern::new(r"[^\s@]+@[^\s@]+\.[^\s@]+", r"[^\x09-\x0D\x20@]+@[^\x09-\x0D\x20@]+\.[^\x09-\x0D\x20@]+");

/// `^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`
pub static TAG_KEY_PATTERN: Pattern =
    Pattern::new(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$");

/// `^(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$`
pub static CHILD_ID_PATTERN: Pattern =
    Pattern::new(r"^(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$", "^([0-9]{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$");

/// `^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$`
pub static POLICY_TARGET_ID_PATTERN: Pattern = Pattern::new(
    r"^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
    "^(r-[0-9a-z]{4,32})|([0-9]{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
);

/// `^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$`
pub static TAGGABLE_RESOURCE_ID_PATTERN: Pattern = Pattern::new(
    r"^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$",
    "^(r-[0-9a-z]{4,32})|([0-9]{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$",
);

/// `^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$`
pub static PARENT_ID_PATTERN: Pattern = Pattern::new(
    "^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
    "^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
);

/// `^[ -~]+$`
pub static RESPONSIBILITY_TRANSFER_NAME_PATTERN: Pattern = Pattern::new("^[ -~]+$", "^[ -~]+$");

/// `^\d{12}$`
pub static ACCOUNT_ID_PATTERN: Pattern = Pattern::new(r"^\d{12}$", "^[0-9]{12}$");

/// `^car-[a-z0-9]{8,32}$`
pub static CREATE_ACCOUNT_REQUEST_ID_PATTERN: Pattern = Pattern::new("^car-[a-z0-9]{8,32}$", "^car-[a-z0-9]{8,32}$");

/// `^h-[0-9a-z]{8,32}$`
pub static HANDSHAKE_ID_PATTERN: Pattern = Pattern::new("^h-[0-9a-z]{8,32}$", "^h-[0-9a-z]{8,32}$");

/// `^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$`
pub static ORGANIZATIONAL_UNIT_ID_PATTERN: Pattern =
    Pattern::new("^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$", "^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$");

/// `^p-[0-9a-zA-Z_]{8,128}$`
pub static POLICY_ID_PATTERN: Pattern = Pattern::new("^p-[0-9a-zA-Z_]{8,128}$", "^p-[0-9a-zA-Z_]{8,128}$");

/// `^r-[0-9a-z]{4,32}$`
pub static ROOT_ID_PATTERN: Pattern = Pattern::new("^r-[0-9a-z]{4,32}$", "^r-[0-9a-z]{4,32}$");

/// `^rt-[0-9a-z]{8,32}$`
pub static RESPONSIBILITY_TRANSFER_ID_PATTERN: Pattern = Pattern::new("^rt-[0-9a-z]{8,32}$", "^rt-[0-9a-z]{8,32}$");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[
    &HANDSHAKE_NOTES_PATTERN,
    &CREATE_ACCOUNT_NAME_PATTERN,
    &SERVICE_PRINCIPAL_PATTERN,
    &ROLE_NAME_PATTERN,
    &EMAIL_PATTERN,
    &TAG_KEY_PATTERN,
    &CHILD_ID_PATTERN,
    &POLICY_TARGET_ID_PATTERN,
    &TAGGABLE_RESOURCE_ID_PATTERN,
    &PARENT_ID_PATTERN,
    &RESPONSIBILITY_TRANSFER_NAME_PATTERN,
    &ACCOUNT_ID_PATTERN,
    &CREATE_ACCOUNT_REQUEST_ID_PATTERN,
    &HANDSHAKE_ID_PATTERN,
    &ORGANIZATIONAL_UNIT_ID_PATTERN,
    &POLICY_ID_PATTERN,
    &ROOT_ID_PATTERN,
    &RESPONSIBILITY_TRANSFER_ID_PATTERN,
];

/// `AccountId`
pub static ACCOUNT_ID: Text = Text::ANY.max(12).pattern(&ACCOUNT_ID_PATTERN);

/// `ActionType`
pub static ACTION_TYPE: Text = Text::ANY.one_of(&[
    "INVITE",
    "ENABLE_ALL_FEATURES",
    "APPROVE_ALL_FEATURES",
    "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE",
    "TRANSFER_RESPONSIBILITY",
]);

/// `ChildId`
pub static CHILD_ID: Text = Text::ANY.max(100).pattern(&CHILD_ID_PATTERN);

/// `ChildType`
pub static CHILD_TYPE: Text = Text::ANY.one_of(&["ACCOUNT", "ORGANIZATIONAL_UNIT"]);

/// `CreateAccountName`
pub static CREATE_ACCOUNT_NAME: Text = Text::ANY.min(1).max(50).pattern(&CREATE_ACCOUNT_NAME_PATTERN).sensitive();

/// `CreateAccountRequestId`
pub static CREATE_ACCOUNT_REQUEST_ID: Text = Text::ANY.max(36).pattern(&CREATE_ACCOUNT_REQUEST_ID_PATTERN);

/// `CreateAccountState`
pub static CREATE_ACCOUNT_STATE: Text = Text::ANY.one_of(&["IN_PROGRESS", "SUCCEEDED", "FAILED"]);

/// `CreateAccountStates`
pub static CREATE_ACCOUNT_STATES: List<Text> = List { member: &CREATE_ACCOUNT_STATE, min: 0, max: usize::MAX };

/// `EffectivePolicyType`
pub static EFFECTIVE_POLICY_TYPE: Text = Text::ANY.one_of(&[
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "GUARDDUTY_POLICY",
]);

/// `Email`
pub static EMAIL: Text = Text::ANY.min(6).max(64).pattern(&EMAIL_PATTERN).sensitive();

/// `HandshakeId`
pub static HANDSHAKE_ID: Text = Text::ANY.max(34).pattern(&HANDSHAKE_ID_PATTERN);

/// `HandshakeNotes`
pub static HANDSHAKE_NOTES: Text = Text::ANY.max(1024).pattern(&HANDSHAKE_NOTES_PATTERN).sensitive();

/// `HandshakePartyId`
pub static HANDSHAKE_PARTY_ID: Text = Text::ANY.min(1).max(64).pattern(&HANDSHAKE_NOTES_PATTERN).sensitive();

/// `HandshakePartyType`
pub static HANDSHAKE_PARTY_TYPE: Text = Text::ANY.one_of(&["ACCOUNT", "ORGANIZATION", "EMAIL"]);

/// `IAMUserAccessToBilling`
pub static IAM_USER_ACCESS_TO_BILLING: Text = Text::ANY.one_of(&["ALLOW", "DENY"]);

/// `MaxResults`
pub static MAX_RESULTS: Integer = Integer { min: 1, max: 20 };

/// `NextToken`
pub static NEXT_TOKEN: Text = Text::ANY.max(100000).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `OrganizationFeatureSet`
pub static ORGANIZATION_FEATURE_SET: Text = Text::ANY.one_of(&["ALL", "CONSOLIDATED_BILLING"]);

/// `OrganizationalUnitId`
pub static ORGANIZATIONAL_UNIT_ID: Text = Text::ANY.max(68).pattern(&ORGANIZATIONAL_UNIT_ID_PATTERN);

/// `OrganizationalUnitName`
pub static ORGANIZATIONAL_UNIT_NAME: Text = Text::ANY.min(1).max(128).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `ParentId`
pub static PARENT_ID: Text = Text::ANY.max(100).pattern(&PARENT_ID_PATTERN);

/// `PolicyContent`
pub static POLICY_CONTENT: Text = Text::ANY.min(1).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `PolicyDescription`
pub static POLICY_DESCRIPTION: Text = Text::ANY.max(512).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `PolicyId`
pub static POLICY_ID: Text = Text::ANY.max(130).pattern(&POLICY_ID_PATTERN);

/// `PolicyName`
pub static POLICY_NAME: Text = Text::ANY.min(1).max(128).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `PolicyTargetId`
pub static POLICY_TARGET_ID: Text = Text::ANY.max(100).pattern(&POLICY_TARGET_ID_PATTERN);

/// `PolicyType`
pub static POLICY_TYPE: Text = Text::ANY.one_of(&[
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "GUARDDUTY_POLICY",
]);

/// `ResourcePolicyContent`
pub static RESOURCE_POLICY_CONTENT: Text = Text::ANY.min(1).max(40000).pattern(&HANDSHAKE_NOTES_PATTERN);

/// `ResponsibilityTransferId`
pub static RESPONSIBILITY_TRANSFER_ID: Text = Text::ANY.pattern(&RESPONSIBILITY_TRANSFER_ID_PATTERN);

/// `ResponsibilityTransferName`
pub static RESPONSIBILITY_TRANSFER_NAME: Text =
    Text::ANY.min(1).max(128).pattern(&RESPONSIBILITY_TRANSFER_NAME_PATTERN).sensitive();

/// `ResponsibilityTransferType`
pub static RESPONSIBILITY_TRANSFER_TYPE: Text = Text::ANY.one_of(&["BILLING"]);

/// `RoleName`
pub static ROLE_NAME: Text = Text::ANY.max(64).pattern(&ROLE_NAME_PATTERN);

/// `RootId`
pub static ROOT_ID: Text = Text::ANY.max(34).pattern(&ROOT_ID_PATTERN);

/// `ServicePrincipal`
pub static SERVICE_PRINCIPAL: Text = Text::ANY.min(1).max(128).pattern(&SERVICE_PRINCIPAL_PATTERN);

/// `TagKey`
pub static TAG_KEY: Text = Text::ANY.min(1).max(128).pattern(&TAG_KEY_PATTERN);

/// `TagKeys`
pub static TAG_KEYS: List<Text> = List { member: &TAG_KEY, min: 0, max: usize::MAX };

/// `TagValue`
pub static TAG_VALUE: Text = Text::ANY.min(0).max(256).pattern(&TAG_KEY_PATTERN);

/// `TaggableResourceId`
pub static TAGGABLE_RESOURCE_ID: Text = Text::ANY.max(130).pattern(&TAGGABLE_RESOURCE_ID_PATTERN);

/// `Tags`
pub static TAGS: List<Structure<Tag>> = List { member: &Structure::<Tag>::new(), min: 0, max: usize::MAX };
