//! The product providers that may ask for delegated access (R3.55), as the operator declares them (decision 0042).
//!
//! AWS onboards providers by hand, and keeps the policy templates that they register. Here both stand in a file that
//! `rolecall serve --delegation-providers` reads. Without it nobody is onboarded.

use crate::environment::input::{self, Unreadable};
use rolecall_policy::{AccountId, Arn};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// The largest file that is read, bytes: room for a hundred providers with ten templates.
const MAX_FILE: u64 = 4 << 20;

/// Characters of a provider's name: `requestorNameType` of the service model.
const MAX_NAME: usize = 30;

/// Providers.
#[derive(Debug, Clone, Default)]
pub struct DelegationProviders(Vec<Provider>);

/// A provider that is onboarded.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its account, from which it makes requests.
    pub account: AccountId,
    /// What customers know it by.
    pub name: String,
    templates: Vec<Template>,
}

/// A policy with places for values.
#[derive(Debug, Clone)]
pub struct Template {
    /// The ARN that requests name it by.
    pub arn: String,
    /// The policy as JSON, with `@{name}` in its texts.
    pub policy: Value,
    /// The names of its places.
    pub parameters: BTreeSet<String>,
}

/// Why a file of providers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProvidersError {
    /// It cannot be read.
    #[error(transparent)]
    Input(#[from] Unreadable),
    /// It is not TOML of this form.
    #[error("the file of delegation providers cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A provider in it cannot be.
    #[error("the delegation provider {account}: {problem}")]
    Provider {
        /// Its account, as it is written.
        account: String,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    provider: Vec<GivenProvider>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenProvider {
    account: String,
    name: String,
    #[serde(default)]
    template: Vec<GivenTemplate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenTemplate {
    arn: String,
    policy: String,
}

impl DelegationProviders {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(path: &Path) -> Result<Self, ProvidersError> {
        Self::parse(&input::file(path, MAX_FILE)?.text)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ProvidersError> {
        let file: File = toml::from_str(text)?;
        let mut providers: Vec<Provider> = Vec::new();
        for given in file.provider {
            let account = given.account.clone();
            let wrong = |problem: String| ProvidersError::Provider { account: account.clone(), problem };
            let provider = given.check().map_err(wrong)?;
            if providers.iter().any(|other| other.account == provider.account) {
                return Err(wrong("is given twice".to_owned()));
            }
            providers.push(provider);
        }
        Ok(Self(providers))
    }

    /// The provider of this account, if it is onboarded.
    #[must_use]
    pub fn of_account(&self, account: AccountId) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.account == account)
    }
}

impl Provider {
    /// The template with this ARN.
    #[must_use]
    pub fn template(&self, arn: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.arn == arn)
    }
}

impl GivenProvider {
    fn check(self) -> Result<Provider, String> {
        let account =
            self.account.parse().map_err(|_| "`account` must be the twelve digits of an account".to_owned())?;
        let is_latin = |c: char| matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}');
        if self.name.is_empty() || self.name.chars().count() > MAX_NAME || !self.name.chars().all(is_latin) {
            return Err(format!("`name` must have 1 to {MAX_NAME} characters of Latin-1"));
        }
        let mut templates: Vec<Template> = Vec::new();
        for given in self.template {
            let arn = given.arn.clone();
            let template = given.check().map_err(|problem| format!("the template `{arn}`: {problem}"))?;
            if templates.iter().any(|other| other.arn == arn) {
                return Err(format!("the template `{arn}` is given twice"));
            }
            templates.push(template);
        }
        Ok(Provider { account, name: self.name, templates })
    }
}

impl GivenTemplate {
    fn check(self) -> Result<Template, String> {
        // `arnType` of the service model.
        if !(20..=2048).contains(&self.arn.chars().count()) || Arn::parse(&self.arn).is_none() {
            return Err("`arn` must be an ARN of 20 to 2,048 characters".to_owned());
        }
        let policy: Value =
            serde_json::from_str(&self.policy).map_err(|error| format!("`policy` is not JSON: {error}"))?;
        let mut parameters = BTreeSet::new();
        places(&policy, &mut parameters)?;
        Ok(Template { arn: self.arn, policy, parameters })
    }
}

/// Collects the names of the places in a document.
fn places(value: &Value, names: &mut BTreeSet<String>) -> Result<(), String> {
    match value {
        Value::String(text) => {
            for piece in pieces(text) {
                match piece {
                    Piece::Text(text) if text.contains("@{") => return Err(format!("`{text}` has no end of a place")),
                    Piece::Place(name) if name.chars().count() < 5 => {
                        return Err(format!("the name of the place `@{{{name}}}` is shorter than 5 characters"));
                    }
                    Piece::Place(name) => {
                        names.insert(name.to_owned());
                    }
                    Piece::Text(_) => {}
                }
            }
            Ok(())
        }
        Value::Array(values) => values.iter().try_for_each(|value| places(value, names)),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            if name.contains("@{") {
                return Err(format!("a place cannot be in the name of a member: `{name}`"));
            }
            places(value, names)
        }),
        _ => Ok(()),
    }
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// As it is.
    Text(&'t str),
    /// The name between `@{` and `}`.
    Place(&'t str),
}

/// The parts of a text of a template.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix("@{").and_then(|inner| inner.split_once('}')) {
            rest = after;
            return Some(Piece::Place(name));
        }
        // What begins like a place and has no end is text to the end.
        let end = if rest.starts_with("@{") { None } else { rest.find("@{") };
        let (piece, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
        rest = after;
        Some(Piece::Text(piece))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        DelegationProviders::parse(text).unwrap_err().to_string()
    }

    const ARN: &str = "arn:aws:iam:::delegation-template/one";

    fn with_template(policy: &str) -> String {
        format!(
            "[[provider]]\naccount='222222222222'\nname='Example'\n[[provider.template]]\narn='{ARN}'\npolicy='{policy}'"
        )
    }

    /// R3.55: who is declared is onboarded, and nobody else.
    #[test]
    fn providers_are_declared() {
        let text = with_template(r#"{"Resource":["arn:aws:s3:::@{bucket}/*","@{others}"]}"#);
        let providers = DelegationProviders::parse(&text).unwrap();
        let provider = providers.of_account("222222222222".parse().unwrap()).unwrap();
        assert_eq!(provider.name, "Example");
        assert!(provider.template(ARN).unwrap().parameters.iter().eq(["bucket", "others"]));
        assert!(provider.template("arn:aws:iam:::delegation-template/two").is_none());
        assert!(providers.of_account("111111111111".parse().unwrap()).is_none());
        assert!(DelegationProviders::default().of_account("222222222222".parse().unwrap()).is_none());
    }

    #[test]
    fn mistakes_are_named() {
        let head = "[[provider]]\naccount='222222222222'\nname='Example'\n";
        assert!(error(&format!("{head}{head}")).ends_with("222222222222: is given twice"));
        assert!(error("[[provider]]\naccount='2'\nname='Example'").contains("twelve digits"));
        let name = |name: String| format!("[[provider]]\naccount='222222222222'\nname='{name}'");
        assert!(DelegationProviders::parse(&name("a".repeat(MAX_NAME))).is_ok());
        assert!(error(&name("a".repeat(MAX_NAME + 1))).contains("1 to 30"));
        assert!(error(&name(String::new())).contains("1 to 30"));
        assert!(error("[[supplier]]").contains("unknown field"));
        assert!(error(&with_template("{")).contains("is not JSON"));
        assert!(error(&with_template(r#"{"@{bucket}":1}"#)).contains("name of a member"));
        assert!(error(&with_template(r#"{"a":"@{bucket"}"#)).contains("no end"));
        assert!(error(&with_template(r#"{"a":"@{abcd}"}"#)).contains("shorter than 5"));
    }

    #[test]
    fn texts_have_pieces() {
        let of = |text: &'static str| pieces(text).collect::<Vec<_>>();
        assert_eq!(
            of("a@{one}b@{two}"),
            [Piece::Text("a"), Piece::Place("one"), Piece::Text("b"), Piece::Place("two")]
        );
        assert_eq!(of("@{one"), [Piece::Text("@{one")]);
        assert_eq!(of("a@b{c}"), [Piece::Text("a@b{c}")]);
        assert_eq!(of(""), []);
    }
}
