//! Basic event selectors (*CloudTrail API Reference*, `EventSelector` and `DataResource`).

use super::super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::{Access, EventSelector};
use rolecall_catalog::api::cloudtrail as api;
use rolecall_policy::Arn;

/// The most selectors of a trail.
const MAX_SELECTORS: usize = 5;

/// The most values of data resources of a trail.
const MAX_DATA_RESOURCES: usize = 250;

/// Types of resources that have data events.
const TYPES: [&str; 3] = ["AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::S3::Object"];

/// Event sources whose management events can be left out.
pub(super) const EXCLUDABLE: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/// Reads the selectors of a request.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub(in crate::services::cloudtrail) fn read(given: &[api::EventSelector]) -> Result<Vec<EventSelector>, ApiError> {
    if given.is_empty() || given.len() > MAX_SELECTORS {
        return Err(errors::bad_selectors(format!("A trail must have 1 to {MAX_SELECTORS} event selectors.")));
    }
    let resources = given.iter().flat_map(|selector| selector.data_resources.iter().flatten());
    let values: usize = resources.map(|resource| resource.values.as_ref().map_or(0, Vec::len)).sum();
    if values > MAX_DATA_RESOURCES {
        let message =
            format!("A trail can have at most {MAX_DATA_RESOURCES} data resources in all its event selectors.");
        return Err(errors::bad_selectors(message));
    }
    given.iter().map(one).collect()
}

fn one(given: &api::EventSelector) -> Result<EventSelector, ApiError> {
    let access = match given.read_write_type.as_deref() {
        Some("ReadOnly") => Access::ReadOnly,
        Some("WriteOnly") => Access::WriteOnly,
        // Nothing else comes through the model.
        _ => Access::All,
    };
    let management = given.include_management_events.unwrap_or(true);
    let excluded = given.exclude_management_event_sources.clone().unwrap_or_default();
    if let Some(other) = excluded.iter().find(|source| !EXCLUDABLE.contains(&&***source)) {
        let valid = EXCLUDABLE.join(", ");
        return Err(errors::bad_selectors(format!(
            "Value {other} for ExcludeManagementEventSources is invalid. Valid values are: {valid}"
        )));
    }
    if !excluded.is_empty() && !management {
        let message = "ExcludeManagementEventSources needs IncludeManagementEvents.";
        return Err(errors::bad_selectors(message));
    }
    let data = given.data_resources.iter().flatten().map(resource).collect::<Result<Vec<_>, _>>()?;
    if !management && data.is_empty() {
        return Err(errors::bad_selectors("An event selector must select management events or data events."));
    }
    Ok(EventSelector { access, management, excluded_sources: excluded, data })
}

fn resource(given: &api::DataResource) -> Result<(String, Vec<String>), ApiError> {
    let kind = given.r#type.as_deref().unwrap_or_default();
    if !TYPES.contains(&kind) {
        let valid = TYPES.join(", ");
        return Err(errors::bad_selectors(format!(
            "Value {kind} for DataResources.Type is invalid. Valid values are: {valid}"
        )));
    }
    let values = given.values.clone().unwrap_or_default();
    if values.is_empty() {
        return Err(errors::bad_selectors("DataResources.Values must have at least one value."));
    }
    match values.iter().find(|value| !is_valid(kind, value)) {
        Some(value) => Err(errors::bad_selectors(format!("Value {value} for DataResources.Values is invalid."))),
        None => Ok((kind.to_owned(), values)),
    }
}

/// Whether a value stands for all resources of its type, for one, or, of objects, for those whose keys begin so.
fn is_valid(kind: &str, value: &str) -> bool {
    if value.contains(['*', '?']) {
        return false;
    }
    let Some(arn) = Arn::parse(value).filter(|arn| arn.partition == "aws") else {
        let all = match kind {
            "AWS::S3::Object" => ["arn:aws:s3", "arn:aws:s3:::"],
            "AWS::Lambda::Function" => ["arn:aws:lambda", "arn:aws:lambda"],
            _ => ["arn:aws:dynamodb", "arn:aws:dynamodb"],
        };
        return all.contains(&value);
    };
    let is_placed = !arn.region.is_empty() && arn.account.parse::<rolecall_policy::AccountId>().is_ok();
    let named = |prefix: &str| arn.resource.strip_prefix(prefix).is_some_and(|name| !name.is_empty());
    match kind {
        "AWS::S3::Object" => {
            let bucket = arn.resource.split_once('/').map_or("", |(bucket, _)| bucket);
            arn.service == "s3" && (arn.resource.is_empty() || !bucket.is_empty())
        }
        "AWS::Lambda::Function" => arn.service == "lambda" && is_placed && named("function:"),
        _ => arn.service == "dynamodb" && is_placed && named("table/"),
    }
}

/// A selector as answers have it.
pub(super) fn shown(selector: &EventSelector) -> api::EventSelector {
    let access = match selector.access {
        Access::ReadOnly => "ReadOnly",
        Access::WriteOnly => "WriteOnly",
        Access::All => "All",
    };
    let data = selector
        .data
        .iter()
        .map(|(kind, values)| api::DataResource { r#type: Some(kind.clone()), values: Some(values.clone()) });
    api::EventSelector {
        read_write_type: Some(access.to_owned()),
        include_management_events: Some(selector.management),
        data_resources: Some(data.collect()),
        exclude_management_event_sources: Some(selector.excluded_sources.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(kind: &str, values: &[&str]) -> api::EventSelector {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let resource = api::DataResource { r#type: Some(kind.to_owned()), values: Some(values) };
        api::EventSelector { data_resources: Some(vec![resource]), ..api::EventSelector::default() }
    }

    /// What stands for resources and what does not.
    #[test]
    fn values_of_data_resources() {
        let (object, function, table) = ("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table");
        for (kind, value) in [
            (object, "arn:aws:s3"),
            (object, "arn:aws:s3:::"),
            (object, "arn:aws:s3:::photos/"),
            (object, "arn:aws:s3:::photos/2026/"),
            (function, "arn:aws:lambda"),
            (function, "arn:aws:lambda:us-east-1:111122223333:function:f"),
            (table, "arn:aws:dynamodb"),
            (table, "arn:aws:dynamodb:us-east-1:111122223333:table/t"),
        ] {
            assert!(read(&[data(kind, &[value])]).is_ok(), "{kind} {value}");
        }
        for (kind, value) in [
            (object, ""),
            (object, "photos/"),
            (object, "arn:aws:s3:::photos"),
            (object, "arn:aws:s3:::*/*"),
            (object, "arn:aws:s3:::/photos"),
            (object, "arn:aws-cn:s3:::photos/"),
            (object, "arn:aws:lambda"),
            (function, "arn:aws:s3:::photos/"),
            (function, "arn:aws:lambda:us-east-1:111122223333:function:"),
            (function, "arn:aws:lambda::111122223333:function:f"),
            (table, "arn:aws:dynamodb:us-east-1:one:table/t"),
            (table, "arn:aws:dynamodb:us-east-1:111122223333:stream/t"),
            ("AWS::S3::Bucket", "arn:aws:s3"),
            ("", "arn:aws:s3"),
        ] {
            let refused = read(&[data(kind, &[value])]).unwrap_err();
            assert_eq!(refused.code, "InvalidEventSelectorsException", "{kind} {value}");
        }
    }

    /// Five selectors and 250 values are taken, one more is not.
    #[test]
    fn limits() {
        let all = data("AWS::S3::Object", &["arn:aws:s3"]);
        let selectors = |count: usize| vec![all.clone(); count];
        assert_eq!(read(&selectors(MAX_SELECTORS)).unwrap().len(), MAX_SELECTORS);
        let values = |count: usize| vec![data("AWS::S3::Object", &vec!["arn:aws:s3:::photos/"; count])];
        assert!(read(&values(MAX_DATA_RESOURCES)).is_ok());
        for refused in [selectors(0), selectors(MAX_SELECTORS + 1), values(MAX_DATA_RESOURCES + 1), values(0)] {
            assert_eq!(read(&refused).unwrap_err().code, "InvalidEventSelectorsException");
        }
    }

    /// Only two sources can be left out, and of management events only; a selector selects something.
    #[test]
    fn sources() {
        let excluding = |source: &str, management: bool| api::EventSelector {
            exclude_management_event_sources: Some(vec![source.to_owned()]),
            include_management_events: Some(management),
            ..data("AWS::S3::Object", &["arn:aws:s3"])
        };
        assert!(read(&[excluding("kms.amazonaws.com", true)]).is_ok());
        assert!(read(&[excluding("iam.amazonaws.com", true)]).is_err());
        assert!(read(&[excluding("kms.amazonaws.com", false)]).is_err());
        let nothing = api::EventSelector { include_management_events: Some(false), ..api::EventSelector::default() };
        assert!(read(&[nothing]).is_err());
    }
}
