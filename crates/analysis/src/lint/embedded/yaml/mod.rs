//! YAML as JSON, with the place in the YAML that each byte of the JSON comes from.
//!
//! Policies are looked for in the JSON, so that YAML is examined as JSON is. [`node`] builds the values, [`scalar`] reads
//! the single ones, [`write`] writes them. A value with a tag of its own, such as `!Sub`, becomes the long form of
//! CloudFormation's function.

mod node;
mod scalar;
mod write;

use rolecall_policy::Span;
use rolecall_policy::document::json::{self, Data, quote};

/// The longest text that is read as YAML, bytes. A template of CloudFormation has at most 1 MB ("CloudFormation quotas"),
/// and a bundle of Kubernetes' manifests is seldom longer.
pub(super) const MAX_TEXT: usize = 8 << 20;

/// How much may be said again by aliases, bytes. It bounds what a short text can grow to: each alias may stand for a value
/// full of aliases.
pub(super) const MAX_ALIASED: usize = 4 << 20;

/// Why and where a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotYaml {
    pub(super) span: Span,
    pub(super) message: String,
}

/// A text of YAML as JSON.
#[derive(Debug)]
pub(super) struct AsJson {
    /// The one document, or a list of several.
    pub(super) json: String,
    /// The place of each byte in the YAML, and the end.
    pub(super) origins: Vec<u32>,
}

/// Reads YAML and writes it as JSON.
pub(super) fn as_json(text: &str) -> Result<AsJson, NotYaml> {
    if text.len() > MAX_TEXT {
        let message = format!("the text is longer than {MAX_TEXT} bytes, the limit for YAML");
        return Err(NotYaml { span: Span { start: 0, end: 0 }, message });
    }
    let documents = node::documents(text)?;
    let (json, origins) = write::written(text, &documents);
    Ok(AsJson { json, origins })
}

/// What a string of YAML becomes, if `before` and `after` are JSON's literals of what it says and shall say. `None` if they
/// are not, or if it is written over several lines.
pub(super) fn rewritten(written: &str, before: &str, after: &str) -> Option<String> {
    let text = |literal: &str| match json::read(literal).ok()?.root.data {
        Data::String(text) => Some(text),
        _ => None,
    };
    let (before, after) = (text(before)?, text(after)?);
    if written.contains('\n') || written.starts_with(['*', '&', '!', '{', '[']) {
        return None;
    }
    let is_plain = *before == *written;
    // These need no quotes wherever they stand.
    let needs_none = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'-' | b'_' | b'.');
    let first = after.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
    let needs_no_quotes = first && !after.ends_with(':') && after.bytes().all(needs_none);
    Some(if is_plain && needs_no_quotes { after.into() } else { quote(&after) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(yaml: &str) -> String {
        as_json(yaml).expect(yaml).json
    }

    #[test]
    fn yaml_is_the_json_that_it_means() {
        for (yaml, expected) in [
            ("a: b\nc:\n- d\n- {e: f, g: [h]}\n", r#"{"a":"b","c":["d",{"e":"f","g":["h"]}]}"#),
            ("a: true\nb: no\nc:\nd: ~\ne: 'true'\n", r#"{"a":true,"b":false,"c":null,"d":null,"e":"true"}"#),
            // A policy means the same with a number and with its text, and dates are versions.
            ("a: 012345678901\nb: 2012-10-17\nc: 1.5", r#"{"a":"012345678901","b":"2012-10-17","c":"1.5"}"#),
            ("a: !!str true\nb: ! 5\nc: !!bool true", r#"{"a":"true","b":"5","c":true}"#),
            ("a: !Ref b\nc: !GetAtt d.e", r#"{"a":{"Ref":"b"},"c":{"Fn::GetAtt":"d.e"}}"#),
            ("a: !If [b, {c: d}, !Ref 'AWS::NoValue']", r#"{"a":{"Fn::If":["b",{"c":"d"},{"Ref":"AWS::NoValue"}]}}"#),
            ("a: ${B}/*", r#"{"a":{"Fn::Sub":"${B}/*"}}"#),
            ("a: {{ b }}", r#"{"a":{"Fn::Unknown":null}}"#),
            ("a: &x {b: c}\nd: *x\ne:\n  <<: *x\n  f: g\n", r#"{"a":{"b":"c"},"d":{"b":"c"},"e":{"f":"g","b":"c"}}"#),
            ("a: &x {b: c}\ne:\n  <<: [*x, {b: 1, h: i}]\n  b: g\n", r#"{"a":{"b":"c"},"e":{"b":"g","h":"i"}}"#),
            ("a: 1\na: 2", r#"{"a":"1","a":"2"}"#),
            ("a: |\n  b\n   c\nd: >-\n  e\n  f\n", "{\"a\":\"b\\u000a c\\u000a\",\"d\":\"e f\"}"),
            ("---\na: b\n---\nc: d\n", r#"[{"a":"b"},{"c":"d"}]"#),
            ("", "null"),
            ("# nothing\n", "null"),
        ] {
            assert_eq!(json(yaml), expected, "{yaml}");
            assert!(json::read(expected).is_ok(), "{expected}");
        }
    }

    /// What each part of the JSON points at, in `part => place` form.
    #[track_caller]
    fn points(yaml: &str, part: &str, expected: &str) {
        let AsJson { json, origins } = as_json(yaml).expect(yaml);
        let start = json.find(part).unwrap_or_else(|| panic!("{part} is not in {json}"));
        assert_eq!(origins.len(), json.len() + 1);
        let place = origins[start] as usize..origins[start + part.len()] as usize;
        assert_eq!(yaml.get(place), Some(expected), "{json}");
    }

    #[test]
    fn places_are_those_of_the_yaml() {
        let yaml = "é: ü\r\na:\r\n  - b: s3:Get\r\n    c: 'it''s {x}'\r\n  - \"d\\n\\u00e9{y}\"\r\ne: !Sub 'f'\r\n\
                    g: &h i\r\nj: [k,  {l: m}]\r\nn: |\r\n  {\"o\":\r\n      \"p\"}\r\nq: >-\r\n  r\r\n  s\r\n";
        points(yaml, r#""ü""#, "ü");
        points(yaml, r#""s3:Get""#, "s3:Get");
        points(yaml, "Get", "Get");
        points(yaml, r#""it's {x}""#, "'it''s {x}'");
        points(yaml, "{x}", "{x}");
        points(yaml, "{y}", "{y}");
        points(yaml, r#"{"b":"s3:Get","c":"it's {x}"}"#, "b: s3:Get\r\n    c: 'it''s {x}'");
        points(yaml, r#"{"Fn::Sub":"f"}"#, "!Sub 'f'");
        points(yaml, r#""f""#, "'f'");
        points(yaml, r#""i""#, "i");
        points(yaml, r#"["k",{"l":"m"}]"#, "[k,  {l: m}]");
        points(yaml, "p", "p");
        points(yaml, r#"{\"o\":"#, "{\"o\":");
        points(yaml, r#""r s""#, "r\r\n  s");
        points("\u{feff}a: b", r#""b""#, "b");
    }

    #[test]
    fn what_is_no_yaml_is_refused_where_it_goes_wrong() {
        for (yaml, at, says) in [
            ("a: b: c", "b: c", "mapping"),
            ("a: [b", "a: [b", ""),
            ("a: *b", "*b", "unknown anchor"),
            ("a: \"b", "", ""),
        ] {
            let error = as_json(yaml).expect_err(yaml);
            assert!(error.message.contains(says), "{error:?}");
            let found = yaml.find(at).unwrap_or(yaml.len());
            assert!(at.is_empty() || (error.span.start as usize) >= found.saturating_sub(at.len()), "{error:?}");
        }
    }

    /// Nesting is held to what JSON may nest, by aliases too.
    #[test]
    fn values_nest_as_deep_as_in_json() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(json::read(&json(&nested(json::MAX_DEPTH))).is_ok());
        let error = as_json(&nested(json::MAX_DEPTH + 1)).unwrap_err();
        assert!(error.message.contains("nest"), "{error:?}");
        let chain = |levels: usize| {
            let links = (1..levels).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1));
            format!("a0: &a0 []\n{}", links.collect::<String>())
        };
        assert!(json::read(&json(&chain(json::MAX_DEPTH - 1))).is_ok());
        assert!(as_json(&chain(json::MAX_DEPTH)).unwrap_err().message.contains("nest"));
        assert!(as_json(&chain(100_000)).is_err());
        // The long form of a function is one level more.
        let functions = |levels: usize| "!F [".repeat(levels) + &"]".repeat(levels);
        assert!(json::read(&json(&functions(json::MAX_DEPTH / 2))).is_ok());
        assert!(as_json(&functions(json::MAX_DEPTH / 2 + 1)).is_err());
        // Of several documents each is an item.
        assert!(as_json(&format!("{}\n---\na", nested(json::MAX_DEPTH))).is_err());
    }

    /// A few lines may stand for gigabytes.
    #[test]
    fn what_aliases_stand_for_is_bounded() {
        let bomb: String =
            (1..20).map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{},", level - 1).repeat(9))).collect();
        let error = as_json(&format!("a0: &a0 [x]\n{bomb}")).unwrap_err();
        assert!(error.message.contains("aliases"), "{error:?}");
        let repeated = |bytes: usize| format!("a: &a {}\nb: *a\n", "x".repeat(bytes));
        assert!(as_json(&repeated(MAX_ALIASED - node::BYTES_OF_A_VALUE)).is_ok());
        assert!(as_json(&repeated(MAX_ALIASED - node::BYTES_OF_A_VALUE + 1)).is_err());
        assert!(as_json(&format!("#{}", " ".repeat(MAX_TEXT - 1))).is_ok());
        assert!(as_json(&format!("#{}", " ".repeat(MAX_TEXT))).is_err());
        assert!(as_json("a: &a [*a]").is_err(), "a value in itself");
    }
}
