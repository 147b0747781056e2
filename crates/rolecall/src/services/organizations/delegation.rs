//! What the resource policy of an organization can let member accounts do (R7.24).

/// The actions that can be delegated: reads of the organization, and everything about policies (*AWS Organizations User
/// Guide*, delegated administrator for AWS Organizations).
const DELEGABLE: [&str; 34] = [
    "AttachPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "DescribeAccount",
    "DescribeCreateAccountStatus",
    "DescribeEffectivePolicy",
    "DescribeHandshake",
    "DescribeOrganization",
    "DescribeOrganizationalUnit",
    "DescribePolicy",
    "DescribeResourcePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "ListAWSServiceAccessForOrganization",
    "ListAccounts",
    "ListAccountsForParent",
    "ListAccountsWithInvalidEffectivePolicy",
    "ListChildren",
    "ListCreateAccountStatus",
    "ListDelegatedAdministrators",
    "ListDelegatedServicesForAccount",
    "ListEffectivePolicyValidationErrors",
    "ListHandshakesForOrganization",
    "ListOrganizationalUnitsForParent",
    "ListParents",
    "ListPolicies",
    "ListPoliciesForTarget",
    "ListRoots",
    "ListTagsForResource",
    "ListTargetsForPolicy",
    "TagResource",
    "UntagResource",
    "UpdatePolicy",
];

/// Whether an operation can be delegated.
pub(super) fn is_delegable(operation: &str) -> bool {
    DELEGABLE.contains(&operation)
}

/// Whether a resource policy may have this action: one that can be delegated, without wildcards.
pub(super) fn can_be_delegated(action: &str) -> bool {
    action.split_once(':').is_some_and(|(service, name)| {
        service.eq_ignore_ascii_case("organizations") && DELEGABLE.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}
