//! IAM: what the stories cannot say of hostile input, quotas, concurrent changes, passwords and the simulator.

mod concurrency;
mod hostile;
mod last_used;
mod passwords;
mod quotas;
mod saml_providers;
mod simulation;
