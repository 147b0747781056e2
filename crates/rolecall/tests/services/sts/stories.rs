//! `tables/sts.txt` and `tables/sts_sessions.txt`: stories of calls and their answers.

use super::server::{Server, repeated};
use crate::script::{Line, Script, Step, element, expand};
use rolecall::services::sts;
use std::collections::BTreeSet;

const OPERATIONS: &str = include_str!("../../tables/sts.txt");
const SESSIONS: &str = include_str!("../../tables/sts_sessions.txt");

/// What the operations take and answer, and who may assume which role (R3.1–R3.24; R2.25–R2.27; T98–T109, T118, T119).
#[tokio::test]
async fn the_stories_of_operations_hold() {
    tell(OPERATIONS).await;
}

/// What sessions may do, for how long, and what ends them (R3.40–R3.61; T20–T60, T66–T68; R5.3).
#[tokio::test]
async fn the_stories_of_sessions_hold() {
    tell(SESSIONS).await;
}

/// Tells every story on its own server.
async fn tell(table: &str) {
    let script = Script::read(table);
    let mut wrong = Vec::new();
    for (title, lines) in &script.stories {
        let mut server = Server::new().await;
        for line in lines {
            match line {
                Line::Wait(seconds) => server.wait(*seconds).await,
                Line::Role(account, path, name) => panic!("{account}{path}{name}: roles are made by CreateRole here"),
                Line::Call(step) => {
                    if let Err(difference) = run(&mut server, &script, step).await {
                        wrong.push(format!("line {}, {title}: {} {difference}", step.line, step.operation));
                        // What follows stands on this.
                        break;
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every operation that is served works at least once in the tables, but for the one whose input no operation makes.
#[test]
fn every_operation_is_in_a_story() {
    let scripts = [Script::read(OPERATIONS), Script::read(SESSIONS)];
    let works: BTreeSet<&str> = scripts
        .iter()
        .flat_map(|script| &script.stories)
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| match line {
            Line::Call(step) if step.error.is_none() => Some(&*step.operation),
            _ => None,
        })
        .chain(["DecodeAuthorizationMessage"])
        .collect();
    let missing: Vec<_> = sts::SERVICE.served().into_iter().filter(|name| !works.contains(name)).collect();
    assert!(missing.is_empty(), "in no story: {missing:?}");
}

async fn run(server: &mut Server, script: &Script, step: &Step) -> Result<(), String> {
    let answer = server.ask(script, &step.caller, &step.operation, &step.parameters).await;
    let answer = match (&step.error, answer) {
        (None, Ok(answer)) => answer,
        (None, Err(told)) => return Err(format!("must work: {told}")),
        (Some(expected), Ok(answer)) => return Err(format!("must fail: {expected}\n  answered: {answer}")),
        (Some(expected), Err(told)) => {
            let expected = repeated(&expand(expected, &server.kept));
            return if told == expected {
                Ok(())
            } else {
                Err(format!("\n  expected: {expected}\n  told:     {told}"))
            };
        }
    };
    for text in &step.holds {
        if !answer.contains(&expand(text, &server.kept)) {
            return Err(format!("must answer {}\n  answered: {answer}", expand(text, &server.kept)));
        }
    }
    for text in &step.lacks {
        if answer.contains(&expand(text, &server.kept)) {
            return Err(format!("must not answer {}\n  answered: {answer}", expand(text, &server.kept)));
        }
    }
    for (name, tag) in &step.keeps {
        let text = element(&answer, tag).ok_or_else(|| format!("has no {tag}\n  answered: {answer}"))?;
        server.kept.insert(name.clone(), text.to_owned());
    }
    if let Some(caller) = &step.credentials {
        server.keep_credentials(&answer, caller);
    }
    Ok(())
}
