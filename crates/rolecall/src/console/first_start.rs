//! The first password of a new server: the root user of an account gets it by a link that the server prints, once.

use super::Console;
use super::refused::Refused;
use super::sign_in::secret;
use super::who;
use crate::api::error::ApiError;
use crate::domain::root_password;
use crate::gateway::inside::Inside;
use crate::secrets::Secret;
use crate::services::operation::{Effect, EventClass, OperationFacts};
use serde::Deserialize;
use std::sync::{Mutex, PoisonError};

/// What the records of it have as `User-Agent`.
const USER_AGENT: &str = "rolecall-console";

/// What the page sends.
#[derive(Deserialize)]
pub(super) struct FirstStart {
    #[serde(deserialize_with = "secret")]
    token: Secret,
    account: String,
    #[serde(deserialize_with = "secret")]
    password: Secret,
}

/// The token of the link, until it is used.
#[derive(Debug, Default)]
pub(super) struct FirstToken(Mutex<Option<Secret>>);

impl FirstToken {
    pub(super) fn new(token: Option<Secret>) -> Self {
        Self(Mutex::new(token))
    }

    pub(super) fn is_there(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Takes the token if it is this one, so that nobody uses it at the same moment.
    fn take(&self, token: &Secret) -> Option<Secret> {
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if own.as_ref() == Some(token) { own.take() } else { None }
    }

    fn put_back(&self, token: Secret) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }
}

impl Console {
    /// Sets the password of a root user by the link.
    pub(super) async fn first_start(&self, sent: &FirstStart) -> Result<(), Refused> {
        let refused = || {
            let message =
                "The link is not valid, or was used. `rolecall root-password` sets a password of a root user.";
            Refused::forbidden("LinkNotValid", message)
        };
        let node = self.node();
        let token = self.first_token.take(&sent.token).ok_or_else(refused)?;
        let set = async {
            let account = who::account(&node.directory.snapshot(), &sent.account).ok_or_else(|| {
                ApiError::validation(format!("There is no account {} on this server.", sent.account.escape_debug()))
            })?;
            let facts = OperationFacts {
                service: "signin",
                name: "PasswordRecoveryCompleted",
                effect: Effect::Changes,
                class: EventClass::Management,
            };
            let change = root_password::set(node, account, &sent.password);
            Inside::new(node, USER_AGENT).change(account, facts, change).await
        };
        let outcome: Result<(), ApiError> = set.await;
        // A password that is refused leaves the link good.
        outcome.map_err(|error| {
            self.first_token.put_back(token);
            error.into()
        })
    }
}
