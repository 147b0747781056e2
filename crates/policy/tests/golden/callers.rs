//! Each kind of caller.

use insta::assert_snapshot;

use crate::story::told;

/// T138.
#[test]
fn a_service_is_not_covered_by_its_customers_account() {
    let told = told(
        r#"
service lambda.amazonaws.com asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: lambda.amazonaws.com is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   lambda.amazonaws.com  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3::…
            |                                          ~~~~~~~~~~~~~~ wanted "222222222222", the caller is "lambda.amazonaws.com"
            = 222222222222 stands for the users and roles of the account; write {"Service": …} to name a service
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// T90.
#[test]
fn a_service_acts_for_another_account() {
    let told = told(
        r#"
service sns.amazonaws.com asks sqs:SendMessage on arn:aws:sqs:us-east-1:222222222222:jobs
with aws:SourceAccount = 333333333333
resource queue policy of jobs
  { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*",
    "Condition": { "StringEquals": { "aws:SourceAccount": "222222222222" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:222222222222:jobs because no resource-based policy allows the sqs:SendMessage action

    DENIED, implicitly   sqs:SendMessage   sns.amazonaws.com  ->  arn:aws:sqs:us-east-1:222222222222:jobs (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       no match  closest: queue policy of jobs / statement 1, 3 of 4 parts match
          3 |     "Condition": { "StringEquals": { "aws:SourceAccount": "222222222222" } } }
            |                                                           ~~~~~~~~~~~~~~ StringEquals aws:SourceAccount: wanted "222222222222", the request has "333333333333"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow sqs:SendMessage to the caller in the queue policy of arn:aws:sqs:us-east-1:222222222222:jobs (closest: queue policy of jobs, line 3)
    "#);
}

/// T96.
#[test]
fn anonymous_is_not_an_account() {
    let told = told(
        r#"
anonymous asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: anonymous is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   anonymous  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3::…
            |                                          ~~~~~~~~~~~~~~ wanted "222222222222", the caller is "anonymous"
            = 222222222222 stands for the users and roles of the account; only "*" matches an unsigned request
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// Only the resource's side can allow.
#[test]
fn anonymous_without_any_bucket_policy() {
    let told = told(
        r#"
anonymous asks s3:ListBucket on arn:aws:s3:::data of 222222222222
"#,
    );
    assert_snapshot!(told, @r#"
    User: anonymous is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no resource-based policy allows the s3:ListBucket action

    DENIED, implicitly   s3:ListBucket   anonymous  ->  arn:aws:s3:::data (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       none
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow s3:ListBucket to the caller in the bucket policy of arn:aws:s3:::data
    "#);
}

/// R5.9: the sentence is short.
#[test]
fn a_web_identity_with_the_wrong_audience() {
    let told = told(
        r#"
provider accounts.google.com asks sts:AssumeRoleWithWebIdentity on arn:aws:iam::222222222222:role/Web
with accounts.google.com:aud = app-2
trust trust policy of role Web
  { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "accounts.google.com:aud": "app-1" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    Not authorized to perform sts:AssumeRoleWithWebIdentity

    DENIED, implicitly   sts:AssumeRoleWithWebIdentity   accounts.google.com  ->  arn:aws:iam::222222222222:role/Web (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       no match  closest: trust policy of role Web / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "accounts.google.com:aud": "app-1" } } }
            |                                                                 ~~~~~~~ StringEquals accounts.google.com:aud: wanted "app-1", the request has "app-2"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow sts:AssumeRoleWithWebIdentity to the caller in the trust policy of arn:aws:iam::222222222222:role/Web (closest: trust policy of role Web, line 3)
    "#);
}

/// T53.
#[test]
fn a_federated_user_without_session_policies() {
    let told = told(
        r#"
federated fay by ana asks s3:GetObject on arn:aws:s3:::data/k
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:federated-user/fay is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no session policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/fay  ->  arn:aws:s3:::data/k (account 111111111111)
    x session policy none      this kind of session can do only what its session policies allow
      identity       allowed   Admin of user ana / statement 1
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      the caller: get the session again (aws sts get-federation-token) with a session policy that allows s3:GetObject on arn:aws:s3:::data/k
    "#);
}

/// T55.
#[test]
fn a_federated_user_whose_issuer_may_not() {
    let told = told(
        r#"
federated fay by ana asks s3:GetObject on arn:aws:s3:::data/k
identity Queues of user ana
  { "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }
session session policy
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:federated-user/fay is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/fay  ->  arn:aws:s3:::data/k (account 111111111111)
      session policy allowed   session policy / statement 1
    x identity       no match  no statement is about actions of s3
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}

/// T70.
#[test]
fn an_assumed_root_outside_its_task() {
    let told = told(
        r#"
assumed-root asks iam:CreateUser on arn:aws:iam::111111111111:user/eve
session S3UnlockBucketPolicy = arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy
  { "Effect": "Allow", "Action": ["s3:GetBucketPolicy", "s3:DeleteBucketPolicy"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:root is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111111111111:user/eve because no session policy allows the iam:CreateUser action

    DENIED, implicitly   iam:CreateUser   111111111111/root  ->  arn:aws:iam::111111111111:user/eve (account 111111111111)
    x session policy no match  no statement is about actions of iam
      identity       skipped   the root user can do everything in the account
      no policies    SCP, RCP, VPC endpoint, boundary, resource
    To allow it:
      the caller: make the session again with a session policy that allows iam:CreateUser on arn:aws:iam::111111111111:user/eve
    "#);
}

/// The approver's side and the request's policy both count.
#[test]
fn a_delegated_session_needs_its_own_policies() {
    let told = told(
        r#"
delegated by ana asks s3:GetObject on arn:aws:s3:::data/k
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x session policy none      this kind of session can do only what its session policies allow
    x identity       none
      resource       allowed   bucket policy of data / statement 1; it leaves the decision to the policies of the caller
      no policies    SCP, RCP, VPC endpoint, boundary
    To allow it:
      the caller: make the session again with a session policy that allows s3:GetObject on arn:aws:s3:::data/k
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy
    "#);
}

/// T49, allowed.
#[test]
fn a_service_linked_role_is_spared_by_guardrails() {
    let told = told(
        r#"
role aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing asks ec2:DescribeSubnets
scp at r-ab12 Nothing
  { "Effect": "Deny", "Action": "*", "Resource": "*" }
boundary Boundary
  { "Effect": "Deny", "Action": "*", "Resource": "*" }
identity Own of role AWSServiceRoleForElasticLoadBalancing
  { "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   ec2:DescribeSubnets   111111111111/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing  ->  * (account 111111111111)
      SCP            skipped   service control policies do not apply to this caller
      boundary       skipped   a permissions boundary does not limit this caller
      identity       allowed   Own of role AWSServiceRoleForElasticLoadBalancing / statement 1
      no policies    RCP, VPC endpoint, session policy, resource
    "#);
}

/// T27 beside a missing permission.
#[test]
fn the_management_account_is_spared() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
management 111111111111
scp at r-ab12 Nothing
  { "Effect": "Deny", "Action": "*", "Resource": "*" }
rcp at r-ab12 Nothing
  { "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      SCP            skipped   the management account is exempt
      RCP            skipped   the management account is exempt
    x identity       none
      no policies    VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}

/// T64.
#[test]
fn root_is_denied_by_the_bucket() {
    let told = told(
        r#"
root asks s3:GetObject on arn:aws:s3:::data/k
with aws:PrincipalArn = arn:aws:iam::111111111111:root
resource bucket policy of data
  { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Backup" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:root is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/root  ->  arn:aws:s3:::data/k (account 111111111111)
      identity       skipped   the root user can do everything in the account
    x resource       denied    bucket policy of data / statement 1
          2 |   { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          3 |     "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Backup" } } }
            |                                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ ArnNotEquals aws:PrincipalArn holds: the request has "arn:aws:iam::111111111111:root"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 2)
    "#);
}

/// Root needs no identity policy, but the other side must allow.
#[test]
fn root_of_another_account_needs_the_bucket() {
    let told = told(
        r#"
root asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:root is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/root  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       skipped   the root user can do everything in the account
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "s3:GetObject", "Re…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:user/ana", the caller is "arn:aws:iam::111111111111:root"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}
