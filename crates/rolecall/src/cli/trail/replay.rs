//! `rolecall trail replay`: recorded requests against a policy that is to replace what a role has.
//!
//! The policy takes the place of all identity policies of the role. Each recorded decision is asked of it again, with what is on
//! record: the principal, the action, the resource, the address, the Region, the time, the second factor. Condition keys that
//! are not on record are unknown, and what depends on them stays unknown. Boundaries, control policies and policies of
//! resources are not asked again: what they said is in the recorded outcome, and where that does not tell it, the answer is
//! unknown too.

use super::super::CommandError;
use super::super::log::wanted::Pattern;
use super::used::Used;
use super::{Format, Source};
use crate::environment::clock::{Clock, SystemClock};
use crate::environment::input;
use crate::trail::{Caller, DecisionRecord, Outcome, Record};
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use rolecall_analysis::service_facts;
use rolecall_policy::evaluate::{Attached, PolicySet};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::unknown::{self, PossibleDecision, Resource, UnknownKeys, UnknownRequest};
use rolecall_policy::{Compiled, Context, Layer, Policies, Policy, PolicySource, Principal, kind};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Bytes of the policy's file: more than any identity policy that AWS takes, with blanks.
const MAX_POLICY: u64 = 1 << 20;

/// Hold recorded requests against a changed policy.
///
/// Asks what would become of the requests that a role made if it had this policy in place of its identity policies. Nothing is
/// guessed: what is not on record stays unknown.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// File with the identity policy, in JSON; - is standard input
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,

    /// The role: a name or an ARN
    #[arg(long, value_name = "ROLE", value_parser = Pattern::read)]
    role: Pattern,

    /// Only requests since this time; by default, of the last 90 days
    #[arg(long, value_name = "TIME", value_parser = super::since::read)]
    since: Option<Timestamp>,

    #[command(flatten)]
    source: Source,
}

/// What would become of a recorded decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// It was allowed, and would be denied.
    Denied,
    /// It was denied, and would be allowed as far as identity policies go.
    Allowed,
    /// That is not on record.
    Unknown,
    /// Nothing.
    Same,
}

impl Change {
    fn word(self) -> &'static str {
        match self {
            Self::Denied => "now denied",
            Self::Allowed => "may be allowed",
            Self::Unknown => "unknown",
            Self::Same => "unchanged",
        }
    }
}

/// How often something would change so, and the last request of which.
struct Count {
    times: u64,
    request_id: String,
    why: String,
}

impl Replay {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let reader = self.source.reader()?;
        let text = input::file_or_stdin(&self.policy, MAX_POLICY)?.text;
        let policy = Changed::read(&text)?;
        let since = match self.since {
            Some(since) => since,
            None => SystemClock.now().checked_sub(SignedDuration::from_hours(24 * 90))?,
        };
        let used = Used::read(&reader, &self.role, since)?;
        let mut counts: BTreeMap<(Change, String, String), Count> = BTreeMap::new();
        for record in &used.records {
            for decision in &record.decisions {
                let (change, why) = policy.changes(record, decision);
                let place = (change, decision.action.clone(), decision.resource.clone());
                let count =
                    counts.entry(place).or_insert(Count { times: 0, request_id: String::new(), why: String::new() });
                count.times += 1;
                (count.request_id, count.why) = (record.request_id.clone(), why);
            }
        }
        let mut out = std::io::stdout().lock();
        super::super::written(out.write_all(self.text(&used, &counts).as_bytes()))?;
        let is_changed = counts.keys().any(|(change, ..)| *change != Change::Same);
        Ok(if is_changed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn text(&self, used: &Used, counts: &BTreeMap<(Change, String, String), Count>) -> String {
        let mut text = String::new();
        let mut same = 0;
        for ((change, action, resource), Count { times, request_id, why }) in counts {
            if self.source.format == Format::Json {
                let object = json!({
                    "change": change.word(), "action": action, "resource": resource, "times": times,
                    "lastRequestId": request_id, "why": why,
                });
                text.push_str(&format!("{object}\n"));
            } else if *change == Change::Same {
                same += times;
            } else {
                let line = format!("{:<14}  {action}  {resource}  {times}x, last {request_id}: {why}", change.word());
                text.push_str(&rolecall_policy::explain::escaped(&line));
                text.push('\n');
            }
        }
        if self.source.format == Format::Text {
            let requests = used.records.len();
            text.push_str(&format!("{same} decisions unchanged, of {requests} requests by {}\n", used.role));
        }
        text
    }
}

/// The policy that is tried.
struct Changed {
    identity: PolicySet<kind::Identity>,
    /// The condition keys that it reads.
    keys: Vec<String>,
}

impl Changed {
    fn read(text: &str) -> Result<Self, CommandError> {
        let policy = Policy::<kind::Identity>::parse(text).map_err(|findings| findings.aws_message().to_owned())?;
        let keys = policy.context_keys().into_iter().map(str::to_owned).collect();
        let source = PolicySource { name: "the changed policy".into(), owner: None, arn: None };
        let attached = Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) };
        Ok(Self { identity: PolicySet::from([attached]), keys })
    }

    /// What would become of a decision, and why.
    fn changes(&self, record: &Record, decision: &DecisionRecord) -> (Change, String) {
        let was_allowed = decision.outcome == Outcome::Allowed;
        let Some(asked) = self.ask(record, decision) else {
            return (Change::Unknown, "the caller is not on record as a session of the role".to_owned());
        };
        let by_identity = decision.by.iter().any(|by| by.layer == Layer::Identity);
        let by_others = decision.by.iter().any(|by| by.layer != Layer::Identity);
        match asked {
            PossibleDecision::Depends(on) => {
                let lines = unknown::render_text(&on);
                (Change::Unknown, format!("depends on what is not on record: {}", lines.trim_end().replace('\n', "; ")))
            }
            PossibleDecision::Allowed(_) if was_allowed => (Change::Same, String::new()),
            PossibleDecision::Allowed(_) => match decision.outcome {
                Outcome::ExplicitDeny if by_others && !by_identity => {
                    (Change::Same, "another policy denies it".to_owned())
                }
                _ => (Change::Allowed, "the policy allows it; what else must allow it is not asked again".to_owned()),
            },
            PossibleDecision::Denied(denied) if was_allowed => {
                // A policy of the resource may have allowed it alone, and may go on to; an explicit denial stands.
                let by_resource = decision.by.iter().any(|by| by.layer == Layer::Resource);
                if by_resource && !denied.is_explicit() {
                    (Change::Unknown, "the policy does not allow it; the policy of the resource may alone".to_owned())
                } else if denied.is_explicit() {
                    (Change::Denied, "a statement of the policy denies it".to_owned())
                } else {
                    (Change::Denied, "no statement of the policy allows it".to_owned())
                }
            }
            PossibleDecision::Denied(_) => (Change::Same, String::new()),
        }
    }

    /// What the policy says, by what is on record. The account of the resource and its class are left aside: they say which other
    /// policies must allow.
    fn ask(&self, record: &Record, decision: &DecisionRecord) -> Option<PossibleDecision> {
        let caller = record.caller.as_ref()?;
        let session = caller.session.as_ref();
        let account = caller.account.parse().ok()?;
        let principal = Principal::RoleSession {
            account,
            role_arn: session.and_then(|session| session.issuer.as_deref()).map(Into::into),
            role_id: caller.principal_id.split(':').next().map(Into::into),
            session_arn: Some(caller.arn.as_str().into()),
            service_linked: false,
        };
        let context = known(record, caller);
        let mut unknown = UnknownKeys::new();
        for key in self.keys.iter().filter(|key| context.get(key).is_none() && !is_known_absent(key, caller)) {
            unknown.set_unknown(key);
        }
        let request = UnknownRequest {
            principal: &principal,
            action: &decision.action,
            resource: Resource::Known(&decision.resource),
            resource_account: Some(account),
            class: ResourceClass::Ordinary,
            s3: None,
            context: &context,
            unknown: &unknown,
            services: service_facts(),
        };
        Some(unknown::decide(&request, &Policies { identity: &self.identity, ..Policies::default() }))
    }
}

/// The condition keys that are on record.
fn known(record: &Record, caller: &Caller) -> Context {
    let mut context = Context::new();
    let mut set = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            context.set(key, value);
        }
    };
    set("aws:PrincipalAccount", Some(&caller.account));
    set("aws:PrincipalType", Some("AssumedRole"));
    set("aws:userid", Some(&caller.principal_id));
    set("aws:PrincipalArn", caller.session.as_ref().and_then(|session| session.issuer.as_deref()));
    set("aws:SourceIdentity", caller.source_identity.as_deref());
    set("aws:RequestedRegion", record.region.as_deref());
    set("aws:UserAgent", record.user_agent.as_deref());
    set("aws:SourceIp", record.source_ip.map(|address| address.to_string()).as_deref());
    set("aws:CurrentTime", Some(&format!("{:.0}", record.time)));
    set("aws:EpochTime", Some(&record.time.as_second().to_string()));
    set("aws:MultiFactorAuthPresent", Some(if caller.mfa { "true" } else { "false" }));
    set("aws:ViaAWSService", Some("false"));
    if let Some(session) = &caller.session {
        set("aws:TokenIssueTime", Some(&format!("{:.0}", session.issued_at)));
        set("aws:FederatedProvider", session.federated_provider.as_deref());
    }
    if let Some(details) = &record.details {
        set("aws:SecureTransport", Some(if details.tls.is_some() { "true" } else { "false" }));
    }
    context
}

/// Keys whose absence is on record: the session has no such property.
fn is_known_absent(key: &str, caller: &Caller) -> bool {
    let key = key.to_ascii_lowercase();
    caller.session.is_some() && matches!(&*key, "aws:sourceidentity" | "aws:federatedprovider" | "aws:username")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;

    fn decided(outcome: Outcome) -> DecisionRecord {
        DecisionRecord {
            action: "s3:GetObject".into(),
            resource: "arn:aws:s3:::b/k".into(),
            outcome,
            by: Vec::new(),
            explanation: None,
        }
    }

    fn change(statement: &str, outcome: Outcome) -> Change {
        let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        Changed::read(&policy).unwrap().changes(&record("r"), &decided(outcome)).0
    }

    /// Recorded facts decide; what is not on record stays unknown.
    #[test]
    fn what_would_change() {
        let allow = |rest: &str| format!(r#"{{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"{rest}}}"#);
        let cases = [
            (allow(""), Outcome::Allowed, Change::Same),
            (allow(""), Outcome::ImplicitDeny, Change::Allowed),
            (allow(r#","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#), Outcome::Allowed, Change::Same),
            (
                allow(r#","Condition":{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}"#),
                Outcome::Allowed,
                Change::Denied,
            ),
            (
                allow(r#","Condition":{"StringEquals":{"aws:PrincipalTag/team":"core"}}"#),
                Outcome::Allowed,
                Change::Unknown,
            ),
            (
                allow(r#","Condition":{"StringEquals":{"s3:ExistingObjectTag/x":"y"}}"#),
                Outcome::ImplicitDeny,
                Change::Unknown,
            ),
            (allow("").replace("GetObject", "PutObject"), Outcome::Allowed, Change::Denied),
            (allow("").replace("GetObject", "PutObject"), Outcome::ImplicitDeny, Change::Same),
            (allow("").replace("Allow", "Deny"), Outcome::Allowed, Change::Denied),
        ];
        for (statement, outcome, expected) in cases {
            assert_eq!(change(&statement, outcome), expected, "{statement} {outcome:?}");
        }
    }

    /// What a policy of the resource allowed may stay allowed without the role's; an explicit denial does not.
    #[test]
    fn policies_of_resources_are_not_asked_again() {
        use crate::trail::DecidingStatement;
        use rolecall_policy::document::Effect;
        let source = PolicySource { name: "bucket".into(), owner: None, arn: None };
        let by = DecidingStatement { layer: Layer::Resource, source, statement: 0, sid: None, effect: Effect::Allow };
        let decision = DecisionRecord { by: vec![by], ..decided(Outcome::Allowed) };
        let of = |effect: &str, action: &str| {
            let policy = format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":"{action}","Resource":"*"}}]}}"#
            );
            Changed::read(&policy).unwrap().changes(&record("r"), &decision).0
        };
        assert_eq!([of("Allow", "s3:PutObject"), of("Deny", "s3:GetObject")], [Change::Unknown, Change::Denied]);
    }
}
