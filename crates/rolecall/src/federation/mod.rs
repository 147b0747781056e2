//! Federation by OpenID Connect: what issuers there may be ([`issuer`]).

pub mod issuer;
