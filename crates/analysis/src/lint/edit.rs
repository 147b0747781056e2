//! Changes to a JSON text that leave it JSON: members and items go together with their comma.

use super::finding::Fix;
use rolecall_policy::Span;
use rolecall_policy::document::json::{Data, Member, Value};

/// Takes one of neighbours out of their list, with one comma. `None` if it is not there.
fn remove<T>(neighbours: &[T], span: impl Fn(&T) -> Span, gone: Span) -> Option<Fix> {
    let at = neighbours.binary_search_by_key(&gone.start, |item| span(item).start).ok()?;
    let before = at.checked_sub(1).and_then(|at| neighbours.get(at)).map(&span);
    let span = match (neighbours.get(at + 1).map(&span), before) {
        (Some(next), _) => Span { start: gone.start, end: next.start },
        (None, Some(before)) => Span { start: before.end, end: gone.end },
        (None, None) => gone,
    };
    Some(Fix::equivalent("remove it", span, ""))
}

/// Takes an item out of a list. A list of one stays as it is: an empty list means something else.
pub(super) fn remove_item(list: &Value, item: Span) -> Option<Fix> {
    let Data::Array(items) = &list.data else { return None };
    if items.len() < 2 {
        return None;
    }
    remove(items, |item| item.span, item)
}

/// Whether an object of the document has a member of this name beside the one whose name stands at `place`. To write the
/// name there would make it twice.
pub(super) fn has_beside(root: &Value, place: Span, name: &str) -> bool {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        let holds = |span: Span| span.start <= place.start && place.end <= span.end;
        match &value.data {
            Data::Object(members) if members.iter().any(|member| member.name.span == place) => {
                return members.iter().any(|member| &*member.name.value == name && member.name.span != place);
            }
            Data::Object(members) => open.extend(members.iter().map(|m| &m.value).filter(|value| holds(value.span))),
            Data::Array(items) => open.extend(items.iter().filter(|value| holds(value.span))),
            _ => {}
        }
    }
    false
}

/// Takes a member out of an object.
pub(super) fn remove_member(members: &[Member], name: &str) -> Option<Fix> {
    let gone = members.iter().find(|member| &*member.name.value == name)?;
    remove(members, Member::span, gone.span())
}
