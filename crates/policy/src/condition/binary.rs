//! `BinaryEquals`: bytes, written in base64 on both sides (R1.67).

use std::sync::LazyLock;

use data_encoding::{BASE64, Encoding};

/// The bytes of each of the policy's values; one that is not base64 matches nothing (R1.41).
#[derive(Debug, Clone)]
pub(super) struct BinaryTest(Box<[Option<Box<[u8]>>]>);

impl BinaryTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>) -> Self {
        Self(values.map(decode).collect())
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        decode(value).is_some_and(|bytes| self.0.iter().flatten().any(|own| *own == bytes))
    }
}

/// Base64 of which the last digit may have bits that are of no byte. R1.67 asks for padding and no more.
static LENIENT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = BASE64.specification();
    specification.check_trailing_bits = false;
    specification.encoding().unwrap_or(BASE64)
});

fn decode(text: &str) -> Option<Box<[u8]>> {
    // The decoder would also read several padded texts one after the other; padding ends a text.
    if text.trim_end_matches('=').contains('=') {
        return None;
    }
    LENIENT.decode(text.as_bytes()).ok().map(Vec::into_boxed_slice)
}
