//! Principals are kept by unique id, not by name (R1.18).
//!
//! Alice writes a trust policy that names Bob's user by ARN. When it is saved, [`Policy::bind_principals`] looks the
//! ARN up and remembers Bob's unique id; what goes to disk is [`Policy::stored_text`]. Whenever the policy is shown,
//! [`Policy::render`] writes the ARN that Bob has now: he may have been renamed (R4.14). Once Bob is deleted, his bare
//! id is shown, and a new user of the same name is not trusted.
//!
//! An account that is named by its bare id is shown by the ARN of its root. Only these entries are rewritten. Every other
//! byte stays as it was sent.

use super::finding::Notes;
use super::json::{self, Data};
use super::{Findings, Policy, PolicyKind, PrincipalEntry, Span, Spanned};

impl<K: PolicyKind> Policy<K> {
    /// The user and role ARNs among the entries of `Principal` and `NotPrincipal`, in the order of the text.
    pub fn principal_arns(&self) -> impl Iterator<Item = (Span, &str)> {
        self.principal_entries().filter_map(|entry| named_arn(&entry.value).map(|arn| (entry.span, arn)))
    }

    /// The accounts among the entries of `Principal` and `NotPrincipal`, as 12-digit ids.
    pub fn principal_accounts(&self) -> impl Iterator<Item = (Span, &str)> {
        self.principal_entries().filter_map(|entry| Some((entry.span, entry.value.account()?)))
    }

    /// The unique ids among the entries: bound ones, and those that were written as ids.
    pub fn principal_ids(&self) -> impl Iterator<Item = (Span, &str)> {
        self.principal_entries().filter_map(|entry| match &entry.value {
            PrincipalEntry::UniqueId(id) => Some((entry.span, &**id)),
            _ => None,
        })
    }

    /// Turns every user and role entry into the unique id that `resolve` finds for its ARN.
    ///
    /// # Errors
    /// The ARNs for which there is none (R1.57 row 22); the policy is then unchanged.
    pub fn bind_principals(&mut self, resolve: impl Fn(&str) -> Option<Box<str>>) -> Result<(), Findings> {
        let mut notes = Notes::new(K::DIALECT);
        let mut ids = Vec::new();
        for (span, arn) in self.principal_arns() {
            match resolve(arn) {
                Some(id) => ids.push(id),
                None => notes.extend(Findings::unknown_principal(K::DIALECT, span, arn)),
            }
        }
        let ids = notes.finish(ids)?;
        let entries = self.statements.iter_mut().filter_map(|s| s.principal.as_mut()).flat_map(|p| &mut p.entries);
        for (entry, id) in entries.filter(|entry| named_arn(&entry.value).is_some()).zip(ids) {
            entry.value = PrincipalEntry::UniqueId(id);
        }
        Ok(())
    }

    /// The text to store: as sent, but with the unique id in place of each bound ARN. [`Policy::parse`] reads it back
    /// with the binding.
    #[must_use]
    pub fn stored_text(&self) -> String {
        self.spliced(|entry| match entry {
            PrincipalEntry::UniqueId(id) => Some(id.to_string()),
            _ => None,
        })
    }

    /// The text to show: as sent, but with each unique id replaced by the ARN its entity has now, or left bare if
    /// `arn_of` knows none, and with the ARN of an account's root in place of the account's bare id.
    #[must_use]
    pub fn render(&self, arn_of: impl Fn(&str) -> Option<String>) -> String {
        self.spliced(|entry| match entry {
            PrincipalEntry::UniqueId(id) => Some(arn_of(id).unwrap_or_else(|| id.to_string())),
            PrincipalEntry::Account(id) => Some(format!("arn:aws:iam::{id}:root")),
            _ => None,
        })
    }

    fn principal_entries(&self) -> impl Iterator<Item = &Spanned<PrincipalEntry>> {
        self.statements.iter().filter_map(|statement| statement.principal.as_ref()).flat_map(|p| &p.entries)
    }

    /// The text with the literal of each entry replaced by that of `shown(entry)`, where there is one.
    fn spliced(&self, shown: impl Fn(&PrincipalEntry) -> Option<String>) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut copied = 0;
        for entry in self.principal_entries() {
            let Some(value) = shown(&entry.value) else { continue };
            let (start, end) = (entry.span.start as usize, entry.span.end as usize);
            let (Some(before), Some(literal)) = (self.text.get(copied..start), self.text.get(start..end)) else {
                continue;
            };
            out.push_str(before);
            // A literal that says the same already keeps its spelling.
            let same = json::read(literal).is_ok_and(|read| matches!(&read.root.data, Data::String(t) if **t == value));
            if same {
                out.push_str(literal);
            } else {
                out.push_str(&json::quote(&value));
            }
            copied = end;
        }
        out.push_str(self.text.get(copied..).unwrap_or_default());
        out
    }
}

fn named_arn(entry: &PrincipalEntry) -> Option<&str> {
    match entry {
        PrincipalEntry::User(arn) | PrincipalEntry::Role(arn) => Some(arn),
        _ => None,
    }
}
