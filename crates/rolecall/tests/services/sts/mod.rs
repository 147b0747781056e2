//! STS: what the stories cannot say of sessions, their tokens and the order of refusals; `tables/context.txt` says which
//! condition keys a request carries.

mod context;
mod limits;
mod message;
mod order;
mod outbound;
mod revocation;
mod saml;
mod saml_documents;
mod sessions;
mod web_identity;
