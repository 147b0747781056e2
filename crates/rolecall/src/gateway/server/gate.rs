//! A stranger's socket is read when it is the stranger's turn.
//!
//! A turn brings a few KiB, which are taken apart in one run of the connection's task. Requests that came with them
//! belong to the turn until each has done what it can do at once. So what was read is counted and at work, or waits for
//! its client, before more is read.

use super::super::connections::{Asked, Connection, Turn};
use super::super::limits::{TURN_BYTES, TURN_TIME};
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Open while it is the connection's turn.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    turn: Option<Arc<Turn>>,
    /// The turn that the connection waits for.
    asked: Option<Asked>,
    /// Whether the task, since it was woken, wanted to read.
    wanted: bool,
}

impl Gate {
    /// The connection's turn, if it has one.
    pub(super) fn turn(&self) -> Option<Arc<Turn>> {
        self.lock().turn.clone()
    }

    /// The connection's task has run. Its requests may keep the turn. A turn that the task does not want any more must not
    /// come to it: nobody would end it.
    pub(super) fn close(&self) {
        let (turn, asked) = {
            let mut state = self.lock();
            let wanted = std::mem::take(&mut state.wanted);
            (state.turn.take(), if wanted { None } else { state.asked.take() })
        };
        // The next turn begins with the end of this one, so not while this is locked.
        drop((turn, asked));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The socket behind its gate.
#[derive(Debug)]
pub(super) struct Gated {
    stream: TcpStream,
    connection: Arc<Connection>,
    gate: Arc<Gate>,
    /// The turn before, which requests may still have.
    last: Weak<Turn>,
    /// Bytes that this turn may still bring.
    left: usize,
}

impl Gated {
    pub(super) fn new(stream: TcpStream, connection: Arc<Connection>, gate: Arc<Gate>) -> Self {
        Self { stream, connection, gate, last: Weak::new(), left: 0 }
    }

    /// Waits for a turn, once there is something to read.
    fn poll_turn(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.gate.lock();
        if state.turn.is_some() {
            return Poll::Ready(Ok(()));
        }
        state.wanted = true;
        if state.asked.is_none() {
            ready!(self.stream.poll_read_ready(cx))?;
            if let Some(last) = self.last.upgrade() {
                last.wake_at_end(cx.waker());
                // If its last request has ended meanwhile, it ends here and wakes this task.
                drop(state);
                return Poll::Pending;
            }
        }
        let asked = state.asked.get_or_insert_with(|| self.connection.ask_turn());
        let turn = Arc::new(ready!(Pin::new(asked).poll(cx)));
        (self.last, self.left) = (Arc::downgrade(&turn), TURN_BYTES);
        (state.turn, state.asked) = (Some(turn), None);
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Gated {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.connection.is_known() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        ready!(self.poll_turn(cx))?;
        if self.left == 0 {
            // What this turn brought is handed over first.
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let left = self.left;
        let mut part = ReadBuf::new(buf.initialize_unfilled_to(left.min(buf.remaining())));
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        let read = part.filled().len();
        buf.advance(read);
        self.left = left.saturating_sub(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Gated {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// The turn that a request has until it waits for its client. A known client's request has none, and needs none.
#[derive(Debug, Clone, Default)]
pub struct RequestTurn(Option<Arc<Mutex<Option<Arc<Turn>>>>>);

impl RequestTurn {
    pub(super) fn new(turn: Option<Arc<Turn>>) -> Self {
        Self(turn.map(|turn| Arc::new(Mutex::new(Some(turn)))))
    }

    /// The turn ends.
    pub fn end(&self) {
        let Some(turn) = &self.0 else { return };
        let turn = turn.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(turn);
    }

    /// Runs `work`. The turn ends with it, and after [`TURN_TIME`].
    pub(super) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        if self.0.is_some() {
            // A cancelled request has no turn either.
            let _ended = Ended(self);
            if let Ok(done) = tokio::time::timeout(TURN_TIME, &mut work).await {
                return done;
            }
        }
        work.await
    }
}

/// Ends a turn when it is dropped.
struct Ended<'a>(&'a RequestTurn);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::connections::{Connections, Place};
    use crate::gateway::limits::{Limits, TURNS};
    use futures_util::FutureExt as _;
    use std::future::poll_fn;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    struct Conversation {
        client: TcpStream,
        server: Gated,
        gate: Arc<Gate>,
        place: Place,
    }

    impl Conversation {
        async fn begin(all: &Arc<Connections>) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            let (stream, address) = listener.accept().await.unwrap();
            let (place, gate) = (all.enter(address.ip()).unwrap(), Arc::<Gate>::default());
            let server = Gated::new(stream, Arc::clone(place.connection()), Arc::clone(&gate));
            Self { client, server, gate, place }
        }

        /// Bytes that one run of the task reads, once it reads any.
        async fn run(&mut self) -> usize {
            let (server, gate) = (&mut self.server, &self.gate);
            poll_fn(|cx| {
                let mut bytes = vec![0; 4 * TURN_BYTES];
                let mut buf = ReadBuf::new(&mut bytes);
                while let Poll::Ready(read) = Pin::new(&mut *server).poll_read(cx, &mut buf) {
                    read.unwrap();
                }
                let read = buf.filled().len();
                gate.close();
                if read == 0 { Poll::Pending } else { Poll::Ready(read) }
            })
            .await
        }

        fn runs(&mut self) -> bool {
            self.run().now_or_never().is_some()
        }
    }

    fn taken(all: &Arc<Connections>) -> Vec<Turn> {
        let place = all.enter("10.0.0.1".parse().unwrap()).unwrap();
        (0..TURNS).map(|_| place.connection().ask_turn().now_or_never().expect("a turn is free")).collect()
    }

    /// A turn brings so many bytes, and the next one the next.
    #[tokio::test]
    async fn a_turn_brings_a_few_bytes() {
        let mut talk = Conversation::begin(&Connections::new(Limits::default())).await;
        talk.client.write_all(&vec![0; TURN_BYTES + 1]).await.unwrap();
        let mut read = 0;
        while read < TURN_BYTES + 1 {
            let more = talk.run().await;
            assert!(more <= TURN_BYTES);
            read += more;
        }
        assert_eq!(read, TURN_BYTES + 1);
    }

    /// A stranger that has something to read waits while all turns are taken, and one that is known does not.
    #[tokio::test]
    async fn the_known_need_no_turn() {
        let all = Connections::new(Limits::default());
        let mut talk = Conversation::begin(&all).await;
        let mut turns = taken(&all);
        talk.client.write_all(b"abc").await.unwrap();
        talk.server.stream.readable().await.unwrap();
        assert!(!talk.runs());
        turns.pop();
        assert!(talk.runs());
        turns.extend(talk.place.connection().ask_turn().now_or_never());
        talk.client.write_all(b"abc").await.unwrap();
        talk.server.stream.readable().await.unwrap();
        assert!(!talk.runs());
        talk.place.connection().verified();
        assert_eq!(talk.run().await, 3);
    }

    /// More is read when the requests of the turn before are answered or wait.
    #[tokio::test]
    async fn requests_keep_the_turn() {
        let mut talk = Conversation::begin(&Connections::new(Limits::default())).await;
        talk.client.write_all(b"abc").await.unwrap();
        let server = &mut talk.server;
        poll_fn(|cx| server.poll_turn(cx)).await.unwrap();
        let requests = [(); 2].map(|()| RequestTurn::new(talk.gate.turn()));
        talk.gate.close();
        assert!(!talk.runs());
        let [first, second] = requests;
        first.end();
        assert!(!talk.runs());
        second.end();
        assert!(talk.runs());
    }

    /// Nobody keeps a turn that came when it was not wanted any more.
    #[tokio::test]
    async fn a_turn_that_nobody_wants_goes_on() {
        let all = Connections::new(Limits::default());
        let mut talk = Conversation::begin(&all).await;
        let turns = taken(&all);
        talk.client.write_all(b"abc").await.unwrap();
        talk.server.stream.readable().await.unwrap();
        assert!(!talk.runs());
        drop(turns);
        // A run that does not read.
        talk.gate.close();
        assert_eq!(taken(&all).len(), TURNS);
    }

    /// A request loses its turn after a time, and goes on.
    #[tokio::test]
    async fn long_requests_lose_their_turn() {
        let all = Connections::new(Limits::default());
        let mut turns = taken(&all);
        let turn = RequestTurn::new(turns.pop().map(Arc::new));
        let mut next = all.enter("10.0.0.2".parse().unwrap()).unwrap().connection().ask_turn();
        let (end, ended) = tokio::sync::oneshot::channel();
        let work = turn.during(async { ended.await.unwrap() });
        let after = async {
            (&mut next).await;
            end.send(7).unwrap();
        };
        assert_eq!(tokio::join!(work, after).0, 7);
    }
}
