//! The context keys that follow from who calls (R2.12 and R3, section 3.13).

use crate::arn::Arn;
use crate::names::AccountId;
use crate::request::{Context, ContextValue, KeyName, Principal};

const PRINCIPAL_ACCOUNT: KeyName = KeyName::folded("aws:principalaccount");
const PRINCIPAL_ARN: KeyName = KeyName::folded("aws:principalarn");
const PRINCIPAL_IS_AWS_SERVICE: KeyName = KeyName::folded("aws:principalisawsservice");
const PRINCIPAL_TYPE: KeyName = KeyName::folded("aws:principaltype");
const USER_ID: KeyName = KeyName::folded("aws:userid");
const USER_NAME: KeyName = KeyName::folded("aws:username");

impl From<AccountId> for ContextValue {
    fn from(account: AccountId) -> Self {
        Self::new(&*account.digits())
    }
}

impl Principal {
    /// The context keys that every request of this principal has. Tags, and what only credentials tell, are not among
    /// them: `aws:userid` is there where the rest of the principal tells it.
    #[must_use]
    pub fn context_keys(&self) -> Context {
        let mut context = Context::new();
        let kind = match self {
            // An identity provider's caller is known by the keys of its token alone.
            Self::Provider { .. } => return context,
            Self::Anonymous => {
                context.set(PRINCIPAL_ACCOUNT, "anonymous");
                context.set(PRINCIPAL_TYPE, "Anonymous");
                context.set(USER_ID, "anonymous");
                return context;
            }
            Self::Service { .. } => None,
            Self::Root { .. } | Self::AssumedRoot { .. } => Some("Account"),
            Self::User { .. } => Some("User"),
            Self::FederatedUser { .. } => Some("FederatedUser"),
            Self::RoleSession { .. } | Self::Delegated { .. } => Some("AssumedRole"),
        };
        if let Some(account) = self.account() {
            context.set(PRINCIPAL_ACCOUNT, account);
        }
        if let Some(arn) = self.arn_in_context() {
            context.set(PRINCIPAL_ARN, arn);
        }
        // Every signed request has it.
        context.set(PRINCIPAL_IS_AWS_SERVICE, if kind.is_none() { "true" } else { "false" });
        if let Some(kind) = kind {
            context.set(PRINCIPAL_TYPE, kind);
        }
        match self {
            Self::Service { names } => {
                if let Some(name) = names.first() {
                    context.set("aws:PrincipalServiceName", name.clone());
                }
                context.set_all("aws:PrincipalServiceNamesList", names.iter().cloned());
            }
            Self::Root { account, .. } | Self::AssumedRoot { account, .. } => context.set(USER_ID, *account),
            Self::User { arn, .. } => context.set(USER_NAME, last_segment(arn)),
            Self::FederatedUser { account, arn, .. } => {
                context.set(USER_ID, format!("{account}:{}", last_segment(arn)));
            }
            _ => {}
        }
        context
    }

    /// `aws:PrincipalArn`: of a session of a role the role's ARN, without a path if only the session's ARN is known.
    fn arn_in_context(&self) -> Option<ContextValue> {
        match self {
            Self::Root { arn, .. }
            | Self::AssumedRoot { arn, .. }
            | Self::User { arn, .. }
            | Self::FederatedUser { arn, .. }
            | Self::RoleSession { role_arn: Some(arn), .. } => Some(arn.as_ref().into()),
            Self::RoleSession { account, session_arn: Some(session), .. } => {
                let session = Arn::parse(session)?;
                let name = session.resource.split('/').nth(1)?;
                Some(format!("arn:{}:iam::{account}:role/{name}", session.partition).into())
            }
            Self::Delegated { approver } => approver.arn_in_context(),
            Self::RoleSession { .. } | Self::Service { .. } | Self::Provider { .. } | Self::Anonymous => None,
        }
    }
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
