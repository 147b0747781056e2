//! Locks that are held for a few microseconds.
//!
//! A thread that finds such a lock taken and goes to sleep costs more than the lock: one switch to another thread, one call to
//! the system by whoever releases it, one switch back. And once one thread sleeps, the standard library's mutex lets those who
//! come next sleep at once, so that two busy threads keep waking each other. So a thread tries for a while first, about as
//! long as the two switches would take.

use std::hint::spin_loop;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// How often a thread tries before it sleeps, and its pauses between two tries: together some ten microseconds.
const TRIES: u32 = 64;
const PAUSES: u32 = 4;

/// Locks a mutex that nobody holds for long. A poisoned one is locked like any other: who uses this keeps its contents right
/// at each step.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    for _ in 0..TRIES {
        match mutex.try_lock() {
            Ok(guard) => return guard,
            Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => (0..PAUSES).for_each(|_| spin_loop()),
        }
    }
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    /// However long it is held, the lock is had by one thread at a time and by each in the end.
    #[test]
    fn one_at_a_time() {
        let count = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..1_000 {
                        let mut count = lock(&count);
                        let before = *count;
                        thread::yield_now();
                        *count = before + 1;
                    }
                });
            }
        });
        assert_eq!(*lock(&count), 4_000);
    }

    /// A thread that has tried often enough waits for one that holds the lock for long.
    #[test]
    fn a_long_wait() {
        let held = Mutex::new(1);
        let guard = lock(&held);
        let (begin, begun) = mpsc::channel();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                begin.send(()).unwrap();
                *lock(&held)
            });
            begun.recv().unwrap();
            let mut guard = guard;
            *guard = 2;
            drop(guard);
            assert_eq!(waiting.join().unwrap(), 2);
        });
    }

    /// A thread that panics while it holds the lock does not keep the others out.
    #[test]
    fn after_a_panic() {
        let poisoned = Mutex::new(1);
        thread::scope(|scope| {
            let panicked = scope.spawn(|| {
                let _guard = lock(&poisoned);
                std::panic::resume_unwind(Box::new(()));
            });
            assert!(panicked.join().is_err());
        });
        assert!(poisoned.is_poisoned());
        assert_eq!(*lock(&poisoned), 1);
    }
}
