//! The forms of AWS's ids. What is not of the form belongs to nothing that AWS has, so what a test proves of it
//! would be true of nothing.

use rolecall_policy::AccountId;

/// Condition keys whose values are ids, with their form.
const KEYS: [(&str, Form); 14] = [
    ("aws:PrincipalOrgID", Form::Organization),
    ("aws:ResourceOrgID", Form::Organization),
    ("aws:SourceOrgID", Form::Organization),
    ("aws:VpceOrgID", Form::Organization),
    ("aws:PrincipalOrgPaths", Form::Path),
    ("aws:ResourceOrgPaths", Form::Path),
    ("aws:SourceOrgPaths", Form::Path),
    ("aws:VpceOrgPaths", Form::Path),
    ("aws:PrincipalAccount", Form::Caller),
    ("aws:ResourceAccount", Form::Account),
    ("aws:SourceAccount", Form::Account),
    ("aws:SourceOwner", Form::Account),
    ("aws:VpceAccount", Form::Account),
    ("s3:ResourceAccount", Form::Account),
];

/// How an id is written (R7, table 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `o-a1b2c3d4e5`.
    Organization,
    /// `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`, from the root to the account's parent (R3.56).
    Path,
    /// Twelve digits.
    Account,
    /// The same, or nobody's.
    Caller,
}

impl Form {
    /// The form of a condition key's values, if they are ids.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        KEYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, form)| *form)
    }

    /// Whether a text is of the form.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Organization => is_organization(text),
            Self::Path => is_path(text),
            Self::Account => text.parse::<AccountId>().is_ok(),
            Self::Caller => text == "anonymous" || Self::Account.fits(text),
        }
    }

    /// The form in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Organization => "`o-` and 10 to 32 lower-case letters and digits",
            Self::Path => "a path like o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",
            Self::Account | Self::Caller => "twelve digits",
        }
    }
}

fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-").is_some_and(|id| is_id(id, 10))
}

fn is_path(text: &str) -> bool {
    let Some(path) = text.strip_suffix('/') else { return false };
    let mut parts = path.split('/');
    let (Some(organization), Some(root)) = (parts.next(), parts.next()) else { return false };
    let Some(root) = root.strip_prefix("r-").filter(|id| is_id(id, 4)) else { return false };
    // The id of a unit names its root.
    let is_unit = |unit: &str| {
        let rest = unit.strip_prefix("ou-").and_then(|rest| rest.strip_prefix(root)?.strip_prefix('-'));
        rest.is_some_and(|id| is_id(id, 8))
    };
    is_organization(organization) && parts.all(is_unit)
}

/// Lower-case letters and digits, at least so many and at most 32.
fn is_id(text: &str, least: usize) -> bool {
    (least..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_forms() {
        for (form, text, fits) in [
            (Form::Organization, "o-a1b2c3d4e5", true),
            (Form::Organization, "o-a1b2c3d4e", false),
            (Form::Organization, "o-A1b2c3d4e5", false),
            (Form::Organization, "a1b2c3d4e5", false),
            (Form::Organization, "o-a1b2c3d4e5/", false),
            (Form::Organization, "o-12345678901234567890123456789012", true),
            (Form::Organization, "o-123456789012345678901234567890123", false),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/", true),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/", true),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/", true),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111", false),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/ou-cd34-11111111/", false),
            (Form::Path, "o-a1b2c3d4e5/r-ab12/ou-ab12-1111111/", false),
            (Form::Path, "o-a1b2c3d4e5/r-abc/", false),
            (Form::Path, "o-a1b2c3d4e5/", false),
            (Form::Path, "o-a1b2c3d4e5/ou-ab12-11111111/", false),
            (Form::Path, "o-a1b2c3d4e5/r-ab12//", false),
            (Form::Account, "111111111111", true),
            (Form::Account, "11111111111", false),
            (Form::Account, "anonymous", false),
            (Form::Caller, "anonymous", true),
        ] {
            assert_eq!(form.fits(text), fits, "{form:?} {text}");
        }
    }
}
