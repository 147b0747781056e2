//! What cannot be understood is an error with its place, and no test of the file runs.

use super::{folder, run, run_text};

/// Blocks of the table: a title after `#`, the file, and below `->` every error in order.
fn table() -> Vec<(String, String, Vec<String>)> {
    let text = include_str!("../../tables/access-tests-bad.txt");
    let blocks = text.split("\n# ").skip(1);
    let block = |block: &str| {
        let (title, rest) = block.split_once('\n').unwrap();
        let (file, errors) = rest.split_once("\n->\n").unwrap_or_else(|| panic!("no errors: {title}"));
        let errors = errors.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        (title.to_owned(), file.to_owned() + "\n", errors)
    };
    blocks.map(block).collect()
}

#[test]
fn mistakes_are_told_with_their_places() {
    let table = table();
    let here = std::path::Path::new(".").canonicalize().unwrap().display().to_string();
    assert!(table.len() > 30, "{}", table.len());
    for (title, file, errors) in table {
        let run = run_text(&[], &file);
        let err = run.err.replace(&here, "HERE");
        let told: Vec<&str> = err.lines().map(|line| line.strip_prefix("rolecall: ").unwrap()).collect();
        assert_eq!(told, errors, "{title}");
        assert_eq!(run.status, 2, "{title}");
        assert_eq!(run.out, "ERROR - cannot be read; none of its tests ran\n0 tests passed, 0 failed; 0 checks\n");
    }
}

/// The same of policies in files, where the place is in the policy's own file.
#[test]
fn mistakes_in_policy_files_are_told_there() {
    let tests = "[policies]\na = { file = \"p/a.json\" }\nb = { file = \"p/b.json\" }\n[[test]]\nwho = \"anonymous\"\nmay = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
    let policy = "{\n  \"Statement\": {\n    \"Effect\": \"Allow\", \"Acton\": \"*\" }\n}\n";
    let folder = folder(&[("t/tests.toml", tests), ("t/p/a.json", policy)]);
    let run = run(folder.path(), &["t/tests.toml"], "");
    let expected = "rolecall: t/p/a.json:3:24: a statement has no member `Acton`\n\
                    rolecall: t/tests.toml:3:14: cannot read t/p/b.json: there is no such file; did you mean `t/p/a.json`?\n";
    assert_eq!((run.status, &*run.err), (2, expected));
}

/// A mark at the beginning that says "UTF-8" changes nothing in a file with tests, and no place in it. What is in another
/// encoding is told to be.
#[test]
fn byte_order_marks_are_skipped() {
    let toml = "[[test]]\nwho = \"anonymous\"\nmay_not = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
    let json = r#"{"test": [{"who": "anonymous", "may_not": "s3:ListAllMyBuckets", "on": "*"}]}"#;
    for (name, text) in [("a.toml", toml), ("a.json", json), ("a", toml), ("a", json)] {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
            let run = run(folder(&[(name, &format!("\u{feff}{text}"))]).path(), &[name], "");
            assert_eq!((run.status, &*run.err), (0, ""), "{name}: {text}");
        }
    }
    assert_eq!(run_text(&[], "\u{feff}{ x").err, "rolecall: -:1:3: key must be a string\n");

    let tests = format!("[policies]\na = {{ file = \"a.json\" }}\n{toml}");
    let folder = folder(&[("a.toml", &tests), ("a.json", "\u{feff}{}")]);
    let told = "rolecall: a.json:1:2: ";
    let marked = run(folder.path(), &["a.toml"], "").err;
    assert!(marked.starts_with(told) && marked.contains("`Statement`"), "{marked}");
    std::fs::write(folder.path().join("a.json"), b"{\0}\0\xff").unwrap();
    let told = "rolecall: a.toml:2:14: cannot read a.json: it is UTF-16, not UTF-8; ";
    assert!(run(folder.path(), &["a.toml"], "").err.starts_with(told));
}

/// A file that cannot be read keeps no other from running, and outweighs a test that fails.
#[test]
fn other_files_run_all_the_same() {
    let test = "[[test]]\nname = \"NAME\"\nwho = \"anonymous\"\nmay_not = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
    let fails = test.replace("may_not", "may");
    let folder = folder(&[("good.toml", test), ("bad.toml", "test = 1"), ("fails.toml", &fails)]);
    let arguments = ["nowhere.toml", "good.toml", "bad.toml", "fails.toml"];
    let run = run(folder.path(), &arguments, "");
    assert_eq!(run.status, 2);
    assert!(run.err.starts_with("rolecall: cannot read nowhere.toml: "), "{}", run.err);
    assert!(
        run.err.ends_with("rolecall: bad.toml:1:8: `test` must be a list of tables: write [[test]]\n"),
        "{}",
        run.err
    );
    assert!(run.out.contains("\ngood.toml\nok    NAME\nbad.toml\nERROR bad.toml cannot be read"), "{}", run.out);
    assert!(run.out.contains("\nfails.toml\nFAIL  NAME (1 of 1 check; fails.toml:1)\n"), "{}", run.out);
    // Of some files, coverage would tell too little.
    assert!(run.out.ends_with("\n1 test passed, 1 failed; 2 checks\n"), "{}", run.out);
}

/// No input brings it down, and none is taken for a test that passed.
#[test]
fn nonsense_is_an_error() {
    let deep = "[".repeat(200_000);
    let dotted = "a.".repeat(200_000) + "a = 1";
    for text in [
        "",
        "\u{0}",
        "{",
        "{}",
        "[]",
        "null",
        "\u{feff}",
        "= 1",
        "[[test]]",
        "{\"test\": []}",
        "{\"test\": [{}]}",
        &deep,
        &dotted,
    ] {
        for name in ["a.toml", "a.json", "a"] {
            let run = run(folder(&[(name, text)]).path(), &[name], "");
            assert_eq!(run.status, 2, "{name}: {}{}", run.out, run.err);
            let nothing = format!("rolecall: cannot read {name}: it is empty;");
            assert!(run.err.starts_with(&format!("rolecall: {name}:")) || run.err.starts_with(&nothing), "{}", run.err);
        }
    }
    let folder = folder(&[]);
    std::fs::write(folder.path().join("a.toml"), b"\xff").unwrap();
    assert_eq!(run(folder.path(), &["a.toml"], "").status, 2);
    assert_eq!(run(folder.path(), &["."], "").status, 2);
}

/// Keys and actions of every kind that the catalog has are taken as they are.
#[test]
fn listed_names_are_known() {
    let keys = [
        "aws:SourceIp",
        "AWS:sourceip",
        "aws:userid",
        "aws:AssumedRoot",
        "aws:TokenIssueTime",
        "aws:PrincipalTag/a b",
        "aws:RequestTag/team",
        "aws:TagKeys",
        "sts:ExternalId",
        "sts:RoleSessionName",
        "s3:prefix",
        "kms:ViaService",
        "kms:EncryptionContext:app",
        "iam:PassedToService",
        "s3:ExistingObjectTag/team",
        "saml:aud",
        "accounts.google.com:aud",
        "token.actions.githubusercontent.com:sub",
        "cognito-identity.amazonaws.com:amr",
        "ec2:ResourceTag/team",
        "aws:SourceVpce",
        "aws:PrincipalOrgPaths",
    ];
    let value = |key: &str| match key.to_lowercase().as_str() {
        "aws:sourceip" => "192.0.2.1",
        "aws:assumedroot" => "true",
        "aws:principalorgpaths" => "o-a1b2c3d4e5/r-ab12/",
        "aws:tokenissuetime" => "2026-01-31T10:00:00Z",
        _ => "x",
    };
    let mut when: Vec<String> = keys.iter().map(|key| format!("\"{key}\" = \"{}\"", value(key))).collect();
    when.remove(1);
    let mut text = String::new();
    for (action, on) in [
        ("S3:listallmybuckets", "*"),
        ("ec2:DescribeInstances", "*"),
        ("cloudwatch:PutMetricData", "*"),
        ("kms:CreateKey", "*"),
        ("sts:AssumeRole", "arn:aws:iam::111111111111:role/team/Dev"),
        ("sts:TagSession", "arn:aws:iam::111111111111:role/Dev"),
        ("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111111111111:role/Dev"),
        ("sts:AssumeRoot", "arn:aws:iam::111111111111:root"),
        ("iam:PassRole", "arn:aws:iam::111111111111:role/Dev"),
        ("iam:DeletePolicy", "arn:aws:iam::aws:policy/job-function/Billing"),
        ("kms:Decrypt", "arn:aws:kms:eu-west-1:111111111111:key/k"),
        ("kms:CreateAlias", "arn:aws:kms:eu-west-1:111111111111:alias/a"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q"),
        ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111111111111:table/t/index/i"),
        ("ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/ami-1"),
        ("s3:GetObject", "arn:aws:s3:eu-west-1:111111111111:accesspoint/a/object/k"),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111111111111:function:f"),
    ] {
        text.push_str(&format!("[[test]]\nwho = \"anonymous\"\nmay_not = \"{action}\"\non = \"{on}\"\n"));
        text.push_str(&format!("when = {{ {} }}\n", when.join(", ")));
    }
    let run = run_text(&[], &text);
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    let text = text.replace("kms:CreateKey", "kms:InventKey").replacen("aws:SourceVpce", "aws:Invent", 1);
    let run = run_text(&[], &text);
    assert_eq!((run.status, run.err.lines().count()), (2, 2), "{}", run.err);
    let run = run_text(&[], &format!("unlisted = [\"kms:inventkey\", \"AWS:Invent\"]\n{text}"));
    assert_eq!((run.status, &*run.err), (0, ""));
    // Also of resources, the catalog may not know all.
    let text = "[[test]]\nwho = \"anonymous\"\nmay_not = \"s3:GetObject\"\non = \"*\"\n";
    assert_eq!(run_text(&[], text).status, 2);
    assert_eq!(run_text(&[], &format!("unlisted = \"s3:GetObject\"\n{text}")).status, 0);
}

/// A few lists multiply to many checks; there is a limit, and it is told before anything runs.
#[test]
fn too_many_checks_are_refused() {
    let list = |of: &str, count: usize| {
        (0..count).map(|at| format!("\"{}\"", of.replace('N', &at.to_string()))).collect::<Vec<_>>().join(", ")
    };
    let test = |callers: usize| {
        let who = list("arn:aws:iam::111111111111:user/N", callers);
        let on = list("arn:aws:sqs:eu-west-1:111111111111:N", 100);
        format!("[[test]]\nwho = [{who}]\nmay_not = [\"sqs:SendMessage\", \"sqs:DeleteMessage\"]\non = [{on}]\n")
    };
    assert_eq!(run_text(&[], &test(100)).status, 0);
    let refused = run_text(&[], &test(101));
    assert_eq!(
        (refused.status, &*refused.err),
        (2, "rolecall: -:1:1: the tests have 20200 checks; the limit is 20000\n")
    );
}
