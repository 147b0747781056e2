//! The only place that knows HTTP connections: listen, identify, authenticate, dispatch, answer.

mod authenticate;
pub mod body;
pub mod connections;
pub mod identify;
pub mod limits;
pub mod pipeline;
pub mod rates;
pub(crate) mod record;
pub mod server;
pub mod sigv4;
pub mod tls;
mod unread;
pub mod wire;
