//! ARNs: `arn:partition:service:region:account:resource`.

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

impl<'a> Arn<'a> {
    /// Splits on the first five colons; `None` if there are fewer or the first field is not `arn`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix("arn:")?;
        let mut field = || {
            // Fields are short, for which going byte by byte is the quickest.
            let colon = rest.bytes().position(|b| b == b':')?;
            let (field, behind) = rest.split_at_checked(colon)?;
            rest = behind.strip_prefix(':')?;
            Some(field)
        };
        let (partition, service, region, account) = (field()?, field()?, field()?, field()?);
        Some(Self { partition, service, region, account, resource: rest })
    }
}
