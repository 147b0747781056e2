//! Changes to a JSON text that leave it JSON: members and items go together with their comma.

use super::finding::Edit;
use rolecall_policy::Span;
use rolecall_policy::document::json::{Data, Member, Value};

/// Takes one of the places out of a list of neighbours, with one comma. `None` if it is not there.
fn remove(spans: &[Span], gone: Span) -> Option<Edit> {
    let at = spans.iter().position(|span| *span == gone)?;
    let before = at.checked_sub(1).and_then(|at| spans.get(at));
    let span = match (spans.get(at + 1), before) {
        (Some(next), _) => Span { start: gone.start, end: next.start },
        (None, Some(before)) => Span { start: before.end, end: gone.end },
        (None, None) => gone,
    };
    Some(Edit { span, text: String::new() })
}

/// Takes an item out of a list. A list of one stays as it is: an empty list means something else.
pub(super) fn remove_item(list: &Value, item: Span) -> Option<Edit> {
    let Data::Array(items) = &list.data else { return None };
    if items.len() < 2 {
        return None;
    }
    remove(&items.iter().map(|item| item.span).collect::<Vec<_>>(), item)
}

/// Takes a member out of an object.
pub(super) fn remove_member(members: &[Member], name: &str) -> Option<Edit> {
    let gone = members.iter().find(|member| &*member.name.value == name)?;
    remove(&members.iter().map(Member::span).collect::<Vec<_>>(), gone.span())
}
