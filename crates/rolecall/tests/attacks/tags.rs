//! A second spelling of a tag key, by which a caller who may tag tries to hide the first from a `Deny`.

use crate::kit::Server;

/// A world in which `eve` may do everything in IAM and STS but `denied`, while `condition` is so.
async fn world(denied: &str, condition: &str) -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=eve").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=eve", "eve").await;
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Allow","Action":["iam:*","sts:*"],"Resource":"*"}},
            {{"Effect":"Deny","Action":"{denied}","Resource":"*","Condition":{condition}}}]}}"#
    );
    server.root("PutUserPolicy", &[("UserName", "eve"), ("PolicyName", "p"), ("PolicyDocument", &policy)]).await;
    server
}

fn tag<'t>(key: &'t str, value: &'t str) -> [(&'static str, &'t str); 2] {
    [("Tags.member.1.Key", key), ("Tags.member.1.Value", value)]
}

/// Tags of policies differ by the case of their keys; the condition key has the values of both (R1.34).
#[tokio::test]
async fn of_a_policy() {
    let condition = r#"{"StringEquals":{"aws:ResourceTag/team":"red"}}"#;
    for (first, second) in [("team", "TEAM"), ("TEAM", "team"), ("Team", "tEAM")] {
        let server = world("iam:DeletePolicy", condition).await;
        let document = "CreatePolicy PolicyName=p PolicyDocument=+s3:GetObject";
        server.call("root", &format!("{document} Tags={first}:red")).await.unwrap();
        let arn = "PolicyArn=arn:aws:iam::111111111111:policy/p";
        server.call("eve", &format!("TagPolicy {arn} Tags={second}:blue")).await.unwrap();
        let told = server.call("eve", &format!("DeletePolicy {arn}")).await.unwrap_err();
        assert!(told.contains("with an explicit deny"), "{told}");
        let listed = server.call("root", &format!("ListPolicyTags {arn}")).await.unwrap();
        assert!(listed.contains("red") && listed.contains("blue"), "both are kept");
    }
}

/// Keys of users and roles are unique as condition keys compare: by Unicode's simple folding (R4.10, R1.65).
#[tokio::test]
async fn of_a_user_and_a_role() {
    let condition = r#"{"StringEquals":{"iam:ResourceTag/cost":"red"}}"#;
    for second in ["coſt", "COST", "coST"] {
        let server = world("iam:DeleteUser", condition).await;
        server.call("root", "CreateUser UserName=bob Tags=cost:red").await.unwrap();
        server.root("TagUser", &[&[("UserName", "bob")][..], &tag(second, "blue")].concat()).await;
        let tags = server.call("root", "ListUserTags UserName=bob").await.unwrap();
        assert!(tags.contains("<Key>cost</Key><Value>blue</Value>") && !tags.contains("red"), "{tags}");
        // One request cannot bring both.
        let two = [
            ("UserName", "bob"),
            ("Tags.member.1.Key", "cost"),
            ("Tags.member.1.Value", "red"),
            ("Tags.member.2.Key", second),
            ("Tags.member.2.Value", "blue"),
        ];
        let told = server.ask("root", "TagUser", &two).await.unwrap_err();
        assert!(told.starts_with("400 InvalidInput"), "{told}");
    }
}

/// What a request brings: `aws:RequestTag` of new policies, session tags, and reserved keys.
#[tokio::test]
async fn of_a_request() {
    let server = world("iam:CreatePolicy", r#"{"StringEquals":{"aws:RequestTag/team":"red"}}"#).await;
    let create = "CreatePolicy PolicyName=p PolicyDocument=+s3:GetObject";
    for tags in ["team:red,TEAM:blue", "TEAM:blue,team:red", "Team:red,team:blue"] {
        let told = server.call("eve", &format!("{create} Tags={tags}")).await.unwrap_err();
        assert!(told.contains("with an explicit deny"), "{tags}: {told}");
    }
    let trust = "CreateRole RoleName=dev AssumeRolePolicyDocument=+sts:AssumeRole,sts:TagSession<111111111111>";
    server.call("root", trust).await.unwrap();
    let assume = [("RoleArn", "arn:aws:iam::111111111111:role/dev"), ("RoleSessionName", "ss")];
    let two = [
        ("Tags.member.1.Key", "cost"),
        ("Tags.member.1.Value", "red"),
        ("Tags.member.2.Key", "coſt"),
        ("Tags.member.2.Value", "blue"),
    ];
    let told = server.ask("eve", "AssumeRole", &[&assume[..], &two].concat()).await.unwrap_err();
    assert!(told.contains("Duplicate tag keys found"), "{told}");
    let reserved = server.ask("eve", "AssumeRole", &[&assume[..], &tag("awſ:x", "1")].concat()).await.unwrap_err();
    assert!(reserved.contains("must not begin with \"aws:\""), "{reserved}");
}
