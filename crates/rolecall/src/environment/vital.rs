//! Threads without which the server cannot go on, such as the one that writes the store.
//!
//! If such a thread dies, whoever waits for it would wait for ever. So [`Vital`] reports its death: what waits is answered with an
//! error, and the process ends with the reason ([`Vital::failed`]).

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use tokio::sync::watch;

/// Tells when a thread has died.
#[derive(Debug, Clone)]
pub struct Vital(watch::Sender<Option<String>>);

impl Default for Vital {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Vital {
    /// Runs `work` on a thread of this name. If it panics, `bury` is called, which is to answer whoever waits, and then
    /// the death is reported.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn spawn(
        &self,
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
        bury: impl FnOnce() + Send + 'static,
    ) -> io::Result<JoinHandle<()>> {
        let vital = self.clone();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
                bury();
                let reason = format!("the thread `{name}` has died: {}", words(&*panic));
                tracing::error!("{reason}");
                vital.0.send_replace(Some(reason));
            }
        })
    }

    /// Waits until a thread has died; the reason. For ever if none does.
    pub async fn failed(&self) -> String {
        let mut told = self.0.subscribe();
        let reason = told.wait_for(Option::is_some).await.ok().and_then(|reason| reason.clone());
        match reason {
            Some(reason) => reason,
            // The sender is `self`, so that this does not happen.
            None => std::future::pending().await,
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked")
}
