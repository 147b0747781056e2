//! A browser of the tests: it keeps the cookie, and its pages send the token.

use super::kit::Server;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use rolecall::console::{Console, Settings};
use rolecall::gateway::identify::Endpoints;
use rolecall::gateway::limits::Limits;
use rolecall::gateway::pipeline::Gateway;
use rolecall::gateway::server::serve;
use rolecall::secrets::Secret;
use rolecall::services;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// A name that the operator of the console gave.
pub(crate) const GIVEN: &str = "console.example.com";

/// The token of the first link.
pub(crate) const FIRST_TOKEN: &str = "the-token-of-the-first-link";

/// The least time of a wrong sign-in, short enough for a test.
pub(crate) const FAILURE_TIME: Duration = Duration::from_millis(1);

/// Starts a console beside the server; where it listens.
pub(crate) async fn console(server: &Server) -> SocketAddr {
    console_with(server, Limits::default(), FAILURE_TIME).await
}

/// The same with these limits.
pub(crate) async fn console_with(server: &Server, limits: Limits, failure_time: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let bound = listener.local_addr().unwrap();
    let gateway = Arc::new(Gateway::new(Arc::clone(&server.node), Endpoints::default(), services::ALL));
    let settings = Settings {
        bound,
        tls: false,
        hosts: vec![GIVEN.to_owned()],
        endpoint: server.address,
        first_token: Some(Secret::new(FIRST_TOKEN.to_owned())),
        failure_time,
    };
    let console = Arc::new(Console::new(gateway, &settings).unwrap());
    tokio::spawn(serve(listener, console, limits, None, std::future::pending()));
    bound
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// Status and code of an error.
    pub(crate) fn code(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A browser with one cookie.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    pub(crate) address: SocketAddr,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl Browser {
    /// One that has opened the page.
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let mut browser = Self { address, cookie: String::new(), csrf: String::new() };
        browser.state().await;
        browser
    }

    /// What the server tells the page at its start.
    pub(crate) async fn state(&mut self) -> Value {
        let answer = self.get("/api/browser").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        self.csrf = answer.json()["csrf"].as_str().unwrap().to_owned();
        answer.json()
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let headers = self.own_headers();
        self.send(Method::GET, path, &as_strs(&headers), Bytes::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let mut headers = self.own_headers();
        headers.push((CONTENT_TYPE.to_string(), "application/json".to_owned()));
        self.send(Method::POST, path, &as_strs(&headers), Bytes::from(body.to_string())).await
    }

    /// An AWS call of a query service by a session.
    pub(crate) async fn query(&mut self, session: &str, service: &str, form: &str) -> Answer {
        let mut headers = self.own_headers();
        headers.push((CONTENT_TYPE.to_string(), "application/x-www-form-urlencoded".to_owned()));
        let path = format!("/api/sessions/{session}/aws/{service}/");
        self.send(Method::POST, &path, &as_strs(&headers), Bytes::from(form.to_owned())).await
    }

    /// Signs in; the session.
    pub(crate) async fn sign_in(&mut self, credentials: &Value) -> Value {
        let answer = self.post("/api/sign-in", credentials).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["session"].clone()
    }

    /// The headers that the page's requests have.
    pub(crate) fn own_headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![
            (HOST.to_string(), self.address.to_string()),
            (ORIGIN.to_string(), format!("http://{}", self.address)),
            ("x-rolecall-csrf".to_owned(), self.csrf.clone()),
        ];
        if !self.cookie.is_empty() {
            headers.push((COOKIE.to_string(), self.cookie.clone()));
        }
        headers
    }

    /// Sends what is given and nothing else. A cookie that is set is kept.
    pub(crate) async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Bytes) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value));
        let response = sender.send_request(request.body(Full::new(body)).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        if let Some(cookie) = head.headers.get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: head.status, headers: head.headers, body }
    }
}

pub(crate) fn as_strs(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (&**name, &**value)).collect()
}

/// Ana of 111111111111, who has a password.
pub(crate) fn ana() -> Value {
    json!({"account": "111111111111", "userName": "ana", "password": PASSWORD})
}

pub(crate) const PASSWORD: &str = "Correct horse 1";

/// Gives Ana a virtual MFA device of this name; its code.
pub(crate) async fn device(server: &mut Server, name: &str) -> String {
    let answer = server.call("root", &format!("CreateVirtualMFADevice VirtualMFADeviceName={name}")).await.unwrap();
    server.keep(name, &answer, "<Base32StringSeed>");
    let serial = format!("SerialNumber=arn:aws:iam::111111111111:mfa/{name}");
    let codes = format!("AuthenticationCode1=#{name},-2 AuthenticationCode2=#{name},-1");
    server.call("root", &format!("EnableMFADevice UserName=ana {serial} {codes}")).await.unwrap();
    let seed = data_encoding::BASE64.decode(server.kept[name].as_bytes()).unwrap();
    server.code(&String::from_utf8(seed).unwrap(), 0)
}

/// A server with Ana, who may do everything in 111111111111 and has a password.
pub(crate) async fn world() -> Server {
    let server = Server::new().await;
    for call in [
        "CreateUser UserName=ana",
        "AttachUserPolicy UserName=ana PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess",
        "CreateLoginProfile UserName=ana Password=Correct%20horse%201",
    ] {
        server.call("root", call).await.unwrap();
    }
    server
}
