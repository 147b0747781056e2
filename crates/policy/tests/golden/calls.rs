//! What the caller must do, statements on several lines, and narrow terminals.

use insta::assert_snapshot;

use crate::story::{told, told_within};

/// The trust policy is right, and the caller forgot the external id and the MFA code.
const TRUST: &str = r#"
user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Vendor
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Vendor
  {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" },
    "Action": "sts:AssumeRole",
    "Condition": {
      "StringEquals": { "sts:ExternalId": "partner-7" },
      "Bool": { "aws:MultiFactorAuthPresent": "true" }
    }
  }
"#;

/// Two things that the caller must bring are told together, before any policy.
#[test]
fn an_external_id_and_a_code() {
    assert_snapshot!(told(TRUST), @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Vendor because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Vendor (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Vendor / statement 1, 2 of 4 parts match
          7 |       "StringEquals": { "sts:ExternalId": "partner-7" },
            |                                           ~~~~~~~~~~~ StringEquals sts:ExternalId: wanted "partner-7", the request has no such key
            = AssumeRole was called without ExternalId
          8 |       "Bool": { "aws:MultiFactorAuthPresent": "true" }
            |                                               ~~~~~~ Bool aws:MultiFactorAuthPresent: wanted "true", the request has no such key
            = AssumeRole was called without the code of an MFA device
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      the caller: pass --external-id partner-7; and pass --serial-number <ARN of the MFA device> --token-code <code> (decided by trust policy of role Vendor, line 7, in account 222222222222)
    "#);
}

/// What the caller brings does not help if the trust policy names somebody else.
#[test]
fn an_external_id_of_somebody_else() {
    assert_snapshot!(told(&TRUST.replace("user/ana\" }", "user/bob\" }")), @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Vendor because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Vendor (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Vendor / statement 1, 1 of 4 parts match
          4 |     "Principal": { "AWS": "arn:aws:iam::111111111111:user/bob" },
            |                           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:user/bob", the caller is "arn:aws:iam::111111111111:user/ana"
          7 |       "StringEquals": { "sts:ExternalId": "partner-7" },
            |                                           ~~~~~~~~~~~ StringEquals sts:ExternalId: wanted "partner-7", the request has no such key
            = AssumeRole was called without ExternalId
          8 |       "Bool": { "aws:MultiFactorAuthPresent": "true" }
            |                                               ~~~~~~ Bool aws:MultiFactorAuthPresent: wanted "true", the request has no such key
            = AssumeRole was called without the code of an MFA device
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sts:AssumeRole to the caller in the trust policy of arn:aws:iam::222222222222:role/Vendor (closest: trust policy of role Vendor, line 4)
    "#);
}

/// A deny on several lines: the lines that matched, not the bracket.
#[test]
fn a_deny_on_several_lines() {
    let told = told(
        r#"
user ana asks s3:DeleteObject on arn:aws:s3:::data/logs/k
identity Guard of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  {
    "Sid": "KeepLogs",
    "Effect": "Deny",
    "Action": [
      "s3:PutObject",
      "s3:Delete*"
    ],
    "Resource": [
      "arn:aws:s3:::other/*",
      "arn:aws:s3:::data/logs/*"
    ]
  }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::data/logs/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:DeleteObject   111111111111/ana  ->  arn:aws:s3:::data/logs/k (account 111111111111)
    x identity       denied    Guard of user ana / statement "KeepLogs"
          8 |       "s3:Delete*"
            |       ~~~~~~~~~~~~ matches "s3:DeleteObject"
         12 |       "arn:aws:s3:::data/logs/*"
            |       ~~~~~~~~~~~~~~~~~~~~~~~~~~ matches "arn:aws:s3:::data/logs/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: take s3:DeleteObject on arn:aws:s3:::data/logs/k out of the statement that denies it (Guard of user ana, line 3)
    "#);
}

/// A deny for whoever comes without MFA: the code comes first, and nobody is told to loosen the deny.
#[test]
fn a_deny_without_a_code() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::111111111111:role/Dev
identity Guard of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  {
    "Sid": "Mfa",
    "Effect": "Deny",
    "NotAction": "iam:*",
    "Resource": "*",
    "Condition": {
      "BoolIfExists": {
        "aws:MultiFactorAuthPresent": "false"
      }
    }
  }
trust trust policy of role Dev
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Dev with an explicit deny in an identity-based policy

    DENIED, explicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/Dev (account 111111111111)
    x identity       denied    Guard of user ana / statement "Mfa"
          6 |     "NotAction": "iam:*",
            |                  ~~~~~~~ NotAction does not list "sts:AssumeRole"
          7 |     "Resource": "*",
            |                 ~~~ matches "arn:aws:iam::111111111111:role/Dev"
         10 |         "aws:MultiFactorAuthPresent": "false"
            |                                       ~~~~~~~ BoolIfExists aws:MultiFactorAuthPresent holds: the request has no such key
            = AssumeRole was called without the code of an MFA device
      resource       allowed   trust policy of role Dev / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      the caller: pass --serial-number <ARN of the MFA device> --token-code <code> (decided by Guard of user ana, line 10, in account 111111111111)
    "#);
}

/// The explanation shows the variable's value, and so does the advice.
#[test]
fn a_session_name_that_must_be_the_users() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::111111111111:role/Dev
with aws:username = ana
with sts:RoleSessionName = work
trust trust policy of role Dev
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/ana" }, "Action": "sts:AssumeRole",
    "Condition": { "StringLike": { "sts:RoleSessionName": "${aws:username}" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Dev because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/Dev (account 111111111111)
    x identity       none
    x resource       no match  closest: trust policy of role Dev / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringLike": { "sts:RoleSessionName": "${aws:username}" } } }
            |                                                           ~~~~~~~~~~~~~~~~~ StringLike sts:RoleSessionName: wanted "${aws:username}", the request has "work"
            = ${aws:username} is "ana" in this request
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      the caller: pass --role-session-name ana (decided by trust policy of role Dev, line 3, in account 111111111111)
    "#);
}

/// Lines end at the width, and marks stay under their text.
#[test]
fn narrow_terminals() {
    let story = r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::finance-reports/2026/11/report.csv
identity Reports of role Dev
  { "Sid": "OwnReportsOfTheTeam", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::finance-drafts/*" }
"#;
    // ARNs stay whole.
    let is_long = |line: &str| line.split(' ').any(|word| word.chars().count() > 30);
    for width in [40, 60, 80, 100] {
        let told = told_within(story, width);
        assert!(told.lines().all(|line| line.chars().count() <= width || is_long(line)), "{width}:\n{told}");
    }
    assert_snapshot!(told_within(story, 80), @r#"
    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->
        arn:aws:s3:::finance-reports/2026/11/report.csv (account 111111111111)
    x identity       no match  closest: Reports of role Dev / statement
                               "OwnReportsOfTheTeam", 1 of 2 parts match
          2 | …tObject"], "Resource": "arn:aws:s3:::finance-drafts/*" }
            |                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            | wanted "arn:aws:s3:::finance-drafts/*", the request has
            |   "arn:aws:s3:::finance-reports/2026/11/report.csv"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on
        arn:aws:s3:::finance-reports/2026/11/report.csv in an identity-based policy,
        or name the caller itself in the bucket policy of
        arn:aws:s3:::finance-reports (closest: Reports of role Dev, line 2)
    "#);
}
