//! A thread for each core, each with a runtime of its own.
//!
//! A connection stays on the core that it was given at its beginning: its requests are read, decided and answered there,
//! and nothing of them wakes another thread. Connections are dealt out in turn, so that every core has as many. The thread
//! stays on its core, too: two such threads on one core would take turns of some milliseconds while another core is free.
//! Threads that they start, for work that takes long, run anywhere.

use crate::environment::processors;
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// The runtimes of a server's connections. They end when this is dropped, with what still runs on them.
#[derive(Debug)]
pub struct Cores {
    cores: Vec<Core>,
    next: AtomicUsize,
}

#[derive(Debug)]
struct Core {
    runtime: Handle,
    /// Dropped, it ends the runtime.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Cores {
    /// As many as the process may use.
    ///
    /// # Errors
    /// The system gives no thread, or no means to wait for sockets.
    pub fn all() -> io::Result<Self> {
        let count = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let cores = (0..count).map(|number| Core::start(number, count)).collect::<io::Result<_>>()?;
        Ok(Self { cores, next: AtomicUsize::new(0) })
    }

    /// None of its own: connections run where the server does.
    #[must_use]
    pub fn current() -> Self {
        Self { cores: Vec::new(), next: AtomicUsize::new(0) }
    }

    /// The runtime of the next connection.
    pub(super) fn next(&self) -> Handle {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let core = turn.checked_rem(self.cores.len()).and_then(|core| self.cores.get(core));
        core.map_or_else(Handle::current, |core| core.runtime.clone())
    }
}

impl Core {
    fn start(number: usize, count: usize) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().on_thread_start(processors::use_all).build()?;
        let (stop, stopped) = oneshot::channel();
        let handle = runtime.handle().clone();
        let run = move || {
            processors::stay_on(number, count);
            drop(runtime.block_on(stopped));
        };
        let thread = thread::Builder::new().name(format!("core-{number}")).spawn(run)?;
        Ok(Self { runtime: handle, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a thread that answers requests died");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::thread::sched_getaffinity;

    /// What a core starts for work that takes long does not wait for that core.
    #[test]
    fn long_work_runs_on_any_core() {
        let cores = Cores::all().unwrap();
        let all = sched_getaffinity(None).unwrap().count();
        let processors = || sched_getaffinity(None).unwrap().count();
        let handle = cores.next();
        let (tell, told) = std::sync::mpsc::channel();
        let task = async move { tell.send((processors(), tokio::task::spawn_blocking(processors).await.unwrap())) };
        drop(handle.spawn(task));
        let (own, long) = told.recv().unwrap();
        let kept = usize::try_from(all).unwrap() == cores.cores.len();
        assert_eq!((own, long), (if kept { 1 } else { all }, all));
    }
}
