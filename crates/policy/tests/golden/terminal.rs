//! Whatever stands in a policy, the terminal shows it harmlessly and in width.

use insta::assert_snapshot;

use crate::story::told;

/// They cannot act on the terminal.
#[test]
fn control_characters_are_escaped() {
    let told = told(
        r#"
user ana asks s3:GetObject on arn:aws:s3:::data/k
with aws:UserAgent = \u{1b}[2J\u{a}DENIED
identity Agents of user ana
  { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:UserAgent": "\u001b[31m" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:GetObject action

    DENIED, implicitly   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Agents of user ana / statement 1, 2 of 3 parts match
          2 | …": { "StringEquals": { "aws:UserAgent": "\u001b[31m" } } }
            |                                          ~~~~~~~~~~~~ StringEquals aws:UserAgent: wanted "\u{1b}[31m", the request has "\u{1b}[2J\u{a}DENIED"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass the header User-Agent '\u{1b}[31m' (decided by Agents of user ana, line 2, in account 111111111111)
    "#);
}

/// The neighbourhood of the place is shown.
#[test]
fn a_policy_of_one_long_line() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
identity Long of user ana
  {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:*","Resource":"*"},{"Effect":"Allow","Action":"sns:*","Resource":"*"},{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::logs/*"],"Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}},{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Long of user ana / statement 4, 1 of 3 parts match
          1 | …:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::logs/*"],"Condition":{"StringEquals":{"aws:PrincipalTag…
            |                                          ~~~~~~~~~~~~~~~~~~~~~ wanted "arn:aws:s3:::logs/*", the request has "arn:aws:s3:::data/k"
          1 | …"StringEquals":{"aws:PrincipalTag/team":"red"}}},{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}
            |                                          ~~~~~ StringEquals aws:PrincipalTag/team: wanted "red", the request has no such key
            = the caller has no tag "team"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Long of user ana, line 1)
    "#);
}

/// The values of a request may be of two thousand characters.
#[test]
fn long_names_are_cut() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
with aws:UserAgent = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
identity AVeryLongNameOfAPolicyThatSomebodyGaveItBecauseTheyCouldDoSoAndNobodyStoppedThem of role AnotherVeryLongNameOfARoleThatIsSixtyFourLong
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "aws:UserAgent": "short" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: AVeryLongNameOfAPolicyThatSomebodyGaveItBecauseTheyCouldDoSoAndNobodyStoppedThem of role AnotherVeryLongNameOfARoleThatIsSixtyFourLong / statement 1, 2 of 3 parts match
          2 | …": { "StringEquals": { "aws:UserAgent": "short" } } }
            |                                          ~~~~~~~ StringEquals aws:UserAgent: wanted "short", the request has "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      the caller: pass the header User-Agent short (decided by AVeryLongNameOfAPolicyThatSomebodyGaveItBecauseTheyCouldDoSoAndNobodyStoppedThem of role AnotherVeryLongNameOfARoleThatIsSixtyFourLong, line 2, in account 111111111111)
    "#);
}

/// The mark stands under the value.
#[test]
fn letters_beyond_ascii_keep_the_place() {
    let told = told(
        r#"
user ana asks s3:PutObject on arn:aws:s3:::data/k
with aws:PrincipalTag/team = bleu
identity Équipe of user ana
  { "Sid": "Equipe", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/équipe": "é", "aws:PrincipalTag/team": "vert" } } }
"#,
    );
    assert_snapshot!(told, @r#"
    User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action

    DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/k (account 111111111111)
    x identity       no match  closest: Équipe of user ana / statement "Equipe", 2 of 4 parts match
          2 | …ngEquals": { "aws:PrincipalTag/équipe": "é", "aws:PrincipalTag/team": "vert" } } }
            |                                          ~~~ StringEquals aws:PrincipalTag/équipe: wanted "é", the request has no such key
            = the caller has no tag "équipe"
          2 | …/équipe": "é", "aws:PrincipalTag/team": "vert" } } }
            |                                          ~~~~~~ StringEquals aws:PrincipalTag/team: wanted "vert", the request has "bleu"
      no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
    To allow it:
      in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/k in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: Équipe of user ana, line 2)
    "#);
}
