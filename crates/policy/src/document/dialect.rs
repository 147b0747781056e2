//! How each service words its refusal of a policy: error code and message (R1.57, R1.61, R1.62).

use super::{FindingCode, limits};

/// Whose error codes and messages are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// IAM and STS: identity policies, boundaries, session policies.
    Iam,
    /// IAM, of a role's trust policy.
    Trust,
    /// S3, of a bucket policy.
    S3,
    /// KMS and other services with resource policies.
    Kms,
    /// Organizations, of service and resource control policies.
    Organizations,
    /// EC2, of a VPC endpoint policy.
    Endpoint,
}

impl Dialect {
    /// The error code; the HTTP status is always 400.
    #[must_use]
    pub fn error_code(self) -> &'static str {
        match self {
            Self::Iam | Self::Trust => "MalformedPolicyDocument",
            Self::S3 => "MalformedPolicy",
            Self::Kms | Self::Organizations => "MalformedPolicyDocumentException",
            Self::Endpoint => "InvalidPolicyDocument",
        }
    }

    /// The message for one finding.
    pub(super) fn message(self, code: FindingCode, subject: &str, detail: &str) -> String {
        match self {
            Self::Iam | Self::Kms => iam(code, subject, detail),
            Self::Trust if code == FindingCode::NotJson => "This policy contains invalid Json".into(),
            Self::Trust if code == FindingCode::UnknownOperator => unknown_operator(subject),
            Self::Trust => iam(code, subject, detail),
            Self::S3 => s3(code, subject),
            Self::Organizations => {
                "The provided policy document does not meet the requirements of the specified policy type.".into()
            }
            Self::Endpoint => detail.into(),
        }
    }
}

/// The table of R1.57.
fn iam(code: FindingCode, subject: &str, detail: &str) -> String {
    use FindingCode as Code;
    match code {
        Code::TooLong
        | Code::NotJson
        | Code::RepeatedMember
        | Code::UnknownMember
        | Code::WrongType
        | Code::BadVersion
        | Code::MissingStatement
        | Code::MissingEffect
        | Code::UnknownEffect
        | Code::BothMembers
        | Code::BarePrincipal
        | Code::UnknownOperator => "Syntax errors in policy.".into(),
        Code::OldVersion => "Policy document must be version 2012-10-17 or greater.".into(),
        Code::EffectCase | Code::BadDate | Code::ArnFields => "The policy failed legacy parsing".into(),
        Code::RepeatedSid => "Statement IDs (SID) in a single policy must be unique.".into(),
        Code::SidCharacters => "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
                                regular expression [0-9A-Za-z]*"
            .into(),
        Code::PrincipalForbidden => "Policy document should not specify a principal.".into(),
        Code::ProhibitedMember => format!("Has prohibited field {subject}"),
        Code::MissingPrincipal => "Missing required field Principal".into(),
        Code::MissingAction => "Policy statement must contain actions.".into(),
        Code::MissingResource => "Policy statement must contain resources.".into(),
        Code::ResourceNotArn | Code::IncompleteArn => format!("Resource {subject} must be in ARN format or \"*\"."),
        Code::ResourcePartition => {
            let partition = subject.split(':').nth(1).unwrap_or_default();
            format!("Partition \"{partition}\" is not valid for resource \"{subject}\".")
        }
        Code::ResourceVendor => "Resource vendor must be fully qualified and cannot contain regexes.".into(),
        Code::IamRegion => format!("IAM resource {subject} cannot contain region information."),
        Code::BucketRegion => format!("Resource {subject} can not contain region information."),
        Code::IamResourceType => "IAM resource path must either be \"*\", root, or start with user/, federated-user/, \
                                  role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, \
                                  saml-provider/, oidc-provider/, report/, access-report/."
            .into(),
        Code::ActionVendorMissing => {
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".into()
        }
        Code::ActionColons => "Actions/Condition can contain only one colon.".into(),
        Code::ActionVendor => format!("Vendor {subject} is not valid"),
        Code::NotAssumeRoleAction => "AssumeRole policy may only specify STS AssumeRole actions.".into(),
        Code::InvalidPrincipal | Code::UnknownService => format!("Invalid principal in policy: {subject}"),
        Code::InvalidFederated => "Federated principals must be valid domain names or SAML metadata ARNs".into(),
        // No service that answers in these words makes these checks and documents a text for them.
        Code::NotPrincipalAllow
        | Code::ForeignAction
        | Code::ForeignResource
        | Code::ActionWithoutResource
        | Code::ForeignConditionKey
        | Code::BadAddress
        | Code::ConditionNotApplicable
        | Code::ControlPolicyAllow
        | Code::ActionWithoutService
        | Code::EndpointPrincipal
        | Code::EndpointCondition
        | Code::EndpointTooLong => detail.into(),
    }
}

/// What S3 says of an operator that does not exist, and IAM of one in a trust policy (R1.57 row 24).
fn unknown_operator(name: &str) -> String {
    format!("Invalid Condition type : {name}")
}

/// S3's words (R1.61).
fn s3(code: FindingCode, subject: &str) -> String {
    use FindingCode as Code;
    match code {
        Code::TooLong => {
            format!("Normalized policy document exceeds the maximum allowed size of {} bytes.", limits::BUCKET_POLICY)
        }
        Code::NotJson => "Policies must be valid JSON and the first byte must be '{'".into(),
        Code::UnknownMember => format!("Unknown field {subject}"),
        Code::BadVersion => "The policy must contain a valid version string".into(),
        Code::MissingStatement => "Missing required field Statement".into(),
        Code::MissingEffect => "Missing required field Effect".into(),
        Code::UnknownEffect | Code::EffectCase => format!("Invalid effect: {subject}"),
        Code::MissingPrincipal => "Missing required field Principal".into(),
        Code::MissingAction => "Missing required field Action".into(),
        Code::MissingResource => "Missing required field Resource".into(),
        Code::BarePrincipal | Code::InvalidPrincipal | Code::InvalidFederated | Code::NotPrincipalAllow => {
            "Invalid principal in policy".into()
        }
        Code::UnknownService => format!("Invalid principal in policy: {subject}"),
        Code::ForeignAction | Code::ActionVendorMissing | Code::ActionColons | Code::ActionVendor => {
            "Policy has invalid action".into()
        }
        Code::ForeignResource
        | Code::ArnFields
        | Code::ResourceNotArn
        | Code::ResourcePartition
        | Code::ResourceVendor
        | Code::BucketRegion => "Policy has invalid resource".into(),
        Code::ActionWithoutResource => "Action does not apply to any resource(s) in statement".into(),
        Code::UnknownOperator => unknown_operator(subject),
        Code::ForeignConditionKey => "Policy has an invalid condition key".into(),
        Code::BadAddress => "Invalid IP address in Conditions".into(),
        Code::ConditionNotApplicable => {
            "Conditions do not apply to combination of actions and resources in statement".into()
        }
        _ => "Invalid policy syntax.".into(),
    }
}
