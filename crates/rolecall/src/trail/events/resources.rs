//! What an event is about: the `resources` of its record, and the names by which `LookupEvents` finds it.

use super::event::EventResource;
use super::identity::last_part;
use crate::trail::record::{Details, Json, Record};
use serde::Serialize;
use serde_json::{Map, Value};

/// An entry of `resources`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Resource {
    #[serde(rename = "accountId", skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub(super) arn: Option<String>,
    /// What the ARNs of several begin with.
    #[serde(rename = "ARNPrefix", skip_serializing_if = "Option::is_none")]
    pub(super) prefix: Option<String>,
}

impl Resource {
    fn one(account: Option<String>, kind: &'static str, arn: &str) -> Self {
        Self { account, kind, arn: Some(arn.to_owned()), prefix: None }
    }
}

/// Services whose records list their resources; those of IAM, Organizations and CloudTrail do not.
const LISTING: [&str; 2] = ["sts", "s3"];

/// Operations on objects of a bucket that their records do not name one by one.
const OF_MANY: [&str; 3] = ["DeleteObjects", "ListObjects", "ListObjectsV2"];

/// `resources` of the record; nothing where AWS has none.
pub(super) fn listed(record: &Record) -> Vec<Resource> {
    if !LISTING.contains(&&*record.service) {
        return Vec::new();
    }
    let mut listed: Vec<Resource> = Vec::new();
    let mut add = |resource: Resource| {
        if !listed.contains(&resource) {
            listed.push(resource);
        }
    };
    let is_of_many = record.service == "s3" && OF_MANY.contains(&&*record.operation);
    for arn in &record.resources {
        let Some(kind) = kind_of(arn) else { continue };
        if let Some(bucket) = bucket_of(arn).filter(|_| is_of_many) {
            add(Resource { account: None, kind: "AWS::S3::Object", arn: None, prefix: Some(format!("{bucket}/")) });
            add(Resource::one(owner(record, bucket), "AWS::S3::Bucket", bucket));
            continue;
        }
        match bucket_of(arn).filter(|_| kind == "AWS::S3::Object") {
            // An object is listed with its bucket, which has the account.
            Some(bucket) => {
                add(Resource::one(None, kind, arn));
                add(Resource::one(owner(record, bucket), "AWS::S3::Bucket", bucket));
            }
            None => add(Resource::one(owner(record, arn), kind, arn)),
        }
    }
    listed
}

/// The account of a resource: that in its ARN, of a bucket its owner's.
fn owner(record: &Record, arn: &str) -> Option<String> {
    let in_arn = arn.split(':').nth(4).filter(|account| !account.is_empty());
    let noted = || {
        let owners = &record.details.as_ref()?.owners;
        owners.iter().find(|(bucket, _)| bucket == arn).map(|(_, account)| account.as_str())
    };
    let callers = || record.accounts.first().map(String::as_str);
    in_arn.or_else(noted).or_else(callers).map(str::to_owned)
}

/// The type of a resource, as CloudFormation names it.
fn kind_of(arn: &str) -> Option<&'static str> {
    let mut parts = arn.splitn(6, ':');
    let (service, resource) = (parts.nth(2)?, parts.nth(2)?);
    let first = resource.split('/').next().unwrap_or_default();
    Some(match (service, first) {
        ("s3", _) if resource.contains('/') => "AWS::S3::Object",
        ("s3", _) if !resource.contains(['*', '?']) => "AWS::S3::Bucket",
        ("iam", "role") => "AWS::IAM::Role",
        ("iam", "user") => "AWS::IAM::User",
        ("iam", "group") => "AWS::IAM::Group",
        ("iam", "policy") => "AWS::IAM::Policy",
        ("iam", "instance-profile") => "AWS::IAM::InstanceProfile",
        ("iam", "saml-provider") => "AWS::IAM::SAMLProvider",
        ("iam", "oidc-provider") => "AWS::IAM::OIDCProvider",
        ("iam", "server-certificate") => "AWS::IAM::ServerCertificate",
        ("iam", "mfa") => "AWS::IAM::MFADevice",
        ("sts", "assumed-role") => "AWS::STS::AssumedRole",
        ("organizations", "account") => "AWS::Organizations::Account",
        ("organizations", "organization") => "AWS::Organizations::Organization",
        ("organizations", "ou") => "AWS::Organizations::OrganizationalUnit",
        ("organizations", "policy") => "AWS::Organizations::Policy",
        ("cloudtrail", "trail") => "AWS::CloudTrail::Trail",
        _ => return None,
    })
}

/// `arn:aws:s3:::b` of the ARN of a bucket or an object.
#[must_use]
pub fn bucket_of(arn: &str) -> Option<&str> {
    let name = arn.strip_prefix("arn:aws:s3:::")?;
    let end = name.find('/').unwrap_or(name.len());
    arn.get(..arn.len() - name.len() + end)
}

/// What the event can be looked up by: ARNs and names of resources, ids of what was made.
pub(super) fn found_by(record: &Record, details: &Details) -> Vec<EventResource> {
    let mut found: Vec<EventResource> = Vec::new();
    let mut add = |kind, name: &str| {
        let resource = EventResource { kind, name: name.to_owned() };
        if !name.is_empty() && !found.contains(&resource) {
            found.push(resource);
        }
    };
    for arn in &record.resources {
        let Some(kind) = kind_of(arn) else { continue };
        add(kind, arn);
        match kind {
            "AWS::S3::Object" => add("AWS::S3::Bucket", bucket_name(arn)),
            "AWS::S3::Bucket" => add(kind, bucket_name(arn)),
            "AWS::STS::AssumedRole" => {}
            _ => add(kind, last_part(arn)),
        }
    }
    if let Some(response) = details.response.as_ref().and_then(Json::object) {
        made(&response, &mut add);
    }
    found
}

fn bucket_name(arn: &str) -> &str {
    bucket_of(arn).and_then(|bucket| bucket.rsplit(':').next()).unwrap_or_default()
}

/// What an answer tells of what was made.
fn made(response: &Map<String, Value>, add: &mut impl FnMut(&'static str, &str)) {
    let text = |object: &str, member: &str| {
        response.get(object).and_then(|object| object.get(member)?.as_str()).unwrap_or_default()
    };
    add("AWS::IAM::AccessKey", text("credentials", "accessKeyId"));
    add("AWS::IAM::AccessKey", text("accessKey", "accessKeyId"));
    let id = text("assumedRoleUser", "assumedRoleId");
    add("AWS::STS::AssumedRole", id.split_once(':').map_or("", |(_, session)| session));
    add("AWS::STS::AssumedRole", id);
    add("AWS::STS::AssumedRole", text("assumedRoleUser", "arn"));
    for (kind, object, members) in [
        ("AWS::IAM::User", "user", ["userName", "userId", "arn"]),
        ("AWS::IAM::Role", "role", ["roleName", "roleId", "arn"]),
        ("AWS::IAM::Group", "group", ["groupName", "groupId", "arn"]),
        ("AWS::IAM::Policy", "policy", ["policyName", "policyId", "arn"]),
    ] {
        members.iter().for_each(|member| add(kind, text(object, member)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types of the resources that these services have.
    #[test]
    fn kinds() {
        for (arn, kind) in [
            ("arn:aws:s3:::b", Some("AWS::S3::Bucket")),
            ("arn:aws:s3:::b/k/l", Some("AWS::S3::Object")),
            ("arn:aws:s3:::*", None),
            ("arn:aws:iam::111111111111:role/path/Dev", Some("AWS::IAM::Role")),
            ("arn:aws:iam::111111111111:root", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(kind_of(arn), kind, "{arn}");
        }
        assert_eq!(bucket_of("arn:aws:s3:::b/k"), Some("arn:aws:s3:::b"));
        assert_eq!(bucket_of("arn:aws:iam::1:role/r"), None);
    }
}
