//! Sealing and opening session tokens without tags and with ten. The budget: open in at most 0.5 µs.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]

#[path = "kit/session.rs"]
mod kit;

use kit::session;
use rolecall::session::KeyRing;

fn main() {
    divan::main();
}

fn ring() -> KeyRing {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(kit::ring()).expect("a ring")
}

#[divan::bench(args = [0, 10], sample_size = 100)]
fn seal(bencher: divan::Bencher<'_, '_>, tags: usize) {
    let (ring, session) = (ring(), session(tags).expect("a session"));
    bencher.bench(|| ring.seal(&session).is_ok());
}

#[divan::bench(args = [0, 10], sample_size = 100)]
fn open(bencher: divan::Bencher<'_, '_>, tags: usize) {
    let (ring, session) = (ring(), session(tags).expect("a session"));
    let token = ring.seal(&session).expect("a token");
    // A bench of refusals would be fast and worthless.
    ring.open(&token, &session.access_key_id).expect("the token opens");
    // Also drops the session, as each request does.
    bencher.bench(|| ring.open(&token, &session.access_key_id).is_ok());
}
