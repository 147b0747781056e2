//! The context keys that a policy uses.
//!
//! A key is used where a condition compares it, and where a variable stands for its value: `${aws:username}` in a
//! resource or in the value of a condition (R1.48). Without `Version` 2012-10-17 there are no variables (R1.46).

use std::collections::HashSet;

use super::{ConditionElement, OperatorCore, Policy, Statement, Version};
use crate::condition::variables::{Token, tokens, with_default};
use crate::matching::fold;

impl<K> Policy<K> {
    /// The context keys in conditions and variables, each once, as it is first written. Names are the same in any case
    /// (R1.34).
    #[must_use]
    pub fn context_keys(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let mut keys = Vec::new();
        for statement in &self.statements {
            for key in used(statement, self.version) {
                if seen.insert(fold::folded(key)) {
                    keys.push(key);
                }
            }
        }
        keys
    }
}

fn used(statement: &Statement, version: Version) -> impl Iterator<Item = &str> {
    let compared = statement.conditions.iter().map(|element| &*element.key.value);
    let resources = statement.resource.iter().flat_map(|element| &element.patterns);
    let resources = resources.filter_map(|pattern| pattern.value.as_deref());
    let values = statement.conditions.iter().filter(|element| takes_variables(element)).flat_map(|it| &it.values);
    let texts = resources.chain(values.map(|value| &*value.value));
    compared.chain(texts.filter(move |_| version == Version::V2012).flat_map(tokens).filter_map(variable))
}

/// The families whose values may hold variables (R1.48).
fn takes_variables(element: &ConditionElement) -> bool {
    use OperatorCore as Core;
    match element.operator.value.core {
        Core::StringEquals
        | Core::StringNotEquals
        | Core::StringEqualsIgnoreCase
        | Core::StringNotEqualsIgnoreCase
        | Core::StringLike
        | Core::StringNotLike
        | Core::Bool
        | Core::ArnEquals
        | Core::ArnLike
        | Core::ArnNotEquals
        | Core::ArnNotLike => true,
        Core::NumericEquals
        | Core::NumericNotEquals
        | Core::NumericLessThan
        | Core::NumericLessThanEquals
        | Core::NumericGreaterThan
        | Core::NumericGreaterThanEquals
        | Core::DateEquals
        | Core::DateNotEquals
        | Core::DateLessThan
        | Core::DateLessThanEquals
        | Core::DateGreaterThan
        | Core::DateGreaterThanEquals
        | Core::BinaryEquals
        | Core::IpAddress
        | Core::NotIpAddress
        | Core::Null => false,
    }
}

/// The key of a variable, without its default; the escapes stand for characters (R1.51).
fn variable(token: Token<'_>) -> Option<&str> {
    match token {
        Token::Plain(_) | Token::Braced("*" | "?" | "$") => None,
        Token::Braced(inner) => Some(with_default(inner).map_or(inner, |(key, _)| key)),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Policy;
    use crate::document::kind::Identity;

    fn keys(text: &str) -> Vec<String> {
        let policy = Policy::<Identity>::parse(text).unwrap();
        policy.context_keys().into_iter().map(str::to_owned).collect()
    }

    /// R1.34, R1.48, R1.50, R1.51: from conditions and variables, as written, each once whatever its case.
    #[test]
    fn conditions_and_variables_use_keys() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"s3:*",
             "Resource":["arn:aws:s3:::b/${aws:username}/${*}","arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/${}"],
             "Condition":{"StringEquals":{"aws:SourceVpc":"${s3:prefix}"},
                          "NumericLessThan":{"s3:max-keys":"${aws:literal}"}}},
            {"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::${AWS:UserName}",
             "Condition":{"Null":{"AWS:sourcevpc":"true"}}}]}"#;
        let expected = ["aws:SourceVpc", "s3:max-keys", "aws:username", "aws:PrincipalTag/team", "s3:prefix"];
        assert_eq!(keys(text), expected);
    }

    /// R1.46: without a version of 2012 there are no variables.
    #[test]
    fn old_policies_have_no_variables() {
        let text = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:username}",
            "Condition":{"StringLike":{"aws:userid":"${aws:username}"}}}}"#;
        assert_eq!(keys(text), ["aws:userid"]);
    }
}
