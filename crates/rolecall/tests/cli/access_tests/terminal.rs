//! The text of `rolecall test` on a terminal: colour and width.

use super::folder;
use crate::program::{Run, rolecall};

const TESTS: &str = r#"
[policies.read]
document = { Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] }
[principals.ana]
arn = "arn:aws:iam::111111111111:user/ana"
identity = "read"
[resources.data]
arn = "arn:aws:s3:::data"
account = "111111111111"
[[test]]
name = "ana reads everything that is in the bucket with the data of all the teams of the company"
who = "ana"
may = "s3:GetObject"
on = "data/a"
[[test]]
name = "ana writes"
who = "ana"
may = "s3:PutObject"
on = "data/a"
[[test]]
name = "ana does not read"
who = "ana"
may_not = "s3:GetObject"
on = "data/a"
"#;

fn run(settings: &[(&str, &str)]) -> Run {
    let folder = folder(&[("access-tests.toml", TESTS)]);
    let mut command = rolecall();
    command.arg("test").current_dir(folder.path());
    command.env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    Run::of(command.envs(settings.iter().copied()), "")
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

/// Colour says nothing that the words do not say, and `NO_COLOR` is the last word.
#[test]
fn colour() {
    let plain = run(&[]).out;
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert_eq!(run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).out, plain);
    let coloured = run(&[("CLICOLOR_FORCE", "1")]).out;
    assert_eq!(without_colour(&coloured), plain);
    let (green, red) = ("\u{1b}[1m\u{1b}[32m", "\u{1b}[1m\u{1b}[31m");
    for begin in [
        format!("{green}ok\u{1b}[0m    ana reads"),
        format!("{red}FAIL\u{1b}[0m  ana writes"),
        format!("        {red}DENIED, implicitly"),
        format!("        {green}ALLOWED"),
        "        \u{1b}[31mx identity".to_owned(),
    ] {
        assert!(coloured.lines().any(|line| line.starts_with(&begin)), "{begin:?}: {coloured:?}");
    }
}

/// Lines end at the width that is said, and nowhere in a pipe of which nothing is said.
#[test]
fn width() {
    let plain = run(&[]).out;
    assert!(plain.lines().any(|line| line.len() > 100));
    let narrow = run(&[("COLUMNS", "72")]).out;
    for line in narrow.lines() {
        // A word that is longer stays whole.
        assert!(line.chars().count() <= 72 || !line.trim_start().contains(' '), "{line}");
    }
    // A line of marks that goes on has one more `|`.
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| *word != "|").map(str::to_owned).collect()
    };
    assert_eq!(words(&narrow), words(&plain));
    assert!(
        narrow.starts_with(
            "ok    ana reads everything that is in the bucket with the data of all\n      the teams of the company\n"
        ),
        "{narrow}"
    );
    assert_eq!(without_colour(&run(&[("COLUMNS", "72"), ("CLICOLOR_FORCE", "1")]).out), narrow);
}
