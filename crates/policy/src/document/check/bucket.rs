//! A bucket's policy speaks of the bucket and its objects, in actions of S3 that apply to what it names (R1.61), under
//! conditions that requests for these actions can have (R1.78).

use super::super::finding::Notes;
use super::super::{FindingCode, OperatorCore, Statement};
use super::resource::fields;
use crate::arn::PARTITIONS;
use crate::condition::ip;
use crate::services::{S3Action, S3Resource, ServiceFacts};

/// What of a bucket a resource pattern can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Reach {
    bucket: bool,
    objects: bool,
}

impl Reach {
    fn includes(self, resource: S3Resource) -> bool {
        match resource {
            S3Resource::Bucket => self.bucket,
            S3Resource::Object => self.objects,
            S3Resource::Other => false,
        }
    }
}

pub(super) fn check(statement: &Statement, bucket: &str, services: &ServiceFacts, notes: &mut Notes) {
    let mut reach = Reach::default();
    let resources = statement.resource.as_ref();
    for pattern in resources.iter().flat_map(|element| &element.patterns) {
        let Some(text) = &pattern.value else { continue };
        let one = reach_of(text, bucket);
        if one == Reach::default() {
            let detail = format!("\"{text}\" matches neither the bucket \"{bucket}\" nor an object in it");
            notes.add(FindingCode::ForeignResource, pattern.span, text, detail);
        }
        reach.bucket |= one.bucket;
        reach.objects |= one.objects;
    }
    // What `NotAction` and `NotResource` leave over has no list to compare.
    let listed = resources.is_some_and(|element| !element.negated);
    let mut keys = KeysOfActions::new(services);
    for pattern in statement.action.iter().filter(|element| !element.negated).flat_map(|element| &element.patterns) {
        let Some(name) = s3_name(&pattern.value) else {
            let detail = format!("\"{}\" is not an action of S3", pattern.value);
            notes.add(FindingCode::ForeignAction, pattern.span, &pattern.value, detail);
            continue;
        };
        let glob = Glob::action(name);
        let named: Vec<&S3Action> =
            services.s3_actions.iter().filter(|action| glob.matches(&action.name.to_ascii_lowercase())).collect();
        let apply: Vec<&S3Action> =
            named.iter().filter(|action| !listed || reach.includes(action.works_on)).copied().collect();
        if named.is_empty() {
            let detail = format!("S3 has no action \"{}\"", pattern.value);
            notes.add(FindingCode::ForeignAction, pattern.span, &pattern.value, detail);
        } else if apply.is_empty() {
            let detail = format!("\"{}\" applies to none of the resources of its statement", pattern.value);
            notes.add(FindingCode::ActionWithoutResource, pattern.span, &pattern.value, detail);
        } else {
            keys.note(&pattern.value, &apply);
        }
    }
    conditions(statement, services, &keys, notes);
}

/// Which of S3's condition keys the actions have that a statement's patterns name.
struct KeysOfActions<'a> {
    /// Whether any action lists the key at all; S3 sets some for all requests and lists them for none.
    somewhere: Vec<bool>,
    /// A pattern, and for each key whether an action has it that the pattern names on the statement's resources.
    patterns: Vec<(&'a str, Vec<bool>)>,
}

impl<'a> KeysOfActions<'a> {
    fn new(services: &ServiceFacts) -> Self {
        let actions: Vec<&S3Action> = services.s3_actions.iter().collect();
        Self { somewhere: of(&actions, services.s3_keys.len()), patterns: Vec::new() }
    }

    fn note(&mut self, pattern: &'a str, apply: &[&S3Action]) {
        self.patterns.push((pattern, of(apply, self.somewhere.len())));
    }

    /// The first pattern none of whose actions has this key.
    fn without(&self, key: usize) -> Option<&'a str> {
        let has = |keys: &[bool]| keys.get(key).copied().unwrap_or_default();
        let lacking = self.patterns.iter().find(|(_, keys)| !has(keys))?;
        has(&self.somewhere).then_some(lacking.0)
    }
}

fn of(actions: &[&S3Action], count: usize) -> Vec<bool> {
    let mut keys = vec![false; count];
    for place in actions.iter().flat_map(|action| &action.keys) {
        if let Some(key) = keys.get_mut(*place) {
            *key = true;
        }
    }
    keys
}

/// The keys and addresses in `Condition` (R1.78).
fn conditions(statement: &Statement, services: &ServiceFacts, keys: &KeysOfActions<'_>, notes: &mut Notes) {
    for condition in &statement.conditions {
        let (name, span) = (&*condition.key.value, condition.key.span);
        if let Some(key) = services.s3_keys.iter().position(|key| key.is(name)) {
            if let Some(action) = keys.without(key) {
                let detail = format!("\"{action}\" does not have the condition key \"{name}\" on these resources");
                notes.add(FindingCode::ConditionNotApplicable, span, name, detail);
            }
        } else if !is_of_any_service(name, services) {
            let detail = format!("the policy of a bucket cannot have the condition key \"{name}\"");
            notes.add(FindingCode::ForeignConditionKey, span, name, detail);
        }
        if matches!(condition.operator.value.core, OperatorCore::IpAddress | OperatorCore::NotIpAddress) {
            for value in condition.values.iter().filter(|value| ip::Block::parse(&value.value).is_none()) {
                let detail = format!("\"{}\" is neither an address nor a block of addresses", value.value);
                notes.add(FindingCode::BadAddress, value.span, &value.value, detail);
            }
        }
    }
}

/// Whether requests to any service may have a key of this name: a global one, one of a session's, or one that the token
/// of an identity provider brings, whose names are domain names.
fn is_of_any_service(key: &str, services: &ServiceFacts) -> bool {
    let Some((prefix, name)) = key.split_once(':') else { return false };
    let provider = prefix.contains('.') || prefix.eq_ignore_ascii_case("saml");
    !name.is_empty() && (prefix.eq_ignore_ascii_case("aws") || provider || services.session_keys.contains(key))
}

/// The name of an action pattern of S3; `*` stands for all of them.
fn s3_name(action: &str) -> Option<&str> {
    match action.split_once(':') {
        None if action == "*" => Some("*"),
        Some((service, name)) if service.eq_ignore_ascii_case("s3") => Some(name),
        Some(("*", "*")) => Some("*"),
        _ => None,
    }
}

fn reach_of(resource: &str, bucket: &str) -> Reach {
    let fields = fields(resource);
    let ["arn", partition, "s3", "", "", pattern] = fields.as_slice() else { return Reach::default() };
    if *partition != "*" && !PARTITIONS.contains(partition) {
        return Reach::default();
    }
    let glob = Glob::resource(pattern);
    let at_bucket = glob.start().after(bucket);
    let bucket = at_bucket.is_complete();
    Reach { bucket, objects: at_bucket.after("/").can_go_on() }
}

/// One place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    One,
    Many,
}

/// A pattern with `*` and `?`.
#[derive(Debug)]
struct Glob {
    tokens: Vec<Token>,
}

impl Glob {
    /// Names of actions are compared ignoring case (R1.22).
    fn action(pattern: &str) -> Self {
        let mut glob = Self { tokens: Vec::new() };
        pattern.chars().for_each(|c| glob.push_char(c.to_ascii_lowercase()));
        glob
    }

    /// A variable may turn out to be anything.
    fn resource(pattern: &str) -> Self {
        let mut glob = Self { tokens: Vec::new() };
        let mut rest = pattern;
        while let Some((plain, opened)) = rest.split_once("${") {
            let Some((_, after)) = opened.split_once('}') else { break };
            plain.chars().for_each(|c| glob.push_char(c));
            glob.push(Token::Many);
            rest = after;
        }
        rest.chars().for_each(|c| glob.push_char(c));
        glob
    }

    fn push_char(&mut self, c: char) {
        self.push(match c {
            '*' => Token::Many,
            '?' => Token::One,
            c => Token::Char(c),
        });
    }

    /// Several stars in a row say no more than one.
    fn push(&mut self, token: Token) {
        if token != Token::Many || self.tokens.last() != Some(&Token::Many) {
            self.tokens.push(token);
        }
    }

    /// `name` is in lower case.
    fn matches(&self, name: &str) -> bool {
        let least = self.tokens.iter().filter(|token| **token != Token::Many).count();
        least <= name.len() && self.start().after(name).is_complete()
    }

    fn start(&self) -> Position<'_> {
        let mut open = vec![false; self.tokens.len() + 1];
        if let Some(first) = open.first_mut() {
            *first = true;
        }
        let mut start = Position { glob: self, open };
        start.pass_stars();
        start
    }
}

/// Where in a pattern one can be after reading some text: `open[i]` if what comes next may be the token `i`.
#[derive(Debug)]
struct Position<'a> {
    glob: &'a Glob,
    open: Vec<bool>,
}

impl Position<'_> {
    /// A star may also stand for nothing.
    fn pass_stars(&mut self) {
        let mut passed = false;
        for (at, open) in self.open.iter_mut().enumerate() {
            *open |= passed;
            passed = *open && self.glob.tokens.get(at) == Some(&Token::Many);
        }
    }

    fn after(mut self, text: &str) -> Self {
        for c in text.chars() {
            // Whether the place before this one was open and its token took `c`.
            let mut arrives = false;
            for (at, open) in self.open.iter_mut().enumerate() {
                let (stays, leaves) = match self.glob.tokens.get(at) {
                    Some(Token::Many) => (*open, false),
                    Some(Token::One) => (false, *open),
                    Some(Token::Char(own)) => (false, *open && *own == c),
                    None => (false, false),
                };
                *open = stays || arrives;
                arrives = leaves;
            }
            self.pass_stars();
        }
        self
    }

    /// The pattern matches the text read so far.
    fn is_complete(&self) -> bool {
        self.open.last().copied().unwrap_or_default()
    }

    /// The pattern matches some longer text.
    fn can_go_on(&self) -> bool {
        self.open.iter().take(self.glob.tokens.len()).any(|open| *open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.72: what a pattern reaches in the bucket `data`.
    #[test]
    fn a_pattern_reaches_the_bucket_or_its_objects_or_neither() {
        let cases = [
            ("arn:aws:s3:::data", true, false),
            ("arn:aws:s3:::data/*", false, true),
            ("arn:aws:s3:::data/a/b", false, true),
            ("arn:aws:s3:::data*", true, true),
            ("arn:aws:s3:::d?ta", true, false),
            ("arn:aws:s3:::*", true, true),
            ("arn:aws:s3:::*/*", false, true),
            ("arn:*:s3:::data", true, false),
            ("arn:aws-cn:s3:::data/x", false, true),
            ("arn:aws:s3:::${aws:username}", true, true),
            ("arn:aws:s3:::data/${aws:username}/*", false, true),
            ("arn:aws:s3:::data/", false, false),
            ("arn:aws:s3:::dat", false, false),
            ("arn:aws:s3:::data2", false, false),
            ("arn:aws:s3:::data2/*", false, false),
            ("arn:aws:s3:::Data", false, false),
            ("arn:aws:s3:::", false, false),
            ("arn:aws:s3:us-east-1::data", false, false),
            ("arn:aws:s3", false, false),
            ("arn:aws:sqs:::data", false, false),
            ("arn:nowhere:s3:::data", false, false),
            ("*", false, false),
        ];
        for (pattern, bucket, objects) in cases {
            assert_eq!(reach_of(pattern, "data"), Reach { bucket, objects }, "{pattern}");
        }
    }

    #[test]
    fn action_names_are_globs_without_case() {
        for (pattern, name, expected) in [
            ("*", "GetObject", true),
            ("get*", "GetObject", true),
            ("GETOBJECT", "GetObject", true),
            ("Get?bject", "GetObject", true),
            ("*t", "GetObject", true),
            ("*o*o*", "GetObject", false),
            ("GetObject", "GetObjectAcl", false),
            ("", "GetObject", false),
        ] {
            assert_eq!(Glob::action(pattern).matches(&name.to_ascii_lowercase()), expected, "{pattern} {name}");
        }
    }
}
