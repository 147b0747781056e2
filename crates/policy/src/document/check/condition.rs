//! Values of date operators must be dates (R1.40, R1.57 row 3). Other values are stored whatever they are (R1.41).

use super::super::finding::Notes;
use super::super::{FindingCode, Statement};
use crate::condition::date;

pub(super) fn check(statement: &Statement, notes: &mut Notes) {
    for condition in &statement.conditions {
        if !condition.operator.value.core.name().starts_with("Date") {
            continue;
        }
        for value in &condition.values {
            if date::parse(&value.value).is_none() {
                let detail = format!("\"{}\" is neither an ISO 8601 date nor a number of seconds", value.value);
                notes.add(FindingCode::BadDate, value.span, &value.value, detail);
            }
        }
    }
}
