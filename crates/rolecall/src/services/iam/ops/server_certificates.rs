//! Server certificates (R4.83).

use crate::directory::entities::ServerCertificate;
use crate::public_keys::{Certificate, chain, private_key};
use crate::services::iam::prelude::*;

/// Certificates of a chain. AWS tells no figure; chains have two or three, and each costs the check of a signature.
const CHAIN: usize = 20;

fn metadata(certificate: &ServerCertificate) -> api::ServerCertificateMetadata {
    api::ServerCertificateMetadata {
        path: certificate.path.clone(),
        server_certificate_name: certificate.name.clone(),
        server_certificate_id: certificate.id.clone(),
        arn: certificate.arn(),
        upload_date: Some(certificate.uploaded),
        expiration: Some(certificate.expires),
    }
}

/// The certificate of an upload: valid now, with its own private key, and with a chain that vouches for it.
fn check(input: &api::UploadServerCertificateInput, call: &IamCall<'_>) -> Result<Certificate, ApiError> {
    let certificate = Certificate::from_pem(&input.certificate_body).ok_or_else(errors::malformed_certificate)?;
    if !certificate.is_valid_at(call.now()) {
        return Err(errors::certificate_out_of_time());
    }
    match private_key::is_of(&input.private_key, &certificate) {
        Some(true) => {}
        Some(false) => return Err(errors::key_pair_mismatch()),
        None => return Err(errors::malformed_private_key()),
    }
    if let Some(text) = &input.certificate_chain {
        let others = Certificate::all_from_pem(text, CHAIN).ok_or_else(errors::malformed_certificate)?;
        if let Some(place) = chain::first_invalid(&certificate, &others) {
            return Err(errors::invalid_chain(&place.to_string()));
        }
    }
    Ok(certificate)
}

impl IamOperation for api::UploadServerCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<ServerCertificate>(input.path.as_deref(), &input.server_certificate_name)?;
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let checked = check(input, call)?;
        let certificate = ServerCertificate {
            account: call.account,
            id: call.new_id(IdKind::ServerCertificate)?,
            name: input.server_certificate_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            body: input.certificate_body.clone(),
            chain: input.certificate_chain.clone(),
            uploaded: call.now(),
            expires: checked.not_after,
            tags: tags::new(input.tags.as_deref(), ServerCertificate::TAG_KEYS)?,
        };
        if call.find::<ServerCertificate>(&certificate.name).is_ok() {
            return Err(errors::server_certificate_exists(&certificate.name));
        }
        edit.create(&certificate)?;
        Ok(api::UploadServerCertificateOutput {
            server_certificate_metadata: Some(metadata(&certificate)),
            tags: tags::shown(&certificate.tags),
        })
    }
}

impl IamOperation for api::GetServerCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<ServerCertificate>(&input.server_certificate_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let certificate = call.find::<ServerCertificate>(&input.server_certificate_name)?;
        Ok(api::GetServerCertificateOutput {
            server_certificate: api::ServerCertificate {
                server_certificate_metadata: metadata(certificate),
                certificate_body: certificate.body.clone(),
                certificate_chain: certificate.chain.clone(),
                tags: tags::shown(&certificate.tags),
            },
        })
    }
}

impl IamOperation for api::ListServerCertificates {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_path::<ServerCertificate>(input.path_prefix.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (prefix, marker) = (input.path_prefix.as_deref(), input.marker.as_deref());
        let page = call.below::<ServerCertificate>(prefix, marker, input.max_items)?;
        Ok(page.output(
            |certificate| metadata(certificate),
            |server_certificate_metadata_list, is_truncated, marker| api::ListServerCertificatesOutput {
                server_certificate_metadata_list,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::DeleteServerCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<ServerCertificate>(&input.server_certificate_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        edit.delete(call.find::<ServerCertificate>(&input.server_certificate_name)?);
        Ok(NoOutput)
    }
}
