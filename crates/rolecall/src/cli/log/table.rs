//! Rows on a terminal: one line each if it is wide enough, else two. Where there is no terminal nothing is cut.

use super::row::Row;
use crate::cli::terminal::{Colour, Terminal};
use jiff::Timestamp;
use rolecall_policy::explain::columns;

/// Columns from which on a request takes one line.
const WIDE: usize = 120;
/// Characters of a request id that are shown where there is no room for all: of a million requests, one in four thousand
/// shares them with another, and `rolecall why` lists both then.
const ID: usize = 8;
/// Columns of an outcome: `unfinished`.
const OUTCOME: usize = 10;
/// Columns of an account's id.
const ACCOUNT: usize = 12;
/// Columns of an action, such as `sts:GetCallerIdentity`; longer ones move what follows, or are cut.
const ACTION: usize = 21;
/// Columns of a caller's name.
const WHO: usize = 20;
/// Between two columns.
const GAP: usize = 2;

/// Makes lines of rows, in order.
#[derive(Debug)]
pub(super) struct Table {
    terminal: Terminal,
    /// `None`: a line may be as long as it likes.
    width: Option<usize>,
    /// The day of the last row, which stands in a line of its own.
    day: String,
}

impl Table {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal, width: Terminal::stated_width(), day: String::new() }
    }

    /// The row's lines, with the day above it if it is another.
    pub(super) fn line(&mut self, row: &Row) -> String {
        let Row { account, who, action, on, .. } = row;
        let outcome = self.outcome(row);
        let Some(width) = self.width else {
            let Row { time, request_id, .. } = row;
            return format!(
                "{time:.0}  {request_id}  {outcome}  {account:<ACCOUNT$}  {who:<WHO$}  {action:<ACTION$}  {on}\n"
            );
        };
        let (day, time) = day_and_time(row.time);
        let mut text = if day == self.day { String::new() } else { format!("{day}\n") };
        self.day = day;
        let id: String = row.request_id.chars().take(ID).collect();
        let action = padded(action, ACTION);
        if width < WIDE {
            let left = width.saturating_sub(time.len() + OUTCOME + ACTION + 3 * GAP);
            text.push_str(&format!("{time}  {outcome}  {action}  {}", cut(on, left)));
            let left = width.saturating_sub(ID + ACCOUNT + 2 * GAP);
            text.push_str(&format!("\n{id:<ID$}  {account:<ACCOUNT$}  {}\n", cut(who, left)));
            return text;
        }
        let who = padded(who, WHO);
        let left = width.saturating_sub(time.len() + ID + OUTCOME + ACCOUNT + WHO + ACTION + 6 * GAP);
        let on = cut(on, left);
        text.push_str(&format!("{time}  {id:<ID$}  {outcome}  {account:<ACCOUNT$}  {who}  {action}  {on}\n"));
        text
    }

    fn outcome(&self, row: &Row) -> String {
        let outcome = format!("{:<OUTCOME$}", row.outcome);
        if row.is_denied { self.terminal.paint(Colour::Red, &outcome) } else { outcome }
    }
}

/// `2026-11-22` and `12:00:05`, in UTC.
fn day_and_time(time: Timestamp) -> (String, String) {
    let text = format!("{time:.0}");
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    (day.to_owned(), time.trim_end_matches('Z').to_owned())
}

/// The text in exactly so many columns.
fn padded(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let blanks = width.saturating_sub(columns(&text));
    text + &" ".repeat(blanks)
}

/// The text in at most so many columns: of a longer one the beginning and the end, which tell more than the middle.
fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let back = room - room / 2;
    let mut shown: String = text.chars().take(room / 2).collect();
    shown.push('…');
    shown.extend(text.chars().skip(columns(text).saturating_sub(back)));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::Record;
    use crate::trail::testing::record;

    const ID_TEXT: &str = "4f1c2d3e-0000-4000-8000-000000000001";

    fn shown(width: Option<usize>, records: &[Record]) -> String {
        let terminal = Terminal { width: 80, has_colour: false };
        let mut table = Table { terminal, width, day: String::new() };
        records.iter().map(|record| table.line(&Row::of(record))).collect()
    }

    /// At 80 columns two lines, at 120 one; the day once; without a width everything.
    #[test]
    fn widths() {
        let first = record(ID_TEXT);
        let mut second = record(ID_TEXT);
        second.decisions[0].resource = format!("arn:aws:s3:::finance-reports/{}/report.csv", "x".repeat(100));
        let records = [first, second];
        assert_eq!(
            shown(Some(80), &records),
            "\
2026-11-22
12:00:00  denied      s3:PutObject           finance-reports/report.csv
4f1c2d3e  111111111111  Dev/ana
12:00:00  denied      s3:PutObject           finance-reports/x…xxxxxx/report.csv
4f1c2d3e  111111111111  Dev/ana
"
        );
        assert_eq!(
            shown(Some(120), &records),
            "\
2026-11-22
12:00:00  4f1c2d3e  denied      111111111111  Dev/ana               s3:PutObject           finance-reports/report.csv
12:00:00  4f1c2d3e  denied      111111111111  Dev/ana               s3:PutObject           finance-report…xxx/report.csv
"
        );
        for width in [40, 80, 119, 120, 200] {
            let longest = shown(Some(width), &records).lines().map(columns).max();
            assert!(longest <= Some(width.max(47)), "{width}: {longest:?}");
        }
        let whole = shown(None, &records);
        assert_eq!(whole.lines().count(), 2);
        assert!(whole.lines().all(|line| line.starts_with(&format!("2026-11-22T12:00:00Z  {ID_TEXT}  denied "))));
        assert!(whole.contains(&"x".repeat(100)));
    }

    /// Characters are cut whole.
    #[test]
    fn cuts() {
        assert_eq!([cut("abcdef", 6), cut("abcdef", 5), cut("abcdef", 1)], ["abcdef", "ab…ef", "…"]);
        assert_eq!(cut("äöüäöü", 4), "ä…öü");
    }
}
