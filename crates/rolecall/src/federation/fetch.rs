//! Fetches what a provider publishes, over https and from nowhere else.
//!
//! Who registers a provider chooses the host that this server asks. So it asks little: a `GET` to port 443 of that host,
//! without anything of ours in it, to no address that is this machine's or its link's own, over TLS with a certificate for
//! that name, and it follows no redirect. A host that only the provider's document names may have no private address
//! either, unless the operator gave it one. What comes back is bounded in bytes and time, and shown to nobody.

use super::discovery::Place;
use bytes::Bytes;
use http::header::{ACCEPT, HOST, USER_AGENT};
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

/// How long a document may take, from the look-up of the host's name to the last byte. A caller of STS waits for two.
pub const TIME: Duration = Duration::from_secs(5);
/// Documents that are fetched at a time, of all providers together; others wait within their [`TIME`]. The look-up of a name
/// keeps a thread, also when nobody waits for it any more.
pub const FETCHES: usize = 16;
/// Bytes of a document. The largest set of keys, of 200 at 8,192 bits each, is below 350,000.
pub const BYTES: usize = 512 << 10;

/// Why a document was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// There is no such host, or no address of it may be asked.
    #[error("the name {0} has no address that may be asked")]
    Address(String),
    /// No connection, or no TLS with a trusted certificate.
    #[error("cannot connect to {0}: {1}")]
    Connect(String, String),
    /// It took longer than [`TIME`].
    #[error("{0} did not answer in time")]
    Time(String),
    /// It answered something else than 200.
    #[error("{0} answered {1}")]
    Status(String, u16),
    /// The answer broke off, or is longer than [`BYTES`].
    #[error("the answer of {0} broke off or is longer than {BYTES} bytes")]
    Body(String),
    /// What came is not what was asked for.
    #[error("what {0} publishes cannot be used: {1}")]
    Document(String, String),
}

/// Why a file of authorities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthoritiesError {
    /// No readable certificate.
    #[error("the file of certificate authorities holds no valid PEM certificate")]
    Certificate,
    /// One of them cannot be an authority.
    #[error("a certificate in the file of certificate authorities cannot be one: {0}")]
    Authority(#[from] rustls::Error),
}

/// Fetches documents of providers.
#[derive(Clone)]
pub struct Fetcher {
    /// Certificate authorities of the operator, beside the machine's.
    authorities: Vec<CertificateDer<'static>>,
    /// Made when the first provider is asked: the machine's authorities are read then.
    tls: OnceLock<Result<Arc<ClientConfig>, rustls::Error>>,
    /// Hosts that are asked at an address that the operator gave.
    at: BTreeMap<String, SocketAddr>,
    time: Duration,
    places: Arc<Semaphore>,
}

impl std::fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetcher").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Trusts the machine's certificate authorities.
impl Default for Fetcher {
    fn default() -> Self {
        Self {
            authorities: Vec::new(),
            tls: OnceLock::new(),
            at: BTreeMap::new(),
            time: TIME,
            places: Arc::new(Semaphore::new(FETCHES)),
        }
    }
}

impl Fetcher {
    /// Trusts the machine's certificate authorities, and those of this PEM text.
    ///
    /// # Errors
    /// See [`AuthoritiesError`].
    pub fn trusting(authorities: &[u8]) -> Result<Self, AuthoritiesError> {
        let authorities: Vec<_> = CertificateDer::pem_slice_iter(authorities)
            .collect::<Result<_, _>>()
            .map_err(|_| AuthoritiesError::Certificate)?;
        if authorities.is_empty() {
            return Err(AuthoritiesError::Certificate);
        }
        let mut roots = RootCertStore::empty();
        authorities.iter().try_for_each(|authority| roots.add(authority.clone()))?;
        Ok(Self { authorities, ..Self::default() })
    }

    /// The same, which asks these hosts at these addresses, whatever their names resolve to.
    #[must_use]
    pub fn asking(mut self, at: impl IntoIterator<Item = (String, SocketAddr)>) -> Self {
        self.at.extend(at.into_iter().map(|(host, address)| (host.to_ascii_lowercase(), address)));
        self
    }

    /// The same with another limit than [`TIME`].
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// The document at this place.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn get(&self, place: &Place) -> Result<Bytes, FetchError> {
        let late = || FetchError::Time(place.host.clone());
        let fetch = async {
            let _turn = self.places.acquire().await.map_err(|_| late())?;
            self.ask(place).await
        };
        tokio::time::timeout(self.time, fetch).await.unwrap_or_else(|_| Err(late()))
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        let make = || {
            let mut roots = RootCertStore::empty();
            // Without them no provider of the internet is reached, and the log says so of each.
            let machine = rustls_native_certs::load_native_certs().certs;
            roots.add_parsable_certificates(machine.into_iter().chain(self.authorities.iter().cloned()));
            let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions()?;
            Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
        };
        self.tls.get_or_init(make).clone()
    }

    async fn ask(&self, place: &Place) -> Result<Bytes, FetchError> {
        let host = &place.host;
        let failed = |error: &dyn std::fmt::Display| FetchError::Connect(host.clone(), error.to_string());
        let tls = self.tls().map_err(|error| failed(&error))?;
        let name = ServerName::try_from(host.clone()).map_err(|error| failed(&error))?;
        let stream = self.connect(place).await?;
        let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|e| failed(&e))?;
        let (mut client, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
        let request = Request::get(&place.path)
            .header(HOST, host)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("rolecall/", env!("CARGO_PKG_VERSION")))
            .body(Empty::<Bytes>::new())
            .map_err(|error| failed(&error))?;
        let exchange = async {
            let response = client.send_request(request).await.map_err(|error| failed(&error))?;
            if response.status() != StatusCode::OK {
                return Err(FetchError::Status(host.clone(), response.status().as_u16()));
            }
            let body = Limited::new(response.into_body(), BYTES).collect().await;
            Ok(body.map_err(|_| FetchError::Body(host.clone()))?.to_bytes())
        };
        // The connection ends with the exchange, also when time is up.
        let mut connection = std::pin::pin!(connection);
        let mut exchange = std::pin::pin!(exchange);
        tokio::select! {
            biased;
            answered = &mut exchange => answered,
            ended = &mut connection => match ended {
                // What was read may still be in the exchange.
                Ok(()) => exchange.await,
                Err(error) => Err(failed(&error)),
            },
        }
    }

    async fn connect(&self, place: &Place) -> Result<TcpStream, FetchError> {
        let host = &*place.host;
        let failed = |error: std::io::Error| FetchError::Connect(host.to_owned(), error.to_string());
        if let Some(address) = self.at.get(&host.to_ascii_lowercase()) {
            return TcpStream::connect(address).await.map_err(failed);
        }
        let nowhere = || FetchError::Address(host.to_owned());
        let addresses = tokio::net::lookup_host((host, 443)).await.map_err(|_| nowhere())?;
        let mut last = nowhere();
        for address in addresses.filter(|address| may_be_asked(address.ip(), place.elsewhere)) {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = failed(error),
            }
        }
        Err(last)
    }
}

/// Not this machine, its link (where clouds keep the credentials of machines), nor anything but one host. Private networks
/// may be: providers of one's own stand there. But not by the word of a provider's document (`elsewhere`): whoever controls
/// a registered provider must not reach into the network that this server stands in.
fn may_be_asked(ip: IpAddr, elsewhere: bool) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            // Private, shared (RFC 6598), for protocols, for benchmarks, reserved.
            let private = ip.is_private()
                || (first == 100 && second & 0xc0 == 64)
                || ip.octets().starts_with(&[192, 0, 0])
                || (first == 198 && second & 0xfe == 18)
                || first >= 240;
            !(ip.is_loopback() || ip.is_link_local() || ip.is_multicast() || ip.is_broadcast() || first == 0)
                && !(elsewhere && private)
        }
        IpAddr::V6(ip) => {
            // Instance metadata of AWS has an address of its own.
            let metadata = ip.segments().starts_with(&[0xfd00, 0x0ec2]);
            let [first, second, ..] = ip.segments();
            // Private, site-local, and those that contain an address of IPv4: NAT64 (RFC 6052, RFC 8215), Teredo, 6to4.
            let private = ip.is_unique_local()
                || first & 0xffc0 == 0xfec0
                || (first == 0x64 && second == 0xff9b)
                || (first == 0x2001 && second == 0)
                || first == 0x2002;
            !(ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local() || ip.is_multicast() || metadata)
                && !(elsewhere && private)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not more documents than [`FETCHES`] are fetched at a time, and those that wait give up in time.
    #[tokio::test]
    async fn fetches_at_a_time() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = [("a.example.com".to_owned(), silent.local_addr().unwrap())];
        let fetcher = Fetcher::default().asking(at);
        let quick = fetcher.clone().within(Duration::from_millis(300));
        let place = Place { host: "a.example.com".to_owned(), path: "/".to_owned(), elsewhere: false };
        tokio::select! {
            biased;
            answered = futures_util::future::join_all((0..FETCHES).map(|_| fetcher.get(&place))) => panic!("{answered:?}"),
            waited = quick.get(&place) => assert_eq!(waited, Err(FetchError::Time("a.example.com".to_owned()))),
        }
        let mut asked = 0;
        while tokio::time::timeout(Duration::from_millis(100), silent.accept()).await.is_ok() {
            asked += 1;
        }
        assert_eq!(asked, FETCHES);
        assert_eq!(fetcher.places.available_permits(), FETCHES);
    }

    #[test]
    fn addresses() {
        for public in ["192.0.2.1", "100.63.0.1", "100.128.0.1", "198.20.0.1", "2001:db8::1", "2606:4700::1"] {
            let ip = public.parse().unwrap();
            assert!(may_be_asked(ip, false) && may_be_asked(ip, true), "{public}");
        }
        for private in [
            "10.0.0.7",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "192.0.0.8",
            "198.19.0.1",
            "240.0.0.1",
            "fd12::1",
            "fec0::1",
            "::ffff:10.0.0.7",
            "64:ff9b::10.0.0.7",
            "2001:0:1::1",
            "2002:a00:7::1",
        ] {
            let ip = private.parse().unwrap();
            assert!(may_be_asked(ip, false) && !may_be_asked(ip, true), "{private}");
        }
        for not in [
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
        ] {
            let ip = not.parse().unwrap();
            assert!(!may_be_asked(ip, false) && !may_be_asked(ip, true), "{not}");
        }
    }
}
