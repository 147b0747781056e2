//! Condition keys: names with placeholders, and types.

/// The type of a condition key's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyType {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Numeric,
    /// A point in time.
    Date,
    /// An address or a range.
    IpAddress,
}

/// One condition key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionKey {
    /// The name; `${TagKey}` and `<key>` stand for anything.
    pub name: &'static str,
    /// The type of its values.
    pub kind: KeyType,
    /// Whether a request can have several values at once (`ArrayOf…` in AWS's tables).
    pub multivalued: bool,
}

impl ConditionKey {
    /// Reads a line's fields.
    pub(super) fn read(name: &'static str, kind: &str) -> Option<Self> {
        let (kind, multivalued) = kind.strip_prefix("ArrayOf").map_or((kind, false), |item| (item, true));
        let kind = match kind {
            "String" => KeyType::String,
            "ARN" => KeyType::Arn,
            "Bool" => KeyType::Bool,
            "Numeric" => KeyType::Numeric,
            "Date" => KeyType::Date,
            "IPAddress" => KeyType::IpAddress,
            _ => return None,
        };
        Some(Self { name, kind, multivalued })
    }

    /// Whether `name` is this key, without regard to case; a placeholder covers one character or more.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        covers(self.name.as_bytes(), name.as_bytes())
    }

    /// How many bytes of the name are not part of a placeholder.
    pub(super) fn literal_length(&self) -> usize {
        let mut inside = false;
        let outside = self.name.bytes().filter(|byte| {
            inside = matches!(byte, b'$' | b'<') || inside && !matches!(byte, b'}' | b'>');
            !inside
        });
        outside.count()
    }
}

/// Matches a template against a name. Names are short and have at most a few placeholders, so trying every end of each
/// is cheap; the recursion is as deep as the template has placeholders.
fn covers(template: &[u8], name: &[u8]) -> bool {
    let placeholder = template.windows(2).position(|two| two == b"${").into_iter();
    let Some(start) = placeholder.chain(template.iter().position(|byte| *byte == b'<')).min() else {
        return template.eq_ignore_ascii_case(name);
    };
    let Some((literal, rest)) = template.split_at_checked(start) else { return false };
    let Some(end) = rest.iter().position(|byte| matches!(byte, b'}' | b'>')) else { return false };
    let Some((_, after)) = rest.split_at_checked(end + 1) else { return false };
    let Some((head, tail)) = name.split_at_checked(literal.len()) else { return false };
    let ends = 1..=tail.len();
    literal.eq_ignore_ascii_case(head)
        && ends.into_iter().any(|end| tail.get(end..).is_some_and(|tail| covers(after, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key names and the tag-key part are compared without regard to case; a placeholder is never empty.
    #[test]
    fn placeholders_cover_any_name() {
        let covers =
            |template, name| ConditionKey { name: template, kind: KeyType::String, multivalued: false }.covers(name);
        for (template, name, expected) in [
            ("aws:TagKeys", "AWS:tagkeys", true),
            ("aws:TagKeys", "aws:TagKey", false),
            ("aws:RequestTag/${TagKey}", "aws:requesttag/Team/x", true),
            ("aws:RequestTag/${TagKey}", "aws:RequestTag/", false),
            ("aws:RequestTag/${TagKey}", "aws:RequestTag", false),
            ("s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/team", true),
            ("events:metadata/${k}/matcher", "events:metadata/a/b/matcher", true),
            ("events:metadata/${k}/matcher", "events:metadata/matcher", false),
            ("agent.${Domain}.buildkite.dev:${x}", "agent.a.b.buildkite.dev:y", true),
            ("saml:aud", "saml:é", false),
        ] {
            assert_eq!(covers(template, name), expected, "{template} {name}");
        }
    }
}
