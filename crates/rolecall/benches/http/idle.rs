//! What connections cost that do nothing.

use crate::client::Connection;
use crate::{Result, TURN, TURNS, WARM_UP, load, median, world};
use std::net::SocketAddr;

/// Connections that are open and at rest.
const IDLE: usize = 5_000;
/// Connections that load the server meanwhile.
const BUSY: usize = 64;

/// Loads the server without the idle connections, then with them, and prints both.
#[expect(clippy::print_stdout, reason = "a bench reports to the terminal it was started from")]
#[expect(clippy::cast_precision_loss, reason = "a number of bytes is far below 2^52")]
pub(crate) async fn compare() -> Result<()> {
    let world = world::start().await?;
    let requests = world.get_caller_identity()?;
    load::run(world.address, &requests, BUSY, WARM_UP).await?;
    println!("{BUSY} busy connections, median of {TURNS} turns of {TURN:?}\n");
    println!("{:<20} {:>12} {:>10} {:>10}", "", "requests/s", "p50", "p99");
    measure("alone", world.address, &requests).await?;
    let before = world.resident_memory()?;
    let mut idle = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        let mut connection = Connection::open(world.address).await?;
        for request in requests.iter().take(1) {
            connection.exchange(request).await?;
        }
        idle.push(connection);
    }
    let each = world.resident_memory()?.saturating_sub(before) as f64 / IDLE as f64 / 1024.0;
    measure(&format!("beside {IDLE} idle"), world.address, &requests).await?;
    println!("\nresident memory of an idle connection that was used: {each:.1} KiB");
    drop(idle);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal it was started from")]
async fn measure(what: &str, address: SocketAddr, requests: &std::sync::Arc<[Vec<u8>]>) -> Result<()> {
    let mut loads = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        loads.push(load::run(address, requests, BUSY, TURN).await?);
    }
    let quantile = |q: f64| median(loads.iter().map(|load| load.quantile(q)).collect());
    let rate = median(loads.iter().map(load::Load::requests_per_second).collect());
    println!("{what:<20} {rate:>12.0} {:>7.2} ms {:>7.2} ms", quantile(0.5), quantile(0.99));
    Ok(())
}
