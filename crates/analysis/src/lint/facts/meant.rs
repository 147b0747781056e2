//! Names of actions and condition keys that the catalog does not have, with the ones that were probably meant.

use super::keys::Key;
use super::near::{nearest, nearest_where};
use super::other_names::{action_of_operation, prefix_of_service};
use super::unlisted::is_unlisted;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{GLOBAL_CONDITION_KEYS, Service};

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

/// What is wrong with the name of a condition key, if the catalog does not know it, nor AWS's own policies use it. The keys of
/// identity providers are never unknown: a provider chooses its own claims.
#[must_use]
pub fn unknown_condition_key(name: &str) -> Option<String> {
    let is_known = is_unlisted(name) || Key::of(name).is_known();
    let hint = || nearest_condition_key(name).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    (!is_known).then(|| format!("there is no condition key `{name}`{}", hint()))
}

/// The condition key that is nearest to one that the catalog does not know.
pub(crate) fn nearest_condition_key(name: &str) -> Option<String> {
    match Key::of(name) {
        Key::UnknownGlobal => nearest_global_key(name),
        Key::UnknownOfService(service) => nearest_key_of(service, name),
        // The prefix may be wrong, or missing: then it is the global key of this name, or of nearly this name.
        Key::UnknownPrefix | Key::Malformed => {
            let name = name.rsplit(':').next().unwrap_or(name);
            let global = format!("aws:{name}");
            if Key::of(&global).is_known() { Key::of(&global).spelling(&global) } else { nearest_global_key(&global) }
        }
        Key::Global(_) | Key::OfService(..) | Key::OfProvider(_) => None,
    }
}

/// The global condition key that is nearest to a name.
pub(in crate::lint) fn nearest_global_key(name: &str) -> Option<String> {
    nearest_key(name, GLOBAL_CONDITION_KEYS.iter().map(|key| key.name))
}

/// The condition key of a service that is nearest to a name.
pub(in crate::lint) fn nearest_key_of(service: &'static Service, name: &str) -> Option<String> {
    nearest_key(name, service.condition_keys().iter().map(|key| key.name))
}

/// The nearest key; of keys with a tag the part before the slash is compared.
fn nearest_key<'a>(name: &str, keys: impl Iterator<Item = &'a str>) -> Option<String> {
    let (head, tag) = name.split_once('/').map_or((name, None), |(head, tag)| (head, Some(tag)));
    let heads = keys.filter_map(|key| match (key.split_once('/'), tag) {
        (None, None) => Some(key),
        (Some((head, _)), Some(_)) => Some(head),
        _ => None,
    });
    let near = nearest(head, heads.filter(|head| !head.contains('$')))?;
    Some(tag.map_or(near.to_owned(), |tag| format!("{near}/{tag}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_condition_keys_lead_to_known_ones() {
        for (name, told) in [
            ("aws:SourceIp", None),
            ("AWS:sourceip", None),
            ("aws:PrincipalTag/anything", None),
            ("s3:ExistingObjectTag/team", None),
            ("token.actions.githubusercontent.com:sub", None),
            ("example.com/auth:claim", None),
            ("saml:anything", None),
            ("aws:SuorceIp", Some("there is no condition key `aws:SuorceIp`; did you mean `aws:SourceIp`?")),
            (
                "aws:PrincpalTag/team",
                Some("there is no condition key `aws:PrincpalTag/team`; did you mean `aws:PrincipalTag/team`?"),
            ),
            ("s3:prefixes", Some("there is no condition key `s3:prefixes`; did you mean `s3:prefix`?")),
            (
                "s3:ExistingObjectTags/team",
                Some(
                    "there is no condition key `s3:ExistingObjectTags/team`; did you mean `s3:ExistingObjectTag/team`?",
                ),
            ),
            ("SourceIp", Some("there is no condition key `SourceIp`; did you mean `aws:SourceIp`?")),
            ("was:sourceip", Some("there is no condition key `was:sourceip`; did you mean `aws:SourceIp`?")),
            ("aws:Nothing", Some("there is no condition key `aws:Nothing`")),
            ("", Some("there is no condition key ``")),
        ] {
            assert_eq!(unknown_condition_key(name).as_deref(), told, "{name}");
        }
    }

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
