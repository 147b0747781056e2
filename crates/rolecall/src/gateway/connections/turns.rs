//! Strangers take turns.
//!
//! What a stranger sends makes work: bytes are read and taken apart, a request begins. If each did so as soon as it
//! could, thousands of them would stand in the runtime's queue before the client that signs. So a stranger's work needs
//! a turn. There are few turns, a turn never waits for anything, and the next one goes to the next address: whoever
//! comes from elsewhere does not wait behind a crowd.

use super::super::limits::TURNS;
use futures_util::task::AtomicWaker;
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use tokio::sync::oneshot;

/// Who has a turn, and who waits for one.
#[derive(Debug)]
pub(super) struct Turns(Mutex<Queue>);

#[derive(Debug)]
struct Queue {
    /// Turns that nobody has. None while somebody waits.
    free: usize,
    /// Addresses of which somebody waits, the next one first.
    addresses: VecDeque<IpAddr>,
    waiting: HashMap<IpAddr, VecDeque<oneshot::Sender<Turn>>>,
}

impl Queue {
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        loop {
            let address = self.addresses.pop_front()?;
            let Some(waiting) = self.waiting.get_mut(&address) else { continue };
            let next = waiting.pop_front();
            if waiting.is_empty() {
                self.waiting.remove(&address);
            } else {
                self.addresses.push_back(address);
            }
            // Who does not wait any more is passed over.
            if let Some(next) = next.filter(|next| !next.is_closed()) {
                return Some(next);
            }
        }
    }
}

impl Turns {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Queue { free: TURNS, addresses: VecDeque::new(), waiting: HashMap::new() })))
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a turn on behalf of a connection of this address.
    pub(super) fn ask(self: &Arc<Self>, address: IpAddr) -> Asked {
        let mut queue = self.lock();
        if queue.free > 0 {
            queue.free -= 1;
            return Asked::Given(Some(Turn::of(self)));
        }
        let (give, given) = oneshot::channel();
        let waiting = queue.waiting.entry(address).or_default();
        waiting.push_back(give);
        if waiting.len() == 1 {
            queue.addresses.push_back(address);
        }
        Asked::Waiting(given)
    }
}

/// A turn that was asked for. Dropped, it is not wanted any more.
#[derive(Debug)]
pub enum Asked {
    /// It is there.
    Given(Option<Turn>),
    /// It comes.
    Waiting(oneshot::Receiver<Turn>),
}

impl Future for Asked {
    type Output = Turn;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Turn> {
        match &mut *self {
            Self::Given(turn) => turn.take().map_or(Poll::Pending, Poll::Ready),
            // Nobody lets go of a request for a turn before its turn has come.
            Self::Waiting(given) => Pin::new(given).poll(cx).map(Result::unwrap_or_default),
        }
    }
}

/// A turn, for as long as this lives.
#[derive(Debug, Default)]
pub struct Turn {
    turns: Option<Arc<Turns>>,
    /// Who waits for its end.
    ended: AtomicWaker,
}

impl Turn {
    fn of(turns: &Arc<Turns>) -> Self {
        Self { turns: Some(Arc::clone(turns)), ended: AtomicWaker::new() }
    }

    /// Has the task woken when the turn has ended. One task waits at a time.
    pub(in crate::gateway) fn wake_at_end(&self, task: &Waker) {
        self.ended.register(task);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.ended.wake();
        let Some(turns) = self.turns.take() else { return };
        loop {
            let next = {
                let mut queue = turns.lock();
                let next = queue.next();
                if next.is_none() {
                    queue.free += 1;
                }
                next
            };
            let Some(next) = next else { return };
            match next.send(Turn::of(&turns)) {
                Ok(()) => return,
                // It has gone meanwhile. This one is passed on here, not by its own drop.
                Err(mut turn) => turn.turns = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    fn has(asked: &mut Asked) -> Option<Turn> {
        asked.now_or_never()
    }

    fn all(turns: &Arc<Turns>) -> Vec<Turn> {
        (0..TURNS).map(|_| has(&mut turns.ask(address(0))).expect("a turn is free")).collect()
    }

    /// There are so many turns, and one more waits until one ends.
    #[test]
    fn turns_are_few() {
        let turns = Turns::new();
        let mut held = all(&turns);
        let mut one_more = turns.ask(address(0));
        assert!(has(&mut one_more).is_none());
        held.pop();
        assert!(has(&mut one_more).is_some());
    }

    /// A crowd of one address does not stand before another address.
    #[test]
    fn addresses_take_turns() {
        let turns = Turns::new();
        let mut held = all(&turns);
        let mut crowd: Vec<Asked> = (0..100).map(|_| turns.ask(address(1))).collect();
        let mut other = turns.ask(address(2));
        let first = held.pop();
        drop(first);
        let turn = has(&mut crowd[0]).expect("who came first");
        assert!(has(&mut other).is_none());
        drop(turn);
        let turn = has(&mut other).expect("the other address");
        drop(turn);
        assert!(has(&mut crowd[1]).is_some());
    }

    /// Who goes away while waiting, or with a turn not taken, loses no turn for the others.
    #[test]
    fn no_turn_is_lost() {
        let turns = Turns::new();
        let held = all(&turns);
        let mut crowd: Vec<Asked> = (0..100).map(|_| turns.ask(address(1))).collect();
        let mut last = turns.ask(address(1));
        crowd.truncate(50);
        drop(held);
        drop(crowd);
        assert!(has(&mut last).is_some());
        let queue = turns.lock();
        assert_eq!((queue.free, queue.addresses.len(), queue.waiting.len()), (TURNS, 0, 0));
    }
}
