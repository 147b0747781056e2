//! The guide's table of codes is the linter's.

use rolecall_analysis::lint::all_codes;

#[test]
fn the_guide_lists_every_code() {
    let guide = include_str!("../../../docs/guide/lint.md");
    let table =
        guide.split_once("| Code | Severity | Meaning |\n| --- | --- | --- |\n").expect("the guide has the table").1;
    let rows = all_codes().into_iter().map(|(code, severity, about)| format!("| `{code}` | {severity} | {about} |\n"));
    let expected: String = rows.collect();
    assert!(table == expected, "the table should be:\n{expected}");
}
