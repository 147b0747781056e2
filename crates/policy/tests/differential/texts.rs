//! Texts at the boundary of others: patterns that just match, and values that just do not.

use crate::random::Random;

/// Values of each family of operators, several spellings of the same among them, and texts that are no such values.
pub(crate) const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "0e9",
    "1",
    "1.0",
    "+1",
    "01",
    "10",
    "1e1",
    "1E+1",
    "100e-1",
    "-5",
    "-5.0",
    "-4.99",
    "2.5",
    "2.50",
    "9007199254740992",
    "9007199254740993",
    "9007199254740993.0",
    "1e100",
    "10e99",
    "1e-3",
    "0.001",
    "0.0010001",
    "-1e-3",
    "123456789012345678901234567890",
    "123456789012345678901234567891",
    "1e999999999999999",
    "1e-999999999999999",
    "0.1234567890123456789012345",
    "1e18446744073709551617",
    "1e00000000000000000000001",
    "",
    "1.",
    ".5",
    "1e",
    "e1",
    " 1",
    "1 ",
    "0x1",
    "1_0",
    "+-1",
    "NaN",
    "inf",
    "١",
    "true",
    "${a}",
    "1e+-1",
    "--1",
];
pub(crate) const BOOLS: &[&str] = &["true", "True", "TRUE", "false", "False", "", "1", "0", "yes", "${a}", "tRue "];
pub(crate) const BINARIES: &[&str] = &[
    "", "AAEC", "Zm9v", "Zm9w", "Zg==", "Zh==", "Zm8=", "Zm9=", "Zg=", "Zg", "====", "Z===", "Zm9vZg==", "Zg==Zm9v",
    "zg==", "Zm-v", "Zm+v", "Zm/v", " AAEC", "AAEC\n",
];
const STRINGS: &[&str] = &[
    "", "a", "A", "ab", "aB", "b", "a*b", "a?b", "*", "?", "straße", "STRASSE", "STRAßE", "σ", "ς", "Σ", "i", "I", "ı",
    "İ", "k", "\u{212a}", "s", "ſ", "é", "É", "e\u{301}", "ǆ", "ǅ", "Ǆ", "${a}", "${*}", "$", "a\nb", "ana",
    "home/ana", "x:y", "😀",
];
const ADDRESSES: &[&str] = &[
    "",
    "203.0.113.7",
    "203.0.113.8",
    "10.0.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "203.0.113.07",
    "203.0.113",
    "::",
    "::1",
    "2001:db8::1",
    "2001:DB8:0:0:0:0:0:1",
    "2001:db8:0:0::1",
    "::ffff:203.0.113.7",
    "::ffff:cb00:7107",
    "::203.0.113.7",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::2::3",
    ":::",
    "1:2:3:4:5:6:1.2.3.4",
    "fe80::1%eth0",
    "12345::",
    "1:2:3:4:5:6:7:8:9",
    "::ffff:0:203.0.113.7",
    "0:0:0:0:0:ffff:203.0.113.7",
    "1.2.3.4.5",
    "256.0.0.1",
    "everywhere",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::1.2.3.4:5",
    "0:0:0:0:0:0:0:0",
    "00000::",
    "::00001",
    "1.2.3.4:5",
];

/// A number, often next to another one.
pub(crate) fn number(random: &mut Random) -> String {
    if random.chance(70) {
        return random.of(NUMBERS).to_owned();
    }
    let sign = random.of(&["", "-", "+"]);
    let whole = random.below(30);
    let fraction = random.of(&["", ".0", ".5", ".50", ".499", ".05"]);
    let exponent = random.of(&["", "", "e0", "e1", "E-1", "e+2"]);
    format!("{sign}{whole}{fraction}{exponent}")
}

/// A date or something that looks like one.
pub(crate) fn date(random: &mut Random) -> String {
    let year = random.of(&[
        "2019",
        "2019",
        "2019",
        "2020",
        "1970",
        "1969",
        "1900",
        "2000",
        "0000",
        "-0001",
        "-1",
        "01",
        "+2019",
        "292278993",
        "-292275054",
        "-292275055",
        "292278994",
        "0002019",
        "234",
        "",
    ]);
    let month = random.of(&["-07", "-07", "-02", "-12", "-01", "-06", "-13", "-00", "-7", "-1", ""]);
    let day = random.of(&["-01", "-01", "-28", "-29", "-30", "-31", "-32", "-00", "-1", ""]);
    let clock = random.of(&[
        "",
        "",
        "T",
        "T00:00:00",
        "T23:59:59",
        "t00:00:00",
        "T1:20",
        "T13",
        "T00:00:00.5",
        "T00:00:00.000000001",
        "T00:00:00.9999999999",
        "T00:00",
        "T24:00",
        "T13:60",
        "T1",
        "T00:00:00.",
        "T00:00.5",
        " 00:00",
        "T0:0",
        "T123",
    ]);
    let zone = random.of(&[
        "", "", "Z", "z", "+02:00", "-02:30", "+0200", "+02", "+2", "+24:00", "+02:60", "ZZ", "-00:00", "+2:00",
        "+020", "+02:0",
    ]);
    match random.below(10) {
        0 => random
            .of(&["0", "1561939200", "1561939199", "9223372036854775807", "9223372036854775808", "2019", "007"])
            .into(),
        1 => random.of(&["", "never", "T", "-", "1e9", "1.5", "+5", "T13:20", "-5", "${a}"]).into(),
        _ => format!("{year}{month}{day}{clock}{zone}"),
    }
}

/// An address of a request.
pub(crate) fn address(random: &mut Random) -> String {
    match random.below(4) {
        0 => format!("203.0.{}.{}", 112 + random.below(3), random.of(&[0, 7, 8, 15, 16, 255])),
        1 => format!("2001:db8:{:x}::{:x}", random.below(3), random.below(20)),
        _ => random.of(ADDRESSES).to_owned(),
    }
}

/// A block of a policy.
pub(crate) fn block(random: &mut Random) -> String {
    let address = address(random);
    let prefix = random.of(&[
        "", "/0", "/1", "/7", "/8", "/22", "/23", "/24", "/28", "/29", "/31", "/32", "/33", "/47", "/48", "/95", "/96",
        "/120", "/127", "/128", "/129", "/", "/+8", "/08", "/-1",
    ]);
    format!("{address}{prefix}")
}

/// Any text.
pub(crate) fn string(random: &mut Random) -> String {
    random.of(STRINGS).to_owned()
}

fn splice(text: &[char], start: usize, end: usize, with: &str) -> String {
    text[..start].iter().copied().chain(with.chars()).chain(text[end..].iter().copied()).collect()
}

/// A text one step away: a character more, less, other, or in the other case.
pub(crate) fn near(random: &mut Random, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = random.below(chars.len() + 1);
    let Some(here) = chars.get(at) else {
        return format!("{text}{}", random.of(&["x", "/", ":", "*", "?", "é", " "]));
    };
    match random.below(5) {
        0 => splice(&chars, at, at + 1, ""),
        1 => splice(&chars, at, at, random.of(&["x", "/", ":", "*", "?", " "])),
        2 => splice(&chars, at, at + 1, random.of(&["x", "*", "?", ":", "K"])),
        3 if here.is_lowercase() => splice(&chars, at, at + 1, &here.to_uppercase().to_string()),
        3 => splice(&chars, at, at + 1, &here.to_lowercase().to_string()),
        _ => chars[..at].iter().collect(),
    }
}

/// A pattern made of the text by putting wildcards over some of it, so that it mostly still matches.
pub(crate) fn pattern(random: &mut Random, text: &str) -> String {
    let mut pattern = text.to_owned();
    for _ in 0..random.below(4) {
        let chars: Vec<char> = pattern.chars().collect();
        let start = random.below(chars.len() + 1);
        let end = start + random.below(chars.len() + 1 - start);
        pattern = match random.below(6) {
            0 => splice(&chars, start, end, "*"),
            1 => splice(&chars, start, chars.len(), "*"),
            2 => splice(&chars, start, start, "*"),
            3 => splice(&chars, start, (start + 1).min(chars.len()), "?"),
            4 => whole_field(random, &pattern),
            _ => splice(&chars, start, start, random.of(&["**", "*?", "?*", "*:*"])),
        };
    }
    if random.chance(12) { near(random, &pattern) } else { pattern }
}

/// One of the fields between colons becomes a wildcard, or ends in one, or the rest is left out.
fn whole_field(random: &mut Random, text: &str) -> String {
    let mut fields: Vec<String> = text.split(':').map(str::to_owned).collect();
    let at = random.below(fields.len());
    match random.below(4) {
        0 => fields[at] = "*".into(),
        1 => fields[at].push('*'),
        2 => fields.truncate(at + 1),
        _ => {
            fields.remove(at);
        }
    }
    fields.join(":")
}

/// A text in another mixture of cases.
pub(crate) fn recase(random: &mut Random, text: &str) -> String {
    match random.below(4) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text.to_owned(),
    }
}
