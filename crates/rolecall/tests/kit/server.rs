//! A server on a socket.

use super::callers::Keys;
use super::store::TestStore;
use data_encoding::BASE32_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rolecall::delivery::{self, DIGEST_INTERVAL};
use rolecall::directory::entities::Role;
use rolecall::domain::account_creation;
use rolecall::environment::clock::{Clock, ManualClock};
use rolecall::environment::entropy::SeededEntropy;
use rolecall::environment::reserve::Reserve;
use rolecall::federation::fetch::Fetcher;
use rolecall::gateway::identify::Endpoints;
use rolecall::gateway::limits::Limits;
use rolecall::gateway::pipeline::Gateway;
use rolecall::gateway::rates::Rate;
use rolecall::gateway::server::{Drained, serve};
use rolecall::node::delegation_providers::DelegationProviders;
use rolecall::node::{Node, NodeConfig};
use rolecall::services::Services;
use rolecall::session::{Session, SessionIdentity};
use rolecall::world::World;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use totp_rs::{Algorithm, TOTP};

/// The account that most calls are about, and others.
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

/// The product providers, each with the same template.
const PROVIDERS: &str = r#"
    [[provider]]
    account = "111111111111"
    name = "Own"

    [[provider.template]]
    arn = "arn:aws:iam:::delegation-template/setup"
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::@{bucket}"}]}'

    [[provider]]
    account = "222222222222"
    name = "Example"

    [[provider.template]]
    arn = "arn:aws:iam:::delegation-template/setup"
    policy = """{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iam:ListUsers","iam:GetUser","iam:ListRoles","iam:AcceptDelegationRequest","s3:ListAllMyBuckets"],"Resource":"*"},
        {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::@{bucket}"}]}"""

    [[provider.template]]
    arn = "arn:aws:iam:::delegation-template/roles"
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:*","iam:ListUsers"],"Resource":"*"}]}'
"#;

const ALLOW_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// A server, and what a test remembers of its answers.
pub(crate) struct Server {
    pub(crate) node: Arc<Node>,
    clock: Arc<ManualClock>,
    pub(crate) address: SocketAddr,
    /// Credentials by the caller's name.
    pub(crate) keys: HashMap<String, Keys>,
    /// Texts by name.
    pub(crate) kept: HashMap<String, String>,
    pub(crate) data: tempfile::TempDir,
    pub(crate) store: Arc<TestStore>,
    settings: Settings,
    running: Option<Running>,
}

/// What a server serves, and how much of it.
#[derive(Clone)]
struct Settings {
    services: Services,
    rates: Vec<Rate>,
    limits: Limits,
    /// Bytes that are kept for a full disk; 0 for none.
    reserve: u64,
    /// Who fetches the keys of identity providers.
    fetcher: Fetcher,
    /// How often the server was started again. Nobody gets the same random bytes twice.
    restarts: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            services: rolecall::services::ALL,
            rates: Vec::new(),
            limits: Limits::default(),
            reserve: 0,
            fetcher: Fetcher::default(),
            restarts: 0,
        }
    }
}

/// What makes a server stop, and what ends when it has.
type Running = (oneshot::Sender<()>, JoinHandle<Drained>);

async fn node(data: &Path, store: &Arc<TestStore>, clock: &Arc<ManualClock>, settings: &Settings) -> Arc<Node> {
    let reserve = settings.reserve;
    let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
    let (store, clock) = (Arc::<TestStore>::clone(store), Arc::<ManualClock>::clone(clock));
    let reserve = Arc::new(if reserve > 0 { Reserve::open(data, reserve) } else { Reserve::none() });
    let node = Node::with_reserve(config, store, reserve, clock, Arc::new(SeededEntropy::new(7 + settings.restarts)))
        .await
        .unwrap();
    let providers = DelegationProviders::parse(PROVIDERS).unwrap();
    Arc::new(node.fetching(settings.fetcher.clone()).onboarding(providers))
}

async fn listen(node: &Arc<Node>, settings: &Settings) -> (SocketAddr, Running) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let gateway = Gateway::new(Arc::clone(node), Endpoints::default(), settings.services);
    let gateway = Arc::new(gateway.with_rates(settings.rates.clone()));
    tokio::spawn(account_creation::serve(Arc::downgrade(node)));
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, gateway, settings.limits, None, async {
        // Without `stop`, it ends with the test's runtime.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
    }));
    (address, (stop, serving))
}

impl Server {
    /// With three accounts and nothing in them; their root users are the callers `root`, `prod` and `moved`.
    pub(crate) async fn new() -> Self {
        Self::with(rolecall::services::ALL).await
    }

    /// The same with these services.
    pub(crate) async fn with(services: Services) -> Self {
        Self::start(Settings { services, ..Settings::default() }).await
    }

    /// With all services, which fetch the keys of identity providers in this way.
    pub(crate) async fn with_fetcher(fetcher: Fetcher) -> Self {
        Self::start(Settings { fetcher, ..Settings::default() }).await
    }

    /// With all services, of which some have rates of requests that are not AWS's.
    pub(crate) async fn with_rates(rates: Vec<Rate>) -> Self {
        Self::start(Settings { rates, ..Settings::default() }).await
    }

    /// With these services, and limits of connections that a test reaches.
    pub(crate) async fn limited(services: Services, limits: Limits) -> Self {
        Self::start(Settings { services, limits, ..Settings::default() }).await
    }

    /// With so many bytes in reserve for a full disk.
    pub(crate) async fn with_reserve(reserve: u64) -> Self {
        Self::start(Settings { reserve, ..Settings::default() }).await
    }

    async fn start(settings: Settings) -> Self {
        // Nothing here is about disks; where files can be kept in memory, syncing them costs nothing.
        let memory = Path::new("/dev/shm");
        let data = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let clock = Arc::new(ManualClock::new(NOW.parse().unwrap()));
        let store = Arc::new(TestStore::default());
        let node = node(data.path(), &store, &clock, &settings).await;
        let world = World::parse(WORLD).unwrap();
        let mut keys = HashMap::new();
        for account in world.apply(&node).await.unwrap() {
            let (id, secret) = match account.generated {
                Some((id, secret)) => (id, secret.expose().to_owned()),
                None => ("AKIA6RVFFB77QUAAAAAA".to_owned(), "secret-of-333333333333".to_owned()),
            };
            let caller = if account.name == "dev" { "root" } else { &*account.name };
            keys.insert(caller.to_owned(), Keys { id, secret, token: None });
        }
        let (address, running) = listen(&node, &settings).await;
        let (kept, running) = (HashMap::new(), Some(running));
        Self { node, clock, address, keys, kept, data, store, settings, running }
    }

    /// Stops the server and starts another one on what the first has stored.
    pub(crate) async fn restarted(mut self) -> Self {
        assert_eq!(self.stop().await, Drained::Complete);
        self.node.close().await;
        let Self { node: before, clock, keys, kept, data, store, mut settings, .. } = self;
        settings.restarts += 1;
        drop(before);
        let node = node(data.path(), &store, &clock, &settings).await;
        let (address, running) = listen(&node, &settings).await;
        Self { node, clock, address, keys, kept, data, store, settings, running: Some(running) }
    }

    /// Stops the server; every request that it took is over then.
    pub(crate) async fn stop(&mut self) -> Drained {
        let (stop, serving) = self.running.take().unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap()
    }

    /// The server's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock, forward or back, and does nothing else.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.pass(SignedDuration::from_secs(seconds));
    }

    /// Moves the clock, and does what the server does when time passes.
    pub(crate) async fn wait(&self, seconds: i64) {
        self.pass(seconds);
        self.node.ring.refresh().await.unwrap();
        account_creation::carry_out(&self.node).await.unwrap();
        delivery::deliver(&self.node, DIGEST_INTERVAL).await;
    }

    /// The MFA code of a Base32 seed, `offset` time steps from now.
    pub(crate) fn code(&self, seed: &str, offset: i64) -> String {
        let secret = BASE32_NOPAD.decode(seed.as_bytes()).unwrap();
        let totp = TOTP { algorithm: Algorithm::SHA1, digits: 6, skew: 0, step: 30, secret };
        totp.generate(u64::try_from(self.now().as_second() + offset * 30).unwrap())
    }

    /// Makes a role in 111111111111 at a path that only AWS's services make roles at.
    pub(super) async fn make_service_role(&self, path: &str, name: &str) {
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        self.root("CreateRole", &[("RoleName", "moving"), ("AssumeRolePolicyDocument", trust)]).await;
        let moved = self.node.directory.change(|snapshot, edit| {
            let role = snapshot.find::<Role>("111111111111".parse().unwrap(), "moving").unwrap();
            edit.update(role, &Role { name: name.to_owned(), path: path.to_owned(), ..role.entity().clone() })
        });
        moved.await.unwrap();
    }

    /// Gives `caller` a session of AssumeRoot for 111111111111, which is not served yet.
    pub(super) async fn assume_root(&mut self, caller: &str) {
        self.call_as("root", "GetSessionToken", caller).await;
        let keys = self.keys.get_mut(caller).unwrap();
        let session = self.node.ring.open(keys.token.as_ref().unwrap(), &keys.id).unwrap();
        let identity = SessionIdentity::AssumedRoot { task_policy_arn: String::new() };
        let session = Session { identity, policy: Some(ALLOW_ALL.to_owned()), ..session };
        keys.token = Some(self.node.ring.seal(&session).unwrap());
    }
}
