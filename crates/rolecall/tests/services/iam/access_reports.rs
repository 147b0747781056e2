//! Access reports of organizations, from the trail.

use crate::kit::Server;
use crate::kit::call::element;
use crate::organizations::{json, organization, text};
use std::time::Duration;

/// What a report about this path tells, once its job has ended.
async fn report(server: &Server, words: &str) -> (String, String) {
    let begun = server.call("root", &format!("GenerateOrganizationsAccessReport {words}")).await.unwrap();
    let job = element(&begun, "<JobId>").unwrap().to_owned();
    let ended = async {
        loop {
            let got = server.call("root", &format!("GetOrganizationsAccessReport JobId={job} MaxItems=1000")).await;
            let got = got.unwrap();
            if !got.contains("<JobStatus>IN_PROGRESS</JobStatus>") {
                return got;
            }
            // So many calls in a second would be too many.
            server.wait(1).await;
        }
    };
    (tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap(), job)
}

/// The entry of a service.
fn entry<'a>(report: &'a str, prefix: &str) -> &'a str {
    let holds = format!("<ServiceNamespace>{prefix}</ServiceNamespace>");
    report.split("<member>").find(|entry| entry.contains(&holds)).unwrap_or_else(|| panic!("no {prefix} in {report}"))
}

/// An organization of 111111111111 whose unit has 222222222222 in it; the paths of the root and of the unit.
async fn with_unit() -> (Server, String, String, String) {
    let (server, root) = organization().await;
    let described = json(&server, "root", "organizations:DescribeOrganization").await;
    let at_root = format!("{}/{root}", text(&described, "/Organization/Id"));
    let enable = r#"{"RootId":"ROOT","PolicyType":"SERVICE_CONTROL_POLICY"}"#.replace("ROOT", &root);
    json(&server, "root", &format!("organizations:EnablePolicyType {enable}")).await;
    let invite = r#"organizations:InviteAccountToOrganization {"Target":{"Type":"ACCOUNT","Id":"222222222222"}}"#;
    let handshake = text(&json(&server, "root", invite).await, "/Handshake/Id");
    json(&server, "prod", &format!(r#"organizations:AcceptHandshake {{"HandshakeId":"{handshake}"}}"#)).await;
    let create = format!(r#"organizations:CreateOrganizationalUnit {{"ParentId":"{root}","Name":"Prod"}}"#);
    let unit = text(&json(&server, "root", &create).await, "/OrganizationalUnit/Id");
    let from_to = format!(r#""SourceParentId":"{root}","DestinationParentId":"{unit}""#);
    let moved = format!(r#"organizations:MoveAccount {{"AccountId":"222222222222",{from_to}}}"#);
    server.call("root", &moved).await.unwrap();
    let at_unit = format!("{at_root}/{unit}");
    (server, at_root, at_unit, unit)
}

/// Makes a service control policy and attaches it; its id.
async fn attach(server: &Server, name: &str, target: &str, statement: &str) -> String {
    let content = serde_json::json!({"Version": "2012-10-17", "Statement": [
        serde_json::from_str::<serde_json::Value>(statement).unwrap()
    ]});
    let input = serde_json::json!({
        "Name": name, "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": content.to_string()
    });
    let made = json(server, "root", &format!("organizations:CreatePolicy {input}")).await;
    let id = text(&made, "/Policy/PolicySummary/Id");
    let attach = format!(r#"organizations:AttachPolicy {{"PolicyId":"{id}","TargetId":"{target}"}}"#);
    server.call("root", &attach).await.unwrap();
    id
}

/// R4.52: what the policies over a unit let through, with the last attempt of its accounts, their paths, and how many
/// accounts tried; nothing of other accounts or of the management account.
#[tokio::test]
async fn reports_tell_of_units() {
    let (server, at_root, at_unit, unit) = with_unit().await;
    attach(&server, "no queues", &unit, r#"{"Effect":"Deny","Action":"sqs:*","Resource":"*"}"#).await;
    server.wait(60).await;
    server.call("prod", "GET /").await.unwrap();
    server.call("root", "GetCallerIdentity").await.unwrap();

    let (found, job) = report(&server, &format!("EntityPath={at_unit}")).await;
    assert!(found.contains("<JobStatus>COMPLETED</JobStatus>"), "{found}");
    let storage = entry(&found, "s3");
    for holds in [
        "<ServiceName>Amazon S3</ServiceName>",
        "<Region>us-east-1</Region>",
        "<LastAuthenticatedTime>2026-11-22T10:01:00Z</LastAuthenticatedTime>",
        "<TotalAuthenticatedEntities>1</TotalAuthenticatedEntities>",
    ] {
        assert!(storage.contains(holds), "{storage}");
    }
    assert!(storage.contains(&format!("<EntityPath>{at_unit}/222222222222</EntityPath>")), "{storage}");
    assert!(!found.contains("<ServiceNamespace>sqs</ServiceNamespace>"), "it is denied: {found}");
    let session = entry(&found, "sts");
    assert!(session.contains("<TotalAuthenticatedEntities>0</TotalAuthenticatedEntities>"), "{session}");
    assert!(!session.contains("EntityPath"), "only the management account called it: {session}");
    // It accepted the handshake before it was in the unit.
    let accessible: usize = element(&found, "<NumberOfServicesAccessible>").unwrap().parse().unwrap();
    let untouched: usize = element(&found, "<NumberOfServicesNotAccessed>").unwrap().parse().unwrap();
    assert_eq!((found.matches("<ServiceNamespace>").count(), accessible - untouched), (accessible, 2), "{found}");

    // The pages are in the order that the request names.
    let page = |words: String| {
        let server = &server;
        async move { server.call("root", &format!("GetOrganizationsAccessReport {words}")).await }
    };
    let latest = format!("JobId={job} SortKey=LAST_AUTHENTICATED_TIME_DESCENDING MaxItems=1");
    let first = page(latest.clone()).await.unwrap();
    assert!(first.contains("<ServiceNamespace>s3</ServiceNamespace>"), "{first}");
    let marker = element(&first, "<Marker>").unwrap();
    let second = page(format!("{latest} Marker={marker}")).await.unwrap();
    assert!(second.contains("<ServiceNamespace>organizations</ServiceNamespace>"), "{second}");
    let other = format!("JobId={job} SortKey=SERVICE_NAMESPACE_ASCENDING MaxItems=1 Marker={marker}");
    assert!(page(other).await.unwrap_err().starts_with("400 ValidationError Invalid Marker"));
    let last = page(format!("JobId={job} SortKey=SERVICE_NAMESPACE_DESCENDING MaxItems=1")).await.unwrap();
    let all: Vec<&str> = found.split("<ServiceNamespace>").skip(1).collect();
    assert!(last.contains(&all.last().unwrap()[..10]), "{last}");

    // The root: what its own policies let through, of all accounts but the management account.
    let (found, _) = report(&server, &format!("EntityPath={at_root}")).await;
    assert!(entry(&found, "sqs").contains("<TotalAuthenticatedEntities>0</TotalAuthenticatedEntities>"), "{found}");
    assert!(entry(&found, "s3").contains(&format!("<EntityPath>{at_unit}/222222222222</EntityPath>")), "{found}");

    // The management account: every service, and its own attempts.
    let (found, _) = report(&server, &format!("EntityPath={at_root}/111111111111")).await;
    assert!(entry(&found, "sts").contains(&format!("<EntityPath>{at_root}/111111111111</EntityPath>")), "{found}");
    assert!(!entry(&found, "s3").contains("EntityPath"), "{found}");
}

/// R4.52: with a policy, the services that it lets through and the accounts that it is attached over, from the entity
/// downwards.
#[tokio::test]
async fn reports_tell_of_policies() {
    let (server, at_root, at_unit, unit) = with_unit().await;
    let two = r#"{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"*"}"#;
    let policy = attach(&server, "two", &unit, two).await;
    server.call("prod", "GET /").await.unwrap();
    for (path, counts) in [(at_root.clone(), "1"), (at_unit.clone(), "1"), (format!("{at_unit}/222222222222"), "0")] {
        let (found, _) = report(&server, &format!("EntityPath={path} OrganizationsPolicyId={policy}")).await;
        assert!(found.contains("<NumberOfServicesAccessible>2</NumberOfServicesAccessible>"), "{path}: {found}");
        let total = format!("<TotalAuthenticatedEntities>{counts}</TotalAuthenticatedEntities>");
        assert!(entry(&found, "s3").contains(&total), "{path}: {found}");
    }
    // No policy limits the management account.
    let (found, _) =
        report(&server, &format!("EntityPath={at_root}/111111111111 OrganizationsPolicyId={policy}")).await;
    assert!(found.matches("<ServiceNamespace>").count() > 100, "{found}");
}

/// R4.52: what the organization does not have makes the job fail, with the reason.
#[tokio::test]
async fn reports_fail_with_a_reason() {
    let (server, at_root, at_unit, unit) = with_unit().await;
    let content = r#""Content":"{\"tags\":{}}""#;
    let create = format!(r#"organizations:CreatePolicy {{"Name":"t","Description":"","Type":"TAG_POLICY",{content}}}"#);
    let tags = text(&json(&server, "root", &create).await, "/Policy/PolicySummary/Id");
    let cases = [
        (format!("EntityPath={at_root}/{unit}/{unit}"), "NoSuchEntity"),
        (format!("EntityPath={at_root}/222222222222"), "NoSuchEntity"),
        (format!("EntityPath={at_unit}/333333333333"), "NoSuchEntity"),
        (format!("EntityPath={at_root}/"), "NoSuchEntity"),
        ("EntityPath=o-aaaaaaaaaa/r-aaaa".to_owned(), "NoSuchEntity"),
        (format!("EntityPath={at_root} OrganizationsPolicyId=p-aaaaaaaa"), "NoSuchEntity"),
        (format!("EntityPath={at_root} OrganizationsPolicyId={tags}"), "NoSuchEntity"),
    ];
    for (words, code) in cases {
        let (failed, _) = report(&server, &words).await;
        assert!(failed.contains("<JobStatus>FAILED</JobStatus>"), "{words}: {failed}");
        assert!(failed.contains(&format!("<Code>{code}</Code>")), "{words}: {failed}");
        assert!(!failed.contains("AccessDetails"), "{words}: {failed}");
    }
    let root = at_root.rsplit_once('/').unwrap().1;
    let disable = format!(r#"{{"RootId":"{root}","PolicyType":"SERVICE_CONTROL_POLICY"}}"#);
    json(&server, "root", &format!("organizations:DisablePolicyType {disable}")).await;
    let (failed, _) = report(&server, &format!("EntityPath={at_root}")).await;
    assert!(failed.contains("<Code>InvalidInput</Code>"), "{failed}");

    // Only the management account may ask, for its own jobs, and a job of another kind is none.
    let denied = "403 AccessDenied You must sign in with credentials of the organization's management account.";
    let (_, job) = report(&server, &format!("EntityPath={at_root}")).await;
    for caller in ["prod", "moved"] {
        let generate = server.call(caller, &format!("GenerateOrganizationsAccessReport EntityPath={at_root}")).await;
        assert_eq!(generate.unwrap_err(), denied);
        let get = server.call(caller, &format!("GetOrganizationsAccessReport JobId={job}")).await;
        assert_eq!(get.unwrap_err(), denied);
    }
    let details = server.call("root", &format!("GetServiceLastAccessedDetails JobId={job}")).await.unwrap_err();
    assert_eq!(details, format!("404 NoSuchEntity The job with id {job} cannot be found."));
}
