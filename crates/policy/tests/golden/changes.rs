//! What must change: all of it, and nothing else.

use insta::assert_snapshot;

use crate::story::told;

/// Taking out the first alone would not help.
#[test]
fn every_statement_that_denies_is_told() {
    let told = told(
        r#"
user ana asks s3:DeleteObject on arn:aws:s3:::data/k
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
identity GuardOne of user ana
  { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" },
  { "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::data/*" }
identity GuardTwo of group Interns
  { "Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:DeleteObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    GuardOne of user ana / statement 1
          2 |   { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" },
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (GuardOne of user ana, line 2)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (GuardOne of user ana, line 3)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (GuardTwo of group Interns, line 2)
    "#);
}

/// The identity policies deny, and would not allow otherwise.
#[test]
fn a_layer_that_denies_may_also_lack_an_allow() {
    let told = told(
        r#"
user ana asks s3:DeleteObject on arn:aws:s3:::data/k
identity Guard of user ana
  { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:DeleteObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    Guard of user ana / statement 1
          2 |   { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 2)
      in account 111111111111: allow s3:DeleteObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data
    "#);
}

/// More than a few are counted.
#[test]
fn many_statements_deny() {
    let told = told(
        r#"
user ana asks s3:DeleteObject on arn:aws:s3:::data/k
identity Guard of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:DeleteObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    Guard of user ana / statement 2
          3 |   { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 3)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 4)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 5)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 6)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 7)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 8)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 9)
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/k out of the statement that denies it (Guard of user ana, line 10)
      in account 111111111111: take it out of 2 more statements that deny it
    "#);
}

/// Each must allow.
#[test]
fn boundary_and_session_and_identity_lack_it() {
    let told = told(
        r#"
session Dev/ana asks sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs
boundary Boundary of role Dev
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
session session policy
  { "Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*" }
identity Jobs of role Dev
  { "Effect": "Allow", "Action": "sqs:Send*", "Resource": "arn:aws:sqs:us-east-1:111111111111:job" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111111111111:jobs because no identity-based policy allows the sqs:SendMessage action

    DENIED, implicitly   sqs:SendMessage   111111111111/Dev/ana  ->  arn:aws:sqs:us-east-1:111111111111:jobs (account 111111111111)
    x session policy no match  closest: session policy / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*" }
            |                                  ~~~~~~~~~~~~~~~~~~~~ wanted "sqs:ReceiveMessage", the request has "sqs:SendMessage"
    x boundary       no match  no statement is about actions of sqs
    x identity       no match  closest: Jobs of role Dev / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "sqs:Send*", "Resource": "arn:aws:sqs:us-east-1:111111111111:job" }
            |                                                           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:sqs:us-east-1:111111111111:job", the request has "arn:aws:sqs:us-east-1:111111111111:jobs"
      no policies    SCP, RCP, VPC endpoint, resource
    To allow it:
      the caller: assume the role again (aws sts assume-role) with a session policy that allows sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs, or with none (decided by session policy, line 2, in account 111111111111)
      in account 111111111111: allow sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs in the permissions boundary
      in account 111111111111: allow sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs in an identity-based policy, or name the caller itself in the queue policy of arn:aws:sqs:us-east-1:111111111111:jobs (closest: Jobs of role Dev, line 2)
    "#);
}
