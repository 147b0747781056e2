//! One running server's parts, shared by everything that handles requests.

use crate::api::error::ApiError;
use crate::directory::Directory;
use crate::directory::entities::{AccessKey, Entity};
use crate::directory::last_used::LastUsed;
use crate::environment::clock::Clock;
use crate::environment::data_dir::{DataDirError, DirLock};
use crate::environment::entropy::Entropy;
use crate::environment::measure::Histogram;
use crate::environment::reserve::{RESERVE_BYTES, Reserve};
use crate::federation::ProviderKeys;
use crate::federation::fetch::Fetcher;
use crate::federation::issuer::OwnIssuers;
use crate::federation::signing::SigningKeys;
use crate::objects::{ObjectFiles, StorageError};
use crate::secrets::{MasterKey, MasterKeyError, Sealed, Secret};
use crate::session::{KeyRing, RING_KEY, RingError};
use crate::store::{MemoryStore, SqliteStore, Store, StoreError, StoreMeasures, Transaction};
use crate::trail::digest_keys::DigestKeys;
use crate::trail::events::EventLog;
use crate::trail::{self, TrailError, TrailLog, TrailReader};
use delegation_providers::DelegationProviders;
use rolecall_policy::AccountId;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

pub mod delegation_providers;
pub mod last_accessed;
pub mod lookups;
mod ready;
pub mod sessions;
pub mod verified_keys;
pub mod work;

/// Bounds for the time of a decision, in nanoseconds: 5 µs to 100 ms. Most take some 10 µs.
const DECISION_TIME: &[u64] =
    &[5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 25_000_000, 100_000_000];

/// The parts of a running server.
pub struct Node {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    store: Arc<dyn Store>,
    /// The world.
    pub directory: Directory,
    /// When keys and roles were last used.
    pub last_used: LastUsed,
    /// Seals secrets at rest.
    pub master_key: Arc<MasterKey>,
    /// Seals and opens session tokens.
    pub ring: KeyRing,
    /// The audit trail.
    pub trail: TrailLog,
    /// Reads the audit trail.
    pub records: TrailReader,
    /// Reads it as CloudTrail's events.
    pub events: Arc<EventLog>,
    /// How often they are looked up.
    pub lookups: lookups::Lookups,
    /// Signs digests of log files.
    pub digest_keys: DigestKeys,
    /// What reads it for last accessed information.
    pub jobs: last_accessed::Jobs,
    /// The sessions that are known.
    pub sessions: sessions::KnownSessions,
    /// Long computations.
    pub work: work::Work,
    /// The bytes of S3 objects.
    pub objects: ObjectFiles,
    /// What is given up on a full disk.
    pub reserve: Arc<Reserve>,
    /// The keys of identity providers.
    pub provider_keys: ProviderKeys,
    /// Signs tokens that say who a caller is.
    pub signing_keys: SigningKeys,
    /// The issuers of those tokens.
    pub issuers: OwnIssuers,
    /// How long decisions take, in nanoseconds.
    pub decision_time: Histogram,
    ready: Arc<ready::Probe>,
    /// Who may make delegation requests.
    pub delegation_providers: DelegationProviders,
    /// Security keys that are about to be registered.
    pub verified_keys: verified_keys::VerifiedKeys,
    /// Tells whoever makes accounts for organizations that one was asked for (`domain::account_creation`).
    pub account_requests: watch::Sender<()>,
    /// The region of resources made through a global endpoint; `us-east-1` unless configured.
    pub home_region: String,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Node").field("directory", &self.directory).finish_non_exhaustive()
    }
}

/// What a node is made of.
#[derive(Debug, Clone)]
pub struct NodeConfig {
    /// The directory for everything that is kept.
    pub data: PathBuf,
    /// The region of the server.
    pub home_region: String,
}

/// Why a node cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The directory.
    #[error(transparent)]
    Directory(#[from] DataDirError),
    /// The store's file.
    #[error(transparent)]
    Open(#[from] crate::store::sqlite::OpenError),
    /// What the store holds.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The session keys.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// The audit trail.
    #[error(transparent)]
    Trail(#[from] TrailError),
    /// The objects.
    #[error(transparent)]
    Objects(#[from] StorageError),
}

impl Node {
    /// Opens a node on its data directory, which it holds alone.
    ///
    /// # Errors
    /// See [`NodeError`].
    pub async fn open(config: NodeConfig, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self, NodeError> {
        let lock = DirLock::acquire(&config.data)?;
        // First, so that all that follows finds room on a full disk.
        let reserve = Arc::new(Reserve::open(&config.data, RESERVE_BYTES));
        let store = Arc::new(SqliteStore::open_locked(&config.data, lock, Arc::clone(&reserve))?);
        Self::with_reserve(config, store, reserve, clock, entropy).await
    }

    /// Opens a node on a store of any kind; objects and keys are in the data directory all the same. Nothing is kept for a
    /// full disk.
    ///
    /// # Errors
    /// See [`NodeError`].
    pub async fn on_store(
        config: NodeConfig,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, NodeError> {
        Self::with_reserve(config, store, Arc::new(Reserve::none()), clock, entropy).await
    }

    /// The same with a reserve.
    ///
    /// # Errors
    /// See [`NodeError`].
    pub async fn with_reserve(
        config: NodeConfig,
        store: Arc<dyn Store>,
        reserve: Arc<Reserve>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, NodeError> {
        let in_use = store.get(RING_KEY)?.is_some();
        let master_key = Arc::new(MasterKey::load_or_create(&config.data, in_use, Arc::clone(&entropy))?);
        Self::of_parts(store, reserve, master_key, &config.data, config.home_region, clock, entropy).await
    }

    async fn of_parts(
        store: Arc<dyn Store>,
        reserve: Arc<Reserve>,
        master_key: Arc<MasterKey>,
        data: &Path,
        home_region: String,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, NodeError> {
        let ring = KeyRing::load(Arc::clone(&store), Arc::clone(&master_key), Arc::clone(&clock), Arc::clone(&entropy))
            .await?;
        let objects = ObjectFiles::open_with_reserve(
            &data.join("objects"),
            Arc::clone(&clock),
            Arc::clone(&entropy),
            Arc::clone(&reserve),
        )?;
        let (trail, _) = TrailLog::open(&data.join("trail"), trail::Limits::default(), Arc::clone(&clock))?;
        let trail = trail.with_reserve(Arc::clone(&reserve));
        let mut notes = Vec::new();
        let directory = Directory::open_with(Arc::clone(&store), &mut |entry| notes.push(entry.into()))?;
        let last_used = LastUsed::open(Arc::clone(&store), notes, &directory.snapshot()).await?;
        let provider_keys = ProviderKeys::new(Fetcher::default(), Arc::clone(&clock));
        let digest_keys = DigestKeys::new(Arc::clone(&store), Arc::clone(&master_key), Arc::clone(&clock));
        let signing_keys = SigningKeys::new(Arc::clone(&store), Arc::clone(&master_key), Arc::clone(&clock));
        Ok(Self {
            provider_keys,
            signing_keys,
            issuers: OwnIssuers::default(),
            directory,
            last_used,
            store,
            clock,
            entropy,
            master_key,
            ring,
            objects,
            trail,
            records: TrailReader::new(&data.join("trail")),
            events: Arc::new(EventLog::new(&data.join("trail"))),
            lookups: lookups::Lookups::default(),
            verified_keys: verified_keys::VerifiedKeys::default(),
            digest_keys,
            jobs: last_accessed::Jobs::default(),
            sessions: sessions::KnownSessions::default(),
            work: work::Work::default(),
            reserve,
            decision_time: Histogram::new(DECISION_TIME),
            ready: Arc::default(),
            delegation_providers: DelegationProviders::default(),
            account_requests: watch::Sender::new(()),
            home_region,
        })
    }

    /// The same node, which fetches the keys of identity providers in this way.
    #[must_use]
    pub fn fetching(mut self, fetcher: Fetcher) -> Self {
        self.provider_keys = ProviderKeys::new(fetcher, Arc::clone(&self.clock));
        self
    }

    /// The same node, on which these providers may make delegation requests.
    #[must_use]
    pub fn onboarding(self, delegation_providers: DelegationProviders) -> Self {
        Self { delegation_providers, ..self }
    }

    /// The same node, whose tokens have these issuers.
    #[must_use]
    pub fn issuing(self, issuers: OwnIssuers) -> Self {
        Self { issuers, ..self }
    }

    /// The same world in memory, with files of its own below `scratch`: what is changed there changes nothing here.
    ///
    /// # Errors
    /// See [`NodeError`].
    pub async fn copy(&self, scratch: &Path) -> Result<Self, NodeError> {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let mut entries = Vec::new();
        self.store.load(&mut |entry| entries.push((entry.key.to_owned(), entry.value.to_owned())))?;
        for entry in entries {
            store.commit(Transaction { put: vec![entry], ..Transaction::default() }).await?;
        }
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let master_key = Arc::clone(&self.master_key);
        let (reserve, region) = (Arc::new(Reserve::none()), self.home_region.clone());
        let copy = Self::of_parts(store, reserve, master_key, scratch, region, clock, entropy).await?;
        copy.directory.set_quotas(self.directory.snapshot().quotas().clone());
        Ok(copy)
    }

    /// Waits until a part has failed without which the server cannot go on; the reason. The process must end then.
    pub async fn failed(&self) -> String {
        tokio::select! {
            reason = self.store.failed() => reason,
            reason = self.trail.failed() => reason,
        }
    }

    /// What the store counts of its work, if it does.
    #[must_use]
    pub fn store_measures(&self) -> Option<&StoreMeasures> {
        self.store.measures()
    }

    /// Saves what is only in memory. To be called once, when no request is running any more.
    pub async fn close(&self) {
        self.jobs.stop();
        self.last_used.flush(&self.directory.snapshot()).await;
    }

    /// A new active access key with its secret sealed; `user` is the unique id of its user, `None` for root.
    ///
    /// # Errors
    /// No random bytes.
    pub fn seal_access_key(
        &self,
        account: AccountId,
        id: &str,
        user: Option<&str>,
        secret: &Secret,
    ) -> Result<AccessKey, ApiError> {
        Ok(AccessKey {
            id: id.to_owned(),
            account,
            user: user.map(str::to_owned),
            sealed_secret: self.seal::<AccessKey>(account, id, secret)?,
            active: true,
            inactive_since: None,
            created: self.clock.now(),
        })
    }

    /// Seals a secret of the entity with this name, under its store key.
    ///
    /// # Errors
    /// No random bytes.
    pub fn seal<T: Entity>(&self, scope: impl Into<T::Scope>, name: &str, secret: &Secret) -> Result<Sealed, ApiError> {
        self.master_key.seal_secret(&T::key_of(scope.into(), name), secret).map_err(ApiError::internal)
    }

    /// Opens a secret that was sealed for this entity.
    ///
    /// # Errors
    /// It was sealed by another master key, or for another entity.
    pub fn open_sealed<T: Entity>(&self, entity: &T, sealed: &Sealed) -> Result<Secret, ApiError> {
        self.master_key.open_secret(&entity.key(), sealed).map_err(ApiError::internal)
    }
}
