//! Policies of resources that leave nobody who could change them.

use super::{Check, Found, Kind, Subject};
use crate::lint::facts::actions::{Means, Named};
use crate::lint::facts::address::Block;
use crate::lint::facts::arn::fields;
use crate::lint::subject::{Part, members};
use rolecall_policy::document::{ConditionElement, OperatorCore, PrincipalEntry};

pub(super) const CHECKS: &[Check] = &[
    Check::warning(
        "BUCKET_POLICY_LOCKS_OUT",
        "a bucket policy lets only the account's root user change it again",
        bucket,
    ),
    Check::error("KEY_POLICY_LOCKS_OUT", "a key policy allows nobody to change it again", key),
];

/// Root may always read, write and delete the bucket's policy (R2.30), so all is not lost.
fn bucket(policy: &Subject<'_>, found: &mut Found) {
    if policy.kind != Kind::Resource {
        return;
    }
    for part in policy.parts.iter().filter(|part| part.denies()) {
        let is_about_policies =
            ["PutBucketPolicy", "DeleteBucketPolicy"].iter().all(|action| is_about(part, "s3", action));
        if is_about_policies
            && names_bucket(part)
            && exempts_nobody(part)
            && part.statement.conditions.iter().all(holds_for_every_administrator)
            && let Some(element) = &part.statement.principal
        {
            found.add(
                element.span,
                "only the account's root user can change or delete this policy again: exempt the administrators of \
                 the bucket, with `ArnNotLike` and `aws:PrincipalArn` and the ARNs of their roles and users",
            );
        }
    }
}

/// Whether the statement is about this action for certain.
fn is_about(part: &Part<'_>, prefix: &str, action: &str) -> bool {
    let names = part.actions.iter().any(|named| named.includes(prefix, action));
    if part.has_not_action() { !names && part.actions.iter().all(is_known) } else { names }
}

/// Whether the catalog knows what a pattern means: what stands for a value that is not known yet it does not.
fn is_known(named: &Named<'_>) -> bool {
    matches!(named.means, Means::Everything | Means::Actions(..))
}

/// Whether the bucket itself is among the resources, not only its objects.
fn names_bucket(part: &Part<'_>) -> bool {
    !part.has_not_resource()
        && part.resources().any(|(arn, _)| {
            arn.bytes().all(|byte| byte == b'*')
                || matches!(*fields(arn).as_slice(), [_, _, "s3", "" | "*", "" | "*", name]
                    if !name.is_empty() && !name.contains(['/', '$']))
        })
}

/// Whether every user and role of the account is bound. Of `NotPrincipal` a role session is exempt only if it is listed
/// itself, and an account covers neither its users nor its roles (R1.20).
fn exempts_nobody(part: &Part<'_>) -> bool {
    use PrincipalEntry::{Account, Everyone, Role, Root, Service};
    let Some(element) = &part.statement.principal else { return false };
    if element.negated {
        let covers_none = |entry: &PrincipalEntry| matches!(entry, Account(_) | Root(_) | Role(_) | Service(_));
        !element.entries.is_empty() && element.entries.iter().all(|entry| covers_none(&entry.value))
    } else {
        element.entries.iter().any(|entry| entry.value == Everyone)
    }
}

/// Whether a condition holds of each request in which a user or a role of the account calls by himself: what it tests for is
/// never so. Only what is certain counts.
fn holds_for_every_administrator(condition: &ConditionElement) -> bool {
    use OperatorCore as Core;
    let operator = condition.operator.value;
    if operator.set.is_some() || condition.values.is_empty() {
        return false;
    }
    let is_key = |key: &str| condition.key.value.eq_ignore_ascii_case(key);
    let values = |never: &dyn Fn(&str) -> bool| condition.values.iter().all(|value| never(&value.value));
    match operator.core {
        Core::StringNotEquals | Core::StringNotEqualsIgnoreCase if is_key("aws:PrincipalArn") => {
            values(&|value| is_literal_wildcard(value) || is_arn_of_none(value))
        }
        Core::StringNotEquals | Core::StringNotEqualsIgnoreCase if is_key("aws:userid") => values(&is_literal_wildcard),
        Core::StringNotLike | Core::ArnNotEquals | Core::ArnNotLike if is_key("aws:PrincipalArn") => {
            values(&is_arn_of_none)
        }
        // Without the key a negated operator holds.
        Core::NotIpAddress if is_key("aws:SourceIp") => {
            values(&|value| Block::parse(value).is_some_and(Block::is_private))
        }
        Core::Bool if is_key("aws:PrincipalIsAWSService") => values(&|value| value.eq_ignore_ascii_case("false")),
        _ => false,
    }
}

/// A wildcard that the operator takes for a character, which no ARN and no id has.
fn is_literal_wildcard(value: &str) -> bool {
    value.contains(['*', '?']) && !value.contains("${")
}

/// An ARN that is the root user's, or that of a role session: the key has the ARN of the role in its place.
fn is_arn_of_none(value: &str) -> bool {
    match *fields(value).as_slice() {
        ["arn", _, "iam", "", _, "root"] => true,
        ["arn", _, "sts", "", _, resource] => resource.starts_with("assumed-role/"),
        _ => false,
    }
}

/// KMS refuses a policy after which the caller could not change it (R2.34). Identity policies count only where the key's
/// policy lets the account in (R2.33), so a policy that allows nobody `kms:PutKeyPolicy` is refused whoever calls.
fn key(policy: &Subject<'_>, found: &mut Found) {
    let is_of_kms = |named: &Named<'_>| matches!(&named.means, Means::Actions(service, _) if service.prefix == "kms");
    let is_key_policy = policy.kind == Kind::Resource
        && policy.parts.iter().all(|part| !part.has_not_action() && part.actions.iter().all(is_of_kms))
        && policy.parts.iter().any(Part::allows);
    let allows = |part: &Part<'_>| part.allows() && is_about(part, "kms", "PutKeyPolicy");
    if is_key_policy
        && !policy.parts.iter().any(allows)
        && let Some(member) = members(policy.root).iter().find(|member| &*member.name.value == "Statement")
    {
        found.add(
            member.name.span,
            "KMS refuses this policy, unless the call bypasses the lockout safety check, because nobody may change \
             it: allow the account `kms:*`, or an administrator `kms:PutKeyPolicy`",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::Kind;
    use crate::lint::testing::{document, resource};

    const CODE: &str = "BUCKET_POLICY_LOCKS_OUT";

    /// The statement of a policy for a bucket, with these members, and a mark below the principal if it locks out.
    fn denies(locks_out: bool, principal: &str, rest: &str) {
        let mark =
            if locks_out { format!("\n{}{}", " ".repeat(18), "^".repeat(principal.len())) } else { String::new() };
        resource(CODE, &format!("\"Effect\": \"Deny\", {principal},{mark}\n{rest}"));
    }

    const BUCKET: &str = r#""Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#;

    #[test]
    fn everybody_is_locked_out() {
        let all = r#""Principal": "*""#;
        for (locks_out, rest) in [
            (true, format!(r#""Action": "s3:*", {BUCKET}"#)),
            (true, format!(r#""Action": ["s3:Put*", "s3:DeleteBucket*"], {BUCKET}"#)),
            (true, format!(r#""NotAction": "s3:GetObject", {BUCKET}"#)),
            (true, r#""Action": "*", "Resource": "*""#.to_owned()),
            // The objects only, or a part of what it takes to change the policy.
            (false, r#""Action": "s3:*", "Resource": "arn:aws:s3:::b/*""#.to_owned()),
            (false, format!(r#""Action": "s3:PutBucketPolicy", {BUCKET}"#)),
            (false, format!(r#""NotAction": "s3:*BucketPolicy", {BUCKET}"#)),
            (false, r#""Action": "s3:*", "NotResource": "arn:aws:s3:::c""#.to_owned()),
        ] {
            denies(locks_out, all, &rest);
        }
        resource(CODE, &format!(r#""Effect": "Allow", "Principal": "*", "Action": "s3:*", {BUCKET}"#));
    }

    #[test]
    fn conditions_that_nobody_can_meet() {
        for (locks_out, condition) in [
            (true, r#""StringNotEquals": {"aws:userid": "AROAEXAMPLEID:*"}"#),
            (true, r#""StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}"#),
            (true, r#""ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::111111111111:assumed-role/Admin/*"}"#),
            (true, r#""ArnNotEquals": {"aws:PrincipalArn": ["arn:aws:iam::111111111111:root"]}"#),
            (true, r#""NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}"#),
            (
                true,
                r#""NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}"#,
            ),
            // These leave somebody, or may.
            (false, r#""StringNotLike": {"aws:userid": "AROAEXAMPLEID:*"}"#),
            (false, r#""ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/Admin"}"#),
            (
                false,
                r#""ArnNotEquals": {"aws:PrincipalArn": ["arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:user/ana"]}"#,
            ),
            (false, r#""NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}"#),
            (false, r#""StringNotEquals": {"aws:SourceVpce": "vpce-1"}"#),
            (false, r#""Bool": {"aws:SecureTransport": "false"}"#),
            (false, r#""StringNotEquals": {"aws:PrincipalArn": "${aws:PrincipalTag/*}"}"#),
            (false, r#""NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "Bool": {"aws:ViaAWSService": "false"}"#),
        ] {
            let rest = format!(r#""Action": "s3:*", {BUCKET}, "Condition": {{{condition}}}"#);
            denies(locks_out, r#""Principal": {"AWS": "*"}"#, &rest);
        }
    }

    /// A role is exempt from `NotPrincipal` only together with its sessions.
    #[test]
    fn not_principal_that_exempts_nobody() {
        for (locks_out, listed) in [
            (true, r#""arn:aws:iam::111111111111:role/Admin""#),
            (true, r#"["arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/Admin"]"#),
            (false, r#"["arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:user/ana"]"#),
            (
                false,
                r#"["111111111111", "arn:aws:iam::111111111111:role/A", "arn:aws:sts::111111111111:assumed-role/A/ana"]"#,
            ),
        ] {
            let rest = format!(r#""Action": "s3:*", {BUCKET}"#);
            denies(locks_out, &format!(r#""NotPrincipal": {{"AWS": {listed}}}"#), &rest);
        }
        denies(false, r#""Principal": {"AWS": "222222222222"}"#, &format!(r#""Action": "s3:*", {BUCKET}"#));
    }

    #[test]
    fn keys_that_nobody_administers() {
        document(
            "KEY_POLICY_LOCKS_OUT",
            Kind::Resource,
            r#"
{"Version": "2012-10-17",
"Statement": [
^^^^^^^^^^^ because nobody may change it
{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:role/app"}, "Action": ["kms:Decrypt", "kms:Put*Nothing"], "Resource": "*"},
{"Effect": "Deny", "Principal": "*", "Action": "kms:PutKeyPolicy", "Resource": "*"}
]}"#,
        );
        for statement in [
            r#"{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "kms:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["kms:Put*"], "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": ["kms:Decrypt", "x:y"], "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "NotAction": "kms:Decrypt", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "s3:GetObject", "Resource": "*"}"#,
        ] {
            let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
            document("KEY_POLICY_LOCKS_OUT", Kind::Resource, &text);
        }
    }
}
