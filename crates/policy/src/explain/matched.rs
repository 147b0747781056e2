//! Every statement that matches a request, not only those that decided.
//!
//! A decision names at most one statement a layer. Who simulates a policy wants to see all that had a part in it, and
//! where they stand; tests of policies want to know what they exercised.

use super::statement::candidates;
use crate::decision::{Layer, StatementRef};
use crate::document::{Effect, PolicyKind, Span};
use crate::evaluate::{Assessment, Attached, Level, Policies, PolicySource, ResourcePolicy, assess};
use crate::request::Request;

/// A statement that matches the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'p> {
    /// Which one.
    pub at: StatementRef,
    /// Its `Effect`.
    pub effect: Effect,
    /// The policy.
    pub source: &'p PolicySource,
    /// Where it begins in the policy's text.
    pub start: Position,
    /// Where it ends: just behind its last character.
    pub end: Position,
}

/// A place in a text as people count: lines and characters from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character within the line.
    pub column: u32,
}

impl Position {
    /// Where both ends of a span stand in the text it points into.
    #[must_use]
    pub fn of_span(text: &str, span: Span) -> (Self, Self) {
        Reader::new(text).ends_of(span)
    }
}

/// Finds places in a text. Going from one place to a later one reads only what is between them.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    position: Position,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, position: Position { line: 1, column: 1 } }
    }

    pub(super) fn ends_of(&mut self, span: Span) -> (Position, Position) {
        (self.position_of(span.start), self.position_of(span.end))
    }

    fn position_of(&mut self, byte: u32) -> Position {
        let byte = byte as usize;
        if byte < self.at {
            *self = Self::new(self.text);
        }
        // A span that does not fit the text ends where the text does.
        let between = self.text.get(self.at..byte).or_else(|| self.text.get(self.at..)).unwrap_or_default();
        for character in between.chars() {
            let Position { line, column } = &mut self.position;
            if character == '\n' {
                (*line, *column) = (line.saturating_add(1), 1);
            } else {
                *column = column.saturating_add(1);
            }
        }
        self.at += between.len();
        self.position
    }
}

/// Every statement of every layer that is consulted and of which all parts match the request, in the order of
/// [`Policies`]' members, the levels of an organization from its root.
///
/// A layer that does not count for the caller or the resource (R2, table 2.2) has none, whatever its policies say. That a
/// statement matches does not mean that it decided: another layer may deny, and a `Deny` of a policy outweighs its
/// `Allow`s. None if the operation is never authorised (R2.38).
#[must_use]
pub fn matched<'p>(request: &Request<'_>, policies: &Policies<'p>) -> Vec<Matched<'p>> {
    let assessment = assess(request, policies);
    let consulted = |layer| assessment.findings.of(layer).is_some();
    let mut finder = Finder { assessment: &assessment, found: Vec::new() };
    if consulted(Layer::Identity) {
        finder.look(Layer::Identity, 0, policies.identity.attached());
    }
    if let Some(boundary) = policies.boundary.filter(|_| consulted(Layer::Boundary)) {
        finder.look(Layer::Boundary, 0, [boundary]);
    }
    if let Some(session) = policies.session.filter(|_| consulted(Layer::Session)) {
        finder.look(Layer::Session, 0, session);
    }
    match policies.resource.filter(|_| consulted(Layer::Resource)) {
        Some(ResourcePolicy::Resource(own)) => finder.look(Layer::Resource, 0, [own]),
        Some(ResourcePolicy::Trust(own)) => finder.look(Layer::Resource, 0, [own]),
        None => {}
    }
    if let Some(endpoint) = policies.endpoint.filter(|_| consulted(Layer::Endpoint)) {
        finder.look(Layer::Endpoint, 0, endpoint);
    }
    if let Some(scp) = policies.scp.filter(|_| consulted(Layer::Scp)) {
        finder.levels(Layer::Scp, scp.levels);
    }
    if let Some(rcp) = policies.rcp.filter(|_| consulted(Layer::Rcp)) {
        finder.levels(Layer::Rcp, rcp.levels);
    }
    finder.found
}

struct Finder<'f, 'a, 'p> {
    assessment: &'f Assessment<'a>,
    found: Vec<Matched<'p>>,
}

impl<'p> Finder<'_, '_, 'p> {
    fn levels<K: PolicyKind>(&mut self, layer: Layer, levels: &'p [Level<K>]) {
        for (at, level) in (0..).zip(levels) {
            self.look(layer, at, &level.policies);
        }
    }

    fn look<K: PolicyKind>(&mut self, layer: Layer, level: u32, policies: impl IntoIterator<Item = &'p Attached<K>>) {
        let asked = &self.assessment.asked;
        for (policy, attached) in (0..).zip(policies) {
            let matching = candidates([attached]).into_iter().filter(|candidate| candidate.matches(asked));
            let mut reader = None;
            self.found.extend(matching.map(|candidate| {
                let reader = reader.get_or_insert_with(|| Reader::new(candidate.text()));
                candidate.matched(layer, level, policy, reader)
            }));
        }
    }
}

impl<K: PolicyKind> Attached<K> {
    /// The context keys that the policy uses; see [`crate::Policy::context_keys`].
    #[must_use]
    pub fn context_keys(&self) -> Vec<Box<str>> {
        self.policy.read_again().context_keys().into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Policy;
    use crate::document::kind::{Boundary, Identity};
    use crate::evaluate::Compiled;
    use crate::request::{Context, Principal, ResourceClass};
    use std::sync::Arc;

    fn attach<K: PolicyKind>(name: &str, text: &str) -> Attached<K> {
        Attached {
            policy: Arc::new(Compiled::new(Policy::<K>::parse(text).unwrap())),
            source: Arc::new(PolicySource { name: name.into(), ..PolicySource::default() }),
        }
    }

    /// All matching statements of all policies, with their places; what does not match is left out.
    #[test]
    fn every_matching_statement_is_found() {
        let pretty = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \
                      \"Action\": \"s3:Get*\",\n      \"Resource\": \"*\"\n    },\n    {\"Effect\": \"Deny\", \
                      \"Action\": \"s3:Put*\", \"Resource\": \"*\"},\n    {\"Effect\": \"Allow\", \"Action\": \"*\", \
                      \"Resource\": \"*\"}\n  ]\n}";
        let line = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        let identity = [attach::<Identity>("a", pretty), attach("b", line)].into();
        let boundary = attach::<Boundary>("c", line);
        let request = Request {
            principal: &Principal::User {
                account: "111111111111".parse().unwrap(),
                arn: "arn:aws:iam::111111111111:user/ana".into(),
                id: None,
            },
            action: "s3:GetObject",
            resource: "arn:aws:s3:::b/k",
            resource_account: None,
            class: ResourceClass::Object,
            s3: None,
            context: &Context::new(),
            services: &crate::services::FOR_TESTS,
        };
        let policies = Policies { identity: &identity, boundary: Some(&boundary), ..Policies::default() };
        let found: Vec<_> = matched(&request, &policies)
            .into_iter()
            .map(|it| (it.at.layer, &*it.source.name, it.at.statement, it.effect, it.start, it.end))
            .collect();
        let at = |line, column| Position { line, column };
        assert_eq!(
            found,
            [
                (Layer::Identity, "a", 0, Effect::Allow, at(4, 5), at(8, 6)),
                (Layer::Identity, "a", 2, Effect::Allow, at(10, 5), at(10, 56)),
                (Layer::Identity, "b", 0, Effect::Allow, at(1, 14), at(1, 60)),
                (Layer::Boundary, "c", 0, Effect::Allow, at(1, 14), at(1, 60)),
            ]
        );
    }
}
