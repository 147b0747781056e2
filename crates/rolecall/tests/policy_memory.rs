//! How much memory compiled policies take. They are counted one after the other in one test: the count is that of the whole
//! process.

#![allow(clippy::print_stdout, reason = "the figure is worth seeing")]
#![expect(clippy::unwrap_used, reason = "all of it is test code, also what is not marked as a test")]

use rolecall::directory::session_policies::SessionPolicies;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_policy::kind::Identity;
use rolecall_policy::{Compiled, Policy};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn policies_take_what_they_may() {
    compiled_policies_are_at_most_three_times_their_text();
    session_policies_stay_within_their_bound();
}

/// All AWS managed policies, compiled, take at most three times the size of their texts; the texts themselves, which are
/// kept, are a third of that.
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

/// However many sessions there are and whatever their policies, those that are kept compiled take 20 MB or less.
fn session_policies_stay_within_their_bound() {
    let short = |number: usize| format!(r#"{{"Statement":{{"Effect":"Deny","Action":"a:{number}","Resource":"*"}}}}"#);
    // Many parts make more than few long ones.
    let long = |number: usize| {
        let actions: Vec<String> = (0..180).map(|action| format!("\"a:{}\"", number * 1_000 + action)).collect();
        format!(r#"{{"Statement":{{"Effect":"Deny","Action":[{}],"Resource":"*"}}}}"#, actions.join(","))
    };
    // Of each more than there is room for.
    for (name, text, count) in [("short", &short as &dyn Fn(usize) -> String, 10_000), ("long", &long, 2_500)] {
        let region = Region::new(ALLOCATOR);
        let policies = SessionPolicies::default();
        for number in 0..count {
            let _ = policies.get(&text(number));
        }
        let change = region.change();
        let kept = change.bytes_allocated - change.bytes_deallocated;
        println!("{name} session policies such as the {} bytes of the last take {kept} bytes", text(count - 1).len());
        assert!(kept > 3 << 20, "the count is not plausible: {kept}");
        assert!(kept <= 20 << 20, "{name}: {kept}");
    }
}
