//! The organization: its tree of levels, and which account is below which.

use super::ids::Form;
use super::policies::{NamedPolicies, NamedPolicy, unknown};
use super::table::{Errors, Said, Table, account};
use crate::scenario::LevelDocuments;
use rolecall_policy::AccountId;
use rolecall_policy::document::json::Value;
use std::rc::Rc;

/// The organization of a file. Without one no account is in any.
#[derive(Debug, Default)]
pub(super) struct Organization<'n> {
    pub(super) id: Option<&'n str>,
    pub(super) management: Option<&'n str>,
    levels: Vec<Level<'n>>,
}

/// The root, an organizational unit, or an account.
#[derive(Debug)]
pub(super) struct Level<'n> {
    name: &'n str,
    at: u32,
    /// The level it is in, as the file says; the root is in none.
    stated: Option<Said<'n>>,
    within: Option<usize>,
    pub(super) scp: Attached<'n>,
    pub(super) rcp: Attached<'n>,
    accounts: Vec<AccountId>,
}

/// The policies that are attached to a level; `None` if it has none of the kind.
pub(super) type Attached<'n> = Option<Vec<Rc<NamedPolicy<'n>>>>;

/// The policies of a kind that are attached to a level.
type OfKind<'n> = for<'l> fn(&'l Level<'n>) -> &'l Attached<'n>;

impl<'n> Organization<'n> {
    /// Reads the table `organization`.
    pub(super) fn read(value: &'n Value, at: u32, policies: &NamedPolicies<'n>, errors: &'n Errors) -> Self {
        let mut organization = Self::default();
        let Some(mut table) = Table::of("[organization]".to_owned(), at, value, errors) else { return organization };
        organization.id = table.text("id").filter(|said| is_organization("id", *said, errors)).map(|said| said.text);
        organization.management = table.account("management_account").map(|said| said.text);
        let levels = table.named("levels");
        table.finish();
        for (name, at, table) in Table::each("organization.levels", levels, errors) {
            let Some(mut table) = table() else { return Self::default() };
            let stated = table.text("within");
            let scp = table.texts("scp").map(|names| policies.find_all(names));
            let rcp = table.texts("rcp").map(|names| policies.find_all(names));
            let mut accounts = Vec::new();
            for said in table.texts("accounts").unwrap_or_default() {
                let Some(account) = account("accounts", said, errors) else { continue };
                if accounts.contains(&account) || organization.level_of(account).is_some() {
                    errors.add(said.at, format!("the account {account} is in two levels"));
                }
                accounts.push(account);
            }
            table.finish();
            organization.levels.push(Level { name, at, stated, within: None, scp, rcp, accounts });
        }
        organization.resolve(errors);
        organization
    }

    /// Finds the level that each level is in, and notes what is no tree.
    fn resolve(&mut self, errors: &Errors) {
        let names: Vec<&str> = self.levels.iter().map(|level| level.name).collect();
        let mut root = None;
        for level in &mut self.levels {
            match level.stated {
                Some(said) => {
                    level.within = names.iter().position(|name| *name == said.text);
                    if level.within.is_none() {
                        errors.add(said.at, unknown("level", said.text, names.iter().copied()));
                    }
                }
                // Leaving out `within` by mistake would lift the policies above.
                None => {
                    if let Some(other) = root.replace(level.name) {
                        let roots = format!("`{}` and `{other}` are both without `within`", level.name);
                        errors.add(level.at, format!("{roots}; an organization has one root"));
                    }
                }
            }
        }
        for (start, level) in self.levels.iter().enumerate() {
            if self.path(start).is_none() {
                errors.add(level.at, format!("the level `{}` is within itself", level.name));
            }
        }
        // A level that AWS enforces always has a policy of each kind that is enabled; here nothing is implied.
        let kinds: [(OfKind<'n>, _, _); 2] =
            [(|level| &level.scp, "scp", "FullAWSAccess"), (|level| &level.rcp, "rcp", "RCPFullAWSAccess")];
        for (of_kind, name, full) in kinds {
            let (with, without): (Vec<_>, Vec<_>) = self.levels.iter().partition(|level| of_kind(level).is_some());
            for level in without.into_iter().filter(|_| !with.is_empty()) {
                let hint = format!("`{name} = [\"{full}\"]` allows everything");
                errors
                    .add(level.at, format!("the level `{}` has no `{name}`, but others have one; {hint}", level.name));
            }
        }
    }

    /// Whether an account is in the organization.
    pub(super) fn has(&self, account: AccountId) -> bool {
        self.level_of(account).is_some() || self.management.and_then(|id| id.parse().ok()) == Some(account)
    }

    /// The levels over an account with their policies of a kind, the root first; `None` if it is in no organization that has
    /// such policies.
    pub(super) fn over(&self, account: Option<AccountId>, of_kind: OfKind<'n>) -> Option<Vec<LevelDocuments<'_>>> {
        let path = self.path(self.level_of(account?)?)?;
        let levels = path.into_iter().filter_map(|at| self.levels.get(at));
        let documents = levels.map(|level| {
            let policies = of_kind(level).as_ref()?.iter().map(|policy| policy.document(None)).collect();
            Some(LevelDocuments { name: level.name.into(), policies })
        });
        documents.collect()
    }

    fn level_of(&self, account: AccountId) -> Option<usize> {
        self.levels.iter().position(|level| level.accounts.contains(&account))
    }

    /// The levels from the root down to this one; `None` if there is no end.
    fn path(&self, from: usize) -> Option<Vec<usize>> {
        let mut path = vec![from];
        let mut at = from;
        while let Some(above) = self.levels.get(at)?.within {
            if path.contains(&above) {
                return None;
            }
            path.push(above);
            at = above;
        }
        path.reverse();
        Some(path)
    }
}

/// Whether the text is the id of an organization; noted if not.
fn is_organization(name: &str, said: Said<'_>, errors: &Errors) -> bool {
    let is = Form::Organization.fits(said.text);
    if !is {
        let form = Form::Organization.in_words();
        errors.add(said.at, format!("`{name}` must be {form}, not `{}`", said.text));
    }
    is
}
