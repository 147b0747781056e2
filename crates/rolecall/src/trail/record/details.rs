//! What the event of a request tells that nothing else needs: parameters, answer, session.
//!
//! It is kept as the request was carried out, because it cannot be found out later. What can be derived from the record is
//! not kept twice: the event is made of both when it is read (`trail::events`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The version of [`Details`] that is written.
pub const DETAILS_VERSION: u32 = 1;
/// Bytes of the parameters of a request, and of the elements of an answer: CloudTrail's limit of 100 KB (section 8.1 of the
/// specification). A longer one is left out, and the event stays.
pub const MAX_FIELD_BYTES: usize = 100 << 10;

/// The same of a request that nobody signed and that changed nothing: whoever sends it pays nothing for a long one.
pub const MAX_UNSIGNED_FIELD_BYTES: usize = 2 << 10;
/// Bytes that are kept for the elements of an answer before it is known. AWS's longest of a change are those of a role with
/// its trust policy, which is percent-encoded there: some 30 KB.
const RESPONSE_ROOM: usize = 32 << 10;
/// Names, quotes and commas of the fields.
const FIELDS_FRAMING: usize = 128;
/// The most that the fields of a record take.
pub(in crate::trail) const MAX_FIELDS_BYTES: usize = 4 * MAX_FIELD_BYTES + FIELDS_FRAMING;

/// Of a request whose operation is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// [`DETAILS_VERSION`] when it was written.
    pub version: u32,
    /// The operation changes nothing that is stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// The operation works in a resource, not on it: CloudTrail's data events.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub data: bool,
    /// The `Host` header, or the authority of the URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The version of TLS: `1.2`, `1.3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    /// The cipher suite of TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cipher: Option<String>,
    /// Somebody who is signed in to the console made it there: `sessionCredentialFromConsole`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_console: bool,
    /// How S3 was told who signed: `AuthHeader`, `QueryString`, `HtmlForm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication: Option<String>,
    /// `SigV4` or `SigV2`, of requests to S3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// What the event tells among the parameters though the input does not have it: what a document or a token said, and which
    /// tags the caller's session hands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Json>,
    /// The input in the model's event form, without secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Json>,
    /// The output in the same form; absent of operations that only read, and of failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Json>,
    /// `additionalEventData`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional: Option<Json>,
    /// Buckets of other accounts than the caller's that took part, with their owners: their ARNs do not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<(String, String)>,
}

/// What can be long in [`Details`].
pub(super) type Fields = [Option<Json>; 4];

impl Details {
    /// What can be long.
    pub(super) fn fields(&self) -> [Option<&Json>; 4] {
        [self.parameters.as_ref(), self.response.as_ref(), self.additional.as_ref(), self.beside.as_ref()]
    }

    /// Takes what can be long.
    pub(super) fn take_fields(&mut self) -> Fields {
        [self.parameters.take(), self.response.take(), self.additional.take(), self.beside.take()]
    }

    /// Puts it back.
    pub(super) fn set_fields(&mut self, fields: Fields) {
        [self.parameters, self.response, self.additional, self.beside] = fields;
    }

    /// Leaves out fields of more than so many bytes; answers how many.
    pub(in crate::trail) fn drop_long(&mut self, most: usize) -> u64 {
        let mut fields = self.take_fields();
        let mut dropped = 0;
        for field in &mut fields {
            if field.as_ref().is_some_and(|field| field.text().len() > most) {
                *field = None;
                dropped += 1;
            }
        }
        self.set_fields(fields);
        dropped
    }

    /// The most bytes that the fields take in the record of a change that is about to be made. Its answer is not known yet.
    pub(in crate::trail) fn room(&self) -> usize {
        let known = [&self.parameters, &self.additional, &self.beside];
        let known: usize = known.into_iter().flatten().map(|field| field.text().len()).sum();
        known.min(3 * MAX_FIELD_BYTES) + RESPONSE_ROOM + FIELDS_FRAMING
    }
}

/// A JSON object that is kept as it was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// `None`: the text is not JSON.
    #[must_use]
    pub fn new(text: String) -> Option<Self> {
        RawValue::from_string(text).ok().map(Self)
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The object; `None` for any other value.
    #[must_use]
    pub fn object(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_str(self.text()).ok()
    }
}

/// Equal if the texts are.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Json {}

/// Temporary credentials, as the event of a request tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerSession {
    /// What it is a session of.
    pub of: SessionOf,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The ARN of the role, or of the user whose permissions it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Its unique id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer_id: Option<String>,
    /// `aws:FederatedProvider`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federated_provider: Option<String>,
    /// The access key ids of the sessions that it comes from, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lineage: Vec<String>,
    /// The access key id that requested it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_with: Option<String>,
    /// The account of the provider to whom the access is delegated: `invokedByDelegate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegate: Option<String>,
}

/// What a session is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionOf {
    /// A role.
    Role,
    /// A user (`GetSessionToken`).
    User,
    /// The root user (`GetSessionToken`).
    Root,
    /// A federated user (`GetFederationToken`).
    Federated,
    /// A member account's root user (`AssumeRoot`).
    AssumedRoot,
}
