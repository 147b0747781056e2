//! Long lists are shown by what is likest.

use insta::assert_snapshot;

use crate::story::told;

/// Of forty the likest first, and the line it is on.
#[test]
fn a_long_list_of_resources() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::team-25/k
identity Teams of user ana
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": [
      "arn:aws:s3:::team-01/*", "arn:aws:s3:::team-02/*", "arn:aws:s3:::team-03/*", "arn:aws:s3:::team-04/*",
      "arn:aws:s3:::team-20/*", "arn:aws:s3:::team-21/*", "arn:aws:s3:::team-22/*", "arn:aws:s3:::team-24/*",
      "arn:aws:s3:::logs/*", "arn:aws:s3:::backup/*", "arn:aws:s3:::team-255/*", "arn:aws:s3:::team-30/*" ] }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::team-25/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::team-25/k (account 111111111111)
    x identity       no match  closest: Teams of user ana / statement 1, 1 of 2 parts match
          5 |       "arn:aws:s3:::logs/*", "arn:aws:s3:::backup/*", "arn:aws:s3:::team-255/*", "arn:aws:s3:::team-30/*" ] }
            |                                                       ~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::team-255/*" or "arn:aws:s3:::team-20/*" or "arn:aws:s3:::team-21/*" or 9 more, the request has "arn:aws:s3:::team-25/k"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:GetObject on arn:aws:s3:::team-25/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::team-25 (closest: Teams of user ana, line 5)
    "#);
}

/// Actions of other services are never likest.
#[test]
fn a_long_list_of_actions() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Operator of user ana
  { "Effect": "Allow", "Resource": "*", "Action": [
      "acm:DescribeCertificate",
      "ec2:DescribeInstances",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObjectTagging",
      "s3express:PutObject",
      "sqs:SendMessage" ] }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Operator of user ana / statement 1, 1 of 2 parts match
          7 |       "s3:PutObjectTagging",
            |       ~~~~~~~~~~~~~~~~~~~~~ wanted "s3:PutObjectTagging" or "s3:GetObject" or "s3:ListBucket" or 4 more, the request has "s3:PutObject"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Operator of user ana, line 7)
    "#);
}

/// The caller's role is likest to its own kind.
#[test]
fn a_long_list_of_principals() {
    let told = told(
        r#"
session Dev/ana asks s3:GetObject on arn:aws:s3:::data/k of 222222222222
identity Read of role Dev
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
resource bucket policy of data
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*", "Principal": { "AWS": [
      "444444444444",
      "arn:aws:iam::333333333333:user/ana",
      "arn:aws:iam::111111111111:role/Development",
      "arn:aws:iam::111111111111:user/eve",
      "arn:aws:iam::222222222222:role/Dev" ] } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no resource-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/Dev/ana  ->  arn:aws:s3:::data/k (account 222222222222)
      identity       allowed   Read of role Dev / statement 1
    x resource       no match  closest: bucket policy of data / statement 1, 2 of 3 parts match
          5 |       "arn:aws:iam::111111111111:role/Development",
            |       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:iam::111111111111:role/Development" or "arn:aws:iam::111111111111:user/eve" or "arn:aws:iam::222222222222:role/Dev" or 2 more, the caller is "arn:aws:sts::111111111111:assumed-role/Dev/ana"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary
    Across accounts, both sides must allow the request.
    To allow it:
      in account 222222222222: allow s3:GetObject to the caller in the bucket policy of arn:aws:s3:::data (closest: bucket policy of data, line 5)
    "#);
}

/// And of what the request has, too.
#[test]
fn a_long_list_of_values() {
    let told = told(
        r#"
user ana asks dynamodb:Query on arn:aws:dynamodb:us-east-1:111111111111:table/orders
with dynamodb:Attributes = id, name, price, discount, vat, total, currency, notes
identity Columns of user ana
  { "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*",
    "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name", "price", "total", "currency"] } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:111111111111:table/orders because no identity-based policy allows the dynamodb:Query action

    DENIED, implicitly   dynamodb:Query   111111111111/ana  ->  arn:aws:dynamodb:us-east-1:111111111111:table/orders (account 111111111111)
    x identity       no match  closest: Columns of user ana / statement 1, 2 of 3 parts match
          3 | …utes": ["id", "name", "price", "total", "currency"] } } }
            |                                          ~~~~~~~~~~ ForAllValues:StringEquals dynamodb:Attributes: wanted every value to be "currency" or "price" or "total" or 2 more, the request has "id", "name", "price", "discount", "vat", "total" and 2 more
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow dynamodb:Query on arn:aws:dynamodb:us-east-1:111111111111:table/orders in an identity-based policy, or name the caller in the resource's policy, if it can have one (closest: Columns of user ana, line 3)
    "#);
}
