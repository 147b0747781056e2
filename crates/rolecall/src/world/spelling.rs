//! The name that was meant by a mistyped one.

/// Longer names are not compared: comparing takes the product of the lengths.
const LONGEST_NAME: usize = 64;

/// A message of serde about an unknown field, with the nearest of the fields that there are.
pub(super) fn suggest(message: &str) -> String {
    let Some((unknown, expected)) = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'))
    else {
        return message.to_owned();
    };
    // Every second piece between backquotes is a name.
    let known = expected.split('`').skip(1).step_by(2);
    match nearest(unknown, known) {
        Some(name) => format!("{message}; did you mean `{name}`?"),
        None => message.to_owned(),
    }
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
