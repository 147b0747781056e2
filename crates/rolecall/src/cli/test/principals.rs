//! Who asks: the principals of a file with what is attached to them.

use super::keys::Keys;
use super::listed::Unlisted;
use super::members::{Faults, Members, Said, one_or_many};
use super::policies::{NamedPolicies, PolicyRef, unknown};
use super::tree::{Data, Member, Node};
use crate::cli::offline::{Documents, Facts, Given, Library, Who, check_asked, is_provider, is_service, prepare};
use rolecall_policy::{AccountId, Arn, Principal};
use std::borrow::Cow;

/// Nobody in particular: who signs no request.
const ANONYMOUS: &str = "anonymous";

/// A principal and what is attached to it.
#[derive(Debug)]
pub(super) struct Caller<'n> {
    /// How the file calls it.
    pub(super) label: Cow<'n, str>,
    pub(super) who: Who<'n>,
    pub(super) account: Option<AccountId>,
    pub(super) identity: Vec<PolicyRef>,
    pub(super) boundary: Option<PolicyRef>,
    pub(super) session: Option<Vec<PolicyRef>>,
    pub(super) role_arn: Option<&'n str>,
    pub(super) issuer: Option<&'n str>,
    pub(super) canonical_id: Option<&'n str>,
    pub(super) service_linked: Option<bool>,
    /// Of every request it makes.
    pub(super) keys: Keys,
}

/// A principal among [`Callers`].
#[derive(Debug, Clone, Copy)]
pub(super) struct CallerRef(usize);

/// The principals of a file, and those that its tests name directly.
#[derive(Debug, Default)]
pub(super) struct Callers<'n>(Vec<Caller<'n>>);

impl<'n> Callers<'n> {
    /// Reads the table `principals`.
    pub(super) fn read(
        tables: &'n [Member<'_>],
        policies: &mut NamedPolicies<'n>,
        unlisted: &Unlisted<'_>,
        faults: &mut Faults,
    ) -> Self {
        let mut callers = Self::default();
        for Member { name, at, value } in tables {
            if name == ANONYMOUS || name.starts_with("arn:") {
                faults.add(*at, format!("`{name}` cannot be the name of a principal: it is one already"));
                continue;
            }
            let Some(mut members) = Members::of(format!("[principals.{name}]"), *at, value, faults) else { continue };
            let arn = members.text("arn", faults);
            let service = members.texts("service", faults);
            let federated = members.text("federated", faults);
            let who = match (arn, service, federated) {
                (Some(arn), None, None) => Some(Who::Text(arn.text.into())),
                (None, Some(names), None) => service_of(names, faults),
                (None, None, Some(provider)) => provider_of(provider, faults),
                _ => {
                    faults.add(*at, format!("{} must have one of arn, service, federated", members.what()));
                    None
                }
            };
            let mut find = |said: Said<'n>, faults: &mut Faults| policies.find(said, faults);
            let mut all = |said: Vec<Said<'n>>, faults: &mut Faults| -> Vec<PolicyRef> {
                said.into_iter().filter_map(|said| find(said, faults)).collect()
            };
            let identity = members.texts("identity", faults).unwrap_or_default();
            let identity = all(identity, faults);
            let session = members.texts("session", faults);
            let session = session.map(|said| all(said, faults));
            let boundary = members.text("boundary", faults).and_then(|said| policies.find(said, faults));
            let mut keys = Keys::read(members.named("context", faults), unlisted, faults);
            keys.add_tags("aws:PrincipalTag", members.named("tags", faults), unlisted, faults);
            let mut caller = Caller {
                label: Cow::Borrowed(&**name),
                account: None,
                who: Who::Text(ANONYMOUS.into()),
                identity,
                boundary,
                session,
                role_arn: members.text("role_arn", faults).map(|said| said.text),
                issuer: members.text("issuer", faults).map(|said| said.text),
                canonical_id: members.text("canonical_id", faults).map(|said| said.text),
                service_linked: members.flag("service_linked", faults),
                keys,
            };
            members.finish(faults);
            if let Some(who) = who {
                caller.is(who, *at, faults);
            }
            callers.0.push(caller);
        }
        callers
    }

    /// The principals that a test names: by their names, ARNs, or `{ service = "…" }`.
    pub(super) fn find(&mut self, node: &'n Node<'_>, faults: &mut Faults) -> Vec<CallerRef> {
        one_or_many(node).filter_map(|node| self.find_one(node, faults)).collect()
    }

    fn find_one(&mut self, node: &'n Node<'_>, faults: &mut Faults) -> Option<CallerRef> {
        let (label, who): (Cow<'n, str>, _) = match &node.data {
            Data::Text(text) => {
                if let Some(at) = self.0.iter().position(|caller| caller.label == *text) {
                    return Some(CallerRef(at));
                }
                if text != ANONYMOUS && !text.starts_with("arn:") {
                    let known: Vec<&str> = self.0.iter().map(|caller| &*caller.label).collect();
                    faults.add(node.start, unknown("principal", text, &known));
                    return None;
                }
                (Cow::Borrowed(&**text), Who::Text(Cow::Borrowed(&**text)))
            }
            Data::Table(_) => {
                let mut members = Members::of("a principal".to_owned(), node.start, node, faults)?;
                let service = members.texts("service", faults);
                let federated = members.text("federated", faults);
                members.finish(faults);
                match (service, federated) {
                    (Some(names), None) => {
                        let first = names.first().map(|said| said.text).unwrap_or_default();
                        (Cow::Borrowed(first), service_of(names, faults)?)
                    }
                    (None, Some(provider)) => (Cow::Borrowed(provider.text), provider_of(provider, faults)?),
                    _ => {
                        faults.add(node.start, "a principal that is a table must have one of service, federated");
                        return None;
                    }
                }
            }
            _ => {
                faults.add(node.start, format!("`who` must be the name or ARN of a principal, not {}", node.kind()));
                return None;
            }
        };
        let mut caller = Caller {
            label,
            account: None,
            who: Who::Text(ANONYMOUS.into()),
            identity: Vec::new(),
            boundary: None,
            session: None,
            role_arn: None,
            issuer: None,
            canonical_id: None,
            service_linked: None,
            keys: Keys::default(),
        };
        caller.is(who, node.start, faults);
        self.0.push(caller);
        Some(CallerRef(self.0.len() - 1))
    }

    /// A principal.
    pub(super) fn get(&self, at: CallerRef) -> Option<&Caller<'n>> {
        self.0.get(at.0)
    }
}

impl<'n> Caller<'n> {
    /// Sets who it is, and notes what is wrong with that.
    fn is(&mut self, who: Who<'n>, at: usize, faults: &mut Faults) {
        self.account = match &who {
            Who::Text(arn) => Arn::parse(arn).and_then(|arn| arn.account.parse().ok()),
            Who::Service(_) | Who::Federated(_) => None,
        };
        self.who = who;
        let mut context = rolecall_policy::Context::new();
        self.keys.set(&mut context);
        let facts = self.asks("sts:GetCallerIdentity", "*", Given { context, ..Given::default() });
        let prepared = prepare(&facts, Documents::default(), &mut Library::default());
        let checked = prepared.and_then(|prepared| match prepared.request().principal {
            // A test may still say that it is a session of AssumeRoot.
            Principal::Root { .. } => Ok(()),
            who => check_asked(who, !self.identity.is_empty(), self.boundary.is_some(), self.session.is_some()),
        });
        if let Err(error) = checked {
            faults.add(at, error);
        }
    }

    /// What the caller's side of a request is.
    pub(super) fn asks<'f>(&'f self, action: &'f str, resource: &'f str, given: Given<'f>) -> Facts<'f> {
        Facts {
            principal: self.who.clone(),
            action,
            resource,
            gap: None,
            resource_account: None,
            given,
            role_arn: self.role_arn,
            issuer: self.issuer,
            resource_type: None,
            s3: None,
            service_linked: self.service_linked,
            management_account: None,
        }
    }
}

/// A service by its names; `None`, and noted, if they are none.
fn service_of<'n>(names: Vec<Said<'_>>, faults: &mut Faults) -> Option<Who<'n>> {
    let before = faults.0.len();
    for name in &names {
        if let Err(error) = is_service(name.text) {
            faults.add(name.at, error);
        }
    }
    (faults.0.len() == before).then(|| Who::Service(names.into_iter().map(|said| said.text.into()).collect()))
}

fn provider_of<'n>(name: Said<'n>, faults: &mut Faults) -> Option<Who<'n>> {
    match is_provider(name.text) {
        Ok(()) => Some(Who::Federated(name.text.into())),
        Err(error) => {
            faults.add(name.at, error);
            None
        }
    }
}
