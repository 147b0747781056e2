//! The caller that `--principal` names.

use crate::trail::Pattern;
use rolecall_analysis::lint::nearest;
use rolecall_policy::explain::escaped;
use rolecall_policy::{AccountId, Arn};

/// What a person may write.
const FORMS: &str = "write a name, such as ana or Dev/session, an ARN, such as arn:aws:iam::111111111111:user/ana, or either \
                     with * and ?";
/// What the resource of a caller's ARN begins with (R0, table 0.2).
const KINDS: [&str; 6] = ["user", "role", "assumed-role", "federated-user", "oidc-provider", "saml-provider"];

/// Reads the argument. What no caller is called is an error: a typing mistake would show nothing.
pub(super) fn read(text: &str) -> Result<Pattern, String> {
    let is_arn = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("arn:"));
    let is_pattern = text.contains(['*', '?']);
    let shown = escaped(text);
    if is_arn && !is_pattern {
        let arn = Arn::parse(text).ok_or_else(|| format!("`{shown}` is not a complete ARN: {FORMS}"))?;
        check(&arn, &shown)?;
    } else if is_account(text) {
        return Err(format!("`{shown}` is an account: use --account {shown}"));
    } else if text.is_empty() || text.contains(|letter| !is_of_name(letter)) || !is_pattern && text.contains(':') {
        return Err(format!("`{shown}` is neither a name nor an ARN: {FORMS}"));
    }
    Ok(Pattern::of(text))
}

/// Whether an ARN is one that callers have.
fn check(arn: &Arn<'_>, shown: &str) -> Result<(), String> {
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    if !is_account(arn.account) {
        return Err(format!("the account in an ARN must be twelve digits, not `{}`", escaped(arn.account)));
    }
    let is_caller = arn.resource == "root" || KINDS.contains(&kind) && !name.is_empty();
    let service = if matches!(kind, "assumed-role" | "federated-user") { "sts" } else { "iam" };
    if !is_caller {
        let near = nearest(kind, KINDS.into_iter().chain(["root"])).filter(|near| *near != kind);
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!("`{shown}` is not the ARN of a user, role, session, identity provider or root user{hint}"));
    }
    if arn.service != service || !arn.region.is_empty() {
        let Arn { partition, account, resource, .. } = arn;
        let meant = escaped(&format!("arn:{partition}:{service}::{account}:{resource}"));
        return Err(format!(
            "`{shown}` is not the ARN of a user, role, session, identity provider or root user; did you mean `{meant}`?"
        ));
    }
    Ok(())
}

fn is_account(text: &str) -> bool {
    text.parse::<AccountId>().is_ok()
}

/// Names, paths, ARNs and patterns have no other characters (*IAM User Guide*, IAM name limitations).
fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+=,.@_-/:*?".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_arns_and_patterns_are_read() {
        for text in [
            "ana",
            "team/ana",
            "Dev/ana",
            "root",
            "anonymous",
            "ana@example.com",
            "ana+x=1,y.z_w-v",
            "*",
            "d*",
            "*:assumed-role/Dev/*",
            "arn:aws:iam::*:user/ana",
            "arn:aws:iam::111111111111:root",
            "arn:aws:iam::111111111111:user/team/ana",
            "arn:aws-cn:iam::111111111111:role/Dev",
            "arn:aws:sts::111111111111:assumed-role/Dev/ana",
            "arn:aws:sts::111111111111:federated-user/ana",
            "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
            "arn:aws:iam::111111111111:saml-provider/okta",
            "accounts.google.com",
            "organizations.amazonaws.com",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn what_no_caller_is_called_is_refused() {
        for (text, error) in [
            ("", "`` is neither a name nor an ARN"),
            ("ana bob", "`ana bob` is neither a name nor an ARN"),
            ("iam:ana", "`iam:ana` is neither a name nor an ARN"),
            ("111111111111", "`111111111111` is an account: use --account 111111111111"),
            ("arn:aws:iam", "`arn:aws:iam` is not a complete ARN"),
            ("arn:aws:iam::1111:user/ana", "the account in an ARN must be twelve digits, not `1111`"),
            ("arn:aws:iam::111111111111:usr/ana", "root user; did you mean `user`?"),
            (
                "arn:aws:iam::111111111111:user",
                "is not the ARN of a user, role, session, identity provider or root user",
            ),
            (
                "arn:aws:s3::111111111111:bucket",
                "is not the ARN of a user, role, session, identity provider or root user",
            ),
            ("arn:aws:sts::111111111111:role/Dev", "did you mean `arn:aws:iam::111111111111:role/Dev`?"),
            (
                "arn:aws:iam::111111111111:assumed-role/Dev/ana",
                "did you mean `arn:aws:sts::111111111111:assumed-role/Dev/ana`?",
            ),
            ("\u{1b}[2J", r"`\u{1b}[2J` is neither a name nor an ARN"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(error), "{text}: {refused}");
        }
    }
}
