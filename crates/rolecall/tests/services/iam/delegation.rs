//! Delegation requests (R4.66): how many a provider has, and many clients at once.

use crate::kit::Server;
use crate::kit::call::element;
use crate::organizations::at_once;
use rolecall::directory::entities::{DelegationRequest, Entity};
use rolecall::directory::{Edit, Snapshot};

fn create(workflow: &str) -> String {
    let parameter = "Permissions.Parameters.member.1";
    format!(
        "CreateDelegationRequest Description=x Permissions.PolicyTemplateArn=arn:aws:iam:::delegation-template/setup \
         {parameter}.Name=bucket {parameter}.Type=string {parameter}.Values.member.1=photos SessionDuration=900 \
         NotificationChannel=arn:aws:sns:us-east-1:222222222222:news RequestorWorkflowId={workflow}"
    )
}

/// A new request's id.
async fn made(server: &Server, workflow: &str) -> String {
    let answer = server.call("prod", &create(workflow)).await.unwrap();
    element(&answer, "<DelegationRequestId>").unwrap().to_owned()
}

/// The last one that fits is made, the next is refused; one that is no longer shown makes room, also where all are.
#[tokio::test]
async fn a_provider_has_as_many_requests_as_its_quota() {
    let server = Server::new().await;
    let id = made(&server, "first").await;
    let one = server.node.directory.snapshot().find_by_id::<DelegationRequest>(&id).unwrap().entity().clone();
    let limit = DelegationRequest::QUOTA.limit;
    let fill = |_: &Snapshot, edit: &mut Edit| {
        (0..limit - 2).try_for_each(|number| {
            let (workflow, id) = (format!("fill-{number}"), format!("{id}-{number}"));
            edit.create(&DelegationRequest { workflow, id, ..one.clone() })
        })
    };
    server.node.directory.change(fill).await.unwrap();
    made(&server, "last-1").await;
    let beyond = server.call("prod", &create("beyond")).await.unwrap_err();
    assert_eq!(beyond, format!("409 LimitExceeded Cannot exceed quota for DelegationRequestsPerAccount: {limit}"));
    server.wait(8 * 86_400).await;
    let again = made(&server, "again").await;
    let snapshot = server.node.directory.snapshot();
    assert!(snapshot.find_by_id::<DelegationRequest>(&again).is_some());
    assert_eq!(snapshot.count::<DelegationRequest>(one.account), limit - 100, "others went with it");
}

/// One of many clients makes a request of one workflow, and one claims it.
#[tokio::test]
async fn one_of_many_wins() {
    let server = Server::new().await;
    let (worked, refused) = at_once(&server, "prod", |_| create("order-1")).await;
    let exists = "409 EntityAlreadyExists A delegation request with the requestor workflow id order-1 already exists.";
    assert_eq!((worked, refused), (1, vec![exists.to_owned()]));
    let snapshot = server.node.directory.snapshot();
    let id = &snapshot.all::<DelegationRequest>().next().unwrap().id;
    for (operation, state) in [("Associate", "ASSIGNED"), ("Accept", "ACCEPTED"), ("Reject", "REJECTED")] {
        let (worked, refused) =
            at_once(&server, "root", |_| format!("{operation}DelegationRequest DelegationRequestId={id}")).await;
        let code = if operation == "Accept" { "ValidationError" } else { "InvalidInput" };
        let told = format!("400 {code} Delegation request {id} is in the state {state}.");
        assert_eq!((worked, refused), (1, vec![told]), "{operation}");
    }
}
