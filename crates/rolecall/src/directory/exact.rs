//! Lists that are read into no more memory than their items take: a list that grows makes room for four at first. For lists that
//! many entities have.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt::Formatter;
use std::marker::PhantomData;

/// Reads the list of an entity: `#[serde(deserialize_with = "super::exact_list")]`.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct List<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            collect(|| items.next_element())
        }
    }

    deserializer.deserialize_seq(List(PhantomData))
}

/// All items of `next`. Most lists have one, for which no memory is moved.
pub(super) fn collect<T, E>(mut next: impl FnMut() -> Result<Option<T>, E>) -> Result<Vec<T>, E> {
    let mut list = Vec::new();
    while let Some(item) = next()? {
        if list.is_empty() {
            list.reserve_exact(1);
        }
        list.push(item);
    }
    list.shrink_to_fit();
    Ok(list)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_has_no_room_to_spare() {
        for (text, length) in [("[]", 0), ("[1]", 1), ("[1, 2]", 2), ("[1, 2, 3, 4, 5]", 5)] {
            let list: Vec<u8> = super::list(&mut serde_json::Deserializer::from_str(text)).unwrap();
            assert_eq!(list.capacity(), length, "{text}");
            assert!((1..).take(length).eq(list), "{text}");
        }
        assert!(super::list::<_, u8>(&mut serde_json::Deserializer::from_str("[1, true]")).is_err());
        assert!(super::list::<_, u8>(&mut serde_json::Deserializer::from_str("{}")).is_err());
    }
}
