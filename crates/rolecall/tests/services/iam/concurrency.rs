//! Changes that would contradict each other: one of them sees the other.

use crate::kit::Server;
use futures_util::FutureExt as _;
use rolecall::api::error::ApiError;
use rolecall::directory::entities::{ManagedPolicy, User};

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;

/// An operation with its parameters.
type Call<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// Two calls at once. They come without a connection, so both are planned before either change is seen.
async fn both(server: &Server, one: Call<'_>, other: Call<'_>) -> [Result<String, ApiError>; 2] {
    let (first, second) = tokio::join!(server.direct("root", one.0, one.1), server.direct("root", other.0, other.1));
    [first, second]
}

/// Whoever loses a right, or is deleted, between the decision and the change does not change anything any more.
#[tokio::test]
async fn rights_lost_before_the_change_are_lost() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}"#;
    let tagged = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*",
        "Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}]}"#;
    let lose: [(&str, &[Call<'_>]); 3] = [
        (policy, &[("DeleteUserPolicy", &[("UserName", "helper"), ("PolicyName", "p")])]),
        (tagged, &[("UntagUser", &[("UserName", "helper"), ("TagKeys.member.1", "team")])]),
        (
            policy,
            &[
                ("DeleteUserPolicy", &[("UserName", "helper"), ("PolicyName", "p")]),
                ("DeleteUser", &[("UserName", "helper")]),
            ],
        ),
    ];
    for (policy, lost) in lose {
        let server = Server::new().await;
        server.root("CreateUser", &[("UserName", "ana")]).await;
        let tag = [("UserName", "helper"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "red")];
        server.root("CreateUser", &tag).await;
        let put = [("UserName", "helper"), ("PolicyName", "p"), ("PolicyDocument", policy)];
        server.root("PutUserPolicy", &put).await;
        // Hashing the password leaves time between the decision and the change.
        let profile = [("UserName", "ana"), ("Password", "correct horse 1A!")];
        let mut creating = Box::pin(server.direct("helper", "CreateLoginProfile", &profile));
        assert!((&mut creating).now_or_never().is_none());
        for (operation, parameters) in lost {
            server.root(operation, parameters).await;
        }
        let denied = creating.await.unwrap_err();
        assert_eq!((&*denied.code, denied.status), ("AccessDenied", 403), "{denied:?}");
    }
}

/// A policy is deleted while it is attached: exactly one of the two works, and nothing dangles.
#[tokio::test]
async fn a_policy_is_deleted_or_attached() {
    for attach_first in [true, false] {
        let server = Server::new().await;
        server.root("CreateUser", &[("UserName", "ana")]).await;
        server.root("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", POLICY)]).await;
        let arn = "arn:aws:iam::111111111111:policy/p";
        let attach = ("AttachUserPolicy", &[("UserName", "ana"), ("PolicyArn", arn)][..]);
        let delete = ("DeletePolicy", &[("PolicyArn", arn)][..]);
        let answers =
            if attach_first { both(&server, attach, delete).await } else { both(&server, delete, attach).await };
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let snapshot = server.node.directory.snapshot();
        let attached = !snapshot.find::<User>("111111111111".parse().unwrap(), "ana").unwrap().attached.is_empty();
        assert_eq!(attached, snapshot.find_by_arn::<ManagedPolicy>(arn).is_some());
    }
}

/// Exactly one of two calls works, whichever is first.
async fn one_of(setup: &[Call<'_>], one: Call<'_>, other: Call<'_>) {
    for (first, second) in [(one, other), (other, one)] {
        let server = Server::new().await;
        for (operation, parameters) in setup {
            server.root(operation, parameters).await;
        }
        let answers = both(&server, first, second).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{}, {}: {answers:?}", first.0, second.0);
    }
}

/// What is deleted is not pointed to by what is made at the same moment: nothing dangles.
#[tokio::test]
async fn a_deletion_and_a_new_relation_exclude_each_other() {
    let arn = "arn:aws:iam::111111111111:policy/p";
    let policy: Call<'_> = ("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", POLICY)]);
    let user: Call<'_> = ("CreateUser", &[("UserName", "ana")]);
    let role: Call<'_> = ("CreateRole", &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)]);
    let group: Call<'_> = ("CreateGroup", &[("GroupName", "devs")]);
    let profile: Call<'_> = ("CreateInstanceProfile", &[("InstanceProfileName", "i")]);
    let delete_policy: Call<'_> = ("DeletePolicy", &[("PolicyArn", arn)]);
    let delete_user: Call<'_> = ("DeleteUser", &[("UserName", "ana")]);

    let of_ana: &[(&str, &str)] = &[("UserName", "ana"), ("PermissionsBoundary", arn)];
    one_of(&[policy, user], ("PutUserPermissionsBoundary", of_ana), delete_policy).await;
    one_of(&[policy], ("CreateUser", of_ana), delete_policy).await;
    let of_role: &[(&str, &str)] = &[("RoleName", "r"), ("PermissionsBoundary", arn)];
    one_of(&[policy, role], ("PutRolePermissionsBoundary", of_role), delete_policy).await;
    let attach: &[(&str, &str)] = &[("GroupName", "devs"), ("PolicyArn", arn)];
    one_of(&[policy, group], ("AttachGroupPolicy", attach), delete_policy).await;

    let member: &[(&str, &str)] = &[("UserName", "ana"), ("GroupName", "devs")];
    one_of(&[user, group], ("AddUserToGroup", member), delete_user).await;
    one_of(&[user, group], ("AddUserToGroup", member), ("DeleteGroup", &[("GroupName", "devs")])).await;
    one_of(&[user], ("CreateAccessKey", &[("UserName", "ana")]), delete_user).await;
    let password: &[(&str, &str)] = &[("UserName", "ana"), ("Password", "Correct horse 1")];
    one_of(&[user], ("CreateLoginProfile", password), delete_user).await;
    let body = include_str!("../../tables/stories/credentials.txt");
    let document = |name: &str| {
        let line = body.lines().find_map(|line| line.strip_prefix('@')?.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().replace("\\n", "\n")
    };
    let (ssh_key, certificate) = (document("ssh-key"), document("web-cert"));
    let upload: &[(&str, &str)] = &[("UserName", "ana"), ("SSHPublicKeyBody", &ssh_key)];
    one_of(&[user], ("UploadSSHPublicKey", upload), delete_user).await;
    let upload: &[(&str, &str)] = &[("UserName", "ana"), ("CertificateBody", &certificate)];
    one_of(&[user], ("UploadSigningCertificate", upload), delete_user).await;
    let credential: &[(&str, &str)] = &[("UserName", "ana"), ("ServiceName", "codecommit.amazonaws.com")];
    one_of(&[user], ("CreateServiceSpecificCredential", credential), delete_user).await;
    // The same certificate is uploaded for two users at once.
    let other: Call<'_> = ("CreateUser", &[("UserName", "bob")]);
    let of_bob: &[(&str, &str)] = &[("UserName", "bob"), ("CertificateBody", &certificate)];
    one_of(&[user, other], ("UploadSigningCertificate", upload), ("UploadSigningCertificate", of_bob)).await;
    let linked: Call<'_> = ("CreateServiceLinkedRole", &[("AWSServiceName", "ecs.amazonaws.com")]);
    one_of(&[], linked, linked).await;
    let unlinked: Call<'_> = ("DeleteServiceLinkedRole", &[("RoleName", "AWSServiceRoleForECS")]);
    one_of(&[linked], unlinked, unlinked).await;
    let boxed: &[(&str, &str)] = &[("RoleName", "r"), ("InstanceProfileName", "i")];
    one_of(&[role, profile], ("AddRoleToInstanceProfile", boxed), ("DeleteRole", &[("RoleName", "r")])).await;
    let delete_profile: Call<'_> = ("DeleteInstanceProfile", &[("InstanceProfileName", "i")]);
    one_of(&[role, profile], ("AddRoleToInstanceProfile", boxed), delete_profile).await;
}

/// While a password is hashed, much can happen: what counts is that the login profile and a deletion of its user write the
/// user both.
#[tokio::test]
async fn a_login_profile_touches_its_user() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let modified = || {
        let snapshot = server.node.directory.snapshot();
        snapshot.find::<User>("111111111111".parse().unwrap(), "ana").unwrap().modified()
    };
    let before = modified();
    server.root("CreateLoginProfile", &[("UserName", "ana"), ("Password", "Correct horse 1")]).await;
    assert!(modified() > before);
}

/// A third access key does not slip in beside the second.
#[tokio::test]
async fn two_access_keys_at_once() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    server.root("CreateAccessKey", &[("UserName", "ana")]).await;
    let create = ("CreateAccessKey", &[("UserName", "ana")][..]);
    let answers = both(&server, create, create).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
}

/// Many changes of one user at once all get through.
#[tokio::test]
async fn changes_of_one_user_all_arrive() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    let calls = (0..20).map(|number| {
        let server = &server;
        async move {
            let key = format!("k{number}");
            let tag = [("UserName", "ana"), ("Tags.member.1.Key", &*key), ("Tags.member.1.Value", "v")];
            server.ask("root", "TagUser", &tag).await
        }
    });
    for answer in futures_util::future::join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(
        server.node.directory.snapshot().find::<User>("111111111111".parse().unwrap(), "ana").unwrap().tags.len(),
        20
    );
}

/// What was allowed is what is changed: when the role has moved by the time of the change, the new facts are decided.
#[tokio::test]
async fn a_moved_user_is_decided_again() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana"), ("Path", "/dev/")]).await;
    server.root("CreateUser", &[("UserName", "helper")]).await;
    let only_dev = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iam:TagUser","Resource":"arn:aws:iam::111111111111:user/dev/*"}]}"#;
    server.root("PutUserPolicy", &[("UserName", "helper"), ("PolicyName", "p"), ("PolicyDocument", only_dev)]).await;
    let tag = [("UserName", "ana"), ("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")];
    let update = [("UserName", "ana"), ("NewPath", "/ops/")];
    // The update is planned and committed first; the tagging was allowed before that and conflicts.
    let (moved, tagged) =
        tokio::join!(server.direct("root", "UpdateUser", &update), server.direct("helper", "TagUser", &tag));
    moved.unwrap();
    let denied = tagged.unwrap_err();
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::111111111111:user/helper is not authorized to perform: iam:TagUser on resource: \
         user ana because no identity-based policy allows the iam:TagUser action"
    );
}
