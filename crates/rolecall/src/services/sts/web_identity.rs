//! From a token of an identity provider to its holder (R3.29–R3.33), with AWS's words for what is wrong with one.
//!
//! The order: what the token says must fit what the role's account has registered, and its time must not be over; only then
//! are keys looked for, since that may ask the provider. Nothing that the token says of itself decides what it is held
//! against.

use crate::api::error::ApiError;
use crate::directory::entities::OidcProvider;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::web_identity::{BUILT_IN, Trusted, WebIdentity};
use crate::federation::{KeySet, NotToken, Token, Verified};
use crate::node::Node;
use jiff::Timestamp;
use rolecall_catalog::api::sts::errors;
use rolecall_catalog::authorization;
use rolecall_policy::{AccountId, equal_ignoring_case};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Seconds by which a provider's clock may be ahead of ours.
const MAX_AHEAD: i64 = 300;
/// The claims in which tags, source identity and roles stand (R3.31).
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";
const ROLES: &str = "https://aws.amazon.com/roles";
/// Claims of every provider that are condition keys (*IAM User Guide*, "Available keys for AWS OIDC federation"); `aud` has a
/// rule of its own. Of others, those that STS's page of the authorization reference names for the provider.
const STANDARD: [&str; 4] = ["amr", "azp", "email", "sub"];

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::of(errors::INVALID_IDENTITY_TOKEN, message)
}

/// The holder of a token that is brought to a role of `account`.
///
/// # Errors
/// `InvalidIdentityToken`, `ExpiredTokenException`, `IDPCommunicationError`.
pub(super) async fn holder(
    node: &Node,
    snapshot: &Snapshot,
    account: Option<AccountId>,
    text: &str,
    now: Timestamp,
) -> Result<WebIdentity, ApiError> {
    let token = Token::read(text).map_err(|why| not_a_token(&why))?;
    let claims = Claims(&token.claims);
    let named = claims.text("iss")?;
    // R3.53, also where somebody registered them.
    if node.issuers.has(named) {
        return Err(no_provider(named));
    }
    let (provider, registered) = provider(snapshot, account, named)?;
    let subject = claims.text("sub")?.to_owned();
    let audience = audience(&claims, &provider, registered)?;
    in_time(&claims, now)?;

    let given = registered.and_then(|it| it.keys.as_deref());
    let keys = match given {
        Some(text) => Arc::new(KeySet::read(text.as_bytes()).map_err(ApiError::internal)?),
        None => node
            .provider_keys
            .of(provider.issuer(), &token.key_id)
            .await
            .map_err(|why| ApiError::of(errors::IDP_COMMUNICATION_ERROR, NO_KEY).because(why.to_string()))?,
    };
    match keys.verify(&token) {
        Verified::Yes => {}
        Verified::NoSuchKey => {
            return Err(
                invalid(NO_KEY).because("the provider has no key with the `kid` of the token for its algorithm")
            );
        }
        Verified::No => return Err(invalid("Provided token's signature is invalid")),
    }

    let (tags, transitive_keys) = tags(&claims)?;
    let keys = condition_keys(&claims, provider.issuer(), &audience);
    let kept = match provider {
        Trusted::BuiltIn(_) => keys.iter().filter(|(key, _)| is_kept(key)).cloned().collect(),
        Trusted::Registered { .. } => Vec::new(),
    };
    Ok(WebIdentity {
        subject,
        audience,
        keys,
        kept,
        tags,
        transitive_keys,
        source_identity: source_identity(&claims)?,
        roles: claims.0.get(ROLES).map(texts),
        provider,
    })
}

const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference \
     AssumeRoleWithWebIdentity documentation for requirements";

fn not_a_token(why: &NotToken) -> ApiError {
    let message = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
    invalid(message).because(why.to_string())
}

/// The claims of a token.
struct Claims<'t>(&'t Map<String, Value>);

impl<'t> Claims<'t> {
    /// A text that must be there.
    fn text(&self, name: &str) -> Result<&'t str, ApiError> {
        let text = self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.ok_or_else(|| invalid(format!("Missing a required claim: {name}")))
    }

    /// A whole number of seconds, which must be there (R3.29).
    fn seconds(&self, name: &str) -> Result<i64, ApiError> {
        let claim = self.0.get(name).ok_or_else(|| invalid(format!("Missing a required claim: {name}")))?;
        claim.as_i64().ok_or_else(|| invalid(format!("The claim {name} must be a whole number of seconds")))
    }
}

/// The texts of a list, or the one text.
fn texts(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Whom the account trusts for this issuer. Only what is registered in the account of the role counts: the same issuer may be
/// registered in another one.
fn provider<'s>(
    snapshot: &'s Snapshot,
    account: Option<AccountId>,
    issuer: &str,
) -> Result<(Trusted, Option<&'s Stored<OidcProvider>>), ApiError> {
    let url = issuer.strip_prefix("https://");
    if let (Some(account), Some(url)) = (account, url)
        && let Some(registered) = snapshot.find::<OidcProvider>(account, url)
    {
        let (url, created) = (registered.url.clone(), registered.created);
        return Ok((Trusted::Registered { account, url, created }, Some(registered)));
    }
    // Google's issuer is written with and without the scheme.
    let built_in = BUILT_IN.into_iter().find(|name| url == Some(name) || issuer == *name && issuer.contains("google"));
    let built_in = built_in.filter(|_| account.is_some_and(|account| snapshot.account(account).is_some()));
    match built_in {
        Some(name) => Ok((Trusted::BuiltIn(name), None)),
        None => Err(no_provider(issuer)),
    }
}

fn no_provider(issuer: &str) -> ApiError {
    invalid(format!("No OpenIDConnect provider found in your account for {issuer}"))
}

/// Whom the token is for (R3.29, R3.32): its one audience, or of several the party it was issued to, `azp`. Of Google's tokens
/// `azp` goes first. A registered provider lists who that may be.
fn audience(
    claims: &Claims<'_>,
    provider: &Trusted,
    registered: Option<&Stored<OidcProvider>>,
) -> Result<String, ApiError> {
    let incorrect = || invalid("Incorrect token audience");
    let audiences = match claims.0.get("aud") {
        Some(Value::String(one)) => vec![&**one],
        Some(Value::Array(all)) => all.iter().map(Value::as_str).collect::<Option<Vec<_>>>().ok_or_else(incorrect)?,
        _ => return Err(invalid("Missing a required claim: aud")),
    };
    let azp = match claims.0.get("azp") {
        None => None,
        Some(party) => Some(party.as_str().ok_or_else(incorrect)?),
    };
    let google = provider.issuer() == "accounts.google.com";
    let audience = match (&*audiences, azp) {
        ([_], Some(azp)) if google => azp,
        ([one], _) => one,
        // It must be for the party, too.
        ([_, _, ..], Some(azp)) if audiences.contains(&azp) => azp,
        _ => return Err(incorrect()),
    };
    let is_listed = registered.is_none_or(|provider| provider.client_ids.iter().any(|id| id == audience));
    if is_listed && !audience.is_empty() { Ok(audience.to_owned()) } else { Err(incorrect()) }
}

/// The token's time has begun and is not over.
fn in_time(claims: &Claims<'_>, now: Timestamp) -> Result<(), ApiError> {
    let now = now.as_second();
    let (expires, issued) = (claims.seconds("exp")?, claims.seconds("iat")?);
    if now >= expires {
        let message =
            format!("Token expired: current date/time {now} must be before the expiration date/time {expires}");
        return Err(ApiError::of(errors::EXPIRED_TOKEN_EXCEPTION, message));
    }
    let begins = if claims.0.contains_key("nbf") { issued.max(claims.seconds("nbf")?) } else { issued };
    if begins > now.saturating_add(MAX_AHEAD) {
        let message =
            format!("Token is not valid yet: current date/time {now} must be at or after the date/time {begins}");
        return Err(invalid(message));
    }
    Ok(())
}

/// The condition keys of the claims (R3.32).
fn condition_keys(claims: &Claims<'_>, issuer: &str, audience: &str) -> Vec<(String, Vec<String>)> {
    let key = |claim: &str| format!("{issuer}:{claim}");
    let mut keys = vec![(key("aud"), vec![audience.to_owned()])];
    if issuer == "accounts.google.com"
        && let Some(aud) = claims.0.get("aud")
    {
        keys.push((key("oaud"), texts(aud)));
    }
    for (claim, value) in claims.0 {
        let is_standard = STANDARD.contains(&&**claim);
        let known = authorization().condition_key(&key(claim)).filter(|known| !known.name.starts_with("aws:"));
        // Names of keys are compared without regard to case, claims with it: what is not the claim is not its key.
        let named = issuer.contains('.') && known.is_some_and(|known| known.name.rsplit(':').next() == Some(&**claim));
        if matches!(&**claim, "aud" | "oaud") || !(is_standard || named) {
            continue;
        }
        let several = claim == "amr" || known.is_some_and(|known| known.multivalued);
        let values = match value {
            Value::String(text) => vec![text.clone()],
            Value::Number(number) => vec![number.to_string()],
            Value::Bool(truth) => vec![truth.to_string()],
            // A list is no value of a key that has one; the key is absent then.
            Value::Array(_) if several => texts(value),
            _ => continue,
        };
        if !values.is_empty() {
            keys.push((key(claim), values));
        }
    }
    keys
}

/// Whether a key of a built-in provider is in requests of the session (R3.33).
fn is_kept(key: &str) -> bool {
    key.rsplit(':').next().is_some_and(|claim| ["amr", "aud", "oaud", "sub"].contains(&claim))
}

/// The source identity, if the token has one (R3.31).
fn source_identity(claims: &Claims<'_>) -> Result<Option<String>, ApiError> {
    let Some(claim) = claims.0.get(SOURCE_IDENTITY) else { return Ok(None) };
    let is_name = |text: &&str| {
        (2..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
    };
    let is_reserved = |text: &str| text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    match claim.as_str().filter(is_name).filter(|text| !is_reserved(text)) {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(invalid("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"")),
    }
}

/// Session tags with one value each, and the keys of those that are transitive (R3.31). They stand in one claim, or each in a
/// claim of its own below that name.
#[expect(clippy::type_complexity, reason = "tags and keys, as sessions have them")]
fn tags(claims: &Claims<'_>) -> Result<(Vec<(String, String)>, Vec<String>), ApiError> {
    let bad = |what: &str| invalid(format!("The claim {TAGS} is not valid: {what}"));
    let mut given: Vec<(&str, &Value)> = Vec::new();
    let mut transitive = Vec::new();
    if let Some(claim) = claims.0.get(TAGS) {
        let claim = claim.as_object().ok_or_else(|| bad("it must be an object"))?;
        for (name, value) in claim {
            match (&**name, value) {
                ("principal_tags", Value::Object(tags)) => {
                    given.extend(tags.iter().map(|(key, value)| (&**key, value)));
                }
                ("transitive_tag_keys", keys) => transitive.push(keys),
                _ => return Err(bad("it may have principal_tags, an object, and transitive_tag_keys")),
            }
        }
    }
    for (name, value) in claims.0 {
        let Some(rest) = name.strip_prefix(TAGS).and_then(|rest| rest.strip_prefix('/')) else { continue };
        match rest.strip_prefix("principal_tags/") {
            Some(key) => given.push((key, value)),
            None if rest == "transitive_tag_keys" => transitive.push(value),
            None => return Err(bad("only principal_tags and transitive_tag_keys may stand below it")),
        }
    }
    let mut tags: Vec<(String, String)> = Vec::new();
    for (key, value) in given {
        let value = match value {
            Value::String(text) => text,
            Value::Array(one) => match &**one {
                [Value::String(text)] => text,
                _ => return Err(bad("a tag has one value")),
            },
            _ => return Err(bad("a tag has one value")),
        };
        if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
            return Err(bad("a key has 1 to 128 characters, and a value at most 256"));
        }
        if !key.chars().chain(value.chars()).all(may_be_in_tag) {
            return Err(bad("keys and values have letters, digits, spaces and _.:/=+-@ alone"));
        }
        tags.push((key.to_owned(), value.clone()));
    }
    let mut keys: Vec<String> = Vec::new();
    for list in transitive {
        let list = list.as_array().ok_or_else(|| bad("transitive_tag_keys must be a list"))?;
        for key in list {
            let key = key.as_str().ok_or_else(|| bad("transitive_tag_keys must be a list of keys"))?;
            if !keys.iter().any(|there| equal_ignoring_case(there, key)) {
                keys.push(key.to_owned());
            }
        }
    }
    Ok((tags, keys))
}

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`, the pattern of STS's model.
fn may_be_in_tag(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}
