//! Presigned URLs in what a record keeps. A browser sends the URL of a page as `Referer`; if that URL is presigned, its
//! signature and its session token are good until it expires, and a denial shows what the request had for `aws:Referer`.

use serde_json::Value;

/// What stands in the place of a secret.
const HIDDEN: &str = "***";
/// How the names of secret parameters end, of version 2 and of version 4, in lower case.
const SECRET: [&str; 2] = ["signature", "security-token"];
/// What ends a parameter.
const ENDS: [char; 7] = ['&', '?', '#', ';', ' ', '"', '\''];

/// Hides signatures and session tokens of URLs in every text of `value`.
pub(super) fn hide(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(['=', '%']) => *text = hidden(text),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(members) => members.values_mut().for_each(hide),
        _ => {}
    }
}

fn hidden(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for parameter in text.split_inclusive(ENDS) {
        let (inner, end) = match parameter.char_indices().next_back() {
            Some((at, end)) if ENDS.contains(&end) => parameter.split_at_checked(at).unwrap_or((parameter, "")),
            _ => (parameter, ""),
        };
        let lower = inner.to_ascii_lowercase();
        let (name, value) = inner.split_once('=').unwrap_or((inner, ""));
        let is_secret = SECRET.iter().any(|secret| name.to_ascii_lowercase().ends_with(secret));
        // A presigned URL within a parameter of another URL, once encoded or more often.
        let has_secret = SECRET.iter().any(|secret| lower.contains(&format!("{secret}%")));
        if has_secret || is_secret && !value.is_empty() {
            let name = if name.len() < inner.len() { name } else { "" };
            shown.push_str(name);
            shown.push('=');
            shown.push_str(HIDDEN);
        } else {
            shown.push_str(inner);
        }
        shown.push_str(end);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn secrets_are_hidden() {
        let whole = "https://h/b/k?X-Amz-Algorithm=A&X-Amz-Signature=12ab&x-amz-security-token=t/0==&a=b#Signature=9";
        for (text, shown) in [
            (whole, "https://h/b/k?X-Amz-Algorithm=A&X-Amz-Signature=***&x-amz-security-token=***&a=b#Signature=***"),
            ("https://h/?u=https%3A%2F%2Fh%2Fk%3FX-Amz-Signature%3D12ab%26a%3Db&c=d", "https://h/?u=***&c=d"),
            ("https://h/?u=k%253FX-Amz-Signature%253D12ab", "https://h/?u=***"),
            ("a=b", "a=b"),
            ("signature", "signature"),
            ("ü=100%", "ü=100%"),
            ("", ""),
        ] {
            assert_eq!(hidden(text), shown);
        }
        let mut value = serde_json::json!({"actual": ["?X-Amz-Signature=1"], "n": 1});
        hide(&mut value);
        assert_eq!(value, serde_json::json!({"actual": ["?X-Amz-Signature=***"], "n": 1}));
    }

    proptest! {
        /// Whatever stands around it, the value does not stay; what has no secret parameter stays as it is.
        #[test]
        fn nothing_stays(before in "[a-z=&?%ü ]{0,12}", after in "([&# ][a-z=&?%ü ]{0,12})?", text in "[a-f=&?%ü ]{0,20}") {
            let secret = format!("{before}&X-Amz-Signature=0123456789{after}");
            prop_assert!(!hidden(&secret).contains("0123456789"));
            prop_assert_eq!(hidden(&text), text);
        }
    }
}
