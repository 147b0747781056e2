//! Calls without a connection: for input that no connection takes, and where the order of two calls must be certain.

use super::Server;
use rolecall::api::error::ApiError;
use rolecall::directory::entities::User;
use rolecall::services::log::RequestLog;
use rolecall::services::rpc::Source;
use rolecall::services::{Call, Caller, RequestInfo, iam};
use rolecall_catalog::query::Form;
use rolecall_policy::{AccountId, Principal};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

impl Server {
    /// Calls an operation of IAM as `root` or as a user of 111111111111; answers the content of its result element.
    pub(crate) async fn direct(
        &self,
        caller: &str,
        operation: &str,
        parameters: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Result<String, ApiError> {
        let found = iam::SERVICE.rpc_operation(operation);
        let operation = found.unwrap_or_else(|| panic!("there is no operation {operation}"));
        let info = RequestInfo {
            request_id: "00000000-0000-4000-8000-000000000000".to_owned(),
            time: self.now(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: "test".to_owned(),
            host: None,
            referer: None,
            region: "us-east-1".to_owned(),
            global_endpoint: false,
            tls_version: Some("1.3"),
            cipher: None,
            from_console: false,
            auth_type: Some("REST-HEADER"),
            content_sha256: None,
            signature_version: Some("AWS4-HMAC-SHA256"),
            signature_age_ms: Some(0),
        };
        let pairs = parameters.iter().map(|(name, value)| (name.as_ref().to_owned(), value.as_ref().to_owned()));
        let form = Form::from_pairs(pairs).unwrap();
        let call = Call {
            node: &self.node,
            service: &iam::SERVICE,
            caller: self.caller(caller).into(),
            info,
            log: RequestLog::default(),
        };
        operation.call(call, Source::Form(&form)).await.map(Option::unwrap_or_default)
    }

    fn caller(&self, name: &str) -> Caller {
        let account: AccountId = "111111111111".parse().unwrap();
        let key = Some("AKIA".to_owned());
        if name == "root" {
            let arn = format!("arn:aws:iam::{account}:root");
            let principal = Principal::Root { account, arn: arn.as_str().into() };
            return Caller { principal, arn, user_id: account.to_string(), access_key_id: key, ..Caller::anonymous() };
        }
        let snapshot = self.node.directory.snapshot();
        let user = snapshot.find::<User>(account, name).unwrap_or_else(|| panic!("there is no user {name}"));
        Caller {
            principal: Principal::User { account, arn: user.arn().into(), id: Some(user.id.clone().into()) },
            arn: user.arn(),
            user_id: user.id.clone(),
            access_key_id: key,
            saml: None,
            user: Some(Arc::clone(user)),
            session: None,
            web_identity: None,
            source: None,
        }
    }
}
