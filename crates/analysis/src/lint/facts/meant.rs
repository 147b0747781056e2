//! Names of actions that the catalog does not have, with the ones that were probably meant.

use super::near::{nearest, nearest_where};
use super::other_names::{action_of_operation, prefix_of_service};
use super::unlisted::is_unlisted;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::Service;

/// The action of a service that was probably meant by a name it does not have: `s3:GetObject`.
pub(in crate::lint) fn action(service: &'static Service, name: &str) -> Option<String> {
    // An operation may be asked by another name than its own.
    let asked = action_of_operation(&format!("{}:{name}", service.prefix)).map(str::to_owned);
    asked.or_else(|| {
        let near = nearest(name, service.actions().map(|action| action.name()))?;
        Some(format!("{}:{near}", service.prefix))
    })
}

/// The prefix that was probably meant by one that no service has. Of several near prefixes it is the one that has such an
/// action.
pub(in crate::lint) fn prefix(prefix: &str, name: &str) -> Option<&'static str> {
    let has_action = |near: &str| {
        authorization().service(near).is_some_and(|s| name.contains(['*', '?']) || s.action(name).is_some())
    };
    prefix_of_service(prefix)
        .filter(|near| has_action(near))
        .or_else(|| nearest_where(prefix, authorization().prefixes(), has_action))
}

/// What is wrong with the name of an action, `service:Action`, if the catalog does not know it, nor AWS's own policies use
/// it.
#[must_use]
pub fn unknown_action(text: &str) -> Option<String> {
    let (prefix, name) = text.split_once(':')?;
    if is_unlisted(text) {
        return None;
    }
    let hint = || nearest_action(text).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    match authorization().service(prefix) {
        Some(service) if service.action(name).is_some() => None,
        Some(service) => Some(format!("{} has no action `{name}`{}", service.prefix, hint())),
        None => Some(format!("there is no service `{prefix}`{}", hint())),
    }
}

/// The action that is nearest to one that the catalog does not know.
pub(crate) fn nearest_action(text: &str) -> Option<String> {
    let (prefix, name) = text.split_once(':')?;
    match authorization().service(prefix) {
        Some(service) => action(service, name),
        None => self::prefix(prefix, name).map(|near| format!("{near}:{name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_actions_lead_to_known_ones() {
        for (text, told) in [
            ("s3:GetObject", None),
            ("S3:getobject", None),
            ("s3:GetObjct", Some("s3 has no action `GetObjct`; did you mean `s3:GetObject`?")),
            ("s3:HeadObject", Some("s3 has no action `HeadObject`; did you mean `s3:GetObject`?")),
            ("s3:Nonsense", Some("s3 has no action `Nonsense`")),
            ("s4:GetObject", Some("there is no service `s4`; did you mean `s3:GetObject`?")),
            ("nonsense:GetObject", Some("there is no service `nonsense`")),
        ] {
            assert_eq!(unknown_action(text).as_deref(), told, "{text}");
        }
    }
}
