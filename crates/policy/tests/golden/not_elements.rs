//! NotAction, NotResource and NotPrincipal.

use insta::assert_snapshot;

use crate::story::told;

/// The pattern that excludes it comes first.
#[test]
fn not_action_leaves_the_action_out() {
    let told = told(
        r#"
user ana asks iam:CreateUser on arn:aws:iam::111111111111:user/eve
identity Power of user ana = arn:aws:iam::aws:policy/PowerUserAccess
  { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111111111111:user/eve because no identity-based policy allows the iam:CreateUser action

    DENIED, implicitly   iam:CreateUser   111111111111/ana  ->  arn:aws:iam::111111111111:user/eve (account 111111111111)
    x identity       no match  closest: Power of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*" }
            |                                      ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted anything but "iam:*" or "organizations:*" or "account:*", the request has "iam:CreateUser"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow iam:CreateUser on arn:aws:iam::111111111111:user/eve in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Power of user ana, line 2)
    "#);
}

/// The pattern that excludes it comes first, also of a long list.
#[test]
fn not_resource_leaves_the_resource_out() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::secret/k
identity Most of user ana
  { "Effect": "Allow", "Action": "s3:*",
    "NotResource": ["arn:aws:s3:::audit", "arn:aws:s3:::audit/*", "arn:aws:s3:::secret", "arn:aws:s3:::secret/*"] }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::secret/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::secret/k (account 111111111111)
    x identity       no match  closest: Most of user ana / statement 1, 1 of 2 parts match
          3 | …s:s3:::audit/*", "arn:aws:s3:::secret", "arn:aws:s3:::secret/*"] }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~ wanted anything but "arn:aws:s3:::secret/*" or "arn:aws:s3:::secret" or "arn:aws:s3:::audit/*" or 1 more, the request has "arn:aws:s3:::secret/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::secret/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::secret (closest: Most of user ana, line 3)
    "#);
}

/// What was not listed is denied.
#[test]
fn deny_with_not_action() {
    let told = told(
        r#"
user ana asks ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/*
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Sid": "OnlyStorage", "Effect": "Deny", "NotAction": ["s3:*", "sqs:*"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/* with an explicit deny in an identity-based policy

    DENIED, explicitly   ec2:RunInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/* (account 111111111111)
    x identity       denied    Admin of user ana / statement "OnlyStorage"
          3 |   { "Sid": "OnlyStorage", "Effect": "Deny", "NotAction": ["s3:*", "sqs:*"], "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
            |                                                           ~~~~~~~~~~~~~~~ NotAction does not list "ec2:RunInstances"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/* out of the statement that denies it (Admin of user ana, line 3)
    "#);
}

/// T127: the session's layer is missing.
#[test]
fn deny_with_not_principal_wants_every_layer() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:role/Dev", "111111111111"] }, "Action": "s3:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      identity       allowed   Admin of role Dev / statement 1
    x resource       denied    bucket policy of data / statement 1
          2 |   { "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:role/Dev", "111111111111"] }, "Acti…
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          2 | …ect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:role/Dev", "111111111111"] }, "Action": "s…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ NotPrincipal does not exempt "arn:aws:sts::111111111111:assumed-role/Dev/ana"
            = NotPrincipal exempts a caller only if it lists the session, its role and its account
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 2)
    "#);
}

/// T22.
#[test]
fn deny_with_not_principal_hits_the_bounded() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
boundary Boundary
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:user/ana", "111111111111"] }, "Action": "s3:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      boundary       allowed   Boundary / statement 1
      identity       allowed   Admin of user ana / statement 1
    x resource       denied    bucket policy of data / statement 1
          2 |   { "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:user/ana", "111111111111"] }, "Acti…
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          2 | …ect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:user/ana", "111111111111"] }, "Action": "s…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ NotPrincipal does not exempt "arn:aws:iam::111111111111:user/ana"
            = a Deny with NotPrincipal also denies every caller that has a permissions boundary: use a condition on aws:PrincipalArn
      no policies    SCP, RCP, VPC endpoint, session policy
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 2)
    "#);
}

/// T135's other side: what is not listed is denied.
#[test]
fn deny_with_not_resource() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Own of user ana
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::own", "arn:aws:s3:::own/*"] }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    Own of user ana / statement 2
          3 |   { "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::own", "arn:aws:s3:::own/*"] }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
            |                                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ NotResource does not list "arn:aws:s3:::data/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (Own of user ana, line 3)
    "#);
}

/// R1.19.
#[test]
fn an_allow_with_not_principal_leaves_the_caller_out() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Ops
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:user/ana", "arn:aws:iam::111111111111:user/eve"] }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Ops because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Ops (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match
          2 | …ct": "Allow", "NotPrincipal": { "AWS": ["arn:aws:iam::111111111111:user/ana", "arn:aws:iam::111111111111:user…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted anything but "arn:aws:iam::111111111111:user/ana" or "arn:aws:iam::111111111111:user/eve", the caller is "arn:aws:iam::111111111111:user/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sts:AssumeRole to the caller in the trust policy of arn:aws:iam::222222222222:role/Ops (closest: trust policy of role Ops, line 2)
    "#);
}
