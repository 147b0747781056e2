//! How requests name trails: by name or by ARN, which are taken alike.

use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::trail_arn;
use rolecall_policy::{AccountId, Arn};

/// Characters of a name (*CloudTrail User Guide*, naming requirements for trails).
const MIN_NAME: usize = 3;
const MAX_NAME: usize = 128;

/// A trail, as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TrailName {
    pub(super) account: AccountId,
    /// The home Region.
    pub(super) region: String,
    pub(super) name: String,
}

impl TrailName {
    /// Reads a name or an ARN, in a request of `account` to `region`.
    ///
    /// # Errors
    /// `InvalidTrailNameException`; `CloudTrailARNInvalidException`.
    pub(super) fn read(text: &str, account: AccountId, region: &str) -> Result<Self, ApiError> {
        if !text.starts_with("arn:") {
            check(text)?;
            return Ok(Self { account, region: region.to_owned(), name: text.to_owned() });
        }
        let arn = Arn::parse(text).filter(|arn| arn.partition == "aws" && arn.service == "cloudtrail");
        let arn = arn.filter(|arn| !arn.region.is_empty()).ok_or_else(|| errors::bad_arn(text))?;
        let account = arn.account.parse().map_err(|_| errors::bad_arn(text))?;
        let name = arn.resource.strip_prefix("trail/").ok_or_else(|| errors::bad_arn(text))?;
        check(name)?;
        Ok(Self { account, region: arn.region.to_owned(), name: name.to_owned() })
    }

    /// The ARN.
    pub(super) fn arn(&self) -> String {
        trail_arn(self.account, &self.region, &self.name)
    }
}

/// Checks a name.
///
/// # Errors
/// `InvalidTrailNameException`.
pub(super) fn check(name: &str) -> Result<(), ApiError> {
    let length = name.chars().count();
    if length < MIN_NAME {
        return Err(errors::bad_name(format!(
            "Trail name too short. Minimum allowed length: {MIN_NAME} characters. Specified name length: {length} \
             characters."
        )));
    }
    if length > MAX_NAME {
        return Err(errors::bad_name(format!(
            "Trail name too long. Maximum allowed length: {MAX_NAME} characters. Specified name length: {length} \
             characters."
        )));
    }
    if !name.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return Err(errors::bad_name("Trail name must starts with a letter or number."));
    }
    if !name.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        return Err(errors::bad_name("Trail name must ends with a letter or number."));
    }
    let separates = |character: char| matches!(character, '.' | '_' | '-');
    if !name.chars().all(|character| character.is_ascii_alphanumeric() || separates(character)) {
        return Err(errors::bad_name(
            "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), \
             and underscores (_).",
        ));
    }
    if name.chars().zip(name.chars().skip(1)).any(|(one, next)| separates(one) && separates(next)) {
        return Err(errors::bad_name("Trail name cannot have adjacent periods, underscores, or dashes."));
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Err(errors::bad_name("Trail name cannot be in IP address format."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names at their limits, and each way to be none.
    #[test]
    fn names() {
        let longest = "a".repeat(MAX_NAME);
        for good in ["abc", "A-b.c_9", "123", "1.2.3", &longest] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let too_long = "a".repeat(MAX_NAME + 1);
        for bad in ["", "ab", &too_long, "-ab", "ab-", "a b", "a/b", "a--b", "a._b", "192.168.5.4", "äöü", "aäb"] {
            assert_eq!(check(bad).unwrap_err().code, "InvalidTrailNameException", "{bad}");
        }
    }

    /// An ARN names what it says, whoever asks.
    #[test]
    fn arns() {
        let account: AccountId = "111122223333".parse().unwrap();
        let read = |text: &str| TrailName::read(text, account, "eu-west-1");
        assert_eq!(read("audit").unwrap().arn(), "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit");
        let arn = "arn:aws:cloudtrail:us-east-1:444455556666:trail/audit";
        assert_eq!(read(arn).unwrap().arn(), arn);
        for bad in [
            "arn:",
            "arn:aws:cloudtrail:us-east-1:444455556666:channel/audit",
            "arn:aws:cloudtrail:us-east-1:four:trail/audit",
            "arn:aws:cloudtrail::444455556666:trail/audit",
            "arn:aws:iam:us-east-1:444455556666:trail/audit",
            "arn:aws-cn:cloudtrail:us-east-1:444455556666:trail/audit",
        ] {
            assert_eq!(read(bad).unwrap_err().code, "CloudTrailARNInvalidException", "{bad}");
        }
        let short = "arn:aws:cloudtrail:us-east-1:444455556666:trail/a";
        assert_eq!(read(short).unwrap_err().code, "InvalidTrailNameException");
    }
}
