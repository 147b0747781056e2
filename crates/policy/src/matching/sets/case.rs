//! Which letters are the same letter when case is ignored (R1.65).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::matching::fold::fold;

/// Outside these, no letter has a case. They leave out the large blocks of letters that have none.
const CASED: [RangeInclusive<char>; 4] =
    ['\0'..='\u{2fff}', '\u{a000}'..='\u{abff}', '\u{fb00}'..='\u{ffff}', '\u{10400}'..='\u{1efff}'];

/// The letters that fold to `folded`, itself excepted. `folded` must be a folded letter.
pub(super) fn others(folded: char) -> &'static [char] {
    static OTHERS: OnceLock<BTreeMap<char, Vec<char>>> = OnceLock::new();
    let others = OTHERS.get_or_init(|| {
        let mut others: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for c in CASED.into_iter().flatten() {
            let folded = fold(c);
            if folded != c {
                others.entry(folded).or_default().push(c);
            }
        }
        others
    });
    others.get(&folded).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.65: classes of one, two and three letters.
    #[test]
    fn a_class_holds_every_letter_that_folds_to_the_same() {
        for (folded, expected) in [
            ('1', &[][..]),
            (':', &[]),
            ('a', &['A']),
            ('k', &['K', '\u{212a}']),
            ('s', &['S', '\u{17f}']),
            ('é', &['É']),
            ('θ', &['Θ', 'ϑ', 'ϴ']),
        ] {
            assert_eq!(others(folded), expected, "{folded}");
        }
    }

    /// In all of Unicode: no letter is left out, and folding twice is folding once.
    #[test]
    fn all_of_unicode_is_known() {
        for c in char::MIN..=char::MAX {
            let folded = fold(c);
            if folded != c {
                assert!(others(folded).contains(&c), "{c}");
                assert_eq!(fold(folded), folded, "{c}");
            }
        }
    }
}
