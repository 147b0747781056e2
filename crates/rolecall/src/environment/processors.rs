//! On which processors a thread runs. On Linux; elsewhere the system decides.

/// Keeps the calling thread on one processor, the one with this number among those that the process may use. Does nothing if
/// these are not `threads`: a process that may use only a part of the time of more processors leaves the choice to the system.
///
/// A thread that starts another one hands this on, until the other one calls [`use_all`].
pub fn stay_on(number: usize, threads: usize) {
    #[cfg(target_os = "linux")]
    affinity::log(affinity::stay_on(number, threads));
    #[cfg(not(target_os = "linux"))]
    let _ = (number, threads);
}

/// Lets the calling thread run on every processor that the process may use, although the thread that started it is kept on one.
pub fn use_all() {
    #[cfg(target_os = "linux")]
    affinity::log(affinity::use_all());
}

/// *sched_setaffinity(2)*.
#[cfg(target_os = "linux")]
mod affinity {
    use rustix::io::Result;
    use rustix::process::getpid;
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    /// The process's: its first thread is never kept on one processor.
    pub(super) fn all() -> Result<CpuSet> {
        sched_getaffinity(Some(getpid()))
    }

    pub(super) fn stay_on(number: usize, threads: usize) -> Result<()> {
        let all = all()?;
        let mut processors = (0..CpuSet::MAX_CPU).filter(|processor| all.is_set(*processor));
        if usize::try_from(all.count()) == Ok(threads)
            && let Some(processor) = processors.nth(number)
        {
            let mut one = CpuSet::new();
            one.set(processor);
            sched_setaffinity(None, &one)?;
        }
        Ok(())
    }

    pub(super) fn use_all() -> Result<()> {
        sched_setaffinity(None, &all()?)
    }

    /// Where a thread runs is a matter of speed alone.
    pub(super) fn log(result: Result<()>) {
        if let Err(error) = result {
            tracing::debug!(%error, "cannot choose the processors of a thread");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::thread::sched_getaffinity;

    fn processors() -> Option<u32> {
        Some(sched_getaffinity(None).ok()?.count())
    }

    /// Each of as many threads as there are processors has one for itself, and what it starts can have all of them.
    #[test]
    fn a_thread_stays_on_one_processor() {
        let all = affinity::all().unwrap().count();
        let count = usize::try_from(all).unwrap();
        for number in 0..count {
            std::thread::spawn(move || {
                stay_on(number, count);
                assert_eq!(processors(), Some(1));
                let started = std::thread::spawn(move || {
                    let before = processors();
                    use_all();
                    (before, processors())
                });
                assert_eq!(started.join().unwrap(), (Some(1), Some(all)));
            })
            .join()
            .unwrap();
        }
    }

    /// With fewer threads, or more, than processors, none is kept on one.
    #[test]
    fn the_system_chooses_for_a_part() {
        let all = affinity::all().unwrap().count();
        let count = usize::try_from(all).unwrap();
        for (number, threads) in [(0, count + 1), (0, count - 1), (count, count)] {
            let stayed = std::thread::spawn(move || {
                stay_on(number, threads);
                processors()
            });
            assert_eq!(stayed.join().unwrap(), Some(all), "{number} of {threads}");
        }
    }
}
