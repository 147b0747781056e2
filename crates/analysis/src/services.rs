//! The catalog's facts about AWS's services, in the form in which the policy engine takes them.
//!
//! The linter reads the same catalog, so that it never warns of one thing while a decision does another.

use rolecall_catalog::authorization::{
    Action, BUCKET_OWNER_OPERATIONS, ConditionKey, GLOBAL_CONDITION_KEYS, ROOT_OPERATIONS, Service,
};
use rolecall_catalog::{authorization, regions, service_principals};
use rolecall_policy::Arn;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::services::{Names, S3Action, S3Key, S3Resource, ServiceFacts};
use std::sync::LazyLock;

/// The facts by which every request is decided; the first call unpacks the catalog (some milliseconds).
#[must_use]
pub fn service_facts() -> &'static ServiceFacts {
    static FACTS: LazyLock<ServiceFacts> = LazyLock::new(|| {
        let s3 = authorization().service("s3");
        ServiceFacts {
            without_rcps: Names::new(authorization().without_rcps()),
            bucket_owner_operations: Names::new(BUCKET_OWNER_OPERATIONS.iter().copied()),
            root_operations: Names::new(ROOT_OPERATIONS.iter().copied()),
            principals: Names::new(service_principals()),
            regions: Names::new(regions()),
            s3_actions: s3.into_iter().flat_map(Service::actions).map(s3_action).collect(),
            s3_keys: s3_keys().map(s3_key).collect(),
            session_keys: Names::new(GLOBAL_CONDITION_KEYS.iter().map(|key| key.name)),
        }
    });
    &FACTS
}

/// S3's condition keys; those that begin with `aws:` are global.
fn s3_keys() -> impl Iterator<Item = &'static ConditionKey> {
    let keys = authorization().service("s3").into_iter().flat_map(Service::condition_keys);
    keys.filter(|key| !key.name.starts_with("aws:"))
}

/// Placeholders of S3's keys stand at the end, for the key of a tag.
fn s3_key(key: &ConditionKey) -> S3Key {
    let name = key.name.split(['$', '<']).next().unwrap_or_default();
    S3Key { name: name.into(), tagged: name.len() < key.name.len() }
}

fn s3_action(action: Action) -> S3Action {
    let of_resources = action.resources().flat_map(|needed| {
        let own: Vec<ConditionKey> = needed.condition_keys().chain(needed.resource_type.condition_keys()).collect();
        own
    });
    let names: Vec<&str> = action.condition_keys().chain(of_resources).map(|key| key.name).collect();
    let places = s3_keys().enumerate().filter(|(_, key)| names.contains(&key.name)).map(|(place, _)| place);
    S3Action { name: action.name().into(), works_on: s3_resource(action), keys: places.collect() }
}

fn s3_resource(action: Action) -> S3Resource {
    let works_on = |name| action.resources().any(|needed| needed.resource_type.name() == name);
    match (works_on("bucket"), works_on("object")) {
        (true, _) => S3Resource::Bucket,
        (false, true) => S3Resource::Object,
        (false, false) => S3Resource::Other,
    }
}

/// The class of the resource that an ARN names, as far as rules depend on it.
#[must_use]
pub fn resource_class(resource: &str) -> ResourceClass {
    class(resource, |_| false).unwrap_or_default()
}

/// The class of all ARNs that match a pattern; `None` if they are of several, or nobody knows.
pub(crate) fn class_of_pattern(pattern: &str) -> Option<ResourceClass> {
    class(pattern, |field| field.contains(['*', '?']))
}

fn class(resource: &str, is_open: impl Fn(&str) -> bool) -> Option<ResourceClass> {
    let arn = Arn::parse(resource)?;
    // Whether the resource begins so; `None` if that is open.
    let begins = |prefix: &str| {
        let literal = arn.resource.split(['*', '?']).next().unwrap_or_default();
        let may_go_on = is_open(arn.resource) && prefix.starts_with(literal);
        if arn.resource.starts_with(prefix) { Some(true) } else { (!may_go_on).then_some(false) }
    };
    Some(match arn.service {
        service if is_open(service) => return None,
        "s3" if is_open(arn.region) || is_open(arn.account) => return None,
        // With a Region or an account it is an access point.
        "s3" if !arn.region.is_empty() || !arn.account.is_empty() => ResourceClass::Ordinary,
        "s3" if arn.resource.contains('/') => ResourceClass::Object,
        // A wildcard may stand for a slash.
        "s3" if is_open(arn.resource) => return None,
        "s3" => ResourceClass::Bucket,
        "iam" if begins("role/")? => ResourceClass::Role,
        "kms" if begins("alias/")? => ResourceClass::KmsAlias,
        "kms" if begins("key/")? => ResourceClass::KmsKey,
        "sqs" => ResourceClass::Queue,
        _ => ResourceClass::Ordinary,
    })
}

/// The operations of IAM that are asked on the ARN of the path they list, though the catalog has no resource for them, and
/// how that begins behind the account (R1.30).
const IAM_LISTS: [(&str, &str); 5] = [
    ("ListGroups", "group"),
    ("ListInstanceProfiles", "instance-profile"),
    ("ListRoles", "role"),
    ("ListServerCertificates", "server-certificate"),
    ("ListUsers", "user"),
];

/// What an operation of IAM lists, if it is asked on the ARN of a path: `user` of `arn:aws:iam::111111111111:user/`
/// (R1.30).
pub(crate) fn listed_kind(service: &str, operation: &str) -> Option<&'static str> {
    if !service.eq_ignore_ascii_case("iam") {
        return None;
    }
    IAM_LISTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(operation)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::evaluate::{Attached, Guardrails, Level, PolicySet};
    use rolecall_policy::kind::{Identity, Rcp};
    use rolecall_policy::{
        AccountId, Compiled, Context, Layer, Policies, Policy, PolicyKind, PolicySource, Principal, Request, Verdict,
        decide,
    };
    use std::sync::Arc;

    fn attach<K: PolicyKind>(text: &str) -> Attached<K> {
        let policy = Arc::new(Compiled::new(Policy::<K>::parse(text).unwrap()));
        Attached { policy, source: Arc::new(PolicySource::default()) }
    }

    /// The class of a pattern is told only if all of its ARNs are of it.
    #[test]
    fn patterns_tell_the_class_or_do_not() {
        for (pattern, class) in [
            ("arn:aws:s3:::b/*", Some(ResourceClass::Object)),
            ("arn:aws:s3:::*/k", Some(ResourceClass::Object)),
            ("arn:*:s3:::b", Some(ResourceClass::Bucket)),
            ("arn:aws:s3:::b*", None),
            ("arn:aws:s3:::b?", None),
            ("arn:aws:s3:*:*:accesspoint/p", None),
            ("arn:aws:s3:eu-west-1:111111111111:accesspoint/*", Some(ResourceClass::Ordinary)),
            ("arn:aws:iam::*:role/*", Some(ResourceClass::Role)),
            ("arn:aws:iam::111111111111:r*", None),
            ("arn:aws:iam::111111111111:*", None),
            ("arn:aws:iam::111111111111:user/*", Some(ResourceClass::Ordinary)),
            ("arn:aws:iam::111111111111:role", Some(ResourceClass::Ordinary)),
            ("arn:aws:kms:*:111111111111:key/*", Some(ResourceClass::KmsKey)),
            ("arn:aws:kms:*:111111111111:alias/aws/*", Some(ResourceClass::KmsAlias)),
            ("arn:aws:kms:*:111111111111:?ey/*", None),
            ("arn:aws:sqs:*:*:*", Some(ResourceClass::Queue)),
            ("arn:aws:sns:*:*:*", Some(ResourceClass::Ordinary)),
            ("arn:aws:*:*:*:*", None),
            ("*", None),
        ] {
            assert_eq!(class_of_pattern(pattern), class, "{pattern}");
        }
    }

    /// What is decided of an action that the identity policies allow, on a resource of the caller's account, under an
    /// organization whose resource control policies deny everything or nothing.
    fn decided(action: &str, resource: &str, denied_by_rcp: bool) -> Verdict {
        let account = "111111111111".parse().unwrap();
        let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
        let identity: PolicySet<Identity> =
            [attach(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#)].into();
        let rcp = attach::<Rcp>(r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#);
        let levels = [Level { name: "root".into(), policies: vec![rcp] }];
        let management: AccountId = "999999999999".parse().unwrap();
        let rcp = denied_by_rcp.then_some(Guardrails { management, levels: &levels });
        let request = Request {
            principal: &principal,
            action,
            resource,
            resource_account: None,
            class: ResourceClass::Ordinary,
            s3: None,
            context: &Context::new(),
            services: service_facts(),
        };
        decide(&request, &Policies { identity: &identity, rcp, ..Policies::default() }).verdict()
    }

    /// R2.20: one list for decisions and the linter. What no list has is covered.
    #[test]
    fn resource_control_policies_cover_what_the_linter_says_they_cover() {
        for service in authorization().services() {
            let denied = Verdict::ExplicitlyDenied(Layer::Rcp);
            let expected = if service.rcp_supported { denied } else { Verdict::Allowed };
            assert_eq!(decided(&format!("{}:Thing", service.prefix), "*", true), expected, "{}", service.prefix);
        }
        assert_eq!(decided("unheardof:Thing", "*", true), Verdict::ExplicitlyDenied(Layer::Rcp));
    }

    /// R2.20: the services that AWS's own list has for certain.
    #[test]
    fn the_services_of_the_rule_are_covered() {
        for prefix in [
            "aoss",
            "appconfig",
            "appstream",
            "autoscaling",
            "codebuild",
            "codecommit",
            "cognito-identity",
            "cognito-idp",
            "cognito-sync",
            "comprehend",
            "comprehendmedical",
            "dax",
            "dynamodb",
            "ecr",
            "events",
            "health",
            "kinesisvideo",
            "kms",
            "logs",
            "s3",
            "secretsmanager",
            "signin",
            "sqs",
            "sts",
            "support",
            "textract",
            "transcribe",
            "translate",
        ] {
            assert!(authorization().service(prefix).unwrap().rcp_supported, "{prefix}");
        }
    }

    /// R2.39: the engine refuses those changes of what belongs to AWS that the catalog knows.
    #[test]
    fn what_is_reserved_is_what_the_catalog_calls_a_change() {
        use rolecall_catalog::authorization::AccessLevel::{List, Read};
        for (service, resource_type, resource) in [
            ("iam", "policy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
            ("iam", "role", "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/X"),
            ("kms", "alias", "arn:aws:kms:eu-west-1:111111111111:alias/aws/s3"),
        ] {
            for action in authorization().service(service).unwrap().actions() {
                let works_on = action.resources().any(|needed| needed.resource_type.name() == resource_type);
                let reads = matches!(action.level(), List | Read) || action.name() == "PassRole";
                if works_on {
                    let verdict = decided(&format!("{service}:{}", action.name()), resource, false);
                    let refused = verdict == Verdict::ImplicitlyDenied(Layer::Reserved);
                    assert_eq!(refused, !reads, "{} on {resource}: {verdict:?}", action.name());
                }
            }
        }
    }

    /// Every name that is kept by hand is an action of the reference.
    #[test]
    fn operations_of_owners_exist() {
        for (operations, types) in [(BUCKET_OWNER_OPERATIONS, &["object"][..]), (ROOT_OPERATIONS, &["bucket", "queue"])]
        {
            for operation in operations {
                let (service, name) = operation.split_once(':').unwrap();
                let action = authorization().action(service, name).unwrap_or_else(|| panic!("{operation}"));
                assert!(action.resources().any(|needed| types.contains(&needed.resource_type.name())), "{operation}");
            }
        }
    }

    /// An action that works on buckets works on no objects: none has to be both.
    #[test]
    fn actions_of_s3_work_on_buckets_or_objects() {
        for action in authorization().service("s3").unwrap().actions() {
            let of = |name| action.resources().any(|needed| needed.resource_type.name() == name);
            assert!(!(of("bucket") && of("object")), "{}", action.name());
        }
        let count = |wanted| service_facts().s3_actions.iter().filter(|action| action.works_on == wanted).count();
        assert!([S3Resource::Bucket, S3Resource::Object, S3Resource::Other].into_iter().all(|kind| count(kind) > 40));
    }

    /// Each class has the ARNs of one resource type of the catalog, and those of no other.
    #[test]
    fn arns_tell_the_class() {
        let classes = [
            ("iam", "role", ResourceClass::Role),
            ("kms", "alias", ResourceClass::KmsAlias),
            ("kms", "key", ResourceClass::KmsKey),
            ("s3", "bucket", ResourceClass::Bucket),
            ("s3", "object", ResourceClass::Object),
            ("sqs", "queue", ResourceClass::Queue),
        ];
        for service in authorization().services() {
            for kind in service.resource_types() {
                let listed = classes.iter().find(|(of, name, _)| *of == service.prefix && *name == kind.name());
                for template in kind.arn_templates() {
                    let of_service = template.split(':').nth(2) == Some(service.prefix);
                    let expected = listed.map_or(ResourceClass::Ordinary, |(_, _, class)| *class);
                    if of_service {
                        assert_eq!(resource_class(template), expected, "{template}");
                    }
                }
            }
        }
        for (arn, class) in [
            ("*", ResourceClass::Ordinary),
            ("arn:aws-cn:s3:::b/k/l", ResourceClass::Object),
            ("arn:aws:s3:us-east-1:111111111111:accesspoint/p", ResourceClass::Ordinary),
            ("arn:aws:iam::111111111111:role/team/Dev", ResourceClass::Role),
            ("arn:aws:iam::111111111111:user/role", ResourceClass::Ordinary),
        ] {
            assert_eq!(resource_class(arn), class, "{arn}");
        }
    }
}
