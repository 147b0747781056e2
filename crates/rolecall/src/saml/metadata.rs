//! The metadata of an identity provider: who it is, and the keys that it signs with (R4.61).

use super::certificate::PublicKey;
use super::xml::{Document, Node};
use super::{METADATA, PROTOCOL, SIGNATURE};
use jiff::Timestamp;

/// Identity providers in one metadata document (section 4.3).
pub const MAX_ENTITIES: usize = 10;
/// Signing keys in one metadata document (section 4.3).
pub const MAX_KEYS: usize = 10;

/// What is read of a metadata document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The providers, one in most documents.
    pub providers: Vec<IdentityProvider>,
    /// The document's earliest `validUntil`.
    pub valid_until: Option<Timestamp>,
}

/// An identity provider of a metadata document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// `entityID`: the issuer of its assertions.
    pub entity_id: String,
    /// The keys that it signs with.
    pub keys: Vec<PublicKey>,
}

/// Why a metadata document is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// It is not the metadata of an identity provider.
    #[error("not the metadata of an identity provider")]
    Malformed,
    /// More than [`MAX_ENTITIES`].
    #[error("too many identity providers")]
    TooManyEntities,
    /// More than [`MAX_KEYS`].
    #[error("too many keys")]
    TooManyKeys,
}

impl Metadata {
    /// Reads a metadata document: one `EntityDescriptor`, or several in an `EntitiesDescriptor`.
    ///
    /// # Errors
    /// Anything but the metadata of identity providers that speak SAML 2.0, each with at least one key that can be used.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        let document = Document::parse(text.as_bytes()).map_err(|_| MetadataError::Malformed)?;
        let root = document.root().ok_or(MetadataError::Malformed)?;
        let mut valid_until = None;
        let entities: Vec<Node<'_>> = if root.is(METADATA, "EntityDescriptor") {
            vec![root]
        } else if root.is(METADATA, "EntitiesDescriptor") {
            narrow(&mut valid_until, root)?;
            // A federation's document has service providers too.
            root.children_named(METADATA, "EntityDescriptor")
                .filter(|entity| descriptors(*entity).next().is_some())
                .collect()
        } else {
            return Err(MetadataError::Malformed);
        };
        if entities.is_empty() {
            return Err(MetadataError::Malformed);
        }
        if entities.len() > MAX_ENTITIES {
            return Err(MetadataError::TooManyEntities);
        }
        let mut providers: Vec<IdentityProvider> = Vec::new();
        for entity in entities {
            let provider = provider(entity, &mut valid_until)?;
            if providers.iter().any(|other| other.entity_id == provider.entity_id) {
                return Err(MetadataError::Malformed);
            }
            providers.push(provider);
        }
        if providers.iter().map(|provider| provider.keys.len()).sum::<usize>() > MAX_KEYS {
            return Err(MetadataError::TooManyKeys);
        }
        Ok(Self { providers, valid_until })
    }

    /// The provider with this entity id.
    #[must_use]
    pub fn provider(&self, entity_id: &str) -> Option<&IdentityProvider> {
        self.providers.iter().find(|provider| provider.entity_id == entity_id)
    }
}

/// What says that an entity is an identity provider of SAML 2.0.
fn descriptors(entity: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    entity.children_named(METADATA, "IDPSSODescriptor").filter(|descriptor| {
        let protocols = descriptor.attribute("protocolSupportEnumeration").unwrap_or_default();
        protocols.split_ascii_whitespace().any(|protocol| protocol == PROTOCOL)
    })
}

fn provider(entity: Node<'_>, valid_until: &mut Option<Timestamp>) -> Result<IdentityProvider, MetadataError> {
    let entity_id = entity.attribute("entityID").filter(|id| !id.is_empty()).ok_or(MetadataError::Malformed)?;
    narrow(valid_until, entity)?;
    let mut keys: Vec<PublicKey> = Vec::new();
    for descriptor in descriptors(entity) {
        narrow(valid_until, descriptor)?;
        for key in descriptor.children_named(METADATA, "KeyDescriptor") {
            // Without `use` it is for both.
            if key.attribute("use").is_some_and(|purpose| purpose != "signing") {
                continue;
            }
            // The first certificate has the key; those after it are of whoever issued it, and sign no assertions.
            let data =
                key.only_child(SIGNATURE, "KeyInfo").and_then(|info| info.children_named(SIGNATURE, "X509Data").next());
            let certificate = data.and_then(|data| data.children_named(SIGNATURE, "X509Certificate").next());
            let der = certificate.and_then(Node::text).and_then(super::base64).ok_or(MetadataError::Malformed)?;
            let key = PublicKey::of_certificate(&der).ok_or(MetadataError::Malformed)?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    if keys.is_empty() {
        return Err(MetadataError::Malformed);
    }
    Ok(IdentityProvider { entity_id: entity_id.to_owned(), keys })
}

fn narrow(valid_until: &mut Option<Timestamp>, node: Node<'_>) -> Result<(), MetadataError> {
    if let Some(text) = node.attribute("validUntil") {
        let until = super::time(text).ok_or(MetadataError::Malformed)?;
        *valid_until = Some(valid_until.map_or(until, |before| before.min(until)));
    }
    Ok(())
}
