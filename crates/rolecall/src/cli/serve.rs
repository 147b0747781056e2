//! `rolecall serve`: the server.

use super::listen::{Listen, reached_at};
use super::{CommandError, version};
use crate::api::ids;
use crate::console::{Console, FAILURE_TIME, Settings};
use crate::delivery::{self, DIGEST_INTERVAL, Intervals, LOG_INTERVAL};
use crate::directory::entities::{AccessKey, Account, LoginProfile};
use crate::directory::quota::Quota;
use crate::domain::account_creation;
use crate::environment::clock::{Clock, SystemClock};
use crate::environment::clock_watch;
use crate::environment::entropy::{Entropy, SystemEntropy};
use crate::environment::input;
use crate::environment::open_files;
use crate::environment::reserve::LOOK_INTERVAL;
use crate::federation::fetch::Fetcher;
use crate::federation::issuer::OwnIssuers;
use crate::gateway::admin::{self, AdminLimits};
use crate::gateway::identify::Endpoints;
use crate::gateway::limits::{CONNECTIONS, CONNECTIONS_PER_ADDRESS, Limits, OPEN_FILES};
use crate::gateway::pipeline::Gateway;
use crate::gateway::rates::{self, Rate};
use crate::gateway::server::{self, Cores};
use crate::gateway::tls;
use crate::node::delegation_providers::DelegationProviders;
use crate::node::{Node, NodeConfig};
use crate::secrets::Secret;
use crate::services;
use crate::session::REFRESH_INTERVAL;
use crate::trail::Keep;
use crate::world::{self, New, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use rolecall_analysis::lint::nearest;
use rolecall_catalog::regions;
use rolecall_catalog::regions::is_region;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

/// Run the server.
///
/// The server keeps everything in one directory: accounts, policies, objects, the audit trail, and the master key that
/// encrypts the secrets. The first start creates the directory. Without a world file it also creates one account and prints
/// its root access key, once.
///
/// On SIGINT or SIGTERM the server stops after it has answered the requests in progress.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall serve --data ./data
    rolecall serve --data /var/lib/rolecall --listen 0.0.0.0:443 \\
        --tls-cert server.pem --tls-key server.key
    rolecall serve --data ./data --world world.toml

THE WORLD FILE declares accounts with their users, groups, roles, policies and buckets.
Starting twice with the same file changes nothing. See docs/guide/world.md.
    [[account]]
    id = \"111111111111\"
    name = \"dev\"
    root_access_key = { id = \"AKIA................\", secret = \"...\" }   # optional

ENVIRONMENT:
    ROLECALL_MASTER_KEY   the master key (base64 of 32 bytes) instead of the file master.key
    ROLECALL_LOG          what to log to standard error: error, warn, info, debug
                          (default: warnings, and a line for each failed request;
                          --log access adds a line for every request, whatever this says)")]
pub(super) struct Serve {
    /// Directory for everything that the server keeps; created if it does not exist
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// Address and port to listen on, or one of the two; a port alone means 127.0.0.1, and port 0 a free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4600", value_parser = Listen::parse)]
    listen: Listen,

    /// Address and port of the console in the browser, such as 127.0.0.1:4601; a port alone means 127.0.0.1. Off by default
    #[arg(long, value_name = "ADDRESS", value_parser = Listen::parse_console)]
    console_listen: Option<Listen>,

    /// Host name, without a port, under which browsers reach the console, beside localhost and the address that it listens
    /// on. Can be repeated
    #[arg(long, value_name = "NAME", requires = "console_listen", value_parser = console_host)]
    console_host: Vec<String>,

    /// World file, which declares accounts and their contents
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,

    /// Region of the server, for what clients create through a global endpoint
    #[arg(long, value_name = "REGION", default_value = "us-east-1", value_parser = region)]
    region: String,

    /// Domain whose subdomains are buckets and nothing else: with s3.example.com, photos.s3.example.com is the bucket
    /// photos. Can be repeated
    #[arg(long, value_name = "DOMAIN")]
    s3_domain: Vec<String>,

    /// Requests per second that each account may send to a service; sts=600 and iam=600 by default. Can be repeated
    #[arg(long, value_name = "SERVICE=N", value_parser = rate)]
    request_rate: Vec<Rate>,

    /// Set a quota that differs from AWS's, such as RolesPerAccount=5000. A lower quota deletes nothing. Can be repeated
    #[arg(long, value_name = "NAME=N", value_parser = quota::quota)]
    quota: Vec<Quota>,

    /// How long the trail is kept, and how large it may become: an age in days, a size, or both, such as 90d,20GB. Records may
    /// stay a day longer. By default 6.5 GiB, of any age
    #[arg(long, value_name = "AGE,SIZE")]
    trail_keep: Option<Keep>,

    /// Maximum number of open connections from one address. Behind a proxy, all clients have the proxy's address: use
    /// 4096, the maximum of the server
    #[arg(long, value_name = "N", default_value_t = CONNECTIONS_PER_ADDRESS, value_parser = per_address)]
    connections_per_address: usize,

    /// Address and port for /-/health, /-/ready and /-/metrics over plain HTTP, such as 127.0.0.1:4609; off by default
    #[arg(long, value_name = "ADDRESS", value_parser = admin_address)]
    admin_listen: Option<SocketAddr>,

    /// Allow an address beyond loopback for --admin-listen. Anyone who can reach it can read how the server is used,
    /// unencrypted
    #[arg(long, requires = "admin_listen")]
    admin_beyond_loopback: bool,

    /// What to log to standard error in addition to ROLECALL_LOG: `access` logs a line for each request with time, id,
    /// caller, action, status and milliseconds
    #[arg(long, value_name = "WHAT", value_enum)]
    log: Option<LogOf>,

    /// Certificate authorities in PEM to trust, in addition to the machine's, when fetching the keys of identity providers
    #[arg(long, value_name = "FILE")]
    provider_ca: Option<PathBuf>,

    /// Where to fetch the keys of an identity provider's host, whatever its name resolves to. Can be repeated
    #[arg(long, value_name = "HOST=ADDRESS:PORT", value_parser = provider_at)]
    provider_at: Vec<(String, SocketAddr)>,

    /// URL at which others reach this server, https://HOST or https://HOST:PORT. The tokens that the server issues name it
    /// as their issuer, and those who verify them read the keys there
    #[arg(long, value_name = "URL", value_parser = OwnIssuers::at)]
    token_issuer: Option<OwnIssuers>,

    /// How often CloudTrail delivers log files to the buckets of trails, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = LOG_INTERVAL.as_secs(), value_parser = seconds)]
    trail_delivery: i64,

    /// How often CloudTrail delivers digests of log files, in seconds; of an hour, digests are delivered on the hour
    #[arg(long, value_name = "SECONDS", default_value_t = DIGEST_INTERVAL.as_secs(), value_parser = seconds)]
    trail_digest: i64,

    /// File that declares the product providers who may make delegation requests; nobody may by default
    #[arg(long, value_name = "FILE")]
    delegation_providers: Option<PathBuf>,

    /// Certificate chain in PEM; serves https
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// Private key of the certificate in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

/// Which clients know `AWS_ENDPOINT_URL`: "Service-specific endpoints" of the AWS SDKs and Tools Reference Guide.
const ENDPOINT_IS_KNOWN_SINCE: &str =
    "AWS CLI 2.13 or 1.29, boto3 1.28, or later; older versions ignore AWS_ENDPOINT_URL and talk to the real AWS";

/// The largest file with certificates or a key that is read, bytes: room for hundreds of certificates.
const MAX_PEM_FILE: u64 = 1 << 20;

/// What may be logged besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogOf {
    /// A line for each request
    Access,
}

/// A Region that there is: what is created in another one would be out of reach for every client.
fn region(name: &str) -> Result<String, String> {
    if is_region(name) {
        return Ok(name.to_owned());
    }
    let known = regions().filter(|region| is_region(region));
    let near = nearest(name, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(format!("AWS has no Region of this name{near}"))
}

impl Serve {
    /// Whether the log has a line for each request.
    pub(super) fn logs_access(&self) -> bool {
        self.log == Some(LogOf::Access)
    }

    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(self.serve())
    }

    async fn serve(self) -> Result<ExitCode, CommandError> {
        let world = match &self.world {
            Some(path) => Some((path, World::read(path)?)),
            None => None,
        };
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => {
                let pem = |path| input::file(path, MAX_PEM_FILE).map(|file| file.text);
                Some(tls::server_config(pem(certificate)?.as_bytes(), pem(key)?.as_bytes())?)
            }
            _ => None,
        };
        let providers = match &self.delegation_providers {
            Some(file) => DelegationProviders::read(file)?,
            None => DelegationProviders::default(),
        };
        let fetcher = match &self.provider_ca {
            Some(file) => Fetcher::trusting(&std::fs::read(file)?)?,
            None => Fetcher::default(),
        };
        let fetcher = fetcher.asking(self.provider_at.clone());
        // Before anything is written or shown: a server that cannot listen leaves no accounts whose keys nobody has.
        let bound = self.listen.bind();
        let listener = bound.map_err(|error| format!("cannot listen on {}: {error}", self.listen))?;
        let admin_listener = self.admin_listener()?;
        let address = listener.local_addr()?;
        if tls.is_none() && !address.ip().is_loopback() {
            tracing::warn!(
                %address,
                "listening beyond loopback without TLS: others on the network can read requests and answers, \
                 including new secret keys; set --tls-cert and --tls-key"
            );
        }
        let console = self.console_listener(tls.is_some())?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let endpoint = format!("{scheme}://{}", reached_at(address));
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let config = NodeConfig { data: self.data.clone(), home_region: self.region.clone() };
        let node = Arc::new(
            Node::open(config, clock, entropy)
                .await?
                .fetching(fetcher)
                .onboarding(providers)
                .issuing(self.token_issuer.clone().unwrap_or_default()),
        );
        node.directory.set_quotas(self.quota.iter().copied().collect());
        if let Some(keep) = self.trail_keep {
            node.trail.keep(keep);
        }
        let show = |new: &New| tell(new, &endpoint);
        match world {
            Some((path, world)) => world.apply_telling(&node, show).await.map_err(|error| error.in_file(path))?,
            None if node.directory.snapshot().all::<Account>().next().is_none() => {
                world::first_account(&node, show).await?;
            }
            None => {}
        }
        if !address.ip().is_loopback() {
            warn_of_known_keys(&node);
        }
        let listeners = Listeners { aws: listener, admin: admin_listener, console };
        self.serve_node(node, listeners, tls, Limits::default()).await
    }

    /// Serves until the process is asked to stop, or a part of the node fails without which it cannot go on.
    async fn serve_node(
        self,
        node: Arc<Node>,
        listeners: Listeners,
        tls: Option<Arc<rustls::ServerConfig>>,
        limits: Limits,
    ) -> Result<ExitCode, CommandError> {
        let Listeners { aws: listener, admin: admin_listener, console } = listeners;
        let files = open_files::raise(OPEN_FILES);
        if files < OPEN_FILES / 2 {
            tracing::warn!(
                allowed = files,
                needed = OPEN_FILES,
                "the system allows few open files, so the server may refuse connections before its own limits do: raise the \
                 hard limit (`ulimit -Hn`, or LimitNOFILE of systemd)"
            );
        }
        let scheme = if tls.is_some() { "https" } else { "http" };
        let address = listener.local_addr()?;
        // Before anybody is told that the server listens: from then on it may be asked to stop.
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        if let Some(listener) = &admin_listener {
            tell_admin(listener.local_addr()?)?;
        }
        let mut first_token = None;
        if let Some(listener) = &console {
            let address = format!("{scheme}://{}", reached_at(listener.local_addr()?));
            tell_console(&address)?;
            if node.directory.snapshot().all::<LoginProfile>().next().is_none() {
                let token = ids::new_secret(&*node.entropy).map_err(|error| error.to_string())?;
                let token = Secret::new(URL_SAFE_NO_PAD.encode(token.as_bytes()));
                tell_first_start(&address, &token)?;
                first_token = Some(token);
            }
        }
        tell_ready(&format!("{scheme}://{address}"))?;

        tokio::spawn(refresh_ring(Arc::clone(&node)));
        tokio::spawn(keep_reserve(Arc::clone(&node)));
        tokio::spawn(account_creation::serve(Arc::downgrade(&node)));
        let seconds = SignedDuration::from_secs;
        let intervals = Intervals { logs: seconds(self.trail_delivery), digests: seconds(self.trail_digest) };
        tokio::spawn(delivery::serve(Arc::downgrade(&node), intervals));
        tokio::spawn(clock_watch::watch(Arc::clone(&node.clock)));
        let s3_domains = self.s3_domain.iter().map(|domain| domain.to_lowercase()).collect();
        let endpoints = Endpoints { s3_domains, ..Endpoints::default() };
        let gateway = Arc::new(Gateway::new(Arc::clone(&node), endpoints, services::ALL).with_rates(self.request_rate));
        let (tell_failure, mut failure) = oneshot::channel();
        let vital = Arc::clone(&node);
        let stop = async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                // Whoever hears of it waits for this function to end.
                reason = vital.failed() => drop(tell_failure.send(reason)),
            }
        };
        let (stop_admin, stopped) = oneshot::channel::<()>();
        let admin = admin_listener.map(|listener| {
            let stopped = async { drop(stopped.await) };
            let gateway = Arc::clone(&gateway);
            tokio::spawn(admin::serve(listener, gateway, version::COMMIT, AdminLimits::default(), stopped))
        });
        let limits = Limits { connections_per_address: self.connections_per_address, ..limits };
        let (stop_console, console_stops) = oneshot::channel::<()>();
        let console = match console {
            Some(listener) => {
                let settings = Settings {
                    bound: listener.local_addr()?,
                    tls: tls.is_some(),
                    hosts: self.console_host.clone(),
                    endpoint: address,
                    first_token,
                    failure_time: FAILURE_TIME,
                };
                let console = Console::new(Arc::clone(&gateway), &settings).map_err(|error| error.to_string())?;
                let stops = async { drop(console_stops.await) };
                Some(tokio::spawn(server::serve(listener, Arc::new(console), limits, tls.clone(), stops)))
            }
            None => None,
        };
        let stop = async {
            stop.await;
            drop(stop_console);
        };
        let cores = Cores::all()?;
        server::serve_on(&cores, listener, gateway, limits, tls, stop).await;
        if let Some(console) = console {
            drop(console.await);
        }
        // It is alive while it finishes its requests.
        drop(stop_admin);
        if let Some(admin) = admin {
            drop(admin.await);
        }
        node.close().await;
        match failure.try_recv() {
            Ok(reason) => Err(format!("the server cannot continue: {reason}").into()),
            Err(_) => Ok(ExitCode::SUCCESS),
        }
    }
}

/// Where the server takes connections.
struct Listeners {
    aws: TcpListener,
    admin: Option<TcpListener>,
    console: Option<TcpListener>,
}

impl Serve {
    /// The console's listener, if one is asked for.
    fn console_listener(&self, encrypted: bool) -> Result<Option<TcpListener>, CommandError> {
        let Some(listen) = &self.console_listen else { return Ok(None) };
        let listener = listen.bind().map_err(|error| format!("cannot listen on {listen}: {error}"))?;
        let address = listener.local_addr()?;
        if !encrypted && !address.ip().is_loopback() {
            tracing::warn!(
                %address,
                "the console listens beyond loopback without TLS: others on the network can read passwords; set \
                 --tls-cert and --tls-key"
            );
        }
        Ok(Some(listener))
    }

    /// The admin listener, if one is asked for.
    fn admin_listener(&self) -> Result<Option<TcpListener>, CommandError> {
        let Some(address) = self.admin_listen else { return Ok(None) };
        if !address.ip().is_loopback() {
            if !self.admin_beyond_loopback {
                let why = "others on the network could read the metrics unencrypted";
                return Err(format!(
                    "--admin-listen {address} is not loopback: {why}; to allow that, add --admin-beyond-loopback"
                )
                .into());
            }
            tracing::warn!("other machines can reach the admin listener on {address} and read its metrics");
        }
        let listener = server::listen(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
        Ok(Some(listener))
    }
}

/// Says where the admin listener is: its port may have been free to choose.
fn tell_admin(address: SocketAddr) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "health, readiness and metrics are on http://{address}/-/")
}

/// Reads `127.0.0.1:4609`, `localhost:4609` or `4609`, as for `--listen`, but no name that must be looked up.
fn admin_address(text: &str) -> Result<SocketAddr, String> {
    let port = text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':')).unwrap_or(text);
    let on_loopback = port.parse().ok().map(|port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let address = on_loopback.or_else(|| text.parse().ok());
    address.ok_or_else(|| "write ADDRESS:PORT, such as 127.0.0.1:4609, or only 4609".to_owned())
}

/// Says where the console is.
fn tell_console(address: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "the console is on {address}/")
}

/// Shows the link by which the first password is set.
fn tell_first_start(address: &str, token: &Secret) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "  nobody has a password yet; set one of a root user, once, until the server stops:")?;
    writeln!(out, "    {address}/first-start?token={}", token.expose())
}

/// Reads the name of a host, without a port.
fn console_host(text: &str) -> Result<String, String> {
    let is_name =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if is_name {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("a host name without a port, such as console.example.com".to_owned())
    }
}

fn provider_at(text: &str) -> Result<(String, SocketAddr), String> {
    let (host, address) = text.split_once('=').ok_or("must be HOST=ADDRESS:PORT")?;
    let address = address.parse().map_err(|_| format!("`{address}` is not an address with a port"))?;
    if host.is_empty() { Err("must be HOST=ADDRESS:PORT".to_owned()) } else { Ok((host.to_owned(), address)) }
}

/// Reads `sts=600`.
fn rate(text: &str) -> Result<Rate, String> {
    let (name, number) = text.split_once('=').ok_or("write SERVICE=N, such as sts=600")?;
    let service = services::ALL.find(|service| service.name == name && service.requests_per_second.is_some());
    let service = service.ok_or_else(|| format!("there is no rate for the service `{name}`; write sts or iam"))?;
    let per_second = number.parse().ok().filter(|number| rates::ALLOWED.contains(number));
    let (least, most) = (rates::ALLOWED.start(), rates::ALLOWED.end());
    let per_second = per_second.ok_or_else(|| format!("the rate is a number from {least} to {most}"))?;
    Ok(Rate { service: service.name, per_second })
}

/// The longest interval of deliveries: a day. What is not delivered yet must still be in the trail.
const MAX_INTERVAL_SECONDS: i64 = 86_400;

fn seconds(text: &str) -> Result<i64, String> {
    let number = text.parse().ok().filter(|number| (1..=MAX_INTERVAL_SECONDS).contains(number));
    number.ok_or_else(|| format!("a number of seconds from 1 to {MAX_INTERVAL_SECONDS}"))
}

fn per_address(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=CONNECTIONS).contains(number));
    number.ok_or_else(|| format!("a number from 1 to {CONNECTIONS}"))
}

/// Part of the ids of keys that are printed in examples, AWS's (`AKIAIOSFODNN7EXAMPLE`) and those of `examples/` here.
const IN_EXAMPLES: &str = "EXAMPLE";

/// Warns of access keys whose secrets everybody can read.
fn warn_of_known_keys(node: &Node) {
    let snapshot = node.directory.snapshot();
    let known = snapshot.all::<AccessKey>().filter(|key| key.active && key.id.contains(IN_EXAMPLES));
    let ids: Vec<&str> = known.map(|key| &*key.id).collect();
    if !ids.is_empty() {
        let ids = ids.join(", ");
        tracing::warn!(
            "listening beyond loopback with access keys from the examples, whose secrets everybody knows: {ids}. \
             Anybody who reaches the server can use them: delete them, or listen on 127.0.0.1"
        );
    }
}

/// Keeps the session keys turning.
async fn refresh_ring(node: Arc<Node>) {
    let period = std::time::Duration::from_secs(REFRESH_INTERVAL.as_secs().unsigned_abs());
    loop {
        tokio::time::sleep(period).await;
        if let Err(error) = node.ring.refresh().await {
            tracing::warn!(%error, "cannot refresh the session keys; the current ones stay in use");
        }
    }
}

/// Makes the reserve again that was given up on a full disk, when somebody else has made room.
async fn keep_reserve(node: Arc<Node>) {
    loop {
        tokio::time::sleep(LOOK_INTERVAL).await;
        if node.reserve.is_given_up() {
            let reserve = Arc::clone(&node.reserve);
            // It waits for a disk.
            drop(tokio::task::spawn_blocking(move || reserve.refill()).await);
        }
    }
}

/// Shows what is about to be made, and how to go on.
fn tell(new: &New, endpoint: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for account in &new.accounts {
        writeln!(out, "account {} ({})", account.id, account.name)?;
        if let Some((key, secret)) = &account.generated {
            writeln!(out, "  root access key, shown only once:")?;
            writeln!(out, "    export AWS_ACCESS_KEY_ID={key}")?;
            writeln!(out, "    export AWS_SECRET_ACCESS_KEY={}", secret.expose())?;
        }
    }
    for key in &new.keys {
        writeln!(out, "user {} of {}", key.user, key.account)?;
        writeln!(out, "  access key, shown only once:")?;
        writeln!(out, "    export AWS_ACCESS_KEY_ID={}", key.id)?;
        writeln!(out, "    export AWS_SECRET_ACCESS_KEY={}", key.secret.expose())?;
    }
    if !new.keys.is_empty() || new.accounts.iter().any(|account| account.generated.is_some()) {
        writeln!(out, "  and for every AWS client:")?;
        writeln!(out, "  ({ENDPOINT_IS_KNOWN_SINCE})")?;
        writeln!(out, "    export AWS_ENDPOINT_URL={endpoint}")?;
        writeln!(out, "    export AWS_DEFAULT_REGION=us-east-1")?;
        writeln!(out, "  then, for example:")?;
        writeln!(out, "    aws sts get-caller-identity")?;
    }
    out.flush()
}

/// Says that the server listens; scripts wait for this line.
fn tell_ready(address: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "rolecall is listening on {address}")?;
    out.flush()
}

#[cfg(test)]
mod end;
mod quota;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_admin_listener_are_read() {
        for text in ["127.0.0.1:4609", "localhost:4609", ":4609", "4609"] {
            assert_eq!(admin_address(text), Ok(SocketAddr::from(([127, 0, 0, 1], 4609))), "{text}");
        }
        assert_eq!(admin_address("[::1]:0"), Ok("[::1]:0".parse().unwrap()));
        for text in ["", "foo", "localhost", "127.0.0.1", "4609x", "65536", "metrics.example.com:4609"] {
            let expected = "write ADDRESS:PORT, such as 127.0.0.1:4609, or only 4609";
            assert_eq!(admin_address(text), Err(expected.to_owned()), "{text}");
        }
    }

    /// A rate is of a service that counts, and is a limit.
    #[test]
    fn rates_are_read() {
        assert_eq!(rate("sts=2000"), Ok(Rate { service: "sts", per_second: 2_000 }));
        assert_eq!(rate("iam=1"), Ok(Rate { service: "iam", per_second: 1 }));
        assert!(rate("iam=1000000").is_ok());
        for text in ["", "sts", "sts=", "sts=0", "sts=-1", "sts=1000001", "sts=1.5", "sts=99999999999", "STS=1"] {
            assert!(rate(text).is_err(), "{text}");
        }
        assert_eq!(rate("s3=1").unwrap_err(), "there is no rate for the service `s3`; write sts or iam");
        assert_eq!(rate("sts=0").unwrap_err(), "the rate is a number from 1 to 1000000");
    }
}
