//! Passwords of IAM users and of root users: what they must be like, and how they are kept.
//!
//! A password is kept as its argon2id hash (RFC 9106, second recommended option of OWASP's password storage cheat sheet),
//! which the entity that keeps it seals with the master key. Hashing takes some 20 ms and 19 MiB on purpose: it happens
//! off the threads that serve requests, and only a few at once.

use super::guesses::{self, By, Counted, Guess, Kind};
use crate::api::error::ApiError;
use crate::directory::entities::{LoginProfile, PasswordPolicy};
use crate::environment::entropy::Entropy;
use crate::node::Node;
use crate::secrets::Secret;
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use rolecall_catalog::api::iam::errors;
use tokio::sync::Semaphore;

/// Memory of one hash, KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Threads that work on one hash.
const LANES: u32 = 1;
/// Hashes that are computed at once, so that they do not take all memory and all cores.
const AT_ONCE: usize = 4;
/// Bytes of a salt.
const SALT_BYTES: usize = 16;
/// The shortest password where the account has no password policy of its own (R4.18).
const MIN_LENGTH: usize = 8;
/// Of uppercase letters, lowercase letters, numbers and symbols, a password has at least so many kinds (R4.18).
const MIN_KINDS: usize = 3;

/// The hash of random bytes that nobody knows, with the figures above: what a password is compared with where there is none.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXJhbmRvbXNhbHQx$9Xo1o3vZ0mJ6l3sKx1Wqv0m2bq7m3Jk5c2R4b1ZtT0E";

/// What a password has of characters: uppercase letters, lowercase letters, numbers, symbols.
const KINDS: [fn(char) -> bool; 4] =
    [|c| c.is_ascii_uppercase(), |c| c.is_ascii_lowercase(), |c| c.is_ascii_digit(), |c| !c.is_ascii_alphanumeric()];

/// How messages name the [`KINDS`].
const KIND_NAMES: [&str; 4] = ["uppercase letter", "lowercase letter", "number", "symbol"];

fn refused(message: impl Into<String>) -> Result<(), ApiError> {
    Err(ApiError::of(errors::PASSWORD_POLICY_VIOLATION, message))
}

/// Checks a password against the account's password policy, apart from the passwords that were used before (R4.18).
///
/// # Errors
/// `PasswordPolicyViolation` 400. The model does not say the texts; those of the length and of the default policy are AWS's
/// (R4.18).
pub fn check_policy(password: &Secret, policy: &PasswordPolicy) -> Result<(), ApiError> {
    let text = password.expose();
    if text.chars().count() < usize::from(policy.minimum_length) {
        return refused(format!("Password should have a minimum length of {}", policy.minimum_length));
    }
    let required = [policy.require_uppercase, policy.require_lowercase, policy.require_numbers, policy.require_symbols];
    for ((required, kind), name) in required.into_iter().zip(KINDS).zip(KIND_NAMES) {
        if required && !text.chars().any(kind) {
            return refused(format!("Password should have at least one {name}"));
        }
    }
    Ok(())
}

/// Checks a password against the policy of accounts that have none of their own (R4.18): at least eight characters of at
/// least three kinds, and not the name of the account. AWS also refuses the account's e-mail address; accounts have none
/// here.
///
/// # Errors
/// As [`check_policy`].
pub fn check_default_policy(password: &Secret, account_name: &str) -> Result<(), ApiError> {
    let text = password.expose();
    if text.chars().count() < MIN_LENGTH {
        return refused("Password should have a minimum length of 8");
    }
    let missing: Vec<&str> =
        KINDS.iter().zip(KIND_NAMES).filter(|(kind, _)| !text.chars().any(**kind)).map(|(_, name)| name).collect();
    let needed = MIN_KINDS.saturating_sub(KINDS.len() - missing.len());
    if needed > 0 {
        let missing: Vec<String> =
            missing.iter().map(|name| format!("Password should have at least one {name}")).collect();
        let missing = missing.join(", ");
        return refused(format!("Password should meet {needed} more of the following requirements: {missing}"));
    }
    if text == account_name {
        return refused("Password should not be the name of the account");
    }
    Ok(())
}

/// The hash of a password with a new salt, as PHC text.
///
/// # Errors
/// No random bytes.
pub async fn hash(password: Secret, entropy: &dyn Entropy) -> Result<Secret, ApiError> {
    let mut salt = [0u8; SALT_BYTES];
    entropy.fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(ApiError::internal)?;
    let hash = off_thread(move || {
        argon2()?.hash_password(password.expose().as_bytes(), &salt).map(|hash| Secret::new(hash.to_string()))
    });
    hash.await?.map_err(ApiError::internal)
}

/// Checks the password of a user, or of the root user, who wants to be let in or to change it. `false`: it is wrong, or has
/// to wait.
///
/// # Errors
/// The guess cannot be counted; the hash cannot be opened; the server is stopping.
pub async fn check(
    node: &Node,
    by: impl Into<By<'_>>,
    profile: &LoginProfile,
    password: &Secret,
) -> Result<bool, ApiError> {
    let user = Some(&*profile.user).filter(|user| *user != LoginProfile::ROOT);
    let guess = Guess { kind: Kind::Password, account: profile.account, user, by: by.into() };
    let right = guesses::attempt(node, &guess, async |counted| {
        let hash = node.open_sealed(profile, &profile.sealed_hash)?;
        Ok(verify(counted, password.clone(), hash).await?.then_some(()))
    });
    Ok(right.await?.is_some())
}

/// As long as a check takes, for a user who has no password or does not exist: time does not tell who does.
///
/// # Errors
/// The server is stopping.
pub async fn check_nothing(password: &Secret) -> Result<(), ApiError> {
    matches(password.clone(), Secret::new(NOBODYS.to_owned())).await.map(drop)
}

/// Whether a new password is one of the last ones. Nobody is let in by it, so it is not counted as a guess. Nor does it
/// serve to try many: a password that is none of them becomes the user's, and pushes the oldest out.
///
/// # Errors
/// A hash cannot be opened; the server is stopping.
pub async fn is_repeated(node: &Node, profile: &LoginProfile, last: usize, new: &Secret) -> Result<bool, ApiError> {
    for sealed in profile.last_hashes().take(last) {
        if matches(new.clone(), node.open_sealed(profile, sealed)?).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn verify(_: Counted, password: Secret, hash: Secret) -> Result<bool, ApiError> {
    matches(password, hash).await
}

/// Whether this is the password of the hash. The time it takes does not tell how much of it is right.
async fn matches(password: Secret, hash: Secret) -> Result<bool, ApiError> {
    off_thread(move || {
        let (Ok(argon2), Ok(hash)) = (argon2(), PasswordHash::new(hash.expose())) else { return false };
        argon2.verify_password(password.expose().as_bytes(), &hash).is_ok()
    })
    .await
}

/// Computes on a thread where waiting hurts nobody, at most [`AT_ONCE`] at once.
async fn off_thread<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    static PERMITS: Semaphore = Semaphore::const_new(AT_ONCE);
    let permit = PERMITS.acquire().await.map_err(ApiError::internal)?;
    // The computation has the permit: it goes on when the client leaves.
    let computed = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        compute()
    });
    computed.await.map_err(ApiError::internal)
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(MEMORY_KIB, PASSES, LANES, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::entropy::SeededEntropy;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    /// Where there is no password, the same work is done: the hash that stands in for it is one, with the same parameters.
    #[test]
    fn nobodys_hash_is_one() {
        let kept = PasswordHash::new(NOBODYS).unwrap();
        assert_eq!(Params::try_from(&kept).unwrap().m_cost(), MEMORY_KIB);
        assert_eq!(Params::try_from(&kept).unwrap().t_cost(), PASSES);
        assert_eq!(kept.hash.unwrap().len(), 32);
    }

    /// The right password verifies, any other does not; two hashes of one password differ.
    #[tokio::test]
    async fn passwords_verify() {
        let entropy = SeededEntropy::new(1);
        let kept = hash(secret("Correct horse 1"), &entropy).await.unwrap();
        assert!(kept.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(secret("Correct horse 1"), kept.clone()).await.unwrap());
        for wrong in ["correct horse 1", "Correct horse 1 ", "", "Correct horse 2"] {
            assert!(!matches(secret(wrong), kept.clone()).await.unwrap(), "{wrong}");
        }
        assert!(!matches(secret("Correct horse 1"), secret("not a hash")).await.unwrap());
        assert_ne!(kept, hash(secret("Correct horse 1"), &entropy).await.unwrap());
    }

    /// R4.18: eight characters, three of four kinds, not the account's name.
    #[test]
    fn the_default_policy() {
        for (password, accepted) in [
            ("Abcdefg1", true),
            ("Abcdef1", false),
            ("abcdefgh", false),
            ("abcdefg1", false),
            ("abcdef1!", true),
            ("ABCDEF1!", true),
            ("ABCDEFgh", false),
            ("Prod-Account", false),
            ("prod-Account", true),
            ("éééééé1A", true),
            ("ééééé1A", false),
        ] {
            let checked = check_default_policy(&secret(password), "Prod-Account");
            assert_eq!(checked.is_ok(), accepted, "{password}");
            assert!(checked.is_ok() || checked.is_err_and(|error| error.code == "PasswordPolicyViolation"));
        }
    }
}
