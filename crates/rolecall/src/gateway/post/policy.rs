//! The policy document of a form: what its signer lets the form say (R6.23; *Amazon S3 API Reference*, POST policy).

use super::errors;
use crate::api::error::ApiError;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// The fewest and the most bytes that a form's file may have, if its policy says it.
pub type Sizes = Option<(u64, u64)>;

/// Fields that no condition needs to cover: the signature, what it signs, and the file.
const UNCOVERED: &[&str] = &["awsaccesskeyid", "file", "policy", "signature", "x-amz-signature"];

/// Fields of which nobody else may read the value: the message of a failed condition is kept in the trail.
const SECRET: &str = "x-amz-security-token";

/// Holds the fields of a form to its policy, and answers how many bytes its file may have. `fields` have lower-case names, and
/// the name of the file in the place of `${filename}`.
///
/// # Errors
/// `InvalidPolicyDocument` 400; `AccessDenied` 403: the policy is over, a condition does not hold, or a field is covered by
/// none.
pub fn check(document: &[u8], fields: &[(String, String)], bucket: &str, now: Timestamp) -> Result<Sizes, ApiError> {
    let document: Map<String, Value> =
        serde_json::from_slice(document).map_err(|_| errors::invalid_policy("Invalid JSON."))?;
    let expiration = document.get("expiration").ok_or_else(|| errors::invalid_policy("Policy missing expiration."))?;
    let expiration = expiration.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let expiration = expiration.ok_or_else(|| errors::invalid_policy("Invalid 'expiration' value"))?;
    let Some(Value::Array(conditions)) = document.get("conditions") else {
        return Err(errors::invalid_policy("Policy missing conditions."));
    };
    if now > expiration {
        return Err(errors::against_policy("Policy expired."));
    }
    let value_of = |name: &str| match name {
        "bucket" => bucket,
        _ => fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value),
    };
    let mut covered: Vec<String> = Vec::new();
    let mut range: Sizes = None;
    for condition in conditions {
        match Condition::read(condition)? {
            Condition::Length(least, most) => {
                // The narrowest holds.
                let (before_least, before_most) = range.unwrap_or((0, u64::MAX));
                range = Some((least.max(before_least), most.min(before_most)));
            }
            Condition::Field { name, value, prefix } => {
                if !holds(&name, value_of(&name), &value, prefix) {
                    let shown = if name == SECRET { "…" } else { &value };
                    let operator = if prefix { "starts-with" } else { "eq" };
                    let shown = serde_json::json!([operator, format!("${name}"), shown]).to_string();
                    let shown = shown.replace("\",\"", "\", \"");
                    return Err(errors::against_policy(&format!("Policy Condition failed: {shown}")));
                }
                covered.push(name);
            }
        }
    }
    let names = fields.iter().map(|(name, _)| &**name).chain(std::iter::once("bucket"));
    let is_covered = |name: &&str| {
        UNCOVERED.contains(name) || name.starts_with("x-ignore-") || covered.iter().any(|field| field == name)
    };
    match names.into_iter().find(|name| !is_covered(name)) {
        Some(name) => Err(errors::against_policy(&format!("Extra input fields: {name}"))),
        None => Ok(range),
    }
}

enum Condition {
    Length(u64, u64),
    Field { name: String, value: String, prefix: bool },
}

impl Condition {
    fn read(condition: &Value) -> Result<Self, ApiError> {
        let invalid =
            || errors::invalid_policy("Invalid Condition: a condition is an object of one field or a list of three.");
        match condition {
            Value::Object(object) => {
                let mut entries = object.iter();
                let (Some((name, Value::String(value))), None) = (entries.next(), entries.next()) else {
                    return Err(errors::invalid_policy(
                        "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
                    ));
                };
                Ok(Self::Field { name: name.to_ascii_lowercase(), value: value.clone(), prefix: false })
            }
            Value::Array(list) => match list.as_slice() {
                [Value::String(operator), least, most] if operator.eq_ignore_ascii_case("content-length-range") => {
                    let (Some(least), Some(most)) = (number(least), number(most)) else { return Err(invalid()) };
                    Ok(Self::Length(least, most))
                }
                [Value::String(operator), Value::String(name), Value::String(value)] => {
                    let prefix = match operator.to_ascii_lowercase().as_str() {
                        "eq" => false,
                        "starts-with" => true,
                        _ => return Err(invalid()),
                    };
                    let name = name.strip_prefix('$').ok_or_else(invalid)?.to_ascii_lowercase();
                    Ok(Self::Field { name, value: value.clone(), prefix })
                }
                _ => Err(invalid()),
            },
            _ => Err(invalid()),
        }
    }
}

/// A whole number, also as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a field is as its condition wants it. Some fields are compared whole (*Condition matching*).
fn holds(name: &str, sent: &str, wanted: &str, prefix: bool) -> bool {
    if !prefix {
        return sent == wanted;
    }
    let whole = matches!(name, "bucket" | "success_action_status")
        || (name.starts_with("x-amz-") && !name.starts_with("x-amz-meta-"));
    match name {
        _ if whole => false,
        // Each of several types.
        "content-type" => sent.split(',').all(|part| part.trim_start().starts_with(wanted)),
        _ => sent.starts_with(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R6.23: every condition holds and every field is covered, or the form is refused.
    #[test]
    fn forms_are_held_to_their_policy() {
        let expiry = "2026-11-22T12:00:00.000Z";
        let fields = |list: &str| -> Vec<(String, String)> {
            let field =
                |field: &str| field.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
            list.split(' ').map(field).collect()
        };
        let policy = |conditions: &str| {
            format!(r#"{{"expiration":"{expiry}","conditions":[{{"bucket":"photos"}}{conditions}]}}"#)
        };
        for (conditions, form, expected) in [
            (r#",{"key":"k"}"#, "key=k", "Ok(None)"),
            (r#",{"Key":"k"}"#, "key=k policy=x x-amz-signature=y x-ignore-z=1", "Ok(None)"),
            (r#",["eq","$key","k"]"#, "key=x", r#"Policy Condition failed: ["eq", "$key", "k"]"#),
            (r#",["starts-with","$key","user/"]"#, "key=user/a", "Ok(None)"),
            (
                r#",["starts-with","$key","user/"]"#,
                "key=use",
                r#"Policy Condition failed: ["starts-with", "$key", "user/"]"#,
            ),
            (r#",["starts-with","$key",""]"#, "key=k acl=private", "Extra input fields: acl"),
            (
                r#",["starts-with","$key",""],["starts-with","$bucket",""]"#,
                "key=k",
                "Policy Condition failed: [\"starts-with\", \"$bucket\", \"\"]",
            ),
            (r#",["starts-with","$key",""],["starts-with","$x-amz-meta-a",""]"#, "key=k x-amz-meta-a=b", "Ok(None)"),
            (
                r#",["starts-with","$key",""],["starts-with","$x-amz-storage-class",""]"#,
                "key=k x-amz-storage-class=S",
                "Policy Condition failed",
            ),
            (
                r#",["starts-with","$key",""],["starts-with","$Content-Type","image/"]"#,
                "key=k content-type=image/a,text/b",
                "Policy Condition failed",
            ),
            (r#",["starts-with","$key",""],["content-length-range",1,"9"]"#, "key=k", "Ok(Some((1, 9)))"),
            (
                r#",["starts-with","$key",""],["content-length-range",1,9],["content-length-range",2,99]"#,
                "key=k",
                "Ok(Some((2, 9)))",
            ),
            (r#",["starts-with","$key",""],["content-length-range",-1,9]"#, "key=k", "Invalid Condition"),
            (
                r#",["starts-with","$key",""],{"x-amz-security-token":"secret"}"#,
                "key=k x-amz-security-token=other",
                r#"["eq", "$x-amz-security-token", "…"]"#,
            ),
            (r#",["starts-with","key",""]"#, "key=k", "Invalid Condition"),
            (r#",["in","$key","k"]"#, "key=k", "Invalid Condition"),
            (r#",{"key":"k","acl":"a"}"#, "key=k", "exactly one property"),
            (r#",7"#, "key=k", "Invalid Condition"),
        ] {
            let found = check(policy(conditions).as_bytes(), &fields(form), "photos", expiry.parse().unwrap());
            let found = format!("{:?}", found.map_err(|error| error.message)).replace("\\\"", "\"");
            assert!(found.contains(expected), "{conditions} {form}: {found}");
        }
        let late = "2026-11-22T12:00:00.001Z".parse().unwrap();
        let message = |document: &str, now| check(document.as_bytes(), &[], "photos", now).unwrap_err().message;
        assert_eq!(message(&policy(""), late), "Invalid according to Policy: Policy expired.");
        let now = expiry.parse().unwrap();
        assert_eq!(check(policy("").as_bytes(), &[], "other", now).unwrap_err().code, "AccessDenied");
        let uncovered = format!(r#"{{"expiration":"{expiry}","conditions":[]}}"#);
        assert_eq!(message(&uncovered, now), "Invalid according to Policy: Extra input fields: bucket");
        for document in [
            "",
            "[]",
            r#"{"conditions":[]}"#,
            r#"{"expiration":"soon","conditions":[]}"#,
            r#"{"expiration":"2026-11-22T12:00:00Z"}"#,
        ] {
            assert!(message(document, now).starts_with("Invalid Policy: "), "{document}");
        }
    }
}
