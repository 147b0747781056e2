//! Signing certificates of users and of the root user (R4.5, R4.13, R4.81).

use crate::directory::entities::SigningCertificate;
use crate::public_keys::Certificate;
use crate::services::iam::prelude::*;
use crate::services::iam::status;
use aws_lc_rs::digest;
use data_encoding::{BASE32_NOPAD, HEXLOWER};

/// Random bytes of an id: 32 letters and digits.
const ID_BYTES: usize = 20;

/// The subject's certificate with this id.
fn find<'s>(
    call: &IamCall<'s>,
    subject: &Subject<'_>,
    id: &str,
) -> Result<&'s Arc<Stored<SigningCertificate>>, ApiError> {
    let found = call.snapshot.find_by_id::<SigningCertificate>(id);
    found
        .filter(|it| it.account == call.account && it.user.as_deref() == subject.id())
        .ok_or_else(|| errors::signing_certificate_missing(id))
}

fn shown(certificate: &SigningCertificate, user_name: String) -> api::SigningCertificate {
    api::SigningCertificate {
        user_name,
        certificate_id: certificate.id.clone(),
        certificate_body: certificate.body.clone(),
        status: status::shown(certificate.active).to_owned(),
        upload_date: Some(certificate.uploaded),
    }
}

impl IamOperation for api::UploadSigningCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let body = &input.certificate_body;
        let certificate = Certificate::from_pem(body).ok_or_else(errors::malformed_certificate)?;
        if !certificate.is_valid_at(call.now()) {
            return Err(errors::invalid_certificate());
        }
        let digest = HEXLOWER.encode(digest::digest(&digest::SHA256, certificate.der()).as_ref());
        if call.snapshot.find::<SigningCertificate>(call.account, &digest).is_some() {
            return Err(errors::duplicate_certificate());
        }
        quotas::SIGNING_CERTIFICATES_PER_USER.check(subject.own::<SigningCertificate>(call).count() + 1)?;
        let mut id = [0u8; ID_BYTES];
        call.node.entropy.fill(&mut id)?;
        let stored = SigningCertificate {
            account: call.account,
            id: BASE32_NOPAD.encode(&id),
            digest,
            user: subject.id().map(str::to_owned),
            body: body.clone(),
            active: true,
            uploaded: call.now(),
        };
        edit.create(&stored)?;
        subject.touch(edit)?;
        Ok(api::UploadSigningCertificateOutput { certificate: shown(&stored, subject.name()) })
    }
}

impl IamOperation for api::ListSigningCertificates {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let list = call.list(&[subject.id().unwrap_or_default()], input.marker.as_deref(), input.max_items);
        let page = list.by_age(subject.own::<SigningCertificate>(call), |it| (it.uploaded, &it.id))?;
        Ok(page.output(
            |certificate| shown(certificate, subject.name()),
            |certificates, is_truncated, marker| api::ListSigningCertificatesOutput {
                certificates,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::UpdateSigningCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        status::check(&input.status)?;
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        let before = find(call, &subject, &input.certificate_id)?;
        edit.modify(before, |certificate| certificate.active = input.status == "Active")?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteSigningCertificate {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let subject = Subject::find(input.user_name.as_deref(), call)?;
        edit.delete(find(call, &subject, &input.certificate_id)?);
        Ok(NoOutput)
    }
}
