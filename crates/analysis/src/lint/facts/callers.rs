//! Conditions that say who calls, or where from: what `Principal: *` with such a condition means is not everybody.
//!
//! A condition of an `Allow` limits it to some callers. A `Deny` does the same the other way round: where its condition
//! says "not these", these are left ([`allowed_by_denial`]).

use super::address::Block;
use super::limits::says_something;
use super::variables::variables;
use rolecall_policy::document::{ConditionElement, Operator, OperatorCore, SetPrefix};
use std::net::IpAddr;

/// What a value must be to name some callers and not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// The whole value is fixed: `vpc-*` is every network, `o-*` every organization.
    Whole,
    /// What stands before the first slash is fixed: the organization of a path.
    BeforeSlash,
    /// An ARN whose account is fixed, or a fixed resource whose ARN has no account, such as a bucket.
    Arn,
    /// The unique id before the colon is fixed: everybody may call a session as he likes.
    UniqueId,
    /// Anything but wildcards: the values are names that nobody can give himself.
    Something,
}

/// Keys whose fixed values say who is meant, or where from (R2.43 and later keys of the same kinds). Neither
/// `sts:ExternalId` nor `aws:username` is one: an external id is no secret, and every account can have a user `admin`.
const LIMITING_KEYS: [(&str, Naming); 24] = [
    ("aws:PrincipalArn", Naming::Arn),
    ("aws:PrincipalAccount", Naming::Whole),
    ("aws:PrincipalOrgID", Naming::Whole),
    ("aws:PrincipalOrgPaths", Naming::BeforeSlash),
    ("aws:PrincipalServiceName", Naming::Something),
    ("aws:PrincipalServiceNamesList", Naming::Something),
    ("aws:SourceArn", Naming::Arn),
    ("aws:SourceAccount", Naming::Whole),
    ("aws:SourceOrgID", Naming::Whole),
    ("aws:SourceOrgPaths", Naming::BeforeSlash),
    ("aws:SourceOwner", Naming::Whole),
    ("aws:SourceVpc", Naming::Whole),
    ("aws:SourceVpcArn", Naming::Arn),
    ("aws:SourceVpce", Naming::Whole),
    ("aws:VpceAccount", Naming::Whole),
    ("aws:VpceOrgID", Naming::Whole),
    ("aws:VpceOrgPaths", Naming::BeforeSlash),
    ("aws:Ec2InstanceSourceVpc", Naming::Whole),
    ("aws:userid", Naming::UniqueId),
    ("kms:CallerAccount", Naming::Whole),
    ("s3:DataAccessPointArn", Naming::Arn),
    ("s3:DataAccessPointAccount", Naming::Whole),
    ("s3:x-amz-server-side-encryption-aws-kms-key-id", Naming::Arn),
    ("lambda:FunctionUrlAuthType", Naming::Something),
];

/// The shortest prefixes of address blocks that still are a limit (R2.43).
const SHORTEST_V4_PREFIX: u32 = 8;
const SHORTEST_V6_PREFIX: u32 = 32;

/// Whether the condition holds for some callers only: a positive test against values that are not all there are.
/// `IfExists` and `ForAllValues` are true without the key.
pub(in crate::lint) fn limits(condition: &ConditionElement) -> bool {
    let operator = condition.operator.value;
    if operator.if_exists || operator.set == Some(SetPrefix::ForAllValues) || condition.values.is_empty() {
        return false;
    }
    let key = &*condition.key.value;
    let all_values = |holds: &dyn Fn(&str) -> bool| condition.values.iter().all(|value| holds(&value.value));
    match operator.core {
        OperatorCore::IpAddress => {
            let is_ip = ["aws:SourceIp", "aws:VpcSourceIp"].iter().any(|ip| ip.eq_ignore_ascii_case(key));
            is_ip && all_values(&|value| Block::parse(value).is_some_and(is_narrow))
        }
        OperatorCore::StringEquals | OperatorCore::StringEqualsIgnoreCase => names_callers(key, &|naming| {
            // Without wildcards every value is fixed; what a variable brings may not be.
            all_values(&|value| naming.is_met(&with_variables_open(value), false))
        }),
        OperatorCore::StringLike | OperatorCore::ArnEquals | OperatorCore::ArnLike => {
            names_callers(key, &|naming| all_values(&|value| naming.is_met(&with_variables_open(value), true)))
        }
        OperatorCore::Bool => {
            key.eq_ignore_ascii_case("aws:PrincipalIsAWSService")
                && all_values(&|value| value.eq_ignore_ascii_case("true"))
        }
        _ => false,
    }
}

fn names_callers(key: &str, are_met: &dyn Fn(Naming) -> bool) -> bool {
    let naming = LIMITING_KEYS.iter().find(|(limiting, _)| limiting.eq_ignore_ascii_case(key));
    naming.is_some_and(|(_, naming)| are_met(*naming))
}

/// What stands for a variable whose value the caller brings. It is in no name and no pattern.
const OPEN: char = '\u{fffd}';

/// The value with what the caller brings marked as open. Variables that tell of the resource are fixed.
fn with_variables_open(value: &str) -> String {
    let fixed = ["aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"];
    let mut open = String::with_capacity(value.len());
    let mut at = 0;
    for variable in variables(value).iter().filter(|variable| variable.closed && !variable.is_escape()) {
        open.push_str(value.get(at..variable.start).unwrap_or_default());
        let is_fixed = fixed.iter().any(|key| key.eq_ignore_ascii_case(variable.key().trim()));
        if is_fixed && variable.default().is_none() {
            open.push_str("resource");
        } else {
            open.push(OPEN);
        }
        at = variable.end;
    }
    open.push_str(value.get(at..).unwrap_or_default());
    open
}

impl Naming {
    /// Whether the value names some callers. In a pattern `*` and `?` are wildcards.
    fn is_met(self, value: &str, is_pattern: bool) -> bool {
        let is_fixed =
            |text: &str| !(text.is_empty() || text.contains(OPEN) || is_pattern && text.contains(['*', '?']));
        match self {
            Self::Whole => is_fixed(value),
            Self::BeforeSlash => is_fixed(value.split('/').next().unwrap_or_default()),
            Self::UniqueId => is_fixed(value.split(':').next().unwrap_or_default()),
            Self::Something => says_something(&value.replace(OPEN, "")),
            Self::Arn => {
                let fields: Vec<&str> = value.splitn(6, ':').collect();
                match *fields.as_slice() {
                    ["arn", _, service, _, "", resource] => {
                        is_fixed(service) && says_something(&resource.replace(OPEN, ""))
                    }
                    ["arn", _, _, _, account, _] => is_fixed(account),
                    // A wildcard may stand for several fields; then an account must stand between colons.
                    _ => value.split(':').any(|field| {
                        let digits = field.strip_suffix('*').unwrap_or(field);
                        digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit())
                    }),
                }
            }
        }
    }
}

fn is_narrow(block: Block) -> bool {
    match block.address {
        IpAddr::V4(_) => block.prefix >= SHORTEST_V4_PREFIX,
        IpAddr::V6(_) => block.prefix >= SHORTEST_V6_PREFIX,
    }
}

/// The condition of the requests that a condition of a `Deny` leaves allowed, if that is a test of its own:
/// `StringNotEquals` leaves those of which `StringEquals` holds, for a negated operator also holds without the key.
pub(in crate::lint) fn allowed_by_denial(condition: &ConditionElement) -> Option<ConditionElement> {
    use OperatorCore as Core;
    let Operator { set, core, if_exists } = condition.operator.value;
    let left = match core {
        Core::StringNotEquals => Core::StringEquals,
        Core::StringNotEqualsIgnoreCase => Core::StringEqualsIgnoreCase,
        Core::StringNotLike => Core::StringLike,
        Core::ArnNotEquals | Core::ArnNotLike => Core::ArnLike,
        Core::NotIpAddress => Core::IpAddress,
        // `Bool` alone does not hold without the key, so it leaves the requests that do not bring it too.
        Core::Bool if if_exists && set.is_none() => Core::Bool,
        _ => return None,
    };
    // `ForAnyValue` does not hold without the key, and an empty list of values makes no test.
    if set == Some(SetPrefix::ForAnyValue) || condition.values.is_empty() {
        return None;
    }
    let mut allowed = condition.clone();
    allowed.operator.value = Operator { set: None, core: left, if_exists: false };
    if left == Core::Bool {
        for value in &mut allowed.values {
            let is_false = value.value.eq_ignore_ascii_case("false");
            value.value = if is_false { "true" } else { "false" }.into();
        }
    }
    Some(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_name_some_or_all() {
        use Naming::{Arn, BeforeSlash, Something, UniqueId, Whole};
        for (naming, value, expected) in [
            (Whole, "o-a1b2c3d4e5", true),
            (Whole, "o-*", false),
            (Whole, "${aws:PrincipalTag/x}", false),
            (Whole, "${aws:ResourceOrgID}", true),
            (Whole, "${aws:ResourceOrgID, 'o-x'}", false),
            (BeforeSlash, "o-a1b2c3d4e5/*", true),
            (BeforeSlash, "*/r-ab12/ou-1", false),
            (Arn, "arn:aws:iam::111111111111:role/*", true),
            (Arn, "arn:aws:iam::*:role/admin", false),
            (Arn, "arn:aws:iam::1111*:role/admin", false),
            (Arn, "arn:aws:iam::${aws:PrincipalAccount}:role/admin", false),
            (Arn, "arn:aws:iam::${aws:ResourceAccount}:role/admin", true),
            (Arn, "arn:aws:sns:*:*:topic", false),
            (Arn, "arn:aws:s3:::bucket", true),
            (Arn, "arn:aws:s3:::*", false),
            (Arn, "arn:aws:iam::*", false),
            (Arn, "arn:aws:iam::111111111111*", true),
            (Arn, "*:111111111111:role/x", true),
            (Arn, "*", false),
            (UniqueId, "AROAEXAMPLEID:*", true),
            (UniqueId, "*:ana", false),
            (UniqueId, "111111111111", true),
            (Something, "cloudtrail.amazonaws.com", true),
            (Something, "*", false),
        ] {
            assert_eq!(naming.is_met(&with_variables_open(value), true), expected, "{naming:?} {value}");
        }
    }
}
