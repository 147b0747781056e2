//! Runs `tests/tables/signing.txt`: each line of the checklist, at a query service and at S3.

use super::request::{KEY, SECRET, check, head, moment, signer};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method};
use jiff::{Timestamp, ToSpan as _};
use rolecall::api::error::ApiError;
use rolecall::gateway::sigv4::sign::{Signer, Signing};

const TABLE: &str = include_str!("../../tables/signing.txt");

struct Case<'a> {
    title: &'a str,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
    query: Option<&'a str>,
    s3: Option<&'a str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let case = cases.last_mut();
        match (line.split_once(' ').unwrap(), case) {
            (("sign", op), Some(case)) => case.before.push(op),
            (("then", op), Some(case)) => case.after.push(op),
            (("query:", result), Some(case)) => case.query = Some(result),
            (("s3:", result), Some(case)) => case.s3 = Some(result),
            _ => cases.push(Case { title: line, before: vec![], after: vec![], query: None, s3: None }),
        }
    }
    cases
}

/// A request on its way from the signer to the verifier.
struct Scene {
    parts: Parts,
    body: Vec<u8>,
    now: Timestamp,
    key: &'static str,
    secret: &'static str,
    token: Option<&'static str>,
    region: &'static str,
    service: &'static str,
    presigned: Option<i64>,
    unsigned: bool,
}

impl Scene {
    fn new(service: &'static str) -> Self {
        let is_s3 = service == "s3";
        let (method, path, body): (_, _, &[u8]) = if is_s3 {
            ("PUT", "/photos/a.txt", b"Welcome to Amazon S3.")
        } else {
            ("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15")
        };
        let headers = [
            ("host", "localhost:4600"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-amz-meta-note", "n"),
        ];
        Self {
            parts: head(method, path, &headers),
            body: body.to_vec(),
            now: moment(),
            key: KEY,
            secret: SECRET,
            token: None,
            region: "us-east-1",
            service,
            presigned: None,
            unsigned: false,
        }
    }

    fn apply(&mut self, op: &'static str) {
        let (word, rest) = op.split_once(' ').unwrap_or((op, ""));
        let header = |rest: &'static str| {
            let (name, value) = rest.split_once(": ").unwrap();
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let target = |path: &str, query: Option<&str>| match query {
            Some(query) => format!("{path}?{query}").parse().unwrap(),
            None => path.parse().unwrap(),
        };
        match word {
            "header" => {
                let (name, value) = header(rest);
                self.parts.headers.insert(name, value);
            }
            "add" => {
                let (name, value) = header(rest);
                self.parts.headers.append(name, value);
            }
            "remove" => assert!(self.parts.headers.remove(rest).is_some(), "{op}"),
            "path" => self.parts.uri = target(rest, self.parts.uri.query()),
            "query" => self.parts.uri = target(self.parts.uri.path(), Some(rest)),
            "method" => self.parts.method = Method::from_bytes(rest.as_bytes()).unwrap(),
            "body" => self.body = rest.as_bytes().to_vec(),
            "presigned" => self.presigned = Some(rest.parse().unwrap()),
            "unsigned" => self.unsigned = true,
            "region" => self.region = rest,
            "service" => self.service = rest,
            "key" => self.key = rest,
            "secret" => self.secret = rest,
            "token" => self.token = Some(rest),
            "now" => self.now += rest.parse::<i64>().unwrap().seconds(),
            "replace" => self.replace(rest),
            _ => panic!("no such operation: {op}"),
        }
    }

    fn replace(&mut self, rest: &str) {
        let (from, to) = rest.split_once(" =>").unwrap();
        let to = to.trim_start();
        let mut found = false;
        if let Some(value) = self.parts.headers.get_mut("authorization") {
            let text = value.to_str().unwrap();
            found |= text.contains(from);
            *value = HeaderValue::from_str(&text.replace(from, to)).unwrap();
        }
        let target = self.parts.uri.to_string();
        found |= target.contains(from);
        self.parts.uri = target.replace(from, to).parse().unwrap();
        assert!(found, "nothing to replace: {rest}");
    }

    fn sign(&mut self) {
        let signer = Signer {
            access_key_id: self.key,
            secret: self.secret,
            session_token: self.token,
            region: self.region,
            service: self.service,
        };
        match self.presigned {
            Some(expires) => {
                // A presigned request to a query service has no body.
                if self.service != "s3" {
                    self.body.clear();
                }
                signer.presign(&mut self.parts, expires, moment()).unwrap();
            }
            None if self.unsigned => drop(signer.sign(&mut self.parts, &Signing::Unsigned, moment()).unwrap()),
            None => drop(signer.sign(&mut self.parts, &Signing::Body(&self.body), moment()).unwrap()),
        }
    }
}

/// Runs one side of a case; tells what differs.
fn run(case: &Case<'static>, service: &'static str, expected: &str) -> Option<String> {
    let mut scene = Scene::new(service);
    case.before.iter().for_each(|op| scene.apply(op));
    scene.sign();
    case.after.iter().for_each(|op| scene.apply(op));
    let result = check(&scene.parts, &scene.body, service, scene.now);
    match (&result, expected) {
        (Ok(()), "accepted") => None,
        (Err(error), expected) if is(error, expected) => None,
        _ => Some(format!("{} at {service}\n  expected {expected}\n  got      {result:?}\n", case.title)),
    }
}

/// Whether `error` is `<code> <status>[ <message>][ [Name=text]]…`.
fn is(error: &ApiError, expected: &str) -> bool {
    let mut pieces = expected.split(" [");
    let mut words = pieces.next().unwrap().splitn(3, ' ');
    let (code, status, message) = (words.next(), words.next(), words.next());
    code == Some(&*error.code)
        && status == Some(error.status.to_string().as_str())
        && message.is_none_or(|message| message == error.message)
        && pieces.all(|detail| {
            let (name, text) = detail.trim_end_matches(']').split_once('=').unwrap();
            error.details.iter().any(|(key, value)| *key == name && value == text)
        })
}

/// V1–V15, R5.20–R5.24 and R5, section 5.3: a validly signed request, changed in one way, gets the answer of the table.
#[test]
fn every_line_of_the_table_holds() {
    let cases = cases();
    for rule in (1..=15).map(|number| format!("V{number} ")).chain(["R5.20 ".to_owned(), "R5.21 ".to_owned()]) {
        assert!(cases.iter().any(|case| case.title.starts_with(&rule)), "the table has no case of {rule}");
    }
    let mut wrong = String::new();
    for case in &cases {
        assert!(case.query.is_some() || case.s3.is_some(), "{} expects nothing", case.title);
        wrong.extend(case.query.and_then(|expected| run(case, "sts", expected)));
        wrong.extend(case.s3.and_then(|expected| run(case, "s3", expected)));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// R5.25: the scope is checked after the key look-up, so an unknown key is told first; the signature comes last.
#[test]
fn checks_come_in_order() {
    let now = moment() + 1.hour();
    let sign_as = |key, secret| {
        let mut scene = Scene::new("sts");
        (scene.key, scene.secret, scene.region) = (key, secret, "eu-west-1");
        scene.sign();
        check(&scene.parts, &scene.body, "sts", now).unwrap_err()
    };
    assert_eq!(sign_as("AKIAI44QH8DHBEXAMPLE", "x").code, "InvalidClientTokenId");
    assert_eq!(sign_as(KEY, "x").message, "Credential should be scoped to a valid Region, not 'eu-west-1'.");
    let mut scene = Scene::new("sts");
    scene.secret = "x";
    scene.sign();
    let error = check(&scene.parts, &scene.body, "sts", now).unwrap_err();
    assert!(error.message.starts_with("Signature expired: "), "{error}");
    assert_eq!(signer("sts").access_key_id, KEY);
}
