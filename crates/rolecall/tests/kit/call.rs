//! What is called, in words, and what is answered.
//!
//! ```text
//! CreateUser UserName=bob Tags=team:core,stage:x         a query service: the operation, then its parameters
//! iam:CreateUser UserName=bob                            the same, where several services have such an operation
//! PUT /photos/k?partNumber=1 if-match=$etag Body=data    S3: method, path and query, headers, and the body
//! toy:Toy_20260101.Paint {"Colour": "$colour"}           JSON 1.1: signing name, X-Amz-Target, and the rest is the body
//! organizations:ListRoots                                the same of a service of the program; without a body, `{}`
//! uxc:ListServices ?maxResults=2                         REST-JSON: the operation, then its query or its body
//! ```
//!
//! Values of parameters and headers are expanded: `%20` is a blank, `(a*64)` is 64 times the letter, `$name` a kept text,
//! `@name` a document, `#seed,-1` the MFA code of a seed one time step ago, `^ci{"sub":"x"}` a token of the issuer `ci`; policies may be in short form ([`policy`]).
//! Lists are short where they are long on the wire: `Tags=k:v,k:v`, `TagKeys=k,k`, `TransitiveTagKeys=k,k`,
//! `PolicyArns=arn,arn`. In JSON only `$name` is expanded, and `"@name"` to a document as a text.

use super::callers::Keys;
use super::services::{SERVICES, service_of};
use super::{Server, errors, policy};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use rolecall::services::s3::identify::{Query, identify};
use rolecall::services::service::Protocol;
use rolecall::trail::{Found, Record, TrailReader};
use serde_json::Value;
use std::collections::HashMap;
use tokio::net::TcpStream;

/// Documents by name.
pub(crate) type Documents = HashMap<String, String>;

/// A call as it stands in a table: nothing is expanded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// Of a query service.
    Form { service: &'static str, version: &'static str, operation: String, parameters: Vec<(String, String)> },
    /// Of S3.
    Rest { method: Method, target: String, parameters: Vec<(String, String)> },
    /// Of a JSON service.
    Json { service: String, target: String, body: String },
    /// Of a REST-JSON service.
    RestJson { service: &'static str, operation: &'static str, method: Method, target: String, body: String },
}

impl Call {
    /// Reads a call.
    pub(crate) fn read(text: &str) -> Self {
        let (what, rest) = text.split_once(' ').unwrap_or((text, ""));
        if let "DELETE" | "GET" | "HEAD" | "POST" | "PUT" = what {
            let (target, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let method = what.parse().unwrap();
            return Self::Rest { method, target: target.to_owned(), parameters: assignments(rest) };
        }
        let (named, operation) = what.split_once(':').map_or((None, what), |(service, rest)| (Some(service), rest));
        if let (Some(service), true) = (named, operation.contains('.')) {
            let (service, target, body) = (service.to_owned(), operation.to_owned(), rest.to_owned());
            return Self::Json { service, target, body };
        }
        if let Some(service) = SERVICES.iter().find(|it| Some(it.name) == named)
            && let &Protocol::Json { target_prefix, .. } = service.protocol
        {
            let body = if rest.is_empty() { "{}" } else { rest };
            let target = format!("{target_prefix}.{operation}");
            return Self::Json { service: service.name.to_owned(), target, body: body.to_owned() };
        }
        let service = service_of(named, operation);
        if let Some((operation, http)) = service.operation(operation).and_then(|it| Some((it.name, it.http?))) {
            let (query, body) = if rest.starts_with('?') { (rest, "") } else { ("", rest) };
            let (method, target) = (http.method.parse().unwrap(), format!("{}{query}", http.uri));
            return Self::RestJson { service: service.name, operation, method, target, body: body.to_owned() };
        }
        let &Protocol::Query { version, .. } = service.protocol else {
            panic!("{text}: {} takes no forms", service.name)
        };
        let (operation, parameters) = (operation.to_owned(), assignments(rest));
        Self::Form { service: service.name, version, operation, parameters }
    }

    /// The signing name of the service and the operation that is called; `None` if S3 has no such operation.
    pub(crate) fn operation(&self) -> Option<(&str, &str)> {
        match self {
            Self::Form { service, operation, .. } => Some((service, operation)),
            Self::Json { service, target, .. } => Some((service, target.rsplit('.').next()?)),
            Self::RestJson { service, operation, .. } => Some((service, operation)),
            Self::Rest { method, target, parameters } => {
                let (path, query) = target.split_once('?').unwrap_or((target, ""));
                let headers = parameters.iter().filter(|(name, _)| name != "Body");
                let headers = headers
                    .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()));
                Some((
                    "s3",
                    identify(method, path, Query::parse(query).ok()?, &headers.collect(), None).ok()?.operation.name(),
                ))
            }
        }
    }
}

/// JSON with documents, as texts, in place of `"@name"`.
fn with_documents(body: &str, documents: &Documents) -> String {
    documents.iter().fold(body.to_owned(), |body, (name, document)| {
        body.replace(&format!("\"@{name}\""), &Value::from(&**document).to_string())
    })
}

/// The words `name=value` of a text.
fn assignments(text: &str) -> Vec<(String, String)> {
    text.split_whitespace()
        .map(|word| word.split_once('=').unwrap_or_else(|| panic!("{word} is no parameter")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// `status`, or of an error `status code message`.
    pub(crate) fn told(&self) -> String {
        if self.status < 400 {
            return self.status.to_string();
        }
        let (code, message) = if self.body.starts_with('{') {
            let json = self.json();
            let text = |name: &str| json[name].as_str().map(str::to_owned);
            let shape = text("__type").unwrap_or_default();
            let code = shape.rsplit('#').next().unwrap_or_default().to_owned();
            // REST-JSON has it in a header alone (R5.4).
            let header = || self.headers.get("x-amzn-errortype").map(|code| code.to_str().unwrap().to_owned());
            let code = if code.is_empty() { header().unwrap_or_default() } else { code };
            (code, text("message").or_else(|| text("Message")).unwrap_or_default())
        } else {
            let text = |tag| unescaped(element(&self.body, tag).unwrap_or_default());
            (text("<Code>"), text("<Message>"))
        };
        format!("{} {code} {message}", self.status).trim_end().to_owned()
    }

    /// `status`, or of an error `status code`.
    pub(crate) fn code(&self) -> String {
        self.told().split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The body, or `status code message`.
    pub(crate) fn result(self) -> Result<String, String> {
        if self.status < 400 { Ok(self.body) } else { Err(self.told()) }
    }
}

impl Server {
    /// Makes a call as it stands in a table.
    pub(crate) async fn call(&self, caller: &str, call: &str) -> Result<String, String> {
        self.answer(caller, call).await.result()
    }

    /// The same, with status and headers.
    pub(crate) async fn answer(&self, caller: &str, call: &str) -> Answer {
        self.perform(caller, &Call::read(call), &Documents::new()).await
    }

    /// Makes a call that must work, and keeps the credentials of its answer for `as_caller`.
    pub(crate) async fn call_as(&mut self, caller: &str, call: &str, as_caller: &str) -> String {
        let answer = self.call(caller, call).await.unwrap_or_else(|error| panic!("{call}: {error}"));
        self.keep_credentials(&answer, as_caller);
        answer
    }

    /// Calls an operation of a query service with parameters that are sent as they are; answers the content of its result
    /// element.
    pub(crate) async fn ask(
        &self,
        caller: &str,
        operation: &str,
        parameters: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Result<String, String> {
        let call = Call::read(operation);
        let Call::Form { service, version, operation, .. } = &call else { panic!("{operation} takes no form") };
        let pairs = parameters.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let answer = self.send_form(caller, service, form(operation, version, pairs)).await;
        errors::check(&call, &answer);
        let answer = answer.result()?;
        let result = answer.split_once(&format!("<{operation}Result>"));
        let result = result.and_then(|(_, rest)| rest.rsplit_once(&format!("</{operation}Result>")));
        Ok(result.map_or_else(String::new, |(result, _)| result.to_owned()))
    }

    /// The same as the root user of 111111111111; it must work.
    pub(crate) async fn root(&self, operation: &str, parameters: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
        self.ask("root", operation, parameters).await.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Sends the body of a query request.
    pub(crate) async fn form(&self, caller: &str, service: &str, body: String) -> Result<String, String> {
        self.send_form(caller, service, body).await.result()
    }

    /// Calls an operation of a query service on a host of this name.
    pub(crate) async fn on_host(
        &self,
        host: &str,
        caller: &str,
        operation: &str,
        parameters: &[(&str, &str)],
    ) -> Answer {
        let call = Call::read(operation);
        let Call::Form { service, version, operation, .. } = &call else { panic!("{operation} takes no form") };
        let body = form(operation, version, parameters.iter().copied());
        let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded").header("host", host);
        self.send(caller, service, request.body(body).unwrap()).await
    }

    async fn send_form(&self, caller: &str, service: &str, body: String) -> Answer {
        let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(caller, service, request.body(body).unwrap()).await
    }

    /// Makes a call; `documents` are what `@name` stands for. An error must be one that the operation may answer.
    pub(crate) async fn perform(&self, caller: &str, call: &Call, documents: &Documents) -> Answer {
        let answer = match call {
            Call::Form { service, version, operation, parameters } => {
                let pairs: Vec<_> =
                    parameters.iter().flat_map(|(name, value)| self.parameter(documents, name, value)).collect();
                let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
                self.send_form(caller, service, form(operation, version, pairs)).await
            }
            Call::Rest { method, target, parameters } => {
                let mut request = Request::builder().method(method).uri(expand(target, &self.kept));
                let mut body = String::new();
                for (name, value) in parameters {
                    let value = self.value(documents, name, value);
                    if name == "Body" {
                        body = value;
                    } else {
                        request = request.header(name, value);
                    }
                }
                self.send(caller, "s3", request.body(body).unwrap()).await
            }
            Call::Json { service, target, body } => {
                let request = Request::post("/")
                    .header(CONTENT_TYPE, "application/x-amz-json-1.1")
                    .header("x-amz-target", target)
                    .body(expand(&with_documents(body, documents), &self.kept));
                self.send(caller, service, request.unwrap()).await
            }
            Call::RestJson { service, method, target, body, .. } => {
                let request = Request::builder().method(method).uri(expand(target, &self.kept));
                let body = expand(&with_documents(body, documents), &self.kept);
                self.send(caller, service, request.header(CONTENT_TYPE, "application/json").body(body).unwrap()).await
            }
        };
        errors::check(call, &answer);
        answer
    }

    /// A form as `caller` sends it, signed.
    pub(crate) fn signed_form(
        &self,
        caller: &str,
        operation: &str,
        parameters: &[(&str, &str)],
    ) -> Request<Full<Bytes>> {
        let call = Call::read(operation);
        let Call::Form { service, version, operation, .. } = &call else { panic!("{operation} takes no form") };
        let body = form(operation, version, parameters.iter().copied());
        let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.signed(caller, service, request.body(body).unwrap())
    }

    /// The same as HTTP/1.1 text.
    pub(crate) fn signed_text(&self, caller: &str, operation: &str, parameters: &[(&str, &str)]) -> String {
        let call = Call::read(operation);
        let Call::Form { service, version, operation, .. } = &call else { panic!("{operation} takes no form") };
        let body = form(operation, version, parameters.iter().copied());
        let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (mut parts, mut body) = request.body(body).unwrap().into_parts();
        parts.headers.insert("host", HeaderValue::from_str(&self.address.to_string()).unwrap());
        self.sign(caller, service, &mut parts, &mut body);
        let mut text = format!("{} {} HTTP/1.1\r\ncontent-length: {}\r\n", parts.method, parts.uri, body.len());
        for (name, value) in &parts.headers {
            text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        text + "\r\n" + &body
    }

    /// The path of a URL that `caller` presigns for reading.
    pub(crate) fn presigned(&self, caller: &str, path: &str) -> String {
        let (mut parts, ()) = Request::get(path).body(()).unwrap().into_parts();
        parts.headers.insert("host", HeaderValue::from_str(&self.address.to_string()).unwrap());
        self.sign(&format!("{caller}/presigned"), "s3", &mut parts, &mut String::new());
        parts.uri.to_string()
    }

    fn signed(&self, caller: &str, service: &str, request: Request<String>) -> Request<Full<Bytes>> {
        let (mut parts, mut body) = request.into_parts();
        parts.headers.entry("host").or_insert_with(|| HeaderValue::from_str(&self.address.to_string()).unwrap());
        self.sign(caller, service, &mut parts, &mut body);
        parts.headers.insert(USER_AGENT, HeaderValue::from_static("story/1"));
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        Request::from_parts(parts, Full::new(Bytes::from(body)))
    }

    /// Signs a request, sends it on a connection of its own, and reads the answer to its end.
    async fn send(&self, caller: &str, service: &str, request: Request<String>) -> Answer {
        let request = self.signed(caller, service, request);
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut client, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let response = client.send_request(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// The record that the trail has of the request.
    pub(crate) fn recorded(&self, answer: &Answer) -> Record {
        let id = ["x-amz-request-id", "x-amzn-requestid"].iter().find_map(|name| answer.headers.get(*name));
        let id = id.unwrap().to_str().unwrap();
        match TrailReader::new(&self.data.path().join("trail")).find(id).unwrap() {
            Found::One(record) => *record,
            other => panic!("{id}: {other:?}"),
        }
    }

    /// Keeps the text of an element.
    pub(crate) fn keep(&mut self, name: &str, answer: &str, tag: &str) {
        let text = element(answer, tag).unwrap_or_else(|| panic!("no {tag}: {answer}"));
        self.kept.insert(name.to_owned(), text.to_owned());
    }

    /// Keeps the credentials that `answer` gives for a caller.
    pub(crate) fn keep_credentials(&mut self, answer: &str, caller: &str) {
        let text = |tag| element(answer, tag).map(str::to_owned);
        let keys = Keys {
            id: text("<AccessKeyId>").unwrap_or_else(|| panic!("no credentials for {caller}: {answer}")),
            secret: text("<SecretAccessKey>").unwrap(),
            token: text("<SessionToken>"),
        };
        self.keys.insert(caller.to_owned(), keys);
    }

    /// A parameter as it is sent; one of a short list is several.
    fn parameter(&self, documents: &Documents, name: &str, value: &str) -> Vec<(String, String)> {
        let items = || value.split(',').enumerate().map(|(at, item)| (at + 1, self.value(documents, name, item)));
        match name {
            "Tags" => items()
                .flat_map(|(at, item)| {
                    let (key, value) = item.split_once(':').unwrap_or((&item, ""));
                    let member = |half, text: &str| (format!("Tags.member.{at}.{half}"), text.to_owned());
                    [member("Key", key), member("Value", value)]
                })
                .collect(),
            "TransitiveTagKeys" | "TagKeys" => {
                items().map(|(at, item)| (format!("{name}.member.{at}"), item)).collect()
            }
            "PolicyArns" => items().map(|(at, item)| (format!("{name}.member.{at}.arn"), item)).collect(),
            _ => vec![(name.to_owned(), self.value(documents, name, value))],
        }
    }

    fn value(&self, documents: &Documents, name: &str, text: &str) -> String {
        if let Some(name) = text.strip_prefix('@') {
            let document = documents.get(name).unwrap_or_else(|| panic!("there is no document @{name}"));
            // PEM has lines, a document has one.
            let lines =
                if document.starts_with("-----BEGIN ") { document.replace("\\n", "\n") } else { document.clone() };
            return expand(&lines, &self.kept);
        }
        if let Some((seed, offset)) = text.strip_prefix('#').and_then(|rest| rest.split_once(',')) {
            let seed = data_encoding::BASE64.decode(self.kept[seed].as_bytes()).unwrap();
            return self.code(std::str::from_utf8(&seed).unwrap(), offset.parse().unwrap());
        }
        if let Some(claims) = text.strip_prefix('^') {
            return self.token(&expand(claims, &self.kept));
        }
        let is_policy = matches!(name, "Policy" | "PolicyDocument" | "AssumeRolePolicyDocument" | "Body");
        if is_policy && text.starts_with(['+', '-']) {
            return policy::document(&expand(text, &self.kept));
        }
        repeated(&expand(text, &self.kept)).replace("%20", " ")
    }
}

/// The body of a query request.
fn form<'a>(operation: &str, version: &str, parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", operation).append_pair("Version", version).extend_pairs(parameters);
    form.finish()
}

/// The text of the first element that begins with `tag`.
pub(crate) fn element<'a>(answer: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = answer.split_once(tag)?;
    rest.split('<').next()
}

/// Replaces `$name` by the kept text, the longest name first.
pub(crate) fn expand(text: &str, kept: &HashMap<String, String>) -> String {
    let mut names: Vec<&String> = kept.keys().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = text.to_owned();
    for name in names {
        text = text.replace(&format!("${name}"), &kept[name]);
    }
    text
}

/// Writes out `(a*64)`.
pub(crate) fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once('(') else { return text.to_owned() };
    let written = rest.split_once(')').and_then(|(inner, after)| {
        let (unit, count) = inner.rsplit_once('*')?;
        Some(format!("{}{}", unit.repeat(count.parse().ok()?), repeated(after)))
    });
    written.map_or_else(|| format!("{before}({}", repeated(rest)), |written| format!("{before}{written}"))
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
