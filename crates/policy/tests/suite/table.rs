//! Tables of text: columns between `|`, a first row of names, comments after `#` at the start of a line.

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: usize,
    columns: Vec<(String, String)>,
}

impl Row {
    /// The text of a column.
    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> &str {
        match self.columns.iter().find(|(column, _)| column == name) {
            Some((_, text)) => text,
            None => panic!("line {}: no column {name}", self.line),
        }
    }
}

/// Reads a table. Every row must have every column.
pub(crate) fn read(text: &str) -> Vec<Row> {
    let mut names: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        match &names {
            None => names = Some(cells),
            Some(names) => {
                assert_eq!(cells.len(), names.len(), "line {}: {line}", at + 1);
                rows.push(Row { line: at + 1, columns: names.iter().cloned().zip(cells).collect() });
            }
        }
    }
    rows
}
