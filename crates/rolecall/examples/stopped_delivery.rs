//! Delivers what the trails of a data directory log until a step is done, and ends there as a killed process does. For the
//! clients' tests: `stopped_delivery DATA STEP`, with a step such as `LogFilePut`, while no server uses the directory.

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use rolecall::delivery::{Step, Steps, deliver_by_steps};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::node::{Node, NodeConfig};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is an hour here: digests come after it.
const DIGESTS: SignedDuration = SignedDuration::from_secs(2);
/// Between two deliveries.
const PAUSE: Duration = Duration::from_millis(100);
/// For how long the step is waited for.
const WITHIN: Duration = Duration::from_secs(60);

/// Ends the process when this step is done, without any chance to tidy up.
struct StopAt(Step);

impl Steps for StopAt {
    fn done(&self, step: Step) -> BoxFuture<'_, ()> {
        if step == self.0 {
            std::process::abort();
        }
        Box::pin(std::future::ready(()))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let data = PathBuf::from(arguments.next().ok_or("a data directory is missing")?);
    let name = arguments.next().ok_or("a step is missing")?;
    let step = Step::ALL.into_iter().find(|step| format!("{step:?}") == name).ok_or("there is no such step")?;
    let config = NodeConfig { data, home_region: "us-east-1".to_owned() };
    let node = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let began = Instant::now();
    while began.elapsed() < WITHIN {
        deliver_by_steps(&node, DIGESTS, &StopAt(step)).await;
        tokio::time::sleep(PAUSE).await;
    }
    Err("the step was never done".into())
}
