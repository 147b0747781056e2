//! Whose a resource is, by the ARN that somebody states.

use rolecall_policy::{AccountId, Arn};

/// Whether the account of a resource's ARN can be one. Some ARNs have a word there (`aws`) or nothing; a number with a
/// digit too few would pass for nobody's, and so for the caller's own.
pub(crate) fn owner_is_plausible(arn: &Arn<'_>) -> bool {
    !arn.account.starts_with(|c: char| c.is_ascii_digit()) || arn.account.parse::<AccountId>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_accounts() {
        for (account, plausible) in [
            ("111111111111", true),
            ("", true),
            ("aws", true),
            ("amazon", true),
            ("11111111111", false),
            ("1111111111111", false),
            ("1111-1111-1111", false),
        ] {
            let arn = format!("arn:aws:sqs:eu-west-1:{account}:q");
            assert_eq!(owner_is_plausible(&Arn::parse(&arn).unwrap()), plausible, "{account}");
        }
    }
}
