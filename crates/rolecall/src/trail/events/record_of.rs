//! A record of the trail becomes the events of the accounts that take part.

use super::elements::{self, Element};
use super::event::{Event, EventResource};
use super::identity::{self, UserIdentity};
use super::resources::{self, Resource};
use super::{ids, naming};
use crate::trail::record::{Details, Outcome, Record};
use jiff::{SignedDuration, Timestamp};
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
        record.caller.as_ref()?;
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

    fn event(&self, recipient: &Recipient, is_shared: bool) -> Event {
        let Self { record, details, time } = self;
        let caller = record.caller.as_ref();
        let is_token = matches!(&*record.operation, "AssumeRoleWithSAML" | "AssumeRoleWithWebIdentity");
        let identity = match caller {
            Some(caller) if caller.kind == "Anonymous" && is_token => identity::unproved(),
            Some(caller) if recipient.sees_caller => identity::whole(caller),
            Some(caller) => identity::of_another_account(caller),
            None => identity::unproved(),
        };
        let error = record.error.as_ref();
        let error_code = error.map(|error| naming::error_code(&record.service, &error.code).into_owned());
        let id = ids::event_id(&record.request_id, &recipient.account);
        let shared_id = is_shared.then(|| ids::shared_id(&record.request_id));
        let source = naming::source(&record.service);
        let category = naming::category(record);
        let read_only = naming::read_only(record);
        let service = caller.filter(|caller| caller.kind == "AWSService").map(|caller| caller.arn.clone());
        let address = || record.source_ip.map_or_else(|| "AWS Internal".to_owned(), |address| address.to_string());
        let additional = elements::additional(record, details)
            .filter(|data| serde_json::to_string(data).is_ok_and(|text| text.len() <= MAX_ADDITIONAL_BYTES));
        let written = Written {
            event_version: VERSION,
            user_identity: &identity,
            event_time: identity::time(*time),
            event_source: &source,
            event_name: naming::name(&record.service, &record.operation),
            aws_region: naming::region(record),
            source_ip_address: service.clone().unwrap_or_else(address),
            user_agent: service.as_deref().or(record.user_agent.as_deref()),
            error_code: error_code.as_deref(),
            error_message: error.map(|error| &*error.message).filter(|message| !message.is_empty()),
            request_parameters: elements::parameters(record, details),
            response_elements: elements::response(record, details),
            additional_event_data: additional,
            request_id: &record.request_id,
            event_id: &id,
            read_only,
            resources: resources::listed(record),
            event_type: naming::kind(record),
            management_event: category == super::Category::Management,
            recipient_account_id: &recipient.account,
            shared_event_id: shared_id.as_deref(),
            event_category: category.name(),
            tls_details: tls(details),
        };
        let text = serde_json::to_string(&written).unwrap_or_default();
        let seen = caller.filter(|_| recipient.sees_caller);
        let (name, kind) = (written.event_name.to_owned(), written.event_type);
        let (user_arn, access_key_id) = (identity.arn.map(str::to_owned), identity.access_key_id.map(str::to_owned));
        Event {
            shared_id,
            time: *time,
            region: naming::region(record).to_owned(),
            recipient: recipient.account.clone(),
            category,
            name,
            kind,
            read_only,
            user_name: seen.and_then(identity::user_name).map(str::to_owned),
            user_arn,
            access_key_id,
            from_console: false,
            resources: self.found_by(),
            error_code,
            record: text,
            source,
            id,
        }
    }

    fn found_by(&self) -> Vec<EventResource> {
        resources::found_by(self.record, Some(&self.details))
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
        cipher_suite: details.cipher.as_deref(),
        client_provided_host_header: details.host.as_deref(),
    })
}

/// The record as CloudTrail writes it, in its order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'r> {
    event_version: &'static str,
    user_identity: &'r UserIdentity<'r>,
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
    #[serde(rename = "requestID")]
    request_id: &'r str,
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
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsDetails<'r> {
    tls_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cipher_suite: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_provided_host_header: Option<&'r str>,
}
