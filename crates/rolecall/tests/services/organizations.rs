//! What stories of organizations cannot say: many clients at once, a restart on the way, the trail.

use crate::kit::Server;
use futures_util::future::join_all;
use rolecall::directory::entities::{
    Account, AccountCreation, Membership, Organization, OrganizationalUnit, Outcome, Role,
};
use rolecall::trail::TrailReader;
use serde_json::{Value, json};

/// How many clients call at once.
const CLIENTS: usize = 50;

pub(crate) async fn json(server: &Server, caller: &str, call: &str) -> Value {
    let answer = server.call(caller, call).await.unwrap_or_else(|error| panic!("{call}: {error}"));
    serde_json::from_str(&answer).unwrap()
}

pub(crate) fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {value}")).to_owned()
}

/// A server with an organization of 111111111111, and the id of its root.
pub(crate) async fn organization() -> (Server, String) {
    let server = Server::new().await;
    json(&server, "root", "organizations:CreateOrganization").await;
    let root = text(&json(&server, "root", "organizations:ListRoots").await, "/Roots/0/Id");
    (server, root)
}

/// Makes the same call from many clients; how many worked, and what the others were told, each once.
pub(crate) async fn at_once(server: &Server, caller: &str, call: impl Fn(usize) -> String) -> (usize, Vec<String>) {
    let calls: Vec<String> = (0..CLIENTS).map(call).collect();
    let answers = join_all(calls.iter().map(|call| server.call(caller, call))).await;
    let mut refused: Vec<String> = answers.iter().filter_map(|answer| answer.clone().err()).collect();
    let worked = CLIENTS - refused.len();
    refused.sort();
    refused.dedup();
    (worked, refused)
}

/// R7.2: one organization for each account, one name once in its parent, however many clients ask at once.
#[tokio::test]
async fn one_of_many_wins() {
    let server = Server::new().await;
    let (worked, refused) = at_once(&server, "root", |_| "organizations:CreateOrganization".to_owned()).await;
    assert_eq!((worked, refused.len()), (1, 1), "{refused:?}");
    assert!(refused[0].starts_with("400 AlreadyInOrganizationException"), "{refused:?}");
    assert_eq!(server.node.directory.snapshot().all::<Organization>().count(), 1);
    let root = text(&json(&server, "root", "organizations:ListRoots").await, "/Roots/0/Id");
    let create = |_| format!(r#"organizations:CreateOrganizationalUnit {{"ParentId": "{root}", "Name": "Prod"}}"#);
    let (worked, refused) = at_once(&server, "root", create).await;
    assert_eq!((worked, refused.len()), (1, 1), "{refused:?}");
    assert!(refused[0].starts_with("400 DuplicateOrganizationalUnitException"), "{refused:?}");
    assert_eq!(server.node.directory.snapshot().all::<OrganizationalUnit>().count(), 1);
}

/// R7.2: a unit that takes an account or a unit at the moment of its deletion is either there with it, or gone without it.
#[tokio::test]
async fn nothing_is_left_in_a_unit_that_is_gone() {
    let (server, root) = organization().await;
    for round in 0..10 {
        let create = format!(r#"organizations:CreateOrganizationalUnit {{"ParentId": "{root}", "Name": "u{round}"}}"#);
        let unit = text(&json(&server, "root", &create).await, "/OrganizationalUnit/Id");
        let delete = format!(r#"organizations:DeleteOrganizationalUnit {{"OrganizationalUnitId": "{unit}"}}"#);
        let fill = if round % 2 == 0 {
            format!(r#"organizations:CreateOrganizationalUnit {{"ParentId": "{unit}", "Name": "inner"}}"#)
        } else {
            format!(
                r#"organizations:MoveAccount {{"AccountId": "111111111111", "SourceParentId": "{root}", "DestinationParentId": "{unit}"}}"#
            )
        };
        let (deleted, filled) = tokio::join!(server.call("root", &delete), server.call("root", &fill));
        assert_ne!(deleted.is_ok(), filled.is_ok(), "{deleted:?} {filled:?}");
        let snapshot = server.node.directory.snapshot();
        let there = |id: &str| id == root || snapshot.find_by_id::<OrganizationalUnit>(id).is_some();
        assert!(snapshot.all::<OrganizationalUnit>().all(|unit| there(&unit.parent)));
        assert!(snapshot.all::<Membership>().all(|member| there(&member.parent)));
        if round % 2 == 1 && filled.is_ok() {
            let back = format!(
                r#"organizations:MoveAccount {{"AccountId": "111111111111", "SourceParentId": "{unit}", "DestinationParentId": "{root}"}}"#
            );
            json(&server, "root", &back).await;
        }
    }
}

/// R7.5, R7.9: however many clients ask for accounts at once, no more are in progress than may be, no address is given twice,
/// and there are no more accounts in the end than there may be.
#[tokio::test]
async fn quotas_of_accounts_hold() {
    let (server, _) = organization().await;
    for round in 0..8 {
        let create = |number| {
            let number = round * CLIENTS + number;
            format!(r#"organizations:CreateAccount {{"Email": "a{number}@example.com", "AccountName": "a"}}"#)
        };
        let (_, refused) = at_once(&server, "root", create).await;
        let expected = ["400 ConstraintViolationException", "400 TooManyRequestsException"];
        let known = refused.iter().all(|told| expected.iter().any(|code| told.starts_with(code)));
        assert!(known, "{refused:?}");
        server.wait(1).await;
    }
    let snapshot = server.node.directory.snapshot();
    let organization = snapshot.all::<Organization>().next().unwrap();
    assert_eq!(snapshot.count::<Membership>(organization.account), 10);

    let (server, _) = self::organization().await;
    let same = |_| r#"organizations:CreateAccount {"Email": "same@example.com", "AccountName": "a"}"#.to_owned();
    let (worked, _) = at_once(&server, "root", same).await;
    server.wait(1).await;
    let snapshot = server.node.directory.snapshot();
    let outcomes: Vec<Option<Outcome>> =
        snapshot.all::<AccountCreation>().map(|it| it.completed.clone().map(|(_, outcome)| outcome)).collect();
    assert_eq!(outcomes.len(), worked);
    let made = outcomes.iter().filter(|outcome| matches!(outcome, Some(Outcome::Account(_)))).count();
    let failed = Some(Outcome::Failure("EMAIL_ALREADY_EXISTS".to_owned()));
    assert_eq!((made, outcomes.iter().filter(|outcome| **outcome == failed).count()), (1, worked - 1));
}

/// R7.2, R7.6: two organizations that invite one account get it once, whoever's invitation it accepts at once.
#[tokio::test]
async fn an_account_is_in_one_organization() {
    let (server, _) = organization().await;
    json(&server, "moved", "organizations:CreateOrganization").await;
    let invite = r#"organizations:InviteAccountToOrganization {"Target": {"Type": "ACCOUNT", "Id": "222222222222"}}"#;
    let ours = text(&json(&server, "root", invite).await, "/Handshake/Id");
    let theirs = text(&json(&server, "moved", invite).await, "/Handshake/Id");
    let accept = |number: usize| {
        let id = if number.is_multiple_of(2) { &ours } else { &theirs };
        format!(r#"organizations:AcceptHandshake {{"HandshakeId": "{id}"}}"#)
    };
    let (worked, refused) = at_once(&server, "prod", accept).await;
    assert_eq!(worked, 1, "{refused:?}");
    let snapshot = server.node.directory.snapshot();
    assert_eq!(snapshot.all::<Membership>().filter(|member| member.member == "222222222222").count(), 1);
}

/// R7.5: a request that a stopping server left in progress is carried out by the next one, once, with account, role and
/// record.
#[tokio::test]
async fn a_request_survives_a_restart() {
    let (server, _) = organization().await;
    // As the request stands after it was answered, and before it is carried out.
    let id = "car-abcdefghij";
    let planned = server.node.directory.change(|snapshot, edit| {
        let organization = snapshot.all::<Organization>().next().unwrap();
        edit.create(&AccountCreation {
            account: organization.account,
            organization: organization.id.clone(),
            id: id.to_owned(),
            name: "late".to_owned(),
            email: "late@example.com".to_owned(),
            role_name: "Late".to_owned(),
            tags: Vec::new(),
            requested: server.now(),
            completed: None,
        })
    });
    planned.await.unwrap();
    let server = server.restarted().await;
    server.wait(1).await;
    let describe = format!(r#"organizations:DescribeCreateAccountStatus {{"CreateAccountRequestId": "{id}"}}"#);
    let status = json(&server, "root", &describe).await;
    assert_eq!(text(&status, "/CreateAccountStatus/State"), "SUCCEEDED", "{status}");
    let account = text(&status, "/CreateAccountStatus/AccountId");
    let snapshot = server.node.directory.snapshot();
    let made: Vec<_> = snapshot.all::<Account>().filter(|account| account.name == "late").collect();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].id.to_string(), account);
    assert!(snapshot.find::<Role>(made[0].id, "Late").is_some());
    let trail = TrailReader::new(&server.data.path().join("trail"));
    let results = trail.newest(10, |record| record.operation == "CreateAccountResult").unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].accounts, ["111111111111".to_owned(), account]);
    assert_eq!(results[0].caller.as_ref().unwrap().kind, "AWSService");
}

/// R7.5: a request of an organization that is gone makes no account in the next one, and the trail says that it failed.
#[tokio::test]
async fn a_request_ends_with_its_organization() {
    let (server, _) = organization().await;
    let planned = server.node.directory.change(|snapshot, edit| {
        let organization = snapshot.all::<Organization>().next().unwrap();
        edit.create(&AccountCreation {
            account: organization.account,
            organization: organization.id.clone(),
            id: "car-abcdefghij".to_owned(),
            name: "late".to_owned(),
            email: "late@example.com".to_owned(),
            role_name: "Late".to_owned(),
            tags: Vec::new(),
            requested: server.now(),
            completed: None,
        })
    });
    planned.await.unwrap();
    json(&server, "root", "organizations:DeleteOrganization").await;
    json(&server, "root", "organizations:CreateOrganization").await;
    server.wait(1).await;
    let snapshot = server.node.directory.snapshot();
    assert!(snapshot.all::<Account>().all(|account| account.name != "late"));
    let list = json(&server, "root", "organizations:ListCreateAccountStatus").await;
    assert_eq!(list, json!({ "CreateAccountStatuses": [] }));
    let trail = TrailReader::new(&server.data.path().join("trail"));
    let results = trail.newest(10, |record| record.operation == "CreateAccountResult").unwrap();
    assert_eq!(results[0].error.as_ref().unwrap().code, "INTERNAL_FAILURE");
}

/// R7.5: the server carries a request out by itself, without anybody who waits for it.
#[tokio::test]
async fn accounts_are_made_in_the_background() {
    let (server, _) = organization().await;
    let create = r#"organizations:CreateAccount {"Email": "soon@example.com", "AccountName": "soon"}"#;
    json(&server, "root", create).await;
    let made = async {
        while server.node.directory.snapshot().account_of_email("soon@example.com").is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), made).await.expect("the account is made");
}

/// R5.4, R7.28: an error has its type and message, and its reason where the model has one.
#[tokio::test]
async fn errors_have_reasons() {
    let (server, _) = organization().await;
    let answer = server.answer("root", r#"organizations:ListAccounts {"MaxResults": 99}"#).await;
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let expected = json!({
        "__type": "InvalidInputException",
        "Reason": "MAX_VALUE_EXCEEDED",
        "message": "You provided a numeric parameter that has a larger value than allowed.",
    });
    assert_eq!(body, expected);
}
