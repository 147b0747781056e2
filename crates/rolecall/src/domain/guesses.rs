//! Guesses at secrets: codes of MFA devices and passwords (R3.74, decision 0016).
//!
//! Whoever checks such a secret goes through [`attempt`]: the checks take a [`Counted`], which nothing else makes. A
//! guess is counted, durably, before anybody looks at it, and taken back when it was right. So nothing slips past the
//! count, be it with many guesses at the same moment, a crash or a restart. A guess that has to wait is refused as a
//! wrong one is, and writes nothing.
//!
//! Two limits hold for each user and each kind of secret. Guesses in a row by the same credentials wait longer and
//! longer. And all together have an allowance, so that other credentials, which may be cheap to get, do not help.

use super::caller::Caller;
use crate::api::error::ApiError;
use crate::directory::entities::{Guesser, Guesses, Tally, User};
use crate::node::Node;
use crate::session::SessionIdentity;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::borrow::Cow;
use std::net::IpAddr;

/// Wrong guesses in a row after which the next one must wait. People mistype, or read a code that is just changing.
const FREE_GUESSES: u32 = 5;
/// Seconds of the first wait: a time step of TOTP, so that the next code is another one (RFC 6238).
const FIRST_WAIT_SECONDS: i64 = 30;
/// Seconds of the longest wait; each is twice the one before. 3 of 10⁶ codes are right at any time, so that 24 guesses a
/// day take 38 years on average. Whoever forgot a password waits an hour at most.
pub const LONGEST_WAIT_SECONDS: i64 = 3_600;
/// Wrong guesses a day by all credentials together. The two keys that a user may have do not use it up for long, at 24
/// guesses a day each. With any number of keys a code takes 18 years on average.
const DAILY_GUESSES: i64 = 50;
/// Seconds in which one guess of the allowance comes back.
const SECONDS_A_GUESS: i64 = DAY_SECONDS / DAILY_GUESSES;
const DAY_SECONDS: i64 = 86_400;
/// Credentials whose guesses in a row are remembered: a user's two keys, and some administrators. Beyond them the one
/// whose last guess is oldest is forgotten; the allowance of all does not forget.
const GUESSERS: usize = 8;

/// What is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A code of an MFA device of the user.
    Code,
    /// Two consecutive codes, to enable or synchronise a device of the user. They open no session, and administrators
    /// try them too, so they count apart.
    Pair,
    /// The user's password.
    Password,
}

/// Who guesses what.
#[derive(Debug)]
pub struct Guess<'a> {
    /// What.
    pub kind: Kind,
    /// The account of the user.
    pub account: AccountId,
    /// The unique id of the user whose secret it is; `None` for the root user.
    pub user: Option<&'a str>,
    /// Who guesses.
    pub by: By<'a>,
}

/// Who guesses.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// A caller, known by its credentials.
    Caller(&'a Caller),
    /// Somebody who signs in, of whom only the address is known.
    Address(IpAddr),
}

impl<'a> From<&'a Caller> for By<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self::Caller(caller)
    }
}

/// Proof that a guess is counted. A check takes one, and one serves for one guess: a code may be compared with several devices.
#[derive(Debug)]
pub struct Counted(());

/// Counts a guess, lets `check` look at it, and takes the count back if it was right. `None`: it was wrong, or was not
/// looked at because it has to wait; the answer does not say which.
///
/// # Errors
/// Those of the check; the count cannot be saved.
pub async fn attempt<T, F>(
    node: &Node,
    guess: &Guess<'_>,
    check: impl FnOnce(Counted) -> F,
) -> Result<Option<T>, ApiError>
where
    F: Future<Output = Result<Option<T>, ApiError>>,
{
    if !guess.count(node).await? {
        return Ok(None);
    }
    let right = check(Counted(())).await?;
    if right.is_some() {
        guess.take_back(node).await?;
    }
    Ok(right)
}

impl Guess<'_> {
    /// Counts the guess as a wrong one; whether it may be looked at now.
    async fn count(&self, node: &Node) -> Result<bool, ApiError> {
        let (now, guesser) = (node.clock.now(), self.guesser());
        node.directory
            .change(|snapshot, edit| {
                if let Some(id) = self.user {
                    // The count goes with the user.
                    let Some(user) = snapshot.find_by_id::<User>(id) else { return Ok(false) };
                    edit.rely_on(user);
                }
                let before = snapshot.find::<Guesses>(self.account, self.owner());
                let mut guesses =
                    before.map_or_else(|| Guesses::none(self.account, self.owner()), |it| it.entity().clone());
                let tally = self.kind.of(&mut guesses);
                if tally.must_wait(&guesser, now) {
                    return Ok(false);
                }
                tally.add(&guesser, now);
                match before {
                    Some(before) => edit.update(before, &guesses)?,
                    None => edit.create(&guesses)?,
                }
                Ok(true)
            })
            .await
    }

    /// It was right: it does not count, and the guesser's wrong ones before it are forgotten.
    async fn take_back(&self, node: &Node) -> Result<(), ApiError> {
        let (now, guesser) = (node.clock.now(), self.guesser());
        node.directory
            .change(|snapshot, edit| {
                // Gone with its user.
                let Some(before) = snapshot.find::<Guesses>(self.account, self.owner()) else { return Ok(()) };
                let mut guesses = before.entity().clone();
                self.kind.of(&mut guesses).forgive(&guesser, now);
                if [&guesses.codes, &guesses.pairs, &guesses.passwords].into_iter().all(|tally| tally.is_empty(now)) {
                    edit.delete(before);
                    return Ok(());
                }
                edit.update(before, &guesses)
            })
            .await
    }

    fn owner(&self) -> &str {
        self.user.unwrap_or(Guesses::ROOT)
    }

    /// Whose guesses count as those of one: temporary keys are had for the asking, so it is the long-term key or the role
    /// behind them.
    fn guesser(&self) -> Cow<'_, str> {
        let by = match self.by {
            By::Caller(by) => by,
            By::Address(address) => return Cow::Owned(format!("address {address}")),
        };
        let Some(session) = &by.session else { return by.access_key_id.as_deref().unwrap_or_default().into() };
        match &session.identity {
            SessionIdentity::Role { role_id, .. } => role_id.into(),
            // Whoever signed in to the console has no key there, and is the one who did.
            _ if session.is_of_sign_in() => session.issuer.arn.as_str().into(),
            _ => session.issuer.access_key_id.as_str().into(),
        }
    }
}

impl Kind {
    fn of(self, guesses: &mut Guesses) -> &mut Tally {
        match self {
            Self::Code => &mut guesses.codes,
            Self::Pair => &mut guesses.pairs,
            Self::Password => &mut guesses.passwords,
        }
    }
}

/// Seconds between the last of so many wrong guesses in a row and the next one.
#[must_use]
pub fn wait_seconds(wrong: u32) -> i64 {
    let Some(doublings) = wrong.checked_sub(FREE_GUESSES) else { return 0 };
    1i64.checked_shl(doublings)
        .and_then(|factor| FIRST_WAIT_SECONDS.checked_mul(factor))
        .filter(|wait| (0..LONGEST_WAIT_SECONDS).contains(wait))
        .unwrap_or(LONGEST_WAIT_SECONDS)
}

impl Guesser {
    /// Seconds between the last guess and the next one.
    fn wait_seconds(&self) -> i64 {
        wait_seconds(self.wrong)
    }
}

impl Tally {
    fn must_wait(&self, guesser: &str, now: Timestamp) -> bool {
        let own = self.guessers.iter().find(|it| it.id == guesser);
        own.is_some_and(|own| seconds_between(own.last, now) < own.wait_seconds())
            || self.used(now) > DAY_SECONDS - SECONDS_A_GUESS
    }

    fn add(&mut self, guesser: &str, now: Timestamp) {
        self.set_used(self.used(now) + SECONDS_A_GUESS, now);
        if let Some(own) = self.guessers.iter_mut().find(|it| it.id == guesser) {
            own.wrong = own.wrong.saturating_add(1);
            own.last = now;
            return;
        }
        if self.guessers.len() >= GUESSERS {
            let oldest = self.guessers.iter().enumerate().min_by_key(|(_, it)| it.last).map(|(at, _)| at);
            oldest.map(|at| self.guessers.remove(at));
        }
        self.guessers.push(Guesser { id: guesser.to_owned(), wrong: 1, last: now });
    }

    fn forgive(&mut self, guesser: &str, now: Timestamp) {
        self.set_used(self.used(now).saturating_sub(SECONDS_A_GUESS).max(0), now);
        self.guessers.retain(|it| it.id != guesser);
    }

    /// What is used of the allowance now.
    fn used(&self, now: Timestamp) -> i64 {
        self.used_seconds.saturating_sub(seconds_between(self.at, now)).clamp(0, DAY_SECONDS)
    }

    fn set_used(&mut self, seconds: i64, now: Timestamp) {
        (self.used_seconds, self.at) = (seconds, now);
    }

    fn is_empty(&self, now: Timestamp) -> bool {
        self.guessers.is_empty() && self.used(now) == 0
    }
}

/// Either way: a clock that was wrong when a guess was counted, and is set back, does not make anybody wait for years.
fn seconds_between(one: Timestamp, other: Timestamp) -> i64 {
    one.as_second().abs_diff(other.as_second()).try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
impl Counted {
    /// For tests of the checks themselves.
    pub(super) fn for_test() -> Self {
        Self(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// Guesses wrong as often as it may within a time; the seconds at which.
    fn guesses(tally: &mut Tally, guesser: &str, from: i64, to: i64) -> Vec<i64> {
        let guessed = (from..to).filter(|second| {
            let now = at(*second);
            let may = !tally.must_wait(guesser, now);
            if may {
                tally.add(guesser, now);
            }
            may
        });
        guessed.collect()
    }

    /// R3.74: five at once, then waits that double up to an hour.
    #[test]
    fn waits_double() {
        let mut tally = Tally::default();
        for wrong in 0..FREE_GUESSES {
            assert!(!tally.must_wait("k", at(0)), "{wrong}");
            tally.add("k", at(0));
        }
        let mut now = 0;
        for wait in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600] {
            assert!(tally.must_wait("k", at(now + wait - 1)), "{wait}");
            assert!(!tally.must_wait("k", at(now + wait)), "{wait}");
            now += wait;
            tally.add("k", at(now));
        }
        let many = Guesser { id: "k".to_owned(), wrong: u32::MAX, last: at(0) };
        assert_eq!(many.wait_seconds(), LONGEST_WAIT_SECONDS);
    }

    /// R3.74: one who guesses on and on has 24 guesses a day, and never makes others wait.
    #[test]
    fn one_key_leaves_the_allowance_to_others() {
        let mut tally = Tally::default();
        let first = guesses(&mut tally, "k", 0, DAY_SECONDS);
        assert_eq!(first.len(), 34);
        assert!(!tally.must_wait("other", at(DAY_SECONDS)));
        assert_eq!(guesses(&mut tally, "k", DAY_SECONDS, 2 * DAY_SECONDS).len(), 24);
    }

    /// R3.74: any number of keys have the allowance of one day, which comes back evenly.
    #[test]
    fn the_allowance_of_all() {
        let mut tally = Tally::default();
        for key in 0..DAILY_GUESSES {
            assert!(!tally.must_wait(&key.to_string(), at(0)), "{key}");
            tally.add(&key.to_string(), at(0));
        }
        assert!(tally.must_wait("new", at(0)) && tally.must_wait("new", at(SECONDS_A_GUESS - 1)));
        assert!(!tally.must_wait("new", at(SECONDS_A_GUESS)));
        tally.add("new", at(SECONDS_A_GUESS));
        assert!(tally.must_wait("newer", at(2 * SECONDS_A_GUESS - 1)));
        assert_eq!(tally.guessers.len(), GUESSERS);
    }

    /// A right guess costs nothing of the allowance, and gives nothing of it back.
    #[test]
    fn a_right_guess_is_free() {
        let mut tally = Tally::default();
        for key in 0..10 {
            tally.add(&key.to_string(), at(0));
        }
        let used = tally.used(at(0));
        tally.add("9", at(0));
        tally.forgive("9", at(0));
        assert_eq!(tally.used(at(0)), used);
        assert!(tally.guessers.iter().all(|it| it.id != "9"));
        let mut only = Tally::default();
        only.add("k", at(0));
        only.forgive("k", at(0));
        assert!(only.is_empty(at(0)));
    }

    /// The credentials that are remembered: the oldest make room.
    #[test]
    fn few_guessers_are_remembered() {
        let mut tally = Tally::default();
        for key in 0..=GUESSERS {
            let now = at(i64::try_from(key).unwrap());
            tally.add(&key.to_string(), now);
        }
        let ids: Vec<_> = tally.guessers.iter().map(|it| &*it.id).collect();
        assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7", "8"]);
    }

    /// A count from a time that has not come keeps nobody waiting until then.
    #[test]
    fn a_clock_that_is_set_back() {
        let mut tally = Tally::default();
        guesses(&mut tally, "k", 400 * DAY_SECONDS, 400 * DAY_SECONDS + 600);
        assert!(tally.must_wait("k", at(400 * DAY_SECONDS + 600)));
        assert!(!tally.must_wait("k", at(0)));
        assert_eq!(tally.used(at(0)), 0);
    }
}
