//! `Resource` and `NotResource` (R1.57 rows 3, 7–13, 19; R1.28).

use super::super::finding::Notes;
use super::super::parse::inside_end;
use super::super::{FindingCode, Span, Statement};
use super::ResourceRule;
use crate::arn::PARTITIONS;

/// How an IAM resource begins, apart from `*` and `root` (R1.57 row 13).
const IAM_TYPES: &[&str] = &[
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
    // Newer than the message, which does not name them (Service Authorization Reference).
    "delegation-request/",
    "role-template/",
];

/// The resource types of S3 whose ARNs have a region and an account, unlike a bucket's.
const REGIONAL_S3_TYPES: &[&str] =
    &["accesspoint", "access-grants", "async-request", "job", "storage-lens", "storage-lens-group"];

pub(super) fn check(statement: &Statement, rule: ResourceRule<'_>, notes: &mut Notes) {
    let element = statement.resource.as_ref();
    if matches!(rule, ResourceRule::Prohibited) {
        if let Some(element) = element {
            let name = if element.negated { "NotResource" } else { "Resource" };
            let detail = format!("a trust policy cannot have `{name}`: its resource is the role");
            notes.add(FindingCode::ProhibitedMember, element.span, name, detail);
        }
        return;
    }
    let Some(element) = element.filter(|element| !element.patterns.is_empty()) else {
        let detail = "a statement must have a `Resource` or `NotResource` with at least one resource";
        let span = element.map_or(inside_end(statement.span), |element| element.span);
        notes.add(FindingCode::MissingResource, span, "", detail);
        return;
    };
    for pattern in &element.patterns {
        // A `null` is accepted and matches nothing (R1.6).
        if let Some(text) = &pattern.value {
            form(text, pattern.span, matches!(rule, ResourceRule::CompleteArns), notes);
        }
    }
}

/// The fields of an ARN, six at most. Colons inside `${…}` do not separate (R1.26).
pub(super) fn fields(arn: &str) -> Vec<&str> {
    let mut fields = Vec::with_capacity(6);
    let mut start = 0;
    let mut variable = false;
    let mut previous = b' ';
    let last_close = arn.rfind('}').unwrap_or(0);
    for (at, byte) in arn.bytes().enumerate() {
        match byte {
            b'{' if previous == b'$' && at < last_close => variable = true,
            b'}' => variable = false,
            b':' if !variable && fields.len() < 5 => {
                fields.extend(arn.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        previous = byte;
    }
    fields.extend(arn.get(start..));
    fields
}

fn form(arn: &str, span: Span, complete: bool, notes: &mut Notes) {
    if arn == "*" {
        return;
    }
    let fields = fields(arn);
    let field = |at: usize| fields.get(at).copied();
    let mut note = |code: FindingCode, subject: &str, detail: String| notes.add(code, span, subject, detail);
    let Some(partition) = field(1) else {
        note(FindingCode::ResourceNotArn, arn, format!("\"{arn}\" is neither an ARN nor \"*\""));
        return;
    };
    // AWS managed policies write `arn:*:…` (R1.28).
    if partition != "*" && !PARTITIONS.contains(&partition) {
        let detail = format!("there is no partition \"{partition}\"");
        note(FindingCode::ResourcePartition, &with_all_fields(&fields), detail);
        return;
    }
    if field(0) != Some("arn") {
        note(FindingCode::ResourceNotArn, arn, format!("\"{arn}\" does not begin with `arn:`"));
        return;
    }
    let service = match field(2) {
        None => {
            note(FindingCode::ResourceVendor, arn, format!("\"{arn}\" does not name a service"));
            return;
        }
        Some("") => {
            note(FindingCode::ArnFields, arn, format!("the service in \"{arn}\" is empty"));
            return;
        }
        Some(service) => service,
    };
    if service.contains(['*', '?']) {
        let detail = format!("the service in \"{arn}\" cannot contain wildcards");
        note(FindingCode::ResourceVendor, arn, detail);
        return;
    }
    if fields.len() < 6 && arn.contains("::") {
        let detail = format!("\"{arn}\" has an empty field, but fewer than six fields");
        note(FindingCode::ArnFields, arn, detail);
        return;
    }
    if fields.len() < 6 && complete {
        let detail = format!("\"{arn}\" has {} of the six fields of an ARN", fields.len());
        note(FindingCode::IncompleteArn, arn, detail);
        return;
    }
    let region = field(3).unwrap_or_default();
    match service {
        "iam" => {
            if !region.is_empty() {
                note(FindingCode::IamRegion, arn, "IAM is global: the region must be empty".into());
            } else if field(5).is_some_and(|resource| !is_iam_resource(resource)) {
                note(FindingCode::IamResourceType, arn, format!("\"{arn}\" does not name a type of IAM resource"));
            }
        }
        "s3" if !region.is_empty() && field(5).is_some_and(|resource| is_bucket(field(4), resource)) => {
            note(FindingCode::BucketRegion, arn, "the ARN of a bucket cannot have a region".into());
        }
        _ => {}
    }
}

fn is_iam_resource(resource: &str) -> bool {
    resource == "*" || resource == "root" || IAM_TYPES.iter().any(|kind| resource.starts_with(kind))
}

/// Whether an S3 ARN with a region is meant for a bucket or object, not for one of the regional types.
fn is_bucket(account: Option<&str>, resource: &str) -> bool {
    let kind = resource.split('/').next().unwrap_or_default();
    let regional = kind.contains(['*', '?']) || REGIONAL_S3_TYPES.contains(&kind);
    account == Some("") || !regional
}

/// The ARN as AWS shows it with `*` for every missing field (R1.57 row 9).
fn with_all_fields(fields: &[&str]) -> String {
    let mut text = String::from("arn");
    for at in 1..6 {
        text.push(':');
        // The end of the text right after the partition's colon counts as missing too.
        let last = at == 2 && fields.len() == 3;
        text.push_str(fields.get(at).copied().filter(|field| !(last && field.is_empty())).unwrap_or("*"));
    }
    text
}
