//! What an explanation shows, and AWS's sentence (R5.8).

use std::sync::Arc;

use crate::services::services;
use rolecall_policy::decision::Layer;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::{Explanation, ResourceText, Sentence, render_text, sentence};
use rolecall_policy::kind::{Identity, Resource, Scp, Trust};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Compiled, Context, Policies, Policy, PolicyKind, PolicySource, Principal, Request, explain};

use crate::both::decide;

fn attach<K: PolicyKind>(name: &str, owner: Option<&str>, arn: Option<&str>, text: &str) -> Attached<K> {
    let source = PolicySource { arn: arn.map(Into::into), name: name.into(), owner: owner.map(Into::into) };
    Attached { policy: Arc::new(Compiled::new(Policy::parse(text).unwrap())), source: Arc::new(source) }
}

fn session() -> Principal {
    Principal::RoleSession {
        account: "111111111111".parse().unwrap(),
        role_arn: Some("arn:aws:iam::111111111111:role/Dev".into()),
        role_id: None,
        session_arn: Some("arn:aws:sts::111111111111:assumed-role/Dev/ana".into()),
        service_linked: false,
    }
}

fn put<'a>(principal: &'a Principal, context: &'a Context) -> Request<'a> {
    Request {
        principal,
        action: "s3:PutObject",
        resource: "arn:aws:s3:::finance-reports/report.csv",
        resource_account: Some("222222222222".parse().unwrap()),
        class: ResourceClass::Object,
        s3: None,
        context,
        services: services(),
    }
}

const WRITE: &str = r#"{ "Version": "2012-10-17", "Statement": { "Sid": "WriteReports", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } }"#;

const UPLOAD: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::finance-reports/*" },
    { "Sid": "Upload", "Effect": "Allow", "Principal": { "AWS": "111111111111" },
      "Action": ["s3:PutObject", "s3:AbortMultipartUpload"],
      "Resource": "arn:aws:s3:::finance-reports/*",
      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc123" } } }
  ]
}"#;

const FULL: &str =
    r#"{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }"#;

/// The two-account denial of the design: the missing half, the line, the expected and the actual value.
fn across_accounts() -> (Explanation, String) {
    let principal = session();
    let mut context = Context::new();
    context.set("aws:PrincipalOrgID", "o-xyz789");
    let request = put(&principal, &context);
    let identity = [attach::<Identity>("Dev", Some("role Dev"), None, WRITE)].into();
    let bucket: Attached<Resource> = attach("bucket policy", Some("finance-reports"), None, UPLOAD);
    let levels = [Level::<Scp> { name: "r-ab12".into(), policies: vec![attach("FullAWSAccess", None, None, FULL)] }];
    let policies = Policies {
        identity: &identity,
        resource: Some(ResourcePolicy::Resource(&bucket)),
        scp: Some(Guardrails { management: "999999999999".parse().unwrap(), levels: &levels }),
        ..Policies::default()
    };
    let decision = decide(&request, &policies);
    let form = Sentence { resource: ResourceText::Quoted, ..Sentence::default() };
    (explain(&request, &policies), sentence(&decision, &request, &policies, form))
}

#[test]
fn the_closest_statement_shows_the_failed_condition() {
    insta::assert_snapshot!(render_text(&across_accounts().0), @r#"
    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::finance-reports/report.csv (account 222222222222)
      SCP            allowed   at r-ab12; FullAWSAccess / statement 1
      identity       allowed   Dev of role Dev / statement "WriteReports"
    x resource       no match  closest: bucket policy of finance-reports / statement "Upload", 3 of 4 parts match
          9 |       "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc123" } } }
            |                                                              ~~~~~~~~~~ StringEquals aws:PrincipalOrgID: wanted "o-abc123", the request has "o-xyz789"
      no policies    RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:PutObject to the caller in the bucket policy of arn:aws:s3:::finance-reports (closest: bucket policy of finance-reports, line 9)
    "#);
}

/// R5.8, R5.14: S3 quotes the resource.
#[test]
fn the_sentence_of_s3() {
    insta::assert_snapshot!(across_accounts().1, @r#"User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::finance-reports/report.csv" because no resource-based policy allows the s3:PutObject action"#);
}

/// An explanation is recorded and read back later.
#[test]
#[cfg(feature = "serde")]
fn an_explanation_survives_being_recorded() {
    let (explanation, _) = across_accounts();
    let json = serde_json::to_string(&explanation).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&json).unwrap(), explanation);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["outcome"], "implicitly-denied");
    assert_eq!(value["layer"], "resource");
    assert_eq!(value["resource_account"], "222222222222");
}

#[test]
fn an_explicit_deny_shows_its_statement_in_a_policy_of_one_line() {
    let principal = session();
    let context = Context::new();
    let request = Request { resource_account: principal.account(), ..put(&principal, &context) };
    let filler = r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"},"#.repeat(5);
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{filler}{{"Effect":"Deny","Action":"s3:Put*","Resource":"arn:aws:s3:::finance-reports/*"}}]}}"#
    );
    let arn = "arn:aws:iam::111111111111:policy/Guard";
    let identity =
        [attach::<Identity>("Dev", Some("role Dev"), None, WRITE), attach("Guard", Some("role Dev"), Some(arn), &text)]
            .into();
    let policies = Policies { identity: &identity, ..Policies::default() };
    insta::assert_snapshot!(render_text(&explain(&request, &policies)), @r#"
    DENIED, explicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::finance-reports/report.csv (account 111111111111)
    x identity       denied    Guard of role Dev / statement 6
          1 | …Allow","Action":"ec2:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Put*","Resource":"arn:aws:s3:::finance-…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:PutObject on arn:aws:s3:::finance-reports/report.csv out of the statement that denies it (Guard of role Dev, line 1)
    "#);
    let decision = decide(&request, &policies);
    assert_eq!(decision.deciding_in(Layer::Identity).map(|at| (at.policy, at.statement)), Some((1, 5)));
}

/// R2, section 2.1: of several grants the strongest decides, wherever it stands.
#[test]
fn the_strongest_grant_is_the_deciding_statement() {
    let principal = session();
    let context = Context::new();
    let request = Request { resource_account: principal.account(), ..put(&principal, &context) };
    let grant =
        |who: &str| format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{who}"}},"Action":"*","Resource":"*"}}"#);
    let (account, role, session) = (
        grant("111111111111"),
        grant("arn:aws:iam::111111111111:role/Dev"),
        grant("arn:aws:sts::111111111111:assumed-role/Dev/ana"),
    );
    for (statements, deciding) in [
        (format!("{account},{role},{session}"), 2),
        (format!("{session},{role},{account}"), 0),
        (format!("{account},{role}"), 1),
        (format!("{role},{account}"), 0),
    ] {
        let bucket = attach("bucket policy", None, None, &format!(r#"{{"Statement":[{statements}]}}"#));
        let policies = Policies { resource: Some(ResourcePolicy::Resource(&bucket)), ..Policies::default() };
        let at = decide(&request, &policies).deciding_in(Layer::Resource).unwrap();
        assert_eq!(at.statement, deciding, "{statements}");
        let explanation = explain(&request, &policies);
        let report = explanation.layers.iter().find(|report| report.layer == Layer::Resource).unwrap();
        assert_eq!(report.deciding.as_ref().map(|statement| statement.index), Some(deciding));
    }
}

/// Control characters of a policy or a request cannot act on the terminal.
#[test]
fn control_characters_are_escaped() {
    let principal = session();
    let mut context = Context::new();
    context.set("aws:UserAgent", "\u{1b}[2J\nDENIED");
    let request = put(&principal, &context);
    let text = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":\
                {\"StringEquals\":{\"aws:UserAgent\":\"\u{9b}31m\"}}}}";
    let identity = [attach::<Identity>("p", None, None, text)].into();
    let policies = Policies { identity: &identity, ..Policies::default() };
    let shown = render_text(&explain(&request, &policies));
    assert!(shown.contains(r"\u{1b}[2J\u{a}DENIED"), "{shown}");
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
}

/// R5.8: each kind's reason, implicit and explicit, and R5.9, R5.11, R5.12.
#[test]
fn the_sentences_of_each_kind() {
    let context = Context::new();
    let user = Principal::User {
        account: "111111111111".parse().unwrap(),
        arn: "arn:aws:iam::111111111111:user/ana".into(),
        id: None,
    };
    let statement = |effect: &str, principal: bool| {
        let principal = if principal { r#""Principal":"*","# } else { "" };
        format!(r#"{{"Statement":{{"Effect":"{effect}",{principal}"Action":"*","Resource":"*"}}}}"#)
    };
    let none = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"x:Y","Resource":"*"}}"#;
    let arn = Some("arn:aws:iam::111111111111:policy/P");
    // Users have no session policies.
    let role = session();
    let ask = |layer: Layer, effect: Option<&str>| {
        let with = |principal| effect.map_or_else(|| none.to_owned(), |effect| statement(effect, principal));
        let allow = [attach("p", None, None, &statement("Allow", false))].into();
        let identity = [attach("p", None, arn, &with(false))].into();
        let boundary = attach("p", None, arn, &with(false));
        let session = [attach("p", None, arn, &with(false))];
        let endpoint = [attach("p", None, None, &with(true))];
        let scp = [Level { name: "r".into(), policies: vec![attach("p", None, arn, &with(false))] }];
        let rcp = [Level { name: "r".into(), policies: vec![attach("p", None, arn, &with(true))] }];
        let bucket = attach("p", None, None, &with(true));
        let trust: Attached<Trust> = attach("p", None, None, &with(true));
        let management = "999999999999".parse().unwrap();
        let mut policies = Policies { identity: &allow, ..Policies::default() };
        let mut request = put(if layer == Layer::Session { &role } else { &user }, &context);
        request.resource_account = user.account();
        match layer {
            Layer::Identity => policies.identity = &identity,
            Layer::Boundary => policies.boundary = Some(&boundary),
            Layer::Session => policies.session = Some(&session),
            Layer::Endpoint => policies.endpoint = Some(&endpoint[..]),
            Layer::Scp => policies.scp = Some(Guardrails { management, levels: &scp }),
            Layer::Rcp => policies.rcp = Some(Guardrails { management, levels: &rcp }),
            Layer::Resource => {
                request.resource_account = Some("222222222222".parse().unwrap());
                policies.resource = Some(ResourcePolicy::Resource(&bucket));
            }
            // The role's trust policy stands in for the rules that are no policies.
            _ => {
                request.action = "sts:AssumeRole";
                request.resource = "arn:aws:iam::111111111111:role/R";
                request.class = ResourceClass::Role;
                policies.resource = Some(ResourcePolicy::Trust(&trust));
            }
        }
        let decision = decide(&request, &policies);
        assert!(!decision.is_allowed(), "{layer:?}");
        sentence(&decision, &request, &policies, Sentence::default())
    };
    let start = "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: \
                 arn:aws:s3:::finance-reports/report.csv ";
    let policy = ": arn:aws:iam::111111111111:policy/P";
    for (layer, name, implicit, arn) in [
        (Layer::Identity, "an identity-based policy", "identity-based policy", policy),
        (Layer::Resource, "a resource-based policy", "resource-based policy", ""),
        (Layer::Boundary, "a permissions boundary", "permissions boundary", policy),
        (Layer::Session, "a session policy", "session policy", policy),
        (Layer::Scp, "a service control policy", "service control policy", policy),
        (Layer::Rcp, "a resource control policy", "resource control policy", policy),
        (Layer::Endpoint, "a VPC endpoint policy", "VPC endpoint policy", ""),
    ] {
        let start = match layer {
            Layer::Session => start.replace("iam::111111111111:user/ana", "sts::111111111111:assumed-role/Dev/ana"),
            _ => start.to_owned(),
        };
        assert_eq!(ask(layer, None), format!("{start}because no {implicit} allows the s3:PutObject action"));
        assert_eq!(ask(layer, Some("Deny")), format!("{start}with an explicit deny in {name}{arn}"));
    }
    let start = "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: \
                 arn:aws:iam::111111111111:role/R ";
    assert_eq!(
        ask(Layer::Caller, None),
        format!("{start}because no role trust policy allows the sts:AssumeRole action")
    );
    assert_eq!(ask(Layer::Caller, Some("Deny")), format!("{start}with an explicit deny in the role trust policy"));
}

/// R5.9: how each caller is named.
#[test]
fn the_names_of_callers() {
    let context = Context::new();
    let form = Sentence { resource: ResourceText::Omitted, reason: false, policy_arn: false };
    let say = |principal: &Principal| {
        let request = put(principal, &context);
        let policies = Policies::default();
        sentence(&decide(&request, &policies), &request, &policies, form)
    };
    let named = |name: &str| format!("User: {name} is not authorized to perform: s3:PutObject");
    let account = "111111111111".parse().unwrap();
    let root = "arn:aws:iam::111111111111:root";
    assert_eq!(say(&session()), named("arn:aws:sts::111111111111:assumed-role/Dev/ana"));
    assert_eq!(say(&Principal::Root { account, arn: root.into() }), named("arn:aws:iam::111111111111:root"));
    assert_eq!(say(&Principal::AssumedRoot { account, arn: root.into() }), named("arn:aws:iam::111111111111:root"));
    assert_eq!(say(&Principal::Anonymous), named("anonymous"));
    let provider = Principal::Provider { provider: "accounts.google.com".into() };
    assert_eq!(say(&provider), "Not authorized to perform s3:PutObject");
}
