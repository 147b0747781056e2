//! The global condition keys of a request (R3, section 3.13).

use super::operation::{CallContext, RequiredPermission};
use crate::directory::standing::Standing;
pub use crate::domain::guardrails::organization_keys;
use crate::domain::guardrails::standing;
use crate::session::SessionIdentity;
use jiff::fmt::temporal::DateTimePrinter;
use rolecall_policy::{AccountId, Arn, Context};

/// The form of dates in a context, to the second.
const ISO: DateTimePrinter = DateTimePrinter::new().precision(Some(0));

/// The context in which one permission is decided: global keys, then the operation's own. `of_caller` and `of_resource` are
/// where the caller's account and the resource's stand in their organizations.
#[must_use]
pub fn context(
    call: &CallContext<'_>,
    permission: &RequiredPermission,
    of_caller: Option<&Standing>,
    of_resource: Option<&Standing>,
) -> Context {
    let mut context = match &call.caller.saml {
        // The holder of an assertion is known by what it says alone.
        Some(identity) => {
            let mut context = Context::new();
            set_claims(&mut context, &identity.keys);
            context
        }
        None => principal_keys(call),
    };
    request_keys(call, &mut context);
    session_keys(call, &mut context);
    if let Some(owner) = resource_account(call, permission) {
        context.set("aws:ResourceAccount", owner.to_string());
    }
    organization_keys(&mut context, "aws:Principal", of_caller);
    organization_keys(&mut context, "aws:Resource", of_resource);
    for (key, values) in permission.condition_keys.iter() {
        context.set_all(key, values.to_vec());
    }
    source_organization_keys(call, &mut context);
    context
}

/// `aws:SourceOrgID` and `aws:SourceOrgPaths`: of the account for which a service calls, where the operation knows one.
fn source_organization_keys(call: &CallContext<'_>, context: &mut Context) {
    let source = context.get("aws:SourceAccount").and_then(|values| values.first()?.parse().ok());
    let of_source = source.and_then(|account| standing(call.snapshot, account));
    organization_keys(context, "aws:Source", of_source.as_deref());
}

/// The account that owns the resource: stated, in the ARN, or the caller's.
#[must_use]
pub fn resource_account(call: &CallContext<'_>, permission: &RequiredPermission) -> Option<AccountId> {
    permission
        .account
        .or_else(|| Arn::parse(&permission.resource).and_then(|arn| arn.account.parse().ok()))
        .or_else(|| call.caller.principal.account())
}

fn request_keys(call: &CallContext<'_>, context: &mut Context) {
    let info = call.info;
    context.set("aws:CurrentTime", ISO.timestamp_to_string(&info.time));
    context.set("aws:EpochTime", info.time.as_second().to_string());
    context.set("aws:SecureTransport", text(info.tls_version.is_some()));
    match &call.caller.source {
        // An AWS service has no address that policies know; they know for what it calls.
        Some(source) => {
            context.set("aws:SourceArn", &*source.arn);
            context.set("aws:SourceAccount", source.account.to_string());
        }
        None => context.set("aws:SourceIp", info.source_ip.to_canonical().to_string()),
    }
    context.set("aws:UserAgent", &*info.user_agent);
    context.set("aws:RequestedRegion", &*info.region);
    context.set("aws:ViaAWSService", "false");
    if let Some(referer) = &info.referer {
        context.set("aws:referer", &**referer);
    }
}

fn principal_keys(call: &CallContext<'_>) -> Context {
    let mut context = call.caller.principal.context_keys();
    // The holder of a token is known by its claims alone (R3.32).
    if let Some(identity) = &call.caller.web_identity {
        context.set("aws:FederatedProvider", identity.provider.principal());
        set_claims(&mut context, &identity.keys);
        return context;
    }
    context.set("aws:userid", &*call.caller.user_id);
    for (key, value) in call.caller.principal_tags(call.snapshot) {
        context.add_tag("aws:PrincipalTag", &key, &value);
    }
    context
}

fn session_keys(call: &CallContext<'_>, context: &mut Context) {
    // Plain long-term keys have none of these (R3, section 3.13: absent, not false).
    let Some(session) = &call.caller.session else { return };
    context.set("aws:TokenIssueTime", ISO.timestamp_to_string(&session.issued_at));
    if let Some(source_identity) = &session.source_identity {
        context.set("aws:SourceIdentity", &**source_identity);
    }
    if let Some(provider) = &session.federated_provider {
        context.set("aws:FederatedProvider", &**provider);
    }
    set_claims(context, &session.federated_claims);
    match &session.identity {
        // Not for federated users.
        SessionIdentity::Federated { .. } => {}
        SessionIdentity::AssumedRoot { .. } => context.set("aws:AssumedRoot", "true"),
        // Nobody has shown a second factor for the provider.
        _ => {
            context.set("aws:MultiFactorAuthPresent", text(session.mfa.is_some()));
            if let Some(at) = session.mfa {
                let age = call.info.time.as_second() - at.as_second();
                context.set("aws:MultiFactorAuthAge", age.max(0).to_string());
            }
        }
    }
}

/// The condition keys of the claims of a token.
fn set_claims(context: &mut Context, claims: &[(String, Vec<String>)]) {
    for (key, values) in claims {
        context.set_all(key, values.iter().map(|value| value.as_str().into()).collect());
    }
}

fn text(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}
