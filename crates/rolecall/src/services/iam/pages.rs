//! Lists in pages (R4.4).
//!
//! A page ends with a marker that names its last item. The marker is valid for the same operation, account and filters
//! only. Items are ordered by a key that does not change, so that what is added or removed
//! between two pages neither repeats nor hides the others.

use super::errors;
use crate::api::error::ApiError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use std::ops::Range;

/// Items of a page, unless `MaxItems` is given.
const DEFAULT_ITEMS: usize = 100;

/// Bytes of a marker that bind it to its call.
const BINDING: usize = 12;

/// Which list is read, and which part of it.
#[derive(Debug, Clone)]
pub(super) struct List<'a> {
    call: digest::Digest,
    marker: Option<&'a str>,
    max_items: usize,
}

/// One page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page<T> {
    /// The items.
    pub(super) items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub(super) marker: Option<String>,
}

impl<T> Page<T> {
    /// `IsTruncated`.
    pub(super) fn is_truncated(&self) -> Option<bool> {
        Some(self.marker.is_some())
    }

    /// The output of a list operation: made of the items as they are shown, `IsTruncated` and `Marker`.
    pub(super) fn output<U, O>(
        self,
        shown: impl FnMut(T) -> U,
        output: impl FnOnce(Vec<U>, Option<bool>, Option<String>) -> O,
    ) -> O {
        let is_truncated = self.is_truncated();
        output(self.items.into_iter().map(shown).collect(), is_truncated, self.marker)
    }
}

impl<'a> List<'a> {
    /// The list that `call` names: operation, account, filters. The shapes keep `max_items` between 1 and 1,000.
    pub(super) fn new(call: &[&str], marker: Option<&'a str>, max_items: Option<i32>) -> Self {
        let mut text = Vec::new();
        for part in call {
            text.extend_from_slice(&(part.len() as u64).to_be_bytes());
            text.extend_from_slice(part.as_bytes());
        }
        let max_items = max_items.and_then(|max| usize::try_from(max).ok()).filter(|max| *max > 0);
        Self { call: digest::digest(&digest::SHA256, &text), marker, max_items: max_items.unwrap_or(DEFAULT_ITEMS) }
    }

    /// The key of the last item of the page before; empty for the first page.
    ///
    /// # Errors
    /// A marker that no page of this list ended with.
    pub(super) fn after(&self) -> Result<String, ApiError> {
        self.marker.map_or(Ok(String::new()), |marker| self.read(marker).ok_or_else(errors::bad_marker))
    }

    /// The requested page of `items`, which are ordered by `key`, a unique text. Items up to [`Self::after`] may be left out.
    ///
    /// # Errors
    /// A marker that no page of this list ended with.
    pub(super) fn page<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<Page<T>, ApiError> {
        let after = self.marker.map(|marker| self.read(marker).ok_or_else(errors::bad_marker)).transpose()?;
        let mut rest = items.into_iter().filter(|item| after.as_ref().is_none_or(|after| key(item) > *after));
        let items: Vec<T> = rest.by_ref().take(self.max_items).collect();
        let more = rest.next().is_some();
        let marker = items.last().filter(|_| more).map(|last| self.marker_after(&key(last)));
        Ok(Page { items, marker })
    }

    /// The requested page of credentials, the oldest first. `age` is when one was made, and its id.
    ///
    /// # Errors
    /// A marker that no page of this list ended with.
    pub(super) fn by_age<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        age: impl Fn(&T) -> (Timestamp, &str),
    ) -> Result<Page<T>, ApiError> {
        let key = |item: &T| {
            let (made, id) = age(item);
            format!("{:020}/{id}", made.as_millisecond())
        };
        let mut items: Vec<T> = items.into_iter().collect();
        items.sort_by_cached_key(&key);
        self.page(items, key)
    }

    fn binding(&self) -> &[u8] {
        self.call.as_ref().get(..BINDING).unwrap_or_default()
    }

    /// The numbers of the page of a list of `count` items that are known by their numbers.
    ///
    /// # Errors
    /// A marker that no page of this list ended with.
    pub(super) fn numbers(&self, count: usize) -> Result<Range<usize>, ApiError> {
        let start = match self.marker {
            None => 0,
            Some(marker) => self
                .read(marker)
                .and_then(|last| last.parse::<usize>().ok())
                .filter(|last| *last < count)
                .map(|last| last + 1)
                .ok_or_else(errors::bad_marker)?,
        };
        Ok(start..start.saturating_add(self.max_items).min(count))
    }

    /// A page of such a list that ends before the item `next`; it may have fewer items than `MaxItems` (R4.4).
    pub(super) fn ending<T>(&self, items: Vec<T>, next: usize, count: usize) -> Page<T> {
        let last = next.checked_sub(1).filter(|_| next < count);
        Page { items, marker: last.map(|last| self.marker_after(&last.to_string())) }
    }

    fn marker_after(&self, key: &str) -> String {
        URL_SAFE_NO_PAD.encode([self.binding(), key.as_bytes()].concat())
    }

    fn read(&self, marker: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(marker).ok()?;
        String::from_utf8(bytes.strip_prefix(self.binding())?.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page<'a>(items: &[&'a str], marker: Option<&str>, max: Option<i32>) -> Result<Page<&'a str>, ApiError> {
        List::new(&["ListUsers", "111122223333", "/"], marker, max).page(items.iter().copied(), |it| (*it).to_owned())
    }

    /// R4.4: without `MaxItems` a page has 100 items.
    #[test]
    fn a_hundred_items_by_default() {
        let names: Vec<String> = (0..101).map(|n| format!("u{n:03}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let first = page(&names, None, None).unwrap();
        assert_eq!((first.items.len(), first.is_truncated()), (100, Some(true)));
        let second = page(&names, first.marker.as_deref(), None).unwrap();
        assert_eq!((second.items, second.marker), (vec!["u100"], None));
        let all = page(&names, None, Some(1000)).unwrap();
        assert_eq!((all.items.len(), all.is_truncated()), (101, Some(false)));
    }

    /// R4.4: a marker is bound to the call.
    #[test]
    fn markers_of_other_calls_are_refused() {
        let marker = page(&["a", "b"], None, Some(1)).unwrap().marker.unwrap();
        assert!(marker.len() <= 320);
        for call in [
            ["ListRoles", "111122223333", "/"],
            ["ListUsers", "444455556666", "/"],
            ["ListUsers", "111122223333", "/x/"],
            ["ListUsers1", "11122223333", "/"],
        ] {
            let other = List::new(&call, Some(&marker), None).page(["a", "b"], |it| (*it).to_owned());
            assert_eq!(other.unwrap_err(), errors::bad_marker());
        }
        for marker in ["", "x", "not base64!", "AAAA"] {
            assert_eq!(page(&["a"], Some(marker), None).unwrap_err(), errors::bad_marker());
        }
    }

    /// R4.4: what goes away between two pages hides nothing.
    #[test]
    fn a_removed_item_does_not_lose_the_place() {
        let marker = page(&["a", "b", "c", "d"], None, Some(2)).unwrap().marker.unwrap();
        assert_eq!(page(&["a", "c", "d"], Some(&marker), None).unwrap().items, ["c", "d"]);
    }

    /// R4.4: numbered items come in pages as well, each once, and markers of other lists are refused.
    #[test]
    fn numbers_come_in_pages() {
        fn list(marker: Option<&str>, max: Option<i32>) -> List<'_> {
            List::new(&["SimulateCustomPolicy"], marker, max)
        }
        assert_eq!(list(None, Some(2)).numbers(5).unwrap(), 0..2);
        let first = list(None, Some(2)).ending(vec!["a", "b"], 2, 5);
        assert_eq!(list(first.marker.as_deref(), None).numbers(5).unwrap(), 2..5);
        assert_eq!(list(None, None).ending(vec!["c", "d", "e"], 5, 5).marker, None);
        assert_eq!(list(None, None).numbers(0).unwrap(), 0..0);
        assert_eq!(list(None, None).ending(Vec::<()>::new(), 0, 0).marker, None);
        for marker in [list(None, None).marker_after("7"), list(None, None).marker_after("x"), "x".to_owned()] {
            assert_eq!(list(Some(&marker), None).numbers(5).unwrap_err(), errors::bad_marker());
        }
    }

    proptest! {
        /// All pages together are the list, in order, each item once.
        #[test]
        fn pages_add_up(names in proptest::collection::btree_set("[a-z]{1,6}", 0..40), max in 1..12i32) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let (mut seen, mut marker) = (Vec::new(), None);
            loop {
                let page = page(&names, marker.as_deref(), Some(max)).unwrap();
                prop_assert!(page.items.len() <= usize::try_from(max).unwrap());
                prop_assert!(page.marker.is_none() || !page.items.is_empty());
                seen.extend(page.items);
                match page.marker {
                    Some(next) => marker = Some(next),
                    None => break,
                }
            }
            prop_assert_eq!(seen, names);
        }
    }
}
