//! Account properties (R4.71): settings of features that cover the whole account. AWS does not publish their names; none of
//! those features is here, so that an account has no properties and none can be set.

use crate::services::iam::prelude::*;
use std::collections::BTreeSet;

/// The namespace of a property: what stands before its one slash.
fn namespace(key: &str) -> Result<&str, ApiError> {
    match key.split_once('/') {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains('/') => Ok(namespace),
        _ => Err(errors::not_a_property(key)),
    }
}

impl IamOperation for api::GetAccountProperties {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, _: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Ok(api::GetAccountPropertiesOutput { properties: Some(std::collections::BTreeMap::new()) })
    }
}

impl IamOperation for api::PutAccountProperties {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let namespaces = input.properties.keys().map(|key| namespace(key)).collect::<Result<BTreeSet<_>, _>>()?;
        let mut permission = call.on_account();
        permission.condition_keys.set_all("iam:AccountPropertyNamespaces", namespaces);
        Ok(vec![permission])
    }

    fn run(input: &Self::Input, _: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let mut first = None;
        for key in input.properties.keys() {
            let namespace = namespace(key)?;
            if *first.get_or_insert(namespace) != namespace {
                return Err(errors::several_namespaces());
            }
        }
        Err(errors::unknown_property(input.properties.keys().next().map_or("", String::as_str)))
    }
}
