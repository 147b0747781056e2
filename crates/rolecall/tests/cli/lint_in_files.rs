//! The program as a program: `rolecall lint` on files that have policies in them: JSON of other tools, and YAML.

use crate::lint::{QUIET, SLIP, lint, lint_in, policy_of};
use serde_json::{Value, json};
use std::fs;

/// What the AWS CLI, Terraform and CloudFormation write holds policies; findings stand where they are in that file.
#[test]
fn policies_inside_other_files_are_examined() {
    let folder = tempfile::tempdir().unwrap();
    let role = "{\n \"Role\": {\n  \"RoleName\": \"app\",\n  \"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\", \
                \"Statement\": [\n   {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ec2.amazon.com\"}, \
                \"Action\": \"sts:AssumeRole\"}]}\n }\n}\n";
    let plan = json!({"planned_values": {"root_module": {"resources": [
        {"address": "aws_iam_policy.p", "values": {"policy": policy_of(&[SLIP])}}]}}});
    let template = json!({"Resources": {"Policy": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}]}}}}});
    for (name, text) in
        [("role.json", role.to_owned()), ("plan.json", plan.to_string()), ("template.json", template.to_string())]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let run = lint_in(folder.path(), &["--min-severity", "error", "."], "");
    assert_eq!((run.status, &*run.err), (1, ""), "{}", run.out);
    for says in [
        "role.json:5:49: error[UNKNOWN_SERVICE_PRINCIPAL]: in Role.AssumeRolePolicyDocument: ",
        "error[INVALID_ACTION]: in planned_values.root_module.resources[aws_iam_policy.p].values.policy: ",
        "in 3 files; ",
        "; 1 statement examined only in part, because values are unknown\n",
    ] {
        assert!(run.out.contains(says), "{says}\n{}", run.out);
    }
    // Places inside of a string are those in the file.
    let run = lint_in(folder.path(), &["--format", "json", "plan.json"], "");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let file = &value["files"][0];
    assert_eq!((&file["kind"], &file["policies"][0]["kind"]), (&Value::Null, &json!("identity")));
    let finding = file["findings"].as_array().unwrap().iter().find(|of| of["code"] == "INVALID_ACTION").unwrap();
    let at = |index: usize| usize::try_from(finding["span"][index].as_u64().unwrap()).unwrap();
    assert_eq!(&plan.to_string()[at(0)..at(1)], r#"\"s3:GetObjct\""#);
    assert_eq!(finding["fixes"][0]["edits"][0]["text"], r#"\"s3:GetObject\""#);
    // They are known and ignored as others are, and never rewritten.
    let run = lint_in(folder.path(), &["--write-baseline", "base.json", "."], "");
    assert_eq!(run.status, 0, "{}", run.out);
    let run = lint_in(folder.path(), &["--baseline", "base.json", "--fix", "."], "");
    assert!(run.status == 0 && run.out.starts_with("nothing else found in 3 files"), "{}", run.out);
    assert_eq!(fs::read_to_string(folder.path().join("role.json")).unwrap(), role);
}

/// A template in YAML: a slip in a policy of a role, and a value that is not known.
pub(crate) const TEMPLATE: &str = "\
Resources:
  Role:
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Sid: Slip
                Effect: Allow
                Action:
                  - s3:GetObjct
                Resource: !GetAtt Bucket.Arn
";

/// Lines and columns are those of the YAML; other YAML is passed over, a broken policy is not, a chart is no YAML yet.
#[test]
fn policies_in_yaml_are_examined() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("template.yaml", TEMPLATE);
    put("broken.yml", "Statement:\n  - Effect: Allow\n   Action: s3:*\n");
    put("chart.yaml", "Statement:\n{{- if .Values.x }}\n  - Effect: Allow\n{{- end }}\n");
    put("other.yaml", "a: b\n");
    let run = lint_in(folder.path(), &["."], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    insta::assert_snapshot!(run.out, @r"

broken.yml:3:4: error[YAML_SYNTAX_ERROR]: this is not YAML: while parsing a block collection, did not find expected '-' indicator
   3 |    Action: s3:*
     |    ^

template.yaml: 1 policy in it

template.yaml:12:21: error[INVALID_ACTION]: in Resources.Role.Properties.Policies[read].PolicyDocument: s3 has no action `GetObjct`; did you mean `s3:GetObject`?
  12 |                   - s3:GetObjct
     |                     ^^^^^^^^^^^
     = fix: write `s3:GetObject`

2 errors in 2 files; 2 files without a policy skipped; 1 statement examined only in part, because values are unknown
");
    let run = lint_in(folder.path(), &["--format", "sarif", "template.yaml"], "");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let result = &value["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 12, "startColumn": 21, "endLine": 12, "endColumn": 32}));
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "s3:GetObject");
    // Whoever names a chart wants to know.
    let run = lint_in(folder.path(), &["chart.yaml"], "");
    assert!(run.status == 1 && run.out.contains("error[YAML_SYNTAX_ERROR]"), "{}", run.out);
    let run = lint_in(folder.path(), &["other.yaml"], "");
    assert_eq!((run.status, &*run.out), (0, "nothing found in 0 files; 1 file without a policy skipped\n"));
    // What is known stays known wherever it goes.
    let run = lint_in(folder.path(), &["--write-baseline", "base.json", "template.yaml"], "");
    assert_eq!(run.status, 0, "{}", run.out);
    put(
        "template.yaml",
        &format!(
            "# moved\n{}",
            TEMPLATE.replace("Action:\n                  - s3:GetObjct", "Action: ['s3:GetObjct']")
        ),
    );
    let run = lint_in(folder.path(), &["--baseline", "base.json", "template.yaml"], "");
    assert!(run.status == 0 && run.out.contains("nothing else found"), "{}", run.out);
}

/// YAML needs no name: on standard input it is known by what it is. A file that is named as JSON is held to that.
#[test]
fn yaml_comes_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), format!("# a comment\n{QUIET}")).unwrap();
    let run = lint_in(folder.path(), &["a.json"], "");
    assert!(run.status == 1 && run.out.contains("a.json:1:1: error[JSON_SYNTAX_ERROR]"), "{}", run.out);
    let run = lint(&[], "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: s3:GetObjct\n  Resource: '*'\n");
    assert_eq!(run.status, 1);
    assert!(run.out.contains("<stdin>:4:11: error[INVALID_ACTION]: s3 has no action"), "{}", run.out);
}
