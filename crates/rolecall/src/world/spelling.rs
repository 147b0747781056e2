//! The name that was meant by a mistyped one.

/// Longer names are not compared: comparing takes the product of the lengths.
const LONGEST_NAME: usize = 64;

/// A message of serde about an unknown field, with the nearest of the fields that there are.
pub(super) fn suggest(message: &str) -> String {
    let Some((unknown, expected)) = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'))
    else {
        return wrong_type(message).unwrap_or_else(|| message.to_owned());
    };
    // Every second piece between backquotes is a name.
    let known = expected.split('`').skip(1).step_by(2);
    match nearest(unknown, known) {
        Some(name) => format!("{message}; did you mean `{name}`?"),
        None => message.to_owned(),
    }
}

/// A message of serde about a value of a wrong type, in the words of TOML, and without the value: it may be a secret.
fn wrong_type(message: &str) -> Option<String> {
    let (found, expected) = message.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let found = match found.split(' ').next()? {
        "map" => "a table",
        "sequence" => "a list",
        "string" => "a string",
        "integer" | "floating" => "a number",
        "boolean" => "true or false",
        _ => return None,
    };
    let expected = match expected.split(' ').next()? {
        "struct" | "map" => "a table",
        _ if expected == "a sequence" => "a list",
        _ if expected == "a map" => "a table",
        _ if expected == "a boolean" => "true or false",
        _ if expected == "a string" => "a string",
        _ => return None,
    };
    let remedy = match (expected, found) {
        ("a list", _) => ": write [ and ] around it",
        ("a string", "a number" | "true or false") => ": write it in quotes",
        ("true or false", "a string") => ": write it without quotes",
        _ => "",
    };
    Some(format!("this must be {expected}, not {found}{remedy}"))
}

/// The nearest name, if no more than every third letter of it is different.
fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if unknown.len() > LONGEST_NAME {
        return None;
    }
    let slips = |name: &str| strsim::osa_distance(&unknown.to_lowercase(), name);
    let (slips, name) = known.map(|name| (slips(name), name)).min_by_key(|(slips, _)| *slips)?;
    (slips <= name.len().max(3) / 3).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_in_the_words_of_toml() {
        for (message, told) in [
            ("invalid type: map, expected a sequence", "this must be a list, not a table: write [ and ] around it"),
            (
                "invalid type: integer `1111`, expected a string",
                "this must be a string, not a number: write it in quotes",
            ),
            ("invalid type: string \"secret\", expected struct User", "this must be a table, not a string"),
            (
                "invalid type: string \"true\", expected a boolean",
                "this must be true or false, not a string: write it without quotes",
            ),
            ("invalid type: string \"x\", expected u8", "invalid type: string \"x\", expected u8"),
            ("invalid basic string", "invalid basic string"),
        ] {
            assert_eq!(suggest(message), told);
        }
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let message = |unknown: &str| {
            suggest(&format!("unknown field `{unknown}`, expected one of `id`, `name`, `root_access_key`"))
        };
        for (unknown, meant) in
            [("nmae", "name"), ("Name", "name"), ("root_acess_key", "root_access_key"), ("ids", "id")]
        {
            assert!(message(unknown).ends_with(&format!("; did you mean `{meant}`?")), "{}", message(unknown));
        }
        for unknown in ["colour", "", &"n".repeat(LONGEST_NAME + 1)] {
            assert!(!message(unknown).contains("did you mean"), "{}", message(unknown));
        }
        assert_eq!(
            suggest("unknown field `nmae`, expected `name`"),
            "unknown field `nmae`, expected `name`; did you mean `name`?"
        );
        assert_eq!(suggest("invalid type: integer"), "invalid type: integer");
    }
}
