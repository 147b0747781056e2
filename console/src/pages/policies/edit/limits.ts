/** IAM's quota of a managed policy, without white space. */
export const MANAGED_POLICY_LIMIT = 6144;

/** IAM's limit of versions of a managed policy. */
export const VERSION_LIMIT = 5;

export const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
