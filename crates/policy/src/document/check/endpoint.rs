//! What VPC endpoint policies may not hold (R1.63).

use super::super::finding::Notes;
use super::super::{ConditionElement, FindingCode, OperatorCore, Policy, Span, Spanned, Statement, limits};
use super::resource::fields;

/// Global keys whose values AWS makes up: wildcards and numeric order mean nothing on them.
const SYSTEM_GENERATED: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:userid",
];

/// How many characters other than wildcards must stand together beside a wildcard.
const BESIDE_WILDCARD: usize = 6;

pub(super) fn check_size<K>(policy: &Policy<K>, notes: &mut Notes) {
    if policy.text.chars().nth(limits::ENDPOINT_POLICY).is_some() {
        let detail = format!("an endpoint policy can have at most {} characters", limits::ENDPOINT_POLICY);
        notes.add(FindingCode::EndpointTooLong, Span::default(), "", detail);
    }
}

pub(super) fn check(statement: &Statement, notes: &mut Notes) {
    for condition in &statement.conditions {
        let core = condition.operator.value.core;
        let like = matches!(core, OperatorCore::StringLike | OperatorCore::StringNotLike);
        let arn = is_arn(core);
        if SYSTEM_GENERATED.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value)) {
            system_generated(condition, like || arn, notes);
        }
        for value in &condition.values {
            if like && has_crowded_wildcard(&value.value) {
                let detail = format!(
                    "a wildcard in \"{}\" must have {BESIDE_WILDCARD} other characters before or after it",
                    value.value
                );
                notes.add(FindingCode::EndpointCondition, value.span, &value.value, detail);
            }
            if arn && has_mixed_account(&value.value) {
                let detail = format!("the account in \"{}\" must be an id or a wildcard", value.value);
                notes.add(FindingCode::EndpointCondition, value.span, &value.value, detail);
            }
        }
    }
}

fn is_arn(core: OperatorCore) -> bool {
    use OperatorCore::{ArnEquals, ArnLike, ArnNotEquals, ArnNotLike};
    matches!(core, ArnEquals | ArnLike | ArnNotEquals | ArnNotLike)
}

fn is_numeric(core: OperatorCore) -> bool {
    core.name().starts_with("Numeric")
}

fn system_generated(condition: &ConditionElement, wildcards: bool, notes: &mut Notes) {
    let key = &condition.key.value;
    if is_numeric(condition.operator.value.core) {
        let detail = format!("a numeric operator cannot be used with `{key}`");
        notes.add(FindingCode::EndpointCondition, condition.operator.span, key, detail);
    }
    let wild = |value: &&Spanned<Box<str>>| wildcards && value.value.contains(['*', '?']);
    for value in condition.values.iter().filter(wild) {
        let detail = format!("a wildcard cannot be used with `{key}`");
        notes.add(FindingCode::EndpointCondition, value.span, key, detail);
    }
}

/// Some wildcard has fewer than six other characters on both of its sides. Escapes `${*}` count as other characters.
fn has_crowded_wildcard(value: &str) -> bool {
    let plain = value.replace("${*}", "x").replace("${?}", "x").replace("${$}", "x");
    let runs: Vec<usize> = plain.split(['*', '?']).map(|run| run.chars().count()).collect();
    runs.windows(2).any(|sides| sides.iter().all(|run| *run < BESIDE_WILDCARD))
}

fn has_mixed_account(arn: &str) -> bool {
    fields(arn).get(4).is_some_and(|account| {
        let wild = account.contains(['*', '?']);
        wild && *account != "*" && account.bytes().any(|b| b != b'*' && b != b'?')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wildcard_needs_six_characters_on_one_side() {
        for (value, crowded) in [
            ("abcdef*", false),
            ("*abcdef", false),
            ("abcde*", true),
            ("*", true),
            ("abc*defghi", false),
            ("abcdef*ab*ghijkl", false),
            ("abcdef*ab*ghi", true),
            ("abcdef**", true),
            ("abc", false),
            ("", false),
        ] {
            assert_eq!(has_crowded_wildcard(value), crowded, "{value}");
        }
    }

    #[test]
    fn the_account_is_an_id_or_a_wildcard() {
        for (arn, mixed) in [
            ("arn:aws:iam::111122223333:role/x", false),
            ("arn:aws:iam::*:role/x*", false),
            ("arn:aws:iam::1111*:role/x", true),
            ("arn:aws:iam::????????????:role/x", false),
            ("*", false),
        ] {
            assert_eq!(has_mixed_account(arn), mixed, "{arn}");
        }
    }
}
