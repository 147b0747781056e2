//! The limits of organizations, at their edges (R7.9).

use crate::kit::Server;
use crate::organizations::{at_once, json, organization, text};
use jiff::Timestamp;
use rolecall::directory::entities::{
    Account, AccountCreation, Handshake, JoinedMethod, Membership, Organization, OrganizationPolicy, OrganizationalUnit,
};
use rolecall_analysis::organization_policies::PolicyType;

/// A request for an account as it stands before it is carried out.
fn pending(organization: &Organization, number: usize, requested: Timestamp) -> AccountCreation {
    AccountCreation {
        account: organization.account,
        organization: organization.id.clone(),
        id: format!("car-{number:010}"),
        name: "late".to_owned(),
        email: format!("late{number}@example.com"),
        role_name: "Late".to_owned(),
        tags: Vec::new(),
        requested,
        completed: None,
    }
}

/// R7.5, R7.9: five requests are in progress at most; those that were done ninety days ago are forgotten.
#[tokio::test]
async fn five_requests_at_a_time() {
    let create = r#"organizations:CreateAccount {"Email": "one@example.com", "AccountName": "one"}"#;
    for (count, worked) in [(4, true), (5, false)] {
        let (server, _) = organization().await;
        let planned = server.node.directory.change(|snapshot, edit| {
            let organization = snapshot.all::<Organization>().next().unwrap();
            (0..count).try_for_each(|number| edit.create(&pending(organization, number, server.now())))
        });
        planned.await.unwrap();
        let answer = server.call("root", create).await;
        assert_eq!(answer.is_ok(), worked, "{answer:?}");
        let refused = answer.err().unwrap_or_default();
        assert!(worked || refused.starts_with("400 TooManyRequestsException"), "{refused}");
        server.wait(1).await;
        let requests = || server.node.directory.snapshot().all::<AccountCreation>().count();
        assert_eq!(requests(), 5);
        if worked {
            continue;
        }
        // To the second, and beyond it.
        for (seconds, left) in [(90 * 86_400, 6), (1, 2)] {
            server.wait(seconds).await;
            let create = format!(
                r#"organizations:CreateAccount {{"Email": "again{left}@example.com", "AccountName": "again"}}"#
            );
            json(&server, "root", &create).await;
            assert_eq!(requests(), left);
        }
    }
}

/// R7.9: two thousand units, of fifty clients at once too.
#[tokio::test]
async fn two_thousand_units() {
    const ROOM: usize = 7;
    let (server, root) = organization().await;
    let planned = server.node.directory.change(|snapshot, edit| {
        let account = snapshot.all::<Organization>().next().unwrap().account;
        (0..2_000 - ROOM).try_for_each(|number| {
            edit.create(&OrganizationalUnit {
                account,
                id: format!("ou-0000-{number:08}"),
                name: number.to_string(),
                parent: root.clone(),
                created: server.now(),
                policies: Vec::new(),
                tags: Vec::new(),
            })
        })
    });
    planned.await.unwrap();
    let create =
        |name: usize| format!(r#"organizations:CreateOrganizationalUnit {{"ParentId": "{root}", "Name": "u{name}"}}"#);
    let (worked, refused) = at_once(&server, "root", create).await;
    let told = "400 ConstraintViolationException You have exceeded the allowed number of OUs.";
    assert_eq!((worked, refused), (ROOM, vec![told.to_owned()]));
    assert_eq!(server.node.directory.snapshot().all::<OrganizationalUnit>().count(), 2_000);
    server.wait(1).await;
    let answer = server.answer("root", &create(99)).await;
    assert!(answer.body.contains(r#""Reason":"OU_NUMBER_LIMIT_EXCEEDED""#), "{}", answer.body);
}

/// R7.2: as many policies of a type as an organization may have, of fifty clients at once too. Other types do not count.
#[tokio::test]
async fn policies_of_a_type() {
    let deny = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;
    let tag = r#"{"tags":{"team":{"tag_key":{"@@assign":"team"}}}}"#;
    for (policy_type, content) in [("SERVICE_CONTROL_POLICY", deny), ("TAG_POLICY", tag)] {
        const ROOM: usize = 7;
        let (server, _) = organization().await;
        let limit = PolicyType::named(policy_type).unwrap().facts().per_organization;
        let create = |policy_type: &str, content: &str, name: String| {
            let input = serde_json::json!({"Name": name, "Description": "", "Type": policy_type, "Content": content});
            format!("organizations:CreatePolicy {input}")
        };
        let first = json(&server, "root", &create(policy_type, content, "first".to_owned())).await;
        let id = text(&first, "/Policy/PolicySummary/Id");
        let planned = server.node.directory.change(|snapshot, edit| {
            let first = snapshot.find_by_id::<OrganizationPolicy>(&id).unwrap();
            (1..limit - ROOM).try_for_each(|number| {
                let (name, id) = (format!("p{number}"), format!("p-{number:08}"));
                edit.create(&OrganizationPolicy { name, id, ..first.entity().clone() })
            })
        });
        planned.await.unwrap();
        let more = |number: usize| create(policy_type, content, format!("more{number}"));
        let (worked, refused) = at_once(&server, "root", more).await;
        let told = "400 ConstraintViolationException You have exceeded the allowed number of policies.";
        assert_eq!((worked, refused), (ROOM, vec![told.to_owned()]), "{policy_type}");
        let there = server.node.directory.snapshot().all::<OrganizationPolicy>().count();
        assert_eq!(there, limit, "{policy_type}");
        server.wait(1).await;
        let answer = server.answer("root", &more(99)).await;
        assert!(answer.body.contains(r#""Reason":"POLICY_NUMBER_LIMIT_EXCEEDED""#), "{}", answer.body);
        let other = r#"{"plans":{}}"#;
        json(&server, "root", &create("BACKUP_POLICY", other, "other".to_owned())).await;
    }
}

/// R7.9: the resource policy has forty thousand characters at most.
#[tokio::test]
async fn forty_thousand_characters_of_the_resource_policy() {
    let (server, _) = organization().await;
    let statement = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListPolicies","Resource":"*"}"#;
    for (size, worked) in [(40_000, true), (40_001, false)] {
        let content = format!("{statement}{}}}", " ".repeat(size - statement.len() - 1));
        assert_eq!(content.chars().count(), size);
        let input = serde_json::json!({"Content": content});
        let answer = server.call("root", &format!("organizations:PutResourcePolicy {input}")).await;
        match answer {
            Ok(_) => assert!(worked, "{size}"),
            Err(told) => {
                assert!(!worked && told.starts_with("400 InvalidInputException"), "{size}: {told}");
            }
        }
    }
}

/// R7.6: twenty invitations in a day.
#[tokio::test]
async fn twenty_invitations_in_a_day() {
    let (server, _) = organization().await;
    let invite = r#"organizations:InviteAccountToOrganization {"Target": {"Type": "ACCOUNT", "Id": "222222222222"}}"#;
    let invite_and_cancel = async || {
        let invitation = server.call("root", invite).await?;
        let id = text(&serde_json::from_str(&invitation).unwrap(), "/Handshake/Id");
        server.call("root", &format!(r#"organizations:CancelHandshake {{"HandshakeId": "{id}"}}"#)).await
    };
    for _ in 0..20 {
        invite_and_cancel().await.unwrap();
    }
    let refused = invite_and_cancel().await.unwrap_err();
    assert!(refused.starts_with("400 HandshakeConstraintViolationException"), "{refused}");
    server.wait(86_399).await;
    assert_eq!(invite_and_cancel().await.unwrap_err(), refused);
    server.wait(1).await;
    invite_and_cancel().await.unwrap();
}

/// Fifty accounts that are in no organization.
async fn strangers(server: &Server) {
    let planned = server.node.directory.change(|snapshot, edit| {
        let like = snapshot.account("222222222222".parse().unwrap()).unwrap();
        (0..50).try_for_each(|number| {
            let id = format!("4{number:011}").parse().unwrap();
            edit.create(&Account { id, alias: None, ..like.entity().clone() })
        })
    });
    planned.await.unwrap();
}

/// Invites a stranger.
fn invite(number: usize) -> String {
    let target = format!(r#"{{"Type": "ACCOUNT", "Id": "4{number:011}"}}"#);
    format!(r#"organizations:InviteAccountToOrganization {{"Target": {target}}}"#)
}

/// R7.6, R7.9: of many invitations at once, as many are sent as there is room for accounts.
#[tokio::test]
async fn open_invitations_are_bounded() {
    let (server, _) = organization().await;
    strangers(&server).await;
    let (worked, refused) = at_once(&server, "root", invite).await;
    let told = "400 HandshakeConstraintViolationException You have exceeded the allowed number of AWS accounts";
    // With the management account there are ten.
    assert_eq!((worked, refused), (9, vec![told.to_owned()]));
    assert_eq!(server.node.directory.snapshot().all::<Handshake>().count(), 9);
}

/// R7.6: of many invitations at once, as many are sent as are left of the day's twenty.
#[tokio::test]
async fn invitations_of_a_day_are_bounded() {
    let (server, _) = organization().await;
    strangers(&server).await;
    for number in 0..17 {
        let id = text(&json(&server, "root", &invite(number)).await, "/Handshake/Id");
        let cancel = format!(r#"organizations:CancelHandshake {{"HandshakeId": "{id}"}}"#);
        server.call("root", &cancel).await.unwrap();
    }
    server.wait(1).await;
    let (worked, refused) = at_once(&server, "root", invite).await;
    let told =
        "400 HandshakeConstraintViolationException You have exceeded the number of handshakes you can send in one day.";
    assert_eq!((worked, refused), (3, vec![told.to_owned()]));
}

/// R7.9: two hundred and fifty accounts may be closed in thirty days in any case.
#[tokio::test]
async fn closures_in_thirty_days() {
    let (server, _) = organization().await;
    let id = |number: usize| format!("4{number:011}").parse().unwrap();
    let planned = server.node.directory.change(|snapshot, edit| {
        let organization = snapshot.all::<Organization>().next().unwrap();
        let like = snapshot.account(organization.account).unwrap();
        (0..252).try_for_each(|number| {
            let closed = (number < 249).then(|| server.now());
            edit.create(&Account { id: id(number), closed, alias: None, ..like.entity().clone() })?;
            edit.create(&Membership {
                member: format!("4{number:011}"),
                account: organization.account,
                organization: organization.id.clone(),
                parent: organization.root.clone(),
                joined: server.now(),
                joined_method: JoinedMethod::Created,
                policies: Vec::new(),
                tags: Vec::new(),
            })
        })
    });
    planned.await.unwrap();
    let close = |number: usize| format!(r#"organizations:CloseAccount {{"AccountId": "4{number:011}"}}"#);
    server.call("root", &close(249)).await.unwrap();
    let refused = server.call("root", &close(250)).await.unwrap_err();
    assert_eq!(refused, "400 ConstraintViolationException You have exceeded close account quota for the past 30 days.");
    server.wait(30 * 86_400 - 1).await;
    assert_eq!(server.call("root", &close(250)).await.unwrap_err(), refused);
    server.wait(1).await;
    server.call("root", &close(250)).await.unwrap();
}

/// R7.9: of many requests at once, only those are taken for which there is room, members and requests counted.
#[tokio::test]
async fn the_last_account() {
    let (server, _) = organization().await;
    let planned = server.node.directory.change(|snapshot, edit| {
        let organization = snapshot.all::<Organization>().next().unwrap();
        (0..8).try_for_each(|number| {
            edit.create(&Membership {
                member: format!("4{number:011}"),
                account: organization.account,
                organization: organization.id.clone(),
                parent: organization.root.clone(),
                joined: server.now(),
                joined_method: JoinedMethod::Created,
                policies: Vec::new(),
                tags: Vec::new(),
            })
        })
    });
    planned.await.unwrap();
    let create =
        |number| format!(r#"organizations:CreateAccount {{"Email": "a{number}@example.com", "AccountName": "a"}}"#);
    let (worked, refused) = at_once(&server, "root", create).await;
    let told = "400 ConstraintViolationException You have exceeded the allowed number of AWS accounts.";
    assert_eq!((worked, refused), (1, vec![told.to_owned()]));
}
