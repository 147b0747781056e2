//! The data directory of a stopped server, opened by a command that does one thing with it.

use super::CommandError;
use crate::environment::clock::SystemClock;
use crate::environment::data_dir::{DataDirError, check_used};
use crate::environment::entropy::SystemEntropy;
use crate::node::{Node, NodeConfig, NodeError};
use crate::store::sqlite::OpenError;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Does something on the data directory of a stopped server. It holds the directory meanwhile, so that no server starts on it.
///
/// # Errors
/// The directory is not a data directory, a server runs on it, or what the command says.
pub(super) fn on(
    data: &Path,
    command: impl AsyncFnOnce(&Node) -> Result<ExitCode, CommandError>,
) -> Result<ExitCode, CommandError> {
    check_used(data)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
        let opened = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await;
        let node = opened.map_err(|error| in_use(data, error))?;
        let done = command(&node).await;
        node.close().await;
        done
    })
}

/// Says what to do if a server runs.
fn in_use(data: &Path, error: NodeError) -> CommandError {
    match error {
        NodeError::Directory(DataDirError::InUse(_))
        | NodeError::Open(OpenError::Directory(DataDirError::InUse(_))) => {
            format!("a server is using `{}`; stop it first", data.display()).into()
        }
        other => other.into(),
    }
}
