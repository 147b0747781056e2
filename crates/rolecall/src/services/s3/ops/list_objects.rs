//! `ListObjects`, `ListObjectsV2`.

use crate::objects::{ListPage, ListQuery, ObjectInfo};
use crate::services::s3::prelude::*;
use data_encoding::BASE64URL_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rolecall_catalog::xml::Writer;

/// What `encoding-type=url` leaves as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');

/// How keys are written in an answer.
#[derive(Clone, Copy)]
pub(super) struct KeyText {
    url: bool,
}

impl KeyText {
    /// As `encoding-type` says.
    ///
    /// # Errors
    /// `InvalidArgument` 400 for an encoding other than `url`.
    pub(super) fn of(head: &Head) -> Result<Self, ApiError> {
        match head.query.get("encoding-type") {
            None | Some("") => Ok(Self { url: false }),
            Some("url") => Ok(Self { url: true }),
            Some(other) => {
                let message = "Invalid Encoding Method specified in Request";
                Err(error::invalid_argument(message, "encoding-type", other))
            }
        }
    }

    /// The text of a key, prefix or marker.
    pub(super) fn text(self, key: &str) -> String {
        if self.url { utf8_percent_encode(key, KEPT).to_string() } else { key.to_owned() }
    }

    /// Writes `EncodingType`, if there is one.
    pub(super) fn write(self, xml: &mut Writer) {
        if self.url {
            xml.text_element("EncodingType", "url");
        }
    }
}

/// The permission that a listing requires, with its condition keys.
fn requires(head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
    let bucket = find_bucket(call, head)?;
    let mut permission = on_bucket("s3:ListBucket", &bucket, head, call);
    for (parameter, key) in [("prefix", "s3:prefix"), ("delimiter", "s3:delimiter"), ("max-keys", "s3:max-keys")] {
        if let Some(value) = head.query.get(parameter) {
            permission = permission.key(key, value);
        }
    }
    Ok(Requires::one(permission, bucket))
}

pub(super) struct ListObjects;

impl Operation for ListObjects {
    operation!(ListObjects: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires(head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let marker = head.query.get("marker").unwrap_or_default();
        let listing = Listing::read(&request, head, marker, node).await?;
        let text = listing.text;
        Ok(Answer::xml("ListBucketResult", |xml| {
            listing.write_query(xml, head);
            xml.text_element("Marker", &text.text(marker));
            // Without a delimiter the client goes on from the last key it got.
            if let (Some(next), Some(_)) = (&listing.page.next, head.query.get("delimiter")) {
                xml.text_element("NextMarker", &text.text(next));
            }
            listing.write_items(xml, true);
        }))
    }
}

pub(super) struct ListObjectsV2;

impl Operation for ListObjectsV2 {
    operation!(ListObjectsV2: Head => BucketEntry);

    fn requires(&self, head: &Head, call: &CallContext<'_>) -> Result<Requires<BucketEntry>, ApiError> {
        requires(head, call)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Answer, ApiError> {
        let head = request.input();
        let token = head.query.get("continuation-token");
        let start_after = head.query.get("start-after");
        // Where there is a token, `start-after` no longer counts.
        let after = match token {
            Some(token) => decode_token(token)?,
            None => start_after.unwrap_or_default().to_owned(),
        };
        let listing = Listing::read(&request, head, &after, node).await?;
        let owner = head.query.get("fetch-owner").is_some_and(|text| text == "true");
        Ok(Answer::xml("ListBucketResult", |xml| {
            listing.write_query(xml, head);
            let count = listing.page.objects.len() + listing.page.common_prefixes.len();
            xml.text_element("KeyCount", &count.to_string());
            if let Some(token) = token {
                xml.text_element("ContinuationToken", token);
            }
            if let Some(next) = &listing.page.next {
                xml.text_element("NextContinuationToken", &encode_token(next));
            }
            if let Some(start_after) = start_after {
                xml.text_element("StartAfter", &listing.text.text(start_after));
            }
            listing.write_items(xml, owner);
        }))
    }
}

/// A continuation token is the last item of the page before. It gives no right: the next page is authorised anew.
fn encode_token(last: &str) -> String {
    BASE64URL_NOPAD.encode(last.as_bytes())
}

fn decode_token(token: &str) -> Result<String, ApiError> {
    let last = BASE64URL_NOPAD.decode(token.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let message = "The continuation token provided is incorrect";
    last.filter(|last| !last.is_empty()).ok_or_else(|| error::invalid_argument(message, "continuation-token", token))
}

/// A page and how to write it.
struct Listing {
    page: ListPage,
    limit: usize,
    text: KeyText,
    owner: String,
}

impl Listing {
    async fn read<Op: Operation<Prepared = BucketEntry>>(
        request: &Authorized<Op>,
        head: &Head,
        after: &str,
        node: &Node,
    ) -> Result<Self, ApiError> {
        let snapshot = request.snapshot();
        let bucket = request.prepared();
        let text = KeyText::of(head)?;
        let limit = page_size(&head.query, "max-keys", MAX_PAGE)?;
        let query = ListQuery {
            prefix: head.query.get("prefix").unwrap_or_default().to_owned(),
            delimiter: head.query.get("delimiter").unwrap_or_default().to_owned(),
            after: after.to_owned(),
            limit,
        };
        let page = node.objects.list(&scope(bucket), query).await.map_err(error::storage(head))?;
        let owner = snapshot.canonical_id(bucket.account).unwrap_or_default().to_owned();
        Ok(Self { page, limit, text, owner })
    }

    fn write_query(&self, xml: &mut Writer, head: &Head) {
        xml.text_element("Name", &head.bucket);
        xml.text_element("Prefix", &self.text.text(head.query.get("prefix").unwrap_or_default()));
        if let Some(delimiter) = head.query.get("delimiter").filter(|delimiter| !delimiter.is_empty()) {
            xml.text_element("Delimiter", &self.text.text(delimiter));
        }
        xml.text_element("MaxKeys", &self.limit.to_string());
        self.text.write(xml);
        xml.member("IsTruncated", &self.page.next.is_some());
    }

    fn write_items(&self, xml: &mut Writer, with_owner: bool) {
        for object in &self.page.objects {
            xml.element("Contents", |xml| self.write_object(xml, object, with_owner));
        }
        for prefix in &self.page.common_prefixes {
            xml.element("CommonPrefixes", |xml| xml.text_element("Prefix", &self.text.text(prefix)));
        }
    }

    fn write_object(&self, xml: &mut Writer, object: &ObjectInfo, with_owner: bool) {
        xml.text_element("Key", &self.text.text(&object.key));
        xml.text_element("LastModified", &iso(object.modified));
        xml.text_element("ETag", &quoted(&object.etag));
        if let Some(checksum) = &object.checksum {
            xml.text_element("ChecksumAlgorithm", checksum.algorithm.name());
            xml.text_element("ChecksumType", checksum.kind.name());
        }
        xml.text_element("Size", &object.size.to_string());
        if with_owner {
            xml.element("Owner", |xml| xml.text_element("ID", &self.owner));
        }
        xml.text_element("StorageClass", "STANDARD");
    }
}
