//! Operations are read from JSON with the same checks as from forms, and what is written is read back.

#![expect(clippy::unwrap_used, reason = "a test says that it failed by panicking")]

use proptest::prelude::*;
use rolecall_catalog::api::{iam, organizations as org, sts};
use rolecall_catalog::json;
use rolecall_catalog::operation::{ApiOperation, Paginator, Protocol, ReadStructure};
use rolecall_catalog::query::{self, Form};
use serde_json::{Value, json};

/// The error with which a JSON body is refused.
fn refusal<Op: ApiOperation>(body: &str) -> String {
    json::read::<Op::Input>(body.as_bytes()).map_or_else(|error| error.to_string(), |_| "accepted".to_owned())
}

#[test]
fn members_are_read_by_name_whatever_else_is_there() {
    let body = br#"{"Unknown": {"Deep": [1, {"x": null}]}, "AccountName": "dev", "Email": "dev@example.com",
                    "RoleName": null, "Tags": [{"Key": "t\u00e9am", "Value": "", "Extra": 1}]}"#;
    let expected = org::CreateAccountInput {
        email: "dev@example.com".into(),
        account_name: "dev".into(),
        tags: Some(vec![org::Tag { key: "téam".into(), value: String::new() }]),
        ..org::CreateAccountInput::default()
    };
    assert_eq!(json::read(body), Ok(expected));
    for empty in ["", "{}", " {} "] {
        assert_eq!(json::read(empty.as_bytes()), Ok(org::DescribeOrganizationInput {}), "{empty:?}");
    }
}

/// R3.6 in JSON: the same words as in forms, under the codes of the JSON protocols.
#[test]
fn violated_constraints_are_told_from_values_of_the_wrong_type() {
    let null = |at: &str| format!("Value null at '{at}' failed to satisfy constraint: Member must not be null");
    for (body, found, expected) in [
        (
            "nothing required",
            refusal::<org::CreateAccount>("{}"),
            format!("ValidationException: 2 validation errors detected: {}; {}", null("email"), null("accountName")),
        ),
        (
            "inside a list",
            refusal::<iam::TagRole>(r#"{"RoleName": "r", "Tags": [{"Key": "k", "Value": "v"}, {"Key": "k"}, null]}"#),
            format!(
                "ValidationException: 2 validation errors detected: {}; {}",
                null("tags.2.member.value"),
                null("tags.3.member")
            ),
        ),
        (
            "range",
            refusal::<org::ListAccounts>(r#"{"MaxResults": 21}"#),
            "ValidationException: 1 validation error detected: Value '21' at 'maxResults' failed to satisfy constraint: \
             Member must have value less than or equal to 20"
                .into(),
        ),
        (
            "the value of a sensitive member",
            refusal::<org::CreateAccount>(r#"{"AccountName": "dev", "Email": "x"}"#),
            r"ValidationException: 2 validation errors detected: Value at 'email' failed to satisfy constraint: Member must have length greater than or equal to 6; Value at 'email' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\s@]+@[^\s@]+\.[^\s@]+"
                .into(),
        ),
        (
            "a time that is none",
            refusal::<org::TerminateResponsibilityTransfer>(r#"{"Id": "rt-12345678", "EndTimestamp": 1e300}"#),
            format!(
                "ValidationException: 1 validation error detected: Value '{}' at 'endTimestamp' failed to satisfy \
                 constraint: Member must be a timestamp",
                1e300
            ),
        ),
        (
            "number for text",
            refusal::<org::CreateAccount>(r#"{"AccountName": 1}"#),
            "SerializationException: NUMBER_VALUE can not be converted to a String at 'accountName'".into(),
        ),
        (
            "text for a number",
            refusal::<org::ListAccounts>(r#"{"MaxResults": "2"}"#),
            "SerializationException: STRING_VALUE can not be converted to an Integer at 'maxResults'".into(),
        ),
        (
            "a fraction, or more than 32 bits",
            refusal::<org::ListAccounts>(r#"{"MaxResults": 2.5}"#) + &refusal::<org::ListAccounts>(r#"{"MaxResults": 4294967296}"#),
            "SerializationException: DECIMAL_VALUE can not be converted to an Integer at 'maxResults'\
             SerializationException: NUMBER_VALUE can not be converted to an Integer at 'maxResults'"
                .into(),
        ),
        (
            "text for a time",
            refusal::<org::TerminateResponsibilityTransfer>(r#"{"EndTimestamp": "2026-11-22T10:15:30Z"}"#),
            "SerializationException: STRING_VALUE can not be converted to a Timestamp at 'endTimestamp'".into(),
        ),
        (
            "text for a list",
            refusal::<org::TagResource>(r#"{"ResourceId": "r", "Tags": "x"}"#),
            "SerializationException: STRING_VALUE can not be converted to a list at 'tags'".into(),
        ),
        (
            "a list for a structure",
            refusal::<org::TagResource>(r#"{"ResourceId": "r", "Tags": [[]]}"#),
            "SerializationException: ARRAY_VALUE can not be converted to a structure at 'tags.1.member'".into(),
        ),
        (
            "text for truth",
            refusal::<iam::UpdateAccountPasswordPolicy>(r#"{"RequireSymbols": "true"}"#),
            "SerializationException: STRING_VALUE can not be converted to a Boolean at 'requireSymbols'".into(),
        ),
        ("a list for the input", refusal::<org::CreateAccount>("[]"), "SerializationException: The input is not a structure".into()),
        ("null for the input", refusal::<org::CreateAccount>("null"), "SerializationException: The input is not a structure".into()),
    ] {
        assert_eq!(found, expected, "{body}");
    }
}

/// What is not JSON, says a thing twice, or is beyond the limits is refused without a panic, in time linear in its size.
#[test]
fn hostile_documents_are_refused() {
    let deep = |depth: usize| format!(r#"{{"X": {}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    assert_eq!(refusal::<org::DescribeOrganization>(&deep(60)), "accepted");
    let nested = "{\"X\":".repeat(100_000);
    for body in [
        "{",
        "{}x",
        "{'a': 1}",
        r#"{"a": 1e999}"#,
        r#"{"a": "\ud800"}"#,
        r#"{"Email": "a@b.cd", "Email": "b@c.de"}"#,
        r#"{"Unknown": {"a": 1, "\u0061": 2}}"#,
        &deep(65),
        &deep(100_000),
        &"[".repeat(1_000_000),
        &nested,
        &format!(r#"{{"X": [{}1]}}"#, "1,".repeat(200_000)),
    ] {
        let found = refusal::<org::DescribeOrganization>(body);
        assert!(found.starts_with("SerializationException: "), "{found}: {}", body.get(..80).unwrap_or(body));
    }
    assert!(json::read::<org::CreateAccountInput>(b"{\"Email\": \"\xff\"}").is_err());
    // Each of many items is wrong twice, but the answer stays small.
    let body = format!(r#"{{"ResourceId": "r", "Tags": [{}{{}}]}}"#, "{},".repeat(90_000));
    let found = refusal::<org::TagResource>(&body);
    assert!(found.starts_with("ValidationException: 100 validation errors detected: "), "{}", found.len());
    assert!(found.len() < 20_000, "{}", found.len());
}

#[test]
fn outputs_are_written_as_the_json_protocols_have_them() {
    let account = org::Account {
        id: Some("123456789012".into()),
        name: Some("a \"b\" \\ \u{1}\n<é>".into()),
        joined_timestamp: Some("2026-11-22T10:15:30.250Z".parse().unwrap()),
        ..org::Account::default()
    };
    let output = org::ListAccountsOutput { accounts: Some(vec![account, org::Account::default()]), next_token: None };
    let written = json::write(&output);
    assert_eq!(
        written,
        "{\"Accounts\":[{\"Id\":\"123456789012\",\"Name\":\"a \\\"b\\\" \\\\ \\u0001\\n<é>\",\
         \"JoinedTimestamp\":1795342530.250},{}]}"
    );
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["Accounts"][0]["Name"], "a \"b\" \\ \u{1}\n<é>");
    let summary = iam::GetAccountSummaryOutput { summary_map: Some([("Users".to_owned(), 3)].into()) };
    assert_eq!(json::write(&summary), r#"{"SummaryMap":{"Users":3}}"#);
    let report = iam::GetCredentialReportOutput { content: Some(b"user,arn".to_vec()), ..Default::default() };
    assert_eq!(json::write(&report), r#"{"Content":"dXNlcixhcm4="}"#);
    assert_eq!(json::write(&rolecall_catalog::operation::NoOutput), "{}");
}

/// Organizations is the first service that speaks JSON.
#[test]
fn the_model_says_how_organizations_is_called_paged_and_refused() {
    assert_eq!(org::OPERATIONS.len(), 63);
    assert!(org::OPERATIONS.iter().all(|operation| operation.protocol == Protocol::Json && operation.signed));
    assert_eq!((org::TARGET_PREFIX, org::CONTENT_TYPE), ("AWSOrganizationsV20161128", "application/x-amz-json-1.1"));
    let pages = Paginator {
        input_token: "NextToken",
        output_token: "NextToken",
        limit: Some("MaxResults"),
        more: None,
        results: &["Accounts"],
    };
    assert_eq!(org::ListAccounts::PAGINATOR, Some(pages));
    assert_eq!(org::DescribeAccount::PAGINATOR, None);
    let pages = iam::GetAccountAuthorizationDetails::PAGINATOR.unwrap();
    assert_eq!((pages.input_token, pages.more, pages.results.len()), ("Marker", Some("IsTruncated"), 4));
    // Whatever a paginator names is a member.
    for operation in iam::OPERATIONS.iter().chain(org::OPERATIONS) {
        let Some(pages) = operation.paginator else { continue };
        let has = |members: &[rolecall_catalog::member::Member], name| members.iter().any(|member| member.name == name);
        let inputs = [Some(pages.input_token), pages.limit];
        assert!(inputs.into_iter().flatten().all(|name| has(operation.input, name)), "{}", operation.name);
        let outputs = [Some(pages.output_token), pages.more].into_iter().flatten().chain(pages.results.iter().copied());
        assert!(outputs.into_iter().all(|name| has(operation.output, name)), "{}", operation.name);
    }
    let missing = org::errors::ACCOUNT_NOT_FOUND_EXCEPTION;
    assert_eq!((missing.code, missing.status), ("AccountNotFoundException", 400));
    assert!(org::DescribeAccount::ERRORS.contains(&missing));
    let read_only = |name: &str| org::OPERATIONS.iter().any(|row| row.name == name && row.read_only);
    assert!(read_only("DescribeOrganization") && read_only("ListRoots") && !read_only("CreateAccount"));
}

/// The same members as a form and as a JSON document. `null` stands in a document for what a form leaves out.
fn as_form(value: &Value, name: &str, pairs: &mut Vec<(String, String)>) {
    let below = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        Value::Null => {}
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        Value::Object(members) => {
            if members.is_empty() && !name.is_empty() {
                pairs.push((name.to_owned(), String::new()));
            }
            members.iter().for_each(|(member, value)| as_form(value, &below(member), pairs));
        }
        Value::Array(items) => {
            if items.is_empty() {
                pairs.push((name.to_owned(), String::new()));
            }
            let numbered = (1..).zip(items);
            numbered.for_each(|(number, item)| as_form(item, &below(&format!("member.{number}")), pairs));
        }
        plain => pairs.push((name.to_owned(), plain.to_string())),
    }
}

/// Reads a document both ways: the values, or the words of the refusals.
fn both<I: ReadStructure>(document: &Value) -> (Result<I, String>, Result<I, String>) {
    let mut pairs = Vec::new();
    as_form(document, "", &mut pairs);
    let from_form = query::read(&Form::from_pairs(pairs).unwrap()).map_err(|error| error.message);
    let from_json = json::read(document.to_string().as_bytes()).map_err(|error| error.message);
    (from_form, from_json)
}

/// Text that satisfies some constraints and violates others.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => "[a-z]{0,3}|arn:aws:iam::123456789012:role/[a-z]{1,3}|.{0,4}|[a-z]{65}".prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn list(item: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![4 => prop::collection::vec(item, 0..4).prop_map(Value::from), 1 => Just(Value::Null)]
}

proptest! {
    /// One description of each structure: forms and documents that say the same give the same value or the same
    /// violations in the same order.
    #[test]
    fn forms_and_documents_are_read_alike(
        role in text(), session in text(), policy in text(),
        // A tag without any member has no form of its own inside a list: one member is always there.
        tags in list((text(), "[a-z]{0,3}").prop_map(|(key, value)| json!({"Key": key, "Value": value}))),
        keys in list("[a-z ]{0,2}".prop_map(Value::from)),
        seconds in prop_oneof![Just(Value::Null), (0..50_000).prop_map(Value::from)],
    ) {
        let (form, document) = both::<sts::AssumeRoleInput>(&json!({
            "RoleArn": role, "RoleSessionName": session, "Policy": policy, "Tags": tags, "TransitiveTagKeys": keys,
            "DurationSeconds": seconds,
        }));
        prop_assert_eq!(form, document);
        let (form, document) = both::<iam::TagRoleInput>(&json!({"RoleName": role, "Tags": tags}));
        prop_assert_eq!(form, document);
    }

    /// What is written as JSON is read as the same value.
    #[test]
    fn written_documents_are_read_back(
        name in "[ -~é\u{1}]{1,20}", description in prop::option::of("\\PC{0,20}"),
        tags in prop::option::of(prop::collection::vec(("[a-z]{1,5}", "[a-z\u{e9} ]{0,5}"), 0..4)),
        milliseconds in -62_000_000_000_000_i64..250_000_000_000_000,
    ) {
        let tag = |(key, value)| org::Tag { key, value };
        let tags: Option<Vec<org::Tag>> = tags.map(|tags| tags.into_iter().map(tag).collect());
        let input = org::CreatePolicyInput {
            content: name.clone(),
            description: description.unwrap_or_default(),
            name: name.clone(),
            r#type: "SERVICE_CONTROL_POLICY".into(),
            tags,
        };
        prop_assert_eq!(json::read(json::write(&input).as_bytes()), Ok(input));
        let input = org::TerminateResponsibilityTransferInput {
            id: "rt-12345678".into(),
            end_timestamp: Some(jiff::Timestamp::from_millisecond(milliseconds).unwrap()),
        };
        prop_assert_eq!(json::read(json::write(&input).as_bytes()), Ok(input));
    }

    /// No body makes reading panic.
    #[test]
    fn arbitrary_bodies_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..100),
        text in "[\\[\\]{}\",:0-9eTagsKyVlu\\\\. -]{0,60}",
    ) {
        let _ = json::read::<org::TagResourceInput>(&bytes);
        let _ = json::read::<org::TagResourceInput>(text.as_bytes());
    }
}
