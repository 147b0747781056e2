//! `unknown.txt`: requests of which not everything is known, and what the answers depend on.

use crate::services::services;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::{Guardrails, Level, ResourcePolicy};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::{
    ConditionPart, Dependency, PossibleDecision, Resource, ResourcePart, UnknownKeys, UnknownRequest, decide,
    render_text,
};
use rolecall_policy::{AccountId, Context, Layer, Policies, PolicySet, Principal};

use crate::decisions::attach;
use crate::language;
use crate::table::{Row, read};

/// A row, asked.
fn ask(row: &Row) -> PossibleDecision {
    let account: AccountId = "111111111111".parse().unwrap();
    let (root, action) = match row.get("asked").strip_prefix("root ") {
        Some(action) => (true, action),
        None => (false, row.get("asked")),
    };
    let principal = if root {
        Principal::Root { account, arn: format!("arn:aws:iam::{account}:root").into() }
    } else {
        Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None }
    };
    let resource = match row.get("resource") {
        "?" => Resource::Unknown,
        text => text.strip_prefix('~').map_or(Resource::Known(text), Resource::Pattern),
    };
    let mut context = Context::new();
    let mut unknown = UnknownKeys::new();
    let mut resource_account = None;
    for key in row.get("keys").split_whitespace() {
        if let Some(owner) = key.strip_prefix("owner=") {
            resource_account = Some(owner.parse().unwrap());
        } else if let Some((key, patterns)) = key.split_once('~') {
            unknown.set_like(key, patterns.split(','));
        } else if let Some((key, value)) = key.split_once('=') {
            context.set(key, value);
        } else if let Some(key) = key.strip_suffix('?') {
            unknown.set_unknown(key);
        } else {
            unknown.set_present(key.strip_suffix('!').expect("a mark"));
        }
    }
    let identity = language::policies(row.get("identity"), action).iter().map(|text| attach(text)).collect();
    let own: Vec<_> = language::policies(row.get("own"), action).iter().map(|text| attach(text)).collect();
    let identity = PolicySet::new(identity);
    let policies =
        Policies { identity: &identity, resource: own.first().map(ResourcePolicy::Resource), ..Policies::default() };
    let request = UnknownRequest {
        principal: &principal,
        action,
        resource,
        resource_account,
        class: ResourceClass::Ordinary,
        s3: None,
        context: &context,
        unknown: &unknown,
        services: services(),
    };
    decide(&request, &policies)
}

/// A dependency as the table has it.
fn told(dependency: &Dependency) -> String {
    match dependency {
        Dependency::Rule(layer) => format!("rule {}", layer.name()),
        Dependency::Owner => "owner".into(),
        Dependency::Statement(statement) => {
            let resource = statement.resource.iter().map(|ResourcePart { negated, patterns }| {
                format!("resource {}{}", if *negated { "!" } else { "" }, patterns.join(","))
            });
            let conditions = statement
                .conditions
                .iter()
                .map(|ConditionPart { operator, key, values }| format!("{operator} {key} {}", values.join(",")));
            let parts: Vec<String> = resource.chain(conditions).collect();
            format!("{} {}: {}", statement.at.layer.name(), statement.at.statement, parts.join(" and "))
        }
    }
}

#[test]
fn requests_with_gaps_are_answered_as_the_table_says() {
    let rows = read(include_str!("../tables/unknown.txt"));
    assert!(rows.len() > 60);
    let mut wrong = Vec::new();
    for row in &rows {
        let (answer, on) = match ask(row) {
            PossibleDecision::Allowed(_) => ("Allowed".to_owned(), String::new()),
            PossibleDecision::Denied(decision) => {
                (format!("Denied {}", decision.layer().map_or("", Layer::name)), String::new())
            }
            PossibleDecision::Depends(on) => ("Depends".to_owned(), on.iter().map(told).collect::<Vec<_>>().join("; ")),
        };
        if (&*answer, &*on) != (row.get("answer"), row.get("depends on")) {
            wrong.push(format!("line {}: {} | {answer} | {on}", row.line, row.get("why")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// People read one line for each thing, in which a policy cannot write to their terminal.
#[test]
fn dependencies_are_told_in_words() {
    let text = "why | asked | resource | keys | identity | own | answer | depends on
        x | s3:GetObject | ~arn:*:s3:::b/* | k? | A@arn:aws:s3:::b/a*[StringNotEquals k \u{1b}v,w] | D:*[Bool o true][Null k true] | |";
    let row = read(text).pop().unwrap();
    let PossibleDecision::Depends(on) = ask(&row) else { panic!("it depends") };
    let statement = on.iter().find_map(|dependency| match dependency {
        Dependency::Statement(statement) => Some(statement),
        _ => None,
    });
    assert_eq!(statement.unwrap().effect, Effect::Allow);
    assert_eq!(
        render_text(&on),
        "may deny:  the resource may be in another partition\n\
         may allow: identity / policy / statement 1, if the resource is \"arn:aws:s3:::b/a*\" and \
         StringNotEquals k is anything but \"\\u{1b}v\" or \"w\"\n"
    );
}

/// R2.19: a service that takes on a service-linked role is spared by resource control policies; of a pattern that has
/// both kinds of roles it depends on that alone.
#[test]
fn whether_resource_control_policies_reach_the_role_may_be_what_matters() {
    let principal = Principal::Service { names: vec!["lambda.amazonaws.com".into()] };
    let trust =
        r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
    let trust = attach(trust);
    let rcp = attach(r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"sts:*","Resource":"*"}}"#);
    let levels = [Level { name: "r-1".into(), policies: vec![rcp] }];
    let policies = Policies {
        resource: Some(ResourcePolicy::Trust(&trust)),
        rcp: Some(Guardrails { management: "999999999999".parse().unwrap(), levels: &levels }),
        ..Policies::default()
    };
    let (context, unknown) = (Context::new(), UnknownKeys::new());
    let ask = |pattern| {
        let request = UnknownRequest {
            principal: &principal,
            action: "sts:AssumeRole",
            resource: Resource::Pattern(pattern),
            resource_account: None,
            class: ResourceClass::Role,
            s3: None,
            context: &context,
            unknown: &unknown,
            services: services(),
        };
        decide(&request, &policies)
    };
    assert_eq!(ask("arn:aws:iam::111111111111:role/*"), PossibleDecision::Depends(vec![Dependency::Rule(Layer::Rcp)]));
    assert!(matches!(ask("arn:aws:iam::111111111111:role/aws-service-role/*"), PossibleDecision::Allowed(_)));
    assert!(
        matches!(ask("arn:aws:iam::111111111111:role/team/*"), PossibleDecision::Denied(decision) if decision.is_explicit())
    );
    // The management account is spared (R2.19), and no other.
    let whose = [Dependency::Owner, Dependency::Rule(Layer::Rcp)];
    assert_eq!(ask("arn:aws:iam::*:role/*"), PossibleDecision::Depends(whose.into()));
}
