//! `ListServices`: the services that an account can choose to show.
//!
//! They are the services of the service authorization reference, by the prefixes of their actions. AWS does not publish its list.

use super::facts;
use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::rest_json::RestJson;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, RequiredPermission, Requires};
use data_encoding::BASE64URL;
use rolecall_catalog::api::uxc::{ListServices, ListServicesInput, ListServicesOutput};
use rolecall_catalog::authorization;
use rolecall_catalog::rest::Request;

/// How many services a page has unless the request says it: the most that it may ask for.
const PAGE: usize = 1000;

/// What a token begins with before it is encoded. With it, the shortest token has the 32 characters of the service model.
const TOKEN_BEGINS: &str = "services-of-the-list-after:";

/// Whether [`ListServices`] has it.
pub(super) fn is_listed(service: &str) -> bool {
    authorization().prefixes().any(|prefix| prefix == service)
}

/// The service after which a page begins.
fn position(token: &str) -> Result<String, ApiError> {
    let text = BASE64URL.decode(token.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let position = text.as_deref().and_then(|text| text.strip_prefix(TOKEN_BEGINS)).filter(|name| is_listed(name));
    let refused = || ApiError::validation("The token of the next page is not valid.").about("nextToken");
    position.map(str::to_owned).ok_or_else(refused)
}

impl Operation for ListServices {
    type Input = ListServicesInput;
    type Output = ListServicesOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, _: &Self::Input, _: &CallContext<'_>) -> Result<Requires, ApiError> {
        // It tells nothing of any account.
        Ok(RequiredPermission::on("uxc:ListServices", "*").into())
    }

    async fn handle(request: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        let after = request.input().next_token.as_deref().map(position).transpose()?;
        let size = request.input().max_results.and_then(|it| usize::try_from(it).ok()).unwrap_or(PAGE);
        Ok(page(after.as_deref(), size))
    }
}

fn page(after: Option<&str>, size: usize) -> ListServicesOutput {
    let mut rest = authorization().prefixes().filter(|name| after.is_none_or(|after| *name > after));
    let services: Vec<String> = rest.by_ref().take(size).map(str::to_owned).collect();
    let next_token = match (rest.next(), services.last()) {
        (Some(_), Some(last)) => Some(BASE64URL.encode(format!("{TOKEN_BEGINS}{last}").as_bytes())),
        _ => None,
    };
    ListServicesOutput { next_token, services: Some(services) }
}

impl RestJson for ListServices {
    fn input(members: ListServicesInput, _: &Request<'_>) -> ListServicesInput {
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_catalog::api::uxc::UpdateAccountCustomizations;
    use rolecall_catalog::rest;

    /// Whatever is listed can be set, all of it at once, and every token can be sent.
    #[test]
    fn what_is_listed_fits_the_model() {
        let (mut after, mut listed) = (None, Vec::new());
        loop {
            let page = page(after.as_deref(), 7);
            listed.extend(page.services.unwrap());
            let Some(token) = page.next_token else { break };
            let request = Request { query: &[("nextToken", &token)], ..Request::default() };
            rest::read::<ListServices>(&request).unwrap();
            after = Some(position(&token).unwrap());
        }
        assert_eq!(listed, authorization().prefixes().collect::<Vec<_>>());
        assert!(listed.is_sorted() && listed.iter().all(|service| is_listed(service)));
        let body = serde_json::json!({ "visibleServices": listed }).to_string();
        rest::read::<UpdateAccountCustomizations>(&Request { body: body.as_bytes(), ..Request::default() }).unwrap();
        assert!(!is_listed("S3") && !is_listed("s33"));
    }

    /// A page begins where a page of this list ended, and nowhere else.
    #[test]
    fn tokens_are_of_this_list() {
        let token = |text: &str| BASE64URL.encode(text.as_bytes());
        let refused =
            ["x".repeat(32), token("services-of-the-list-after:nothing"), token("services-of-the-list-before:s3")];
        for token in refused {
            assert_eq!(position(&token).unwrap_err().code, "ValidationError", "{token}");
        }
        assert_eq!(position(&token("services-of-the-list-after:s3")).unwrap(), "s3");
    }
}
