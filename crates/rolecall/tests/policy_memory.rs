//! How much memory compiled policies take. One test alone: it counts what the whole process allocates.

#![allow(clippy::print_stdout, reason = "the figure is worth seeing")]

use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::kind::Identity;
use rolecall_policy::{Compiled, Policy};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// All AWS managed policies, compiled, take at most three times the size of their texts; the texts themselves, which are
/// kept, are a third of that.
#[test]
fn compiled_policies_are_at_most_three_times_their_text() {
    // The catalog unpacks itself on first use.
    let texts: Vec<&str> = managed_policies().iter().map(|policy| policy.document).collect();
    let size: usize = texts.iter().map(|text| text.len()).sum();
    let region = Region::new(ALLOCATOR);
    let compiled: Vec<Compiled<Identity>> =
        texts.iter().map(|text| Compiled::new(Policy::parse(*text).unwrap())).collect();
    let change = region.change();
    let kept = change.bytes_allocated - change.bytes_deallocated;
    println!("{} policies of {size} bytes take {kept} bytes: {:.2} times", compiled.len(), kept as f64 / size as f64);
    assert!(compiled.len() > 1_000 && kept > size, "the count is not plausible: {kept} of {size}");
    assert!(kept <= 3 * size, "{kept} bytes for {size}");
}
