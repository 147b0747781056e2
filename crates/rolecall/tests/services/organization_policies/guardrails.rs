//! Service and resource control policies in decisions (R2.16–R2.20, R7.10–R7.17), and the keys of organizations.

use super::{DEV, PROD, attach, call, detach, join, organization, policy, rcp, root, scp, unit};
use crate::kit::Server;
use rolecall::directory::entities::{Membership, OrganizationRoot};
use rolecall::store::{Store as _, Transaction};
use serde_json::{Value, json};

const FULL: &str = "p-FullAWSAccess";
const OU: &str = "ou-test-aaaaaaaa";
const INNER: &str = "ou-test-bbbbbbbb";

/// Whether an action of IAM and one of S3 are allowed to a caller.
async fn allowed(server: &Server, caller: &str) -> (bool, bool) {
    let answers = [server.answer(caller, "ListUsers").await, server.answer(caller, "GET /").await];
    for answer in &answers {
        assert!(answer.status == 200 || answer.code().starts_with("403 AccessDenied"), "{}", answer.told());
    }
    (answers[0].status == 200, answers[1].status == 200)
}

/// Section 2.5, with IAM and S3 for its services. `F` is FullAWSAccess, `+` allows and `-` denies what follows.
#[tokio::test]
async fn the_worked_cases_of_levels() {
    // R2.16, R2.18, R7.12: root, unit, account, whether IAM and S3 are allowed.
    let cases = [
        ("S1", "F", "F", "F", (true, true)),
        ("S2", "F", "F -s3", "F -iam", (false, false)),
        ("S3", "F", "+iam", "F", (true, false)),
        ("S4", "-sts", "F", "F", (false, false)),
        ("S5", "F -s3", "+s3", "F", (false, false)),
        ("S6", "+iam +s3", "F", "F", (true, true)),
        ("S7", "F", "F", "+iam +s3", (true, true)),
    ];
    let (server, root_id) = organization().await;
    unit(&server, OU, "Prod", &root_id).await;
    join(&server, OU).await;
    let mut policies = vec![("F".to_owned(), FULL.to_owned())];
    for (sign, effect) in [('+', "Allow"), ('-', "Deny")] {
        for service in ["iam", "s3", "sts"] {
            let name = format!("{effect} {service}");
            let id = scp(&server, &name, effect, &format!("{service}:*")).await;
            policies.push((format!("{sign}{service}"), id));
        }
    }
    for (name, at_root, at_unit, at_account, expected) in cases {
        set_levels(&server, &policies, &[(&root_id, at_root), (OU, at_unit), (PROD, at_account)]).await;
        assert_eq!(allowed(&server, "prod").await, expected, "{name}");
        // R2.17, T63: the management account is spared, whatever is attached at the root.
        assert_eq!(allowed(&server, "root").await, (true, true), "{name}");
        // Nobody else is in the organization.
        assert_eq!(allowed(&server, "moved").await, (true, true), "{name}");
    }
}

/// S8: a unit in a unit.
#[tokio::test]
async fn every_unit_on_the_way_must_allow() {
    let (server, root_id) = organization().await;
    unit(&server, OU, "Outer", &root_id).await;
    unit(&server, INNER, "Inner", OU).await;
    join(&server, INNER).await;
    let only_iam = scp(&server, "only IAM", "Allow", "iam:*").await;
    assert_eq!(allowed(&server, "prod").await, (true, true));
    attach(&server, &only_iam, INNER).await;
    assert_eq!(allowed(&server, "prod").await, (true, true), "policies of one level add up");
    detach(&server, FULL, INNER).await;
    assert_eq!(allowed(&server, "prod").await, (true, false));
}

/// Attaches exactly these service control policies to each node.
async fn set_levels(server: &Server, policies: &[(String, String)], levels: &[(&str, &str)]) {
    for (target, wanted) in levels {
        let input = json!({"TargetId": target, "Filter": "SERVICE_CONTROL_POLICY"});
        let attached = root(server, "ListPoliciesForTarget", input).await;
        let attached: Vec<&str> =
            attached["Policies"].as_array().unwrap().iter().map(|it| it["Id"].as_str().unwrap()).collect();
        let id = |word: &str| &*policies.iter().find(|(known, _)| known == word).unwrap().1;
        let wanted: Vec<&str> = wanted.split(' ').map(id).collect();
        for new in wanted.iter().filter(|id| !attached.contains(id)) {
            attach(server, new, target).await;
        }
        for old in attached.iter().filter(|id| !wanted.contains(id)) {
            detach(server, old, target).await;
        }
    }
}

/// A caller with credentials of its own: a user who may do everything.
async fn user(server: &mut Server, of: &str, name: &str) {
    server.call(of, &format!("CreateUser UserName={name}")).await.unwrap();
    let all = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let parameters = [("UserName", name), ("PolicyName", "all"), ("PolicyDocument", &all.to_string())];
    server.ask(of, "PutUserPolicy", &parameters).await.unwrap();
    server.call_as(of, &format!("CreateAccessKey UserName={name}"), name).await;
}

/// A bucket of `owner` that lets everybody read it, and an object in it.
async fn open_bucket(server: &Server, owner: &str, name: &str, condition: Value) {
    server.call(owner, &format!("PUT /{name}")).await.unwrap();
    server.call(owner, &format!("DELETE /{name}?publicAccessBlock")).await.unwrap();
    server.call(owner, &format!("PUT /{name}/k Body=data")).await.unwrap();
    let statement = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": format!("arn:aws:s3:::{name}/*"), "Condition": condition});
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string().replace(' ', "%20");
    server.call(owner, &format!("PUT /{name}?policy Body={document}")).await.unwrap();
}

/// T13, T15, T62, T79, R2.35: users and root users of a member account are bound at the next request after a change, and
/// freed at the next.
#[tokio::test]
async fn a_change_counts_at_once() {
    let (mut server, root_id) = organization().await;
    join(&server, &root_id).await;
    user(&mut server, "prod", "ana").await;
    let denies = scp(&server, "no IAM", "Deny", "iam:*").await;
    for caller in ["prod", "ana"] {
        assert_eq!(allowed(&server, caller).await, (true, true));
        attach(&server, &denies, PROD).await;
        assert_eq!(allowed(&server, caller).await, (false, true));
        let weaker =
            json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}});
        root(&server, "UpdatePolicy", json!({"PolicyId": denies, "Content": weaker.to_string()})).await;
        assert_eq!(allowed(&server, caller).await, (true, false));
        let back =
            json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}});
        root(&server, "UpdatePolicy", json!({"PolicyId": denies, "Content": back.to_string()})).await;
        detach(&server, &denies, PROD).await;
    }
    // R7.14: with the type disabled nothing is denied, and afterwards only FullAWSAccess is attached.
    attach(&server, &denies, &root_id).await;
    assert_eq!(allowed(&server, "ana").await, (false, true));
    let scps = json!({"RootId": root_id, "PolicyType": "SERVICE_CONTROL_POLICY"});
    root(&server, "DisablePolicyType", scps.clone()).await;
    assert_eq!(allowed(&server, "ana").await, (true, true));
    root(&server, "EnablePolicyType", scps).await;
    assert_eq!(allowed(&server, "ana").await, (true, true));
    attach(&server, &denies, &root_id).await;
    // R7.21: a declarative policy denies nothing, whatever is in it.
    root(&server, "EnablePolicyType", json!({"RootId": root_id, "PolicyType": "S3_POLICY"})).await;
    let content = json!({"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}});
    let declarative = policy(&server, "S3_POLICY", "declarative", &content).await;
    attach(&server, &declarative, &root_id).await;
    assert_eq!(allowed(&server, "ana").await, (false, true));
    // It outlasts a restart.
    let server = server.restarted().await;
    assert_eq!(allowed(&server, "ana").await, (false, true));
    assert_eq!(allowed(&server, "root").await, (true, true));
}

/// T27, T80–T83, T97, R2.17, R2.19: resource control policies bind whoever uses what a member account owns, and service
/// control policies whoever is of one.
#[tokio::test]
async fn whose_policies_bind_whom() {
    let (mut server, root_id) = organization().await;
    join(&server, &root_id).await;
    user(&mut server, "root", "ana").await;
    user(&mut server, "prod", "bea").await;
    user(&mut server, "moved", "eve").await;
    open_bucket(&server, "prod", "members", json!({})).await;
    open_bucket(&server, "root", "managements", json!({})).await;
    open_bucket(&server, "moved", "outsiders", json!({})).await;
    let callers = ["root", "ana", "prod", "bea", "moved", "eve", "nobody", "eve/presigned", "bea/presigned"];
    let reads = async |bucket: &str| {
        let mut readers = Vec::new();
        for caller in callers {
            let answer = server.answer(caller, &format!("GET /{bucket}/k")).await;
            assert!([200, 403].contains(&answer.status), "{caller}: {}", answer.told());
            if answer.status == 200 {
                readers.push(caller);
            }
        }
        readers
    };
    for bucket in ["members", "managements", "outsiders"] {
        assert_eq!(reads(bucket).await, callers, "{bucket}");
    }
    let denies = scp(&server, "no S3", "Deny", "s3:*").await;
    attach(&server, &denies, &root_id).await;
    for bucket in ["members", "managements", "outsiders"] {
        let free = ["root", "ana", "moved", "eve", "nobody", "eve/presigned"];
        assert_eq!(reads(bucket).await, free, "{bucket}");
    }
    detach(&server, &denies, &root_id).await;

    let snapshot = server.node.directory.snapshot();
    let id = snapshot.all::<OrganizationRoot>().next().unwrap().organization.clone();
    let outside = json!({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": id}});
    let fence = rcp(&server, "fence", "s3:*", outside).await;
    attach(&server, &fence, &root_id).await;
    assert_eq!(reads("members").await, ["root", "ana", "prod", "bea", "bea/presigned"]);
    assert_eq!(reads("managements").await, callers, "the management account's resources are exempt");
    assert_eq!(reads("outsiders").await, callers, "those of others are no business of the organization");
    detach(&server, &fence, &root_id).await;

    let all = rcp(&server, "nobody", "s3:*", json!({})).await;
    attach(&server, &all, PROD).await;
    assert_eq!(reads("members").await, [""; 0], "root users too");
    let disable = json!({"RootId": root_id, "PolicyType": "RESOURCE_CONTROL_POLICY"});
    root(&server, "DisablePolicyType", disable).await;
    assert_eq!(reads("members").await, callers);
}

/// T110, R2.20: a role is the resource of AssumeRole, in the account that owns it. A session across organizations is bound
/// by the policies over the role's account, and not by those over the caller's.
#[tokio::test]
async fn roles_across_organizations() {
    let (mut server, root_id) = organization().await;
    join(&server, &root_id).await;
    user(&mut server, "moved", "eve").await;
    user(&mut server, "root", "ana").await;
    user(&mut server, "prod", "bea").await;
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": ["111111111111", "222222222222", "333333333333"]}}});
    let parameters = [("RoleName", "work"), ("AssumeRolePolicyDocument", &trust.to_string())];
    let all = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let policy = [("RoleName", "work"), ("PolicyName", "all"), ("PolicyDocument", &all.to_string())];
    for owner in ["prod", "moved"] {
        server.ask(owner, "CreateRole", &parameters).await.unwrap();
        server.ask(owner, "PutRolePolicy", &policy).await.unwrap();
    }
    let assume = |account: &str| format!("AssumeRole RoleArn=arn:aws:iam::{account}:role/work RoleSessionName=session");
    for caller in ["eve", "ana", "bea"] {
        server.call_as(caller, &assume(PROD), &format!("{caller}-in-prod")).await;
    }
    server.call_as("bea", &assume("333333333333"), "bea-outside").await;
    let denies = scp(&server, "no S3", "Deny", "s3:*").await;
    attach(&server, &denies, &root_id).await;
    for caller in ["eve-in-prod", "ana-in-prod", "bea-in-prod"] {
        assert_eq!(allowed(&server, caller).await, (true, false), "{caller}");
    }
    assert_eq!(allowed(&server, "bea-outside").await, (true, true));
    // The caller's own policies decide whether it may assume a role at all.
    let no_sts = scp(&server, "no STS", "Deny", "sts:AssumeRole").await;
    attach(&server, &no_sts, &root_id).await;
    for (caller, allowed) in [("eve", true), ("ana", true), ("bea", false)] {
        assert_eq!(server.answer(caller, &assume(PROD)).await.status == 200, allowed, "{caller}");
    }
    assert_eq!(server.answer("bea", &assume("333333333333")).await.status, 403);
    detach(&server, &no_sts, &root_id).await;

    let outside = json!({"StringNotEqualsIfExists": {"aws:PrincipalOrgPaths": "o-nothing"}});
    let fence = rcp(&server, "fence", "sts:AssumeRole", outside).await;
    attach(&server, &fence, &root_id).await;
    for caller in ["eve", "ana", "bea"] {
        assert_eq!(server.answer(caller, &assume(PROD)).await.status, 403, "{caller}");
    }
    assert_eq!(server.answer("bea", &assume("333333333333")).await.status, 200);
}

/// R3.56 and R3, section 3.13: the keys of organizations, and that they are absent where there is none.
#[tokio::test]
async fn the_keys_of_organizations() {
    let (mut server, root_id) = organization().await;
    unit(&server, OU, "Prod", &root_id).await;
    let snapshot = server.node.directory.snapshot();
    let id = snapshot.all::<OrganizationRoot>().next().unwrap().organization.clone();
    user(&mut server, "prod", "bea").await;
    let here = format!("{id}/{root_id}/{OU}/");
    let conditions = [
        ("by-id", json!({"StringEquals": {"aws:PrincipalOrgID": id}})),
        ("path", json!({"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": here}})),
        ("below", json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": format!("{id}/{root_id}/*")}})),
        ("resource", json!({"StringEquals": {"aws:ResourceOrgID": id}})),
        ("resource-path", json!({"ForAnyValue:StringEquals": {"aws:ResourceOrgPaths": format!("{id}/{root_id}/")}})),
    ];
    for (name, condition) in &conditions {
        open_bucket(&server, "root", name, condition.clone()).await;
    }
    let reads = async |caller: &str| {
        let mut allowed = Vec::new();
        for (name, _) in &conditions {
            if server.answer(caller, &format!("GET /{name}/k")).await.status == 200 {
                allowed.push(*name);
            }
        }
        allowed
    };
    // The bucket's account is in the organization, the caller's is not.
    for caller in ["bea", "prod", "nobody"] {
        assert_eq!(reads(caller).await, ["resource", "resource-path"], "{caller}");
    }
    join(&server, OU).await;
    for caller in ["bea", "prod"] {
        assert_eq!(reads(caller).await, ["by-id", "path", "below", "resource", "resource-path"], "{caller}");
    }
    assert_eq!(reads("nobody").await, ["resource", "resource-path"]);
    // `aws:SourceOrgID` belongs to calls of services.
    let absent = json!({"Null": {"aws:SourceOrgID": "true", "aws:SourceOrgPaths": "true"}});
    open_bucket(&server, "root", "source", absent).await;
    assert_eq!(server.answer("bea", "GET /source/k").await.status, 200);
    let gone = server.node.directory.change(|snapshot, edit| {
        edit.delete(snapshot.membership(PROD.parse().unwrap()).unwrap());
        Ok(())
    });
    gone.await.unwrap();
    assert_eq!(reads("bea").await, ["resource", "resource-path"]);
}

/// T49, T50, R2.17, R2.19, R2.37: what a service-linked role does is bound by neither.
#[tokio::test]
async fn service_linked_roles_are_exempt() {
    let (server, root_id) = organization().await;
    join(&server, &root_id).await;
    let all = scp(&server, "nothing", "Deny", "*").await;
    attach(&server, &all, &root_id).await;
    assert_eq!(allowed(&server, "prod").await, (false, false));
    let snapshot = server.node.directory.snapshot();
    let standing = rolecall::domain::guardrails::standing(&snapshot, PROD.parse().unwrap()).unwrap();
    let decided = |path: &str| {
        let arn = format!("arn:aws:iam::{PROD}:role/{path}Role");
        let principal = rolecall_policy::Principal::RoleSession {
            account: PROD.parse().unwrap(),
            role_arn: Some(arn.as_str().into()),
            role_id: None,
            session_arn: None,
            service_linked: false,
        };
        let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
        let policy = rolecall_policy::Policy::<rolecall_policy::kind::Identity>::parse(text).unwrap();
        let policy = std::sync::Arc::new(rolecall_policy::evaluate::Compiled::new(policy));
        let attached = rolecall_policy::evaluate::Attached { policy, source: std::sync::Arc::default() };
        let identity = rolecall_policy::PolicySet::from([attached]);
        let request = rolecall_policy::Request {
            principal: &principal,
            action: "s3:ListAllMyBuckets",
            resource: "*",
            resource_account: None,
            class: rolecall_policy::request::ResourceClass::Ordinary,
            s3: None,
            context: &rolecall_policy::Context::new(),
            services: rolecall_analysis::service_facts(),
        };
        let policies = rolecall_policy::Policies {
            identity: &identity,
            scp: standing.scp(),
            ..rolecall_policy::Policies::default()
        };
        rolecall_policy::decide(&request, &policies).is_allowed()
    };
    assert!(decided("aws-service-role/x.amazonaws.com/"));
    assert!(!decided("service-role/"), "T51: an ordinary service role is bound");
}

/// What is damaged in the store denies: a policy, a node, a membership, a policy that is attached and not there.
#[tokio::test]
async fn damage_denies() {
    for damage in ["policy", "missing", "node", "membership", "root"] {
        let (mut server, root_id) = organization().await;
        unit(&server, OU, "Prod", &root_id).await;
        join(&server, OU).await;
        user(&mut server, "prod", "bea").await;
        let harmless = scp(&server, "harmless", "Deny", "ec2:*").await;
        attach(&server, &harmless, OU).await;
        assert_eq!(allowed(&server, "bea").await, (true, true));
        let key = match damage {
            "policy" | "missing" => format!("{DEV}/organization-policy/harmless"),
            "node" => format!("-/organizational-unit/{OU}"),
            "root" => format!("-/organization-root/{root_id}"),
            _ => format!("-/membership/{PROD}"),
        };
        let mut transaction = Transaction::default();
        if damage == "policy" {
            let row = json!({"account": DEV, "id": harmless, "name": "harmless", "organization": "o",
                "policy_type": "SERVICE_CONTROL_POLICY", "content": "not a policy",
                "created": "2026-11-22T10:15:30Z", "updated": "2026-11-22T10:15:30Z"});
            transaction.put.push((key, row.to_string().into_bytes()));
        } else {
            transaction.put.push((key, b"damage".to_vec()));
        }
        server.store.commit(transaction).await.unwrap();
        // A change of ours is visible only after the damage.
        server.call("moved", "CreateUser UserName=wait").await.unwrap();
        assert_eq!(allowed(&server, "bea").await, (false, false), "{damage}");
        assert_eq!(allowed(&server, "moved").await, (true, true), "{damage}");
        // The same after a start on it.
        let server = server.restarted().await;
        assert_eq!(allowed(&server, "bea").await, (false, false), "{damage}");
    }
}

/// The trail names the level and the policy; the client gets AWS's sentence with the policy's ARN.
#[tokio::test]
async fn the_level_and_the_policy_are_named() {
    let (server, root_id) = organization().await;
    unit(&server, OU, "Prod", &root_id).await;
    join(&server, OU).await;
    let denies = scp(&server, "No IAM", "Deny", "iam:*").await;
    attach(&server, &denies, OU).await;
    let answer = server.answer("prod", "ListUsers").await;
    let snapshot = server.node.directory.snapshot();
    let organization = snapshot.membership(PROD.parse().unwrap()).unwrap().organization.clone();
    let arn = format!("arn:aws:organizations::{DEV}:policy/{organization}/service_control_policy/{denies}");
    assert_eq!(
        answer.told(),
        format!(
            "403 AccessDenied User: arn:aws:iam::{PROD}:root is not authorized to perform: iam:ListUsers on resource: \
             arn:aws:iam::{PROD}:user/ with an explicit deny in a service control policy: {arn}"
        )
    );
    let record = server.recorded(&answer);
    let decision = record.decisions.last().unwrap();
    let by = decision.by.first().unwrap();
    assert_eq!(
        (&*by.source.name, by.source.owner.as_deref()),
        ("No IAM", Some(&*format!("organizational unit Prod ({OU})")))
    );
    let explained = decision.explanation.as_ref().unwrap().to_string();
    assert!(explained.contains(&format!("organizational unit Prod ({OU})")), "{explained}");
    detach(&server, &denies, OU).await;
    let only = scp(&server, "Only S3", "Allow", "s3:*").await;
    attach(&server, &only, OU).await;
    detach(&server, FULL, OU).await;
    let answer = server.answer("prod", "ListUsers").await;
    assert!(
        answer.told().ends_with("because no service control policy allows the iam:ListUsers action"),
        "{}",
        answer.told()
    );
    let explained = server.recorded(&answer).decisions.last().unwrap().explanation.as_ref().unwrap().to_string();
    assert!(explained.contains("allow iam:ListUsers at the level organizational unit Prod"), "{explained}");
}

/// A membership whose organization is another one now is damage, not freedom.
#[tokio::test]
async fn a_membership_left_behind_denies() {
    let (server, root_id) = organization().await;
    join(&server, &root_id).await;
    let moved = server.node.directory.change(|snapshot, edit| {
        let before = snapshot.membership(PROD.parse().unwrap()).unwrap();
        edit.update(before, &Membership { organization: "o-gone".to_owned(), ..before.entity().clone() })
    });
    moved.await.unwrap();
    assert_eq!(allowed(&server, "prod").await, (false, false));
    let told = call(&server, "prod", "DescribeOrganization", json!({})).await;
    assert!(told.is_err());
}
