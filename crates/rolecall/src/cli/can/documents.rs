//! Policies in files that the command line names.

use super::shown;
use crate::environment::input;
use rolecall_analysis::lint::nearest;
use rolecall_analysis::scenario::{DocumentError, PolicyCache};
use rolecall_policy::evaluate::{Attached, Level};
use rolecall_policy::explain::Position;
use rolecall_policy::{PolicyKind, PolicySource};
use std::path::Path;
use std::sync::Arc;

/// The largest file with a policy that is read, bytes. AWS's longest policies are far below it.
const MAX_POLICY_FILE: u64 = 1 << 20;

/// AWS's policies of organizations, which are there as soon as an organization has such policies.
const OF_AWS: [(&str, &str); 2] = [
    ("FullAWSAccess", r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#),
    (
        "RCPFullAWSAccess",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
    ),
];

/// The policy of a file. What AWS would refuse at creation is refused.
pub(super) fn policy<K: PolicyKind>(path: &Path) -> Result<Attached<K>, String> {
    let text = input::file(path, MAX_POLICY_FILE).map_err(|error| error.to_string())?.text;
    compile(&shown(path), &text)
}

/// The policies of files.
pub(super) fn policies<K: PolicyKind>(paths: &[impl AsRef<Path>]) -> Result<Vec<Attached<K>>, String> {
    paths.iter().map(|path| policy(path.as_ref())).collect()
}

/// The levels of an organization, each a list of files with commas between them; `None` if there is no organization.
pub(super) fn levels<K: PolicyKind>(lists: &[String]) -> Result<Option<Vec<Level<K>>>, String> {
    let level = |list: &String| {
        let policies = list.split(',').map(|name| match OF_AWS.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => compile(name, text),
            None if name.is_empty() => {
                Err("a level of the organization names no policy: write FILE, or FILE,FILE".to_owned())
            }
            None => policy(Path::new(name)).map_err(|error| match nearest(name, OF_AWS.map(|(known, _)| known)) {
                Some(near) if !Path::new(name).exists() => format!("{error}; did you mean `{near}`?"),
                _ => error,
            }),
        });
        Ok(Level { policies: policies.collect::<Result<_, String>>()?, name: list.as_str().into() })
    };
    (!lists.is_empty()).then(|| lists.iter().map(level).collect()).transpose()
}

fn compile<K: PolicyKind>(name: &str, text: &str) -> Result<Attached<K>, String> {
    let source = PolicySource { arn: None, name: name.into(), owner: None };
    match PolicyCache::strict().compile(text) {
        Ok(policy) => Ok(Attached { policy, source: Arc::new(source) }),
        Err(error) => Err(mistake(name, text, &error)),
    }
}

/// `policy.json:3:24: a statement has no member ...`.
fn mistake(name: &str, text: &str, error: &DocumentError) -> String {
    let (span, told) = match error {
        DocumentError::Unreadable(findings) => match findings.all().first() {
            Some(first) => (Some(first.span), first.detail.to_string()),
            None => (None, findings.aws_message().to_owned()),
        },
        DocumentError::Incomplete(span, lacking) => (Some(*span), lacking.clone()),
        DocumentError::Principal(span) => (
            Some(*span),
            "this kind of policy cannot have `Principal`: it applies to the principals that it is attached to"
                .to_owned(),
        ),
    };
    let place = span.map(|span| Position::of_span(text, span).0);
    let place = place.map(|Position { line, column }| format!(":{line}:{column}")).unwrap_or_default();
    format!("{name}{place}: {told}")
}
