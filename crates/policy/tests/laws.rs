//! Laws of the reading of policies: it never panics, its places are true, and what it writes it reads back.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod doors;
mod services;
mod table;

use doors::{check_places, meaning, try_all};
use proptest::prelude::*;
use rolecall_policy::Policy;
use rolecall_policy::document::FindingCode;
use rolecall_policy::kind::{Identity, Resource, Trust};

/// A string as it stands in JSON: escapes, other scripts, empty.
fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9:*?/ ${}.,_-]{0,12}".prop_map(|s| format!("\"{s}\"")),
        "[aé😀\u{1}\n\t\"\\\\/]{0,6}".prop_map(|s| serde_json::to_string(&s).expect("JSON")),
        Just(r#""\u0041\/\ud83d\ude00""#.to_owned()),
    ]
}

fn one_or_list(value: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let list = proptest::collection::vec(value.clone(), 0..4).prop_map(|values| format!("[ {} ]", values.join(" ,\n")));
    prop_oneof![value, list].boxed()
}

fn principal() -> BoxedStrategy<String> {
    let entry = prop_oneof![
        string(),
        Just("\"*\"".to_owned()),
        Just("\"111122223333\"".to_owned()),
        Just(r#""arn:aws:iam::111122223333:user\/p\/Bob""#.to_owned()),
        Just(r#""arn:aws:iam::111122223333:role/R""#.to_owned()),
        Just("\"AIDAEXAMPLE1\"".to_owned()),
        Just("\"ARO\\u0041EXAMPLE2\"".to_owned()),
    ];
    let key = prop_oneof![Just("AWS"), Just("Service"), Just("Federated"), Just("CanonicalUser")];
    let map = (key, one_or_list(entry.boxed())).prop_map(|(key, value)| format!("{{\"{key}\" : {value}}}"));
    prop_oneof![Just("\"*\"".to_owned()), map].boxed()
}

fn condition() -> BoxedStrategy<String> {
    let operator = prop_oneof![
        Just("StringLike"),
        Just("ForAnyValue:StringEqualsIfExists"),
        Just("DateLessThan"),
        Just("NumericEquals"),
        Just("Null"),
    ];
    let number = prop_oneof![Just("1.0"), Just("-12e+3"), Just("123456789012345678901"), Just("true"), Just("false")];
    let value = one_or_list(prop_oneof![string(), number.prop_map(str::to_owned)].boxed());
    (operator, string(), value).prop_map(|(op, key, value)| format!("{{\"{op}\":{{{key} :{value}}}}}")).boxed()
}

fn statement() -> impl Strategy<Value = String> {
    let member = |name: &'static str, not: &'static str, value: BoxedStrategy<String>| {
        proptest::option::of((prop_oneof![Just(name), Just(not)], value))
            .prop_map(|member| member.map(|(name, value)| format!("\"{name}\": {value}")))
    };
    let resource = one_or_list(prop_oneof![9 => string(), 1 => string().prop_map(|s| format!("[{s},null]"))].boxed())
        .prop_filter("lists do not nest", |text| text.matches('[').count() < 2 || !text.contains("null"))
        .boxed();
    (
        prop_oneof![Just("Allow"), Just("Deny")],
        member("Sid", "Sid", string().boxed()),
        member("Principal", "NotPrincipal", principal()),
        member("Action", "NotAction", one_or_list(string().boxed())),
        member("Resource", "NotResource", resource),
        member("Condition", "Condition", condition()),
    )
        .prop_map(|(effect, a, b, c, d, e)| {
            let mut members: Vec<String> = [a, b, c, d, e].into_iter().flatten().collect();
            members.insert(members.len() / 2, format!("\"Effect\":\"{effect}\""));
            format!("{{ {} }}", members.join(", "))
        })
}

/// A document of the grammar, sensible or not.
fn policy() -> impl Strategy<Value = String> {
    let version = prop_oneof![Just(""), Just("\"Version\":\"2012-10-17\","), Just("\"Version\": \"2008-10-17\" ,\n")];
    let statements = proptest::collection::vec(statement(), 1..4);
    (version, string(), statements).prop_map(|(version, id, statements)| {
        format!("\t{{{version}\"Statement\":[{}], \"Id\":{id}}}\n", statements.join(",\r\n"))
    })
}

/// A document of the tables with a few characters deleted, doubled or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let rows = table::rows(include_str!("tables/messages.txt"), 3);
    let documents: Vec<String> = rows.into_iter().map(|(_, cells)| cells[1].clone()).collect();
    let edit = (any::<prop::sample::Index>(), 0..3u8, any::<char>());
    (prop::sample::select(documents), proptest::collection::vec(edit, 1..4)).prop_map(|(document, edits)| {
        let mut chars: Vec<char> = document.chars().collect();
        for (index, kind, c) in edits {
            if chars.is_empty() {
                break;
            }
            let place = index.index(chars.len());
            match kind {
                0 => drop(chars.remove(place)),
                1 => chars.insert(place, chars[place]),
                _ => chars[place] = c,
            }
        }
        chars.into_iter().collect()
    })
}

/// Tokens of JSON and near misses, in any order. No exponents: serde_json refuses numbers beyond its range.
fn tokens() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\":", "\\", "\\u00", "\\u0041", "\\ud83d", "\\ude00", "0",
        "12", "-", ".", "5", "true", "false", "null", "nul", " ", "\n", "\u{a0}", "\u{1}", "é", "\\n", "\\x", "[]",
        "{}",
    ]);
    proptest::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        try_all(&text);
    }

    #[test]
    fn no_tokens_make_it_panic(text in tokens()) {
        try_all(&text);
        try_all(&format!("{{\"Statement\":{text}}}"));
        try_all(&format!("{{\"Statement\":{{\"Effect\":\"Allow\",\"Resource\":\"arn:{text}\"}}}}"));
    }

    #[test]
    fn no_spoiled_policy_makes_it_panic(text in mutated()) {
        try_all(&text);
    }

    /// The reader accepts exactly JSON, by the judgement of another reader.
    #[test]
    fn json_is_what_another_reader_takes_for_json(text in tokens()) {
        let ours = match Policy::<Identity>::parse(text.as_str()) {
            Ok(_) => true,
            Err(findings) => findings.all().iter().all(|finding| finding.code != FindingCode::NotJson),
        };
        prop_assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    /// Every document of the grammar is read, and each place holds the text of its value.
    #[test]
    fn places_hold_what_they_should(text in policy()) {
        let policy = Policy::<Resource>::parse(text.as_str()).expect(&text);
        prop_assert_eq!(&**policy.text(), text.as_str());
        check_places(&policy);
        try_all(&text);
    }

    /// Without a change of names, what is shown says what was sent. Where there are no ids it is the same text, but for bare ids
    /// of accounts (R1.18).
    #[test]
    fn what_is_shown_reads_back_the_same(text in policy()) {
        let policy = Policy::<Trust>::parse(text.as_str()).expect(&text);
        prop_assert_eq!(policy.stored_text(), text.as_str());
        let unnamed = policy.render(|_| None);
        if policy.principal_accounts().next().is_none() {
            prop_assert_eq!(&unnamed, &text);
        }
        let read = Policy::<Trust>::parse(unnamed.as_str()).expect("what is shown");
        prop_assert_eq!(read.render(|_| None), unnamed.as_str());

        let id_of = |arn: &str| Some(if arn.contains("Bob") { "AIDABOB".into() } else { "AROAR".into() });
        let arn_of = |id: &str| match id {
            "AIDABOB" => Some("arn:aws:iam::111122223333:user/p/Bob".to_owned()),
            "AROAR" => Some("arn:aws:iam::111122223333:role/R".to_owned()),
            _ => None,
        };
        let mut bound = policy.clone();
        bound.bind_principals(id_of).expect("all exist");
        let stored = Policy::<Trust>::parse(bound.stored_text()).expect("what was stored");
        prop_assert_eq!(meaning(&stored), meaning(&bound));
        prop_assert_eq!(bound.render(arn_of), unnamed.as_str());
        let shown = Policy::<Trust>::parse(stored.render(arn_of)).expect("what is shown");
        prop_assert_eq!(meaning(&shown), meaning(&read));
    }
}

#[test]
fn long_and_deep_documents_are_answered() {
    for text in [
        "[".repeat(131_072),
        "{\"a\":".repeat(26_000),
        format!("\"{}", "\\u0041".repeat(21_000)),
        format!("{{\"Statement\":[{}{{}}]}}", "{},".repeat(40_000)),
        format!("{{{}}}", (0..12_000).map(|n| format!("\"{n}\":0")).collect::<Vec<_>>().join(",")),
        format!("{{\"Statement\":{{\"Effect\":\"Allow\",\"Resource\":\"{}\"}}}}", "${".repeat(65_000)),
        format!("{{\"Statement\":{{\"Effect\":\"Allow\",\"Action\":[{}]}}}}", vec!["\"s3:*~\""; 16_000].join(",")),
        format!("{{\"Statement\":{{\"Effect\":\"Allow\",\"Action\":\"s3:{}\"}}}}", "*".repeat(130_000)),
    ] {
        try_all(&text);
    }
}
