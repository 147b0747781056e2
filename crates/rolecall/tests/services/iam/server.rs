//! A server without HTTP, and callers of all kinds.

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use rolecall::api::error::ApiError;
use rolecall::environment::clock::ManualClock;
use rolecall::environment::entropy::SeededEntropy;
use rolecall::node::{Node, NodeConfig};
use rolecall::secrets::Secret;
use rolecall::services::log::RequestLog;
use rolecall::services::rpc::Source;
use rolecall::services::{Call, Caller, RequestInfo, iam};
use rolecall::session::{self, Session, SessionIdentity};
use rolecall::store::MemoryStore;
use rolecall::world::World;
use rolecall_catalog::query::Form;
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Principal};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use totp_rs::{Algorithm, TOTP};

/// The account that most calls are about, and another one.
const WORLD: &str = r#"
    [[account]]
    id = "111111111111"
    name = "dev"

    [[account]]
    id = "222222222222"
    name = "prod"
"#;

/// When all calls are made, unless a story moves the clock.
pub(crate) const NOW: &str = "2026-11-22T10:00:00Z";

const ALLOW_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// A server.
pub(crate) struct Server {
    pub(crate) node: Node,
    clock: Arc<ManualClock>,
    _data: tempfile::TempDir,
}

impl Server {
    /// With two accounts and nothing in them.
    pub(crate) async fn new() -> Self {
        // Nothing here is about disks; where files can be kept in memory, syncing them costs nothing.
        let memory = Path::new("/dev/shm");
        let data = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let clock = Arc::new(ManualClock::new(NOW.parse().unwrap()));
        let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
        let store = Arc::new(MemoryStore::new());
        let entropy = Arc::new(SeededEntropy::new(7));
        let node = Node::on_store(config, store, Arc::<ManualClock>::clone(&clock), entropy).await.unwrap();
        World::parse(WORLD).unwrap().apply(&node).await.unwrap();
        Self { node, clock, _data: data }
    }

    /// Moves the clock.
    pub(crate) fn wait(&self, seconds: i64) {
        let now = rolecall::environment::clock::Clock::now(&*self.clock).as_second();
        self.clock.set(Timestamp::from_second(now + seconds).unwrap());
    }

    /// The code of a Base32 seed, `offset` time steps from now.
    pub(crate) fn code(&self, seed: &str, offset: i64) -> String {
        let secret = BASE32_NOPAD.decode(seed.as_bytes()).unwrap();
        let totp = TOTP { algorithm: Algorithm::SHA1, digits: 6, skew: 0, step: 30, secret };
        let time = rolecall::environment::clock::Clock::now(&*self.clock).as_second() + offset * 30;
        totp.generate(u64::try_from(time).unwrap())
    }

    /// Calls an operation; answers the content of its result element.
    pub(crate) async fn call(
        &self,
        caller: Caller,
        operation: &str,
        parameters: &[(String, String)],
    ) -> Result<String, ApiError> {
        let found = iam::SERVICE.rpc_operation(operation);
        let operation = found.unwrap_or_else(|| panic!("there is no operation {operation}"));
        let info = RequestInfo {
            request_id: "00000000-0000-4000-8000-000000000000".to_owned(),
            time: rolecall::environment::clock::Clock::now(&*self.clock),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: "test".to_owned(),
            referer: None,
            region: "us-east-1".to_owned(),
            tls_version: Some("1.3"),
            auth_type: Some("REST-HEADER"),
            signature_age_ms: Some(0),
        };
        let form = Form::from_pairs(parameters.iter().cloned()).unwrap();
        let call = Call { node: &self.node, service: &iam::SERVICE, caller, info, log: RequestLog::default() };
        operation.call(call, Source::Form(&form)).await.map(Option::unwrap_or_default)
    }

    /// Calls as the root user of 111111111111, and expects it to work.
    pub(crate) async fn root(&self, operation: &str, parameters: &[(&str, &str)]) -> String {
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let answer = self.call(self.caller("root@111111111111"), operation, &parameters).await;
        answer.unwrap_or_else(|error| panic!("{operation} {parameters:?}: {error}"))
    }

    /// A caller: `root@A`, `user-name@A`, `role:name@A`, `session:user@A` and `mfa-session:user@A` (GetSessionToken),
    /// `root-session@A`, `federated:user@A`, `assumed-root@A`.
    pub(crate) fn caller(&self, text: &str) -> Caller {
        let (who, account) = text.split_once('@').unwrap();
        let account: AccountId = account.parse().unwrap();
        let (kind, name) = who.split_once(':').unwrap_or((who, who));
        match kind {
            "root" => root(account),
            "assumed-root" => Caller {
                principal: Principal::AssumedRoot { account, arn: root(account).arn.into() },
                session: session(account, SessionIdentity::AssumedRoot { task_policy_arn: String::new() }, false),
                ..root(account)
            },
            "root-session" => {
                Caller { session: session(account, SessionIdentity::RootSession, false), ..root(account) }
            }
            "role" => self.role_session(account, name),
            "session" | "mfa-session" => {
                let caller = self.user(account, name);
                let identity = SessionIdentity::User { user_id: caller.user_id.clone(), user_name: name.to_owned() };
                Caller { session: session(account, identity, kind == "mfa-session"), ..caller }
            }
            "federated" => {
                let user = self.user(account, name);
                let identity =
                    SessionIdentity::Federated { name: "guest".to_owned(), user_id: Some(user.user_id.clone()) };
                let arn = format!("arn:aws:sts::{account}:federated-user/guest");
                let issuer = Issuer::User { arn: user.arn.clone().into(), id: Some(user.user_id.clone().into()) };
                Caller {
                    principal: Principal::FederatedUser { account, arn: arn.clone().into(), issuer },
                    arn,
                    session: session(account, identity, false),
                    ..user
                }
            }
            _ => self.user(account, who),
        }
    }

    fn user(&self, account: AccountId, name: &str) -> Caller {
        let snapshot = self.node.directory.snapshot();
        let user = snapshot.user(account, name).unwrap_or_else(|| panic!("there is no user {name}"));
        Caller {
            principal: Principal::User { account, arn: user.arn().into(), id: Some(user.id.clone().into()) },
            arn: user.arn(),
            user_id: user.id.clone(),
            access_key_id: Some("AKIA".to_owned()),
            user: Some(Arc::clone(user)),
            session: None,
        }
    }

    fn role_session(&self, account: AccountId, name: &str) -> Caller {
        let snapshot = self.node.directory.snapshot();
        let role = snapshot.role(account, name).unwrap_or_else(|| panic!("there is no role {name}"));
        let arn = format!("arn:aws:sts::{account}:assumed-role/{name}/s");
        let identity = SessionIdentity::Role {
            role_id: role.id.clone(),
            role_arn: role.arn(),
            role_name: role.name.clone(),
            session_name: "s".to_owned(),
        };
        Caller {
            principal: Principal::RoleSession {
                account,
                role_arn: Some(role.arn().into()),
                role_id: Some(role.id.clone().into()),
                session_arn: Some(arn.clone().into()),
                service_linked: role.is_service_linked(),
            },
            user_id: format!("{}:s", role.id),
            arn,
            access_key_id: Some("ASIA".to_owned()),
            user: None,
            session: session(account, identity, false),
        }
    }
}

fn root(account: AccountId) -> Caller {
    let arn = format!("arn:aws:iam::{account}:root");
    Caller {
        principal: Principal::Root { account, arn: arn.as_str().into() },
        arn,
        user_id: account.to_string(),
        access_key_id: Some("AKIA".to_owned()),
        user: None,
        session: None,
    }
}

fn session(account: AccountId, identity: SessionIdentity, mfa: bool) -> Option<Arc<Session>> {
    let now: Timestamp = NOW.parse().unwrap();
    let assumed_root = matches!(identity, SessionIdentity::AssumedRoot { .. });
    Some(Arc::new(Session {
        access_key_id: "ASIA".to_owned(),
        secret: Secret::new("secret".to_owned()),
        account,
        identity,
        issued_at: now,
        expires_at: now,
        // Of `AssumeRoot`, the task policy.
        policy: assumed_root.then(|| ALLOW_ALL.to_owned()),
        policy_arns: Vec::new(),
        tags: Vec::new(),
        transitive_keys: Vec::new(),
        source_identity: None,
        mfa: mfa.then_some(now),
        chain_depth: 0,
        issuer: session::Issuer { access_key_id: "AKIA".to_owned(), arn: String::new() },
        federated_provider: None,
    }))
}
