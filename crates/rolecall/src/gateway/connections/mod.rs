//! Who is connected, and what each connection makes the server hold.
//!
//! A stranger may take a place and some memory, for nobody can tell a stranger from a client that has not signed yet. So
//! every share has an end: of a connection, of an address, of all strangers. When a share is used up, the one that uses
//! most of it goes: for places the connection that has been at rest for longest, for memory the one that holds most. A
//! client that comes, signs and sends its request is neither, and a connection on which a signature was verified has
//! shares of its own. And strangers take turns ([`turns`]), so that those who sign do not stand behind them.

mod register;
mod turns;

pub use register::Full;
pub use turns::{Asked, Turn};

use super::limits::Limits;
use crate::environment::short_lock;
use bytes::Bytes;
use register::{ById, Id, Register};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use turns::Turns;

/// How long a verified signature is not entered again. The time for which a connection is known ends so much earlier.
const VERIFIED_AGAIN: Duration = Duration::from_secs(5);

/// All open connections.
#[derive(Debug)]
pub struct Connections {
    limits: Limits,
    opened: Instant,
    state: Mutex<State>,
    turns: Arc<Turns>,
}

#[derive(Debug)]
struct State {
    register: Register,
    open: ById<Weak<Signals>>,
}

/// What a connection waits for.
#[derive(Debug, Default)]
struct Signals {
    /// It must go now.
    dropped: Notify,
    /// It must go when its requests are answered.
    leaving: Notify,
    /// Its last open request has ended.
    rests: Notify,
    /// It was told to go at once, or has gone.
    gone: AtomicBool,
}

impl Connections {
    /// No connections yet.
    #[must_use]
    pub fn new(limits: Limits) -> Arc<Self> {
        let state = State { register: Register::new(limits), open: ById::default() };
        Arc::new(Self { limits, opened: Instant::now(), state: Mutex::new(state), turns: Turns::new() })
    }

    /// A place for a connection from `address`; `None` if there is none, and nobody to take its place from.
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let signals = Arc::<Signals>::default();
        let id = self.change(|register| register.enter(address, Instant::now()))?;
        self.lock().open.insert(id, Arc::downgrade(&signals));
        let (known, verified) = (AtomicBool::new(false), AtomicU64::new(0));
        let connection = Connection { all: Arc::clone(self), id, address, signals, known, verified };
        Some(Place(Arc::new(connection)))
    }

    /// Bytes that strangers and known connections hold now.
    #[must_use]
    pub fn held(&self) -> [usize; 2] {
        self.lock().register.held()
    }

    /// How many strangers and known connections are open now.
    #[must_use]
    pub fn open(&self) -> [usize; 2] {
        self.lock().register.open(Instant::now())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        short_lock::lock(&self.state)
    }

    /// Changes the register, and tells those to go that it drops.
    fn change<T>(&self, change: impl FnOnce(&mut Register) -> T) -> T {
        let mut state = self.lock();
        let changed = change(&mut state.register);
        for id in state.register.take_leaving() {
            if let Some(signals) = state.open.get(&id).and_then(Weak::upgrade) {
                signals.gone.store(true, Ordering::Release);
                signals.dropped.notify_one();
            }
        }
        changed
    }
}

/// A connection's place among the open ones, which ends with it.
#[derive(Debug)]
pub struct Place(Arc<Connection>);

impl Place {
    /// The connection.
    #[must_use]
    pub fn connection(&self) -> &Arc<Connection> {
        &self.0
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.signals.gone.store(true, Ordering::Release);
        self.0.all.change(|register| register.close(self.0.id));
    }
}

/// A connection. Requests that outlive it still know it.
#[derive(Debug)]
pub struct Connection {
    all: Arc<Connections>,
    id: Id,
    address: IpAddr,
    signals: Arc<Signals>,
    /// As the register had it when a request last began or was verified.
    known: AtomicBool,
    /// When the register last took note of a signature, in seconds since the connections were opened.
    verified: AtomicU64,
}

impl Connection {
    /// A request is open until the answer is dropped. It needs room for `bytes`.
    pub fn begin(self: &Arc<Self>, bytes: usize) -> (OpenRequest, Result<Held, Full>) {
        let now = Instant::now();
        // One look at the book for both: all connections share it.
        let (known, room) = self.all.change(|book| (book.begin(self.id, now), book.grow(self.id, bytes, now)));
        self.known.store(known, Ordering::Relaxed);
        (OpenRequest(Arc::clone(self)), room.map(|()| Held { connection: Arc::clone(self), bytes }))
    }

    /// Asks for a turn.
    pub(super) fn ask_turn(&self) -> Asked {
        self.all.turns.ask(self.address)
    }

    /// Whether a signature was verified of late.
    pub(super) fn is_known(&self) -> bool {
        self.known.load(Ordering::Relaxed)
    }

    /// Whether the connection was told to go at once, or has gone.
    pub(super) fn is_gone(&self) -> bool {
        self.signals.gone.load(Ordering::Acquire)
    }

    /// Room for `bytes` that a request makes the server hold.
    ///
    /// # Errors
    /// The connection holds its share, or others hold everything.
    pub fn hold(self: &Arc<Self>, bytes: usize) -> Result<Held, Full> {
        let mut held = Held { connection: Arc::clone(self), bytes: 0 };
        held.resize(bytes)?;
        Ok(held)
    }

    /// Room for an answer that is in memory already. What a known client asked for is answered in any case.
    ///
    /// # Errors
    /// As [`Connection::hold`], for a stranger.
    pub fn hold_answer(self: &Arc<Self>, bytes: usize) -> Result<Held, Full> {
        self.all.change(|register| register.answer(self.id, bytes, Instant::now()))?;
        Ok(Held { connection: Arc::clone(self), bytes })
    }

    /// A signature was verified: this is no stranger. That it is so for longer is entered now and then.
    pub fn verified(&self) {
        let seconds = self.all.opened.elapsed().as_secs();
        let entered = self.verified.load(Ordering::Relaxed);
        let is_fresh = seconds.saturating_sub(entered) < VERIFIED_AGAIN.as_secs();
        if is_fresh && self.is_known() {
            return;
        }
        self.all.change(|register| register.set_known(self.id, Some(Instant::now())));
        self.verified.store(seconds, Ordering::Relaxed);
        self.known.store(true, Ordering::Relaxed);
    }

    /// The connection is to end when its open requests are answered.
    pub fn leave(&self) {
        self.signals.leaving.notify_one();
    }

    /// The limits that the connection is held to.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.all.limits
    }

    /// Waits until the connection must go at once.
    pub(super) async fn is_dropped(&self) {
        self.signals.dropped.notified().await;
    }

    /// Waits until the connection must go in order.
    pub(super) async fn is_leaving(&self) {
        self.signals.leaving.notified().await;
    }

    /// Waits until the connection had no open request for a time: `first` if none ever came, else `next`.
    pub(super) async fn rests(&self, first: Duration, next: Duration) {
        loop {
            let (rested, asked) = {
                let state = self.all.lock();
                (state.register.rested(self.id), state.register.asked(self.id))
            };
            let time = if asked { next } else { first };
            match rested {
                None => self.signals.rests.notified().await,
                Some(since) if since.elapsed() >= time => return,
                // Which of the two times counts may change while this waits.
                Some(since) if since.elapsed() < next => tokio::time::sleep_until(since + time.min(next)).await,
                Some(since) => tokio::time::sleep_until(since + time).await,
            }
        }
    }

    /// Whether a request ever came.
    pub(super) fn has_asked(&self) -> bool {
        self.all.lock().register.asked(self.id)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut state = self.all.lock();
        state.register.forget(self.id);
        state.open.remove(&self.id);
    }
}

/// A request that is not answered yet.
#[derive(Debug)]
pub struct OpenRequest(Arc<Connection>);

impl Drop for OpenRequest {
    fn drop(&mut self) {
        if self.0.all.change(|register| register.end(self.0.id, Instant::now())) {
            self.0.signals.rests.notify_one();
        }
    }
}

/// Room that is given back when this is dropped.
#[derive(Debug)]
pub struct Held {
    connection: Arc<Connection>,
    bytes: usize,
}

impl Held {
    /// Whose room it is.
    #[must_use]
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// Takes room up to `bytes`, or gives back what is more.
    ///
    /// # Errors
    /// There is no room; nothing changes then.
    pub fn resize(&mut self, bytes: usize) -> Result<(), Full> {
        let id = self.connection.id;
        match bytes.checked_sub(self.bytes) {
            Some(0) => return Ok(()),
            Some(more) => self.connection.all.change(|register| register.grow(id, more, Instant::now()))?,
            None => self.connection.all.change(|register| register.shrink(id, self.bytes - bytes)),
        }
        self.bytes = bytes;
        Ok(())
    }

    /// Bytes that hold their room until the last copy of them is dropped.
    #[must_use]
    pub fn carry(self, bytes: Bytes) -> Bytes {
        struct Carried(Bytes, #[expect(dead_code, reason = "dropped with the bytes")] Held);
        impl AsRef<[u8]> for Carried {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
        if bytes.is_empty() {
            return bytes;
        }
        Bytes::from_owner(Carried(bytes, self))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.connection.all.change(|register| register.shrink(self.connection.id, self.bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    /// Room is held as long as the last copy of the bytes, also when the connection is gone.
    #[tokio::test]
    async fn bytes_carry_their_room() {
        let all = Connections::new(Limits::default());
        let place = all.enter(HERE).unwrap();
        let mut held = place.connection().hold(10).unwrap();
        held.resize(30).unwrap();
        let bytes = held.carry(Bytes::from_static(b"abc"));
        let copy = bytes.slice(1..);
        drop(bytes);
        assert_eq!(all.held(), [30, 0]);
        drop(copy);
        assert_eq!(all.held(), [0, 0]);
        let last = place.connection().hold(7).unwrap();
        drop(place);
        assert_eq!(all.held(), [0, 0]);
        drop(last);
        assert_eq!((all.held(), all.lock().open.len()), ([0, 0], 0));
    }

    /// A connection that is dropped gets the signal.
    #[tokio::test]
    async fn the_dropped_are_told() {
        let all = Connections::new(Limits { connections: 1, ..Limits::default() });
        let first = all.enter(HERE).unwrap();
        let _second = all.enter(HERE).unwrap();
        first.connection().is_dropped().await;
    }

    /// A connection rests between its requests, and not while one is open.
    #[tokio::test]
    async fn a_connection_rests_between_requests() {
        let all = Connections::new(Limits::default());
        let place = all.enter(HERE).unwrap();
        let rests = || place.connection().rests(Duration::ZERO, Duration::ZERO).now_or_never().is_some();
        assert!(rests());
        let requests = [place.connection().begin(0).0, place.connection().begin(0).0];
        assert!(!rests());
        let [first, second] = requests;
        drop(first);
        assert!(!rests());
        drop(second);
        assert!(rests());
        let hour = Duration::from_secs(3600);
        assert!(place.connection().rests(Duration::ZERO, hour).now_or_never().is_none());
        assert!(place.connection().rests(hour, Duration::ZERO).now_or_never().is_some());
    }
}
