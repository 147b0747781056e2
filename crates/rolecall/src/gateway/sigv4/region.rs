//! Which Region a signature must be scoped to (R6.6).

use std::borrow::Cow;

/// The Regions that an endpoint takes in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionPolicy {
    /// One Region: a global service (`us-east-1`), a host name that says the Region, or the Region of a bucket.
    Exactly(Cow<'static, str>),
    /// Any Region of the `aws` partition: one listener stands for the endpoint of every Region.
    AnyRegion {
        /// The Region named in errors as the expected one.
        home: Cow<'static, str>,
    },
}

/// The Region of global services in the `aws` partition (R6.6).
const GLOBAL: &str = "us-east-1";

impl RegionPolicy {
    /// The policy of a global service.
    pub const GLOBAL: Self = Self::Exactly(Cow::Borrowed(GLOBAL));

    /// Whether a scope may name `region`.
    #[must_use]
    pub fn accepts(&self, region: &str) -> bool {
        match self {
            Self::Exactly(expected) => region == expected,
            Self::AnyRegion { .. } => is_region(region),
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
            Self::AnyRegion { .. } => members().find(|member| is_region(member)),
        }
    }

    /// The Region to name to a client whose scope has another.
    #[must_use]
    pub fn expected(&self) -> &str {
        match self {
            Self::Exactly(region) | Self::AnyRegion { home: region } => region,
        }
    }
}

/// Whether `text` has the form of a Region of the `aws` partition: `eu-west-1`. Regions of other partitions
/// (`cn-north-1`, `us-gov-west-1`, `us-iso-east-1`) have credentials of their own and are not taken.
#[must_use]
pub fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(continent), Some(direction), Some(number), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    matches!(continent, "us" | "eu" | "ap" | "sa" | "ca" | "me" | "af" | "il" | "mx")
        && !direction.is_empty()
        && direction.bytes().all(|byte| byte.is_ascii_lowercase())
        && matches!(number.as_bytes(), [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'])
}
