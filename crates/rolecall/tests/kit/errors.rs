//! Which errors an operation may answer: those that its model declares, those that every operation of a query service may
//! answer, and what AWS answers though the model does not say so (`tables/undeclared.txt`).

use super::Answer;
use super::call::Call;
use super::services::{Operation, SERVICES};

/// Errors of any operation (R5, sections 5.2 to 5.4).
const COMMON: &[&str] = &[
    "AccessDenied",
    "ExpiredToken",
    "IncompleteSignature",
    "InternalFailure",
    "InvalidAction",
    "InvalidClientTokenId",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "MalformedQueryString",
    "MissingAction",
    "MissingAuthenticationToken",
    "MissingParameter",
    "NotAuthorized",
    "OptInRequired",
    "RequestExpired",
    "ServiceUnavailable",
    "SignatureDoesNotMatch",
    "Throttling",
    "ValidationError",
];

/// `Operation Code rule: reason`, one line each; `*` is every operation.
const UNDECLARED: &str = include_str!("../tables/undeclared.txt");

/// The operation and the code of each line of the table.
pub(crate) fn undeclared() -> impl Iterator<Item = (&'static str, &'static str)> {
    UNDECLARED.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let [operation, code, rule, _reason] = words[..] else { panic!("undeclared.txt: {line}") };
        assert!(rule.starts_with('R') && rule.ends_with(':'), "undeclared.txt names no rule: {line}");
        (operation, code)
    })
}

/// Whether every operation may answer the error, or this one's model declares it.
pub(crate) fn is_declared(operation: &Operation, code: &str) -> bool {
    COMMON.contains(&code) || operation.errors.is_none_or(|errors| errors.iter().any(|error| error.code == code))
}

/// Holds an answer to what its operation may answer.
pub(super) fn check(call: &Call, answer: &Answer) {
    let Some((service, name)) = call.operation().filter(|_| answer.status >= 400) else { return };
    let Some(service) = SERVICES.iter().find(|it| it.name == service) else { return };
    // Of an operation that is not there, only common errors come.
    let unknown = Operation { name: "", served: false, read_only: false, errors: Some(&[]), http: None };
    let operation = service.operation(name).unwrap_or(&unknown);
    let code = answer.code();
    let Some((_, code)) = code.split_once(' ') else { return };
    let is_observed = || undeclared().any(|(of, it)| (of == "*" || of == name) && it == code);
    assert!(
        is_declared(operation, code) || is_observed(),
        "{name} of {} declares no {code}, which it answers to {call:?}; see tables/undeclared.txt",
        service.name
    );
}
