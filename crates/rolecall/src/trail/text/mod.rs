//! A record as text: the decisions in order, what the request came to, and who made it.

mod refusals;

use super::record::{Caller, DecisionRecord, MAX_EXPLAINED, Omitted, Outcome, Record, Unrecorded};
use rolecall_policy::Explanation;
use rolecall_policy::document::Effect;
use rolecall_policy::explain::{self, columns, escaped, headline, render_within, statement_title, wrapped};
use serde::Deserialize;

/// The record for a person at a terminal of this width, the last line ended too.
#[must_use]
pub fn render(record: &Record, width: usize) -> String {
    let mut text = String::new();
    for whole in unwrapped(record, width).lines() {
        // What follows a name in front goes on below itself.
        let named = whole.starts_with("         ") || NAMES.iter().any(|name| whole.starts_with(name));
        let indent = if named { NAME_COLUMNS } else { 4 };
        if columns(whole) <= width {
            text.push_str(whole);
            text.push('\n');
            continue;
        }
        for piece in wrapped(whole, width, indent) {
            text.push_str(&piece);
            text.push('\n');
        }
    }
    text
}

/// What stands in front of the lines about the request.
const NAMES: [&str; 6] = ["request  ", "caller   ", "from     ", "omitted  ", "note     ", "before   "];
/// Columns of such a name.
const NAME_COLUMNS: usize = 9;

/// The lines, of which those of explanations have the width already.
fn unwrapped(record: &Record, width: usize) -> String {
    let mut text = String::new();
    for decision in &record.decisions {
        text.push_str(&render_decision(decision, record, width));
        text.push('\n');
    }
    if record.decisions.is_empty() {
        text.push_str(&undecided(record));
        text.push('\n');
    } else if let Some(after) = after_decisions(record) {
        after.split('\n').for_each(|after| line(&mut text, after));
        text.push('\n');
    }
    text.push_str(&request(record));
    text
}

fn render_decision(decision: &DecisionRecord, record: &Record, width: usize) -> String {
    if let Some(Ok(explanation)) = decision.explanation.as_ref().map(Explanation::deserialize) {
        return render_within(&explanation, width);
    }
    let outcome = match decision.outcome {
        Outcome::Allowed => explain::Outcome::Allowed,
        Outcome::ExplicitDeny => explain::Outcome::ExplicitlyDenied,
        Outcome::ImplicitDeny => explain::Outcome::ImplicitlyDenied,
    };
    let principal = record.caller.as_ref().map_or("unknown", |caller| principal(caller));
    let mut text = headline(outcome, principal, &decision.action, &decision.resource, None);
    for by in &decision.by {
        let says = if by.effect == Effect::Deny { "denied" } else { "allowed" };
        let sign = if by.effect == Effect::Deny { 'x' } else { ' ' };
        let statement = statement_title(&by.source, by.sid.as_deref(), by.statement);
        line(&mut text, &format!("{sign} {:<14} {says:<9} {statement}", by.layer.name()));
    }
    if decision.by.is_empty() && decision.outcome == Outcome::Allowed {
        line(&mut text, "  This needs no policy: the caller is always allowed to do it.");
    }
    if decision.outcome != Outcome::Allowed {
        let why = format!(
            "  Not explained here: a record explains the first {MAX_EXPLAINED} denials of its request, if they fit."
        );
        line(&mut text, &why);
    }
    text
}

/// What is to be said where no policy was asked.
fn undecided(record: &Record) -> String {
    let action = action(record);
    let who = record.caller.as_ref().map_or_else(|| claimed(record), |caller| principal(caller).to_owned());
    let mut text = String::new();
    match &record.error {
        None => {
            line(&mut text, &format!("ALLOWED   {action}   {who}"));
            line(&mut text, "  No policy can allow or deny this operation.");
        }
        Some(failure) => {
            line(&mut text, &format!("REFUSED   {action}   {who}"));
            line(
                &mut text,
                "  The server evaluated no policy: it refused the request before any decision, or the \
                 request needs none.",
            );
            line(&mut text, &format!("  {}: {}", failure.code, failure.message));
            if let Some(reason) = &failure.reason {
                line(&mut text, &format!("  The cause: {reason}."));
            }
            // What is known is better than what may be.
            let is_known = failure.reason.is_some();
            if let Some(hint) = refusals::hint(&failure.code, &failure.message).filter(|_| !is_known) {
                line(&mut text, &format!("  {hint}"));
            }
        }
    }
    text
}

/// Who a refused request says that it is from.
fn claimed(record: &Record) -> String {
    let sent = record.sent.as_ref();
    match sent.and_then(|sent| sent.access_key_id.as_ref().map(|key| (key, &sent.owner))) {
        Some((key, Some(owner))) => format!("access key {key} of {owner}, not verified"),
        Some((key, None)) => format!("access key {key}, not verified"),
        None => "no verified caller".to_owned(),
    }
}

/// What happened after everything that was decided.
fn after_decisions(record: &Record) -> Option<String> {
    let failure = record.error.as_ref()?;
    let denied = record.decisions.iter().any(|decision| decision.outcome != Outcome::Allowed);
    if denied {
        return None;
    }
    let Record { status, .. } = record;
    let cause = failure.reason.as_ref().map(|reason| format!("\nThe cause: {reason}.")).unwrap_or_default();
    Some(format!("Allowed, and then it failed: {status} {}: {}{cause}", failure.code, failure.message))
}

/// Who, when, from where, and what was answered.
fn request(record: &Record) -> String {
    let mut text = String::new();
    let code = record.error.as_ref().map(|failure| format!(" {}", failure.code)).unwrap_or_default();
    line(&mut text, &format!("request  {}", record.request_id));
    line(&mut text, &format!("         {} at {}, answered {}{code}", action(record), time(record), record.status));
    if let Some(caller) = &record.caller {
        line(&mut text, &format!("caller   {}{}", principal(caller), credentials(caller)));
    }
    let mut from: Vec<String> = record.source_ip.iter().map(ToString::to_string).collect();
    from.extend(record.region.iter().map(|region| format!("region {region}")));
    from.extend(record.user_agent.clone());
    if !from.is_empty() {
        line(&mut text, &format!("from     {}", from.join(", ")));
    }
    if let Some(omitted) = omitted(&record.omitted) {
        line(&mut text, &format!("omitted  {omitted}"));
    }
    if record.is_unfinished {
        line(&mut text, "note     The server stopped during this request. Check whether it made the change.");
    }
    if let Some(Unrecorded { requests, since, from }) = &record.unrecorded {
        let from: Vec<_> = from.iter().map(|source| format!("{} ({})", source.address, source.requests)).collect();
        let from = from.join(", ");
        line(&mut text, &format!("before   {requests} unsigned requests since {since:.0} left no record, from {from}"));
    }
    text
}

/// What the record leaves out for its size, in words.
fn omitted(omitted: &Omitted) -> Option<String> {
    let Omitted { decisions, statements, explanations, resources, accounts, bytes } = *omitted;
    let parts = [
        (decisions, "decision", "decisions"),
        (statements, "deciding statement", "deciding statements"),
        (explanations, "explanation of a denial", "explanations of denials"),
        (resources, "resource", "resources"),
        (accounts, "account", "accounts"),
        (bytes, "byte of long texts", "bytes of long texts"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<_> =
        parts.map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several })).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn credentials(caller: &Caller) -> String {
    let mut parts = Vec::new();
    parts.extend(caller.access_key_id.iter().map(|key| format!("access key {key}")));
    parts.extend(caller.issued_by.iter().map(|arn| format!("session issued to {arn}")));
    parts.extend(caller.source_identity.iter().map(|identity| format!("source identity {identity}")));
    if caller.mfa {
        parts.push("with MFA".to_owned());
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn principal(caller: &Caller) -> &str {
    if caller.arn.is_empty() { "anonymous" } else { &caller.arn }
}

/// To the second: `2026-11-22T12:00:00Z`.
fn time(record: &Record) -> String {
    format!("{:.0}", record.time)
}

/// `s3:PutObject`, as far as it was recognised.
fn action(record: &Record) -> String {
    let sent = record.sent.as_ref().and_then(|sent| sent.operation.as_deref());
    let operation = match &*record.operation {
        "" => sent.unwrap_or("an operation not recognised"),
        known => known,
    };
    if record.service.is_empty() { operation.to_owned() } else { format!("{}:{operation}", record.service) }
}

fn line(text: &mut String, content: &str) {
    text.push_str(&escaped(content));
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::{DecidingStatement, Failure, Source};
    use rolecall_policy::Layer;
    use rolecall_policy::evaluate::PolicySource;

    fn record() -> Record {
        Record {
            request_id: "4f1c2d3e-0000-4000-8000-000000000001".into(),
            time: "2026-11-22T12:00:00.5Z".parse().unwrap(),
            service: "sts".into(),
            operation: "AssumeRole".into(),
            caller: Some(Caller {
                kind: "User".into(),
                arn: "arn:aws:iam::111111111111:user/ana".into(),
                account: "111111111111".into(),
                principal_id: "AIDARTLVVVVVVVVVVVVVV".into(),
                access_key_id: Some("AKIARTLVVVVVVVVVVVVV".into()),
                session_name: None,
                source_identity: None,
                issued_by: None,
                mfa: false,
            }),
            source_ip: Some("192.0.2.7".parse().unwrap()),
            user_agent: None,
            region: Some("us-east-1".into()),
            status: 200,
            duration_us: 180,
            ..Record::default()
        }
    }

    fn allowed(action: &str, by: &[(Layer, &str, Option<&str>)]) -> DecisionRecord {
        let by = by.iter().map(|(layer, name, sid)| DecidingStatement {
            layer: *layer,
            source: PolicySource { arn: None, name: (*name).into(), owner: Some("role Dev".into()) },
            statement: 1,
            sid: sid.map(str::to_owned),
            effect: Effect::Allow,
        });
        DecisionRecord {
            action: action.into(),
            resource: "arn:aws:iam::222222222222:role/Dev".into(),
            outcome: Outcome::Allowed,
            by: by.collect(),
            explanation: None,
        }
    }

    const REQUEST: &str = "\
request  4f1c2d3e-0000-4000-8000-000000000001
         sts:AssumeRole at 2026-11-22T12:00:00Z, answered 200
caller   arn:aws:iam::111111111111:user/ana (access key AKIARTLVVVVVVVVVVVVV)
from     192.0.2.7, region us-east-1
";

    /// Each decision of a request is shown, in the order of deciding, with the statements that allowed it.
    #[test]
    fn several_decisions_stand_in_order() {
        let decisions = vec![
            allowed("sts:AssumeRole", &[(Layer::Identity, "Assume", Some("Roles")), (Layer::Resource, "trust", None)]),
            allowed("sts:TagSession", &[]),
        ];
        let expected = format!(
            "\
ALLOWED   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Dev
  identity       allowed   Assume of role Dev / statement \"Roles\"
  resource       allowed   trust of role Dev / statement 2

ALLOWED   sts:TagSession   111111111111/ana  ->  arn:aws:iam::222222222222:role/Dev
  This needs no policy: the caller is always allowed to do it.

{REQUEST}"
        );
        assert_eq!(render(&Record { decisions, ..record() }, explain::UNLIMITED), expected);
    }

    /// Nothing was decided: what was wrong stands there, and what to look at.
    #[test]
    fn a_refusal_says_what_was_wrong() {
        let refused = Record {
            caller: None,
            source_ip: None,
            region: None,
            service: String::new(),
            operation: String::new(),
            error: Some(Failure {
                code: "InvalidClientTokenId".into(),
                message: "The security token included in the request is invalid.".into(),
                reason: None,
            }),
            status: 403,
            ..record()
        };
        let expected = "\
REFUSED   an operation not recognised   no verified caller
  The server evaluated no policy: it refused the request before any decision, or the request needs none.
  InvalidClientTokenId: The security token included in the request is invalid.
  The access key does not exist here or is inactive, or the session token does not belong to it, or its role or user was deleted. A temporary key (ASIA...) needs its session token.

request  4f1c2d3e-0000-4000-8000-000000000001
         an operation not recognised at 2026-11-22T12:00:00Z, answered 403 InvalidClientTokenId
";
        assert_eq!(render(&refused, explain::UNLIMITED), expected);
    }

    /// R2.38: no decision and no error is an operation that is never authorised.
    #[test]
    fn an_operation_that_is_never_authorised() {
        let text = render(&Record { operation: "GetCallerIdentity".into(), ..record() }, explain::UNLIMITED);
        assert!(text.starts_with("ALLOWED   sts:GetCallerIdentity   arn:aws:iam::111111111111:user/ana\n"), "{text}");
        assert!(text.contains("No policy can allow or deny this operation."), "{text}");
    }

    /// Allowed is not done: the error that came afterwards is told, but not where a denial tells it already.
    #[test]
    fn what_failed_after_it_was_allowed() {
        let error = Some(Failure { code: "NoSuchBucket".into(), message: "gone".into(), reason: None });
        let failed = Record { decisions: vec![allowed("s3:ListBucket", &[])], error, status: 404, ..record() };
        assert!(
            render(&failed, explain::UNLIMITED).contains("\nAllowed, and then it failed: 404 NoSuchBucket: gone\n")
        );
        let mut denied = failed;
        denied.decisions.push(DecisionRecord { outcome: Outcome::ImplicitDeny, ..allowed("s3:GetObject", &[]) });
        let text = render(&denied, explain::UNLIMITED);
        assert!(!text.contains("and then it failed"), "{text}");
        assert!(text.contains("DENIED, implicitly   s3:GetObject"), "{text}");
    }

    /// What the record leaves out is said, and where an explanation is missing, why.
    #[test]
    fn what_is_left_out_is_told() {
        let mut lean = Record { decisions: vec![allowed("s3:GetObject", &[])], ..record() };
        lean.decisions[0].outcome = Outcome::ImplicitDeny;
        lean.omitted = Omitted { decisions: 1, explanations: 3, bytes: 70_000, ..Omitted::default() };
        let text = render(&lean, explain::UNLIMITED);
        assert!(text.contains("\n  Not explained here: a record explains the first 5 denials"), "{text}");
        let expected = "omitted  1 decision, 3 explanations of denials, 70000 bytes of long texts\n";
        assert!(text.ends_with(expected), "{text}");
        assert!(!render(&record(), explain::UNLIMITED).contains("omitted"));
        let from = vec![Source { address: "192.0.2.7".parse().unwrap(), requests: 2 }];
        let unrecorded = Some(Unrecorded { requests: 3, since: record().time, from });
        let text = render(&Record { unrecorded, ..record() }, explain::UNLIMITED);
        let expected = "before   3 unsigned requests since 2026-11-22T12:00:00Z left no record, from 192.0.2.7 (2)\n";
        assert!(text.ends_with(expected), "{text}");
    }

    /// A caller's texts cannot act on the terminal.
    #[test]
    fn control_characters_are_escaped() {
        let text = render(&Record { user_agent: Some("\u{1b}[2J\nALLOWED".into()), ..record() }, explain::UNLIMITED);
        assert!(text.contains(r"\u{1b}[2J\u{a}ALLOWED"), "{text}");
        // A text of another direction would read as another one.
        let text = render(
            &Record { user_agent: Some("aws\u{202e}DEWOLLA\u{2069}\u{200f}".into()), ..record() },
            explain::UNLIMITED,
        );
        assert!(text.contains(r"aws\u{202e}DEWOLLA\u{2069}\u{200f}"), "{text}");
    }
}
