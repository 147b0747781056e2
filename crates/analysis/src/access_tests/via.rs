//! The roles through which a caller acts: what a test says with `via`.
//!
//! Each of them must be a principal of the file, or nothing would tell what its sessions may do, and a resource with a
//! trust policy, or nothing would tell who may assume it. What `AssumeRole` refuses in any role is a mistake here (R3.2 and
//! R3.19); what a role's policies deny is found out by the run (`chain`).

use super::AccessFile;
use super::policies::NamedPolicy;
use super::principals::Caller;
use super::resources::Target;
use super::table::{Errors, Said, Table, one_or_many, start};
use super::value::kind;
use crate::resource_class;
use rolecall_policy::document::json::{Data, Value};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Context, equal_ignoring_case};
use std::ops::RangeInclusive;
use std::rc::Rc;

/// The most roles of one chain. AWS has no limit; nobody reads a longer one, and each role is decided up to three times.
pub(super) const MAX_ROLES: usize = 20;
/// Tags that may be passed to a session (R3, section 3.2).
pub(super) const MAX_TAGS: usize = 50;
/// Letters of a session's name, and of a source identity (R3, section 3.2).
const NAME_LENGTH: RangeInclusive<usize> = 2..=64;
/// Letters of an external id (R3, section 3.2).
const EXTERNAL_ID_LENGTH: RangeInclusive<usize> = 2..=1224;
/// Letters of a tag's key, and of its value (R3, section 3.2).
const TAG_KEY_LENGTH: RangeInclusive<usize> = 1..=128;
const TAG_VALUE_LENGTH: RangeInclusive<usize> = 0..=256;

/// Condition keys that members of `via` state, in place of `when`.
const STATED_BY_MEMBERS: [(&str, &str); 8] = [
    ("sts:ExternalId", "external_id"),
    ("sts:RoleSessionName", "session_name"),
    ("sts:SourceIdentity", "source_identity"),
    ("sts:TransitiveTagKeys", "transitive"),
    ("aws:TagKeys", "tags"),
    ("aws:RequestTag/", "tags"),
    ("aws:ResourceTag/", "tags` of the role in [resources], not `when"),
    ("iam:ResourceTag/", "tags` of the role in [resources], not `when"),
];

/// A role that is assumed, and what is passed to the new session.
#[derive(Debug)]
pub(super) struct Hop<'n> {
    /// How the test calls it.
    pub(super) label: &'n str,
    pub(super) arn: String,
    /// The role as the resource that is asked for.
    pub(super) target: Rc<Target<'n>>,
    /// The role as the principal whose policies its sessions have.
    pub(super) role: Rc<Caller<'n>>,
    pub(super) session_name: Option<&'n str>,
    pub(super) external_id: Option<&'n str>,
    /// Whether the caller presents a code of an MFA device.
    pub(super) mfa: bool,
    pub(super) tags: Vec<(&'n str, &'n str)>,
    /// Keys of tags that later sessions inherit.
    pub(super) transitive: Vec<&'n str>,
    pub(super) source_identity: Option<&'n str>,
    /// Session policies, in place of those that the principal has.
    pub(super) session: Option<Vec<Rc<NamedPolicy<'n>>>>,
    pub(super) when: Context,
    pub(super) without: Vec<Said<'n>>,
}

/// Reads the roles of a test or a group.
pub(super) fn read<'n>(value: &'n Value, file: &AccessFile<'n>) -> Vec<Hop<'n>> {
    let list = one_or_many(value);
    if list.len() > MAX_ROLES {
        let errors = file.catalog.errors;
        errors.add(start(value), format!("`via` has {} roles; the limit is {MAX_ROLES}", list.len()));
        return Vec::new();
    }
    list.iter().enumerate().filter_map(|(at, value)| Hop::read(value, at == 0, file)).collect()
}

impl<'n> Hop<'n> {
    fn read(value: &'n Value, is_first: bool, file: &AccessFile<'n>) -> Option<Self> {
        let (catalog, errors, at) = (&file.catalog, file.catalog.errors, start(value));
        if let Data::String(text) = &value.data {
            return Self::find(Said { text, at }, file);
        }
        let Data::Object(_) = &value.data else {
            errors
                .add(at, format!("`via` must have roles by name or ARN, or tables with a `role`, not {}", kind(value)));
            return None;
        };
        let mut table = Table::of("a role of `via`".to_owned(), at, value, errors)?;
        let role = table.text("role");
        let session_name = table.text("session_name");
        let external_id = table.text("external_id");
        let mfa = table.flag("mfa").unwrap_or_default();
        let tags = table.named("tags");
        let transitive = table.texts("transitive").unwrap_or_default();
        let source_identity = table.text("source_identity");
        let session = table.texts("session").map(|names| file.policies.find_all(names));
        let when = catalog.context(table.named("when"));
        let without = table.texts("without").unwrap_or_default();
        table.finish();

        let mut passed: Vec<(&'n str, &'n str)> = Vec::new();
        for member in tags {
            let (key, at) = (&*member.name.value, member.name.span.start);
            let Data::String(text) = &member.value.data else {
                errors.add(start(&member.value), format!("the tag `{key}` must have one string"));
                continue;
            };
            check_length(&format!("the key of the tag `{key}`"), Said { text: key, at }, TAG_KEY_LENGTH, errors);
            let said = Said { text, at: start(&member.value) };
            check_length(&format!("the value of the tag `{key}`"), said, TAG_VALUE_LENGTH, errors);
            if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
                errors.add(at, format!("tag keys that begin with aws: are reserved for AWS, so `{key}` is refused"));
            }
            if passed.iter().any(|(other, _)| equal_ignoring_case(other, key)) {
                errors.add(at, format!("the tag `{key}` occurs twice; AWS ignores upper and lower case"));
            }
            passed.push((key, &**text));
        }
        if passed.len() > MAX_TAGS {
            errors.add(at, format!("`tags` has {} tags; the limit is {MAX_TAGS}", passed.len()));
        }
        for key in &transitive {
            if !passed.iter().any(|(tag, _)| equal_ignoring_case(tag, key.text)) {
                errors.add(key.at, format!("`transitive` names `{}`, which is not in `tags`", key.text));
            }
        }
        for (name, said) in [("session_name", session_name), ("source_identity", source_identity)] {
            let Some(said) = said else { continue };
            check_letters(name, said, "+=,.@-_", NAME_LENGTH, errors);
        }
        if let Some(said) = external_id {
            check_letters("external_id", said, "+=,.@:/-_", EXTERNAL_ID_LENGTH, errors);
        }
        if mfa && !is_first {
            errors.add(
                at,
                "`mfa`: only a user can present a code of an MFA device, but here the caller is a role session",
            );
        }
        for (key, _) in when.iter() {
            if let Some((known, member)) = STATED_BY_MEMBERS.iter().find(|(known, _)| is_of(known, key)) {
                errors.add(at, format!("`when` sets `{known}`; use `{member}` instead"));
            }
            if let Some(known) = of_credentials(key).filter(|_| !is_first) {
                errors.add(at, format!("`when` sets `{known}`, but the role assumed before determines it"));
            }
        }
        for key in &without {
            catalog.check_key(key.text, key.at);
        }
        let Some(role) = role else {
            errors.add(at, "a role of `via` must have a `role`: its name or ARN");
            return None;
        };
        Some(Self {
            session_name: session_name.map(|said| said.text),
            external_id: external_id.map(|said| said.text),
            mfa,
            tags: passed,
            transitive: transitive.into_iter().map(|said| said.text).collect(),
            source_identity: source_identity.map(|said| said.text),
            session,
            when,
            without,
            ..Self::find(role, file)?
        })
    }

    /// The role of this name or ARN, with nothing passed.
    fn find(said: Said<'n>, file: &AccessFile<'n>) -> Option<Self> {
        let errors = file.catalog.errors;
        let named = || file.callers.arn_of(said.text).or_else(|| file.resources.arn_of(said.text));
        let Some(arn) = Some(said.text).filter(|text| text.starts_with("arn:")).or_else(named) else {
            errors.add(said.at, file.callers.unknown("role", said.text));
            return None;
        };
        if resource_class(arn) != ResourceClass::Role {
            errors.add(said.at, format!("`via` must have roles, but `{}` is not a role", said.text));
            return None;
        }
        let role = errors.note(said.at, file.callers.role(said.text, arn))?;
        let target = errors.note(said.at, file.resources.role(said.text, arn))?;
        Some(Self {
            label: said.text,
            arn: arn.to_owned(),
            target: Rc::new(target),
            role,
            session_name: None,
            external_id: None,
            mfa: false,
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: None,
            session: None,
            when: Context::new(),
            without: Vec::new(),
        })
    }
}

/// What the keys of a session's credentials are, whatever a file says of requests.
const OF_CREDENTIALS: [&str; 10] = [
    "aws:PrincipalTag/",
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalIsAWSService",
    "aws:username",
    "aws:MultiFactorAuthPresent",
    "aws:MultiFactorAuthAge",
    "aws:SourceIdentity",
    "aws:FederatedProvider",
];

/// The name of a condition key whose value follows from the credentials of a role's session (R3, section 3.13), so that
/// nobody can state it.
pub(super) fn of_credentials(key: &str) -> Option<&'static str> {
    OF_CREDENTIALS.iter().find(|known| is_of(known, key)).copied()
}

/// Whether a key is the known one, or begins so if that ends with a slash.
fn is_of(known: &str, key: &str) -> bool {
    let start = key.get(..known.len()).filter(|start| start.eq_ignore_ascii_case(known));
    start.is_some() && (known.ends_with('/') || key.len() == known.len())
}

fn check_length(what: &str, said: Said<'_>, lengths: RangeInclusive<usize>, errors: &Errors) {
    let (least, most) = (lengths.start(), lengths.end());
    let length = said.text.chars().count();
    if !lengths.contains(&length) {
        errors.add(said.at, format!("{what} must have {least} to {most} characters, not {length}"));
    }
}

fn check_letters(name: &str, said: Said<'_>, others: &str, lengths: RangeInclusive<usize>, errors: &Errors) {
    check_length(&format!("`{name}`"), said, lengths, errors);
    if let Some(letter) = said.text.chars().find(|c| !c.is_ascii_alphanumeric() && !others.contains(*c)) {
        errors.add(said.at, format!("`{name}` may have only letters, digits and {others}, not `{letter}`"));
    }
}
