//! One error type for everything that a client is told. `gateway::wire` turns it into the service's form (R5.1–R5.4).

use rolecall_catalog::operation::ErrorShape;
use std::borrow::Cow;
use std::fmt::Display;

/// An error as AWS would answer it: code, status, message, and S3's extra detail elements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ApiError {
    /// AWS's error code, in the query and REST-XML spelling (`AccessDenied`).
    pub code: Cow<'static, str>,
    /// HTTP status.
    pub status: u16,
    /// AWS's message.
    pub message: String,
    /// Further elements of the error's body, in order, name and text: S3's, and the `Reason` of a JSON service.
    pub details: Vec<(&'static str, String)>,
    /// What few errors have.
    rare: Option<Box<Rare>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rare {
    /// The members of the input that it is about, each with what is said of it.
    fields: Vec<(String, String)>,
    /// What went wrong inside, for the server's log alone.
    cause: Option<Box<str>>,
    /// The reason, where several reasons give the client the same answer; for the trail only.
    reason: Option<Box<str>>,
}

impl ApiError {
    /// An error with this code, status and message.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, status: u16, message: impl Into<String>) -> Self {
        Self { code: code.into(), status, message: message.into(), details: Vec::new(), rare: None }
    }

    /// Adds a detail element.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.details.push((name, text.into()));
        self
    }

    /// Names the member of the input that the error is about.
    #[must_use]
    pub fn about(self, member: impl Into<String>) -> Self {
        let message = self.message.clone();
        self.with_fields(vec![(member.into(), message)])
    }

    /// Names the members of the input that the error is about, each with what is said of it.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<(String, String)>) -> Self {
        if !fields.is_empty() {
            self.rare.get_or_insert_default().fields = fields;
        }
        self
    }

    /// The members of the input that it is about, each with what is said of it: `fieldList` of a REST-JSON service.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        self.rare.as_ref().map_or(&[], |rare| &rare.fields)
    }

    /// Adds the reason, where several reasons give the client the same answer. The trail keeps it, the client does not learn it,
    /// and it contains no secret.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Box<str>>) -> Self {
        self.rare.get_or_insert_default().reason = Some(reason.into());
        self
    }

    /// What the trail says beside the message.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.rare.as_ref()?.reason.as_deref()
    }

    /// `AccessDenied` 403 (R5.7).
    #[must_use]
    pub fn access_denied(message: impl Into<String>) -> Self {
        Self::new("AccessDenied", 403, message)
    }

    /// `ValidationError` 400 (R3.6).
    #[must_use]
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationError", 400, message)
    }

    /// An error that a service's model declares.
    #[must_use]
    pub fn of(shape: ErrorShape, message: impl Into<String>) -> Self {
        Self::new(shape.code, shape.status, message)
    }

    /// `InternalFailure` 500: something of ours failed. The message tells the client no detail; the gateway logs
    /// `cause` once, under the request id.
    #[must_use]
    pub fn internal(cause: impl Display) -> Self {
        let message = "The request processing has failed because of an unknown error, exception or failure.";
        let rare = Rare { cause: Some(cause.to_string().into()), ..Rare::default() };
        Self { rare: Some(Box::new(rare)), ..Self::new("InternalFailure", 500, message) }
    }

    /// What went wrong inside, if it is an internal failure.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.rare.as_ref()?.cause.as_deref()
    }

    /// `ServiceUnavailable` 503: the store takes no writes now.
    #[must_use]
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new("ServiceUnavailable", 503, message)
    }
}

impl From<crate::environment::entropy::NoEntropy> for ApiError {
    fn from(error: crate::environment::entropy::NoEntropy) -> Self {
        Self::internal(error)
    }
}
