//! Amazon S3: buckets in the directory, object bytes on the file system.
//!
//! The life of a request here: [`identify`] says which one of S3's operations the method, path, query and headers ask
//! for, once and for the whole pipeline, so what is authorised is what is executed. The operation declares its
//! actions, resources and condition keys; allowed, it streams bytes to or from [`crate::objects`], checking what the client
//! claims of them with [`claims`].

mod access;
pub(crate) mod bucket_name;
pub mod claims;
pub mod conditional;
pub mod copy_source;
mod encryption;
pub(crate) mod error;
pub mod headers;
mod hoisted;
pub mod identify;
mod ops;
mod prelude;
pub mod range;
mod receive;
mod told;
mod transferred;
pub mod wire;
pub mod xml;

use crate::api::error::ApiError;
use crate::services::operation::{Effect, SIGNATURE_V2};
use crate::services::service::{DenialStyle, Protocol, ReasonFor, RegionRule, Service};
use crate::services::{Call, IncomingBody, ResponseBody};
use identify::S3Operation;
use rolecall_policy::explain::ResourceText;
use wire::{Arrived, Head};

/// S3's descriptor.
pub static SERVICE: Service = Service {
    name: "s3",
    region: RegionRule::Regional,
    protocol: Protocol::Rest {
        serve: |call, parts, virtual_bucket, body| Box::pin(serve(call, parts, virtual_bucket, body)),
        operations: || {
            let served = S3Operation::ALL.iter().filter(|operation| ops::is_implemented(**operation));
            served.map(|operation| operation.facts().name).collect()
        },
    },
    denials: DenialStyle { resource: ResourceText::Quoted, reason: ReasonFor::ResourceAccount },
    requests_per_second: None,
};

/// A key's length in UTF-8 bytes.
pub const MAX_KEY_BYTES: usize = 1024;

/// All of an object's user metadata, names and values together.
pub const MAX_USER_METADATA_BYTES: usize = 2048;

/// The largest object or part that one request can put: 5 GiB.
pub const MAX_PUT_BYTES: u64 = 5 * 1024 * 1024 * 1024;

/// The largest part number.
pub const MAX_PART_NUMBER: u32 = 10_000;

/// The most items in one page of a listing.
pub const MAX_PAGE: usize = 1000;

/// Answers an S3 request: identifies the operation, authorises it, does it. `virtual_bucket` is the bucket in its host
/// name, if there is one.
///
/// # Errors
/// S3's error.
async fn serve(
    mut call: Call<'_>,
    parts: &http::request::Parts,
    virtual_bucket: Option<&str>,
    body: IncomingBody,
) -> Result<http::Response<ResponseBody>, ApiError> {
    let query = parts.uri.query().unwrap_or_default();
    let mut headers = parts.headers.clone();
    let query = identify::Query::parse(query)?;
    if call.info.auth_type == Some("REST-QUERY-STRING") {
        hoisted::take(&query, &mut headers, call.info.signature_version == Some(SIGNATURE_V2));
    }
    wire::check_text(&headers)?;
    let identified = identify::identify(&parts.method, parts.uri.path(), query, &headers, virtual_bucket)?;
    let identify::Identified { operation, bucket, key, query } = identified;
    if call.info.signature_version == Some(SIGNATURE_V2)
        && let Some(bucket) = call.node.directory.snapshot().bucket(&bucket)
    {
        // Such a signature names no Region: the bucket's serves the request.
        call.info.region.clone_from(&bucket.region);
        call.log.authenticated(&bucket.region);
    }
    let head = Head { bucket, key, query, headers };
    call.log.signed(&call.info);
    call.log.parameters(told::parameters(&head, call.info.host.as_deref()));
    let log = call.log.clone();
    let read = transferred::Read::default();
    let arrived = Arrived { head, body: read.count(body) };
    let answer = ops::dispatch(operation, call, arrived).await.inspect_err(|_| log.additional(read.told(None)))?;
    log.additional(read.told(Some(&answer.body)));
    if operation.facts().effect == Effect::Changes {
        log.response(told::response(&answer.headers));
    }
    let mut response = http::Response::new(answer.body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}
