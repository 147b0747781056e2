//! IAM: what the stories cannot say of hostile input, quotas, concurrent changes and the simulator.

mod concurrency;
mod hostile;
mod last_used;
mod quotas;
mod simulation;
