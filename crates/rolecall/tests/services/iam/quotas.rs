//! Quotas that only many things reach, at their edges (R4, section 4.3).

use crate::kit::saml::{Key, metadata};
use crate::kit::{Server, element};
use rolecall::directory::Edit;
use rolecall::directory::entities::{
    Entity, Group, InstanceProfile, ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, ServerCertificate, User,
};
use rolecall::directory::quota::{Quota, Quotas};
use rolecall::services::iam::quotas::{
    ACCESS_KEYS_PER_USER, GROUPS_PER_USER, POLICIES_PER_GROUP, POLICIES_PER_ROLE, POLICIES_PER_USER,
    VERSIONS_PER_POLICY,
};

/// A copy of an entity under another name.
trait Renamed: Entity + Clone {
    fn renamed(&self, number: usize) -> Self;
}

macro_rules! renamed_with_id {
    ($($type:ty),*) => { $(impl Renamed for $type {
        fn renamed(&self, number: usize) -> Self {
            let (name, id) = (format!("{}-{number}", self.name), format!("{}-{number}", self.id));
            Self { name, id, ..self.clone() }
        }
    })* };
}

impl Renamed for MfaDevice {
    fn renamed(&self, number: usize) -> Self {
        let name = format!("{}-{number}", self.name);
        Self { place: Some(Self::place_of(&self.path, &name)), name, ..self.clone() }
    }
}

impl Renamed for OidcProvider {
    fn renamed(&self, number: usize) -> Self {
        Self { url: format!("{}/{number}", self.url), ..self.clone() }
    }
}

renamed_with_id!(User, Group, Role, ManagedPolicy, InstanceProfile, SamlProvider, ServerCertificate);

async fn fill<T: Renamed>(server: &Server, one: &T, count: usize) {
    let change = |_: &rolecall::directory::Snapshot, edit: &mut Edit| {
        (0..count).try_for_each(|number| edit.create(&one.renamed(number)))
    };
    server.node.directory.change(change).await.unwrap();
}

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;

/// The last one that fits is made, the next is refused with the quota's name.
async fn at_the_edge(server: &Server, quota: Quota, operation: &str, name: &str, more: &[(&str, &str)]) {
    at_the_edge_of(server, quota, operation, name, more, "").await;
}

/// The same where all names begin with `prefix`.
async fn at_the_edge_of(
    server: &Server,
    quota: Quota,
    operation: &str,
    name: &str,
    more: &[(&str, &str)],
    prefix: &str,
) {
    let parameters = |value: &str| -> Vec<(String, String)> {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        more.chain([(name.to_owned(), format!("{prefix}{value}"))]).collect()
    };
    server.ask("root", operation, &parameters("last")).await.unwrap();
    let refused = server.ask("root", operation, &parameters("beyond")).await.unwrap_err();
    assert_eq!(refused, format!("409 LimitExceeded Cannot exceed quota for {}: {}", quota.name, quota.limit));
}

/// Users, groups, roles, policies, instance profiles, virtual MFA devices and SAML providers of an account.
#[tokio::test]
async fn an_account_holds_as_many_as_its_quotas() {
    let server = Server::new().await;
    let account = "111111111111".parse().unwrap();
    server.root("CreateUser", &[("UserName", "one")]).await;
    server.root("CreateGroup", &[("GroupName", "one")]).await;
    server.root("CreateRole", &[("RoleName", "one"), ("AssumeRolePolicyDocument", TRUST)]).await;
    server.root("CreatePolicy", &[("PolicyName", "one"), ("PolicyDocument", POLICY)]).await;
    server.root("CreateInstanceProfile", &[("InstanceProfileName", "one")]).await;
    server.root("CreateVirtualMFADevice", &[("VirtualMFADeviceName", "one")]).await;
    let metadata = metadata(Key::Rsa);
    server.root("CreateSAMLProvider", &[("Name", "one"), ("SAMLMetadataDocument", &*metadata)]).await;
    server.root("CreateOpenIDConnectProvider", &[("Url", "https://one")]).await;
    let snapshot = server.node.directory.snapshot();
    let saml = snapshot.find::<SamlProvider>(account, "one").unwrap();
    let (user, group) =
        (snapshot.find::<User>(account, "one").unwrap(), snapshot.find::<Group>(account, "one").unwrap());
    let (role, policy) =
        (snapshot.find::<Role>(account, "one").unwrap(), snapshot.find::<ManagedPolicy>(account, "one").unwrap());
    let profile = snapshot.find::<InstanceProfile>(account, "one").unwrap();
    let device = snapshot.find::<MfaDevice>(account, "/one").unwrap();
    let provider = snapshot.find::<OidcProvider>(account, "one").unwrap();
    fill(&server, user.entity(), User::QUOTA.limit - 2).await;
    fill(&server, group.entity(), Group::QUOTA.limit - 2).await;
    fill(&server, role.entity(), Role::QUOTA.limit - 2).await;
    fill(&server, policy.entity(), ManagedPolicy::QUOTA.limit - 2).await;
    fill(&server, profile.entity(), InstanceProfile::QUOTA.limit - 2).await;
    fill(&server, device.entity(), MfaDevice::QUOTA.limit - 2).await;
    fill(&server, saml.entity(), SamlProvider::QUOTA.limit - 2).await;
    let document = [("SAMLMetadataDocument", &*metadata)];
    at_the_edge(&server, SamlProvider::QUOTA, "CreateSAMLProvider", "Name", &document).await;
    fill(&server, provider.entity(), OidcProvider::QUOTA.limit - 2).await;
    at_the_edge(&server, User::QUOTA, "CreateUser", "UserName", &[]).await;
    at_the_edge(&server, Group::QUOTA, "CreateGroup", "GroupName", &[]).await;
    at_the_edge(&server, Role::QUOTA, "CreateRole", "RoleName", &[("AssumeRolePolicyDocument", TRUST)]).await;
    at_the_edge(&server, ManagedPolicy::QUOTA, "CreatePolicy", "PolicyName", &[("PolicyDocument", POLICY)]).await;
    at_the_edge(&server, InstanceProfile::QUOTA, "CreateInstanceProfile", "InstanceProfileName", &[]).await;
    at_the_edge(&server, MfaDevice::QUOTA, "CreateVirtualMFADevice", "VirtualMFADeviceName", &[]).await;
    at_the_edge_of(&server, OidcProvider::QUOTA, "CreateOpenIDConnectProvider", "Url", &[], "https://").await;
}

/// R4.57: a hundred client ids of a provider, given at once or one by one.
#[tokio::test]
async fn a_provider_has_as_many_client_ids_as_its_quota() {
    let server = Server::new().await;
    let ids = |count: usize| -> Vec<(String, String)> {
        let list = (1..=count).map(|at| (format!("ClientIDList.member.{at}"), format!("client-{at}")));
        list.chain([("Url".to_owned(), "https://ci.example.com".to_owned())]).collect()
    };
    let refusal = "409 LimitExceeded Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100";
    assert_eq!(server.ask("root", "CreateOpenIDConnectProvider", &ids(101)).await.unwrap_err(), refusal);
    server.ask("root", "CreateOpenIDConnectProvider", &ids(99)).await.unwrap();
    let arn = "arn:aws:iam::111111111111:oidc-provider/ci.example.com";
    let add = |id| [("OpenIDConnectProviderArn", arn), ("ClientID", id)];
    server.ask("root", "AddClientIDToOpenIDConnectProvider", &add("last")).await.unwrap();
    let beyond = server.ask("root", "AddClientIDToOpenIDConnectProvider", &add("beyond")).await;
    assert_eq!(beyond.unwrap_err(), refusal);
    server.ask("root", "AddClientIDToOpenIDConnectProvider", &add("client-1")).await.unwrap();
}

/// How many clients call at once, and for how many of them there is room.
const CLIENTS: usize = 50;
const ROOM: usize = 7;

/// Makes calls at once that differ in one parameter; answers how many worked. The others must be told the quota.
async fn at_once(server: &Server, operation: &str, names: &[String], parameters: Parameters<'_>) -> usize {
    // An account may make so many calls in a second.
    server.wait(1).await;
    let calls = names.iter().map(|value| {
        let (name, more) = parameters;
        let all: Vec<(&str, &str)> = more.iter().copied().chain([(name, &**value)]).collect();
        async move { server.direct("root", operation, &all).await }
    });
    let answers = futures_util::future::join_all(calls).await;
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!((&*refused.code, refused.status), ("LimitExceeded", 409), "{operation}: {refused}");
    }
    answers.iter().filter(|answer| answer.is_ok()).count()
}

/// The name of the parameter that differs, and the others.
type Parameters<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// Of fifty clients that create at once where there is room for seven, exactly seven succeed.
async fn seven_of_fifty<T: Renamed>(server: &Server, operation: &str, prefix: &str, parameters: Parameters<'_>) {
    let account = "111111111111".parse().unwrap();
    let create = |value: String| {
        let (name, more) = parameters;
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        more.chain([(name.to_owned(), value)]).collect::<Vec<_>>()
    };
    server.ask("root", operation, &create(format!("{prefix}first"))).await.unwrap();
    let snapshot = server.node.directory.snapshot();
    let first = snapshot.all::<T>().find(|it| it.account() == account).unwrap();
    fill(server, first.entity(), T::QUOTA.limit - ROOM - snapshot.count::<T>(account)).await;
    let names: Vec<String> = (0..CLIENTS).map(|number| format!("{prefix}more{number}")).collect();
    assert_eq!(at_once(server, operation, &names, parameters).await, ROOM, "{operation}");
    assert_eq!(server.node.directory.snapshot().count::<T>(account), T::QUOTA.limit, "{operation}");
}

/// R4, section 4.3: each quota of an account, with fifty clients at once.
#[tokio::test]
async fn creations_at_once_do_not_exceed_a_quota() {
    let server = Server::new().await;
    let metadata = metadata(Key::Rsa);
    let document = [("SAMLMetadataDocument", &*metadata)];
    let trust = [("AssumeRolePolicyDocument", TRUST)];
    seven_of_fifty::<User>(&server, "CreateUser", "", ("UserName", &[])).await;
    seven_of_fifty::<Group>(&server, "CreateGroup", "", ("GroupName", &[])).await;
    seven_of_fifty::<Role>(&server, "CreateRole", "", ("RoleName", &trust)).await;
    let policy = [("PolicyDocument", POLICY)];
    seven_of_fifty::<ManagedPolicy>(&server, "CreatePolicy", "", ("PolicyName", &policy)).await;
    seven_of_fifty::<InstanceProfile>(&server, "CreateInstanceProfile", "", ("InstanceProfileName", &[])).await;
    seven_of_fifty::<MfaDevice>(&server, "CreateVirtualMFADevice", "", ("VirtualMFADeviceName", &[])).await;
    seven_of_fifty::<SamlProvider>(&server, "CreateSAMLProvider", "", ("Name", &document)).await;
    seven_of_fifty::<OidcProvider>(&server, "CreateOpenIDConnectProvider", "https://", ("Url", &[])).await;
}

/// R4, section 4.3: each quota of one user, role, group or policy, with fifty clients at once.
#[tokio::test]
async fn what_one_entity_gets_at_once_does_not_exceed_a_quota() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "ana")]).await;
    server.root("CreateGroup", &[("GroupName", "staff")]).await;
    server.root("CreateRole", &[("RoleName", "deploy"), ("AssumeRolePolicyDocument", TRUST)]).await;
    let names: Vec<String> = (0..CLIENTS).map(|number| format!("n{number}")).collect();
    for name in &names {
        server.wait(1).await;
        server.root("CreateGroup", &[("GroupName", &**name)]).await;
        server.root("CreatePolicy", &[("PolicyName", &**name), ("PolicyDocument", POLICY)]).await;
    }
    let arns: Vec<String> = names.iter().map(|name| format!("arn:aws:iam::111111111111:policy/{name}")).collect();
    let ana = ("UserName", "ana");
    assert_eq!(at_once(&server, "AddUserToGroup", &names, ("GroupName", &[ana])).await, GROUPS_PER_USER.limit);
    assert_eq!(at_once(&server, "AttachUserPolicy", &arns, ("PolicyArn", &[ana])).await, POLICIES_PER_USER.limit);
    let group = [("GroupName", "staff")];
    assert_eq!(at_once(&server, "AttachGroupPolicy", &arns, ("PolicyArn", &group)).await, POLICIES_PER_GROUP.limit);
    let role = [("RoleName", "deploy")];
    assert_eq!(at_once(&server, "AttachRolePolicy", &arns, ("PolicyArn", &role)).await, POLICIES_PER_ROLE.limit);
    let users = vec!["ana".to_owned(); CLIENTS];
    assert_eq!(at_once(&server, "CreateAccessKey", &users, ("UserName", &[])).await, ACCESS_KEYS_PER_USER.limit);
    // The first version is there.
    let versions = vec![POLICY.to_owned(); CLIENTS];
    let policy = [("PolicyArn", &*arns[0])];
    let made = at_once(&server, "CreatePolicyVersion", &versions, ("PolicyDocument", &policy)).await;
    assert_eq!(made, VERSIONS_PER_POLICY - 1);
    // Fifty tags of a user, ten of which are there.
    for number in 0..10 {
        let key = format!("t{number}");
        server.root("TagUser", &[ana, ("Tags.member.1.Key", &*key), ("Tags.member.1.Value", "")]).await;
    }
    let value = [ana, ("Tags.member.1.Value", "")];
    assert_eq!(at_once(&server, "TagUser", &names, ("Tags.member.1.Key", &value)).await, 40);
}

/// R4, section 4.3: a server may have other quotas than AWS's. They hold for each account and each entity, the account summary
/// shows them, and creations at once do not exceed them.
#[tokio::test]
async fn a_server_has_the_quotas_that_it_is_given() {
    let server = Server::new().await;
    let account = "111111111111".parse().unwrap();
    server.root("CreateGroup", &[("GroupName", "one")]).await;
    server.root("CreateUser", &[("UserName", "one")]).await;
    server.root("CreateRole", &[("RoleName", "one"), ("AssumeRolePolicyDocument", TRUST)]).await;
    let groups = Quota { limit: Group::QUOTA.limit + 2, ..Group::QUOTA };
    let memberships = Quota { limit: GROUPS_PER_USER.limit + 1, ..GROUPS_PER_USER };
    let policies = Quota { limit: POLICIES_PER_ROLE.limit + 1, ..POLICIES_PER_ROLE };
    server.node.directory.set_quotas([groups, memberships, policies].into_iter().collect());
    // A change must not bring the old ones back.
    server.root("CreateUser", &[("UserName", "two")]).await;

    let snapshot = server.node.directory.snapshot();
    fill(&server, snapshot.find::<Group>(account, "one").unwrap().entity(), Group::QUOTA.limit).await;
    at_the_edge(&server, groups, "CreateGroup", "GroupName", &[]).await;

    for number in 0..memberships.limit {
        server.root("AddUserToGroup", &[("UserName", "one"), ("GroupName", &*format!("one-{number}"))]).await;
    }
    let refused = server.ask("root", "AddUserToGroup", &[("UserName", "one"), ("GroupName", "last")]).await;
    assert_eq!(refused.unwrap_err(), "409 LimitExceeded Cannot exceed quota for GroupsPerUser: 11");

    for number in 0..=policies.limit {
        let name = format!("p{number}");
        server.root("CreatePolicy", &[("PolicyName", &*name), ("PolicyDocument", POLICY)]).await;
        let arn = format!("arn:aws:iam::111111111111:policy/{name}");
        let answer = server.ask("root", "AttachRolePolicy", &[("RoleName", "one"), ("PolicyArn", &*arn)]).await;
        let refused = "409 LimitExceeded Cannot exceed quota for PoliciesPerRole: 11";
        assert_eq!(answer.err().as_deref(), (number == policies.limit).then_some(refused), "{number}");
    }

    let none: [(&str, &str); 0] = [];
    let summary = server.root("GetAccountSummary", &none).await;
    for (name, value) in [("GroupsQuota", 302), ("GroupsPerUserQuota", 11), ("AttachedPoliciesPerRoleQuota", 11)] {
        let entry = format!("<entry><key>{name}</key><value>{value}</value></entry>");
        assert!(summary.contains(&entry), "{entry} in {summary}");
    }
}

/// What is there beyond a lower quota stays and can be changed and deleted; nothing is created until there is room.
#[tokio::test]
async fn a_lower_quota_removes_nothing() {
    let server = Server::new().await;
    for name in ["a", "b", "c"] {
        server.root("CreateUser", &[("UserName", name)]).await;
    }
    server.node.directory.set_quotas(Quotas::from_iter([Quota { limit: 2, ..User::QUOTA }]));
    let refused = "409 LimitExceeded Cannot exceed quota for UsersPerAccount: 2";
    let create = || server.ask("root", "CreateUser", &[("UserName", "d")]);
    assert_eq!(create().await.unwrap_err(), refused);
    server.root("UpdateUser", &[("UserName", "a"), ("NewPath", "/x/")]).await;
    server.root("DeleteUser", &[("UserName", "b")]).await;
    assert_eq!(create().await.unwrap_err(), refused);
    server.root("DeleteUser", &[("UserName", "c")]).await;
    create().await.unwrap();
}

/// A statement with an action of this many characters beyond the shortest.
fn document(characters: usize, template: &str) -> String {
    let empty = template.replace("{}", "");
    let counted = empty.chars().filter(|c| !c.is_whitespace()).count();
    template.replace("{}", &"x".repeat(characters - counted))
}

/// R1, section 1.7: the sizes of documents, white space not counted.
#[tokio::test]
async fn documents_are_as_large_as_their_quotas() {
    let identity = r#" {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:{}", "Resource": "*"}]} "#;
    let trust = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "{}"}}}]}"#;
    let server = Server::new().await;
    for (operation, name) in [("CreateUser", "UserName"), ("CreateGroup", "GroupName")] {
        server.root(operation, &[(name, "one")]).await;
    }
    server.root("CreateRole", &[("RoleName", "one"), ("AssumeRolePolicyDocument", TRUST)]).await;
    let managed = "Cannot exceed quota for PolicySize: 6144";
    let acl = "Cannot exceed quota for ACLSizePerRole: 2048";
    let inline = |limit: usize, owner: &str| format!("Maximum policy size of {limit} bytes exceeded for {owner} one");
    let cases = [
        (6_144, identity, "CreatePolicy", vec![("PolicyName", "one")], "PolicyDocument", managed.to_owned()),
        (2_048, trust, "UpdateAssumeRolePolicy", vec![("RoleName", "one")], "PolicyDocument", acl.to_owned()),
        (
            2_048,
            identity,
            "PutUserPolicy",
            vec![("UserName", "one"), ("PolicyName", "p")],
            "PolicyDocument",
            inline(2_048, "user"),
        ),
        (
            5_120,
            identity,
            "PutGroupPolicy",
            vec![("GroupName", "one"), ("PolicyName", "p")],
            "PolicyDocument",
            inline(5_120, "group"),
        ),
        (
            10_240,
            identity,
            "PutRolePolicy",
            vec![("RoleName", "one"), ("PolicyName", "p")],
            "PolicyDocument",
            inline(10_240, "role"),
        ),
    ];
    for (limit, template, operation, names, parameter, message) in cases {
        let (fits, beyond) = (document(limit, template), document(limit + 1, template));
        let parameters = |text: &str| -> Vec<(String, String)> {
            let names = names.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            names.chain([(parameter.to_owned(), text.to_owned())]).collect()
        };
        let refused = server.ask("root", operation, &parameters(&beyond)).await.unwrap_err();
        assert_eq!(refused, format!("409 LimitExceeded {message}"));
        server.ask("root", operation, &parameters(&fits)).await.unwrap();
    }
    // The quota counts all inline policies of a user together.
    let second = [("UserName", "one"), ("PolicyName", "q"), ("PolicyDocument", POLICY)];
    let refused = server.ask("root", "PutUserPolicy", &second).await.unwrap_err();
    assert_eq!(refused, format!("409 LimitExceeded {}", inline(2_048, "user")));
}

/// Calls that differ in one parameter work as often as the quota says, and once more they do not.
async fn as_often_as(
    server: &Server,
    limit: usize,
    message: &str,
    operation: &str,
    call: impl Fn(usize) -> Vec<(String, String)>,
) {
    for number in 0..limit {
        server.ask("root", operation, &call(number)).await.unwrap();
    }
    let refused = server.ask("root", operation, &call(limit)).await.unwrap_err();
    assert_eq!(refused, format!("409 LimitExceeded {message}"));
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Policies of a user and of a group.
#[tokio::test]
async fn users_and_groups_hold_ten_policies() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "one")]).await;
    server.root("CreateGroup", &[("GroupName", "one")]).await;
    for number in 0..11 {
        server.root("CreatePolicy", &[("PolicyName", &*format!("p{number}")), ("PolicyDocument", POLICY)]).await;
    }
    let arn = |number: usize| format!("arn:aws:iam::111111111111:policy/p{number}");
    let message = "Cannot exceed quota for PoliciesPerUser: 10";
    as_often_as(&server, 10, message, "AttachUserPolicy", |number| {
        owned(&[("UserName", "one"), ("PolicyArn", &arn(number))])
    })
    .await;
    let message = "Cannot exceed quota for PoliciesPerGroup: 10";
    as_often_as(&server, 10, message, "AttachGroupPolicy", |number| {
        owned(&[("GroupName", "one"), ("PolicyArn", &arn(number))])
    })
    .await;
}

/// R4.11: tags of one user, however many calls bring them.
#[tokio::test]
async fn a_user_has_fifty_tags() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "one")]).await;
    as_often_as(&server, 50, "The number of tags has reached the maximum limit.", "TagUser", |number| {
        owned(&[("UserName", "one"), ("Tags.member.1.Key", &format!("k{number}")), ("Tags.member.1.Value", "v")])
    })
    .await;
}

/// R4.41: MFA devices of one user.
#[tokio::test]
async fn a_user_has_eight_mfa_devices() {
    let server = Server::new().await;
    server.root("CreateUser", &[("UserName", "one")]).await;
    let mut seeds = Vec::new();
    for number in 0..9 {
        let made = server.root("CreateVirtualMFADevice", &[("VirtualMFADeviceName", &format!("m{number}"))]).await;
        let seed = element(&made, "<Base32StringSeed>").unwrap();
        seeds.push(String::from_utf8(data_encoding::BASE64.decode(seed.as_bytes()).unwrap()).unwrap());
    }
    as_often_as(&server, 8, "Cannot exceed quota for MFADevicesPerUser: 8", "EnableMFADevice", |number| {
        owned(&[
            ("UserName", "one"),
            ("SerialNumber", &format!("arn:aws:iam::111111111111:mfa/m{number}")),
            ("AuthenticationCode1", &server.code(&seeds[number], -1)),
            ("AuthenticationCode2", &server.code(&seeds[number], 0)),
        ])
    })
    .await;
}

/// R4.36: an account that has all roles it may have still gets service-linked roles, up to twice the quota.
#[tokio::test]
async fn service_linked_roles_go_beyond_the_quota_of_roles() {
    let server = Server::new().await;
    server.root("CreateRole", &[("RoleName", "one"), ("AssumeRolePolicyDocument", TRUST)]).await;
    let one = {
        let snapshot = server.node.directory.snapshot();
        snapshot.find::<Role>("111111111111".parse().unwrap(), "one").unwrap().entity().clone()
    };
    let present = server.node.directory.snapshot().count::<Role>(one.account);
    fill(&server, &one, Role::QUOTA.limit - present).await;
    let role = [("RoleName", "beyond"), ("AssumeRolePolicyDocument", TRUST)];
    let refused = server.ask("root", "CreateRole", &role).await.unwrap_err();
    assert_eq!(refused, "409 LimitExceeded Cannot exceed quota for RolesPerAccount: 1000");
    server.call("root", "CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com").await.unwrap();

    let linked = Role { path: "/aws-service-role/x.amazonaws.com/".to_owned(), name: "linked".to_owned(), ..one };
    fill(&server, &linked, Role::QUOTA.limit - 2).await;
    server.call("root", "CreateServiceLinkedRole AWSServiceName=rds.amazonaws.com").await.unwrap();
    let refused = server.call("root", "CreateServiceLinkedRole AWSServiceName=es.amazonaws.com").await.unwrap_err();
    assert_eq!(refused, "409 LimitExceeded Cannot exceed quota for RolesPerAccount: 1000");
}

/// Server certificates of an account, and certificates of a chain (R4.83).
#[tokio::test]
async fn an_account_has_so_many_server_certificates() {
    let stories = include_str!("../../tables/stories/credentials.txt");
    let document = |name: &str| {
        let line = stories.lines().find_map(|line| line.strip_prefix('@')?.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().replace("\\n", "\n")
    };
    let server = Server::new().await;
    let (root, inter) = (document("root-cert"), document("inter-cert"));
    let (body, key) = (document("web-cert"), document("web-key"));
    let chain = |count: usize| format!("{inter}\n{}", format!("{root}\n").repeat(count - 1));
    let (longest, longer) = (chain(20), chain(21));
    let with = |chain| [("CertificateBody", &*body), ("PrivateKey", &*key), ("CertificateChain", chain)];
    let upload = |chain| {
        let parameters: Vec<(&str, &str)> = [("ServerCertificateName", "one")].into_iter().chain(with(chain)).collect();
        let server = &server;
        async move { server.ask("root", "UploadServerCertificate", &parameters).await }
    };
    let refused = upload(&*longer).await.unwrap_err();
    assert!(refused.starts_with("400 MalformedCertificate Unable to parse certificate."), "{refused}");
    upload(&*longest).await.unwrap();
    let one = {
        let snapshot = server.node.directory.snapshot();
        snapshot.find::<ServerCertificate>("111111111111".parse().unwrap(), "one").unwrap().entity().clone()
    };
    fill(&server, &one, ServerCertificate::QUOTA.limit - 2).await;
    let parameters = with(&*inter);
    let (quota, name) = (ServerCertificate::QUOTA, "ServerCertificateName");
    at_the_edge(&server, quota, "UploadServerCertificate", name, &parameters).await;
}
