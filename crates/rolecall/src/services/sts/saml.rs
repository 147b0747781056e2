//! From a SAML document to its holder (R3.25–R3.27), with AWS's words for what is wrong with one.

use super::passed;
use crate::api::error::ApiError;
use crate::directory::entities::{AssertionEncryption, SamlProvider};
use crate::directory::snapshot::Snapshot;
use crate::domain::saml_identity::SamlIdentity;
use crate::node::Node;
use crate::saml::{Assertion, Decryption, Here, NameId, Refused, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use rolecall_catalog::api::sts::{Tag, errors};
use rolecall_catalog::regions::is_region;
use rolecall_policy::{AccountId, Arn};
use sha1::{Digest, Sha1};

/// What the names of AWS's attributes begin with.
const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes/";
/// What the URIs of SAML's own formats of names begin with; it is left out of `SubjectType` (R3.27).
const FORMATS: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
/// The format of a name that says none (SAML 2.0 Core, 2.2.2).
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/// Attributes that become condition keys (*IAM User Guide*, "Mapping SAML attributes to trust policy context keys").
const MAPPED: [(&str, &str); 30] = [
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "saml:edupersonaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "saml:edupersonnickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "saml:edupersonorgdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.4", "saml:edupersonorgunitdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.5", "saml:edupersonprimaryaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "saml:edupersonprincipalname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "saml:edupersonentitlement"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.8", "saml:edupersonprimaryorgunitdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "saml:edupersonscopedaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "saml:edupersontargetedid"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "saml:edupersonassurance"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "saml:eduorghomepageuri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.3", "saml:eduorgidentityauthnpolicyuri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.4", "saml:eduorglegalname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.5", "saml:eduorgsuperioruri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.6", "saml:eduorgwhitepagesuri"),
    ("urn:oid:2.5.4.3", "saml:cn"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "saml:name"),
    ("http://schemas.xmlsoap.org/claims/CommonName", "saml:commonname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "saml:givenname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "saml:surname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "saml:mail"),
    ("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid", "saml:primarygroupsid"),
    ("2.5.4.3", "saml:commonname"),
    ("2.5.4.4", "saml:surname"),
    ("2.5.4.42", "saml:givenname"),
    ("2.5.4.45", "saml:x500uniqueidentifier"),
    ("0.9.2342.19200300.100.1.1", "saml:uid"),
    ("0.9.2342.19200300.100.1.3", "saml:mail"),
    ("0.9.2342.19200300.100.1.45", "saml:organizationstatus"),
];

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::of(errors::INVALID_IDENTITY_TOKEN, message)
}

/// The sign-in page, as assertions name it (R3.25): the addresses of AWS, since identity providers are set up with them.
struct SignIn<'p> {
    /// The provider's unique id, which is in the address for encrypted assertions.
    provider: &'p str,
}

impl Here for SignIn<'_> {
    fn is_recipient(&self, url: &str) -> bool {
        let Some((host, path)) = url.strip_prefix("https://").and_then(|url| url.split_once('/')) else { return false };
        let region = host.strip_suffix(".signin.aws.amazon.com");
        let is_host = host == "signin.aws.amazon.com" || region.is_some_and(is_region);
        is_host && (path == "saml" || path.strip_prefix("saml/acs/") == Some(self.provider))
    }

    fn is_audience(&self, name: &str) -> bool {
        name == "urn:amazon:webservices" || self.is_recipient(name)
    }
}

/// The holder of a document that is brought with the ARN of a provider.
///
/// # Errors
/// `InvalidIdentityToken`, `ExpiredTokenException`, `IDPRejectedClaim`.
pub(super) fn holder(
    node: &Node,
    snapshot: &Snapshot,
    provider_arn: &str,
    document: &str,
    now: Timestamp,
) -> Result<SamlIdentity, ApiError> {
    let provider = snapshot.find_by_arn::<SamlProvider>(provider_arn).ok_or_else(no_provider)?;
    let response = Response::parse(document).map_err(|why| refused(&why))?;
    let metadata = provider.compiled().as_ref();
    let metadata = metadata.filter(|_| now < provider.valid_until(metadata)).ok_or_else(|| {
        invalid("Response signature invalid").because(format!("the metadata of {provider_arn} is no longer valid"))
    })?;
    let keys = provider.private_keys.iter().map(|key| node.open_sealed(provider.entity(), &key.sealed_pem));
    let decryption = Decryption {
        required: provider.encryption == Some(AssertionEncryption::Required),
        keys: keys.collect::<Result<_, _>>()?,
    };
    let assertion = response
        .verified(metadata, &decryption, &SignIn { provider: &provider.id }, now)
        .map_err(|why| refused(&why))?;
    let (tags, transitive_keys) = tags(&assertion)?;
    let name_qualifier = name_qualifier(&assertion.issuer, provider.account, &provider.name);
    let (subject, subject_type) = subject(assertion.subject.as_ref());
    let mut identity = SamlIdentity {
        account: provider.account,
        provider_name: provider.name.clone(),
        provider_id: provider.id.clone(),
        keys: Vec::new(),
        subject,
        subject_type,
        name_qualifier,
        roles: assertion.values(&format!("{ATTRIBUTES}Role")).filter_map(pair).collect(),
        session_name: session_name(&assertion)?,
        session_ends: assertion.session_not_on_or_after,
        tags,
        transitive_keys,
        source_identity: source_identity(&assertion)?,
        issuer: assertion.issuer.clone(),
        assertion_id: assertion.id.clone(),
        recipient: assertion.recipient.clone(),
    };
    identity.keys = condition_keys(&identity, &assertion);
    Ok(identity)
}

/// There is no provider of this ARN.
pub(super) fn no_provider() -> ApiError {
    invalid("Specified provider doesn't exist")
}

/// The role and the provider are no pair of the assertion.
pub(super) fn other_roles() -> ApiError {
    invalid("SAML Assertion doesn't contain the requested Role and Metadata in the attributes")
}

/// The assertion came too late (R3.25).
pub(super) fn expired() -> ApiError {
    ApiError::of(errors::EXPIRED_TOKEN_EXCEPTION, "Token must be redeemed within 5 minutes of issuance")
}

fn refused(why: &Refused) -> ApiError {
    let reason = why.to_string();
    let error = match why {
        Refused::Base64 => invalid("Invalid base64 SAMLResponse"),
        Refused::Malformed(_) | Refused::Early(_) => invalid("Your request included an invalid SAML response."),
        Refused::Rejected(_) => {
            ApiError::of(errors::IDP_REJECTED_CLAIM, "Identity provider reported that authentication failed")
        }
        Refused::Issuer(_) => invalid("Issuer not present in specified provider"),
        Refused::Signature(_) => invalid("Response signature invalid"),
        Refused::Audience(_) => invalid("Response does not contain the required audience."),
        Refused::Expired(_) => expired(),
    };
    error.because(format!("the SAML document was refused: {reason}"))
}

/// ARNs of a role and a provider, which come in either order.
fn pair(text: &str) -> Option<(String, String)> {
    let (one, other) = text.split_once(',')?;
    let (one, other) = (one.trim(), other.trim());
    let is_role = |arn: &str| Arn::parse(arn).is_some_and(|arn| arn.resource.starts_with("role/"));
    let is_provider = |arn: &str| Arn::parse(arn).is_some_and(|arn| arn.resource.starts_with("saml-provider/"));
    match (one, other) {
        (role, provider) if is_role(role) && is_provider(provider) => Some((role.to_owned(), provider.to_owned())),
        (provider, role) if is_role(role) && is_provider(provider) => Some((role.to_owned(), provider.to_owned())),
        _ => None,
    }
}

/// Whether it may be the name of a session or a source identity.
fn is_session_name(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}

/// The only value of an attribute of AWS's; the outer error: there are several.
fn only<'a>(assertion: &'a Assertion, name: &str) -> Result<Option<&'a str>, ()> {
    let name = format!("{ATTRIBUTES}{name}");
    let values: Vec<&str> = assertion
        .attributes
        .iter()
        .filter(|(each, _)| *each == name)
        .flat_map(|(_, values)| values)
        .map(|it| &**it)
        .collect();
    match values.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(()),
    }
}

fn session_name(assertion: &Assertion) -> Result<String, ApiError> {
    match only(assertion, "RoleSessionName") {
        Ok(None) => Err(invalid("RoleSessionName is required in AuthnResponse")),
        Ok(Some(name)) if is_session_name(name) => Ok(name.to_owned()),
        _ => Err(invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}")),
    }
}

fn source_identity(assertion: &Assertion) -> Result<Option<String>, ApiError> {
    let is_reserved = |text: &str| text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    match only(assertion, "SourceIdentity") {
        Ok(None) => Ok(None),
        Ok(Some(text)) if is_session_name(text) && !is_reserved(text) => Ok(Some(text.to_owned())),
        _ => Err(invalid("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"")),
    }
}

/// Tags with one value each, and the keys of those that are transitive.
#[expect(clippy::type_complexity, reason = "tags and keys, as sessions have them")]
fn tags(assertion: &Assertion) -> Result<(Vec<(String, String)>, Vec<String>), ApiError> {
    let mut given = Vec::new();
    for (name, values) in &assertion.attributes {
        let Some(key) = name.strip_prefix(ATTRIBUTES).and_then(|name| name.strip_prefix("PrincipalTag:")) else {
            continue;
        };
        let [value] = values.as_slice() else { return Err(bad_tag("a tag has one value")) };
        if !(1..=MAX_KEY).contains(&key.chars().count()) || value.chars().count() > MAX_VALUE {
            return Err(bad_tag("a key has 1 to 128 characters, and a value at most 256"));
        }
        if !key.chars().chain(value.chars()).all(may_be_in_tag) {
            return Err(bad_tag("keys and values have letters, digits, spaces and _.:/=+-@ alone"));
        }
        given.push(Tag { key: key.to_owned(), value: value.clone() });
    }
    let transitive: Vec<String> =
        assertion.values(&format!("{ATTRIBUTES}TransitiveTagKeys")).map(str::to_owned).collect();
    let refused = |error: ApiError| bad_tag(&error.message);
    let tags = passed::tags(Some(&given)).map_err(refused)?;
    let transitive_keys = passed::transitive_keys(Some(&transitive), &tags).map_err(refused)?;
    passed::not_too_many(&tags, &[]).map_err(refused)?;
    Ok((tags, transitive_keys))
}

/// Characters of a tag's key and value (R3, section 3.2).
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 256;

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`, the pattern of STS's model.
fn may_be_in_tag(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}

fn bad_tag(why: &str) -> ApiError {
    invalid(format!("The session tags of the SAML response are not valid: {why}"))
}

/// The name and its type (R3.27).
fn subject(name: Option<&NameId>) -> (Option<String>, String) {
    let format = name.and_then(|name| name.format.as_deref()).unwrap_or(UNSPECIFIED);
    (name.map(|name| name.value.clone()), format.strip_prefix(FORMATS).unwrap_or(format).to_owned())
}

/// R3.27.
fn name_qualifier(issuer: &str, account: AccountId, provider: &str) -> String {
    STANDARD.encode(Sha1::digest(format!("{issuer}{account}/{provider}")))
}

fn condition_keys(identity: &SamlIdentity, assertion: &Assertion) -> Vec<(String, Vec<String>)> {
    let one = |key: &str, value: &str| (key.to_owned(), vec![value.to_owned()]);
    let mut keys = vec![
        one("saml:aud", &identity.recipient),
        one("saml:iss", &identity.issuer),
        one("saml:doc", &format!("{}/{}", identity.account, identity.provider_name)),
        one("saml:namequalifier", &identity.name_qualifier),
        one("saml:sub_type", &identity.subject_type),
    ];
    if let Some(subject) = &identity.subject {
        keys.push(one("saml:sub", subject));
    }
    for (name, values) in &assertion.attributes {
        let Some((_, key)) = MAPPED.iter().find(|(mapped, _)| mapped == name) else { continue };
        match keys.iter_mut().find(|(there, _)| there == key) {
            Some((_, there)) => there.extend(values.iter().cloned()),
            None if values.is_empty() => {}
            None => keys.push(((*key).to_owned(), values.clone())),
        }
    }
    keys
}
