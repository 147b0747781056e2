//! The part of CBOR (RFC 8949) that security keys write: numbers, byte strings, texts, lists and maps, all of known length
//! (the canonical form of CTAP2, section 6).

/// Lists and maps inside each other: CTAP2 allows four.
const MAX_DEPTH: usize = 4;

/// Reads items one after another; `None` where the bytes are not the item that is read.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether everything is read.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// The kind of an item and its argument: a value, a length or a count.
    fn head(&mut self) -> Option<(u8, u64)> {
        let (first, rest) = self.0.split_first()?;
        let (kind, short) = (first >> 5, first & 0x1f);
        let length = match short {
            0..=23 => {
                self.0 = rest;
                return Some((kind, u64::from(short)));
            }
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            // Without a length, or reserved.
            _ => return None,
        };
        let (bytes, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))))
    }

    fn of_kind(&mut self, wanted: u8) -> Option<u64> {
        let (kind, argument) = self.head()?;
        (kind == wanted).then_some(argument)
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(bytes)
    }

    /// A whole number.
    pub(super) fn number(&mut self) -> Option<i64> {
        let (kind, argument) = self.head()?;
        let value = i64::try_from(argument).ok()?;
        match kind {
            0 => Some(value),
            1 => Some(-1 - value),
            _ => None,
        }
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.of_kind(2)?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.of_kind(3)?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// A map; answers the number of its entries, which follow. The count is the sender's word alone.
    pub(super) fn map(&mut self) -> Option<u64> {
        self.of_kind(5)
    }

    /// Leaves an item out, whatever it is.
    pub(super) fn skip(&mut self) -> Option<()> {
        self.skip_within(MAX_DEPTH)
    }

    fn skip_within(&mut self, depth: usize) -> Option<()> {
        let (kind, argument) = self.head()?;
        let inside = match kind {
            // Numbers, and simple values with their bytes.
            0 | 1 | 7 => return Some(()),
            2 | 3 => return self.take(argument).map(drop),
            4 => argument,
            5 => argument.checked_mul(2)?,
            _ => return None,
        };
        let depth = depth.checked_sub(1)?;
        for _ in 0..inside {
            self.skip_within(depth)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of RFC 8949, appendix A.
    #[test]
    fn examples_of_the_standard() {
        for (bytes, number) in [
            (&[0x00][..], 0),
            (&[0x17], 23),
            (&[0x18, 0x18], 24),
            (&[0x19, 0x03, 0xe8], 1000),
            (&[0x1a, 0x00, 0x0f, 0x42, 0x40], 1_000_000),
            (&[0x20], -1),
            (&[0x38, 0x63], -100),
            (&[0x39, 0x01, 0x00], -257),
        ] {
            assert_eq!(Reader::new(bytes).number(), Some(number), "{bytes:x?}");
        }
        assert_eq!(Reader::new(&[0x44, 1, 2, 3, 4]).bytes(), Some(&[1, 2, 3, 4][..]));
        assert_eq!(Reader::new(b"\x64IETF").text(), Some("IETF"));
    }

    /// What is cut, too large, of unknown length or of another kind is nothing.
    #[test]
    fn what_is_wrong_is_nothing() {
        assert_eq!(Reader::new(&[]).number(), None);
        assert_eq!(Reader::new(&[0x19, 0x03]).number(), None);
        assert_eq!(Reader::new(&[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).number(), None);
        assert_eq!(Reader::new(&[0x44, 1, 2, 3]).bytes(), None);
        assert_eq!(Reader::new(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]).bytes(), None);
        assert_eq!(Reader::new(&[0x5f, 0x41, 1, 0xff]).bytes(), None, "of unknown length");
        assert_eq!(Reader::new(&[0x62, 0xc3, 0x28]).text(), None, "not UTF-8");
        assert_eq!(Reader::new(&[0x01]).text(), None);
    }

    /// Anything may be left out, nested four deep and no deeper; a count that is not true ends with the bytes.
    #[test]
    fn skipping_is_bounded() {
        for (bytes, left_out) in [
            (&[0xf5][..], true),
            (&[0xfb, 0, 0, 0, 0, 0, 0, 0, 0], true),
            (&[0x82, 0x01, 0xa1, 0x61, 0x61, 0x41, 0x00], true),
            (&[0x81, 0x81, 0x81, 0x81, 0x01], true),
            (&[0x81, 0x81, 0x81, 0x81, 0x81, 0x01], false),
            (&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1], false),
            (&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1], false),
            (&[0x9f, 0x01, 0xff], false),
        ] {
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.skip().is_some() && reader.is_empty(), left_out, "{bytes:x?}");
        }
    }
}
