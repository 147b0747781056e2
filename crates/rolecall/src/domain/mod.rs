//! What accounts, principals and sessions are, for every service alike: how accounts and roles are created ([`account`],
//! [`role`], [`service_linked_role`]), where an account stands in its organization ([`organization`]), who calls
//! ([`caller`]), what a token or a SAML assertion of an identity provider says ([`web_identity`], [`saml_identity`]), which
//! policies bind a caller ([`policies`]), how temporary credentials are issued ([`session`]), and how passwords (root users: [`root_password`]) and codes of
//! MFA devices are checked ([`password`], [`mfa`]) without being guessed
//! ([`guesses`]); and which events a trail logs ([`trail_selectors`]). The services above say what their operations mean; the directory below only keeps entities.

pub mod account;
pub mod account_creation;
pub mod caller;
pub mod delegation;
pub mod guardrails;
pub mod guesses;
pub mod hypothetical;
pub mod malformed;
pub mod mfa;
pub mod organization;
pub mod password;
pub mod policies;
pub mod role;
pub mod root_password;
pub mod saml_identity;
pub mod security_key;
pub mod service_linked_role;
pub mod session;
pub mod trail_selectors;
pub mod web_identity;
