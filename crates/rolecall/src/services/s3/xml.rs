//! The XML that clients send: strict readers for the few bodies S3 takes.
//!
//! [`Element::parse`] bounds depth and size and takes neither document types nor entities of the sender's own. An element
//! that does not belong there, or stands there twice, is `MalformedXML`.

use super::conditional::unquoted;
use super::error::malformed_xml;
use super::{MAX_PAGE, MAX_PART_NUMBER};
use crate::api::error::ApiError;
use crate::directory::entities::PublicAccessBlock;
use crate::objects::CompletedPart;
use crate::objects::checksums::ChecksumAlgorithm;
use rolecall_catalog::xml::Element;

/// The largest `Delete` body: AWS's limit for 1,000 keys.
pub const MAX_DELETE_BYTES: usize = 2 * 1024 * 1024;

/// The largest `CompleteMultipartUpload` body: AWS's limit for 10,000 parts.
pub const MAX_COMPLETE_BYTES: usize = 2 * 1024 * 1024;

/// The largest body of a bucket's configuration.
pub const MAX_CONFIGURATION_BYTES: usize = 64 * 1024;

/// Takes an element apart. Children that nobody took are unknown, and refused.
trait TakeApart: Sized {
    /// Takes the only child of this name.
    fn take(&mut self, name: &str) -> Result<Option<Self>, ApiError>;
    fn take_all(&mut self, name: &str) -> Vec<Self>;
    /// Takes the text of the only child of this name.
    fn take_text(&mut self, name: &str) -> Result<Option<String>, ApiError>;
    /// Refuses what was not taken.
    fn finish(self) -> Result<(), ApiError>;
}

impl TakeApart for Element {
    fn take(&mut self, name: &str) -> Result<Option<Self>, ApiError> {
        let mut found = self.take_all(name);
        let first = found.pop();
        if found.is_empty() { Ok(first) } else { Err(malformed_xml()) }
    }

    fn take_all(&mut self, name: &str) -> Vec<Self> {
        let (taken, left) = std::mem::take(&mut self.children).into_iter().partition(|child| child.name == name);
        self.children = left;
        taken
    }

    fn take_text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let text = |it: Self| if it.children.is_empty() { Ok(it.text) } else { Err(malformed_xml()) };
        self.take(name)?.map(text).transpose()
    }

    fn finish(self) -> Result<(), ApiError> {
        if self.children.is_empty() && self.text.trim().is_empty() { Ok(()) } else { Err(malformed_xml()) }
    }
}

/// Parses a document whose root is `root`.
fn parse(body: &[u8], root: &str) -> Result<Element, ApiError> {
    Element::parse(body).ok().filter(|element| element.name == root).ok_or_else(malformed_xml)
}

/// `CreateBucketConfiguration`: the location constraint, if any. An empty body has none.
///
/// # Errors
/// `MalformedXML` 400.
pub fn create_bucket(body: &[u8]) -> Result<Option<String>, ApiError> {
    if body.is_empty() {
        return Ok(None);
    }
    let mut root = parse(body, "CreateBucketConfiguration")?;
    let location = root.take_text("LocationConstraint")?;
    root.finish()?;
    Ok(location.filter(|location| !location.is_empty()))
}

/// One object of a `Delete` body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteEntry {
    /// The key.
    pub key: String,
    /// The version, if one is named.
    pub version_id: Option<String>,
    /// The entity tag the object must have, without quotes.
    pub etag: Option<String>,
}

/// A `Delete` body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delete {
    /// 1 to 1,000 objects.
    pub objects: Vec<DeleteEntry>,
    /// Answer failures only.
    pub quiet: bool,
}

/// Reads a `Delete` body.
///
/// # Errors
/// `MalformedXML` 400, also for none and for more than 1,000 objects.
pub fn delete(body: &[u8]) -> Result<Delete, ApiError> {
    let mut root = parse(body, "Delete")?;
    let quiet = root.take_text("Quiet")?.map_or(Ok(false), |text| boolean(&text))?;
    let mut objects = Vec::new();
    for mut object in root.take_all("Object") {
        let key = object.take_text("Key")?.filter(|key| !key.is_empty()).ok_or_else(malformed_xml)?;
        let version_id = object.take_text("VersionId")?;
        let etag = object.take_text("ETag")?.map(|etag| unquoted(&etag).to_owned());
        object.finish()?;
        objects.push(DeleteEntry { key, version_id, etag });
    }
    root.finish()?;
    if objects.is_empty() || objects.len() > MAX_PAGE {
        return Err(malformed_xml());
    }
    Ok(Delete { objects, quiet })
}

/// Reads a `CompleteMultipartUpload` body: its parts in the order given.
///
/// # Errors
/// `MalformedXML` 400, also without any part.
pub fn complete_upload(body: &[u8]) -> Result<Vec<CompletedPart>, ApiError> {
    let mut root = parse(body, "CompleteMultipartUpload")?;
    let mut parts = Vec::new();
    for mut part in root.take_all("Part") {
        let number = part.take_text("PartNumber")?.and_then(|text| text.trim().parse().ok());
        let number = number.filter(|n| (1..=MAX_PART_NUMBER).contains(n)).ok_or_else(malformed_xml)?;
        let etag = unquoted(part.take_text("ETag")?.ok_or_else(malformed_xml)?.trim()).to_owned();
        let mut checksum = None;
        for algorithm in ChecksumAlgorithm::ALL {
            if let Some(value) = part.take_text(algorithm.element())? {
                checksum = Some((algorithm, value));
            }
        }
        part.finish()?;
        parts.push(CompletedPart { number, etag, checksum });
    }
    root.finish()?;
    if parts.is_empty() { Err(malformed_xml()) } else { Ok(parts) }
}

/// Reads a `PublicAccessBlockConfiguration` body; a setting that is not named is off.
///
/// # Errors
/// `MalformedXML` 400.
pub fn public_access_block(body: &[u8]) -> Result<PublicAccessBlock, ApiError> {
    let mut root = parse(body, "PublicAccessBlockConfiguration")?;
    let mut setting = |name: &str| root.take_text(name)?.map_or(Ok(false), |text| boolean(&text));
    let block = PublicAccessBlock {
        block_public_acls: setting("BlockPublicAcls")?,
        ignore_public_acls: setting("IgnorePublicAcls")?,
        block_public_policy: setting("BlockPublicPolicy")?,
        restrict_public_buckets: setting("RestrictPublicBuckets")?,
    };
    root.finish()?;
    Ok(block)
}

fn boolean(text: &str) -> Result<bool, ApiError> {
    match text.trim() {
        "true" | "TRUE" | "True" | "1" => Ok(true),
        "false" | "FALSE" | "False" | "0" => Ok(false),
        _ => Err(malformed_xml()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bodies_are_read() {
        let location =
            br#"<?xml version="1.0"?><CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
            <LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"#;
        assert_eq!(create_bucket(location).unwrap().as_deref(), Some("eu-west-1"));
        assert_eq!(create_bucket(b"").unwrap(), None);
        assert_eq!(create_bucket(b"<CreateBucketConfiguration/>").unwrap(), None);

        let body = b"<Delete><Object><Key>a&amp;b&#10;<![CDATA[<c>]]></Key></Object><!-- x -->
            <Object><Key> k </Key><VersionId>null</VersionId></Object><Quiet>true</Quiet></Delete>";
        let read = delete(body).unwrap();
        assert!(read.quiet);
        assert_eq!(read.objects[0].key, "a&b\n<c>");
        assert_eq!((read.objects[1].key.as_str(), read.objects[1].version_id.as_deref()), (" k ", Some("null")));

        let body = br#"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"e"</ETag></Part>
            <Part><ChecksumCRC32>AAAAAA==</ChecksumCRC32><ETag>f</ETag><PartNumber>2</PartNumber></Part></CompleteMultipartUpload>"#;
        let parts = complete_upload(body).unwrap();
        assert_eq!(parts[0], CompletedPart { number: 1, etag: "e".into(), checksum: None });
        assert_eq!(parts[1].checksum, Some((ChecksumAlgorithm::Crc32, "AAAAAA==".into())));

        let body = b"<PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy>\
            <IgnorePublicAcls>FALSE</IgnorePublicAcls></PublicAccessBlockConfiguration>";
        let expected = PublicAccessBlock {
            block_public_acls: false,
            ignore_public_acls: false,
            block_public_policy: true,
            restrict_public_buckets: false,
        };
        assert_eq!(public_access_block(body).unwrap(), expected);
    }

    /// What does not fit the schema is refused, entities and document types above all.
    #[test]
    fn malformed_bodies() {
        let key = "<Object><Key>k</Key></Object>";
        let rows = [
            String::new(),
            "<Delete>".into(),
            "<Delete/>".into(),
            "<Delete></Other>".into(),
            format!("<Other>{key}</Other>"),
            format!("<Delete>{key}</Delete><Delete>{key}</Delete>"),
            format!("<Delete>{key}</Delete>text"),
            format!("<Delete>text{key}</Delete>"),
            format!("<Delete>{key}<Unknown/></Delete>"),
            format!("<Delete>{key}<Quiet>maybe</Quiet></Delete>"),
            format!("<Delete>{key}<Quiet>true</Quiet><Quiet>true</Quiet></Delete>"),
            "<Delete><Object><Key></Key></Object></Delete>".into(),
            "<Delete><Object/></Delete>".into(),
            "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>".into(),
            "<Delete><Object><Key><b>x</b></Key></Object></Delete>".into(),
            "<Delete><Object><Key>&unknown;</Key></Object></Delete>".into(),
            "<Delete><Object><Key>&#xD800;</Key></Object></Delete>".into(),
            format!("<!DOCTYPE Delete [<!ENTITY e 'x'>]><Delete>{key}</Delete>"),
            format!("<?php x?><Delete>{key}</Delete>"),
            format!("<Delete>{}</Delete>", key.repeat(1001)),
            format!("<Delete>{}{}</Delete>", "<a>".repeat(5000), "</a>".repeat(5000)),
        ];
        for body in rows {
            let code = delete(body.as_bytes()).map_or_else(|error| error.code, |_| "read".into());
            assert_eq!(code, "MalformedXML", "{}", body.get(..200).unwrap_or(&body));
        }
        assert!(delete(format!("<Delete>{}</Delete>", key.repeat(1000)).as_bytes()).is_ok());
        assert!(delete(b"<Delete>\xff</Delete>").is_err());
        for part in [
            "<PartNumber>0</PartNumber><ETag>e</ETag>",
            "<PartNumber>10001</PartNumber><ETag>e</ETag>",
            "<ETag>e</ETag>",
        ] {
            let body = format!("<CompleteMultipartUpload><Part>{part}</Part></CompleteMultipartUpload>");
            assert!(complete_upload(body.as_bytes()).is_err(), "{part}");
        }
    }

    proptest! {
        /// Nothing panics, whatever is sent.
        #[test]
        fn arbitrary_bodies(body in "[<>/?!&;#x\"A-Za-z\\[\\]\u{0}-\u{20}-]{0,80}") {
            let _ = delete(body.as_bytes());
            let _ = complete_upload(body.as_bytes());
            let _ = create_bucket(body.as_bytes());
        }
    }
}
