//! AWS managed policies, as every account has them: `arn:aws:iam::aws:policy/…`.
//!
//! Only default versions are kept. The ids are made from the ARNs, because the real ones are not published; they are as
//! stable and have the same form (`ANPA` and 17 characters).

use std::sync::OnceLock;

use jiff::Timestamp;

use crate::block::Block;

static BLOCK: Block = Block::new(include_bytes!("../data/managed-policies.bin"));

/// One AWS managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// `arn:aws:iam::aws:policy/job-function/Billing`
    pub arn: &'static str,
    /// `/job-function/`
    pub path: &'static str,
    /// `Billing`
    pub name: &'static str,
    /// `ANPA` and 17 characters, the same in every run.
    pub id: &'static str,
    /// Such as `v30`.
    pub default_version_id: &'static str,
    /// When the policy was made.
    pub create_date: Timestamp,
    /// When the default version was made.
    pub update_date: Timestamp,
    /// The default version's JSON, indented as AWS returns it.
    pub document: &'static str,
}

/// All AWS managed policies, ordered by ARN.
#[derive(Debug)]
pub struct ManagedPolicies {
    policies: Vec<ManagedPolicy>,
}

/// All AWS managed policies; the first call unpacks them (some milliseconds).
pub fn managed_policies() -> &'static ManagedPolicies {
    static ALL: OnceLock<ManagedPolicies> = OnceLock::new();
    ALL.get_or_init(|| ManagedPolicies { policies: read(BLOCK.text()).unwrap_or_default() })
}

impl ManagedPolicies {
    /// The policy with this ARN; ARNs are case-sensitive.
    #[must_use]
    pub fn get(&self, arn: &str) -> Option<&ManagedPolicy> {
        let at = self.policies.binary_search_by(|policy| policy.arn.cmp(arn)).ok()?;
        self.policies.get(at)
    }

    /// Every policy, ordered by ARN.
    pub fn iter(&self) -> std::slice::Iter<'_, ManagedPolicy> {
        self.policies.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }
}

impl<'a> IntoIterator for &'a ManagedPolicies {
    type Item = &'a ManagedPolicy;
    type IntoIter = std::slice::Iter<'a, ManagedPolicy>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Reads the index and cuts the documents apart; any surprise means the whole block is not ours.
fn read(text: &'static str) -> Option<Vec<ManagedPolicy>> {
    let (index, mut documents) = text.split_once("\n\n")?;
    let mut policies = Vec::new();
    for line in index.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next();
        let (arn, id, default_version_id) = (field()?, field()?, field()?);
        let (create_date, update_date) = (field()?.parse().ok()?, field()?.parse().ok()?);
        let (document, rest) = documents.split_at_checked(field()?.parse().ok()?)?;
        documents = rest;
        let full_name = arn.strip_prefix("arn:aws:iam::aws:policy")?;
        let (path, name) = full_name.split_at_checked(full_name.rfind('/')? + 1)?;
        policies.push(ManagedPolicy { arn, path, name, id, default_version_id, create_date, update_date, document });
    }
    documents.is_empty().then_some(policies)
}
