//! Role templates (R4.70): AWS's services manage them, and AWS publishes none. There is none here, so that every ARN of one is
//! of a template that does not exist.

use crate::services::iam::prelude::*;
use crate::services::operation::RequiredPermission;
use rolecall_policy::Arn;

/// Whether the text has the form `arn:aws:iam::aws:role-template/<service principal>/<name>:<major version>`.
fn check(text: &str) -> Result<(), ApiError> {
    let is_template = || {
        let arn =
            Arn::parse(text).filter(|arn| arn.service == "iam" && arn.account == "aws" && arn.region.is_empty())?;
        let (service, rest) = arn.resource.strip_prefix("role-template/")?.split_once('/')?;
        let (name, version) = rest.rsplit_once(':')?;
        let has_parts = !service.is_empty() && !name.is_empty() && version.parse::<u32>().is_ok();
        has_parts.then_some(())
    };
    is_template().ok_or_else(|| errors::not_a_role_template(text))
}

impl IamOperation for api::GetRoleTemplateVersion {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check(&input.template_arn)?;
        Ok(vec![call.on(&*input.template_arn)])
    }

    fn run(input: &Self::Input, _: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Err(errors::role_template_missing(&input.template_arn))
    }
}

impl IamOperation for api::AcquireRole {
    /// Making the role is what is decided; there is no action of the operation's name. Which role it is to be the template
    /// says.
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check(&input.template_arn)?;
        let resource = format!("arn:aws:iam::{}:role/*", call.account);
        let permission = RequiredPermission::on("iam:CreateRole", resource);
        Ok(vec![permission.key("iam:RoleTemplateARN", &*input.template_arn)])
    }

    fn run(input: &Self::Input, _: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Err(errors::role_template_missing(&input.template_arn))
    }
}
