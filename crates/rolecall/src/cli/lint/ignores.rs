//! Findings that a person has looked at and wants no more: `.rolecall-lint.toml`, and `--ignore`.

use super::identity::Identity;
use rolecall_analysis::lint::all_codes;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The file that is read if the folder in which the program is started has it.
pub(super) const FILE: &str = ".rolecall-lint.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    ignore: Vec<Rule>,
}

/// Which findings are ignored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    code: String,
    /// A file, or with a slash at its end a folder, as seen from the folder of the rules; without it, every file.
    file: Option<String>,
    /// The `Sid` of a statement; without it, every place.
    sid: Option<String>,
    /// Why: whoever reads the rule later must be able to tell whether it still holds.
    reason: String,
}

/// The rules, and which of them ignored something.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    rules: Vec<(Rule, bool)>,
    by_code: HashMap<String, Vec<usize>>,
}

impl Ignores {
    /// Adds the rules of a file.
    pub(super) fn read(&mut self, text: &str) -> Result<(), String> {
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        for rule in written.ignore {
            if rule.reason.trim().is_empty() {
                return Err(format!("the rule for {} has no `reason`", rule.code));
            }
            if let Some(file) = rule.file.as_deref().filter(|file| !is_plain(file)) {
                return Err(format!(
                    "`{file}` must be the path of a file or folder below this folder, with `/` as the separator"
                ));
            }
            self.add(rule)?;
        }
        Ok(())
    }

    /// Ignores a code everywhere.
    pub(super) fn add_code(&mut self, code: &str) -> Result<(), String> {
        self.add(Rule { code: code.to_owned(), file: None, sid: None, reason: String::new() })
    }

    fn add(&mut self, rule: Rule) -> Result<(), String> {
        if !all_codes().iter().any(|(code, ..)| *code == rule.code) {
            return Err(format!("there is no code {}", rule.code));
        }
        self.by_code.entry(rule.code.clone()).or_default().push(self.rules.len());
        self.rules.push((rule, false));
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether a rule ignores the finding.
    pub(super) fn ignore(&mut self, identity: &Identity) -> bool {
        let mut ignored = false;
        for at in self.by_code.get(&identity.code).into_iter().flatten() {
            if let Some((rule, used)) = self.rules.get_mut(*at)
                && rule.is_about(&identity.file)
                && (rule.sid.is_none() || rule.sid == identity.sid)
            {
                (ignored, *used) = (true, true);
            }
        }
        ignored
    }

    /// How many rules name one of these files and ignored nothing in it.
    pub(super) fn idle(&self, files: &HashSet<String>) -> usize {
        let names_one = |rule: &Rule| rule.file.as_ref().is_some_and(|file| files.contains(file));
        self.rules.iter().filter(|(rule, used)| !used && names_one(rule)).count()
    }
}

impl Rule {
    fn is_about(&self, file: &str) -> bool {
        self.file.as_deref().is_none_or(|name| file == name || name.ends_with('/') && file.starts_with(name))
    }
}

/// `a/b.json` or `a/`: no root, no folder above, nothing empty.
fn is_plain(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(file: &str, code: &str, sid: Option<&str>) -> Identity {
        let (file, code, sid) = (file.to_owned(), code.to_owned(), sid.map(str::to_owned));
        Identity { file, code, within: None, sid, statement: None, text: String::new() }
    }

    #[test]
    fn rules_are_about_files_folders_and_statements() {
        let mut ignores = Ignores::default();
        let rules = r#"
            ignore = [
                {code = "PUBLIC_ACCESS", file = "a/site.json", sid = "Site", reason = "a web site"},
                {code = "OLD_VERSION", file = "old/", reason = "to be deleted"},
                {code = "EMPTY_SID_VALUE", file = "a/site.json", reason = "generated"},
            ]
        "#;
        ignores.read(rules).unwrap();
        ignores.add_code("MISSING_VERSION").unwrap();
        for (file, code, sid, expected) in [
            ("a/site.json", "PUBLIC_ACCESS", Some("Site"), true),
            ("a/site.json", "PUBLIC_ACCESS", Some("Other"), false),
            ("a/site.json", "PUBLIC_ACCESS", None, false),
            ("b/site.json", "PUBLIC_ACCESS", Some("Site"), false),
            ("old/x/y.json", "OLD_VERSION", None, true),
            ("older/x.json", "OLD_VERSION", None, false),
            ("old/x/y.json", "PUBLIC_ACCESS", None, false),
            ("z.json", "MISSING_VERSION", Some("Z"), true),
        ] {
            assert_eq!(ignores.ignore(&identity(file, code, sid)), expected, "{file} {code}");
        }
        assert_eq!(ignores.idle(&HashSet::from(["a/site.json".to_owned()])), 1, "no EMPTY_SID_VALUE was found");
        assert_eq!(ignores.idle(&HashSet::new()), 0);
    }

    #[test]
    fn rules_that_say_too_little_are_refused() {
        for rule in [
            r#"code = "PUBLIC_ACCESS""#,
            r#"code = "PUBLIC_ACCESS", reason = " ""#,
            r#"code = "PUBLIC_ACESS", reason = "x""#,
            r#"code = "PUBLIC_ACCESS", reason = "x", files = "a""#,
            r#"code = "PUBLIC_ACCESS", reason = "x", file = "../a.json""#,
            r#"code = "PUBLIC_ACCESS", reason = "x", file = "/a.json""#,
            r#"code = "PUBLIC_ACCESS", reason = "x", file = """#,
        ] {
            assert!(Ignores::default().read(&format!("ignore = [{{{rule}}}]")).is_err(), "{rule}");
        }
        assert!(Ignores::default().read("ignored = []").is_err());
        assert!(Ignores::default().add_code("banana").is_err());
    }
}
