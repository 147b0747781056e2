//! Requests of which not everything is known, against all that they may be.
//!
//! Of a generated case some facts are hidden: the resource becomes a pattern that it matches, or unknown; a key becomes
//! unknown, present, or like some patterns. Then the answer is held against *completions*: the case itself, and cases that
//! fill the gaps otherwise, at the boundary of what the policies say.

use rolecall_policy::document::Effect;
use rolecall_policy::unknown::{self, Dependency, PossibleDecision, Resource, UnknownKeys, UnknownRequest};
use rolecall_policy::{Context, Layer, decide};
use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::{case, generate, texts};

const CASES: u64 = 20_000;
const COMPLETIONS: usize = 8;

/// What is hidden of a case.
#[derive(Debug, Clone, Default)]
struct Gaps {
    resource: Option<Gap>,
    keys: Vec<(String, KeyGap)>,
}

#[derive(Debug, Clone)]
enum Gap {
    Pattern(String),
    /// Of this partition.
    Unknown(String),
}

#[derive(Debug, Clone)]
enum KeyGap {
    Unknown,
    Present,
    Like(Vec<String>),
}

/// The case that a number stands for, with gaps.
fn numbered(seed: u64, number: u64) -> (Value, Gaps, Random) {
    let mut random = Random::new(seed.wrapping_mul(7_919).wrapping_add(number));
    let case = generate::case(&mut random);
    let gaps = Gaps::of(&case, &mut random);
    (case, gaps, random)
}

/// The partition of the caller by its own ARN.
fn partition(case: &Value) -> Option<String> {
    let mut caller = &case["caller"];
    while let Some(approver) = caller.get("approver") {
        caller = approver;
    }
    let arn = ["arn", "role_arn", "session_arn", "provider"].iter().find_map(|name| caller.get(*name))?.as_str()?;
    // The name of a provider may be no ARN.
    arn.split(':').nth(1).map(str::to_owned)
}

/// Puts wildcards in place of parts of a text. None of them stands for a colon, if it must not.
fn blurred(random: &mut Random, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut pattern = String::new();
    let mut at = 0;
    while at < chars.len() {
        match random.below(12) {
            0 => {
                pattern.push('*');
                at += random.below(chars.len() - at + 1);
            }
            1 => {
                pattern.push('?');
                at += 1;
            }
            _ => {
                pattern.push(chars[at]);
                at += 1;
            }
        }
    }
    if random.chance(25) {
        pattern.push('*');
    }
    pattern
}

impl Gaps {
    fn of(case: &Value, random: &mut Random) -> Self {
        let resource = case["resource"].as_str().unwrap_or_default();
        let fields: Vec<&str> = resource.splitn(6, ':').collect();
        let mut gaps = Self::default();
        let is_arn = fields.len() == 6 && fields[0] == "arn";
        match random.below(10) {
            0..=4 if is_arn => {
                let mut blur = |field: &str, percent| {
                    if random.chance(percent) { blurred(random, field) } else { field.to_owned() }
                };
                let middle: Vec<String> = fields[1..5].iter().map(|field| blur(field, 12)).collect();
                let last = blur(fields[5], 90);
                gaps.resource = Some(Gap::Pattern(format!("arn:{}:{last}", middle.join(":"))));
            }
            5 | 6 if resource == "*" || is_arn => {
                let own = partition(case).unwrap_or_else(|| fields.get(1).unwrap_or(&"aws").to_string());
                // A caller that has no ARN of its own may have one in the context.
                let told = case.pointer("/context/aws:PrincipalArn/0").is_some();
                if (resource == "*" || fields[1] == own) && (partition(case).is_some() || !told) {
                    gaps.resource = Some(Gap::Unknown(own));
                }
            }
            _ => {}
        }
        let empty = Map::new();
        let context = case["context"].as_object().unwrap_or(&empty);
        for (key, values) in context {
            let values: Vec<&str> = values.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let gap = match random.below(10) {
                0 | 1 => KeyGap::Unknown,
                2 if !matches!(values[..], [] | [""]) => KeyGap::Present,
                3..=5 if values.len() == 1 => {
                    let mut patterns = vec![blurred(random, values[0])];
                    if random.chance(30) {
                        let string = texts::string(random);
                        patterns.push(blurred(random, &string));
                    }
                    if random.chance(20) {
                        patterns = vec![values[0].to_owned(), texts::near(random, values[0])];
                    }
                    // An asterisk cannot be written, but it matches itself.
                    KeyGap::Like(patterns)
                }
                _ => continue,
            };
            gaps.keys.push((texts::recase(random, key), gap));
        }
        // Keys that are absent, among them such as variables name.
        for key in ["aws:username", "test:Key", "test:Var", "aws:PrincipalArn"] {
            if !context.contains_key(key) && random.chance(12) {
                gaps.keys.push((key.to_owned(), KeyGap::Unknown));
            }
        }
        gaps
    }

    fn are_none(&self) -> bool {
        self.resource.is_none() && self.keys.is_empty()
    }

    /// The answer about the case with its gaps.
    fn answer(&self, case: &Value) -> Option<PossibleDecision> {
        let mut keys = UnknownKeys::new();
        for (key, gap) in &self.keys {
            match gap {
                KeyGap::Unknown => keys.set_unknown(key),
                KeyGap::Present => keys.set_present(key),
                KeyGap::Like(patterns) => keys.set_like(key, patterns.iter().map(String::as_str)),
            }
        }
        case::with(case, |request, policies| {
            let resource = match &self.resource {
                None => Resource::Known(request.resource),
                Some(Gap::Pattern(pattern)) => Resource::Pattern(pattern),
                Some(Gap::Unknown(_)) => Resource::Unknown,
            };
            let request = UnknownRequest {
                principal: request.principal,
                action: request.action,
                resource,
                resource_account: request.resource_account,
                class: request.class,
                s3: request.s3,
                context: request.context,
                unknown: &keys,
                services: request.services,
            };
            unknown::decide(&request, policies)
        })
    }

    /// The case with its gaps filled.
    fn complete(&self, case: &Value, random: &mut Random, pool: &[String]) -> Value {
        let mut case = case.clone();
        match &self.resource {
            None => {}
            Some(Gap::Pattern(pattern)) => {
                let mut fields =
                    pattern.splitn(6, ':').enumerate().map(|(at, field)| fill(random, field, at == 5, pool));
                case["resource"] = fields.by_ref().collect::<Vec<_>>().join(":").into();
            }
            Some(Gap::Unknown(partition)) => {
                case["resource"] = any_resource(random, partition, pool).into();
            }
        }
        for (key, gap) in &self.keys {
            let context = case["context"].as_object_mut().expect("a context");
            let mut same = Context::new();
            same.set(key, "");
            context.retain(|known, _| same.get(known).is_none());
            let value = |random: &mut Random| {
                if random.chance(80) && !pool.is_empty() { random.of(pool) } else { texts::string(random) }
            };
            let values = match gap {
                KeyGap::Unknown => match random.below(8) {
                    0 | 1 => continue,
                    2 => json!([]),
                    3 => json!([""]),
                    4 => json!([value(random), value(random)]),
                    _ => json!([value(random)]),
                },
                KeyGap::Present => match random.below(5) {
                    0 => json!([value(random), value(random)]),
                    1 => json!(["", value(random)]),
                    _ => {
                        let value = value(random);
                        json!([if value.is_empty() { "x" } else { &value }])
                    }
                },
                KeyGap::Like(patterns) => {
                    let pattern = random.of(patterns);
                    json!([fill(random, &pattern, true, pool)])
                }
            };
            context.insert(key.clone(), values);
        }
        case
    }
}

/// A text that matches a pattern.
fn fill(random: &mut Random, pattern: &str, colons: bool, pool: &[String]) -> String {
    let mut text = String::new();
    for c in pattern.chars() {
        match c {
            '*' => {
                let mut run = match random.below(8) {
                    0..=2 => String::new(),
                    3 => "x".into(),
                    4 => random
                        .of(&["aws", "222222222222", "111111111111", "333333333333", "s3", "iam", "a/b", "*"])
                        .into(),
                    5 if !pool.is_empty() => {
                        // The end of some text of the policies.
                        let chars: Vec<char> = random.of(pool).chars().collect();
                        chars[random.below(chars.len() + 1)..].iter().collect()
                    }
                    _ => texts::string(random),
                };
                if !colons {
                    run.retain(|c| c != ':');
                }
                text.push_str(&run);
            }
            '?' => text.push(random.of(if colons { &['a', 'x', '/', ':', '1'][..] } else { &['a', 'x', '/', '1'] })),
            c => text.push(c),
        }
    }
    text
}

/// An ARN of the partition, or none.
fn any_resource(random: &mut Random, partition: &str, pool: &[String]) -> String {
    let fits = |text: &String| text.split(':').count() >= 6 && text.starts_with(&format!("arn:{partition}:"));
    let known: Vec<String> = pool.iter().filter(|text| fits(text)).cloned().collect();
    match random.below(6) {
        0 => "*".into(),
        1 | 2 if !known.is_empty() => random.of(&known),
        3 => format!("arn:{partition}:iam::aws:policy/ReadOnlyAccess"),
        4 => {
            let account = random.of(&["111111111111", "222222222222", "333333333333", "999999999999", "", "aws"]);
            let rest = random.of(&["role/aws-service-role/x/X", "role/aws-reserved/x", "policy/p", "user/new"]);
            format!("arn:{partition}:iam::{account}:{rest}")
        }
        _ => {
            let rest =
                random.of(&["s3:::data/x", "s3:::data", "kms:eu-west-1:222222222222:alias/aws/s3", "s3:::other/a"]);
            format!("arn:{partition}:{rest}")
        }
    }
}

/// Every text in the case, and what it is with its wildcards filled.
fn pool(case: &Value, random: &mut Random) -> Vec<String> {
    fn visit(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Number(number) => found.push(number.to_string()),
            Value::Array(list) => list.iter().for_each(|value| visit(value, found)),
            Value::Object(members) => {
                members.iter().filter(|(name, _)| *name != "Effect").for_each(|(_, value)| visit(value, found));
            }
            Value::Bool(flag) => found.push(flag.to_string()),
            Value::Null => {}
        }
    }
    let mut found = Vec::new();
    visit(&case["policies"], &mut found);
    visit(&case["context"], &mut found);
    found.push(case["resource"].as_str().unwrap_or_default().into());
    let filled: Vec<String> = found.iter().map(|text| fill(random, text, true, &[])).collect();
    found.extend(filled);
    found.retain(|text| text != "2012-10-17" && text != "2008-10-17");
    found
}

/// The decisive property: what is allowed is allowed however the gaps are filled, and so is what is denied. And the
/// answer is not always that it depends: of the requests with gaps, most have a definite answer.
#[test]
fn an_answer_holds_for_every_completion() {
    let (mut allowed, mut denied, mut depends, mut proved) = (0, 0, 0, 0);
    for number in 0..CASES {
        let (case, gaps, mut random) = numbered(11, number);
        let Some(answer) = gaps.answer(&case) else { continue };
        if gaps.are_none() {
            continue;
        }
        let pool = pool(&case, &mut random);
        let mut seen = [false; 2];
        for completion in 0..COMPLETIONS {
            let complete = if completion == 0 { case.clone() } else { gaps.complete(&case, &mut random, &pool) };
            let decision = case::decision(&complete).expect("a case that can be asked");
            seen[usize::from(decision.is_allowed())] = true;
            let holds = match &answer {
                PossibleDecision::Allowed(_) => decision.is_allowed(),
                PossibleDecision::Denied(told) => {
                    !decision.is_allowed() && (!told.is_explicit() || decision.is_explicit())
                }
                PossibleDecision::Depends(on) => !on.is_empty(),
            };
            assert!(holds, "case {number}: {answer:?}\n{gaps:?}\n{case:#}\ncompleted\n{complete:#}\n{decision:?}");
        }
        match answer {
            PossibleDecision::Allowed(_) => allowed += 1,
            PossibleDecision::Denied(_) => denied += 1,
            PossibleDecision::Depends(_) => {
                depends += 1;
                proved += usize::from(seen == [true, true]);
            }
        }
    }
    println!(
        "{allowed} allowed, {denied} denied, {depends} depend, {proved} of them on both sides in a few completions"
    );
    let all = allowed + denied + depends;
    assert!(all > 10_000 && allowed > all / 20 && denied > all / 5, "{allowed} {denied} {depends}");
    assert!(depends < all / 2 && proved > depends / 10, "{allowed} {denied} {depends} {proved}");
}

/// With nothing hidden the answer is the decision itself, its statements included.
#[test]
fn without_gaps_the_answer_is_the_decision() {
    for number in 0..CASES {
        let (case, ..) = numbered(12, number);
        let Some(answer) = Gaps::default().answer(&case) else { continue };
        let decision = case::with(&case, decide).expect("a case that can be asked");
        let expected = if decision.is_allowed() {
            PossibleDecision::Allowed(decision)
        } else {
            PossibleDecision::Denied(decision)
        };
        assert_eq!(answer, expected, "case {number}\n{case:#}");
    }
}

/// The statement of a case that a dependency names.
fn statement_mut<'c>(case: &'c mut Value, dependency: &unknown::MayMatch) -> Option<&'c mut Value> {
    let at = dependency.at;
    let policies = case.get_mut("policies")?;
    let document = match at.layer {
        Layer::Identity => policies.pointer_mut(&format!("/identity/{}", at.policy))?,
        Layer::Session => policies.pointer_mut(&format!("/session/{}", at.policy))?,
        Layer::Endpoint => policies.pointer_mut(&format!("/endpoint/{}", at.policy))?,
        Layer::Boundary => policies.get_mut("boundary")?,
        Layer::Resource if policies.get("trust").is_some() => policies.get_mut("trust")?,
        Layer::Resource => policies.get_mut("resource")?,
        Layer::Scp => policies.pointer_mut(&format!("/scp/levels/{}/{}", at.level, at.policy))?,
        Layer::Rcp => policies.pointer_mut(&format!("/rcp/levels/{}/{}", at.level, at.policy))?,
        Layer::Reserved | Layer::Caller | Layer::Partition => return None,
    };
    match document.get_mut("Statement")? {
        Value::Array(list) => list.get_mut(at.statement as usize),
        one => Some(one),
    }
}

/// The list of dependencies is complete: if all that is listed turns out as the caller would wish, the request is
/// allowed, and if none of it does, it is denied. Nothing left out matters.
#[test]
fn what_is_left_out_does_not_matter() {
    let mut tried = 0;
    for number in 0..CASES {
        let (mut case, gaps, _) = numbered(13, number);
        // Block Public Access looks at how statements are written, which is changed below.
        if let Some(s3) = case.get_mut("s3").and_then(Value::as_object_mut) {
            s3.remove("restrict");
        }
        let Some(PossibleDecision::Depends(on)) = gaps.answer(&case) else { continue };
        if on.iter().any(|dependency| !matches!(dependency, Dependency::Statement(_))) {
            continue;
        }
        for better in [true, false] {
            let mut settled = case.clone();
            for dependency in &on {
                let Dependency::Statement(dependency) = dependency else { continue };
                let statement = statement_mut(&mut settled, dependency).expect("a statement");
                let members = statement.as_object_mut().expect("an object");
                if (dependency.effect == Effect::Allow) == better {
                    members.retain(|name, _| !matches!(name.as_str(), "Condition" | "NotResource"));
                    members.insert("Resource".into(), "*".into());
                } else {
                    members.retain(|name, _| name != "NotAction");
                    members.insert("Action".into(), "nosuch:Thing".into());
                }
            }
            let answer = gaps.answer(&settled).expect("a case that can be asked");
            let right = if better {
                matches!(answer, PossibleDecision::Allowed(_))
            } else {
                matches!(answer, PossibleDecision::Denied(_))
            };
            assert!(right, "case {number}: {on:#?}\nsettled {better}: {answer:?}\n{gaps:?}\n{case:#}");
        }
        tried += 1;
    }
    assert!(tried > 500, "{tried}");
}
