//! The global condition keys of a request (R3, section 3.13).

use super::operation::{CallContext, RequiredPermission};
use crate::directory::standing::Standing;
pub use crate::domain::guardrails::OrganizationKeys;
use crate::domain::guardrails::standing;
use crate::session::SessionIdentity;
use jiff::fmt::temporal::DateTimePrinter;
use rolecall_policy::request::KeyName;
use rolecall_policy::{AccountId, Arn, Context};
use smol_str::ToSmolStr as _;

const CURRENT_TIME: KeyName = KeyName::folded("aws:currenttime");
const EPOCH_TIME: KeyName = KeyName::folded("aws:epochtime");
const FEDERATED_PROVIDER: KeyName = KeyName::folded("aws:federatedprovider");
const MFA_AGE: KeyName = KeyName::folded("aws:multifactorauthage");
const MFA_PRESENT: KeyName = KeyName::folded("aws:multifactorauthpresent");
const REFERER: KeyName = KeyName::folded("aws:referer");
const REQUESTED_REGION: KeyName = KeyName::folded("aws:requestedregion");
const RESOURCE_ACCOUNT: KeyName = KeyName::folded("aws:resourceaccount");
const SECURE_TRANSPORT: KeyName = KeyName::folded("aws:securetransport");
const SOURCE_ACCOUNT: KeyName = KeyName::folded("aws:sourceaccount");
const SOURCE_ARN: KeyName = KeyName::folded("aws:sourcearn");
const SOURCE_IDENTITY: KeyName = KeyName::folded("aws:sourceidentity");
const SOURCE_IP: KeyName = KeyName::folded("aws:sourceip");
const TOKEN_ISSUE_TIME: KeyName = KeyName::folded("aws:tokenissuetime");
const USER_AGENT: KeyName = KeyName::folded("aws:useragent");
const USER_ID: KeyName = KeyName::folded("aws:userid");
const VIA_AWS_SERVICE: KeyName = KeyName::folded("aws:viaawsservice");

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
        context.set(RESOURCE_ACCOUNT, owner);
    }
    OrganizationKeys::OF_PRINCIPAL.set(&mut context, of_caller);
    OrganizationKeys::OF_RESOURCE.set(&mut context, of_resource);
    context.extend(permission.condition_keys.clone());
    source_organization_keys(call, &mut context);
    context
}

/// `aws:SourceOrgID` and `aws:SourceOrgPaths`: of the account for which a service calls, where the operation knows one.
fn source_organization_keys(call: &CallContext<'_>, context: &mut Context) {
    let source = context.get("aws:sourceaccount").and_then(|values| values.first()?.parse().ok());
    let of_source = source.and_then(|account| standing(call.snapshot, account));
    OrganizationKeys::OF_SOURCE.set(context, of_source.as_deref());
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
    context.set(CURRENT_TIME, ISO.timestamp_to_string(&info.time));
    context.set(EPOCH_TIME, info.time.as_second().to_smolstr());
    context.set(SECURE_TRANSPORT, text(info.tls_version.is_some()));
    match &call.caller.source {
        // An AWS service has no address that policies know; they know for what it calls.
        Some(source) => {
            context.set(SOURCE_ARN, &*source.arn);
            context.set(SOURCE_ACCOUNT, source.account);
        }
        None => context.set(SOURCE_IP, info.source_ip.to_canonical().to_smolstr()),
    }
    context.set(USER_AGENT, &*info.user_agent);
    context.set(REQUESTED_REGION, &*info.region);
    context.set(VIA_AWS_SERVICE, "false");
    if let Some(referer) = &info.referer {
        context.set(REFERER, &**referer);
    }
}

fn principal_keys(call: &CallContext<'_>) -> Context {
    let mut context = call.caller.principal.context_keys();
    // The holder of a token is known by its claims alone (R3.32).
    if let Some(identity) = &call.caller.web_identity {
        context.set(FEDERATED_PROVIDER, identity.provider.principal());
        set_claims(&mut context, &identity.keys);
        return context;
    }
    context.set(USER_ID, &*call.caller.user_id);
    for (key, value) in call.caller.principal_tags(call.snapshot) {
        context.add_tag("aws:PrincipalTag", &key, &value);
    }
    context
}

fn session_keys(call: &CallContext<'_>, context: &mut Context) {
    // Plain long-term keys have none of these (R3, section 3.13: absent, not false).
    let Some(session) = &call.caller.session else { return };
    context.set(TOKEN_ISSUE_TIME, ISO.timestamp_to_string(&session.issued_at));
    if let Some(source_identity) = &session.source_identity {
        context.set(SOURCE_IDENTITY, &**source_identity);
    }
    if let Some(provider) = &session.federated_provider {
        context.set(FEDERATED_PROVIDER, &**provider);
    }
    set_claims(context, &session.federated_claims);
    match &session.identity {
        // Not for federated users.
        SessionIdentity::Federated { .. } => {}
        SessionIdentity::AssumedRoot { .. } => context.set("aws:AssumedRoot", "true"),
        // Nobody has shown a second factor for the provider.
        _ => {
            context.set(MFA_PRESENT, text(session.mfa.is_some()));
            if let Some(at) = session.mfa {
                let age = call.info.time.as_second() - at.as_second();
                context.set(MFA_AGE, age.max(0).to_smolstr());
            }
        }
    }
}

/// The condition keys of the claims of a token.
fn set_claims(context: &mut Context, claims: &[(String, Vec<String>)]) {
    for (key, values) in claims {
        context.set_all(key.as_str(), values.iter().map(String::as_str));
    }
}

fn text(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}
