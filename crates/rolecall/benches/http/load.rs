//! Load: many connections, each sending its next request when the last one is answered.

use crate::Result;
use crate::client::Connection;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What one run measured.
pub(crate) struct Load {
    elapsed: Duration,
    /// Time from sending to the whole answer, sorted.
    latencies: Vec<Duration>,
}

impl Load {
    #[expect(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    pub(crate) fn requests_per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// Milliseconds within which the given part of the requests was answered.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index below the length, rounded down"
    )]
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let index = ((self.latencies.len().saturating_sub(1)) as f64 * part) as usize;
        self.latencies.get(index).copied().unwrap_or_default().as_secs_f64() * 1000.0
    }
}

/// Loads one server for a time. Each connection goes round the requests, starting at its own place.
pub(crate) async fn run(
    address: SocketAddr,
    requests: &Arc<[Vec<u8>]>,
    connections: usize,
    time: Duration,
) -> Result<Load> {
    let mut tasks = Vec::with_capacity(connections);
    let started = Instant::now();
    for place in 0..connections {
        let requests = Arc::clone(requests);
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut latencies = Vec::with_capacity(8192);
            for request in requests.iter().cycle().skip(place) {
                let sent = Instant::now();
                if sent.duration_since(started) >= time {
                    break;
                }
                connection.exchange(request).await?;
                latencies.push(sent.elapsed());
            }
            Result::Ok(latencies)
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.append(&mut task.await??);
    }
    let elapsed = started.elapsed();
    latencies.sort_unstable();
    Ok(Load { elapsed, latencies })
}
