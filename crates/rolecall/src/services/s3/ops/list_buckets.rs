//! `ListBuckets`: the buckets of the caller's account.

use crate::services::s3::prelude::*;
use data_encoding::BASE64URL_NOPAD;

/// The most buckets in a page.
const MAX_BUCKETS: usize = 10_000;

pub(super) struct ListBuckets;

impl Operation for ListBuckets {
    operation!(ListBuckets: Head => ());

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(signature_keys(RequiredPermission::on("s3:ListAllMyBuckets", "*"), head, call).into())
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Answer, ApiError> {
        let query = &request.input().query;
        let limit = limit(query.get("max-buckets"))?;
        let prefix = query.get("prefix").unwrap_or_default();
        let region = query.get("bucket-region");
        let after = query.get("continuation-token").map(last_of).transpose()?.unwrap_or_default();
        let account = request.caller().account()?;
        let snapshot = request.snapshot();
        let mut buckets: Vec<_> = snapshot
            .list::<Bucket>(account)
            .filter(|bucket| bucket.name.starts_with(prefix) && bucket.name > after)
            .filter(|bucket| region.is_none_or(|region| bucket.region == region))
            .collect();
        buckets.sort_by(|a, b| a.name.cmp(&b.name));
        let more = buckets.len() > limit;
        buckets.truncate(limit);
        let next = if more { buckets.last().map(|last| BASE64URL_NOPAD.encode(last.name.as_bytes())) } else { None };
        let owner = snapshot.canonical_id(account).unwrap_or_default();
        Ok(Answer::xml("ListAllMyBucketsResult", |xml| {
            xml.element("Owner", |xml| xml.text_element("ID", owner));
            xml.element("Buckets", |xml| {
                for bucket in buckets {
                    xml.element("Bucket", |xml| {
                        xml.text_element("Name", &bucket.name);
                        xml.text_element("CreationDate", &iso(bucket.created));
                        xml.text_element("BucketRegion", &bucket.region);
                        xml.text_element("BucketArn", &format!("arn:aws:s3:::{}", bucket.name));
                    });
                }
            });
            xml.member("ContinuationToken", &next);
            if query.has("prefix") {
                xml.text_element("Prefix", prefix);
            }
        }))
    }
}

fn limit(text: Option<&str>) -> Result<usize, ApiError> {
    let Some(text) = text else { return Ok(MAX_BUCKETS) };
    let number = text.parse().ok().filter(|number| (1..=MAX_BUCKETS).contains(number));
    number.ok_or_else(|| {
        let message = format!("Argument max-buckets must be an integer between 1 and {MAX_BUCKETS}");
        error::invalid_argument(message, "max-buckets", text)
    })
}

/// The last bucket of the page before.
fn last_of(token: &str) -> Result<String, ApiError> {
    let name = BASE64URL_NOPAD.decode(token.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let message = "The continuation token provided is incorrect";
    name.ok_or_else(|| error::invalid_argument(message, "continuation-token", token))
}
