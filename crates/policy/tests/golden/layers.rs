//! Each layer denying, by a statement or for want of one.

use insta::assert_snapshot;

use crate::story::told;

/// R2.16, S5: the level is told, and the statement's condition with what the request has.
#[test]
fn scp_denies_at_the_root_of_the_organization() {
    let told = told(
        r#"
user ana asks ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/*
with aws:RequestedRegion = us-east-1
scp at r-ab12 FullAWSAccess = arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
scp at r-ab12 Regions = arn:aws:organizations::999999999999:policy/o-abc123/service_control_policy/p-regions1
  { "Sid": "OnlyEurope", "Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*"], "Resource": "*",
    "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } } }
scp at 111111111111 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/* with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc123/service_control_policy/p-regions1

    DENIED, explicitly   ec2:RunInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/* (account 111111111111)
    x SCP            denied    at r-ab12; Regions / statement "OnlyEurope"
          2 |   { "Sid": "OnlyEurope", "Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*"], "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
            |                                                          ~~~~~~~~~~~~~~~~~~~~~~~~ NotAction does not list "ec2:RunInstances"
          3 |     "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } } }
            |                                                                 ~~~~~~~~~~~~~~~~~~~~~~~~~~~ StringNotEquals aws:RequestedRegion holds: the request has "us-east-1"
      SCP            allowed   at 111111111111; FullAWSAccess / statement 1
      identity       allowed   Admin of user ana / statement 1
      no policies    RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: call another Region: --region with one of "eu-west-1" or "eu-central-1" (decided by Regions, line 3)
    "#);
}

/// S3: nothing denies, but one level has no matching statement.
#[test]
fn scp_of_the_organizational_unit_allows_other_services_only() {
    let told = told(
        r#"
user ana asks s3:CreateBucket on arn:aws:s3:::data
scp at r-ab12 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
scp at Sandbox OnlyCompute
  { "Effect": "Allow", "Action": ["ec2:*", "autoscaling:*"], "Resource": "*" }
scp at 111111111111 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:CreateBucket on resource: "arn:aws:s3:::data" because no service control policy allows the s3:CreateBucket action

    DENIED, implicitly   s3:CreateBucket   111111111111/ana  ->  arn:aws:s3:::data (account 111111111111)
      SCP            allowed   at r-ab12; FullAWSAccess / statement 1
    x SCP            no match  at Sandbox; no statement is about actions of s3
      SCP            allowed   at 111111111111; FullAWSAccess / statement 1
      identity       allowed   Admin of user ana / statement 1
      no policies    RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in the organization: allow s3:CreateBucket at the level Sandbox: every level must
    "#);
}

/// T139: both levels must change.
#[test]
fn scp_has_a_level_without_policies_and_one_that_only_denies() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
scp at r-ab12 nothing
scp at 111111111111 NoQueues
  { "Effect": "Deny", "Action": "sqs:*", "Resource": "*" }
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no service control policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x SCP            no match  at r-ab12; no policy is attached at this level
    x SCP            no match  at 111111111111; no statement allows anything
      identity       allowed   Admin of role Dev / statement 1
      no policies    RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in the organization: allow s3:GetObject at the level r-ab12: every level must
      in the organization: allow s3:GetObject at the level 111111111111: every level must
    "#);
}

/// Two things are wrong with one level, so two things must change.
#[test]
fn scp_level_denies_and_allows_nothing() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
scp at r-ab12 Guard
  { "Effect": "Deny", "Action": "s3:Get*", "Resource": "*" }
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a service control policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x SCP            denied    at r-ab12; Guard / statement 1
          2 |   { "Effect": "Deny", "Action": "s3:Get*", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      identity       allowed   Admin of user ana / statement 1
      no policies    RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in the organization: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (Guard, line 2)
      in the organization: allow s3:GetObject at the level r-ab12: every level must
    "#);
}

/// T81: the resource's account has the policy; IfExists holds because the key is absent.
#[test]
fn rcp_keeps_other_organizations_out() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
rcp at r-cd34 RCPFullAWSAccess
  { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
rcp at r-cd34 Perimeter = arn:aws:organizations::999999999999:policy/o-xyz789/resource_control_policy/p-perimeter
  { "Sid": "OnlyUs", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
    "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-xyz789" },
                   "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource control policy: arn:aws:organizations::999999999999:policy/o-xyz789/resource_control_policy/p-perimeter

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
    x RCP            denied    at r-cd34; Perimeter / statement "OnlyUs"
          2 |   { "Sid": "OnlyUs", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          3 |     "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-xyz789" },
            |                                                                       ~~~~~~~~~~ StringNotEqualsIfExists aws:PrincipalOrgID holds: the request has no such key
            = callers outside an organization do not have this key
          4 |                    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } } }
            |                                                                   ~~~~~~~ BoolIfExists aws:PrincipalIsAWSService holds: the request has no such key
      identity       allowed   Read of user ana / statement 1
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, VPC endpoint, session policy, boundary
    To allow it:
      in the organization: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (Perimeter, line 2)
    "#);
}

/// Without RCPFullAWSAccess a level allows nothing.
#[test]
fn rcp_level_allows_nothing() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
rcp at r-ab12 nothing
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource control policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x RCP            no match  at r-ab12; no policy is attached at this level
      identity       allowed   Read of user ana / statement 1
      no policies    SCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in the organization: allow s3:GetObject at the level r-ab12: every level must
    "#);
}

/// T129: the nearest statement misses the resource.
#[test]
fn endpoint_policy_allows_another_bucket() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
endpoint vpce-0123 policy of vpc-45
  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
  { "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"] }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no VPC endpoint policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x VPC endpoint   no match  closest: vpce-0123 policy of vpc-45 / statement 2, 2 of 3 parts match
          3 | …l": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"] }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::logs" or "arn:aws:s3:::logs/*", the request has "arn:aws:s3:::data/k"
      identity       allowed   Write of user ana / statement 1
      no policies    SCP, RCP, session policy, boundary, resource
    To allow it:
      allow s3:PutObject on arn:aws:s3:::data/k in the policy of the VPC endpoint (closest: vpce-0123 policy of vpc-45, line 3)
    "#);
}

/// An explicit deny on the way.
#[test]
fn endpoint_policy_denies() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
endpoint vpce-0123 policy of vpc-45
  { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a VPC endpoint policy

    DENIED, explicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x VPC endpoint   denied    vpce-0123 policy of vpc-45 / statement 2
          3 |   { "Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      identity       allowed   Write of user ana / statement 1
      no policies    SCP, RCP, session policy, boundary, resource
    To allow it:
      take s3:PutObject on arn:aws:s3:::data/k out of the statement that denies it (vpce-0123 policy of vpc-45, line 3)
    "#);
}

/// T9: the identity policy allows, the boundary is about other services.
#[test]
fn boundary_does_not_include_the_service() {
    let told = told(
        r#"
user ana asks sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
boundary Developers = arn:aws:iam::111111111111:policy/Developers
  { "Effect": "Allow", "Action": ["s3:*", "ec2:*"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111111111111:jobs because no permissions boundary allows the sqs:SendMessage action

    DENIED, implicitly   sqs:SendMessage   111111111111/ana  ->  arn:aws:sqs:us-east-1:111111111111:jobs (account 111111111111)
    x boundary       no match  no statement is about actions of sqs
      identity       allowed   Admin of user ana / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, resource
    To allow it:
      in account 111111111111: allow sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs in the permissions boundary
    "#);
}

/// T12: even what the resource grants directly.
#[test]
fn boundary_denies() {
    let told = told(
        r#"
user ana asks s3:DeleteObject on arn:aws:s3:::data/k
boundary Developers = arn:aws:iam::111111111111:policy/Developers
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Sid": "NoDeleting", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:*", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a permissions boundary: arn:aws:iam::111111111111:policy/Developers

    DENIED, explicitly   s3:DeleteObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x boundary       denied    Developers / statement "NoDeleting"
          3 |   { "Sid": "NoDeleting", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      identity       none      not needed: the resource's policy names the caller
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy
    To allow it:
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Developers, line 3)
    "#);
}

/// T30.
#[test]
fn session_policy_is_narrower_than_the_role() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::data/k
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
session session policy
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no session policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x session policy no match  closest: session policy / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
            |                                  ~~~~~~~~~~~~~~ wanted "s3:GetObject", the request has "s3:PutObject"
      identity       allowed   Admin of role Dev / statement 1
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      the caller: assume the role again (aws sts assume-role) with a session policy that allows s3:PutObject on arn:aws:s3:::data/k, or with none (decided by session policy, line 2, in account 111111111111)
    "#);
}

/// T47: one of several session policies.
#[test]
fn session_policy_denies() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::data/k
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
session inline session policy
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
session NoWriting = arn:aws:iam::111111111111:policy/NoWriting
  { "Effect": "Deny", "Action": ["s3:Put*", "s3:Delete*"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a session policy: arn:aws:iam::111111111111:policy/NoWriting

    DENIED, explicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x session policy denied    NoWriting / statement 1
          2 |   { "Effect": "Deny", "Action": ["s3:Put*", "s3:Delete*"], "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      identity       allowed   Admin of role Dev / statement 1
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      the caller: assume the role again (aws sts assume-role) with a session policy that does not deny s3:PutObject on arn:aws:s3:::data/k (decided by NoWriting, line 2, in account 111111111111)
    "#);
}

/// A set that was passed and is empty allows nothing.
#[test]
fn session_policies_are_an_empty_set() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::data/k
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
session nothing
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no session policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x session policy no match  the list of session policies is empty, so the session can do nothing
      identity       allowed   Admin of role Dev / statement 1
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      the caller: assume the role again (aws sts assume-role) with a session policy that allows s3:PutObject on arn:aws:s3:::data/k, or with none
    "#);
}

/// T2.
#[test]
fn identity_policies_allow_other_things() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::data/reports/q3.csv
identity Reports of role Dev
  { "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*" },
  { "Sid": "WriteDrafts", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::data/drafts/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/reports/q3.csv" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/reports/q3.csv (account 111111111111)
    x identity       no match  closest: Reports of role Dev / statement "WriteDrafts", 1 of 2 parts match
          3 | …, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::data/drafts/*" }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::data/drafts/*", the request has "arn:aws:s3:::data/reports/q3.csv"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/reports/q3.csv in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Reports of role Dev, line 3)
    "#);
}

/// T7: the resource's grant does not help.
#[test]
fn identity_policy_denies() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
identity Guard of group Interns = arn:aws:iam::111111111111:policy/Guard
  { "Sid": "NoData", "Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"] }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy: arn:aws:iam::111111111111:policy/Guard

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    Guard of group Interns / statement "NoData"
          2 |   { "Sid": "NoData", "Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/…
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of group Interns, line 2)
    "#);
}

/// The default.
#[test]
fn nobody_has_any_policy() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       none
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}

/// T8.
#[test]
fn resource_policy_denies() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:SecureTransport = false
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
resource bucket policy of data
  { "Sid": "OnlyTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
    "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      identity       allowed   Admin of user ana / statement 1
    x resource       denied    bucket policy of data / statement "OnlyTls"
          2 |   { "Sid": "OnlyTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", …
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          3 |     "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
            |                                                     ~~~~~~~ Bool aws:SecureTransport holds: the request has "false"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      the caller: use https: --endpoint-url https://… (decided by bucket policy of data, line 3, in account 111111111111)
    "#);
}

/// The sentence names the role trust policy.
#[test]
fn trust_policy_denies() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::111111111111:role/Ops
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" },
  { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Ops with an explicit deny in the role trust policy

    DENIED, explicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/Ops (account 111111111111)
      identity       allowed   Assume of user ana / statement 1
    x resource       denied    trust policy of role Ops / statement 2
          3 |   { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "sts:AssumeRole"…
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: take sts:AssumeRole on arn:aws:iam::111111111111:role/Ops out of the statement that denies it (trust policy of role Ops, line 3)
    "#);
}

/// R2.23: one is reported, all are told.
#[test]
fn several_layers_deny_at_once() {
    let told = told(
        r#"
session Dev/ana asks s3:DeleteObject on arn:aws:s3:::data/k
scp at r-ab12 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
scp at 111111111111 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" }
boundary Boundary
  { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
identity Work of role Dev
  { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*" }
resource bucket policy of data
  { "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a service control policy

    DENIED, explicitly   s3:DeleteObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      SCP            allowed   at r-ab12; FullAWSAccess / statement 1
    x SCP            denied    at 111111111111; FullAWSAccess / statement 2
          3 |   { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
    x boundary       no match  closest: Boundary / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
            |                                  ~~~~~~~~~ wanted "s3:Get*", the request has "s3:DeleteObject"
    x identity       no match  closest: Work of role Dev / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*" }
            |                                                      ~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::logs/*", the request has "arn:aws:s3:::data/k"
    x resource       denied    bucket policy of data / statement 1
          2 |   { "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    RCP, VPC endpoint, session policy
    To allow it:
      in the organization: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (FullAWSAccess, line 3)
      in account 111111111111: allow s3:DeleteObject on arn:aws:s3:::data/k in the permissions boundary (closest: Boundary, line 2)
      in account 111111111111: allow s3:DeleteObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Work of role Dev, line 2)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 2)
    "#);
}
