//! The time of questions about all principals of an account: `cargo test --release --test services own::scale -- --ignored`.

use super::own;
use crate::kit::Server;
use rolecall::directory::entities::{Entity, Role, User};
use rolecall::directory::quota::Quota;
use serde_json::json;
use std::time::Instant;

const USERS: usize = 10_000;
const ROLES: usize = 1_000;

/// Ten thousand users, of whom half may assume roles, and a thousand roles that trust the account.
#[tokio::test]
#[ignore = "a measurement"]
async fn the_time_in_a_large_account() {
    let server = Server::new().await;
    let account = "111111111111".parse().unwrap();
    let assume =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:AssumeRole","s3:*"],"Resource":"*"}}"#;
    let read = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#;
    let trust = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}}"#;
    let quotas = [Quota { limit: USERS, ..User::QUOTA }, Quota { limit: ROLES, ..Role::QUOTA }];
    server.node.directory.set_quotas(quotas.into_iter().collect());
    let created = server.now();
    for start in (0..USERS).step_by(1_000) {
        let plan = server.node.directory.change(|_, edit| {
            for number in start..start + 1_000 {
                let policy = if number % 2 == 0 { assume } else { read };
                edit.create(&User {
                    account,
                    id: format!("AIDA{number:017}"),
                    name: format!("user{number:05}"),
                    path: "/".to_owned(),
                    created,
                    tags: Vec::new(),
                    boundary: None,
                    inline: [("own".to_owned(), policy.to_owned())].into_iter().collect(),
                    attached: Vec::new(),
                    groups: Vec::new(),
                })?;
            }
            Ok(())
        });
        plan.await.unwrap();
    }
    let plan = server.node.directory.change(|_, edit| {
        for number in 0..ROLES {
            edit.create(&Role {
                account,
                id: format!("AROA{number:017}"),
                name: format!("role{number:04}"),
                path: "/".to_owned(),
                created,
                description: None,
                max_session_duration: 3_600,
                trust_policy: trust.to_owned(),
                tags: Vec::new(),
                boundary: None,
                inline: [("own".to_owned(), read.to_owned())].into_iter().collect(),
                attached: Vec::new(),
            })?;
        }
        Ok(())
    });
    plan.await.unwrap();
    for (operation, input) in [
        ("WhoCanAssume", json!({"RoleArn": "arn:aws:iam::111111111111:role/role0001"})),
        ("GetTrustGraph", json!({"StartArn": "arn:aws:iam::111111111111:role/role0001"})),
        ("GetTrustGraph", json!({"StartArn": "arn:aws:iam::111111111111:user/user00000", "Hops": 4})),
        ("ListAssumableRoles", json!({})),
    ] {
        for time in ["first", "second"] {
            let begun = Instant::now();
            let answer = own(&server, "root", operation, &input).await.to_string().len();
            println!("{operation}, the {time} time: {:?}, {answer} bytes", begun.elapsed());
        }
    }
}
