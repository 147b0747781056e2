//! An action of a service that the catalog does not have.

use super::{Check, Fix, Found, Severity, Subject};
use crate::lint::facts::actions::Means;
use crate::lint::facts::near::nearest_where;
use rolecall_catalog::authorization;
use rolecall_policy::document::json::quote;
use crate::lint::facts::unlisted::is_unlisted;

pub(super) const CHECK: Check = Check {
    code: "INVALID_SERVICE_IN_ACTION",
    severity: Severity::Error,
    about: "no service has this prefix",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for named in policy.actions() {
        if !matches!(named.means, Means::UnknownService) || is_unlisted(named.text()) {
            continue;
        }
        let (prefix, name) = named.text().split_once(':').unwrap_or_default();
        // Of several near prefixes the one that has such an action is meant.
        let has_action = |near: &str| {
            authorization().service(near).is_some_and(|s| name.contains(['*', '?']) || s.action(name).is_some())
        };
        let near = nearest_where(prefix, authorization().prefixes(), has_action);
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let fix = near.map(|near| {
            let whole = format!("{near}:{name}");
            Fix::proposed(format!("write `{whole}`"), named.pattern.span, quote(&whole))
        });
        found.with_fixes(named.pattern.span, format!("there is no service `{prefix}`{hint}"), fix);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn prefixes_that_no_service_has() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Resource": "*", "Action": ["dynamdb:GetItem", "S3:GetObject", "nosuchservice:Get"]
                                               ^^^^^^^^^^^^^^^^^ did you mean `dynamodb`? => "dynamodb:GetItem"
                                                                                  ^^^^^^^^^^^^^^^^^^^ no service `nosuchservice`
"#,
        );
    }
}
