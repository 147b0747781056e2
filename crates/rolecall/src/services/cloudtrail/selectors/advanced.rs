//! Advanced event selectors (*CloudTrail API Reference*, `AdvancedFieldSelector`).

use super::super::errors;
use super::basic::EXCLUDABLE;
use crate::api::error::ApiError;
use crate::directory::entities::{AdvancedSelector, FieldSelector};
use rolecall_catalog::api::cloudtrail as api;

/// The most values in all selectors of a trail.
const MAX_VALUES: usize = 500;

/// The fields of management events, of data events and of network activity events. Nothing here goes through VPC endpoints, so
/// there are no events of the last kind (R8.13); selectors of them select nothing.
const OF_MANAGEMENT: [&str; 3] = ["eventCategory", "eventSource", "readOnly"];
const OF_DATA: [&str; 9] = [
    "eventCategory",
    "eventName",
    "eventSource",
    "eventType",
    "readOnly",
    "resources.ARN",
    "resources.type",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
];

const OF_NETWORK: [&str; 6] =
    ["errorCode", "eventCategory", "eventName", "eventSource", "userIdentity.arn", "vpcEndpointId"];

/// The only error of network activity events that can be selected (R8.13).
const DENIED_BY_ENDPOINT: &str = "VpceAccessDenied";

/// Fields that take `Equals` alone.
const EQUALS_ALONE: [&str; 5] =
    ["errorCode", "eventCategory", "readOnly", "resources.type", "sessionCredentialFromConsole"];

/// Reads the selectors of a request.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub(in crate::services::cloudtrail) fn read(
    given: &[api::AdvancedEventSelector],
) -> Result<Vec<AdvancedSelector>, ApiError> {
    if given.is_empty() {
        return Err(errors::bad_selectors("AdvancedEventSelectors must have at least one selector."));
    }
    let fields = given.iter().flat_map(|selector| &selector.field_selectors);
    let values: usize =
        fields.map(|field| lists(field).iter().map(|(_, list)| list.map_or(0, Vec::len)).sum::<usize>()).sum();
    if values > MAX_VALUES {
        let message = format!("A trail can have at most {MAX_VALUES} values in all its advanced event selectors.");
        return Err(errors::bad_selectors(message));
    }
    given.iter().map(one).collect()
}

/// The operators of a field, by their names.
fn lists(field: &api::AdvancedFieldSelector) -> [(&'static str, Option<&Vec<String>>); 6] {
    [
        ("Equals", field.equals.as_ref()),
        ("StartsWith", field.starts_with.as_ref()),
        ("EndsWith", field.ends_with.as_ref()),
        ("NotEquals", field.not_equals.as_ref()),
        ("NotStartsWith", field.not_starts_with.as_ref()),
        ("NotEndsWith", field.not_ends_with.as_ref()),
    ]
}

fn one(given: &api::AdvancedEventSelector) -> Result<AdvancedSelector, ApiError> {
    let fields = &given.field_selectors;
    for (at, field) in fields.iter().enumerate() {
        if fields.iter().skip(at + 1).any(|other| other.field == field.field) {
            return Err(errors::bad_selectors(format!("The field {} is used more than once.", field.field)));
        }
    }
    let equals = |name: &str| {
        let field = fields.iter().find(|field| field.field == name)?;
        field.equals.as_deref().filter(|values| values.len() == 1)?.first().map(String::as_str)
    };
    let allowed: &[&str] = match equals("eventCategory") {
        Some("Management") => &OF_MANAGEMENT,
        Some("Data") => &OF_DATA,
        Some("NetworkActivity") => &OF_NETWORK,
        _ => {
            let message = "The field eventCategory must equal one of Management, Data, NetworkActivity.";
            return Err(errors::bad_selectors(message));
        }
    };
    if allowed == OF_NETWORK && equals("eventSource").is_none() {
        return Err(errors::bad_selectors("The field eventSource must equal one source for network activity events."));
    }
    let is_data = allowed == OF_DATA;
    if is_data && !equals("resources.type").is_some_and(is_resource_type) {
        return Err(errors::bad_selectors("The field resources.type must equal one resource type for data events."));
    }
    for field in fields {
        check(field, allowed)?;
    }
    Ok(AdvancedSelector { name: given.name.clone(), fields: fields.iter().map(stored).collect() })
}

fn check(field: &api::AdvancedFieldSelector, allowed: &[&str]) -> Result<(), ApiError> {
    let name = &*field.field;
    if !allowed.contains(&name) {
        return Err(errors::bad_selectors(format!("The field {name} is not valid for this event category.")));
    }
    let used = || lists(field).into_iter().filter(|(_, list)| list.is_some_and(|list| !list.is_empty()));
    if used().next().is_none() {
        return Err(errors::bad_selectors(format!("The field {name} needs an operator with a value.")));
    }
    let only = |operator: &str| used().all(|(used, _)| used == operator);
    if EQUALS_ALONE.contains(&name) && !only("Equals") {
        return Err(errors::bad_selectors(format!("The field {name} can be used with Equals only.")));
    }
    let mut values = used().flat_map(|(_, list)| list.into_iter().flatten());
    let is_truth = matches!(name, "readOnly" | "sessionCredentialFromConsole");
    if is_truth && !values.all(|value| matches!(&**value, "true" | "false")) {
        return Err(errors::bad_selectors(format!("The field {name} can only equal true or false.")));
    }
    if name == "errorCode" && field.equals.iter().flatten().any(|value| value != DENIED_BY_ENDPOINT) {
        return Err(errors::bad_selectors(format!("The field errorCode can only equal {DENIED_BY_ENDPOINT}.")));
    }
    let is_exclusion = only("NotEquals") && field.not_equals.iter().flatten().all(|it| EXCLUDABLE.contains(&&**it));
    if name == "eventSource" && allowed == OF_MANAGEMENT && !is_exclusion {
        let valid = EXCLUDABLE.join(", ");
        let message =
            format!("The field eventSource of management events can only be used with NotEquals and {valid}.");
        return Err(errors::bad_selectors(message));
    }
    Ok(())
}

/// `AWS::S3::Object`.
fn is_resource_type(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut parts = text.split("::");
    parts.next() == Some("AWS") && parts.clone().count() == 2 && parts.all(word)
}

fn stored(field: &api::AdvancedFieldSelector) -> FieldSelector {
    let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
    FieldSelector {
        field: field.field.clone(),
        equals: list(&field.equals),
        starts_with: list(&field.starts_with),
        ends_with: list(&field.ends_with),
        not_equals: list(&field.not_equals),
        not_starts_with: list(&field.not_starts_with),
        not_ends_with: list(&field.not_ends_with),
    }
}

/// A selector as answers have it: an operator that was not given is not there.
pub(super) fn shown(selector: &AdvancedSelector) -> api::AdvancedEventSelector {
    let list = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
    let fields = selector.fields.iter().map(|field| api::AdvancedFieldSelector {
        field: field.field.clone(),
        equals: list(&field.equals),
        starts_with: list(&field.starts_with),
        ends_with: list(&field.ends_with),
        not_equals: list(&field.not_equals),
        not_starts_with: list(&field.not_starts_with),
        not_ends_with: list(&field.not_ends_with),
    });
    api::AdvancedEventSelector { name: selector.name.clone(), field_selectors: fields.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A selector of these fields, `name operator value,value`.
    fn selector(fields: &[&str]) -> api::AdvancedEventSelector {
        let field = |text: &&str| {
            let mut words = text.split(' ');
            let (name, operator) = (words.next().unwrap(), words.next().unwrap());
            let values = words.next().map(|values| values.split(',').map(str::to_owned).collect::<Vec<_>>());
            let list = |name: &str| values.clone().filter(|_| name == operator);
            api::AdvancedFieldSelector {
                field: name.to_owned(),
                equals: list("Equals"),
                starts_with: list("StartsWith"),
                ends_with: list("EndsWith"),
                not_equals: list("NotEquals"),
                not_starts_with: list("NotStartsWith"),
                not_ends_with: list("NotEndsWith"),
            }
        };
        api::AdvancedEventSelector { name: None, field_selectors: fields.iter().map(field).collect() }
    }

    /// What is taken is shown as it was given.
    #[test]
    fn taken() {
        for fields in [
            &["eventCategory Equals Management"][..],
            &["eventCategory Equals Management", "eventSource NotEquals kms.amazonaws.com,rdsdata.amazonaws.com"],
            &["eventCategory Equals Management", "readOnly Equals true"],
            &["eventCategory Equals Data", "resources.type Equals AWS::S3::Object"],
            &[
                "eventCategory Equals Data",
                "resources.type Equals AWS::S3::Object",
                "resources.ARN NotStartsWith arn:aws:s3:::photos/",
                "eventName StartsWith Put,Delete",
                "eventSource Equals s3.amazonaws.com",
                "eventType Equals AwsApiCall",
                "readOnly Equals false",
                "userIdentity.arn EndsWith /ana",
                "sessionCredentialFromConsole Equals true",
            ],
        ] {
            let given = selector(fields);
            let read = read(std::slice::from_ref(&given)).unwrap_or_else(|error| panic!("{fields:?}: {error}"));
            assert_eq!(shown(&read[0]), given);
        }
    }

    /// Each rule refuses what it is about.
    #[test]
    fn refused() {
        const DATA: [&str; 2] = ["eventCategory Equals Data", "resources.type Equals AWS::S3::Object"];
        let data = |more: &'static str| vec![DATA[0], DATA[1], more];
        let management = |more: &'static str| vec!["eventCategory Equals Management", more];
        for fields in [
            vec![],
            vec!["readOnly Equals true"],
            vec!["eventCategory Equals Insight"],
            vec!["eventCategory Equals Data,Management"],
            vec!["eventCategory NotEquals Data"],
            vec!["eventCategory Equals Data"],
            vec!["eventCategory Equals Data", "resources.type Equals AWS::S3::Object,AWS::Lambda::Function"],
            vec!["eventCategory Equals Data", "resources.type Equals S3"],
            vec!["eventCategory Equals Data", "resources.type NotEquals AWS::S3::Object"],
            data("eventCategory Equals Data"),
            data("recipientAccountId Equals 111122223333"),
            data("readOnly Equals yes"),
            data("readOnly NotEquals true"),
            data("eventName Equals"),
            data("sessionCredentialFromConsole StartsWith t"),
            management("eventName Equals PutObject"),
            management("resources.type Equals AWS::S3::Object"),
            management("eventSource Equals kms.amazonaws.com"),
            management("eventSource NotEquals iam.amazonaws.com"),
            management("eventSource NotStartsWith kms"),
        ] {
            let refused = read(&[selector(&fields)]);
            assert_eq!(refused.map_err(|error| error.code), Err("InvalidEventSelectorsException".into()), "{fields:?}");
        }
        assert!(read(&[]).is_err());
    }

    /// 500 values are taken, one more is not.
    #[test]
    fn values() {
        let names = |count: usize| {
            let mut given = selector(&["eventCategory Equals Data", "resources.type Equals AWS::S3::Object"]);
            given.field_selectors.push(api::AdvancedFieldSelector {
                field: "eventName".to_owned(),
                equals: Some(vec!["PutObject".to_owned(); count]),
                ..api::AdvancedFieldSelector::default()
            });
            read(&[given])
        };
        assert!(names(MAX_VALUES - 2).is_ok());
        assert!(names(MAX_VALUES - 1).is_err());
    }
}
