//! Long computations, off the threads that carry out requests.
//!
//! Listing recorded requests, or deciding a request for each of thousands of principals, takes up to some hundred
//! milliseconds of a processor. Few of them run at a time, so that the other requests have processors left, and few wait.

use crate::api::error::ApiError;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Computations that run at the same time: less than the processors of a small machine.
const RUNNING: usize = 2;
/// Computations that run or wait. Whoever would wait longer is told to try again.
const ADMITTED: usize = 32;

/// Runs computations.
#[derive(Debug)]
pub struct Work {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Default for Work {
    fn default() -> Self {
        Self { running: Arc::new(Semaphore::new(RUNNING)), admitted: Arc::new(Semaphore::new(ADMITTED)) }
    }
}

impl Work {
    /// Runs a computation as soon as there is room.
    ///
    /// # Errors
    /// `Throttling` if too many wait already.
    pub async fn run<T: Send + 'static>(&self, compute: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let throttled = |_| ApiError::new("Throttling", 400, "Rate exceeded");
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(throttled)?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(ApiError::internal)?;
        let computing = tokio::task::spawn_blocking(move || {
            let computed = compute();
            drop((running, admitted));
            computed
        });
        computing.await.map_err(ApiError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// So many are admitted, and no more; when one has ended there is room for another.
    #[tokio::test]
    async fn the_limit() {
        let work = Arc::new(Work::default());
        let (go, wait) = mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        let mut all = Vec::new();
        for _ in 0..ADMITTED {
            let (work, wait) = (Arc::clone(&work), Arc::clone(&wait));
            all.push(tokio::spawn(async move { work.run(move || wait.lock().unwrap().recv().unwrap()).await }));
        }
        while work.admitted.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(work.run(|| ()).await.unwrap_err().code, "Throttling");
        (0..ADMITTED).for_each(|_| go.send(()).unwrap());
        for one in all {
            one.await.unwrap().unwrap();
        }
        assert_eq!(work.run(|| 7).await, Ok(7));
    }
}
