//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// `[\d]*`
pub static TOKEN_CODE_TYPE_PATTERN: Pattern = Pattern::new(r"[\d]*", "[0-9]*");

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`
pub static TAG_VALUE_TYPE_PATTERN: Pattern =
    Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]+`
pub static TAG_KEY_TYPE_PATTERN: Pattern = Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");

/// `[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`
pub static ARN_TYPE_PATTERN: Pattern = Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{0085}\x{00A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{1000}0-\x{10FF}FF]+",
);

/// `[\u0009\u000A\u000D\u0020-\u00FF]+`
pub static SESSION_POLICY_DOCUMENT_TYPE_PATTERN: Pattern =
    Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+", r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+");

/// `[\w+=,.@-]*`
pub static ROLE_SESSION_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*", "[A-Za-z0-9_+=,.@-]*");

/// `[\w+=,.@:\/-]*`
pub static EXTERNAL_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@:\/-]*", r"[A-Za-z0-9_+=,.@:\/-]*");

/// `[\w+=/:,.@-]*`
pub static SERIAL_NUMBER_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=/:,.@-]*", "[A-Za-z0-9_+=/:,.@-]*");

/// `[\w]*`
pub static ACCESS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]*", "[A-Za-z0-9_]*");

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[
    &TOKEN_CODE_TYPE_PATTERN,
    &TAG_VALUE_TYPE_PATTERN,
    &TAG_KEY_TYPE_PATTERN,
    &ARN_TYPE_PATTERN,
    &SESSION_POLICY_DOCUMENT_TYPE_PATTERN,
    &ROLE_SESSION_NAME_TYPE_PATTERN,
    &EXTERNAL_ID_TYPE_PATTERN,
    &SERIAL_NUMBER_TYPE_PATTERN,
    &ACCESS_KEY_ID_TYPE_PATTERN,
];

/// `ProvidedContextsListType`
pub static PROVIDED_CONTEXTS_LIST_TYPE: List<Structure<ProvidedContext>> =
    List { member: &Structure::<ProvidedContext>::new(), min: 1, max: 5 };

/// `RootDurationSecondsType`
pub static ROOT_DURATION_SECONDS_TYPE: Integer = Integer { min: 0, max: 900 };

/// `SAMLAssertionType`
pub static SAML_ASSERTION_TYPE: Text = Text::ANY.min(4).max(100000).sensitive();

/// `TargetPrincipalType`
pub static TARGET_PRINCIPAL_TYPE: Text = Text::ANY.min(12).max(2048);

/// `accessKeyIdType`
pub static ACCESS_KEY_ID_TYPE: Text = Text::ANY.min(16).max(128).pattern(&ACCESS_KEY_ID_TYPE_PATTERN);

/// `arnType`
pub static ARN_TYPE: Text = Text::ANY.min(20).max(2048).pattern(&ARN_TYPE_PATTERN);

/// `clientTokenType`
pub static CLIENT_TOKEN_TYPE: Text = Text::ANY.min(4).max(20000).sensitive();

/// `contextAssertionType`
pub static CONTEXT_ASSERTION_TYPE: Text = Text::ANY.min(4).max(2048);

/// `durationSecondsType`
pub static DURATION_SECONDS_TYPE: Integer = Integer { min: 900, max: 129600 };

/// `encodedMessageType`
pub static ENCODED_MESSAGE_TYPE: Text = Text::ANY.min(1).max(10240);

/// `externalIdType`
pub static EXTERNAL_ID_TYPE: Text = Text::ANY.min(2).max(1224).pattern(&EXTERNAL_ID_TYPE_PATTERN);

/// `jwtAlgorithmType`
pub static JWT_ALGORITHM_TYPE: Text = Text::ANY.min(5).max(5);

/// `minimumSessionTokenSizeType`
pub static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Integer = Integer { min: 0, max: 4096 };

/// `policyDescriptorListType`
pub static POLICY_DESCRIPTOR_LIST_TYPE: List<Structure<PolicyDescriptorType>> =
    List { member: &Structure::<PolicyDescriptorType>::new(), min: 0, max: usize::MAX };

/// `roleDurationSecondsType`
pub static ROLE_DURATION_SECONDS_TYPE: Integer = Integer { min: 900, max: 43200 };

/// `roleSessionNameType`
pub static ROLE_SESSION_NAME_TYPE: Text = Text::ANY.min(2).max(64).pattern(&ROLE_SESSION_NAME_TYPE_PATTERN);

/// `serialNumberType`
pub static SERIAL_NUMBER_TYPE: Text = Text::ANY.min(9).max(256).pattern(&SERIAL_NUMBER_TYPE_PATTERN);

/// `sessionPolicyDocumentType`
pub static SESSION_POLICY_DOCUMENT_TYPE: Text =
    Text::ANY.min(1).max(2048).pattern(&SESSION_POLICY_DOCUMENT_TYPE_PATTERN);

/// `sourceIdentityType`
pub static SOURCE_IDENTITY_TYPE: Text = Text::ANY.min(2).max(64).pattern(&ROLE_SESSION_NAME_TYPE_PATTERN);

/// `tagKeyListType`
pub static TAG_KEY_LIST_TYPE: List<Text> = List { member: &TAG_KEY_TYPE, min: 0, max: 50 };

/// `tagKeyType`
pub static TAG_KEY_TYPE: Text = Text::ANY.min(1).max(128).pattern(&TAG_KEY_TYPE_PATTERN);

/// `tagListType`
pub static TAG_LIST_TYPE: List<Structure<Tag>> = List { member: &Structure::<Tag>::new(), min: 0, max: 50 };

/// `tagValueType`
pub static TAG_VALUE_TYPE: Text = Text::ANY.min(0).max(256).pattern(&TAG_VALUE_TYPE_PATTERN);

/// `tokenCodeType`
pub static TOKEN_CODE_TYPE: Text = Text::ANY.min(6).max(6).pattern(&TOKEN_CODE_TYPE_PATTERN);

/// `tradeInTokenType`
pub static TRADE_IN_TOKEN_TYPE: Text = Text::ANY.sensitive();

/// `unrestrictedSessionPolicyDocumentType`
pub static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Text =
    Text::ANY.min(1).pattern(&SESSION_POLICY_DOCUMENT_TYPE_PATTERN);

/// `urlType`
pub static URL_TYPE: Text = Text::ANY.min(4).max(2048);

/// `userNameType`
pub static USER_NAME_TYPE: Text = Text::ANY.min(2).max(32).pattern(&ROLE_SESSION_NAME_TYPE_PATTERN);

/// `webIdentityTokenAudienceListType`
pub static WEB_IDENTITY_TOKEN_AUDIENCE_LIST_TYPE: List<Text> =
    List { member: &WEB_IDENTITY_TOKEN_AUDIENCE_STRING_TYPE, min: 1, max: 10 };

/// `webIdentityTokenAudienceStringType`
pub static WEB_IDENTITY_TOKEN_AUDIENCE_STRING_TYPE: Text = Text::ANY.min(1).max(1000);

/// `webIdentityTokenDurationSecondsType`
pub static WEB_IDENTITY_TOKEN_DURATION_SECONDS_TYPE: Integer = Integer { min: 60, max: 3600 };
