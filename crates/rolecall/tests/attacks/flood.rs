//! Strangers that come in crowds, against the program as it is installed: a client that signs sees no error, and the
//! server's memory stays bounded.
//!
//! The whole flood takes minutes and thousands of sockets; a person runs it, on a machine that does little else:
//! `ulimit -n 20000; cargo test --release -p rolecall --test attacks -- --ignored --nocapture --test-threads 1 the_whole_flood`.

#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

use crate::raw::{FRAME_BYTES, New, Old, kind, setting, stream_from};
use http::Request;
use jiff::Timestamp;
use rolecall::gateway::sigv4::sign::{Signer, Signing};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

const KEY: &str = "AKIA6RVFFB77QUAAAAAA";
const SECRET: &str = "secret-of-333333333333";

/// The server, in a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
    world: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let world = data.path().join("world.toml");
        let account = format!(
            "[[account]]\nid = \"333333333333\"\nname = \"dev\"\n\
             root_access_key = {{ id = \"{KEY}\", secret = \"{SECRET}\" }}\n"
        );
        std::fs::write(&world, account).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path().join("data"))
            .arg("--world")
            .arg(world)
            .env("ROLECALL_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = |line: String| line.strip_prefix("rolecall is listening on http://").map(str::to_owned);
        let address = lines.map_while(Result::ok).find_map(listens).unwrap().parse().unwrap();
        Self { child, address, world: data }
    }

    fn data(&self) -> std::path::PathBuf {
        self.world.path().join("data")
    }

    /// MiB that the server has in memory, and had at most.
    fn memory(&self) -> [u64; 2] {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        ["VmRSS:", "VmHWM:"].map(|name| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request as the owner of the key sends it.
fn signed(address: SocketAddr, service: &str, method: &str, path: &str, body: &str) -> String {
    let form = if service == "s3" { "application/octet-stream" } else { "application/x-www-form-urlencoded" };
    let request = Request::builder().method(method).uri(path).header("host", address.to_string());
    let (mut parts, ()) = request.header("content-type", form).body(()).unwrap().into_parts();
    signer(service).sign(&mut parts, &Signing::Body(body.as_bytes()), Timestamp::now()).unwrap();
    let mut text = format!("{method} {path} HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in &parts.headers {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    text + "\r\n" + body
}

fn signer(service: &str) -> Signer<'_> {
    Signer { access_key_id: KEY, secret: SECRET, session_token: None, region: "us-east-1", service }
}

/// What a stranger does.
#[derive(Debug, Clone, Copy)]
enum Attack {
    /// Nothing.
    Silence,
    /// Begins large forms, which name no key.
    Forms,
    /// The same, which name a key that exists.
    ClaimedForms,
    /// Asks with long queries.
    Queries,
    /// Asks for a large object, and takes nothing of it.
    ClosedWindows,
    /// Sends a byte now and then.
    SlowBodies,
}

/// One stranger's attack, once; it ends when the server ends it.
async fn attack(attack: Attack, from: [u8; 4], address: SocketAddr, object: &str) -> Option<()> {
    let stream = stream_from(from, address).await.ok()?;
    match attack {
        Attack::Silence => drop(Old::on(stream).closed().await),
        Attack::Queries => {
            let mut client = Old::on(stream);
            let parameters: Vec<String> = (0..10_000).map(|at| format!("a{at}")).collect();
            let request = format!("GET /bucket/x?{} HTTP/1.1\r\nhost: h\r\n\r\n", parameters.join("&"));
            while client.send(&request).await && !client.answer().await.is_empty() {}
        }
        Attack::SlowBodies => {
            let mut client = Old::on(stream);
            client.send("PUT /bucket HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\n").await;
            while client.send("a").await {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        Attack::Forms | Attack::ClaimedForms => {
            let mut client = New::greet(stream, address, &[]).await?;
            let (mut parts, ()) = Request::post("/").header("host", "h").body(()).unwrap().into_parts();
            signer("sts").sign(&mut parts, &Signing::Body(b""), Timestamp::now()).unwrap();
            let mut fields = vec![("content-type", "application/x-www-form-urlencoded")];
            if matches!(attack, Attack::ClaimedForms) {
                let text = |name: &str| parts.headers[name].to_str().unwrap();
                fields.extend([("authorization", text("authorization")), ("x-amz-date", text("x-amz-date"))]);
            }
            // As much as the server takes at first.
            let streams: Vec<u32> = (0..120).map(|_| client.ask("POST", "/", &fields, false)).collect();
            for stream in &streams {
                client.data(*stream, &[b'a'; 500], false);
            }
            // And then what it takes more of.
            while let Some(frame) = client.next().await {
                if frame.kind == kind::WINDOW_UPDATE && frame.stream == 0 {
                    let bytes = u32::from_be_bytes(frame.payload.try_into().unwrap()) as usize;
                    client.data(streams[0], &vec![b'a'; bytes.min(FRAME_BYTES)], false);
                }
            }
        }
        Attack::ClosedWindows => {
            let mut client = New::greet(stream, address, &[(setting::INITIAL_WINDOW_SIZE, 0)]).await?;
            for _ in 0..100 {
                client.ask("GET", object, &[], true);
            }
            client.find_end().await;
        }
    }
    Some(())
}

/// Attacks with so many strangers for so long, from so many addresses. Meanwhile a client signs requests, on a connection
/// that it keeps and on new ones in turn. The client has a thread of its own, so that its times are the server's.
async fn flood(server: &Server, attacked: Attack, [strangers, addresses]: [u32; 2], time: Duration) {
    let address = server.address;
    let object = {
        let (mut parts, ()) = Request::get("/photos/large").body(()).unwrap().into_parts();
        parts.headers.insert("host", address.to_string().parse().unwrap());
        signer("s3").presign(&mut parts, 3600, Timestamp::now()).unwrap();
        Arc::<str>::from(parts.uri.to_string())
    };
    let until = Instant::now() + time;
    let mut attackers = tokio::task::JoinSet::new();
    for at in 0..strangers {
        let object = Arc::clone(&object);
        let from = [127, 0, 0, 2 + u8::try_from(at % addresses).unwrap()];
        attackers.spawn(async move {
            while Instant::now() < until {
                let _ = tokio::time::timeout_at(until, attack(attacked, from, address, &object)).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
    }
    let client = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(ask(attacked, address, until))
    });
    let times = tokio::task::spawn_blocking(|| client.join()).await.unwrap().expect("the client sees no error");
    attackers.shutdown().await;
    let [now, most] = server.memory();
    let part = |of: usize| times[times.len() * of / 100];
    println!(
        "{attacked:?}: {strangers} strangers, {time:?}: {} requests, p50 {:?}, p99 {:?}; {now} MiB, at most {most} MiB",
        times.len(),
        part(50),
        part(99),
    );
}

/// What the signed client asks; how long each answer took, the shortest first.
async fn ask(attacked: Attack, address: SocketAddr, until: Instant) -> Vec<Duration> {
    let mut kept = Old::connect(address).await;
    let mut times = Vec::new();
    while Instant::now() < until {
        let request = signed(address, "sts", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15");
        let begun = Instant::now();
        let answer = if times.len() % 2 == 0 {
            kept.send(&request).await;
            kept.answer().await
        } else {
            let mut new = Old::connect(address).await;
            new.send(&request).await;
            new.answer().await
        };
        times.push(begun.elapsed());
        assert!(answer.starts_with("HTTP/1.1 200 "), "{attacked:?}, request {}: {answer}", times.len());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    times.sort_unstable();
    times
}

async fn floods(numbers: &[(Attack, u32)], addresses: u32, time: Duration) -> Server {
    let server = Server::start();
    let large = "a".repeat(8_000_000);
    let mut changes = Vec::new();
    for (path, body) in [("/photos", ""), ("/photos/large", &*large)] {
        let mut client = Old::connect(server.address).await;
        client.send(&signed(server.address, "s3", "PUT", path, body)).await;
        let answer = client.answer().await;
        assert!(answer.starts_with("HTTP/1.1 200 "));
        let id = answer.lines().find_map(|line| line.strip_prefix("x-amz-request-id: ")).unwrap().to_owned();
        changes.push((path, id));
    }
    println!("before: {:?} MiB", server.memory());
    for (kind, strangers) in numbers {
        flood(&server, *kind, [*strangers, addresses], time).await;
    }
    // What was changed before is still on record.
    for (path, id) in changes {
        let why = Command::new(env!("CARGO_BIN_EXE_rolecall")).args(["why", &id, "--data"]).arg(server.data()).output();
        let why = String::from_utf8(why.unwrap().stdout).unwrap();
        assert!(why.contains("ALLOWED") && why.contains(path.trim_start_matches('/')), "{path}: {why}");
    }
    server
}

/// A few strangers of each kind, for a moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_flood() {
    let numbers = [
        (Attack::Silence, 50),
        (Attack::Forms, 20),
        (Attack::ClaimedForms, 20),
        (Attack::Queries, 2),
        (Attack::ClosedWindows, 4),
        (Attack::SlowBodies, 20),
    ];
    floods(&numbers, 10, Duration::from_millis(500)).await;
}

/// MiB that the server may have at most.
const MEMORY: u64 = 256;

/// Thousands, for half a minute each.
async fn the_whole_flood(addresses: u32) {
    let numbers = [
        (Attack::Silence, 5000),
        (Attack::Forms, 1000),
        (Attack::ClaimedForms, 1000),
        (Attack::Queries, 50),
        (Attack::ClosedWindows, 200),
        (Attack::SlowBodies, 5000),
    ];
    let server = floods(&numbers, addresses, Duration::from_secs(30)).await;
    assert!(server.memory()[1] < MEMORY, "{:?} MiB", server.memory());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes and 10,000 sockets"]
async fn the_whole_flood_from_one_address() {
    the_whole_flood(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes and 10,000 sockets"]
async fn the_whole_flood_from_ten_addresses() {
    the_whole_flood(10).await;
}
