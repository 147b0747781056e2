//! Who asks.

use super::{Asked, unseen};
use crate::directory::entities::{Role, Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::standing::Standing;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::guardrails::{OrganizationKeys, standing};
use crate::domain::policies::{self, CallerPolicies};
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::Trust;
use rolecall_policy::request::{ContextValue, ResourceClass};
use rolecall_policy::unknown::UnknownKeys;
use rolecall_policy::{AccountId, Arn, Context, Principal};
use std::sync::Arc;

/// What a caller must be allowed to pass session tags (R3.19), in lower case.
const TAG_SESSION: &str = "sts:tagsession";

/// Keys that only some principals have, and that follow from these where they do (R2.12 and R3, section 3.13). A
/// principal without one never has it.
const OF_OTHERS: [&str; 8] = [
    "aws:assumedroot",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:principaltype",
    "aws:username",
];
/// How keys begin that say where the principal's account stands in an organization.
const PRINCIPAL_ORG: &str = "aws:principalorg";
/// The same of the resource's account.
const RESOURCE_ORG: &str = "aws:resourceorg";
/// How the keys of tags of principals begin.
const PRINCIPAL_TAG: &str = "aws:principaltag/";
/// How the keys of tags of a role that is the resource begin.
const ROLE_TAGS: [&str; 2] = ["aws:resourcetag/", "iam:resourcetag/"];
/// What a caller who is known may still bring along when it assumes a role (R3, section 3.13): in an order of names.
const OF_THE_CALL: [&str; 5] =
    ["aws:tagkeys", "sts:externalid", "sts:rolesessionname", "sts:sourceidentity", "sts:transitivetagkeys"];
/// The keys that an MFA code sets.
const MFA: [&str; 2] = ["aws:multifactorauthage", "aws:multifactorauthpresent"];
/// How the keys of passed tags begin.
const REQUEST_TAG: &str = "aws:requesttag/";

/// Who asks, with the policies that apply, and what every request of this principal says.
#[derive(Debug, Clone)]
pub struct Asker {
    pub(super) principal: Principal,
    pub(super) own: CallerPolicies,
    pub(super) known: Context,
    pub(super) unknown: UnknownKeys,
    pub(super) standing: Option<Arc<Standing>>,
    opens: Opens,
    /// What the MFA keys are if the caller shows no code.
    pub(super) without_mfa: Vec<(&'static str, Option<Vec<ContextValue>>)>,
    /// What must be allowed on a role that is assumed.
    pub(super) actions: Vec<&'static str>,
}

/// What of a request of the asker is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// All that does not stand in the ARN.
    AllButName,
    /// All that does not follow from the principal; its tags too.
    AllWithTags,
    /// All that does not follow from the principal.
    All,
    /// What the caller of this request can bring along: a code of an MFA device too.
    CallWithMfa,
    /// The same without.
    Call,
}

impl Asker {
    fn new(snapshot: &Snapshot, principal: Principal, own: CallerPolicies, opens: Opens) -> Self {
        let standing = principal.account().and_then(|account| standing(snapshot, account));
        let mut known = principal.context_keys();
        OrganizationKeys::OF_PRINCIPAL.set(&mut known, standing.as_deref());
        Self {
            principal,
            own,
            known,
            unknown: UnknownKeys::new(),
            standing,
            opens,
            without_mfa: Vec::new(),
            actions: vec!["sts:AssumeRole"],
        }
    }

    /// A user, with whatever credentials.
    #[must_use]
    pub fn user(snapshot: &Snapshot, user: &Stored<User>) -> Self {
        let (arn, id) = (user.arn().into(), Some(user.id.clone().into()));
        let principal = Principal::User { account: user.account, arn, id };
        let mut asker = Self::new(snapshot, principal, policies::of_user(snapshot, user), Opens::All);
        asker.known.set("aws:userid", &*user.id);
        asker.set_tags(&user.tags);
        asker
    }

    /// Some session of a role.
    #[must_use]
    pub fn role(snapshot: &Snapshot, role: &Stored<Role>) -> Self {
        let principal = Principal::RoleSession {
            account: role.account,
            role_arn: Some(role.arn().into()),
            role_id: Some(role.id.clone().into()),
            session_arn: None,
            service_linked: role.is_service_linked(),
        };
        // Session tags count before those of the role (R3.20).
        let is_open = may_be_tagged(&role.compiled().trust);
        let opens = if is_open { Opens::AllWithTags } else { Opens::All };
        let mut asker = Self::new(snapshot, principal, policies::of_role(snapshot, &role.id), opens);
        asker.unknown.set_like("aws:userid", [&*format!("{}:*", role.id)]);
        if !is_open {
            asker.set_tags(&role.tags);
        }
        asker
    }

    /// The root user of an account.
    #[must_use]
    pub fn root(snapshot: &Snapshot, account: AccountId) -> Self {
        let principal = Principal::Root { account, arn: format!("arn:aws:iam::{account}:root").into() };
        Self::new(snapshot, principal, CallerPolicies::default(), Opens::All)
    }

    /// A service or an identity provider.
    #[must_use]
    pub fn outside(snapshot: &Snapshot, principal: Principal, action: &'static str) -> Self {
        let asker = Self::new(snapshot, principal, CallerPolicies::default(), Opens::AllWithTags);
        Self { actions: vec![action], ..asker }
    }

    /// The principal of this ARN, as far as the ARN and its unique id say who it is; its policies are taken to allow
    /// everything. `None`: it is the ARN of no user, role, session of a role or root user.
    #[must_use]
    pub fn unseen_at(snapshot: &Snapshot, arn: &str) -> Option<Self> {
        let parsed = Arn::parse(arn).filter(|arn| arn.partition == "aws" && arn.region.is_empty())?;
        let account: AccountId = parsed.account.parse().ok()?;
        let (kind, name) = parsed.resource.split_once('/').unwrap_or((parsed.resource, ""));
        let id = || snapshot.id_of_arn(arn).map(Into::into);
        Some(Self::unseen(match (parsed.service, kind) {
            ("iam", "user") if !name.is_empty() => Principal::User { account, arn: arn.into(), id: id() },
            ("iam", "role") if !name.is_empty() => Principal::RoleSession {
                account,
                role_arn: Some(arn.into()),
                role_id: id(),
                session_arn: None,
                service_linked: name.starts_with("aws-service-role/"),
            },
            ("sts", "assumed-role") if name.split('/').count() == 2 => {
                let role = name.split('/').next().and_then(|name| snapshot.find::<Role>(account, name));
                Principal::RoleSession {
                    account,
                    role_arn: role.map(|role| role.arn().into()),
                    role_id: role.map(|role| role.id.clone().into()),
                    session_arn: Some(arn.into()),
                    service_linked: false,
                }
            }
            ("iam", "root") => Principal::Root { account, arn: arn.into() },
            _ => return None,
        }))
    }

    /// The user, the role, the role of a session, or the root user of this ARN.
    #[must_use]
    pub fn find(snapshot: &Snapshot, arn: &str) -> Option<Self> {
        let parsed = Arn::parse(arn).filter(|arn| arn.partition == "aws" && arn.region.is_empty())?;
        let account: AccountId = parsed.account.parse().ok()?;
        if let Some(user) = snapshot.find_by_arn::<User>(arn) {
            return Some(Self::user(snapshot, user));
        }
        if let Some(role) = snapshot.find_by_arn::<Role>(arn) {
            return Some(Self::role(snapshot, role));
        }
        if parsed.service == "iam" && parsed.resource == "root" {
            return snapshot.account(account).map(|_| Self::root(snapshot, account));
        }
        let mut session = parsed.resource.strip_prefix("assumed-role/").filter(|_| parsed.service == "sts")?.split('/');
        let (name, session, end) = (session.next()?, session.next()?, session.next());
        let role = snapshot.find::<Role>(account, name).filter(|role| role.name == name && end.is_none())?;
        let mut asker = Self::role(snapshot, role);
        if let Principal::RoleSession { session_arn, .. } = &mut asker.principal {
            *session_arn = Some(arn.into());
        }
        asker.unknown = UnknownKeys::new();
        asker.known.set("aws:userid", format!("{}:{session}", role.id));
        Some(asker)
    }

    /// The caller of a request, which has these condition keys. Nothing is open but what a call of `AssumeRole` can bring
    /// along.
    #[must_use]
    pub fn caller(snapshot: &Snapshot, caller: &Caller, mut known: Context) -> Self {
        let is_user = matches!(caller.principal, Principal::User { .. });
        let has_mfa = caller.session.as_ref().is_some_and(|session| session.mfa.is_some());
        let opens = if is_user && !has_mfa { Opens::CallWithMfa } else { Opens::Call };
        let mut asker = Self::new(snapshot, caller.principal.clone(), policies::of_caller(snapshot, caller), opens);
        if let Some(session) = &caller.session {
            if !session.transitive_keys.is_empty() {
                asker.actions.push("sts:TagSession");
            }
            if let Some(source) = &session.source_identity {
                asker.actions.push("sts:SetSourceIdentity");
                known.set("sts:SourceIdentity", &**source);
            }
        }
        if asker.opens == Opens::CallWithMfa {
            for key in MFA {
                asker.without_mfa.push((key, known.get(key).map(<[_]>::to_vec)));
                known.remove(key);
            }
        }
        asker.known = known;
        asker
    }

    /// A principal whose policies are not to be seen: they are taken to allow everything.
    #[must_use]
    pub fn unseen(principal: Principal) -> Self {
        Self {
            known: principal.context_keys(),
            principal,
            own: unseen::identity(),
            unknown: UnknownKeys::new(),
            standing: None,
            opens: Opens::AllButName,
            without_mfa: Vec::new(),
            actions: vec!["sts:AssumeRole"],
        }
    }

    /// Who it is.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The policies of the principal.
    #[must_use]
    pub fn own(&self) -> &CallerPolicies {
        &self.own
    }

    /// Whether a policy of the principal may be about a service, in lower case: without one, only the policy of a resource
    /// can allow.
    #[must_use]
    pub fn may_speak_of(&self, service: &str) -> bool {
        self.own.identity.attached().iter().any(|attached| attached.policy.may_speak_of(service))
    }

    /// Whether a caller can show an MFA code with this request.
    #[must_use]
    pub fn can_show_mfa(&self) -> bool {
        self.opens != Opens::Call && !self.is_outside()
    }

    /// Whether it is the caller of a request, and so all known but for what a call brings along.
    pub(super) fn is_caller(&self) -> bool {
        matches!(self.opens, Opens::Call | Opens::CallWithMfa)
    }

    /// Whether it belongs to no account: a service, or the holder of a token of an identity provider.
    pub(super) fn is_outside(&self) -> bool {
        self.principal.account().is_none()
    }

    /// Whether a condition key, whose name is folded, is open if nothing says its value.
    pub(super) fn leaves_open(&self, key: &str, asked: &Asked<'_>) -> bool {
        let of_resource = key.starts_with(RESOURCE_ORG)
            || asked.class == ResourceClass::Role && ROLE_TAGS.iter().any(|begin| key.starts_with(begin));
        if of_resource && !asked.is_unseen {
            return false;
        }
        match self.opens {
            Opens::Call | Opens::CallWithMfa => {
                asked.is_unseen && of_resource
                    || OF_THE_CALL.contains(&key)
                    || key.starts_with(REQUEST_TAG)
                    || self.opens == Opens::CallWithMfa && MFA.contains(&key)
            }
            Opens::All if key.starts_with(PRINCIPAL_TAG) => false,
            Opens::All | Opens::AllWithTags if key.starts_with(PRINCIPAL_ORG) => false,
            Opens::All | Opens::AllWithTags | Opens::AllButName => !OF_OTHERS.contains(&key),
        }
    }

    fn set_tags(&mut self, tags: &[Tag]) {
        for tag in tags {
            self.known.add_tag("aws:PrincipalTag", &tag.key, &tag.value);
        }
    }
}

/// Whether a trust policy may allow `sts:TagSession` to somebody. Errs to yes.
pub(crate) fn may_be_tagged(trust: &Attached<Trust>) -> bool {
    let may_be_meant = |pattern: &str| {
        let fixed = pattern.split(['*', '?']).next().unwrap_or_default().to_ascii_lowercase();
        if fixed.len() == pattern.len() { fixed == TAG_SESSION } else { TAG_SESSION.starts_with(&fixed) }
    };
    trust.policy.read_again().statements().iter().any(|statement| {
        statement.effect.value == Effect::Allow
            && statement.action.as_ref().is_some_and(|action| {
                action.negated || action.patterns.iter().any(|pattern| may_be_meant(&pattern.value))
            })
    })
}
