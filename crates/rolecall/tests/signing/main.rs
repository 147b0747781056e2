//! Signature Version 4: every row of the checklist, published examples, chunked uploads, and laws.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has to stop")]

mod chunks;
mod laws;
mod request;
mod table;
mod v4a;
mod vectors;
