//! A pattern as a row of cells, one for each letter or wildcard.

use super::case;
use super::containment;
use crate::matching::fold::fold;

/// A part of a pattern, as whoever parsed it hands it over. Variables are resolved before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// These letters.
    Text(&'a str),
    /// Exactly one letter; `colon` says whether it may be `:`.
    One {
        /// Whether it may be `:`.
        colon: bool,
    },
    /// Any number of letters; `colon` says whether `:` may be among them.
    Many {
        /// Whether `:` may be among them.
        colon: bool,
    },
}

/// A set of texts: those that match a row of pieces. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// No two `Many` side by side, no `One` behind a `Many` of its kind.
    cells: Box<[Cell]>,
    ignore_case: bool,
}

/// One letter or wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Folded if the pattern ignores case.
    Letter(char),
    One {
        colon: bool,
    },
    Many {
        colon: bool,
    },
}

/// A pattern, or what is left of it when its ends are dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cells<'a> {
    pub(super) row: &'a [Cell],
    pub(super) ignore_case: bool,
}

/// A letter of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    Named {
        exact: char,
        folded: char,
    },
    /// One that no pattern names, and that is not the colon.
    Unnamed,
}

impl Pattern {
    /// The texts that match the pieces one after the other.
    pub(crate) fn new<'a>(pieces: impl IntoIterator<Item = Piece<'a>>, ignore_case: bool) -> Self {
        let mut cells = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) if ignore_case => cells.extend(text.chars().map(fold).map(Cell::Letter)),
                Piece::Text(text) => cells.extend(text.chars().map(Cell::Letter)),
                Piece::One { colon } => {
                    // `*?` is `?*`, in which only one place is in doubt.
                    let star = cells.pop_if(|last| *last == Cell::Many { colon });
                    cells.push(Cell::One { colon });
                    cells.extend(star);
                }
                Piece::Many { colon } => {
                    // Two stars in a row are as good as the freer of the two.
                    if let Some(Cell::Many { colon: last }) = cells.last_mut() {
                        *last |= colon;
                    } else {
                        cells.push(Cell::Many { colon });
                    }
                }
            }
        }
        Self { cells: cells.into(), ignore_case }
    }

    /// Every text: what is known of an unknown value.
    pub(crate) fn anything() -> Self {
        Self::new([Piece::Many { colon: true }], false)
    }

    /// One text.
    pub(crate) fn text(text: &str) -> Self {
        Self::new([Piece::Text(text)], false)
    }

    /// Every ARN: the pattern `*` of the `Arn…` operators (R1.38).
    pub(crate) fn any_arn() -> Self {
        let separated = [Piece::Text(":"), Piece::Many { colon: false }];
        let fields = [Piece::Text("arn")].into_iter().chain(separated.repeat(4));
        Self::new(fields.chain([Piece::Text(":"), Piece::Many { colon: true }]), false)
    }

    /// The ARNs whose six fields match, each by itself (R1.38). What the wildcards say of colons is not heard: in the
    /// sixth field they match them, in the others there are none. `None` if no ARN can match.
    pub(crate) fn arn_like(fields: [&[Piece<'_>]; 6]) -> Option<Self> {
        let [first, middle @ .., last] = fields;
        // What is not an ARN matches nothing, so the first field is "arn" or no use.
        if !Self::new(first.iter().map(|piece| piece.with_colon(false)), false).matches("arn") {
            return None;
        }
        let mut pieces = vec![Piece::Text("arn")];
        for field in middle {
            // A variable may have brought a colon; no field of a value has one.
            if field.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(':'))) {
                return None;
            }
            pieces.push(Piece::Text(":"));
            pieces.extend(field.iter().map(|piece| piece.with_colon(false)));
        }
        pieces.push(Piece::Text(":"));
        pieces.extend(last.iter().map(|piece| piece.with_colon(true)));
        Some(Self::new(pieces, false))
    }

    /// Whether a text is in the set.
    pub(crate) fn matches(&self, text: &str) -> bool {
        containment::holds(self.cells(), text)
    }

    pub(super) fn cells(&self) -> Cells<'_> {
        Cells { row: &self.cells, ignore_case: self.ignore_case }
    }
}

impl Piece<'_> {
    fn with_colon(self, colon: bool) -> Self {
        match self {
            Self::Text(text) => Self::Text(text),
            Self::One { .. } => Self::One { colon },
            Self::Many { .. } => Self::Many { colon },
        }
    }
}

impl Cell {
    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Many { .. })
    }

    /// Whether texts for this cell may hold a colon.
    pub(super) fn admits_colon(self) -> bool {
        match self {
            Self::Letter(c) => c == ':',
            Self::One { colon } | Self::Many { colon } => colon,
        }
    }

    /// Whether the cell of a pattern may be this letter, or hold it.
    pub(super) fn takes(self, letter: Letter, ignore_case: bool) -> bool {
        match (self, letter) {
            (Self::Letter(c), Letter::Named { exact, folded }) => c == if ignore_case { folded } else { exact },
            (Self::Letter(_), Letter::Unnamed) => false,
            (Self::One { colon } | Self::Many { colon }, letter) => colon || letter != Letter::COLON,
        }
    }
}

impl Letter {
    pub(super) const COLON: Self = Self::Named { exact: ':', folded: ':' };

    pub(super) fn new(exact: char) -> Self {
        Self::Named { exact, folded: fold(exact) }
    }
}

impl<'a> Cells<'a> {
    /// Takes off both ends what is one letter long in both patterns: there every cell has its partner. `None` if two
    /// partners do not agree.
    pub(super) fn trim(self, other: Self, agree: impl Fn(Cell, Cell) -> bool) -> Option<(Self, Self)> {
        let (mut a, mut b) = (self.row, other.row);
        while let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b)
            && !x.is_many()
            && !y.is_many()
        {
            if !agree(*x, *y) {
                return None;
            }
            (a, b) = (a_rest, b_rest);
        }
        while let ([a_rest @ .., x], [b_rest @ .., y]) = (a, b)
            && !x.is_many()
            && !y.is_many()
        {
            if !agree(*x, *y) {
                return None;
            }
            (a, b) = (a_rest, b_rest);
        }
        Some((Self { row: a, ..self }, Self { row: b, ..other }))
    }

    /// Whether there is a letter that fits a cell of either pattern.
    pub(super) fn share(self, cell: Cell, other: Self, others: Cell) -> bool {
        match (cell, others) {
            (Cell::Letter(x), Cell::Letter(y)) if self.ignore_case == other.ignore_case => x == y,
            // One of them is folded already.
            (Cell::Letter(x), Cell::Letter(y)) => fold(x) == fold(y),
            (Cell::Letter(x), wildcard) | (wildcard, Cell::Letter(x)) => x != ':' || wildcard.admits_colon(),
            // Any letter but the colon.
            _ => true,
        }
    }

    /// Whether every letter that fits a cell of the other pattern fits one of this; neither is a `Many`.
    pub(super) fn includes(self, cell: Cell, other: Self, others: Cell) -> bool {
        match (cell, others) {
            (Cell::Letter(x), Cell::Letter(y)) => match (self.ignore_case, other.ignore_case) {
                (true, false) => x == fold(y),
                (false, true) => x == y && case::others(y).is_empty(),
                _ => x == y,
            },
            (Cell::Letter(_), _) => false,
            (wildcard, others) => wildcard.admits_colon() || !others.admits_colon(),
        }
    }

    /// Whether there are no wildcards.
    pub(super) fn is_text(self) -> bool {
        self.row.iter().all(|cell| matches!(cell, Cell::Letter(_)))
    }
}
