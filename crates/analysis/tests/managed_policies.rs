//! AWS's own policies as the linter's touchstone: whatever is an error in one of them is written down with its reason.

#![expect(clippy::string_slice, reason = "all of it is test code: a panic is a failure")]

use rolecall_analysis::{Kind, Settings, Severity, lint};
use rolecall_catalog::managed_policies;
use std::collections::BTreeSet;

/// Errors in AWS managed policies, one a line: policy, code, and the text in question. Lines that begin with `#` give
/// the reason for those below them.
const KNOWN: &str = include_str!("managed_policies.txt");

/// No false alarms: AWS uses these policies, so an error in one is either AWS's slip or ours.
#[test]
fn errors_in_managed_policies_are_known() {
    let settings = Settings { kind: Kind::Identity, account: None };
    let known: BTreeSet<&str> = KNOWN.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut found = BTreeSet::new();
    for policy in managed_policies() {
        for finding in lint(policy.document, &settings) {
            if finding.severity == Severity::Error {
                let place = &policy.document[finding.span.start as usize..finding.span.end as usize];
                let place = if finding.code.starts_with("POLICY_") { "" } else { place };
                found.insert(format!("{} {} {place}", policy.name, finding.code).trim_end().to_owned());
            }
        }
    }
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let list = |of: Vec<&&str>| of.into_iter().map(|line| format!("{line}\n")).collect::<String>();
    let unknown = list(found.difference(&known).collect());
    let gone = list(known.difference(&found).collect());
    assert!(unknown.is_empty() && gone.is_empty(), "not in managed_policies.txt:\n{unknown}\nonly there:\n{gone}");
}

/// Rights over rights are said of the policies that are made of them, once; of an administrator something else is said.
#[test]
fn rights_over_rights_are_those_of_few_policies() {
    let settings = Settings { kind: Kind::Identity, account: None };
    let codes = ["IAM_FULL_ACCESS", "PRIVILEGE_ESCALATION", "ASSUME_ROLE_WITH_STAR_IN_RESOURCE"];
    let found: BTreeSet<&str> = managed_policies()
        .iter()
        .filter(|policy| lint(policy.document, &settings).iter().any(|finding| codes.contains(&finding.code)))
        .map(|policy| policy.name)
        .collect();
    assert!(found.contains("IAMFullAccess"), "{found:?}");
    for name in ["AdministratorAccess", "ReadOnlyAccess", "SecurityAudit", "ViewOnlyAccess", "PowerUserAccess"] {
        assert!(!found.contains(name), "{name}");
    }
    assert!(found.len() < 10, "{found:?}");
}

/// Of AWS's own policies, which name a service or some roles as a rule, one in thirty lets its caller run code as any role
/// of a service: by and large those of services that run what their customers wrote.
#[test]
fn roles_to_run_code_with_are_those_of_few_policies() {
    let settings = Settings { kind: Kind::Identity, account: None };
    let has = |document: &str, code: &str| lint(document, &settings).iter().any(|finding| finding.code == code);
    let policies = managed_policies().iter();
    let found: BTreeSet<&str> = policies
        .filter(|policy| has(policy.document, "PRIVILEGE_ESCALATION_BY_PASS_ROLE"))
        .map(|policy| policy.name)
        .collect();
    assert!(found.contains("AWSLambda_FullAccess"), "{found:?}");
    for name in ["AdministratorAccess", "IAMFullAccess", "AmazonEC2FullAccess", "PowerUserAccess", "ReadOnlyAccess"] {
        assert!(!found.contains(name), "{name}");
    }
    assert!(found.len() < 60, "{found:?}");
}

/// No kind of policy and no text brings the linter down, and every place is in the text.
#[test]
fn every_kind_takes_every_text() {
    let odd =
        ["", "{", "[]", "null", "\u{feff}{}", r#"{"Statement": {}}"#, r#"{"Statement": [[], 1, {"Effect": "Deny"}]}"#];
    let policies = managed_policies().iter().step_by(16).map(|policy| policy.document);
    for text in odd.into_iter().chain(policies) {
        for kind in Kind::ALL {
            for finding in lint(text, &Settings { kind: *kind, account: None }) {
                let (start, end) = (finding.span.start as usize, finding.span.end as usize);
                assert!(text.get(start..end).is_some(), "{kind} {}: {text}", finding.code);
                for fix in &finding.fixes {
                    assert!(fix.apply(text).is_some(), "{kind} {}: {text}", finding.code);
                }
            }
        }
    }
}

/// Cut anywhere, a policy is still looked at.
#[test]
fn a_policy_may_end_anywhere() {
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "é", "Effect": "Allow", "Action": ["s3:Get*", "s3:${x}"],
        "Resource": "arn:aws:s3:::b/${aws:username", "Condition": {"ForAllValues:StringLike": {"aws:TagKeys": []}}}]}"#;
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for kind in Kind::ALL {
            assert!(!lint(&text[..end], &Settings { kind: *kind, account: None }).is_empty());
        }
    }
}

/// Long lists of patterns that have nothing but wildcards in common do not take long.
#[test]
fn crowds_of_wildcards_are_looked_at() {
    let list = |prefix: &str| {
        let items: Vec<String> = (0..4_000).map(|at| format!("\"{prefix}*{}*{at}?*\"", "a*".repeat(at % 7))).collect();
        items.join(",")
    };
    let (actions, resources) = (list("s3:"), list("arn:aws:s3:::"));
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":[{actions}],"Resource":[{resources}]}}]}}"#
    );
    assert!(!lint(&text, &Settings { kind: Kind::Identity, account: None }).is_empty());
}

/// The largest texts that are examined: many statements, conditions, principals.
#[test]
fn the_largest_texts_are_looked_at() {
    let many = |item: &dyn Fn(usize) -> String, length: usize| {
        let items: Vec<String> = (0..length).map(item).collect();
        items.join(",")
    };
    let statements = many(&|_| r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#.into(), 18_000);
    let conditions = many(&|at| format!(r#""AWS:RequestTag/{at}":"x""#), 36_000);
    let principals = many(&|at| format!(r#""{at:012}""#), 60_000);
    for text in [
        format!(r#"{{"Statement":[{statements}]}}"#),
        format!(
            r#"{{"Statement":[{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"StringLike":{{{conditions}}}}}}}]}}"#
        ),
        format!(
            r#"{{"Statement":[{{"Effect":"Deny","Action":"*","Resource":"*","Principal":{{"AWS":[{principals}]}}}}]}}"#
        ),
    ] {
        assert!(text.len() < 1 << 20 && text.len() > 700_000, "{}", text.len());
        assert!(!lint(&text, &Settings { kind: Kind::Resource, account: None }).is_empty());
    }
}
