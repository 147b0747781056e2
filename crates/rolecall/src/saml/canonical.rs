//! Exclusive canonical XML 1.0, without comments: the bytes that signatures of SAML are made over.
//!
//! Each element declares the name spaces that its name and its attributes use, unless an element around it, within what is
//! signed, has declared the same. Prefixes of an `InclusiveNamespaces` list are declared wherever they are in scope.

use super::xml::{Content, Node};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The canonical form of `apex` with all that is in it, except for the element `without` (the signature that is in what it
/// signs). `inclusive` are the prefixes of the list; `#default` stands for none.
#[must_use]
pub(super) fn canonical(apex: Node<'_>, without: Option<Node<'_>>, inclusive: &[&str]) -> Vec<u8> {
    let mut writer =
        Writer { out: String::new(), without, inclusive, scope: Scope::default(), written: Scope::default() };
    let mut around: Vec<Node<'_>> = std::iter::successors(apex.parent(), |node| node.parent()).collect();
    around.reverse();
    around.into_iter().for_each(|node| writer.scope.enter(declared_by(node)));
    writer.element(apex);
    writer.out.into_bytes()
}

fn declared_by(node: Node<'_>) -> impl Iterator<Item = (&str, &str)> {
    node.declarations().iter().map(|(prefix, namespace)| (&**prefix, &**namespace))
}

/// What prefixes mean at a place: for each the name spaces that the elements around declare, outermost first.
#[derive(Default)]
struct Scope<'d>(BTreeMap<&'d str, Vec<&'d str>>);

impl<'d> Scope<'d> {
    fn enter(&mut self, declared: impl Iterator<Item = (&'d str, &'d str)>) {
        for (prefix, namespace) in declared {
            self.0.entry(prefix).or_default().push(namespace);
        }
    }

    fn leave(&mut self, declared: impl Iterator<Item = (&'d str, &'d str)>) {
        for (prefix, _) in declared {
            if let Some(namespaces) = self.0.get_mut(prefix) {
                namespaces.pop();
            }
        }
    }

    fn find(&self, prefix: &str) -> Option<(&'d str, &'d str)> {
        let (prefix, namespaces) = self.0.get_key_value(prefix)?;
        namespaces.last().map(|namespace| (*prefix, *namespace))
    }
}

struct Writer<'d, 'i> {
    out: String,
    without: Option<Node<'d>>,
    inclusive: &'i [&'i str],
    /// What the document declares.
    scope: Scope<'d>,
    /// What the output declares.
    written: Scope<'d>,
}

impl<'d> Writer<'d, '_> {
    /// The tree's depth is bounded, so the recursion is.
    fn element(&mut self, node: Node<'d>) {
        self.scope.enter(declared_by(node));
        let mut used = BTreeMap::new();
        used.insert(node.prefix(), node.namespace());
        let prefixed = node.attributes().iter().filter(|attribute| !attribute.prefix.is_empty());
        used.extend(prefixed.map(|attribute| (&*attribute.prefix, &*attribute.namespace)));
        let listed = self.inclusive.iter().map(|prefix| if *prefix == "#default" { "" } else { prefix });
        used.extend(listed.filter_map(|prefix| self.scope.find(prefix)));
        let written = &self.written;
        used.retain(|prefix, namespace| match written.find(prefix) {
            Some((_, before)) => before != *namespace,
            // The empty default is there without being declared, and so is `xml`.
            None => *prefix != "xml" && !(prefix.is_empty() && namespace.is_empty()),
        });
        self.written.enter(used.iter().map(|(prefix, namespace)| (*prefix, *namespace)));
        let mut attributes: Vec<_> = node.attributes().iter().collect();
        attributes.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));

        self.out.push('<');
        self.name(node.prefix(), node.name());
        for (prefix, namespace) in &used {
            self.out.push_str(" xmlns");
            if !prefix.is_empty() {
                self.out.push(':');
                self.out.push_str(prefix);
            }
            self.value(namespace);
        }
        for attribute in attributes {
            self.out.push(' ');
            self.name(&attribute.prefix, &attribute.name);
            self.value(&attribute.value);
        }
        self.out.push('>');
        for content in node.content() {
            match content {
                Content::Text(text) => self.text(text),
                Content::Element(child) if Some(child) == self.without => {}
                Content::Element(child) => self.element(child),
            }
        }
        self.out.push_str("</");
        self.name(node.prefix(), node.name());
        self.out.push('>');
        self.written.leave(used.into_iter());
        self.scope.leave(declared_by(node));
    }

    fn name(&mut self, prefix: &str, name: &str) {
        if !prefix.is_empty() {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(name);
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        for character in value.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '"' => self.out.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.reference(character),
                _ => self.out.push(character),
            }
        }
        self.out.push('"');
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\r' => self.reference(character),
                _ => self.out.push(character),
            }
        }
    }

    fn reference(&mut self, character: char) {
        // Writing to a text cannot fail.
        let _ = write!(self.out, "&#x{:X};", u32::from(character));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::saml::xml::Document;

    fn of(text: &str, name: &str, inclusive: &[&str]) -> String {
        let document = Document::parse(text.as_bytes()).unwrap();
        let apex = document.all().find(|node| node.name() == name).unwrap();
        String::from_utf8(canonical(apex, None, inclusive)).unwrap()
    }

    /// Only what is used is declared, where it is first used within the apex; attributes are in order.
    #[test]
    fn exclusive() {
        let text = "<r xmlns='d' xmlns:a='A' xmlns:b='B' xmlns:c='C'><b:x z='1' a:y='2' a:b='3' b='4'><b:y/><c:z xmlns:c='C2'/><w/><v xmlns=''/></b:x></r>";
        assert_eq!(
            of(text, "x", &[]),
            "<b:x xmlns:a=\"A\" xmlns:b=\"B\" b=\"4\" z=\"1\" a:b=\"3\" a:y=\"2\"><b:y></b:y>\
             <c:z xmlns:c=\"C2\"></c:z><w xmlns=\"d\"></w><v></v></b:x>"
        );
        // Listed prefixes come along, once for each value.
        assert_eq!(
            of(text, "x", &["c", "#default", "nobody"]),
            "<b:x xmlns=\"d\" xmlns:a=\"A\" xmlns:b=\"B\" xmlns:c=\"C\" b=\"4\" z=\"1\" a:b=\"3\" a:y=\"2\"><b:y></b:y>\
             <c:z xmlns:c=\"C2\"></c:z><w></w><v xmlns=\"\"></v></b:x>"
        );
    }

    /// What was declared further out and is hidden in between is declared again.
    #[test]
    fn hidden_declarations_come_back() {
        let text = "<a xmlns:p='1'><p:b><p:c xmlns:p='2'><p:d xmlns:p='1'/></p:c></p:b></a>";
        assert_eq!(of(text, "b", &[]), "<p:b xmlns:p=\"1\"><p:c xmlns:p=\"2\"><p:d xmlns:p=\"1\"></p:d></p:c></p:b>");
    }

    /// Escapes of text and of attributes.
    #[test]
    fn escapes() {
        let text =
            "<a b=\"&lt;&gt;&amp;&quot;'&#9;&#10;&#13;\">&lt;&gt;&amp;\"'\t\n&#13;<!-- gone --><![CDATA[<]]></a>";
        assert_eq!(of(text, "a", &[]), "<a b=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;\">&lt;&gt;&amp;\"'\t\n&#xD;&lt;</a>");
    }
}
