//! Tokens of this server, verified by somebody else: with the keys that it publishes, and by the rules of its claims (R3.49,
//! R3.50, R3.53).

use crate::kit::Server;
use crate::kit::element;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::{HeaderMap, Method, Request};
use hyper_util::rt::TokioIo;
use rolecall::federation::{KeySet, Token, Verified};
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// Reads a page as anybody does.
async fn page(server: &Server, method: Method, host: &str, path: &str) -> (u16, HeaderMap, String) {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (mut client, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::builder().method(method).uri(path).header("host", host);
    let response = client.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status.as_u16(), parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

fn claims(token: &str) -> Value {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

async fn token(server: &Server, caller: &str, more: &str) -> String {
    let answer = server.call(caller, &format!("GetWebIdentityToken Audience.member.1=one {more}")).await.unwrap();
    element(&answer, "<WebIdentityToken>").unwrap().to_owned()
}

/// A role session, tagged and chained from nobody, asks for a token; a verifier that knows the issuer alone accepts it.
#[tokio::test]
async fn others_verify_tokens() {
    let mut server = Server::new().await;
    let enabled = server.call("root", "EnableOutboundWebIdentityFederation").await.unwrap();
    let issuer = element(&enabled, "<IssuerIdentifier>").unwrap().to_owned();
    let host = issuer.strip_prefix("https://").unwrap();
    server.call("root", "CreateUser UserName=ana Path=/team/ Tags=Own:x").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let trust = "+sts:AssumeRole,sts:TagSession,sts:SetSourceIdentity<arn:aws:iam::111111111111:user/team/ana>";
    let role = format!("CreateRole RoleName=dev Path=/p/ Tags=Team:role,Cost:1 AssumeRolePolicyDocument={trust}");
    server.call("root", &role).await.unwrap();
    server.call("root", "PutRolePolicy RoleName=dev PolicyName=p PolicyDocument=+sts:*").await.unwrap();
    server.call("root", "PutUserPolicy UserName=ana PolicyName=p PolicyDocument=+sts:*").await.unwrap();
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/p/dev RoleSessionName=s1 Tags=team:session SourceIdentity=ana";
    server.call_as("ana", assume, "dev").await;

    let (status, headers, document) = page(&server, Method::GET, host, "/.well-known/openid-configuration").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "application/json"));
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(
        (&document["issuer"], &document["jwks_uri"]),
        (&json!(issuer), &json!(format!("{issuer}/.well-known/jwks.json")))
    );
    let (_, _, keys) = page(&server, Method::GET, host, "/.well-known/jwks.json").await;
    let keys = KeySet::read(keys.as_bytes()).unwrap();
    for algorithm in ["RS256", "ES384"] {
        let token = token(&server, "dev", &format!("SigningAlgorithm={algorithm} Tags=Job:7")).await;
        assert_eq!(keys.verify(&Token::read(&token).unwrap()), Verified::Yes);
        let mut said = claims(&token);
        let jti = said.as_object_mut().unwrap().remove("jti").unwrap();
        assert_eq!(jti.as_str().unwrap().len(), 36);
        let now = server.now().as_second();
        assert_eq!(
            said,
            json!({
                "iss": issuer, "aud": "one", "sub": "arn:aws:iam::111111111111:role/p/dev", "iat": now, "exp": now + 300,
                "https://sts.amazonaws.com/": {
                    "aws_account": "111111111111", "source_region": "us-east-1",
                    "principal_tags": {"Cost": "1", "team": "session"}, "request_tags": {"Job": "7"},
                    "original_session_exp": "2026-11-22T11:00:00Z", "source_identity": "ana",
                },
            })
        );
    }
    let of_user = claims(&token(&server, "ana", "Audience.member.2=two SigningAlgorithm=ES384").await);
    assert_eq!(
        (&of_user["sub"], &of_user["aud"]),
        (&json!("arn:aws:iam::111111111111:user/team/ana"), &json!(["one", "two"]))
    );
    assert_eq!(of_user["https://sts.amazonaws.com/"]["principal_tags"], json!({"Own": "x"}));

    // R3.53, whoever registers what.
    let own = token(&server, "dev", "SigningAlgorithm=ES384").await;
    let bring = format!(
        "AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::111111111111:role/p/dev RoleSessionName=s1 WebIdentityToken={own}"
    );
    let refused = server.call("nobody", &bring).await.unwrap_err();
    assert_eq!(
        refused,
        format!("400 InvalidIdentityToken No OpenIDConnect provider found in your account for {issuer}")
    );
    // R3.2.
    let parameters = [("Audience.member.1", "one"), ("SigningAlgorithm", "ES384")];
    for (host, told) in [("sts.us-east-1.amazonaws.com", 200), ("sts.amazonaws.com", 400)] {
        let answer = server.on_host(host, "ana", "GetWebIdentityToken", &parameters).await;
        assert_eq!(answer.status, told, "{}", answer.body);
    }
}

/// Pages of issuers are public, of those that are enabled, to read alone; nothing else is answered on their hosts.
#[tokio::test]
async fn pages_of_issuers() {
    let server = Server::new().await;
    let enabled = server.call("root", "EnableOutboundWebIdentityFederation").await.unwrap();
    let issuer = element(&enabled, "<IssuerIdentifier>").unwrap().to_owned();
    let host = issuer.strip_prefix("https://").unwrap();
    let id = host.split('.').next().unwrap();
    let keys = "/.well-known/jwks.json";
    let below = format!("/_tokens/{id}{keys}");
    let (_, _, on_host) = page(&server, Method::GET, host, keys).await;
    assert_eq!(page(&server, Method::GET, "localhost", &below).await.2, on_host);
    assert!(!on_host.contains("\"d\""), "no private key");
    let (status, headers, head) = page(&server, Method::HEAD, host, keys).await;
    assert_eq!((status, head.len(), headers["cache-control"].to_str().unwrap()), (200, 0, "public, max-age=3600"));
    for (method, host, path, status) in [
        (Method::POST, host, keys, 405),
        (Method::PUT, host, keys, 405),
        (Method::GET, host, "/", 404),
        (Method::GET, host, "/.well-known/other", 404),
        (Method::GET, host, "/bucket/key", 404),
        (Method::GET, "00000000-0000-4000-8000-000000000000.tokens.sts.global.api.aws", keys, 404),
        (Method::GET, "localhost", "/_tokens/00000000-0000-4000-8000-000000000000/.well-known/jwks.json", 404),
        (Method::GET, "localhost", "/_tokens//.well-known/jwks.json", 404),
    ] {
        assert_eq!(page(&server, method.clone(), host, path).await.0, status, "{method} {host} {path}");
    }
    server.call("root", "DisableOutboundWebIdentityFederation").await.unwrap();
    assert_eq!(page(&server, Method::GET, host, keys).await.0, 404);
}
