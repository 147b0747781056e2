//! Who calls: the authenticated principal with what its credentials say.

use crate::api::error::ApiError;
use crate::directory::entities::{Role, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::saml_identity::SamlIdentity;
use crate::domain::web_identity::WebIdentity;
use crate::session::Session;
use rolecall_policy::{AccountId, Principal, equal_ignoring_case};
use std::sync::Arc;

/// An authenticated caller (or anonymous).
#[derive(Debug, Clone)]
pub struct Caller {
    /// As the policy engine sees it.
    pub principal: Principal,
    /// The ARN shown in `GetCallerIdentity` and in denials (R5.9); `anonymous` if nobody signed.
    pub arn: String,
    /// `UserId` of `GetCallerIdentity` and `aws:userid`.
    pub user_id: String,
    /// The access key that signed; `None` if nobody signed.
    pub access_key_id: Option<String>,
    /// What a SAML assertion said, which was verified; such a caller signs nothing.
    pub saml: Option<Arc<SamlIdentity>>,
    /// The IAM user, also of credentials of `GetSessionToken` and `GetFederationToken`.
    pub user: Option<Arc<Stored<User>>>,
    /// What the session token said, for temporary credentials.
    pub session: Option<Arc<Session>>,
    /// What the token of an identity provider said, which was verified; such a caller signs nothing.
    pub web_identity: Option<Arc<WebIdentity>>,
    /// For what an AWS service calls by itself.
    pub source: Option<Arc<CallSource>>,
}

/// The resource for which an AWS service calls: what keeps one customer's resource from being used through the service by
/// another customer (the confused deputy, R1.69).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallSource {
    /// `aws:SourceArn`.
    pub arn: String,
    /// `aws:SourceAccount`.
    pub account: AccountId,
}

impl Caller {
    /// Nobody signed.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            principal: Principal::Anonymous,
            arn: "anonymous".to_owned(),
            user_id: "anonymous".to_owned(),
            access_key_id: None,
            saml: None,
            user: None,
            session: None,
            web_identity: None,
            source: None,
        }
    }

    /// An AWS service, by its principal, that calls by itself for a resource of an account.
    #[must_use]
    pub fn service(principal: &str, source: CallSource) -> Self {
        Self {
            principal: Principal::Service { names: vec![principal.into()] },
            arn: principal.to_owned(),
            user_id: principal.to_owned(),
            source: Some(Arc::new(source)),
            ..Self::anonymous()
        }
    }

    /// The caller's account.
    ///
    /// # Errors
    /// `AccessDenied` for callers that belong to no account.
    pub fn account(&self) -> Result<AccountId, ApiError> {
        self.principal.account().ok_or_else(|| ApiError::access_denied("Access Denied"))
    }
}

impl Caller {
    /// The caller's principal tags: those of the user or role, overridden, ignoring case, by the session's (R3.20).
    #[must_use]
    pub fn principal_tags(&self, snapshot: &Snapshot) -> Vec<(String, String)> {
        let principal = match &self.principal {
            Principal::Delegated { approver } => approver,
            own => own,
        };
        let own = match principal {
            Principal::User { .. } | Principal::FederatedUser { .. } => {
                let user = self.user.as_ref().and_then(|user| snapshot.find_by_id::<User>(&user.id));
                user.map(|user| &user.tags)
            }
            Principal::RoleSession { role_id: Some(id), .. } => snapshot.find_by_id::<Role>(id).map(|role| &role.tags),
            _ => None,
        };
        let of_session = self.session.as_ref().map_or(&[][..], |session| &session.tags);
        let mut tags: Vec<(String, String)> =
            own.into_iter().flatten().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
        for (key, value) in of_session {
            tags.retain(|(own, _)| !equal_ignoring_case(own, key));
            tags.push((key.clone(), value.clone()));
        }
        tags
    }
}
