//! `GetWebIdentityToken` (R3, section 3.11): a token in which this server says to others who the caller is.

use crate::directory::entities::Role;
use crate::federation::Algorithm;
use crate::services::sts::prelude::*;
use jiff::SignedDuration;
use rolecall_catalog::api::sts::{GetWebIdentityToken, GetWebIdentityTokenInput, GetWebIdentityTokenOutput, errors};
use serde_json::{Map, Value, json};

/// Seconds that a token lives unless `DurationSeconds` is given (R3, section 3.1).
const DEFAULT_SECONDS: i32 = 300;
/// Bytes of the claims. AWS does not publish its limit; a token stays below what `AssumeRoleWithWebIdentity` and most proxies
/// take in a header.
const MAX_CLAIMS: usize = 8 << 10;
/// What the claims of AWS's own stand below (R3.49).
const NAMESPACE: &str = "https://sts.amazonaws.com/";

/// What was looked at before authorisation.
pub struct Asked {
    algorithm: Algorithm,
    tags: Vec<(String, String)>,
}

impl Operation for GetWebIdentityToken {
    type Input = GetWebIdentityTokenInput;
    type Output = GetWebIdentityTokenOutput;
    type Prepared = Asked;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<Asked>, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        passed::not_on_global_endpoint(call, self.facts().name)?;
        let algorithm = match &*input.signing_algorithm {
            "RS256" => Algorithm::Rs256,
            "ES384" => Algorithm::Es384,
            other => {
                return Err(ApiError::validation(format!(
                    "1 validation error detected: Value '{other}' at 'signingAlgorithm' failed to satisfy constraint: \
                     Member must satisfy enum value set: [RS256, ES384]"
                )));
            }
        };
        let tags = passed::tags(input.tags.as_deref())?;
        let on_self = |action: &'static str| {
            let mut permission = RequiredPermission::on(action, "*")
                .key("sts:SigningAlgorithm", &*input.signing_algorithm)
                .key("sts:DurationSeconds", seconds(input).to_string());
            permission.condition_keys.set_all("sts:IdentityTokenAudience", input.audience.iter().map(String::as_str));
            permission.request_tags(passed::as_texts(&tags))
        };
        let mut permissions = vec![on_self("sts:GetWebIdentityToken")];
        if !tags.is_empty() {
            permissions
                .push(RequiredPermission::on("sts:TagGetWebIdentityToken", "*").request_tags(passed::as_texts(&tags)));
        }
        Ok(Requires { permissions, prepared: Asked { algorithm, tags } })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, Asked { algorithm, tags }, permit) = request.into_parts();
        let caller = &permit.caller;
        let account = caller.account()?;
        let owner = permit.snapshot.account(account);
        let outbound = owner.and_then(|owner| owner.outbound.as_ref()).filter(|outbound| outbound.enabled);
        let outbound = outbound.ok_or_else(|| {
            let message = "Outbound web identity federation is not enabled for the account.";
            ApiError::of(errors::OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION, message)
        })?;
        let issued = node.clock.now();
        let expires =
            issued.saturating_add(SignedDuration::from_secs(seconds(&input).into())).map_err(ApiError::internal)?;
        let session = caller.session.as_deref();
        if session.is_some_and(|session| session.expires_at < expires) {
            let message = "The token would live longer than the session that asks for it; ask for a shorter duration";
            return Err(ApiError::of(errors::SESSION_DURATION_ESCALATION_EXCEPTION, message));
        }
        let own = |name: &str| format!("{NAMESPACE}{name}");
        let texts = |tags: &[(String, String)]| -> Value {
            tags.iter().map(|(key, value)| (key.clone(), Value::from(value.clone()))).collect::<Map<_, _>>().into()
        };
        let mut about = Map::new();
        about.insert("aws_account".to_owned(), account.to_string().into());
        about.insert("source_region".to_owned(), permit.info.region.clone().into());
        let principal_tags = caller.principal_tags(&permit.snapshot);
        if !principal_tags.is_empty() {
            about.insert("principal_tags".to_owned(), texts(&principal_tags));
        }
        if !tags.is_empty() {
            about.insert("request_tags".to_owned(), texts(&tags));
        }
        if let Some(session) = session {
            about.insert("original_session_exp".to_owned(), session.expires_at.to_string().into());
            if let Some(provider) = &session.federated_provider {
                about.insert("federated_provider".to_owned(), provider.clone().into());
            }
            if let Some(source_identity) = &session.source_identity {
                about.insert("source_identity".to_owned(), source_identity.clone().into());
            }
        }
        let mut claims = json!({
            "iss": node.issuers.of(&outbound.issuer_id),
            "aud": match &*input.audience {
                [one] => json!(one),
                several => json!(several),
            },
            "sub": subject(&permit),
            "iat": issued.as_second(),
            "exp": expires.as_second(),
            "jti": crate::api::ids::new_request_id(&*node.entropy)?,
        });
        if let Some(members) = claims.as_object_mut() {
            members.insert(own(""), about.into());
        }
        if claims.to_string().len() > MAX_CLAIMS {
            let message =
                format!("The claims of the token are longer than {MAX_CLAIMS} bytes; give fewer or shorter tags");
            return Err(ApiError::of(errors::JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION, message));
        }
        let token = node.signing_keys.sign(algorithm, &claims).await.map_err(ApiError::internal)?;
        Ok(GetWebIdentityTokenOutput { web_identity_token: Some(token), expiration: Some(expires) })
    }
}

fn seconds(input: &GetWebIdentityTokenInput) -> i32 {
    input.duration_seconds.unwrap_or(DEFAULT_SECONDS)
}

/// The principal's ARN: of a session of a role, that of the role (R3.49).
fn subject(permit: &crate::services::authorize::Permit) -> String {
    match &permit.caller.principal {
        Principal::RoleSession { role_id: Some(id), .. } => {
            permit.snapshot.find_by_id::<Role>(id).map_or_else(|| permit.caller.arn.clone(), |role| role.arn())
        }
        _ => permit.caller.arn.clone(),
    }
}
