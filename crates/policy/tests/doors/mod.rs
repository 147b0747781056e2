//! Every door through which a text enters, and what must hold behind each: nothing panics, every place is within the text
//! and holds what it should, and what is written is read back.
//!
//! The laws send texts of generators through here, the fuzz target `parse` whatever the fuzzer thinks of.

use rolecall_policy::document::Statement;
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::{Findings, Policy, PolicyKind, Span, Spanned};
use serde_json::value::RawValue;

use crate::services::services;

/// Sends a text through every door.
pub(crate) fn try_all(text: &str) {
    read(text, Policy::<Identity>::parse(text));
    read(text, Policy::<Boundary>::parse(text));
    read(text, Policy::<Session>::parse(text));
    read(text, Policy::<Trust>::parse(text));
    read(text, Policy::<Resource>::parse(text));
    read(text, Policy::<Scp>::parse(text));
    read(text, Policy::<Rcp>::parse(text));
    read(text, Policy::<Endpoint>::parse(text));

    created(text, Policy::<Identity>::create_managed(text));
    created(text, Policy::<Identity>::create_inline(text));
    created(text, Policy::<Boundary>::create(text));
    created(text, Policy::<Session>::create(text));
    created(text, Policy::<Session>::create_for_assume_role(text));
    created(text, Policy::<Trust>::create(text, services()));
    created(text, Policy::<Resource>::create(text, services()));
    created(text, Policy::<Resource>::create_for_bucket(text, "data", services()));
    created(text, Policy::<Scp>::create(text));
    created(text, Policy::<Rcp>::create(text));
    created(text, Policy::<Endpoint>::create_for_interface(text, services()));
    created(text, Policy::<Endpoint>::create_for_gateway(text, services()));
}

/// The evaluator's door: a policy whose places are true, or findings.
fn read<K: PolicyKind>(text: &str, answer: Result<Policy<K>, Findings>) {
    match answer {
        Ok(policy) => {
            assert_eq!(&**policy.text(), text, "the text is kept as it was sent");
            check_places(&policy);
            check_names(policy);
        }
        Err(findings) => check_findings(text, &findings),
    }
}

/// A client's door is narrower: what it lets in, the evaluator reads alike.
fn created<K: PolicyKind>(text: &str, answer: Result<Policy<K>, Findings>) {
    match answer {
        Ok(policy) => {
            let again = Policy::<K>::parse(text).expect("what was created can be evaluated");
            assert_eq!(policy.statements(), again.statements());
        }
        Err(findings) => check_findings(text, &findings),
    }
}

fn check_findings(text: &str, findings: &Findings) {
    assert!(!findings.aws_message().is_empty());
    assert!(!findings.aws_code().is_empty());
    assert!(findings.all().contains(findings.reported()));
    for finding in findings.all() {
        at(text, finding.span);
    }
}

/// The text at a place; fails if the place is not within the text or cuts a character.
fn at(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).expect("a place within the text, on character boundaries")
}

/// The JSON value at a place says what the parsed value says.
fn says(text: &str, span: Span, value: &str) {
    let literal = at(text, span);
    if literal.starts_with('"') {
        assert_eq!(serde_json::from_str::<String>(literal).expect("one string at the place"), value);
    } else {
        serde_json::from_str::<&RawValue>(literal).expect("one JSON value at the place");
        assert_eq!(literal, value, "numbers and booleans are kept as written (R1.7)");
    }
}

/// A member's place begins with its name.
fn begins_with(text: &str, span: Span, name: &str) {
    let first = serde_json::Deserializer::from_str(at(text, span)).into_iter::<String>().next();
    assert_eq!(first.expect("a name").expect("a string"), name);
}

/// Each place of the policy holds the text of its value.
pub(crate) fn check_places<K>(policy: &Policy<K>) {
    let text = &**policy.text();
    let says_all = |values: &[Spanned<Box<str>>]| values.iter().for_each(|v| says(text, v.span, &v.value));
    let not = |negated: bool| if negated { "Not" } else { "" };
    policy.id().iter().for_each(|id| says(text, id.span, &id.value));
    for statement in policy.statements() {
        let object = at(text, statement.span);
        assert!(object.starts_with('{'));
        serde_json::from_str::<&RawValue>(object).expect("a statement");
        says(text, statement.effect.span, &format!("{:?}", statement.effect.value));
        statement.sid.iter().for_each(|sid| says(text, sid.span, &sid.value));
        if let Some(element) = &statement.principal {
            begins_with(text, element.span, &format!("{}Principal", not(element.negated)));
            for entry in &element.entries {
                serde_json::from_str::<String>(at(text, entry.span)).expect("a string at the place");
            }
        }
        if let Some(element) = &statement.action {
            begins_with(text, element.span, &format!("{}Action", not(element.negated)));
            says_all(&element.patterns);
        }
        if let Some(element) = &statement.resource {
            begins_with(text, element.span, &format!("{}Resource", not(element.negated)));
            for pattern in &element.patterns {
                match &pattern.value {
                    Some(value) => says(text, pattern.span, value),
                    None => assert_eq!(at(text, pattern.span), "null"),
                }
            }
        }
        for condition in &statement.conditions {
            says(text, condition.operator.span, &condition.operator.value.to_string());
            says(text, condition.key.span, &condition.key.value);
            says_all(&condition.values);
        }
    }
}

/// Names are put in place of ids and ids in place of names; everything else stays but for bare ids of accounts (R1.18).
fn check_names<K: PolicyKind>(policy: Policy<K>) {
    let text = policy.text().to_string();
    assert_eq!(policy.stored_text(), text);
    let shown = policy.render(|_| None);
    if policy.principal_accounts().next().is_none() {
        assert_eq!(shown, text);
    }
    let again = Policy::<K>::parse(shown.clone()).expect("what is shown");
    assert_eq!(again.render(|_| None), shown);
    let named = policy.principal_arns().count();

    let mut bound = policy;
    assert_eq!(bound.bind_principals(|_| None).is_err(), named > 0, "who is not known is not bound");
    assert_eq!(bound.stored_text(), text, "and then nothing is");
    bound.bind_principals(|_| Some("AIDABOUND".into())).expect("everybody exists");
    assert_eq!(bound.principal_arns().count(), 0);
    let stored = Policy::<K>::parse(bound.stored_text()).expect("what was stored");
    assert_eq!(meaning(&stored), meaning(&bound));

    // An entity's name cannot get out of its string.
    let shown = bound.render(|id| Some(format!("{id}\"],\"Effect\":\"Allow\\\n")));
    let shown = Policy::<K>::parse(shown).expect("what is shown");
    assert_eq!(shown.statements().len(), bound.statements().len());
}

/// What a statement says, without its places.
pub(crate) fn meaning<K>(policy: &Policy<K>) -> String {
    let statements: Vec<Statement> = policy.statements().to_vec();
    let text = format!("{:?} {:?} {statements:?}", policy.version(), policy.id());
    let mut out = String::new();
    for part in text.split("Span {") {
        out.push_str(if out.is_empty() { part } else { part.split_once('}').map_or("", |(_, rest)| rest) });
    }
    out
}
