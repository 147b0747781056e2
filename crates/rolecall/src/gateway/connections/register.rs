//! The book of open connections: what each holds, and who goes when there is no room.

use crate::gateway::limits::{KNOWN_TIME, Limits};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::net::IpAddr;
use tokio::time::Instant;

/// When there is no room, so much of it is made at once, in parts of the whole: looking for the one who goes takes a walk
/// through all connections, which must not happen for each new one.
const ROOM: usize = 64;

/// How often the server tells a stranger that there is no room; after that its connection is dropped.
const REFUSALS: usize = 8;

/// A connection's number. The server gives it, so that nobody can choose numbers that collide.
pub(super) type Id = u64;

/// What is known of each connection. Every request looks here several times.
pub(super) type ById<T> = HashMap<Id, T, BuildHasherDefault<IdHasher>>;

/// Spreads successive numbers over all bits, by a multiplication with 2^64 divided by the golden ratio.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
}

/// There is no room for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

#[derive(Debug)]
struct Entry {
    address: IpAddr,
    /// Bytes.
    held: usize,
    /// When a signature was last verified, while that counts.
    known: Option<Instant>,
    requests: usize,
    /// Whether a request came.
    asked: bool,
    /// How often it found no room as a stranger.
    refused: usize,
    /// When it came, or its last request ended.
    rested: Instant,
    /// When it came, a request began or ended, or it took room. A client that has just come is no idler than one that has
    /// long been sending a body.
    moved: Instant,
    /// Whether it was told to go, or went. It counts for nothing then.
    gone: bool,
}

impl Entry {
    fn is_known(&self, now: Instant) -> bool {
        self.known.is_some_and(|at| now.duration_since(at) < KNOWN_TIME)
    }
}

/// What the connections of one address are, and what the strangers among them hold.
#[derive(Debug, Default)]
struct Address {
    connections: usize,
    held: usize,
}

/// The book.
#[derive(Debug)]
pub(super) struct Register {
    limits: Limits,
    entries: ById<Entry>,
    addresses: HashMap<IpAddr, Address>,
    connections: usize,
    strangers: usize,
    known: usize,
    next: Id,
    /// Those that must go and were not told yet.
    leaving: Vec<Id>,
}

impl Register {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: ById::default(),
            addresses: HashMap::new(),
            connections: 0,
            strangers: 0,
            known: 0,
            next: 0,
            leaving: Vec::new(),
        }
    }

    /// Those that must go since the last call.
    pub(super) fn take_leaving(&mut self) -> Vec<Id> {
        std::mem::take(&mut self.leaving)
    }

    /// Bytes that strangers and known connections hold.
    pub(super) fn held(&self) -> [usize; 2] {
        [self.strangers, self.known]
    }

    /// How many strangers and known connections are open.
    pub(super) fn open(&self, now: Instant) -> [usize; 2] {
        let known = self.entries.values().filter(|entry| !entry.gone && entry.is_known(now)).count();
        [self.connections.saturating_sub(known), known]
    }

    /// Enters a connection. Where there is no room, the idlest goes; `None` if nobody is idle or a stranger.
    pub(super) fn enter(&mut self, address: IpAddr, now: Instant) -> Option<Id> {
        let of_address = self.limits.connections_per_address;
        if self.addresses.get(&address).is_some_and(|address| address.connections >= of_address) {
            self.drop_idlest(Some(address), of_address, now)?;
        }
        if self.connections >= self.limits.connections {
            self.drop_idlest(None, self.limits.connections, now)?;
        }
        let id = self.next;
        self.next += 1;
        let entry = Entry {
            address,
            held: 0,
            known: None,
            requests: 0,
            asked: false,
            refused: 0,
            rested: now,
            moved: now,
            gone: false,
        };
        self.entries.insert(id, entry);
        self.connections += 1;
        self.addresses.entry(address).or_default().connections += 1;
        Some(id)
    }

    /// Drops the connection that matters least: strangers before others, those of the address that has most connections
    /// first, of these the one in which nothing has moved for longest. Some further strangers go with it. The known stay
    /// while they have an open request.
    fn drop_idlest(&mut self, of: Option<IpAddr>, limit: usize, now: Instant) -> Option<()> {
        let here = self.entries.iter().filter(|(_, entry)| !entry.gone && of.is_none_or(|of| of == entry.address));
        let mut candidates: Vec<_> = here
            .filter(|(_, entry)| entry.requests == 0 || !entry.is_known(now))
            .map(|(id, entry)| {
                let crowd = self.addresses.get(&entry.address).map_or(0, |of| of.connections);
                (entry.is_known(now), Reverse(crowd), entry.moved, *id)
            })
            .collect();
        candidates.sort_unstable();
        let mut candidates = candidates.into_iter();
        let (.., first) = candidates.next()?;
        self.drop_one(first);
        for (.., id) in candidates.take_while(|(known, ..)| !known).take((limit / ROOM).saturating_sub(1)) {
            self.drop_one(id);
        }
        Some(())
    }

    fn drop_one(&mut self, id: Id) {
        self.close(id);
        self.leaving.push(id);
    }

    /// A connection has ended, or must end. It counts for nothing from now on.
    pub(super) fn close(&mut self, id: Id) {
        let Some(entry) = self.entries.get_mut(&id).filter(|entry| !entry.gone) else { return };
        entry.gone = true;
        let (address, held, known) = (entry.address, entry.held, entry.known.is_some());
        self.connections -= 1;
        self.release(address, held, known);
        if let Some(of) = self.addresses.get_mut(&address) {
            of.connections -= 1;
            if of.connections == 0 {
                self.addresses.remove(&address);
            }
        }
    }

    /// Nothing of a connection is left.
    pub(super) fn forget(&mut self, id: Id) {
        self.close(id);
        self.entries.remove(&id);
    }

    fn release(&mut self, address: IpAddr, bytes: usize, known: bool) {
        if known {
            self.known -= bytes;
            return;
        }
        self.strangers -= bytes;
        if let Some(of) = self.addresses.get_mut(&address) {
            of.held -= bytes;
        }
    }

    fn charge(&mut self, address: IpAddr, bytes: usize, known: bool) {
        if known {
            self.known += bytes;
            return;
        }
        self.strangers += bytes;
        if let Some(of) = self.addresses.get_mut(&address) {
            of.held += bytes;
        }
    }

    /// A request begins; whether its client is known.
    pub(super) fn begin(&mut self, id: Id, now: Instant) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        entry.requests += 1;
        entry.asked = true;
        entry.moved = now;
        let known = entry.is_known(now);
        if entry.known.is_some() && !known {
            self.set_known(id, None);
        }
        known
    }

    /// A request ends; whether the connection rests now.
    pub(super) fn end(&mut self, id: Id, now: Instant) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        entry.requests = entry.requests.saturating_sub(1);
        (entry.rested, entry.moved) = (now, now);
        entry.requests == 0
    }

    /// Since when the connection rests; `None` while it has an open request.
    pub(super) fn rested(&self, id: Id) -> Option<Instant> {
        self.entries.get(&id).filter(|entry| entry.requests == 0).map(|entry| entry.rested)
    }

    /// Whether a request ever came.
    pub(super) fn asked(&self, id: Id) -> bool {
        self.entries.get(&id).is_some_and(|entry| entry.asked)
    }

    /// A signature was verified on the connection.
    pub(super) fn set_known(&mut self, id: Id, at: Option<Instant>) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let was = entry.known.is_some();
        entry.known = at;
        if was != at.is_some() && !entry.gone {
            let (address, held) = (entry.address, entry.held);
            self.release(address, held, was);
            self.charge(address, held, !was);
        }
    }

    /// Takes room for `more` bytes. Where strangers, or the known, hold too much, the one among them that holds most goes.
    pub(super) fn grow(&mut self, id: Id, more: usize, now: Instant) -> Result<(), Full> {
        let grown = self.try_grow(id, more);
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.moved = now;
        }
        if grown.is_err()
            && let Some(entry) = self.entries.get_mut(&id).filter(|entry| !entry.gone && entry.known.is_none())
        {
            entry.refused += 1;
            if entry.refused > REFUSALS {
                self.drop_one(id);
            }
        }
        grown
    }

    /// Takes room for an answer; a known connection always finds it.
    pub(super) fn answer(&mut self, id: Id, bytes: usize, now: Instant) -> Result<(), Full> {
        let Some(entry) = self.entries.get_mut(&id).filter(|entry| !entry.gone && entry.known.is_some()) else {
            return self.grow(id, bytes, now);
        };
        entry.held = entry.held.saturating_add(bytes);
        let address = entry.address;
        self.charge(address, bytes, true);
        Ok(())
    }

    fn try_grow(&mut self, id: Id, more: usize) -> Result<(), Full> {
        let entry = self.entries.get(&id).filter(|entry| !entry.gone).ok_or(Full)?;
        let (address, held, known) = (entry.address, entry.held.saturating_add(more), entry.known.is_some());
        let own = if known { self.limits.known_connection_bytes } else { self.limits.stranger_bytes };
        if held > own {
            return Err(Full);
        }
        if known {
            if self.known.saturating_add(more) > self.limits.known_bytes {
                self.drop_heaviest(true, None, self.limits.known_bytes, held)?;
            }
        } else {
            let of_address = self.address_bytes();
            if self.addresses.get(&address).is_some_and(|of| of.held.saturating_add(more) > of_address) {
                self.drop_heaviest(false, Some(address), of_address, held)?;
            }
            if self.strangers.saturating_add(more) > self.limits.strangers_bytes {
                self.drop_heaviest(false, None, self.limits.strangers_bytes, held)?;
            }
        }
        // It may have been the heaviest itself.
        let entry = self.entries.get_mut(&id).filter(|entry| !entry.gone).ok_or(Full)?;
        entry.held = held;
        self.charge(address, more, known);
        Ok(())
    }

    /// Gives room back.
    pub(super) fn shrink(&mut self, id: Id, less: usize) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let less = less.min(entry.held);
        entry.held -= less;
        if !entry.gone {
            let (address, known) = (entry.address, entry.known.is_some());
            self.release(address, less, known);
        }
    }

    /// An address's part of the strangers' bytes: as its part of the connections.
    fn address_bytes(&self) -> usize {
        let Limits { strangers_bytes, connections_per_address, connections, .. } = self.limits;
        if connections_per_address >= connections {
            return strangers_bytes;
        }
        strangers_bytes / connections.max(1) * connections_per_address
    }

    /// Drops strangers, or known connections, that hold more than `own` bytes, the heaviest first, until there is some room
    /// below `limit`.
    fn drop_heaviest(&mut self, known: bool, of: Option<IpAddr>, limit: usize, own: usize) -> Result<(), Full> {
        let heavier = self.entries.iter().filter(|(_, entry)| {
            !entry.gone && entry.known.is_some() == known && entry.held > own && of.is_none_or(|of| of == entry.address)
        });
        let mut heaviest: Vec<_> = heavier.map(|(id, entry)| (Reverse(entry.held), entry.rested, *id)).collect();
        heaviest.sort_unstable();
        if heaviest.is_empty() {
            return Err(Full);
        }
        let wanted = (limit / ROOM).max(own);
        let mut freed = 0usize;
        for (Reverse(held), _, id) in heaviest {
            self.drop_one(id);
            freed = freed.saturating_add(held);
            if freed >= wanted {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    fn register() -> Register {
        Register::new(Limits {
            connections: 4,
            connections_per_address: 2,
            strangers_bytes: 400,
            stranger_bytes: 100,
            known_bytes: 300,
            known_connection_bytes: 200,
            ..Limits::default()
        })
    }

    /// Who goes when all places are taken: the stranger in which nothing has moved for longest, at work or not; then the known
    /// at rest; the known at work stay.
    #[test]
    fn the_idlest_goes_first() {
        let mut register = register();
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let ids: Vec<_> = (0..4).map(|n| register.enter(address(n), at(u64::from(n))).unwrap()).collect();
        register.set_known(ids[0], Some(at(4)));
        register.begin(ids[1], at(4));
        register.begin(ids[3], at(4));
        register.set_known(ids[3], Some(at(4)));
        assert_eq!((register.take_leaving(), register.connections), (vec![], 4));
        for (expected, n) in [ids[2], ids[1], ids[0]].into_iter().zip(10..) {
            let new = register.enter(address(n), at(5)).unwrap();
            assert_eq!((register.take_leaving(), register.connections), (vec![expected], 4));
            register.begin(new, at(5));
            register.set_known(new, Some(at(5)));
        }
        // All that are left are known and at work.
        assert_eq!(register.enter(address(9), at(6)), None);
        assert!(register.take_leaving().is_empty());
    }

    /// A crowd of one address does not drive others out.
    #[test]
    fn the_crowd_goes_first() {
        let mut register = register();
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let alone: Vec<_> = [1, 2].map(|n| register.enter(address(n), at(u64::from(n))).unwrap()).into();
        let crowd: Vec<_> = (3..5).map(|second| register.enter(HERE, at(second)).unwrap()).collect();
        let _new = register.enter(address(3), at(5)).unwrap();
        assert_eq!(register.take_leaving(), [crowd[0]]);
        let _new = register.enter(address(4), at(6)).unwrap();
        assert_eq!(register.take_leaving(), [alone[0]], "now all are alone");
    }

    /// Who has just come, and did not come to ask yet, is not dropped for others who sit on their requests.
    #[test]
    fn the_new_are_not_the_idlest() {
        let mut register = register();
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let busy: Vec<_> = (0..3).map(|n| register.enter(address(n), start).unwrap()).collect();
        for id in &busy {
            register.begin(*id, at(1));
        }
        let _new = register.enter(address(3), at(2)).unwrap();
        register.enter(address(4), at(3)).unwrap();
        assert_eq!(register.take_leaving(), vec![busy[0]]);
    }

    /// An address at its share loses its own idlest, not that of others.
    #[test]
    fn an_address_crowds_out_itself() {
        let mut register = register();
        let now = Instant::now();
        let other = register.enter(address(1), now).unwrap();
        let first = register.enter(HERE, now).unwrap();
        let second = register.enter(HERE, now).unwrap();
        assert!(register.take_leaving().is_empty());
        let third = register.enter(HERE, now).unwrap();
        assert_eq!(register.take_leaving(), vec![first]);
        register.forget(first);
        for id in [other, second, third] {
            register.forget(id);
        }
        assert!(register.entries.is_empty() && register.addresses.is_empty() && register.connections == 0);
    }

    /// A connection's own share, at its edge, as a stranger and known.
    #[test]
    fn a_connection_has_a_share() {
        let mut register = register();
        let now = Instant::now();
        let id = register.enter(HERE, now).unwrap();
        assert_eq!(register.grow(id, 100, now), Ok(()));
        assert_eq!(register.grow(id, 1, now), Err(Full));
        register.set_known(id, Some(now));
        assert_eq!(register.held(), [0, 100]);
        assert_eq!(register.grow(id, 100, now), Ok(()));
        assert_eq!(register.grow(id, 1, now), Err(Full));
        register.shrink(id, 150);
        assert_eq!(register.held(), [0, 50]);
        // A request long after the signature is a stranger's.
        register.begin(id, now + KNOWN_TIME);
        assert_eq!(register.held(), [50, 0]);
        register.forget(id);
        assert_eq!(register.held(), [0, 0]);
    }

    /// The known have a share in all, whatever strangers hold; it is theirs to lose the heaviest.
    #[test]
    fn the_known_have_their_own_share() {
        let mut register = register();
        let now = Instant::now();
        for n in 0..2 {
            let id = register.enter(address(n), now).unwrap();
            assert_eq!(register.grow(id, 100, now), Ok(()));
        }
        let ids: Vec<_> = (2..4).map(|n| register.enter(address(n), now).unwrap()).collect();
        for id in &ids {
            register.set_known(*id, Some(now));
        }
        assert_eq!(register.grow(ids[0], 200, now), Ok(()));
        assert_eq!(register.grow(ids[1], 100, now), Ok(()));
        assert_eq!((register.held(), register.take_leaving()), ([200, 300], vec![]));
        assert_eq!(register.grow(ids[1], 1, now), Ok(()));
        assert_eq!((register.held(), register.take_leaving()), ([200, 101], vec![ids[0]]));
    }

    /// Strangers that hold too much together lose the one that holds most; it is refused if that is who asks.
    #[test]
    fn the_heaviest_goes_first() {
        let mut register =
            Register::new(Limits { strangers_bytes: 250, connections_per_address: 4, ..register().limits });
        let now = Instant::now();
        let ids: Vec<_> = (0..4).map(|n| register.enter(address(n), now).unwrap()).collect();
        for (id, bytes) in ids.iter().zip([90, 100, 50, 10]) {
            assert_eq!(register.grow(*id, bytes, now), Ok(()));
        }
        assert_eq!((register.held(), register.take_leaving()), ([250, 0], vec![]));
        assert_eq!(register.grow(ids[3], 1, now), Ok(()));
        assert_eq!((register.held(), register.take_leaving()), ([151, 0], vec![ids[1]]));
        // What the dropped one still gives back counts no more, and it gets nothing.
        register.shrink(ids[1], 60);
        assert_eq!(register.grow(ids[1], 1, now), Err(Full));
        assert_eq!(register.held(), [151, 0]);
        assert_eq!(register.grow(ids[2], 49, now), Ok(()));
        assert_eq!(register.grow(ids[3], 50, now), Ok(()));
        assert_eq!(register.held(), [250, 0]);
        // Nobody holds more than the one who asks would.
        assert_eq!(register.grow(ids[2], 1, now), Err(Full));
        assert!(register.take_leaving().is_empty());
    }

    /// A stranger that goes on after it was refused is dropped; a known client is not, and its answers find room.
    #[test]
    fn strangers_are_refused_a_few_times() {
        let mut register = register();
        let now = Instant::now();
        let [stranger, known] = [1, 2].map(|n| register.enter(address(n), now).unwrap());
        register.set_known(known, Some(now));
        for _ in 0..REFUSALS {
            assert_eq!(register.grow(stranger, 101, now), Err(Full));
            assert_eq!(register.grow(known, 201, now), Err(Full));
        }
        assert_eq!((register.answer(known, 201, now), register.take_leaving()), (Ok(()), vec![]));
        assert_eq!((register.answer(stranger, 101, now), register.take_leaving()), (Err(Full), vec![stranger]));
        assert_eq!(register.grow(known, 1, now), Err(Full));
        assert!(register.take_leaving().is_empty());
    }

    /// An address has the same share of the bytes as of the connections.
    #[test]
    fn an_address_has_a_share_of_the_bytes() {
        let mut register = register();
        let now = Instant::now();
        let first = register.enter(HERE, now).unwrap();
        let second = register.enter(HERE, now).unwrap();
        assert_eq!(register.grow(first, 100, now), Ok(()));
        assert_eq!(register.grow(second, 100, now), Ok(()));
        assert_eq!(register.held(), [200, 0]);
        register.shrink(second, 99);
        assert_eq!(register.grow(second, 98, now), Ok(()));
        assert!(register.take_leaving().is_empty());
    }
}
