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
        "The client signed for a different Region or service than the one that it called: check its Region and endpoint settings.",
    ),
    (
        "SignatureDoesNotMatch",
        "Date in Credential scope",
        "The date in the credential scope is not the date of the request: the client's signing code is wrong.",
    ),
    (
        "SignatureDoesNotMatch",
        "",
        "The access key exists, but the signature was not made with its secret for this request. Either the secret is \
         wrong, or a proxy between client and server changed the path, the query, a signed header or the body.",
    ),
    (
        "InvalidClientTokenId",
        "",
        "The access key does not exist here or is inactive, or the session token does not belong to it, or its role or \
         user was deleted. A temporary key (ASIA...) needs its session token.",
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
        "The session token was changed, was copied incompletely, or belongs to another key or server.",
    ),
    ("ExpiredToken", "", "The temporary credentials have expired: assume the role again."),
    ("RequestTimeTooSkewed", "", "The clocks of client and server differ by more than 15 minutes."),
    ("AccessDenied", "Request has expired", "The presigned URL has expired: create another."),
    ("AccessDenied", "Request is not valid yet", "The presigned URL is not valid yet: compare the clocks."),
    (
        "AccessDenied",
        "not signed",
        "The request has headers that its signature must cover and does not: did a proxy add them?",
    ),
    ("MissingAuthenticationToken", "", "The request is not signed, and this service accepts only signed requests."),
    ("IncompleteSignature", "", "The Authorization header lacks a part, or is not Signature Version 4."),
    (
        "AuthorizationHeaderMalformed",
        "",
        "The Authorization header is wrong; the usual cause is the client's Region setting.",
    ),
    ("AuthorizationQueryParametersError", "", "The X-Amz- parameters of the presigned URL are wrong or incomplete."),
    (
        "XAmzContentSHA256Mismatch",
        "",
        "The body is not the one that was signed: something between client and server changed it.",
    ),
    ("InvalidAction", "", "The service has no such operation, or rolecall does not implement it yet."),
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
        assert!(hint("Credential should be scoped to a valid Region, not 'x'.").contains("Region"));
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
