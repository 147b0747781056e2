//! The short notation for policies in the decision tables.
//!
//! A statement is `A` (allows what is asked), `D` (denies it), `i` (allows something else) or `F` (allows everything),
//! followed by what differs:
//!
//! - `(s3:*)` another action, `(!s3:*)` as `NotAction`;
//! - `@arn:…` another resource, `@!arn:…` as `NotResource`; without it, `*`;
//! - `:u`, `:{u,acct}` the principal, `:!{u,acct}` as `NotPrincipal`, `:none` none at all;
//! - `[Operator key value,value]` a condition, as many as wanted.
//!
//! ` + ` joins the statements of one policy, ` & ` the policies of one layer or level, ` / ` the levels of an
//! organization from its root to the account. `–` is a layer or level without policies.

use serde_json::{Map, Value, json};

/// Levels, policies, statements.
pub(crate) fn levels(text: &str, action: &str) -> Vec<Vec<String>> {
    text.split(" / ").map(|level| policies(level, action)).collect()
}

/// The texts of the policies of one layer.
pub(crate) fn policies(text: &str, action: &str) -> Vec<String> {
    let text = text.trim();
    if text == "–" {
        return Vec::new();
    }
    text.split(" & ").map(|policy| self::policy(policy, action)).collect()
}

fn policy(text: &str, action: &str) -> String {
    let statements: Vec<Value> = text.split(" + ").map(|statement| self::statement(statement.trim(), action)).collect();
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

fn statement(text: &str, asked: &str) -> Value {
    let (letter, mut rest) = text.split_at(1);
    let (effect, mut action) = match letter {
        "A" => ("Allow", asked),
        "D" => ("Deny", asked),
        "i" => ("Allow", "other:Nothing"),
        "F" => ("Allow", "*"),
        _ => panic!("no such statement: {text}"),
    };
    let mut statement = Map::new();
    statement.insert("Effect".into(), effect.into());
    let mut resource = "*";
    let mut conditions = Map::new();
    while let Some(mark) = rest.chars().next() {
        match mark {
            '(' => (action, rest) = rest[1..].split_once(')').expect("a closing bracket"),
            '@' => (resource, rest) = word(&rest[1..]),
            ':' => {
                let (who, behind) = word(&rest[1..]);
                rest = behind;
                if who != "none" {
                    let (negated, who) = who.strip_prefix('!').map_or((false, who), |who| (true, who));
                    statement.insert(if negated { "NotPrincipal" } else { "Principal" }.into(), principals(who));
                }
            }
            '[' => {
                let (condition, behind) = rest[1..].split_once(']').expect("a closing bracket");
                rest = behind;
                let [operator, key, values] = condition.splitn(3, ' ').collect::<Vec<_>>()[..] else {
                    panic!("operator, key and values: {condition}");
                };
                let values: Vec<&str> = values.split(',').collect();
                let keys = conditions.entry(operator.to_owned()).or_insert_with(|| json!({}));
                keys[key] = json!(values);
            }
            ' ' => rest = rest.trim_start(),
            _ => panic!("unexpected {rest:?} in {text}"),
        }
    }
    let (name, action) = negatable("Action", action);
    statement.insert(name, action.into());
    let (name, resource) = negatable("Resource", resource);
    statement.insert(name, resource.into());
    if !conditions.is_empty() {
        statement.insert("Condition".into(), conditions.into());
    }
    statement.into()
}

fn negatable<'a>(name: &str, text: &'a str) -> (String, &'a str) {
    text.strip_prefix('!').map_or_else(|| (name.to_owned(), text), |rest| (format!("Not{name}"), rest))
}

/// Up to the next blank or condition.
fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find([' ', '[']).unwrap_or(text.len()))
}

/// The names that stand for principals.
pub(crate) const NAMES: [(&str, &str, &str); 22] = [
    ("u", "AWS", "arn:aws:iam::111111111111:user/ana"),
    ("uid", "AWS", "AIDAANA0000000000001"),
    ("r", "AWS", "arn:aws:iam::111111111111:role/team/Dev"),
    ("rid", "AWS", "AROADEV0000000000001"),
    ("old-rid", "AWS", "AROADEV0000000000000"),
    ("s", "AWS", "arn:aws:sts::111111111111:assumed-role/Dev/ana"),
    ("s2", "AWS", "arn:aws:sts::111111111111:assumed-role/Dev/bob"),
    ("f", "AWS", "arn:aws:sts::111111111111:federated-user/fay"),
    ("acct", "AWS", "111111111111"),
    ("acct222", "AWS", "arn:aws:iam::222222222222:root"),
    ("canonical", "CanonicalUser", "1111111111111111111111111111111111111111111111111111111111111111"),
    ("svc", "Service", "lambda.amazonaws.com"),
    ("svc-regional", "Service", "LAMBDA.eu-west-1.amazonaws.com"),
    ("web", "Federated", "accounts.google.com"),
    ("root", "AWS", "arn:aws:iam::111111111111:root"),
    ("root-cn", "AWS", "arn:aws-cn:iam::111111111111:root"),
    ("r-cn", "AWS", "arn:aws-cn:iam::111111111111:role/team/Dev"),
    ("saml", "Federated", "arn:aws:iam::111111111111:saml-provider/O"),
    ("saml-cn", "Federated", "arn:aws-cn:iam::111111111111:saml-provider/O"),
    ("svc-any", "Service", "*"),
    ("canonical-any", "CanonicalUser", "*"),
    ("*", "AWS", "*"),
];

fn principals(text: &str) -> Value {
    if text == "*" {
        return "*".into();
    }
    let names = text.trim_start_matches('{').trim_end_matches('}').split(',');
    let mut map = Map::new();
    for name in names {
        let (kind, value) =
            NAMES.iter().find(|(short, ..)| *short == name).map_or(("AWS", name), |(_, kind, value)| (*kind, *value));
        let list = map.entry(kind.to_owned()).or_insert_with(|| json!([]));
        list.as_array_mut().expect("a list").push(value.into());
    }
    map.into()
}
