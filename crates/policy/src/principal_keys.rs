//! The context keys that follow from who calls (R2.12 and R3, section 3.13).

use crate::arn::Arn;
use crate::request::{Context, Principal};

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
                context.set("aws:userid", "anonymous");
                context.set("aws:PrincipalAccount", "anonymous");
                context.set("aws:PrincipalType", "Anonymous");
                return context;
            }
            Self::Service { names } => {
                if let Some(name) = names.first() {
                    context.set("aws:PrincipalServiceName", name.clone());
                }
                context.set_all("aws:PrincipalServiceNamesList", names.clone());
                None
            }
            Self::Root { account, .. } | Self::AssumedRoot { account, .. } => {
                context.set("aws:userid", account.to_string());
                Some("Account")
            }
            Self::User { arn, .. } => {
                context.set("aws:username", last_segment(arn));
                Some("User")
            }
            Self::FederatedUser { account, arn, .. } => {
                context.set("aws:userid", format!("{account}:{}", last_segment(arn)));
                Some("FederatedUser")
            }
            Self::RoleSession { .. } | Self::Delegated { .. } => Some("AssumedRole"),
        };
        // Every signed request has it.
        context.set("aws:PrincipalIsAWSService", if kind.is_none() { "true" } else { "false" });
        if let Some(kind) = kind {
            context.set("aws:PrincipalType", kind);
        }
        if let Some(account) = self.account() {
            context.set("aws:PrincipalAccount", account.to_string());
        }
        if let Some(arn) = self.arn_in_context() {
            context.set("aws:PrincipalArn", arn);
        }
        context
    }

    /// `aws:PrincipalArn`: of a session of a role the role's ARN, without a path if only the session's ARN is known.
    fn arn_in_context(&self) -> Option<Box<str>> {
        match self {
            Self::Root { arn, .. }
            | Self::AssumedRoot { arn, .. }
            | Self::User { arn, .. }
            | Self::FederatedUser { arn, .. }
            | Self::RoleSession { role_arn: Some(arn), .. } => Some(arn.clone()),
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
