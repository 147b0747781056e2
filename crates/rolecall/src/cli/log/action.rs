//! The operation or action that `--action` names.

use crate::domain::account_creation::RESULT;
use crate::services;
use crate::services::s3::identify::S3Operation;
use crate::trail::Pattern;
use rolecall_analysis::lint::{nearest, unknown_action};
use rolecall_catalog::authorization;
use rolecall_policy::explain::escaped;
use std::collections::BTreeSet;

/// Reads the argument. What no record can have is an error: a typing mistake would show nothing.
pub(super) fn read(text: &str) -> Result<Pattern, String> {
    let (service, name) = match text.split_once(':') {
        Some((service, name)) => (Some(service), name),
        None => (None, text),
    };
    if name.is_empty() || service.is_some_and(str::is_empty) {
        return Err("write an operation or action, such as PutObject, s3:GetObject or iam:Create*".to_owned());
    }
    let pattern = Pattern::of(text);
    let is_pattern = text.contains(['*', '?']);
    let names = || recorded_names(service.filter(|_| !is_pattern));
    if is_pattern {
        let matches = |prefix: &str, name: &str| match service {
            Some(_) => pattern.matches(&format!("{prefix}:{name}")),
            None => pattern.matches(name),
        };
        let is_known = names().iter().any(|(prefix, name)| matches(prefix, name))
            || authorization().services().any(|it| it.actions().any(|action| matches(it.prefix, action.name())));
        return if is_known { Ok(pattern) } else { Err(format!("no operation or action matches `{}`", escaped(text))) };
    }
    if names().iter().any(|(_, known)| known.eq_ignore_ascii_case(name)) {
        return Ok(pattern);
    }
    let Some(service) = service else {
        // The world file leaves records with actions of services that the server does not have.
        if authorization().services().any(|listed| listed.action(name).is_some()) {
            return Ok(pattern);
        }
        let near = nearest(name, names().into_iter().map(|(_, name)| name));
        return Err(unknown("there is no operation or action", name, near.map(str::to_owned)));
    };
    let near = nearest(name, names().into_iter().map(|(_, name)| name));
    match (near, unknown_action(text)) {
        // An action of a service that other servers have, or none that is known to be wrong.
        (_, None) => Ok(pattern),
        (Some(near), _) => {
            let of = format!("{} has no operation or action", escaped(service));
            Err(unknown(&of, name, Some(format!("{service}:{near}"))))
        }
        (None, Some(error)) => Err(escaped(&error)),
    }
}

fn unknown(what: &str, name: &str, near: Option<String>) -> String {
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{}`?", escaped(&near)));
    format!("{what} `{}`{hint}", escaped(name))
}

/// Services and names that a record of this server can have: its operations, and the actions that decisions are about.
fn recorded_names(only: Option<&str>) -> BTreeSet<(&'static str, &'static str)> {
    let result = (services::organizations::SERVICE.name, RESULT);
    let mut names = BTreeSet::from([result]);
    names.retain(|(service, _)| only.is_none_or(|only| service.eq_ignore_ascii_case(only)));
    let services = services::ALL.0.iter().filter(|it| only.is_none_or(|only| it.name.eq_ignore_ascii_case(only)));
    for service in services {
        names.extend(service.served().into_iter().map(|name| (service.name, name)));
        if service.name == services::s3::SERVICE.name {
            names.extend(S3Operation::ALL.iter().map(|operation| (service.name, operation.name())));
        }
        let actions = authorization().service(service.name).into_iter().flat_map(authorization::Service::actions);
        names.extend(actions.map(|action| (service.name, action.name())));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_and_operations_are_known() {
        for text in [
            "s3:GetObject",
            "S3:getobject",
            "GetObject",
            "ListObjectsV2",
            "s3:ListObjectsV2",
            "s3:ListBucket",
            "HeadBucket",
            "AssumeRole",
            "iam:Create*",
            "*",
            "s3:*",
            "*:List*",
            "iam:?etRole",
            "organizations:ListAccounts",
            "rolecall:RevokeSession",
            "ec2:RunInstances",
            "CreateAccountResult",
            "organizations:CreateAccountResult",
            "PutAccountName",
            "servicequotas:Request*",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn what_no_record_has_is_refused_with_the_nearest_name() {
        for (text, error) in [
            ("s3:GetObjct", "s3 has no operation or action `GetObjct`; did you mean `s3:GetObject`?"),
            ("GetObjct", "there is no operation or action `GetObjct`; did you mean `GetObject`?"),
            ("s3:ListObjectV2", "s3 has no operation or action `ListObjectV2`; did you mean `s3:ListObjectsV2`?"),
            ("sts:AsumeRole", "sts has no operation or action `AsumeRole`; did you mean `sts:AssumeRole`?"),
            ("s4:GetObject", "there is no service `s4`; did you mean `s3:GetObject`?"),
            ("s3:Nonsense", "s3 has no action `Nonsense`"),
            ("Nonsense", "there is no operation or action `Nonsense`"),
            ("s3:Fetch*", "no operation or action matches `s3:Fetch*`"),
            ("\u{1b}[2J", r"there is no operation or action `\u{1b}[2J`"),
            ("", "write an operation or action, such as PutObject, s3:GetObject or iam:Create*"),
            ("s3:", "write an operation or action, such as PutObject, s3:GetObject or iam:Create*"),
            (":GetObject", "write an operation or action, such as PutObject, s3:GetObject or iam:Create*"),
        ] {
            assert_eq!(read(text), Err(error.to_owned()), "{text}");
        }
    }
}
