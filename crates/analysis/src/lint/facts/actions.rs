//! What a pattern of `Action` names in the catalog.

use super::pattern::Pattern;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{Action, Service};
use rolecall_policy::document::Spanned;
use std::collections::HashMap;
use std::rc::Rc;

/// A pattern and what it names.
#[derive(Debug)]
pub(in crate::lint) struct Named<'a> {
    pub(in crate::lint) pattern: &'a Spanned<Box<str>>,
    pub(in crate::lint) means: Means,
}

/// What an action pattern names.
#[derive(Debug, Clone)]
pub(in crate::lint) enum Means {
    /// Every action of every service.
    Everything,
    /// Not of the form `service:Action`.
    Malformed,
    /// The catalog has no such service.
    UnknownService,
    /// Actions of a service; none if the service has no such.
    Actions(&'static Service, Rc<[Action]>),
}

impl<'a> Named<'a> {
    /// What is known of patterns that were there before is not looked up again.
    pub(in crate::lint) fn of(pattern: &'a Spanned<Box<str>>, known: &mut Known<'a>) -> Self {
        let Known { patterns, services } = known;
        let means = patterns.entry(&pattern.value).or_insert_with(|| means(&pattern.value, services));
        Self { pattern, means: means.clone() }
    }

    /// The pattern as written.
    pub(in crate::lint) fn text(&self) -> &'a str {
        &self.pattern.value
    }

    /// The actions it names, if the catalog has the service.
    pub(in crate::lint) fn actions(&self) -> Option<&[Action]> {
        if let Means::Actions(_, actions) = &self.means { Some(actions) } else { None }
    }

    /// Whether there is a `*` or `?` in it.
    pub(in crate::lint) fn has_wildcard(&self) -> bool {
        self.pattern.value.contains(['*', '?'])
    }

    /// Whether it names this action among others or alone.
    pub(in crate::lint) fn includes(&self, prefix: &str, name: &str) -> bool {
        match self.text().split_once(':') {
            None => self.text() == "*",
            Some(("*", "*")) => true,
            Some((service, pattern)) => {
                service.eq_ignore_ascii_case(prefix) && Pattern::without_case(pattern).matches_without_case(name)
            }
        }
    }
}

/// What has been looked up for a policy, which may name thousands of patterns.
#[derive(Debug, Default)]
pub(in crate::lint) struct Known<'a> {
    patterns: HashMap<&'a str, Means>,
    services: Services,
}

/// The actions of services with the letters of their names.
type Services = HashMap<&'static str, Vec<(Action, u64)>>;

/// Which letters, digits and other characters are in a name, a bit each; some share a bit.
fn letters(name: &str) -> u64 {
    let bits = name.bytes().filter(|byte| !matches!(byte, b'*' | b'?'));
    bits.fold(0, |letters, byte| letters | 1 << (byte.to_ascii_lowercase() % 64))
}

fn means(pattern: &str, services: &mut Services) -> Means {
    if matches!(pattern, "*" | "*:*") {
        return Means::Everything;
    }
    let Some((prefix, name)) = pattern.split_once(':').filter(|(_, name)| !name.is_empty() && !name.contains(':'))
    else {
        return Means::Malformed;
    };
    let Some(service) = authorization().service(prefix) else { return Means::UnknownService };
    let actions = if name.contains(['*', '?']) {
        let pattern = Pattern::without_case(name);
        let actions = services
            .entry(service.prefix)
            .or_insert_with(|| service.actions().map(|action| (action, letters(action.name()))).collect());
        // Most actions lack some letter of the pattern.
        let wanted = letters(name);
        let fits =
            |(action, letters): &&(Action, u64)| wanted & !letters == 0 && pattern.matches_without_case(action.name());
        actions.iter().filter(fits).map(|(action, _)| *action).collect()
    } else {
        service.action(name).into_iter().collect()
    };
    Means::Actions(service, actions)
}
