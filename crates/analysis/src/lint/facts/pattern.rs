//! Patterns compared with each other: does one match everything that another does, can both match the same text?
//!
//! Both questions are answered on the safe side. [`Pattern::covers`] may say no where the answer is yes, and
//! [`Pattern::overlaps`] may say yes where it is no; never the other way round. A policy variable can turn out to be any
//! text.

use super::budget::Budget;

/// A pattern, token by token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Char(char),
    /// Exactly one character of a class.
    One(Class),
    /// Any number of characters of a class.
    Many(Class),
    /// A policy variable.
    Variable(Box<str>),
}

/// Which characters a wildcard takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Class {
    Any,
    /// Not `:`, which ends the field of an ARN.
    InField,
    /// Not `/`, which ends the name of a bucket.
    InName,
}

impl Class {
    fn takes(self, c: char) -> bool {
        match self {
            Self::Any => true,
            Self::InField => c != ':',
            Self::InName => c != '/',
        }
    }

    /// Whether every character of the other class is of this one too.
    fn includes(self, other: Self) -> bool {
        self == Self::Any || self == other
    }

    /// Whether whatever the token can stand for is made of characters of this class.
    fn takes_token(self, token: &Token) -> bool {
        match token {
            Token::Char(c) => self.takes(*c),
            Token::One(other) | Token::Many(other) => self.includes(*other),
            Token::Variable(_) => self == Self::Any,
        }
    }
}

impl Token {
    /// Whether it stands for whatever the other stands for, if neither is repeated.
    fn takes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(class), Self::Char(c)) => class.takes(*c),
            (Self::One(class), Self::One(other)) => class.includes(*other),
            (Self::Char(own), Self::Char(its)) => own == its,
            (Self::Variable(own), Self::Variable(its)) => own == its,
            _ => false,
        }
    }
}

/// How many pairs of places two patterns may have.
const MAX_STATES: usize = 4_000_000;

impl Pattern {
    /// Wildcards and nothing else; compared without regard to case.
    pub(in crate::lint) fn without_case(text: &str) -> Self {
        Self::plain(&text.to_ascii_lowercase())
    }

    /// Wildcards, no variables.
    pub(in crate::lint) fn plain(text: &str) -> Self {
        let mut pattern = Self { tokens: Vec::new() };
        text.chars().for_each(|c| pattern.push_char(c, Class::Any));
        pattern
    }

    /// No wildcards and no variables.
    pub(in crate::lint) fn literal(text: &str) -> Self {
        Self { tokens: text.chars().map(Token::Char).collect() }
    }

    /// Wildcards and policy variables (R1.46 to R1.51).
    pub(in crate::lint) fn with_variables(text: &str) -> Self {
        let mut pattern = Self { tokens: Vec::new() };
        let mut rest = text;
        while let Some((before, opened)) = rest.split_once("${") {
            let Some((name, after)) = opened.split_once('}').filter(|(name, _)| !name.is_empty()) else { break };
            before.chars().for_each(|c| pattern.push_char(c, Class::Any));
            pattern.tokens.push(match name {
                "*" => Token::Char('*'),
                "?" => Token::Char('?'),
                "$" => Token::Char('$'),
                _ => Token::Variable(name.into()),
            });
            rest = after;
        }
        rest.chars().for_each(|c| pattern.push_char(c, Class::Any));
        pattern
    }

    /// An ARN template of the catalog: each `${Placeholder}` stands for one character or more.
    pub(crate) fn of_template(template: &str) -> Self {
        let mut pattern = Self { tokens: Vec::new() };
        let mut rest = template;
        while let Some((before, opened)) = rest.split_once("${") {
            let Some((name, after)) = opened.split_once('}') else { break };
            before.chars().for_each(|c| pattern.push_char(c, Class::Any));
            let class = match name {
                "Partition" | "Region" | "Account" | "AccountId" => Class::InField,
                "BucketName" => Class::InName,
                _ => Class::Any,
            };
            pattern.tokens.push(Token::One(class));
            pattern.tokens.push(Token::Many(class));
            rest = after;
        }
        rest.chars().for_each(|c| pattern.push_char(c, Class::Any));
        pattern
    }

    fn push_char(&mut self, c: char, class: Class) {
        match c {
            // Several stars in a row say no more than one.
            '*' if self.tokens.last() == Some(&Token::Many(class)) => {}
            '*' => self.tokens.push(Token::Many(class)),
            // A star beside a question mark is written behind it: `*?` and `?*` say the same.
            '?' => {
                let behind = usize::from(self.tokens.last() == Some(&Token::Many(class)));
                self.tokens.insert(self.tokens.len() - behind, Token::One(class));
            }
            c => self.tokens.push(Token::Char(c)),
        }
    }

    /// Whether a text matches a pattern [`Self::without_case`].
    pub(in crate::lint) fn matches_without_case(&self, text: &str) -> bool {
        self.matches_all(text.chars().map(|c| c.to_ascii_lowercase()))
    }

    /// Whether a text matches. A variable matches nothing.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.matches_all(text.chars())
    }

    fn matches_all(&self, text: impl Iterator<Item = char> + Clone) -> bool {
        let (mut token, mut rest) = (0, text);
        // After a star: the token behind it, and the text from which to try that next.
        let mut retry = None;
        loop {
            let before = rest.clone();
            let taken = match (self.tokens.get(token), rest.next()) {
                (None, None) => return true,
                (Some(Token::Many(_)), _) => {
                    token += 1;
                    rest = before.clone();
                    retry = Some((token, before));
                    continue;
                }
                (Some(Token::Char(own)), Some(c)) => *own == c,
                (Some(Token::One(class)), Some(c)) => class.takes(c),
                _ => false,
            };
            if taken {
                token += 1;
                continue;
            }
            // The last star takes one character more, if it may.
            let Some((behind, from)) = &mut retry else { return false };
            let star = behind.checked_sub(1).and_then(|at| self.tokens.get(at));
            match (star, from.next()) {
                (Some(Token::Many(class)), Some(c)) if class.takes(c) => (token, rest) = (*behind, from.clone()),
                _ => return false,
            }
        }
    }

    /// Whether everything the other matches is matched by this one too. The other pattern is read like a text, in which
    /// only a star can take a star or a variable; as in [`Self::matches`] the last star takes as little as it can.
    pub(in crate::lint) fn covers(&self, other: &Self, budget: &Budget) -> bool {
        let (mut own, mut its) = (0, 0);
        // After a star: the place behind it, and the place of the other from which to try that next.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            if !budget.take(1) {
                return false;
            }
            match (self.tokens.get(own), other.tokens.get(its)) {
                (None, None) => return true,
                (Some(Token::Many(_)), _) => {
                    own += 1;
                    retry = Some((own, its));
                }
                (Some(token), Some(other)) if token.takes(other) => (own, its) = (own + 1, its + 1),
                _ => {
                    let Some((behind, from)) = &mut retry else { return false };
                    let star = behind.checked_sub(1).and_then(|at| self.tokens.get(at));
                    match (star, other.tokens.get(*from)) {
                        (Some(Token::Many(class)), Some(token)) if class.takes_token(token) => *from += 1,
                        _ => return false,
                    }
                    (own, its) = (*behind, *from);
                }
            }
        }
    }

    /// Whether some text is matched by both.
    pub(in crate::lint) fn overlaps(&self, other: &Self, budget: &Budget) -> bool {
        if !budget.take(1) {
            return true;
        }
        // Most pairs differ in a character at their beginning or their end.
        let apart = |pair: (&Token, &Token)| matches!(pair, (Token::Char(own), Token::Char(its)) if own != its);
        let fixed = |pair: &(&Token, &Token)| matches!(pair, (Token::Char(_), Token::Char(_)));
        let mut heads = self.tokens.iter().zip(&other.tokens).take_while(fixed);
        let mut tails = self.tokens.iter().rev().zip(other.tokens.iter().rev()).take_while(fixed);
        !heads.any(apart) && !tails.any(apart) && self.meets(other, budget).unwrap_or(true)
    }

    /// Walks both patterns from the start; whether both ends can be reached together. `None`: too many steps.
    fn meets(&self, other: &Self, budget: &Budget) -> Option<bool> {
        let width = other.tokens.len() + 1;
        let states = (self.tokens.len() + 1).checked_mul(width).filter(|states| *states <= MAX_STATES)?;
        // To clear the table costs little for each place.
        budget.take(states / 16 + 1).then_some(())?;
        let mut seen = vec![false; states];
        let mut open = vec![(0, 0)];
        while let Some(at) = open.pop() {
            if at == (self.tokens.len(), other.tokens.len()) {
                return Some(true);
            }
            budget.take(1).then_some(())?;
            let mut next = |next: (usize, usize)| {
                if let Some(seen) = seen.get_mut(next.0 * width + next.1)
                    && !*seen
                {
                    *seen = true;
                    open.push(next);
                }
            };
            let (own, its) = (self.tokens.get(at.0), other.tokens.get(at.1));
            let repeats = |token: &Token| matches!(token, Token::Many(_) | Token::Variable(_));
            if own.is_some_and(repeats) {
                next((at.0 + 1, at.1));
            }
            if its.is_some_and(repeats) {
                next((at.0, at.1 + 1));
            }
            let (Some(own), Some(its)) = (own, its) else { continue };
            let compatible = match (own, its) {
                (Token::Char(own), Token::Char(its)) => own == its,
                (Token::Char(c), Token::One(class) | Token::Many(class))
                | (Token::One(class) | Token::Many(class), Token::Char(c)) => class.takes(*c),
                _ => true,
            };
            if compatible {
                let step = |at: usize, token: &Token| if repeats(token) { at } else { at + 1 };
                next((step(at.0, own), step(at.1, its)));
            }
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_it_always_matches() {
        for (own, other, expected) in [
            ("*", "", true),
            ("*", "a*b?", true),
            ("a*", "ab*", true),
            ("ab*", "a*", false),
            ("a*b", "a*c*b", true),
            ("a?", "ab", true),
            ("a?", "a*", false),
            ("a*?", "a?*", true),
            ("*a*", "ba", true),
            ("*a*", "b*", false),
            ("a", "a", true),
            ("a", "A", false),
            ("", "", true),
            ("", "*", false),
            ("x/${aws:username}/*", "x/${aws:username}/a", true),
            ("x/*", "x/${aws:username}", true),
            ("x/?", "x/${aws:username}", false),
            ("x/${aws:username}", "x/${aws:userid}", false),
            ("x/${aws:username}", "x/*", false),
            ("*", "${*}", true),
            ("${*}", "*", false),
        ] {
            let covers = Pattern::with_variables(own).covers(&Pattern::with_variables(other), &Budget::full());
            assert_eq!(covers, expected, "{own} {other}");
        }
    }

    #[test]
    fn patterns_overlap_if_some_text_matches_both() {
        for (own, other, expected) in [
            ("a*", "*b", true),
            ("a*", "b*", false),
            ("a?c", "abc", true),
            ("a?c", "abbc", false),
            ("", "*", true),
            ("", "?", false),
            ("x${aws:username}y", "xy", true),
            ("x${aws:username}y", "x1", false),
            ("${*}", "a", false),
            ("${*}", "*", true),
        ] {
            let (a, b) = (Pattern::with_variables(own), Pattern::with_variables(other));
            assert_eq!(
                (a.overlaps(&b, &Budget::full()), b.overlaps(&a, &Budget::full())),
                (expected, expected),
                "{own} {other}"
            );
        }
    }

    #[test]
    fn placeholders_of_templates_are_not_empty_and_stay_in_their_field() {
        let bucket = Pattern::of_template("arn:${Partition}:s3:::${BucketName}");
        let object = Pattern::of_template("arn:${Partition}:s3:::${BucketName}/${ObjectName}");
        for (text, is_bucket, is_object) in [
            ("arn:aws:s3:::b", true, false),
            ("arn:aws:s3:::b/*", false, true),
            ("arn:aws:s3:::b*", true, true),
            ("arn:aws:s3:::", false, false),
            // R1.26: the star may run on across colons, and an object's name may hold them.
            ("arn:*:s3:::b", true, true),
            ("arn:aws:s3:us-east-1::b", false, false),
            ("*", true, true),
        ] {
            let text = Pattern::plain(text);
            assert_eq!(
                (bucket.overlaps(&text, &Budget::full()), object.overlaps(&text, &Budget::full())),
                (is_bucket, is_object),
                "{text:?}"
            );
        }
    }

    /// Both answers agree with matching, on all short patterns and texts over a small alphabet.
    #[test]
    fn covering_and_overlapping_agree_with_matching() {
        let mut words = vec![String::new()];
        for length in 0..4 {
            let longer: Vec<String> = words.iter().filter(|word| word.len() == length).cloned().collect();
            words.extend(longer.iter().flat_map(|word| ["a", "b", "*", "?"].map(|c| format!("{word}{c}"))));
        }
        let texts: Vec<&String> = words.iter().filter(|word| !word.contains(['*', '?'])).collect();
        for own in words.iter().filter(|word| word.len() < 4) {
            let pattern = Pattern::plain(own);
            let matched: Vec<bool> = texts.iter().map(|text| pattern.matches(text)).collect();
            for other in words.iter().filter(|word| word.len() < 4) {
                let other_pattern = Pattern::plain(other);
                let literal = !other.contains(['*', '?']);
                assert!(
                    !literal || pattern.covers(&other_pattern, &Budget::full()) == pattern.matches(other),
                    "{own} matches {other}"
                );
                let its: Vec<bool> = texts.iter().map(|text| other_pattern.matches(text)).collect();
                if pattern.covers(&other_pattern, &Budget::full()) {
                    assert!(matched.iter().zip(&its).all(|(own, its)| *own || !its), "{own} covers {other}");
                }
                if matched.iter().zip(&its).any(|(own, its)| *own && *its) {
                    assert!(pattern.overlaps(&other_pattern, &Budget::full()), "{own} overlaps {other}");
                }
            }
        }
    }
}
