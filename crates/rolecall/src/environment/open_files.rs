//! How many files and sockets the process may have open.
//!
//! Most systems start a program with a soft limit of 1,024, for the sake of programs that use `select`, and let it raise the
//! limit itself. A server that does not would refuse clients long before its own limit of connections.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit to `wanted` files, or as far as the hard limit allows. Answers the limit as it is then.
pub fn raise(wanted: u64) -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // `None` is no limit.
    let Some(present) = current.filter(|present| *present < wanted) else { return current.unwrap_or(u64::MAX) };
    let raised = maximum.map_or(wanted, |maximum| maximum.min(wanted));
    match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum }) {
        Ok(()) => raised,
        Err(_) => present,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limit is raised to what is wanted, never lowered, and never beyond what the system allows.
    #[test]
    fn the_limit_is_raised() {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let present = current.unwrap_or(u64::MAX);
        assert_eq!(raise(0), present);
        assert_eq!(raise(present), present);
        let most = maximum.unwrap_or(u64::MAX);
        if present < most {
            assert_eq!(raise(present + 1), present + 1);
            assert_eq!(getrlimit(Resource::Nofile).current, Some(present + 1));
        }
        if most < u64::MAX {
            assert_eq!(raise(u64::MAX - 1), most);
        }
    }
}
