//! A resource control policy speaks of a service that resource control policies do not reach.

use super::{Check, Found, Kind, Part, Severity, Subject};
use crate::lint::facts::actions::Means;

pub(super) const CHECK: Check = Check {
    code: "RCP_UNSUPPORTED_SERVICE",
    severity: Severity::Warning,
    about: "resource control policies do not apply to requests of this service",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.kind != Kind::Rcp {
        return;
    }
    for named in policy.parts.iter().flat_map(Part::listed_actions) {
        if let Means::Actions(service, _) = &named.means
            && !service.rcp_supported
        {
            let message = format!("resource control policies do not apply to requests of {}", service.prefix);
            found.add(named.pattern.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{rcp, scp};
    use super::CHECK;

    #[test]
    fn services_out_of_reach() {
        rcp(
            CHECK.code,
            r#"
"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "ec2:*"], "Resource": "*"
                                                       ^^^^^^^ do not apply to requests of ec2
"#,
        );
        scp(CHECK.code, r#""Effect": "Deny", "Action": "ec2:*", "Resource": "*""#);
    }
}
