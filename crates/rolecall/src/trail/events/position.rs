//! A place in the trail from which events are read on.

use crate::trail::Class;
use std::fmt;
use std::str::FromStr;

/// The form of the text that is written.
const FORM: &str = "1";

/// A place in the trail: of each class the last record that was read. As text it can be stored. The default is before
/// everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position([Option<Mark>; 3]);

/// The last record that was read of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::trail) struct Mark {
    /// The number of its segment.
    pub(in crate::trail) segment: u64,
    /// Where it begins.
    pub(in crate::trail) offset: u64,
    /// The checksum of its JSON. After a crash of the machine, another record may stand in its place.
    pub(in crate::trail) checksum: u32,
}

/// Where the record of an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    class: Class,
    segment: u64,
    offset: u64,
}

impl Place {
    pub(in crate::trail) fn new(class: Class, mark: Mark) -> Self {
        Self { class, segment: mark.segment, offset: mark.offset }
    }

    /// A place by its numbers, for the tests of what is decided by places.
    #[cfg(test)]
    pub(crate) fn of(class: Class, segment: u64, offset: u64) -> Self {
        Self { class, segment, offset }
    }
}

impl Position {
    /// Whether this place was read before the position was reached.
    #[must_use]
    pub fn has_passed(&self, place: &Place) -> bool {
        self.of(place.class).is_some_and(|mark| (place.segment, place.offset) <= (mark.segment, mark.offset))
    }

    pub(in crate::trail) fn of(&self, class: Class) -> Option<Mark> {
        let [changes, signed, unsigned] = &self.0;
        *match class {
            Class::Changes => changes,
            Class::Signed => signed,
            Class::Unsigned => unsigned,
        }
    }

    pub(in crate::trail) fn set(&mut self, class: Class, mark: Mark) {
        let [changes, signed, unsigned] = &mut self.0;
        *match class {
            Class::Changes => changes,
            Class::Signed => signed,
            Class::Unsigned => unsigned,
        } = Some(mark);
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORM)?;
        for mark in self.0 {
            match mark {
                Some(Mark { segment, offset, checksum }) => write!(f, " {segment}.{offset}.{checksum:08x}")?,
                None => f.write_str(" -")?,
            }
        }
        Ok(())
    }
}

/// The text is no position of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a position in the trail")]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let mut words = text.split(' ');
        if words.next() != Some(FORM) {
            return Err(NoPosition);
        }
        let mut marks = [None; 3];
        for mark in &mut marks {
            *mark = match words.next().ok_or(NoPosition)? {
                "-" => None,
                word => Some(read(word).ok_or(NoPosition)?),
            };
        }
        if words.next().is_some() { Err(NoPosition) } else { Ok(Self(marks)) }
    }
}

fn read(word: &str) -> Option<Mark> {
    let (segment, rest) = word.split_once('.')?;
    let (offset, checksum) = rest.split_once('.')?;
    Some(Mark {
        segment: segment.parse().ok()?,
        offset: offset.parse().ok()?,
        checksum: u32::from_str_radix(checksum, 16).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text gives the position back, and nothing else is one.
    #[test]
    fn text_and_back() {
        let mut position = Position::default();
        assert_eq!(position.to_string().parse(), Ok(position.clone()));
        position.set(Class::Signed, Mark { segment: 7, offset: u64::MAX, checksum: 0xab });
        assert_eq!(position.to_string(), "1 - 7.18446744073709551615.000000ab -");
        assert_eq!(position.to_string().parse(), Ok(position));
        for text in ["", "1", "1 - -", "1 - - - -", "2 - - -", "1 - - 1.2", "1 - - 1.2.x", "1 -  -"] {
            assert_eq!(text.parse::<Position>(), Err(NoPosition), "{text}");
        }
    }
}
