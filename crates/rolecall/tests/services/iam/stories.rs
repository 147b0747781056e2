//! `tables/iam.txt`: stories of calls and their answers.

use super::server::Server;
use crate::script::{Line, Script, Step, element, expand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rolecall::api::error::ApiError;
use rolecall::directory::entities::Role;
use rolecall::services::iam;
use std::collections::{BTreeSet, HashMap};

const TABLE: &str = include_str!("../../tables/iam.txt");

/// Every story of the table, each on its own server: codes, statuses and messages of R4, section 4.4, and the members
/// of answers.
#[tokio::test]
async fn the_stories_hold() {
    let script = Script::read(TABLE);
    let mut wrong = Vec::new();
    for (title, lines) in &script.stories {
        let server = Server::new().await;
        let mut kept = HashMap::new();
        for line in lines {
            match line {
                Line::Wait(seconds) => server.wait(*seconds),
                Line::Role(account, path, name) => store_role(&server, account, path, name).await,
                Line::Call(step) => {
                    if let Err(difference) = run(&server, &script, step, &mut kept).await {
                        wrong.push(format!("line {}, {title}: {} {difference}", step.line, step.operation));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every operation that is served works at least once in the table.
#[test]
fn every_operation_is_in_a_story() {
    let script = Script::read(TABLE);
    let works: BTreeSet<&str> = script
        .stories
        .iter()
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| match line {
            Line::Call(step) if step.error.is_none() => Some(&*step.operation),
            _ => None,
        })
        .collect();
    let served: BTreeSet<&str> = iam::SERVICE.served().into_iter().collect();
    let missing: Vec<_> = served.difference(&works).collect();
    assert!(missing.is_empty(), "in no story: {missing:?}");
}

async fn run(server: &Server, script: &Script, step: &Step, kept: &mut HashMap<String, String>) -> Result<(), String> {
    let parameters: Vec<_> =
        step.parameters.iter().map(|(name, it)| (name.clone(), value(server, script, kept, it))).collect();
    let answer = server.call(server.caller(&step.caller), &step.operation, &parameters).await;
    let answer = match (&step.error, answer) {
        (None, Ok(answer)) => answer,
        (None, Err(error)) => return Err(format!("must work: {}", told(&error))),
        (Some(expected), Ok(answer)) => return Err(format!("must fail: {expected}\n  answered: {answer}")),
        (Some(expected), Err(error)) => {
            let expected = expand(expected, kept);
            return if told(&error) == expected {
                Ok(())
            } else {
                Err(format!("\n  expected: {expected}\n  told:     {}", told(&error)))
            };
        }
    };
    for text in &step.holds {
        if !answer.contains(&expand(text, kept)) {
            return Err(format!("must answer {}\n  answered: {answer}", expand(text, kept)));
        }
    }
    for text in &step.lacks {
        if answer.contains(&expand(text, kept)) {
            return Err(format!("must not answer {}\n  answered: {answer}", expand(text, kept)));
        }
    }
    if let Some(caller) = &step.credentials {
        return Err(format!("callers are named by `Server::caller`, and {caller} has no credentials"));
    }
    for (name, tag) in &step.keeps {
        let text = element(&answer, tag).ok_or_else(|| format!("has no {tag}\n  answered: {answer}"))?;
        kept.insert(name.clone(), text.to_owned());
    }
    Ok(())
}

fn told(error: &ApiError) -> String {
    format!("{} {} {}", error.status, error.code, error.message)
}

fn value(server: &Server, script: &Script, kept: &HashMap<String, String>, text: &str) -> String {
    if let Some(name) = text.strip_prefix('@') {
        return expand(&script.documents[name], kept);
    }
    if let Some((seed, offset)) = text.strip_prefix('#').and_then(|rest| rest.split_once(',')) {
        let seed = String::from_utf8(STANDARD.decode(&kept[seed]).unwrap()).unwrap();
        return server.code(&seed, offset.parse().unwrap());
    }
    expand(text, kept).replace("%20", " ")
}

/// A role as only AWS makes them.
async fn store_role(server: &Server, account: &str, path: &str, name: &str) {
    let role = Role {
        account: account.parse().unwrap(),
        id: format!("AROA{}", name.to_uppercase()),
        name: name.to_owned(),
        path: path.to_owned(),
        created: super::server::NOW.parse().unwrap(),
        description: None,
        max_session_duration: 3600,
        trust_policy: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"x.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#.to_owned(),
        tags: Vec::new(),
        boundary: None,
        inline: Default::default(),
        attached: Vec::new(),
        instance_profiles: Default::default(),
    };
    server.node.directory.change(|_, edit| edit.create(&role)).await.unwrap();
}
