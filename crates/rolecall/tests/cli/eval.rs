//! `rolecall eval`: cases over several lines and in lists, actions that AWS does not have, decisions as text.

use crate::program::{Run, rolecall};
use serde_json::{Value, json};

fn eval(arguments: &[&str], input: &str) -> Run {
    Run::of(rolecall().arg("eval").args(arguments), input)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

fn case(id: &str, action: &str) -> Value {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*",
         "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        {"Sid": "Keep", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"},
    ]});
    let request = json!({"principal": "arn:aws:iam::111111111111:user/ana", "action": action,
        "resource": "arn:aws:s3:::b/k", "context": {"aws:SourceIp": "203.0.113.9"}});
    json!({"id": id, "request": request, "policies": {"identity": [policy]}})
}

/// However the cases are written, the answers are the same.
#[test]
fn cases_are_json_of_any_shape() {
    let cases = [case("a", "s3:GetObject"), case("b", "s3:PutObject"), case("c", "s3:DeleteObject")];
    let pretty = |case: &Value| serde_json::to_string_pretty(case).unwrap();
    let a_line_each: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let expected = eval(&[], &a_line_each);
    assert_eq!(expected.status, 0, "{}", expected.err);
    let lines: Vec<String> = cases.iter().map(pretty).collect();
    for text in [
        lines.join("\n"),
        lines.join(""),
        lines.join("\n\n").replace('\n', "\r\n"),
        serde_json::to_string(&cases).unwrap(),
        serde_json::to_string_pretty(&cases).unwrap(),
        format!("\u{feff}{a_line_each}"),
        a_line_each.trim_end().to_owned(),
    ] {
        let run = eval(&[], &text);
        assert_eq!((run.status, &*run.err), (0, ""), "{text}");
        let decisions = |run: &Run| -> Vec<(Value, Value)> {
            let answers = self::lines(&run.out);
            answers.iter().map(|answer| (answer["id"].clone(), answer["decision"].clone())).collect()
        };
        assert_eq!(decisions(&run), decisions(&expected), "{text}");
    }
}

/// Errors name the line of the file, also within a case of several lines, and the cases after it are decided.
#[test]
fn errors_have_lines() {
    let pretty = serde_json::to_string_pretty(&case("good", "s3:GetObject")).unwrap();
    let bad = "\n\n{\n  \"id\": \"bad\",\n  \"request\": {\"principal\": \"anonymous\",\n    \"acton\": \"s3:GetObject\"}\n}\n";
    let run = eval(&[], &format!("{bad}{pretty}\n"));
    assert_eq!(run.status, 2);
    let answers = lines(&run.out);
    assert_eq!((&answers[0]["line"], &answers[0]["id"]), (&json!(3), &json!("bad")));
    let error = answers[0]["error"].as_str().unwrap();
    assert!(error.starts_with("unknown field `acton`") && error.ends_with(" at line 6, column 11"), "{error}");
    assert_eq!(answers[1]["id"], "good");

    let listed = eval(&[], &format!("[{pretty},\n {{\"request\": 7}}, ]"));
    let answers = lines(&listed.out);
    assert_eq!(listed.status, 2);
    let line = 1 + pretty.lines().count();
    assert_eq!(
        answers[1..],
        [
            json!({"line": line, "error": "invalid type: integer `7`, expected an object at column 14"}),
            json!({"line": line, "error": "there is a comma before the end of the list"}),
        ]
    );
}

/// A file without cases tests nothing, so it is an error.
#[test]
fn no_case_is_an_error() {
    for text in ["", "\n \n", "[]", "[\n]\n"] {
        let run = eval(&["-"], text);
        assert_eq!((run.status, &*run.out), (2, ""), "{text}");
        assert!(run.err.starts_with("rolecall: cannot read standard input: it is empty;"), "{}", run.err);
    }
}

#[test]
fn unknown_actions_are_decided_if_that_is_said() {
    let text = case("new", "s3:GetObjectFromTheFuture").to_string();
    let refused = eval(&[], &text);
    assert_eq!(refused.status, 2);
    assert!(refused.out.contains("s3 has no action `GetObjectFromTheFuture`"), "{}", refused.out);
    let decided = eval(&["--unknown-actions", "decide"], &text);
    assert_eq!((decided.status, &lines(&decided.out)[0]["decision"]), (0, &json!("Allowed")));
    let wrong = eval(&["--unknown-actions", "decid"], &text);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("a similar value exists: 'decide'"), "{}", wrong.err);
}

/// Text is what `rolecall why` says, for each case below its name; expectations and exit status are the same.
#[test]
fn decisions_as_text() {
    let mut unmet = case("unmet", "s3:PutObject");
    unmet["expect"] = json!("Allowed");
    let mut open = case("open", "s3:GetObject");
    open["request"]["context"]["aws:SourceIp"] = json!({"unknown": true});
    let mut pattern = case("pattern", "s3:DeleteObject");
    pattern["request"]["resource"] = json!({"like": "arn:aws:s3:::b/*"});
    let input: String =
        [case("read", "s3:GetObject"), unmet, open, pattern].iter().map(|case| format!("{case}\n")).collect();
    let run = eval(&["--format", "text"], &(input + "\n7\n"));
    assert_eq!(run.status, 2, "{}", run.err);
    let parts: Vec<&str> = run.out.split("\n\n").collect();
    for (part, told) in parts.iter().zip([
        &["case \"read\", line 1\nALLOWED   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::b/k", "statement \"Read\""]
            [..],
        &["case \"unmet\", line 2\nDENIED, implicitly   s3:PutObject", "expected Allowed, but it is ImplicitlyDenied"],
        &["case \"open\", line 3\nDEPENDS   s3:GetObject", "\n  may allow: identity / identity[0] / statement \"Read\", if IpAddress aws:SourceIp is \"203.0.113.0/24\""],
        &["case \"pattern\", line 4\nDENIED, explicitly   s3:DeleteObject", "Unknown values do not change the answer.", "statement \"Keep\""],
        &["case in line 6\nERROR   a case must be an object"],
    ]) {
        for told in told {
            assert!(part.contains(told), "{told}\n{part}");
        }
    }
}
