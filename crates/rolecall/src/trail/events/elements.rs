//! `requestParameters` and `responseElements`: the event form of the model, as CloudTrail shows it for each operation.
//!
//! The event form hides what the model marks sensitive. CloudTrail goes further for credentials: the secret access key has no
//! place in a record at all (R8.5). The session token has one, and stays hidden there: AWS shows it, but whoever reads the
//! trail has no use for it, and with the secret key it would be whole credentials (decision 0044).

use super::signin;
use crate::api::ids::host_id;
use crate::trail::record::{Details, Json, Record};
use serde_json::{Map, Value, json};

/// A member of a record that is written as it was kept, or changed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Element<'r> {
    /// `null`.
    Null,
    /// As it was kept.
    Kept(&'r Json),
    /// Changed.
    Changed(Map<String, Value>),
}

/// `requestParameters`.
pub(super) fn parameters<'r>(record: &Record, details: &'r Details) -> Element<'r> {
    let Some(kept) = &details.parameters else { return Element::Null };
    let may_have_absent = matches!(&*record.service, "iam" | "sts");
    let has_absent = may_have_absent && ABSENT.iter().any(|name| kept.text().contains(name));
    let change: fn(&Record, &mut Map<String, Value>) = match (&*record.service, &*record.operation) {
        ("sts", "AssumeRoleWithSAML" | "AssumeRoleWithWebIdentity") => proved,
        ("sts", "AssumeRole") if details.beside.is_some() => handed_on,
        _ if has_absent => |_, _| (),
        ("sts" | "iam" | "organizations" | "cloudtrail", _) if kept.text() == "{}" => return Element::Null,
        _ => return Element::Kept(kept),
    };
    match changed(kept, |object| {
        if has_absent {
            object.retain(|name, value| !ABSENT.contains(&&**name) && value != HIDDEN);
        }
        change(record, object);
    }) {
        Element::Changed(object) if object.is_empty() => Element::Null,
        told => told,
    }
}

/// What AWS's records of IAM and STS leave out rather than hide: passwords and keys that users choose, and codes.
const ABSENT: [&str; 4] = [HIDDEN, "authenticationCode1", "authenticationCode2", "tokenCode"];

/// What stands in the place of sensitive members.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// `responseElements`: nothing for requests that only read, and for failures.
pub(super) fn response<'r>(record: &Record, details: &'r Details) -> Element<'r> {
    // A sign-in answers its failure too (R8.15).
    let told = record.error.is_none() || record.service == signin::SERVICE;
    let Some(kept) = details.response.as_ref().filter(|_| told) else { return Element::Null };
    match kept.text() {
        "{}" => Element::Null,
        text if record.service == "iam" && text.contains("Date\":") => changed(kept, |object| {
            without_secret(object);
            object.values_mut().for_each(dates_of_iam);
        }),
        text if text.contains("\"secretAccessKey\"") => changed(kept, without_secret),
        _ => Element::Kept(kept),
    }
}

/// Dates in IAM's records have one comma, `Jul 18, 2023 4:07:39 PM`; those of others have two.
fn dates_of_iam(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(date) if name.ends_with("Date") => {
                        if let Some((day, time)) = date.rsplit_once(", ") {
                            *date = format!("{day} {time}");
                        }
                    }
                    other => dates_of_iam(other),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(dates_of_iam),
        _ => {}
    }
}

fn changed(kept: &Json, change: impl FnOnce(&mut Map<String, Value>)) -> Element<'_> {
    let Some(mut object) = kept.object() else { return Element::Kept(kept) };
    change(&mut object);
    Element::Changed(object)
}

/// R8.5.
fn without_secret(response: &mut Map<String, Value>) {
    for member in ["credentials", "accessKey"] {
        if let Some(Value::Object(object)) = response.get_mut(member) {
            object.remove("secretAccessKey");
        }
    }
}

/// R8.9: what the assertion or the token said stands in its place.
fn proved(record: &Record, parameters: &mut Map<String, Value>) {
    parameters.remove("sAMLAssertion");
    parameters.remove("webIdentityToken");
    handed_on(record, parameters);
}

/// What the input does not have.
fn handed_on(record: &Record, parameters: &mut Map<String, Value>) {
    let beside = record.details.as_ref().and_then(|details| details.beside.as_ref()?.object());
    parameters.extend(beside.unwrap_or_default());
}

/// `additionalEventData`.
pub(super) fn additional(record: &Record, details: &Details) -> Option<Map<String, Value>> {
    let mut data = details.additional.as_ref().and_then(Json::object).unwrap_or_default();
    if record.service == "s3" {
        if let Some(version) = &details.signature {
            data.insert("SignatureVersion".into(), json!(version));
        }
        if let Some(authentication) = &details.authentication {
            data.insert("AuthenticationMethod".into(), json!(authentication));
        }
        if let Some(cipher) = &details.cipher {
            data.insert("CipherSuite".into(), json!(cipher));
        }
        data.insert("x-amz-id-2".into(), json!(host_id(&record.request_id)));
    }
    (!data.is_empty()).then_some(data)
}
