//! Issuers of identity tokens: which of them may be registered, and which AWS knows by itself.

/// What the issuers of this server's own tokens end with; `AssumeRoleWithWebIdentity` does not take them (R3.53).
pub const OWN_DOMAIN: &str = ".tokens.sts.global.api.aws";

/// Under which path this server publishes what its own issuers say of themselves. No bucket has such a name.
pub const OWN_PATH: &str = "/_tokens/";

/// The issuers of this server's own tokens, one for each account (R3.49).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnIssuers {
    /// Where the server is reached, `https://host[:port]`; `None`: the issuers have AWS's form, which nobody finds here by its
    /// name alone.
    base: Option<String>,
}

impl OwnIssuers {
    /// Issuers below this URL of the server: scheme, host and port.
    ///
    /// # Errors
    /// It is not in form.
    pub fn at(base: &str) -> Result<Self, &'static str> {
        let base = base.strip_suffix('/').unwrap_or(base);
        let rest = base.strip_prefix("https://").ok_or("must begin with https://")?;
        let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
        if !is_host(host) || port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err("must be https://HOST or https://HOST:PORT, without a path");
        }
        Ok(Self { base: Some(base.to_owned()) })
    }

    /// The issuer of the account with this issuer id.
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        match &self.base {
            Some(base) => format!("{base}{OWN_PATH}{id}"),
            None => format!("https://{id}{OWN_DOMAIN}"),
        }
    }

    /// Whether a token that says it is of this issuer is of one of these.
    #[must_use]
    pub fn has(&self, issuer: &str) -> bool {
        let below = self.base.as_ref().and_then(|base| issuer.strip_prefix(&**base)?.strip_prefix(OWN_PATH));
        below.is_some() || issuer.strip_prefix("https://").is_some_and(|issuer| is_own(host(issuer)))
    }
}

fn is_own(host: &str) -> bool {
    host.to_ascii_lowercase().ends_with(OWN_DOMAIN)
}

/// Longest label and longest name of a host (RFC 1035).
const MAX_LABEL: usize = 63;
const MAX_HOST: usize = 253;

/// The issuer of a URL that may be registered as a provider, without `https://` (R4.57): the name of a host and at most a
/// path, and neither port nor user, query, fragment, nor anything that two readers could read as different things.
#[must_use]
pub fn registrable(url: &str) -> Option<&str> {
    let issuer = url.strip_prefix("https://")?;
    let (host, path) = issuer.split_once('/').map_or((issuer, None), |(host, path)| (host, Some(path)));
    (is_host(host) && !is_own(host) && path.is_none_or(is_path)).then_some(issuer)
}

/// The host in an issuer without `https://`.
#[must_use]
pub fn host(issuer: &str) -> &str {
    issuer.split('/').next().unwrap_or(issuer)
}

/// Labels of letters, digits and hyphens. An address is no name: its last label would be a number.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= MAX_HOST && host.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Unreserved characters and those that a path may have beside them (RFC 3986), without percent-encoding, empty or dot
/// segments. It may end with a slash, as some issuers do.
fn is_path(path: &str) -> bool {
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && !matches!(segment, "." | "..")
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte))
    };
    path.is_empty() || path.strip_suffix('/').unwrap_or(path).split('/').all(is_segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R3.49, R3.53.
    #[test]
    fn own_issuers() {
        let aws = OwnIssuers::default();
        assert_eq!(aws.of("f00d"), "https://f00d.tokens.sts.global.api.aws");
        let own = OwnIssuers::at("https://rolecall.example.com:4600/").unwrap();
        assert_eq!(own.of("f00d"), "https://rolecall.example.com:4600/_tokens/f00d");
        assert!(
            own.has(&own.of("f00d")) && own.has(&aws.of("f00d")) && aws.has("https://x.TOKENS.sts.global.api.aws/a")
        );
        assert!(!aws.has(&own.of("f00d")) && !own.has("https://rolecall.example.com/_tokens/f00d"));
        for bad in [
            "http://a.com",
            "https://a.com/x",
            "https://a.com?x",
            "https://a.com:x",
            "https://",
            "a.com",
            "https://a@b.com",
        ] {
            assert!(OwnIssuers::at(bad).is_err(), "{bad}");
        }
    }

    /// R4.57.
    #[test]
    fn which_urls_may_be_registered() {
        for good in [
            "token.actions.githubusercontent.com",
            "gitlab.com",
            "oidc.eks.eu-west-1.amazonaws.com/id/0123ABCDEF",
            "login.microsoftonline.com/2b2f/v2.0",
            "jenkins.example.com/oidc",
            "acme.auth0.com/",
            "localhost",
        ] {
            assert_eq!(registrable(&format!("https://{good}")), Some(good));
        }
        for bad in [
            "http://gitlab.com",
            "gitlab.com",
            "HTTPS://gitlab.com",
            "https://",
            "https:///path",
            "https://gitlab.com:8443",
            "https://gitlab.com?a=b",
            "https://gitlab.com/a?b",
            "https://gitlab.com/#a",
            "https://user@gitlab.com",
            "https://gitlab.com@evil.example.com",
            "https://127.0.0.1",
            "https://2130706433",
            "https://[::1]",
            "https://gitlab.com/a/../b",
            "https://gitlab.com/./b",
            "https://gitlab.com//b",
            "https://gitlab.com/a%2fb",
            "https://gitlab.com/a b",
            "https://gitlab..com",
            "https://gitlab.com.",
            "https://-gitlab.com",
            "https://gitlab.com\\@evil",
            "https://gitläb.com",
            "https://f00d.tokens.sts.global.api.aws",
        ] {
            assert_eq!(registrable(bad), None, "{bad}");
        }
        let label = "a".repeat(64);
        assert_eq!(registrable(&format!("https://{label}.com")), None);
        assert!(registrable(&format!("https://{}.com", label.get(1..).unwrap())).is_some());
        let long = format!("https://{}aaaa", "a.".repeat(125));
        assert_eq!(registrable(&long), None, "254 letters");
        assert!(registrable(&long.replace("aaaa", "aaa")).is_some(), "253 letters");
    }
}
