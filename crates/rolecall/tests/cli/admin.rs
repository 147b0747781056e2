//! The admin listener: health, readiness and metrics, what it tells, and what it does not.

use crate::program::{Run, rolecall};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::gateway::admin::{ADMIN_CONNECTIONS, ADMIN_HEAD_BYTES, ADMIN_TIME, AdminLimits, READY_TIME, serve};
use rolecall::gateway::identify::Endpoints;
use rolecall::gateway::pipeline::Gateway;
use rolecall::node::{Node, NodeConfig};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Nothing here takes so long; it only ends a test that would hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// The status line and the body of what is answered to this request; empty if the connection is closed instead.
fn ask(address: SocketAddr, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server that has closed the connection takes nothing.
    let _ = stream.write_all(format!("{request}\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
}

fn get(address: SocketAddr, path: &str) -> (String, String) {
    ask(address, &format!("GET {path} HTTP/1.1"))
}

const OK: &str = "HTTP/1.1 200 OK";
const UNAVAILABLE: &str = "HTTP/1.1 503 Service Unavailable";

/// An admin listener before a node, in this process.
struct Admin {
    node: Arc<Node>,
    address: SocketAddr,
    data: tempfile::TempDir,
    _runtime: Runtime,
}

impl Admin {
    fn start(limits: AdminLimits) -> Self {
        let data = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
        let node = runtime.block_on(Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy))).unwrap();
        let node = Arc::new(node);
        let gateway = Gateway::new(Arc::clone(&node), Endpoints::default(), rolecall::services::ALL);
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let serving = serve(listener, Arc::new(gateway), Some("0123456789ab"), limits, std::future::pending());
        runtime.spawn(serving);
        Self { node, address, data, _runtime: runtime }
    }
}

/// A first start that cannot have its admin listener leaves no accounts whose keys were only shown for nothing.
#[test]
fn nothing_is_written_without_the_admin_listener() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (address, error) in [(&*taken, "cannot listen on"), ("0.0.0.0:0", "is not loopback")] {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let serve = ["serve", "--listen", "127.0.0.1:0", "--admin-listen", address, "--data"];
        let run = Run::of(rolecall().args(serve).arg(&data), "");
        assert!(run.status == 1 && run.err.contains(error), "{address}: {}", run.err);
        assert!(run.out.is_empty() && !data.exists(), "{address}: {}", run.out);
    }
}

/// Three paths are answered, to GET alone.
#[test]
fn nothing_else_is_answered() {
    let admin = Admin::start(AdminLimits::default());
    assert_eq!(get(admin.address, "/-/health"), (OK.to_owned(), "ok\n".to_owned()));
    assert_eq!(get(admin.address, "/-/ready"), (OK.to_owned(), "ready\n".to_owned()));
    let (status, metrics) = get(admin.address, "/-/metrics");
    assert_eq!(status, OK);
    let version = env!("CARGO_PKG_VERSION");
    assert!(metrics.contains(&format!("rolecall_build_info{{version=\"{version}\",commit=\"0123456789ab\"}} 1\n")));
    for path in ["/", "/-/", "/-/health/", "/-/Health", "/-/metrics/x", "/photos/a.bin", "/?Action=GetCallerIdentity"] {
        assert_eq!(get(admin.address, path).0, "HTTP/1.1 404 Not Found", "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (status, _) = ask(admin.address, &format!("{method} /-/metrics HTTP/1.1"));
        assert_eq!(status, "HTTP/1.1 405 Method Not Allowed", "{method}");
    }
    let long = format!("GET /-/health HTTP/1.1\r\nx: {}", "a".repeat(ADMIN_HEAD_BYTES));
    assert_eq!(ask(admin.address, &long).0, "HTTP/1.1 431 Request Header Fields Too Large");
}

/// The server is not ready without its reserve or its trail, and ready again with them; it is healthy all the same.
#[test]
fn it_is_ready_when_its_parts_answer() {
    let admin = Admin::start(AdminLimits::default());
    admin.node.reserve.give_up();
    let (status, reason) = get(admin.address, "/-/ready");
    assert_eq!((&*status, reason.contains("the disk is too full")), (UNAVAILABLE, true), "{reason}");
    assert_eq!(get(admin.address, "/-/health").0, OK);
    assert!(get(admin.address, "/-/metrics").1.contains("rolecall_reserve_given_up 1\n"));
    admin.node.reserve.refill();
    assert_eq!(get(admin.address, "/-/ready").0, OK);

    let (trail, away) = (admin.data.path().join("trail"), admin.data.path().join("away"));
    fs::rename(&trail, &away).unwrap();
    let (status, reason) = get(admin.address, "/-/ready");
    assert_eq!((&*status, reason.contains("the trail is unavailable")), (UNAVAILABLE, true), "{reason}");
    fs::rename(&away, &trail).unwrap();
    assert_eq!(get(admin.address, "/-/ready").0, OK);
}

/// The listener takes so many connections and no more; when they have gone, it answers again.
#[test]
fn connections_are_few() {
    let limits = AdminLimits { time: PATIENCE, ..AdminLimits::default() };
    let admin = Admin::start(limits);
    let _all_but_one: Vec<_> = (1..ADMIN_CONNECTIONS).map(|_| TcpStream::connect(admin.address).unwrap()).collect();
    assert_eq!(get(admin.address, "/-/health").0, OK);

    let admin = Admin::start(limits);
    let open: Vec<_> = (0..ADMIN_CONNECTIONS).map(|_| TcpStream::connect(admin.address).unwrap()).collect();
    assert_eq!(get(admin.address, "/-/health").0, "");
    drop(open);
    let began = Instant::now();
    while get(admin.address, "/-/health").0 != OK {
        assert!(began.elapsed() < PATIENCE, "no place comes free");
    }
}

/// The guide tells the limits with their values.
#[test]
fn the_guide_tells_the_limits() {
    let guide = include_str!("../../../../docs/guide/operations.md");
    let rows = [
        format!("| `ADMIN_CONNECTIONS` | {ADMIN_CONNECTIONS} | "),
        format!("| `ADMIN_HEAD_BYTES` | {} KiB | ", ADMIN_HEAD_BYTES / 1024),
        format!("| `ADMIN_TIME` | {} s | ", ADMIN_TIME.as_secs()),
        format!("| `READY_TIME` | {} s | ", READY_TIME.as_secs()),
    ];
    for row in rows {
        assert!(guide.contains(&row), "docs/guide/operations.md lacks: {row}");
    }
}

/// A client that asks nothing, or half of something, is not waited for.
#[test]
fn slow_clients_are_dropped() {
    let admin = Admin::start(AdminLimits { time: Duration::from_millis(100), ..AdminLimits::default() });
    for sent in ["", "GET /-/hea"] {
        let mut stream = TcpStream::connect(admin.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert_eq!(String::from_utf8(answer).unwrap(), "", "{sent:?}");
    }
}

/// A server, killed when the test is over.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

const DEV: (&str, &str) = ("333333333333", "DEV0000000000000");
const PROD: (&str, &str) = ("444444444444", "PROD000000000000");

/// The samples of a page by name and labels. Each line is a comment or a sample, and each name was announced.
fn samples(page: &str) -> BTreeMap<String, f64> {
    let mut announced = BTreeSet::new();
    let mut found = BTreeMap::new();
    for line in page.lines() {
        if let Some(about) = line.strip_prefix("# TYPE ") {
            assert!(announced.insert(about.split(' ').next().unwrap().to_owned()), "twice: {line}");
        } else if !line.starts_with("# HELP ") {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let name = sample.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix));
            assert!(announced.contains(name) || family.is_some_and(|name| announced.contains(name)), "{line}");
            assert!(found.insert(sample.to_owned(), value.parse().unwrap()).is_none(), "twice: {line}");
        }
    }
    found
}

/// What a running server did is counted; no account, principal, key or word of a client is told; and clients find nothing of
/// it on their own listener.
#[test]
fn a_server_tells_what_it_did() {
    let temporary = tempfile::tempdir().unwrap();
    let (world, data) = (temporary.path().join("world.toml"), temporary.path().join("data"));
    let accounts = [DEV, PROD].map(|(id, key)| {
        format!("[[account]]\nid = \"{id}\"\nname = \"a{id}\"\nroot_access_key = {{ id = \"AKIA{key}\", secret = \"s/{key}\" }}\n")
    });
    fs::write(&world, accounts.concat()).unwrap();
    let mut serve = rolecall();
    serve.args(["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--world"]).arg(&world);
    let serve = serve.arg("--data").arg(&data).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut serving = Serving(serve.unwrap());
    let mut said = BufReader::new(serving.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let admin = said.find_map(|line| {
        let address = line.strip_prefix("health, readiness and metrics are on http://")?.strip_suffix("/-/")?;
        Some(address.parse::<SocketAddr>().unwrap())
    });
    let admin = admin.unwrap();
    let endpoint = said.find_map(|line| Some(line.strip_prefix("rolecall is listening on ")?.to_owned())).unwrap();
    let clients: SocketAddr = endpoint.strip_prefix("http://").unwrap().parse().unwrap();

    let mut demo = rolecall();
    demo.args(["demo", "--endpoint", &endpoint, "--data"]).arg(&data);
    let [dev, prod] = [DEV, PROD].map(|(_, key)| format!("AKIA{key}:s/{key}"));
    let walked = Run::of(demo.env("ROLECALL_DEMO_DEV_KEY", dev).env("ROLECALL_DEMO_PROD_KEY", prod), "");
    assert_eq!(walked.status, 0, "{}{}", walked.out, walked.err);
    for path in ["/-/health", "/-/ready", "/-/metrics"] {
        let (status, body) = get(clients, path);
        assert_ne!(status, OK, "{path}: {body}");
    }
    get(clients, "/?Action=MadeUpByAClient&Version=2010-05-08");

    assert_eq!(get(admin, "/-/ready").0, OK);
    let page = get(admin, "/-/metrics").1;
    for hidden in [DEV.0, DEV.1, PROD.0, PROD.1, "AKIA", "ASIA", "arn:", "crossAccountUser", "MadeUp"] {
        assert!(!page.contains(hidden), "{hidden} in\n{page}");
    }
    let found = samples(&page);
    let requests = |service: &str, operation: &str, outcome: &str| {
        let labels = format!("service=\"{service}\",operation=\"{operation}\",outcome=\"{outcome}\"");
        found
            .get(&format!("rolecall_requests_total{{{labels}}}"))
            .copied()
            .unwrap_or_else(|| panic!("{labels} in\n{page}"))
    };
    assert!(requests("sts", "AssumeRole", "allowed") >= 1.0);
    assert!(requests("sts", "AssumeRole", "denied") >= 1.0);
    assert!(requests("s3", "ListObjectsV2", "denied") >= 1.0);
    assert!(requests("iam", "CreateUser", "allowed") >= 1.0);
    assert!(found.iter().any(|(name, count)| name.contains("operation=\"unknown\"") && *count >= 1.0), "{page}");
    let at_least_one = [
        "rolecall_answer_seconds_count",
        "rolecall_decision_seconds_count",
        "rolecall_store_commits_total",
        "rolecall_store_batch_transactions_count",
        "rolecall_store_commit_seconds_sum",
        "rolecall_trail_records_total{class=\"changes\"}",
        "rolecall_trail_records_total{class=\"signed\"}",
        "rolecall_trail_records_total{class=\"unsigned\"}",
        "rolecall_trail_bytes_total{class=\"changes\"}",
    ];
    for name in at_least_one {
        assert!(found[name] > 0.0, "{name} in\n{page}");
    }
    for name in ["rolecall_store_failures_total", "rolecall_trail_left_out_total", "rolecall_reserve_given_up"] {
        assert!(found[name] < 1.0, "{name} in\n{page}");
    }
    for client in ["stranger", "known"] {
        assert!(found.contains_key(&format!("rolecall_connections{{client=\"{client}\"}}")), "{page}");
    }
    let answered: f64 =
        found.iter().filter(|(name, _)| name.starts_with("rolecall_requests_total")).map(|(_, n)| n).sum();
    assert!((found["rolecall_answer_seconds_count"] - answered).abs() < 0.5, "{page}");
    assert!((found["rolecall_answer_seconds_bucket{le=\"+Inf\"}"] - answered).abs() < 0.5, "{page}");
}

/// An address beyond loopback has to be asked for in so many words, and nothing is there unless asked for.
#[test]
fn others_are_let_in_only_when_told_so() {
    let data = tempfile::tempdir().unwrap();
    let serve = |arguments: &[&str]| {
        let mut serve = rolecall();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("d")).args(arguments);
        Run::of(&mut serve, "")
    };
    for address in ["0.0.0.0:0", "[::]:0"] {
        let refused = serve(&["--admin-listen", address]);
        assert_eq!(refused.status, 1);
        assert!(refused.err.contains(&format!("--admin-listen {address} is not loopback")), "{}", refused.err);
        assert!(refused.err.contains("--admin-beyond-loopback"), "{}", refused.err);
        assert!(!refused.out.contains("listening"), "{}", refused.out);
    }
    assert_eq!(serve(&["--admin-beyond-loopback"]).status, 2);
}
