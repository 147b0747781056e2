//! The specification (`docs/spec`): every rule cited exists, and every rule has a test that names it, or a reason why
//! not in `untested.txt`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::citations::{Citation, Rule, cited, number, rule};
use super::files::File;

/// Where the rules stand.
const RULES: &str = "docs/spec/";

/// The rules without a test. A line that is not indented is a reason; the indented lines below it are its rules.
const UNTESTED: &str = "docs/spec/untested.txt";

/// The tests of this chore cite what does not exist.
const OWN: &str = "xtask/src/tidy/";

/// How many rules there are and how many have a test, and everything that is wrong with them.
pub(super) fn check(files: &[File]) -> (String, Vec<String>) {
    let mut faults = Vec::new();
    let (rules, sections) = defined(files, &mut faults);
    let tested = tested(files, &rules, &sections, &mut faults);
    let untested = untested(files, &mut faults);
    for (rule, place) in &untested {
        if !rules.contains_key(rule) {
            faults.push(format!("{place}: there is no rule {rule}"));
        } else if tested.contains(rule) {
            faults.push(format!("{place}: {rule} has a test that names it"));
        }
    }
    for (rule, place) in &rules {
        if !tested.contains(rule) && !untested.contains_key(rule) {
            faults.push(format!("{place}: no test names {rule}; name it in one, or give the reason in {UNTESTED}"));
        }
    }
    (format!("{} of {} rules have a test", tested.len(), rules.len()), faults)
}

/// The rules, each with its place, and the sections. A rule is defined at the beginning of a line: `- R1.2 Text`,
/// `| R1.2 | text`, `R1.2 Text`, `| T1 | case`.
fn defined(files: &[File], faults: &mut Vec<String>) -> (BTreeMap<Rule, String>, HashSet<(u16, u16)>) {
    let mut rules = BTreeMap::new();
    let mut sections = HashSet::new();
    for file in files.iter().filter(|file| file.path.starts_with(RULES) && file.path.ends_with(".md")) {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(heading) = line.strip_prefix("## ") {
                let parts = number(heading).and_then(|(a, rest)| Some((a, number(rest.strip_prefix('.')?)?.0)));
                sections.extend(parts);
            }
            let start = ["- ", "| "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
            let Some((rule, rest)) = rule(start) else { continue };
            if rule.chapter.is_none() && !rest.starts_with(" |") {
                continue;
            }
            let place = format!("{}:{}", file.path, at + 1);
            if let Some(first) = rules.insert(rule, place.clone()) {
                faults.push(format!("{place}: {rule} stands in {first} already"));
            }
        }
    }
    (rules, sections)
}

/// The rules that tests cite. What anything cites and does not exist is an error.
fn tested(
    files: &[File],
    rules: &BTreeMap<Rule, String>,
    sections: &HashSet<(u16, u16)>,
    faults: &mut Vec<String>,
) -> BTreeSet<Rule> {
    let mut tested = BTreeSet::new();
    for file in files.iter().filter(|file| !file.path.starts_with(OWN) && file.path != UNTESTED) {
        for (at, line) in file.text.lines().enumerate() {
            for citation in cited(line) {
                let unknown = match citation {
                    Citation::Rule(rule) if rules.contains_key(&rule) => {
                        if file.is_test(at) {
                            tested.insert(rule);
                        }
                        continue;
                    }
                    Citation::Rule(rule) => format!("rule {rule}"),
                    Citation::Chapter(chapter) if rules.keys().any(|rule| rule.chapter == Some(chapter)) => continue,
                    Citation::Chapter(chapter) => format!("chapter R{chapter}"),
                    Citation::Section(chapter, section) if sections.contains(&(chapter, section)) => continue,
                    Citation::Section(chapter, section) => format!("section {chapter}.{section}"),
                };
                faults.push(format!("{}:{}: there is no {unknown} in {RULES}", file.path, at + 1));
            }
        }
    }
    tested
}

/// The rules that stand in `untested.txt`, each with its place.
fn untested(files: &[File], faults: &mut Vec<String>) -> BTreeMap<Rule, String> {
    let mut found = BTreeMap::new();
    let mut reason = false;
    let text = files.iter().find(|file| file.path == UNTESTED).map_or("", |file| file.text.as_str());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let place = format!("{UNTESTED}:{}", at + 1);
        if !line.starts_with(' ') {
            reason = true;
        } else if !reason {
            faults.push(format!("{place}: rules without a reason above them"));
        } else {
            for citation in cited(line) {
                let Citation::Rule(rule) = citation else {
                    faults.push(format!("{place}: only rules stand below a reason"));
                    continue;
                };
                if let Some(first) = found.insert(rule, place.clone()) {
                    faults.push(format!("{place}: {rule} stands in {first} already"));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECIFICATION: &str = "# 1. Policies\n\n## 1.1 Shape\n\n- R1.1 A policy is an object.\n| R1.2 | text |\n\
                                 R1.3 Last, as R1.1 says.\n| T1 | allow |\n| S3 bucket | 20 KB |\n";

    /// What is wrong with a specification of four rules, these tests and this list.
    fn found(test: &str, untested: &str) -> Vec<String> {
        let files = [
            File::new("docs/spec/policy.md", SPECIFICATION),
            File::new("crates/a/tests/b.txt", test),
            File::new(UNTESTED, untested),
        ];
        check(&files).1
    }

    #[test]
    fn rules_without_a_test_are_found() {
        assert!(found("R1.1–R1.3, T1", "").is_empty());
        assert!(found("R1.1 and T1", "not served yet\n  R1.2 R1.3\n").is_empty());
        let faults = found("R1.1–R1.3", "");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("docs/spec/policy.md:8: no test names T1"), "{faults:?}");
    }

    /// A comment outside tests is none.
    #[test]
    fn only_tests_count() {
        let all = "R1.1–R1.3, T1";
        let files =
            [File::new("docs/spec/policy.md", SPECIFICATION), File::new("crates/a/src/b.rs", &format!("// {all}"))];
        assert_eq!(check(&files).1.len(), 4);
        let test = File::new("crates/a/src/c.rs", &format!("a\n#[cfg(test)]\nmod tests {{\n    // {all}\n}}\n"));
        let [specification, file] = files;
        let (told, faults) = check(&[specification, file, test]);
        assert_eq!((told.as_str(), faults.len()), ("4 of 4 rules have a test", 0));
    }

    #[test]
    fn citations_of_nothing_are_found() {
        for (cited, missing) in
            [("R1.4", "rule R1.4"), ("R2, section 1.1", "chapter R2"), ("R1, section 1.2", "section 1.2")]
        {
            let faults = found(&format!("R1.1–R1.3, T1, R1, section 1.1, {cited}"), "");
            assert_eq!(faults, [format!("crates/a/tests/b.txt:1: there is no {missing} in docs/spec/")]);
        }
    }

    /// The list of what has no test cannot be wrong or out of date.
    #[test]
    fn faults_of_the_list_are_found() {
        let all = "R1.1–R1.3";
        for (list, fault) in [
            ("later\n  T1 R1.1\n", "docs/spec/untested.txt:2: R1.1 has a test that names it"),
            ("later\n  T1 R1.9\n", "docs/spec/untested.txt:2: there is no rule R1.9"),
            ("later\n  T1\nnever\n  T1\n", "docs/spec/untested.txt:4: T1 stands in docs/spec/untested.txt:2 already"),
            ("later\n  T1 R1\n", "docs/spec/untested.txt:2: only rules stand below a reason"),
        ] {
            assert_eq!(found(all, list), [fault]);
        }
        assert_eq!(found(all, "  T1\n").len(), 2);
    }

    #[test]
    fn rules_that_stand_twice_are_found() {
        let files = [File::new("docs/spec/a.md", "- R1.1 a\n- R1.1 b\n"), File::new("tests/a.py", "R1.1")];
        assert_eq!(check(&files).1, ["docs/spec/a.md:2: R1.1 stands in docs/spec/a.md:1 already"]);
    }
}
