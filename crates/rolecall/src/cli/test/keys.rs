//! Context keys as a file gives them: by name, or as tags.

use super::listed::Unlisted;
use super::members::{Faults, Said};
use super::tree::{Data, Member, Node};
use rolecall_policy::Context;

/// Context keys with their values, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<(Box<str>, Vec<Box<str>>)>);

impl Keys {
    /// Reads a table of context keys.
    pub(super) fn read(members: &[Member<'_>], unlisted: &Unlisted<'_>, faults: &mut Faults) -> Self {
        let mut keys = Self::default();
        for member in members {
            unlisted.check_key(&member.name, member.at, faults);
            keys.add(&member.name, member, unlisted, faults);
            for value in items(&member.value) {
                if let Some(text) = scalar(value) {
                    unlisted.check_value(&member.name, Said { text: &text, at: value.start }, faults);
                }
            }
        }
        keys
    }

    /// Adds tags: `aws:PrincipalTag/team` of `team`.
    pub(super) fn add_tags(
        &mut self,
        prefix: &str,
        members: &[Member<'_>],
        unlisted: &Unlisted<'_>,
        faults: &mut Faults,
    ) {
        for member in members {
            self.add(&format!("{prefix}/{}", member.name), member, unlisted, faults);
        }
    }

    fn add(&mut self, key: &str, member: &Member<'_>, unlisted: &Unlisted<'_>, faults: &mut Faults) {
        if self.has(key) {
            faults.add(member.at, format!("the context key `{key}` is given twice"));
            return;
        }
        match values(&member.value) {
            Some(values) => {
                unlisted.check_count(key, values.len(), member.value.start, faults);
                self.0.push((key.into(), values));
            }
            None => {
                let must = "must have texts, numbers, dates, true, false, or a list of them";
                faults.add(member.value.start, format!("the context key `{key}` {must}"));
            }
        }
    }

    /// Whether a key is given.
    pub(super) fn has(&self, key: &str) -> bool {
        // Names of keys are the same in any case (R1.34).
        self.0.iter().any(|(there, _)| there.eq_ignore_ascii_case(key))
    }

    /// Sets the keys in a context, over what is there.
    pub(super) fn set(&self, context: &mut Context) {
        for (key, values) in &self.0 {
            context.set_all(key, values.clone());
        }
    }
}

/// One value or a list of them, in their text form.
fn values(node: &Node<'_>) -> Option<Vec<Box<str>>> {
    items(node).iter().map(scalar).collect()
}

fn items<'v, 'n>(node: &'v Node<'n>) -> &'v [Node<'n>] {
    match &node.data {
        Data::List(list) => list,
        _ => std::slice::from_ref(node),
    }
}

fn scalar(node: &Node<'_>) -> Option<Box<str>> {
    Some(match &node.data {
        Data::Text(text) | Data::Plain(text) => (**text).into(),
        Data::Bool(value) => value.to_string().into(),
        Data::Null | Data::List(_) | Data::Table(_) => return None,
    })
}
