//! The ids of events, derived from the record: whoever makes the events of a record again makes the same ones, so that an
//! event that is delivered twice can be told (R8.17).

use aws_lc_rs::digest::{SHA256, digest};
use uuid::Builder;

/// `eventID` of the event that this account has of a request.
pub(super) fn event_id(request_id: &str, recipient: &str) -> String {
    derived(&format!("event {recipient} {request_id}"))
}

/// `sharedEventID` of the events of a request.
pub(super) fn shared_id(request_id: &str) -> String {
    derived(&format!("shared {request_id}"))
}

fn derived(name: &str) -> String {
    let digest = digest(&SHA256, name.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Ids are UUIDs, the same each time, and none twice.
    #[test]
    fn ids_are_derived() {
        let ids = [event_id("r", "1"), event_id("r", "2"), event_id("s", "1"), shared_id("r"), shared_id("s")];
        assert_eq!(event_id("r", "1"), ids[0]);
        let distinct: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert!(ids.iter().all(|id| Uuid::parse_str(id).is_ok()));
    }
}
