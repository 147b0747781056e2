//! The grammar (R1, section 1.1): from JSON to the parts of a policy.
//!
//! Whatever does not fit the grammar is noted and left out, and reading goes on, so that one look finds everything. A
//! statement with a mistake of grammar is dropped as a whole: what is left is checked further by `create`, and must not
//! be blamed for what was dropped. A document with any note is never handed out as a [`Policy`].

use std::marker::PhantomData;
use std::sync::Arc;

use super::finding::Notes;
use super::json::{self, Data, Member, Value};
use super::principal::PrincipalType;
use super::{
    ActionElement, ConditionElement, Effect, FindingCode, Findings, Operator, Policy, PolicyKind, PrincipalElement,
    PrincipalEntry, ResourceElement, Span, Spanned, Statement, Version,
};

impl<K: PolicyKind> Policy<K> {
    /// Reads a policy for evaluation: only the grammar is asked for (R1.57 row 1). Documents that creation refuses for
    /// other reasons (too many characters, no principal, no action, `Principal` in an identity policy, unknown forms of
    /// principals and resources) are read as they stand, and the evaluator gives them the meaning of R1.16, R1.23, R1.64
    /// and R1.71.
    ///
    /// # Errors
    /// Every mistake of grammar; also an `Effect` in the wrong case, which is no effect (R1.12).
    pub fn parse(text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        let mut notes = Notes::new(K::DIALECT);
        let policy = read(text.into(), &mut notes);
        notes.finish(policy)
    }
}

/// Reads as much of a policy as there is. Without a note, that is all of it.
pub(super) fn read<K>(text: Arc<str>, notes: &mut Notes) -> Policy<K> {
    let parts = match json::read(&text) {
        Err(error) => {
            notes.add(FindingCode::NotJson, error.span, "", format!("this is not JSON: expected {}", error.expected));
            Parts::default()
        }
        Ok(document) => {
            for name in &document.repeated {
                let detail = format!("the member `{}` appears twice", name.value);
                notes.add(FindingCode::RepeatedMember, name.span, &name.value, detail);
            }
            Reader { notes }.document(&document.root)
        }
    };
    let (version, version_span) = parts.version.map_or((Version::V2008, None), |v| (v.value, Some(v.span)));
    Policy { text, version, version_span, id: parts.id, statements: parts.statements, kind: PhantomData }
}

#[derive(Default)]
struct Parts {
    version: Option<Spanned<Version>>,
    id: Option<Spanned<Box<str>>>,
    statements: Vec<Statement>,
}

struct Reader<'a> {
    notes: &'a mut Notes,
}

/// An empty span before the closing bracket of an object: where something is missing.
pub(super) fn inside_end(span: Span) -> Span {
    let at = span.end.saturating_sub(1);
    Span { start: at, end: at }
}

impl Reader<'_> {
    fn wrong_type(&mut self, what: &str, value: &Value, expected: &str) {
        let detail = format!("{what} must be {expected}, not {}", value.data.kind());
        self.notes.add(FindingCode::WrongType, value.span, what, detail);
    }

    fn unknown_member(&mut self, member: &Member, place: &str) {
        let name = &member.name.value;
        self.notes.add(FindingCode::UnknownMember, member.name.span, name, format!("{place} has no member `{name}`"));
    }

    fn document(mut self, root: &Value) -> Parts {
        let mut parts = Parts::default();
        let Data::Object(members) = &root.data else {
            self.wrong_type("a policy", root, "an object");
            return parts;
        };
        let mut statement_seen = false;
        for member in members.iter().filter(|member| !member.repeated) {
            match &*member.name.value {
                "Version" => parts.version = self.version(&member.value),
                "Id" => parts.id = self.string("Id", &member.value),
                "Statement" => {
                    statement_seen = true;
                    parts.statements = self.statements(&member.value);
                }
                _ => self.unknown_member(member, "a policy"),
            }
        }
        if !statement_seen {
            let detail = "a policy must have a `Statement`".to_owned();
            self.notes.add(FindingCode::MissingStatement, inside_end(root.span), "Statement", detail);
        }
        parts
    }

    fn string(&mut self, what: &str, value: &Value) -> Option<Spanned<Box<str>>> {
        if let Data::String(text) = &value.data {
            return Some(Spanned { value: text.clone(), span: value.span });
        }
        self.wrong_type(&format!("`{what}`"), value, "a string");
        None
    }

    fn version(&mut self, value: &Value) -> Option<Spanned<Version>> {
        let version = match &value.data {
            Data::String(text) if &**text == "2008-10-17" => Version::V2008,
            Data::String(text) if &**text == "2012-10-17" => Version::V2012,
            _ => {
                let detail = "`Version` must be \"2012-10-17\" or \"2008-10-17\"".to_owned();
                self.notes.add(FindingCode::BadVersion, value.span, "Version", detail);
                return None;
            }
        };
        Some(Spanned { value: version, span: value.span })
    }

    /// One statement object, or a list of at least one (R1.3).
    fn statements(&mut self, value: &Value) -> Vec<Statement> {
        let list = match &value.data {
            Data::Array(list) if list.is_empty() => {
                let detail = "`Statement` must hold at least one statement".to_owned();
                self.notes.add(FindingCode::MissingStatement, value.span, "Statement", detail);
                return Vec::new();
            }
            Data::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(value),
        };
        list.iter().filter_map(|value| self.statement(value)).collect()
    }

    fn statement(&mut self, value: &Value) -> Option<Statement> {
        let Data::Object(members) = &value.data else {
            self.wrong_type("a statement", value, "an object");
            return None;
        };
        let before = self.notes.len();
        let mut effect = None;
        let mut effect_notes = 0;
        let mut sid = None;
        let mut principal = None;
        let mut action = None;
        let mut resource = None;
        let mut conditions = Vec::new();
        for member in members.iter().filter(|member| !member.repeated) {
            match &*member.name.value {
                "Sid" => sid = self.string("Sid", &member.value),
                "Effect" => {
                    let before = self.notes.len();
                    effect = self.effect(&member.value);
                    // The wrong case is a mistake, but the statement can still be understood.
                    effect_notes = if effect.is_some() { self.notes.len() - before } else { 0 };
                }
                "Principal" | "NotPrincipal" => {
                    let element = self.principal(member);
                    self.only_one("Principal", &mut principal, element, member);
                }
                "Action" | "NotAction" => {
                    let element = self.action(member);
                    self.only_one("Action", &mut action, element, member);
                }
                "Resource" | "NotResource" => {
                    let element = self.resource(member);
                    self.only_one("Resource", &mut resource, element, member);
                }
                "Condition" => conditions = self.condition(&member.value),
                _ => self.unknown_member(member, "a statement"),
            }
        }
        if !members.iter().any(|member| &*member.name.value == "Effect") {
            let detail = "a statement must have an `Effect`".to_owned();
            self.notes.add(FindingCode::MissingEffect, inside_end(value.span), "Effect", detail);
        }
        if self.notes.len() > before + effect_notes {
            return None;
        }
        Some(Statement { span: value.span, sid, effect: effect?, principal, action, resource, conditions })
    }

    /// The two members of a pair exclude each other (R1.10).
    fn only_one<T>(&mut self, name: &str, slot: &mut Option<T>, element: Option<T>, member: &Member) {
        if slot.is_some() {
            let detail = format!("a statement can have `{name}` or `Not{name}`, not both");
            self.notes.add(FindingCode::BothMembers, member.name.span, name, detail);
        } else {
            *slot = element;
        }
    }

    /// `Allow` or `Deny`. Another case is noted and understood; the note keeps the policy from being used.
    fn effect(&mut self, value: &Value) -> Option<Spanned<Effect>> {
        let text: &str = if let Data::String(text) = &value.data { text } else { "" };
        let (effect, name) = if text.eq_ignore_ascii_case("Allow") {
            (Effect::Allow, "Allow")
        } else if text.eq_ignore_ascii_case("Deny") {
            (Effect::Deny, "Deny")
        } else {
            let detail = "`Effect` must be \"Allow\" or \"Deny\"".to_owned();
            self.notes.add(FindingCode::UnknownEffect, value.span, text, detail);
            return None;
        };
        if text != name {
            let detail = format!("`Effect` is case-sensitive: write \"{name}\"");
            self.notes.add(FindingCode::EffectCase, value.span, text, detail);
        }
        Some(Spanned { value: effect, span: value.span })
    }

    fn principal(&mut self, member: &Member) -> Option<PrincipalElement> {
        let name = &member.name.value;
        let negated = &**name == "NotPrincipal";
        let mut entries = Vec::new();
        match &member.value.data {
            Data::String(text) if &**text == "*" => {
                entries.push(Spanned { value: PrincipalEntry::Everyone, span: member.value.span });
            }
            Data::String(text) => {
                let detail = format!("`{name}` must be \"*\" or an object such as {{\"AWS\": …}}");
                self.notes.add(FindingCode::BarePrincipal, member.value.span, text, detail);
                return None;
            }
            Data::Object(members) => {
                let mut empty_list = false;
                for member in members.iter().filter(|member| !member.repeated) {
                    let Some(kind) = PrincipalType::from_name(&member.name.value) else {
                        self.unknown_member(member, "a principal");
                        continue;
                    };
                    let values = self.strings(&member.name.value, &member.value)?;
                    empty_list |= values.is_empty();
                    entries.extend(values.into_iter().map(|v| Spanned { value: kind.entry(&v.value), span: v.span }));
                }
                if empty_list {
                    // An empty list makes the statement match nothing (R1.71), whatever stands beside it.
                    entries.clear();
                }
            }
            _ => {
                self.wrong_type(&format!("`{name}`"), &member.value, "\"*\" or an object");
                return None;
            }
        }
        Some(PrincipalElement { negated, span: member.span(), entries })
    }

    fn action(&mut self, member: &Member) -> Option<ActionElement> {
        let name = &member.name.value;
        let patterns = self.strings(name, &member.value)?;
        Some(ActionElement { negated: &**name == "NotAction", span: member.span(), patterns })
    }

    /// As a list of strings, but members of the list may be `null` (R1.6).
    fn resource(&mut self, member: &Member) -> Option<ResourceElement> {
        let name = &member.name.value;
        let mut patterns = Vec::new();
        if let Data::Array(list) = &member.value.data {
            for value in list {
                if value.data == Data::Null {
                    patterns.push(Spanned { value: None, span: value.span });
                } else {
                    let text = self.string(name, value)?;
                    patterns.push(Spanned { value: Some(text.value), span: text.span });
                }
            }
        } else {
            let text = self.string(name, &member.value)?;
            patterns.push(Spanned { value: Some(text.value), span: text.span });
        }
        Some(ResourceElement { negated: &**name == "NotResource", span: member.span(), patterns })
    }

    /// A string or a list of strings (R1.6).
    fn strings(&mut self, what: &str, value: &Value) -> Option<Vec<Spanned<Box<str>>>> {
        let list = if let Data::Array(list) = &value.data { list.as_slice() } else { std::slice::from_ref(value) };
        list.iter().map(|value| self.string(what, value)).collect()
    }

    /// `{operator: {key: values}}`; an operator without keys says nothing, known or not (R1.35).
    fn condition(&mut self, value: &Value) -> Vec<ConditionElement> {
        let mut conditions = Vec::new();
        let Data::Object(operators) = &value.data else {
            self.wrong_type("`Condition`", value, "an object");
            return conditions;
        };
        for member in operators.iter().filter(|member| !member.repeated) {
            let name = &member.name.value;
            let Data::Object(keys) = &member.value.data else {
                self.wrong_type(&format!("the operator `{name}`"), &member.value, "an object of keys");
                continue;
            };
            let operator = Operator::from_name(name);
            if operator.is_none() && !keys.is_empty() {
                let detail = format!("there is no condition operator `{name}`");
                self.notes.add(FindingCode::UnknownOperator, member.name.span, name, detail);
            }
            for key in keys.iter().filter(|key| !key.repeated) {
                let values = self.condition_values(&key.value);
                if let Some(operator) = operator {
                    conditions.push(ConditionElement {
                        span: key.span(),
                        operator: Spanned { value: operator, span: member.name.span },
                        key: key.name.clone(),
                        values,
                    });
                }
            }
        }
        conditions
    }

    /// Strings, numbers and booleans in their text form, one or a list (R1.7).
    fn condition_values(&mut self, value: &Value) -> Vec<Spanned<Box<str>>> {
        let list = if let Data::Array(list) = &value.data { list.as_slice() } else { std::slice::from_ref(value) };
        let mut values = Vec::with_capacity(list.len());
        for value in list {
            let text: Box<str> = match &value.data {
                Data::String(text) | Data::Number(text) => text.clone(),
                Data::Bool(true) => "true".into(),
                Data::Bool(false) => "false".into(),
                Data::Null | Data::Array(_) | Data::Object(_) => {
                    self.wrong_type("a condition value", value, "a string, a number or a boolean");
                    continue;
                }
            };
            values.push(Spanned { value: text, span: value.span });
        }
        values
    }
}
