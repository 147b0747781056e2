//! Reads a story, explains it and says what was told.
//!
//! ```text
//! session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
//! with aws:SourceIp = 203.0.113.9
//! with aws:TagKeys = team, stage
//! identity Reports of role Dev
//!   { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
//! scp at r-ab12 FullAWSAccess
//!   { "Effect": "Allow", "Action": "*", "Resource": "*" }
//! ```
//!
//! Callers are of account 111111111111: `user ana`, `session Dev/ana`, `role Dev` (a session whose name is not known),
//! `root`, `federated fay by ana` or `by root`, `assumed-root`, `delegated by ana`; or they have none:
//! `service lambda.amazonaws.com`, `provider accounts.google.com`, `anonymous`. The partition is `aws`, or that of the
//! line `partition aws-cn`. The resource's class follows from its ARN; its account is the one in the ARN, or is given.
//!
//! A policy is a heading and indented lines. The heading says the layer (`identity`, `boundary`, `session`, `resource`,
//! `trust`, `endpoint`, `scp at LEVEL`, `rcp at LEVEL`), the policy's name, perhaps whose it is (`of …`) and its ARN
//! (`= …`). The lines are its statements, which begin on line 2 of the policy, or the whole document. `nothing` in place of
//! a name is a level or a set without policies.

use std::sync::Arc;

use crate::services::services;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::{Outcome, ResourceText, Sentence, UNLIMITED, render_within, sentence};
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use rolecall_policy::reference::{self, ReferenceDecision};
use rolecall_policy::request::{Issuer, ResourceClass, S3Facts};
use rolecall_policy::{
    AccountId, Arn, Compiled, Context, Policies, Policy, PolicyKind, PolicySet, PolicySource, Principal, Request,
    decide, explain,
};

/// AWS's sentence in the form of the service, if it is a denial, and the explanation as text.
#[track_caller]
pub(crate) fn told(text: &str) -> String {
    Story::read(text).told(Sentence::default())
}

/// The explanation alone, on a terminal of this width.
#[track_caller]
pub(crate) fn told_within(text: &str, width: usize) -> String {
    let told = Story::read(text).told_within(Sentence::default(), width);
    told.split_once("\n\n").map_or(told.clone(), |(_, explanation)| explanation.to_owned())
}

/// The sentence alone.
#[track_caller]
pub(crate) fn said(text: &str, form: Sentence) -> String {
    let told = Story::read(text).told(form);
    told.lines().next().expect("a sentence").to_owned()
}

/// Who asks what, and every policy.
struct Story {
    principal: Principal,
    action: String,
    resource: String,
    account: Option<AccountId>,
    context: Context,
    s3: S3Facts,
    management: AccountId,
    identity: Vec<Attached<Identity>>,
    boundary: Option<Attached<Boundary>>,
    session: Option<Vec<Attached<Session>>>,
    resource_policy: Option<Attached<Resource>>,
    trust: Option<Attached<Trust>>,
    endpoint: Option<Vec<Attached<Endpoint>>>,
    scp: Option<Vec<Level<Scp>>>,
    rcp: Option<Vec<Level<Rcp>>>,
}

fn account(text: &str) -> AccountId {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no account"))
}

fn principal(words: &str, partition: &str) -> Principal {
    let own = account("111111111111");
    let user = |name: &str| -> Box<str> { format!("arn:{partition}:iam::{own}:user/{name}").into() };
    let session = |role: &str, session: Option<&str>| {
        let name = role.rsplit('/').next().expect("a name");
        Principal::RoleSession {
            account: own,
            role_arn: Some(format!("arn:{partition}:iam::{own}:role/{role}").into()),
            role_id: Some("AROADEV0000000000001".into()),
            session_arn: session
                .map(|session| format!("arn:{partition}:sts::{own}:assumed-role/{name}/{session}").into()),
            service_linked: false,
        }
    };
    let words: Vec<&str> = words.split(' ').collect();
    match &*words {
        ["user", name] => Principal::User { account: own, arn: user(name), id: None },
        ["session", name] => {
            let (role, name) = name.rsplit_once('/').expect("role and session");
            session(role, Some(name))
        }
        ["role", name] => session(name, None),
        ["root"] => Principal::Root { account: own, arn: format!("arn:aws:iam::{own}:root").into() },
        ["federated", name, "by", issuer] => Principal::FederatedUser {
            account: own,
            arn: format!("arn:{partition}:sts::{own}:federated-user/{name}").into(),
            issuer: match *issuer {
                "root" => Issuer::Root,
                name => Issuer::User { arn: user(name), id: None },
            },
        },
        ["assumed-root"] => Principal::AssumedRoot { account: own, arn: format!("arn:aws:iam::{own}:root").into() },
        ["delegated", "by", name] => {
            let approver = Principal::User { account: own, arn: user(name), id: None };
            Principal::Delegated { approver: Box::new(approver) }
        }
        ["service", name] => Principal::Service { names: vec![(*name).into()] },
        ["provider", name] => Principal::Provider { provider: (*name).into() },
        ["anonymous"] => Principal::Anonymous,
        other => panic!("{other:?} is no caller"),
    }
}

fn class(resource: &str) -> ResourceClass {
    match Arn::parse(resource).map(|arn| (arn.service, arn.resource)) {
        Some(("s3", name)) if name.contains('/') => ResourceClass::Object,
        Some(("s3", _)) => ResourceClass::Bucket,
        Some(("iam", name)) if name.starts_with("role/") => ResourceClass::Role,
        Some(("kms", name)) if name.starts_with("alias/") => ResourceClass::KmsAlias,
        Some(("kms", _)) => ResourceClass::KmsKey,
        Some(("sqs", _)) => ResourceClass::Queue,
        _ => ResourceClass::Ordinary,
    }
}

/// `Reports of role Dev = arn:…`, and the text.
fn attach<K: PolicyKind>(heading: &str, body: &[&str]) -> Attached<K> {
    let (heading, arn) = heading.split_once(" = ").map_or((heading, None), |(heading, arn)| (heading, Some(arn)));
    let (name, owner) = heading.split_once(" of ").map_or((heading, None), |(name, owner)| (name, Some(owner)));
    let source = PolicySource { arn: arn.map(Into::into), name: name.into(), owner: owner.map(Into::into) };
    let body = body.join("\n");
    let text = if body.contains("\"Statement\"") {
        body
    } else {
        format!("{{ \"Version\": \"2012-10-17\", \"Statement\": [\n{body}\n]}}")
    };
    let policy = Policy::parse(text.as_str()).unwrap_or_else(|findings| panic!("{heading}: {findings:?}\n{text}"));
    Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) }
}

fn add<K: PolicyKind>(to: &mut Option<Vec<Attached<K>>>, heading: &str, body: &[&str]) {
    let set = to.get_or_insert_default();
    if heading != "nothing" {
        set.push(attach(heading, body));
    }
}

/// `r-ab12 FullAWSAccess`.
fn add_level<K: PolicyKind>(to: &mut Option<Vec<Level<K>>>, heading: &str, body: &[&str]) {
    let levels = to.get_or_insert_default();
    let (name, heading) = heading.split_once(' ').expect("a level and a name");
    if levels.last().is_none_or(|level| *level.name != *name) {
        levels.push(Level { name: name.into(), policies: Vec::new() });
    }
    if heading != "nothing" {
        levels.last_mut().expect("the level").policies.push(attach(heading, body));
    }
}

impl Story {
    fn read(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        let (who, what) = lines.next().expect("a line").split_once(" asks ").expect("who asks what");
        let (action, resource) = what.split_once(" on ").unwrap_or((what, "*"));
        let (resource, owner) = resource.split_once(" of ").map_or((resource, None), |(arn, of)| (arn, Some(of)));
        let partition = lines.peek().and_then(|line| line.strip_prefix("partition "));
        let mut story = Self {
            principal: principal(who, partition.unwrap_or("aws")),
            action: action.into(),
            resource: resource.into(),
            account: owner.map(account),
            context: Context::new(),
            s3: S3Facts::default(),
            management: account("999999999999"),
            identity: Vec::new(),
            boundary: None,
            session: None,
            resource_policy: None,
            trust: None,
            endpoint: None,
            scp: None,
            rcp: None,
        };
        while let Some(line) = lines.next() {
            let mut body = Vec::new();
            while let Some(more) = lines.next_if(|line| line.starts_with(' ')) {
                body.push(more);
            }
            let (word, rest) = line.split_once(' ').expect("a word and more");
            story.line(word, rest, &body);
        }
        story
    }

    fn line(&mut self, word: &str, rest: &str, body: &[&str]) {
        match word {
            "partition" => {}
            "with" => {
                let (key, values) = rest.split_once(" =").expect("key = values");
                let values = values.trim_start().split(", ").filter(|value| !value.is_empty());
                self.context.set_all(key, values.map(unescaped));
            }
            "management" => self.management = account(rest),
            "object" => self.s3.object_owner = Some(account(rest.strip_prefix("of ").expect("object of"))),
            "public" => self.s3.restrict_public_buckets = rest == "access restricted",
            "identity" => self.identity.push(attach(rest, body)),
            "boundary" => self.boundary = Some(attach(rest, body)),
            "session" => add(&mut self.session, rest, body),
            "endpoint" => add(&mut self.endpoint, rest, body),
            "resource" => self.resource_policy = Some(attach(rest, body)),
            "trust" => self.trust = Some(attach(rest, body)),
            "scp" => add_level(&mut self.scp, rest.strip_prefix("at ").expect("scp at"), body),
            "rcp" => add_level(&mut self.rcp, rest.strip_prefix("at ").expect("rcp at"), body),
            _ => panic!("a story has no {word:?}"),
        }
    }

    fn told(&self, form: Sentence) -> String {
        self.told_within(form, UNLIMITED)
    }

    fn told_within(&self, form: Sentence, width: usize) -> String {
        let management = self.management;
        let policies = Policies {
            identity: &PolicySet::new(self.identity.clone()),
            boundary: self.boundary.as_ref(),
            session: self.session.as_deref(),
            resource: (self.trust.as_ref().map(ResourcePolicy::Trust))
                .or(self.resource_policy.as_ref().map(ResourcePolicy::Resource)),
            endpoint: self.endpoint.as_deref(),
            scp: self.scp.as_deref().map(|levels| Guardrails { management, levels }),
            rcp: self.rcp.as_deref().map(|levels| Guardrails { management, levels }),
        };
        let request = Request {
            principal: &self.principal,
            action: &self.action,
            resource: &self.resource,
            resource_account: self.account,
            class: class(&self.resource),
            s3: Some(&self.s3),
            context: &self.context,
            services: services(),
        };
        let decision = decide(&request, &policies);
        assert_eq!(
            ReferenceDecision::from(&decision),
            reference::decide(&request, &policies),
            "evaluator and reference"
        );
        let explanation = explain(&request, &policies);
        assert_eq!(explanation.outcome, Outcome::of(decision.verdict()));
        assert_eq!(explanation.layer, decision.layer());
        let text = render_within(&explanation, width);
        if decision.is_allowed() {
            return text;
        }
        let quoted = self.action.starts_with("s3:") && form.resource == ResourceText::Plain;
        let form = Sentence { resource: if quoted { ResourceText::Quoted } else { form.resource }, ..form };
        format!("{}\n\n{text}", sentence(&decision, &request, &policies, form))
    }
}

/// A value in which `\u{…}` is a character.
fn unescaped(value: &str) -> Box<str> {
    let mut text = String::new();
    let mut parts = value.split("\\u{");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a code");
        text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
        text.push_str(rest);
    }
    text.into()
}
