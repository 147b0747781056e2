//! What accounts, principals and sessions are, for every service alike: who calls ([`caller`]), which policies bind a
//! caller ([`policies`]), how temporary credentials are made ([`session`]), and how codes of MFA devices are checked
//! ([`mfa`]). The services above say what their operations mean; the directory below only keeps entities.

pub mod caller;
pub mod mfa;
pub mod policies;
pub mod session;
