//! What tests of a file and of a group share, and `only`: these actions and no other.

use super::run_text;
use serde_json::{Value, json};

/// A bucket that lets nobody in without TLS, a role that reads the red part, and whatever tests follow.
const WORLD: &str = r#"
[policies.read]
document = { Statement = [
  { Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/red/*" },
] }
[policies.bucket]
document = { Statement = [
  { Sid = "Tls", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::data/*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
] }
[principals.dev]
arn = "arn:aws:iam::111111111111:role/Dev"
identity = "read"
[resources.data]
arn = "arn:aws:s3:::data"
account = "111111111111"
policy = "bucket"
"#;

/// The checks of each test by its name, in JSON.
fn checks(text: &str) -> Vec<(String, Vec<Value>)> {
    let run = run_text(&["--format", "json"], &format!("{WORLD}{text}"));
    assert_eq!(run.err, "", "{text}");
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let tests = report.pointer("/files/0/tests").and_then(Value::as_array).unwrap().iter();
    tests.map(|test| (test["name"].as_str().unwrap().to_owned(), test["checks"].as_array().unwrap().clone())).collect()
}

fn decisions(checks: &[Value]) -> Vec<&str> {
    checks.iter().map(|check| check["decision"].as_str().unwrap()).collect()
}

/// The nearer to the test a key is given, the more it counts: file, principal, resource, group, `when`; and `without` takes
/// it away from all of them.
#[test]
fn context_is_shared_and_the_nearer_counts() {
    let key = |value: &str| format!("context = {{ \"aws:SecureTransport\" = {value} }}\n");
    let text = |file: &str, principal: &str, resource: &str, group: &str, test: &str| {
        let mut text = format!("{}{}{}{}", "[context]\n\"aws:SecureTransport\" = ", file, "\n", WORLD);
        text = text.replace("identity = \"read\"\n", &format!("identity = \"read\"\n{principal}"));
        text = text.replace("policy = \"bucket\"\n", &format!("policy = \"bucket\"\n{resource}"));
        text + &format!(
            "[[group]]\nname = \"g\"\nwho = \"dev\"\non = \"data/red/a\"\n{group}[[group.test]]\nmay = \"s3:GetObject\"\n{test}"
        )
    };
    let (on, off) = (key("true"), key("false"));
    for (text, passes) in [
        (text("true", "", "", "", ""), true),
        (text("false", "", "", "", ""), false),
        (text("false", &on, "", "", ""), true),
        (text("true", &on, &off, "", ""), false),
        (text("true", "", &off, &on, ""), true),
        (text("true", "", "", &on, "when = { \"aws:SecureTransport\" = false }\n"), false),
        (text("false", &off, &off, &off, "without = \"aws:SecureTransport\"\n"), true),
    ] {
        let run = run_text(&[], &text);
        assert_eq!((run.status, &*run.err), (i32::from(!passes), ""), "{text}\n{}", run.out);
        assert!(run.out.contains(" g / dev may s3:GetObject on data/red/a"), "{}", run.out);
    }
}

/// A test in a group may have its own callers and resources.
#[test]
fn tests_of_a_group_have_its_callers_and_resources() {
    let text = "[[group]]\nwho = [\"dev\", \"anonymous\"]\non = \"data/red/a\"\n\
                [[group.test]]\nname = \"a\"\nmay_not = \"s3:PutObject\"\n\
                [[group.test]]\nname = \"b\"\nwho = \"dev\"\non = \"data/blue/a\"\nmay_not = \"s3:GetObject\"\n";
    let tests = checks(text);
    let asked = |at: usize| -> Vec<_> { tests[at].1.iter().map(|check| json!([check["who"], check["on"]])).collect() };
    assert_eq!(asked(0), [json!(["dev", "data/red/a"]), json!(["anonymous", "data/red/a"])]);
    assert_eq!(asked(1), [json!(["dev", "data/blue/a"])]);
    let double = run_text(&[], &format!("{WORLD}{}", text.replace("\"b\"", "\"a\"")));
    assert_eq!((double.status, double.err.contains("two tests have the name `a`")), (2, true), "{}", double.err);
}

/// Every action that can be asked on the resource is asked, those of a bucket are not asked on an object.
#[test]
fn only_denies_every_other_action() {
    let text = "[[test]]\nname = \"t\"\nwho = \"dev\"\nonly = \"s3:GetObject\"\non = \"data/red/a\"\n";
    let all = &checks(text)[0].1;
    assert_eq!((&all[0]["action"], &all[0]["expected"]), (&json!("s3:GetObject"), &json!("Allowed")));
    let denied: Vec<&str> = all[1..].iter().map(|check| check["action"].as_str().unwrap()).collect();
    for action in ["s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion", "s3:PutObjectAcl"] {
        assert!(denied.contains(&action), "{action}: {denied:?}");
    }
    assert!(!denied.contains(&"s3:ListBucket") && !denied.contains(&"s3:GetObject"), "{denied:?}");
    assert!(all.iter().all(|check| check["passed"] == true));

    // One action more in the policy, and the test fails for that one.
    let wider = WORLD.replace("\"s3:GetObject\", Resource", "[\"s3:GetObject\", \"s3:DeleteObject\"], Resource");
    let run = run_text(&[], &format!("{wider}{text}"));
    assert_eq!(run.status, 1);
    assert!(
        run.out.contains("(1 of ") && run.out.contains("dev may not s3:DeleteObject on data/red/a: but it is allowed")
    );
    // The universe can be narrowed to what matters, and an empty one of allowed actions is one too.
    let narrow = text.replace("on = ", "among = \"s3:putobject\"\non = ");
    assert_eq!(checks(&narrow)[0].1.len(), 2);
    let nothing = text.replace("\"s3:GetObject\"", "[]").replace("on = ", "among = \"s3:Put*\"\non = ");
    assert!(checks(&nothing)[0].1.iter().all(|check| check["passed"] == true && check["expected"] == "Denied"));
}

/// A pattern stands for all that it matches: denied for all, allowed for some, allowed for all.
#[test]
fn only_is_proven_elsewhere() {
    let of = |elsewhere: &str| {
        let text = "[[test]]\nname = \"t\"\nwho = \"dev\"\nonly = \"s3:GetObject\"\namong = \"s3:GetObject\"\n\
                    on = \"data/red/a\"\nelsewhere = \"HERE\"\n";
        checks(&text.replace("HERE", elsewhere)).remove(0).1
    };
    let blue = of("data/blue/*");
    assert_eq!(decisions(&blue), ["Allowed", "ImplicitlyDenied"]);
    assert_eq!((&blue[1]["passed"], &blue[1]["on"]), (&json!(true), &json!("data/blue/*")));
    let some = of("data/re*");
    assert_eq!((decisions(&some), &some[1]["passed"]), (vec!["Allowed", "Depends"], &json!(false)));
    let on = some[1]["depends_on"][0].as_str().unwrap();
    assert!(on.starts_with("may allow: identity / read of dev / statement \"Read\", if the resource is "), "{on}");
    assert_eq!(decisions(&of("arn:aws:s3:::data/red/*")), ["Allowed", "Allowed"]);
    // What is no pattern is decided as any other resource is.
    assert_eq!(decisions(&of("data/blue/a")), ["Allowed", "ImplicitlyDenied"]);
}

/// The rest of the universe is denied there too, not only the actions in `only`.
#[test]
fn elsewhere_denies_the_whole_universe() {
    let text = "[[test]]\nname = \"t\"\nwho = \"dev\"\nonly = \"s3:GetObject\"\namong = [\"s3:GetObject\", \"s3:PutObject\"]\n\
                on = \"data/red/a\"\nelsewhere = \"data/blue/*\"\n";
    let asked: Vec<_> = checks(text)[0].1.iter().map(|check| json!([check["action"], check["on"]])).collect();
    let expected = [
        ("s3:GetObject", "data/red/a"),
        ("s3:PutObject", "data/red/a"),
        ("s3:GetObject", "data/blue/*"),
        ("s3:PutObject", "data/blue/*"),
    ];
    assert_eq!(asked, expected.map(|(action, on)| json!([action, on])));
}

/// The text says on what it depends.
#[test]
fn what_is_not_proven_is_told() {
    let text = "[[test]]\nname = \"t\"\nwho = \"dev\"\nonly = \"s3:GetObject\"\namong = \"s3:GetObject\"\n\
                on = \"data/red/a\"\nelsewhere = \"data/*\"\n";
    let run = run_text(&["--coverage", "none"], &format!("{WORLD}{text}"));
    assert_eq!(run.status, 1);
    let told = "      dev may not s3:GetObject on data/*: but some of the resources may be allowed\n        may allow: identity / ";
    assert!(run.out.contains(told), "{}", run.out);
}

/// All actions of AWS on ten resources are gone through, on many more they are not: the edge of the limit.
#[test]
fn a_universe_has_a_limit() {
    let keys = |count: usize| (0..count).map(|at| format!("\"data/blue/{at}\"")).collect::<Vec<_>>().join(", ");
    // Two actions of the universe, on one resource of `on` and so many elsewhere.
    let status = |elsewhere: usize| {
        let text = format!(
            "[[test]]\nwho = []\nonly = \"s3:GetObject\"\namong = [\"s3:GetObject\", \"s3:PutObject\"]\non = \"data/red/a\"\n\
             elsewhere = [{}]\n",
            keys(elsewhere)
        );
        run_text(&[], &format!("{WORLD}{text}")).err
    };
    let told = "the tests with `only` check more than 200000 pairs of action and resource; narrow `among`";
    assert!(!status(99_999).contains(told));
    assert!(status(100_000).contains(told));
}
