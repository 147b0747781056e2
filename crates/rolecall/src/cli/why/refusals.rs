//! What to look at when a request was refused before any policy was asked.

/// AWS's error codes, each with a part of the message where one code means several things, and what to do.
const HINTS: &[(&str, &str, &str)] = &[
    (
        "SignatureDoesNotMatch",
        "Signature expired",
        "The client's clock is behind, or the request waited too long: compare the clocks.",
    ),
    ("SignatureDoesNotMatch", "Signature not yet current", "The client's clock is ahead: compare the clocks."),
    (
        "SignatureDoesNotMatch",
        "Credential should be scoped",
        "The client signed for another region or service than it asked: look at its region and endpoint settings.",
    ),
    (
        "SignatureDoesNotMatch",
        "Date in Credential scope",
        "The day in the credential is not the day of the request: the client signs wrongly.",
    ),
    (
        "SignatureDoesNotMatch",
        "",
        "The key is known, but the signature is not its: the secret is another one, or a proxy between client and server \
         changed the path, the query, a signed header or the body.",
    ),
    (
        "InvalidClientTokenId",
        "",
        "The access key does not exist here or is inactive, or the session token does not belong to it, or its role or \
         user is gone. A temporary key (ASIA...) needs its session token.",
    ),
    (
        "UnrecognizedClientException",
        "",
        "The access key does not exist here or is inactive, or the session token does not belong to it.",
    ),
    (
        "InvalidAccessKeyId",
        "",
        "The access key does not exist here or is inactive. Is this the server you mean? Is AWS_ENDPOINT_URL set?",
    ),
    (
        "InvalidToken",
        "",
        "The session token was altered, was cut when it was copied, or belongs to another key or server.",
    ),
    ("ExpiredToken", "", "The temporary credentials have expired: assume the role again."),
    ("RequestTimeTooSkewed", "", "The clocks of client and server differ by more than 15 minutes."),
    ("AccessDenied", "Request has expired", "The presigned URL has expired: make a new one."),
    ("AccessDenied", "Request is not valid yet", "The presigned URL begins later: compare the clocks."),
    (
        "AccessDenied",
        "not signed",
        "The request carries headers that its signature must cover and does not: was a header added on the way?",
    ),
    ("MissingAuthenticationToken", "", "The request is not signed, and this service answers signed requests only."),
    ("IncompleteSignature", "", "The Authorization header lacks a part, or is not Signature Version 4."),
    ("AuthorizationHeaderMalformed", "", "The Authorization header is wrong: most often the client's region setting."),
    ("AuthorizationQueryParametersError", "", "The X-Amz- parameters of the presigned URL are wrong or incomplete."),
    ("XAmzContentSHA256Mismatch", "", "The body is not the one that was signed: it was changed on the way."),
    ("InvalidAction", "", "The service has no such operation, or it is not there yet."),
];

/// What to look at, in words for the person who sees this code and message.
pub(super) fn hint(code: &str, message: &str) -> Option<&'static str> {
    HINTS.iter().find(|(known, part, _)| *known == code && message.contains(part)).map(|(_, _, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R5.19, R5.20: one code, several errors: the message tells which hint is meant.
    #[test]
    fn the_message_chooses_among_hints_of_one_code() {
        let hint = |message| hint("SignatureDoesNotMatch", message).unwrap();
        assert!(hint("Signature expired: 20261122T100000Z is now earlier than …").contains("behind"));
        assert!(hint("Signature not yet current: …").contains("ahead"));
        assert!(hint("Credential should be scoped to a valid Region, not 'x'.").contains("region"));
        assert!(hint("The request signature we calculated does not match …").contains("secret"));
    }

    /// A code without advice gets none, and no general hint hides a special one.
    #[test]
    fn every_hint_can_be_reached() {
        assert_eq!(hint("ValidationError", "anything"), None);
        assert_eq!(hint("AccessDenied", "User: … is not authorized"), None);
        for (code, part, text) in HINTS {
            assert_eq!(hint(code, part), Some(*text));
        }
    }
}
