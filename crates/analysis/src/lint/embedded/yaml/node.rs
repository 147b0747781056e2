//! The values of a text of YAML, built from the events of the parser.
//!
//! Nothing here recurses: a value knows how deep it is, and none is deeper than JSON may be.

use super::super::unknown::is_unknown;
use super::scalar::without_properties;
use super::{MAX_ALIASED, NotYaml};
use rolecall_policy::Span;
use rolecall_policy::document::json::MAX_DEPTH;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What a value counts for besides its text, when it is counted what aliases stand for.
pub(super) const BYTES_OF_A_VALUE: usize = 16;

/// A value and its place, that of its tag and its anchor aside.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) data: Data,
    pub(super) span: Span,
    /// How deep it nests as JSON; 0 for a single value.
    depth: usize,
    /// How much it takes to write it.
    bytes: usize,
}

#[derive(Debug)]
pub(super) enum Data {
    /// A single value that is not quoted, so that it may be a truth value or nothing.
    Plain(Box<str>),
    /// A text in quotes.
    Quoted(Box<str>),
    /// Any other text: a block, or a plain one that is said to be a text.
    Block(Box<str>),
    List(Vec<Rc<Node>>),
    /// In order; keys may repeat.
    Object(Vec<(Key, Rc<Node>)>),
    /// A value with a tag of its own: what the tag makes of it is not known.
    Function(Box<str>, Rc<Node>),
    /// A mapping with a key that is no text.
    Unknown,
}

/// The key of a mapping, and its place.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) text: Rc<str>,
    pub(super) span: Span,
    pub(super) is_quoted: bool,
}

impl Node {
    fn single(data: Data, span: Span) -> Self {
        let mut node = Self { data, span, depth: 0, bytes: BYTES_OF_A_VALUE };
        if let Some(text) = node.text() {
            // What is not known is written as a function, which is an object.
            let (bytes, depth) = (text.len(), usize::from(is_unknown(text)));
            node = Self { depth, bytes: node.bytes.saturating_add(bytes), ..node };
        }
        node
    }

    /// What a single value says.
    fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Plain(text) | Data::Quoted(text) | Data::Block(text) => Some(text),
            _ => None,
        }
    }
}

/// A list or mapping that has begun.
#[derive(Debug)]
struct Open {
    is_list: bool,
    /// The place where it begins, and where it ends if brackets say so.
    span: Span,
    /// `{` or `[`.
    has_brackets: bool,
    tag: Option<Function>,
    anchor: usize,
    items: Vec<Rc<Node>>,
    /// The keys that are not merged from elsewhere, and the merged members.
    members: Vec<(Key, Rc<Node>)>,
    merged: Vec<Rc<Node>>,
    /// The key whose value comes next.
    key: Option<Rc<Node>>,
    /// A key is no text.
    is_odd: bool,
}

/// A tag of somebody's own: the name of the function, and where it begins.
#[derive(Debug)]
struct Function {
    name: Box<str>,
    start: u32,
}

/// The name of CloudFormation's long form; `None` for the tags of YAML itself.
fn function(tag: Option<&Tag>, start: u32) -> Option<Function> {
    let tag = tag?;
    let is_of_yaml =
        tag.is_yaml_core_schema() && matches!(&*tag.suffix, "str" | "int" | "float" | "bool" | "null" | "seq" | "map");
    if is_of_yaml || (tag.handle.is_empty() && tag.suffix == "!") {
        return None;
    }
    let name = match &*tag.suffix {
        "Ref" => "Ref".into(),
        suffix => format!("Fn::{suffix}").into_boxed_str(),
    };
    Some(Function { name, start })
}

/// A tag that says that a plain value is a text.
fn says_text(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| (tag.is_yaml_core_schema() && tag.suffix == "str") || tag.suffix == "!")
}

/// The documents of a text.
pub(super) fn documents(text: &str) -> Result<Vec<Rc<Node>>, NotYaml> {
    let mut builder = Builder { places: Places::of(text), ..Builder::default() };
    let mut parser = Parser::new_from_str(builder.places.text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = builder.places.byte(*error.marker());
            NotYaml { span: Span { start: at, end: at }, message: error.info().to_owned() }
        })?;
        let span = Span { start: builder.places.byte(span.start), end: builder.places.byte(span.end) };
        builder.take(event, span)?;
    }
    if builder.documents.len() > 1
        && let Some(deepest) = builder.documents.iter().find(|document| document.depth >= MAX_DEPTH)
    {
        return Err(too_deep(deepest.span));
    }
    Ok(builder.documents)
}

/// Places of the parser, which counts characters, as bytes of the text.
#[derive(Debug, Default)]
struct Places<'a> {
    /// Without the byte order mark.
    text: &'a str,
    mark: u32,
    /// Where each character begins; empty if each is a byte.
    starts: Vec<u32>,
}

impl<'a> Places<'a> {
    fn of(whole: &'a str) -> Self {
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| number(at)).chain([number(text.len())]).collect()
        };
        Self { text, mark: number(whole.len() - text.len()), starts }
    }

    fn byte(&self, marker: Marker) -> u32 {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let at = match self.starts.get(marker.index()) {
            Some(start) => *start,
            None if self.starts.is_empty() => u32::try_from(marker.index()).unwrap_or(u32::MAX).min(end),
            None => end,
        };
        at.saturating_add(self.mark)
    }

    /// What stands at a place.
    fn slice(&self, span: Span) -> &'a str {
        let at = |at: u32| at.saturating_sub(self.mark) as usize;
        self.text.get(at(span.start)..at(span.end)).unwrap_or_default()
    }
}

fn too_deep(span: Span) -> NotYaml {
    NotYaml { span, message: format!("values nest deeper than {MAX_DEPTH} levels") }
}

#[derive(Debug, Default)]
struct Builder<'a> {
    places: Places<'a>,
    documents: Vec<Rc<Node>>,
    open: Vec<Open>,
    /// The values that have a name; those that are still open are not there.
    anchors: HashMap<usize, Rc<Node>>,
    /// How much aliases stand for so far.
    aliased: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), NotYaml> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let function = function(tag.as_deref(), span.start);
                let has_properties = anchor > 0 || tag.is_some();
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let own = without_properties(self.places.slice(span), has_properties, is_block);
                let start = span.start.saturating_add(own.0);
                let span = Span { start, end: start.saturating_add(own.1) };
                let data = match style {
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Data::Quoted(text.into()),
                    ScalarStyle::Plain if !says_text(tag.as_deref()) => Data::Plain(text.into()),
                    _ => Data::Block(text.into()),
                };
                self.end(Node::single(data, span), function, anchor)
            }
            Event::SequenceStart(anchor, tag) => self.begin(true, span, anchor, tag.as_deref()),
            Event::MappingStart(anchor, tag) => self.begin(false, span, anchor, tag.as_deref()),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(NotYaml { span, message: "an alias refers to a value that contains it".to_owned() });
                };
                self.aliased = self.aliased.saturating_add(node.bytes);
                if self.aliased > MAX_ALIASED {
                    let message = format!("aliases expand to more than {MAX_ALIASED} bytes");
                    return Err(NotYaml { span, message });
                }
                self.add(node)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, is_list: bool, span: Span, anchor: usize, tag: Option<&Tag>) -> Result<(), NotYaml> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        let tag = function(tag, span.start);
        let slice = self.places.slice(span);
        let has_brackets = slice.ends_with(['{', '[']);
        // A tag or an anchor stands before; without brackets the first item says where it begins.
        let start = if has_brackets { span.end.saturating_sub(1) } else { span.end };
        self.open.push(Open {
            is_list,
            span: Span { start, end: start },
            has_brackets,
            tag,
            anchor,
            items: Vec::new(),
            members: Vec::new(),
            merged: Vec::new(),
            key: None,
            is_odd: false,
        });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), NotYaml> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        if open.has_brackets {
            open.span.end = end.end;
        }
        merge(&mut open);
        let parts = open.items.iter().chain(open.members.iter().map(|(_, value)| value));
        let depth = parts.clone().map(|part| part.depth).max().unwrap_or_default() + 1;
        let keys = open.members.iter().map(|(key, _)| key.text.len() + BYTES_OF_A_VALUE);
        let bytes = parts.map(|part| part.bytes).chain(keys).fold(BYTES_OF_A_VALUE, usize::saturating_add);
        let data = match (open.is_odd, open.is_list) {
            (true, _) => Data::Unknown,
            (false, true) => Data::List(open.items),
            (false, false) => Data::Object(open.members),
        };
        self.end(Node { data, span: open.span, depth, bytes }, open.tag, open.anchor)
    }

    /// A value is whole.
    fn end(&mut self, node: Node, tag: Option<Function>, anchor: usize) -> Result<(), NotYaml> {
        let node = match tag {
            None => node,
            Some(Function { name, start }) => Node {
                span: Span { start, end: node.span.end },
                depth: node.depth + 1,
                bytes: node.bytes.saturating_add(name.len() + BYTES_OF_A_VALUE),
                data: Data::Function(name, Rc::new(node)),
            },
        };
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.add(node)
    }

    /// Puts a value where it belongs.
    fn add(&mut self, node: Rc<Node>) -> Result<(), NotYaml> {
        if self.open.len() + node.depth > MAX_DEPTH {
            return Err(too_deep(node.span));
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        let is_first = open.items.is_empty() && open.members.is_empty() && open.merged.is_empty() && open.key.is_none();
        if !open.has_brackets {
            if is_first {
                open.span.start = node.span.start;
            }
            open.span.end = open.span.end.max(node.span.end).max(open.span.start);
        }
        if open.is_list {
            open.items.push(node);
            return Ok(());
        }
        let Some(key) = open.key.take() else {
            open.key = Some(node);
            return Ok(());
        };
        match (&key.data, key.text()) {
            (Data::Plain(text), _) if &**text == "<<" => open.merged.push(node),
            (data, Some(text)) => {
                let is_quoted = matches!(data, Data::Quoted(_));
                open.members.push((Key { text: Rc::from(text), span: key.span, is_quoted }, node));
            }
            _ => open.is_odd = true,
        }
        Ok(())
    }
}

/// Adds the members of merged mappings that the mapping does not have itself; of several the first counts. What else is
/// merged is not known.
fn merge(open: &mut Open) {
    if open.merged.is_empty() {
        return;
    }
    let mut seen: HashSet<Rc<str>> = open.members.iter().map(|(key, _)| Rc::clone(&key.text)).collect();
    for node in std::mem::take(&mut open.merged) {
        let sources = if let Data::List(items) = &node.data { items.as_slice() } else { std::slice::from_ref(&node) };
        for source in sources {
            let Data::Object(members) = &source.data else {
                open.is_odd = true;
                continue;
            };
            let new = members.iter().filter(|(key, _)| seen.insert(Rc::clone(&key.text)));
            open.members.extend(new.map(|(key, value)| (key.clone(), Rc::clone(value))));
        }
    }
}
