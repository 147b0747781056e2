//! A bounded way from async callers to one writing thread.
//!
//! The disk is slow and its calls block, so each file has one thread that owns it. Callers wait, without blocking the
//! runtime, for a slot; the thread takes everything that has gathered and works on it as one batch. That is what makes
//! group commit: while one batch is synced, the next one gathers.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The queue; both sides hold it in an `Arc`.
pub(crate) struct Inbox<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    slots: Arc<Semaphore>,
}

struct State<T> {
    jobs: VecDeque<Job<T>>,
    closed: bool,
}

/// A job, and the slot that it holds until the thread has taken it.
struct Job<T> {
    job: T,
    _slot: OwnedSemaphorePermit,
}

/// The inbox was closed; the job was not taken.
#[derive(Debug)]
pub(crate) struct Closed;

impl<T> Inbox<T> {
    /// An inbox in which at most `slots` jobs wait.
    pub(crate) fn new(slots: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State { jobs: VecDeque::new(), closed: false }),
            arrived: Condvar::new(),
            slots: Arc::new(Semaphore::new(slots)),
        })
    }

    /// Waits for a slot and leaves the job.
    pub(crate) async fn send(&self, job: T) -> Result<(), Closed> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Closed)?;
        let mut state = self.lock();
        if state.closed {
            return Err(Closed);
        }
        state.jobs.push_back(Job { job, _slot: slot });
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Blocks until there is a job, then moves up to `most` of them into `batch`. False: closed and empty.
    pub(crate) fn receive(&self, batch: &mut Vec<T>, most: usize) -> bool {
        let mut state = self.lock();
        loop {
            if !state.jobs.is_empty() {
                let count = state.jobs.len().min(most);
                batch.extend(state.jobs.drain(..count).map(|job| job.job));
                return true;
            }
            if state.closed {
                return false;
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes no more jobs. What is queued is still received.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.slots.close();
        self.arrived.notify_all();
    }

    /// How many jobs wait.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.lock().jobs.len()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jobs come out in the order they went in, in batches no larger than asked, and closing keeps what is queued.
    #[tokio::test]
    async fn keeps_order_and_closes_softly() {
        let inbox = Inbox::new(10);
        for n in 0..5 {
            inbox.send(n).await.unwrap();
        }
        inbox.close();
        assert!(inbox.send(9).await.is_err());
        let mut batch = Vec::new();
        assert!(inbox.receive(&mut batch, 3));
        assert_eq!(batch, [0, 1, 2]);
        assert!(inbox.receive(&mut batch, 3));
        assert_eq!(batch, [0, 1, 2, 3, 4]);
        assert!(!inbox.receive(&mut batch, 3));
    }

    /// A full inbox makes the sender wait until a batch has been taken.
    #[tokio::test]
    async fn full_means_wait() {
        let inbox = Inbox::new(1);
        inbox.send(1).await.unwrap();
        let second = inbox.send(2);
        let mut second = std::pin::pin!(second);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(Future::poll(second.as_mut(), &mut context).is_pending());
        let mut batch = Vec::new();
        assert!(inbox.receive(&mut batch, 8));
        second.await.unwrap();
        assert!(inbox.receive(&mut batch, 8));
        assert_eq!(batch, [1, 2]);
    }
}
