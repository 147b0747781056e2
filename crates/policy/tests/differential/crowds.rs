//! Large policies of few letters: an index must name every statement that matches.
//!
//! `indexes` makes policies of the generator large. Here nearly every pattern is the beginning of another one, differs from
//! it in case, or is written with escapes; two services have one hash; and a request is about most of the statements. What
//! decides must be the first of all statements that match, which [`matched`] finds by going through them one by one.

use std::sync::Arc;

use crate::services::services;
use rolecall_policy::decision::StatementRef;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::{Attached, ResourcePolicy};
use rolecall_policy::explain::{Matched, matched};
use rolecall_policy::kind::{Boundary, Identity, Resource};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Compiled, Context, Layer, Policies, Policy, PolicyKind, PolicySet, Principal, Request, decide};

use crate::random::Random;

const CASES: u64 = 300;
const SEED: u64 = 23;

/// `costarring` and `liquid` have the same hash.
const SERVICES: [&str; 8] = ["s3", "s3", "S3", "s", "s3x", "costarring", "liquid", "Liquid"];
/// The Kelvin sign and the long s are letters of ASCII but for case.
const NAMES: [&str; 10] = ["a", "a", "A", "b", "k", "K", "\u{212a}", "s", "\u{17f}", "$"];
const KEYS: [&str; 7] = ["a", "a", "b", "/", ":", "é", "$"];
const SHORT: [&str; 6] = ["arn:aws:s3", "arn:aws:*", "a*", "arn:*", "arn:aws:s3:::", "arn"];
const ALL_BUCKETS: &str = "ListAllMyBuckets";

const ACCOUNT: &str = "111111111111";
const USER: &str = "arn:aws:iam::111111111111:user/ana";

fn of_pieces(random: &mut Random, pieces: &[&'static str], most: usize) -> String {
    (0..random.below(most + 1)).map(|_| random.of(pieces)).collect()
}

fn action_pattern(random: &mut Random) -> String {
    match random.below(40) {
        0 => random.of(&["*", "*:*", "s3*", ":", "s3:", "", "s3:a:b", "s3:a b"]).into(),
        1..=3 => format!("{}:{}*", random.of(&SERVICES), ALL_BUCKETS.get(..random.below(ALL_BUCKETS.len())).unwrap()),
        _ => {
            let mut name = of_pieces(random, &NAMES, 3);
            for _ in 0..random.below(3) {
                name += random.of(&["*", "*", "?"]);
                name += &of_pieces(random, &NAMES, 2);
            }
            format!("{}:{name}", random.of(&SERVICES))
        }
    }
}

fn resource_pattern(random: &mut Random) -> String {
    match random.below(20) {
        0..=2 => "*".into(),
        3 => "null".into(),
        4 => random.of(&SHORT).into(),
        _ => {
            let mut key = of_pieces(random, &KEYS, 4);
            for _ in 0..random.below(3) {
                key += random.of(&["*", "*", "?", "${aws:username}", "${*}", "${none}", "${none, 'a'}"]);
                key += &of_pieces(random, &KEYS, 2);
            }
            format!(
                "{}{key}",
                random.of(&["arn:aws:s3:::", "arn:aws:s3:::", "arn:aws:s3:*:", "arn:*:s3:::", "ARN:aws:s3:::"])
            )
        }
    }
}

/// A text of a policy, some of its letters escaped.
fn quoted(random: &mut Random, text: &str) -> String {
    let escapes = random.chance(20);
    let mut out = String::from('"');
    for c in text.chars() {
        if escapes && random.chance(30) {
            out += &format!("\\u{:04X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out + "\""
}

fn list(random: &mut Random, most: usize, pattern: fn(&mut Random) -> String) -> String {
    let all: Vec<String> = (0..random.below(most + 1))
        .map(|_| match pattern(random).as_str() {
            "null" => "null".into(),
            text => quoted(random, text),
        })
        .collect();
    format!("[{}]", all.join(","))
}

fn statement(random: &mut Random) -> String {
    let effect = if random.chance(12) { "Deny" } else { "Allow" };
    let (most_actions, most_resources) = (random.of(&[1, 2, 3, 12]), random.of(&[1, 1, 2, 6]));
    let (actions, resources) =
        (list(random, most_actions, action_pattern), list(random, most_resources, resource_pattern));
    let not_action = if random.chance(4) { "Not" } else { "" };
    let not_resource = if random.chance(10) { "Not" } else { "" };
    let condition = match random.below(3) {
        0 => r#","Condition":{"StringEquals":{"aws:username":"a"}}"#,
        1 => r#","Condition":{"StringEquals":{"aws:username":"b"}}"#,
        _ => "",
    };
    let principal = random.of(&["*", ACCOUNT, ACCOUNT, USER, "222222222222"]);
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"AWS":"{principal}"}},"{not_action}Action":{actions},"{not_resource}Resource":{resources}{condition}}}"#
    )
}

/// The statements as a policy, for each kind as it takes them.
fn attach<K: PolicyKind>(version: &str, statements: &[String]) -> Attached<K> {
    let text = format!(r#"{{"Version":"{version}","Statement":[{}]}}"#, statements.join(","));
    let policy = Policy::parse(text.clone()).unwrap_or_else(|findings| panic!("{text}: {findings:?}"));
    Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::default() }
}

fn without_principal(statement: &str) -> String {
    let (before, rest) = statement.split_once(r#""Principal""#).unwrap();
    let (_, behind) = rest.split_once("},").unwrap();
    format!("{before}{behind}")
}

fn one_policy(random: &mut Random) -> (&'static str, Vec<String>) {
    let count = random.of(&[1, 4, 12, 40, 120]);
    (random.of(&["2012-10-17", "2012-10-17", "2008-10-17"]), (0..count).map(|_| statement(random)).collect())
}

fn asked_action(random: &mut Random) -> String {
    let service = match random.below(12) {
        0 => "\u{17f}3",
        _ => random.of(&SERVICES),
    };
    match random.below(12) {
        0 => format!("{service}:{ALL_BUCKETS}"),
        1 => of_pieces(random, &NAMES, 3),
        _ => format!("{service}:{}", of_pieces(random, &NAMES[..6], 4) + &of_pieces(random, &NAMES, 1)),
    }
}

/// The statement that decides, of those that match: the first `Deny`, else the first of the `Allow`s that are best.
fn expected(found: &[Matched<'_>], layer: Layer, rank: impl Fn(StatementRef) -> usize) -> Option<StatementRef> {
    let of = |effect| found.iter().filter(move |one| one.at.layer == layer && one.effect == effect).map(|one| one.at);
    of(Effect::Deny).min().or_else(|| of(Effect::Allow).min_by_key(|at| (rank(*at), *at)))
}

#[test]
fn an_index_names_every_statement_that_matches() {
    let principal = Principal::User { account: ACCOUNT.parse().unwrap(), arn: USER.into(), id: None };
    let (mut decided, mut silent) = (0, 0);
    for number in 0..CASES {
        let random = &mut Random::new(SEED.wrapping_mul(1_000_003).wrapping_add(number));
        let texts: Vec<_> = (0..1 + random.below(7)).map(|_| one_policy(random)).collect();
        let plain: Vec<(&str, Vec<String>)> = texts
            .iter()
            .map(|(version, statements)| (*version, statements.iter().map(|one| without_principal(one)).collect()))
            .collect();
        let identity: PolicySet<Identity> =
            PolicySet::new(plain.iter().map(|(version, statements)| attach(version, statements)).collect());
        let boundary: Attached<Boundary> = attach(plain[0].0, &plain[0].1);
        let own: Attached<Resource> = attach(texts[0].0, &texts[0].1);
        let policies = Policies {
            identity: &identity,
            boundary: Some(&boundary),
            resource: Some(ResourcePolicy::Resource(&own)),
            ..Policies::default()
        };
        let mut context = Context::new();
        context.set("aws:username", "a");
        // The account is not a user's own name for itself.
        let by_account = |at: StatementRef| {
            usize::from(texts[0].1[at.statement as usize].contains(&format!(r#"{{"AWS":"{ACCOUNT}"}}"#)))
        };
        for _ in 0..12 {
            let action = asked_action(random);
            let resource = match random.below(6) {
                0 => "*".to_owned(),
                _ => format!("arn:aws:s3:::{}", of_pieces(random, &KEYS, 5)),
            };
            let request = Request {
                principal: &principal,
                action: &action,
                resource: &resource,
                resource_account: None,
                class: ResourceClass::Ordinary,
                s3: None,
                context: &context,
                services: services(),
            };
            let decision = decide(&request, &policies);
            let found = matched(&request, &policies);
            for layer in [Layer::Identity, Layer::Boundary, Layer::Resource] {
                let rank = |at| if layer == Layer::Resource { by_account(at) } else { 0 };
                let expected = expected(&found, layer, rank);
                assert_eq!(
                    decision.deciding_in(layer),
                    expected,
                    "case {number}: {action:?} on {resource:?} in {layer:?}\n{texts:#?}"
                );
                if expected.is_some() { decided += 1 } else { silent += 1 }
            }
        }
    }
    println!("{decided} decided, {silent} silent");
    assert!(decided > 1_000 && silent > 1_000, "{decided} decided, {silent} silent");
}
