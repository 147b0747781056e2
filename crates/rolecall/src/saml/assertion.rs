//! A response of an identity provider and the assertion in it (R3.25).
//!
//! The document must have exactly one response, its root, and in that exactly one assertion. Whatever else a document could
//! hold, a second assertion beside a signed one above all, is refused before a signature is looked at: then there is
//! nothing to mistake for what was signed.

use super::encryption::{self, Decryption};
use super::xml::{Document, Node};
use super::{ASSERTION, IdentityProvider, Metadata, PROTOCOL, SIGNATURE, signature};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

/// How long after it was issued an assertion can be redeemed (R3.25).
const REDEEMABLE: SignedDuration = SignedDuration::from_mins(5);
/// How far the clock of an identity provider may be ahead [choice].
const SKEW: SignedDuration = SignedDuration::from_secs(60);

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// Why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not base64.
    #[error("it is not base64")]
    Base64,
    /// It is not a response of SAML 2.0 with one assertion.
    #[error("{0}")]
    Malformed(&'static str),
    /// The identity provider says that the user is not authenticated.
    #[error("the identity provider answered with the status {0}")]
    Rejected(String),
    /// Its issuer is not in the provider's metadata.
    #[error("its issuer {0} is not in the provider's metadata")]
    Issuer(String),
    /// No signature that holds covers the assertion.
    #[error("{0}")]
    Signature(&'static str),
    /// It is for somebody else.
    #[error("{0}")]
    Audience(&'static str),
    /// It is too late.
    #[error("{0}")]
    Expired(String),
    /// It is too early.
    #[error("{0}")]
    Early(String),
}

/// A response that was parsed. Nothing in it is believed.
#[derive(Debug)]
pub struct Response {
    document: Document,
}

/// What a verified assertion says, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its id.
    pub id: String,
    /// The identity provider's entity id.
    pub issuer: String,
    /// When it was issued.
    pub issued: Timestamp,
    /// Who it is about; `None` if it does not say.
    pub subject: Option<NameId>,
    /// Where it is to be brought: the `Recipient` of its confirmation.
    pub recipient: String,
    /// When the session at the identity provider ends, if it does.
    pub session_not_on_or_after: Option<Timestamp>,
    /// Names and values, in order. Values that are not text are left out.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// Who an assertion is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameId {
    /// The name.
    pub value: String,
    /// The URI of its format, if it says one.
    pub format: Option<String>,
}

/// Who an assertion must be for.
pub trait Here {
    /// Whether this is the address where assertions are brought (`Recipient`, `Destination`).
    fn is_recipient(&self, url: &str) -> bool;
    /// Whether this is the name of who takes assertions (`Audience`).
    fn is_audience(&self, name: &str) -> bool;
}

impl Response {
    /// Parses the base64 of a response.
    ///
    /// # Errors
    /// It is none with exactly one assertion.
    pub fn parse(encoded: &str) -> Result<Self, Refused> {
        let bytes = super::base64(encoded).ok_or(Refused::Base64)?;
        let document = Document::parse(&bytes).map_err(|_| Refused::Malformed("it is not XML that is taken"))?;
        let response = Self { document };
        response.check_form()?;
        Ok(response)
    }

    fn root(&self) -> Result<Node<'_>, Refused> {
        self.document.root().ok_or(Refused::Malformed("it is empty"))
    }

    /// One response with one assertion, which may be encrypted.
    fn check_form(&self) -> Result<(), Refused> {
        let root = self.root()?;
        if !root.is(PROTOCOL, "Response") {
            return Err(Refused::Malformed("it is not a response of SAML 2.0"));
        }
        let mut assertions = root.children().filter(|child| is_assertion(*child));
        let (Some(assertion), None) = (assertions.next(), assertions.next()) else {
            return Err(Refused::Malformed("it has not exactly one assertion"));
        };
        check_elements(&self.document, &[root, assertion])?;
        check_version(root)
    }

    /// The assertion, if a signature by the identity provider covers it, it is for here, and now.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn verified(
        &self,
        metadata: &Metadata,
        decryption: &Decryption,
        here: &dyn Here,
        now: Timestamp,
    ) -> Result<Assertion, Refused> {
        let root = self.root()?;
        if let Some(encrypted) = root.only_child(ASSERTION, "EncryptedAssertion") {
            let document = decrypted(encrypted, decryption)?;
            let assertion = document.root().ok_or(UNREADABLE)?;
            // Whatever is wrong with it before a signature holds is the same.
            signed(root, assertion, metadata).map_err(|_| UNREADABLE)?;
            return read(root, assertion, here, now);
        }
        if decryption.required {
            return Err(Refused::Signature("the assertion is not encrypted, and the provider says that it must be"));
        }
        let assertion = root.only_child(ASSERTION, "Assertion").ok_or(Refused::Malformed("it has no assertion"))?;
        signed(root, assertion, metadata)?;
        read(root, assertion, here, now)
    }
}

/// What is said of an encrypted assertion that does not open, or that is none, or is signed by nobody.
const UNREADABLE: Refused =
    Refused::Signature("the encrypted assertion does not open with a key of the provider to a signed assertion");

fn is_assertion(node: Node<'_>) -> bool {
    node.is(ASSERTION, "Assertion") || node.is(ASSERTION, "EncryptedAssertion")
}

/// No response or assertion but these, no id twice, and signatures only directly in these.
fn check_elements(document: &Document, known: &[Node<'_>]) -> Result<(), Refused> {
    let mut ids = HashSet::new();
    for node in document.all() {
        if (is_assertion(node) || node.is(PROTOCOL, "Response")) && !known.contains(&node) {
            return Err(Refused::Malformed("it has more than one response or assertion"));
        }
        let in_place = node.parent().is_some_and(|parent| known.contains(&parent));
        if node.is(SIGNATURE, "Signature") && !in_place {
            return Err(Refused::Malformed("it has a signature that is not directly in the response or the assertion"));
        }
        let mut names = ["ID", "Id", "id"].into_iter().filter_map(|name| node.attribute(name));
        if !names.all(|id| ids.insert(id)) {
            return Err(Refused::Malformed("two of its elements have the same ID"));
        }
    }
    Ok(())
}

fn check_version(node: Node<'_>) -> Result<(), Refused> {
    if node.attribute("Version") == Some("2.0") { Ok(()) } else { Err(Refused::Malformed("it is not of version 2.0")) }
}

/// The document in an encrypted assertion: one assertion and no other.
fn decrypted(encrypted: Node<'_>, decryption: &Decryption) -> Result<Document, Refused> {
    let text = encryption::decrypt(encrypted, &decryption.keys).ok_or(UNREADABLE)?;
    let document = Document::parse(&text).map_err(|_| UNREADABLE)?;
    let root = document.root().filter(|root| root.is(ASSERTION, "Assertion")).ok_or(UNREADABLE)?;
    check_elements(&document, &[root]).map_err(|_| UNREADABLE)?;
    Ok(document)
}

/// Checks that the assertion is by a provider of the metadata, and that a signature by its key covers it.
fn signed(root: Node<'_>, assertion: Node<'_>, metadata: &Metadata) -> Result<(), Refused> {
    check_version(assertion)?;
    let said = issuer(assertion)?.ok_or(Refused::Malformed("its assertion has no issuer"))?;
    let provider = metadata.provider(said).ok_or_else(|| Refused::Issuer(said.to_owned()))?;
    if issuer(root)?.is_some_and(|other| other != said) {
        return Err(Refused::Malformed("the issuers of its response and its assertion differ"));
    }
    check_signatures(root, assertion, provider)
}

/// What a signed assertion says, if it is for here, and now.
fn read(root: Node<'_>, assertion: Node<'_>, here: &dyn Here, now: Timestamp) -> Result<Assertion, Refused> {
    let issuer = issuer(assertion)?.unwrap_or_default();
    check_status(root)?;
    if root.attribute("Destination").is_some_and(|url| !url.is_empty() && !here.is_recipient(url)) {
        return Err(Refused::Audience("its Destination is another address"));
    }
    let issued = instant(assertion, "IssueInstant")?.ok_or(Refused::Malformed("its assertion has no IssueInstant"))?;
    if issued.duration_since(now) > SKEW {
        return Err(Refused::Early(format!("it was issued at {issued}, which is later than now, {now:.0}")));
    }
    if now.duration_since(issued) > REDEEMABLE {
        return Err(Refused::Expired(format!(
            "it was issued at {issued}, more than five minutes before now, {now:.0}"
        )));
    }
    check_conditions(assertion, here, now)?;
    let subject = assertion.only_child(ASSERTION, "Subject").ok_or(Refused::Malformed("it has no subject"))?;
    let recipient = confirmed(subject, here, now)?;
    let mut session_not_on_or_after: Option<Timestamp> = None;
    for statement in assertion.children_named(ASSERTION, "AuthnStatement") {
        if let Some(end) = instant(statement, "SessionNotOnOrAfter")? {
            session_not_on_or_after = Some(session_not_on_or_after.map_or(end, |before| before.min(end)));
        }
    }
    if session_not_on_or_after.is_some_and(|end| end <= now) {
        return Err(Refused::Expired("the session at the identity provider has ended".to_owned()));
    }
    Ok(Assertion {
        id: assertion.attribute("ID").unwrap_or_default().to_owned(),
        issuer: issuer.to_owned(),
        issued,
        subject: name_id(subject),
        recipient: recipient.to_owned(),
        session_not_on_or_after,
        attributes: attributes(assertion),
    })
}

impl Assertion {
    /// All values of the attributes of this name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |(each, _)| each == name)
            .flat_map(|(_, values)| values.iter().map(|it| &**it))
    }
}

/// The text of the issuer of a response or an assertion.
fn issuer(of: Node<'_>) -> Result<Option<&str>, Refused> {
    let mut found = of.children_named(ASSERTION, "Issuer");
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(issuer), None) => issuer.text().map(Some).ok_or(Refused::Malformed("an issuer is not text")),
        _ => Err(Refused::Malformed("it has more than one issuer")),
    }
}

/// Every signature that is there must hold, and one must be there: that of the response, which covers the assertion, or that
/// of the assertion.
fn check_signatures(root: Node<'_>, assertion: Node<'_>, provider: &IdentityProvider) -> Result<(), Refused> {
    let mut covered = false;
    for signed in [root, assertion] {
        if let Some(found) = signature::of(signed).map_err(Refused::Signature)? {
            signature::verify(signed, found, &provider.keys).map_err(Refused::Signature)?;
            covered = true;
        }
    }
    if covered { Ok(()) } else { Err(Refused::Signature("neither the response nor the assertion is signed")) }
}

fn check_status(root: Node<'_>) -> Result<(), Refused> {
    let code = root.only_child(PROTOCOL, "Status").and_then(|status| status.only_child(PROTOCOL, "StatusCode"));
    match code.and_then(|code| code.attribute("Value")) {
        Some(SUCCESS) => Ok(()),
        Some(other) => Err(Refused::Rejected(other.to_owned())),
        None => Err(Refused::Malformed("it has no status")),
    }
}

/// A time in an attribute.
fn instant(of: Node<'_>, name: &str) -> Result<Option<Timestamp>, Refused> {
    let read = |text| super::time(text).ok_or(Refused::Malformed("one of its times is not one in UTC"));
    of.attribute(name).map(read).transpose()
}

/// `NotBefore` and `NotOnOrAfter`.
fn check_times(of: Node<'_>, now: Timestamp) -> Result<(), Refused> {
    if let Some(from) = instant(of, "NotBefore")?
        && from.duration_since(now) > SKEW
    {
        return Err(Refused::Early(format!("it is not valid before {from}, and now is {now:.0}")));
    }
    match instant(of, "NotOnOrAfter")? {
        Some(end) if end <= now => Err(Refused::Expired(format!("it was valid until {end}, and now is {now:.0}"))),
        _ => Ok(()),
    }
}

/// The conditions: its times, who it is for, and none that is not understood.
fn check_conditions(assertion: Node<'_>, here: &dyn Here, now: Timestamp) -> Result<(), Refused> {
    let conditions = assertion.only_child(ASSERTION, "Conditions");
    let conditions = conditions.ok_or(Refused::Audience("it has no conditions, which name its audience"))?;
    check_times(conditions, now)?;
    let mut restricted = false;
    for condition in conditions.children() {
        match condition.name() {
            "AudienceRestriction" if condition.namespace() == ASSERTION => {
                restricted = true;
                let mut audiences = condition.children_named(ASSERTION, "Audience").filter_map(Node::text);
                if !audiences.any(|audience| here.is_audience(audience)) {
                    return Err(Refused::Audience("it is for another audience"));
                }
            }
            // What is issued here is a session, not another assertion; that it can be redeemed for minutes only is R3.25.
            "OneTimeUse" | "ProxyRestriction" if condition.namespace() == ASSERTION => {}
            _ => return Err(Refused::Malformed("it has a condition that is not known")),
        }
    }
    if restricted { Ok(()) } else { Err(Refused::Audience("it names no audience")) }
}

/// The recipient of the confirmation that holds here and now: whoever bears the assertion is its subject.
fn confirmed<'d>(subject: Node<'d>, here: &dyn Here, now: Timestamp) -> Result<&'d str, Refused> {
    let mut why = Refused::Audience("it has no confirmation for its bearer");
    for confirmation in subject.children_named(ASSERTION, "SubjectConfirmation") {
        if confirmation.attribute("Method") != Some(BEARER) {
            continue;
        }
        let Some(data) = confirmation.only_child(ASSERTION, "SubjectConfirmationData") else { continue };
        let Some(recipient) = data.attribute("Recipient").filter(|url| here.is_recipient(url)) else {
            why = Refused::Audience("its Recipient is another address");
            continue;
        };
        // A bearer's confirmation must say until when it holds.
        if data.attribute("NotOnOrAfter").is_none() {
            why = Refused::Malformed("its confirmation has no NotOnOrAfter");
            continue;
        }
        match check_times(data, now) {
            Ok(()) => return Ok(recipient),
            Err(refused) => why = refused,
        }
    }
    Err(why)
}

fn name_id(subject: Node<'_>) -> Option<NameId> {
    let node = subject.only_child(ASSERTION, "NameID")?;
    let value = node.text().filter(|value| !value.is_empty())?.to_owned();
    Some(NameId { value, format: node.attribute("Format").map(str::to_owned) })
}

fn attributes(assertion: Node<'_>) -> Vec<(String, Vec<String>)> {
    let statements = assertion.children_named(ASSERTION, "AttributeStatement");
    let all = statements.flat_map(|statement| statement.children_named(ASSERTION, "Attribute"));
    all.filter_map(|attribute| {
        let values = attribute.children_named(ASSERTION, "AttributeValue");
        let values = values.filter_map(Node::text).map(str::to_owned).collect();
        Some((attribute.attribute("Name")?.to_owned(), values))
    })
    .collect()
}
