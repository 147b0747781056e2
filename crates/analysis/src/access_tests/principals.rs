//! Who calls: the principals of a file with what is attached to them.

use super::catalog::Catalog;
use super::chain::Credentials;
use super::policies::{NamedPolicies, NamedPolicy, unknown};
use super::table::{Said, Table, one_or_many, start};
use super::value::kind;
use super::world::{Found, World, WorldPrincipal};
use crate::scenario::{Facts, StatedPrincipal, StatedS3};
use crate::scenario::{account_in_arn, check_caller, check_provider_name, check_service_name};
use rolecall_policy::document::json::{Data, Member, Value};
use rolecall_policy::{AccountId, Arn, Context};
use std::rc::Rc;

/// Nobody in particular: who signs no request.
const ANONYMOUS: &str = "anonymous";
/// How to name what the world does not have.
const NEW: &str = " (if it does not exist yet, define it in [principals] with `new = true`)";

/// A principal and what is attached to it.
#[derive(Debug, Clone)]
pub(super) struct Caller<'n> {
    /// How the file calls it.
    pub(super) label: &'n str,
    /// The caller's side of a request.
    pub(super) facts: Facts<'n>,
    pub(super) account: Option<AccountId>,
    pub(super) identity: Vec<Rc<NamedPolicy<'n>>>,
    pub(super) boundary: Option<Rc<NamedPolicy<'n>>>,
    pub(super) session: Option<Vec<Rc<NamedPolicy<'n>>>>,
    /// Keys of its tags that the session of a role which it assumes inherits.
    pub(super) transitive: Vec<&'n str>,
    /// The unique id of its role, if the world tells.
    pub(super) role_id: Option<&'n str>,
    /// What is known of `aws:userid` if not all of it is.
    pub(super) user_id_pattern: Option<String>,
    /// What the credentials tell of the session of a role that was assumed in a chain.
    pub(super) credentials: Option<Credentials>,
}

/// The principals of a file, and of the world.
#[derive(Debug)]
pub(super) struct Callers<'n> {
    named: Vec<Rc<Caller<'n>>>,
    world: Option<&'n World>,
}

impl<'n> Callers<'n> {
    /// Reads the table `principals`.
    pub(super) fn read(
        tables: &'n [Member],
        policies: &NamedPolicies<'n>,
        world: Option<&'n World>,
        catalog: &Catalog<'n>,
    ) -> Self {
        let errors = catalog.errors;
        let mut callers = Self { named: Vec::new(), world };
        for (name, at, table) in Table::each("principals", tables, errors) {
            if name == ANONYMOUS || name.starts_with("arn:") {
                errors.add(at, format!("`{name}` cannot be the name of a principal, because it has a fixed meaning"));
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
            let issuer = table.text("issuer");
            let is_new = table.flag("new").unwrap_or_default();
            errors.note(at, callers.take_from_world(&mut caller, issuer.map(|said| said.text), is_new));
            if let Some(names) = table.texts("identity") {
                caller.identity = policies.find_all(names);
            }
            caller.identity.extend(policies.find_all(table.texts("added").unwrap_or_default()));
            caller.session = table.texts("session").map(|names| policies.find_all(names));
            if let Some(said) = table.text("boundary") {
                caller.boundary = policies.find(said);
            }
            let facts = &mut caller.facts;
            let mut stated = catalog.context(table.named("context"));
            catalog.add_tags("aws:PrincipalTag", table.named("tags"), &mut stated);
            facts.context.known.extend(stated);
            for said in table.texts("transitive").unwrap_or_default() {
                if facts.context.known.get(&format!("aws:PrincipalTag/{}", said.text)).is_none() {
                    let message = format!("`transitive` names `{}`, which is not in `tags`", said.text);
                    errors.add(said.at, message);
                }
                caller.transitive.push(said.text);
            }
            if let Some(said) = table.text("role_arn") {
                facts.role_arn = Some(said.text.into());
            }
            facts.issuer = issuer.map(|said| said.text.into());
            if let Some(said) = table.text("canonical_id") {
                facts.s3 = Some(StatedS3 { canonical_id: Some(said.text.into()), ..StatedS3::default() });
            }
            facts.service_linked = table.flag("service_linked");
            table.finish();
            if is_known {
                errors.note(at, caller.check());
            }
            callers.named.push(Rc::new(caller));
        }
        callers
    }

    /// Gives a principal what the world knows of it.
    fn take_from_world(&self, caller: &mut Caller<'n>, issuer: Option<&str>, is_new: bool) -> Result<(), String> {
        let Some(world) = self.world else {
            let why = "`new` needs --data or --authorization-details";
            return if is_new { Err(why.to_owned()) } else { Ok(()) };
        };
        let StatedPrincipal::Text(arn) = &caller.facts.principal else { return Ok(()) };
        let arn = arn.clone();
        let found = match world.principal(&arn) {
            Found::Federated => match issuer.map(|issuer| world.principal(issuer)) {
                Some(Found::Principal(user)) => {
                    caller.take_policies(user);
                    return Ok(());
                }
                // The root has none.
                Some(Found::Bare) => return Ok(()),
                Some(_) => return Err(world.no_principal(issuer.unwrap_or_default())),
                None => return Err(format!("`{arn}` must have an `issuer`, whose policies apply to it")),
            },
            found => found,
        };
        match found {
            Found::Principal(_) if is_new => Err(format!("`{arn}` has `new = true`, but it exists already")),
            Found::Principal(principal) => {
                caller.take(principal, &arn);
                let canonical_id = caller.account.and_then(|account| world.canonical_id(account));
                caller.facts.s3 = Some(StatedS3 { canonical_id: canonical_id.map(Into::into), ..StatedS3::default() });
                Ok(())
            }
            // A name that nobody has may be a slip; what is denied to nobody proves nothing.
            Found::Missing if !is_new && *arn != *ANONYMOUS => Err(world.no_principal(&arn) + NEW),
            _ => Ok(()),
        }
    }

    /// The ARN of the principal of this name.
    pub(super) fn arn_of(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|caller| caller.label == name)?.arn()
    }

    /// What to say of a name that nothing has.
    pub(super) fn unknown(&self, what: &str, name: &str) -> String {
        unknown(what, name, self.named.iter().map(|caller| caller.label))
    }

    /// The principal that is the role of this ARN.
    pub(super) fn role(&self, label: &'n str, arn: &str) -> Result<Rc<Caller<'n>>, String> {
        if let Some(caller) = self.named.iter().find(|caller| caller.arn() == Some(arn)) {
            return Ok(Rc::clone(caller));
        }
        if self.world.is_none() {
            return Err(format!("no [principals] has the ARN `{arn}`, so the permissions of the role are unknown"));
        }
        let mut caller = Caller::new(label, StatedPrincipal::Text(arn.to_owned().into()));
        self.must_be_there(arn)?;
        self.take_from_world(&mut caller, None, false)?;
        Ok(Rc::new(caller))
    }

    /// Refuses a principal that is named by its ARN alone and is outside of the world.
    fn must_be_there(&self, arn: &str) -> Result<(), String> {
        match self.world {
            Some(world) if arn != ANONYMOUS && !world.has_account(arn) => Err(world.no_account(arn)),
            _ => Ok(()),
        }
    }

    /// The principals that a test names: by their names, ARNs, or `{ service = "…" }`.
    pub(super) fn find(&self, value: &'n Value, catalog: &Catalog<'n>) -> Vec<Rc<Caller<'n>>> {
        one_or_many(value).iter().filter_map(|value| self.find_one(value, catalog)).collect()
    }

    fn find_one(&self, value: &'n Value, catalog: &Catalog<'n>) -> Option<Rc<Caller<'n>>> {
        let (errors, at) = (catalog.errors, start(value));
        let caller = match &value.data {
            Data::String(text) => {
                if let Some(caller) = self.named.iter().find(|caller| *caller.label == **text) {
                    return Some(Rc::clone(caller));
                }
                if **text != *ANONYMOUS && !text.starts_with("arn:") {
                    errors.add(at, self.unknown("principal", text));
                    return None;
                }
                let mut caller = Caller::new(text, StatedPrincipal::Text((&**text).into()));
                errors.note(at, self.must_be_there(text))?;
                errors.note(at, self.take_from_world(&mut caller, None, false))?;
                caller
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
                        errors.add(at, "a principal written as a table must have `service` or `federated`");
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
        Self {
            label,
            facts,
            account,
            identity: Vec::new(),
            boundary: None,
            session: None,
            transitive: Vec::new(),
            role_id: None,
            user_id_pattern: None,
            credentials: None,
        }
    }

    /// The ARN by which it was stated.
    pub(super) fn arn(&self) -> Option<&str> {
        match &self.facts.principal {
            StatedPrincipal::Text(arn) => Some(arn),
            StatedPrincipal::Service(_) | StatedPrincipal::Federated(_) => None,
        }
    }

    /// Whether it is a user.
    pub(super) fn is_user(&self) -> bool {
        let arn = self.arn().and_then(Arn::parse);
        arn.is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("user/"))
    }

    /// Whether it is nobody in particular.
    pub(super) fn is_anonymous(&self) -> bool {
        self.arn() == Some(ANONYMOUS)
    }

    /// What the world knows of the user or role that it is, or whose session it is.
    fn take(&mut self, principal: &'n WorldPrincipal, arn: &str) {
        self.take_policies(principal);
        let parsed = Arn::parse(arn);
        let session = parsed.filter(|arn| arn.service == "sts").and_then(|arn| arn.resource.rsplit('/').next());
        match session {
            Some(session) => {
                self.facts.role_arn = Some(principal.arn.as_str().into());
                self.facts.context.known.set("aws:userid", format!("{}:{session}", principal.id));
            }
            None if self.is_user() => self.facts.context.known.set("aws:userid", principal.id.as_str()),
            None => self.user_id_pattern = Some(format!("{}:*", principal.id)),
        }
        if !self.is_user() {
            self.role_id = Some(&principal.id);
        }
    }

    fn take_policies(&mut self, principal: &'n WorldPrincipal) {
        self.identity = principal.identity.iter().map(NamedPolicy::of_world).collect();
        self.boundary = principal.boundary.as_ref().map(NamedPolicy::of_world);
        for (key, value) in &principal.tags {
            self.facts.context.known.add_tag("aws:PrincipalTag", key, value);
        }
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
