//! What is asked: who, what, on which resource, in which context.

use crate::arn::Arn;
use crate::matching::fold;
use crate::names::AccountId;
use crate::services::ServiceFacts;
use smol_str::SmolStr;
use std::borrow::Cow;

/// Who signs the request, as far as decisions depend on it (R0, table 0.2; R2, table 2.2).
///
/// ARNs are full text; ids are the unique ids (`AIDA…`, `AROA…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// The root user of an account.
    Root {
        /// Its account.
        account: AccountId,
        /// `arn:aws:iam::A:root`.
        arn: Box<str>,
    },
    /// An IAM user, by long-term keys or by `GetSessionToken` credentials.
    User {
        /// The user's account.
        account: AccountId,
        /// `arn:aws:iam::A:user/path/Name`.
        arn: Box<str>,
        /// `AIDA…`, if known.
        id: Option<Box<str>>,
    },
    /// A session of a role.
    RoleSession {
        /// The role's account.
        account: AccountId,
        /// `arn:aws:iam::A:role/path/Name`; absent if only the session's ARN is known (R1.73).
        role_arn: Option<Box<str>>,
        /// `AROA…`, if known.
        role_id: Option<Box<str>>,
        /// `arn:aws:sts::A:assumed-role/Name/Session`; absent if the session's name is not given (R2, section 2.1).
        session_arn: Option<Box<str>>,
        /// The role's path begins `/aws-service-role/` (R2.37).
        service_linked: bool,
    },
    /// A `GetFederationToken` session.
    FederatedUser {
        /// The issuer's account.
        account: AccountId,
        /// `arn:aws:sts::A:federated-user/Name`.
        arn: Box<str>,
        /// Who called `GetFederationToken`.
        issuer: Issuer,
    },
    /// An `AssumeRoot` session: acts as the member account's root within its task policy.
    AssumedRoot {
        /// The member account.
        account: AccountId,
        /// `arn:aws:iam::A:root`.
        arn: Box<str>,
    },
    /// A `GetDelegatedAccessToken` session: the approver's permissions within the request's policy.
    Delegated {
        /// The approver: [`Principal::User`] or [`Principal::RoleSession`].
        approver: Box<Principal>,
    },
    /// An AWS service acting as itself (R1.69).
    Service {
        /// All names of the caller (`aws:PrincipalServiceNamesList`); never empty.
        names: Vec<Box<str>>,
    },
    /// The holder of a SAML assertion or web identity token in `AssumeRoleWith…` (R2.28).
    Provider {
        /// The provider as written in trust policies.
        provider: Box<str>,
    },
    /// Nobody signed.
    Anonymous,
}

/// Who issued a federated-user session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// The account's root user.
    Root,
    /// An IAM user.
    User {
        /// The user's ARN.
        arn: Box<str>,
        /// `AIDA…`, if known.
        id: Option<Box<str>>,
    },
}

impl Principal {
    /// The account the principal belongs to; `None` for services, providers and anonymous.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Root { account, .. }
            | Self::User { account, .. }
            | Self::RoleSession { account, .. }
            | Self::FederatedUser { account, .. }
            | Self::AssumedRoot { account, .. } => Some(*account),
            Self::Delegated { approver } => approver.account(),
            Self::Service { .. } | Self::Provider { .. } | Self::Anonymous => None,
        }
    }

    /// The partition of the principal's ARN; `None` if it has none, or none is known.
    pub(crate) fn partition(&self) -> Option<&str> {
        let arn = match self {
            Self::Root { arn, .. }
            | Self::AssumedRoot { arn, .. }
            | Self::User { arn, .. }
            | Self::FederatedUser { arn, .. } => arn,
            Self::RoleSession { role_arn, session_arn, .. } => role_arn.as_ref().or(session_arn.as_ref())?,
            Self::Delegated { approver } => return approver.partition(),
            // The name of a provider may be an ARN.
            Self::Provider { provider } => provider,
            Self::Service { .. } | Self::Anonymous => return None,
        };
        Some(Arn::parse(arn)?.partition)
    }
}

/// The class of resource, where rules depend on it (R2.14; R2, section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ResourceClass {
    /// Either side may allow in the same account.
    #[default]
    Ordinary,
    /// An IAM role; its trust policy is its resource policy for the assume actions only (R2.14).
    Role,
    /// A KMS key; its key policy must allow (R2.14).
    KmsKey,
    /// A KMS alias; has no policy (R2.40).
    KmsAlias,
    /// An S3 bucket (R2.30).
    Bucket,
    /// An S3 object (R2.29).
    Object,
    /// An SQS queue (R2.30).
    Queue,
}

/// Facts about an S3 resource on which decisions depend (R2.29, R2.31).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct S3Facts {
    /// The account that owns the object, if it is not the bucket's owner.
    pub object_owner: Option<AccountId>,
    /// `RestrictPublicBuckets` of the bucket or account.
    pub restrict_public_buckets: bool,
    /// The canonical user id of the caller's account, or of a caller that has one of its own (R1.74).
    pub caller_canonical_id: Option<Box<str>>,
    /// `IgnorePublicAcls`.
    pub ignore_public_acls: bool,
}

/// One (action, resource) pair to be decided (R2.3): an operation that needs several asks several times.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Who.
    pub principal: &'a Principal,
    /// `service:Operation`.
    pub action: &'a str,
    /// The ARN, or `*` for an operation without resource (R1.30). Concrete: a `*` inside an ARN is literal (R1.75).
    pub resource: &'a str,
    /// The owner of the resource; `None`: the account in the ARN, else the principal's.
    pub resource_account: Option<AccountId>,
    /// The resource's class.
    pub class: ResourceClass,
    /// S3's own facts.
    pub s3: Option<&'a S3Facts>,
    /// Context keys.
    pub context: &'a Context,
    /// Facts about AWS's services.
    pub services: &'a ServiceFacts,
}

/// The form in which names of context keys are compared: two names are the same key if their folded forms are equal
/// (R1.34, R1.65).
#[must_use]
pub fn folded_key(name: &str) -> String {
    fold::folded(name)
}

/// A value of a condition key. Short texts take no memory of their own.
pub type ContextValue = SmolStr;

/// The name of a condition key in the form in which names are compared ([`folded_key`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(Cow<'static, str>);

impl KeyName {
    /// A name that is written in that form in the program: it is not folded for each request.
    ///
    /// # Panics
    /// When the program is built, if the name is not folded.
    #[must_use]
    pub const fn folded(name: &'static str) -> Self {
        let mut at = 0;
        while let Some(rest) = name.as_bytes().split_at_checked(at)
            && let Some(byte) = rest.1.first()
        {
            assert!(byte.is_ascii() && !byte.is_ascii_uppercase(), "the name of a condition key is not folded");
            at += 1;
        }
        Self(Cow::Borrowed(name))
    }
}

impl From<&str> for KeyName {
    fn from(name: &str) -> Self {
        Self(Cow::Owned(fold::folded(name)))
    }
}

impl From<&String> for KeyName {
    fn from(name: &String) -> Self {
        Self::from(name.as_str())
    }
}

/// The context keys of a request. Names are case-insensitive (R1.34); a key has any number of values.
///
/// Values are in their text form; dates are ISO 8601, numbers decimal, binary base64 (R1.67).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Sorted by folded key (R1.34, R1.65).
    entries: Vec<(Cow<'static, str>, Values)>,
}

/// The values of a key. Nearly every key has one, which takes no list of its own.
#[derive(Debug, Clone)]
enum Values {
    One([ContextValue; 1]),
    Several(Vec<ContextValue>),
}

impl Values {
    fn as_slice(&self) -> &[ContextValue] {
        match self {
            Self::One(value) => value,
            Self::Several(values) => values,
        }
    }
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Values {}

/// Keys that most requests have: room for them from the beginning.
const USUAL_KEYS: usize = 24;

impl Context {
    /// The context without keys, where none can matter.
    #[cfg(test)]
    pub(crate) const EMPTY: &'static Self = &Self { entries: Vec::new() };

    /// An empty context, with room for the keys of most requests.
    #[must_use]
    pub fn new() -> Self {
        Self { entries: Vec::with_capacity(USUAL_KEYS) }
    }

    /// Sets a single-valued key, replacing what was there.
    pub fn set(&mut self, key: impl Into<KeyName>, value: impl Into<ContextValue>) {
        self.put(key.into().0, Values::One([value.into()]));
    }

    /// Sets a multivalued key, replacing what was there. No values is an empty set, not an absent key.
    pub fn set_all<V: Into<ContextValue>>(&mut self, key: impl Into<KeyName>, values: impl IntoIterator<Item = V>) {
        self.put(key.into().0, Values::Several(values.into_iter().map(Into::into).collect()));
    }

    /// Sets one tag of several, `<prefix>/<tag key>`. Two tags whose keys differ only in case are one condition key, which
    /// has the values of both (R1.34): a `Deny` must see each of them.
    pub fn add_tag(&mut self, prefix: &str, key: &str, value: &str) {
        let key = fold::folded(&[prefix, "/", key].concat());
        let mut values = self.get_folded(&key).unwrap_or_default().to_vec();
        if !values.iter().any(|there| **there == *value) {
            values.push(value.into());
        }
        self.put(key.into(), Values::Several(values));
    }

    /// Sets every key of another context, replacing what was there.
    pub fn extend(&mut self, other: Self) {
        for (key, values) in other.entries {
            self.put(key, values);
        }
    }

    /// Sets a key whose name is folded.
    fn put(&mut self, key: Cow<'static, str>, values: Values) {
        // Most come in order.
        if self.entries.last().is_none_or(|(last, _)| **last < *key) {
            return self.entries.push((key, values));
        }
        match self.entries.binary_search_by(|(k, _)| k.cmp(&key)) {
            Ok(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.1 = values;
                }
            }
            Err(at) => self.entries.insert(at, (key, values)),
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        let key = fold::folded(key);
        self.entries.retain(|(k, _)| **k != *key);
    }

    /// The values of a key, or `None` if it is absent.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[ContextValue]> {
        if key.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
            self.get_folded(&fold::folded(key))
        } else {
            self.get_folded(key)
        }
    }

    /// The values of a key whose name is folded.
    pub(crate) fn get_folded(&self, key: &str) -> Option<&[ContextValue]> {
        let found = self.entries.binary_search_by(|(k, _)| (**k).cmp(key));
        found.ok().and_then(|at| self.entries.get(at)).map(|(_, values)| values.as_slice())
    }

    /// All keys, folded (of ASCII letters: in lower case), and values, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[ContextValue])> {
        self.entries.iter().map(|(k, v)| (&**k, v.as_slice()))
    }
}
