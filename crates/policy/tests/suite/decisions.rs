//! `decisions.txt`: the worked decisions T1–T140 (R2, section 2.6), and `more-decisions.txt`: rules they leave out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::services::services;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::{Says, render_text};
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::request::{Issuer, ResourceClass, S3Facts};
use rolecall_policy::{
    AccountId, Arn, Compiled, Context, Decision, Layer, Policies, Policy, PolicyKind, PolicySet, PolicySource,
    Principal, Request, Verdict, explain,
};

use crate::both::decide;
use crate::language;
use crate::table::{Row, read};

const OWN: &str = "111111111111";

pub(crate) fn attach<K: PolicyKind>(text: &str) -> Attached<K> {
    let policy = Policy::<K>::parse(text).unwrap_or_else(|findings| panic!("{text}: {findings:?}"));
    let source = PolicySource { arn: None, name: "policy".into(), owner: None };
    Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) }
}

fn attach_all<K: PolicyKind>(texts: &[String]) -> Vec<Attached<K>> {
    texts.iter().map(|text| attach(text)).collect()
}

fn attach_levels<K: PolicyKind>(levels: &[Vec<String>]) -> Vec<Level<K>> {
    levels.iter().map(|texts| Level { name: "level".into(), policies: attach_all(texts) }).collect()
}

fn account(text: &str) -> AccountId {
    let text = if text.len() == 3 { text.repeat(4) } else { text.to_owned() };
    text.parse().unwrap_or_else(|_| panic!("no account: {text}"))
}

/// The callers of the tables, all of account 111111111111.
fn principal(name: &str, facts: &Facts) -> Principal {
    let own = account(OWN);
    let user = "arn:aws:iam::111111111111:user/ana";
    let root = "arn:aws:iam::111111111111:root";
    let user_id = Some("AIDAANA0000000000001".into());
    let role = |path: &str, service_linked| Principal::RoleSession {
        account: own,
        role_arn: (!facts.has("session-only")).then(|| format!("arn:aws:iam::{OWN}:role{path}Dev").into()),
        role_id: Some("AROADEV0000000000001".into()),
        session_arn: (!facts.has("role-only")).then(|| format!("arn:aws:sts::{OWN}:assumed-role/Dev/ana").into()),
        service_linked,
    };
    let federated = |issuer| Principal::FederatedUser {
        account: own,
        arn: format!("arn:aws:sts::{OWN}:federated-user/fay").into(),
        issuer,
    };
    match name {
        "user" => Principal::User { account: own, arn: user.into(), id: user_id },
        "role" => role("/team/", false),
        "service-linked" => role("/aws-service-role/x.amazonaws.com/", true),
        "claims-service-linked" => role("/team/", true),
        "federated" => federated(Issuer::User { arn: user.into(), id: user_id }),
        "federated-root" => federated(Issuer::Root),
        "root" => Principal::Root { account: own, arn: root.into() },
        "assumed-root" => Principal::AssumedRoot { account: own, arn: root.into() },
        "delegated-user" => Principal::Delegated { approver: Box::new(principal("user", facts)) },
        "delegated-role" => Principal::Delegated { approver: Box::new(principal("role", facts)) },
        "service" => {
            Principal::Service { names: vec!["lambda.amazonaws.com".into(), "lambda.eu-west-1.amazonaws.com".into()] }
        }
        "web" => Principal::Provider { provider: "accounts.google.com".into() },
        "saml" => Principal::Provider { provider: "arn:aws:iam::111111111111:saml-provider/O".into() },
        "saml-cn" => Principal::Provider { provider: "arn:aws-cn:iam::111111111111:saml-provider/O".into() },
        "anonymous" => Principal::Anonymous,
        _ => panic!("no caller {name}"),
    }
}

/// What the gateway would put into the context for a caller (R2.12).
fn context(principal: &Principal, facts: &Facts) -> Context {
    let mut context = Context::new();
    let mut named = principal;
    while let Principal::Delegated { approver } = named {
        named = approver;
    }
    let arn = match named {
        Principal::Root { arn, .. }
        | Principal::AssumedRoot { arn, .. }
        | Principal::User { arn, .. }
        | Principal::FederatedUser { arn, .. } => Some(arn.to_string()),
        Principal::RoleSession { role_arn, .. } => role_arn.as_deref().map(str::to_owned),
        _ => None,
    };
    if let Some(arn) = arn {
        context.set("aws:PrincipalArn", arn);
        context.set("aws:PrincipalAccount", OWN);
    }
    context.set("aws:PrincipalIsAWSService", matches!(principal, Principal::Service { .. }).to_string());
    if matches!(principal, Principal::RoleSession { .. }) {
        context.set("aws:TokenIssueTime", "2026-11-22T10:00:00Z");
    }
    for (key, value) in &facts.0 {
        if key.contains(':') {
            context.set(key, value.as_str());
        }
    }
    context
}

/// `name` or `name=value`, apart by blanks.
struct Facts(Vec<(String, String)>);

impl Facts {
    fn new(text: &str) -> Self {
        let facts = text.split_whitespace();
        Self(facts.map(|fact| fact.split_once('=').unwrap_or((fact, ""))).map(|(k, v)| (k.into(), v.into())).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn assert_known(&self, line: usize) {
        const KNOWN: [&str; 7] = [
            "management",
            "restrict-public-buckets",
            "object-owner",
            "canonical-id",
            "session-only",
            "role-only",
            "class",
        ];
        for (key, _) in &self.0 {
            assert!(key.contains(':') || KNOWN.contains(&key.as_str()), "line {line}: no fact {key}");
        }
    }
}

fn class(resource: &str) -> ResourceClass {
    let Some(arn) = Arn::parse(resource) else { return ResourceClass::Ordinary };
    match arn.service {
        "s3" if arn.resource.contains('/') => ResourceClass::Object,
        "s3" => ResourceClass::Bucket,
        "iam" if arn.resource.starts_with("role/") => ResourceClass::Role,
        "kms" if arn.resource.starts_with("alias/") => ResourceClass::KmsAlias,
        "kms" => ResourceClass::KmsKey,
        "sqs" => ResourceClass::Queue,
        _ => ResourceClass::Ordinary,
    }
}

/// The resource that an action is about if the row names none.
fn usual_resource(action: &str, owner: &str) -> String {
    let owner = account(owner);
    match action {
        "s3:GetObject" | "s3:PutObject" | "s3:DeleteObject" => "arn:aws:s3:::data/report.csv".into(),
        "s3:ListAllMyBuckets" | "sts:GetCallerIdentity" | "sts:GetSessionToken" => "*".into(),
        "s3:ListBucket" | "s3:DeleteBucketPolicy" | "s3:PutBucketPolicy" | "s3:GetBucketPolicy" => {
            "arn:aws:s3:::data".into()
        }
        "sts:AssumeRole" | "sts:TagSession" | "sts:AssumeRoleWithWebIdentity" | "iam:GetRole" | "iam:PassRole" => {
            format!("arn:aws:iam::{owner}:role/Target")
        }
        "sts:AssumeRoot" => format!("arn:aws:iam::{owner}:root"),
        "kms:Decrypt" | "kms:RetireGrant" => format!("arn:aws:kms:eu-west-1:{owner}:key/k"),
        "sns:Publish" => format!("arn:aws:sns:eu-west-1:{owner}:topic"),
        "sqs:SetQueueAttributes" | "sqs:SendMessage" => format!("arn:aws:sqs:eu-west-1:{owner}:queue"),
        "iam:CreateUser" => format!("arn:aws:iam::{owner}:user/new"),
        _ => panic!("{action} needs a resource"),
    }
}

/// One row, asked. Several actions are several pairs, all of which must be allowed (R2.3): the first denial counts.
fn ask(row: &Row) -> Decision {
    let facts = Facts::new(row.get("facts"));
    facts.assert_known(row.line);
    let principal = principal(row.get("caller"), &facts);
    let context = context(&principal, &facts);
    let mut last = None;
    for request in row.get("request").split(',') {
        let (request, owner) = request.split_once(" in ").unwrap_or((request, OWN));
        let (action, resource) = request.trim().split_once(' ').map_or((request.trim(), None), |(a, r)| (a, Some(r)));
        let resource = resource.map_or_else(|| usual_resource(action, owner.trim()), str::to_owned);
        let decision = ask_one(row, &facts, &principal, &context, action, &resource, owner.trim());
        if !decision.is_allowed() {
            return decision;
        }
        last = Some(decision);
    }
    last.expect("a request")
}

fn ask_one(
    row: &Row,
    facts: &Facts,
    principal: &Principal,
    context: &Context,
    action: &str,
    resource: &str,
    owner: &str,
) -> Decision {
    // `name: policies; name: policies`
    let layers: Vec<(&str, &str)> = row
        .get("policies")
        .split(';')
        .map(str::trim)
        .filter(|layer| !layer.is_empty())
        .map(|layer| layer.split_once(": ").unwrap_or_else(|| panic!("line {}: {layer}", row.line)))
        .collect();
    const LAYERS: [&str; 9] = ["id", "bdry", "sess", "scp", "scp@222", "rcp", "rcp@111", "rbp", "endpoint"];
    for (name, _) in &layers {
        assert!(LAYERS.contains(name), "line {}: no layer {name}", row.line);
    }
    let texts = |name: &str| layers.iter().find(|(n, _)| *n == name).map(|(_, text)| language::policies(text, action));
    let levels = |name: &str| layers.iter().find(|(n, _)| *n == name).map(|(_, text)| language::levels(text, action));

    let identity: Vec<Attached<Identity>> = texts("id").map_or_else(Vec::new, |texts| attach_all(&texts));
    let boundary: Option<Attached<Boundary>> = texts("bdry").map(|texts| attach(&texts[0]));
    let session: Option<Vec<Attached<Session>>> = texts("sess").map(|texts| attach_all(&texts));
    let endpoint: Option<Vec<Attached<Endpoint>>> = texts("endpoint").map(|texts| attach_all(&texts));
    let class = class(resource);
    let trust: Option<Attached<Trust>> =
        texts("rbp").filter(|_| class == ResourceClass::Role).map(|texts| attach(&texts[0]));
    let resource_policy: Option<Attached<Resource>> =
        texts("rbp").filter(|_| class != ResourceClass::Role).map(|texts| attach(&texts[0]));
    // The caller's account has the service control policies, the resource's account the resource control policies;
    // those named for the other account (`scp@222`, `rcp@111`) must therefore not be asked.
    let scps: Option<Vec<Level<Scp>>> = levels("scp").map(|levels| attach_levels(&levels));
    let rcps: Option<Vec<Level<Rcp>>> = levels("rcp").map(|levels| {
        // `RCPFullAWSAccess` is attached everywhere and cannot be taken off.
        let with_full = |mut level: Vec<String>| {
            level.push(language::policies("F:*", action).remove(0));
            level
        };
        attach_levels(&levels.into_iter().map(with_full).collect::<Vec<_>>())
    });
    let management = facts.get("management").map_or_else(|| account("999"), account);
    let policies = Policies {
        identity: &PolicySet::new(identity),
        boundary: boundary.as_ref(),
        session: session.as_deref(),
        resource: trust.as_ref().map(ResourcePolicy::Trust).or(resource_policy.as_ref().map(ResourcePolicy::Resource)),
        endpoint: endpoint.as_deref(),
        scp: scps.as_deref().map(|levels| Guardrails { management, levels }),
        rcp: rcps.as_deref().map(|levels| Guardrails { management, levels }),
    };
    let s3 = S3Facts {
        object_owner: facts.get("object-owner").map(account),
        restrict_public_buckets: facts.has("restrict-public-buckets"),
        caller_canonical_id: facts.has("canonical-id").then(|| "1".repeat(64).into()),
        ..S3Facts::default()
    };
    // What belongs to AWS has no owner that the gateway could name.
    let owned_by_aws = Arn::parse(resource).is_some_and(|arn| arn.account == "aws");
    let request = Request {
        principal,
        action,
        resource,
        resource_account: (!owned_by_aws).then(|| account(owner)),
        class,
        s3: Some(&s3),
        context,
        services: services(),
    };
    let decision = decide(&request, &policies);
    let explanation = explain(&request, &policies);
    assert_eq!(explanation.layer, decision.layer(), "line {}: the explanation says the same", row.line);
    assert_eq!(explanation.changes.is_empty(), decision.is_allowed(), "line {}", row.line);
    let explained: BTreeSet<Layer> = explanation.layers.iter().filter(|r| r.blocks).map(|r| r.layer).collect();
    let blocking: BTreeSet<Layer> = decision.blocked_by().map(|block| block.layer).collect();
    assert_eq!(explained, blocking, "line {}: the explanation shows every layer that denies", row.line);
    for report in &explanation.layers {
        let effect = report.deciding.as_ref().map(|statement| statement.effect);
        let agrees = match report.says {
            // Block Public Access and the rules that are no policies deny without a statement.
            Says::Denied => effect != Some(Effect::Allow),
            Says::Allowed => effect == Some(Effect::Allow),
            Says::NoMatch | Says::None | Says::NotApplicable => effect.is_none(),
        };
        assert!(agrees, "line {}: {report:?}", row.line);
        assert!(report.blocks || report.says != Says::Denied, "line {}: {report:?}", row.line);
    }
    assert!(!render_text(&explanation).is_empty());
    decision
}

fn layer(name: &str) -> Layer {
    match name {
        "reserved" => Layer::Reserved,
        "caller" => Layer::Caller,
        "partition" => Layer::Partition,
        "rcp" => Layer::Rcp,
        "scp" => Layer::Scp,
        "endpoint" => Layer::Endpoint,
        "resource" => Layer::Resource,
        "identity" => Layer::Identity,
        "boundary" => Layer::Boundary,
        "session" => Layer::Session,
        _ => panic!("no layer {name}"),
    }
}

/// `allow` with the layers whose statements allow, `allow always`, or `deny explicit` or `deny implicit` with the layer.
fn disagreement(expected: &str, decision: &Decision) -> Option<String> {
    let words: Vec<&str> = expected.split_whitespace().collect();
    let agrees = match words.as_slice() {
        ["allow", "always"] => decision.is_allowed() && decision.is_unconditional(),
        ["allow", layers @ ..] => {
            let wanted: BTreeSet<Layer> = layers.iter().map(|name| layer(name)).collect();
            let found: BTreeSet<Layer> = decision.deciding().map(|at| at.layer).collect();
            decision.is_allowed() && !decision.is_unconditional() && wanted == found
        }
        ["deny", "explicit", "resource", "without", "statement"] => {
            decision.verdict() == Verdict::ExplicitlyDenied(Layer::Resource)
                && decision.deciding_in(Layer::Resource).is_none()
        }
        ["deny", "explicit", name] => {
            decision.verdict() == Verdict::ExplicitlyDenied(layer(name)) && decision.deciding_in(layer(name)).is_some()
        }
        ["deny", "implicit", name] => decision.verdict() == Verdict::ImplicitlyDenied(layer(name)),
        _ => panic!("cannot read {expected:?}"),
    };
    (!agrees).then(|| {
        let deciding: Vec<Layer> = decision.deciding().map(|at| at.layer).collect();
        format!("expected {expected}, got {:?}, statements in {deciding:?}", decision.verdict())
    })
}

fn check(text: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in read(text) {
        let id = row.get("id");
        if let Some(problem) = disagreement(row.get("expected"), &ask(&row)) {
            wrong.push(format!("line {} {id}: {problem}", row.line));
        }
        // Some rows of the specification are two cases: T105, T105'.
        ids.insert(id.trim_end_matches('\'').to_owned());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    ids
}

/// T1–T140: decision, explicit or implicit, and the layer.
#[test]
fn worked_decisions() {
    let ids = check(include_str!("../tables/decisions.txt"));
    let wanted: BTreeSet<String> = (1..=140).map(|number| format!("T{number}")).collect();
    assert_eq!(ids, wanted);
}

/// Rules of section 2 that the worked decisions leave out; the id is the rule.
#[test]
fn more_decisions() {
    let ids = check(include_str!("../tables/more-decisions.txt"));
    assert!(ids.len() >= 20, "{ids:?}");
}
