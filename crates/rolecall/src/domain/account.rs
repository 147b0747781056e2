//! Accounts: how one comes to be.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::Snapshot;
use crate::directory::entities::{Account, Customizations, EmailClaim, Global};
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

/// A new account whose root user has no access key.
///
/// # Errors
/// No random bytes.
pub fn new(node: &Node, id: AccountId, name: &str) -> Result<Account, ApiError> {
    let mut canonical = [0u8; 32];
    node.entropy.fill(&mut canonical)?;
    Ok(Account {
        id,
        name: name.to_owned(),
        created: node.clock.now(),
        canonical_id: HEXLOWER.encode(&canonical),
        alias: None,
        declared_root_key: None,
        email: None,
        closed: None,
        outbound: None,
        customizations: Customizations::default(),
        protected: false,
    })
}

/// Gives the root user of an account an address, in place of the one that it has.
///
/// # Errors
/// The address is another account's.
pub fn set_email(snapshot: &Snapshot, edit: &mut Edit, id: AccountId, email: &str) -> Result<(), ApiError> {
    let Some(account) = snapshot.account(id) else { return Ok(()) };
    let claim = EmailClaim { email: email.to_owned(), account: id };
    match snapshot.find::<EmailClaim>(Global, email) {
        Some(there) if there.account == id => edit.update(there, &claim)?,
        Some(_) => return Err(ApiError::new("ConflictException", 409, "The address is another account's")),
        None => {
            edit.create(&claim)?;
            if let Some(before) = &account.email {
                edit.delete_any::<EmailClaim>(Global, before);
            }
        }
    }
    edit.modify(account, |account| account.email = Some(email.to_owned())).map(drop)
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
    let declared_root_key = (origin == KeyOrigin::WorldFile).then(|| root_key.id.clone());
    edit.create(&Account { declared_root_key, ..new(node, id, name)? })?;
    edit.create(&node.seal_access_key(id, &root_key.id, None, &root_key.secret)?)
}
