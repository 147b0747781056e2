//! Accounts: how one comes to be.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::entities::Account;
use crate::node::Node;
use crate::secrets::Secret;
use data_encoding::HEXLOWER;
use rolecall_policy::AccountId;

/// An access key as it is handed out.
#[derive(Debug)]
pub struct NewAccessKey {
    /// `AKIA…`.
    pub id: String,
    /// The secret.
    pub secret: Secret,
}

impl NewAccessKey {
    /// A key with a random id and secret.
    ///
    /// # Errors
    /// No random bytes.
    pub fn generate(node: &Node, account: AccountId) -> Result<Self, ApiError> {
        let entropy = &*node.entropy;
        Ok(Self {
            id: ids::new_id(IdKind::AccessKey, account, entropy)?,
            secret: Secret::new(ids::new_secret(entropy)?),
        })
    }
}

/// An account id that no account of the directory need have: AWS's are spread over twelve digits and do not begin with
/// zero.
///
/// # Errors
/// No random bytes.
pub fn new_id(node: &Node) -> Result<AccountId, ApiError> {
    let mut bytes = [0u8; 8];
    node.entropy.fill(&mut bytes)?;
    let number = 100_000_000_000 + u64::from_be_bytes(bytes) % 900_000_000_000;
    AccountId::from_u64(number).ok_or_else(|| ApiError::internal("a number of twelve digits is no account id"))
}

/// Where the first access key of a root user comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrigin {
    /// It was generated, and is managed through IAM alone.
    Generated,
    /// The world file gives it, and takes it away.
    WorldFile,
}

/// Creates an account whose root user has this access key.
///
/// # Errors
/// No random bytes.
pub fn create(
    node: &Node,
    edit: &mut Edit,
    id: AccountId,
    name: &str,
    root_key: &NewAccessKey,
    origin: KeyOrigin,
) -> Result<(), ApiError> {
    let mut canonical = [0u8; 32];
    node.entropy.fill(&mut canonical)?;
    edit.create(&Account {
        id,
        name: name.to_owned(),
        created: node.clock.now(),
        canonical_id: HEXLOWER.encode(&canonical),
        alias: None,
        outbound: None,
        declared_root_key: (origin == KeyOrigin::WorldFile).then(|| root_key.id.clone()),
    })?;
    edit.create(&node.seal_access_key(id, &root_key.id, None, &root_key.secret)?)
}
