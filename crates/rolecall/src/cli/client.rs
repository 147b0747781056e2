//! An AWS client for the commands that call a running server: signs requests as the SDKs do.

use super::CommandError;
use crate::environment::clock::{Clock, SystemClock};
use crate::gateway::sigv4::sign::{Signer, Signing};
use crate::secrets::Secret;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::request::Builder;
use http::{HeaderMap, HeaderValue, Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::cell::Cell;
use tokio::net::TcpStream;

/// The longest answer that is read, bytes.
const MAX_ANSWER: usize = 1 << 20;
const REGION: &str = "us-east-1";

/// An access key, with the session token of a temporary one.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: Secret,
    pub(super) token: Option<String>,
}

impl Keys {
    /// From `ID:SECRET`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once(':')?;
        let whole = !id.is_empty() && !secret.is_empty();
        whole.then(|| Self { id: id.to_owned(), secret: Secret::new(secret.to_owned()), token: None })
    }

    /// Those that an answer hands out.
    pub(super) fn of(answer: &Answer, token: Option<String>) -> Result<Self, CommandError> {
        Ok(Self { id: answer.text("AccessKeyId")?, secret: Secret::new(answer.text("SecretAccessKey")?), token })
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) request_id: String,
    pub(super) body: String,
}

/// Sends to one server.
#[derive(Debug)]
pub(super) struct Client {
    /// Host and port.
    pub(super) server: String,
    /// How many requests were sent.
    pub(super) sent: Cell<u32>,
}

impl Client {
    pub(super) fn new(server: String) -> Self {
        Self { server, sent: Cell::new(0) }
    }

    /// Calls an operation of IAM or STS.
    pub(super) async fn query(
        &self,
        keys: &Keys,
        service: &'static str,
        operation: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Answer, CommandError> {
        let version = if service == "iam" { "2010-05-08" } else { "2011-06-15" };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", operation).append_pair("Version", version).extend_pairs(parameters);
        self.send(keys, service, Method::POST, "/", form.finish()).await
    }

    /// Asks S3.
    pub(super) async fn s3(&self, keys: &Keys, method: Method, target: &str) -> Result<Answer, CommandError> {
        self.send(keys, "s3", method, target, String::new()).await
    }

    async fn send(
        &self,
        keys: &Keys,
        service: &'static str,
        method: Method,
        target: &str,
        body: String,
    ) -> Result<Answer, CommandError> {
        let mut request = Request::builder().method(method).uri(target);
        if !body.is_empty() {
            let form = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
            request = request.header(CONTENT_TYPE, form);
        }
        self.signed(keys, service, request, body).await
    }

    /// Calls an operation of a JSON service.
    pub(super) async fn json(
        &self,
        keys: &Keys,
        service: &'static str,
        target: &str,
        body: String,
    ) -> Result<Answer, CommandError> {
        let request =
            Request::post("/").header("x-amz-target", target).header(CONTENT_TYPE, "application/x-amz-json-1.1");
        self.signed(keys, service, request, body).await
    }

    async fn signed(
        &self,
        keys: &Keys,
        service: &'static str,
        request: Builder,
        body: String,
    ) -> Result<Answer, CommandError> {
        let request = request.header(HOST, &self.server);
        let (mut parts, ()) = request.body(())?.into_parts();
        let signer = Signer {
            access_key_id: &keys.id,
            secret: keys.secret.expose(),
            session_token: keys.token.as_deref(),
            region: REGION,
            service,
        };
        signer.sign(&mut parts, &Signing::Body(body.as_bytes()), SystemClock.now())?;
        let answer = self.exchange(Request::from_parts(parts, Full::new(Bytes::from(body)))).await?;
        if answer.request_id.is_empty() { Err("the answer carries no request id".into()) } else { Ok(answer) }
    }

    /// Posts a form that nobody signs.
    pub(super) async fn form(&self, target: &str, parameters: &[(&str, &str)]) -> Result<Answer, CommandError> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let request = Request::post(target)
            .header(HOST, &self.server)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8");
        self.exchange(request.body(Full::new(Bytes::from(form)))?).await
    }

    /// Sends a request on a connection of its own.
    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Answer, CommandError> {
        let stream = TcpStream::connect(&self.server).await;
        let stream = TokioIo::new(stream.map_err(|error| format!("cannot connect to {}: {error}", self.server))?);
        let (mut sender, connection) = http1::handshake(stream).await?;
        let connection = tokio::spawn(connection);
        self.sent.update(|sent| sent + 1);
        let response = sender.send_request(request).await?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await?.to_bytes();
        drop(sender);
        connection.await??;
        Ok(Answer {
            status: head.status.as_u16(),
            request_id: request_id(&head.headers),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

/// Empty if the answer has none.
fn request_id(headers: &HeaderMap) -> String {
    let id = headers.get("x-amzn-requestid").or_else(|| headers.get("x-amz-request-id"));
    id.and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned()
}

impl Answer {
    /// The text of the first element of this name.
    pub(super) fn text(&self, element: &str) -> Result<String, CommandError> {
        let missing = || format!("the answer has no element {element}: {}", self.body);
        Ok(self.texts(element).into_iter().next().ok_or_else(missing)?)
    }

    /// The texts of all elements of this name, in order. Enough for answers whose elements have no attributes.
    pub(super) fn texts(&self, element: &str) -> Vec<String> {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let contents = self.body.split(&open).skip(1).filter_map(|rest| Some(rest.split_once(&close)?.0));
        contents.filter_map(|text| quick_xml::escape::unescape(text).ok()).map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_elements_are_unescaped() {
        let body = "<A><Name>a&amp;b</Name><Name>&quot;c&quot;</Name></A>".to_owned();
        let answer = Answer { status: 200, request_id: String::new(), body };
        assert_eq!(answer.texts("Name"), ["a&b", "\"c\""]);
        assert_eq!(answer.text("Name").unwrap(), "a&b");
        assert!(answer.text("Message").is_err());
    }
}
