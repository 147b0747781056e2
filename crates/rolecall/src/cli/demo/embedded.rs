//! A whole server inside this process, on a free port of the loopback address.

use super::CommandError;
use crate::delivery::{self, Intervals};
use crate::domain::account_creation;
use crate::environment::clock::SystemClock;
use crate::environment::entropy::SystemEntropy;
use crate::gateway::identify::Endpoints;
use crate::gateway::limits::Limits;
use crate::gateway::pipeline::Gateway;
use crate::gateway::server::{self, Drained};
use crate::node::{Node, NodeConfig};
use crate::services;
use crate::world::{NewAccount, World};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running server.
pub(super) struct Embedded {
    pub(super) address: SocketAddr,
    node: Arc<Node>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Drained>,
}

impl Embedded {
    /// Starts it on a data directory, with the accounts of `world`, which are handed back with their root keys.
    pub(super) async fn start(data: &Path, world: &World) -> Result<(Self, Vec<NewAccount>), CommandError> {
        let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
        let node = Arc::new(Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?);
        let accounts = world.apply(&node).await?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let gateway = Arc::new(Gateway::new(Arc::clone(&node), Endpoints::default(), services::ALL));
        tokio::spawn(account_creation::serve(Arc::downgrade(&node)));
        tokio::spawn(delivery::serve(Arc::downgrade(&node), Intervals::default()));
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // Stops too when the demo is gone.
            let _ = stopped.await;
        };
        let serving = tokio::spawn(server::serve(listener, gateway, Limits::default(), None, stopped));
        Ok((Self { address, node, stop, serving }, accounts))
    }

    /// Stops it and saves what it has in memory.
    pub(super) async fn stop(self) -> Result<(), CommandError> {
        drop(self.stop);
        self.serving.await?;
        self.node.close().await;
        Ok(())
    }
}
