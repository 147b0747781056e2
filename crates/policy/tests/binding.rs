//! Principals are stored by unique id and shown by their ARN of today (R1.18, R4.14).

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod services;

use rolecall_policy::document::{Dialect, PrincipalEntry};
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::{Findings, Policy};
use services::services;

const BOB: &str = "arn:aws:iam::111122223333:user/staff/Bob";
const DEPLOY: &str = "arn:aws:iam::222233334444:role/Deploy";

/// Bob's ARN is written with an escape, and once more in a condition, which is never converted.
const SENT: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:user\/staff\/Bob", "333344445555"]},
     "Action": "sts:AssumeRole",
     "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/staff/Bob"}}},
    {"Effect": "Deny",  "Principal": {"Service": "ec2.amazonaws.com", "AWS": "arn:aws:iam::222233334444:role/Deploy"},
     "Action": "sts:TagSession"}
  ]
}"#;

fn id_of(arn: &str) -> Option<Box<str>> {
    match arn {
        BOB => Some("AIDABOB".into()),
        DEPLOY => Some("AROADEPLOY".into()),
        _ => None,
    }
}

fn bound() -> Policy<Trust> {
    let mut policy = Policy::<Trust>::create(SENT, services()).expect("a trust policy");
    policy.bind_principals(id_of).expect("both exist");
    policy
}

fn entries(policy: &Policy<Trust>) -> Vec<PrincipalEntry> {
    let principals = policy.statements().iter().filter_map(|statement| statement.principal.as_ref());
    principals.flat_map(|element| &element.entries).map(|entry| entry.value.clone()).collect()
}

#[test]
fn users_and_roles_are_listed_and_bound() {
    let policy = Policy::<Trust>::create(SENT, services()).expect("a trust policy");
    let listed: Vec<_> = policy.principal_arns().map(|(_, arn)| arn).collect();
    assert_eq!(listed, [BOB, DEPLOY]);
    assert_eq!(policy.principal_accounts().map(|(_, id)| id).collect::<Vec<_>>(), ["333344445555"]);

    let bound = bound();
    assert_eq!(&**bound.text(), SENT, "the text stays as sent");
    assert_eq!(
        entries(&bound),
        [
            PrincipalEntry::UniqueId("AIDABOB".into()),
            PrincipalEntry::Account("333344445555".into()),
            PrincipalEntry::Service("ec2.amazonaws.com".into()),
            PrincipalEntry::UniqueId("AROADEPLOY".into()),
        ]
    );
    assert_eq!(bound.principal_ids().map(|(_, id)| id).collect::<Vec<_>>(), ["AIDABOB", "AROADEPLOY"]);
    assert_eq!(bound.principal_arns().count(), 0);
}

#[test]
fn the_stored_text_holds_ids_and_reads_back_with_the_binding() {
    let stored = bound().stored_text();
    let expected = SENT
        .replace(r"arn:aws:iam::111122223333:user\/staff\/Bob", "AIDABOB")
        .replace("arn:aws:iam::222233334444:role/Deploy", "AROADEPLOY");
    assert_eq!(stored, expected, "nothing but the two entries has changed");

    let reloaded = Policy::<Trust>::parse(stored.clone()).expect("what was stored");
    assert_eq!(entries(&reloaded), entries(&bound()));
    assert_eq!(reloaded.stored_text(), stored, "storing again changes nothing");
}

#[test]
fn the_shown_text_follows_names_and_shows_what_is_gone() {
    let reloaded = Policy::<Trust>::parse(bound().stored_text()).expect("what was stored");

    // Both as they were: the text as sent, but for the escapes of the entry itself.
    let same = |id: &str| match id {
        "AIDABOB" => Some(BOB.to_owned()),
        "AROADEPLOY" => Some(DEPLOY.to_owned()),
        _ => None,
    };
    let rooted = SENT.replace("333344445555", "arn:aws:iam::333344445555:root");
    assert_eq!(reloaded.render(same), rooted.replace(r"\/", "/"));
    assert_eq!(bound().render(same), rooted, "an unchanged entry keeps its spelling");

    // R4.14: Bob is now Robert; the role is gone. The condition still says Bob.
    let later = |id: &str| (id == "AIDABOB").then(|| "arn:aws:iam::111122223333:user/Robert".to_owned());
    let shown = reloaded.render(later);
    let expected = rooted
        .replace(r#""arn:aws:iam::111122223333:user\/staff\/Bob""#, r#""arn:aws:iam::111122223333:user/Robert""#)
        .replace("arn:aws:iam::222233334444:role/Deploy", "AROADEPLOY");
    assert_eq!(shown, expected);
}

/// R1.18: an account's bare id is shown as the ARN of its root, in both elements; the stored text keeps it. What only
/// looks like an account's id stays: another key's value, a condition's value, an ARN.
#[test]
fn accounts_are_shown_by_the_arn_of_their_root() {
    let sent = r#"{"Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ["111122223333", "arn:aws:iam::222233334444:root", "*"]},
         "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
         "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}},
        {"Effect": "Deny", "NotPrincipal": {"AWS": "333344445555"}, "Action": "s3:*", "Resource": "arn:aws:s3:::data/*"}
    ]}"#;
    let policy = Policy::<Resource>::parse(sent).expect("a bucket policy");
    assert_eq!(policy.stored_text(), sent);
    let expected = sent
        .replace(r#"["111122223333""#, r#"["arn:aws:iam::111122223333:root""#)
        .replace(r#""333344445555""#, r#""arn:aws:iam::333344445555:root""#);
    let shown = policy.render(|_| None);
    assert_eq!(shown, expected);
    let again = Policy::<Resource>::parse(shown.clone()).expect("what is shown");
    assert_eq!(again.render(|_| None), shown, "showing it again changes nothing");
}

#[test]
fn unknown_principals_are_all_named_and_nothing_is_bound() {
    let mut policy = Policy::<Trust>::create(SENT, services()).expect("a trust policy");
    let findings = policy.bind_principals(|arn| (arn == DEPLOY).then(|| "AROADEPLOY".into())).expect_err("no Bob");
    assert_eq!(findings.aws_code(), "MalformedPolicyDocument");
    assert_eq!(findings.aws_message(), format!("Invalid principal in policy: \"AWS\":\"{BOB}\""));
    assert_eq!(policy.principal_arns().count(), 2, "the policy is unchanged");
    assert_eq!(policy.bind_principals(|_| None).expect_err("nobody").all().len(), 2);

    let (span, account) = policy.principal_accounts().next().expect("an account");
    let findings = Findings::unknown_principal(Dialect::Trust, span, account);
    assert_eq!(findings.aws_message(), "Invalid principal in policy: \"AWS\":\"333344445555\"");
}

/// `NotPrincipal` is bound like `Principal`; a bucket policy's refusal is in S3's words.
#[test]
fn bucket_policies_bind_both_elements_in_the_words_of_s3() {
    let text = format!(
        r#"{{"Statement":[{{"Effect":"Deny","NotPrincipal":{{"AWS":"{BOB}"}},"Action":"s3:*","Resource":"arn:aws:s3:::data"}},
        {{"Effect":"Allow","Principal":{{"AWS":"{DEPLOY}"}},"Action":"s3:*","Resource":"arn:aws:s3:::data"}}]}}"#
    );
    let mut policy = Policy::<Resource>::create_for_bucket(text, "data", services()).expect("a bucket policy");
    let refused = policy.bind_principals(|_| None).expect_err("nobody exists").in_words_of(Dialect::S3);
    assert_eq!((refused.aws_code(), refused.aws_message()), ("MalformedPolicy", "Invalid principal in policy"));
    policy.bind_principals(id_of).expect("both exist");
    assert_eq!(policy.principal_ids().map(|(_, id)| id).collect::<Vec<_>>(), ["AIDABOB", "AROADEPLOY"]);
}
