//! Sign-in events of the console (R8.15): whoever signs in has no credentials yet, and who switches role is told as the new
//! session.
//!
//! The console records them as requests of the service `signin`: the operation is the name of the event, the caller who signed
//! in or what the session became, the elements of the answer `{"ConsoleLogin": "Success"}`, and additional data what
//! CloudTrail calls so. A failure has the error `Failed authentication` and no caller, but whom the request claimed to be, if
//! there is such a user; the account stands among those that take part.

use super::identity::{self, UserIdentity};
use crate::trail::record::Record;

/// The service of sign-in events.
pub(super) const SERVICE: &str = "signin";
/// Stands for the name of a user who does not exist: it may be a password in the wrong place.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// `userIdentity` of a sign-in event.
pub(super) fn identity<'r>(record: &'r Record, recipient: &'r str) -> UserIdentity<'r> {
    if let Some(caller) = &record.caller {
        return UserIdentity { session_context: None, access_key_id: None, ..identity::whole(caller) };
    }
    // Who fails to sign in is somebody by claim only: the name is told, the ARN is not.
    let claimed = record.sent.as_ref().and_then(|sent| sent.owner.as_deref());
    let is_root = claimed.is_some_and(|arn| arn.ends_with(":root"));
    UserIdentity {
        kind: if is_root { "Root" } else { "IAMUser" },
        account_id: Some(recipient),
        access_key_id: Some(""),
        user_name: Some(claimed.map_or(HIDDEN, identity::last_part)).filter(|_| !is_root),
        ..UserIdentity::default()
    }
}
