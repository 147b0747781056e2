//! Multipart uploads: parts are data files of their own, and completing an upload hands them to the object in one
//! index transaction, without copying a byte.

use super::MIN_PART_BYTES;
use super::checksums::{ChecksumAlgorithm, join_composite, join_etags, join_full_object};
use super::index::{discard_content, discard_segment, from_db, to_db};
use super::listing::{common_prefix, first_candidate, from_json, key_of, time, to_json};
use super::metadata::{Checksum, ChecksumType, Metadata, ObjectInfo};
use super::{ObjectFiles, Received, StorageError, WriteCondition, check_open, replace_object};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a client says when it begins an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    /// What the object will be described with.
    pub metadata: Metadata,
    /// The checksum of its parts.
    pub algorithm: ChecksumAlgorithm,
    /// The client named the algorithm; otherwise it is S3's default.
    pub algorithm_given: bool,
    /// The checksum of the whole.
    pub kind: ChecksumType,
    /// Who began it: ARN or canonical id, as `ListParts` shows it.
    pub initiator: String,
}

/// An upload under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadInfo {
    /// The key it will become.
    pub key: String,
    /// Its id.
    pub id: String,
    /// When it began.
    pub initiated: Timestamp,
    /// What the client said then.
    pub upload: NewUpload,
    content: i64,
}

/// A part that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartInfo {
    /// Its number, 1 to 10,000.
    pub number: u32,
    /// Its bytes' MD5 in hex.
    pub etag: String,
    /// Bytes.
    pub size: u64,
    /// When it was uploaded.
    pub modified: Timestamp,
    /// Its checksum.
    pub checksum: Option<Checksum>,
}

/// A part as the client lists it on completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedPart {
    /// Its number.
    pub number: u32,
    /// Its entity tag, without quotes.
    pub etag: String,
    /// A checksum, if the client repeats it.
    pub checksum: Option<(ChecksumAlgorithm, String)>,
}

/// Which page of the uploads under way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadsQuery {
    /// Only keys that begin so.
    pub prefix: String,
    /// Roll keys up at this; empty: do not.
    pub delimiter: String,
    /// Only keys greater than this, or equal with an id greater than `after_id`; empty: from the start.
    pub after: String,
    /// See `after`.
    pub after_id: String,
    /// How many items at most.
    pub limit: usize,
}

/// One page of uploads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadsPage {
    /// The uploads, by key and id.
    pub uploads: Vec<UploadInfo>,
    /// The common prefixes.
    pub common_prefixes: Vec<String>,
    /// If there is more: the key (or prefix) and id the next page comes after.
    pub next: Option<(String, String)>,
}

/// One page of parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartsPage {
    /// The parts, by number.
    pub parts: Vec<PartInfo>,
    /// There are more.
    pub truncated: bool,
}

impl ObjectFiles {
    /// Begins an upload; its id.
    ///
    /// # Errors
    /// [`StorageError::BucketClosed`]; or the index cannot be written.
    pub async fn begin_upload(&self, scope: &str, key: &str, upload: NewUpload) -> Result<String, StorageError> {
        let (scope, key) = (scope.to_owned(), key.to_owned());
        self.run(move |inner| {
            let mut bytes = [0u8; 48];
            inner.entropy.fill(&mut bytes)?;
            let id = BASE64URL_NOPAD.encode(&bytes);
            let content = inner.new_content()?;
            let initiated = inner.now()?.as_millisecond();
            let kept = to_json(&upload)?;
            inner.index.write(|transaction, closed| {
                check_open(closed, &scope)?;
                transaction.prepare_cached("INSERT INTO upload VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
                    scope,
                    key.as_bytes(),
                    id,
                    content,
                    initiated,
                    kept
                ])?;
                Ok(())
            })?;
            Ok(id)
        })
        .await
    }

    /// The upload of this id, if it is one for this key.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn upload(&self, scope: &str, key: &str, id: &str) -> Result<Option<UploadInfo>, StorageError> {
        let (scope, key, id) = (scope.to_owned(), key.to_owned(), id.to_owned());
        self.run(move |inner| inner.index.read(|connection| find_upload(connection, &scope, &key, &id))).await
    }

    /// Makes received bytes a part, replacing the part of that number. Durable when this returns.
    ///
    /// # Errors
    /// [`StorageError::NoSuchUpload`]; or the disk failed.
    pub async fn put_part(
        &self,
        scope: &str,
        key: &str,
        id: &str,
        number: u32,
        bytes: Received,
    ) -> Result<PartInfo, StorageError> {
        let (scope, key, id) = (scope.to_owned(), key.to_owned(), id.to_owned());
        self.run(move |inner| {
            let part = PartInfo {
                number,
                etag: bytes.digests.etag(),
                size: bytes.size,
                modified: inner.now()?,
                checksum: Some(bytes.digests.checksum()),
            };
            let file = bytes.temporary.id()?.clone();
            let committed = inner.index.write(|transaction, _| {
                let upload = find_upload(transaction, &scope, &key, &id)?.ok_or(StorageError::NoSuchUpload)?;
                discard_segment(transaction, upload.content, number)?;
                let sql = "INSERT INTO segment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                transaction.prepare_cached(sql)?.execute(params![
                    upload.content,
                    number,
                    file.as_str(),
                    to_db(part.size)?,
                    part.etag,
                    part.modified.as_millisecond(),
                    to_json(&part.checksum)?
                ])?;
                Ok(())
            });
            bytes.temporary.keep_unless_refused(committed)?;
            inner.tidy(Some(&file));
            Ok(part)
        })
        .await
    }

    /// A page of an upload's parts: those after number `after`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn parts(&self, upload: &UploadInfo, after: u32, limit: usize) -> Result<PartsPage, StorageError> {
        let content = upload.content;
        self.run(move |inner| {
            inner.index.read(|connection| {
                let sql = "SELECT number, etag, size, modified, checksum FROM segment
                           WHERE content = ?1 AND number > ?2 ORDER BY number";
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(params![content, after])?;
                let mut page = PartsPage::default();
                while let Some(row) = rows.next()? {
                    if page.parts.len() >= limit {
                        page.truncated = true;
                        break;
                    }
                    page.parts.push(part_info(row)?);
                }
                Ok(page)
            })
        })
        .await
    }

    /// Makes the parts the object of the upload's key; parts that are not listed are given up. Durable when this
    /// returns.
    ///
    /// `parts` is in ascending order, without repetition and not empty; the caller has checked that. `claimed` is the
    /// checksum of the whole that the client expects.
    ///
    /// # Errors
    /// [`StorageError::NoSuchUpload`], [`StorageError::InvalidPart`], [`StorageError::PartTooSmall`],
    /// [`StorageError::ChecksumMismatch`], [`StorageError::ConditionFailed`], [`StorageError::NoSuchKey`]; or the
    /// index cannot be written. The upload goes on as it was then.
    pub async fn complete_upload(
        &self,
        scope: &str,
        key: &str,
        id: &str,
        parts: Vec<CompletedPart>,
        claimed: Option<(ChecksumAlgorithm, String)>,
        condition: WriteCondition,
    ) -> Result<ObjectInfo, StorageError> {
        let (scope, key, id) = (scope.to_owned(), key.to_owned(), id.to_owned());
        self.run(move |inner| {
            let modified = inner.now()?;
            let info = inner.index.write(|transaction, closed| {
                check_open(closed, &scope)?;
                let upload = find_upload(transaction, &scope, &key, &id)?.ok_or(StorageError::NoSuchUpload)?;
                let mut uploaded = all_parts(transaction, upload.content)?;
                let chosen = choose(&mut uploaded, &parts)?;
                for number in uploaded.keys() {
                    discard_segment(transaction, upload.content, *number)?;
                }
                let info = describe(&upload, &chosen, modified)?;
                if let Some((algorithm, value)) = &claimed
                    && info.checksum.as_ref().is_none_or(|c| c.algorithm != *algorithm || c.value != *value)
                {
                    return Err(StorageError::ChecksumMismatch);
                }
                replace_object(transaction, &scope, &info, upload.content, &condition)?;
                delete_upload(transaction, &scope, &key, &id)?;
                Ok(info)
            })?;
            inner.tidy(None);
            Ok(info)
        })
        .await
    }

    /// Gives an upload up.
    ///
    /// # Errors
    /// [`StorageError::NoSuchUpload`]; or the index cannot be written.
    pub async fn abort_upload(&self, scope: &str, key: &str, id: &str) -> Result<(), StorageError> {
        let (scope, key, id) = (scope.to_owned(), key.to_owned(), id.to_owned());
        self.run(move |inner| {
            inner.free_room(|transaction| {
                let upload = find_upload(transaction, &scope, &key, &id)?.ok_or(StorageError::NoSuchUpload)?;
                discard_content(transaction, upload.content)?;
                delete_upload(transaction, &scope, &key, &id)
            })?;
            inner.tidy_freed();
            Ok(())
        })
        .await
    }

    /// A page of a bucket's uploads under way.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn uploads(&self, scope: &str, query: UploadsQuery) -> Result<UploadsPage, StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| inner.index.read(|connection| list_uploads(connection, &scope, &query))).await
    }
}

/// Gives up all uploads of a bucket.
pub(super) fn discard_uploads(transaction: &Transaction<'_>, scope: &str) -> Result<(), StorageError> {
    let mut statement = transaction.prepare_cached("SELECT content FROM upload WHERE bucket = ?1")?;
    let contents = statement.query_map(params![scope], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for content in contents {
        discard_content(transaction, content)?;
    }
    transaction.prepare_cached("DELETE FROM upload WHERE bucket = ?1")?.execute(params![scope])?;
    Ok(())
}

fn find_upload(connection: &Connection, scope: &str, key: &str, id: &str) -> Result<Option<UploadInfo>, StorageError> {
    let sql = "SELECT key, id, initiated, kept, content FROM upload WHERE bucket = ?1 AND key = ?2 AND id = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![scope, key.as_bytes(), id])?;
    rows.next()?.map(upload_info).transpose()
}

fn delete_upload(transaction: &Transaction<'_>, scope: &str, key: &str, id: &str) -> Result<(), StorageError> {
    let sql = "DELETE FROM upload WHERE bucket = ?1 AND key = ?2 AND id = ?3";
    transaction.prepare_cached(sql)?.execute(params![scope, key.as_bytes(), id])?;
    Ok(())
}

fn upload_info(row: &Row<'_>) -> Result<UploadInfo, StorageError> {
    Ok(UploadInfo {
        key: key_of(row, 0)?,
        id: row.get(1)?,
        initiated: time(row.get(2)?)?,
        upload: from_json(row.get_ref(3)?.as_str().unwrap_or_default())?,
        content: row.get(4)?,
    })
}

fn part_info(row: &Row<'_>) -> Result<PartInfo, StorageError> {
    let checksum: Option<String> = row.get(4)?;
    Ok(PartInfo {
        number: from_db(row.get(0)?)?,
        etag: row.get(1)?,
        size: from_db(row.get(2)?)?,
        modified: time(row.get(3)?)?,
        checksum: checksum.map_or(Ok(None), |text| from_json(&text))?,
    })
}

fn all_parts(connection: &Connection, content: i64) -> Result<BTreeMap<u32, PartInfo>, StorageError> {
    let sql = "SELECT number, etag, size, modified, checksum FROM segment WHERE content = ?1 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![content])?;
    let mut parts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let part = part_info(row)?;
        parts.insert(part.number, part);
    }
    Ok(parts)
}

/// Takes the listed parts out of the uploaded ones, checking each.
fn choose(uploaded: &mut BTreeMap<u32, PartInfo>, listed: &[CompletedPart]) -> Result<Vec<PartInfo>, StorageError> {
    let mut chosen = Vec::with_capacity(listed.len());
    for part in listed {
        let found = uploaded.remove(&part.number).ok_or(StorageError::InvalidPart(part.number))?;
        let same_checksum = part.checksum.as_ref().is_none_or(|(algorithm, value)| {
            found.checksum.as_ref().is_some_and(|c| c.algorithm == *algorithm && c.value == *value)
        });
        if found.etag != part.etag || !same_checksum {
            return Err(StorageError::InvalidPart(part.number));
        }
        chosen.push(found);
    }
    if let Some((_last, others)) = chosen.split_last()
        && let Some(small) = others.iter().find(|part| part.size < MIN_PART_BYTES)
    {
        return Err(StorageError::PartTooSmall(small.number, small.etag.clone(), small.size));
    }
    Ok(chosen)
}

/// The object that these parts make.
fn describe(upload: &UploadInfo, parts: &[PartInfo], modified: Timestamp) -> Result<ObjectInfo, StorageError> {
    let values = || parts.iter().filter_map(|part| part.checksum.as_ref().map(|c| (c.value.as_str(), part.size)));
    let algorithm = upload.upload.algorithm;
    let value = match upload.upload.kind {
        ChecksumType::FullObject => join_full_object(algorithm, values()),
        ChecksumType::Composite => join_composite(algorithm, values().map(|(value, _)| value)),
    };
    let etag = join_etags(parts.iter().map(|part| part.etag.as_str()));
    Ok(ObjectInfo {
        key: upload.key.clone(),
        size: parts.iter().fold(0, |sum, part| sum.saturating_add(part.size)),
        etag: etag.ok_or(StorageError::Damaged("a part's entity tag is not an MD5"))?,
        modified,
        checksum: value.map(|value| Checksum { algorithm, value, kind: upload.upload.kind }),
        metadata: upload.upload.metadata.clone(),
    })
}

fn list_uploads(connection: &Connection, scope: &str, query: &UploadsQuery) -> Result<UploadsPage, StorageError> {
    let mut page = UploadsPage::default();
    if query.limit == 0 {
        return Ok(page);
    }
    // With an id the marker's own key is listed again, from that id on.
    let same_key = !query.after_id.is_empty() && common_prefix(&query.after, &query.prefix, &query.delimiter).is_none();
    let start = if same_key && query.after.starts_with(&query.prefix) {
        query.after.as_bytes().to_vec()
    } else {
        first_candidate(&query.prefix, &query.delimiter, &query.after)
    };
    let sql = "SELECT key, id, initiated, kept, content FROM upload WHERE bucket = ?1 AND key >= ?2 ORDER BY key, id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![scope, start])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let upload = upload_info(row)?;
        if !upload.key.starts_with(&query.prefix) {
            break;
        }
        if same_key && upload.key == query.after && upload.id <= query.after_id {
            continue;
        }
        let rolled = common_prefix(&upload.key, &query.prefix, &query.delimiter);
        if rolled.is_some() && rolled == page.common_prefixes.last().map(String::as_str) {
            continue;
        }
        if page.uploads.len() + page.common_prefixes.len() >= query.limit {
            page.next = last;
            break;
        }
        if let Some(rolled) = rolled {
            last = Some((rolled.to_owned(), String::new()));
            page.common_prefixes.push(rolled.to_owned());
        } else {
            last = Some((upload.key.clone(), upload.id.clone()));
            page.uploads.push(upload);
        }
    }
    Ok(page)
}
