//! What is wrong with a policy: all of it, each with its place, and the one thing AWS would have said.
//!
//! AWS stops at the first failure, in the order of R1, section 1.8, and answers with one sentence. We look at all of it,
//! so that a person sees all mistakes at once; [`Findings::aws_message`] is the sentence a client must get.

use std::fmt;

use super::Span;
use super::dialect::Dialect;

/// What is wrong. The order of the variants is the order in which AWS looks (R1, section 1.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// More characters than any service reads (R1, section 1.7, the raw parameter).
    TooLong,
    /// Not JSON at all (R1.57 rows 1, 18).
    NotJson,
    /// A member name twice in one object (R1.5).
    RepeatedMember,
    /// A member the grammar does not know (R1.1).
    UnknownMember,
    /// A value of the wrong JSON type.
    WrongType,
    /// `Version` is neither of the two (R1.2).
    BadVersion,
    /// No `Statement`, or an empty list (R1.3).
    MissingStatement,
    /// No `Effect` (R1.12).
    MissingEffect,
    /// `Effect` is neither `Allow` nor `Deny`, in any case (R1.12).
    UnknownEffect,
    /// Both members of an xor pair (R1.10).
    BothMembers,
    /// `Principal` is a string other than `*` (R1.15).
    BarePrincipal,
    /// An unknown condition operator that has keys (R1.37).
    UnknownOperator,
    /// `Version` is missing or 2008-10-17 where 2012-10-17 is wanted (R1.57 row 2, R1.14).
    OldVersion,
    /// `Effect` in another case (R1.57 row 3).
    EffectCase,
    /// A value of a date operator that is not a date (R1.40, R1.57 row 3).
    BadDate,
    /// A resource ARN with a hole (R1.57 row 3).
    ArnFields,
    /// A non-empty `Sid` twice (R1.11).
    RepeatedSid,
    /// A `Sid` with other characters than letters and digits (R1.11).
    SidCharacters,
    /// `Principal` or `NotPrincipal` in a policy that has none (R1.57 row 17).
    PrincipalForbidden,
    /// A member that this kind of policy may not have (R1.57 row 19).
    ProhibitedMember,
    /// Neither `Principal` nor `NotPrincipal`, or an empty one (R1.57 row 21, R1.71).
    MissingPrincipal,
    /// `NotPrincipal` with `Allow` (R1.19).
    NotPrincipalAllow,
    /// Neither `Action` nor `NotAction`, or an empty list (R1.57 row 6).
    MissingAction,
    /// Neither `Resource` nor `NotResource`, or an empty list (R1.57 row 7).
    MissingResource,
    /// A resource that is not an ARN (R1.57 row 8).
    ResourceNotArn,
    /// An unknown partition (R1.57 row 9).
    ResourcePartition,
    /// No service, or a wildcard in it (R1.57 row 10, R1.28).
    ResourceVendor,
    /// An IAM ARN with a region (R1.57 row 11).
    IamRegion,
    /// A bucket's ARN with a region (R1.57 row 12).
    BucketRegion,
    /// An IAM ARN of an unknown resource type (R1.57 row 13).
    IamResourceType,
    /// Fewer than six fields in a session policy passed to an AssumeRole operation (R1.28).
    IncompleteArn,
    /// An action without a colon (R1.57 row 14).
    ActionVendorMissing,
    /// An action with two colons (R1.57 row 15).
    ActionColons,
    /// An action's prefix with other characters (R1.57 row 16).
    ActionVendor,
    /// A trust policy's action outside the AssumeRole family (R1.57 row 20).
    NotAssumeRoleAction,
    /// A principal that does not exist or cannot be one (R1.57 row 22).
    InvalidPrincipal,
    /// A service principal that does not exist (R1.77).
    UnknownService,
    /// A `Federated` value that is no provider (R1.57 row 23).
    InvalidFederated,
    /// A bucket policy's action that S3 does not have (R1.61).
    ForeignAction,
    /// A bucket policy's resource that is not in the bucket (R1.61).
    ForeignResource,
    /// A bucket policy's action none of whose statement's resources it can apply to (R1.61).
    ActionWithoutResource,
    /// A bucket policy's condition key that S3 does not know (R1.78).
    ForeignConditionKey,
    /// A bucket policy's address that is none (R1.78).
    BadAddress,
    /// A bucket policy's condition key that an action of the statement does not have (R1.78).
    ConditionNotApplicable,
    /// `Allow` in a resource control policy (R1.14).
    ControlPolicyAllow,
    /// A bare `*` as the action of a resource control policy (R1.14).
    ActionWithoutService,
    /// A gateway endpoint's principal other than `*` (R1.63).
    EndpointPrincipal,
    /// A condition that endpoint policies may not hold (R1.63).
    EndpointCondition,
    /// More characters than an endpoint policy may have (R1.63).
    EndpointTooLong,
}

impl FindingCode {
    /// The rule of the specification that is broken.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::TooLong => "1.7",
            Self::NotJson => "R1.1",
            Self::RepeatedMember => "R1.5",
            Self::UnknownMember => "R1.1",
            Self::WrongType => "R1.57",
            Self::BadVersion => "R1.2",
            Self::MissingStatement => "R1.3",
            Self::MissingEffect | Self::UnknownEffect | Self::EffectCase => "R1.12",
            Self::BothMembers => "R1.10",
            Self::BarePrincipal => "R1.15",
            Self::UnknownOperator => "R1.37",
            Self::OldVersion => "R1.57",
            Self::BadDate => "R1.40",
            Self::ArnFields => "R1.57",
            Self::RepeatedSid | Self::SidCharacters => "R1.11",
            Self::PrincipalForbidden | Self::ProhibitedMember => "1.1",
            Self::MissingPrincipal => "R1.64",
            Self::NotPrincipalAllow => "R1.19",
            Self::MissingAction | Self::MissingResource => "R1.71",
            Self::ResourceNotArn | Self::ResourcePartition | Self::IamRegion => "R1.57",
            Self::BucketRegion | Self::IamResourceType => "R1.57",
            Self::ResourceVendor | Self::IncompleteArn => "R1.28",
            Self::ActionVendorMissing | Self::ActionColons | Self::ActionVendor => "R1.23",
            Self::NotAssumeRoleAction => "R1.59",
            Self::InvalidPrincipal => "R1.16",
            Self::UnknownService => "R1.77",
            Self::InvalidFederated => "R1.57",
            Self::ForeignAction | Self::ForeignResource | Self::ActionWithoutResource => "R1.61",
            Self::ForeignConditionKey | Self::BadAddress | Self::ConditionNotApplicable => "R1.78",
            Self::ControlPolicyAllow | Self::ActionWithoutService => "R1.14",
            Self::EndpointPrincipal | Self::EndpointCondition | Self::EndpointTooLong => "R1.63",
        }
    }

    /// The step of R1, section 1.8 that reports this: a lower one wins, within one step the earlier place in the text.
    fn step(self) -> u8 {
        match self {
            Self::TooLong | Self::NotJson => 0,
            Self::RepeatedMember
            | Self::UnknownMember
            | Self::WrongType
            | Self::BadVersion
            | Self::MissingStatement
            | Self::MissingEffect
            | Self::UnknownEffect
            | Self::BothMembers
            | Self::BarePrincipal
            | Self::UnknownOperator => 1,
            Self::OldVersion => 2,
            Self::EffectCase | Self::BadDate | Self::ArnFields => 3,
            Self::RepeatedSid => 4,
            Self::SidCharacters => 5,
            Self::PrincipalForbidden | Self::ProhibitedMember => 6,
            Self::MissingPrincipal | Self::NotPrincipalAllow => 7,
            Self::MissingAction => 8,
            Self::ResourceNotArn
            | Self::ResourcePartition
            | Self::ResourceVendor
            | Self::IamRegion
            | Self::BucketRegion
            | Self::IamResourceType
            | Self::IncompleteArn => 9,
            Self::ActionVendorMissing | Self::ActionColons | Self::ActionVendor | Self::NotAssumeRoleAction => 10,
            Self::MissingResource => 11,
            Self::InvalidPrincipal | Self::UnknownService | Self::InvalidFederated => 12,
            Self::ForeignAction => 13,
            Self::ForeignResource => 14,
            Self::ActionWithoutResource => 15,
            Self::ForeignConditionKey => 16,
            Self::BadAddress => 17,
            Self::ConditionNotApplicable => 18,
            Self::ControlPolicyAllow
            | Self::ActionWithoutService
            | Self::EndpointPrincipal
            | Self::EndpointCondition
            | Self::EndpointTooLong => 19,
        }
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// The rule that is broken.
    pub rule: &'static str,
    /// Where in the text. Empty and at the end of the enclosing object for what is missing.
    pub span: Span,
    /// The sentence with which AWS refuses it.
    pub message: String,
    /// What exactly is wrong here, in one sentence for a person.
    pub detail: String,
    /// The offending value or name, as far as some service's message quotes it.
    subject: String,
}

impl Finding {
    fn new(dialect: Dialect, code: FindingCode, span: Span, subject: &str, detail: String) -> Self {
        let message = dialect.message(code, subject, &detail);
        Self { code, rule: code.rule(), span, message, detail, subject: subject.to_owned() }
    }

    fn reword(&mut self, dialect: Dialect) {
        self.message = dialect.message(self.code, &self.subject, &self.detail);
    }
}

/// Every mistake of one document, in the order of the text; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    dialect: Dialect,
    first: Box<Finding>,
    all: Vec<Finding>,
}

impl Findings {
    /// The refusal of a principal that does not exist (R1.57 row 22): a user or role ARN, an account or a unique id.
    #[must_use]
    pub fn unknown_principal(dialect: Dialect, span: Span, value: &str) -> Self {
        let subject = format!("\"AWS\":\"{value}\"");
        let detail = format!("there is no principal \"{value}\"");
        let first = Finding::new(dialect, FindingCode::InvalidPrincipal, span, &subject, detail);
        Self { dialect, all: vec![first.clone()], first: Box::new(first) }
    }

    /// The same findings in the words of another service. A resource policy does not know whose it is: S3 says this
    /// of what [`super::Policy::bind_principals`] returns.
    #[must_use]
    pub fn in_words_of(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self.first.reword(dialect);
        self.all.iter_mut().for_each(|finding| finding.reword(dialect));
        self
    }

    /// All of them, in the order of the text.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// The one AWS reports: the first failure in the order of R1, section 1.8.
    #[must_use]
    pub fn reported(&self) -> &Finding {
        &self.first
    }

    /// AWS's message.
    #[must_use]
    pub fn aws_message(&self) -> &str {
        &self.first.message
    }

    /// AWS's error code: `MalformedPolicyDocument`, S3's `MalformedPolicy` and so on. The HTTP status is 400.
    #[must_use]
    pub fn aws_code(&self) -> &'static str {
        self.dialect.error_code()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.aws_code(), self.aws_message())
    }
}

impl std::error::Error for Findings {}

/// Collects findings in the words of one service.
#[derive(Debug)]
pub(super) struct Notes {
    dialect: Dialect,
    list: Vec<Finding>,
}

impl Notes {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, list: Vec::new() }
    }

    /// Notes a mistake. `subject` is the offending value or name, as far as AWS's message quotes it.
    pub(super) fn add(&mut self, code: FindingCode, span: Span, subject: &str, detail: impl Into<String>) {
        self.list.push(Finding::new(self.dialect, code, span, subject, detail.into()));
    }

    /// Whether there is a note of this code already.
    pub(super) fn has(&self, code: FindingCode) -> bool {
        self.list.iter().any(|finding| finding.code == code)
    }

    /// Notes all of what was found elsewhere.
    pub(super) fn extend(&mut self, findings: Findings) {
        self.list.extend(findings.all);
    }

    /// How many so far.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The value, if there is nothing to complain about.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Findings> {
        let Self { dialect, mut list } = self;
        list.sort_by_key(|finding| (finding.span.start, finding.code));
        match list.iter().min_by_key(|finding| (finding.code.step(), finding.span.start)).cloned() {
            None => Ok(value),
            Some(first) => Err(Findings { dialect, first: Box::new(first), all: list }),
        }
    }
}
