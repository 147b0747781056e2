//! What no policy can allow, and what no policy can deny.

use insta::assert_snapshot;

use crate::story::told;

/// T108: other changes would not help, so none are told.
#[test]
fn root_assumes_no_role() {
    let told = told(
        r#"
root asks sts:AssumeRole on arn:aws:iam::111111111111:role/Ops
trust trust policy of role Ops
  { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Ops

    DENIED, implicitly   sts:AssumeRole   111111111111/root  ->  arn:aws:iam::111111111111:role/Ops (account 111111111111)
    x caller         denied    the root user, federated users and AssumeRoot sessions cannot assume roles
      identity       skipped   the root user can do everything in the account
    x resource       no match  closest: trust policy of role Ops / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
            |                                                  ~~~~~~~~~~~~~~~~~~~ wanted "ec2.amazonaws.com", the caller is "arn:aws:iam::111111111111:root"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: the root user, federated users and AssumeRoot sessions cannot assume roles
    "#);
}

/// T123.
#[test]
fn aws_managed_policies_are_not_changed() {
    let told = told(
        r#"
user ana asks iam:DeletePolicy on arn:aws:iam::aws:policy/ReadOnlyAccess
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:DeletePolicy on resource: arn:aws:iam::aws:policy/ReadOnlyAccess

    DENIED, implicitly   iam:DeletePolicy   111111111111/ana  ->  arn:aws:iam::aws:policy/ReadOnlyAccess (account 111111111111)
    x reserved       denied    this resource is reserved for AWS and cannot be changed
      identity       allowed   Admin of user ana / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    No policy can allow it: this resource is reserved for AWS and cannot be changed
    "#);
}

/// R2.39.
#[test]
fn reserved_roles_are_not_changed() {
    let told = told(
        r#"
user ana asks iam:PutRolePolicy on arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123
identity Admin of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: iam:PutRolePolicy on resource: arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123

    DENIED, implicitly   iam:PutRolePolicy   111111111111/ana  ->  arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123 (account 111111111111)
    x reserved       denied    this resource is reserved for AWS and cannot be changed
      identity       allowed   Admin of user ana / statement 1
      resource       skipped   the resource has no policy of its own for this action
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: this resource is reserved for AWS and cannot be changed
    "#);
}

/// R2.22.
#[test]
fn partitions_do_not_reach_each_other() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
partition aws-cn
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws-cn:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k"

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
    x partition      denied    access across partitions is not possible
      identity       allowed   Read of user ana / statement 1
      resource       allowed   bucket policy of data / statement 1
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: access across partitions is not possible
    "#);
}

/// T116: never authorised.
#[test]
fn who_one_is_may_always_be_asked() {
    let told = told(
        r#"
user ana asks sts:GetCallerIdentity
identity Nothing of user ana
  { "Effect": "Deny", "Action": "*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   sts:GetCallerIdentity   111111111111/ana  ->  * (account 111111111111)
      This operation needs no permission: no policy can allow or deny it.
    "#);
}

/// R2.40: no policy of its own.
#[test]
fn an_alias_of_another_account() {
    let told = told(
        r#"
user ana asks kms:DeleteAlias on arn:aws:kms:us-east-1:222222222222:alias/app
identity Keys of user ana
  { "Effect": "Allow", "Action": "kms:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: kms:DeleteAlias on resource: arn:aws:kms:us-east-1:222222222222:alias/app because no resource-based policy allows the kms:DeleteAlias action

    DENIED, implicitly   kms:DeleteAlias   111111111111/ana  ->  arn:aws:kms:us-east-1:222222222222:alias/app (account 222222222222)
      identity       allowed   Keys of user ana / statement 1
    x resource       skipped   the resource has no policy of its own for this action
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: kms:DeleteAlias has no resource policy, and the caller is in another account
    "#);
}

/// R2.42: only the caller's own policies count, and a service has none.
#[test]
fn services_do_not_assume_root() {
    let told = told(
        r#"
service lambda.amazonaws.com asks sts:AssumeRoot on arn:aws:iam::222222222222:root
"#,
    );
    assert_snapshot!(told, @r#"
    User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::222222222222:root because no resource-based policy allows the sts:AssumeRoot action

    DENIED, implicitly   sts:AssumeRoot   lambda.amazonaws.com  ->  arn:aws:iam::222222222222:root (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       skipped   only the caller's own policies count, and this caller has none
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it: sts:AssumeRoot has no resource policy, and the caller is not a user or role
    "#);
}
