//! An action that its service does not have.
//!
//! AWS stores such a name and it matches nothing (R1.24): a typed error that grants or denies less than it seems to.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::actions::Means;
use crate::lint::facts::near::nearest;
use rolecall_policy::document::json::quote;
use crate::lint::facts::unlisted::is_unlisted;

pub(super) const CHECK: Check = Check {
    code: "INVALID_ACTION",
    severity: Severity::Error,
    about: "the service has no action of this name",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        let Means::Actions(service, actions) = &named.means else { continue };
        if !actions.is_empty() || named.has_wildcard() || is_unlisted(named.text()) {
            continue;
        }
        let name = named.text().split_once(':').map_or("", |(_, name)| name);
        let near = nearest(name, service.actions().map(|action| action.name()));
        let near = near.map(|name| format!("{}:{name}", service.prefix));
        let hint = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let fix = near.map(|near| Fix::proposed(format!("write `{near}`"), named.pattern.span, quote(&near)));
        found.with_fixes(named.pattern.span, format!("{} has no action `{name}`{hint}", service.prefix), fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn names_that_the_service_does_not_have() {
        identity(
            CHECK.code,
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
}
