//! What the table tells of one record.

use crate::trail::{Ending, Outcome, Record};
use jiff::Timestamp;
use rolecall_policy::Arn;
use rolecall_policy::explain::escaped;
use std::collections::HashSet;

/// One record in words that can be shown on a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) time: Timestamp,
    pub(super) request_id: String,
    pub(super) outcome: &'static str,
    /// Whether something was denied or refused.
    pub(super) is_denied: bool,
    /// The caller's account; `-` if there is none.
    pub(super) account: String,
    /// The caller without its account: `Dev/ana`.
    pub(super) who: String,
    /// `s3:PutObject`.
    pub(super) action: String,
    /// The resource that is told first, or how many are denied.
    pub(super) on: String,
}

impl Row {
    pub(super) fn of(record: &Record) -> Self {
        let (account, who) = who(record);
        Self {
            time: record.time,
            request_id: escaped(&record.request_id),
            outcome: outcome(record),
            is_denied: record.is_denied(),
            account: escaped(&account),
            who: escaped(&who),
            action: escaped(&action(record)),
            on: escaped(&on(record)),
        }
    }
}

fn outcome(record: &Record) -> &'static str {
    match record.ending() {
        Ending::Unfinished => "unfinished",
        Ending::Denied => "denied",
        Ending::Failed => "failed",
        Ending::Refused => "refused",
        Ending::Allowed => "allowed",
    }
}

/// Account and name of the caller.
fn who(record: &Record) -> (String, String) {
    let Some(caller) = &record.caller else { return ("-".to_owned(), "unproved".to_owned()) };
    match Arn::parse(&caller.arn) {
        Some(arn) => {
            let name = arn.resource.split_once('/').map_or(arn.resource, |(_, name)| name);
            (arn.account.to_owned(), name.to_owned())
        }
        None => ("-".to_owned(), "anonymous".to_owned()),
    }
}

/// What was called, as far as it was recognised.
fn action(record: &Record) -> String {
    let sent = record.sent.as_ref().and_then(|sent| sent.operation.as_deref());
    let operation = if record.operation.is_empty() { sent.unwrap_or("-") } else { &record.operation };
    if record.service.is_empty() { operation.to_owned() } else { format!("{}:{operation}", record.service) }
}

/// On what: of a denial what was denied, with how much of how much if it is a part.
fn on(record: &Record) -> String {
    let is_denied = |outcome| outcome != Outcome::Allowed;
    let denied = record.decisions.iter().filter(|decision| is_denied(decision.outcome));
    let (mut count, mut first) = (0_usize, None);
    for decision in denied {
        count += 1;
        first.get_or_insert(&*decision.resource);
    }
    let shown = first.or_else(|| record.resources.first().map(|resource| &**resource));
    let shown = shown.filter(|shown| *shown != "*").map_or_else(|| failed_with(record), short);
    let keys: HashSet<&str> = record.decisions.iter().map(|decision| &*decision.resource).collect();
    let left_out = usize::try_from(record.omitted.decisions).unwrap_or(usize::MAX);
    let all = keys.len().saturating_add(left_out);
    if count == 0 || all < 2 {
        let more = all.saturating_sub(1);
        return if more == 0 { shown } else { format!("{shown} and {more} more") };
    }
    // What was left out of the record may have been denied too.
    let least = if left_out > 0 { "at least " } else { "" };
    let keys = if record.operation == "DeleteObjects" { "keys " } else { "" };
    format!("{least}{count} of {all} {keys}denied: {shown}")
}

/// Where there is no resource to tell: the error, or nothing.
fn failed_with(record: &Record) -> String {
    record.error.as_ref().map_or_else(|| "-".to_owned(), |error| error.code.clone())
}

/// `reports/q3` of S3, `222222222222:role/Dev` of what belongs to an account.
fn short(resource: &str) -> String {
    match Arn::parse(resource) {
        Some(arn) if arn.account.is_empty() => arn.resource.to_owned(),
        Some(arn) => format!("{}:{}", arn.account, arn.resource),
        None => resource.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;
    use crate::trail::{DecisionRecord, Failure, Omitted, Sent};

    fn key(key: &str, outcome: Outcome) -> DecisionRecord {
        let resource = format!("arn:aws:s3:::reports/{key}");
        DecisionRecord { action: "s3:DeleteObject".into(), resource, outcome, by: Vec::new(), explanation: None }
    }

    #[test]
    fn a_denial() {
        let row = Row::of(&record("4f1c"));
        assert_eq!((row.outcome, row.is_denied), ("denied", true));
        assert_eq!([&*row.account, &*row.who, &*row.action], ["111111111111", "Dev/ana", "s3:PutObject"]);
        assert_eq!(row.on, "finance-reports/report.csv");
    }

    /// A `DeleteObjects` that was answered 200 with denied keys tells how many they are.
    #[test]
    fn denied_keys_are_counted() {
        use Outcome::{Allowed, ExplicitDeny, ImplicitDeny};
        let mut delete = Record { operation: "DeleteObjects".into(), error: None, status: 200, ..record("a") };
        delete.decisions = vec![key("a", Allowed), key("b", ExplicitDeny), key("c", ImplicitDeny)];
        let row = Row::of(&delete);
        assert_eq!((row.outcome, row.is_denied), ("denied", true));
        assert_eq!(row.on, "2 of 3 keys denied: reports/b");
        delete.omitted = Omitted { decisions: 97, ..Omitted::default() };
        assert_eq!(Row::of(&delete).on, "at least 2 of 100 keys denied: reports/b");
        delete.omitted = Omitted::default();
        delete.decisions = vec![key("a", Allowed), key("b", Allowed)];
        delete.resources = vec![key("a", Allowed).resource, key("b", Allowed).resource];
        let row = Row::of(&delete);
        assert_eq!((row.outcome, row.is_denied, &*row.on), ("allowed", false, "reports/a and 1 more"));
    }

    /// What failed after it was allowed, what was refused before a decision, what was cut off.
    #[test]
    fn other_outcomes() {
        let mut failed = record("a");
        failed.decisions[0].outcome = Outcome::Allowed;
        assert_eq!(Row::of(&failed).outcome, "failed");
        failed.is_unfinished = true;
        assert_eq!(Row::of(&failed).outcome, "unfinished");
        let sent = Some(Sent { operation: Some("GET /b/\u{1b}[2J".into()), ..Sent::default() });
        let error = Some(Failure { code: "InvalidAccessKeyId".into(), message: String::new(), reason: None });
        let refused = Record { request_id: "b".into(), service: "s3".into(), sent, error, ..Record::default() };
        let row = Row::of(&refused);
        assert_eq!((row.outcome, row.is_denied), ("refused", true));
        assert_eq!([&*row.account, &*row.who, &*row.on], ["-", "unproved", "InvalidAccessKeyId"]);
        assert_eq!(row.action, r"s3:GET /b/\u{1b}[2J", "nobody's text acts on the terminal");
    }
}
