//! The only place that knows HTTP connections: listen, identify, authenticate, dispatch, answer.

pub mod admin;
mod authenticate;
pub mod body;
pub mod connections;
pub mod identify;
pub mod inside;
pub mod limits;
mod measures;
pub mod pipeline;
pub mod post;
mod published;
pub mod rates;
mod recent;
pub(crate) mod record;
mod rest_json;
pub mod server;
pub mod sigv2;
pub mod sigv4;
pub mod steps;
pub mod tls;
pub mod unread;
pub mod wire;
