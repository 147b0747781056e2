//! Changes of policies and what they are attached to, by fifty clients at once: one wins, the others get AWS's error, and
//! nothing is half done.

use super::{PROD, attach, call, join, organization, root, scp, unit};
use crate::kit::Server;
use futures_util::future::join_all;
use rolecall::directory::entities::{Link, Membership, OrganizationPolicy, OrganizationRoot, OrganizationalUnit};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const CLIENTS: usize = 50;
const OU: &str = "ou-test-aaaaaaaa";

/// Makes all calls at once; answers how many ended how: `ok`, or the code with the reason.
async fn together(server: &Server, calls: impl IntoIterator<Item = (&'static str, Value)>) -> BTreeMap<String, usize> {
    // An account may make 100 calls a second.
    server.wait(2).await;
    let calls = calls.into_iter().map(|(operation, input)| call(server, "root", operation, input));
    let mut ends = BTreeMap::new();
    for answer in join_all(calls).await {
        let end = answer.map_or_else(|error| error.split(' ').nth(1).unwrap().to_owned(), |_| "ok".to_owned());
        *ends.entry(end).or_default() += 1;
    }
    ends
}

fn ends<const N: usize>(ends: [(&str, usize); N]) -> BTreeMap<String, usize> {
    ends.into_iter().map(|(end, count)| (end.to_owned(), count)).collect()
}

/// R7.11: of the last two service control policies one stays, whoever detaches which.
#[tokio::test]
async fn the_last_policy_stays() {
    let (server, root_id) = organization().await;
    join(&server, &root_id).await;
    let other = scp(&server, "other", "Allow", "*").await;
    attach(&server, &other, PROD).await;
    let detach = |at: usize| {
        let id = if at.is_multiple_of(2) { "p-FullAWSAccess" } else { &*other };
        ("DetachPolicy", json!({"PolicyId": id, "TargetId": PROD}))
    };
    let found = together(&server, (0..CLIENTS).map(detach)).await;
    assert_eq!(found.get("ok"), Some(&1), "{found:?}");
    assert_eq!(found.get("ConstraintViolationException"), Some(&(CLIENTS / 2)), "{found:?}");
    assert_eq!(found.get("PolicyNotAttachedException"), Some(&(CLIENTS / 2 - 1)), "{found:?}");
}

/// The same policy is attached once, and made once.
#[tokio::test]
async fn one_of_many_wins() {
    let (server, root_id) = organization().await;
    join(&server, &root_id).await;
    let content = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;
    let input = json!({"Name": "one", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": content});
    let found = together(&server, (0..CLIENTS).map(|_| ("CreatePolicy", input.clone()))).await;
    assert_eq!(found, ends([("ok", 1), ("DuplicatePolicyException", CLIENTS - 1)]));
    let snapshot = server.node.directory.snapshot();
    let id = snapshot.all::<OrganizationPolicy>().next().unwrap().id.clone();
    let input = json!({"PolicyId": id, "TargetId": PROD});
    let found = together(&server, (0..CLIENTS).map(|_| ("AttachPolicy", input.clone()))).await;
    assert_eq!(found, ends([("ok", 1), ("DuplicatePolicyAttachmentException", CLIENTS - 1)]));
    let found = together(&server, (0..CLIENTS).map(|_| ("DetachPolicy", input.clone()))).await;
    assert_eq!(found, ends([("ok", 1), ("PolicyNotAttachedException", CLIENTS - 1)]));
    let found = together(&server, (0..CLIENTS).map(|_| ("DeletePolicy", json!({"PolicyId": id})))).await;
    assert_eq!(found, ends([("ok", 1), ("PolicyNotFoundException", CLIENTS - 1)]));
    let tags = json!({"RootId": root_id, "PolicyType": "TAG_POLICY"});
    let found = together(&server, (0..CLIENTS).map(|_| ("EnablePolicyType", tags.clone()))).await;
    assert_eq!(found, ends([("ok", 1), ("PolicyTypeAlreadyEnabledException", CLIENTS - 1)]));
    let found = together(&server, (0..CLIENTS).map(|_| ("DisablePolicyType", tags.clone()))).await;
    assert_eq!(found, ends([("ok", 1), ("PolicyTypeNotEnabledException", CLIENTS - 1)]));
}

/// R7.2, R7.11: a target of whatever kind never has more policies of a type than it may, and has as many.
#[tokio::test]
async fn a_target_is_never_overfull() {
    let (server, root_id) = organization().await;
    join(&server, &root_id).await;
    unit(&server, OU, "Prod", &root_id).await;
    let mut policies = Vec::new();
    for number in 0..CLIENTS {
        server.wait(1).await;
        policies.push(scp(&server, &format!("p{number}"), "Deny", "ec2:*").await);
    }
    for target in [PROD, OU, &*root_id] {
        let attach = |id: &String| ("AttachPolicy", json!({"PolicyId": id, "TargetId": target}));
        let found = together(&server, policies.iter().map(attach)).await;
        // With FullAWSAccess there are ten.
        assert_eq!(found, ends([("ok", 9), ("ConstraintViolationException", CLIENTS - 9)]), "{target}");
    }
    let snapshot = server.node.directory.snapshot();
    let count = |ids: &[String]| ids.iter().filter(|id| *id != "p-RCPFullAWSAccess").count();
    let of_account = snapshot.all::<Membership>().find(|it| it.member == PROD).map(|it| count(&it.policies));
    let of_unit = snapshot.find_by_id::<OrganizationalUnit>(OU).map(|it| count(&it.policies));
    let of_root = snapshot.all::<OrganizationRoot>().next().map(|it| count(&it.policies));
    assert_eq!([of_account, of_unit, of_root], [Some(10); 3]);
}

/// What is deleted or disabled while it is being attached is either attached or gone, never both.
#[tokio::test]
async fn nothing_is_attached_to_what_is_gone() {
    let (server, root_id) = organization().await;
    unit(&server, OU, "Prod", &root_id).await;
    for round in 0..5 {
        let id = scp(&server, &format!("p{round}"), "Deny", "ec2:*").await;
        let mut calls = vec![("DeletePolicy", json!({"PolicyId": id}))];
        calls.extend((0..8).map(|_| ("AttachPolicy", json!({"PolicyId": id, "TargetId": OU}))));
        calls.push(("DeletePolicy", json!({"PolicyId": id})));
        together(&server, calls).await;
        let snapshot = server.node.directory.snapshot();
        let management = "111111111111".parse().unwrap();
        let exists = snapshot.find_by_id::<OrganizationPolicy>(&id).is_some();
        let attached = snapshot.linked::<OrganizationalUnit>(management, Link::AttachedPolicy, &id).count();
        assert!(exists || attached == 0, "round {round}");
        // R7.14: with the type disabled nothing of it is attached anywhere.
        let id = scp(&server, &format!("q{round}"), "Deny", "ec2:*").await;
        let scps = json!({"RootId": root_id, "PolicyType": "SERVICE_CONTROL_POLICY"});
        let mut calls: Vec<_> = (0..8).map(|_| ("AttachPolicy", json!({"PolicyId": id, "TargetId": OU}))).collect();
        calls.insert(4, ("DisablePolicyType", scps.clone()));
        together(&server, calls).await;
        let snapshot = server.node.directory.snapshot();
        let units = snapshot.all::<OrganizationalUnit>().all(|unit| !unit.policies.contains(&id));
        assert!(units, "round {round}");
        root(&server, "EnablePolicyType", scps).await;
    }
}

/// R7.10: whoever joins while a type is enabled gets its first policy.
#[tokio::test]
async fn whoever_joins_meanwhile_has_the_first_policy() {
    let server = Server::new().await;
    root(&server, "CreateOrganization", json!({})).await;
    let snapshot = server.node.directory.snapshot();
    let root_id = snapshot.all::<OrganizationRoot>().next().unwrap().id.clone();
    let scps = json!({"RootId": root_id, "PolicyType": "SERVICE_CONTROL_POLICY"});
    let enable = async { call(&server, "root", "EnablePolicyType", scps).await.unwrap() };
    let units = (0..CLIENTS).map(|number| {
        let input = json!({"ParentId": root_id, "Name": format!("unit{number}")});
        call(&server, "root", "CreateOrganizationalUnit", input)
    });
    let (_, units) = futures_util::future::join(enable, join_all(units)).await;
    assert!(units.iter().all(Result::is_ok), "{units:?}");
    let snapshot = server.node.directory.snapshot();
    for unit in snapshot.all::<OrganizationalUnit>() {
        assert_eq!(unit.policies, ["p-FullAWSAccess"], "{}", unit.name);
    }
    for member in snapshot.all::<Membership>() {
        assert_eq!(member.policies, ["p-FullAWSAccess"], "{}", member.member);
    }
}
