//! Names of the models as Rust writes them.

/// `SAMLProviderArn` is `SAML_PROVIDER_ARN`, `tagKeyType` is `TAG_KEY_TYPE`.
pub(super) fn upper_snake(name: &str) -> String {
    snake(name).to_uppercase()
}

/// The field for a member; keywords become raw identifiers.
pub(super) fn field_name(wire: &str) -> String {
    const KEYWORDS: &[&str] = &["type", "match", "ref", "in", "use", "where", "move", "static", "enum", "struct"];
    let name = snake(wire);
    if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

/// `SAMLProviderArn` is `saml_provider_arn`: a word starts at a capital after a small letter or digit, and at the last
/// capital of a run that small letters follow.
fn snake(name: &str) -> String {
    let name = name.replace("OpenID", "OpenId").replace("MFADevices", "MfaDevices").replace("IDs", "Ids");
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() && *before != '_' || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
