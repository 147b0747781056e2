//! Variables, versions and spelling.

use insta::assert_snapshot;

use crate::story::told;

/// R1.52: which one.
#[test]
fn a_variable_without_value_in_a_resource() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::home/ana/notes
identity Home of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::home/ana/notes" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::home/ana/notes (account 111111111111)
    x identity       no match  closest: Home of role Dev / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::home/${aws:username}/*", the request has "arn:aws:s3:::home/ana/notes"
            = ${aws:username} has no value in this request, so it matches nothing
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::home/ana/notes in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::home (closest: Home of role Dev, line 2)
    "#);
}

/// ABAC without the caller's tag.
#[test]
fn a_variable_without_value_in_a_condition() {
    let told = told(
        r#"
session Dev/ana asks ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:ResourceTag/team = red
identity Abac of role Dev
  { "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
    "Condition": { "StringEquals": { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:StopInstances action

    DENIED, implicitly   ec2:StopInstances   111111111111/Dev/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Abac of role Dev / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } } }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~ StringEquals aws:ResourceTag/team: wanted "${aws:PrincipalTag/team}", the request has "red"
            = ${aws:PrincipalTag/team} has no value in this request, so it matches nothing
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1 in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Abac of role Dev, line 3)
    "#);
}

/// R1.47.
#[test]
fn a_variable_with_several_values() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/red/k
with aws:TagKeys = red, blue
identity Keys of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:TagKeys}/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/red/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/red/k (account 111111111111)
    x identity       no match  closest: Keys of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:TagKeys}/*" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::data/${aws:TagKeys}/*", the request has "arn:aws:s3:::data/red/k"
            = ${aws:TagKeys} has more than one value in this request, so it matches nothing
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/red/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Keys of user ana, line 2)
    "#);
}

/// It has a value, which is not the one asked for.
#[test]
fn a_variable_with_another_value() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::home/eve/notes
with aws:username = ana
identity Home of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::home/eve/notes" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::home/eve/notes (account 111111111111)
    x identity       no match  closest: Home of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::home/${aws:username}/*", the request has "arn:aws:s3:::home/eve/notes"
            = ${aws:username} is "ana" in this request
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::home/eve/notes in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::home (closest: Home of user ana, line 2)
    "#);
}

/// R1.46: without Version it is 2008-10-17.
#[test]
fn variables_are_text_in_old_versions() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::home/ana/notes
with aws:username = ana
identity Home of user ana
  { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::home/ana/notes" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::home/ana/notes (account 111111111111)
    x identity       no match  closest: Home of user ana / statement 1, 1 of 2 parts match
          1 | …, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" } }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::home/${aws:username}/*", the request has "arn:aws:s3:::home/ana/notes"
            = "${aws:username}" is plain text: variables need "Version": "2012-10-17", and this policy has an older one
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::home/ana/notes in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::home (closest: Home of user ana, line 1)
    "#);
}

/// A bucket is not written so.
#[test]
fn case_counts_in_resources() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Read of user ana
  { "Effect": "Allow", "Action": "S3:getobject", "Resource": "arn:aws:s3:::Data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Read of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "S3:getobject", "Resource": "arn:aws:s3:::Data/*" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::Data/*", the request has "arn:aws:s3:::data/k"
            = "arn:aws:s3:::Data/*" differs only in case, and matching is case-sensitive
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Read of user ana, line 2)
    "#);
}

/// StringEquals.
#[test]
fn case_counts_in_values() {
    let told = told(
        r#"
user ana asks ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:ResourceTag/team = Red
identity Team of user ana
  { "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:StopInstances action

    DENIED, implicitly   ec2:StopInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Team of user ana / statement 1, 2 of 3 parts match
          2 | …tringEquals": { "aws:ResourceTag/team": "red" } } }
            |                                          ~~~~~ StringEquals aws:ResourceTag/team: wanted "red", the request has "Red"
            = "red" differs only in case, and matching is case-sensitive
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1 in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Team of user ana, line 2)
    "#);
}

/// StringLike does.
#[test]
fn string_equals_knows_no_wildcards() {
    let told = told(
        r#"
user ana asks s3:ListBucket on arn:aws:s3:::data of 111111111111
with s3:prefix = reports/2026
identity List of user ana
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringEquals": { "s3:prefix": ["", "reports/*"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action

    DENIED, implicitly   s3:ListBucket   111111111111/ana  ->  arn:aws:s3:::data (account 111111111111)
    x identity       no match  closest: List of user ana / statement 1, 2 of 3 parts match
          2 | …ion": { "StringEquals": { "s3:prefix": ["", "reports/*"] } } }
            |                                          ~~~~~~~~~~~~~~~ StringEquals s3:prefix: wanted "" or "reports/*", the request has "reports/2026"
            = StringEquals compares "reports/*" literally; use StringLike for wildcards
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --prefix with one of "" or "reports/*" (decided by List of user ana, line 2, in account 111111111111)
    "#);
}

/// A value with a blank at its end.
#[test]
fn blanks_count() {
    let told = told(
        r#"
user ana asks ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:ResourceTag/team = red
identity Team of user ana
  { "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red " } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:StopInstances action

    DENIED, implicitly   ec2:StopInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Team of user ana / statement 1, 2 of 3 parts match
          2 | …tringEquals": { "aws:ResourceTag/team": "red " } } }
            |                                          ~~~~~~ StringEquals aws:ResourceTag/team: wanted "red ", the request has "red"
            = "red " differs only in spaces at its beginning or end, and they count
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1 in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Team of user ana, line 2)
    "#);
}
