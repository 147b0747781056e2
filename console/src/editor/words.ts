/** Operators of conditions, without qualifiers and `IfExists`. */
export const OPERATORS: readonly string[] = [
  "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
  "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
  "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
  "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
];

/** Keys that requests of every service may have. A key that ends in a slash is followed by the key of a tag. */
export const GLOBAL_KEYS: readonly string[] = [
  "aws:CurrentTime", "aws:EpochTime", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
  "aws:PrincipalIsAWSService", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalTag/", "aws:PrincipalType",
  "aws:RequestTag/", "aws:RequestedRegion", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag/", "aws:SecureTransport",
  "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:TagKeys", "aws:TokenIssueTime",
  "aws:UserAgent", "aws:userid", "aws:username",
];

/** The keys of services and the global ones, each once, without the placeholder of a tag's key. */
export function conditionKeys(own: readonly string[]): string[] {
  return [...new Set([...own, ...GLOBAL_KEYS].map((key) => key.replace(/\$\{[^}]*\}$/, "")))];
}
