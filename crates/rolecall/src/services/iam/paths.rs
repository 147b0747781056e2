//! Paths of entities (R4.6). The service model has a pattern for them, but IAM answers with a sentence of its own, so
//! they are checked here and not with the shapes.

use super::errors;
use crate::api::error::ApiError;

/// The path of an entity to be made: `/` unless given.
///
/// # Errors
/// `ValidationError`.
pub(super) fn entity(path: Option<&str>) -> Result<&str, ApiError> {
    let path = path.unwrap_or("/");
    let visible = path.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    if visible && path.starts_with('/') && path.ends_with('/') && path != "//" {
        Ok(path)
    } else {
        Err(errors::bad_path())
    }
}

/// The path of a managed policy to be made: letters, digits and `.,+@=_-` between single slashes.
///
/// # Errors
/// `ValidationError`.
pub(super) fn policy(path: Option<&str>) -> Result<&str, ApiError> {
    let path = path.unwrap_or("/");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".,+@=_-".contains(&byte);
    let segments = path.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).map(|inner| inner.split('/'));
    let good = segments.is_some_and(|mut names| names.all(|name| !name.is_empty() && name.bytes().all(plain)));
    if path == "/" || good { Ok(path) } else { Err(errors::bad_path()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.6: begins and ends with a slash, visible ASCII between.
    #[test]
    fn entity_paths() {
        for good in ["/", "/a/", "/a/b/", "/!~/", "///", "/a//b/"] {
            assert_eq!(entity(Some(good)), Ok(good));
        }
        for bad in ["", "a", "/a", "a/", "//", "/a b/", "/é/", "/\u{7f}/", "/\t/"] {
            assert_eq!(entity(Some(bad)), Err(errors::bad_path()), "{bad}");
        }
        assert_eq!(entity(None), Ok("/"));
    }

    /// Section 4.2: `((/[A-Za-z0-9\.,\+@=_-]+)*)/`.
    #[test]
    fn policy_paths() {
        for good in ["/", "/a/", "/a/b.,+@=_-/"] {
            assert_eq!(policy(Some(good)), Ok(good));
        }
        for bad in ["", "a", "/a", "a/", "//", "///", "//a/", "/a//b/", "/a//", "/!/"] {
            assert_eq!(policy(Some(bad)), Err(errors::bad_path()), "{bad}");
        }
    }
}
