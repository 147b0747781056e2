//! Issuers of identity tokens: which of them may be registered, and which AWS knows by itself.

/// What the issuers of this server's own tokens end with; `AssumeRoleWithWebIdentity` does not take them (R3.53).
pub const OWN_DOMAIN: &str = ".tokens.sts.global.api.aws";

/// Longest label and longest name of a host (RFC 1035).
const MAX_LABEL: usize = 63;
const MAX_HOST: usize = 253;

/// The issuer of a URL that may be registered as a provider, without `https://` (R4.57): the name of a host and at most a
/// path, and neither port nor user, query, fragment, nor anything that two readers could read as different things.
#[must_use]
pub fn registrable(url: &str) -> Option<&str> {
    let issuer = url.strip_prefix("https://")?;
    let (host, path) = issuer.split_once('/').map_or((issuer, None), |(host, path)| (host, Some(path)));
    let own = host.to_ascii_lowercase().ends_with(OWN_DOMAIN);
    (is_host(host) && !own && path.is_none_or(is_path)).then_some(issuer)
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
