//! A look-up finds what a reading of the whole trail finds, in pages, whatever stands in files and whatever in memory.

use super::*;
use crate::trail::events::Position;
use crate::trail::record::{MAX_RECORD_BYTES, Outcome, Record};
use crate::trail::testing::record;
use std::fs::File;
use std::io::Write as _;

const OWN: &str = "111111111111";

/// A request of one of some users, in one of some operations, now and then across accounts.
fn request(number: i64) -> Record {
    let mut record = record(&format!("r{number}"));
    record.service = if number % 5 == 0 { "s3" } else { "sts" }.into();
    record.operation =
        ["AssumeRole", "GetCallerIdentity", "GetSessionToken"][usize::try_from(number % 3).unwrap()].into();
    record.resources = vec![format!("arn:aws:iam::222222222222:role/r{}", number % 4)];
    record.time = Timestamp::from_second(1_000_000 + number / 3).unwrap();
    record.duration_us = 0;
    if let Some(caller) = &mut record.caller {
        caller.session_name = Some(format!("user{}", number % 7));
        caller.access_key_id = Some(format!("ASIA{}", number % 11));
    }
    if number % 2 == 0 {
        (record.decisions[0].outcome, record.error) = (Outcome::Allowed, None);
    }
    record.details =
        Some(crate::trail::Details { data: number % 13 == 0, read_only: number % 3 == 1, ..Default::default() });
    record
}

/// A trail of so many requests, in segments of ten, over two classes.
fn trail(requests: i64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("signed")).unwrap();
    for class in [Class::Changes, Class::Signed] {
        let of_class = |number: &i64| (number % 3 == 0) == (class == Class::Changes);
        let numbers: Vec<i64> = (0..requests).filter(of_class).collect();
        for (at, some) in (1..).zip(numbers.chunks(10)) {
            append(&mut segment::create(&class.dir(dir.path()), at).unwrap(), some.iter().copied());
        }
    }
    dir
}

fn append(file: &mut File, numbers: impl IntoIterator<Item = i64>) {
    for number in numbers {
        file.write_all(&segment::framed(request(number), MAX_RECORD_BYTES).unwrap()).unwrap();
    }
}

fn lookup(attribute: Option<(Attribute, &str)>) -> Lookup {
    Lookup {
        recipient: OWN.into(),
        region: "us-east-1".into(),
        from: Timestamp::from_second(1_000_010).unwrap(),
        to: Timestamp::from_second(1_000_040).unwrap(),
        attribute: attribute.map(|(attribute, value)| (attribute, value.to_owned())),
        after: None,
        most: 7,
    }
}

/// All pages.
fn pages(log: &EventLog, lookup: &Lookup) -> Vec<Event> {
    let (mut lookup, mut events) = (lookup.clone(), Vec::new());
    loop {
        let page = log.lookup(&lookup).unwrap();
        assert!(page.events.len() == lookup.most || page.next.is_none());
        events.extend(page.events);
        let Some(next) = page.next else { return events };
        lookup.after = Some(next.to_string().parse().unwrap());
    }
}

/// The same without an index.
fn scanned(log: &EventLog, lookup: &Lookup) -> Vec<Event> {
    let batch = log.after(&Position::default(), None, usize::MAX).unwrap();
    assert!(batch.is_end);
    batch.events.into_iter().map(|(_, event)| event).filter(|event| lookup.has(event)).collect()
}

fn check(log: &EventLog) {
    let values = [
        None,
        Some((Attribute::EventName, "AssumeRole")),
        Some((Attribute::EventName, "Nothing")),
        Some((Attribute::ReadOnly, "true")),
        Some((Attribute::ReadOnly, "false")),
        Some((Attribute::Username, "user3")),
        Some((Attribute::AccessKeyId, "ASIA4")),
        Some((Attribute::ResourceType, "AWS::IAM::Role")),
        Some((Attribute::ResourceName, "r2")),
        Some((Attribute::ResourceName, "arn:aws:iam::222222222222:role/r1")),
        Some((Attribute::EventSource, "s3.amazonaws.com")),
    ];
    for value in values {
        for recipient in [OWN, "222222222222", "333333333333"] {
            let lookup = Lookup { recipient: recipient.into(), ..lookup(value) };
            let found = pages(log, &lookup);
            assert!(found.windows(2).all(|pair| pair[0].time >= pair[1].time), "newest first");
            let ids = |events: &[Event]| -> std::collections::BTreeSet<String> {
                events.iter().map(|event| event.id.clone()).collect()
            };
            let expected = scanned(log, &lookup);
            assert_eq!(found.len(), expected.len(), "{value:?} {recipient}");
            assert_eq!(ids(&found), ids(&expected), "{value:?} {recipient}");
        }
    }
    let any = scanned(log, &lookup(None));
    let found = pages(log, &lookup(Some((Attribute::EventId, &any[3].id))));
    assert_eq!(found, [any[3].clone()]);
}

/// With index files or without, while the newest segment grows, and after a restart.
#[test]
fn lookups_find_what_a_scan_finds() {
    let dir = trail(110);
    let log = EventLog::new(dir.path());
    check(&log);
    assert!(index_file::path(dir.path(), 1).exists() && !index_file::path(dir.path(), 4).exists());
    let mut newest = std::fs::OpenOptions::new().append(true).open(segment::path(dir.path(), 4)).unwrap();
    append(&mut newest, 110..125);
    append(&mut segment::create(dir.path(), 5).unwrap(), 125..140);
    check(&log);
    assert!(index_file::path(dir.path(), 4).exists());
    check(&EventLog::new(dir.path()));
    // The oldest go.
    std::fs::remove_file(segment::path(dir.path(), 1)).unwrap();
    std::fs::remove_file(segment::path(dir.path(), 2)).unwrap();
    check(&log);
}

/// An index file that was cut, altered, or half written is not believed, and is made again.
#[test]
fn damaged_index_files_are_made_again() {
    let dir = trail(110);
    check(&EventLog::new(dir.path()));
    let path = index_file::path(dir.path(), 1);
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        for bytes in [&damaged[..], &whole[..at]] {
            std::fs::write(&path, bytes).unwrap();
            assert!(IndexFile::open(dir.path(), 1).is_none(), "at {at}");
        }
    }
    // The process was killed before the file had its name.
    std::fs::rename(&path, path.with_extension("events.new")).unwrap();
    check(&EventLog::new(dir.path()));
    assert_eq!(std::fs::read(&path).unwrap(), whole);
}

/// A page does not change what the next one begins with, whatever is written between them.
#[test]
fn pages_are_stable() {
    let dir = trail(110);
    let log = EventLog::new(dir.path());
    let whole = pages(&log, &lookup(None));
    let first = log.lookup(&lookup(None)).unwrap();
    let mut file = segment::create(dir.path(), 9).unwrap();
    for number in 90..112 {
        let record = Record { request_id: format!("late{number}"), ..request(number) };
        file.write_all(&segment::framed(record, MAX_RECORD_BYTES).unwrap()).unwrap();
    }
    let rest = pages(&log, &Lookup { after: first.next, ..lookup(None) });
    let old: Vec<Event> = rest.into_iter().filter(|event| whole.contains(event)).collect();
    assert_eq!([first.events, old].concat(), whole);
    for text in ["", "1", "1.2.3.4", "1.2.3.4.5.6", "a.0.1.2.3"] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}
