//! IAM: what the stories cannot say of hostile input, quotas, concurrent changes, passwords, reports and the simulator.

mod access_reports;
mod concurrency;
mod credential_report;
mod delegation;
mod hardware_mfa;
mod hostile;
mod last_accessed;
mod last_used;
mod passwords;
mod quotas;
mod saml_providers;
mod service_linked_roles;
mod simulation;
