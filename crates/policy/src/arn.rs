//! ARNs: `arn:partition:service:region:account:resource`.

/// The partitions that exist.
pub const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// The six fields of an ARN, borrowed from its text. The resource may itself hold `:` and `/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, …
    pub partition: &'a str,
    /// `iam`, `s3`, …
    pub service: &'a str,
    /// Empty for global services.
    pub region: &'a str,
    /// Twelve digits, `aws`, or empty.
    pub account: &'a str,
    /// Everything after the fifth colon.
    pub resource: &'a str,
}

/// How many bytes of a field are gone through one by one.
const SHORT_FIELD: usize = 32;

impl<'a> Arn<'a> {
    /// Splits on the first five colons; `None` if there are fewer or the first field is not `arn`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix("arn:")?;
        let mut field = || {
            // Most fields are short, for which going byte by byte is the quickest.
            let near = rest.bytes().take(SHORT_FIELD).position(|b| b == b':');
            let colon = near.or_else(|| memchr::memchr(b':', rest.as_bytes()))?;
            let (field, behind) = rest.split_at_checked(colon)?;
            rest = behind.strip_prefix(':')?;
            Some(field)
        };
        let (partition, service, region, account) = (field()?, field()?, field()?, field()?);
        Some(Self { partition, service, region, account, resource: rest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.38: a field ends at its colon, however far that is.
    #[test]
    fn fields_may_be_long() {
        for length in [0, SHORT_FIELD - 1, SHORT_FIELD, SHORT_FIELD + 1, 1_000] {
            let field = "é".repeat(length);
            let text = format!("arn:aws:{field}:r:{field}:a:{field}");
            let arn = Arn::parse(&text).unwrap();
            assert_eq!((arn.partition, arn.service, arn.region, arn.account), ("aws", &*field, "r", &*field));
            assert_eq!(arn.resource, format!("a:{field}"));
            assert_eq!(Arn::parse(&format!("arn:aws:{field}:r:{field}")), None);
        }
    }
}
