//! What a provider says of itself: the document that says where its keys are (OpenID Connect Discovery 1.0).

use super::{issuer, json};
use serde_json::Value;

/// Where the document stands below an issuer.
pub const DOCUMENT: &str = "/.well-known/openid-configuration";

/// Why a document cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDiscovery {
    /// It is not in form.
    #[error("it is not a JSON object in which names stand once")]
    Form,
    /// It is another issuer's.
    #[error("its `issuer` is not the one that was asked")]
    Issuer,
    /// The keys are nowhere, or where this server does not ask.
    #[error("its `jwks_uri` is not an https URL of a named host, without port, user and fragment")]
    Keys,
}

/// Where something is fetched: a host and a path that begins with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the host.
    pub host: String,
    /// The path, and the query if there is one.
    pub path: String,
    /// Whether an issuer's document names the host, and not who registered the issuer.
    pub elsewhere: bool,
}

/// Where an issuer, without `https://`, has its document.
#[must_use]
pub fn document(issuer: &str) -> Place {
    let host = issuer::host(issuer);
    let path = issuer.strip_prefix(host).unwrap_or_default().trim_end_matches('/');
    Place { host: host.to_owned(), path: format!("{path}{DOCUMENT}"), elsewhere: false }
}

/// Where the keys of an issuer are, from its document. They may be on another host, as Google's and Microsoft's are: an
/// administrator of an account registered the issuer. What may be asked there is in the module `fetch` (decision 0036).
///
/// # Errors
/// See [`NotDiscovery`].
pub fn keys(issuer: &str, document: &[u8]) -> Result<Place, NotDiscovery> {
    let document = json::object(document).ok_or(NotDiscovery::Form)?;
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    let named = text("issuer").and_then(|named| named.strip_prefix("https://")).ok_or(NotDiscovery::Issuer)?;
    if named != issuer {
        return Err(NotDiscovery::Issuer);
    }
    // Azure AD B2C tells the user flow in a query.
    let uri = text("jwks_uri").ok_or(NotDiscovery::Keys)?;
    let (uri, query) = uri.split_once('?').map_or((uri, None), |(uri, query)| (uri, Some(query)));
    let place = issuer::registrable(uri).filter(|_| query.is_none_or(is_query)).ok_or(NotDiscovery::Keys)?;
    let host = issuer::host(place);
    let elsewhere = !host.eq_ignore_ascii_case(issuer::host(issuer));
    let path = place.strip_prefix(host).filter(|path| !path.is_empty()).unwrap_or("/");
    let path = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    Ok(Place { host: host.to_owned(), path, elsewhere })
}

/// The letters of a query (RFC 3986, section 3.4).
fn is_query(query: &str) -> bool {
    query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/?".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: &str, path: &str) -> Place {
        Place { host: host.to_owned(), path: path.to_owned(), elsewhere: false }
    }

    #[test]
    fn where_documents_are() {
        assert_eq!(document("gitlab.com"), at("gitlab.com", DOCUMENT));
        assert_eq!(document("a.com/b/c"), at("a.com", &format!("/b/c{DOCUMENT}")));
        assert_eq!(document("a.com/"), at("a.com", DOCUMENT));
    }

    /// R3.30: the keys of the issuer that was asked, by https, on its own host or on another one that has a name.
    #[test]
    fn where_keys_are() {
        let read = |issuer: &str, jwks: &str| {
            keys("ci.com/a", format!(r#"{{"issuer":"{issuer}","jwks_uri":"{jwks}"}}"#).as_bytes())
        };
        assert_eq!(read("https://ci.com/a", "https://ci.com/keys"), Ok(at("ci.com", "/keys")));
        assert_eq!(read("https://ci.com/a", "https://ci.com"), Ok(at("ci.com", "/")));
        for other in ["https://ci.com", "https://ci.com/a/", "https://CI.com/a", "http://ci.com/a", "ci.com/a"] {
            assert_eq!(read(other, "https://ci.com/keys"), Err(NotDiscovery::Issuer), "{other}");
        }
        for (elsewhere, host, path) in [
            ("https://cdn.com/keys", "cdn.com", "/keys"),
            ("https://ci.com.cdn.com/keys", "ci.com.cdn.com", "/keys"),
            ("https://www.googleapis.com/oauth2/v3/certs", "www.googleapis.com", "/oauth2/v3/certs"),
            ("https://x.b2clogin.com/x/keys?p=b2c_1_in&v=%2F", "x.b2clogin.com", "/x/keys?p=b2c_1_in&v=%2F"),
            ("https://cdn.com?x=/y", "cdn.com", "/?x=/y"),
        ] {
            let place = Place { elsewhere: true, ..at(host, path) };
            assert_eq!(read("https://ci.com/a", elsewhere), Ok(place), "{elsewhere}");
        }
        assert_eq!(read("https://ci.com/a", "https://CI.com/keys"), Ok(at("CI.com", "/keys")));
        for nowhere in [
            "http://ci.com/keys",
            "http://cdn.com/keys",
            "https://ci.com:8443/keys",
            "https://ci.com@evil.com/keys",
            "https://169.254.169.254/latest",
            "https://ci.com/keys#x",
            "https://ci.com/keys?x=y#z",
            "https://ci.com/keys?x y",
            "https://ci.com/keys?x\u{e9}",
            "https://ci.com:8443/keys?x=y",
            "https://ci.com@evil.com/keys?x=y",
            "file:///etc/passwd",
            "/keys",
            "",
        ] {
            assert_eq!(read("https://ci.com/a", nowhere), Err(NotDiscovery::Keys), "{nowhere}");
        }
        assert_eq!(keys("ci.com", br#"{"issuer":"https://ci.com"}"#), Err(NotDiscovery::Keys));
        let twice = br#"{"issuer":"https://ci.com","issuer":"https://ci.com","jwks_uri":"https://ci.com/k"}"#;
        assert_eq!(keys("ci.com", twice), Err(NotDiscovery::Form));
    }
}
