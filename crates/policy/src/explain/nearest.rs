//! Of the values that a policy lists the ones most like what the request has.

use std::cmp::Reverse;

use crate::document::Span;
use crate::evaluate::Asked;
use crate::matching::action::ActionForm;

/// Longer lists are shown in part.
const SHOWN: usize = 3;

/// How like a pattern is to a value, judged by its two ends. The greatest is the likest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Likeness {
    /// Both ends agree as far as the pattern is literal.
    pub(super) fits: bool,
    /// How many bytes agree at the ends.
    same: usize,
    /// How many do not.
    different: Reverse<usize>,
}

impl Likeness {
    /// Nothing is likelier than what matches.
    pub(super) const WHOLE: Self = Self { fits: true, same: usize::MAX, different: Reverse(0) };

    /// Compares ignoring case, so that what differs in case only is near.
    pub(super) fn of(pattern: &str, value: &str) -> Self {
        Self::with(pattern, value, |a, b| a.eq_ignore_ascii_case(&b))
    }

    /// Compares case as well.
    pub(super) fn exact(pattern: &str, value: &str) -> Self {
        Self::with(pattern, value, |a, b| a == b)
    }

    fn with(pattern: &str, value: &str, equal: impl Fn(u8, u8) -> bool) -> Self {
        let (written, asked) = (pattern.as_bytes(), value.as_bytes());
        let open = |byte: u8| matches!(byte, b'*' | b'?' | b'$' | b'}');
        let agree = |(a, b): &(&u8, &u8)| !open(**a) && equal(**a, **b);
        let front = written.iter().zip(asked).take_while(agree).count();
        let rest = written.get(front..).unwrap_or_default();
        let asked_rest = asked.get(front..).unwrap_or_default();
        let back = rest.iter().rev().zip(asked_rest.iter().rev()).take_while(agree).count();
        let middle = rest.get(..rest.len().saturating_sub(back)).unwrap_or_default();
        let fits = match (middle.first(), middle.last()) {
            (Some(first), Some(last)) => open(*first) && open(*last),
            _ => asked_rest.len() == back,
        };
        let opens = middle.iter().filter(|byte| open(**byte)).count();
        let left = middle.len() - opens;
        let over = if opens > 0 { 0 } else { asked_rest.len().saturating_sub(back) };
        Self { fits, same: front + back, different: Reverse(left + over) }
    }
}

/// The action that is asked, ready to be held against many patterns.
#[derive(Clone, Copy)]
pub(super) struct NearAction<'n, 'a> {
    asked: &'n Asked<'a>,
    text: &'a str,
    ascii: bool,
}

impl<'n, 'a> NearAction<'n, 'a> {
    pub(super) fn new(asked: &'n Asked<'a>) -> Self {
        let text = asked.action.text;
        Self { asked, text, ascii: text.is_ascii() }
    }

    /// [`Likeness::WHOLE`] if the pattern matches, the least if it is of another service.
    #[inline]
    pub(super) fn likeness(&self, pattern: &str) -> Likeness {
        if self.is_elsewhere(pattern) { Likeness::default() } else { self.closely(pattern) }
    }

    /// Policies list thousands of actions, nearly all of other services: those are told by the place of the colon.
    #[inline]
    pub(super) fn is_elsewhere(&self, pattern: &str) -> bool {
        let bytes = pattern.as_bytes();
        self.ascii && bytes.get(self.asked.action.service.len()) != Some(&b':') && bytes.first() != Some(&b'*')
    }

    fn closely(&self, pattern: &str) -> Likeness {
        let colon = self.asked.action.service.len();
        let like = match (pattern.get(..colon), self.text.get(..colon)) {
            (Some(service), Some(own)) if service.eq_ignore_ascii_case(own) => Likeness::of(pattern, self.text),
            _ => Likeness::default(),
        };
        // Only what may match is asked, which is rare. Folding makes more equal than meets the eye beyond ASCII.
        let may_match = like.fits || pattern.starts_with('*') || !self.ascii || !pattern.is_ascii();
        let matches = || ActionForm::of(pattern).matches(pattern, self.asked.action, &self.asked.matcher);
        if may_match && matches() { Likeness::WHOLE } else { like }
    }
}

/// The values to show, and the place of them.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    pub(super) values: Vec<Box<str>>,
    /// How many are left out.
    pub(super) more: u32,
    pub(super) span: Option<Span>,
}

impl Nearest {
    /// Of a short list all, in the order of the text; of a long one the likest, those first. The place is that of all of a
    /// short list on one line, otherwise that of the likest value.
    pub(super) fn of<'v>(
        values: impl ExactSizeIterator<Item = (&'v str, Span)>,
        likeness: impl Fn(&str) -> Likeness,
        text: &str,
    ) -> Self {
        let mut best: Vec<(Likeness, &str, Span)> = Vec::with_capacity(SHOWN + 1);
        let count = values.len();
        let (mut first, mut last) = (None, None);
        for (name, place) in values {
            first = first.or(Some(place));
            last = Some(place);
            let like = likeness(name);
            // Most of a long list is not like at all.
            if best.len() == SHOWN
                && (like == Likeness::default() || best.last().is_some_and(|(least, _, _)| *least >= like))
            {
                continue;
            }
            // Of equals the first stays first.
            let at = best.partition_point(|(other, _, _)| *other >= like);
            if at < SHOWN {
                best.insert(at, (like, name, place));
                best.truncate(SHOWN);
            }
        }
        let more = count - best.len();
        let mut span = best.first().map(|best| best.2);
        if more == 0
            && let (Some(first), Some(last)) = (first, last)
        {
            best.sort_unstable_by_key(|(_, _, span)| *span);
            let whole = Span { start: first.start, end: last.end };
            let one_line = text.get(whole.start as usize..whole.end as usize).is_some_and(|text| !text.contains('\n'));
            span = if one_line { Some(whole) } else { span };
        }
        let values = best.into_iter().map(|(_, value, _)| value.into()).collect();
        Self { values, more: u32::try_from(more).unwrap_or(u32::MAX), span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest<'a>(patterns: &[&'a str], asked: &str) -> &'a str {
        patterns
            .iter()
            .copied()
            .reduce(|a, b| if Likeness::of(b, asked) > Likeness::of(a, asked) { b } else { a })
            .unwrap()
    }

    /// What a person would point at.
    #[test]
    fn the_likest_pattern() {
        for (patterns, asked, expected) in [
            (&["s3:GetObject", "s3:ListAllMyBuckets", "s3:PutObject"][..], "s3:ListBucket", "s3:ListAllMyBuckets"),
            (&["s3:GetObject", "s3:*"], "s3:PutObject", "s3:*"),
            (&["s3:Get*", "s3:ListBucket"], "s3:ListBuckets", "s3:ListBucket"),
            (&["arn:aws:s3:::a/*", "arn:aws:s3:::data/*"], "arn:aws:s3:::DATA/x", "arn:aws:s3:::data/*"),
            (&["arn:aws:s3:::data", "arn:aws:s3:::*/b"], "arn:aws:s3:::data/a", "arn:aws:s3:::data"),
            (&["", "x"], "", ""),
        ] {
            assert_eq!(nearest(patterns, asked), expected, "{asked}");
        }
    }

    #[test]
    fn a_pattern_with_one_wildcard_fits_what_it_matches() {
        for (pattern, value, fits) in [
            ("a*c", "abc", true),
            ("a*c", "ac", true),
            ("a*", "a", true),
            ("ab*ba", "aba", false),
            ("a*c", "abd", false),
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(Likeness::exact(pattern, value).fits, fits, "{pattern} {value}");
        }
        assert!(Likeness::of("A*", "ab").fits && !Likeness::exact("A*", "ab").fits);
    }
}
