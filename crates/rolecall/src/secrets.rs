//! Secrets at rest: sealed with the master key before they reach the store (invariant 7 of the design).
