//! rolecall
fn main() {}
