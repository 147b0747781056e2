//! Time as a parameter, so that decisions and tests never read the ambient clock.

use jiff::{SignedDuration, Timestamp};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, UTC. Whoever sets the machine's clock moves it, back too.
    fn now(&self) -> Timestamp;

    /// Time that has passed since some moment. It never goes back, and nobody sets it; while the machine sleeps it may
    /// stand still.
    fn uptime(&self) -> SignedDuration;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

/// What [`SystemClock`] counts its uptime from.
static FIRST_LOOK: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn uptime(&self) -> SignedDuration {
        SignedDuration::try_from(FIRST_LOOK.elapsed()).unwrap_or(SignedDuration::MAX)
    }
}

/// A clock that stands still until it is set; for tests.
#[derive(Debug)]
pub struct ManualClock(Mutex<(Timestamp, SignedDuration)>);

impl ManualClock {
    /// Starts at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new((now, SignedDuration::ZERO)))
    }

    fn state(&self) -> MutexGuard<'_, (Timestamp, SignedDuration)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock to `now`, as a jump: no time passes.
    pub fn set(&self, now: Timestamp) {
        self.state().0 = now;
    }

    /// Lets time pass.
    pub fn pass(&self, time: SignedDuration) {
        let mut state = self.state();
        state.0 += time;
        state.1 += time;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.state().0
    }

    fn uptime(&self) -> SignedDuration {
        self.state().1
    }
}
