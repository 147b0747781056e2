//! Service-linked roles of every service, and their bounds.

use crate::kit::Server;
use crate::kit::call::element;
use rolecall::directory::entities::{DeletionTask, Role};
use rolecall_catalog::service_linked_roles;

/// R4.36, R4.37, R4.39: the role of every service is made with its path, name and policies, takes a suffix or refuses it,
/// and can be deleted.
#[tokio::test]
async fn every_service_gets_its_role() {
    let server = Server::new().await;
    for definition in service_linked_roles() {
        let (service, name) = (definition.principal, definition.role_name);
        let create = format!("CreateServiceLinkedRole AWSServiceName={service}");
        let made = server.call("root", &create).await.unwrap();
        let arn = format!("arn:aws:iam::111111111111:role/aws-service-role/{service}/{name}");
        assert_eq!(element(&made, "<Arn>"), Some(&*arn));
        let taken = server.call("root", &create).await.unwrap_err();
        let words = format!("Service role name {name} has been taken in this account, please try a different suffix.");
        assert!(taken.contains(&words), "{taken}");
        let suffixed = server.call("root", &format!("{create} CustomSuffix=x")).await;
        match suffixed {
            Ok(made) => assert_eq!(element(&made, "<RoleName>"), Some(&*format!("{name}_x"))),
            Err(told) => assert!(told.contains(&format!("Custom suffix is not allowed for {service}")), "{told}"),
        }
        let listed = server.call("root", &format!("ListAttachedRolePolicies RoleName={name}")).await.unwrap();
        assert_eq!(listed.matches("<PolicyArn>").count(), definition.policies.len(), "{listed}");
        for policy in &definition.policies {
            assert!(listed.contains(&format!("<PolicyArn>{policy}</PolicyArn>")), "{listed}");
        }
        let deleted = server.call("root", &format!("DeleteServiceLinkedRole RoleName={name}")).await.unwrap();
        let task = element(&deleted, "<DeletionTaskId>").unwrap();
        assert!(task.starts_with(&format!("task/aws-service-role/{service}/{name}/")), "{task}");
        let status = format!("GetServiceLinkedRoleDeletionStatus DeletionTaskId={task}");
        assert!(server.call("root", &status).await.unwrap().contains("<Status>SUCCEEDED</Status>"));
        // So many calls in a second would be too many.
        server.wait(1).await;
    }
    let snapshot = server.node.directory.snapshot();
    let account = "111111111111".parse().unwrap();
    let left: Vec<&str> = snapshot.list::<Role>(account).map(|role| &*role.name).collect();
    let suffixed = service_linked_roles().iter().filter(|definition| definition.custom_suffix).count();
    assert_eq!(left.iter().filter(|name| name.ends_with("_x")).count(), suffixed, "{left:?}");
}

/// R4.39: the newest hundred tasks of an account are known.
#[tokio::test]
async fn old_deletion_tasks_are_forgotten() {
    let server = Server::new().await;
    let mut tasks = Vec::new();
    for _ in 0..101 {
        server.call("root", "CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com").await.unwrap();
        let deleted = server.call("root", "DeleteServiceLinkedRole RoleName=AWSServiceRoleForECS").await.unwrap();
        tasks.push(element(&deleted, "<DeletionTaskId>").unwrap().to_owned());
        server.wait(1).await;
    }
    let known = |task: &str| {
        let call = format!("GetServiceLinkedRoleDeletionStatus DeletionTaskId={task}");
        let server = &server;
        async move { server.call("root", &call).await.is_ok() }
    };
    assert_eq!((known(&tasks[0]).await, known(&tasks[1]).await, known(&tasks[100]).await), (false, true, true));
    let snapshot = server.node.directory.snapshot();
    assert_eq!(snapshot.count::<DeletionTask>("111111111111".parse().unwrap()), 100);
}
