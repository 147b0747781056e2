//! How the server ends when a part has died without which it cannot go on: in a process of its own, by its exit code and
//! what it says.
//!
//! Nothing from outside kills the thread that writes the store and leaves the process: errors of the disk and of SQLite are
//! answers of the thread, and signals end the process. So the process is this test, run again, on a store whose thread dies
//! of a word.

use super::*;
use crate::gateway::sigv4::sign::{Signer, Signing};
use crate::store::sqlite::testing::{DOOM, mortal_store};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Names the data directory to the child.
const DIRECTORY: &str = "ROLECALL_TEST_DATA";
const ACCOUNT: &str = r#"
    [[account]]
    id = "111111111111"
    name = "dev"
    root_access_key = { id = "AKIARTLVVVVVVVVVVVVV", secret = "the-secret-of-the-root-user" }
"#;
/// How long requests under way keep the child.
const DRAIN_TIME: Duration = Duration::from_secs(1);
/// Most of it is the machine's load.
const PATIENCE: Duration = Duration::from_secs(20);

/// The child: no test of its own.
#[test]
#[ignore = "the tests below run it, in a process that dies"]
fn child_that_serves_until_its_store_dies() {
    let data = PathBuf::from(std::env::var(DIRECTORY).expect("only the tests below run this"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let outcome = runtime.block_on(async {
        let store = Arc::new(mortal_store(&data));
        let config = NodeConfig { data, home_region: "us-east-1".to_owned() };
        let node = Node::on_store(config, store, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
        let node = Arc::new(node);
        World::parse(ACCOUNT)?.apply(&node).await?;
        let serve = Serve {
            provider_ca: None,
            delegation_providers: None,
            provider_at: Vec::new(),
            token_issuer: None,
            data: PathBuf::new(),
            listen: Listen::parse("127.0.0.1:0")?,
            console_listen: None,
            console_host: Vec::new(),
            world: None,
            region: "us-east-1".to_owned(),
            s3_domain: Vec::new(),
            request_rate: Vec::new(),
            quota: Vec::new(),
            trail_keep: None,
            log: None,
            connections_per_address: CONNECTIONS_PER_ADDRESS,
            admin_listen: None,
            admin_beyond_loopback: false,
            trail_delivery: 300,
            trail_digest: 3_600,
            tls_cert: None,
            tls_key: None,
        };
        let listener = serve.listen.bind()?;
        let listeners = Listeners { aws: listener, admin: None, console: None };
        serve.serve_node(node, listeners, None, Limits { drain_time: DRAIN_TIME, ..Limits::default() }).await
    });
    drop(runtime);
    let failed = crate::cli::end(outcome) != ExitCode::SUCCESS;
    std::process::exit(i32::from(failed));
}

/// A server in a process of its own.
struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "cli::serve::end::child_that_serves_until_its_store_dies"])
            .env(DIRECTORY, data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        let address = lines
            .filter_map(|line| line.split_once("rolecall is listening on http://").map(|(_, at)| at.to_owned()))
            .next()
            .expect("the child says where it listens");
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks for a CreateUser of the root user on a connection, which ends with the answer.
    fn create_user(&self, mut stream: TcpStream, name: &str) -> TcpStream {
        let body = format!("Action=CreateUser&Version=2010-05-08&UserName={name}");
        let request = http::Request::post("/").header("host", &self.address);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let mut parts = request.body(()).unwrap().into_parts().0;
        let signer = Signer {
            access_key_id: "AKIARTLVVVVVVVVVVVVV",
            secret: "the-secret-of-the-root-user",
            session_token: None,
            region: "us-east-1",
            service: "iam",
        };
        signer.sign(&mut parts, &Signing::Body(body.as_bytes()), jiff::Timestamp::now()).unwrap();
        let mut text = "POST / HTTP/1.1\r\nconnection: close\r\n".to_owned();
        for (name, value) in &parts.headers {
            text += &format!("{name}: {}\r\n", value.to_str().unwrap());
        }
        text += &format!("content-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    /// The answer to a CreateUser of the root user.
    fn created_user(&self, name: &str) -> String {
        answer(self.create_user(self.connect(), name))
    }

    /// Waits until the process has ended; what it said.
    fn ended(mut self) -> (ExitStatus, String) {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE || self.child.kill().is_err(), "the process does not end");
            std::thread::yield_now();
        }
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap(), said)
    }

    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

/// The answer on a connection, which ends with it; empty if the connection ends without one. That nothing comes is an error.
fn answer(mut stream: TcpStream) -> String {
    let mut text = String::new();
    match stream.read_to_string(&mut text) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("no answer: {error}"),
        _ => text,
    }
}

/// What the process says in the end: one sentence.
const REASON: &str = "rolecall: the server cannot continue: the thread `store` has died: out of luck\n";

/// The store's thread dies: the request that it was about and those that come with it are answered, and the process ends
/// with exit code 1 and the reason.
#[test]
fn a_dead_store_ends_the_process() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path());
    assert!(program.created_user("ana").starts_with("HTTP/1.1 200 "));
    // Connected before: from the death on nobody is let in.
    let [first, second, third] = [(); 3].map(|()| program.connect());
    let killed = program.create_user(first, DOOM);
    let others = [(second, "bob"), (third, "carol")].map(|(stream, name)| program.create_user(stream, name));
    let refused = answer(killed);
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("ServiceUnavailable"), "{refused}");
    for other in others {
        // It came before the death or after it, or when its connection was over.
        let text = answer(other);
        assert!(
            ["HTTP/1.1 200 ", "HTTP/1.1 503 "].iter().any(|begin| text.starts_with(begin)) || text.is_empty(),
            "{text}"
        );
    }
    let (status, said) = program.ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.ends_with(REASON), "{said}");
}

/// SIGTERM before, while and after a request keeps the dying process does not keep it either: it ends when the time of the
/// drain is over, with the reason.
#[test]
fn a_signal_does_not_keep_a_dying_process() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path());
    let mut slow = program.connect();
    slow.write_all(b"PUT /bucket HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\na").unwrap();
    assert!(program.created_user(DOOM).starts_with("HTTP/1.1 503 "));
    let begun = Instant::now();
    while TcpStream::connect(&program.address).is_ok() {
        assert!(begun.elapsed() < PATIENCE, "the server still takes connections");
    }
    program.terminate();
    let (status, said) = program.ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.ends_with(REASON), "{said}");
}

/// SIGTERM twice, with a request that never ends: the process ends when the time of the drain is over.
#[test]
fn a_second_signal_does_not_keep_the_process() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path());
    let mut slow = program.connect();
    slow.write_all(b"PUT /bucket HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\na").unwrap();
    assert!(program.created_user("ana").starts_with("HTTP/1.1 200 "));
    program.terminate();
    let begun = Instant::now();
    while TcpStream::connect(&program.address).is_ok() {
        assert!(begun.elapsed() < PATIENCE, "the server still takes connections");
    }
    program.terminate();
    let (status, said) = program.ended();
    assert_eq!(status.code(), Some(0), "{said}");
}
