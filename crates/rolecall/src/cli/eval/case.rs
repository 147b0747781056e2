//! One case as it is written: borrowed from its line, not yet understood.

use super::gaps::ResourceField;
use rolecall_policy::Verdict;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case<'a> {
    /// Given back as it is.
    #[serde(borrow, default)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "object")]
    pub(super) request: RequestFields<'a>,
    /// As it is written: equal ones are read once (see `remembered`).
    #[serde(borrow, default, deserialize_with = "raw")]
    pub(super) policies: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "present")]
    pub(super) expect: Option<Expect>,
    #[serde(borrow, default)]
    role_arn: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    resource_type: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "some_object")]
    s3: Option<S3Fields<'a>>,
    #[serde(default)]
    service_linked: Option<bool>,
    #[serde(borrow, default)]
    management_account: Option<ManagementField<'a>>,
}

/// Who asks what. The facts at the end may also stand beside `request`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestFields<'a> {
    #[serde(borrow)]
    pub(super) principal: &'a RawValue,
    #[serde(borrow)]
    pub(super) action: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) resource: ResourceField<'a>,
    #[serde(borrow, default)]
    pub(super) resource_account: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) context: ContextFields<'a>,
    #[serde(borrow, default)]
    pub(super) role_arn: Option<Cow<'a, str>>,
    /// Who asked for a federated user's session: a user's ARN or the root's.
    #[serde(borrow, default)]
    pub(super) issuer: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) resource_type: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "some_object")]
    pub(super) s3: Option<S3Fields<'a>>,
    #[serde(default)]
    pub(super) service_linked: Option<bool>,
    #[serde(borrow, default)]
    pub(super) management_account: Option<ManagementField<'a>>,
}

/// The policies of each layer: documents, lists of documents, or levels of lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyFields<'a> {
    #[serde(borrow, default)]
    pub(super) identity: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    pub(super) boundary: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) session: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    pub(super) resource: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) endpoint: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    pub(super) scp: Option<Vec<Vec<&'a RawValue>>>,
    #[serde(borrow, default)]
    pub(super) rcp: Option<Vec<Vec<&'a RawValue>>>,
}

/// Which account manages the organization.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`management_account` must be true, false or the id of an account")]
pub(super) enum ManagementField<'a> {
    /// Whether it is the principal's.
    Own(bool),
    /// Its id.
    Account(#[serde(borrow)] Cow<'a, str>),
}

/// Facts about buckets and objects.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct S3Fields<'a> {
    #[serde(default, deserialize_with = "object")]
    pub(super) block_public_access: BlockPublicAccess,
    #[serde(borrow, default)]
    pub(super) object_owner: Option<Cow<'a, str>>,
    /// The canonical user id of the caller's account.
    #[serde(borrow, default)]
    pub(super) canonical_id: Option<Cow<'a, str>>,
}

/// Block Public Access, by S3's names. The two that guard what is stored say nothing about a request.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockPublicAccess {
    #[serde(default, rename = "RestrictPublicBuckets", alias = "restrict_public_buckets")]
    pub(super) restrict_public_buckets: bool,
    #[serde(default, rename = "IgnorePublicAcls", alias = "ignore_public_acls")]
    pub(super) ignore_public_acls: bool,
    #[serde(default, rename = "BlockPublicAcls", alias = "block_public_acls")]
    _block_public_acls: bool,
    #[serde(default, rename = "BlockPublicPolicy", alias = "block_public_policy")]
    _block_public_policy: bool,
}

/// Context keys in the order of the text, with their values as written.
#[derive(Debug, Default)]
pub(super) struct ContextFields<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

/// A decision, written or expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Expect {
    Allowed,
    ImplicitlyDenied,
    ExplicitlyDenied,
    /// Either way of denying; only expected.
    Denied,
    /// Not everything is known, and what is not decides.
    Depends,
}

impl Expect {
    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Self::Allowed,
            Verdict::ImplicitlyDenied(_) => Self::ImplicitlyDenied,
            Verdict::ExplicitlyDenied(_) => Self::ExplicitlyDenied,
        }
    }

    pub(super) fn is_met_by(self, verdict: Verdict) -> bool {
        match self {
            Self::Denied => verdict != Verdict::Allowed,
            expected => expected == Self::of(verdict),
        }
    }
}

/// A member that is there, `null` too.
fn raw<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> PolicyFields<'a> {
    /// Reads the member `policies`.
    pub(super) fn read(raw: &'a RawValue) -> Result<Self, String> {
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        object(&mut deserializer)
            .map_err(|error| misshapen(raw).unwrap_or_else(|| format!("policies: {}", told(&error))))
    }
}

/// Which member is no list where one must be, in words: the parser would tell only the column.
fn misshapen(raw: &RawValue) -> Option<String> {
    fn list(raw: &RawValue) -> serde_json::Result<Vec<&RawValue>> {
        serde_json::from_str::<Option<_>>(raw.get()).map(Option::unwrap_or_default)
    }
    let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(raw.get()).ok()?;
    members.iter().find_map(|(name, value)| match &**name {
        "identity" | "session" | "endpoint" if list(value).is_err() => {
            Some(format!("policies.{name} must be a list of policies"))
        }
        "scp" | "rcp" => match list(value) {
            Err(_) => Some(format!("policies.{name} must be a list of levels, each a list of policies")),
            Ok(levels) => {
                let at =
                    levels.iter().position(|level| serde_json::from_str::<Vec<&RawValue>>(level.get()).is_err())?;
                Some(format!("policies.{name}[{at}] must be a list of policies"))
            }
        },
        _ => None,
    })
}

/// A parser's error. The text that it read is one line or less, so its line number would mislead.
pub(super) fn told(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

/// An expectation that is there; `null` is none, and would test nothing.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Expect>, D::Error> {
    Expect::deserialize(deserializer).map(Some)
}

impl<'a> Case<'a> {
    /// Reads a line.
    pub(super) fn read(line: &'a [u8]) -> Result<Self, String> {
        let line = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?.trim_end();
        // A list would be read by the order of the members.
        if line.starts_with('\u{feff}') {
            return Err("the line begins with a byte order mark".to_owned());
        }
        if !line.trim_start().starts_with('{') {
            return Err("a case must be an object".to_owned());
        }
        let mut case: Self = serde_json::from_str(line).map_err(|error| told(&error))?;
        let Self { request, role_arn, resource_type, s3, service_linked, management_account, .. } = &mut case;
        move_into("role_arn", role_arn, &mut request.role_arn)?;
        move_into("resource_type", resource_type, &mut request.resource_type)?;
        move_into("s3", s3, &mut request.s3)?;
        move_into("service_linked", service_linked, &mut request.service_linked)?;
        move_into("management_account", management_account, &mut request.management_account)?;
        Ok(case)
    }
}

/// A fact that stands beside the request becomes the request's.
fn move_into<T>(name: &str, beside: &mut Option<T>, within: &mut Option<T>) -> Result<(), String> {
    match (beside.take(), &within) {
        (Some(_), Some(_)) => Err(format!("`{name}` is given twice")),
        (Some(fact), None) => {
            *within = Some(fact);
            Ok(())
        }
        (None, _) => Ok(()),
    }
}

/// The id of a line that is no case, if it has one.
pub(super) fn id_of(line: &[u8]) -> Option<&RawValue> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    // Of a list it would be the first item.
    let is_object = line.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice::<Identified<'_>>(line).ok().filter(|_| is_object)?.id
}

/// Reads an object, and no list: by itself the parser would read one by the order of the members.
fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Members<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }
    deserializer.deserialize_map(Members(PhantomData))
}

/// The same for a member that may be absent.
fn some_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    object(deserializer).map(Some)
}

impl<'de: 'a, 'a> Deserialize<'de> for ContextFields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = ContextFields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with context keys")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                #[derive(Deserialize)]
                struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
                let mut pairs: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::with_capacity(map.size_hint().unwrap_or(8));
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    pairs.push((key, value));
                }
                Ok(ContextFields(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
