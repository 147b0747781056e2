//! Every layer can be written down, can deny, and is told apart from the others.

use super::{Run, run_text};

/// Across accounts, with a policy in every layer, all of which allow everything.
const ALL_ALLOW: &str = r#"
[policies]
all      = { document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' }
others   = { document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"x:Y","Resource":"*"}}' }
everyone = { document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}' }
nobody   = { document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"333333333333"},"Action":"*","Resource":"*"}}' }
trust    = { document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}' }
[policies.never]
document = { Statement = [
  { Effect = "Allow", Principal = "*", Action = "*", Resource = "*" },
  { Effect = "Deny", Principal = "*", Action = ["s3:GetObject", "kms:Decrypt", "sts:AssumeRole"], Resource = "*" },
] }

[policies.denies]
document = { Statement = [
  { Effect = "Allow", Action = "*", Resource = "*" },
  { Effect = "Deny", Action = ["s3:GetObject", "kms:Decrypt", "sts:AssumeRole"], Resource = "*" },
] }

[principals.dev]
arn = "arn:aws:sts::111111111111:assumed-role/Dev/ana"
identity = "all"
boundary = "all"
session = "all"

[principals.root]
arn = "arn:aws:iam::111111111111:root"

[organization.levels.root]
scp = "FullAWSAccess"
rcp = "RCPFullAWSAccess"
[organization.levels.below]
within = "root"
scp = "FullAWSAccess" # below
rcp = "RCPFullAWSAccess" # below
accounts = ["111111111111", "222222222222"]

[resources.bucket]
arn = "arn:aws:s3:::data"
account = "222222222222"
policy = "everyone"

[resources.key]
arn = "arn:aws:kms:eu-west-1:222222222222:key/k"
policy = "everyone" # key

[resources.role]
arn = "arn:aws:iam::222222222222:role/Deploy"
policy = "trust"
"#;

const GET: &str = r#"
[[test]]
who = "dev"
may = "s3:GetObject"
on = "bucket/report.csv"
endpoint = "everyone"
"#;

const DECRYPT: &str = r#"
[[test]]
who = "dev"
may = "kms:Decrypt"
on = "key"
"#;

const ASSUME: &str = r#"
[[test]]
who = "dev"
may = "sts:AssumeRole"
on = "role"
"#;

const LAYERS: [&str; 10] =
    ["identity", "boundary", "session", "resource", "endpoint", "scp", "rcp", "caller", "partition", "reserved"];

fn outcome(text: &str) -> Run {
    let run = run_text(&["--coverage", "none"], text);
    assert_eq!(run.err, "", "{text}");
    run
}

/// The layer denies, in the way that is expected and in no other, and no other layer does.
fn denies(file: &str, layer: &str, explicit: bool) {
    assert_eq!(outcome(file).status, 1, "it is still allowed: {layer}\n{file}");
    let (before, test) = file.split_once("[[test]]").unwrap();
    let mut expectations: Vec<(String, bool)> =
        LAYERS.iter().map(|other| (format!("because = \"{other}\""), *other == layer)).collect();
    for expected in [true, false] {
        expectations.push((format!("explicit = {expected}"), expected == explicit));
        expectations.push((format!("because = \"{layer}\"\nexplicit = {expected}"), expected == explicit));
    }
    let mut denials = before.to_owned();
    for (at, (expectation, _)) in expectations.iter().enumerate() {
        let test = test.replace("\nmay = ", "\nmay_not = ");
        denials.push_str(&format!("[[test]]\nname = \"expectation {at}\"{test}{expectation}\n"));
    }
    let run = outcome(&denials);
    for (at, (expectation, met)) in expectations.iter().enumerate() {
        let line = if *met { format!("ok    expectation {at}\n") } else { format!("FAIL  expectation {at} (") };
        assert!(run.out.contains(&line), "{layer}, {expectation}\n{}", run.out);
    }
}

/// Each layer that does not allow denies implicitly, each with a `Deny` explicitly (R2, table 2.2).
#[test]
fn each_layer_denies() {
    for (layer, test, allows, silent, never) in [
        ("identity", GET, "identity = \"all\"", "identity = \"others\"", "identity = \"denies\""),
        ("boundary", GET, "boundary = \"all\"", "boundary = \"others\"", "boundary = \"denies\""),
        ("session", GET, "session = \"all\"", "session = []", "session = [\"denies\"]"),
        (
            "resource",
            GET,
            "policy = \"everyone\"\n\n[resources.key]",
            "policy = \"nobody\"\n[resources.key]",
            "policy = \"never\"\n[resources.key]",
        ),
        ("endpoint", GET, "endpoint = \"everyone\"", "endpoint = \"nobody\"", "endpoint = [\"everyone\", \"never\"]"),
        ("scp", GET, "scp = \"FullAWSAccess\" # below", "scp = \"others\"", "scp = [\"FullAWSAccess\", \"denies\"]"),
        ("rcp", GET, "rcp = \"RCPFullAWSAccess\" # below", "rcp = []", "rcp = [\"RCPFullAWSAccess\", \"never\"]"),
        ("resource", DECRYPT, "policy = \"everyone\" # key", "policy = \"nobody\"", "policy = \"never\""),
        ("resource", ASSUME, "policy = \"trust\"", "policy = \"nobody\"", "policy = \"never\""),
    ] {
        let file = ALL_ALLOW.to_owned() + test;
        let allowed = outcome(&file);
        assert_eq!(allowed.status, 0, "{}", allowed.out);
        for (policies, explicit) in [(silent, false), (never, true)] {
            assert!(file.contains(allows), "{allows}");
            denies(&file.replacen(allows, policies, 1), layer, explicit);
        }
    }
}

/// The rules that stand before the policies: R2.41, R2.22, R2.39.
#[test]
fn each_rule_denies() {
    let root = ASSUME.replace("\"dev\"", "\"root\"");
    denies(&(ALL_ALLOW.to_owned() + &root), "caller", false);
    let china =
        "\n[[test]]\nwho = \"dev\"\nmay = \"sqs:SendMessage\"\non = \"arn:aws-cn:sqs:cn-north-1:111111111111:q\"\n";
    denies(&(ALL_ALLOW.to_owned() + china), "partition", false);
    let aws =
        "\n[[test]]\nwho = \"dev\"\nmay = \"iam:DeletePolicy\"\non = \"arn:aws:iam::aws:policy/ReadOnlyAccess\"\n";
    denies(&(ALL_ALLOW.to_owned() + aws), "reserved", false);
}

/// A level that nobody is below binds nobody; a level above the account's own binds it as that does (R2.16). The
/// management account is spared (R2.17), and accounts outside are not bound.
#[test]
fn levels_bind_the_accounts_below_them() {
    let test = GET.replace("endpoint = \"everyone\"", "");
    let file = |scp: &str, more: &str| {
        ALL_ALLOW.replacen("scp = \"FullAWSAccess\"", scp, 1).replace("[organization.levels.root]", more) + &test
    };
    let same = "[organization.levels.root]";
    assert_eq!(outcome(&file("scp = \"denies\"", same)).status, 1);
    let managing = "[organization]\nmanagement_account = \"111111111111\"\n[organization.levels.root]";
    assert_eq!(outcome(&file("scp = \"denies\"", managing)).status, 0);
    let other = "[organization]\nmanagement_account = \"222222222222\"\n[organization.levels.root]";
    assert_eq!(outcome(&file("scp = \"denies\"", other)).status, 1);
    let outside = file("scp = \"denies\"", same).replace("accounts = [\"111111111111\", ", "accounts = [");
    assert_eq!(outcome(&outside).status, 0);
    let beside =
        "[organization.levels.beside]\nwithin = \"root\"\nscp = \"denies\"\nrcp = []\n[organization.levels.root]";
    assert_eq!(outcome(&file("scp = \"FullAWSAccess\"", beside)).status, 0);
}

/// What is known of principals, resources, the organization and the test becomes condition keys; what stands nearer to
/// the test wins, and `without` keeps a key out.
#[test]
fn keys_come_from_everything_that_is_named() {
    let policy = |key: &str, value: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringEquals":{{"{key}":"{value}"}}}}}}}}"#
        )
    };
    let file = |key: &str, value: &str, test: &str| {
        format!(
            r#"
[policies]
p = {{ document = '{}' }}
[principals.ana]
arn = "arn:aws:iam::111111111111:user/ana"
identity = "p"
tags = {{ team = "red", "Cost Center" = 7 }}
context = {{ "aws:SourceIp" = "192.0.2.1", "aws:RequestedRegion" = "eu-west-1" }}
[organization]
id = "o-a1b2c3d4e5"
management_account = "111111111111"
[organization.levels.r]
accounts = "222222222222"
[resources.queue]
arn = "arn:aws:sqs:eu-west-1:222222222222:q"
policy = "open"
tags = {{ team = "blue" }}
context = {{ "aws:RequestedRegion" = "eu-west-2" }}
[policies.open]
document = {{ Statement = {{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }} }}
[[test]]
who = "ana"
may = "sqs:SendMessage"
on = "queue"
{test}
"#,
            policy(key, value)
        )
    };
    for (key, value, test, allowed) in [
        ("aws:PrincipalTag/team", "red", "", true),
        ("aws:PrincipalTag/Cost Center", "7", "", true),
        ("aws:ResourceTag/team", "blue", "", true),
        ("aws:SourceIp", "192.0.2.1", "", true),
        ("aws:RequestedRegion", "eu-west-2", "", true),
        ("aws:PrincipalOrgID", "o-a1b2c3d4e5", "", true),
        ("aws:ResourceOrgID", "o-a1b2c3d4e5", "", true),
        ("aws:username", "ana", "", true),
        ("aws:ResourceAccount", "222222222222", "", true),
        ("aws:RequestedRegion", "eu-west-3", "when = { 'AWS:requestedregion' = 'eu-west-3' }", true),
        ("aws:PrincipalTag/team", "red", "when = { 'aws:PrincipalTag/team' = 'blue' }", false),
        ("aws:CurrentTime", "2026-01-02T03:04:05Z", "when = { 'aws:CurrentTime' = 2026-01-02T03:04:05Z }", true),
        ("aws:MultiFactorAuthPresent", "true", "when = { 'aws:MultiFactorAuthPresent' = true }", true),
        ("aws:MultiFactorAuthPresent", "true", "", false),
        ("aws:SourceIp", "192.0.2.1", "without = 'aws:sourceip'", false),
        ("aws:username", "ana", "without = ['aws:username', 'aws:PrincipalArn']", false),
    ] {
        let run = outcome(&file(key, value, test));
        assert_eq!(run.status, i32::from(!allowed), "{key} {test}\n{}", run.out);
    }
}

/// One test may name many: every combination is a check, and a principal, bucket or key may be named in any way.
#[test]
fn combinations_are_checks() {
    let test = r#"
[[test]]
who = ["dev", "arn:aws:iam::333333333333:root", "anonymous", { service = ["a.amazonaws.com", "b.amazonaws.com"] }]
may = ["s3:GetObject", "s3:PutObject"]
on = ["bucket/a/b", "arn:aws:s3:::data/c", "bucket/d"]
"#;
    let run = outcome(&(ALL_ALLOW.to_owned() + test));
    // A root of an account that has no identity policies may do everything that the bucket allows.
    assert_eq!(
        (run.status, &*run.out),
        (
            0,
            "ok    dev, arn:aws:iam::333333333333:root, anonymous, a.amazonaws.com may s3:GetObject, s3:PutObject on bucket/a/b, arn:aws:s3:::data/c, bucket/d\n1 test passed, 0 failed; 24 checks\n"
        )
    );
}
