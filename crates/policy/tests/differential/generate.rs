//! Cases at the boundaries of rules.
//!
//! A case begins with who asks what. Its statements are then made out of the request: mostly so that each part matches,
//! sometimes so that it just does not, sometimes in a form that creation would refuse but an evaluator must read. Half of
//! the cases are about the language, with one policy of many conditions; half about how layers combine, with simple
//! statements in many layers.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::services::WITHOUT_RCPS;
use crate::texts;

const OWN: &str = "111111111111";
const OTHER: &str = "222222222222";
const THIRD: &str = "333333333333";
const MANAGEMENT: &str = "999999999999";
const CANONICAL: &str = "1111111111111111111111111111111111111111111111111111111111111111";

/// Action, class and resource; `{a}` is the owner's account, `{p}` the partition.
const ASKED: &[(&str, &str, &str)] = &[
    ("s3:GetObject", "Object", "arn:{p}:s3:::data/a/report.csv"),
    ("s3:GetObject", "Object", "arn:{p}:s3:::data/a:b/*"),
    ("s3:PutObject", "Object", "arn:{p}:s3:::data/ana/x"),
    ("s3:DeleteObject", "Object", "arn:{p}:s3:::data/x"),
    ("s3:PutObjectAcl", "Object", "arn:{p}:s3:::data/x"),
    ("s3:ListBucket", "Bucket", "arn:{p}:s3:::data"),
    ("s3:ListAllMyBuckets", "Ordinary", "*"),
    ("s3:GetBucketPolicy", "Bucket", "arn:{p}:s3:::data"),
    ("s3:PutBucketPolicy", "Bucket", "arn:{p}:s3:::data"),
    ("s3:DeleteBucketPolicy", "Bucket", "arn:{p}:s3:::data"),
    ("kms:Decrypt", "KmsKey", "arn:{p}:kms:eu-west-1:{a}:key/k1"),
    ("kms:RetireGrant", "KmsKey", "arn:{p}:kms:eu-west-1:{a}:key/k1"),
    ("kms:ListKeys", "Ordinary", "*"),
    ("kms:CreateAlias", "KmsAlias", "arn:{p}:kms:eu-west-1:{a}:alias/mine"),
    ("kms:DeleteAlias", "KmsAlias", "arn:{p}:kms:eu-west-1:{a}:alias/aws/s3"),
    ("kms:CreateAlias", "KmsKey", "arn:{p}:kms:eu-west-1:{a}:key/k1"),
    ("sts:AssumeRole", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("sts:AssumeRole", "Role", "arn:{p}:iam::{a}:role/team/Dev"),
    ("sts:AssumeRole", "Role", "arn:{p}:iam::{a}:role/aws-service-role/x.amazonaws.com/X"),
    ("sts:AssumeRoleWithSAML", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("sts:AssumeRoleWithWebIdentity", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("sts:TagSession", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("sts:SetSourceIdentity", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("sts:AssumeRoot", "Ordinary", "arn:{p}:iam::{a}:root"),
    ("sts:GetCallerIdentity", "Ordinary", "*"),
    ("sts:GetSessionToken", "Ordinary", "*"),
    ("sts:GetFederationToken", "Ordinary", "arn:{p}:sts::{a}:federated-user/fay"),
    ("iam:GetRole", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("iam:PassRole", "Role", "arn:{p}:iam::{a}:role/Target"),
    ("iam:DeleteRole", "Role", "arn:{p}:iam::{a}:role/aws-reserved/sso.amazonaws.com/X"),
    ("iam:GetRole", "Role", "arn:{p}:iam::{a}:role/aws-reserved/sso.amazonaws.com/X"),
    ("iam:PassRole", "Role", "arn:{p}:iam::{a}:role/aws-reserved/sso.amazonaws.com/X"),
    ("iam:ListRoleTags", "Role", "arn:{p}:iam::{a}:role/aws-reserved/sso.amazonaws.com/X"),
    ("iam:GetPolicy", "Ordinary", "arn:{p}:iam::aws:policy/ReadOnlyAccess"),
    ("iam:DeletePolicy", "Ordinary", "arn:{p}:iam::aws:policy/ReadOnlyAccess"),
    ("iam:TagPolicy", "Ordinary", "arn:{p}:iam::{a}:policy/mine"),
    ("iam:CreateUser", "Ordinary", "arn:{p}:iam::{a}:user/new"),
    ("sqs:SendMessage", "Queue", "arn:{p}:sqs:eu-west-1:{a}:queue"),
    ("sqs:SetQueueAttributes", "Queue", "arn:{p}:sqs:eu-west-1:{a}:queue"),
    ("sqs:GetQueueAttributes", "Queue", "arn:{p}:sqs:eu-west-1:{a}:queue"),
    ("sns:Publish", "Ordinary", "arn:{p}:sns:eu-west-1:{a}:topic"),
    ("ec2:RunInstances", "Ordinary", "arn:{p}:ec2:us-east-1:{a}:instance/*"),
    ("ec2:CopySnapshot", "Ordinary", "arn:{p}:ec2:us-east-1::snapshot/*"),
    ("dynamodb:GetItem", "Ordinary", "arn:{p}:dynamodb:us-east-1:{a}:table/prod-x"),
    ("logs:PutLogEvents", "Ordinary", "arn:{p}:logs:eu-west-1:{a}:log-group:g:log-stream:s"),
    ("secretsmanager:GetSecretValue", "Ordinary", "arn:{p}:secretsmanager:eu-west-1:{a}:secret:s-AbCdEf"),
    ("lambda:InvokeFunction", "Ordinary", "arn:{p}:lambda:eu-west-1:{a}:function:f"),
    ("test:Thing", "Ordinary", "*"),
];

/// What statements are made out of.
struct Generator<'a> {
    random: &'a mut Random,
    caller: Value,
    action: String,
    resource: String,
    context: Map<String, Value>,
    /// The case is about the language, not about layers.
    language: bool,
}

/// One case. The same numbers give the same case.
pub(crate) fn case(random: &mut Random) -> Value {
    let language = random.chance(50);
    let partition = if random.chance(95) { "aws" } else { random.of(&["aws-cn", "aws-us-gov"]) };
    let owner = if random.chance(65) { OWN } else { random.of(&[OTHER, OTHER, THIRD, MANAGEMENT]) };
    let (action, class, resource) = random.of(ASKED);
    let resource = resource.replace("{p}", partition).replace("{a}", owner);
    let caller_partition = if random.chance(97) { partition } else { "aws" };
    let caller = caller(random, language, caller_partition, action);
    let mut context = Map::new();
    if random.chance(50) {
        context.insert("aws:username".into(), json!([random.of(&["ana", "data", "a", "Ana", "", "*", "s3:::data"])]));
    }
    let mut generator = Generator { random, caller, action: action.into(), resource, context, language };
    let policies = generator.policies(class);
    generator.finish(class, owner, &policies)
}

/// A caller of each kind, of the account 111111111111.
fn caller(random: &mut Random, language: bool, partition: &str, action: &str) -> Value {
    let user_arn = format!("arn:{partition}:iam::{OWN}:user/{}ana", random.of(&["", "team/"]));
    let role = |random: &mut Random| {
        let path = random.of(&["", "team/", "team/", "a/b/", "aws-service-role/x.amazonaws.com/", "aws-reserved/sso/"]);
        let mut role = json!({ "kind": "role", "account": OWN });
        if random.chance(85) {
            role["role_arn"] = format!("arn:{partition}:iam::{OWN}:role/{path}Dev").into();
        }
        if random.chance(85) {
            role["session_arn"] = format!("arn:{partition}:sts::{OWN}:assumed-role/Dev/ana").into();
        }
        if random.chance(70) {
            role["role_id"] = "AROADEV0000000000001".into();
        }
        if path.starts_with("aws-service-role/") && random.chance(90) || random.chance(3) {
            role["service_linked"] = true.into();
        }
        role
    };
    let user = |random: &mut Random| {
        let mut user = json!({ "kind": "user", "account": OWN, "arn": user_arn });
        if random.chance(70) {
            user["id"] = "AIDAANA0000000000001".into();
        }
        user
    };
    if action.starts_with("sts:AssumeRoleWith") && random.chance(70) {
        return json!({ "kind": "provider", "provider": random.of(&["accounts.google.com", "arn:aws:iam::111111111111:saml-provider/P", "arn:aws-cn:iam::111111111111:saml-provider/P"]) });
    }
    if language && random.chance(80) {
        return user(random);
    }
    match random.below(14) {
        0 => json!({ "kind": "root", "account": OWN, "arn": format!("arn:{partition}:iam::{OWN}:root") }),
        1..=3 => user(random),
        4..=6 => role(random),
        7 => {
            json!({ "kind": "federated", "account": OWN, "arn": format!("arn:{partition}:sts::{OWN}:federated-user/fay") })
        }
        8 => {
            let arn = format!("arn:{partition}:sts::{OWN}:federated-user/fay");
            let mut caller = json!({ "kind": "federated", "account": OWN, "arn": arn, "issuer": user_arn });
            if random.chance(70) {
                caller["issuer_id"] = "AIDAANA0000000000001".into();
            }
            caller
        }
        9 => json!({ "kind": "assumed-root", "account": OWN, "arn": format!("arn:{partition}:iam::{OWN}:root") }),
        10 => json!({ "kind": "delegated", "approver": if random.chance(50) { user(random) } else { role(random) } }),
        11 => json!({ "kind": "service", "names": random.of(&[
            &["lambda.amazonaws.com"][..],
            &["lambda.amazonaws.com", "lambda.eu-west-1.amazonaws.com"],
        ]) }),
        12 => json!({ "kind": "provider", "provider": "accounts.google.com" }),
        _ => json!({ "kind": "anonymous" }),
    }
}

impl Generator<'_> {
    fn finish(mut self, class: &str, owner: &str, policies: &Value) -> Value {
        let random = &mut *self.random;
        if random.chance(50) {
            // What the gateway would put in (R2.12).
            let arn = ["role_arn", "arn"].iter().find_map(|name| self.caller.get(*name).cloned());
            if let Some(arn) = arn {
                self.context.entry("aws:PrincipalArn").or_insert_with(|| json!([arn]));
            }
        }
        let mut case = json!({
            "caller": self.caller,
            "action": if random.chance(5) { texts::recase(random, &self.action) } else { self.action },
            "resource": if random.chance(4) { texts::near(random, &self.resource) } else { self.resource },
            "class": class,
            "context": self.context,
            "policies": policies,
        });
        if random.chance(75) {
            case["owner"] = owner.into();
        }
        let of_s3 = matches!(class, "Bucket" | "Object");
        if of_s3 && random.chance(60) || random.chance(3) {
            let mut s3 = json!({});
            if random.chance(25) {
                s3["object_owner"] = random.of(&[OWN, OTHER, THIRD]).into();
            }
            if random.chance(40) {
                s3["restrict"] = true.into();
            }
            if random.chance(40) {
                s3["canonical"] = CANONICAL.into();
            }
            case["s3"] = s3;
        }
        if policies.get("rcp").is_some() && random.chance(60) {
            let action = case["action"].as_str().and_then(|action| action.split(':').next()).unwrap_or_default();
            let own = random.of(&[action, action, "s3x", ""]).to_owned();
            let others = WITHOUT_RCPS.iter().map(|name| (*name).to_owned()).filter(|_| random.chance(50));
            let names: Vec<String> = others.chain([own]).collect();
            case["without_rcps"] = names.iter().map(|name| texts::recase(random, name)).collect();
        }
        case
    }

    fn policies(&mut self, class: &str) -> Value {
        let mut policies = json!({});
        // Now and then a policy of the wrong kind.
        let own = if (class == "Role") != self.random.chance(3) { "trust" } else { "resource" };
        if self.language {
            let layer = if self.random.chance(80) { "identity" } else { own };
            match layer {
                "identity" => policies["identity"] = self.list(1, false),
                layer => policies[layer] = self.document(true),
            }
            if self.random.chance(20) {
                policies["identity"] = json!([everything(false)]);
            }
            return policies;
        }
        if self.random.chance(75) {
            policies["identity"] = self.list(2, false);
        }
        if self.random.chance(30) {
            policies["boundary"] = self.mostly_everything(false);
        }
        if self.random.chance(40) {
            policies["session"] = self.list(2, false);
        }
        if self.random.chance(60) {
            policies[own] = self.document(true);
        }
        if self.random.chance(20) {
            policies["endpoint"] =
                if self.random.chance(85) { json!([self.mostly_everything(true)]) } else { self.list(2, true) };
        }
        for (name, principals) in [("scp", false), ("rcp", true)] {
            if self.random.chance(30) {
                policies[name] = self.guardrails(principals);
            }
        }
        policies
    }

    fn list(&mut self, most: usize, principals: bool) -> Value {
        let count = if self.random.chance(90) { 1 + self.random.below(most) } else { 0 };
        (0..count).map(|_| self.document(principals)).collect::<Vec<_>>().into()
    }

    fn guardrails(&mut self, principals: bool) -> Value {
        let management = self.random.of(&[MANAGEMENT, MANAGEMENT, MANAGEMENT, OWN, OTHER]);
        let levels = self.random.of(&[0, 1, 1, 2, 2, 3]);
        let levels: Vec<Value> = (0..levels)
            .map(|_| {
                let mut level = Vec::new();
                if self.random.chance(85) {
                    level.push(everything(principals));
                }
                if self.random.chance(30) {
                    level.push(self.document(principals));
                }
                level.into()
            })
            .collect();
        json!({ "management": management, "levels": levels })
    }

    fn mostly_everything(&mut self, principals: bool) -> Value {
        if self.random.chance(40) { everything(principals) } else { self.document(principals) }
    }

    fn document(&mut self, principals: bool) -> Value {
        let count = self.random.of(&[1, 1, 1, 2, 2, 3]);
        let statements: Vec<Value> = (0..count).map(|_| self.statement(principals)).collect();
        let statements =
            if count == 1 && self.random.chance(50) { statements[0].clone() } else { Value::from(statements) };
        let mut document = json!({ "Statement": statements });
        match self.random.below(20) {
            0 => document["Version"] = "2008-10-17".into(),
            1 => {}
            _ => document["Version"] = "2012-10-17".into(),
        }
        document
    }

    /// A statement; parts that it need not have are sometimes missing, or there where they are not allowed.
    pub(crate) fn statement(&mut self, principals: bool) -> Value {
        let mut statement = json!({ "Effect": if self.random.chance(72) { "Allow" } else { "Deny" } });
        // Where all else matches, one condition decides.
        if self.language && self.random.chance(40) {
            statement["Action"] = "*".into();
            statement["Resource"] = "*".into();
            if principals {
                statement["Principal"] = "*".into();
            }
            let (operator, key, values) = self.condition();
            statement["Condition"] = json!({ operator: { key: values } });
            return statement;
        }
        if if principals { self.random.chance(97) } else { self.random.chance(2) } {
            let negated = self.random.chance(18);
            let principal = if negated && self.random.chance(60) { self.all_layers() } else { self.principal() };
            statement[if negated { "NotPrincipal" } else { "Principal" }] = principal;
        }
        if self.random.chance(99) {
            let negated = self.random.chance(8);
            statement[if negated { "NotAction" } else { "Action" }] = self.actions(negated);
        }
        if self.random.chance(99) {
            let negated = self.random.chance(8);
            statement[if negated { "NotResource" } else { "Resource" }] = self.resources(negated);
        }
        if self.random.chance(if self.language { 65 } else { 18 }) {
            let mut condition = json!({});
            for _ in 0..self.random.of(&[1, 1, 1, 2, 3]) {
                let (operator, key, values) = self.condition();
                if condition.get(&operator).is_none() {
                    condition[&operator] = json!({});
                }
                condition[&operator][&key] = values;
            }
            statement["Condition"] = condition;
        }
        statement
    }

    fn actions(&mut self, negated: bool) -> Value {
        let random = &mut *self.random;
        let other =
            random.of(&["s3:PutObject", "ec2:*", "nosuch:Thing", "", "**", "s3:Get*, s3:Put*", "s3:", "s*:*", "*:x"]);
        let action = self.action.clone();
        let near = |random: &mut Random| {
            let (service, name) = action.split_once(':').unwrap_or((&action, ""));
            let pattern = texts::pattern(random, name);
            texts::recase(random, &format!("{service}:{pattern}"))
        };
        if negated {
            return if random.chance(70) { other.into() } else { near(random).into() };
        }
        match random.below(20) {
            0..=7 => "*".into(),
            8..=10 => action.into(),
            11..=15 => near(random).into(),
            16 => json!([other, near(random)]),
            17 => other.into(),
            18 => texts::pattern(random, &action).into(),
            _ => random.of(&[json!([]), json!("*:*"), json!([other]), json!(["*", other])]),
        }
    }

    fn resources(&mut self, negated: bool) -> Value {
        let resource = self.resource.clone();
        let other = self.random.of(&[
            "arn:aws:s3:::other/*",
            "arn:aws:s3:::*",
            "arn:*",
            "arn:aws:iam::*:role/*",
            "",
            "**",
            "*",
            "s3",
            "arn:aws:s3:::${aws:username}/*",
            "arn:aws:s3:::data/${aws:username}*",
            "${aws:username}",
            "arn:aws:${aws:username}/x",
            "arn:aws:s3:*:*:*",
            "arn:aws:s3:::?",
        ]);
        let pattern = |generator: &mut Self| -> Value {
            let pattern = texts::pattern(generator.random, &resource);
            generator.with_variable(pattern).into()
        };
        if negated {
            return if self.random.chance(60) { other.into() } else { pattern(self) };
        }
        match self.random.below(20) {
            0..=6 => "*".into(),
            7..=9 => resource.into(),
            10..=14 => pattern(self),
            15 => json!([other, pattern(self)]),
            16 => json!([pattern(self), null]),
            17 => other.into(),
            18 => texts::near(self.random, &resource).into(),
            _ => self.random.of(&[json!([]), json!([null]), json!(["*", null]), json!([other])]),
        }
    }

    /// Sometimes puts a variable in place of a part of the text, and mostly gives it that part as its value.
    fn with_variable(&mut self, text: String) -> String {
        if !self.random.chance(30) {
            return text;
        }
        let chars: Vec<char> = text.chars().collect();
        let start = self.random.below(chars.len() + 1);
        let end = start + self.random.below(chars.len() + 1 - start);
        let part: String = chars[start..end].iter().collect();
        let key = self.random.of(&["aws:username", "test:Var", "aws:PrincipalTag/My Team", "a"]);
        let written = texts::recase(self.random, key);
        let default = part.replace(['\'', '}'], "");
        let random = &mut *self.random;
        let (expression, gives_value) = match random.below(12) {
            0 => (format!("${{{written}, '{default}'}}"), false),
            1 => (format!("${{{written},'{default}'}}"), random.chance(50)),
            2 => (format!("${{{written}  ,  'none'}}"), random.chance(70)),
            3 => (random.of(&["${*}", "${?}", "${$}", "${}", "${", "$", "${a", "${$}{a}"]).to_owned(), false),
            _ => (format!("${{{written}}}"), random.chance(90)),
        };
        if gives_value {
            let values = match random.below(12) {
                0 => json!([]),
                1 => json!([""]),
                2 => json!([part, part]),
                3 => json!([texts::near(random, &part)]),
                _ => json!([part]),
            };
            self.context.insert(key.to_owned(), values);
        }
        let before: String = chars[..start].iter().collect();
        let after: String = chars[end..].iter().collect();
        format!("{before}{expression}{after}")
    }

    /// Entries that name the caller, its account, what stands behind it, or others.
    fn entry(&mut self) -> (&'static str, String) {
        let of_caller = self.own_entries();
        let random = &mut *self.random;
        if random.chance(60) && !of_caller.is_empty() {
            let (kind, text) = random.of(&of_caller);
            let text = match random.below(20) {
                0 => texts::near(random, &text),
                1 => text.replace("arn:aws:", random.of(&["arn:aws-cn:", "arn:aws-iso:", "arn:nowhere:"])),
                _ => text,
            };
            return (kind, text);
        }
        random
            .of(&[
                ("AWS", "*"),
                ("AWS", "*"),
                ("AWS", OWN),
                ("AWS", OTHER),
                ("AWS", "arn:aws:iam::111111111111:root"),
                ("AWS", "arn:aws:iam::222222222222:root"),
                ("AWS", "arn:aws:iam::111111111111:user/*"),
                ("AWS", "arn:aws:iam::111111111111:user/Ana"),
                ("AWS", "arn:aws:iam::111111111111:role/Dev"),
                ("AWS", "arn:aws:iam::111111111111:role/other/Dev"),
                ("AWS", "arn:aws:iam::222222222222:role/team/Dev"),
                ("AWS", "arn:aws:sts::111111111111:assumed-role/Dev/bob"),
                ("AWS", "arn:aws:sts::111111111111:federated-user/Fay"),
                ("AWS", "arn:aws:iam::111111111111:group/g"),
                ("AWS", "AIDAOLD0000000000001"),
                ("AWS", "AROAOLD0000000000001"),
                ("Service", "Lambda.amazonaws.com"),
                ("Service", "lambda.eu-west-1.amazonaws.com"),
                ("Service", "ec2.amazonaws.com"),
                ("Federated", "accounts.google.com"),
                ("Federated", "Accounts.google.com"),
                ("CanonicalUser", CANONICAL),
                ("CanonicalUser", "2222222222222222222222222222222222222222222222222222222222222222"),
            ])
            .into_pair()
    }

    fn own_entries(&self) -> Vec<(&'static str, String)> {
        let mut entries = Vec::new();
        if self.action.starts_with("s3:") {
            entries.push(("CanonicalUser", CANONICAL.to_owned()));
        }
        let mut callers = vec![&self.caller];
        while let Some(caller) = callers.pop() {
            callers.extend(caller.get("approver"));
            let names = ["account", "arn", "id", "role_arn", "role_id", "session_arn", "issuer", "issuer_id"];
            for name in names {
                entries.extend(caller.get(name).and_then(Value::as_str).map(|text| ("AWS", text.to_owned())));
            }
            let names = caller.get("names").and_then(Value::as_array).into_iter().flatten();
            entries.extend(names.filter_map(Value::as_str).map(|name| ("Service", name.to_owned())));
            entries.extend(caller.get("provider").and_then(Value::as_str).map(|name| ("Federated", name.to_owned())));
        }
        entries
    }

    fn principal(&mut self) -> Value {
        match self.random.below(20) {
            0..=4 => "*".into(),
            5 => self.random.of(&[
                json!({ "AWS": [] }),
                json!({}),
                json!({ "AWS": [], "Service": "lambda.amazonaws.com" }),
            ]),
            6..=14 => {
                let (kind, text) = self.entry();
                json!({ kind: text })
            }
            _ => {
                let entries: Vec<_> = (0..1 + self.random.below(3)).map(|_| self.entry()).collect();
                map_of(&entries)
            }
        }
    }

    /// Every layer of the caller, sometimes less one (R1.20).
    fn all_layers(&mut self) -> Value {
        let mut entries = self.own_entries();
        if entries.is_empty() {
            return "*".into();
        }
        // An id stands for the ARN.
        if self.random.chance(30) {
            entries.retain(|(_, text)| !text.contains(":user/") && !text.contains(":role/"));
        }
        if self.random.chance(40) && entries.len() > 1 {
            let at = self.random.below(entries.len());
            entries.remove(at);
        }
        map_of(&entries)
    }

    /// An operator, a key, and values; the context mostly gets values at the boundary of these.
    fn condition(&mut self) -> (String, String, Value) {
        let random = &mut *self.random;
        if random.chance(10) {
            let operator = "Null".to_owned();
            let key = self.key(None);
            let values = self.random.of(&[
                json!("true"),
                json!("false"),
                json!(true),
                json!(false),
                json!(["true", "false"]),
                json!("True"),
                json!("x"),
                json!([]),
                json!(""),
            ]);
            return (operator, key, values);
        }
        let families: &[(&str, &[&str])] = &[
            (
                "String",
                &[
                    "StringEquals",
                    "StringNotEquals",
                    "StringEqualsIgnoreCase",
                    "StringNotEqualsIgnoreCase",
                    "StringLike",
                    "StringNotLike",
                ],
            ),
            (
                "Numeric",
                &[
                    "NumericEquals",
                    "NumericNotEquals",
                    "NumericLessThan",
                    "NumericLessThanEquals",
                    "NumericGreaterThan",
                    "NumericGreaterThanEquals",
                ],
            ),
            (
                "Date",
                &[
                    "DateEquals",
                    "DateNotEquals",
                    "DateLessThan",
                    "DateLessThanEquals",
                    "DateGreaterThan",
                    "DateGreaterThanEquals",
                ],
            ),
            ("Bool", &["Bool"]),
            ("Binary", &["BinaryEquals"]),
            ("Ip", &["IpAddress", "NotIpAddress"]),
            ("Arn", &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]),
            ("String", &["StringLike", "StringNotLike"]),
        ];
        let (family, operators) = random.of(families);
        let operator = random.of(operators);
        let prefix = random.of(&["", "", "", "", "ForAllValues:", "ForAnyValue:"]);
        let suffix = random.of(&["", "", "", "IfExists"]);
        let count = random.of(&[0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3]);
        let mut request: Vec<String> = Vec::new();
        let mut policy: Vec<String> = Vec::new();
        for _ in 0..count {
            let (written, given) = self.values(family);
            policy.push(written);
            request.push(given);
        }
        let key = self.key(Some((family, request)));
        let policy = match policy.as_slice() {
            [one] if self.random.chance(50) => json!(one),
            _ => json!(policy),
        };
        // Numbers and booleans may stand as they are (R1.7).
        let policy = match policy.as_str().and_then(|text| text.parse::<i64>().ok().filter(|n| n.to_string() == text)) {
            Some(number) if self.random.chance(50) => json!(number),
            _ => policy,
        };
        (format!("{prefix}{operator}{suffix}"), key, policy)
    }

    /// A value of a policy and one of a request, near each other.
    fn values(&mut self, family: &str) -> (String, String) {
        let random = &mut *self.random;
        match family {
            "Numeric" => {
                let written = texts::number(random);
                let given = match random.below(10) {
                    0..=2 => written.clone(),
                    3 => format!("{written}e0"),
                    4 => format!("0{written}.0"),
                    _ => texts::number(random),
                };
                (written, given)
            }
            "Date" => {
                let written = texts::date(random);
                let given = if random.chance(25) { written.clone() } else { texts::date(random) };
                (written, given)
            }
            "Bool" => (random.of(texts::BOOLS).into(), random.of(texts::BOOLS).into()),
            "Binary" => (random.of(texts::BINARIES).into(), random.of(texts::BINARIES).into()),
            "Ip" => (texts::block(random), texts::address(random)),
            "Arn" => {
                let given = if random.chance(90) {
                    let known: Vec<String> = self.own_entries().into_iter().map(|(_, text)| text).collect();
                    if known.is_empty() || self.random.chance(50) {
                        self.resource.clone()
                    } else {
                        self.random.of(&known)
                    }
                } else {
                    random
                        .of(&["", "*", "arn:aws:s3:::", "arn:aws:s3::x", "not-an-arn", "arn:::::", "ARN:aws:s3:::x"])
                        .to_owned()
                };
                let written = texts::pattern(self.random, &given);
                (self.with_variable(written), given)
            }
            _ => {
                let given = if random.chance(60) { texts::string(random) } else { self.resource.clone() };
                let random = &mut *self.random;
                let written = match random.below(10) {
                    0..=3 => given.clone(),
                    4 | 5 => texts::pattern(random, &given),
                    6 | 7 => random.of(&[given.to_uppercase(), given.to_lowercase()]),
                    8 => texts::near(random, &given),
                    _ => texts::string(random),
                };
                (self.with_variable(written), given)
            }
        }
    }

    /// A key as written in the policy; the context gets the values, none, several, or the empty text.
    fn key(&mut self, values: Option<(&str, Vec<String>)>) -> String {
        let random = &mut *self.random;
        let known: &[&str] = match values.as_ref().map(|(family, _)| *family) {
            Some("Ip") => &["aws:SourceIp", "test:Key"],
            Some("Arn") => &["aws:PrincipalArn", "aws:SourceArn", "s3:DataAccessPointArn", "test:Key", "test:Other"],
            Some("String") => &[
                "aws:username",
                "aws:PrincipalOrgID",
                "aws:userid",
                "test:Key",
                "test:Other",
                "aws:PrincipalTag/My Team",
                "aws:PrincipalTag/\u{3a3}s\u{17f}k\u{b5}",
            ],
            _ => &["test:Key", "test:Other", "test:Third", "aws:PrincipalTag/My Team"],
        };
        let key = random.of(known);
        if let Some((_, values)) = values {
            let list: Vec<Value> = match random.below(16) {
                0 => Vec::new(),
                1 => vec!["".into()],
                2 => vec!["".into(), "".into()],
                3 => values.iter().map(|value| texts::near(random, value).into()).collect(),
                4 => vec![texts::string(random).into()],
                5 => {
                    let mut list: Vec<Value> = values.into_iter().map(Value::from).collect();
                    list.push(texts::string(random).into());
                    list
                }
                6 => values.into_iter().map(Value::from).collect(),
                _ => values.into_iter().take(1).map(Value::from).collect(),
            };
            if random.chance(88) {
                self.context.insert(key.to_owned(), list.into());
            }
        }
        texts::recase(self.random, key)
    }
}

fn everything(principals: bool) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    if principals {
        statement["Principal"] = "*".into();
    }
    json!({ "Version": "2012-10-17", "Statement": statement })
}

/// A principal map with a list for each kind.
fn map_of(entries: &[(&'static str, String)]) -> Value {
    let mut map = json!({});
    for (kind, text) in entries {
        match map.get_mut(*kind).and_then(Value::as_array_mut) {
            Some(list) => list.push(text.as_str().into()),
            None => map[*kind] = json!([text]),
        }
    }
    map
}

trait IntoPair {
    fn into_pair(self) -> (&'static str, String);
}

impl IntoPair for (&'static str, &'static str) {
    fn into_pair(self) -> (&'static str, String) {
        (self.0, self.1.to_owned())
    }
}
