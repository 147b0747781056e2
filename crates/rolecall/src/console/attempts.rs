//! Wrong sign-ins, counted by where they come from and whom they are for, whether there is such a user or not.
//!
//! The guesses at a user's password and codes are counted durably (`domain::guesses`), and one that has to wait is refused
//! as a wrong one is. This count stands before it, in memory. It can say how long to wait, because it treats names alike
//! that exist and that do not; and it bounds how many passwords a stranger has the server hash.

use crate::domain::guesses;
use jiff::Timestamp;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts that are kept: an address and a name each, at most some 600 bytes. Beyond it the one whose last attempt is oldest goes.
pub const ATTEMPTS: usize = 10_000;
/// Wrong sign-ins from one address within [`ADDRESS_SECONDS`], whomever they are for. An office behind one address has so
/// many people who mistype; at 20 ms a hash they cost a second of work in ten.
pub const ADDRESS_ATTEMPTS: u32 = 30;
/// Seconds in which they come back.
pub const ADDRESS_SECONDS: i64 = 60;

/// Whom a sign-in is for, as it was typed: account and user.
pub(super) type Name = (String, String);

#[derive(Debug, Default)]
struct Table {
    /// In a row, of an address and a name.
    wrong: HashMap<(IpAddr, Name), (u32, Timestamp)>,
    /// Of an address, since then.
    of_address: HashMap<IpAddr, (u32, Timestamp)>,
}

/// The counts.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<Table>);

impl Attempts {
    /// Seconds until a sign-in is looked at; 0: now. Then it counts as a wrong one until [`Self::right`] says otherwise: so
    /// many at the same moment count too.
    pub(super) fn begin(&self, address: IpAddr, name: &Name, now: Timestamp) -> i64 {
        let address = network(address);
        let mut table = self.lock();
        let since = |at: Timestamp| now.as_second().abs_diff(at.as_second()).try_into().unwrap_or(i64::MAX);
        let key = (address, name.clone());
        let own = table.wrong.get(&key).map_or(0, |(wrong, at)| guesses::wait_seconds(*wrong) - since(*at));
        let of_address = match table.of_address.get(&address) {
            Some((count, at)) if *count >= ADDRESS_ATTEMPTS => ADDRESS_SECONDS - since(*at),
            _ => 0,
        };
        let wait = own.max(of_address).max(0);
        if wait > 0 {
            return wait;
        }
        let Table { wrong, of_address } = &mut *table;
        add(wrong, key, now, guesses::LONGEST_WAIT_SECONDS);
        let began = of_address.get(&address).filter(|(_, at)| since(*at) < ADDRESS_SECONDS).map(|(_, at)| *at);
        match began {
            Some(_) => {
                if let Some((count, _)) = of_address.get_mut(&address) {
                    *count = count.saturating_add(1);
                }
            }
            None => {
                of_address.remove(&address);
                add(of_address, address, now, ADDRESS_SECONDS);
            }
        }
        0
    }

    /// The sign-in was right: what was wrong before it does not count any more.
    pub(super) fn right(&self, address: IpAddr, name: &Name) {
        let address = network(address);
        let mut table = self.lock();
        table.wrong.remove(&(address, name.clone()));
        if let Some((count, _)) = table.of_address.get_mut(&address) {
            *count = count.saturating_sub(1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one more; counts that have lasted `seconds` make room first.
fn add<K: std::hash::Hash + Eq + Clone>(
    counts: &mut HashMap<K, (u32, Timestamp)>,
    key: K,
    now: Timestamp,
    seconds: i64,
) {
    if counts.len() >= ATTEMPTS && !counts.contains_key(&key) {
        counts.retain(|_, (_, at)| now.as_second().saturating_sub(at.as_second()) < seconds);
        if counts.len() >= ATTEMPTS
            && let Some(oldest) = counts.iter().min_by_key(|(_, (_, at))| *at).map(|(key, _)| key.clone())
        {
            counts.remove(&oldest);
        }
    }
    let own = counts.entry(key).or_insert((0, now));
    *own = (own.0.saturating_add(1), now);
}

/// Who counts as one: an address, or the network of 64 bits that a host has of IPv6.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn name(user: &str) -> Name {
        ("111111111111".to_owned(), user.to_owned())
    }

    /// R3.74: five, then waits that double, each from the last attempt that was looked at.
    #[test]
    fn waits_double() {
        let (attempts, address) = (Attempts::default(), "10.0.0.1".parse().unwrap());
        for _ in 0..5 {
            assert_eq!(attempts.begin(address, &name("ana"), at(0)), 0);
        }
        assert_eq!(attempts.begin(address, &name("ana"), at(1)), 29);
        assert_eq!(attempts.begin(address, &name("bob"), at(1)), 0);
        assert_eq!(attempts.begin("10.0.0.2".parse().unwrap(), &name("ana"), at(1)), 0);
        assert_eq!(attempts.begin(address, &name("ana"), at(30)), 0);
        assert_eq!(attempts.begin(address, &name("ana"), at(31)), 59);
        attempts.right(address, &name("ana"));
        assert_eq!(attempts.begin(address, &name("ana"), at(31)), 0);
    }

    /// One address tries so many names a minute, and a network of IPv6 is one address.
    #[test]
    fn an_address_tries_few_names() {
        let attempts = Attempts::default();
        for user in 0..ADDRESS_ATTEMPTS {
            let address = format!("2001:db8::{user:x}").parse().unwrap();
            assert_eq!(attempts.begin(address, &name(&user.to_string()), at(0)), 0);
        }
        let address = "2001:db8::ffff:1".parse().unwrap();
        assert_eq!(attempts.begin(address, &name("x"), at(1)), ADDRESS_SECONDS - 1);
        assert_eq!(attempts.begin("2001:db8:0:1::1".parse().unwrap(), &name("x"), at(1)), 0);
        assert_eq!(attempts.begin(address, &name("x"), at(ADDRESS_SECONDS)), 0);
    }

    /// The counts of any number of names take bounded memory.
    #[test]
    fn counts_are_bounded() {
        let attempts = Attempts::default();
        for second in 0..10_020 {
            let address = std::net::Ipv4Addr::from(u32::try_from(second).unwrap()).into();
            attempts.begin(address, &name("ana"), at(second / 100));
        }
        let table = attempts.lock();
        assert_eq!(table.wrong.len(), ATTEMPTS);
        assert!(table.of_address.len() <= ATTEMPTS);
    }
}
