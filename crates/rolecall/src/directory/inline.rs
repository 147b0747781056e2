//! The inline policies of a user, group or role.

use super::exact;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Formatter;

/// Inline policies, by name: texts as sent.
///
/// A world has many holders and each has few policies. A list in order takes what its texts take; a node of a [`BTreeMap`] has
/// room for eleven entries, some 500 bytes, however many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InlinePolicies(Vec<(String, String)>);

impl InlinePolicies {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Name and text, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> + Clone {
        self.0.iter().map(|(name, text)| (name, text))
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The policy of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&String> {
        let at = self.place(name).ok()?;
        self.0.get(at).map(|(_, text)| text)
    }

    /// Puts a policy in place of the one of its name, if there is one.
    pub fn insert(&mut self, name: String, text: String) {
        match self.place(&name) {
            Ok(at) => {
                if let Some(there) = self.0.get_mut(at) {
                    *there = (name, text);
                }
            }
            Err(at) => self.0.insert(at, (name, text)),
        }
    }

    /// Removes the policy of this name, if there is one.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.place(name) {
            self.0.remove(at);
        }
    }

    /// Where the name is, or would be.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(there, _)| there.as_str().cmp(name))
    }
}

/// Of several policies of one name the last stays.
impl FromIterator<(String, String)> for InlinePolicies {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(policies: I) -> Self {
        let in_order: BTreeMap<String, String> = policies.into_iter().collect();
        let mut list: Vec<_> = in_order.into_iter().collect();
        list.shrink_to_fit();
        Self(list)
    }
}

impl Serialize for InlinePolicies {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for InlinePolicies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Policies;

        impl<'de> Visitor<'de> for Policies {
            type Value = InlinePolicies;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("policies by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InlinePolicies, A::Error> {
                let list = exact::collect(|| map.next_entry::<String, String>())?;
                let in_order = list.is_sorted_by(|(one, _), (next, _)| one < next);
                // They are written in order.
                Ok(if in_order { InlinePolicies(list) } else { list.into_iter().collect() })
            }
        }

        deserializer.deserialize_map(Policies)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A map is read in any order, and of two policies of one name the last stays.
    #[test]
    fn they_are_read_in_any_order() {
        for (text, written) in [
            ("{}", "{}"),
            (r#"{"a":"1"}"#, r#"{"a":"1"}"#),
            (r#"{"b":"1","c":"2","a":"3"}"#, r#"{"a":"3","b":"1","c":"2"}"#),
            (r#"{"a":"1","a":"2"}"#, r#"{"a":"2"}"#),
            (r#"{"b":"1","a":"2","b":"3"}"#, r#"{"a":"2","b":"3"}"#),
        ] {
            let policies: InlinePolicies = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&policies).unwrap(), written, "{text}");
            assert_eq!(policies.0.len(), policies.0.capacity(), "{text}");
        }
    }

    proptest! {
        /// Whatever is put and removed, it is the map that it is read from and written as.
        #[test]
        fn they_are_a_map(changes in proptest::collection::vec(("[a-d]{0,2}", any::<Option<u8>>()), 0..30)) {
            let (mut policies, mut map) = (InlinePolicies::default(), BTreeMap::new());
            for (name, change) in changes {
                match change {
                    Some(text) => {
                        policies.insert(name.clone(), text.to_string());
                        map.insert(name, text.to_string());
                    }
                    None => {
                        policies.remove(&name);
                        map.remove(&name);
                    }
                }
                prop_assert!(policies.iter().eq(&map) && policies.names().eq(map.keys()));
                prop_assert_eq!(policies.is_empty(), map.is_empty());
            }
            for name in ["", "a", "bb", "d"] {
                prop_assert_eq!(policies.get(name), map.get(name));
            }
            let written = serde_json::to_string(&policies).unwrap();
            prop_assert_eq!(&written, &serde_json::to_string(&map).unwrap());
            prop_assert_eq!(serde_json::from_str::<InlinePolicies>(&written).unwrap(), policies);
        }
    }
}
