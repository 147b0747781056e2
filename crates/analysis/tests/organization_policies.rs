//! Declarative policies of Organizations: what merges to what (R7.18, R7.19), and what is refused (R7.2, R7.8).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use rolecall_analysis::organization_policies::{Declarative, PolicyType, Refused, check, effective, invalid};
use serde_json::Value;

/// A case of a table: blocks of `name`, then sections that begin with a word and a colon.
struct Case<'t> {
    name: &'t str,
    policy_type: PolicyType,
    /// The node that each policy is attached to, and its text, in the order of attachment.
    policies: Vec<(&'t str, &'t str)>,
    expected: &'t str,
}

fn cases(table: &str) -> impl Iterator<Item = Case<'_>> {
    table.split("\n== ").skip(1).map(|block| {
        let mut sections = block.split("\n-- ");
        let (policy_type, name) = sections.next().unwrap().split_once(' ').unwrap();
        let mut policies = Vec::new();
        let mut expected = "";
        for section in sections {
            let (at, text) = section.split_once('\n').unwrap();
            match at {
                "effective" => expected = text.trim(),
                at => policies.push((at, text)),
            }
        }
        let policy_type = PolicyType::named(policy_type).unwrap_or_else(|| panic!("{policy_type}"));
        Case { name, policy_type, policies, expected }
    })
}

/// R7.18, R7.19: the examples of the User Guide, and what they leave open.
#[test]
fn policies_merge_from_the_root_to_the_account() {
    let mut count = 0;
    for Case { name, policy_type, policies, expected } in cases(include_str!("organization_policies/merge.txt")) {
        let read = |text: &str| {
            check(policy_type, text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            Declarative::read(policy_type, text).unwrap()
        };
        let levels: Vec<Vec<Declarative>> = ["root", "ou", "account"]
            .map(|level| policies.iter().filter(|(at, _)| *at == level).map(|(_, text)| read(text)).collect())
            .into();
        let merged = effective(levels.iter().map(|level| level.iter()));
        let expected: Option<Value> = (expected != "none").then(|| serde_json::from_str(expected).unwrap());
        assert_eq!(merged, expected, "{name}");
        count += 1;
    }
    assert!(count >= 15, "{count} cases");
}

/// Contents that are accepted (`+`) and refused (`-`), one a line: the type and the text.
#[test]
fn contents_are_checked() {
    let table = include_str!("organization_policies/contents.txt");
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.splitn(3, ' ');
        let (sign, policy_type, text) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let policy_type = PolicyType::named(policy_type).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(check(policy_type, text).is_ok(), sign == "+", "{line}: {:?}", check(policy_type, text));
    }
}

/// R7.2, R7.8: every character counts, white space too; the longest content is accepted and one character more is not.
#[test]
fn contents_have_a_size() {
    for policy_type in PolicyType::ALL {
        let facts = policy_type.facts();
        let text = match (policy_type, facts.top) {
            (PolicyType::ResourceControl, _) => {
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#
                    .to_owned()
            }
            (_, Some(top)) => format!(r#"{{"{top}":{{}}}}"#),
            (_, None) => r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#.to_owned(),
        };
        let longest = format!("{text}{}", " ".repeat(facts.characters - text.len()));
        assert_eq!(check(policy_type, &longest), Ok(()), "{policy_type:?}");
        assert_eq!(check(policy_type, &format!("{longest} ")), Err(Refused::TooLong(facts.characters)));
    }
}

/// Nesting beyond the bound is refused, however deep, and nothing overflows.
#[test]
fn nesting_has_a_bound() {
    let nested = |depth: usize| {
        let (open, close) = (r#"{"a":"#.repeat(depth), "}".repeat(depth));
        format!(r#"{{"ec2_attributes":{open}{{"@@assign":1}}{close}}}"#)
    };
    assert_eq!(check(PolicyType::Ec2, &nested(30)), Ok(()));
    assert!(check(PolicyType::Ec2, &nested(31)).is_err());
    assert!(check(PolicyType::Ec2, &nested(1_500)).is_err());
}

/// What is valid alone may be invalid together.
#[test]
fn an_effective_policy_can_be_invalid() {
    let codes = |policy_type, text: &str| -> Vec<&str> {
        let value: Value = serde_json::from_str(text).unwrap();
        invalid(policy_type, &value).iter().map(|it| it.code).collect()
    };
    let whole = r#"{"plans":{"p":{"regions":["us-east-1"],"rules":{"r":{"a":"b"}},"selections":{"s":{"a":"b"}}}}}"#;
    assert_eq!(codes(PolicyType::Backup, whole), [""; 0]);
    assert_eq!(codes(PolicyType::Backup, r#"{"plans":{"p":{"rules":{}}}}"#), ["REQUIRED_ELEMENT_MISSING"; 2]);
    let long = format!(r#"{{"tags":{{"a":{{"tag_key":"{}"}}}}}}"#, "x".repeat(10_000));
    assert_eq!(codes(PolicyType::Tag, &long), ["POLICY_SIZE_LIMIT_EXCEEDED"]);
}
