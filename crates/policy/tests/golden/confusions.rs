//! Who is who: sessions, roles, ids, ExternalId and MFA.

use insta::assert_snapshot;

use crate::story::told;

/// T45: a deny that spares nobody.
#[test]
fn the_arn_of_a_session_is_not_the_principal_arn() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:PrincipalArn = arn:aws:iam::111111111111:role/Dev
identity Admin of role Dev
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
    "Condition": { "StringNotEquals": { "aws:PrincipalArn": "arn:aws:sts::111111111111:assumed-role/Dev/ana" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 111111111111)
      identity       allowed   Admin of role Dev / statement 1
    x resource       denied    bucket policy of data / statement 1
          2 |   { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
          3 | …StringNotEquals": { "aws:PrincipalArn": "arn:aws:sts::111111111111:assumed-role/Dev/ana" } } }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ StringNotEquals aws:PrincipalArn holds: the request has "arn:aws:iam::111111111111:role/Dev"
            = "arn:aws:sts::111111111111:assumed-role/Dev/ana" is the ARN of a session: aws:PrincipalArn of a session is the ARN of its role
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 2)
    "#);
}

/// T105: missing.
#[test]
fn no_external_id() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Vendor
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Vendor
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "sts:ExternalId": "7f3a" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Vendor because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Vendor (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Vendor / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "sts:ExternalId": "7f3a" } } }
            |                                                        ~~~~~~ StringEquals sts:ExternalId: wanted "7f3a", the request has no such key
            = AssumeRole was called without ExternalId
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      the caller: pass --external-id 7f3a (decided by trust policy of role Vendor, line 3, in account 222222222222)
    "#);
}

/// T105: wrong.
#[test]
fn a_wrong_external_id() {
    let told = told(
        r#"
user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Vendor
with sts:ExternalId = 7f3b
identity Assume of user ana
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Vendor
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "sts:ExternalId": "7f3a" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Vendor because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/ana  ->  arn:aws:iam::222222222222:role/Vendor (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Vendor / statement 1, 2 of 3 parts match
          3 |     "Condition": { "StringEquals": { "sts:ExternalId": "7f3a" } } }
            |                                                        ~~~~~~ StringEquals sts:ExternalId: wanted "7f3a", the request has "7f3b"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      the caller: pass --external-id 7f3a (decided by trust policy of role Vendor, line 3, in account 222222222222)
    "#);
}

/// T24.
#[test]
fn long_term_keys_have_no_mfa() {
    let told = told(
        r#"
user ana asks ec2:TerminateInstances on arn:aws:ec2:us-east-1:111111111111:instance/i-1
identity Mfa of user ana
  { "Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ec2:TerminateInstances on resource: arn:aws:ec2:us-east-1:111111111111:instance/i-1 because no identity-based policy allows the ec2:TerminateInstances action

    DENIED, implicitly   ec2:TerminateInstances   111111111111/ana  ->  arn:aws:ec2:us-east-1:111111111111:instance/i-1 (account 111111111111)
    x identity       no match  closest: Mfa of user ana / statement 1, 2 of 3 parts match
          2 | …"Bool": { "aws:MultiFactorAuthPresent": "true" } } }
            |                                          ~~~~~~ Bool aws:MultiFactorAuthPresent: wanted "true", the request has no such key
            = requests signed with a user's own access key never have this key: get a session with MFA
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: sign in with MFA (aws sts get-session-token --serial-number <ARN of the MFA device> --token-code <code>) and call with its credentials (decided by Mfa of user ana, line 2, in account 111111111111)
    "#);
}

/// T106.
#[test]
fn passing_tags_is_trusted_by_itself() {
    let told = told(
        r#"
user ana asks sts:TagSession on arn:aws:iam::222222222222:role/Ops
identity Assume of user ana
  { "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:TagSession on resource: arn:aws:iam::222222222222:role/Ops because no role trust policy allows the sts:TagSession action

    DENIED, implicitly   sts:TagSession   111111111111/ana  ->  arn:aws:iam::222222222222:role/Ops (account 222222222222)
      identity       allowed   Assume of user ana / statement 1
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }
            |                                                                          ~~~~~~~~~~~~~~~~ wanted "sts:AssumeRole", the request has "sts:TagSession"
            = permission to assume the role does not include sts:TagSession: the trust policy must allow it separately
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sts:TagSession to the caller in the trust policy of arn:aws:iam::222222222222:role/Ops (closest: trust policy of role Ops, line 2)
    "#);
}

/// T41: the stored policy holds the id of the old one.
#[test]
fn a_role_made_again_has_a_new_id() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "AROAOLD0000000000007" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of role Dev / statement 1
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "AROAOLD0000000000007" }, "Action": "s3:GetObject", "Resource": "arn:…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~ wanted "AROAOLD0000000000007", the caller is "arn:aws:sts::111111111111:assumed-role/Dev/ana"
            = "AROAOLD0000000000007" is the id of another role or user, perhaps deleted: an entity that is recreated with the same name has a new id
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// The ARN of a session names one session.
#[test]
fn a_session_of_the_role_by_another_name() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:sts::111111111111:assumed-role/Dev/eve" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of role Dev / statement 1
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:sts::111111111111:assumed-role/Dev/eve" }, "Action": "s3:Get…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:sts::111111111111:assumed-role/Dev/eve", the caller is "arn:aws:sts::111111111111:assumed-role/Dev/ana"
            = "arn:aws:sts::111111111111:assumed-role/Dev/eve": this names one session only; the role's ARN names all its sessions
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// R1.16.
#[test]
fn a_principal_has_no_wildcards() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of role Dev / statement 1
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/*" }, "Action": "s3:GetObject", "Reso…
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:role/*", the caller is "arn:aws:sts::111111111111:assumed-role/Dev/ana"
            = "arn:aws:iam::111111111111:role/*": wildcards do not work in principals; use a condition on aws:PrincipalArn
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// iam:PassRole of a role with a path.
#[test]
fn the_path_is_a_part_of_the_arn() {
    let told = told(
        r#"
user ana asks iam:PassRole on arn:aws:iam::111111111111:role/service/Worker
identity Pass of user ana
  { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/Worker" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/service/Worker because no identity-based policy allows the iam:PassRole action

    DENIED, implicitly   iam:PassRole   111111111111/ana  ->  arn:aws:iam::111111111111:role/service/Worker (account 111111111111)
    x identity       no match  closest: Pass of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/Worker" }
            |                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:role/Worker", the request has "arn:aws:iam::111111111111:role/service/Worker"
            = "arn:aws:iam::111111111111:role/Worker" has a different path, and the path is part of the ARN
      resource       skipped   the resource has no policy of its own for this action
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 111111111111: allow iam:PassRole on arn:aws:iam::111111111111:role/service/Worker in an identity-based policy (closest: Pass of user ana, line 2)
    "#);
}

/// The same in a principal.
#[test]
fn the_path_of_a_trusted_role() {
    let told = told(
        r#"
session team/Dev/ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Ops
identity Assume of role Dev
  { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/Dev" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Ops because no role trust policy allows the sts:AssumeRole action

    DENIED, implicitly   sts:AssumeRole   111111111111/Dev/ana  ->  arn:aws:iam::222222222222:role/Ops (account 222222222222)
      identity       allowed   Assume of role Dev / statement 1
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match
          2 | …Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/Dev" }, "Action": "sts:AssumeRole" }
            |                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:role/Dev", the caller is "arn:aws:sts::111111111111:assumed-role/Dev/ana"
            = "arn:aws:iam::111111111111:role/Dev" and "arn:aws:iam::111111111111:role/team/Dev" have different paths, and the path is part of the ARN
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sts:AssumeRole to the caller in the trust policy of arn:aws:iam::222222222222:role/Ops (closest: trust policy of role Ops, line 2)
    "#);
}

/// T140: it is about nobody.
#[test]
fn a_bucket_policy_without_principal() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of user ana / statement 1
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
            | no principal is named, the caller is "arn:aws:iam::111111111111:user/ana"
            = a statement in this kind of policy must name a principal; without one it matches nobody
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 2)
    "#);
}

/// A person sends no aws:SourceArn.
#[test]
fn source_arn_is_for_services() {
    let told = told(
        r#"
user ana asks sqs:SendMessage on arn:aws:sqs:us-east-1:222222222222:jobs
identity Send of user ana
  { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }
resource queue policy of jobs
  { "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*",
    "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:222222222222:events" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:222222222222:jobs because no resource-based policy allows the sqs:SendMessage action

    DENIED, implicitly   sqs:SendMessage   111111111111/ana  ->  arn:aws:sqs:us-east-1:222222222222:jobs (account 222222222222)
      identity       allowed   Send of user ana / statement 1
    x resource       no match  closest: queue policy of jobs / statement 1, 3 of 4 parts match
          3 |     "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:222222222222:events" } } }
            |                                                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ ArnEquals aws:SourceArn: wanted "arn:aws:sns:us-east-1:222222222222:events", the request has no such key
            = only AWS services send this key, when they act for a resource
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow sqs:SendMessage to the caller in the queue policy of arn:aws:sqs:us-east-1:222222222222:jobs (closest: queue policy of jobs, line 3)
    "#);
}

/// aws:SourceIp is absent there.
#[test]
fn the_address_through_an_endpoint() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:SourceVpce = vpce-0123
with aws:VpcSourceIp = 10.0.0.7
identity Office of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Office of user ana / statement 1, 2 of 3 parts match
          2 | …tion": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }
            |                                          ~~~~~~~~~~~~ IpAddress aws:SourceIp: wanted an address in "10.0.0.0/8", the request has no such key
            = requests through a VPC endpoint have aws:VpcSourceIp instead
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: call from an address in "10.0.0.0/8" (decided by Office of user ana, line 2, in account 111111111111)
    "#);
}
