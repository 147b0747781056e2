//! Who may assume a role.

use super::{Asked, Asker, KeysOfPolicies, OwnPolicy, Question, is_session_of};
use crate::directory::entities::{Role, Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::guardrails::standing;
use crate::domain::policies::{self, CallerPolicies};
use rolecall_policy::document::{Effect, PrincipalEntry};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::{Dependency, PossibleDecision};
use rolecall_policy::{AccountId, Context, Principal};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What a plain call leaves out: what is open to a caller, but the name of the session, which every call has.
const LEFT_OUT: [&str; 4] = ["aws:TagKeys", "sts:ExternalId", "sts:SourceIdentity", "sts:TransitiveTagKeys"];
/// Both keys that an MFA code sets, with a code that was just shown.
const MFA: [(&str, &str); 2] = [("aws:MultiFactorAuthPresent", "true"), ("aws:MultiFactorAuthAge", "0")];

/// Whether a role can be assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// By every request.
    Allowed,
    /// With an MFA code.
    NeedsMfa,
    /// By some requests.
    Depends(Vec<Dependency>),
    /// By none.
    Denied,
}

/// A role that somebody may assume.
#[derive(Debug)]
pub struct RoleTarget<'s> {
    /// The role.
    pub role: &'s Arc<Stored<Role>>,
    arn: String,
    /// Whom its trust policy names.
    pub named: Named,
    asked: Asked<'static>,
}

/// Whom a trust policy names, allowing or denying.
#[derive(Debug, Default)]
pub struct Named {
    /// It says `*`, or names whom it does not mean: anybody may be meant.
    pub anybody: bool,
    /// A statement that allows says `*`.
    pub allows_anybody: bool,
    /// Accounts as a whole.
    pub accounts: BTreeSet<AccountId>,
    /// Those of them that a statement names which allows.
    pub allowed_accounts: BTreeSet<AccountId>,
    /// ARNs and unique ids of users, roles and others.
    pub principals: HashSet<Box<str>>,
    /// ARNs of sessions of roles.
    pub sessions: Vec<Box<str>>,
    /// Services.
    pub services: BTreeSet<Box<str>>,
    /// Identity providers.
    pub providers: BTreeSet<Box<str>>,
}

impl Named {
    fn of(role: &Stored<Role>) -> Self {
        let mut named = Self::default();
        let policy = role.compiled().trust.policy.read_again();
        for statement in policy.statements() {
            let Some(element) = &statement.principal else { continue };
            let allows = statement.effect.value == Effect::Allow;
            named.anybody |= element.negated;
            named.allows_anybody |= element.negated && allows;
            for entry in &element.entries {
                if let Some(account) = entry.value.account().and_then(|account| account.parse().ok()) {
                    named.accounts.insert(account);
                    if allows && !element.negated {
                        named.allowed_accounts.insert(account);
                    }
                    continue;
                }
                match &entry.value {
                    PrincipalEntry::Everyone => {
                        named.anybody = true;
                        named.allows_anybody |= allows;
                    }
                    PrincipalEntry::RoleSession(arn) => named.sessions.push(arn.clone()),
                    PrincipalEntry::Service(name) => {
                        named.services.insert(name.clone());
                    }
                    PrincipalEntry::Federated(name) => {
                        named.providers.insert(name.clone());
                    }
                    PrincipalEntry::User(text)
                    | PrincipalEntry::Role(text)
                    | PrincipalEntry::FederatedUser(text)
                    | PrincipalEntry::UniqueId(text)
                    | PrincipalEntry::CanonicalUser(text)
                    | PrincipalEntry::Account(text)
                    | PrincipalEntry::Root(text)
                    | PrincipalEntry::Other(text) => {
                        named.principals.insert(text.clone());
                    }
                }
            }
        }
        named
    }

    /// Whether it names the principal or its account, not by `*`.
    #[must_use]
    pub fn names(&self, principal: &Principal) -> bool {
        principal.account().is_some_and(|account| self.accounts.contains(&account)) || self.names_itself(principal)
    }

    /// Whether it names the principal itself, or a session of it.
    #[must_use]
    pub fn names_itself(&self, principal: &Principal) -> bool {
        let has = |text: &Option<Box<str>>| text.as_ref().is_some_and(|text| self.principals.contains(text));
        match principal {
            Principal::User { arn, id, .. } => self.principals.contains(arn) || has(id),
            Principal::RoleSession { role_arn, role_id, session_arn, .. } => {
                let session = session_arn.as_ref().is_some_and(|arn| self.sessions.contains(arn));
                has(role_arn) || has(role_id) || has(session_arn) || session || self.names_session(principal)
            }
            Principal::Service { names } => {
                names.iter().any(|name| self.services.iter().any(|it| it.eq_ignore_ascii_case(name)))
            }
            Principal::Provider { provider } => self.providers.contains(provider),
            Principal::Root { arn, .. } | Principal::FederatedUser { arn, .. } => self.principals.contains(arn),
            Principal::AssumedRoot { .. } | Principal::Delegated { .. } | Principal::Anonymous => false,
        }
    }

    /// Whether it names a session of the role, of which the name is not known.
    fn names_session(&self, principal: &Principal) -> bool {
        self.sessions.iter().any(|session| is_session_of(session, principal))
    }
}

fn speaks_of_sts(own: &CallerPolicies) -> bool {
    own.identity.attached().iter().any(|attached| attached.policy.may_speak_of("sts"))
}

impl<'s> RoleTarget<'s> {
    /// The role, ready to be asked for.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot, role: &'s Arc<Stored<Role>>) -> Self {
        let mut keys = Context::new();
        for Tag { key, value } in &role.tags {
            keys.add_tag("aws:ResourceTag", key, value);
            keys.add_tag("iam:ResourceTag", key, value);
        }
        let asked = Asked {
            action: "sts:AssumeRole",
            resource: None,
            owner: Some(role.account),
            class: ResourceClass::Role,
            s3: None,
            policy: OwnPolicy::Trust(role.compiled().trust.clone()),
            standing: standing(snapshot, role.account),
            is_unseen: false,
            keys,
            absent: BTreeSet::new(),
        };
        Self { role, arn: role.arn(), named: Named::of(role), asked }
    }

    /// The condition keys that are known of the role.
    #[must_use]
    pub fn keys(&self) -> &Context {
        &self.asked.keys
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Whether there can be an answer other than a denial: the trust policy may mean the principal and, unless it names the
    /// principal itself, a policy of the principal may be about STS. What this leaves out is denied; the rest is decided.
    #[must_use]
    pub fn may_be_assumed_by(&self, asker: &Asker) -> bool {
        let own = asker.principal().account() == Some(self.role.account);
        let itself = self.named.names_itself(asker.principal());
        (self.named.anybody || self.named.names(asker.principal()))
            && ((itself || self.named.anybody) && own || asker.is_outside() || asker.may_speak_of("sts"))
    }

    /// The users and roles of an account that may be able to assume the role.
    pub fn candidates<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        account: AccountId,
    ) -> impl Iterator<Item = Asker> + use<'a, 's> {
        // If it names nobody but some principals, there is no need to go through all of them.
        let all = self.named.anybody || self.named.accounts.contains(&account) || !self.named.sessions.is_empty();
        let some = self.named.principals.iter().filter(move |_| !all).filter_map(move |name| {
            let arn = if name.starts_with("arn:") { name.to_string() } else { snapshot.arn_of_id(name)? };
            let asker = Asker::find(snapshot, &arn)?;
            (asker.principal().account() == Some(account)).then_some(asker)
        });
        let users = snapshot.list::<User>(account).filter(move |_| all).filter_map(move |user| {
            let speaks = |snapshot| speaks_of_sts(&policies::of_user(snapshot, user));
            let itself = self.named.principals.contains(&*user.id);
            (itself || self.named.anybody || speaks(snapshot)).then(|| Asker::user(snapshot, user))
        });
        let roles = snapshot.list::<Role>(account).filter(move |_| all).filter_map(move |role| {
            let speaks = |snapshot| speaks_of_sts(&policies::of_role(snapshot, &role.id));
            let itself = self.named.principals.contains(&*role.id) || !self.named.sessions.is_empty();
            (itself || self.named.anybody || speaks(snapshot)).then(|| Asker::role(snapshot, role))
        });
        some.chain(users).chain(roles).filter(|asker| self.may_be_assumed_by(asker))
    }

    /// Whether the principal can assume the role.
    #[must_use]
    pub fn access(&self, asker: &Asker, keys: &mut KeysOfPolicies) -> Access {
        let all: Vec<Access> = asker.actions.iter().map(|action| self.decided(asker, action, keys)).collect();
        if all.contains(&Access::Denied) || all.is_empty() {
            return Access::Denied;
        }
        let depends = all.iter().filter_map(|access| match access {
            Access::Depends(on) => Some(on),
            Access::Allowed | Access::NeedsMfa | Access::Denied => None,
        });
        let depends: Vec<Dependency> = depends.flatten().cloned().collect();
        match () {
            () if all.iter().any(|access| matches!(access, Access::Depends(_))) => Access::Depends(depends),
            () if all.contains(&Access::NeedsMfa) => Access::NeedsMfa,
            () => Access::Allowed,
        }
    }

    fn decided(&self, asker: &Asker, action: &'static str, keys: &mut KeysOfPolicies) -> Access {
        let asked = Asked { action, resource: Some(&self.arn), ..self.asked.clone() };
        // A policy that names one session of the role decides about others otherwise.
        let is_one_of_several = self.named.names_session(asker.principal());
        let open = Question::new(asker, &asked, keys).answer();
        let on = match open {
            PossibleDecision::Allowed(_) if !is_one_of_several => return Access::Allowed,
            PossibleDecision::Denied(_) if !is_one_of_several => return Access::Denied,
            PossibleDecision::Allowed(_) | PossibleDecision::Denied(_) => return Access::Depends(Vec::new()),
            PossibleDecision::Depends(on) => on,
        };
        if is_one_of_several {
            return Access::Depends(on);
        }
        let mut plain = asked.clone();
        if asker.is_caller() {
            LEFT_OUT.iter().for_each(|key| plain.state_absent(key));
            let mut without = plain.clone();
            for (key, values) in &asker.without_mfa {
                match values {
                    Some(values) => without.state(key, values.clone()),
                    None => without.state_absent(key),
                }
            }
            if matches!(Question::new(asker, &without, keys).answer(), PossibleDecision::Allowed(_)) {
                return Access::Allowed;
            }
        }
        for (key, value) in MFA {
            plain.state(key, vec![value.into()]);
        }
        if asker.can_show_mfa() && matches!(Question::new(asker, &plain, keys).answer(), PossibleDecision::Allowed(_)) {
            return Access::NeedsMfa;
        }
        Access::Depends(on)
    }
}
