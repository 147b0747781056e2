//! The language of the tables.
//!
//! ```text
//! @name {"Version": …}                     a document, for all stories
//! == A story                               begins with a new server
//! root@111111111111 CreateUser UserName=bob
//!   ~ <UserName>bob</UserName>             the answer holds this; `!` means that it does not
//!   $id <UserId>                           keeps the text of an element as $id
//!   as bob                                 keeps the credentials of the answer for the caller `bob`
//! root@111111111111 CreateUser UserName=bob
//!   = 409 EntityAlreadyExists User with name bob already exists.
//! wait 30                                  moves the clock by seconds
//! put 111111111111 CreateUser …            see `stories`
//! ```
//!
//! A call without a line that begins with `=` must work. Blanks in a parameter are written `%20`; `@name` is a document,
//! `$id` a kept text, `#seed,-1` the MFA code of a seed one time step ago.

use std::collections::HashMap;

/// A line of a story.
#[derive(Debug)]
pub(crate) enum Line {
    /// Moves the clock.
    Wait(i64),
    /// Stores a role at a path that no operation makes: account, path, name.
    Role(String, String, String),
    /// Calls an operation.
    Call(Step),
}

/// One call and what is expected of it.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// Where it stands in the file.
    pub(crate) line: usize,
    /// Who calls.
    pub(crate) caller: String,
    /// What is called.
    pub(crate) operation: String,
    /// With what, not yet expanded.
    pub(crate) parameters: Vec<(String, String)>,
    /// `status code message`, if it must fail.
    pub(crate) error: Option<String>,
    /// What the answer holds.
    pub(crate) holds: Vec<String>,
    /// What the answer does not hold.
    pub(crate) lacks: Vec<String>,
    /// Names for texts of elements.
    pub(crate) keeps: Vec<(String, String)>,
    /// The caller who has the credentials of the answer from here on.
    pub(crate) credentials: Option<String>,
}

/// A table.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// Documents by name.
    pub(crate) documents: HashMap<String, String>,
    /// Titles and lines.
    pub(crate) stories: Vec<(String, Vec<Line>)>,
}

impl Script {
    /// Reads a table.
    pub(crate) fn read(text: &str) -> Self {
        let mut script = Self::default();
        for (at, raw) in text.lines().enumerate() {
            let (line, number) = (raw.trim(), at + 1);
            if line.is_empty() || line.starts_with("# ") || line == "#" {
                continue;
            }
            if let Some(title) = line.strip_prefix("== ") {
                script.stories.push((title.to_owned(), Vec::new()));
            } else if let Some((name, document)) = line.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
                script.documents.insert(name.to_owned(), document.to_owned());
            } else {
                let (_, story) = script.stories.last_mut().unwrap_or_else(|| panic!("line {number} is in no story"));
                if raw.starts_with(' ') {
                    expectation(story, line, number);
                } else {
                    story.push(action(line, number));
                }
            }
        }
        script
    }
}

fn action(line: &str, number: usize) -> Line {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["wait", seconds] => Line::Wait(seconds.parse().unwrap()),
        ["role", account, path, name] => Line::Role((*account).to_owned(), (*path).to_owned(), (*name).to_owned()),
        [caller, operation, parameters @ ..] => Line::Call(Step {
            line: number,
            caller: (*caller).to_owned(),
            operation: (*operation).to_owned(),
            parameters: parameters
                .iter()
                .map(|it| it.split_once('=').unwrap_or_else(|| panic!("line {number}: {it} is no parameter")))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            ..Step::default()
        }),
        _ => panic!("line {number} is not understood"),
    }
}

fn expectation(story: &mut [Line], line: &str, number: usize) {
    let Some(Line::Call(step)) = story.last_mut() else { panic!("line {number} follows no call") };
    let (sign, rest) = line.split_once(' ').unwrap_or_else(|| panic!("line {number} is not understood"));
    match sign {
        "=" => step.error = Some(rest.to_owned()),
        "~" => step.holds.push(rest.to_owned()),
        "!" => step.lacks.push(rest.to_owned()),
        "as" => step.credentials = Some(rest.to_owned()),
        _ => match sign.strip_prefix('$') {
            Some(name) => step.keeps.push((name.to_owned(), rest.to_owned())),
            None => panic!("line {number}: what is {sign}?"),
        },
    }
}

/// The text of the first element that `tag` begins.
pub(crate) fn element<'a>(answer: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = answer.split_once(tag)?;
    rest.split('<').next()
}

/// Replaces `$name` by the kept text, the longest name first.
pub(crate) fn expand(text: &str, kept: &HashMap<String, String>) -> String {
    let mut names: Vec<&String> = kept.keys().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = text.to_owned();
    for name in names {
        text = text.replace(&format!("${name}"), &kept[name]);
    }
    text
}
