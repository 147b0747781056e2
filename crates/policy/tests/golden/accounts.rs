//! One account or two: which side must allow.

use insta::assert_snapshot;

use crate::story::told;

/// T72.
#[test]
fn across_accounts_the_callers_side_is_missing() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Own of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::own/*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
    x identity       no match  closest: Own of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::own/*" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::own/*", the request has "arn:aws:s3:::data/k"
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy (closest: Own of user ana, line 2)
    "#);
}

/// T73: there is no bucket policy at all.
#[test]
fn across_accounts_the_resources_side_is_missing() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of user ana / statement 1
    x resource       none
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data
    "#);
}

/// Both accounts must change something.
#[test]
fn across_accounts_both_sides_are_missing() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/eve" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
    x identity       none
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/eve" }, "Action": "s3:GetObject", "Re…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:user/eve", the caller is "arn:aws:iam::111111111111:user/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// T87, the story of the guide.
#[test]
fn across_accounts_the_organization_condition_fails() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::finance-reports/report.csv of 222222222222
with aws:PrincipalOrgID = o-xyz789
identity Dev of role Dev
  { "Sid": "WriteReports", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
resource bucket policy of finance-reports
  { "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::finance-reports/*" },
  { "Sid": "Upload", "Effect": "Allow", "Principal": { "AWS": "111111111111" },
    "Action": ["s3:PutObject", "s3:AbortMultipartUpload"],
    "Resource": "arn:aws:s3:::finance-reports/*",
    "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc123" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::finance-reports/report.csv" because no resource-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::finance-reports/report.csv (account 222222222222)
      identity       allowed   Dev of role Dev / statement "WriteReports"
    x resource       no match  closest: bucket policy of finance-reports / statement "Upload", 3 of 4 parts match
          7 |     "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc123" } } }
            |                                                            ~~~~~~~~~~ StringEquals aws:PrincipalOrgID: wanted "o-abc123", the request has "o-xyz789"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:PutObject to the caller in the bucket policy of arn:aws:s3:::finance-reports (closest: bucket policy of finance-reports, line 7)
    "#);
}

/// R2.14: nothing can allow it.
#[test]
fn across_accounts_a_resource_without_policies() {
    let told = told(
        r#"
user ana asks iam:GetRole on arn:aws:iam::222222222222:role/Ops
identity Read of user ana
  { "Effect": "Allow", "Action": "iam:Get*", "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:GetRole on resource: arn:aws:iam::222222222222:role/Ops because no resource-based policy allows the iam:GetRole action

    DENIED, implicitly   iam:GetRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Ops (account 222222222222)
      identity       allowed   Read of user ana / statement 1
    x resource       skipped   the resource has no policy of its own for this action
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: iam:GetRole has no resource policy, and the caller is in another account
    "#);
}

/// T4.
#[test]
fn in_one_account_a_grant_to_the_account_delegates() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:root" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       none
      resource       allowed   bucket policy of data / statement 1; it leaves the decision to the policies of the caller
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}

/// T11, allowed: the boundary is not needed and says nothing.
#[test]
fn in_one_account_a_direct_grant_is_enough() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
boundary Boundary
  { "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      boundary       no match  not needed: the resource's policy names the caller
      identity       none      not needed: the resource's policy names the caller
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy
    "#);
}

/// T33.
#[test]
fn in_one_account_a_grant_to_the_role_is_limited_by_the_boundary() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
boundary Boundary
  { "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/Dev" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no permissions boundary allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x boundary       no match  no statement is about actions of s3
      identity       none      not needed: the resource's policy names the caller
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in the permissions boundary
    "#);
}

/// T71.
#[test]
fn allowed_by_both_sides() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of user ana = arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
  { "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*" }
resource bucket policy of data
  { "Sid": "Partner", "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of user ana / statement 1
      resource       allowed   bucket policy of data / statement "Partner"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    "#);
}

/// T14.
#[test]
fn allowed_with_every_layer_in_place() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
scp at r-ab12 FullAWSAccess
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
rcp at r-ab12 RCPFullAWSAccess
  { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
endpoint vpce-0123 policy
  { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
boundary Boundary
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
session session policy
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
identity Read of role Dev
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      SCP            allowed   at r-ab12; FullAWSAccess / statement 1
      RCP            allowed   at r-ab12; RCPFullAWSAccess / statement 1
      VPC endpoint   allowed   vpce-0123 policy / statement 1
      session policy allowed   session policy / statement 1
      boundary       allowed   Boundary / statement 1
      identity       allowed   Read of role Dev / statement "Read"
      no policies    resource
    "#);
}

/// T101 with both missing: naming the caller would be enough.
#[test]
fn assuming_a_role_needs_its_trust_and_the_caller() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::111111111111:role/Ops
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Ops because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/Ops (account 111111111111)
    x identity       none
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
            |                                                  ~~~~~~~~~~~~~~~~~~~ wanted "ec2.amazonaws.com", the caller is "arn:aws:iam::111111111111:user/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow sts:AssumeRole on arn:aws:iam::111111111111:role/Ops in an identity-based policy (not needed if the trust policy of arn:aws:iam::111111111111:role/Ops names the caller itself)
      in account 111111111111: allow sts:AssumeRole to the caller in the trust policy of arn:aws:iam::111111111111:role/Ops (closest: trust policy of role Ops, line 2)
    "#);
}

/// T99.
#[test]
fn assuming_a_role_that_trusts_the_account_needs_the_caller() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::111111111111:role/Ops
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Ops because no identity-based policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/Ops (account 111111111111)
    x identity       none
      resource       allowed   trust policy of role Ops / statement 1; it leaves the decision to the policies of the caller
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow sts:AssumeRole on arn:aws:iam::111111111111:role/Ops in an identity-based policy, or name the caller itself in the trust policy of arn:aws:iam::111111111111:role/Ops
    "#);
}

/// T112.
#[test]
fn a_key_policy_must_allow() {
    let told = told(
        r#"
user ana asks kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/1234
identity Decrypt of user ana
  { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" }
resource key policy of 1234
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/KeyAdmin" }, "Action": "kms:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111111111111:key/1234 because no resource-based policy allows the kms:Decrypt action

    DENIED, implicitly   kms:Decrypt   111111111111/ana  ->  arn:aws:kms:us-east-1:111111111111:key/1234 (account 111111111111)
      identity       allowed   Decrypt of user ana / statement 1
    x resource       no match  closest: key policy of 1234 / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/KeyAdmin" }, "Action": "kms:*", "Reso…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:role/KeyAdmin", the caller is "arn:aws:iam::111111111111:user/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow kms:Decrypt to the caller in the key policy of arn:aws:kms:us-east-1:111111111111:key/1234 (closest: key policy of 1234, line 2)
    "#);
}
