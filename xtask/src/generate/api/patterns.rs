//! Regular expressions of the models, in the dialect of the `regex` crate.

use crate::generate::Outcome;

/// Patterns that need a look-ahead, which the `regex` crate does not have, and the same language without it.
/// The upper bound of the account alias is checked by its length constraint.
const REWRITTEN: &[(&str, &str)] =
    &[("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "[a-z0-9](?:-[a-z0-9](?:-?[a-z0-9])*|[a-z0-9](?:-?[a-z0-9])+)")];

/// A Java pattern in the dialect of the `regex` crate: `\w`, `\d` and `\s` are ASCII in Java, and `\uXXXX` is one
/// character.
pub(super) fn translate(java: &str) -> Outcome<String> {
    if let Some((_, rewritten)) = REWRITTEN.iter().find(|(source, _)| *source == java) {
        return Ok((*rewritten).to_owned());
    }
    if java.contains("(?") {
        return Err(format!("{java} needs a rewriting by hand"));
    }
    let mut rust = String::new();
    let mut in_class = false;
    let mut characters = java.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' => {
                let escaped = characters.next().ok_or("a pattern ends in a backslash")?;
                let class = match escaped {
                    'w' => Some("A-Za-z0-9_"),
                    'd' => Some("0-9"),
                    's' => Some(r"\x09-\x0D\x20"),
                    'S' => Some(r"\x00-\x08\x0E-\x1F\x21-\x{10FFFF}"),
                    _ => None,
                };
                match (class, in_class) {
                    (Some(class), true) => rust.push_str(class),
                    (Some(class), false) => rust.push_str(&format!("[{class}]")),
                    (None, _) if escaped == 'u' => {
                        let code: String = characters.by_ref().take(4).collect();
                        rust.push_str(&format!("\\x{{{code}}}"));
                    }
                    (None, _) => rust.extend(['\\', escaped]),
                }
                continue;
            }
            _ => {}
        }
        rust.push(character);
    }
    Ok(rust)
}
