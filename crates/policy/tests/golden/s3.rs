//! What S3 adds.

use insta::assert_snapshot;

use crate::story::told;

/// T95, R5.15: it reads as an explicit deny.
#[test]
fn a_public_bucket_is_restricted() {
    let told = told(
        r#"
anonymous asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
public access restricted
resource bucket policy of data
  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: anonymous is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   anonymous  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       skipped   this caller has no identity-based policies
    x resource       denied    the bucket policy is public, and RestrictPublicBuckets keeps other accounts out
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: turn off RestrictPublicBuckets: any policy that allows this caller is public
    "#);
}

/// Both must change.
#[test]
fn a_public_bucket_is_restricted_and_also_denies() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
public access restricted
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
  { "Effect": "Deny", "Principal": { "AWS": "111111111111" }, "Action": "s3:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" with an explicit deny in a resource-based policy

    DENIED, explicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of user ana / statement 1
    x resource       denied    bucket policy of data / statement 2
          3 |   { "Effect": "Deny", "Principal": { "AWS": "111111111111" }, "Action": "s3:*", "Resource": "*" }
            |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ this statement denies
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    To allow it:
      in account 222222222222: take s3:GetObject on arn:aws:s3:::data/k out of the statement that denies it (bucket policy of data, line 3)
      in account 222222222222: make the bucket policy non-public, or turn off RestrictPublicBuckets
    "#);
}

/// T88: no bucket policy can allow.
#[test]
fn the_object_belongs_to_somebody_else() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
object of 333333333333
identity Read of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of user ana / statement 1
    x resource       no match  the bucket owner does not own the object, so the bucket policy cannot allow access to it
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    No policy can allow it while the object and the bucket belong to different accounts
    "#);
}

/// T65, allowed: the deny is waived.
#[test]
fn root_unlocks_its_own_bucket() {
    let told = told(
        r#"
root asks s3:DeleteBucketPolicy on arn:aws:s3:::data of 111111111111
resource bucket policy of data
  { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    ALLOWED   s3:DeleteBucketPolicy   111111111111/root  ->  arn:aws:s3:::data (account 111111111111)
      identity       skipped   the root user can do everything in the account
      resource       no match  the owner can always manage the policy itself
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    "#);
}

/// `b` in place of `b/*`.
#[test]
fn the_bucket_was_named_where_its_objects_are_asked() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/reports/q3.csv of 111111111111
identity Read of user ana
  { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::data" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/reports/q3.csv" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/reports/q3.csv (account 111111111111)
    x identity       no match  closest: Read of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::data" }
            |                                                                                 ~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::data", the request has "arn:aws:s3:::data/reports/q3.csv"
            = "arn:aws:s3:::data" is the bucket itself; its objects are "arn:aws:s3:::data/*"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::data/reports/q3.csv in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Read of user ana, line 2)
    "#);
}

/// T136: `b/*` in place of `b`.
#[test]
fn the_objects_were_named_where_the_bucket_is_asked() {
    let told = told(
        r#"
user ana asks s3:ListBucket on arn:aws:s3:::data of 111111111111
identity Read of user ana
  { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::data/*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action

    DENIED, implicitly   s3:ListBucket   111111111111/ana  ->  arn:aws:s3:::data (account 111111111111)
    x identity       no match  closest: Read of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::data/*" }
            |                                                                                 ~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::data/*", the request has "arn:aws:s3:::data"
            = "arn:aws:s3:::data/*" matches the objects in the bucket; s3:ListBucket applies to the bucket itself
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:ListBucket on arn:aws:s3:::data in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Read of user ana, line 2)
    "#);
}

/// T134.
#[test]
fn all_buckets_are_not_one_bucket() {
    let told = told(
        r#"
user ana asks s3:ListAllMyBuckets
identity List of user ana
  { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::data" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action

    DENIED, implicitly   s3:ListAllMyBuckets   111111111111/ana  ->  * (account 111111111111)
    x identity       no match  closest: List of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::data" }
            |                                                                     ~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::data", the request has "*"
            = s3:ListAllMyBuckets has no resource of its own: only "*" matches it
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:ListAllMyBuckets on * in an identity-based policy (closest: List of user ana, line 2)
    "#);
}

/// ListObjectsV2 is authorised as s3:ListBucket.
#[test]
fn an_operation_is_not_an_action() {
    let told = told(
        r#"
user ana asks s3:ListBucket on arn:aws:s3:::data of 111111111111
identity List of user ana
  { "Effect": "Allow", "Action": ["s3:ListObjectsV2", "s3:GetObject"], "Resource": "*" }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action

    DENIED, implicitly   s3:ListBucket   111111111111/ana  ->  arn:aws:s3:::data (account 111111111111)
    x identity       no match  closest: List of user ana / statement 1, 1 of 2 parts match
          2 |   { "Effect": "Allow", "Action": ["s3:ListObjectsV2", "s3:GetObject"], "Resource": "*" }
            |                                   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "s3:ListObjectsV2" or "s3:GetObject", the request has "s3:ListBucket"
            = there is no action s3:ListObjectsV2: the operation needs s3:ListBucket
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:ListBucket on arn:aws:s3:::data in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: List of user ana, line 2)
    "#);
}
