//! Condition keys that every service's requests can have, with their types.
//!
//! From the page "AWS global condition context keys" of the IAM User Guide (2026); `aws:SourceOwner` is older than that
//! page and still written. Keys under the prefix of a service (`ec2:SourceInstanceArn`) are set for every request of a
//! session that the service issued, whatever the request is for.

use super::key::{ConditionKey, KeyType};

const fn one(name: &'static str, kind: KeyType) -> ConditionKey {
    ConditionKey { name, kind, multivalued: false }
}

const fn many(name: &'static str, kind: KeyType) -> ConditionKey {
    ConditionKey { name, kind, multivalued: true }
}

/// The global condition keys.
pub const GLOBAL_CONDITION_KEYS: &[ConditionKey] = &[
    one("aws:PrincipalArn", KeyType::Arn),
    one("aws:PrincipalAccount", KeyType::String),
    many("aws:PrincipalOrgPaths", KeyType::String),
    one("aws:PrincipalOrgID", KeyType::String),
    one("aws:PrincipalTag/${TagKey}", KeyType::String),
    one("aws:PrincipalIsAWSService", KeyType::Bool),
    one("aws:PrincipalServiceName", KeyType::String),
    many("aws:PrincipalServiceNamesList", KeyType::String),
    one("aws:PrincipalType", KeyType::String),
    one("aws:userid", KeyType::String),
    one("aws:username", KeyType::String),
    one("aws:AssumedRoot", KeyType::Bool),
    one("aws:FederatedProvider", KeyType::String),
    one("aws:TokenIssueTime", KeyType::Date),
    one("aws:SignInSessionArn", KeyType::Arn),
    one("aws:MultiFactorAuthAge", KeyType::Numeric),
    one("aws:MultiFactorAuthPresent", KeyType::Bool),
    one("aws:ChatbotSourceArn", KeyType::Arn),
    one("aws:Ec2InstanceSourceVpc", KeyType::String),
    one("aws:Ec2InstanceSourcePrivateIPv4", KeyType::IpAddress),
    one("aws:SourceIdentity", KeyType::String),
    one("ec2:RoleDelivery", KeyType::Numeric),
    one("ec2:SourceInstanceArn", KeyType::Arn),
    one("glue:RoleAssumedBy", KeyType::String),
    one("glue:CredentialIssuingService", KeyType::String),
    one("codebuild:BuildArn", KeyType::Arn),
    one("codebuild:ProjectArn", KeyType::Arn),
    one("lambda:SourceFunctionArn", KeyType::Arn),
    one("ssm:SourceInstanceArn", KeyType::Arn),
    one("identitystore:UserId", KeyType::String),
    one("aws:SourceIp", KeyType::IpAddress),
    one("aws:SourceVpc", KeyType::String),
    one("aws:SourceVpce", KeyType::String),
    one("aws:VpcSourceIp", KeyType::IpAddress),
    one("aws:SourceVpcArn", KeyType::Arn),
    one("aws:VpceAccount", KeyType::String),
    many("aws:VpceOrgPaths", KeyType::String),
    one("aws:VpceOrgID", KeyType::String),
    one("aws:ResourceAccount", KeyType::String),
    one("aws:ResourceOrgID", KeyType::String),
    many("aws:ResourceOrgPaths", KeyType::String),
    one("aws:ResourceTag/${TagKey}", KeyType::String),
    many("aws:CalledVia", KeyType::String),
    one("aws:CalledViaFirst", KeyType::String),
    one("aws:CalledViaLast", KeyType::String),
    one("aws:CalledViaAWSMCP", KeyType::String),
    one("aws:ViaAWSMCPService", KeyType::Bool),
    one("aws:ViaAWSService", KeyType::Bool),
    one("aws:CurrentTime", KeyType::Date),
    one("aws:EpochTime", KeyType::Date),
    one("aws:referer", KeyType::String),
    one("aws:RequestedRegion", KeyType::String),
    one("aws:RequestTag/${TagKey}", KeyType::String),
    many("aws:TagKeys", KeyType::String),
    one("aws:SecureTransport", KeyType::Bool),
    one("aws:SourceAccount", KeyType::String),
    one("aws:SourceArn", KeyType::Arn),
    one("aws:SourceOrgID", KeyType::String),
    many("aws:SourceOrgPaths", KeyType::String),
    one("aws:SourceOwner", KeyType::String),
    one("aws:UserAgent", KeyType::String),
    one("aws:IsMcpServiceAction", KeyType::Bool),
];
