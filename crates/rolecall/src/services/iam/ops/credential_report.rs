//! `GenerateCredentialReport`, `GetCredentialReport` (R4.45–R4.48).
//!
//! AWS needs some seconds for a report. Here it is made in the change that asks for it, so nobody sees one in progress.

use crate::directory::entities::CredentialReport;
use crate::services::iam::credential_report;
use crate::services::iam::prelude::*;
use jiff::SignedDuration;

/// How long a report is answered, and no other is made (R4.45, R4.46).
const VALID: SignedDuration = SignedDuration::from_hours(4);

/// The account's last report.
fn last<'s>(call: &IamCall<'s>) -> Option<&'s Arc<Stored<CredentialReport>>> {
    call.snapshot.find::<CredentialReport>(call.account, "")
}

fn is_valid(report: &CredentialReport, call: &IamCall<'_>) -> bool {
    call.now().duration_since(report.generated) < VALID
}

impl IamOperation for api::GenerateCredentialReport {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = last(call);
        if before.is_some_and(|report| is_valid(report, call)) {
            return Ok(api::GenerateCredentialReportOutput { state: Some("COMPLETE".to_owned()), description: None });
        }
        let content = credential_report::text(call)?;
        let report = CredentialReport { account: call.account, generated: call.now(), content };
        match before {
            Some(before) => edit.update(before, &report)?,
            None => edit.create(&report)?,
        }
        Ok(api::GenerateCredentialReportOutput {
            state: Some("STARTED".to_owned()),
            description: Some("No report exists. Starting a new report generation task".to_owned()),
        })
    }
}

impl IamOperation for api::GetCredentialReport {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let report = last(call).ok_or_else(errors::report_not_present)?;
        if !is_valid(report, call) {
            return Err(errors::report_expired());
        }
        Ok(api::GetCredentialReportOutput {
            content: Some(report.content.clone().into_bytes()),
            report_format: Some("text/csv".to_owned()),
            generated_time: Some(report.generated),
        })
    }
}
