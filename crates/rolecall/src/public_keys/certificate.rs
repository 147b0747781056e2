//! X.509 certificates.

use super::der::{self, Element, Reader};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// A certificate, as far as IAM needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    /// The first moment at which it is valid.
    pub not_before: Timestamp,
    /// The last one.
    pub not_after: Timestamp,
    pub(super) issuer: Vec<u8>,
    pub(super) subject: Vec<u8>,
    /// The object identifier of the public key's algorithm.
    pub(super) key_algorithm: Vec<u8>,
    /// The public key: an `RSAPublicKey`, or a point of a curve.
    pub(super) key: Vec<u8>,
    /// What is signed.
    pub(super) signed: Vec<u8>,
    /// The object identifier of the signature's algorithm.
    pub(super) signature_algorithm: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

impl Certificate {
    /// The only certificate in a text in PEM. `None` if there is none, more than one, or one that is malformed.
    #[must_use]
    pub fn from_pem(text: &str) -> Option<Self> {
        let mut all = Self::all_from_pem(text, 1)?;
        all.pop()
    }

    /// The certificates in a text in PEM, in their order, at least one and at most `limit`.
    #[must_use]
    pub fn all_from_pem(text: &str, limit: usize) -> Option<Vec<Self>> {
        let mut all = Vec::new();
        for der in CertificateDer::pem_slice_iter(text.as_bytes()) {
            if all.len() == limit {
                return None;
            }
            all.push(Self::from_der(&der.ok()?)?);
        }
        (!all.is_empty()).then_some(all)
    }

    /// A certificate in DER, with nothing behind it.
    #[must_use]
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let mut reader = Reader(der);
        let mut outer = reader.sequence().filter(|_| reader.is_at_end())?;
        let signed = outer.expect(der::SEQUENCE)?;
        let signature_algorithm = algorithm(&mut outer)?;
        let signature = outer.bits().filter(|_| outer.is_at_end())?;

        let mut inner = Reader(signed.content);
        // The version, absent from the first.
        let mut ahead = inner;
        if ahead.element()?.tag == 0xa0 {
            inner = ahead;
        }
        inner.expect(der::INTEGER)?;
        algorithm(&mut inner)?;
        let issuer = inner.expect(der::SEQUENCE)?;
        let mut validity = inner.sequence()?;
        let (not_before, not_after) = (time(validity.element()?)?, time(validity.element()?)?);
        let subject = inner.expect(der::SEQUENCE)?;
        let mut key_info = inner.sequence()?;
        let key_algorithm = algorithm(&mut key_info)?;
        let key = key_info.bits().filter(|_| key_info.is_at_end())?;
        Some(Self {
            der: der.to_vec(),
            not_before,
            not_after,
            issuer: issuer.whole.to_vec(),
            subject: subject.whole.to_vec(),
            key_algorithm: key_algorithm.to_vec(),
            key: key.to_vec(),
            signed: signed.whole.to_vec(),
            signature_algorithm: signature_algorithm.to_vec(),
            signature: signature.to_vec(),
        })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it is valid at this time.
    #[must_use]
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&time)
    }
}

/// The object identifier of an `AlgorithmIdentifier`.
fn algorithm<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    reader.sequence()?.expect(der::OBJECT_IDENTIFIER).map(|element| element.content)
}

/// A `Time`: two or four digits of the year, then month, day, hour, minute, second, and `Z` (RFC 5280).
fn time(element: Element<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(element.content).ok()?.strip_suffix('Z')?;
    let year_digits = match element.tag {
        der::UTC_TIME => 2,
        der::GENERALIZED_TIME => 4,
        _ => return None,
    };
    if text.len() != year_digits + 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = text.split_at_checked(year_digits)?;
    let year: i16 = year.parse().ok()?;
    let year = match year_digits {
        2 if year >= 50 => 1900 + year,
        2 => 2000 + year,
        _ => year,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let time = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of the stories of credentials.
    fn document(name: &str) -> String {
        let stories = include_str!("../../tests/tables/stories/credentials.txt");
        let line = stories.lines().find_map(|line| line.strip_prefix('@')?.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().replace("\\n", "\n")
    }

    /// A certificate is read whole or not at all, and one text has as many as are asked for.
    #[test]
    fn cut_certificates_are_refused() {
        let web = Certificate::from_pem(&document("web-cert")).unwrap();
        assert_eq!(web.not_after.to_string(), "2049-12-31T00:00:00Z");
        for end in 0..web.der().len() {
            assert_eq!(Certificate::from_der(web.der().split_at(end).0), None, "{end}");
        }
        assert_eq!(Certificate::from_der(&[web.der(), &[0]].concat()), None, "something behind it");
        let root = document("root-cert");
        let many = |count: usize| format!("{root}\n").repeat(count);
        assert_eq!(Certificate::all_from_pem(&many(3), 3).unwrap().len(), 3);
        assert_eq!(Certificate::all_from_pem(&many(4), 3), None);
        assert_eq!(Certificate::all_from_pem("", 3), None);
    }

    /// R4.83: a chain whose last certificate vouches for itself holds, and one that is out of order does not.
    #[test]
    fn chains_hold_in_their_order() {
        let one = |name| Certificate::from_pem(&document(name)).unwrap();
        let (web, inter, root) = (one("web-cert"), one("inter-cert"), one("root-cert"));
        let first_invalid = |chain: &[&Certificate]| {
            let chain: Vec<Certificate> = chain.iter().map(|it| (*it).clone()).collect();
            crate::public_keys::chain::first_invalid(&web, &chain)
        };
        assert_eq!(first_invalid(&[&inter]), None);
        assert_eq!(first_invalid(&[&inter, &root, &root]), None);
        assert_eq!(first_invalid(&[&root, &inter]), Some(0));
        assert_eq!(first_invalid(&[&inter, &inter]), Some(1));
        let mut forged = inter.clone();
        forged.key.reverse();
        assert_eq!(first_invalid(&[&forged]), Some(0), "the name alone does not do");
    }

    fn read(tag: u8, text: &str) -> Option<String> {
        time(Element { tag, content: text.as_bytes(), whole: &[] }).map(|time| time.to_string())
    }

    /// RFC 5280, section 4.1.2.5.
    #[test]
    fn both_forms_of_time() {
        assert_eq!(read(der::UTC_TIME, "491231235959Z").as_deref(), Some("2049-12-31T23:59:59Z"));
        assert_eq!(read(der::UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(read(der::GENERALIZED_TIME, "20500101000000Z").as_deref(), Some("2050-01-01T00:00:00Z"));
        for text in ["491231235959", "4912312359Z", "491331235959Z", "49123123595éZ", "+91231235959Z", ""] {
            assert_eq!(read(der::UTC_TIME, text), None, "{text}");
        }
        assert_eq!(read(der::INTEGER, "491231235959Z"), None);
    }
}
