//! A server on a socket, and its client.

use super::policy;
use crate::script::{Script, element, expand};
use data_encoding::BASE32_NOPAD;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Request};
use jiff::{SignedDuration, Timestamp};
use rolecall::environment::clock::{Clock, ManualClock};
use rolecall::environment::entropy::SeededEntropy;
use rolecall::gateway::identify::Endpoints;
use rolecall::gateway::limits::Limits;
use rolecall::gateway::pipeline::Gateway;
use rolecall::gateway::server::serve;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use rolecall::node::{Node, NodeConfig};
use rolecall::services::iam;
use rolecall::store::MemoryStore;
use rolecall::world::World;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use totp_rs::{Algorithm, TOTP};

/// The account that most calls are about, and another one.
const WORLD: &str = r#"
    [[account]]
    id = "111111111111"
    name = "dev"

    [[account]]
    id = "222222222222"
    name = "prod"

    # The id encodes account 999999999999.
    [[account]]
    id = "333333333333"
    name = "moved"
    root_access_key = { id = "AKIA6RVFFB77QUAAAAAA", secret = "secret-of-333333333333" }
"#;

/// When every story begins.
pub(crate) const NOW: &str = "2026-11-22T10:00:00Z";

/// Long-term or temporary credentials.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// What the server answered: the body, or `status code message`.
pub(crate) type Answer = Result<String, String>;

/// A server, and what a test remembers of its answers.
pub(crate) struct Server {
    pub(crate) node: Arc<Node>,
    clock: Arc<ManualClock>,
    address: SocketAddr,
    /// Credentials by the caller's name.
    pub(crate) keys: HashMap<String, Keys>,
    /// Texts by name.
    pub(crate) kept: HashMap<String, String>,
    _data: tempfile::TempDir,
}

impl Server {
    /// With three accounts and nothing in them; their root users are the callers `root`, `prod` and `moved`.
    pub(crate) async fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(NOW.parse().unwrap()));
        let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
        let entropy = Arc::new(SeededEntropy::new(7));
        let store = Arc::new(MemoryStore::new());
        let node = Node::on_store(config, store, Arc::<ManualClock>::clone(&clock), entropy).await.unwrap();
        let node = Arc::new(node);
        let made = World::parse(WORLD).unwrap().apply(&node).await.unwrap();
        let mut keys = HashMap::new();
        for account in made {
            let (id, secret) = match account.generated {
                Some((id, secret)) => (id, secret.expose().to_owned()),
                None => ("AKIA6RVFFB77QUAAAAAA".to_owned(), "secret-of-333333333333".to_owned()),
            };
            let name = match account.name.as_str() {
                "dev" => "root",
                name => name,
            };
            keys.insert(name.to_owned(), Keys { id, secret, token: None });
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let gateway = Arc::new(Gateway::new(Arc::clone(&node), Endpoints::default(), rolecall::services::ALL));
        // It ends with the test's runtime.
        tokio::spawn(serve(listener, gateway, Limits::default(), None, std::future::pending()));
        Self { node, clock, address, keys, kept: HashMap::new(), _data: data }
    }

    /// The server's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock, and does what the server does by it.
    pub(crate) async fn wait(&self, seconds: i64) {
        self.clock.set(self.now() + SignedDuration::from_secs(seconds));
        self.node.ring.refresh().await.unwrap();
    }

    /// The MFA code of a Base32 seed, `offset` time steps from now.
    pub(crate) fn code(&self, seed: &str, offset: i64) -> String {
        let secret = BASE32_NOPAD.decode(seed.as_bytes()).unwrap();
        let totp = TOTP { algorithm: Algorithm::SHA1, digits: 6, skew: 0, step: 30, secret };
        totp.generate(u64::try_from(self.now().as_second() + offset * 30).unwrap())
    }

    /// Calls with parameters as they stand in a table, and keeps the credentials of the answer for `as_caller`.
    pub(crate) async fn call_as(&mut self, caller: &str, call: &str, as_caller: &str) -> String {
        let answer = self.call(caller, call).await.unwrap_or_else(|error| panic!("{call}: {error}"));
        self.keep_credentials(&answer, as_caller);
        answer
    }

    /// Calls with parameters as they stand in a table.
    pub(crate) async fn call(&self, caller: &str, call: &str) -> Answer {
        let mut words = call.split_whitespace();
        let operation = words.next().unwrap();
        let parameters: Vec<_> = words
            .map(|word| word.split_once('=').unwrap_or_else(|| panic!("{word} is no parameter")))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        self.ask(&Script::default(), caller, operation, &parameters).await
    }

    /// Calls; documents come from `script`.
    ///
    /// `operation` is one of STS or IAM, or `METHOD:/path` of S3, whose only parameter is `Body`.
    pub(crate) async fn ask(
        &self,
        script: &Script,
        caller: &str,
        operation: &str,
        parameters: &[(String, String)],
    ) -> Answer {
        let parameters = parameters.iter().flat_map(|(name, value)| self.parameter(script, name, value));
        if let Some((method, path)) = operation.split_once(":/") {
            let body = parameters.map(|(_, value)| value).next().unwrap_or_default();
            let request = Request::builder().method(method).uri(format!("http://{}/{path}", self.address));
            return self.send(caller, "s3", request.body(body).unwrap()).await;
        }
        let is_iam = iam::SERVICE.rpc_operation(operation).is_some();
        let (service, version) = if is_iam { ("iam", "2010-05-08") } else { ("sts", "2011-06-15") };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", operation).append_pair("Version", version).extend_pairs(parameters);
        self.form(caller, service, form.finish()).await
    }

    /// Sends the body of a query request.
    pub(crate) async fn form(&self, caller: &str, service: &str, body: String) -> Answer {
        let request = Request::builder()
            .method("POST")
            .uri(format!("http://{}/", self.address))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(caller, service, request.body(body).unwrap()).await
    }

    /// Signs and sends. A caller is the name of credentials, with variations after slashes:
    ///
    /// - `no-token`, `token=of-another`, `altered` (token): what becomes of the session token
    /// - `wrong-secret`: signs with another secret; `id=of-another`: with the key id of another
    /// - `late`, `early`: signed sixteen minutes off
    /// - `at=eu-west-1`: signed for this Region
    /// - `get`: with the parameters in the URL; `presigned`: with the signature there too
    ///
    /// `nobody` does not sign.
    async fn send(&self, caller: &str, service: &str, request: Request<String>) -> Answer {
        let (mut parts, mut body) = request.into_parts();
        let mut variations = caller.split('/');
        let name = variations.next().unwrap();
        if name != "nobody" {
            let mut keys = self.keys.get(name).unwrap_or_else(|| panic!("nobody is called {name}")).clone();
            let (mut now, mut region, mut get, mut presigned) = (self.now(), "us-east-1", false, false);
            for variation in variations {
                match variation.split_once('=').unwrap_or((variation, "")) {
                    ("no-token", _) => keys.token = None,
                    ("altered", _) => keys.token = keys.token.map(|token| altered(&token)),
                    ("token", other) => keys.token = self.keys[other].token.clone(),
                    ("wrong-secret", _) => keys.secret = "x".repeat(40),
                    ("id", other) => keys.id = self.keys.get(other).map_or(other, |keys| &keys.id).to_owned(),
                    ("late", _) => now -= SignedDuration::from_mins(16),
                    ("early", _) => now += SignedDuration::from_mins(16),
                    ("at", other) => region = other,
                    ("get", _) => get = true,
                    ("presigned", _) => (get, presigned) = (true, true),
                    _ => panic!("what is {variation}?"),
                }
            }
            let token = keys.token.as_deref();
            let signer =
                Signer { access_key_id: &keys.id, secret: &keys.secret, session_token: token, region, service };
            if get {
                parts.method = http::Method::GET;
                parts.headers.remove(CONTENT_TYPE);
                parts.uri = format!("{}?{body}", parts.uri).parse().unwrap();
                body.clear();
            }
            if presigned {
                signer.presign(&mut parts, 60, now).unwrap();
            } else {
                signer.sign(&mut parts, &Signing::Body(body.as_bytes()), now).unwrap();
            }
        }
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        let target = parts.uri.path_and_query().unwrap();
        let mut message = format!("{} {target} HTTP/1.1\r\nconnection: close\r\nuser-agent: story/1\r\n", parts.method);
        if !parts.headers.contains_key("host") {
            message.push_str(&format!("host: {}\r\n", self.address));
        }
        for (name, value) in &parts.headers {
            message.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        message.push_str(&format!("\r\n{body}"));
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(message.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        read(&answer)
    }

    /// Keeps the text of an element.
    pub(crate) fn keep(&mut self, name: &str, answer: &str, tag: &str) {
        let text = element(answer, tag).unwrap_or_else(|| panic!("no {tag}: {answer}"));
        self.kept.insert(name.to_owned(), text.to_owned());
    }

    /// What a caller has that `answer` gives credentials to.
    pub(crate) fn keep_credentials(&mut self, answer: &str, caller: &str) {
        let text = |tag| element(answer, tag).map(str::to_owned);
        let keys = Keys {
            id: text("<AccessKeyId>").unwrap_or_else(|| panic!("no credentials for {caller}: {answer}")),
            secret: text("<SecretAccessKey>").unwrap(),
            token: text("<SessionToken>"),
        };
        self.keys.insert(caller.to_owned(), keys);
    }

    /// A parameter as it is sent. Short forms: `Tags=a:1,b:2`, `TransitiveTagKeys=a,b`, `PolicyArns=arn,arn`.
    fn parameter(&self, script: &Script, name: &str, value: &str) -> Vec<(String, String)> {
        let items = || value.split(',').enumerate().map(|(at, item)| (at + 1, self.value(script, name, item)));
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
            _ => vec![(name.to_owned(), self.value(script, name, value))],
        }
    }

    /// `@document`, `#seed,-1` (MFA code), a policy in short form, or text in which `(a*64)` is repetition, `%20` a blank
    /// and `$name` a kept text.
    fn value(&self, script: &Script, name: &str, text: &str) -> String {
        if let Some(name) = text.strip_prefix('@') {
            return expand(&script.documents[name], &self.kept);
        }
        if let Some((seed, offset)) = text.strip_prefix('#').and_then(|rest| rest.split_once(',')) {
            let seed = data_encoding::BASE64.decode(self.kept[seed].as_bytes()).unwrap();
            return self.code(std::str::from_utf8(&seed).unwrap(), offset.parse().unwrap());
        }
        let is_policy = matches!(name, "Policy" | "PolicyDocument" | "AssumeRolePolicyDocument" | "Body");
        if is_policy && text.starts_with(['+', '-']) {
            return policy::document(&expand(text, &self.kept));
        }
        repeated(&expand(text, &self.kept)).replace("%20", " ")
    }
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

/// The token with one character in the middle replaced.
fn altered(token: &str) -> String {
    let middle = token.len() / 2;
    let other = if token[middle..].starts_with('A') { "B" } else { "A" };
    format!("{}{other}{}", &token[..middle], &token[middle + 1..])
}

/// The body of an answer, or what it says is wrong.
fn read(answer: &str) -> Answer {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let status: u16 = head.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {answer}")).parse().unwrap();
    if status < 300 {
        return Ok(body.to_owned());
    }
    let text = |tag| unescaped(element(body, tag).unwrap_or_default());
    Err(format!("{status} {} {}", text("<Code>"), text("<Message>")).trim_end_matches(' ').to_owned())
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
