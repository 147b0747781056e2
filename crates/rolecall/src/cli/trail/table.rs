//! A request with its lineage as a line of text.

use super::lineage::Link;
use crate::trail::{Outcome, Record};
use rolecall_policy::Arn;
use rolecall_policy::explain::{columns, escaped};

/// Columns of the operation; longer ones move what follows.
const OPERATION: usize = 24;

/// The line. A terminal's ends at its width.
pub(super) fn line(record: &Record, chain: &[Link], width: Option<usize>) -> String {
    let outcome = outcome(record);
    let operation = format!("{}:{}", record.service, record.operation);
    let on = record.decisions.iter().map(|decision| &*decision.resource).find(|resource| *resource != "*");
    let on = on.or(record.resources.first().map(String::as_str)).unwrap_or("-");
    let who: Vec<String> = chain.iter().map(shown).collect();
    let text = escaped(&format!(
        "{:.0}  {outcome:<7}  {operation:<OPERATION$}  {}  {on}  {}",
        record.time,
        who.join(" > "),
        record.request_id
    ));
    let text = match width {
        Some(width) if columns(&text) > width => text.chars().take(width).collect(),
        _ => text,
    };
    text + "\n"
}

/// `allowed`, `denied`, or `failed` for other errors.
fn outcome(record: &Record) -> &'static str {
    let denied = record.decisions.iter().any(|decision| decision.outcome != Outcome::Allowed);
    match &record.error {
        _ if denied => "denied",
        Some(_) => "failed",
        None => "allowed",
    }
}

/// `111111111111/ana`, `222222222222/deploy/job`.
fn shown(link: &Link) -> String {
    match Arn::parse(&link.arn) {
        Some(arn) => {
            let name = arn.resource.split_once('/').map_or(arn.resource, |(_, name)| name);
            format!("{}/{name}", arn.account)
        }
        None if link.arn.is_empty() => "anonymous".to_owned(),
        None => link.arn.clone(),
    }
}
