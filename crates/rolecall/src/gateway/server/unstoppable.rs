//! Work that runs to its end, even when whoever waits for it goes away.
//!
//! The one who waits polls the work, which costs no task and wakes no other thread. Dropped before its end, the work
//! moves to a task of its own.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::runtime::Handle;

/// A future that cannot be cancelled, only left.
pub(super) struct Unstoppable<T: Send + 'static> {
    /// `None` once it has ended.
    work: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
    runtime: Handle,
}

impl<T: Send + 'static> Unstoppable<T> {
    /// Must be called on a runtime, which runs what is left of the work.
    pub(super) fn new(work: impl Future<Output = T> + Send + 'static) -> Self {
        Self { work: Some(Box::pin(work)), runtime: Handle::current() }
    }
}

impl<T: Send + 'static> Future for Unstoppable<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let result = ready!(work.as_mut().poll(context));
        self.work = None;
        Poll::Ready(result)
    }
}

impl<T: Send + 'static> Drop for Unstoppable<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            self.runtime.spawn(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn whoever_waits_gets_the_result() {
        assert_eq!(Unstoppable::new(async { 7 }).await, 7);
    }

    #[tokio::test]
    async fn what_is_left_of_it_runs_without_anyone_waiting() {
        for polls in 0..2 {
            let (go, gone) = oneshot::channel::<()>();
            let (end, ended) = oneshot::channel();
            let mut work = Box::pin(Unstoppable::new(async move {
                gone.await.unwrap();
                end.send(()).unwrap();
            }));
            for _ in 0..polls {
                assert!((&mut work).now_or_never().is_none());
            }
            drop(work);
            go.send(()).unwrap();
            ended.await.unwrap();
        }
    }
}
