//! Cases out of texts that nobody would write: control characters, unpaired braces, scripts whose case folds strangely.
//!
//! `generate` knows the rules and goes to their boundaries; here the texts come from outside and are put everywhere a
//! policy and a request have one. So that something matches, mostly the same text, or a pattern made of it, stands on
//! both sides.

use serde_json::{Value, json};

use crate::random::Random;
use crate::texts;

const ACCOUNT: &str = "111111111111";

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericLessThan",
    "DateEquals",
    "DateGreaterThan",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];

/// The case in a fuzzer's bytes: texts with 0xff between them, which is no byte of a text; the first makes the choices.
pub(crate) fn from_bytes(bytes: &[u8]) -> Value {
    let mut parts = bytes.split(|byte| *byte == 0xff);
    let mut random = Random::from_bytes(parts.next().unwrap_or_default());
    let texts: Vec<String> = parts.map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    case(&mut random, &texts)
}

/// A case of these texts.
pub(crate) fn case(random: &mut Random, texts: &[String]) -> Value {
    let mut odd = Odd { random, texts };
    let action = odd.text();
    let (resource, key, value, name) = (odd.text(), odd.text(), odd.text(), odd.text());
    let caller = match odd.random.below(7) {
        0 => json!({ "kind": "root", "account": ACCOUNT }),
        1 => json!({ "kind": "role", "account": ACCOUNT, "role_id": name, "session_arn": odd.text() }),
        2 => json!({ "kind": "role", "account": ACCOUNT, "role_arn": name }),
        3 => json!({ "kind": "service", "names": [name, odd.text()] }),
        4 => json!({ "kind": "provider", "provider": name }),
        5 => json!({ "kind": "anonymous" }),
        _ => json!({ "kind": "user", "account": ACCOUNT, "arn": name, "id": odd.text() }),
    };
    let asked = Asked { action: &action, resource: &resource, key: &key, value: &value, name: &name };
    let mut policies = json!({ "identity": [odd.document(&asked, false)] });
    if odd.random.chance(50) {
        policies["resource"] = odd.document(&asked, true);
    }
    for (layer, percent) in [("boundary", 20), ("trust", 10)] {
        if odd.random.chance(percent) {
            policies[layer] = odd.document(&asked, layer == "trust");
        }
    }
    for (layer, principals) in [("scp", false), ("rcp", true)] {
        if odd.random.chance(20) {
            let level = json!([[odd.document(&asked, principals)]]);
            policies[layer] = json!({ "management": "999999999999", "levels": level });
        }
    }
    let service = action.split(':').next().unwrap_or_default();
    let without_rcps = [odd.meets(service), odd.text()];
    let more = if odd.random.chance(20) { json!([value, odd.text()]) } else { json!([value]) };
    json!({
        "caller": caller,
        "action": action,
        "resource": resource,
        "class": odd.random.of(&["Ordinary", "Ordinary", "Object", "Bucket", "KmsKey", "Queue", "Role"]),
        "owner": odd.random.of(&[ACCOUNT, ACCOUNT, "222222222222"]),
        "context": { key: more },
        "policies": policies,
        "without_rcps": without_rcps,
    })
}

/// The texts of the request, which those of the policies are to meet.
struct Asked<'a> {
    action: &'a str,
    resource: &'a str,
    key: &'a str,
    value: &'a str,
    name: &'a str,
}

struct Odd<'a> {
    random: &'a mut Random,
    texts: &'a [String],
}

impl Odd<'_> {
    fn text(&mut self) -> String {
        if self.texts.is_empty() { String::new() } else { self.random.of(self.texts) }
    }

    /// A pattern that mostly matches the text.
    fn meets(&mut self, text: &str) -> String {
        match self.random.below(8) {
            0 => self.text(),
            1 => texts::near(self.random, text),
            2 => texts::recase(self.random, text),
            3 => format!("{text}*"),
            4 | 5 => texts::pattern(self.random, text),
            _ => text.to_owned(),
        }
    }

    /// A document; one of the texts as it stands, if it is one.
    fn document(&mut self, asked: &Asked<'_>, principals: bool) -> Value {
        if let Ok(whole @ Value::Object(_)) = serde_json::from_str(&self.text()) {
            return whole;
        }
        let count = self.random.of(&[1, 1, 2]);
        let statements: Vec<Value> = (0..count).map(|_| self.statement(asked, principals)).collect();
        json!({ "Version": self.random.of(&["2012-10-17", "2012-10-17", "2008-10-17"]), "Statement": statements })
    }

    fn statement(&mut self, asked: &Asked<'_>, principals: bool) -> Value {
        let mut statement = json!({ "Effect": self.random.of(&["Allow", "Allow", "Deny"]) });
        let not = |random: &mut Random, name: &str| {
            if random.chance(15) { format!("Not{name}") } else { name.to_owned() }
        };
        if principals {
            let kind = self.random.of(&["AWS", "AWS", "Service", "Federated", "CanonicalUser"]);
            let entry = self.meets(asked.name);
            let everyone = self.random.chance(40);
            let element = not(self.random, "Principal");
            statement[element] = if everyone { "*".into() } else { json!({ kind: entry }) };
        }
        for (name, text) in [("Action", asked.action), ("Resource", asked.resource)] {
            let pattern = if self.random.chance(15) { "*".to_owned() } else { self.meets(text) };
            statement[not(self.random, name)] = pattern.into();
        }
        for _ in 0..self.random.of(&[0, 1, 1, 2]) {
            let prefix = self.random.of(&["", "", "", "ForAllValues:", "ForAnyValue:"]);
            let operator = self.random.of(OPERATORS);
            let suffix = self.random.of(&["", "", "", "IfExists"]);
            let operator = if operator == "Null" { operator.to_owned() } else { format!("{prefix}{operator}{suffix}") };
            let key = texts::recase(self.random, asked.key);
            let written = match self.random.below(5) {
                0 => format!("${{{}}}", asked.key),
                1 => format!("{}${{{}, '{}'}}", self.text(), self.text(), self.text()),
                _ => self.meets(asked.value),
            };
            statement["Condition"][operator][key] = written.into();
        }
        statement
    }
}
