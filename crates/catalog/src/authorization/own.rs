//! This server's own service, kept by hand in the form of the committed lines: no package lists it.

/// The prefix of its actions.
pub(super) const PREFIX: &str = "rolecall";
/// The lines of the service.
pub(super) const LINES: &str = "\
S\trolecall\tRolecall\t-
R\taccount\tarn:${Partition}:rolecall::${Account}:account\t
R\tdelegation-request\tarn:${Partition}:rolecall::${Account}:delegation-request/${DelegationRequestId}\t
R\trequest\tarn:${Partition}:rolecall::${Account}:request/${RequestId}\t
R\tsession\tarn:${Partition}:rolecall::${Account}:session/${AccessKeyId}\t
A\tCheckPolicy\tR\t\t\t
A\tDescribeActions\tR\t\t\t
A\tEvaluateAccess\tR\t0!\t\t
A\tExplainRequest\tR\t2!\t\t
A\tGetAccountProtection\tR\t0!\t\t
A\tGetDelegationNotification\tR\t1!\t\t
A\tGetEffectivePermissions\tR\t0!\t\t
A\tGetTrustGraph\tR\t0!\t\t
A\tListAssumableRoles\tL\t0!\t\t
A\tListRequests\tL\t0!\t\t
A\tListSessions\tL\t0!\t\t
A\tPutAccountProtection\tW\t0!\t\t
A\tRevokeSession\tW\t3!\t\t
A\tWhoCanAssume\tR\t0!\t\t
";

#[cfg(test)]
mod tests {
    use crate::authorization;

    /// The lines are read as those of the package, and stand at their place among them.
    #[test]
    fn the_own_service_is_one_of_all() {
        let service = authorization().service("Rolecall").unwrap();
        assert_eq!(service.actions().count(), 14);
        let revoke = authorization().action("rolecall", "revokesession").unwrap();
        assert_eq!(revoke.name(), "RevokeSession");
        let needed: Vec<_> = revoke.resources().map(|it| (it.resource_type.name(), it.required)).collect();
        assert_eq!(needed, [("session", true)]);
        assert!(authorization().action("rolecall", "CheckPolicy").unwrap().resources().next().is_none());
        let prefixes: Vec<_> = authorization().prefixes().collect();
        assert!(prefixes.is_sorted());
        assert!(authorization().service("route53").is_some() && authorization().service("s3").is_some());
    }
}
