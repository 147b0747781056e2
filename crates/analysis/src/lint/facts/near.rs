//! Names that look like a mistyped one.

// How many characters must be inserted, dropped, replaced or swapped with their neighbour to make one of the other.
use strsim::osa_distance as distance;

/// The candidate nearest to a name, if it is near enough to be what was meant. Case counts for nothing.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_where(name, candidates, |_| true)
}

/// The nearest of the candidates that are `wanted`, which is asked of the few that are near only.
pub(in crate::lint) fn nearest_where<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    wanted: impl Fn(&'a str) -> bool,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    if name.len() > 128 {
        return None;
    }
    // One slip in four characters at most: `s3` is not `sqs`.
    let length = name.chars().count();
    let most = (length / 4).clamp(1, 3);
    let letters = Letters::of(&name);
    // Of two that are as far away, one that only goes on, or stops earlier, is likelier than one with other letters.
    let mut best: Option<((usize, bool), &str)> = None;
    for candidate in candidates {
        let begins_with =
            |long: &str, short: &str| long.get(..short.len()).is_some_and(|head| head.eq_ignore_ascii_case(short));
        let goes_on = begins_with(candidate, &name);
        let rank = |far: usize| (far, !goes_on && !begins_with(&name, candidate));
        // Half a name again may be missing at its end.
        let far = candidate.len().saturating_sub(name.len());
        if goes_on && length > 4 && far <= name.len() / 2 {
            if best.is_none_or(|(least, _)| rank(far) < least) && wanted(candidate) {
                best = Some((rank(far), candidate));
            }
            continue;
        }
        // Catalog names are ASCII: their bytes are their characters, in either case.
        if candidate.len().abs_diff(length) > most && candidate.is_ascii() {
            continue;
        }
        // A document may hold thousands of unknown names, so the table is for the few candidates that can be near.
        if letters.least_distance(&Letters::of(candidate)) > most {
            continue;
        }
        let far = distance(&name, &candidate.to_lowercase());
        if far <= most && best.is_none_or(|(least, _)| rank(far) < least) && wanted(candidate) {
            best = Some((rank(far), candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How often each letter is in a name. Case counts for nothing, and some letters share a place.
struct Letters([u8; 32]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self([0; 32]);
        if name.is_ascii() {
            name.bytes().for_each(|byte| letters.count(u32::from(byte.to_ascii_lowercase())));
        } else {
            name.chars().flat_map(char::to_lowercase).for_each(|c| letters.count(u32::from(c)));
        }
        letters
    }

    fn count(&mut self, letter: u32) {
        if let Some(count) = usize::try_from(letter % 32).ok().and_then(|place| self.0.get_mut(place)) {
            *count = count.saturating_add(1);
        }
    }

    /// What the distance of two names is at least: a slip takes one letter from a place and gives one to another.
    fn least_distance(&self, other: &Self) -> usize {
        let pairs = || self.0.iter().zip(&other.0);
        let more: usize = pairs().map(|(own, its)| usize::from(own.saturating_sub(*its))).sum();
        let fewer: usize = pairs().map(|(own, its)| usize::from(its.saturating_sub(*own))).sum();
        more.max(fewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_slips() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("getobjct", "getobject", 1),
            ("gteobjct", "getobject", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    /// Passing over a candidate by its letters loses nothing, and leaves few for the table.
    #[test]
    fn letters_never_say_more_than_the_distance() {
        let names: Vec<String> = ["s3", "ec2", "iam"]
            .into_iter()
            .filter_map(|service| rolecall_catalog::authorization().service(service))
            .flat_map(|service| service.actions().map(|action| action.name().to_lowercase()).collect::<Vec<_>>())
            .collect();
        for from in names.iter().step_by(17).map(String::as_str).chain(["", "getobjct", "gteobject", "éé", "a-1b"]) {
            for to in &names {
                assert!(Letters::of(from).least_distance(&Letters::of(to)) <= distance(from, to), "{from} {to}");
            }
        }
        let mistyped = Letters::of("DescribeInstanzes1");
        let left = names.iter().filter(|name| mistyped.least_distance(&Letters::of(name)) <= 3).count();
        assert!((1..names.len() / 50).contains(&left), "{left} of {}", names.len());
    }

    #[test]
    fn only_near_names_are_proposed() {
        let names = ["GetObject", "GetObjectAcl", "PutObject", "s3", "sqs"];
        assert_eq!(nearest("getobject", names), Some("GetObject"));
        assert_eq!(nearest("GetObjects", names), Some("GetObject"));
        assert_eq!(nearest("DeleteObject", names), None);
        assert_eq!(nearest("s", names), Some("s3"));
        let keys = ["aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceArn"];
        assert_eq!(nearest("aws:PrincipalOrg", keys), Some("aws:PrincipalOrgID"));
        assert_eq!(nearest("aws:PrincipalAr", keys), Some("aws:PrincipalArn"));
        assert_eq!(nearest("dynamo", ["dynamodb", "dynamodbstreams"]), Some("dynamodb"));
        assert_eq!(nearest("s", ["sts"]), None);
        assert_eq!(nearest("", names), None);
    }
}
