//! Reading members of tables: each has a name that is known, a type, and a place for what is wrong with it.

use super::tree::{Data, Member, Node};
use rolecall_policy::AccountId;

/// Something wrong with a file.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// The byte of the file.
    pub(super) at: usize,
    /// The place in a policy that is written elsewhere: `policies/read.json:3:9`.
    pub(super) elsewhere: Option<String>,
    pub(super) message: String,
}

/// Everything that is wrong with a file: a person wants to see all of it.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    /// Notes a mistake at a byte of the file.
    pub(super) fn add(&mut self, at: usize, message: impl Into<String>) {
        self.0.push(Fault { at, elsewhere: None, message: message.into() });
    }
}

/// A text and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'n> {
    pub(super) text: &'n str,
    pub(super) at: usize,
}

/// A table whose members are taken one by one; what is left at the end is a mistake.
pub(super) struct Members<'n, 'a> {
    /// What the table is, in words: `[principals.dev]`.
    what: String,
    members: &'n [Member<'a>],
    known: Vec<&'static str>,
}

impl<'n, 'a> Members<'n, 'a> {
    /// The members of a table; `None`, and noted, if it is none.
    pub(super) fn of(what: String, at: usize, node: &'n Node<'a>, faults: &mut Faults) -> Option<Self> {
        match &node.data {
            Data::Table(members) => Some(Self { what, members, known: Vec::new() }),
            _ => {
                faults.add(at, format!("{what} must be a table, not {}", node.kind()));
                None
            }
        }
    }

    /// What the table is.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// A member, if it is there.
    pub(super) fn take(&mut self, name: &'static str) -> Option<&'n Node<'a>> {
        self.known.push(name);
        self.members.iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str, faults: &mut Faults) -> Option<Said<'n>> {
        let node = self.take(name)?;
        text(name, node, faults)
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, name: &'static str, faults: &mut Faults) -> Option<Vec<Said<'n>>> {
        let node = self.take(name)?;
        Some(one_or_many(node).filter_map(|node| text(name, node, faults)).collect())
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &'static str, faults: &mut Faults) -> Option<bool> {
        let node = self.take(name)?;
        if let Data::Bool(value) = node.data {
            return Some(value);
        }
        faults.add(node.start, format!("`{name}` must be true or false, not {}", node.kind()));
        None
    }

    /// The id of an account.
    pub(super) fn account(&mut self, name: &'static str, faults: &mut Faults) -> Option<Said<'n>> {
        self.text(name, faults).filter(|said| is_account(name, *said, faults))
    }

    /// The members of a table whose names are the writer's own.
    pub(super) fn named(&mut self, name: &'static str, faults: &mut Faults) -> &'n [Member<'a>] {
        let Some(node) = self.take(name) else { return &[] };
        match &node.data {
            Data::Table(members) => members,
            _ => {
                faults.add(node.start, format!("`{name}` must be a table, not {}", node.kind()));
                &[]
            }
        }
    }

    /// Notes every member that nobody took.
    pub(super) fn finish(self, faults: &mut Faults) {
        for member in self.members.iter().filter(|member| !self.known.contains(&&*member.name)) {
            let known = self.known.join(", ");
            faults.add(member.at, format!("{} has no member `{}`; it may have {known}", self.what, member.name));
        }
    }
}

/// A value that may stand alone for a list of one.
pub(super) fn one_or_many<'n, 'a>(node: &'n Node<'a>) -> std::slice::Iter<'n, Node<'a>> {
    match &node.data {
        Data::List(list) => list.iter(),
        _ => std::slice::from_ref(node).iter(),
    }
}

fn text<'n>(name: &str, node: &'n Node<'_>, faults: &mut Faults) -> Option<Said<'n>> {
    if let Data::Text(text) = &node.data {
        return Some(Said { text, at: node.start });
    }
    faults.add(node.start, format!("`{name}` must be a text, not {}", node.kind()));
    None
}

/// Whether the text is the id of an account; noted if not.
pub(super) fn is_account(name: &str, said: Said<'_>, faults: &mut Faults) -> bool {
    let is = said.text.parse::<AccountId>().is_ok();
    if !is {
        faults.add(said.at, format!("`{name}` must be twelve digits, not `{}`", said.text));
    }
    is
}
