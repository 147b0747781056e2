//! Making a case small: whatever can be left out is left out.

use serde_json::Value;

/// Takes away members of objects and of lists, one by one and as long as `still` holds.
pub(crate) fn shrink(mut case: Value, still: impl Fn(&Value) -> bool) -> Value {
    loop {
        let smaller = paths(&case).into_iter().find_map(|path| {
            let mut smaller = case.clone();
            remove(&mut smaller, &path);
            still(&smaller).then_some(smaller)
        });
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

/// Every place in the value, the outer before the inner: taking away much at once comes first.
fn paths(value: &Value) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut next = vec![(Vec::new(), value)];
    while !next.is_empty() {
        let mut inner = Vec::new();
        for (path, value) in next {
            let members: Vec<(String, &Value)> = match value {
                Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
                Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
                _ => Vec::new(),
            };
            for (name, value) in members {
                let path: Vec<String> = path.iter().cloned().chain([name]).collect();
                paths.push(path.clone());
                inner.push((path, value));
            }
        }
        next = inner;
    }
    paths
}

fn remove(value: &mut Value, path: &[String]) {
    let Some((name, rest)) = path.split_first() else { return };
    match value {
        Value::Object(members) if rest.is_empty() => {
            members.remove(name);
        }
        Value::Object(members) => members.get_mut(name).into_iter().for_each(|value| remove(value, rest)),
        Value::Array(list) => {
            let at: usize = name.parse().expect("an index");
            if rest.is_empty() {
                list.remove(at);
            } else {
                remove(&mut list[at], rest);
            }
        }
        _ => {}
    }
}
