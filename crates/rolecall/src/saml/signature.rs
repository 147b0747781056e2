//! Signatures of XML, in the one form that SAML has them: inside the element that they sign, over its exclusive canonical
//! form. Anything else is refused.
//!
//! There is no look-up by id: the signature of an element is the one directly in it, and must refer to that very element. So
//! what is verified is what is read.

use super::SIGNATURE;
use super::canonical::canonical;
use super::certificate::{Algorithm, PublicKey};
use super::xml::Node;
use aws_lc_rs::digest;

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// The signature that is directly in `signed`.
///
/// # Errors
/// There are several.
pub(super) fn of<'d>(signed: Node<'d>) -> Result<Option<Node<'d>>, &'static str> {
    let mut found = signed.children_named(SIGNATURE, "Signature");
    let first = found.next();
    if found.next().is_some() { Err("an element has several signatures") } else { Ok(first) }
}

/// Verifies that `signature`, which is directly in `signed`, is over it and by one of the keys.
///
/// # Errors
/// Why it is not, in words.
pub(super) fn verify(signed: Node<'_>, signature: Node<'_>, keys: &[PublicKey]) -> Result<(), &'static str> {
    // Without `Object`: nothing is to be in a signature but the signature.
    let [info, value, ..] = children(signature, &["SignedInfo", "SignatureValue"], &["KeyInfo"])?;
    let [method, algorithm, reference, ..] =
        children(info, &["CanonicalizationMethod", "SignatureMethod", "Reference"], &[])?;
    let of_info = prefixes(method)?;
    let algorithm = match algorithm.attribute("Algorithm").unwrap_or_default() {
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => Algorithm::RsaSha256,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => Algorithm::RsaSha384,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => Algorithm::RsaSha512,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => Algorithm::EcdsaSha256,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => Algorithm::EcdsaSha384,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" => Algorithm::EcdsaSha512,
        _ => return Err("the signature is made in a way that is not taken; SHA-1 is not"),
    };
    let id = signed.attribute("ID").filter(|id| !id.is_empty()).ok_or("what is signed has no ID")?;
    if reference.attribute("URI").and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err("the signature is not of the element that it stands in");
    }
    let [transforms, method, digest_value, ..] =
        children(reference, &["Transforms", "DigestMethod", "DigestValue"], &[])?;
    let of_content = match transforms.children().collect::<Vec<_>>().as_slice() {
        [first, second]
            if [first, second].iter().all(|it| it.is(SIGNATURE, "Transform"))
                && first.attribute("Algorithm") == Some(ENVELOPED) =>
        {
            prefixes(*second)?
        }
        _ => return Err("the signature is not of the exclusive canonical form of its element"),
    };
    let digest = match method.attribute("Algorithm").unwrap_or_default() {
        "http://www.w3.org/2001/04/xmlenc#sha256" => &digest::SHA256,
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => &digest::SHA384,
        "http://www.w3.org/2001/04/xmlenc#sha512" => &digest::SHA512,
        _ => return Err("the digest is of a kind that is not taken; SHA-1 is not"),
    };
    let value = value.text().and_then(super::base64).ok_or("the signature is not base64")?;
    let expected = digest_value.text().and_then(super::base64).ok_or("the digest is not base64")?;

    // The signature first: what a stranger sends is then not canonicalised.
    let info = canonical(info, None, &of_info);
    if !keys.iter().any(|key| key.verifies(algorithm, &info, &value)) {
        return Err("no key of the provider's metadata made the signature");
    }
    let content = canonical(signed, Some(signature), &of_content);
    if digest::digest(digest, &content).as_ref() == expected {
        Ok(())
    } else {
        Err("the document was changed after it was signed")
    }
}

/// The children of an element of a signature: these in this order, and perhaps those after them. Three at most are asked for.
fn children<'d>(of: Node<'d>, needed: &[&str], after: &[&str]) -> Result<[Node<'d>; 3], &'static str> {
    const MALFORMED: &str = "the signature is malformed";
    let all: Vec<Node<'d>> = of.children().collect();
    let names = needed.iter().chain(after);
    let fits = all.iter().zip(names).all(|(child, name)| child.is(SIGNATURE, name));
    if !fits || all.len() < needed.len() || all.len() > needed.len() + after.len() {
        return Err(MALFORMED);
    }
    let first = *all.first().ok_or(MALFORMED)?;
    let at = |at: usize| all.get(at).copied().unwrap_or(first);
    Ok([first, at(1), at(2)])
}

/// The listed prefixes of an exclusive canonical form.
fn prefixes(method: Node<'_>) -> Result<Vec<&str>, &'static str> {
    if method.attribute("Algorithm") != Some(EXCLUSIVE) {
        return Err("the canonical form is not the exclusive one without comments");
    }
    match method.children().collect::<Vec<_>>().as_slice() {
        [] => Ok(Vec::new()),
        [list] if list.is(EXCLUSIVE, "InclusiveNamespaces") => {
            let prefixes: Vec<&str> =
                list.attribute("PrefixList").unwrap_or_default().split_ascii_whitespace().collect();
            // Each of them is looked for at each element.
            if prefixes.len() <= MAX_PREFIXES { Ok(prefixes) } else { Err("the signature lists too many prefixes") }
        }
        _ => Err("the signature is malformed"),
    }
}

/// Prefixes that a signature may list; those seen list `xs` alone.
const MAX_PREFIXES: usize = 16;
