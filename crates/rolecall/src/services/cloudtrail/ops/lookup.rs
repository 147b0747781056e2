//! `LookupEvents`: management events of the last 90 days of the caller's account in one Region, newest first.

use crate::services::cloudtrail::prelude::*;
use crate::trail::events::{Attribute, Cursor, Event, Lookup};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use rolecall_policy::AccountId;

/// How old events may be (*CloudTrail API Reference*, `LookupEvents`).
const AGE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Events of a page: the most, and unless the request says otherwise.
const MOST: usize = 50;

/// Bytes of a token that bind it to its parameters.
const BINDING: usize = 12;

/// It reads the trail from the disk.
impl Operation for api::LookupEvents {
    type Input = api::LookupEventsInput;
    type Output = api::LookupEventsOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, _: &Self::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(CloudTrailCall::new("LookupEvents", context)?.on("*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, region) = (request.input(), &request.info().region);
        let account = request.caller().account()?;
        if !node.lookups.admit(account, region, node.clock.uptime()) {
            return Err(errors::throttled());
        }
        let now = node.clock.now();
        let (from, to) = (input.start_time, input.end_time.unwrap_or(now));
        if from.is_some_and(|from| from > to) {
            return Err(errors::bad_time_range());
        }
        let attribute = attribute(input.lookup_attributes.as_deref().unwrap_or_default())?;
        let binding = binding(account, region, input);
        let after = input.next_token.as_deref().map(|token| read(&binding, token).ok_or_else(errors::bad_next_token));
        let after = after.transpose()?;
        if input.event_category.is_some() {
            // Insights are the only category that has a name, and there are none.
            return Ok(api::LookupEventsOutput { events: Some(Vec::new()), next_token: None });
        }
        let oldest = now.checked_sub(AGE).map_err(ApiError::internal)?;
        let lookup = Lookup {
            recipient: account.to_string(),
            region: region.clone(),
            from: from.map_or(oldest, |from| from.max(oldest)),
            to,
            attribute,
            after,
            most: input
                .max_results
                .and_then(|most| usize::try_from(most).ok())
                .map_or(MOST, |most| most.clamp(1, MOST)),
        };
        let events = node.events.clone();
        let page = tokio::task::spawn_blocking(move || events.lookup(&lookup)).await.map_err(ApiError::internal)?;
        let page = page.map_err(ApiError::internal)?;
        let next_token = page.next.map(|cursor| write(&binding, &cursor));
        Ok(api::LookupEventsOutput { events: Some(page.events.into_iter().map(shown).collect()), next_token })
    }
}

/// What is looked for: one attribute at most.
fn attribute(given: &[api::LookupAttribute]) -> Result<Option<(Attribute, String)>, ApiError> {
    let [one] = given else {
        return if given.is_empty() {
            Ok(None)
        } else {
            Err(errors::bad_attributes("Only one lookup attribute can be specified."))
        };
    };
    let attribute = match &*one.attribute_key {
        "EventId" => Attribute::EventId,
        "EventName" => Attribute::EventName,
        "ReadOnly" => Attribute::ReadOnly,
        "Username" => Attribute::Username,
        "ResourceType" => Attribute::ResourceType,
        "ResourceName" => Attribute::ResourceName,
        "EventSource" => Attribute::EventSource,
        "AccessKeyId" => Attribute::AccessKeyId,
        _ => return Err(errors::bad_attributes("The attribute key is not valid.")),
    };
    if attribute == Attribute::ReadOnly && !matches!(&*one.attribute_value, "true" | "false") {
        return Err(errors::bad_attributes("The value of ReadOnly must be true or false."));
    }
    Ok(Some((attribute, one.attribute_value.clone())))
}

fn shown(event: Event) -> api::Event {
    let resources = event.resources.into_iter().map(|resource| api::Resource {
        resource_type: Some(resource.kind.to_owned()),
        resource_name: Some(resource.name),
    });
    api::Event {
        event_id: Some(event.id),
        event_name: Some(event.name),
        read_only: Some(event.read_only.to_string()),
        access_key_id: event.access_key_id,
        event_time: Some(event.time),
        event_source: Some(event.source),
        username: event.user_name,
        resources: Some(resources.collect()),
        cloud_trail_event: Some(event.record),
    }
}

/// What binds a token to all parameters but the size of pages.
fn binding(account: AccountId, region: &str, input: &api::LookupEventsInput) -> Vec<u8> {
    let time = |time: Option<jiff::Timestamp>| time.map(|time| time.as_nanosecond().to_string()).unwrap_or_default();
    let mut parts = vec![account.to_string(), region.to_owned(), time(input.start_time), time(input.end_time)];
    parts.push(input.event_category.clone().unwrap_or_default());
    for attribute in input.lookup_attributes.iter().flatten() {
        parts.extend([attribute.attribute_key.clone(), attribute.attribute_value.clone()]);
    }
    let mut text = Vec::new();
    for part in &parts {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    digest::digest(&digest::SHA256, &text).as_ref().iter().copied().take(BINDING).collect()
}

fn write(binding: &[u8], cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode([binding, cursor.to_string().as_bytes()].concat())
}

fn read(binding: &[u8], token: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    std::str::from_utf8(bytes.strip_prefix(binding)?).ok()?.parse().ok()
}
