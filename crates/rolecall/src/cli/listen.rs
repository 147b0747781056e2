//! Where `rolecall serve` listens: what `--listen` and `--console-listen` take.

use crate::gateway::server;
use std::fmt::{Display, Formatter};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use tokio::net::TcpListener;

/// The port unless one is given.
const PORT: u16 = 4600;
/// The console's.
const CONSOLE_PORT: u16 = 4601;

/// What `--listen` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listen {
    host: Host,
    port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    Name(String),
}

const HOW: &str = "write ADDRESS:PORT, such as 127.0.0.1:4600, [::1]:4600, localhost:4600, or only 4600";

impl Listen {
    /// Reads an address, a port, or both. A port alone, also as `:4600`, is one of the loopback address: what strangers can
    /// reach is asked for by name.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Self::read(text, PORT)
    }

    /// The same for the console.
    pub(super) fn parse_console(text: &str) -> Result<Self, String> {
        Self::read(text, CONSOLE_PORT)
    }

    fn read(text: &str, default_port: u16) -> Result<Self, String> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self { host: Host::Address(address.ip()), port: address.port() });
        }
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = inner.parse::<Ipv6Addr>() {
            return Ok(Self { host: Host::Address(address.into()), port: default_port });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => ("", Some(text)),
            None => (text, None),
        };
        let port = match port {
            Some(port) => {
                let digits = port.bytes().all(|byte| byte.is_ascii_digit());
                let number = port.parse().ok().filter(|_| digits);
                number.ok_or_else(|| format!("`{port}` is not a port from 0 to 65535; {HOW}"))?
            }
            None => default_port,
        };
        let named = |host: &str| {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        };
        let host = match host {
            "" if text.is_empty() => return Err(HOW.to_owned()),
            "" => Host::Address(Ipv4Addr::LOCALHOST.into()),
            name if name.eq_ignore_ascii_case("localhost") => Host::Address(Ipv4Addr::LOCALHOST.into()),
            name => match name.parse() {
                Ok(address) => Host::Address(address),
                Err(_) if named(name) => Host::Name(name.to_owned()),
                Err(_) => return Err(HOW.to_owned()),
            },
        };
        Ok(Self { host, port })
    }

    /// Listens there, on the first address that a name has.
    pub(super) fn bind(&self) -> io::Result<TcpListener> {
        let address = match &self.host {
            Host::Address(address) => SocketAddr::new(*address, self.port),
            Host::Name(name) => {
                let first = (name.as_str(), self.port).to_socket_addrs()?.next();
                first.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the name has no address"))?
            }
        };
        server::listen(address)
    }
}

impl Display for Listen {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match &self.host {
            Host::Address(address) => SocketAddr::new(*address, self.port).fmt(f),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

/// The address by which clients of this machine reach a server that listens on `address`.
pub(super) fn reached_at(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Address, port or both; a port alone is not for strangers.
    #[test]
    fn addresses_are_read() {
        for (text, read) in [
            ("127.0.0.1:4600", "127.0.0.1:4600"),
            ("0.0.0.0:443", "0.0.0.0:443"),
            ("localhost:4600", "127.0.0.1:4600"),
            ("LocalHost", "127.0.0.1:4600"),
            (":4600", "127.0.0.1:4600"),
            ("4601", "127.0.0.1:4601"),
            ("0", "127.0.0.1:0"),
            ("10.0.0.7", "10.0.0.7:4600"),
            ("[::1]:4600", "[::1]:4600"),
            ("[::1]", "[::1]:4600"),
            ("::1", "[::1]:4600"),
            ("[::]:80", "[::]:80"),
            ("my-host.example.com:80", "my-host.example.com:80"),
            ("localhost:65535", "127.0.0.1:65535"),
        ] {
            assert_eq!(Listen::parse(text).map(|it| it.to_string()), Ok(read.to_owned()), "{text}");
        }
        for text in [
            "",
            ":",
            "localhost:",
            "65536",
            ":65536",
            "localhost:-1",
            "a b:1",
            "http://localhost:4600",
            "[::1",
            "::1]:1",
            "1:2:3:4",
        ] {
            let refused = Listen::parse(text).unwrap_err();
            assert!(refused.contains("localhost:4600"), "{text}: {refused}");
        }
    }

    #[test]
    fn an_unspecified_address_is_reached_on_loopback() {
        for (listens, reached) in [("0.0.0.0:1", "127.0.0.1:1"), ("[::]:1", "[::1]:1"), ("10.0.0.7:1", "10.0.0.7:1")] {
            assert_eq!(reached_at(listens.parse().unwrap()).to_string(), reached);
        }
    }
}
