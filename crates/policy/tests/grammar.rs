//! The lenient reading of every document of `tables/grammar.txt`.

mod table;

use rolecall_policy::document::{PrincipalEntry, Statement, Version};
use rolecall_policy::kind::Resource;
use rolecall_policy::{Policy, Spanned};

fn reading(document: &str) -> String {
    let policy = match Policy::<Resource>::parse(document) {
        Ok(policy) => policy,
        Err(findings) => {
            let mut codes: Vec<String> = findings.all().iter().map(|finding| format!("{:?}", finding.code)).collect();
            codes.sort();
            return format!("! {}", codes.join(" "));
        }
    };
    let mut out = match policy.version() {
        Version::V2008 => "2008".to_owned(),
        Version::V2012 => "2012".to_owned(),
    };
    if let Some(id) = policy.id() {
        out.push_str(&format!(" id={}", id.value));
    }
    for statement in policy.statements() {
        out.push_str("; ");
        out.push_str(&statement_reading(statement));
    }
    out
}

fn statement_reading(statement: &Statement) -> String {
    let mut parts = vec![format!("{:?}", statement.effect.value)];
    parts.extend(statement.sid.as_ref().map(|sid| format!("sid={}", sid.value)));
    let not = |negated: bool| if negated { "Not" } else { "" };
    if let Some(element) = &statement.principal {
        parts.push(format!("{}Principal({})", not(element.negated), list(&element.entries, principal)));
    }
    if let Some(element) = &statement.action {
        parts.push(format!("{}Action({})", not(element.negated), list(&element.patterns, ToString::to_string)));
    }
    if let Some(element) = &statement.resource {
        let pattern = |text: &Option<Box<str>>| text.as_deref().unwrap_or("null").to_owned();
        parts.push(format!("{}Resource({})", not(element.negated), list(&element.patterns, pattern)));
    }
    for condition in &statement.conditions {
        let values = list(&condition.values, ToString::to_string);
        parts.push(format!("{} {}=({values})", condition.operator.value, condition.key.value));
    }
    parts.join(" ")
}

fn list<T>(values: &[Spanned<T>], show: impl Fn(&T) -> String) -> String {
    values.iter().map(|value| show(&value.value)).collect::<Vec<_>>().join(", ")
}

fn principal(entry: &PrincipalEntry) -> String {
    let (form, value) = match entry {
        PrincipalEntry::Everyone => return "Everyone".into(),
        PrincipalEntry::Account(value) => ("Account", value),
        PrincipalEntry::Root(value) => ("Root", value),
        PrincipalEntry::User(value) => ("User", value),
        PrincipalEntry::Role(value) => ("Role", value),
        PrincipalEntry::RoleSession(value) => ("RoleSession", value),
        PrincipalEntry::FederatedUser(value) => ("FederatedUser", value),
        PrincipalEntry::UniqueId(value) => ("UniqueId", value),
        PrincipalEntry::Service(value) => ("Service", value),
        PrincipalEntry::Federated(value) => ("Federated", value),
        PrincipalEntry::CanonicalUser(value) => ("CanonicalUser", value),
        PrincipalEntry::Other(value) => ("Other", value),
    };
    format!("{form} {value}")
}

#[test]
fn documents_are_read_as_the_grammar_says() {
    let mut wrong = Vec::new();
    for (line, cells) in table::rows(include_str!("tables/grammar.txt"), 2) {
        let [document, expected] = cells.as_slice() else { panic!("line {line}") };
        let answer = reading(document);
        if answer != *expected {
            wrong.push(format!("line {line}: {document}\n  expected: {expected}\n  reading:  {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
