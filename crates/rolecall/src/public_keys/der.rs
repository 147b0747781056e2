//! DER, as far as certificates and keys need it: elements with one byte of tag, read front to back, each byte once.

/// `INTEGER`.
pub(super) const INTEGER: u8 = 0x02;
/// `BIT STRING`.
pub(super) const BIT_STRING: u8 = 0x03;
/// `OBJECT IDENTIFIER`.
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
/// `UTCTime`.
pub(super) const UTC_TIME: u8 = 0x17;
/// `GeneralizedTime`.
pub(super) const GENERALIZED_TIME: u8 = 0x18;
/// `SEQUENCE`.
pub(super) const SEQUENCE: u8 = 0x30;

/// `rsaEncryption`, 1.2.840.113549.1.1.1.
pub(super) const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// What is left to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// One element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// Tag, length and content.
    pub(super) whole: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Whether everything has been read.
    pub(super) fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// The next element; `None` if it is cut off, or its length is not written in the shortest way.
    pub(super) fn element(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        // A tag with more bytes occurs in neither certificates nor keys.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, mut rest) = rest.split_first()?;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let count = usize::from(first & 0x7f);
            let (digits, after) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
            rest = after;
            let length = digits.iter().fold(0usize, |length, digit| (length << 8) | usize::from(*digit));
            let shortest = digits.first() != Some(&0) && length >= 0x80;
            if !shortest {
                return None;
            }
            length
        };
        let (content, after) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - after.len())?;
        self.0 = after;
        Some(Element { tag, content, whole })
    }

    /// The next element, if it has this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.element().filter(|element| element.tag == tag)
    }

    /// The content of the next element, a sequence.
    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.expect(SEQUENCE).map(|element| Self(element.content))
    }

    /// The bytes of the next element, a bit string of whole bytes.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        let (unused, bytes) = self.expect(BIT_STRING)?.content.split_first()?;
        (*unused == 0).then_some(bytes)
    }

    /// The next element, a positive integer: its bytes without leading zeros.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        let content = self.expect(INTEGER)?.content;
        match content {
            [0, rest @ ..] if !rest.is_empty() => Some(rest).filter(|rest| rest.first().is_some_and(|it| *it >= 0x80)),
            [first, ..] if (1..0x80).contains(first) => Some(content),
            _ => None,
        }
    }
}

/// An element of this tag and content.
pub(super) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        _ => {
            let digits = content.len().to_be_bytes();
            let digits: Vec<u8> = digits.into_iter().skip_while(|digit| *digit == 0).collect();
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or(8));
            out.extend(digits);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A positive integer of these bytes, which have no leading zeros.
pub(super) fn positive(bytes: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if bytes.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
    element(INTEGER, &[sign, bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written is read again, at the edges of the forms of a length.
    #[test]
    fn lengths_come_back() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000] {
            let bytes = element(SEQUENCE, &vec![7; length]);
            let mut reader = Reader(&bytes);
            let read = reader.element().unwrap();
            assert_eq!((read.tag, read.content.len(), read.whole), (SEQUENCE, length, &*bytes));
            assert!(reader.is_at_end());
            assert!(Reader(&bytes[..bytes.len() - 1]).element().is_none(), "cut off");
        }
    }

    /// Lengths that are not the shortest, indefinite or too long, and long tags, are refused.
    #[test]
    fn other_forms_are_refused() {
        for bytes in [
            &[0x30, 0x80, 0, 0][..],
            &[0x30, 0x81, 0x01, 0],
            &[0x30, 0x82, 0, 0x80],
            &[0x30, 0x85, 1, 0, 0, 0, 0],
            &[0x1f, 0x01, 0],
            &[0x30],
            &[],
        ] {
            assert!(Reader(bytes).element().is_none(), "{bytes:x?}");
        }
        for bytes in [&[2, 1, 0][..], &[2, 0], &[2, 1, 0x80], &[2, 2, 0, 0x7f]] {
            assert!(Reader(bytes).positive().is_none(), "{bytes:x?}");
        }
        assert_eq!(Reader(&positive(&[0x80, 1])).positive(), Some(&[0x80, 1][..]));
        assert_eq!(Reader(&positive(&[0x7f])).positive(), Some(&[0x7f][..]));
    }
}
