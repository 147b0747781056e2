//! Tables of text: rows of cells between ` | `; `#` begins a comment line; `S: {…}` is a document of one statement.

/// All rows: the number of the line, for messages, and the trimmed cells. Panics at a row that does not have `width` cells.
pub(crate) fn rows(text: &str, width: usize) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<String> = line.split(" | ").map(|cell| document(cell.trim())).collect();
        assert_eq!(cells.len(), width, "line {}: {line}", at + 1);
        rows.push((at + 1, cells));
    }
    assert!(!rows.is_empty());
    rows
}

fn document(cell: &str) -> String {
    match cell.strip_prefix("S: ") {
        Some(statement) => format!("{{\"Version\":\"2012-10-17\",\"Statement\":{statement}}}"),
        None => cell.to_owned(),
    }
}
