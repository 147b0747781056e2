//! The committed facts are whole, and lookups find them.

use std::collections::BTreeSet;

use rolecall_catalog::authorization::{AccessLevel, GLOBAL_CONDITION_KEYS, KeyType};
use rolecall_catalog::{
    authorization, managed_policies, published, regions, service_linked_role, service_linked_roles, service_principals,
};

/// What `coverage.txt` says about `what`; no count is taken for another.
fn counted(what: &str) -> usize {
    let mut lines = include_str!("../data/coverage.txt").lines().filter_map(|line| line.trim_start().split_once(' '));
    lines.find_map(|(number, counted)| number.parse().ok().filter(|_| counted == what)).unwrap_or(usize::MAX)
}

/// The catalog tells of when it is, and knows nothing that is newer.
#[test]
fn the_facts_have_a_date() {
    let day: jiff::civil::Date = published().parse().unwrap();
    let newest = managed_policies().iter().map(|policy| policy.update_date).max().unwrap();
    assert!(newest < day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp(), "{newest}, {day}");
}

#[test]
fn every_managed_policy_is_there() {
    let policies = managed_policies();
    assert_eq!((policies.len(), counted("managed policies")), (1582, 1582));
    for path in ["/", "/aws-service-role/", "/service-role/", "/job-function/", "/root-task/"] {
        let found = policies.iter().filter(|policy| policy.path == path).count();
        assert_eq!(found, counted(&format!("managed policies below {path}")), "{path}");
    }
    let mut ids: Vec<&str> = policies.iter().map(|policy| policy.id).collect();
    assert!(ids.iter().all(|id| id.len() == 21 && id.starts_with("ANPA")), "ids have AWS's form");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), policies.len(), "ids are unique");
    for policy in policies {
        assert_eq!(policy.arn, format!("arn:aws:iam::aws:policy{}{}", policy.path, policy.name));
        assert!(policy.create_date <= policy.update_date, "{}", policy.name);
        assert!(policy.document.starts_with("{\n    \"Version\": \"20"), "{}", policy.name);
        assert!(policy.document.ends_with("\n}"), "{}", policy.name);
    }
}

#[test]
fn a_managed_policy_is_found_by_its_arn() {
    let admin = managed_policies().get("arn:aws:iam::aws:policy/AdministratorAccess").unwrap();
    assert_eq!((admin.name, admin.path, admin.default_version_id), ("AdministratorAccess", "/", "v1"));
    assert_eq!(admin.create_date, "2015-02-06T18:39:46Z".parse().unwrap());
    let document = "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n        {\n            \"Effect\": \
                    \"Allow\",\n            \"Action\": \"*\",\n            \"Resource\": \"*\"\n        }\n    ]\n}";
    assert_eq!(admin.document, document);
    let billing = managed_policies().get("arn:aws:iam::aws:policy/job-function/Billing").unwrap();
    assert_eq!((billing.name, billing.path), ("Billing", "/job-function/"));
    for arn in
        ["", "AdministratorAccess", "arn:aws:iam::aws:policy/administratoraccess", "arn:aws:iam::aws:policy/Billing"]
    {
        assert_eq!(managed_policies().get(arn), None, "{arn}");
    }
}

/// AssumeRoot takes one of these five (R3.36).
#[test]
fn the_root_tasks_are_there() {
    let names: Vec<&str> =
        managed_policies().iter().filter(|policy| policy.path == "/root-task/").map(|policy| policy.name).collect();
    let expected = [
        "IAMAuditRootUserCredentials",
        "IAMCreateRootUserPassword",
        "IAMDeleteRootUserCredentials",
        "S3UnlockBucketPolicy",
        "SQSUnlockQueuePolicy",
    ];
    assert_eq!(names, expected);
}

#[test]
fn every_service_reads_and_every_lookup_finds_what_is_listed() {
    let (mut services, mut actions, mut types, mut keys, mut without, mut dependent, mut guarded) =
        (0, 0, 0, 0, 0, 0, 0);
    for (service, prefix) in authorization().services().zip(authorization().prefixes()) {
        assert_eq!(service.prefix, prefix, "no service is skipped");
        if prefix == "rolecall" {
            // What is not AWS's is not in the data either.
            continue;
        }
        services += 1;
        guarded += usize::from(service.rcp_supported);
        keys += service.condition_keys().len();
        for key in service.condition_keys() {
            assert_eq!(
                service.condition_key(key.name).map(|found| found.name.to_lowercase()),
                Some(key.name.to_lowercase())
            );
        }
        for kind in service.resource_types() {
            types += 1;
            assert_eq!(service.resource_type(&kind.name().to_uppercase()).map(|found| found.name()), Some(kind.name()));
            assert!(kind.arn_templates().count() > 0, "{prefix} {}", kind.name());
            assert!(kind.arn_templates().all(|template| template.starts_with("arn:")), "{prefix} {}", kind.name());
        }
        for action in service.actions() {
            actions += 1;
            without += usize::from(action.resources().next().is_none());
            dependent += usize::from(action.dependents().next().is_some());
            let found = authorization().action(&prefix.to_uppercase(), &action.name().to_lowercase());
            assert_eq!(found.map(|found| found.name()), Some(action.name()), "{prefix}");
        }
    }
    let found = [services, actions, types, keys, without, dependent, guarded];
    let expected = [
        "services",
        "actions",
        "resource types",
        "condition keys",
        "actions without a resource type",
        "actions with dependent actions",
        "services under resource control policies",
    ];
    assert_eq!(found, expected.map(counted));
    assert_eq!((services, actions), (456, 22091));
}

#[test]
fn an_action_knows_its_level_resources_and_keys() {
    let get = authorization().action("S3", "getobject").unwrap();
    assert_eq!((get.name(), get.level(), get.service().name), ("GetObject", AccessLevel::Read, "Amazon S3"));
    let resources: Vec<_> = get.resources().map(|needed| (needed.resource_type.name(), needed.required)).collect();
    assert_eq!(resources, [("accesspointobject", false), ("object", false)]);
    assert!(get.condition_keys().any(|key| key.name == "s3:ExistingObjectTag/<key>"));

    let bucket = authorization().service("s3").unwrap().resource_type("Bucket").unwrap();
    assert_eq!(bucket.arn_templates().collect::<Vec<_>>(), ["arn:${Partition}:s3:::${BucketName}"]);

    let create = authorization().action("iam", "CreateRole").unwrap();
    assert_eq!(create.level(), AccessLevel::Write);
    let resources: Vec<_> = create.resources().map(|needed| (needed.resource_type.name(), needed.required)).collect();
    assert_eq!(resources, [("role", true)]);
    assert_eq!(authorization().action("iam", "PutRolePolicy").unwrap().level(), AccessLevel::PermissionsManagement);
    assert_eq!(authorization().action("iam", "TagRole").unwrap().level(), AccessLevel::Tagging);

    let list = authorization().action("s3", "ListAllMyBuckets").unwrap();
    assert_eq!((list.level(), list.resources().count()), (AccessLevel::List, 0));

    // Keys of one kind of resource are told apart from keys of the action.
    let run = authorization().action("ec2", "RunInstances").unwrap();
    let image = run.resources().find(|needed| needed.resource_type.name() == "image").unwrap();
    assert!(image.required && image.condition_keys().any(|key| key.name == "ec2:ImageID"));
    assert!(run.dependents().any(|name| name == "iam:PassRole"));

    assert!(authorization().action("s3", "GetObjects").is_none());
    assert!(authorization().action("s4", "GetObject").is_none());
    assert!(authorization().service("s3").unwrap().rcp_supported);
    assert!(!authorization().service("iam").unwrap().rcp_supported);
}

#[test]
fn condition_keys_are_found_by_instance() {
    for (name, template, kind, multivalued) in [
        ("aws:PrincipalArn", "aws:PrincipalArn", KeyType::Arn, false),
        ("AWS:tagkeys", "aws:TagKeys", KeyType::String, true),
        ("aws:RequestTag/Team", "aws:RequestTag/${TagKey}", KeyType::String, false),
        ("s3:prefix", "s3:prefix", KeyType::String, false),
        ("s3:existingobjecttag/team", "s3:ExistingObjectTag/<key>", KeyType::String, false),
        ("saml:aud", "saml:aud", KeyType::String, false),
        ("accounts.google.com:sub", "accounts.google.com:sub", KeyType::String, false),
        ("sts:TransitiveTagKeys", "sts:TransitiveTagKeys", KeyType::String, true),
        ("iam:PassedToService", "iam:PassedToService", KeyType::String, false),
    ] {
        let key = authorization().condition_key(name).unwrap_or_else(|| panic!("{name} is not found"));
        assert_eq!((key.name, key.kind, key.multivalued), (template, kind, multivalued), "{name}");
    }
    for name in ["", "aws", "aws:", "aws:Nothing", "s3:", "nobody:key", "aws:RequestTag/"] {
        assert_eq!(authorization().condition_key(name), None, "{name}");
    }
    assert_eq!(GLOBAL_CONDITION_KEYS.len(), 62);
}

/// The table of global keys is kept by hand; the reference mentions three of them, which must agree.
#[test]
fn global_keys_agree_with_the_reference() {
    for service in authorization().services() {
        for key in service.condition_keys().iter().filter(|key| key.name.starts_with("aws:")) {
            let global = GLOBAL_CONDITION_KEYS.iter().find(|global| global.name == key.name);
            assert_eq!(global, Some(key), "{}", service.prefix);
        }
    }
}

#[test]
fn service_linked_roles_name_managed_policies() {
    assert_eq!(service_linked_roles().len(), counted("service-linked roles"));
    assert!(service_linked_roles().is_sorted_by_key(|role| role.principal));
    for role in service_linked_roles() {
        assert_eq!(service_linked_role(role.principal), Some(role));
        assert!(role.role_name.starts_with("AWSServiceRole"), "{}", role.role_name);
    }
    let names: BTreeSet<&str> = service_linked_roles().iter().map(|role| role.role_name).collect();
    assert_eq!(names.len(), service_linked_roles().len(), "an account has one role of a name");
    let policies = service_linked_roles().iter().flat_map(|role| &role.policies);
    let unknown: Vec<_> = policies.filter(|policy| managed_policies().get(policy).is_none()).collect();
    assert_eq!(unknown.len(), counted("policies of service-linked roles without a known text"), "{unknown:?}");
    let scaling = service_linked_role("autoscaling.amazonaws.com").unwrap();
    assert_eq!((scaling.role_name, scaling.custom_suffix), ("AWSServiceRoleForAutoScaling", true));
    assert_eq!(service_linked_role("nobody.amazonaws.com"), None);
}

/// R4.36, R4.37: names that do not follow from the principal or the policy, as the services' guides have them.
#[test]
fn service_linked_roles_have_the_names_of_the_guides() {
    for (principal, name, suffix) in [
        ("evs.amazonaws.com", "AWSServiceRoleForEVS", false),
        ("messaging.chime.amazonaws.com", "AWSServiceRoleForChimeSDKMessaging", false),
        ("transcription.chime.amazonaws.com", "AWSServiceRoleForAmazonChimeTranscription", false),
        ("ds.amazonaws.com", "AWSServiceRoleForDirectoryService", false),
        ("omics.amazonaws.com", "AWSServiceRoleForHealthOmics", false),
        ("sagemaker-queuing.batch.amazonaws.com", "AWSServiceRoleForAWSBatchWithSagemaker", false),
        ("pi-db.metrics.cloudwatch.amazonaws.com", "AWSServiceRoleForCloudWatchMetrics_DbPerfInsights", false),
        ("connect-campaigns.amazonaws.com", "AWSServiceRoleForConnectCampaigns", true),
        ("synchronization.connect.amazonaws.com", "AWSServiceRoleForAmazonConnectSynchronization", true),
    ] {
        let role = service_linked_role(principal).unwrap();
        assert_eq!((role.role_name, role.custom_suffix), (name, suffix), "{principal}");
    }
}

/// R1.77: names as IAM knows them, each once, and none that IAM is known to refuse.
#[test]
fn service_principals_are_names_of_services() {
    let names: Vec<&str> = service_principals().collect();
    assert_eq!(names.len(), counted("service principals"));
    assert!(names.windows(2).all(|two| two[0] < two[1]), "ordered, each once");
    for name in [
        "ec2.amazonaws.com",
        "lambda.amazonaws.com",
        "edgelambda.amazonaws.com",
        "cloudfront.amazonaws.com",
        "ops.apigateway.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "medialive.amazonaws.com",
        "batchoperations.s3.amazonaws.com",
        "logdelivery.elasticloadbalancing.amazonaws.com",
        "member.org.stacksets.cloudformation.amazonaws.com",
        "alexa-appkit.amazon.com",
        "api-service.dnssec.route53.aws.internal",
    ] {
        assert!(names.binary_search(&name).is_ok(), "{name}");
    }
    for name in
        ["tagging.amazonaws.com", "ec2.amazon.com", "cognito-identity.amazonaws.com", "nobody.amazonaws.com", ""]
    {
        assert!(names.binary_search(&name).is_err(), "{name}");
    }
    let roles = service_linked_roles().iter().filter(|role| names.binary_search(&role.principal).is_err());
    assert_eq!(roles.count(), 0, "who owns a role acts as a principal");
}

#[test]
fn regions_of_all_partitions_are_there() {
    assert_eq!(regions().count(), counted("Regions"));
    for region in ["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"] {
        assert!(regions().any(|known| known == region), "{region}");
    }
    assert!(regions().all(|region| region.split('-').count() >= 3 && !region.ends_with("-global")));
}
