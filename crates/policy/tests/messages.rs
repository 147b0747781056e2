//! Creation answers every document of `tables/messages.txt` with AWS's message (R1.57) or accepts it.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod services;
mod table;

use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::{FindingCode, Findings, Policy};
use services::services;

/// Creates a policy of a kind named in the table.
fn create(kind: &str, document: &str) -> Result<(), Findings> {
    match kind {
        "managed" => Policy::<Identity>::create_managed(document).map(drop),
        "inline" => Policy::<Identity>::create_inline(document).map(drop),
        "boundary" => Policy::<Boundary>::create(document).map(drop),
        "trust" => Policy::<Trust>::create(document, services()).map(drop),
        "session" => Policy::<Session>::create(document).map(drop),
        "assume" => Policy::<Session>::create_for_assume_role(document).map(drop),
        "scp" => Policy::<Scp>::create(document).map(drop),
        "rcp" => Policy::<Rcp>::create(document).map(drop),
        "bucket" => Policy::<Resource>::create_for_bucket(document, "data", services()).map(drop),
        "resource" => Policy::<Resource>::create(document, services()).map(drop),
        "gateway" => Policy::<Endpoint>::create_for_gateway(document, services()).map(drop),
        "interface" => Policy::<Endpoint>::create_for_interface(document, services()).map(drop),
        kind => panic!("unknown kind {kind}"),
    }
}

fn error_code(kind: &str) -> &'static str {
    match kind {
        "bucket" => "MalformedPolicy",
        "scp" | "rcp" | "resource" => "MalformedPolicyDocumentException",
        "gateway" | "interface" => "InvalidPolicyDocument",
        _ => "MalformedPolicyDocument",
    }
}

#[test]
fn creation_answers_as_aws_does() {
    let mut wrong = Vec::new();
    for (line, cells) in table::rows(include_str!("tables/messages.txt"), 3) {
        let [kind, document, expected] = cells.as_slice() else { panic!("line {line}") };
        let answer = match create(kind, document) {
            Ok(()) => "ok".to_owned(),
            Err(findings) => {
                assert_eq!(findings.aws_code(), error_code(kind), "line {line}");
                findings.aws_message().to_owned()
            }
        };
        if answer != *expected {
            wrong.push(format!("line {line}: {kind} {document}\n  expected: {expected}\n  answered: {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every row of R1.57 is there with two examples or more.
#[test]
fn the_table_covers_every_row() {
    let text = include_str!("tables/messages.txt");
    for row in 1..=24 {
        let heading = format!("## Row {row}:");
        let section = text.split("\n## ").find(|section| format!("## {section}").starts_with(&heading));
        let examples =
            section.expect(&heading).lines().skip(1).filter(|line| line.contains(" | ") && !line.ends_with("| ok"));
        assert!(examples.count() >= 2, "{heading}");
    }
}

/// What creation accepts, an evaluator can read, and reads the same.
#[test]
fn whatever_is_created_can_be_parsed() {
    for (line, cells) in table::rows(include_str!("tables/messages.txt"), 3) {
        let [kind, document, _] = cells.as_slice() else { panic!("line {line}") };
        if create(kind, document).is_ok() {
            let parsed = Policy::<Identity>::parse(document.as_str()).expect(document);
            assert_eq!(&**parsed.text(), document.as_str());
        }
    }
}

/// All mistakes are found at once, each with its code and its place in the text.
#[test]
fn all_findings_are_listed_with_their_places() {
    let mut wrong = Vec::new();
    for (line, cells) in table::rows(include_str!("tables/findings.txt"), 3) {
        let [kind, document, expected] = cells.as_slice() else { panic!("line {line}") };
        let findings = create(kind, document).expect_err(document);
        let listed: Vec<String> = findings
            .all()
            .iter()
            .map(|finding| {
                assert!(!finding.rule.is_empty() && !finding.message.is_empty() && !finding.detail.is_empty());
                let place = finding.span.start as usize..finding.span.end as usize;
                format!("{:?} «{}»", finding.code, document.get(place).expect("on character boundaries"))
            })
            .collect();
        let listed = listed.join(", ");
        if listed != *expected {
            wrong.push(format!("line {line}: {kind} {document}\n  expected: {expected}\n  listed:   {listed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// R1.61 and R1, section 1.7: S3 counts characters without white space, up to 20 KB.
#[test]
fn a_bucket_policy_over_its_quota_is_refused() {
    let policy = |filler: usize| {
        let id = "x".repeat(filler);
        format!(
            "{{\"Id\":\"{id}\",  \"Statement\":{{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\
             \"Resource\":\"arn:aws:s3:::data\"}}}}"
        )
    };
    let room = 20_480 - policy(0).replace(' ', "").len();
    assert!(create("bucket", &policy(room)).is_ok());
    let findings = create("bucket", &policy(room + 1)).expect_err("too long");
    let expected = "Normalized policy document exceeds the maximum allowed size of 20480 bytes.";
    assert_eq!(findings.aws_message(), expected);
}

/// R1.63: at most 20,480 characters, white space included.
#[test]
fn an_endpoint_policy_over_its_quota_is_refused() {
    let policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    let padded = |length: usize| format!("{policy}{}", " ".repeat(length - policy.len()));
    assert!(create("gateway", &padded(20_480)).is_ok());
    assert!(create("gateway", &padded(20_481)).is_err());
}

/// R1, section 1.7: the parameter has at most 131,072 characters, not bytes. What AWS itself has stored may be longer
/// (the policy `AWSSupportServiceRolePolicy` is), so the evaluator's reading has no such limit.
#[test]
fn a_document_longer_than_the_parameter_is_refused_unread() {
    let padded = |characters: usize| {
        let policy = r#"{"Id":"","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
        policy.replace("\"\"", &format!("\"{}\"", "é".repeat(characters - policy.chars().count())))
    };
    assert!(create("inline", &padded(131_072)).is_ok());
    let findings = create("inline", &padded(131_073)).expect_err("too long");
    assert_eq!(findings.reported().code, FindingCode::TooLong);
    assert!(Policy::<Identity>::parse(padded(200_000)).is_ok());
}
