//! Where a finding stands, said without lines: what stays the same when the text around it moves.

use super::creation;
use super::subject::{members, statements};
use super::{Kind, MAX_EXAMINED};
use rolecall_policy::Span;
use rolecall_policy::document::json::{self, Data, Value};

/// The statement that a finding is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementName<'a> {
    /// Its `Sid`: the name stays when the statement is changed.
    Sid(&'a str),
    /// Its text without white space, where it has no `Sid`.
    Text(&'a str),
}

/// A text's statements, to tell where findings stand.
#[derive(Debug)]
pub struct Anchors<'a> {
    text: &'a str,
    /// In the order of the text.
    statements: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    span: Span,
    sid: Option<Box<str>>,
    text: String,
}

impl<'a> Anchors<'a> {
    /// The statements of a text; none if it is not JSON.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let named = |statement: &Value| Named {
            span: statement.span,
            sid: sid(statement),
            text: without_space(part(text, statement.span)),
        };
        let document = json::read(text);
        let statements = document.iter().flat_map(|document| statements(&document.root)).map(named).collect();
        Self { text, statements }
    }

    /// The statement that a place is in; `None` outside of all.
    #[must_use]
    pub fn statement(&self, place: Span) -> Option<StatementName<'_>> {
        let at = self.statements.partition_point(|statement| statement.span.start <= place.start).checked_sub(1)?;
        let statement = self.statements.get(at).filter(|statement| place.start < statement.span.end)?;
        Some(statement.sid.as_deref().map_or(StatementName::Text(&statement.text), StatementName::Sid))
    }

    /// What stands at a place, without white space outside of strings.
    #[must_use]
    pub fn text(&self, place: Span) -> String {
        without_space(part(self.text, place))
    }
}

/// Whether the grammar of a text holds, so that every check looked at it. Of another text only the refusals are known.
#[must_use]
pub fn is_understood(text: &str, kind: Kind) -> bool {
    text.len() <= MAX_EXAMINED && creation::parse(text, kind).is_some()
}

fn part(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// An empty `Sid` names nothing.
fn sid(statement: &Value) -> Option<Box<str>> {
    let member = members(statement).iter().find(|member| &*member.name.value == "Sid")?;
    if let Data::String(sid) = &member.value.data { Some(sid.clone()).filter(|sid| !sid.is_empty()) } else { None }
}

fn without_space(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let keep = |c: &char| {
        let is_quote = *c == '"' && !escaped;
        escaped = in_string && *c == '\\' && !escaped;
        in_string ^= is_quote;
        in_string || !matches!(c, ' ' | '\t' | '\n' | '\r')
    };
    json.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_by_their_statements() {
        let text = r#"{"Statement": [{"Sid": "A", "x": 1}, {"Sid": "", "y": "a \" b" }], "z": 1}"#;
        let anchors = Anchors::of(text);
        let place = |part: &str| {
            let start = u32::try_from(text.find(part).unwrap()).unwrap();
            Span { start, end: start + u32::try_from(part.len()).unwrap() }
        };
        assert_eq!(anchors.statement(place("\"x\": 1")), Some(StatementName::Sid("A")));
        let second = r#"{"Sid":"","y":"a \" b"}"#;
        assert_eq!(anchors.statement(place("\"y\"")), Some(StatementName::Text(second)));
        assert_eq!(anchors.statement(place("\"z\"")), None);
        assert_eq!(anchors.statement(place("{\"Statement\"")), None);
        assert_eq!(anchors.text(place("\"y\": \"a \\\" b\" ")), r#""y":"a \" b""#);
        assert_eq!(Anchors::of("{").statement(Span { start: 0, end: 1 }), None);
    }
}
