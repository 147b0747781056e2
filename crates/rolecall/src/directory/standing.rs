//! Where an account stands in its organization, with the control policies over it, kept until the organization changes.
//!
//! Every decision needs this of two accounts, the caller's and the resource's, and organizations change rarely. So it is
//! made once for each account and change ([`crate::domain::guardrails`]), and stays with the account's membership.

use crate::store::Revision;
use arc_swap::ArcSwapOption;
use rolecall_policy::AccountId;
use rolecall_policy::document::kind::{Rcp, Scp};
use rolecall_policy::evaluate::{Guardrails, Level};
use std::sync::Arc;

/// Where an account stands in its organization.
#[derive(Debug)]
pub struct Standing {
    /// The organization, `o-…`; `None` if it is not known.
    pub organization: Option<Box<str>>,
    /// The management account, which the policies spare; [`AccountId::NOBODY`] if it is not known.
    pub management: AccountId,
    /// The way from the organization to the account, `o-…/r-…/ou-…/` (R3, section 3.13); `None` if a node on it is missing,
    /// which would be damage.
    pub path: Option<Box<str>>,
    /// The service control policies over the account; `None` while the type is disabled.
    pub scp: Option<Vec<Level<Scp>>>,
    /// The resource control policies over the account; `None` while the type is disabled.
    pub rcp: Option<Vec<Level<Rcp>>>,
}

impl Standing {
    /// The service control policies, as the engine takes them.
    #[must_use]
    pub fn scp(&self) -> Option<Guardrails<'_, Scp>> {
        self.scp.as_deref().map(|levels| Guardrails { management: self.management, levels })
    }

    /// The resource control policies, as the engine takes them.
    #[must_use]
    pub fn rcp(&self) -> Option<Guardrails<'_, Rcp>> {
        self.rcp.as_deref().map(|levels| Guardrails { management: self.management, levels })
    }
}

/// The standing of one account, as it was at some revision of the organizations.
#[derive(Debug, Default)]
pub struct KeptStanding(ArcSwapOption<(Revision, Arc<Standing>)>);

impl KeptStanding {
    /// The standing at `revision`, which is made if it is not kept.
    pub fn at(&self, revision: Revision, make: impl FnOnce() -> Standing) -> Arc<Standing> {
        if let Some(kept) = &*self.0.load()
            && kept.0 == revision
        {
            return Arc::clone(&kept.1);
        }
        let standing = Arc::new(make());
        self.0.store(Some(Arc::new((revision, Arc::clone(&standing)))));
        standing
    }
}
