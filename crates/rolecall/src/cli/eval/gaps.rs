//! Cases of which not everything is known: a resource or context values that are unknown, or like patterns.
//!
//! `{"unknown": true}` and `{"like": "dev-*"}` may stand where a value does. The answer is then about every request that
//! the case may be (see [`rolecall_policy::unknown`]), and may be that it depends.

use super::answer::{Deciding, deciding};
use super::case::{Case, Expect};
use crate::cli::offline::{Prepared, ResourceGap};
use rolecall_policy::document::Effect;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::{self, Answer, Dependency, MayMatch, ResourcePart, UnknownKeys, UnknownRequest};
use rolecall_policy::{Arn, Decision, Layer, Policies, Span};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// What stands in place of a value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Gap {
    Unknown(bool),
    Like(OneOrMany),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Box<str>),
    Many(Vec<Box<str>>),
}

/// The resource of a case. Its text is that of the ARN, of the pattern, or `*`.
#[derive(Debug)]
pub(super) enum ResourceField<'a> {
    Known(Cow<'a, str>),
    Like(Box<str>),
    Unknown,
}

impl Deref for ResourceField<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Known(text) => text,
            Self::Like(pattern) => pattern,
            Self::Unknown => "*",
        }
    }
}

impl fmt::Display for ResourceField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for ResourceField<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrGap;
        impl<'de> Visitor<'de> for TextOrGap {
            type Value = ResourceField<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(ResourceField::Known(text.into()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(ResourceField::Known(text.to_owned().into()))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
                match Gap::deserialize(MapAccessDeserializer::new(map))? {
                    Gap::Unknown(true) => Ok(ResourceField::Unknown),
                    Gap::Like(OneOrMany::One(pattern)) => Ok(ResourceField::Like(pattern)),
                    Gap::Unknown(false) | Gap::Like(OneOrMany::Many(_)) => Err(M::Error::custom(
                        "`resource` must be an ARN, {\"unknown\": true} or {\"like\": \"arn:...\"}",
                    )),
                }
            }
        }
        deserializer.deserialize_any(TextOrGap)
    }
}

impl ResourceField<'_> {
    fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// What is known of a resource that is not all known.
    pub(super) fn gap(&self) -> Option<ResourceGap> {
        (!self.is_known()).then(|| ResourceGap { class: self.class(), hides_account: self.hides_account() })
    }

    /// Whether the account in the ARN is not known.
    fn hides_account(&self) -> bool {
        match self {
            Self::Known(_) => false,
            Self::Like(pattern) => Arn::parse(pattern).is_none_or(|arn| has_wildcards(arn.account)),
            Self::Unknown => true,
        }
    }

    /// The class of all ARNs of a pattern; `None` if they are of several, or nobody knows.
    fn class(&self) -> Option<ResourceClass> {
        let Self::Like(pattern) = self else { return None };
        let arn = Arn::parse(pattern)?;
        if has_wildcards(arn.service) {
            return None;
        }
        let begins = |beginning: &str| {
            let literal = arn.resource.split(['*', '?']).next().unwrap_or_default();
            let may_go_on = literal.len() < arn.resource.len() && beginning.starts_with(literal);
            if literal.starts_with(beginning) { Some(true) } else { (!may_go_on).then_some(false) }
        };
        Some(match arn.service {
            "s3" if has_wildcards(arn.region) || has_wildcards(arn.account) => return None,
            "s3" if !arn.region.is_empty() || !arn.account.is_empty() => ResourceClass::Ordinary,
            "s3" if arn.resource.contains('/') => ResourceClass::Object,
            // It may stand for a slash.
            "s3" if has_wildcards(arn.resource) => return None,
            "s3" => ResourceClass::Bucket,
            "iam" if begins("role/")? => ResourceClass::Role,
            "kms" if begins("alias/")? => ResourceClass::KmsAlias,
            "kms" if begins("key/")? => ResourceClass::KmsKey,
            "sqs" => ResourceClass::Queue,
            _ => ResourceClass::Ordinary,
        })
    }
}

fn has_wildcards(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Reads what stands for the values of a context key. `None` if it is no gap.
pub(super) fn read_key(key: &str, value: &RawValue, unknown: &mut UnknownKeys) -> Option<()> {
    match serde_json::from_str(value.get()).ok()? {
        Gap::Unknown(true) => unknown.set_unknown(key),
        Gap::Like(OneOrMany::One(pattern)) => unknown.set_like(key, [&*pattern]),
        Gap::Like(OneOrMany::Many(patterns)) if !patterns.is_empty() => {
            unknown.set_like(key, patterns.iter().map(|pattern| &**pattern));
        }
        Gap::Unknown(false) | Gap::Like(OneOrMany::Many(_)) => return None,
    }
    Some(())
}

/// The answer to a case with gaps.
#[derive(Serialize)]
pub(super) struct GapAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    decision: Expect,
    by: Vec<Deciding<'a>>,
    blocked_by: Vec<Layer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depends_on: Option<Vec<On>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Expect>,
}

/// Something on which the decision depends.
#[derive(Serialize)]
#[serde(untagged)]
enum On {
    Statement(OnStatement),
    Rule { rule: &'static str },
}

#[derive(Serialize)]
struct OnStatement {
    layer: Layer,
    /// Of the organization, from the root: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u32>,
    policy: u32,
    statement: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<Box<str>>,
    effect: &'static str,
    span: [u32; 2],
    conditions: Vec<OnCondition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Box<str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_resources: Vec<Box<str>>,
}

#[derive(Serialize)]
struct OnCondition {
    operator: Box<str>,
    key: Box<str>,
    values: Vec<Box<str>>,
}

impl On {
    fn of(dependency: Dependency) -> Self {
        let statement = match dependency {
            Dependency::Statement(statement) => statement,
            Dependency::Owner => return Self::Rule { rule: "owner" },
            Dependency::Rule(Layer::Reserved) => return Self::Rule { rule: "reserved" },
            Dependency::Rule(Layer::Partition) => return Self::Rule { rule: "partition" },
            Dependency::Rule(_) => return Self::Rule { rule: "rcp" },
        };
        let MayMatch { at, sid, effect, span: Span { start, end }, conditions, resource, .. } = statement;
        let (mut resources, mut not_resources) = (Vec::new(), Vec::new());
        if let Some(ResourcePart { negated, patterns }) = resource {
            *if negated { &mut not_resources } else { &mut resources } = patterns;
        }
        let condition =
            |part: unknown::ConditionPart| OnCondition { operator: part.operator, key: part.key, values: part.values };
        Self::Statement(OnStatement {
            layer: at.layer,
            level: matches!(at.layer, Layer::Scp | Layer::Rcp).then_some(at.level),
            policy: at.policy,
            statement: at.statement,
            sid,
            effect: match effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            },
            span: [start, end],
            conditions: conditions.into_iter().map(condition).collect(),
            resources,
            not_resources,
        })
    }
}

impl<'a> GapAnswer<'a> {
    /// Decides a case with gaps; `None` if it has none.
    pub(super) fn of(case: &Case<'a>, prepared: &Prepared<'_>, policies: &Policies<'a>) -> Option<Self> {
        let unknown = prepared.unknown();
        if case.request.resource.is_known() && unknown.is_empty() {
            return None;
        }
        let request = prepared.request();
        let request = UnknownRequest {
            principal: request.principal,
            action: request.action,
            resource: match &case.request.resource {
                ResourceField::Known(text) => unknown::Resource::Known(text),
                ResourceField::Like(pattern) => unknown::Resource::Pattern(pattern),
                ResourceField::Unknown => unknown::Resource::Unknown,
            },
            resource_account: request.resource_account,
            class: request.class,
            s3: request.s3,
            context: request.context,
            unknown,
            services: request.services,
        };
        let (decision, depends_on) = match unknown::decide(&request, policies) {
            Answer::Allowed(decision) | Answer::Denied(decision) => (Some(decision), None),
            Answer::Depends(on) => (None, Some(on.into_iter().map(On::of).collect())),
        };
        let told = decision.map_or(Expect::Depends, |decision| Expect::of(decision.verdict()));
        let met = |expect: Expect| match decision {
            Some(decision) => expect.is_met_by(decision.verdict()),
            None => expect == Expect::Depends,
        };
        Some(Self {
            id: case.id,
            decision: told,
            by: decision.map(|decision| deciding(&decision, policies)).unwrap_or_default(),
            blocked_by: decision.iter().flat_map(Decision::blocked_by).map(|block| block.layer).collect(),
            depends_on,
            expected: case.expect.filter(|expect| !met(*expect)),
        })
    }

    /// Whether it is the one that was expected.
    pub(super) fn is_met(&self) -> bool {
        self.expected.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The class of a pattern is told only if all of its ARNs are of it.
    #[test]
    fn patterns_tell_the_class_or_do_not() {
        for (pattern, class) in [
            ("arn:aws:s3:::b/*", Some(ResourceClass::Object)),
            ("arn:aws:s3:::*/k", Some(ResourceClass::Object)),
            ("arn:*:s3:::b", Some(ResourceClass::Bucket)),
            ("arn:aws:s3:::b*", None),
            ("arn:aws:s3:::b?", None),
            ("arn:aws:s3:*:*:accesspoint/p", None),
            ("arn:aws:s3:eu-west-1:111111111111:accesspoint/*", Some(ResourceClass::Ordinary)),
            ("arn:aws:iam::*:role/*", Some(ResourceClass::Role)),
            ("arn:aws:iam::111111111111:r*", None),
            ("arn:aws:iam::111111111111:*", None),
            ("arn:aws:iam::111111111111:user/*", Some(ResourceClass::Ordinary)),
            ("arn:aws:iam::111111111111:role", Some(ResourceClass::Ordinary)),
            ("arn:aws:kms:*:111111111111:key/*", Some(ResourceClass::KmsKey)),
            ("arn:aws:kms:*:111111111111:alias/aws/*", Some(ResourceClass::KmsAlias)),
            ("arn:aws:kms:*:111111111111:?ey/*", None),
            ("arn:aws:sqs:*:*:*", Some(ResourceClass::Queue)),
            ("arn:aws:sns:*:*:*", Some(ResourceClass::Ordinary)),
            ("arn:aws:*:*:*:*", None),
            ("*", None),
        ] {
            assert_eq!(ResourceField::Like(pattern.into()).class(), class, "{pattern}");
        }
        assert_eq!(ResourceField::Unknown.class(), None);
    }
}
