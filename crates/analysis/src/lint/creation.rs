//! What AWS refuses when a policy is created, as findings.
//!
//! `rolecall_policy` knows all of it, with places. Here it gets the codes of this catalogue, and where the mistake is a
//! slip of the pen, what was probably meant.

use super::Kind;
use super::edit::has_beside;
use super::facts::{meant, near};
use super::finding::{Finding, Fix, Severity};
use super::subject::{members, statements};
use crate::service_facts;
use rolecall_catalog::{authorization, service_principals};
use rolecall_policy::document::json::{self, Data, Value};
use rolecall_policy::document::{Operator, OperatorCore, Statement, Version};
use rolecall_policy::{FindingCode, Findings, Policy, PolicyKind, Span, kind};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The codes that refusals get, and what they mean. All are errors.
pub(super) const CODES: &[(&str, &str)] = &[
    ("ALLOW_WITH_NOT_PRINCIPAL", "AWS does not support `NotPrincipal` with `Allow`"),
    ("ARN_REGION_NOT_ALLOWED", "the ARN of an IAM resource or of a bucket names a Region"),
    ("DATA_TYPE_MISMATCH", "a value has the wrong JSON type"),
    ("DUPLICATE_ELEMENT", "an object has two members with the same name"),
    ("ENDPOINT_POLICY_SYNTAX_ERROR_CONDITION", "endpoint policies do not support the condition"),
    ("INVALID_ACTION_FORMAT", "an action is not of the form `service:Action`"),
    ("INVALID_ADDRESS", "a bucket policy compares with a value that is not an IP address, and S3 refuses it"),
    ("INVALID_ARN_PREFIX", "a resource is neither `*` nor an ARN"),
    ("INVALID_ARN_SERVICE", "the service in an ARN is missing or has a wildcard"),
    ("INVALID_CONDITION_OPERATOR", "there is no such condition operator"),
    ("INVALID_DATE_VALUE", "a value of a date operator is not a date"),
    ("INVALID_EFFECT", "`Effect` is neither `Allow` nor `Deny`"),
    ("INVALID_FEDERATED_PRINCIPAL_SYNTAX", "a `Federated` principal is not an identity provider"),
    ("INVALID_IAM_RESOURCE_TYPE", "the ARN names a resource type that IAM does not have"),
    ("INVALID_PARTITION", "there is no such partition"),
    ("INVALID_POLICY_ELEMENT", "the policy grammar has no such element"),
    ("INVALID_PRINCIPAL_FORMAT", "a principal has an invalid form"),
    ("INVALID_VERSION", "`Version` is neither `2008-10-17` nor `2012-10-17`"),
    ("JSON_SYNTAX_ERROR", "the text is not JSON"),
    ("MISSING_ACTION", "a statement has no action"),
    ("MISSING_ARN_FIELD", "an ARN has too few fields or an empty one"),
    ("MISSING_EFFECT", "a statement has no `Effect`"),
    ("MISSING_PRINCIPAL", "a statement has no principal, but this kind of policy requires one"),
    ("MISSING_RESOURCE", "a statement has no resource"),
    ("MISSING_STATEMENT", "a policy has no statement"),
    ("NULL_WITH_IF_EXISTS", "`Null` has the suffix `IfExists`"),
    ("NULL_WITH_QUALIFIER", "`Null` has the prefix of a set operator"),
    ("POLICY_TOO_LONG", "the text is longer than AWS reads"),
    ("RCP_SYNTAX_ERROR_ACTION", "an action of a resource control policy names no service"),
    ("RCP_SYNTAX_ERROR_ALLOW", "a resource control policy has an `Allow`"),
    ("UNAVAILABLE_CONDITION_KEY", "an action of a bucket policy does not support the condition key, and S3 refuses it"),
    ("UNIQUE_SIDS_REQUIRED", "two statements have the same `Sid`"),
    ("UNKNOWN_SERVICE_PRINCIPAL", "there is no service principal of this name"),
    ("UNSUPPORTED_ACTION_IN_POLICY", "this kind of policy does not support the action"),
    ("UNSUPPORTED_CONDITION_KEY", "bucket policies do not support the condition key"),
    ("UNSUPPORTED_ELEMENT", "this kind of policy does not support the element"),
    ("UNSUPPORTED_ELEMENT_COMBINATION", "two elements exclude each other"),
    ("UNSUPPORTED_PRINCIPAL", "this kind of policy does not support principals"),
    ("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "a resource is not in the bucket of the policy"),
    ("UNSUPPORTED_SID", "a `Sid` has characters other than letters and digits"),
    ("UNSUPPORTED_VERSION", "this kind of policy requires `Version` 2012-10-17"),
    ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "a principal contains a wildcard"),
];

/// A policy that the grammar understands, whatever its kind.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) version: Version,
    pub(super) version_span: Option<Span>,
    pub(super) statements: Vec<Statement>,
}

/// The parsed form; `None` if the grammar is broken.
pub(super) fn parse(text: &str, kind: Kind) -> Option<Parsed> {
    match kind {
        Kind::Identity => parsed::<kind::Identity>(text),
        Kind::Resource => parsed::<kind::Resource>(text),
        Kind::Trust => parsed::<kind::Trust>(text),
        Kind::Scp => parsed::<kind::Scp>(text),
        Kind::Rcp => parsed::<kind::Rcp>(text),
        Kind::Session => parsed::<kind::Session>(text),
        Kind::Boundary => parsed::<kind::Boundary>(text),
        Kind::Endpoint => parsed::<kind::Endpoint>(text),
    }
}

fn parsed<K: PolicyKind>(text: &str) -> Option<Parsed> {
    let policy = Policy::<K>::parse(text).ok()?;
    let (version, version_span) = (policy.version(), policy.version_span());
    Some(Parsed { version, version_span, statements: policy.statements().to_vec() })
}

/// Everything AWS refuses in the text.
pub(super) fn refusals(text: &str, kind: Kind) -> Vec<Finding> {
    let refused = match kind {
        Kind::Identity => Policy::<kind::Identity>::create_inline(text).err(),
        Kind::Resource => resource_refusals(text),
        Kind::Trust => Policy::<kind::Trust>::create(text, service_facts()).err(),
        Kind::Scp => Policy::<kind::Scp>::create(text).err(),
        Kind::Rcp => Policy::<kind::Rcp>::create(text).err(),
        Kind::Session => Policy::<kind::Session>::create_for_assume_role(text).err(),
        Kind::Boundary => Policy::<kind::Boundary>::create(text).err(),
        Kind::Endpoint => Policy::<kind::Endpoint>::create_for_interface(text, service_facts()).err(),
    };
    let Some(refused) = refused else { return Vec::new() };
    let refused = refused.all();
    // There may be thousands of refusals, so what several ask for is read once.
    let resource = if kind == Kind::Resource { Policy::<kind::Resource>::parse(text).ok() } else { None };
    let document = json::read(text).ok();
    let written = Written { text, root: document.as_ref().map(|document| &document.root), sids: OnceCell::new() };
    let excused =
        |refusal: &&rolecall_policy::Finding| kind == Kind::Resource && is_excused(text, resource.as_ref(), refusal);
    refused.iter().filter(|refusal| !excused(refusal)).map(|refusal| finding(&written, refusal)).collect()
}

/// The text and what is known of it if it is JSON.
struct Written<'a> {
    text: &'a str,
    root: Option<&'a Value>,
    sids: OnceCell<HashSet<&'a str>>,
}

impl Written<'_> {
    /// Whether a statement has this `Sid`.
    fn has_sid(&self, sid: &str) -> bool {
        let sids = self.sids.get_or_init(|| {
            let statements = self.root.into_iter().flat_map(statements).flat_map(members);
            let sids = statements.filter(|member| &*member.name.value == "Sid");
            sids.filter_map(|sid| if let Data::String(sid) = &sid.value.data { Some(&**sid) } else { None }).collect()
        });
        sids.contains(sid)
    }
}

/// A resource policy does not say whose it is. If all its resources are of one bucket it is taken for that bucket's.
fn resource_refusals(text: &str) -> Option<Findings> {
    if let Some(bucket) = bucket_of(text) {
        return Policy::<kind::Resource>::create_for_bucket(text, &bucket, service_facts()).err();
    }
    Policy::<kind::Resource>::create(text, service_facts()).err()
}

/// What some service takes in its resource policies, unlike the others: ECR's name no resource, API Gateway's write it
/// without its ARN, S3's may name canonical users also where the bucket cannot be told, and CloudFront's identities.
fn is_excused(text: &str, policy: Option<&Policy<kind::Resource>>, refusal: &rolecall_policy::Finding) -> bool {
    let value = value_at(text, refusal.span);
    match refusal.code {
        FindingCode::MissingResource => {
            let Some(policy) = policy else { return false };
            let behind = policy.statements().partition_point(|statement| statement.span.start <= refusal.span.start);
            let statement = behind.checked_sub(1).and_then(|at| policy.statements().get(at));
            let action = statement.and_then(|statement| statement.action.as_ref());
            let is_ecr = |name: &str| name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("ecr:"));
            action.is_some_and(|element| element.patterns.iter().all(|pattern| is_ecr(&pattern.value)))
                && statement.is_some_and(|statement| statement.resource.is_none())
        }
        FindingCode::ResourceNotArn | FindingCode::ResourcePartition => value.starts_with("execute-api:/"),
        FindingCode::InvalidPrincipal => {
            let is_canonical = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
            (is_canonical || value.starts_with(ORIGIN_ACCESS_IDENTITY)) && text.contains(":s3:::")
        }
        _ => false,
    }
}

/// What CloudFront's older way to read a bucket is called there.
const ORIGIN_ACCESS_IDENTITY: &str = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ";

fn bucket_of(text: &str) -> Option<String> {
    let policy = Policy::<kind::Resource>::parse(text).ok()?;
    let mut bucket = None;
    for statement in policy.statements() {
        let element = statement.resource.as_ref().filter(|element| !element.patterns.is_empty())?;
        for pattern in element.patterns.iter().filter_map(|pattern| pattern.value.as_deref()) {
            let fields: Vec<&str> = pattern.splitn(6, ':').collect();
            let [_, _, "s3", "", "", resource] = fields.as_slice() else { return None };
            let name = resource.split('/').next().filter(|name| !name.is_empty() && !name.contains(['*', '?', '$']))?;
            if *bucket.get_or_insert(name.to_owned()) != name {
                return None;
            }
        }
    }
    bucket
}

fn finding(written: &Written<'_>, refusal: &rolecall_policy::Finding) -> Finding {
    let text = written.text;
    let value = value_at(text, refusal.span);
    Finding {
        code: code(refusal.code, &value),
        severity: Severity::Error,
        span: refusal.span,
        message: if has_mark(text, refusal) { MARK.to_owned() } else { refusal.detail.clone() },
        fixes: fix(written, refusal, &value).into_iter().collect(),
    }
}

const MARK: &str = "the file begins with a byte order mark (U+FEFF), which JSON does not allow";

/// Whether the text is not JSON because of what some editors write before it.
fn has_mark(text: &str, refusal: &rolecall_policy::Finding) -> bool {
    refusal.code == FindingCode::NotJson && refusal.span.start == 0 && text.starts_with('\u{feff}')
}

/// The string that stands there, or whatever else does.
fn value_at(text: &str, span: Span) -> Box<str> {
    let literal = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    match json::read(literal).map(|document| document.root.data) {
        Ok(Data::String(value)) => value,
        _ => literal.into(),
    }
}

fn code(code: FindingCode, value: &str) -> &'static str {
    match code {
        FindingCode::TooLong | FindingCode::EndpointTooLong => "POLICY_TOO_LONG",
        FindingCode::NotJson => "JSON_SYNTAX_ERROR",
        FindingCode::RepeatedMember => "DUPLICATE_ELEMENT",
        FindingCode::UnknownMember => "INVALID_POLICY_ELEMENT",
        FindingCode::WrongType => "DATA_TYPE_MISMATCH",
        FindingCode::BadVersion => "INVALID_VERSION",
        FindingCode::MissingStatement => "MISSING_STATEMENT",
        FindingCode::MissingEffect => "MISSING_EFFECT",
        FindingCode::UnknownEffect | FindingCode::EffectCase => "INVALID_EFFECT",
        FindingCode::BothMembers => "UNSUPPORTED_ELEMENT_COMBINATION",
        FindingCode::BarePrincipal => "INVALID_PRINCIPAL_FORMAT",
        FindingCode::UnknownOperator if value == "NullIfExists" => "NULL_WITH_IF_EXISTS",
        FindingCode::UnknownOperator if value.ends_with(":Null") => "NULL_WITH_QUALIFIER",
        FindingCode::UnknownOperator => "INVALID_CONDITION_OPERATOR",
        FindingCode::OldVersion => "UNSUPPORTED_VERSION",
        FindingCode::BadDate => "INVALID_DATE_VALUE",
        FindingCode::ArnFields | FindingCode::IncompleteArn => "MISSING_ARN_FIELD",
        FindingCode::RepeatedSid => "UNIQUE_SIDS_REQUIRED",
        FindingCode::SidCharacters => "UNSUPPORTED_SID",
        FindingCode::PrincipalForbidden => "UNSUPPORTED_PRINCIPAL",
        FindingCode::ProhibitedMember => "UNSUPPORTED_ELEMENT",
        FindingCode::MissingPrincipal => "MISSING_PRINCIPAL",
        FindingCode::NotPrincipalAllow => "ALLOW_WITH_NOT_PRINCIPAL",
        FindingCode::MissingAction => "MISSING_ACTION",
        FindingCode::MissingResource => "MISSING_RESOURCE",
        FindingCode::ResourceNotArn => "INVALID_ARN_PREFIX",
        FindingCode::ResourcePartition => "INVALID_PARTITION",
        FindingCode::ResourceVendor => "INVALID_ARN_SERVICE",
        FindingCode::IamRegion | FindingCode::BucketRegion => "ARN_REGION_NOT_ALLOWED",
        FindingCode::IamResourceType => "INVALID_IAM_RESOURCE_TYPE",
        FindingCode::ActionVendorMissing | FindingCode::ActionColons | FindingCode::ActionVendor => {
            "INVALID_ACTION_FORMAT"
        }
        FindingCode::NotAssumeRoleAction | FindingCode::ForeignAction => "UNSUPPORTED_ACTION_IN_POLICY",
        FindingCode::UnknownService if !value.contains('*') => "UNKNOWN_SERVICE_PRINCIPAL",
        FindingCode::InvalidPrincipal | FindingCode::UnknownService if value.contains('*') => {
            "UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
        }
        // That an endpoint is a gateway's the text does not tell; the check of its own says what then holds.
        FindingCode::InvalidPrincipal | FindingCode::UnknownService | FindingCode::EndpointPrincipal => {
            "INVALID_PRINCIPAL_FORMAT"
        }
        FindingCode::InvalidFederated => "INVALID_FEDERATED_PRINCIPAL_SYNTAX",
        FindingCode::ForeignResource | FindingCode::ActionWithoutResource => "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
        FindingCode::ForeignConditionKey => "UNSUPPORTED_CONDITION_KEY",
        FindingCode::BadAddress => "INVALID_ADDRESS",
        FindingCode::ConditionNotApplicable => "UNAVAILABLE_CONDITION_KEY",
        FindingCode::ControlPolicyAllow => "RCP_SYNTAX_ERROR_ALLOW",
        FindingCode::ActionWithoutService => "RCP_SYNTAX_ERROR_ACTION",
        FindingCode::EndpointCondition => "ENDPOINT_POLICY_SYNTAX_ERROR_CONDITION",
    }
}

/// What was probably meant. Nothing here keeps a meaning: a refused policy has none.
fn fix(written: &Written<'_>, refusal: &rolecall_policy::Finding, value: &str) -> Option<Fix> {
    let instead = |name: &str| Some(Fix::proposed(format!("write \"{name}\""), refusal.span, json::quote(name)));
    // A member that is there already must not be there twice.
    let is_free = |name: &str| written.root.is_some_and(|root| !has_beside(root, refusal.span, name));
    let member = |name: &str| if is_free(name) { instead(name) } else { None };
    match refusal.code {
        FindingCode::EffectCase | FindingCode::UnknownEffect => instead(near::nearest(value, ["Allow", "Deny"])?),
        FindingCode::BadVersion => instead("2012-10-17"),
        FindingCode::OldVersion if refusal.span.start < refusal.span.end => instead("2012-10-17"),
        FindingCode::UnknownMember => member(near::nearest(value, MEMBERS)?),
        FindingCode::UnknownOperator if value == "NullIfExists" || value.ends_with(":Null") => member("Null"),
        FindingCode::UnknownOperator => member(&nearest_operator(value)?),
        FindingCode::UnknownService => instead(nearest_service(value)?),
        FindingCode::ForeignConditionKey => member(nearest_key(value)?),
        FindingCode::NotAssumeRoleAction => instead(&nearest_trust_action(value)?),
        FindingCode::ForeignAction if refusal.detail.starts_with("S3 has no") => {
            instead(&meant::nearest_action(value)?)
        }
        FindingCode::SidCharacters => {
            let plain: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
            // It may be another statement's.
            if plain.is_empty() || written.has_sid(&plain) { None } else { instead(&plain) }
        }
        FindingCode::NotJson if has_mark(written.text, refusal) => {
            let end = u32::try_from('\u{feff}'.len_utf8()).ok()?;
            Some(Fix::proposed("remove it", Span { start: 0, end }, ""))
        }
        _ => None,
    }
}

/// The action for trust policies that was probably meant.
fn nearest_trust_action(action: &str) -> Option<String> {
    let name = action.split_once(':').map_or(action, |(_, name)| name);
    Some(format!("sts:{}", near::nearest(name, kind::TRUST_ACTIONS)?))
}

/// The members that a policy, a statement and a principal have.
const MEMBERS: [&str; 15] = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
    "Service",
    "Federated",
    "CanonicalUser",
];

/// The key of S3 that was probably meant.
fn nearest_key(name: &str) -> Option<&'static str> {
    let keys = authorization().service("s3")?.condition_keys().iter().map(|key| key.name);
    near::nearest(name, keys.filter(|name| !name.contains(['$', '<'])))
}

/// The service principal that was probably meant. The ending is often wrong as a whole: `ec2`, `ec2.amazon.com`.
fn nearest_service(name: &str) -> Option<&'static str> {
    let service = [".amazonaws.com", ".amazon.com", ".aws.com", ".aws.amazon.com", ".com"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    near::nearest(&format!("{service}.amazonaws.com"), service_principals())
        .or_else(|| near::nearest(name, service_principals()))
}

fn nearest_operator(name: &str) -> Option<String> {
    let (prefix, rest) = name.rsplit_once(':').map_or(("", name), |(prefix, rest)| (prefix, rest));
    let (core, if_exists) = match rest.len().checked_sub(8).and_then(|at| rest.split_at_checked(at)) {
        Some((core, suffix)) if suffix.eq_ignore_ascii_case("IfExists") => (core, "IfExists"),
        _ => (rest, ""),
    };
    let prefix = match prefix.trim_end_matches(':') {
        "" => "",
        prefix => match near::nearest(prefix, ["ForAllValues", "ForAnyValue"])? {
            "ForAllValues" => "ForAllValues:",
            _ => "ForAnyValue:",
        },
    };
    let core = near::nearest(core, OperatorCore::ALL.iter().map(|core| core.name()))?;
    let whole = format!("{prefix}{core}{if_exists}");
    Operator::from_name(&whole).is_some().then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, identity, resource, trust};
    use super::*;

    /// One text for each way to break the grammar or a rule of creation; the places are those of `rolecall_policy`.
    #[test]
    fn refusals_become_errors_with_their_place() {
        let check = |kind, text| document("*", kind, text);
        check(Kind::Identity, "{\"Version\" 1}\n           ^ JSON_SYNTAX_ERROR");
        check(
            Kind::Identity,
            r#"
{"Version": "2012-10-18", "Statment": [], "Id": 1}
            ^^^^^^^^^^^^ INVALID_VERSION => "2012-10-17"
                          ^^^^^^^^^^ INVALID_POLICY_ELEMENT => "Statement"
                                                ^ DATA_TYPE_MISMATCH
                                                 ^ MISSING_STATEMENT
"#,
        );
        check(
            Kind::Boundary,
            r#"
{"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}}
            ^^^^^^^^^^^^ UNSUPPORTED_VERSION => "2012-10-17"
"#,
        );
        identity(
            "*",
            r#"
"Effect": "allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
          ^^^^^^^ INVALID_EFFECT => "Allow"
"Condition": {"StringEqual": {"aws:userid": "x"}, "ForAllValues:Null": {"aws:userid": "true"},
              ^^^^^^^^^^^^^ INVALID_CONDITION_OPERATOR => "StringEquals"
                                                  ^^^^^^^^^^^^^^^^^^^ NULL_WITH_QUALIFIER => "Null"
              "NullIfExists": {"aws:userid": "true"}}
              ^^^^^^^^^^^^^^ NULL_WITH_IF_EXISTS => "Null"
"#,
        );
        identity(
            "*",
            r#"
"Sid": "my statement", "Effect": "Deny", "Action": "GetObject", "Resource": "b"
       ^^^^^^^^^^^^^^ UNSUPPORTED_SID => "mystatement"
                                                   ^^^^^^^^^^^ INVALID_ACTION_FORMAT
                                                                            ^^^ INVALID_ARN_PREFIX
"#,
        );
        trust(
            "*",
            r#"
"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111111111111:role/*"}, "Action": "s3:GetObject"
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ UNSUPPORTED_WILDCARD_IN_PRINCIPAL
                                                                                      ^^^^^^^^^^^^^^ UNSUPPORTED_ACTION_IN_POLICY
"#,
        );
        resource(
            "*",
            r#"
"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b"
                                              ^^^^^^^^^^^^^^ UNSUPPORTED_RESOURCE_ARN_IN_POLICY
"#,
        );
    }

    #[test]
    fn actions_that_a_kind_of_policy_does_not_have() {
        trust(
            "UNSUPPORTED_ACTION_IN_POLICY",
            r#"
"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": ["sts:AsumeRole", "AssumeRole", "s3:GetObject"]
                                                                    ^^^^^^^^^^^^^^^ => "sts:AssumeRole"
                                                                                     ^^^^^^^^^^^^ => "sts:AssumeRole"
                                                                                                   ^^^^^^^^^^^^^^
"#,
        );
        resource(
            "UNSUPPORTED_ACTION_IN_POLICY",
            r#"
"Effect": "Deny", "Principal": "*", "Action": ["s3:HeadObject", "ec2:RunInstances"], "Resource": "arn:aws:s3:::b/*"
                                               ^^^^^^^^^^^^^^^ => "s3:GetObject"
                                                                ^^^^^^^^^^^^^^^^^^
"#,
        );
    }

    /// R1.77: also of endpoint and other resource policies; the ending is often wrong as a whole.
    #[test]
    fn services_that_do_not_exist_are_errors() {
        trust(
            "UNKNOWN_SERVICE_PRINCIPAL",
            r#"
"Effect": "Allow", "Principal": {"Service": ["ec2.amazonaws.com", "ec2.amazon.com"]}, "Action": "sts:AssumeRole"
                                                                  ^^^^^^^^^^^^^^^^ no service principal => "ec2.amazonaws.com"
}, {
"Effect": "Allow", "Principal": {"Service": "tagging.amazonaws.com"}, "Action": "sts:AssumeRole"
                                            ^^^^^^^^^^^^^^^^^^^^^^^
}, {
"Effect": "Allow", "Principal": {"Service": "lamda.amazonaws.com"}, "Action": "sts:AssumeRole"
                                            ^^^^^^^^^^^^^^^^^^^^^ => "lambda.amazonaws.com"
}, {
"Effect": "Allow", "Principal": {"Service": ["logs.us-east-1.amazonaws.com", "ec2.amazonaws.com.cn"]}, "Action": "sts:AssumeRole"
"#,
        );
        resource(
            "UNKNOWN_SERVICE_PRINCIPAL",
            r#"
"Effect": "Deny", "Principal": {"Service": "sns"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111111111111:q"
                                           ^^^^^ => "sns.amazonaws.com"
"#,
        );
    }

    /// R1.78: what S3 refuses is an error here too.
    #[test]
    fn conditions_that_buckets_refuse_are_errors() {
        resource(
            "*",
            r#"
"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"s3:prefix": "x", "s3:x-amz-ac": "y", "ec2:Owner": "z"}, "IpAddress": {"aws:VpcSourceIp": "300.1.1.1"}}
                               ^^^^^^^^^^^ UNAVAILABLE_CONDITION_KEY
                                                 ^^^^^^^^^^^^^ UNSUPPORTED_CONDITION_KEY => "s3:x-amz-acl"
                                                                     ^^^^^^^^^^^ UNSUPPORTED_CONDITION_KEY
                                                                                                                         ^^^^^^^^^^^ INVALID_ADDRESS
"#,
        );
    }

    /// What some editors write before the text is called by its name.
    #[test]
    fn a_byte_order_mark_is_named() {
        let text = "\u{feff}{\"Version\": \"2012-10-17\", \"Statement\": []}";
        let found = refusals(text, Kind::Identity);
        assert_eq!((found.len(), found[0].code, &*found[0].message), (1, "JSON_SYNTAX_ERROR", MARK));
        assert_eq!(found[0].fixes[0].apply(text).as_deref(), text.strip_prefix('\u{feff}'));
    }

    /// No fix makes a member or a `Sid` twice.
    #[test]
    fn fixes_leave_what_is_there_alone() {
        identity(
            "*",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Resources": "*",
                                                     ^^^^^^^^^^^ INVALID_POLICY_ELEMENT
"Condition": {"StringEqual": {"aws:userid": "x"}, "StringEquals": {"aws:username": "x"}}
              ^^^^^^^^^^^^^ INVALID_CONDITION_OPERATOR
"#,
        );
        let text = |sids: [&str; 2]| {
            let [first, second] =
                sids.map(|sid| format!(r#"{{"Sid": "{sid}", "Effect": "Deny", "Action": "*", "Resource": "*"}}"#));
            format!(r#"{{"Statement": [{first}, {second}]}}"#)
        };
        for (sids, fixes) in [(["a b", "ab"], 0), (["- -", "ab"], 0), (["a b", "c"], 1)] {
            let found = refusals(&text(sids), Kind::Identity);
            assert_eq!(found.iter().map(|finding| finding.fixes.len()).collect::<Vec<_>>(), [fixes], "{sids:?}");
        }
        let members = r#"{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Resources": "*",
            "Condition": {"StringEqual": {"aws:userid": "x"}, "StringEquals": {"aws:userid": "x"}}}]}"#;
        let found = refusals(members, Kind::Identity);
        assert!(found.len() == 2 && found.iter().all(|finding| finding.fixes.is_empty()), "{found:?}");
    }

    /// The table has every code that a refusal can get, once, and no others.
    #[test]
    fn the_table_has_every_code() {
        assert!(CODES.windows(2).all(|two| two[0].0 < two[1].0));
        let source = include_str!("creation.rs");
        let (_, body) = source.split_once("fn code(code: FindingCode").unwrap();
        let (body, _) = body.split_once("\n}\n").unwrap();
        let quoted = body.split('"').skip(1).step_by(2);
        let given: std::collections::BTreeSet<&str> = quoted.filter(|text| text.contains('_')).collect();
        let listed: std::collections::BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(given, listed);
    }

    /// What one service takes and others refuse is not held against a resource policy.
    #[test]
    fn services_with_rules_of_their_own_are_excused() {
        resource(
            "*",
            r#"
"Effect": "Deny", "Principal": "*", "Action": ["ecr:BatchGetImage"]
}, {
"Effect": "Deny", "Principal": "*", "Action": ["execute-api:Invoke"], "Resource": "execute-api:/stage/*"
}, {
"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage"  }, {
                                                                 ^ MISSING_RESOURCE
"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111111111111:q"
"#,
        );
        resource(
            "INVALID_PRINCIPAL_FORMAT",
            r#"
"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"},
"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
"#,
        );
        let canonical = "0123456789abcdef".repeat(4);
        let policy = |resource| {
            format!(
                r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Deny", "Principal": {{"CanonicalUser": "{canonical}"}},
                    "Action": "s3:GetObject", "Resource": "{resource}"}}]}}"#
            )
        };
        for (resource, refused) in
            [("arn:aws:s3:::b/*", false), ("arn:aws:s3:::*/*", false), ("arn:aws:sqs:us-east-1:111111111111:q", true)]
        {
            let found = refusals(&policy(resource), Kind::Resource);
            assert_eq!(found.iter().any(|finding| finding.code == "INVALID_PRINCIPAL_FORMAT"), refused, "{resource}");
        }
    }

    #[test]
    fn operators_are_found_despite_slips() {
        for (name, expected) in [
            ("stringEquals", Some("StringEquals")),
            ("StringEqual", Some("StringEquals")),
            ("StringEqualsIgnorecase", Some("StringEqualsIgnoreCase")),
            ("StringLikeIfexists", Some("StringLikeIfExists")),
            ("forAnyValue:StringLike", Some("ForAnyValue:StringLike")),
            ("ForAnyValue::StringLike", Some("ForAnyValue:StringLike")),
            ("Boool", Some("Bool")),
            ("Completely", None),
            ("é", None),
        ] {
            assert_eq!(nearest_operator(name).as_deref(), expected, "{name}");
        }
    }
}
