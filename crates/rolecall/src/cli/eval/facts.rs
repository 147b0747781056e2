//! A case's JSON values taken apart: the facts and the documents that [`super::super::offline`] understands.

use super::case::{Case, ManagementField, PolicyFields, S3Fields, told};
use super::gaps;
use crate::cli::offline::{Document, Documents, Facts, Given, LevelDocuments, Management, S3Said, Who};
use rolecall_policy::PolicySource;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// A principal that is no text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Named {
    /// An AWS service by its name, or by all of its names.
    Service(OneOrMany),
    /// An identity provider as trust policies name it.
    Federated(Box<str>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a service must be a name or a list of names")]
enum OneOrMany {
    One(Box<str>),
    Many(Vec<Box<str>>),
}

impl Case<'_> {
    /// What the case says about its request.
    pub(super) fn facts(&self) -> Result<Facts<'_>, String> {
        let request = &self.request;
        Ok(Facts {
            principal: who(request.principal)?,
            action: &request.action,
            resource: &request.resource,
            gap: request.resource.gap(),
            resource_account: request.resource_account.as_deref(),
            given: given(self)?,
            role_arn: request.role_arn.as_deref(),
            issuer: request.issuer.as_deref(),
            resource_type: request.resource_type.as_deref(),
            s3: request.s3.as_ref().map(s3),
            service_linked: request.service_linked,
            management_account: request.management_account.as_ref().map(|management| match management {
                ManagementField::Own(own) => Management::Own(*own),
                ManagementField::Account(id) => Management::Account(id),
            }),
        })
    }
}

impl<'a> PolicyFields<'a> {
    /// The texts of the policies, named by where they stand.
    pub(super) fn documents(&self) -> Result<Documents<'a>, String> {
        let PolicyFields { identity, boundary, session, resource, endpoint, scp, rcp } = self;
        Ok(Documents {
            identity: list("identity", identity.as_deref().unwrap_or_default())?,
            boundary: boundary.map(|raw| document("boundary".into(), raw)).transpose()?,
            session: session.as_deref().map(|raws| list("session", raws)).transpose()?,
            resource: resource.map(|raw| document("resource".into(), raw)).transpose()?,
            endpoint: endpoint.as_deref().map(|raws| list("endpoint", raws)).transpose()?,
            scp: scp.as_deref().map(|raws| levels("scp", raws)).transpose()?,
            rcp: rcp.as_deref().map(|raws| levels("rcp", raws)).transpose()?,
        })
    }
}

fn who(raw: &RawValue) -> Result<Who<'_>, String> {
    let text = raw.get();
    if text.starts_with('"') {
        return Ok(Who::Text(serde_json::from_str::<String>(text).map_err(|error| error.to_string())?.into()));
    }
    if !text.starts_with('{') {
        return Err("`principal` must be an ARN, `anonymous`, or {\"service\": \"...\"}".to_owned());
    }
    Ok(match serde_json::from_str::<Named>(text).map_err(|error| format!("`principal`: {}", told(&error)))? {
        Named::Service(OneOrMany::One(name)) => Who::Service(vec![name]),
        Named::Service(OneOrMany::Many(names)) => Who::Service(names),
        Named::Federated(provider) => Who::Federated(provider),
    })
}

fn s3<'a>(fields: &'a S3Fields<'_>) -> S3Said<'a> {
    S3Said {
        object_owner: fields.object_owner.as_deref(),
        canonical_id: fields.canonical_id.as_deref(),
        restrict_public_buckets: fields.block_public_access.restrict_public_buckets,
        ignore_public_acls: fields.block_public_access.ignore_public_acls,
    }
}

/// They tell who asks, which must be known.
const OF_PRINCIPAL: [&str; 3] = ["aws:userid", "aws:AssumedRoot", "aws:PrincipalServiceNamesList"];

fn given<'a>(case: &'a Case<'_>) -> Result<Given<'a>, String> {
    let mut given = Given::default();
    for (key, value) in &case.request.context.0 {
        // Names of keys are the same in any case (R1.34).
        if given.context.get(key).is_some() || given.names(key) {
            return Err(format!("the context key `{key}` is given twice"));
        }
        let wrong = || format!("the context key `{key}` must have strings, numbers, true, false, or a list of them");
        match value.get() {
            "null" => given.absent.push(key),
            text if text.starts_with('{') => {
                gaps::read_key(key, value, &mut given.unknown).ok_or_else(wrong)?;
                if OF_PRINCIPAL.iter().any(|of_principal| of_principal.eq_ignore_ascii_case(key)) {
                    return Err(format!("the context key `{key}` tells who asks, so it must be known"));
                }
                given.gaps.push(key);
            }
            text if text.starts_with('[') => {
                let values: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| wrong())?;
                let values = values.into_iter().map(|value| scalar(value).ok_or_else(wrong));
                given.context.set_all(key, values.collect::<Result<_, _>>()?);
            }
            _ => given.context.set(key, scalar(value).ok_or_else(wrong)?),
        }
    }
    Ok(given)
}

/// A value in its text form; numbers keep the digits they are written with.
fn scalar(value: &RawValue) -> Option<Box<str>> {
    let text = value.get();
    match text.as_bytes().first()? {
        b'"' => serde_json::from_str(text).ok(),
        b'[' | b'{' | b'n' => None,
        _ => Some(text.into()),
    }
}

fn levels<'a>(name: &str, levels: &[Vec<&'a RawValue>]) -> Result<Vec<LevelDocuments<'a>>, String> {
    let mut all = Vec::with_capacity(levels.len());
    for (at, raws) in levels.iter().enumerate() {
        let name = format!("{name}[{at}]");
        all.push(LevelDocuments { policies: list(&name, raws)?, name: name.into() });
    }
    Ok(all)
}

fn list<'a>(name: &str, raws: &[&'a RawValue]) -> Result<Vec<Document<'a>>, String> {
    raws.iter().enumerate().map(|(at, raw)| document(format!("{name}[{at}]"), raw)).collect()
}

/// The policy at `name`, an object or a string with its text.
fn document<'a>(name: String, raw: &'a RawValue) -> Result<Document<'a>, String> {
    let text = match raw.get() {
        text if text.starts_with('"') => {
            serde_json::from_str::<String>(text).map_err(|error| format!("policies.{name}: {error}"))?.into()
        }
        text => text.into(),
    };
    Ok(Document { text, source: Arc::new(PolicySource { arn: None, name: name.into(), owner: None }) })
}
