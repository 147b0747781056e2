//! The guide's page shows the files of `examples/access-tests`, and what running them prints.

use super::run;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// The page's blocks of code, without the fences.
fn blocks(page: &str) -> Vec<String> {
    let parts: Vec<&str> = page.split("\n```").collect();
    // Every second part is inside of a fence, and begins with the rest of its line.
    parts.iter().skip(1).step_by(2).map(|part| part.split_once('\n').unwrap().1.to_owned() + "\n").collect()
}

#[test]
fn the_page_shows_what_runs() {
    let examples = root().join("examples/access-tests");
    let blocks = blocks(&fs::read_to_string(root().join("docs/guide/test.md")).unwrap());
    let names = ["access-tests.toml", "policies/dev.json", "policies/bucket.json", "policies/deploy-trust.json"];
    // What a reader copies from the page.
    let copied = tempfile::tempdir().unwrap();
    fs::create_dir(copied.path().join("policies")).unwrap();
    for (name, block) in names.iter().zip(&blocks[1..]) {
        assert_eq!(*block, fs::read_to_string(examples.join(name)).unwrap(), "{name}");
        fs::write(copied.path().join(name), block).unwrap();
    }
    let passes = run(copied.path(), &[], "");
    assert_eq!((passes.status, &*passes.err), (0, ""));
    assert_eq!(format!("$ rolecall test\n{}", passes.out), blocks[5]);

    // The change that the page makes.
    let trust = copied.path().join("policies/deploy-trust.json");
    let with = fs::read_to_string(&trust).unwrap();
    let condition = ",\n      \"Condition\": { \"Bool\": { \"aws:MultiFactorAuthPresent\": \"true\" } }";
    assert!(with.contains(condition));
    fs::write(&trust, with.replace(condition, "")).unwrap();
    let fails = run(copied.path(), &["--filter", "without MFA"], "");
    assert_eq!((fails.status, &*fails.err), (1, ""));
    let failure = fails.out.split_inclusive('\n').filter(|line| !line.contains(" passed, ")).collect::<String>();
    assert_eq!(failure, blocks[6]);
}

/// The block of the page that begins so.
pub(super) fn block(beginning: &str) -> String {
    let blocks = blocks(&fs::read_to_string(root().join("docs/guide/test.md")).unwrap());
    let mut found = blocks.into_iter().filter(|block| block.starts_with(beginning));
    let block = found.next().unwrap_or_else(|| panic!("the page has no block `{beginning}`"));
    assert!(found.next().is_none(), "the page has several blocks `{beginning}`");
    block
}

/// The arguments of a block's last command that runs access tests.
pub(super) fn arguments(block: &str) -> Vec<String> {
    let command = block.lines().filter_map(|line| line.strip_prefix("$ rolecall test ")).next_back().unwrap();
    command.split(' ').map(str::to_owned).collect()
}

/// The example tests what the page says: the members of the file are all explained there, and in the help.
#[test]
fn page_and_help_name_every_member() {
    let page = fs::read_to_string(root().join("docs/guide/test.md")).unwrap();
    let help = run(Path::new("."), &["--help"], "").out;
    let unknown = "x = 1\n[policies.a]\nx = 1\n[principals.a]\nx = 1\n[organization]\nx = 1\n[organization.levels.a]\nx = 1\n[resources.a]\nx = 1\n[[test]]\nx = 1\nvia = [{ x = 1 }]\n[[group]]\nx = 1\n";
    let told = run(Path::new("."), &["-"], unknown).err;
    let lists: Vec<&str> = told.lines().filter_map(|line| Some(line.split_once("; the members are ")?.1)).collect();
    assert_eq!(lists.len(), 9, "{told}");
    for member in lists.iter().flat_map(|list| list.split(", ")) {
        let in_page = [format!("`{member}`"), format!("[{member}"), format!("`{member} ="), format!(".{member}")];
        assert!(in_page.iter().any(|form| page.contains(form)), "the page does not explain `{member}`");
        assert!(help.contains(member), "the help does not explain `{member}`");
    }
}
