//! The policy of a delegation request: the provider's template with the request's values in its places (R4.66).

use super::errors;
use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::entities::DelegationParameter;
use crate::domain::session::{Passed, PassedInto};
use crate::node::delegation_providers::{Piece, Template, pieces};
use rolecall_catalog::api::iam as api;
use rolecall_policy::kind::Session;
use rolecall_policy::{AccountId, Policy};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Characters of a value: a policy with a longer one would be longer than a session policy may be (R1, section 1.7).
const MAX_VALUE: usize = 2048;

/// The parameters of a request, checked against the places of the template.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn parameters(
    template: &Template,
    given: Option<&[api::PolicyParameter]>,
) -> Result<Vec<DelegationParameter>, ApiError> {
    let mut names = BTreeSet::new();
    let mut parameters = Vec::new();
    for parameter in given.unwrap_or_default() {
        let name = parameter.name.clone().unwrap_or_default();
        if !template.parameters.contains(&name) {
            return Err(errors::unknown_policy_parameter(&name));
        }
        if !names.insert(name.clone()) {
            return Err(errors::duplicate_policy_parameter(&name));
        }
        let values = parameter.values.clone().unwrap_or_default();
        let list = parameter.r#type.as_deref() == Some("stringList");
        if values.is_empty() || (!list && values.len() > 1) {
            return Err(errors::wrong_number_of_values(&name));
        }
        if values.iter().any(|value| value.is_empty() || value.chars().count() > MAX_VALUE) {
            return Err(errors::policy_value_too_long(&name));
        }
        parameters.push(DelegationParameter { name, values, list });
    }
    match template.parameters.iter().find(|name| !names.contains(*name)) {
        Some(name) => Err(errors::missing_policy_parameter(name)),
        None => Ok(parameters),
    }
}

/// The policy, which must be one that can limit a session.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn policy(
    snapshot: &Snapshot,
    account: AccountId,
    template: &Template,
    parameters: &[DelegationParameter],
) -> Result<String, ApiError> {
    let text = fill(&template.policy, parameters)?.to_string();
    let checked = Passed::check(snapshot, PassedInto::FederatedUser, account, Some(&text), Vec::new(), Vec::new());
    checked.map_err(|error| errors::unusable_delegated_policy(&error.message))?;
    Ok(text)
}

/// The permissions boundaries that a policy demands of the roles which are made with it.
pub(super) fn boundaries(text: &str) -> Vec<String> {
    let Ok(policy) = Policy::<Session>::parse(text) else { return Vec::new() };
    let conditions = policy.statements().iter().flat_map(|statement| &statement.conditions);
    let of_boundary = conditions.filter(|it| it.key.value.eq_ignore_ascii_case("iam:PermissionsBoundary"));
    let arns: BTreeSet<String> = of_boundary.flat_map(|it| &it.values).map(|value| value.value.to_string()).collect();
    arns.into_iter().collect()
}

fn fill(value: &Value, parameters: &[DelegationParameter]) -> Result<Value, ApiError> {
    Ok(match value {
        Value::String(text) => match list(text, parameters) {
            Some(values) => values.iter().map(|value| Value::String(value.clone())).collect(),
            None => Value::String(fill_text(text, parameters)?),
        },
        Value::Array(values) => {
            let mut filled = Vec::with_capacity(values.len());
            for value in values {
                match value.as_str().and_then(|text| list(text, parameters)) {
                    Some(values) => filled.extend(values.iter().cloned().map(Value::String)),
                    None => filled.push(fill(value, parameters)?),
                }
            }
            Value::Array(filled)
        }
        Value::Object(members) => {
            let filled = members.iter().map(|(name, value)| Ok((name.clone(), fill(value, parameters)?)));
            Value::Object(filled.collect::<Result<Map<_, _>, ApiError>>()?)
        }
        other => other.clone(),
    })
}

/// The values of a list whose place is the whole text.
fn list<'p>(text: &str, parameters: &'p [DelegationParameter]) -> Option<&'p [String]> {
    let name = text.strip_prefix("@{")?.strip_suffix('}')?;
    parameters.iter().find(|parameter| parameter.list && parameter.name == name).map(|it| &*it.values)
}

fn fill_text(text: &str, parameters: &[DelegationParameter]) -> Result<String, ApiError> {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Place(name) => match parameters.iter().find(|parameter| parameter.name == name) {
                Some(DelegationParameter { values, list: false, .. }) => filled.extend(values.iter().map(|it| &**it)),
                Some(_) => return Err(errors::list_inside_text(name)),
                None => return Err(errors::missing_policy_parameter(name)),
            },
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::delegation_providers::DelegationProviders;

    const ARN: &str = "arn:aws:iam:::delegation-template/one";

    fn template(resource: &str, condition: &str) -> Template {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"iam:CreateRole","Resource":{resource}{condition}}}]}}"#
        );
        let head = "[[provider]]\naccount='222222222222'\nname='Example'";
        let file = format!("{head}\n[[provider.template]]\narn='{ARN}'\npolicy='{policy}'");
        let providers = DelegationProviders::parse(&file).unwrap();
        providers.of_account("222222222222".parse().unwrap()).unwrap().template(ARN).unwrap().clone()
    }

    fn given(name: &str, kind: &str, values: &[&str]) -> api::PolicyParameter {
        api::PolicyParameter {
            name: Some(name.to_owned()),
            values: Some(values.iter().map(|value| (*value).to_owned()).collect()),
            r#type: Some(kind.to_owned()),
        }
    }

    fn filled(template: &Template, all: &[api::PolicyParameter]) -> Result<String, String> {
        let parameters = parameters(template, Some(all)).map_err(|error| error.message)?;
        let account = "222222222222".parse().unwrap();
        policy(&Snapshot::default(), account, template, &parameters).map_err(|error| error.message)
    }

    /// R4.66: a value takes its place in a text, a list the place of elements; nothing that a value holds becomes part of
    /// the document's form.
    #[test]
    fn values_take_their_places() {
        let one = template(r#""arn:aws:iam::*:role/@{prefix}-x""#, "");
        let text = filled(&one, &[given("prefix", "string", &[r#"a","Action":"*"#])]).unwrap();
        assert!(text.contains(r#""Resource":"arn:aws:iam::*:role/a\",\"Action\":\"*-x""#), "{text}");
        let several = template(r#"["@{roles}","arn:aws:iam::*:role/z"]"#, "");
        let roles = given("roles", "stringList", &["arn:aws:iam::*:role/a", "arn:aws:iam::*:role/b"]);
        let text = filled(&several, std::slice::from_ref(&roles)).unwrap();
        assert!(
            text.contains(r#"["arn:aws:iam::*:role/a","arn:aws:iam::*:role/b","arn:aws:iam::*:role/z"]"#),
            "{text}"
        );
        let whole = template(r#""@{roles}""#, "");
        assert!(
            filled(&whole, std::slice::from_ref(&roles)).unwrap().contains(r#""Resource":["arn:aws:iam::*:role/a""#)
        );
        assert!(filled(&one, &[given("prefix", "stringList", &["a", "b"])]).unwrap_err().contains("is a list"));
        // A place in a value stays what it is.
        assert!(filled(&one, &[given("prefix", "string", &["@{prefix}"])]).unwrap().contains("role/@{prefix}-x"));
    }

    #[test]
    fn parameters_fit_the_template() {
        let one = template(r#""arn:aws:iam::*:role/@{prefix}""#, "");
        let (most, long) = ("a".repeat(MAX_VALUE), "a".repeat(MAX_VALUE + 1));
        for (all, problem) in [
            (vec![], "missing"),
            (vec![given("others", "string", &["a"])], "has no parameter"),
            (vec![given("prefix", "string", &["a"]), given("prefix", "string", &["b"])], "twice"),
            (vec![given("prefix", "string", &["a", "b"])], "one value"),
            (vec![given("prefix", "string", &[])], "one value"),
            (vec![given("prefix", "string", &[""])], "characters"),
            (vec![given("prefix", "string", &[&long])], "characters"),
            (vec![given("prefix", "string", &[&most])], "length less than or equal to 2048"),
        ] {
            let told = filled(&one, &all).unwrap_err();
            assert!(told.contains(problem), "{told}");
        }
    }

    #[test]
    fn boundaries_are_told() {
        let condition = r#","Condition":{"StringEquals":{"IAM:permissionsboundary":["arn:aws:iam::*:policy/b","arn:aws:iam::*:policy/a"]}}"#;
        let text = filled(&template(r#""*""#, condition), &[]).unwrap();
        assert_eq!(boundaries(&text), ["arn:aws:iam::*:policy/a", "arn:aws:iam::*:policy/b"]);
        assert!(boundaries(&filled(&template(r#""*""#, ""), &[]).unwrap()).is_empty());
    }
}
