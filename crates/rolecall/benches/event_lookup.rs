//! Pages of `LookupEvents` over a big trail: `EVENTS=10000000 cargo bench --bench event_lookup`.
//!
//! Writes so many records, of many principals of a hundred accounts, and lets the trail index its segments, as a server does.
//! Then it asks for pages of 50 events as `LookupEvents` does, in turns, and prints the median and the slowest time of each
//! question. A million records take a gigabyte below the temporary directory.

use jiff::{SignedDuration, Timestamp};
use rolecall::environment::clock::SystemClock;
use rolecall::trail::events::{Attribute, EventLog, Lookup};
use rolecall::trail::{Class, Details, Json, Keep, Limits, Outcome, Record, TrailLog};
use rolecall_catalog::api::sts::{AssumeRoleInput, AssumeRoleOutput, AssumedRoleUser, Credentials};
use rolecall_catalog::operation::event;
use serde_json::json;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Records unless `EVENTS` says another number.
const USUAL: u64 = 200_000;
/// Accounts that make the requests.
const ACCOUNTS: u64 = 100;
/// How often each question is asked.
const TURNS: usize = 25;
/// Records of each turn that measures what recording costs.
const COST_RECORDS: usize = 20_000;
/// The most events of a page (`LookupEvents`).
const PAGE: usize = 50;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let events = match std::env::var("EVENTS") {
        Ok(text) => text.parse()?,
        Err(_) => USUAL,
    };
    let directory = tempfile::tempdir()?;
    let trail = directory.path().join("trail");
    cost(&directory.path().join("cost"))?;
    let began = Instant::now();
    let last = fill(&trail, events)?;
    report(&format!("{events} records written and indexed in {:.0?}", began.elapsed()));
    let log = EventLog::new(&trail);
    let began = Instant::now();
    log.catch_up()?;
    report(&format!("all indexes opened and checked in {:.0?}", began.elapsed()));
    let newest = log.lookup(&lookup(last, None))?.events;
    let id = newest.first().map(|event| event.id.clone()).unwrap_or_default();
    for (what, attribute) in [
        ("newest page", None),
        ("event name", Some((Attribute::EventName, "AssumeRole".to_owned()))),
        ("user name, rare", Some((Attribute::Username, "user-17".to_owned()))),
        ("resource name", Some((Attribute::ResourceName, "role-3".to_owned()))),
        ("access key", Some((Attribute::AccessKeyId, "ASIA17".to_owned()))),
        ("event id", Some((Attribute::EventId, id))),
        ("nothing", Some((Attribute::Username, "nobody".to_owned()))),
    ] {
        ask(&log, what, &lookup(last, attribute))?;
    }
    let middle = last - SignedDuration::from_secs(i64::try_from(events / 2_000)?);
    ask(&log, "until the middle", &Lookup { to: middle, ..lookup(last, None) })?;
    let first = log.lookup(&lookup(last, None))?;
    ask(&log, "second page", &Lookup { after: first.next, ..lookup(last, None) })
}

/// What the event form adds to the recording of a request: two trails in turns, with it and without.
fn cost(trail: &Path) -> Result<()> {
    let template = template()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let input = AssumeRoleInput {
        role_arn: "arn:aws:iam::111111111017:role/role-3".to_owned(),
        role_session_name: "user-17".to_owned(),
        duration_seconds: Some(900),
        ..AssumeRoleInput::default()
    };
    let output = AssumeRoleOutput {
        credentials: Some(Credentials { access_key_id: "ASIA17".to_owned(), ..Credentials::default() }),
        assumed_role_user: Some(AssumedRoleUser::default()),
        ..AssumeRoleOutput::default()
    };
    let mut medians = [Vec::new(), Vec::new()];
    for turn in 0..10 {
        let is_told = turn % 2 == 1;
        let (log, _) = TrailLog::open(&trail.join(turn.to_string()), Limits::default(), Arc::new(SystemClock))?;
        let began = Instant::now();
        for number in 0..COST_RECORDS {
            let mut record = request(&template, 17, Timestamp::UNIX_EPOCH);
            record.request_id = number.to_string();
            record.details = is_told.then(|| Details {
                version: 1,
                read_only: true,
                parameters: Json::new(event(&input)),
                response: Json::new(event(&output)),
                ..Details::default()
            });
            runtime.block_on(log.append(record, Class::Signed))?;
        }
        let each = began.elapsed() / u32::try_from(COST_RECORDS)?;
        medians.get_mut(usize::from(is_told)).into_iter().for_each(|times| times.push(each));
    }
    let [without, with] = medians.map(|mut times| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    });
    report(&format!("a record takes {without:.2?} without what events tell, and {with:.2?} with it"));
    Ok(())
}

/// What one account asks for.
fn lookup(last: Timestamp, attribute: Option<(Attribute, String)>) -> Lookup {
    Lookup {
        recipient: account(17),
        region: "us-east-1".to_owned(),
        from: Timestamp::UNIX_EPOCH,
        to: last,
        attribute,
        after: None,
        most: PAGE,
    }
}

fn ask(log: &EventLog, what: &str, lookup: &Lookup) -> Result<()> {
    let mut times: Vec<Duration> = Vec::new();
    let mut found = 0;
    for _ in 0..TURNS {
        let began = Instant::now();
        found = log.lookup(lookup)?.events.len();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let median = times.get(TURNS / 2).copied().unwrap_or_default();
    let slowest = times.last().copied().unwrap_or_default();
    report(&format!("{what:<20} {found:>3} events  median {median:>9.2?}  slowest {slowest:>9.2?}"));
    Ok(())
}

fn account(number: u64) -> String {
    format!("{:012}", 111_111_111_000 + number)
}

/// Writes the records, a thousand a second by their times; the time of the last.
fn fill(trail: &Path, events: u64) -> Result<Timestamp> {
    let (log, _) = TrailLog::open(trail, Limits::default(), Arc::new(SystemClock))?;
    log.keep(Keep { age: None, bytes: Some(1_000_000_000_000) });
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let template = template()?;
    let begin = Timestamp::from_second(1_700_000_000)?;
    let mut time = begin;
    for number in 0..events {
        time = begin + SignedDuration::from_millis(i64::try_from(number)?);
        runtime.block_on(log.append(request(&template, number, time), Class::Signed))?;
    }
    Ok(time)
}

fn template() -> Result<Record> {
    Ok(serde_json::from_value(json!({
        "request_id": "", "time": "2026-11-22T12:00:00Z", "service": "sts", "operation": "AssumeRole", "status": 200,
        "duration_us": 180, "region": "us-east-1", "source_ip": "192.0.2.7", "user_agent": "aws-cli/2.15 Python/3.11",
        "caller": {"kind": "AssumedRole", "arn": "", "account": "", "principal_id": "AROARTLVVVVVVVVVVVVVV:x"},
        "decisions": [{"action": "sts:AssumeRole", "resource": "", "outcome": "Allowed"}],
    }))?)
}

fn request(template: &Record, number: u64, time: Timestamp) -> Record {
    let (own, user) = (account(number % ACCOUNTS), number / ACCOUNTS % 5_000);
    let role = format!("arn:aws:iam::{own}:role/role-{}", number % 7);
    let mut record = Record { request_id: format!("{number:032x}"), time, ..template.clone() };
    record.operation = ["AssumeRole", "GetCallerIdentity", "GetSessionToken"]
        .get(usize::try_from(number % 3).unwrap_or_default())
        .map_or_else(String::new, |name| (*name).to_owned());
    if let Some(caller) = &mut record.caller {
        caller.arn = format!("arn:aws:sts::{own}:assumed-role/Dev/user-{user}");
        caller.session_name = Some(format!("user-{user}"));
        caller.access_key_id = Some(format!("ASIA{user}"));
        caller.account.clone_from(&own);
    }
    if let Some(decision) = record.decisions.first_mut() {
        decision.resource.clone_from(&role);
        decision.outcome = Outcome::Allowed;
    }
    record.accounts = vec![own];
    let parameters = json!({ "roleArn": role, "roleSessionName": format!("user-{user}") }).to_string();
    record.details =
        Some(Details { version: 1, read_only: true, parameters: Json::new(parameters), ..Details::default() });
    record.resources = vec![role];
    record
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal it was started from")]
fn report(line: &str) {
    println!("{line}");
}
