//! Policies and requests made to be slow: as large as AWS lets them be, and full of what makes matchers try again.
//!
//! A managed policy has at most 6,144 characters, a value of a request here 2,048; a request has 100 keys. No decision
//! may take more than 200 µs, but for those in `beyond`.

#![allow(clippy::expect_used, reason = "a benchmark without its policies has nothing to measure")]

#[path = "../tests/services/mod.rs"]
mod services;

use std::sync::Arc;

use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::Identity;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Compiled, Context, Policies, Policy, PolicySet, Principal, Request, decide};
use services::services;

/// Characters of a managed policy.
const POLICY: usize = 6_144;
/// Characters of a value.
const VALUE: usize = 2_048;
/// Keys of a request.
const KEYS: usize = 100;

fn main() {
    divan::main();
}

/// The pieces of which patterns are made; each pattern wants one more letter behind them, which the requests have
/// elsewhere.
const PIECES: [&str; 6] = ["*a", "a*", "*a?", "?a*", "a?", "*"];

fn value() -> String {
    format!("b{}", "a".repeat(VALUE - 1))
}

/// As many of the patterns as fit, in one policy.
fn policy(part: impl Fn(&str) -> String, piece: &str, each: usize) -> Attached<Identity> {
    let pattern = format!("*{}b*", piece.repeat(each / piece.len()));
    let mut parts = Vec::new();
    let mut length = 0;
    while length + part(&pattern).len() < POLICY - 100 {
        length += part(&pattern).len() + 1;
        parts.push(part(&pattern));
    }
    attach(&parts.join(","))
}

fn attach(statements: &str) -> Attached<Identity> {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    Attached { policy: Arc::new(Compiled::new(Policy::parse(text).expect("a policy"))), source: Arc::default() }
}

fn run(bencher: divan::Bencher<'_, '_>, policy: Attached<Identity>) {
    ask(bencher, policy, &format!("arn:aws:s3:::{}", value()));
}

fn ask(bencher: divan::Bencher<'_, '_>, policy: Attached<Identity>, resource: &str) {
    decide_often(bencher, policy, resource, &context(&value()));
}

fn asked_of_agent(bencher: divan::Bencher<'_, '_>, policy: Attached<Identity>, agent: &str) {
    decide_often(bencher, policy, "arn:aws:s3:::b", &context(agent));
}

fn context(agent: &str) -> Context {
    let mut context = Context::new();
    for key in 0..KEYS {
        context.set(&format!("aws:RequestTag/{key:0>100}"), value());
    }
    context.set("aws:UserAgent", agent);
    context
}

fn decide_often(bencher: divan::Bencher<'_, '_>, policy: Attached<Identity>, resource: &str, context: &Context) {
    decide_as(bencher, policy, &format!("s3:b{}", "a".repeat(90)), resource, context);
}

fn decide_as(
    bencher: divan::Bencher<'_, '_>,
    policy: Attached<Identity>,
    action: &str,
    resource: &str,
    context: &Context,
) {
    let account = AccountId::from_u64(111_111_111_111).expect("an account");
    let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: Some(account),
        class: ResourceClass::Bucket,
        s3: None,
        context,
        services: services(),
    };
    let identity: PolicySet<Identity> = [policy].into();
    let policies = Policies { identity: &identity, ..Policies::default() };
    bencher.bench(|| decide(divan::black_box(&request), &policies));
}

/// Few patterns, each as long as a value.
#[divan::bench(args = PIECES)]
fn long_resources(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 1_800));
}

/// The same, with a star that must not pass a colon.
#[divan::bench(args = PIECES)]
fn long_resources_with_a_bound_star(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:a*s:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 1_800));
}

/// Many short patterns.
#[divan::bench(args = PIECES)]
fn short_resources(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, piece, 60));
}

#[divan::bench(args = PIECES)]
fn actions(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"s3:{pattern}","Resource":"*"}}"#);
    run(bencher, policy(part, piece, 60));
}

#[divan::bench(args = PIECES)]
fn conditions(bencher: divan::Bencher<'_, '_>, piece: &str) {
    let part = |pattern: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"aws:UserAgent":"{pattern}"}}}}}}"#
        )
    };
    run(bencher, policy(part, piece, 1_800));
}

/// Variables that each stand for a long value.
#[divan::bench]
fn variables(bencher: divan::Bencher<'_, '_>) {
    let part = |pattern: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
    run(bencher, policy(part, "*${aws:UserAgent}", 1_800));
}

/// One statement to which each of many patterns leads, and which never holds.
#[divan::bench(args = ["*", "?*"])]
fn many_ways_to_one_statement(bencher: divan::Bencher<'_, '_>, end: &str) {
    let actions: Vec<String> = (0..60).map(|at| format!(r#""s3:b{}{end}""#, "a".repeat(at))).collect();
    let (actions, value) = (actions.join(","), format!("*{}b*", "*a".repeat(1_500)));
    let condition = format!(r#"{{"StringLike":{{"aws:UserAgent":"{value}"}}}}"#);
    run(
        bencher,
        attach(&format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":"*","Condition":{condition}}}"#)),
    );
}

/// A pattern of many different letters, all of which the value has.
#[divan::bench]
fn many_letters(bencher: divan::Bencher<'_, '_>) {
    let letters = || (0..900).filter_map(|at| char::from_u32(0x9000 - at));
    let first = '\u{9000}'.to_string();
    let asked = format!("arn:aws:s3:::{}{}", letters().collect::<String>(), first.repeat(VALUE - 1_000));
    let pattern: String = letters().flat_map(|letter| [letter, '?']).collect();
    let part = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*{pattern}"}}"#);
    ask(bencher, attach(&[&*part, &part, &part].join(",")), &asked);
}

/// Ten letters, more than are looked for one by one.
#[divan::bench]
fn ten_letters(bencher: divan::Bencher<'_, '_>) {
    let asked = format!("arn:aws:s3:::{}", "abcdefghij".repeat(VALUE / 10 - 2));
    let entries = vec![r#""arn:aws:s3:::*a?b?c?d?e?f?g?h?i?j*""#; 150].join(",");
    ask(bencher, attach(&format!(r#"{{"Effect":"Allow","Action":"*","Resource":[{entries}]}}"#)), &asked);
}

/// As many patterns as fit.
#[divan::bench]
fn shortest_conditions(bencher: divan::Bencher<'_, '_>) {
    let values = vec![r#""*a?b*""#; 750].join(",");
    let condition = format!(r#"{{"StringLike":{{"aws:UserAgent":[{values}]}}}}"#);
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    run(bencher, attach(&statement));
}

/// Patterns without `?` or variables, each of which is nearly found in many places of the value.
#[divan::bench(args = ["*zaq*", "*aazaaq*", "*q*zaq*"])]
fn nearly_found(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let count = (POLICY - 150) / (pattern.len() + 3);
    let values = vec![format!(r#""{pattern}""#); count].join(",");
    let condition = format!(r#"{{"StringLike":{{"aws:UserAgent":[{values}]}}}}"#);
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    asked_of_agent(bencher, attach(&statement), &"zbq".repeat(VALUE / 3));
}

/// A pattern of its own for each of many keys, of which each has a value of its own.
#[divan::bench(args = [
    "*a*b*",
    "*a*a*a*a*a*a*b*",
    "*a?b*",
    "*a?b?c?d?e?f?g?h?i?j*",
    "*a?a?a?a?a?a?a?a?a?b*",
    "*aaaaaaaaaaaaaaaaaaa?b*",
])]
fn a_pattern_for_each_key(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let keys: Vec<String> = (0..KEYS).map(|key| format!(r#""aws:RequestTag/{key:0>3}":"{pattern}""#)).collect();
    let condition = format!(r#"{{"StringNotLike":{{{}}}}}"#, keys.join(","));
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    let mut context = Context::new();
    for key in 0..KEYS {
        let value = if pattern.contains('c') { "abcdefghij".repeat(VALUE / 10) } else { value() };
        context.set(&format!("aws:RequestTag/{key:0>3}"), value);
    }
    decide_often(bencher, attach(&statement), "arn:aws:s3:::b", &context);
}

/// Numbers as long as values may be.
#[divan::bench]
fn numbers(bencher: divan::Bencher<'_, '_>) {
    let number = "1".repeat(VALUE);
    let values = vec![r#""111""#; 900].join(",");
    let condition = format!(r#"{{"NumericEquals":{{"aws:UserAgent":["{}",{values}]}}}}"#, "1".repeat(2_000));
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    asked_of_agent(bencher, attach(&statement), &number);
}

/// ARNs whose fields are as long as values may be, and patterns for each.
#[divan::bench(args = ["*a?b*", "*zaq*"])]
fn arns(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let pattern = format!(r#""arn:*:*{pattern}:::{pattern}""#);
    let count = (POLICY - 150) / (pattern.len() + 1);
    let values = vec![&*pattern; count].join(",");
    let condition = format!(r#"{{"ArnLike":{{"aws:UserAgent":[{values}]}}}}"#);
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    let field = if pattern.contains('z') { "zbq".repeat(VALUE / 6 - 10) } else { "a".repeat(VALUE / 2 - 30) };
    asked_of_agent(bencher, attach(&statement), &format!("arn:aws:{field}b:::{field}"));
}

/// Stars that must not pass a colon, in many short patterns.
#[divan::bench(args = ["arn:*a*b*:c", "arn:*a?b:*c*d:*:*:*:e", "arn:*?a*a?*b*:c"])]
fn short_bound_stars(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let count = (POLICY - 150) / (pattern.len() + 3);
    let resources = vec![format!(r#""{pattern}""#); count].join(",");
    let asked = format!("arn:{}", "aaab:".repeat(VALUE / 5));
    ask(bencher, attach(&format!(r#"{{"Effect":"Allow","Action":"*","Resource":[{resources}]}}"#)), &asked);
}

/// Variables whose values are nearly found in many places.
#[divan::bench]
fn variables_that_fit(bencher: divan::Bencher<'_, '_>) {
    let resources = vec![r#""arn:aws:s3:::*${s3:x}b?*""#; 200].join(",");
    let mut context = Context::new();
    context.set("s3:x", "a".repeat(VALUE / 2));
    let statement = attach(&format!(r#"{{"Effect":"Allow","Action":"*","Resource":[{resources}]}}"#));
    decide_often(bencher, statement, &format!("arn:aws:s3:::{}", value()), &context);
}

/// Actions of which parts are nearly found in many places.
#[divan::bench(args = ["s3:*aab*", "s3:*a?b*"])]
fn short_actions(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let count = (POLICY - 150) / (pattern.len() + 3);
    let actions = vec![format!(r#""{pattern}""#); count].join(",");
    run(bencher, attach(&format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":"*"}}"#)));
}

/// Conditions on all keys, by one form of an operator after the other until the policy is full; `{}` in a value is a key.
fn on_each_key(operators: &[&str], value: &str) -> Attached<Identity> {
    let forms = ["", "ForAllValues:", "ForAnyValue:"].into_iter().flat_map(|set| [(set, ""), (set, "IfExists")]);
    let mut room = POLICY - 200;
    let mut blocks = Vec::new();
    for (operator, (set, end)) in operators.iter().flat_map(|operator| forms.clone().map(move |form| (operator, form)))
    {
        let mut entries = Vec::new();
        for key in 0..KEYS {
            let entry =
                format!(r#""a:{key:02}":"{}""#, value.replace("{}", &format!("${{a:{:02}}}", (key + 1) % KEYS)));
            if let Some(left) = room.checked_sub(entry.len() + 1) {
                room = left;
                entries.push(entry);
            }
        }
        room = room.saturating_sub(40);
        if !entries.is_empty() {
            blocks.push(format!(r#""{set}{operator}{end}":{{{}}}"#, entries.join(",")));
        }
    }
    let condition = blocks.join(",");
    attach(&format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#))
}

/// A context with all of these keys.
fn each_key(value: impl Fn(usize) -> String) -> Context {
    let mut context = Context::new();
    for key in 0..KEYS {
        context.set(&format!("a:{key:02}"), value(key));
    }
    context
}

/// Every key is asked for a number, again and again, and each has one as long as values may be.
#[divan::bench(args = ["1", "0", "0."])]
fn numbers_of_each_key(bencher: divan::Bencher<'_, '_>, digits: &str) {
    let orders: &[_] = match digits {
        "1" => &["NumericNotEquals", "NumericGreaterThan", "NumericGreaterThanEquals"],
        _ => &["NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"],
    };
    let digit = if digits == "1" { "1" } else { "0" };
    let context = each_key(|_| format!("{digits}{}", digit.repeat(VALUE - digits.len())));
    decide_often(bencher, on_each_key(orders, "7"), "arn:aws:s3:::b", &context);
}

/// So with dates.
#[divan::bench(args = ["2020T00:00:00.", "0"])]
fn dates_of_each_key(bencher: divan::Bencher<'_, '_>, beginning: &str) {
    let context = each_key(|_| format!("{beginning}{}", "0".repeat(VALUE - beginning.len())));
    decide_often(bencher, on_each_key(&["DateNotEquals", "DateLessThan"], "2030"), "arn:aws:s3:::b", &context);
}

/// Every key's long value, ignoring case, is held against another one's that differs in the last letter.
#[divan::bench]
fn values_ignoring_case(bencher: divan::Bencher<'_, '_>) {
    let context = each_key(|key| format!("{}{}", "a".repeat(VALUE - 1), key % 2));
    decide_often(bencher, on_each_key(&["StringNotEqualsIgnoreCase"], "{}"), "arn:aws:s3:::b", &context);
}

/// ARNs with one long field, and patterns that each key's is held against.
#[divan::bench(args = ["a", "*a*:*a*:*a*:*a*:*a*:*b*"])]
fn arns_of_each_key(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let context = each_key(|_| format!("arn:{}:a:a:a:a", "a".repeat(2_000)));
    decide_often(bencher, on_each_key(&["ArnNotLike"], pattern), "arn:aws:s3:::b", &context);
}

/// As many patterns as fit for one ARN with one long field, or with five.
#[divan::bench(args = ["a", ":::::", "?:::::", "arn:*b?*:*b?*:*b?*:*b?*:*a?c*"])]
fn short_arns(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    let count = (POLICY - 150) / (pattern.len() + 3);
    let values = vec![format!(r#""{pattern}""#); count].join(",");
    let condition = format!(r#"{{"ArnLike":{{"aws:UserAgent":[{values}]}}}}"#);
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    let field = if pattern.contains('b') { "aab".repeat(133) } else { String::new() };
    let first = if pattern.contains('b') { field.clone() } else { "a".repeat(2_000) };
    asked_of_agent(bencher, attach(&statement), &format!("arn:{first}:{field}:{field}:{field}:{field}"));
}

/// Actions that are longer than any, or not ASCII.
#[divan::bench(args = ["a", "\u{e9}"])]
fn odd_actions(bencher: divan::Bencher<'_, '_>, letter: &str) {
    let actions = vec![r#""s:*b*""#; 680].join(",");
    let statement = attach(&format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":"*"}}"#));
    decide_as(bencher, statement, &format!("s:{}", letter.repeat(126)), "arn:aws:s3:::b", &Context::new());
}

/// Statements that an index finds by each of their resources, with patterns of actions that do not match.
#[divan::bench(args = ["Action", "NotAction"])]
fn actions_asked_by_resource(bencher: divan::Bencher<'_, '_>, element: &str) {
    let asked = format!("arn:aws:s3:::{}", "a".repeat(20));
    let resources: Vec<String> = (1..13).map(|count| format!(r#""arn:aws:s3:::{}*""#, "a".repeat(count))).collect();
    let actions = [&*[r#""s:a*a?b""#; 8].join(","), if element == "Action" { "" } else { r#","s:a*""# }].concat();
    let statement = format!(r#"{{"Effect":"Allow","{element}":[{actions}],"Resource":[{}]}}"#, resources.join(","));
    let count = (POLICY - 60) / (statement.len() + 1);
    let policy = attach(&vec![&*statement; count].join(","));
    decide_as(bencher, policy, &format!("s:{}", "a".repeat(94)), &asked, &Context::new());
}

/// Variables that stand for nothing.
#[divan::bench]
fn empty_variables(bencher: divan::Bencher<'_, '_>) {
    let value = format!("*a{}b*", "*${a,''}".repeat(700));
    let condition = format!(r#"{{"StringLike":{{"aws:UserAgent":"{value}"}}}}"#);
    run(bencher, attach(&format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#)));
}

/// What takes longer than 200 µs: every one of a hundred values of 2,048 characters, 200 KB together, is looked at several
/// times, and nothing that was learnt of one helps with another.
mod beyond {
    use super::{KEYS, VALUE, attach, decide_often, each_key, value};

    /// As many statements about each key as fit, by way of the forms that one operator has.
    fn ask_each_key(bencher: divan::Bencher<'_, '_>, operator: &str, patterns: &str, value: impl Fn(usize) -> String) {
        let forms = ["", "ForAllValues:", "ForAnyValue:"].map(|set| format!("{set}{operator}"));
        let room = 6_000 / forms.len();
        let blocks = forms.map(|form| {
            let keys: Vec<String> = (0..KEYS).map(|key| format!(r#""a:{key:02}":{patterns}"#)).collect();
            let fit = keys.len().min(room / (keys.iter().map(String::len).max().unwrap_or(1) + 1));
            format!(r#""{form}":{{{}}}"#, keys.iter().take(fit).map(String::as_str).collect::<Vec<_>>().join(","))
        });
        let condition = blocks.join(",");
        let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#);
        decide_often(bencher, attach(&statement), "arn:aws:s3:::b", &each_key(value));
    }

    /// One pattern, and two, so that the value is read for the second.
    #[divan::bench(args = [r#""*a?b*""#, r#"["*a?b*","*?b?*"]"#])]
    fn each_key_in_three_ways(bencher: divan::Bencher<'_, '_>, patterns: &str) {
        ask_each_key(bencher, "StringNotLike", patterns, |_| value());
    }

    /// Every letter is another one, and none is ASCII.
    #[divan::bench]
    fn values_not_ascii(bencher: divan::Bencher<'_, '_>) {
        let letters = (0..VALUE).map(|at| 0x1_0000 + (at * 40_503) % 0x1_0000);
        let value: String = letters.filter_map(|letter| char::from_u32(u32::try_from(letter).ok()?)).collect();
        ask_each_key(bencher, "StringNotLike", r#""*a?b*""#, |_| value.clone());
    }

    /// Every letter is folded.
    #[divan::bench]
    fn values_to_be_folded(bencher: divan::Bencher<'_, '_>) {
        let value = |key| if key == 1 { "é" } else { "É" }.repeat(VALUE);
        ask_each_key(bencher, "StringEqualsIgnoreCase", r#""${a:01}""#, value);
    }
}
