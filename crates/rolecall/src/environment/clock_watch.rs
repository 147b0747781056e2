//! Notices that the machine's clock was set. Signatures, sessions and MFA codes depend on it, so an operator must learn of
//! it; what a wrong clock could do to them is met where they are checked.

use super::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// How often the clock is looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(30);
/// The least difference to the time that has passed that is reported. What NTP corrects by slewing is far below it, and
/// what is above it breaks MFA codes, which are good for a minute and a half.
const JUMP: SignedDuration = SignedDuration::from_mins(1);

/// Looks at the clock as long as the server runs.
pub async fn watch(clock: Arc<dyn Clock>) {
    let mut watch = ClockWatch::new(&*clock);
    loop {
        tokio::time::sleep(LOOK_INTERVAL).await;
        watch.look(&*clock);
    }
}

/// What the last look at a clock saw.
#[derive(Debug)]
struct ClockWatch {
    now: Timestamp,
    uptime: SignedDuration,
}

impl ClockWatch {
    fn new(clock: &dyn Clock) -> Self {
        Self { now: clock.now(), uptime: clock.uptime() }
    }

    /// Looks again, and reports a jump since the last look in the log.
    fn look(&mut self, clock: &dyn Clock) {
        let before = std::mem::replace(self, Self::new(clock));
        let jump = self.now.duration_since(before.now).saturating_sub(self.uptime.saturating_sub(before.uptime));
        if jump >= JUMP || jump <= -JUMP {
            let seconds = jump.as_secs();
            let (from, to) = (before.now, self.now);
            tracing::warn!(
                %from,
                %to,
                seconds,
                "the machine's clock jumped, or the machine slept: the server may refuse signatures and MFA codes, \
                 and refuses sessions that it issued while the clock was wrong"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::clock::ManualClock;
    use std::io;
    use std::sync::Mutex;

    /// A log in memory.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What a second look logs after `change` was done to the clock.
    fn logged(change: impl FnOnce(&ManualClock)) -> String {
        let clock = ManualClock::new("2026-11-22T10:00:00Z".parse().unwrap());
        let mut watch = ClockWatch::new(&clock);
        change(&clock);
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            watch.look(&clock);
            watch.look(&clock);
        });
        let text = log.0.lock().unwrap().clone();
        String::from_utf8(text).unwrap()
    }

    /// A jump of a minute is reported once, in either direction; time that passes is not.
    #[test]
    fn jumps_are_reported() {
        let seconds = SignedDuration::from_secs;
        for (jump, reported) in [(0, false), (59, false), (60, true), (-59, false), (-60, true), (400 * 86_400, true)] {
            for passed in [0, 30, 3600] {
                let log = logged(|clock| {
                    clock.pass(seconds(passed));
                    clock.set(clock.now() + seconds(jump));
                });
                let lines = log.lines().filter(|line| line.contains("WARN") && line.contains("clock jumped"));
                assert_eq!(lines.count(), usize::from(reported), "{jump} {passed}: {log}");
            }
        }
    }
}
