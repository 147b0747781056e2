//! Reading members of tables: each has a name that is known, a type, and a place for what is wrong with it.

use super::policies::{did_you_mean, meant};
use super::value::kind;
use rolecall_policy::AccountId;
use rolecall_policy::document::json::{Data, Member, Value};
use rolecall_policy::explain::Position;
use std::cell::RefCell;

/// Something wrong with a file.
#[derive(Debug, Clone)]
pub(super) struct FileError {
    /// The byte of the file.
    pub(super) at: u32,
    /// The file and the place in it, if the policy is in a file of its own.
    pub(super) elsewhere: Option<(String, Position)>,
    pub(super) message: String,
}

impl FileError {
    pub(super) fn new(at: u32, message: impl Into<String>) -> Self {
        Self { at, elsewhere: None, message: message.into() }
    }
}

/// Everything that is wrong with a file: a person wants to see all of it.
#[derive(Debug, Default)]
pub(super) struct Errors(pub(super) RefCell<Vec<FileError>>);

impl Errors {
    pub(super) fn add(&self, at: u32, message: impl Into<String>) {
        self.push(FileError::new(at, message));
    }

    pub(super) fn push(&self, error: FileError) {
        self.0.borrow_mut().push(error);
    }

    pub(super) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The value, if nothing is wrong.
    pub(super) fn note<T>(&self, at: u32, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.add(at, message)).ok()
    }
}

/// A text and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'n> {
    pub(super) text: &'n str,
    pub(super) at: u32,
}

/// Where a value begins.
pub(super) fn start(value: &Value) -> u32 {
    value.span.start
}

/// A table whose members are taken one by one; what is left at the end is a mistake.
pub(super) struct Table<'n> {
    /// What the table is, in words: `[principals.dev]`.
    pub(super) what: String,
    members: &'n [Member],
    known: Vec<&'static str>,
    errors: &'n Errors,
}

impl<'n> Table<'n> {
    /// The members of a table; `None`, and noted at `at`, if it is none.
    pub(super) fn of(what: String, at: u32, value: &'n Value, errors: &'n Errors) -> Option<Self> {
        if let Data::Object(members) = &value.data {
            return Some(Self { what, members, known: Vec::new(), errors });
        }
        errors.add(at, format!("{what} must be a table, not {}", kind(value)));
        None
    }

    /// The tables in a table whose names are the writer's own: name, place, and the table when it is asked for.
    pub(super) fn each(
        section: &'static str,
        tables: &'n [Member],
        errors: &'n Errors,
    ) -> impl Iterator<Item = (&'n str, u32, impl FnOnce() -> Option<Self>)> {
        tables.iter().map(move |Member { name, value, .. }| {
            let (name, at) = (&*name.value, name.span.start);
            (name, at, move || Self::of(format!("[{section}.{name}]"), at, value, errors))
        })
    }

    /// A member, if it is there.
    pub(super) fn take(&mut self, name: &'static str) -> Option<&'n Value> {
        self.known.push(name);
        self.members.iter().find(|member| *member.name.value == *name).map(|member| &member.value)
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str) -> Option<Said<'n>> {
        let value = self.take(name)?;
        text(name, value, self.errors)
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, name: &'static str) -> Option<Vec<Said<'n>>> {
        let value = self.take(name)?;
        Some(one_or_many(value).iter().filter_map(|value| text(name, value, self.errors)).collect())
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        let value = self.take(name)?;
        if let Data::Bool(flag) = value.data {
            return Some(flag);
        }
        self.errors.add(start(value), format!("`{name}` must be true or false, not {}", kind(value)));
        None
    }

    /// The id of an account.
    pub(super) fn account(&mut self, name: &'static str) -> Option<Said<'n>> {
        self.text(name).filter(|said| account(name, *said, self.errors).is_some())
    }

    /// The members of a table whose names are the writer's own.
    pub(super) fn named(&mut self, name: &'static str) -> &'n [Member] {
        let Some(value) = self.take(name) else { return &[] };
        if let Data::Object(members) = &value.data {
            return members;
        }
        self.errors.add(start(value), format!("`{name}` must be a table, not {}", kind(value)));
        &[]
    }

    /// Notes every member that nobody took.
    pub(super) fn finish(self) {
        for member in self.members.iter().filter(|member| !self.known.contains(&&*member.name.value)) {
            let name = &member.name.value;
            let told = match meant(name, self.known.iter().copied()) {
                Some(name) => did_you_mean(name),
                None => format!("; the members are {}", self.known.join(", ")),
            };
            let message = format!("{} has no member `{name}`{told}", self.what);
            self.errors.add(member.name.span.start, message);
        }
    }
}

/// A value that may stand alone for a list of one.
pub(super) fn one_or_many(value: &Value) -> &[Value] {
    match &value.data {
        Data::Array(list) => list,
        _ => std::slice::from_ref(value),
    }
}

fn text<'n>(name: &str, value: &'n Value, errors: &Errors) -> Option<Said<'n>> {
    if let Data::String(text) = &value.data {
        return Some(Said { text, at: start(value) });
    }
    errors.add(start(value), format!("`{name}` must be a string, not {}", kind(value)));
    None
}

/// The account of this id; noted if it is none.
pub(super) fn account(name: &str, said: Said<'_>, errors: &Errors) -> Option<AccountId> {
    let account = said.text.parse().map_err(|_| format!("`{name}` must be twelve digits, not `{}`", said.text));
    errors.note(said.at, account)
}
