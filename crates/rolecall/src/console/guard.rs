//! Which requests come from the console's own page: its host, its origin, its token (decision 0041).
//!
//! A page of somebody else must not have the browser act on its sessions. So a request names a host that this listener is
//! known by (a foreign name that was made to point here is refused), a request that may change something comes from the
//! page's own origin, and it has a header that no other page can send or guess.

use super::refused::Refused;
use crate::environment::entropy::{Entropy, NoEntropy};
use crate::gateway::sigv4::canonical::host;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use std::net::IpAddr;
use subtle::ConstantTimeEq;

/// The header with the browser's token.
pub(super) const CSRF_HEADER: &str = "x-rolecall-csrf";

/// Judges where a request comes from.
pub(super) struct Guard {
    /// Names that the operator gave, in lower case.
    names: Vec<String>,
    bound: IpAddr,
    tls: bool,
    key: hmac::Key,
}

/// The host that a request is for, which is one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnHost {
    pub(super) authority: Authority,
    /// The operator gave the name: a proxy may stand before it and speak TLS.
    is_given: bool,
}

impl Guard {
    /// For a listener that is bound to this address.
    pub(super) fn new(names: &[String], bound: IpAddr, tls: bool, entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let mut key = [0; 32];
        entropy.fill(&mut key)?;
        let names = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        Ok(Self { names, bound, tls, key: hmac::Key::new(hmac::HMAC_SHA256, &key) })
    }

    /// The host of a request.
    ///
    /// # Errors
    /// It is none of this listener's: the browser was sent here under a foreign name.
    pub(super) fn host(&self, parts: &Parts) -> Result<OwnHost, Refused> {
        let refused = || {
            let message = "The console is not known by this host name. Open it by the address that the server prints, \
                           or start the server with --console-host.";
            Refused::forbidden("HostNotAllowed", message)
        };
        // One host, wherever it stands in the request.
        let mut headers = parts.headers.get_all(HOST).iter();
        let first = headers.next();
        if headers.next().is_some() {
            return Err(refused());
        }
        let named = host(parts).ok_or_else(refused)?;
        if first.is_some_and(|header| header.as_bytes() != named.as_bytes()) {
            return Err(refused());
        }
        let authority: Authority = named.parse().map_err(|_| refused())?;
        if authority.as_str().contains('@') {
            return Err(refused());
        }
        let name = authority.host().to_ascii_lowercase();
        let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name).parse::<IpAddr>();
        let is_given = self.names.contains(&name);
        let is_ours = match address {
            // An address cannot be made to point elsewhere, so one that reaches a listener on all addresses is its own.
            Ok(address) => address.is_loopback() || address == self.bound || self.bound.is_unspecified(),
            Err(_) => name == "localhost",
        };
        if is_ours || is_given { Ok(OwnHost { authority, is_given }) } else { Err(refused()) }
    }

    /// Whether a request that has an `Origin` comes from the console's page. Browsers send it with all but plain reads.
    ///
    /// # Errors
    /// It comes from another page, or, if the origin is `required`, does not say.
    pub(super) fn origin(&self, parts: &Parts, host: &OwnHost, required: bool) -> Result<(), Refused> {
        let refused =
            || Refused::forbidden("OriginNotAllowed", "The request does not come from the console's own page.");
        let mut origins = parts.headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else {
            return if required { Err(refused()) } else { Ok(()) };
        };
        let origin = origin.to_str().map_err(|_| refused())?;
        let (scheme, authority) = origin.split_once("://").ok_or_else(refused)?;
        let scheme_is_ours = match scheme {
            "https" => self.tls || host.is_given,
            "http" => !self.tls,
            _ => false,
        };
        let ours = scheme_is_ours && authority.eq_ignore_ascii_case(host.authority.as_str());
        if ours && origins.next().is_none() { Ok(()) } else { Err(refused()) }
    }

    /// The token that pages of the browser with this secret send.
    pub(super) fn csrf(&self, browser: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, browser.as_bytes()))
    }

    /// Whether a request has one of these tokens.
    ///
    /// # Errors
    /// It has none or another.
    pub(super) fn check_csrf(parts: &Parts, tokens: &[String]) -> Result<(), Refused> {
        let refused = || {
            let message = "The request lacks the console's token. Reload the page.";
            Refused::forbidden("CsrfTokenInvalid", message)
        };
        let mut sent = parts.headers.get_all(CSRF_HEADER).iter();
        let (Some(token), None) = (sent.next(), sent.next()) else { return Err(refused()) };
        let matches = tokens.iter().map(|own| own.as_bytes().ct_eq(token.as_bytes()));
        let any = matches.fold(subtle::Choice::from(0), |any, this| any | this);
        if any.into() { Ok(()) } else { Err(refused()) }
    }

    /// Whether connections to the listener are encrypted.
    pub(super) fn tls(&self) -> bool {
        self.tls
    }
}

impl OwnHost {
    /// The host without the port.
    pub(super) fn name(&self) -> &str {
        self.authority.host()
    }
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("names", &self.names).field("bound", &self.bound).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;
    use http::Request;

    fn guard(bound: &str, tls: bool) -> Guard {
        let names = ["Console.example.com".to_owned()];
        Guard::new(&names, bound.parse().unwrap(), tls, &SeededEntropy::new(1)).unwrap()
    }

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let request = headers.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        request.body(()).unwrap().into_parts().0
    }

    /// Names that others can point at this address are refused, however they are written.
    #[test]
    fn foreign_hosts_are_refused() {
        for host in [
            "localhost:4601",
            "LOCALHOST",
            "127.0.0.1:4601",
            "127.9.9.9",
            "[::1]:80",
            "10.0.0.7:4601",
            "console.example.com",
            "CONSOLE.example.com:443",
        ] {
            assert!(guard("10.0.0.7", false).host(&parts(&[("host", host)])).is_ok(), "{host}");
        }
        for host in [
            "evil.example.com",
            "localhost.evil.com",
            "localhost.",
            "127.0.0.1.nip.io",
            "10.0.0.8",
            "a@localhost",
            "",
            "localhost:4601/",
            "2130706433",
            "console.example.com.evil.com",
        ] {
            assert!(guard("10.0.0.7", false).host(&parts(&[("host", host)])).is_err(), "{host}");
        }
        assert!(guard("0.0.0.0", false).host(&parts(&[("host", "10.0.0.8:4601")])).is_ok());
        assert!(guard("0.0.0.0", false).host(&parts(&[("host", "evil.example.com")])).is_err());
        assert!(guard("0.0.0.0", false).host(&parts(&[])).is_err());
        assert!(guard("::", false).host(&parts(&[("host", "localhost"), ("host", "localhost")])).is_err());
        let absolute = Request::get("http://localhost/").header("host", "evil.example.com").body(()).unwrap();
        assert!(guard("::", false).host(&absolute.into_parts().0).is_err());
    }

    /// Another port, scheme or name is another origin.
    #[test]
    fn foreign_origins_are_refused() {
        let ours = |tls: bool, host: &str, origin: &str| {
            let (guard, parts) = (guard("10.0.0.7", tls), parts(&[("host", host), ("origin", origin)]));
            guard.origin(&parts, &guard.host(&parts).unwrap(), true).is_ok()
        };
        assert!(ours(false, "localhost:4601", "http://localhost:4601"));
        assert!(ours(true, "localhost:4601", "https://localhost:4601"));
        assert!(ours(false, "console.example.com", "https://console.example.com"));
        for origin in [
            "http://localhost:3000",
            "http://localhost",
            "https://localhost:4601",
            "null",
            "",
            "http://127.0.0.1:4601",
            "http://localhost:4601.evil.com",
            "file://",
            "ftp://localhost:4601",
        ] {
            assert!(!ours(false, "localhost:4601", origin), "{origin}");
        }
        assert!(!ours(true, "localhost:4601", "http://localhost:4601"));
        let (guard, none) = (guard("10.0.0.7", false), parts(&[("host", "localhost")]));
        let host = guard.host(&none).unwrap();
        assert!(guard.origin(&none, &host, true).is_err());
        assert!(guard.origin(&none, &host, false).is_ok());
    }

    /// Each browser has a token of its own.
    #[test]
    fn tokens_are_of_one_browser() {
        let guard = guard("10.0.0.7", false);
        let (ana, bob) = (guard.csrf("ana"), guard.csrf("bob"));
        assert_ne!(ana, bob);
        let check = |headers: &[(&str, &str)]| Guard::check_csrf(&parts(headers), std::slice::from_ref(&ana)).is_ok();
        assert!(check(&[(CSRF_HEADER, &ana)]));
        assert!(!check(&[(CSRF_HEADER, &bob)]));
        assert!(!check(&[]));
        assert!(!check(&[(CSRF_HEADER, "")]));
        assert!(!check(&[(CSRF_HEADER, &ana), (CSRF_HEADER, &ana)]));
    }
}
