//! Who calls: the principals of a file with what is attached to them.

use super::catalog::Catalog;
use super::policies::{NamedPolicies, NamedPolicy, unknown};
use super::table::{Said, Table, one_or_many, start};
use super::value::kind;
use crate::scenario::{Facts, StatedPrincipal, StatedS3};
use crate::scenario::{account_in_arn, check_caller, check_provider_name, check_service_name};
use rolecall_policy::document::json::{Data, Member, Value};
use rolecall_policy::{AccountId, Context};
use std::rc::Rc;

/// Nobody in particular: who signs no request.
const ANONYMOUS: &str = "anonymous";

/// A principal and what is attached to it.
#[derive(Debug)]
pub(super) struct Caller<'n> {
    /// How the file calls it.
    pub(super) label: &'n str,
    /// The caller's side of a request.
    pub(super) facts: Facts<'n>,
    pub(super) account: Option<AccountId>,
    pub(super) identity: Vec<Rc<NamedPolicy<'n>>>,
    pub(super) boundary: Option<Rc<NamedPolicy<'n>>>,
    pub(super) session: Option<Vec<Rc<NamedPolicy<'n>>>>,
}

/// The principals of a file.
#[derive(Debug)]
pub(super) struct Callers<'n>(Vec<Rc<Caller<'n>>>);

impl<'n> Callers<'n> {
    /// Reads the table `principals`.
    pub(super) fn read(tables: &'n [Member], policies: &NamedPolicies<'n>, catalog: &Catalog<'n>) -> Self {
        let errors = catalog.errors;
        let mut callers = Vec::new();
        for (name, at, table) in Table::each("principals", tables, errors) {
            if name == ANONYMOUS || name.starts_with("arn:") {
                errors.add(at, format!("`{name}` cannot be the name of a principal: it is one already"));
                continue;
            }
            let Some(mut table) = table() else { continue };
            let principal = match (table.text("arn"), table.texts("service"), table.text("federated")) {
                (Some(arn), None, None) => Some(StatedPrincipal::Text(arn.text.into())),
                (None, Some(names), None) => service(&names, catalog),
                (None, None, Some(name)) => provider(name, catalog),
                _ => {
                    errors.add(at, format!("{} must have one of arn, service, federated", table.what));
                    None
                }
            };
            let is_known = principal.is_some();
            let mut caller = Caller::new(name, principal.unwrap_or(StatedPrincipal::Text(ANONYMOUS.into())));
            caller.identity = policies.find_all(table.texts("identity").unwrap_or_default());
            caller.session = table.texts("session").map(|names| policies.find_all(names));
            caller.boundary = table.text("boundary").and_then(|said| policies.find(said));
            let facts = &mut caller.facts;
            facts.context.known = catalog.context(table.named("context"));
            catalog.add_tags("aws:PrincipalTag", table.named("tags"), &mut facts.context.known);
            facts.role_arn = table.text("role_arn").map(|said| said.text.into());
            facts.issuer = table.text("issuer").map(|said| said.text.into());
            let canonical_id = table.text("canonical_id").map(|said| said.text.into());
            facts.s3 = Some(StatedS3 { canonical_id, ..StatedS3::default() });
            facts.service_linked = table.flag("service_linked");
            table.finish();
            if is_known {
                errors.note(at, caller.check());
            }
            callers.push(Rc::new(caller));
        }
        Self(callers)
    }

    /// The principals that a test names: by their names, ARNs, or `{ service = "…" }`.
    pub(super) fn find(&self, value: &'n Value, catalog: &Catalog<'n>) -> Vec<Rc<Caller<'n>>> {
        one_or_many(value).iter().filter_map(|value| self.find_one(value, catalog)).collect()
    }

    fn find_one(&self, value: &'n Value, catalog: &Catalog<'n>) -> Option<Rc<Caller<'n>>> {
        let (errors, at) = (catalog.errors, start(value));
        let caller = match &value.data {
            Data::String(text) => {
                if let Some(caller) = self.0.iter().find(|caller| *caller.label == **text) {
                    return Some(Rc::clone(caller));
                }
                if **text != *ANONYMOUS && !text.starts_with("arn:") {
                    errors.add(at, unknown("principal", text, self.0.iter().map(|caller| caller.label)));
                    return None;
                }
                Caller::new(text, StatedPrincipal::Text((&**text).into()))
            }
            Data::Object(_) => {
                let mut table = Table::of("a principal".to_owned(), at, value, errors)?;
                let (names, name) = (table.texts("service"), table.text("federated"));
                table.finish();
                match (names, name) {
                    (Some(names), None) => {
                        let first = names.first().map(|said| said.text).unwrap_or_default();
                        Caller::new(first, service(&names, catalog)?)
                    }
                    (None, Some(name)) => Caller::new(name.text, provider(name, catalog)?),
                    _ => {
                        errors.add(at, "a principal that is a table must have one of service, federated");
                        return None;
                    }
                }
            }
            _ => {
                errors.add(at, format!("`who` must be the name or ARN of a principal, not {}", kind(value)));
                return None;
            }
        };
        errors.note(at, caller.check());
        Some(Rc::new(caller))
    }
}

impl<'n> Caller<'n> {
    fn new(label: &'n str, principal: StatedPrincipal<'n>) -> Self {
        let account = match &principal {
            StatedPrincipal::Text(arn) => account_in_arn(arn),
            StatedPrincipal::Service(_) | StatedPrincipal::Federated(_) => None,
        };
        let mut facts = Facts::new(principal, "", "*".into());
        facts.s3 = Some(StatedS3::default());
        Self { label, facts, account, identity: Vec::new(), boundary: None, session: None }
    }

    /// What is wrong with it.
    fn check(&self) -> Result<(), String> {
        check_caller(&self.facts, !self.identity.is_empty(), self.boundary.is_some(), self.session.is_some())
    }

    /// The context keys of every request it makes.
    pub(super) fn context(&self) -> &Context {
        &self.facts.context.known
    }
}

/// A service by its names; `None`, and noted, if they are none.
fn service<'n>(names: &[Said<'_>], catalog: &Catalog<'_>) -> Option<StatedPrincipal<'n>> {
    let checked = names
        .iter()
        .filter_map(|name| catalog.errors.note(name.at, check_service_name(name.text)).map(|()| name.text.into()));
    let checked: Vec<Box<str>> = checked.collect();
    (checked.len() == names.len()).then_some(StatedPrincipal::Service(checked))
}

fn provider<'n>(name: Said<'n>, catalog: &Catalog<'_>) -> Option<StatedPrincipal<'n>> {
    catalog.errors.note(name.at, check_provider_name(name.text))?;
    Some(StatedPrincipal::Federated(name.text.into()))
}
