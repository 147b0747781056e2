//! Operators with the key absent, empty, wrong and multivalued.

use insta::assert_snapshot;

use crate::story::told;

/// The value it wanted, the value there is.
#[test]
fn string_equals_has_another_value() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
with s3:x-amz-server-side-encryption = AES256
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Write of user ana / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } } }
            |                                                                         ~~~~~~~~~ StringEquals s3:x-amz-server-side-encryption: wanted "aws:kms", the request has "AES256"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Write of user ana, line 3)
    "#);
}

/// A tag that the caller does not have.
#[test]
fn string_equals_without_the_key() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": { "StringEquals": { "aws:PrincipalTag/Team": ["red", "blue"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Write of user ana / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "aws:PrincipalTag/Team": ["red", "blue"] } } }
            |                                                                ~~~~~~~~~~~~~ StringEquals aws:PrincipalTag/Team: wanted "red" or "blue", the request has no such key
            = the caller has no tag "Team"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Write of user ana, line 3)
    "#);
}

/// The key is there and has no value.
#[test]
fn string_equals_with_an_empty_set() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
with aws:TagKeys =
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": "team" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Write of user ana / statement 1, 2 of 3 parts match
          3 |     "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": "team" } } }
            |                                                                 ~~~~~~ ForAnyValue:StringEquals aws:TagKeys: wanted at least one value to be "team", the request has it without a value
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --tags with the keys "team" and no others (decided by Write of user ana, line 3, in account 111111111111)
    "#);
}

/// A negated operator.
#[test]
fn string_not_like_meets_what_it_excludes() {
    let told = told(
        r#"
session Dev/ana asks s3:PutObject on arn:aws:s3:::data/k
with aws:PrincipalTag/stage = prod-eu
identity Write of role Dev
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": { "StringNotLike": { "aws:PrincipalTag/stage": ["test-*", "prod-*"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Write of role Dev / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringNotLike": { "aws:PrincipalTag/stage": ["test-*", "prod-*"] } } }
            |                                                                  ~~~~~~~~~~~~~~~~~~ StringNotLike aws:PrincipalTag/stage: wanted anything but "test-*" or "prod-*", the request has "prod-eu"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Write of role Dev, line 3)
    "#);
}

/// NumericLessThanEquals.
#[test]
fn numbers_are_compared_as_numbers() {
    let told = told(
        r#"
user ana asks s3:ListBucket on arn:aws:s3:::data of 111111111111
with s3:max-keys = 1000
identity List of user ana
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
    "Condition": { "NumericLessThanEquals": { "s3:max-keys": "100" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action

    DENIED, implicitly   s3:ListBucket   111111111111/ana  ->  arn:aws:s3:::data (account 111111111111)
    x identity       no match  closest: List of user ana / statement 1, 2 of 3 parts match
          3 |     "Condition": { "NumericLessThanEquals": { "s3:max-keys": "100" } } }
            |                                                              ~~~~~ NumericLessThanEquals s3:max-keys: wanted at most "100", the request has "1000"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --page-size with a value of at most 100 (decided by List of user ana, line 3, in account 111111111111)
    "#);
}

/// DateGreaterThan holds, DateLessThan does not.
#[test]
fn a_time_window_is_over() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:CurrentTime = 2026-11-26T02:00:00Z
identity Window of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "DateGreaterThan": { "aws:CurrentTime": "2026-11-25T00:00:00Z" },
                   "DateLessThan": { "aws:CurrentTime": "2026-11-26T00:00:00Z" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Window of user ana / statement 1, 3 of 4 parts match
          4 |                    "DateLessThan": { "aws:CurrentTime": "2026-11-26T00:00:00Z" } } }
            |                                                         ~~~~~~~~~~~~~~~~~~~~~~ DateLessThan aws:CurrentTime: wanted a time before "2026-11-26T00:00:00Z", the request has "2026-11-26T02:00:00Z"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Window of user ana, line 4)
    "#);
}

/// T48: a deny with a date.
#[test]
fn the_session_was_revoked() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:TokenIssueTime = 2026-11-26T01:00:00Z
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
identity AWSRevokeOlderSessions of role Dev
  { "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "DateLessThan": { "aws:TokenIssueTime": "2026-11-26T01:30:00Z" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    AWSRevokeOlderSessions of role Dev / statement 1
          2 |   { "Effect": "Deny", "Action": "*", "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          3 |     "Condition": { "DateLessThan": { "aws:TokenIssueTime": "2026-11-26T01:30:00Z" } } }
            |                                                            ~~~~~~~~~~~~~~~~~~~~~~ DateLessThan aws:TokenIssueTime holds: the request has "2026-11-26T01:00:00Z"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: assume the role again (aws sts assume-role): sessions that began before 2026-11-26T01:30:00Z are not accepted (decided by AWSRevokeOlderSessions of role Dev, line 3, in account 111111111111)
    "#);
}

/// IpAddress with IPv4 and IPv6.
#[test]
fn an_address_outside_the_office() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:SourceIp = 203.0.113.9
identity Office of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["198.51.100.0/24", "2001:db8::/32"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Office of user ana / statement 1, 2 of 3 parts match
          3 |     "Condition": { "IpAddress": { "aws:SourceIp": ["198.51.100.0/24", "2001:db8::/32"] } } }
            |                                                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ IpAddress aws:SourceIp: wanted an address in "198.51.100.0/24" or "2001:db8::/32", the request has "203.0.113.9"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: call from an address in "198.51.100.0/24" or "2001:db8::/32" (decided by Office of user ana, line 3, in account 111111111111)
    "#);
}

/// NotIpAddress in a deny.
#[test]
fn an_address_that_is_shut_out() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:SourceIp = 203.0.113.9
identity Office of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "NotIpAddress": { "aws:SourceIp": "198.51.100.0/24" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in an identity-based policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       denied    Office of user ana / statement 2
          3 |   { "Effect": "Deny", "Action": "*", "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          4 |     "Condition": { "NotIpAddress": { "aws:SourceIp": "198.51.100.0/24" } } }
            |                                                      ~~~~~~~~~~~~~~~~~ NotIpAddress aws:SourceIp holds: the request has "203.0.113.9"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: call from an address in "198.51.100.0/24" (decided by Office of user ana, line 4, in account 111111111111)
    "#);
}

/// Bool.
#[test]
fn a_boolean_is_false() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:SecureTransport = false
identity Tls of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Tls of user ana / statement 1, 2 of 3 parts match
          2 | …on": { "Bool": { "aws:SecureTransport": "true" } } }
            |                                          ~~~~~~ Bool aws:SecureTransport: wanted "true", the request has "false"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: use https: --endpoint-url https://… (decided by Tls of user ana, line 2, in account 111111111111)
    "#);
}

/// BinaryEquals.
#[test]
fn bytes_differ() {
    let told = told(
        r#"
user ana asks kms:Encrypt on arn:aws:kms:us-east-1:111111111111:key/1234
with kms:EncryptionContextHash = AAEC
identity Encrypt of user ana
  { "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*", "Condition": { "BinaryEquals": { "kms:EncryptionContextHash": "QmluYXJ5" } } }
resource key policy of 1234
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "kms:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:us-east-1:111111111111:key/1234 because no identity-based policy allows the kms:Encrypt action

    DENIED, implicitly   kms:Encrypt   111111111111/ana  ->  arn:aws:kms:us-east-1:111111111111:key/1234 (account 111111111111)
    x identity       no match  closest: Encrypt of user ana / statement 1, 2 of 3 parts match
          2 | …Equals": { "kms:EncryptionContextHash": "QmluYXJ5" } } }
            |                                          ~~~~~~~~~~ BinaryEquals kms:EncryptionContextHash: wanted "QmluYXJ5", the request has "AAEC"
      resource       allowed   key policy of 1234 / statement 1; it leaves the decision to the policies of the caller
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow kms:Encrypt on arn:aws:kms:us-east-1:111111111111:key/1234 in an identity-based policy, or name the caller itself in the key policy of arn:aws:kms:us-east-1:111111111111:key/1234 (closest: Encrypt of user ana, line 2)
    "#);
}

/// ArnLike does not pass colons.
#[test]
fn an_arn_does_not_match_field_by_field() {
    let told = told(
        r#"
service s3.amazonaws.com asks sns:Publish on arn:aws:sns:us-east-1:222222222222:events
with aws:SourceArn = arn:aws:s3:::uploads
resource topic policy of events
  { "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*",
    "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:*:*:incoming*" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: s3.amazonaws.com is not authorized to perform: sns:Publish on resource: arn:aws:sns:us-east-1:222222222222:events because no resource-based policy allows the sns:Publish action

    DENIED, implicitly   sns:Publish   s3.amazonaws.com  ->  arn:aws:sns:us-east-1:222222222222:events (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       no match  closest: topic policy of events / statement 1, 3 of 4 parts match
          3 |     "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:*:*:incoming*" } } }
            |                                                  ~~~~~~~~~~~~~~~~~~~~~~~~~~ ArnLike aws:SourceArn: wanted "arn:aws:s3:*:*:incoming*", the request has "arn:aws:s3:::uploads"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: allow sns:Publish to the caller in the policy of arn:aws:sns:us-east-1:222222222222:events (closest: topic policy of events, line 3)
    "#);
}

/// Services and unsigned requests belong to no organization: the hint says which key is meant.
#[test]
fn keys_of_principals_are_not_those_of_services() {
    let asked = |caller: &str, key: &str| {
        told(&format!(
            r#"
{caller} asks sns:Publish on arn:aws:sns:us-east-1:222222222222:events
resource topic policy of events
  {{ "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*",
    "Condition": {{ "StringEquals": {{ "{key}": "x" }} }} }}
"#
        ))
    };
    for (key, hint) in [
        ("aws:PrincipalOrgID", "AWS services never have this key: use aws:SourceOrgID, the organization they act for"),
        (
            "aws:PrincipalOrgPaths",
            "AWS services never have this key: use aws:SourceOrgPaths, the organization path they act for",
        ),
        ("aws:PrincipalAccount", "AWS services never have this key: use aws:SourceAccount, the account they act for"),
        ("aws:PrincipalArn", "AWS services never have this key: use aws:SourceArn, the resource they act for"),
        ("aws:PrincipalTag/team", "AWS services never have this key"),
        ("aws:username", "AWS services never have this key"),
    ] {
        let told = asked("service s3.amazonaws.com", key);
        assert!(told.contains(&format!("= {hint}\n")), "{key}: {told}");
        assert!(!told.contains("outside any organization"), "{told}");
    }
    let told = asked("user ana", "aws:PrincipalOrgID");
    assert!(told.contains("= callers outside an organization do not have this key\n"), "{told}");
}

/// Null true, and the key is there.
#[test]
fn null_wants_the_key_absent() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:TokenIssueTime = 2026-11-26T01:00:00Z
identity LongTerm of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:TokenIssueTime": "true" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: LongTerm of role Dev / statement 1, 2 of 3 parts match
          2 | …ion": { "Null": { "aws:TokenIssueTime": "true" } } }
            |                                          ~~~~~~ Null aws:TokenIssueTime: wanted the key to be absent, the request has "2026-11-26T01:00:00Z"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: LongTerm of role Dev, line 2)
    "#);
}

/// Null false, and the key is absent.
#[test]
fn null_wants_the_key_present() {
    let told = told(
        r#"
user ana asks ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/*
identity Tagged of user ana
  { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "Null": { "aws:RequestTag/team": "false" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action

    DENIED, implicitly   ec2:RunInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/* (account 111111111111)
    x identity       no match  closest: Tagged of user ana / statement 1, 2 of 3 parts match
          2 | …on": { "Null": { "aws:RequestTag/team": "false" } } }
            |                                          ~~~~~~~ Null aws:RequestTag/team: wanted the key to have a value, the request has no such key
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --tags Key=team,Value=… (decided by Tagged of user ana, line 2, in account 111111111111)
    "#);
}

/// ForAllValues.
#[test]
fn every_value_must_be_listed() {
    let told = told(
        r#"
user ana asks ec2:CreateTags on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:TagKeys = team, cost-center
identity Tags of user ana
  { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:CreateTags action

    DENIED, implicitly   ec2:CreateTags   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Tags of user ana / statement 1, 2 of 3 parts match
          2 | …Values:StringEquals": { "aws:TagKeys": ["team", "stage"] } } }
            |                                          ~~~~~~~~~~~~~~~ ForAllValues:StringEquals aws:TagKeys: wanted every value to be "team" or "stage", the request has "team", "cost-center"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --tags with the keys "team" or "stage" and no others (decided by Tags of user ana, line 2, in account 111111111111)
    "#);
}

/// ForAnyValue.
#[test]
fn one_value_must_be_listed() {
    let told = told(
        r#"
user ana asks ec2:CreateTags on arn:aws:ec2:us-east-1:111111111111:instance/i-1
with aws:TagKeys = cost-center, owner
identity Tags of user ana
  { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringLike": { "aws:TagKeys": ["team*", "stage"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:CreateTags action

    DENIED, implicitly   ec2:CreateTags   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Tags of user ana / statement 1, 2 of 3 parts match
          2 | …AnyValue:StringLike": { "aws:TagKeys": ["team*", "stage"] } } }
            |                                          ~~~~~~~~~~~~~~~~ ForAnyValue:StringLike aws:TagKeys: wanted at least one value to be "team*" or "stage", the request has "cost-center", "owner"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass --tags with the keys "team*" or "stage" and no others (decided by Tags of user ana, line 2, in account 111111111111)
    "#);
}

/// T25: a deny that hits whoever has no MFA.
#[test]
fn if_exists_holds_without_the_key() {
    let told = told(
        r#"
user ana asks iam:DeleteUser on arn:aws:iam::111111111111:user/eve
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
identity RequireMfa of user ana
  { "Effect": "Deny", "NotAction": ["iam:ChangePassword", "sts:*"], "Resource": "*",
    "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:DeleteUser on resource: arn:aws:iam::111111111111:user/eve with an explicit deny in an identity-based policy

    DENIED, explicitly   iam:DeleteUser   111111111111/ana  ->  arn:aws:iam::111111111111:user/eve (account 111111111111)
    x identity       denied    RequireMfa of user ana / statement 1
          2 |   { "Effect": "Deny", "NotAction": ["iam:ChangePassword", "sts:*"], "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
            |                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ NotAction does not list "iam:DeleteUser"
          3 |     "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } }
            |                                                                    ~~~~~~~ BoolIfExists aws:MultiFactorAuthPresent holds: the request has no such key
            = requests signed with a user's own access key never have this key: get a session with MFA
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: sign in with MFA (aws sts get-session-token --serial-number <ARN of the MFA device> --token-code <code>) and call with its credentials (decided by RequireMfa of user ana, line 3, in account 111111111111)
    "#);
}

/// The key is there, so it counts.
#[test]
fn if_exists_with_a_wrong_value() {
    let told = told(
        r#"
user ana asks ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/*
with ec2:InstanceType = m5.24xlarge
identity Small of user ana
  { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringLikeIfExists": { "ec2:InstanceType": ["t3.*", "t4g.*"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action

    DENIED, implicitly   ec2:RunInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/* (account 111111111111)
    x identity       no match  closest: Small of user ana / statement 1, 2 of 3 parts match
          2 | …ngLikeIfExists": { "ec2:InstanceType": ["t3.*", "t4g.*"] } } }
            |                                          ~~~~~~~~~~~~~~~ StringLikeIfExists ec2:InstanceType: wanted "t3.*" or "t4g.*", the request has "m5.24xlarge"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow ec2:RunInstances on arn:aws:ec2:us-east-1:111111111111:instance/* in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Small of user ana, line 2)
    "#);
}

/// Only those that fail are shown.
#[test]
fn several_conditions_of_which_some_fail() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
with aws:SourceIp = 203.0.113.9
with aws:SecureTransport = true
identity Write of user ana
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": {
      "Bool": { "aws:SecureTransport": "true" },
      "IpAddress": { "aws:SourceIp": "10.0.0.0/8" },
      "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Write of user ana / statement 1, 3 of 5 parts match
          5 |       "IpAddress": { "aws:SourceIp": "10.0.0.0/8" },
            |                                      ~~~~~~~~~~~~ IpAddress aws:SourceIp: wanted an address in "10.0.0.0/8", the request has "203.0.113.9"
          6 |       "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" } } }
            |                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~ StringEquals s3:x-amz-acl: wanted "bucket-owner-full-control", the request has no such key
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: call from an address in "10.0.0.0/8"; and pass --acl bucket-owner-full-control (decided by Write of user ana, line 5, in account 111111111111)
    "#);
}
