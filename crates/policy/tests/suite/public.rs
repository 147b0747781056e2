//! `public.txt`: which bucket policies are public (R2.43).

use rolecall_policy::evaluate::is_public;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Policy, reference};

use crate::language;
use crate::table::read;

#[test]
fn public_bucket_policies() {
    let rows = read(include_str!("../tables/public.txt"));
    assert!(rows.len() >= 40);
    for row in &rows {
        let text = language::policies(row.get("policy"), "s3:GetObject").remove(0);
        let policy = Policy::<Resource>::parse(text.as_str()).unwrap();
        let expected = match row.get("public") {
            "yes" => true,
            "no" => false,
            other => panic!("yes or no, not {other}"),
        };
        assert_eq!(is_public(&policy), expected, "line {}: {text}", row.line);
        assert_eq!(reference::is_public(&policy), expected, "line {}: {text}", row.line);
    }
}
