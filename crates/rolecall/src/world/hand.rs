//! What carries out the changes that a world file asks for, or only finds out whether there are any.

use super::WorldError;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::snapshot::Snapshot;
use crate::gateway::inside::Inside;
use crate::node::Node;
use crate::services::operation::{Effect, EventClass, OperationFacts};
use crate::services::{iam, organizations, s3};
use http::Method;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// What the records of the file's changes have as `User-Agent`.
const USER_AGENT: &str = "rolecall-world-file";

/// Why applying ended early.
pub(super) enum Stop {
    /// There is something to change, and the hand only looks.
    Different,
    /// A change was refused.
    Refused(WorldError),
}

impl From<WorldError> for Stop {
    fn from(error: WorldError) -> Self {
        Self::Refused(error)
    }
}

/// What a change is about: the line, if it stands in the file, and words.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) line: Option<usize>,
    pub(super) about: String,
}

impl Place {
    /// A refusal here.
    pub(super) fn refused(&self, problem: impl Into<String>) -> Stop {
        let Self { line, about } = self.clone();
        let problem = problem.into();
        Stop::Refused(match line {
            Some(line) => WorldError::Refused { line, about, problem },
            None => WorldError::CannotGo { about, problem },
        })
    }
}

/// An error with its reason: the world file is of the person who runs the server, and no client learns of it.
fn told(error: &ApiError) -> String {
    match error.reason() {
        Some(reason) => format!("{error} ({reason})"),
        None => error.to_string(),
    }
}

/// The parameters of an operation.
#[derive(Debug, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// These.
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// And this one, if it is given.
    pub(super) fn and(mut self, name: &str, value: Option<&str>) -> Self {
        self.0.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        self
    }

    /// And these items of a list.
    pub(super) fn members<'t>(mut self, name: &str, items: impl Iterator<Item = &'t String>) -> Self {
        self.0.extend(items.enumerate().map(|(at, item)| (format!("{name}.member.{}", at + 1), item.clone())));
        self
    }

    /// And these tags.
    pub(super) fn tags<'t>(mut self, tags: impl Iterator<Item = (&'t String, &'t String)>) -> Self {
        for (at, (key, value)) in tags.enumerate() {
            let number = at + 1;
            self.0.push((format!("Tags.member.{number}.Key"), key.clone()));
            self.0.push((format!("Tags.member.{number}.Value"), value.clone()));
        }
        self
    }
}

/// Makes changes in accounts, as their root users; or only looks.
pub(super) struct Hand<'n> {
    pub(super) node: &'n Node,
    acts: Option<Inside<'n>>,
}

impl<'n> Hand<'n> {
    /// One that stops at the first change there would be.
    pub(super) fn looking(node: &'n Node) -> Self {
        Self { node, acts: None }
    }

    /// One that makes changes.
    pub(super) fn acting(node: &'n Node) -> Self {
        Self { node, acts: Some(Inside::new(node, USER_AGENT)) }
    }

    /// The world as it is now.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.node.directory.snapshot()
    }

    /// Whether it makes changes.
    pub(super) fn acts(&self) -> bool {
        self.acts.is_some()
    }

    fn inside(&self) -> Result<&Inside<'n>, Stop> {
        self.acts.as_ref().ok_or(Stop::Different)
    }

    /// Calls an operation of IAM.
    pub(super) async fn iam(
        &self,
        account: AccountId,
        place: &Place,
        operation: &str,
        parameters: Parameters,
    ) -> Result<(), Stop> {
        let called = self.inside()?.query(account, &iam::SERVICE, operation, parameters.0).await;
        called.map(drop).map_err(|error| place.refused(format!("{operation}: {}", told(&error))))
    }

    /// Calls an operation of Organizations.
    pub(super) async fn organizations(
        &self,
        account: AccountId,
        place: &Place,
        operation: &str,
        input: serde_json::Value,
    ) -> Result<(), Stop> {
        let called = self.inside()?.json(account, &organizations::SERVICE, operation, &input).await;
        called.map(drop).map_err(|error| place.refused(format!("{operation}: {}", told(&error))))
    }

    /// Calls an operation of IAM that takes something away. It may be gone already.
    pub(super) async fn iam_delete(
        &self,
        account: AccountId,
        place: &Place,
        operation: &str,
        parameters: Parameters,
    ) -> Result<(), Stop> {
        match self.inside()?.query(account, &iam::SERVICE, operation, parameters.0).await {
            Err(error) if error.code != "NoSuchEntity" => Err(place.refused(format!("{operation}: {}", told(&error)))),
            _ => Ok(()),
        }
    }

    /// Sends S3 a request about a bucket in this Region.
    pub(super) async fn s3(
        &self,
        account: AccountId,
        place: &Place,
        region: &str,
        request: (Method, &str),
        body: String,
    ) -> Result<(), Stop> {
        let (method, target) = request;
        let sent = self.inside()?.rest(account, &s3::SERVICE, region, method, target, body).await;
        sent.map_err(|error| place.refused(told(&error)))
    }

    /// Makes a change that only the world file can make, on record under the operation that is nearest to it.
    pub(super) async fn change(
        &self,
        account: AccountId,
        place: &Place,
        (service, operation): (&'static str, &'static str),
        plan: impl FnMut(&Snapshot, &mut Edit) -> Result<(), ApiError> + Send,
    ) -> Result<(), Stop> {
        let facts = OperationFacts { service, name: operation, effect: Effect::Changes, class: EventClass::Management };
        let changed = self.inside()?.change(account, facts, self.node.directory.change(plan)).await;
        changed.map_err(|error| place.refused(told(&error)))
    }

    /// Makes a change that is nobody's business but the world file's: what it gave.
    pub(super) async fn note(
        &self,
        plan: impl FnMut(&Snapshot, &mut Edit) -> Result<(), ApiError> + Send,
    ) -> Result<(), Stop> {
        self.inside()?;
        self.node.directory.change(plan).await.map_err(|error| Stop::Refused(error.into()))
    }
}
