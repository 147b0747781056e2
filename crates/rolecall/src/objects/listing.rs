//! Listing a bucket: keys in UTF-8 binary order, by prefix, rolled up at a delimiter, a page at a time.
//!
//! An item is a key, or a common prefix that stands for all keys with that prefix. Items are ordered by their text,
//! and a page holds the first ones greater than its marker. Rolled-up keys are skipped with one seek, so a page costs
//! what it shows and not what it hides.

use super::StorageError;
use super::index::from_db;
use super::metadata::{Kept, ObjectInfo};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// Which page of which listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Only keys that begin so.
    pub prefix: String,
    /// Roll keys up to and including the first occurrence of this after the prefix; empty: do not.
    pub delimiter: String,
    /// Only items greater than this; empty: from the start.
    pub after: String,
    /// How many items at most.
    pub limit: usize,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPage {
    /// The keys, in order.
    pub objects: Vec<ObjectInfo>,
    /// The common prefixes, in order.
    pub common_prefixes: Vec<String>,
    /// If there is more: the last item of this page, the `after` of the next.
    pub next: Option<String>,
}

/// The common prefix that a key is rolled up to, if it is.
pub(super) fn common_prefix<'k>(key: &'k str, prefix: &str, delimiter: &str) -> Option<&'k str> {
    if delimiter.is_empty() {
        return None;
    }
    let at = key.strip_prefix(prefix)?.find(delimiter)?;
    key.get(..prefix.len() + at + delimiter.len())
}

/// The least byte string greater than every string with this prefix.
///
/// Keys are UTF-8, which has no byte 0xFF, so that byte alone is greater than every key.
fn after_all(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    // The last byte of UTF-8 is below 0xFF, so adding one never carries.
    match bytes.last_mut() {
        Some(last) => *last = last.saturating_add(1),
        None => bytes.push(0xFF),
    }
    bytes
}

/// Where the first candidate key of a page lies.
pub(super) fn first_candidate(prefix: &str, delimiter: &str, after: &str) -> Vec<u8> {
    if after.is_empty() || after < prefix {
        return prefix.as_bytes().to_vec();
    }
    if let Some(rolled) = common_prefix(after, prefix, delimiter) {
        // The marker lies inside this common prefix, which is therefore not greater than it.
        return after_all(rolled);
    }
    // The least string greater than the marker.
    let mut bytes = after.as_bytes().to_vec();
    bytes.push(0);
    bytes
}

/// Reads one page of objects.
pub(super) fn list(connection: &Connection, bucket: &str, query: &ListQuery) -> Result<ListPage, StorageError> {
    let mut page = ListPage::default();
    if query.limit == 0 {
        return Ok(page);
    }
    let sql = "SELECT key, size, etag, modified, kept FROM object
               WHERE bucket = ?1 AND key >= ?2 AND key < ?3 ORDER BY key";
    let mut statement = connection.prepare_cached(sql)?;
    let end = after_all(&query.prefix);
    let mut start = first_candidate(&query.prefix, &query.delimiter, &query.after);
    let mut last: Option<String> = None;
    'seek: loop {
        let mut rows = statement.query(params![bucket, start, end])?;
        while let Some(row) = rows.next()? {
            if page.objects.len() + page.common_prefixes.len() >= query.limit {
                page.next = last;
                break 'seek;
            }
            let key = key_of(row, 0)?;
            if let Some(rolled) = common_prefix(&key, &query.prefix, &query.delimiter) {
                start = after_all(rolled);
                last = Some(rolled.to_owned());
                page.common_prefixes.push(rolled.to_owned());
                continue 'seek;
            }
            last = Some(key.clone());
            page.objects.push(object_info(row, key)?);
        }
        break;
    }
    Ok(page)
}

/// The key in this column.
pub(super) fn key_of(row: &Row<'_>, column: usize) -> Result<String, StorageError> {
    let bytes = row.get::<_, Vec<u8>>(column)?;
    String::from_utf8(bytes).map_err(|_| StorageError::Damaged("a key in the object index is not UTF-8"))
}

/// The object in columns 1 to 4: size, entity tag, time, JSON.
pub(super) fn object_info(row: &Row<'_>, key: String) -> Result<ObjectInfo, StorageError> {
    let kept: Kept = from_json(row.get_ref(4)?.as_str().unwrap_or_default())?;
    Ok(ObjectInfo {
        key,
        size: from_db(row.get(1)?)?,
        etag: row.get(2)?,
        modified: time(row.get(3)?)?,
        checksum: kept.checksum,
        metadata: kept.metadata,
    })
}

/// JSON out of the index.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged("metadata in the object index is not readable"))
}

/// JSON for the index.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|_| StorageError::Damaged("metadata cannot be written"))
}

/// A time out of the index: milliseconds since 1970.
pub(super) fn time(milliseconds: i64) -> Result<Timestamp, StorageError> {
    let damaged = |_| StorageError::Damaged("a time in the object index is out of range");
    Timestamp::from_millisecond(milliseconds).map_err(damaged)
}
