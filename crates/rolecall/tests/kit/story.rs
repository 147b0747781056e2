//! The language of stories.
//!
//! ```text
//! @name {"Version": …}                     a document, for all stories of the table; in PEM, `\n` ends a line
//! == A story                               begins with a new server
//! root CreateUser UserName=bob             a caller (see `callers`) and a call (see `call`), which must work
//!   ~ <UserName>bob</UserName>             the answer holds this; `!` means that it does not
//!   $id <UserId>                           keeps the text of an element as $id; `/User/Id` is in JSON, `etag` a header
//!   event 111111111111 /userIdentity {…}   CloudTrail tells the account this, `"?"` being anything; without a place, the whole
//!   no-event 222222222222                  CloudTrail tells the account nothing
//!   as bob                                 keeps the credentials of the answer for the caller `bob`
//! root CreateUser UserName=bob             a call that must be refused, with status, code and message;
//!   = 409 EntityAlreadyExists User with name bob already exists.
//! root PUT /photos                         of one that works it is the status alone
//!   = 200
//! wait 30                                  moves the clock by seconds
//! service-role /aws-service-role/x/ Name   makes a role that no operation makes
//! issuer ci 111111111111 https://ci.com x  makes a provider with keys, for the audience `x`; `^ci{…}` are its tokens
//! assume-root elevated                     gives the caller `elevated` a session of AssumeRoot
//! ```

use super::call::{Answer, Call, Documents, element, expand, repeated};
use super::{Server, events};
use rolecall::services::Services;
use rolecall::trail::events::made_of;

/// A place in the record of an event, and what stands there.
type ExpectedEvent = (String, String);

/// A line of a story.
#[derive(Debug)]
pub(crate) enum Line {
    /// Moves the clock.
    Wait(i64),
    /// Makes a role of an AWS service: path and name.
    ServiceRole(String, String),
    /// Makes an OpenID Connect provider: its words.
    Issuer(String),
    /// Gives a caller a session of AssumeRoot.
    AssumeRoot(String),
    /// Calls an operation.
    Step(Box<Step>),
}

/// One call and what is expected of it.
#[derive(Debug)]
pub(crate) struct Step {
    /// Where it stands in the table.
    pub(crate) line: usize,
    /// Who calls.
    pub(crate) caller: String,
    /// What is called.
    pub(crate) call: Call,
    /// `status code message`, if it must be refused; `status`, if it must be this one.
    pub(crate) told: Option<String>,
    holds: Vec<String>,
    lacks: Vec<String>,
    keeps: Vec<(String, String)>,
    events: Vec<(String, Option<ExpectedEvent>)>,
    credentials: Option<String>,
}

impl Step {
    /// Whether it is expected to work.
    pub(crate) fn works(&self) -> bool {
        self.told.as_ref().is_none_or(|told| told.parse().is_ok_and(|status: u16| status < 400))
    }

    /// Calls, and holds what is answered against what is expected.
    pub(crate) async fn run(&self, server: &mut Server, documents: &Documents) -> Result<Answer, String> {
        let answer = server.perform(&self.caller, &self.call, documents).await;
        let told = answer.told();
        match &self.told {
            None if answer.status >= 400 => return Err(format!("must work: {told}")),
            None => {}
            Some(expected) => {
                let expected = repeated(&expand(expected, &server.kept));
                if told != expected {
                    return Err(format!("\n  expected: {expected}\n  told:     {told}\n  answered: {}", answer.body));
                }
            }
        }
        for text in self.holds.iter().map(|text| expand(text, &server.kept)) {
            if !answer.body.contains(&text) {
                return Err(format!("must answer {text}\n  answered: {}", answer.body));
            }
        }
        for text in self.lacks.iter().map(|text| expand(text, &server.kept)) {
            if answer.body.contains(&text) {
                return Err(format!("must not answer {text}\n  answered: {}", answer.body));
            }
        }
        for (name, place) in &self.keeps {
            let text = match place.chars().next() {
                Some('<') => element(&answer.body, place).map(str::to_owned),
                Some('/') => answer.json().pointer(place).and_then(|it| it.as_str().map(str::to_owned)),
                _ => answer.headers.get(place).map(|value| value.to_str().unwrap().to_owned()),
            };
            let text = text.ok_or_else(|| format!("has no {place}\n  answered: {}", answer.body))?;
            server.kept.insert(name.clone(), text);
        }
        for (account, expected) in &self.events {
            let expected = expected.as_ref().map(|(place, text)| (&**place, expand(text, &server.kept)));
            events::check(&made_of(&server.recorded(&answer)), account, expected)?;
        }
        if let Some(caller) = &self.credentials {
            server.keep_credentials(&answer.body, caller);
        }
        Ok(answer)
    }
}

/// A table of stories.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) documents: Documents,
    /// Titles and lines.
    pub(crate) stories: Vec<(String, Vec<Line>)>,
}

impl Table {
    /// Reads a table.
    pub(crate) fn read(text: &str) -> Self {
        let mut table = Self::default();
        for (at, raw) in text.lines().enumerate() {
            let (line, number) = (raw.trim(), at + 1);
            if line.is_empty() || line.starts_with("# ") || line == "#" {
                continue;
            }
            if let Some(title) = line.strip_prefix("== ") {
                table.stories.push((title.to_owned(), Vec::new()));
            } else if let Some((name, document)) = line.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
                table.documents.insert(name.to_owned(), document.to_owned());
            } else {
                let (_, story) = table.stories.last_mut().unwrap_or_else(|| panic!("line {number} is in no story"));
                if raw.starts_with(' ') {
                    expectation(story, line, number);
                } else {
                    story.push(action(line, number));
                }
            }
        }
        table
    }

    /// The calls of all stories.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.stories.iter().flat_map(|(_, lines)| lines).filter_map(|line| match line {
            Line::Step(step) => Some(&**step),
            _ => None,
        })
    }

    /// Tells every story, each on its own server.
    pub(crate) async fn tell(&self) {
        self.tell_with(rolecall::services::ALL).await;
    }

    /// The same on servers of these services.
    pub(crate) async fn tell_with(&self, services: Services) {
        let mut wrong = Vec::new();
        for (title, lines) in &self.stories {
            let mut server = Server::with(services).await;
            // What follows stands on what came before: a story ends where it is wrong.
            if let Err(difference) = self.tell_on(&mut server, lines).await {
                wrong.push(format!("{title}, {difference}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Tells one story on this server.
    pub(crate) async fn tell_on(&self, server: &mut Server, lines: &[Line]) -> Result<(), String> {
        for line in lines {
            match line {
                Line::Wait(seconds) => server.wait(*seconds).await,
                Line::ServiceRole(path, name) => server.make_service_role(path, name).await,
                Line::Issuer(words) => server.make_issuer(words).await,
                Line::AssumeRoot(caller) => server.assume_root(caller).await,
                Line::Step(step) => {
                    let ran = step.run(server, &self.documents).await;
                    ran.map_err(|difference| format!("line {}: {:?} {difference}", step.line, step.call))?;
                }
            }
        }
        Ok(())
    }
}

fn action(line: &str, number: usize) -> Line {
    let (first, rest) = line.split_once(' ').unwrap_or_else(|| panic!("line {number} is not understood"));
    match first {
        "wait" => Line::Wait(rest.parse().unwrap()),
        "issuer" => Line::Issuer(rest.to_owned()),
        "assume-root" => Line::AssumeRoot(rest.to_owned()),
        "service-role" => {
            let (path, name) = rest.split_once(' ').unwrap();
            Line::ServiceRole(path.to_owned(), name.to_owned())
        }
        caller => Line::Step(Box::new(Step {
            line: number,
            caller: caller.to_owned(),
            call: Call::read(rest),
            told: None,
            holds: Vec::new(),
            lacks: Vec::new(),
            keeps: Vec::new(),
            events: Vec::new(),
            credentials: None,
        })),
    }
}

fn expectation(story: &mut [Line], line: &str, number: usize) {
    let Some(Line::Step(step)) = story.last_mut() else { panic!("line {number} follows no call") };
    let (sign, rest) = line.split_once(' ').unwrap_or_else(|| panic!("line {number} is not understood"));
    match sign {
        "=" => step.told = Some(rest.to_owned()),
        "~" => step.holds.push(rest.to_owned()),
        "!" => step.lacks.push(rest.to_owned()),
        "event" => {
            let (account, rest) = rest.split_once(' ').unwrap();
            let (place, expected) = if rest.starts_with('/') { rest.split_once(' ').unwrap() } else { ("", rest) };
            step.events.push((account.to_owned(), Some((place.to_owned(), expected.to_owned()))));
        }
        "no-event" => step.events.push((rest.to_owned(), None)),
        "as" => step.credentials = Some(rest.to_owned()),
        _ => match sign.strip_prefix('$') {
            Some(name) => step.keeps.push((name.to_owned(), rest.to_owned())),
            None => panic!("line {number}: what is {sign}?"),
        },
    }
}
