//! Which Region a signature must be scoped to (R6.6).

use rolecall_catalog::regions::is_region;
use std::borrow::Cow;

/// The Regions that an endpoint takes in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionPolicy {
    /// One Region: a host name that says it, or the Region of a bucket.
    Exactly(Cow<'static, str>),
    /// Any Region of the `aws` partition, for a service that has one endpoint there. Clients that are given an endpoint
    /// sign for their own Region. The request is served in the service's own Region, whatever the signature names, so that
    /// a policy which looks at the Region decides the same.
    Global,
    /// Any Region of the `aws` partition: one listener stands for the endpoint of every Region.
    AnyRegion {
        /// The Region named in errors as the expected one.
        home: Cow<'static, str>,
    },
}

/// The Region of global services in the `aws` partition (R6.6).
const GLOBAL: &str = "us-east-1";

impl RegionPolicy {
    /// Whether a scope may name `region`.
    #[must_use]
    pub fn accepts(&self, region: &str) -> bool {
        match self {
            Self::Exactly(expected) => region == expected,
            Self::Global | Self::AnyRegion { .. } => is_region(region),
        }
    }

    /// The Region that serves a request whose signature names `scope`, which is accepted.
    #[must_use]
    pub fn serving<'r>(&'r self, scope: &'r str) -> &'r str {
        match self {
            Self::Global => GLOBAL,
            Self::Exactly(_) | Self::AnyRegion { .. } => scope,
        }
    }

    /// The Region that serves a request whose signature is for a set of Regions (R6.24): names separated by commas, in
    /// which `*` stands for any rest. `None` if none of the set is served here.
    #[must_use]
    pub fn of_set<'r>(&'r self, set: &'r str) -> Option<&'r str> {
        let members = || set.split(',').map(str::trim);
        let expected = self.expected();
        let has_expected = members().any(|member| match member.strip_suffix('*') {
            Some(start) => expected.starts_with(start),
            None => member == expected,
        });
        match self {
            _ if has_expected => Some(expected),
            Self::Exactly(_) => None,
            Self::Global => members().any(is_region).then_some(expected),
            Self::AnyRegion { .. } => members().find(|member| is_region(member)),
        }
    }

    /// The Region to name to a client whose scope has another.
    #[must_use]
    pub fn expected(&self) -> &str {
        match self {
            Self::Global => GLOBAL,
            Self::Exactly(region) | Self::AnyRegion { home: region } => region,
        }
    }
}
