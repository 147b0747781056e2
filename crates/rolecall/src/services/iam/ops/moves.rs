//! `UpdateUser`, `UpdateGroup`, `UpdateServerCertificate`: another name, another path.

use crate::directory::entities::ServerCertificate;
use crate::services::iam::prelude::*;

macro_rules! moves {
    ($operation:ident: $entity:ident, $name:ident -> $new_name:ident, $exists:ident) => {
        impl IamOperation for api::$operation {
            /// At the ARN that the entity has, and at the one that it gets.
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let there = $entity::look_up(call, &input.$name);
                let path = match &input.new_path {
                    Some(path) => paths::entity(Some(path))?,
                    None => there.map_or("/", |entity| &entity.path),
                };
                let name = input.$new_name.as_ref().or(there.map(|entity| &entity.name)).unwrap_or(&input.$name);
                let before = call.on_entity::<$entity>(&input.$name);
                Ok(before.and_moved_to($entity::arn_of(call.account, path, name)))
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find::<$entity>(&input.$name)?;
                let path = input.new_path.as_ref().unwrap_or(&before.path);
                let name = input.$new_name.as_ref().unwrap_or(&before.name);
                let after = $entity { path: path.clone(), name: name.clone(), ..before.entity().clone() };
                if after.key() != before.key() && call.find::<$entity>(name).is_ok() {
                    return Err(errors::$exists(name));
                }
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }
    };
}

moves!(UpdateUser: User, user_name -> new_user_name, user_exists);
moves!(UpdateGroup: Group, group_name -> new_group_name, group_exists);
moves!(
    UpdateServerCertificate: ServerCertificate, server_certificate_name -> new_server_certificate_name,
    server_certificate_exists
);
