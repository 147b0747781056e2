//! Signature Version 4: every row of the checklist, published examples, chunked uploads, and laws.

mod chunks;
mod laws;
mod request;
mod table;
mod v4a;
mod vectors;
