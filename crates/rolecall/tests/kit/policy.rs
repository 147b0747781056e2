//! Policies in short form.
//!
//! ```text
//! +sts:AssumeRole                                        allow on everything
//! +sts:AssumeRole,sts:TagSession<111111111111,*>         allow these principals, for trust policies
//! +sts:AssumeRoleWithWebIdentity<^arn:aws:iam::…>        allow these identity providers
//! +s3:*@arn:aws:s3:::photos/*                            allow on a resource
//! -*{"DateLessThan":{"aws:TokenIssueTime":"…"}}          deny under a condition
//! +s3:*;-s3:DeleteObject                                 two statements
//! ```

use serde_json::{Map, Value, json};

/// The document of a short form.
pub(crate) fn document(text: &str) -> String {
    let statements: Vec<Value> = text.split(';').map(statement).collect();
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn statement(text: &str) -> Value {
    let (text, condition) = match text.find('{') {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    };
    let (text, resource) = match text.split_once('@') {
        Some((text, resource)) => (text, Some(resource)),
        None => (text, None),
    };
    let (text, principals) = match text.split_once('<') {
        Some((text, principals)) => (text, Some(principals.strip_suffix('>').unwrap())),
        None => (text, None),
    };
    let (effect, actions) = text.split_at(1);
    let effect = if effect == "+" { "Allow" } else { "Deny" };
    let list = |text: &str| -> Value { text.split(',').map(str::to_owned).collect() };
    let mut members = Map::new();
    members.insert("Effect".to_owned(), effect.into());
    members.insert("Action".to_owned(), list(actions));
    match principals {
        Some("*") => drop(members.insert("Principal".to_owned(), "*".into())),
        Some(listed) if listed.starts_with('^') => {
            drop(members.insert("Principal".to_owned(), json!({"Federated": list(&listed[1..])})));
        }
        Some(listed) => drop(members.insert("Principal".to_owned(), json!({"AWS": list(listed)}))),
        None => drop(members.insert("Resource".to_owned(), resource.unwrap_or("*").into())),
    }
    if let (Some(_), Some(resource)) = (principals, resource) {
        members.insert("Resource".to_owned(), resource.into());
    }
    if let Some(condition) = condition {
        members.insert("Condition".to_owned(), serde_json::from_str(condition).unwrap());
    }
    Value::Object(members)
}
