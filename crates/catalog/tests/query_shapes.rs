//! Operations are read from forms and written as XML as AWS does it.

#![expect(clippy::unwrap_used, reason = "a test says that it failed by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rolecall_catalog::api::{cloudtrail, iam, organizations, sts};
use rolecall_catalog::operation::{ApiOperation, NoOutput, OperationShape, ReadStructure};
use rolecall_catalog::query::{self, Form, MalformedQueryString};
use rolecall_catalog::validation::Pattern;
use rolecall_catalog::xml::Writer;

fn form(text: &str) -> Form {
    Form::parse(text.as_bytes()).unwrap()
}

fn read<I: ReadStructure>(text: &str) -> I {
    query::read(&form(text)).unwrap()
}

/// The message with which `Op` refuses the form.
fn refusal<Op: ApiOperation>(text: &str) -> String {
    match query::read::<Op::Input>(&form(text)) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_form_is_decoded_strictly() {
    let parsed = form("Action=CreateRole&RoleName=a%2Bb+c&Empty=&Bare&&x=1=2");
    let pairs: Vec<_> = parsed.pairs().collect();
    assert_eq!(pairs, [("Action", "CreateRole"), ("Bare", ""), ("Empty", ""), ("RoleName", "a+b c"), ("x", "1=2")]);
    for (text, problem) in [
        ("a=%2", MalformedQueryString::BadEscape),
        ("a=%zz", MalformedQueryString::BadEscape),
        ("a=%", MalformedQueryString::BadEscape),
        ("a=%ff", MalformedQueryString::NotUtf8),
        ("=x", MalformedQueryString::EmptyName),
        ("Action=GetUser&Action=DeleteUser", MalformedQueryString::RepeatedName),
    ] {
        assert_eq!(Form::parse(text.as_bytes()), Err(problem), "{text}");
    }
}

#[test]
fn nested_lists_structures_and_scalars_are_read() {
    let input: iam::CreateRoleInput = read(
        "RoleName=ops&AssumeRolePolicyDocument=%7B%7D&MaxSessionDuration=7200&Tags.member.2.Key=b&Tags.member.2.Value=\
         &Tags.member.1.Key=team&Tags.member.1.Value=blue",
    );
    let tag = |key: &str, value: &str| iam::Tag { key: key.into(), value: value.into() };
    let expected = iam::CreateRoleInput {
        role_name: "ops".into(),
        assume_role_policy_document: "{}".into(),
        max_session_duration: Some(7200),
        tags: Some(vec![tag("team", "blue"), tag("b", "")]),
        ..iam::CreateRoleInput::default()
    };
    assert_eq!(input, expected);

    let input: iam::SimulateCustomPolicyInput = read(
        "PolicyInputList.member.1=%7B%7D&ActionNames.member.1=s3:Get*&ContextEntries.member.1.ContextKeyName=aws:x\
         &ContextEntries.member.1.ContextKeyValues.member.1=1&ContextEntries.member.1.ContextKeyValues.member.2=2",
    );
    let entries = input.context_entries.unwrap();
    assert_eq!(entries[0].context_key_name.as_deref(), Some("aws:x"));
    assert_eq!(entries[0].context_key_values, Some(vec!["1".to_owned(), "2".to_owned()]));

    let input: iam::UpdateAccountPasswordPolicyInput = read("RequireSymbols=true&HardExpiry=false");
    assert_eq!((input.require_symbols, input.hard_expiry, input.require_numbers), (Some(true), Some(false), None));

    // A bare name is the empty list, which is not the same as no list.
    assert_eq!(read::<iam::UntagRoleInput>("RoleName=r&TagKeys=").tag_keys, Vec::<String>::new());
}

/// R3.6: operation, form, and what AWS answers.
#[test]
fn violated_constraints_are_reported_in_aws_words() {
    let long = "x".repeat(65);
    let rows: Vec<(&str, String, String)> = vec![
        (
            "missing members, in model order",
            refusal::<iam::CreateRole>("Path=/"),
            "ValidationError: 2 validation errors detected: Value null at 'roleName' failed to satisfy constraint: Member \
             must not be null; Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be \
             null"
                .into(),
        ),
        (
            "pattern",
            refusal::<sts::AssumeRole>("RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=a%20b"),
            r"ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
                .into(),
        ),
        (
            "letters outside ASCII are not \\w",
            refusal::<iam::GetRole>("RoleName=%C3%A9"),
            r"ValidationError: 1 validation error detected: Value 'é' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"
                .into(),
        ),
        (
            "too long",
            refusal::<iam::GetRole>(&format!("RoleName={long}")),
            format!(
                "ValidationError: 1 validation error detected: Value '{long}' at 'roleName' failed to satisfy constraint: \
                 Member must have length less than or equal to 64"
            ),
        ),
        (
            "empty",
            refusal::<iam::GetRole>("RoleName="),
            r"ValidationError: 2 validation errors detected: Value '' at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"
                .into(),
        ),
        (
            "range",
            refusal::<sts::GetSessionToken>("DurationSeconds=899"),
            "ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: \
             Member must have value greater than or equal to 900"
                .into(),
        ),
        (
            "wrong type",
            refusal::<iam::ListRoles>("MaxItems=abc"),
            "ValidationError: 1 validation error detected: Value 'abc' at 'maxItems' failed to satisfy constraint: Member \
             must be an integer"
                .into(),
        ),
        (
            "enum",
            refusal::<iam::UpdateAccessKey>("AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=Gone"),
            "ValidationError: 1 validation error detected: Value 'Gone' at 'status' failed to satisfy constraint: Member \
             must satisfy enum value set: [Active, Inactive, Expired]"
                .into(),
        ),
        (
            "inside a list",
            refusal::<iam::TagRole>("RoleName=r&Tags.member.1.Key=&Tags.member.1.Value=v"),
            r"ValidationError: 2 validation errors detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"
                .into(),
        ),
        (
            "the value of a sensitive member is not repeated",
            refusal::<iam::CreateLoginProfile>("UserName=u&Password="),
            "ValidationError: 2 validation errors detected: Value at 'password' failed to satisfy constraint: Member must \
             have length greater than or equal to 1; Value at 'password' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
                .into(),
        ),
        (
            "a list with a gap",
            refusal::<iam::TagRole>("RoleName=r&Tags.member.2.Key=k&Tags.member.2.Value=v"),
            "MalformedInput: 'tags' must be numbered Tags.member.1, 2, 3 and so on".into(),
        ),
        (
            "a list numbered by a word",
            refusal::<iam::TagRole>("RoleName=r&Tags.member.one.Key=k"),
            "MalformedInput: 'tags' must be numbered Tags.member.1, 2, 3 and so on".into(),
        ),
        (
            "text for a structure",
            refusal::<iam::CreateRole>("RoleName=r&AssumeRolePolicyDocument=x&Tags.member.1=k"),
            "MalformedInput: 'tags.1.member' is a structure: give its members as Tags.member.1.Name".into(),
        ),
        (
            "text for a list",
            refusal::<iam::UntagRole>("RoleName=r&TagKeys=k"),
            "MalformedInput: 'tagKeys' must be numbered TagKeys.member.1, 2, 3 and so on".into(),
        ),
        (
            "an account alias with two hyphens in a row",
            refusal::<iam::CreateAccountAlias>("AccountAlias=a--b"),
            "ValidationError: 1 validation error detected: Value 'a--b' at 'accountAlias' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"
                .into(),
        ),
        ("an account alias", refusal::<iam::CreateAccountAlias>("AccountAlias=a-b"), "accepted".into()),
    ];
    for (case, found, expected) in rows {
        assert_eq!(found, expected, "{case}");
    }
}

/// R4.11: more than fifty tags in one call.
#[test]
fn a_list_that_is_too_long_is_named_without_its_value() {
    let mut text = "RoleName=r".to_owned();
    for number in 1..=51 {
        text.push_str(&format!("&Tags.member.{number}.Key=k{number}&Tags.member.{number}.Value=v"));
    }
    let expected = "ValidationError: 1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must \
                    have length less than or equal to 50";
    assert_eq!(refusal::<iam::TagRole>(&text), expected);
}

#[test]
fn outputs_are_written_in_model_order_without_absent_members() {
    let role = iam::Role {
        path: "/".into(),
        role_name: "ops".into(),
        role_id: "AROAEXAMPLE".into(),
        arn: "arn:aws:iam::123456789012:role/ops".into(),
        create_date: "2026-11-22T10:15:30.75Z".parse().unwrap(),
        tags: Some(vec![iam::Tag { key: "a<b".into(), value: "x&y\u{1}".into() }]),
        ..iam::Role::default()
    };
    assert_eq!(
        query::write(&iam::CreateRoleOutput { role }),
        "<Role><Path>/</Path><RoleName>ops</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>arn:aws:iam::123456789012:role/ops</Arn>\
         <CreateDate>2026-11-22T10:15:30Z</CreateDate><Tags><member><Key>a&lt;b</Key><Value>x&amp;y\u{FFFD}</Value></member>\
         </Tags></Role>"
    );
    let empty = iam::ListRoleTagsOutput { tags: vec![], is_truncated: Some(false), marker: None };
    assert_eq!(query::write(&empty), "<Tags/><IsTruncated>false</IsTruncated>");
    let summary = iam::GetAccountSummaryOutput {
        summary_map: Some(BTreeMap::from([("Users".to_owned(), 3), ("Roles".to_owned(), 5)])),
    };
    assert_eq!(
        query::write(&summary),
        "<SummaryMap><entry><key>Roles</key><value>5</value></entry><entry><key>Users</key><value>3</value></entry>\
         </SummaryMap>"
    );
    let report = iam::GetCredentialReportOutput { content: Some(b"user,arn".to_vec()), ..Default::default() };
    assert_eq!(query::write(&report), "<Content>dXNlcixhcm4=</Content>");
    assert_eq!(query::write(&NoOutput), "");
}

#[test]
fn secrets_do_not_appear_in_debug() {
    let login = iam::CreateLoginProfileInput { password: Some("hunter2".into()), ..Default::default() };
    let credentials = sts::Credentials {
        access_key_id: "ASIAEXAMPLE".into(),
        secret_access_key: "hunter2".into(),
        session_token: "hunter2".into(),
        expiration: Default::default(),
    };
    let assume = sts::AssumeRoleInput { token_code: Some("hunter2".into()), ..Default::default() };
    let web = sts::AssumeRoleWithWebIdentityInput { web_identity_token: "hunter2".into(), ..Default::default() };
    for shown in [
        format!("{login:?}"),
        format!("{credentials:?}"),
        format!("{assume:?}"),
        format!("{web:?}"),
        format!("{:?}", form("Password=hunter2")),
    ] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert!(format!("{credentials:?}").contains("session_token: <redacted>"));
    assert!(format!("{credentials:?}").contains("ASIAEXAMPLE"));
}

#[test]
fn the_tables_name_every_operation_and_error() {
    assert_eq!((iam::OPERATIONS.len(), sts::OPERATIONS.len()), (180, 11));
    let unsigned: Vec<&str> = sts::OPERATIONS.iter().filter(|row| !row.signed).map(|row| row.name).collect();
    assert_eq!(unsigned, ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);
    assert!(iam::OPERATIONS.iter().all(|row| row.signed));
    for (operations, errors) in [(iam::OPERATIONS, iam::errors::ERRORS), (sts::OPERATIONS, sts::errors::ERRORS)] {
        assert!(operations.is_sorted_by_key(|row| row.name));
        assert!(errors.is_sorted_by_key(|error| error.shape));
        for row in operations {
            assert!(row.errors.iter().all(|error| errors.contains(error)), "{}", row.name);
        }
    }
    let missing = iam::errors::NO_SUCH_ENTITY;
    assert_eq!((missing.shape, missing.code, missing.status), ("NoSuchEntityException", "NoSuchEntity", 404));
    assert!(iam::DeleteRole::ERRORS.contains(&missing));
    // The model gives no status for the caller's faults of another service: 400, and the shape's name is the code.
    let borrowed = iam::errors::ORGANIZATION_NOT_FOUND_EXCEPTION;
    assert_eq!((borrowed.code, borrowed.status), ("OrganizationNotFoundException", 400));
    assert_eq!(iam::errors::SERVICE_FAILURE.status, 500);
    // R5.1: no result element where there is no output.
    let delete = iam::OPERATIONS.iter().find(|row| row.name == "DeleteRole").unwrap();
    assert!(!delete.has_result);
    assert_eq!(sts::GetCallerIdentity::NAME, "GetCallerIdentity");
}

/// The access level tells, save where an operation hands out what nobody stores or stores what it reads.
#[test]
fn operations_that_store_nothing_are_read_only() {
    let changing = |rows: &[OperationShape]| rows.iter().filter(|row| !row.read_only).map(|row| row.name).collect();
    let sts: Vec<&str> = changing(sts::OPERATIONS);
    assert_eq!(sts, ["GetDelegatedAccessToken"], "it takes the token that it trades in");
    let iam: Vec<&str> = changing(iam::OPERATIONS);
    let verbs = ["Get", "List", "Simulate"];
    let unexpected: Vec<&&str> = iam.iter().filter(|name| verbs.iter().any(|verb| name.starts_with(verb))).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    for name in ["CreateRole", "TagRole", "PutRolePolicy", "GenerateCredentialReport", "UpdateDelegationRequest"] {
        assert!(iam.contains(&name), "{name}");
    }
    const { assert!(sts::AssumeRole::READ_ONLY && iam::GetRole::READ_ONLY && !iam::DeleteRole::READ_ONLY) };
}

/// The pattern of Organizations with this source.
fn pattern_of(source: &str) -> &'static Pattern {
    organizations::shapes::PATTERNS.iter().find(|pattern| pattern.source() == source).unwrap()
}

/// A translated pattern that did not compile would refuse every value; `\s` and `\S` are ASCII, as in Java.
#[test]
fn every_pattern_compiles() {
    let patterns = iam::shapes::PATTERNS
        .iter()
        .chain(sts::shapes::PATTERNS)
        .chain(organizations::shapes::PATTERNS)
        .chain(cloudtrail::shapes::PATTERNS);
    for pattern in patterns {
        assert!(pattern.is_valid(), "{}", pattern.source());
    }
    let anything = pattern_of(r"[\s\S]*");
    assert!(anything.matches("\0 a\n\u{a0}\u{10FFFF}"));
    let email = pattern_of(r"[^\s@]+@[^\s@]+\.[^\s@]+");
    assert!(email.matches("a\u{a0}@b.c") && !email.matches("a b@b.c") && !email.matches("a@b"));
}

proptest! {
    /// No form makes reading panic, whatever its names and values are.
    #[test]
    fn arbitrary_forms_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        pairs in prop::collection::btree_map("(Tags|TagKeys|RoleName|PolicyArns|Policy)(\\.(member|entry|[0-9]{1,20}|Key|arn|)){0,4}", ".{0,8}", 0..12),
    ) {
        let _ = Form::parse(&bytes);
        let form = Form::from_pairs(pairs).unwrap();
        let _ = query::read::<iam::CreateRoleInput>(&form);
        let _ = query::read::<iam::UntagRoleInput>(&form);
        let _ = query::read::<sts::AssumeRoleInput>(&form);
    }

    /// What is written holds no character that XML forbids and no bare markup.
    #[test]
    fn written_text_is_well_formed(text in ".{0,40}|[\\x00-\\x20<>&\"]{0,40}") {
        let mut xml = Writer::new();
        xml.text_element("T", &text);
        let written = xml.into_string();
        let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
        prop_assert!(written.chars().all(legal));
        prop_assert_eq!(written.matches('<').count(), if text.is_empty() { 1 } else { 2 });
    }
}
