//! Fixes that say they keep a policy's meaning do: the engine decides the same before and after, for requests at the
//! edges of what the policy speaks of.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "all of it is test code: a panic is a failure")]

use rolecall_analysis::lint::fix_all;
use rolecall_analysis::{Finding, Kind, Settings, lint, service_facts};
use rolecall_catalog::managed_policies;
use rolecall_policy::document::{OperatorCore, Statement};
use rolecall_policy::evaluate::Attached;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{
    Compiled, Context, Policies, Policy, PolicySet, PolicySource, Principal, Request, Verdict, decide, kind,
};
use std::collections::BTreeSet;
use std::sync::Arc;

const SETTINGS: Settings = Settings { kind: Kind::Identity, account: None };

/// A request: action, resource, and the values of its context.
type Asked = (String, String, Vec<(String, String)>);

/// A policy that the engine can be asked about.
struct Engine(PolicySet<kind::Identity>);

impl Engine {
    fn of(text: &str) -> Self {
        let policy = Policy::<kind::Identity>::parse(text).expect("what is fixed can be read");
        let source = PolicySource { name: "policy".into(), owner: None, arn: None };
        Self([Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) }].into())
    }

    fn decide(&self, asked: &Asked) -> Verdict {
        let (action, resource, values) = asked;
        let account = "111111111111".parse().unwrap();
        let ana = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
        let mut context = Context::new();
        context.set("aws:username", "ana");
        for (key, value) in values {
            context.set(key, value.as_str());
        }
        let request = Request {
            principal: &ana,
            action,
            resource,
            resource_account: Some(account),
            class: ResourceClass::Ordinary,
            s3: None,
            context: &context,
            services: service_facts(),
        };
        decide(&request, &Policies { identity: &self.0, ..Policies::default() }).verdict()
    }
}

/// Texts that the pattern matches, and one that it may just not match. Variables are all replaced by the same name.
fn samples(pattern: &str) -> [String; 3] {
    let plain = without_variables(pattern).0;
    [plain.replace('*', "x").replace('?', "y"), plain.replace(['*', '?'], ""), format!("{}z", plain.replace('*', "x"))]
}

/// The text with `ana` for each variable, and the names of the variables.
fn without_variables(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut names, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, opened)) = rest.split_once("${") {
        let Some((name, after)) = opened.split_once('}') else { break };
        plain.push_str(before);
        plain.push_str("ana");
        names.push(name.to_owned());
        rest = after;
    }
    (plain + rest, names)
}

/// Context values with which the statement's conditions hold, as far as that is easily found: the nth value of each.
fn holding(statement: &Statement, nth: usize) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for condition in &statement.conditions {
        let Some(value) = condition.values.get(nth % condition.values.len().max(1)) else { continue };
        let (core, key) = (condition.operator.value.core, condition.key.value.to_string());
        let [sample, _, other] = samples(&value.value);
        match core {
            OperatorCore::Null if value.value.eq_ignore_ascii_case("true") => {}
            OperatorCore::IpAddress => values.push((key, sample.split('/').next().unwrap_or_default().to_owned())),
            OperatorCore::NotIpAddress => values.push((key, "192.0.2.77".to_owned())),
            core if core.name().contains("Not") => values.push((key, other)),
            _ => values.push((key, sample)),
        }
        values.extend(without_variables(&value.value).1.into_iter().map(|name| (name, "ana".to_owned())));
    }
    values
}

/// Requests about what the policy names: its actions and resources in turn, with and without its condition keys.
fn requests(text: &str) -> Vec<Asked> {
    let policy = Policy::<kind::Identity>::parse(text).expect("it can be read");
    let mut asked = BTreeSet::new();
    for statement in policy.statements() {
        let actions = statement.action.iter().flat_map(|element| &element.patterns).map(|pattern| &*pattern.value);
        let resources = statement.resource.iter().flat_map(|element| &element.patterns);
        let resources: Vec<&str> = resources.filter_map(|pattern| pattern.value.as_deref()).collect();
        for (at, action) in actions.enumerate() {
            for (nth, action) in samples(action).into_iter().enumerate() {
                let resource = resources.get((at + nth) % resources.len().max(1)).copied().unwrap_or("*");
                for resource in samples(resource) {
                    asked.insert((action.clone(), resource.clone(), holding(statement, at + nth)));
                    asked.insert((action.clone(), resource, Vec::new()));
                }
            }
        }
        for resource in resources.iter().flat_map(|resource| samples(resource)) {
            let action = statement.action.as_ref().and_then(|element| element.patterns.first());
            let action = action.map_or("s3:GetObject", |pattern| &*pattern.value);
            asked.insert((samples(action)[0].clone(), resource, holding(statement, 0)));
        }
    }
    asked.into_iter().collect()
}

fn holds_to_its_meaning(text: &str) -> Option<(String, Vec<Finding>)> {
    let (fixed, mended) = fix_all(text, &SETTINGS)?;
    let (before, after) = (Engine::of(text), Engine::of(&fixed));
    for asked in requests(text) {
        let codes: Vec<_> = mended.iter().map(|finding| finding.code).collect();
        assert_eq!(before.decide(&asked), after.decide(&asked), "{asked:?} {codes:?}\n{text}\n{fixed}");
    }
    Some((fixed, mended))
}

#[test]
fn fixed_managed_policies_decide_the_same() {
    let mut mended = 0;
    for policy in managed_policies().iter().filter(|policy| policy.document.len() < 20_000) {
        if let Some((fixed, findings)) = holds_to_its_meaning(policy.document) {
            mended += findings.len();
            let left = lint(&fixed, &SETTINGS);
            assert!(left.iter().all(|finding| finding.fixes.iter().all(|fix| !fix.keeps_meaning)), "{}", policy.name);
        }
    }
    assert!(mended > 100, "only {mended} findings were mended: the test sees too little");
}

/// One policy with every fix that keeps a meaning, each checked by itself.
#[test]
fn each_kind_of_fix_decides_the_same() {
    let text = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "", "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject", "s3:get*", "s3:List**"],
     "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x", "arn:aws:s3:::${aws:username}/**", null, "arn:aws:s3:::c"],
     "Condition": {"StringLike": {"AWS:sourcevpc": ["vpc-1*", "vpc-12"]}, "Null": {},
                   "NotIpAddress": {"aws:SourceIp": ["203.0.113.9/24", "203.0.113.10"]}}},
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::d", "Condition": {}},
    {"Effect": "Allow", "Action": "s3:getobject", "Resource": ["arn:aws:s3:::d"]},
    {"Effect": "Deny", "Action": ["s3:PutObject", "s3:PutObjectAcl"], "Resource": "*",
     "Condition": {"StringEqualsIgnoreCase": {"s3:prefix": ["A", "a", "b"]}}},
    {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
     "Condition": {"StringEqualsIgnoreCase": {"S3:Prefix": ["b", "A", "a"]}, "Bool": {"aws:SecureTransport": "false"}}}
  ]
}"#;
    let (_, mended) = holds_to_its_meaning(text).unwrap();
    let codes: BTreeSet<&str> = mended.iter().map(|finding| finding.code).collect();
    let expected = [
        "CONDITION_KEY_CASE",
        "EMPTY_OBJECT_CONDITION",
        "EMPTY_SID_VALUE",
        "IMPROVE_IP_RANGE",
        "NULL_RESOURCE",
        "REDUNDANT_ACTION",
        "REDUNDANT_CONDITION_VALUE",
        "REDUNDANT_RESOURCE",
        "REDUNDANT_STATEMENT",
        "REPEATED_WILDCARD",
    ];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected);
    let old = text.replace("2012-10-17", "2008-10-17").replace("${aws:username}", "ana");
    let (fixed, mended) = holds_to_its_meaning(&old).unwrap();
    assert!(fixed.contains("2012-10-17") && mended.iter().any(|finding| finding.code == "OLD_VERSION"));
}

/// Chains and circles of redundancy lose all but what covers the rest, whatever their order.
#[test]
fn what_covers_the_others_stays() {
    let policy = |actions: &str, statements: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}{statements}]}}"#
        )
    };
    let statement = |action: &str| format!(r#", {{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}"#);
    for (actions, statements, expected, left) in [
        (r#""s3:GetObject", "s3:GetOb*", "s3:Get*""#, String::new(), r#""s3:Get*""#, String::new()),
        (r#""s3:Get*", "s3:GetOb*", "s3:GetObject""#, String::new(), r#""s3:Get*""#, String::new()),
        (r#""s3:Get*", "s3:get*", "S3:Get*""#, String::new(), r#""s3:Get*""#, String::new()),
        (
            r#""s3:GetA*", "s3:Get*", "s3:PutObject", "s3:GetB*""#,
            String::new(),
            r#""s3:Get*", "s3:PutObject""#,
            String::new(),
        ),
        (
            r#""sqs:*""#,
            statement("sqs:Send*") + &statement("sqs:*") + &statement("s3:Get*"),
            r#""sqs:*""#,
            statement("s3:Get*"),
        ),
        (r#""s3:GetObject""#, statement("s3:GetOb*") + &statement("s3:Get*"), "", String::new()),
    ] {
        let text = policy(actions, &statements);
        let (fixed, _) = holds_to_its_meaning(&text).unwrap();
        let whole = if expected.is_empty() {
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}"#
                .to_owned()
        } else {
            policy(expected, &left)
        };
        assert_eq!(fixed, whole, "{text}");
    }
}

/// Lists that are all redundant but for one item are mended in a few rounds, not in as many as there are items; and what
/// was made to be slow is not. With a round for each item this test would take minutes.
#[test]
fn thousands_of_redundant_parts_go_at_once() {
    let many = |item: &dyn Fn(usize) -> String| (0..3_000).map(item).collect::<Vec<_>>().join(",");
    let statement =
        |members: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny",{members}}}]}}"#);
    let resources = many(&|at| format!(r#""arn:aws:s3:::b/{at}""#));
    let nulls = many(&|_| "null".into());
    let values = many(&|at| format!(r#""a{at}""#));
    let statements = many(&|at| {
        format!(
            r#"{{"Sid":"","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}},{{"Sid":"S{at}","Effect":"Deny","Action":"s3:Put*","Resource":"*","Condition":{{}}}}"#
        )
    });
    for (text, least) in [
        (statement(&format!(r#""Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*",{resources}]"#)), 3_000),
        (statement(&format!(r#""Action":"s3:GetObject","Resource":[{nulls},"arn:aws:s3:::b/*",{nulls}]"#)), 6_000),
        (statement(&format!(r#""Action":"s3:GetObject","Resource":[{nulls}]"#)), 2_999),
        (
            statement(&format!(
                r#""Action":"s3:ListBucket","Resource":"*","Condition":{{"StringLike":{{"s3:prefix":["a*",{values}]}}}}"#
            )),
            3_000,
        ),
        (format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#), 5_999),
    ] {
        let (fixed, mended) = fix_all(&text, &SETTINGS).unwrap();
        assert!(fixed.len() < 200 && mended.len() >= least, "{} mended: {fixed:.300}", mended.len());
        assert!(Policy::<kind::Identity>::parse(&*fixed).is_ok(), "{fixed}");
        let left = lint(&fixed, &SETTINGS);
        assert!(left.iter().all(|finding| finding.fixes.iter().all(|fix| !fix.keeps_meaning)), "{fixed} {left:?}");
    }
}

/// Many fixes at once, in policies that are put together at random from parts that cover each other.
#[test]
fn fixes_together_decide_the_same() {
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let actions =
        ["s3:*", "s3:Get*", "s3:get*", "s3:GetObject", "s3:GetObject*", "s3:Get**", "sqs:*", "sqs:SendMessage"];
    let resources = [
        "\"*\"",
        "null",
        "\"arn:aws:s3:::b/*\"",
        "\"arn:aws:s3:::b/a*\"",
        "\"arn:aws:s3:::b/ab\"",
        "\"arn:aws:s3:::*\"",
    ];
    let conditions = [
        r#""Condition": {}"#,
        r#""Condition": {"StringLike": {}, "Null": {}}"#,
        r#""Condition": {"StringLike": {"aws:sourcevpc": ["vpc-1*", "vpc-12", "vpc-*"]}}"#,
        r#""Condition": {"NumericLessThan": {"s3:max-keys": ["10", "20", "5"]}, "Bool": {}}"#,
        r#""Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.9/24", "203.0.113.10", "203.0.112.0/20"]}}"#,
        r#""Sid": """#,
    ];
    let mut mended = 0;
    for _ in 0..300 {
        let mut statements = Vec::new();
        for _ in 0..=next(4) {
            let mut list = |of: &[&str], quote: &str| {
                let items: Vec<String> =
                    (0..=next(4)).map(|_| format!("{quote}{}{quote}", of[next(of.len())])).collect();
                items.join(", ")
            };
            let (actions, resources) = (list(&actions, "\""), list(&resources, ""));
            let not = if next(5) == 0 { "Not" } else { "" };
            let effect = if next(3) == 0 { "Deny" } else { "Allow" };
            let condition = conditions[next(conditions.len())];
            statements.push(format!(
                r#"{{"Effect": "{effect}", "{not}Action": [{actions}], "Resource": [{resources}], {condition}}}"#
            ));
        }
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(", "));
        let Some((fixed, findings)) = holds_to_its_meaning(&text) else { continue };
        mended += findings.len();
        let left = lint(&fixed, &SETTINGS);
        assert!(left.iter().all(|finding| finding.fixes.iter().all(|fix| !fix.keeps_meaning)), "{text}\n{fixed}");
    }
    assert!(mended > 1_000, "only {mended} findings were mended: the test sees too little");
}
