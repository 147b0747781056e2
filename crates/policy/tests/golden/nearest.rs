//! Which statement is called the closest.

use insta::assert_snapshot;

use crate::story::told;

/// A statement about the action is nearer than one about the resource.
#[test]
fn the_action_counts_first() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Mixed of user ana
  { "Sid": "EverythingButWriting", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*", "s3:Delete*"], "Resource": "arn:aws:s3:::data/*" },
  { "Sid": "WritingElsewhere", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Mixed of user ana / statement "WritingElsewhere", 1 of 2 parts match
          3 | …, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*" }
            |                                          ~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::logs/*", the request has "arn:aws:s3:::data/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Mixed of user ana, line 3)
    "#);
}

/// Conditions count one by one.
#[test]
fn one_failed_condition_is_nearer_than_two() {
    let told = told(
        r#"
user ana asks ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:SourceIp = 203.0.113.9
with aws:ResourceTag/team = blue
identity Strict of user ana
  { "Sid": "Two", "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" }, "StringEquals": { "aws:ResourceTag/team": "red" } } },
  { "Sid": "One", "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" }, "StringEquals": { "aws:ResourceTag/team": "red" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:StopInstances action

    DENIED, implicitly   ec2:StopInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Strict of user ana / statement "One", 3 of 4 parts match
          5 | …tringEquals": { "aws:ResourceTag/team": "red" } } }
            |                                          ~~~~~ StringEquals aws:ResourceTag/team: wanted "red", the request has "blue"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow ec2:StopInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1 in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Strict of user ana, line 5)
    "#);
}

/// The right resource counts more than no condition.
#[test]
fn a_failed_condition_is_nearer_than_another_resource() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Read of user ana
  { "Sid": "Logs", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*" },
  { "Sid": "Data", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
    "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Read of user ana / statement "Data", 2 of 3 parts match
          4 |     "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }
            |                                                            ~~~~~~ Bool aws:MultiFactorAuthPresent: wanted "true", the request has no such key
            = requests signed with a user's own access key never have this key: get a session with MFA
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: sign in with MFA (aws sts get-session-token --serial-number <ARN of the MFA device> --token-code <code>) and call with its credentials (decided by Read of user ana, line 4, in account 111111111111)
    "#);
}

/// Of many statements alike the one with the likest resource.
#[test]
fn the_likest_resource_is_the_nearest() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::team-blue/k
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*" },
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::team-red/*" },
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backup/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::team-blue/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::team-blue/k (account 111111111111)
    x identity       no match  closest: Read of user ana / statement 2, 1 of 2 parts match
          3 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::team-red/*" },
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::team-red/*", the request has "arn:aws:s3:::team-blue/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::team-blue/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::team-blue (closest: Read of user ana, line 3)
    "#);
}

/// The first is shown, the others are counted.
#[test]
fn several_are_equally_near() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Ops
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/eve" }, "Action": "sts:AssumeRole" },
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/bob" }, "Action": "sts:AssumeRole" },
  { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Ops because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Ops (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match, 2 others are equally close
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/eve" }, "Action": "sts:AssumeRole" },
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:user/eve", the caller is "arn:aws:iam::111111111111:user/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sts:AssumeRole to the caller in the trust policy of arn:aws:iam::222222222222:role/Ops (closest: trust policy of role Ops, line 2)
    "#);
}

/// Then nothing is near, and that is said.
#[test]
fn nothing_is_about_the_service() {
    let told = told(
        r#"
user ana asks dynamodb:GetItem on arn:aws:dynamodb:us-east-1:111111111111:table/orders
identity S3 of user ana
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:111111111111:table/orders because no identity-based policy allows the dynamodb:GetItem action

    DENIED, implicitly   dynamodb:GetItem   111111111111/ana  ->  arn:aws:dynamodb:us-east-1:111111111111:table/orders (account 111111111111)
    x identity       no match  no statement is about actions of dynamodb
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow dynamodb:GetItem on arn:aws:dynamodb:us-east-1:111111111111:table/orders in an identity-based policy, or name the caller in the resource's policy, if it can have one
    "#);
}

/// The likest action is shown.
#[test]
fn a_misspelt_action() {
    let told = told(
        r#"
user ana asks dynamodb:BatchGetItem on arn:aws:dynamodb:us-east-1:111111111111:table/orders
identity Orders of user ana
  { "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItems", "dynamodb:Scan"],
    "Resource": "arn:aws:dynamodb:us-east-1:111111111111:table/orders" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: dynamodb:BatchGetItem on resource: arn:aws:dynamodb:us-east-1:111111111111:table/orders because no identity-based policy allows the dynamodb:BatchGetItem action

    DENIED, implicitly   dynamodb:BatchGetItem   111111111111/ana  ->  arn:aws:dynamodb:us-east-1:111111111111:table/orders (account 111111111111)
    x identity       no match  closest: Orders of user ana / statement 1, 1 of 2 parts match
          2 | … ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItems", "dynamodb:Scan"],
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~ wanted "dynamodb:BatchGetItems" or "dynamodb:GetItem" or "dynamodb:Scan" or 1 more, the request has "dynamodb:BatchGetItem"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow dynamodb:BatchGetItem on arn:aws:dynamodb:us-east-1:111111111111:table/orders in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Orders of user ana, line 2)
    "#);
}

/// What denies other things is not shown.
#[test]
fn a_deny_is_never_near() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Guard of user ana
  { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::secret/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  no statement allows anything
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}
