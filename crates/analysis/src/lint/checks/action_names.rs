//! Actions that do not exist. AWS stores such a name and it matches nothing (R1.24): a typed error that grants or denies
//! less than it seems to.

use super::{Check, Fix, Found, Subject};
use crate::lint::facts::actions::Means;
use crate::lint::facts::meant;
use crate::lint::facts::unlisted::is_unlisted;
use rolecall_policy::document::json::quote;

pub(super) const CHECKS: &[Check] = &[
    Check::error("INVALID_ACTION", "the service has no action of this name", unknown_action),
    Check::error("INVALID_SERVICE_IN_ACTION", "no service has this prefix", unknown_service),
    Check::warning("ACTION_MATCHES_NOTHING", "the service has no action that the pattern matches", empty_pattern),
];

fn unknown_action(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        let Means::Actions(service, actions) = &named.means else { continue };
        if !actions.is_empty() || named.has_wildcard() || is_unlisted(named.text()) {
            continue;
        }
        let name = named.text().split_once(':').map_or("", |(_, name)| name);
        let near = meant::action(service, name);
        let hint = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let fix = near.map(|near| Fix::proposed(format!("write `{near}`"), named.pattern.span, quote(&near)));
        found.with_fixes(named.pattern.span, format!("{} has no action `{name}`{hint}", service.prefix), fix);
    }
}

fn unknown_service(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        if !matches!(named.means, Means::UnknownService) || is_unlisted(named.text()) {
            continue;
        }
        let (prefix, name) = named.text().split_once(':').unwrap_or_default();
        let near = meant::prefix(prefix, name);
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let whole = near.map(|near| format!("{near}:{name}"));
        let fix = whole.map(|whole| Fix::proposed(format!("write `{whole}`"), named.pattern.span, quote(&whole)));
        found.with_fixes(named.pattern.span, format!("there is no service `{prefix}`{hint}"), fix);
    }
}

fn empty_pattern(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        if let Means::Actions(service, actions) = &named.means
            && actions.is_empty()
            && named.has_wildcard()
        {
            found.add(named.pattern.span, format!("no action of {} matches `{}`", service.prefix, named.text()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    /// The API's operations and the command line's services have other names.
    #[test]
    fn names_of_operations_and_commands() {
        identity(
            "INVALID_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["s3:HeadObject", "s3:ListObjectsV2", "lambda:Invoke"]
                                               ^^^^^^^^^^^^^^^ => "s3:GetObject"
                                                                ^^^^^^^^^^^^^^^^^^ => "s3:ListBucket"
                                                                                    ^^^^^^^^^^^^^^^ => "lambda:InvokeFunction"
"#,
        );
        identity(
            "INVALID_SERVICE_IN_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["elb:DescribeLoadBalancers", "s3api:GetObject", "efs:*"]
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ => "elasticloadbalancing:DescribeLoadBalancers"
                                                                            ^^^^^^^^^^^^^^^^^ => "s3:GetObject"
                                                                                               ^^^^^^^ => "elasticfilesystem:*"
"#,
        );
    }

    #[test]
    fn names_that_the_service_does_not_have() {
        identity(
            "INVALID_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["s3:GetObjct", "s3:getobject", "s3:Get*", "s3:Banana",
                                               ^^^^^^^^^^^^^ did you mean `s3:GetObject`? => "s3:GetObject"
                                                                                         ^^^^^^^^^^^ s3 has no action `Banana`
    "nosuchservice:Get", "s3:Nothing*", "*"]
}, {
"Effect": "Deny", "Resource": "*", "NotAction": "iam:CreatUser"
                                                ^^^^^^^^^^^^^^^ => "iam:CreateUser"
"#,
        );
    }

    #[test]
    fn prefixes_that_no_service_has() {
        identity(
            "INVALID_SERVICE_IN_ACTION",
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["dynamdb:GetItem", "S3:GetObject", "nosuchservice:Get"]
                                               ^^^^^^^^^^^^^^^^^ did you mean `dynamodb`? => "dynamodb:GetItem"
                                                                                  ^^^^^^^^^^^^^^^^^^^ no service `nosuchservice`
"#,
        );
    }

    #[test]
    fn patterns_without_an_action() {
        identity(
            "ACTION_MATCHES_NOTHING",
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["s3:Banana*", "s3:*Banana", "s3:?etObject", "s3:Banana", "x:*"]
                                               ^^^^^^^^^^^^ no action of s3 matches
                                                             ^^^^^^^^^^^^ no action of s3 matches
"#,
        );
    }
}
