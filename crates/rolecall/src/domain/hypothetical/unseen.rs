//! What stands for policies that are not to be seen: they are taken to allow everything, so that the answer is that of the
//! side that is seen.

use crate::domain::policies::CallerPolicies;
use rolecall_policy::evaluate::Attached;
use rolecall_policy::kind::{Identity, Resource, Trust};
use rolecall_policy::{Compiled, Policy, PolicyKind, PolicySet, PolicySource};
use std::sync::{Arc, LazyLock};

static IDENTITY: LazyLock<Arc<PolicySet<Identity>>> = LazyLock::new(|| {
    let all = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    Arc::new(PolicySet::new(vec![attached(all)]))
});
static RESOURCE: LazyLock<Attached<Resource>> = LazyLock::new(|| {
    attached(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#)
});
static TRUST: LazyLock<Attached<Trust>> = LazyLock::new(|| {
    attached(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*"}]}"#)
});

/// The policies of a principal.
pub(super) fn identity() -> CallerPolicies {
    CallerPolicies { identity: Arc::clone(&IDENTITY), ..CallerPolicies::default() }
}

/// The policy of a resource.
#[must_use]
pub fn resource() -> Attached<Resource> {
    RESOURCE.clone()
}

/// The trust policy of a role.
#[must_use]
pub fn trust() -> Attached<Trust> {
    TRUST.clone()
}

fn attached<K: PolicyKind>(text: &str) -> Attached<K> {
    let policy = Policy::<K>::parse(text).unwrap_or_else(|_| Policy::empty());
    let source = PolicySource { arn: None, name: "not shown".into(), owner: None };
    Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts are policies: an empty one would allow nothing.
    #[test]
    fn they_are_policies() {
        assert_eq!(identity().identity.attached().len(), 1);
        assert!(identity().identity.attached().iter().all(|it| it.policy.len() == 1));
        assert_eq!((resource().policy.len(), trust().policy.len()), (1, 1));
    }
}
