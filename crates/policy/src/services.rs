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
    /// The names of S3's actions, as `GetObject`, and what each of them works on (R1.61).
    pub s3_actions: Vec<(Box<str>, S3Resource)>,
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
    s3_actions: Vec::new(),
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

    /// Names of one hash are told apart.
    #[test]
    fn a_hash_is_not_a_name() {
        let names = Names::new(["costarring"]);
        assert_eq!(hash("costarring"), hash("liquid"));
        assert!(names.contains("costarring") && !names.contains("liquid"));
    }
}
