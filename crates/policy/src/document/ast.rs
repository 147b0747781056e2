//! The parsed form of a policy: what the grammar says, with the place of each part in the text.
//!
//! Strings are kept decoded, as the client meant them; patterns and variables are compiled later by `matching` and
//! `condition`, because what they mean depends on the policy's [`Version`] (R1.46).

use std::marker::PhantomData;
use std::sync::Arc;

use super::Dialect;
use crate::arn::Arn;

/// A half-open byte range `start..end` in the policy's text. For a string it includes the quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// The `Version` element (R1.2). An absent one is [`Version::V2008`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// `2008-10-17`: no policy variables (R1.46).
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// The `Effect` element (R1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Effect {
    /// Grants.
    Allow,
    /// Refuses, whatever else grants.
    Deny,
}

/// A parsed policy of the kind `K` (see `document::kind`). The text is kept exactly as the client sent it.
#[derive(Debug, Clone)]
pub struct Policy<K> {
    pub(crate) text: Arc<str>,
    pub(crate) version: Version,
    /// Whether `Version` was written out: creation rules differ (R1.57 row 2, R1.58).
    pub(crate) version_span: Option<Span>,
    pub(crate) id: Option<Spanned<Box<str>>>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) kind: PhantomData<K>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The whole object.
    pub span: Span,
    /// `Sid`.
    pub sid: Option<Spanned<Box<str>>>,
    /// `Effect`.
    pub effect: Spanned<Effect>,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<PrincipalElement>,
    /// `Action` or `NotAction`; absent or empty only in documents that creation refuses (R1.71).
    pub action: Option<ActionElement>,
    /// `Resource` or `NotResource`.
    pub resource: Option<ResourceElement>,
    /// `Condition`: one element for each operator and key, in the order of the text. All must hold (R1.33).
    pub conditions: Vec<ConditionElement>,
}

/// `Principal` or `NotPrincipal` (R1.15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalElement {
    /// `NotPrincipal`.
    pub negated: bool,
    /// Member name and value.
    pub span: Span,
    /// Every entry of every map key, in the order of the text.
    pub entries: Vec<Spanned<PrincipalEntry>>,
}

/// One principal entry (R1, section 1.2). Names and ids are compared case-sensitively (R1.70).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PrincipalEntry {
    /// `"*"` or `{"AWS":"*"}`.
    Everyone,
    /// A 12-digit id.
    Account(Box<str>),
    /// `arn:aws:iam::A:root`: the account, where it is of this partition (R0.1).
    Root(Box<str>),
    /// `arn:aws:iam::A:user/path/Name`.
    User(Box<str>),
    /// `arn:aws:iam::A:role/path/Name`.
    Role(Box<str>),
    /// `arn:aws:sts::A:assumed-role/Name/Session`.
    RoleSession(Box<str>),
    /// `arn:aws:sts::A:federated-user/Name`.
    FederatedUser(Box<str>),
    /// `AIDA…`/`AROA…`: what a stored policy holds in place of a user's or role's ARN (R1.18).
    UniqueId(Box<str>),
    /// A service principal; compared ignoring case (R1.69).
    Service(Box<str>),
    /// An OIDC or SAML provider.
    Federated(Box<str>),
    /// The 64 hex digits of an account's canonical user id (R1.74).
    CanonicalUser(Box<str>),
    /// Anything else under `AWS`: compared literally with the caller's ARN (R1.16).
    Other(Box<str>),
}

impl PrincipalEntry {
    /// The 12-digit id of the account that the entry names as a whole, by its id or by the ARN of its root.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account(id) => Some(id),
            Self::Root(arn) => Some(Arn::parse(arn)?.account),
            _ => None,
        }
    }
}

/// `Action` or `NotAction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionElement {
    /// `NotAction`.
    pub negated: bool,
    /// Member name and value.
    pub span: Span,
    /// The patterns as written.
    pub patterns: Vec<Spanned<Box<str>>>,
}

/// `Resource` or `NotResource`. A `null` member of the list (R1.6) is kept as `None` and matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceElement {
    /// `NotResource`.
    pub negated: bool,
    /// Member name and value.
    pub span: Span,
    /// The patterns as written.
    pub patterns: Vec<Spanned<Option<Box<str>>>>,
}

/// One operator applied to one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionElement {
    /// Key name and values.
    pub span: Span,
    /// The operator with its prefix and suffix, and where it is written.
    pub operator: Spanned<Operator>,
    /// The context key as written; compared ignoring case (R1.34).
    pub key: Spanned<ConditionKey>,
    /// The values in their text form (R1.7).
    pub values: Vec<Spanned<Box<str>>>,
}

/// A context key's name as written.
pub type ConditionKey = Box<str>;

/// A condition operator (R1.36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub set: Option<SetPrefix>,
    /// The comparison.
    pub core: OperatorCore,
    /// The suffix `IfExists`.
    pub if_exists: bool,
}

/// The prefix of a set operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetPrefix {
    /// `ForAllValues:`
    ForAllValues,
    /// `ForAnyValue:`
    ForAnyValue,
}

/// The comparisons of the operator table (R1, section 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are AWS's operator names")]
pub enum OperatorCore {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnLike,
    ArnNotEquals,
    ArnNotLike,
    Null,
}

/// The kinds of policy, as types: a trust policy cannot be passed where an identity policy is wanted.
///
/// Implemented by the marker types of `document::kind` only.
pub trait PolicyKind: Copy + std::fmt::Debug + Send + Sync + 'static {
    /// In whose words a text that cannot be read is refused.
    const DIALECT: Dialect;
    /// What a statement without principal means (R1.64).
    const WITHOUT_PRINCIPAL: super::kind::WithoutPrincipal;
    /// Whether statements have a resource part; those of trust policies have none (R2, section 2.1).
    const HAS_RESOURCE: bool;
}

impl<K> Policy<K> {
    /// A policy without statements: it allows nothing and denies nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            text: Arc::from(""),
            version: Version::V2012,
            version_span: None,
            id: None,
            statements: Vec::new(),
            kind: PhantomData,
        }
    }

    /// The text exactly as it was sent.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// `Version`, or 2008-10-17 if there is none.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Where `Version` is written, if it is.
    #[must_use]
    pub fn version_span(&self) -> Option<Span> {
        self.version_span
    }

    /// `Id`.
    #[must_use]
    pub fn id(&self) -> Option<&Spanned<Box<str>>> {
        self.id.as_ref()
    }

    /// The statements in the order of the text.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }
}
