//! The Regions of the `aws` partition.

/// Every Region, ordered by name (botocore 1.43.11, `partitions.json`). A Region that AWS opens later is not one until it
/// stands here.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// Whether the `aws` partition has a Region of this name. Regions of other partitions (`cn-north-1`, `us-gov-west-1`) have
/// credentials of their own and are none here.
#[must_use]
pub fn is_region(name: &str) -> bool {
    REGIONS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_in_order() {
        assert!(REGIONS.is_sorted());
        for name in ["eu-central-1", "af-south-1", "us-west-2"] {
            assert!(is_region(name), "{name}");
        }
        for name in
            ["", "eu-central-", "eu-central-9", "EU-CENTRAL-1", "cn-north-1", "us-gov-west-1", "aws-global", "*"]
        {
            assert!(!is_region(name), "{name}");
        }
    }
}
