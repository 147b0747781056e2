//! A record of the trail becomes the events of the accounts that take part.

use super::elements::{self, Element};
use super::event::Event;
use super::identity::{self, UserIdentity};
use super::resources::{self, Resource};
use super::{ids, naming, signin};
use crate::trail::record::{Details, Outcome, Record};
use jiff::{SignedDuration, Timestamp};
use rolecall_catalog::whole_seconds;
use serde::Serialize;
use serde_json::{Map, Value};

/// `eventVersion` (section 8.1 of the specification).
const VERSION: &str = "1.11";
/// Bytes of `additionalEventData` (section 8.1 of the specification).
const MAX_ADDITIONAL_BYTES: usize = 28 << 10;

/// The events of a request: none if it is none of CloudTrail's, that of the caller's account, and those of the accounts whose
/// resources it was allowed to reach.
#[must_use]
pub fn made_of(record: &Record) -> Vec<Event> {
    let Some(told) = Told::of(record) else { return Vec::new() };
    let recipients = recipients(record, &told.details);
    let is_shared = recipients.len() > 1;
    let written = |recipient: Recipient| {
        let event = told.event(&recipient, is_shared);
        Event { record: told.written(&recipient, &event), ..event }
    };
    recipients.into_iter().map(written).collect()
}

/// The same without the text of the records: all that is needed to find them.
pub(super) fn found_of(record: &Record) -> Vec<Event> {
    let Some(told) = Told::of(record) else { return Vec::new() };
    let recipients = recipients(record, &told.details);
    let is_shared = recipients.len() > 1;
    recipients.into_iter().map(|recipient| told.event(&recipient, is_shared)).collect()
}

/// Who receives an event, and as whose.
struct Recipient {
    account: String,
    /// The account is the caller's, or the caller has none.
    sees_caller: bool,
}

/// What all events of a request tell.
struct Told<'r> {
    record: &'r Record,
    details: std::borrow::Cow<'r, Details>,
    time: Timestamp,
}

impl<'r> Told<'r> {
    /// `None`: CloudTrail tells nothing of such a request. It has no operation, or nobody proved to have sent it (R8.12).
    fn of(record: &'r Record) -> Option<Self> {
        if record.operation.is_empty() || record.service.is_empty() || record.is_unfinished {
            return None;
        }
        // A sign-in that fails has nobody who proved anything, and is told all the same (R8.15).
        if record.caller.is_none() && record.service != signin::SERVICE {
            return None;
        }
        let details = match &record.details {
            Some(details) => std::borrow::Cow::Borrowed(details),
            // Recorded by an earlier version.
            None => std::borrow::Cow::Owned(Details {
                read_only: naming::read_only(record),
                data: naming::category(record) == super::Category::Data,
                ..Details::default()
            }),
        };
        let took = SignedDuration::from_micros(i64::try_from(record.duration_us).unwrap_or_default());
        let answered = record.time.checked_add(took).unwrap_or(record.time);
        Some(Self { record, details, time: Timestamp::from_second(answered.as_second()).unwrap_or(answered) })
    }

    /// Who made the request, as the recipient may learn it.
    fn identity<'t>(&'t self, recipient: &'t Recipient) -> UserIdentity<'t> {
        let Self { record, .. } = self;
        let is_token = matches!(&*record.operation, "AssumeRoleWithSAML" | "AssumeRoleWithWebIdentity");
        match &record.caller {
            _ if record.service == signin::SERVICE => signin::identity(record, &recipient.account),
            Some(caller) if caller.kind == "Anonymous" && is_token => identity::unproved(),
            Some(caller) if recipient.sees_caller => identity::whole(caller),
            Some(caller) => identity::of_another_account(caller),
            None => identity::unproved(),
        }
    }

    /// The event but for the text of its record.
    fn event(&self, recipient: &Recipient, is_shared: bool) -> Event {
        let Self { record, details, time } = self;
        let identity = self.identity(recipient);
        let seen = record.caller.as_ref().filter(|_| recipient.sees_caller);
        let error_code = record.error.as_ref().filter(|_| record.service != signin::SERVICE);
        Event {
            id: ids::event_id(&record.request_id, &recipient.account),
            request_id: record.request_id.clone(),
            shared_id: is_shared.then(|| ids::shared_id(&record.request_id)),
            time: *time,
            region: naming::region(record).to_owned(),
            recipient: recipient.account.clone(),
            category: naming::category(record),
            source: naming::source(&record.service),
            name: naming::name(&record.service, &record.operation).to_owned(),
            kind: naming::kind(record),
            read_only: naming::read_only(record),
            user_name: seen.and_then(identity::user_name).map(str::to_owned),
            user_arn: identity.arn.map(str::to_owned),
            access_key_id: identity.access_key_id.map(str::to_owned),
            // A sign-in is no call of a session.
            from_console: details.from_console && record.service != signin::SERVICE,
            resources: resources::found_by(record, details),
            error_code: error_code.map(|error| naming::error_code(&record.service, &error.code).into_owned()),
            record: String::new(),
        }
    }

    /// The record that CloudTrail writes of the event.
    fn written(&self, recipient: &Recipient, event: &Event) -> String {
        let Self { record, details, time } = self;
        let caller = record.caller.as_ref();
        let service = caller.filter(|caller| caller.kind == "AWSService").map(|caller| &*caller.arn);
        let address = || record.source_ip.map_or_else(|| "AWS Internal".to_owned(), |address| address.to_string());
        let additional = elements::additional(record, details)
            .filter(|data| serde_json::to_string(data).is_ok_and(|text| text.len() <= MAX_ADDITIONAL_BYTES));
        let message = record.error.as_ref().map(|error| &*error.message).filter(|message| !message.is_empty());
        let written = Written {
            event_version: VERSION,
            user_identity: self.identity(recipient),
            event_time: whole_seconds(*time),
            event_source: &event.source,
            event_name: &event.name,
            aws_region: &event.region,
            source_ip_address: service.map_or_else(address, str::to_owned),
            user_agent: service.or(record.user_agent.as_deref()),
            error_code: event.error_code.as_deref(),
            error_message: message,
            request_parameters: elements::parameters(record, details),
            response_elements: elements::response(record, details),
            additional_event_data: additional,
            // Sign-in events have none.
            request_id: Some(&*record.request_id).filter(|_| record.service != signin::SERVICE),
            event_id: &event.id,
            read_only: event.read_only,
            resources: resources::listed(record),
            event_type: event.kind,
            management_event: event.category == super::Category::Management,
            recipient_account_id: &recipient.account,
            shared_event_id: event.shared_id.as_deref(),
            event_category: event.category.name(),
            tls_details: tls(details),
            session_credential_from_console: event.from_console.then_some("true"),
        };
        // Nothing in it has keys that are no text.
        serde_json::to_string(&written).unwrap_or_default()
    }
}

/// Whose events there are (A1). Of a denial, only the caller's account learns (R8.11); callers that have no account, such as
/// services and whoever did not sign, are told to the accounts that they asked something of.
fn recipients(record: &Record, details: &Details) -> Vec<Recipient> {
    let is_account = |account: &&String| account.len() == 12;
    let own = record.caller.as_ref().map(|caller| &caller.account).filter(is_account);
    let allowed = record.decisions.iter().any(|decision| decision.outcome == Outcome::Allowed);
    let denied = record.decisions.iter().any(|decision| decision.outcome != Outcome::Allowed);
    let reached = allowed && !(denied && record.error.is_some());
    let mut recipients: Vec<Recipient> =
        own.iter().map(|own| Recipient { account: (*own).clone(), sees_caller: true }).collect();
    if own.is_none() || reached {
        let others = record.accounts.iter().filter(is_account).filter(|account| Some(*account) != own);
        recipients.extend(others.map(|account| Recipient { account: account.clone(), sees_caller: own.is_none() }));
    }
    if recipients.is_empty()
        && let Some(account) = account_of_role(details)
    {
        recipients.push(Recipient { account, sees_caller: true });
    }
    recipients
}

/// The account of the role that nobody was found to be allowed to assume.
fn account_of_role(details: &Details) -> Option<String> {
    let parameters = details.parameters.as_ref()?.object()?;
    let arn = parameters.get("roleArn")?.as_str()?;
    let account = arn.split(':').nth(4)?;
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then(|| account.to_owned())
}

fn tls(details: &Details) -> Option<TlsDetails<'_>> {
    let version = details.tls.as_ref()?;
    Some(TlsDetails {
        tls_version: format!("TLSv{version}"),
        cipher_suite: details.cipher.as_deref().map(cipher),
        client_provided_host_header: details.host.as_deref(),
    })
}

/// The name of a cipher suite as CloudTrail writes it: of TLS 1.3 the standard's, of TLS 1.2 OpenSSL's.
fn cipher(suite: &str) -> String {
    match (suite.strip_prefix("TLS13_"), suite.strip_prefix("TLS_")) {
        (Some(name), _) => format!("TLS_{name}"),
        (None, Some(name)) => name.replace("_WITH_", "-").replace("AES_", "AES").replace('_', "-"),
        (None, None) => suite.to_owned(),
    }
}

/// The record as CloudTrail writes it, in its order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'r> {
    event_version: &'static str,
    user_identity: UserIdentity<'r>,
    event_time: String,
    event_source: &'r str,
    event_name: &'r str,
    aws_region: &'r str,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'r str>,
    request_parameters: Element<'r>,
    response_elements: Element<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_event_data: Option<Map<String, Value>>,
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    request_id: Option<&'r str>,
    #[serde(rename = "eventID")]
    event_id: &'r str,
    read_only: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource>,
    event_type: &'static str,
    management_event: bool,
    recipient_account_id: &'r str,
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    shared_event_id: Option<&'r str>,
    event_category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_details: Option<TlsDetails<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_credential_from_console: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsDetails<'r> {
    tls_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cipher_suite: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_provided_host_header: Option<&'r str>,
}

#[cfg(test)]
mod tests;
