//! Requests per second over HTTP, as a ratio to a server that does nothing: `cargo bench --bench http`.
//!
//! Starts rolecall and a bare hyper server, each a process of its own, and loads one after the other with the same 32
//! keep-alive connections and the same bytes, several times in turn, so that a slow minute of the machine hits all of them. Two
//! more servers do what no server can leave out: one verifies the signature and writes a record, the other also makes the
//! credentials of a session (see `least`). The client sends requests signed beforehand and reads answers with as little work as
//! it can: what is compared is the servers. Prints the median of the turns.
//!
//! `cargo bench --bench http -- idle` measures what connections cost that do nothing: 64 busy ones, alone and beside 5,000
//! that have each sent one request. It needs `ulimit -n 20000`.

mod bare;
mod client;
mod idle;
mod least;
mod load;
#[path = "../kit/session.rs"]
mod session;
mod world;

use least::Work;
use load::Load;
use std::error::Error;
use std::time::Duration;

/// Connections held open, each with one request on its way.
const CONNECTIONS: usize = 32;
/// How often each server is measured, and how long.
const TURNS: usize = 3;
const TURN: Duration = Duration::from_secs(4);
const WARM_UP: Duration = Duration::from_secs(1);

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match std::env::var(bare::MARK) {
        Ok(work) => runtime.block_on(bare::serve(work.parse()?)),
        Err(_) if std::env::args().any(|argument| argument == "idle") => runtime.block_on(idle::compare()),
        Err(_) => runtime.block_on(compare()),
    }
}

/// One line of the report.
struct Row {
    what: &'static str,
    loads: Vec<Load>,
}

async fn compare() -> Result<()> {
    let bare = bare::start(&Work::Nothing).await?;
    let world = world::start().await?;
    let at_rest = world.resident_memory()?;
    let identities = world.get_caller_identity()?;
    let roles = world.assume_role()?;

    let secret = world.secret();
    let least_identity = bare::start(&Work::Identity { secret: secret.clone() }).await?;
    let least_role = bare::start(&Work::Role { secret }).await?;

    let subjects = [
        ("bare hyper server", bare.address, &identities),
        ("signature, record", least_identity.address, &identities),
        ("GetCallerIdentity", world.address, &identities),
        ("and a session", least_role.address, &roles),
        ("AssumeRole", world.address, &roles),
    ];
    let mut rows: Vec<Row> = subjects.iter().map(|&(what, ..)| Row { what, loads: Vec::new() }).collect();
    for &(_, address, requests) in &subjects {
        load::run(address, requests, CONNECTIONS, WARM_UP).await?;
    }
    for _ in 0..TURNS {
        for (&(_, address, requests), row) in subjects.iter().zip(&mut rows) {
            row.loads.push(load::run(address, requests, CONNECTIONS, TURN).await?);
        }
    }
    report(&rows, at_rest, world.resident_memory()?);
    Ok(())
}

/// Middle of the values; 0 of none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal it was started from")]
fn report(rows: &[Row], at_rest: u64, after: u64) {
    let rate = |row: &Row| median(row.loads.iter().map(Load::requests_per_second).collect());
    let baseline = rows.first().map(rate).unwrap_or_default();
    println!("{CONNECTIONS} keep-alive connections, signed requests, median of {TURNS} turns of {TURN:?}\n");
    println!("{:<20} {:>12} {:>7} {:>10} {:>10}", "", "requests/s", "ratio", "p50", "p99");
    for row in rows {
        let quantile = |q: f64| median(row.loads.iter().map(|load| load.quantile(q)).collect());
        println!(
            "{:<20} {:>12.0} {:>7.2} {:>7.2} ms {:>7.2} ms",
            row.what,
            rate(row),
            rate(row) / baseline,
            quantile(0.5),
            quantile(0.99)
        );
    }
    println!("\nresident memory of rolecall: {} MiB at rest, {} MiB after the load", at_rest >> 20, after >> 20);
}
