//! rolecall under load: a fresh server, a user and a role he may assume, and requests signed beforehand.

use crate::client::{self, Connection};
use crate::{CONNECTIONS, Result};
use http::Request;
use jiff::Timestamp;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// What the server says when it listens, before the address.
const READY: &str = "rolecall is listening on http://";
const ACCOUNT: &str = "111111111111";
const ROOT: Key = Key { id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

struct Key<'a> {
    id: &'a str,
    secret: &'a str,
}

/// The running server; it and its data end when dropped.
pub(crate) struct World {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    user_key: (String, String),
    process: Child,
    _data: TempDir,
}

/// Starts the release build of this package's program and furnishes it.
pub(crate) async fn start() -> Result<World> {
    let data = tempfile::tempdir()?;
    let world = data.path().join("world.toml");
    let (id, secret) = (ROOT.id, ROOT.secret);
    std::fs::write(
        &world,
        format!(
            "[[account]]\nid = \"{ACCOUNT}\"\nname = \"bench\"\nroot_access_key = {{ id = \"{id}\", secret = \"{secret}\" }}\n"
        ),
    )?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("data"));
    command.arg("--world").arg(&world);
    // The load comes from one account, whose rate would be AWS's 600 requests a second, and from one address.
    command.args(["--request-rate", "sts=1000000", "--connections-per-address", "8192"]);
    let (process, address) = client::spawn_until(&mut command, READY).await?;
    let address = address.trim().parse()?;
    let user_key = furnish(address).await?;
    Ok(World { address, user_key, process, _data: data })
}

/// Makes the user and the role; returns the user's key.
async fn furnish(address: SocketAddr) -> Result<(String, String)> {
    let mut connection = Connection::open(address).await?;
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":"{ACCOUNT}"}}}}]}}"#
    );
    let may_assume =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
    let mut iam = async |parameters: &[(&str, &str)]| -> Result<String> {
        let request = signed(address, &ROOT, "iam", "2010-05-08", parameters)?;
        Ok(String::from_utf8(connection.exchange(&request).await?.to_vec())?)
    };
    iam(&[("Action", "CreateUser"), ("UserName", "bench")]).await?;
    iam(&[("Action", "PutUserPolicy"), ("UserName", "bench"), ("PolicyName", "own"), ("PolicyDocument", may_assume)])
        .await?;
    iam(&[("Action", "CreateRole"), ("RoleName", "bench"), ("AssumeRolePolicyDocument", &trust)]).await?;
    let key = iam(&[("Action", "CreateAccessKey"), ("UserName", "bench")]).await?;
    Ok((element(&key, "AccessKeyId")?.to_owned(), element(&key, "SecretAccessKey")?.to_owned()))
}

/// The text of the first element of that name.
fn element<'a>(xml: &'a str, name: &str) -> Result<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>")).ok_or_else(|| format!("no {name} in {xml}"))?;
    Ok(rest.split_once('<').map_or(rest, |(text, _)| text))
}

impl World {
    fn user(&self) -> Key<'_> {
        Key { id: &self.user_key.0, secret: &self.user_key.1 }
    }

    /// The secret that the calls are signed with.
    pub(crate) fn secret(&self) -> String {
        self.user_key.1.clone()
    }

    /// Signed calls of `GetCallerIdentity`. SigV4 lets a request be sent again for 15 minutes, so one is enough.
    pub(crate) fn get_caller_identity(&self) -> Result<Arc<[Vec<u8>]>> {
        let parameters = [("Action", "GetCallerIdentity")];
        Ok(Arc::new([signed(self.address, &self.user(), "sts", "2011-06-15", &parameters)?]))
    }

    /// Signed calls of `AssumeRole`, one session name for each connection.
    pub(crate) fn assume_role(&self) -> Result<Arc<[Vec<u8>]>> {
        let role = format!("arn:aws:iam::{ACCOUNT}:role/bench");
        (0..CONNECTIONS)
            .map(|number| {
                let session = format!("session{number}");
                let parameters = [("Action", "AssumeRole"), ("RoleArn", &role), ("RoleSessionName", &session)];
                signed(self.address, &self.user(), "sts", "2011-06-15", &parameters)
            })
            .collect()
    }

    /// Bytes of memory the server's process holds.
    pub(crate) fn resident_memory(&self) -> Result<u64> {
        let process = self.process.id().ok_or("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kibibytes: u64 = line.split_whitespace().next().ok_or("no value")?.parse()?;
        Ok(kibibytes * 1024)
    }
}

/// The bytes of one signed call of the query protocol.
fn signed(
    address: SocketAddr,
    key: &Key<'_>,
    service: &str,
    version: &str,
    parameters: &[(&str, &str)],
) -> Result<Vec<u8>> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("Version", version)
        .extend_pairs(parameters)
        .finish();
    let (mut parts, ()) = Request::post(format!("http://{address}/"))
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("content-length", body.len())
        .body(())?
        .into_parts();
    let signer =
        Signer { access_key_id: key.id, secret: key.secret, session_token: None, region: "us-east-1", service };
    signer.sign(&mut parts, &Signing::Body(body.as_bytes()), Timestamp::now())?;
    let mut bytes = b"POST / HTTP/1.1\r\n".to_vec();
    for (name, value) in &parts.headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body.as_bytes());
    Ok(bytes)
}
