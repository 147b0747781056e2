//! Roles for jobs of CI, from the token that a provider signs to an object in another account; and where the keys come from.

use crate::kit::Server;
use crate::kit::issuers::{key_set, signed};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rolecall::federation::fetch::Fetcher;
use rolecall::federation::{MAX_AGE, MIN_INTERVAL};
use rolecall::gateway::tls;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

const AUTHORITY: &[u8] = include_bytes!("../../fixtures/tls/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/tls/localhost.pem");
const KEY: &[u8] = include_bytes!("../../fixtures/tls/localhost.key");

/// A provider that publishes what the test says, over TLS with the certificate of `localhost`.
struct Provider {
    address: SocketAddr,
    /// What each path answers: status, a header and its value, body.
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<AtomicUsize>,
    /// Each answer takes a permit.
    gate: Arc<Semaphore>,
}

type Page = (u16, Option<(&'static str, String)>, String);

impl Provider {
    async fn start() -> Self {
        Self::with_gate(Semaphore::MAX_PERMITS).await
    }

    /// One that answers no more than so many requests before the test lets it.
    async fn with_gate(permits: usize) -> Self {
        let gate = Arc::new(Semaphore::new(permits));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let pages: Arc<Mutex<HashMap<String, Page>>> = Arc::default();
        let asked: Arc<AtomicUsize> = Arc::default();
        let mut config = (*tls::server_config(CERTIFICATE, KEY).unwrap()).clone();
        config.alpn_protocols.clear();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (serving, counted, opened) = (Arc::clone(&pages), Arc::clone(&asked), Arc::clone(&gate));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, pages, asked) = (acceptor.clone(), Arc::clone(&serving), Arc::clone(&counted));
                let gate = Arc::clone(&opened);
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let answer = service_fn(move |request: Request<hyper::body::Incoming>| {
                        asked.fetch_add(1, Ordering::SeqCst);
                        let page = pages.lock().unwrap().get(request.uri().path()).cloned();
                        let gate = Arc::clone(&gate);
                        async move {
                            gate.acquire().await.unwrap().forget();
                            let Some((status, header, body)) = page else {
                                // Nothing is ever answered there.
                                std::future::pending::<()>().await;
                                panic!("pending ended")
                            };
                            let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
                            if let Some((name, value)) = header {
                                response = response.header(name, value);
                            }
                            Ok::<_, Infallible>(response.body(Full::new(Bytes::from(body))).unwrap())
                        }
                    });
                    let connection = hyper::server::conn::http1::Builder::new();
                    let _ = connection.serve_connection(TokioIo::new(stream), answer).await;
                });
            }
        });
        Self { address, pages, asked, gate }
    }

    fn page(&self, path: &str, status: u16, body: impl Into<String>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, None, body.into()));
    }

    /// Publishes a discovery document and keys with this id.
    fn publish(&self, key_id: &str) {
        let document = json!({"issuer": "https://localhost", "jwks_uri": "https://localhost/keys"});
        self.page("/.well-known/openid-configuration", 200, document.to_string());
        self.page("/keys", 200, key_set(key_id));
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn fetcher(&self) -> Fetcher {
        let fetcher = Fetcher::trusting(AUTHORITY).unwrap().within(TIME);
        fetcher.asking([("localhost".to_owned(), self.address)])
    }
}

/// How long the server waits for a document: long on a slow machine, short enough for the one that never comes.
const TIME: Duration = Duration::from_secs(2);

const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference \
    AssumeRoleWithWebIdentity documentation for requirements";

/// A server with the provider `localhost`, whose keys it must fetch, and a role that trusts it.
async fn fetching(provider: &Provider) -> Server {
    registered(provider.fetcher()).await
}

async fn registered(fetcher: Fetcher) -> Server {
    let server = Server::with_fetcher(fetcher).await;
    let made = "CreateOpenIDConnectProvider Url=https://localhost ClientIDList.member.1=sts.amazonaws.com";
    server.call("root", made).await.unwrap();
    let trust = "+sts:AssumeRoleWithWebIdentity<^arn:aws:iam::111111111111:oidc-provider/localhost>";
    server.call("root", &format!("CreateRole RoleName=deploy AssumeRolePolicyDocument={trust}")).await.unwrap();
    server
}

async fn assume(server: &Server, key_id: &str) -> Result<String, String> {
    let call = format!(
        "AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::111111111111:role/deploy RoleSessionName=job \
         WebIdentityToken=^https://localhost{{\"kid\":\"{key_id}\"}}"
    );
    server.call("nobody", &call).await
}

fn unreachable() -> String {
    format!("400 IDPCommunicationError {NO_KEY}")
}

fn no_such_key() -> String {
    format!("400 InvalidIdentityToken {NO_KEY}")
}

/// A job of each of three systems, with the claims and the header that it signs.
fn jobs(now: i64) -> [(&'static str, &'static str, Value, Value); 3] {
    let times = |mut claims: Value| {
        claims["iat"] = json!(now);
        claims["nbf"] = json!(now - 5);
        claims["exp"] = json!(now + 300);
        claims
    };
    [
        (
            "https://token.actions.githubusercontent.com",
            r#"{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme/app:ref:refs/heads/main","token.actions.githubusercontent.com:repository_id":"74"}}"#,
            json!({"typ": "JWT", "alg": "RS256", "x5t": "ykNaY4qM_ta4k2TgZOCEYLkcYlA", "kid": "story-key"}),
            times(json!({
                "jti": "7d5b7a1c", "sub": "repo:acme/app:ref:refs/heads/main", "aud": "sts.amazonaws.com",
                "ref": "refs/heads/main", "sha": "f00d", "repository": "acme/app", "repository_owner": "acme",
                "repository_owner_id": "65", "run_id": "29", "run_number": "10", "run_attempt": "2",
                "repository_visibility": "private", "repository_id": "74", "actor_id": "12", "actor": "ana",
                "workflow": "deploy", "head_ref": "", "base_ref": "", "event_name": "push", "ref_protected": "true",
                "ref_type": "branch", "job_workflow_ref": "acme/app/.github/workflows/deploy.yml@refs/heads/main",
                "runner_environment": "github-hosted", "iss": "https://token.actions.githubusercontent.com",
            })),
        ),
        (
            "https://gitlab.com",
            r#"{"StringEquals":{"gitlab.com:aud":"sts.amazonaws.com"},"StringLike":{"gitlab.com:sub":"project_path:acme/*:ref_type:branch:ref:main"}}"#,
            json!({"kid": "story-key", "typ": "JWT", "alg": "RS256"}),
            times(json!({
                "namespace_id": "72", "namespace_path": "acme", "project_id": "20", "project_path": "acme/app",
                "user_id": "1", "user_login": "ana", "user_email": "ana@example.com", "pipeline_id": "574",
                "pipeline_source": "push", "job_id": "302", "ref": "main", "ref_type": "branch", "ref_protected": "true",
                "runner_id": 1, "runner_environment": "gitlab-hosted", "sha": "f00d", "jti": "235b3a54",
                "iss": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main",
                "aud": "sts.amazonaws.com",
            })),
        ),
        (
            "https://jenkins.example.com/oidc",
            r#"{"StringEquals":{"jenkins.example.com/oidc:aud":"sts.amazonaws.com","jenkins.example.com/oidc:sub":"https://jenkins.example.com/job/deploy/"}}"#,
            json!({"kid": "story-key", "alg": "RS256"}),
            times(json!({
                "build_number": 8, "iss": "https://jenkins.example.com/oidc", "aud": "sts.amazonaws.com",
                "sub": "https://jenkins.example.com/job/deploy/",
            })),
        ),
    ]
}

/// A job of GitHub Actions, GitLab CI and Jenkins gets a role session, and writes to a bucket of another account. A job of the
/// same provider that is not named gets nothing.
#[tokio::test]
async fn jobs_of_ci_reach_another_account() {
    let mut server = Server::new().await;
    server.call("prod", "PUT /releases").await.unwrap();
    let policy = "+s3:PutObject<arn:aws:iam::111111111111:role/job-0,arn:aws:iam::111111111111:role/job-1,\
        arn:aws:iam::111111111111:role/job-2>@arn:aws:s3:::releases/*";
    for (at, (url, condition, header, claims)) in jobs(server.now().as_second()).into_iter().enumerate() {
        server.make_issuer(&format!("ci 111111111111 {url} sts.amazonaws.com")).await;
        let provider = format!("arn:aws:iam::111111111111:oidc-provider/{}", &url[8..]);
        let trust = format!("+sts:AssumeRoleWithWebIdentity<^{provider}>{condition}");
        server.call("root", &format!("CreateRole RoleName=job-{at} AssumeRolePolicyDocument={trust}")).await.unwrap();
        let allow = format!("PutRolePolicy RoleName=job-{at} PolicyName=p PolicyDocument=+s3:PutObject");
        server.call("root", &allow).await.unwrap();
        let role = format!("arn:aws:iam::111111111111:role/job-{at}");
        let ask = |claims: &Value| {
            let token = signed(&header, claims);
            [("RoleArn", role.clone()), ("RoleSessionName", "build".to_owned()), ("WebIdentityToken", token)]
        };
        let given = server.ask("nobody", "AssumeRoleWithWebIdentity", &ask(&claims)).await.unwrap();
        assert!(given.contains(&format!("<Provider>{provider}</Provider>")), "{given}");
        server.keep_credentials(&given, &format!("job-{at}"));
        let mut other = claims.clone();
        other["sub"] = json!(claims["sub"].as_str().unwrap().replace("acme", "evil").replace("deploy", "evil"));
        let denied = server.ask("nobody", "AssumeRoleWithWebIdentity", &ask(&other)).await.unwrap_err();
        assert_eq!(denied, "403 AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity");
        // One letter of the signature.
        let [role, name, (_, token)] = ask(&claims);
        let last = if token.ends_with('A') { "B" } else { "A" };
        let forged = format!("{}{last}AAA", &token[..token.len() - 4]);
        let forged = [role, name, ("WebIdentityToken", forged)];
        let refused = server.ask("nobody", "AssumeRoleWithWebIdentity", &forged).await;
        assert_eq!(refused.unwrap_err(), "400 InvalidIdentityToken Provided token's signature is invalid");
    }
    server.call("prod", &format!("PUT /releases?policy Body={policy}")).await.unwrap();
    for at in 0..3 {
        server.call(&format!("job-{at}"), &format!("PUT /releases/{at} Body=built")).await.unwrap();
    }
}

/// R3.30: keys are fetched once, and again when a token names one that is not among them, but not at each such token.
#[tokio::test]
async fn keys_are_fetched_and_kept() {
    let provider = Provider::start().await;
    provider.publish("one");
    let server = fetching(&provider).await;
    for _ in 0..3 {
        assume(&server, "one").await.unwrap();
    }
    assert_eq!(provider.asked(), 2, "the document and the keys");
    provider.publish("two");
    assert_eq!(assume(&server, "two").await.unwrap_err(), no_such_key());
    assert_eq!(provider.asked(), 2, "it was asked a moment ago");
    server.wait(MIN_INTERVAL.as_secs()).await;
    assume(&server, "two").await.unwrap();
    assert_eq!(assume(&server, "one").await.unwrap_err(), no_such_key(), "it is withdrawn");
    assert_eq!(provider.asked(), 4);
    // A key that is withdrawn is taken for as long as keys hold, and no longer.
    provider.publish("three");
    server.wait(MAX_AGE.as_secs() - 1).await;
    assume(&server, "two").await.unwrap();
    server.wait(1).await;
    assert_eq!(assume(&server, "two").await.unwrap_err(), no_such_key());
    assume(&server, "three").await.unwrap();
}

/// A provider that fails is not asked again at once; what held before holds on; many at once ask once.
#[tokio::test]
async fn failures_are_remembered() {
    let provider = Provider::start().await;
    let server = fetching(&provider).await;
    provider.page("/.well-known/openid-configuration", 503, "");
    let all = futures_util::future::join_all((0..8).map(|_| assume(&server, "one"))).await;
    assert!(all.iter().all(|one| one.as_ref() == Err(&unreachable())), "{all:?}");
    assert_eq!(provider.asked(), 1);
    provider.publish("one");
    assert_eq!(assume(&server, "one").await.unwrap_err(), unreachable());
    server.wait(MIN_INTERVAL.as_secs()).await;
    assume(&server, "one").await.unwrap();
    provider.page("/.well-known/openid-configuration", 503, "");
    server.wait(MIN_INTERVAL.as_secs()).await;
    assert_eq!(assume(&server, "two").await.unwrap_err(), no_such_key());
    assume(&server, "one").await.unwrap();
    server.wait(MAX_AGE.as_secs()).await;
    assert_eq!(assume(&server, "one").await.unwrap_err(), unreachable(), "what is too old is not taken");
}

/// What a provider publishes must be in form, in time, in bounds and where it is asked: redirects are not followed.
#[tokio::test]
async fn what_cannot_be_used() {
    let document = |issuer: &str, keys: &str| json!({"issuer": issuer, "jwks_uri": keys}).to_string();
    let (own, keys) = ("https://localhost", "https://localhost/keys");
    let too_long = format!("{}{}", key_set("one"), " ".repeat(rolecall::federation::fetch::BYTES));
    let cases: [(u16, String, u16, String); 10] = [
        (301, String::new(), 200, key_set("one")),
        (200, document("https://evil.example.com", keys), 200, key_set("one")),
        (200, document(own, "https://nowhere.invalid/keys"), 200, key_set("one")),
        (200, document(own, "http://localhost/keys"), 200, key_set("one")),
        (200, "not JSON".to_owned(), 200, key_set("one")),
        (200, document(own, keys), 404, key_set("one")),
        (200, document(own, keys), 200, "{}".to_owned()),
        (200, document(own, keys), 200, too_long),
        (200, document(own, "https://localhost/silence"), 200, key_set("one")),
        (204, String::new(), 200, key_set("one")),
    ];
    for (status, document, keys_status, keys) in cases {
        let provider = Provider::start().await;
        let moved = (status == 301).then(|| ("location", "https://localhost/elsewhere".to_owned()));
        let path = "/.well-known/openid-configuration".to_owned();
        provider.pages.lock().unwrap().insert(path, (status, moved, document.clone()));
        provider.page("/elsewhere", 200, json!({"issuer": own, "jwks_uri": "https://localhost/keys"}).to_string());
        provider.page("/keys", keys_status, keys);
        let server = fetching(&provider).await;
        assert_eq!(assume(&server, "one").await.unwrap_err(), unreachable(), "{status} {document} {keys_status}");
    }
    // A certificate that nobody trusted signed, and an address that must not be asked.
    let provider = Provider::start().await;
    provider.publish("one");
    for fetcher in [Fetcher::default().asking([("localhost".to_owned(), provider.address)]), Fetcher::default()] {
        let server = Server::with_fetcher(fetcher).await;
        server
            .call("root", "CreateOpenIDConnectProvider Url=https://localhost ClientIDList.member.1=sts.amazonaws.com")
            .await
            .unwrap();
        assert_eq!(assume(&server, "one").await.unwrap_err(), unreachable());
    }
    assert_eq!(provider.asked(), 0);
}

/// R3.30: keys on another host than the provider's, as Google's, Microsoft's and those behind a content network are. The
/// operator gave its address; without one, an address of this machine is not asked there either.
#[tokio::test]
async fn keys_on_another_host() {
    let provider = Provider::start().await;
    let document = json!({"issuer": "https://localhost", "jwks_uri": "https://keys.example.com/keys"});
    provider.page("/.well-known/openid-configuration", 200, document.to_string());
    provider.page("/keys", 200, key_set("one"));
    let fetcher = provider.fetcher().asking([("keys.example.com".to_owned(), provider.address)]);
    let server = registered(fetcher).await;
    assume(&server, "one").await.unwrap();
    assert_eq!(provider.asked(), 2);

    let document = json!({"issuer": "https://localhost", "jwks_uri": "https://foreign.localhost/keys"});
    provider.page("/.well-known/openid-configuration", 200, document.to_string());
    let server = registered(provider.fetcher()).await;
    assert_eq!(assume(&server, "one").await.unwrap_err(), unreachable());
    assert_eq!(provider.asked(), 3, "the document alone");
}

/// What the account trusts is looked at again after the keys were fetched: a provider that was deleted, was made anew or lost
/// the audience meanwhile lets nobody in.
#[tokio::test]
async fn a_provider_that_goes_meanwhile() {
    let arn = "OpenIDConnectProviderArn=arn:aws:iam::111111111111:oidc-provider/localhost";
    let delete = format!("DeleteOpenIDConnectProvider {arn}");
    let remove = format!("RemoveClientIDFromOpenIDConnectProvider {arn} ClientID=sts.amazonaws.com");
    let make = "CreateOpenIDConnectProvider Url=https://localhost ClientIDList.member.1=sts.amazonaws.com";
    for changes in [&[&*delete][..], &[&*remove], &[&*delete, make]] {
        let provider = Provider::with_gate(0).await;
        provider.publish("one");
        let server = fetching(&provider).await;
        let meanwhile = async {
            while provider.asked() == 0 {
                tokio::task::yield_now().await;
            }
            // Whoever made it anew did so later.
            server.wait(1).await;
            for change in changes {
                server.call("root", change).await.unwrap();
            }
            provider.gate.add_permits(10);
        };
        let (assumed, ()) = tokio::join!(assume(&server, "one"), meanwhile);
        let none = "No OpenIDConnect provider found in your account for https://localhost";
        assert_eq!(assumed.unwrap_err(), format!("400 InvalidIdentityToken {none}"), "{changes:?}");
    }
}

/// Tokens that cannot be taken whatever keys there are ask nobody for keys.
#[tokio::test]
async fn strangers_make_no_requests() {
    let provider = Provider::start().await;
    provider.publish("one");
    let server = fetching(&provider).await;
    let role = "arn:aws:iam::111111111111:role/deploy";
    for claims in
        [r#"{"kid":"one","aud":"other"}"#, r#"{"kid":"one","exp":-1}"#, r#"{"kid":"one","iss":"https://a.com"}"#]
    {
        let call = format!(
            "AssumeRoleWithWebIdentity RoleArn={role} RoleSessionName=job WebIdentityToken=^https://localhost{claims}"
        );
        assert!(server.call("nobody", &call).await.is_err(), "{claims}");
    }
    assert_eq!(provider.asked(), 0);
}

/// The trail says who came: the provider and the subject of its token once it was verified, nobody before.
#[tokio::test]
async fn the_trail_names_the_holder() {
    let mut server = Server::new().await;
    server.make_issuer("ci 111111111111 https://ci.example.com sts.amazonaws.com").await;
    let role = "arn:aws:iam::111111111111:role/none";
    let call =
        |token: &str| format!("AssumeRoleWithWebIdentity RoleArn={role} RoleSessionName=job WebIdentityToken={token}");
    let denied = server.answer("nobody", &call(r#"^ci{"sub":"job-1"}"#)).await;
    let record = server.recorded(&denied);
    let caller = record.caller.unwrap();
    let provider = "arn:aws:iam::111111111111:oidc-provider/ci.example.com";
    assert_eq!((&*caller.kind, &*caller.arn), ("WebIdentityUser", provider));
    assert_eq!(caller.principal_id, format!("{provider}:sts.amazonaws.com:job-1"));
    assert_eq!(record.accounts, ["111111111111"]);
    assert_eq!(record.decisions.len(), 1);
    let refused = server.answer("nobody", &call(r#"^ci{"kid":"unknown"}"#)).await;
    let record = server.recorded(&refused);
    assert_eq!(record.caller.unwrap().kind, "Anonymous");
    let reason = record.error.unwrap().reason.unwrap();
    assert_eq!(reason, "the provider has no key with the `kid` of the token for its algorithm");
}
