//! Opens a world and measures what its size may change.

use crate::{Result, world};
use futures_util::StreamExt;
use futures_util::stream;
use rolecall::directory::Snapshot;
use rolecall::directory::entities::{AccessKey, Account, Group, ManagedPolicy, Role, User};
use rolecall::domain::policies::{CallerPolicies, of_role, of_user};
use rolecall::gateway::inside::Inside;
use rolecall::node::Node;
use rolecall::services::iam;
use rolecall_analysis::service_facts;
use rolecall_policy::evaluate::Policies;
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{AccountId, Context, Principal, Request, decide};
use std::fmt::{Display, Formatter};
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Creations of a turn, and how many are under way at once. All turns together stay within the account's quota.
const CREATIONS: usize = 1_000;
const AT_ONCE: usize = 64;
/// Callers whose requests are decided, spread over the whole world.
const CALLERS: usize = 2_000;
/// How often the callers ask again, and how often a page is listed.
const ROUNDS: usize = 20;
/// AWS's largest page.
const PAGE: usize = 1_000;

/// A figure of the report.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) digits: usize,
}

const fn column(name: &'static str, unit: &'static str, digits: usize) -> Column {
    Column { name, unit, digits }
}

/// What each number of [`Measured`] is.
pub(crate) const COLUMNS: [Column; 8] = [
    column("restart", "s", 2),
    column("memory/entity", "B", 0),
    column("creates/s", "", 0),
    column("first decision", "µs", 1),
    column("decision", "µs", 2),
    column("again at once", "µs", 2),
    column("first page", "ms", 2),
    column("last page", "ms", 2),
];

/// The figures of one turn.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured(pub(crate) [f64; COLUMNS.len()]);

impl Display for Measured {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|number| write!(f, "{number} "))
    }
}

impl FromStr for Measured {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let numbers: Option<Vec<f64>> = text.split_whitespace().map(|number| number.parse().ok()).collect();
        let numbers = numbers.and_then(|numbers| numbers.try_into().ok());
        numbers.map(Self).ok_or_else(|| format!("not figures: {text}"))
    }
}

impl Measured {
    /// The middle of each figure.
    pub(crate) fn median(turns: &[Self]) -> Self {
        let mut of = turns.iter();
        let mut columns: [Vec<f64>; COLUMNS.len()] = Default::default();
        for turn in of.by_ref() {
            turn.0.iter().zip(&mut columns).for_each(|(number, column)| column.push(*number));
        }
        Self(columns.map(|mut column| {
            column.sort_by(f64::total_cmp);
            column.get(column.len() / 2).copied().unwrap_or_default()
        }))
    }
}

/// Opens the world in `directory` and measures.
#[expect(clippy::cast_precision_loss, reason = "counts and bytes far below 2^52")]
pub(crate) async fn measure(directory: &Path) -> Result<Measured> {
    // What a server holds however small its world is, is held before.
    let scratch = tempfile::tempdir()?;
    drop(world::open(scratch.path()).await?);
    let before = resident_memory()?;

    let started = Instant::now();
    let node = world::open(directory).await?;
    let restart = started.elapsed();
    let snapshot = node.directory.snapshot();
    let bytes = resident_memory()?.saturating_sub(before) as f64 / count(&snapshot) as f64;

    let callers = callers(&snapshot)?;
    let first = median(callers.iter().map(|caller| caller.decide(&snapshot)).collect());
    let (mut later, mut at_once) = (Vec::new(), Vec::new());
    for caller in (0..ROUNDS).flat_map(|_| &callers) {
        later.push(caller.decide(&snapshot));
        at_once.push(caller.decide(&snapshot));
    }
    let (first_page, last_page) = pages(&node).await?;
    let creates = creations(&node).await?;
    node.close().await;
    let (micros, millis) = (1e6, 1e3);
    Ok(Measured([
        restart.as_secs_f64(),
        bytes,
        creates,
        first.as_secs_f64() * micros,
        median(later).as_secs_f64() * micros,
        median(at_once).as_secs_f64() * micros,
        first_page.as_secs_f64() * millis,
        last_page.as_secs_f64() * millis,
    ]))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Entities of the kinds that the world has.
fn count(snapshot: &Snapshot) -> usize {
    snapshot.all::<Account>().count()
        + snapshot.all::<ManagedPolicy>().count()
        + snapshot.all::<Group>().count()
        + snapshot.all::<User>().count()
        + snapshot.all::<AccessKey>().count()
        + snapshot.all::<Role>().count()
}

/// Who asks.
struct Caller {
    principal: Principal,
    id: String,
    context: Context,
}

/// Users and roles from all over the world, except the users of the largest account: they have no policies, and are most of a
/// small world.
fn callers(snapshot: &Snapshot) -> Result<Vec<Caller>> {
    let caller =
        |principal: Principal, id: &str| Caller { context: principal.context_keys(), principal, id: id.to_owned() };
    let user = |user: &User| {
        let id = Some(user.id.as_str().into());
        caller(Principal::User { account: user.account, arn: user.arn().as_str().into(), id }, &user.id)
    };
    let role = |role: &Role| {
        let id = Some(role.id.as_str().into());
        caller(Principal::User { account: role.account, arn: role.arn().as_str().into(), id }, &role.id)
    };
    let largest = world::largest()?;
    let users: Vec<_> = snapshot.all::<User>().filter(|user| user.account != largest).collect();
    let roles = snapshot.all::<Role>().count();
    let step = |count: usize| (2 * count / CALLERS).max(1);
    let users = users.iter().step_by(step(users.len())).map(|it| user(it));
    Ok(users.chain(snapshot.all::<Role>().step_by(step(roles)).map(|it| role(it))).collect())
}

impl Caller {
    /// How long it takes to collect the caller's policies and to decide.
    fn decide(&self, snapshot: &Snapshot) -> Duration {
        let request = Request {
            principal: &self.principal,
            action: "s3:GetObject",
            resource: "arn:aws:s3:::bucket-of-somebody-else/key",
            resource_account: None,
            class: ResourceClass::Ordinary,
            s3: None,
            context: &self.context,
            services: service_facts(),
        };
        let started = Instant::now();
        let own: CallerPolicies = match snapshot.find_by_id::<User>(&self.id) {
            Some(user) => of_user(snapshot, user),
            None => of_role(snapshot, &self.id),
        };
        let decision = decide(&request, &Policies { identity: &own.identity, ..Policies::default() });
        std::hint::black_box(decision);
        started.elapsed()
    }
}

async fn call(node: &Node, account: AccountId, operation: &str, parameters: &[(&str, &str)]) -> Result<String> {
    let owned = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(Inside::new(node, "bench").query(account, &iam::SERVICE, operation, owned).await?)
}

/// How long the first and the last page of the users of the largest account take, with the decision and the record.
async fn pages(node: &Node) -> Result<(Duration, Duration)> {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    let size = PAGE.to_string();
    for _ in 0..ROUNDS {
        let mut times = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let mut parameters = vec![("MaxItems", &*size)];
            parameters.extend(marker.as_deref().map(|marker| ("Marker", marker)));
            let started = Instant::now();
            let page = call(node, world::largest()?, "ListUsers", &parameters).await?;
            times.push(started.elapsed());
            let next = page.split_once("<Marker>").and_then(|(_, rest)| rest.split_once("</Marker>"));
            let Some((next, _)) = next else { break };
            marker = Some(next.to_owned());
        }
        first.extend(times.first());
        last.extend(times.last());
    }
    Ok((median(first), median(last)))
}

/// Durable creations in a second, each with its decision and its record.
#[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
async fn creations(node: &Node) -> Result<f64> {
    let account = world::small()?;
    let turn = node.directory.snapshot().count::<User>(account);
    let started = Instant::now();
    let create = |number: usize| async move {
        call(node, account, "CreateUser", &[("UserName", &format!("new-{turn}-{number}"))]).await.map(drop)
    };
    let created = stream::iter(0..CREATIONS).map(create).buffer_unordered(AT_ONCE).collect::<Vec<_>>().await;
    created.into_iter().collect::<Result<()>>()?;
    Ok(CREATIONS as f64 / started.elapsed().as_secs_f64())
}

/// Bytes of memory that this process holds.
fn resident_memory() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kibibytes: u64 = line.split_whitespace().next().ok_or("no value")?.parse()?;
    Ok(kibibytes * 1024)
}
