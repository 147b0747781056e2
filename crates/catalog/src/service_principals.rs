//! The principals that AWS's services act as, and the Regions that stand in some of their names.

/// Every service principal known, as `ec2.amazonaws.com`, ordered by name. Regional names and those of other partitions
/// are not repeated: `ec2.us-east-1.amazonaws.com`, `ec2.amazonaws.com.cn`.
pub fn service_principals() -> impl Iterator<Item = &'static str> {
    include_str!("../data/service-principals.txt").lines()
}
