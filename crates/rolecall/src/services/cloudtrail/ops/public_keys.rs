//! `ListPublicKeys` (R8.24).

use crate::services::cloudtrail::prelude::*;

/// It reads the keys from the store.
impl Operation for api::ListPublicKeys {
    type Input = api::ListPublicKeysInput;
    type Output = api::ListPublicKeysOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, _: &Self::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(CloudTrailCall::new("ListPublicKeys", context)?.on("*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let input = request.input();
        if input.next_token.is_some() {
            // All keys of a Region fit one page: there is one a year.
            return Err(errors::bad_token());
        }
        let now = node.clock.now();
        // Without a range, the keys of now.
        let from = input.start_time.or(input.end_time).unwrap_or(now);
        let to = input.end_time.unwrap_or(now);
        if from > to {
            return Err(errors::bad_time_range());
        }
        let keys = node.digest_keys.all(&request.info().region).await.map_err(ApiError::internal)?;
        let shown = keys.iter().filter(|key| key.from() <= to && from < key.until()).map(|key| api::PublicKey {
            value: Some(key.public().to_vec()),
            validity_start_time: Some(key.from()),
            validity_end_time: Some(key.until()),
            fingerprint: Some(key.fingerprint().to_owned()),
        });
        Ok(api::ListPublicKeysOutput { public_key_list: Some(shown.collect()), next_token: None })
    }
}
