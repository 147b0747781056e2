//! One event, for one account.

use jiff::Timestamp;

/// What CloudTrail tells one account of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `eventID`, a UUID.
    pub id: String,
    /// `requestID`.
    pub request_id: String,
    /// `sharedEventID`, if another account has an event of the same request.
    pub shared_id: Option<String>,
    /// `eventTime`: when the request was answered, to the second.
    pub time: Timestamp,
    /// `awsRegion`.
    pub region: String,
    /// `recipientAccountId`: twelve digits.
    pub recipient: String,
    /// `eventCategory`.
    pub category: Category,
    /// `eventSource`: `iam.amazonaws.com`.
    pub source: String,
    /// `eventName`.
    pub name: String,
    /// `eventType`: `AwsApiCall`, `AwsConsoleSignIn`.
    pub kind: &'static str,
    /// `readOnly`.
    pub read_only: bool,
    /// What `LookupEvents` calls the user name: that of a user, or of a role session.
    pub user_name: Option<String>,
    /// `userIdentity.arn`.
    pub user_arn: Option<String>,
    /// `userIdentity.accessKeyId`.
    pub access_key_id: Option<String>,
    /// `sessionCredentialFromConsole` is true.
    pub from_console: bool,
    /// What it is about, as `LookupEvents` and the selectors of data events see it.
    pub resources: Vec<EventResource>,
    /// `errorCode`.
    pub error_code: Option<String>,
    /// CloudTrail's record, a JSON object.
    pub record: String,
}

/// `eventCategory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Operations on resources.
    Management,
    /// Operations in resources: the objects of a bucket.
    Data,
}

impl Category {
    /// As it stands in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Management => "Management",
            Self::Data => "Data",
        }
    }
}

/// A resource of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventResource {
    /// `AWS::IAM::Role`.
    pub kind: &'static str,
    /// Its name, id or ARN.
    pub name: String,
}
