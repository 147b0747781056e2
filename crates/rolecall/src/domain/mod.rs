//! What accounts, principals and sessions are, for every service alike: how accounts and roles are created ([`account`],
//! [`role`]), who calls ([`caller`]), which policies bind a caller ([`policies`]), how temporary credentials are issued
//! ([`session`]), what a SAML assertion says ([`saml_identity`]), and how passwords and codes of MFA devices are checked ([`password`], [`mfa`]) without being guessed
//! ([`guesses`]). The services above say what their operations mean; the directory below only keeps entities.

pub mod account;
pub mod caller;
pub mod guesses;
pub mod mfa;
pub mod password;
pub mod policies;
pub mod role;
pub mod saml_identity;
pub mod session;
