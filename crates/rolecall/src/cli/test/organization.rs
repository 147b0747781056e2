//! The organization: its tree of levels, and which account is below which.

use super::ids::Form;
use super::members::{Faults, Members, Said, is_account};
use super::policies::{NamedPolicies, PolicyRef, unknown};
use super::tree::{Member, Node};
use crate::cli::offline::LevelDocuments;
use rolecall_policy::AccountId;

/// The organization of a file. Without one no account is in any.
#[derive(Debug, Default)]
pub(super) struct Organization<'n> {
    pub(super) id: Option<&'n str>,
    pub(super) management: Option<&'n str>,
    levels: Vec<Level<'n>>,
}

/// The root, an organizational unit, or an account.
#[derive(Debug)]
struct Level<'n> {
    name: &'n str,
    /// The level it is in; the root is in none.
    within: Option<usize>,
    scp: Option<Vec<PolicyRef>>,
    rcp: Option<Vec<PolicyRef>>,
    accounts: Vec<AccountId>,
}

/// Which of the two kinds of policies.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Scp,
    Rcp,
}

impl<'n> Organization<'n> {
    /// Reads the table `organization`.
    pub(super) fn read(node: &'n Node<'_>, policies: &mut NamedPolicies<'n>, faults: &mut Faults) -> Self {
        let what = "[organization]".to_owned();
        let Some(mut members) = Members::of(what, node.start, node, faults) else { return Self::default() };
        let mut organization = Self {
            id: members.text("id", faults).filter(|said| is_organization("id", *said, faults)).map(|said| said.text),
            management: members.account("management_account", faults).map(|said| said.text),
            levels: Vec::new(),
        };
        let tables = members.named("levels", faults);
        members.finish(faults);
        let mut parents = Vec::new();
        for Member { name, at, value } in tables {
            let what = format!("[organization.levels.{name}]");
            let Some(mut members) = Members::of(what, *at, value, faults) else { return Self::default() };
            let within = members.text("within", faults);
            let mut attached = |said: Option<Vec<Said<'n>>>, faults: &mut Faults| {
                said.map(|list| list.into_iter().filter_map(|said| policies.find(said, faults)).collect())
            };
            let scp = members.texts("scp", faults);
            let scp = attached(scp, faults);
            let rcp = members.texts("rcp", faults);
            let rcp = attached(rcp, faults);
            let mut accounts = Vec::new();
            for said in members.texts("accounts", faults).unwrap_or_default() {
                if is_account("accounts", said, faults)
                    && let Ok(account) = said.text.parse()
                {
                    if accounts.contains(&account) || organization.level_of(account).is_some() {
                        faults.add(said.at, format!("the account {account} is at two levels"));
                    }
                    accounts.push(account);
                }
            }
            members.finish(faults);
            organization.levels.push(Level { name, within: None, scp, rcp, accounts });
            parents.push((within, *at));
        }
        organization.resolve(&parents, faults);
        organization
    }

    /// Finds the level that each level is in, and notes what is no tree.
    fn resolve(&mut self, parents: &[(Option<Said<'_>>, usize)], faults: &mut Faults) {
        let names: Vec<&str> = self.levels.iter().map(|level| level.name).collect();
        let mut root = None;
        for (level, (within, at)) in self.levels.iter_mut().zip(parents) {
            match within {
                Some(said) => {
                    level.within = names.iter().position(|name| *name == said.text);
                    if level.within.is_none() {
                        faults.add(said.at, unknown("level", said.text, &names));
                    }
                }
                // Leaving out `within` by mistake would lift the policies above.
                None => {
                    if let Some(other) = root.replace(level.name) {
                        let roots = format!("`{}` and `{other}` are both within no level", level.name);
                        faults.add(*at, format!("{roots}; an organization has one root"));
                    }
                }
            }
        }
        for (start, (_, at)) in (0..).zip(parents) {
            if self.path(start).is_none() {
                faults.add(*at, format!("the level `{}` is within itself", names.get(start).unwrap_or(&"")));
            }
        }
        // A level that AWS enforces always has a policy of each kind that is enabled; here nothing is implied.
        for (kind, name, full) in [(Kind::Scp, "scp", "FullAWSAccess"), (Kind::Rcp, "rcp", "RCPFullAWSAccess")] {
            if self.levels.iter().any(|level| level.policies(kind).is_some()) {
                for (level, (_, at)) in self.levels.iter().zip(parents) {
                    if level.policies(kind).is_none() {
                        let hint = format!("`{name} = [\"{full}\"]` lets everything through");
                        faults.add(*at, format!("the level `{}` has no `{name}`, but others have; {hint}", level.name));
                    }
                }
            }
        }
    }

    /// Whether an account is in the organization.
    pub(super) fn has(&self, account: AccountId) -> bool {
        self.level_of(account).is_some() || self.management.and_then(|id| id.parse().ok()) == Some(account)
    }

    /// The levels over an account, the root first; `None` if it is in no organization that has policies of this kind.
    pub(super) fn over<'p>(
        &self,
        account: Option<AccountId>,
        kind: Kind,
        policies: &'p NamedPolicies<'n>,
    ) -> Option<Vec<LevelDocuments<'p>>> {
        let path = self.path(self.level_of(account?)?)?;
        let mut over = Vec::with_capacity(path.len());
        for level in path.into_iter().filter_map(|at| self.levels.get(at)) {
            let attached = level.policies(kind)?.iter().filter_map(|at| policies.document(*at, None));
            over.push(LevelDocuments { name: level.name.into(), policies: attached.collect() });
        }
        Some(over)
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
fn is_organization(name: &str, said: Said<'_>, faults: &mut Faults) -> bool {
    let is = Form::Organization.fits(said.text);
    if !is {
        let form = Form::Organization.in_words();
        faults.add(said.at, format!("`{name}` must be {form}, not `{}`", said.text));
    }
    is
}

impl Level<'_> {
    fn policies(&self, kind: Kind) -> Option<&[PolicyRef]> {
        match kind {
            Kind::Scp => self.scp.as_deref(),
            Kind::Rcp => self.rcp.as_deref(),
        }
    }
}
