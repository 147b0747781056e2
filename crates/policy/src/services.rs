//! What the engine must be told about AWS's services.
//!
//! AWS extends its services faster than it changes the policy language. The engine therefore holds the rules and its
//! caller the lists: there is no default, so that no list can be left out by mistake.

use crate::matching::fold;

/// The facts about AWS's services on which decisions and checks depend. Build it once and share it.
#[derive(Debug)]
pub struct ServiceFacts {
    /// The action prefixes of the services that resource control policies are known not to cover (R2.20). They cover
    /// every other service, also one that nobody has heard of: a service that is missing here is never let through.
    pub without_rcps: Names,
    /// Operations on an object, as `s3:PutObject`, that its bucket's owner allows, whoever owns the object (R2.29).
    pub bucket_owner_operations: Names,
    /// Operations on a bucket or queue, as `s3:PutBucketPolicy`, for which the `Deny` statements of its own policy do not
    /// bind the owner's root user (R2.30).
    pub root_operations: Names,
    /// The principals that AWS's services act as, as `ec2.amazonaws.com`, in the form for most partitions (R1.77).
    pub principals: Names,
    /// The Regions of all partitions, which stand in the Regional names of principals (R1.77).
    pub regions: Names,
    /// S3's actions (R1.61).
    pub s3_actions: Vec<S3Action>,
    /// S3's condition keys, to which the actions point (R1.78).
    pub s3_keys: Vec<S3Key>,
    /// Keys that begin with the prefix of a service and that requests to any service can have, as
    /// `ec2:SourceInstanceArn` (R1.78).
    pub session_keys: Names,
}

/// An action of S3.
#[derive(Debug)]
pub struct S3Action {
    /// The name, as `GetObject`.
    pub name: Box<str>,
    /// What it works on.
    pub works_on: S3Resource,
    /// The condition keys that its requests can have, as places in [`ServiceFacts::s3_keys`].
    pub keys: Box<[usize]>,
}

/// A condition key of S3.
#[derive(Debug)]
pub struct S3Key {
    /// The name, as `s3:prefix`, or with the slash before the key of a tag, as `s3:ExistingObjectTag/`.
    pub name: Box<str>,
    /// Whether the key of a tag follows.
    pub tagged: bool,
}

impl S3Key {
    /// Whether this key is called so, without regard to case (R1.70).
    pub(crate) fn is(&self, name: &str) -> bool {
        if !self.tagged {
            return fold::eq(&self.name, name);
        }
        name.split_at_checked(self.name.len())
            .is_some_and(|(head, tag)| !tag.is_empty() && head.eq_ignore_ascii_case(&self.name))
    }
}

/// How the names of services end, in each partition.
const SUFFIXES: &[&str] = &[
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
    ".cloud.adc-e.uk",
    ".csp.hci.ic.gov",
];

/// How names end that AWS's services use among themselves. AWS publishes no list of them.
const INTERNAL: &str = ".aws.internal";

impl ServiceFacts {
    /// Whether a service acts as the principal of this name (R1.77): as it is listed, with the ending of another
    /// partition, or with the name of a Region before the ending.
    pub(crate) fn has_principal(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        if self.principals.contains(&lower) || lower.strip_suffix(INTERNAL).is_some_and(is_domain) {
            return true;
        }
        let is_listed = |service: &str| self.principals.contains(&format!("{service}.amazonaws.com"));
        SUFFIXES.iter().filter_map(|suffix| lower.strip_suffix(suffix)).any(|service| {
            let regional = service.rsplit_once('.');
            is_listed(service)
                || regional.is_some_and(|(service, region)| self.regions.contains(region) && is_listed(service))
        })
    }
}

/// Labels of letters, digits and `-`.
fn is_domain(name: &str) -> bool {
    name.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// What an action of S3 works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum S3Resource {
    /// A bucket.
    Bucket,
    /// An object.
    Object,
    /// Neither: the account, access points, jobs and the like.
    Other,
}

/// A set of names of services or operations, compared ignoring case (R1.65).
#[derive(Debug)]
pub struct Names {
    /// Sorted by the hash of the name.
    hashed: Box<[(u32, Box<str>)]>,
}

impl Names {
    /// The set of these names.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut hashed: Box<[_]> = names.into_iter().map(|name| (hash_of_any(name), Box::from(name))).collect();
        hashed.sort_unstable();
        Self { hashed }
    }

    /// The names, as they were given, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.hashed.iter().map(|(_, name)| &**name)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.contains_hashed(hash_of_any(name), name)
    }

    /// The same for a name whose hash is known.
    pub(crate) fn contains_hashed(&self, hash: u32, name: &str) -> bool {
        let start = self.hashed.partition_point(|(other, _)| *other < hash);
        let same_hash = self.hashed.iter().skip(start).take_while(|(other, _)| *other == hash);
        same_hash.into_iter().any(|(_, other)| fold::eq(other, name))
    }
}

fn hash_of_any(name: &str) -> u32 {
    if name.is_ascii() { hash(name) } else { hash(&fold::folded(name)) }
}

/// A number for a name. Names in ASCII that differ in case only have the same.
pub(crate) fn hash(name: &str) -> u32 {
    // FNV-1a.
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// Facts for the tests of this crate that are about something else.
#[cfg(test)]
pub(crate) static FOR_TESTS: std::sync::LazyLock<ServiceFacts> = std::sync::LazyLock::new(|| ServiceFacts {
    without_rcps: Names::new([]),
    bucket_owner_operations: Names::new([]),
    root_operations: Names::new([]),
    principals: Names::new([]),
    regions: Names::new([]),
    s3_actions: Vec::new(),
    s3_keys: Vec::new(),
    session_keys: Names::new([]),
});

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.65: also where another letter folds to one of ASCII.
    #[test]
    fn names_are_found_ignoring_case() {
        let names = Names::new(["sns", "iam", "EC2", "kms:RetireGrant"]);
        for name in ["sns", "SNS", "\u{17f}ns", "ec2", "kms:retiregrant", "\u{212a}ms:RetireGrant"] {
            assert!(names.contains(name), "{name}");
        }
        for name in ["", "sn", "snsx", "s3", "kms", "kms:RetireGrants", "ßns"] {
            assert!(!names.contains(name), "{name}");
        }
        assert!(!Names::new([]).contains(""));
        assert_eq!(names.iter().count(), 4);
    }

    /// R1.77.
    #[test]
    fn a_service_has_a_name_for_each_partition_and_region() {
        let services = ServiceFacts {
            without_rcps: Names::new([]),
            bucket_owner_operations: Names::new([]),
            root_operations: Names::new([]),
            principals: Names::new(["ec2.amazonaws.com", "delivery.logs.amazonaws.com", "alexa-appkit.amazon.com"]),
            regions: Names::new(["us-east-1", "cn-north-1"]),
            s3_actions: Vec::new(),
            s3_keys: Vec::new(),
            session_keys: Names::new([]),
        };
        for (name, expected) in [
            ("ec2.amazonaws.com", true),
            ("EC2.amazonaws.com", true),
            ("ec2.amazonaws.com.cn", true),
            ("ec2.c2s.ic.gov", true),
            ("ec2.cloud.adc-e.uk", true),
            ("ec2.us-east-1.amazonaws.com", true),
            ("ec2.cn-north-1.amazonaws.com.cn", true),
            ("delivery.logs.us-east-1.amazonaws.com", true),
            ("alexa-appkit.amazon.com", true),
            ("nova.aws.internal", true),
            ("ec2.amazon.com", false),
            ("ec2.us-east-9.amazonaws.com", false),
            ("ec2.us-east-1.us-east-1.amazonaws.com", false),
            ("us-east-1.ec2.amazonaws.com", false),
            ("logs.amazonaws.com", false),
            ("alexa-appkit.amazonaws.com", false),
            ("ec2", false),
            ("ec2.", false),
            ("amazonaws.com", false),
            (".amazonaws.com", false),
            (".aws.internal", false),
            ("*.aws.internal", false),
            ("*", false),
            ("", false),
        ] {
            assert_eq!(services.has_principal(name), expected, "{name}");
        }
    }

    /// Names of one hash are told apart.
    #[test]
    fn a_hash_is_not_a_name() {
        let names = Names::new(["costarring"]);
        assert_eq!(hash("costarring"), hash("liquid"));
        assert!(names.contains("costarring") && !names.contains("liquid"));
    }
}
