//! Regions.

use std::sync::LazyLock;

/// How the names of the Regions begin that are of other partitions than `aws`.
const OTHER_PARTITIONS: [&str; 5] = ["cn-", "eu-iso", "eusc-", "us-gov-", "us-iso"];

static OF_AWS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    regions().filter(|name| !OTHER_PARTITIONS.iter().any(|beginning| name.starts_with(beginning))).collect()
});

/// Every Region of every partition, ordered by name.
pub fn regions() -> impl Iterator<Item = &'static str> {
    include_str!("../data/regions.txt").lines()
}

/// Whether the `aws` partition has a Region of this name. Regions of other partitions (`cn-north-1`, `us-gov-west-1`) have
/// credentials of their own and are none here.
#[must_use]
pub fn is_region(name: &str) -> bool {
    OF_AWS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partition_has_its_regions() {
        assert!(OF_AWS.is_sorted());
        for name in ["eu-central-1", "af-south-1", "us-west-2"] {
            assert!(is_region(name), "{name}");
        }
        for name in [
            "",
            "eu-central-",
            "eu-central-9",
            "EU-CENTRAL-1",
            "cn-north-1",
            "us-gov-west-1",
            "us-isob-west-1",
            "aws-global",
            "*",
        ] {
            assert!(!is_region(name), "{name}");
        }
    }
}
