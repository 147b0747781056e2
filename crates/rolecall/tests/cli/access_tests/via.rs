//! Tests that act through roles: every role of the chain is decided, with what R3 says is passed and carried over.

use super::guide::block;
use super::run_text;
use serde_json::{Value, json};

/// Ana of one account reads an archive of a third one through a role of each. `TRUST` conditions of the second role.
const WORLD: &str = r#"
[policies.ana]
document = { Version = "2012-10-17", Statement = [
  { Sid = "Reader", Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Resource = "arn:aws:iam::222222222222:role/team/reader" },
] }
[policies.reader]
document = { Version = "2012-10-17", Statement = [
  { Sid = "Archive", Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Resource = "arn:aws:iam::333333333333:role/archive" },
] }
[policies.archive]
document = { Version = "2012-10-17", Statement = [
  { Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::archive/${aws:PrincipalTag/team}/*" },
] }
[policies.trust-ana]
document = { Version = "2012-10-17", Statement = [
  { Sid = "Ana", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:user/ana" }, Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]FIRST },
] }
[policies.trust-reader]
document = { Version = "2012-10-17", Statement = [
  { Sid = "Chain", Effect = "Allow", Principal = { AWS = "arn:aws:iam::222222222222:role/team/reader" }, Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]SECOND },
] }
[principals.ana]
arn = "arn:aws:iam::111111111111:user/ana"
identity = "ana"
[principals.reader]
arn = "arn:aws:iam::222222222222:role/team/reader"
identity = "reader"
[principals.archive]
arn = "arn:aws:iam::333333333333:role/archive"
identity = "archive"
tags = { team = "none" }
[resources.reader]
arn = "arn:aws:iam::222222222222:role/team/reader"
policy = "trust-ana"
[resources.archive-role]
arn = "arn:aws:iam::333333333333:role/archive"
policy = "trust-reader"
tags = { team = "none" }
[resources.archive]
arn = "arn:aws:s3:::archive"
account = "333333333333"
"#;

/// The conditions of the two trust policies in the world.
fn world(first: &str, second: &str) -> String {
    let condition = |text: &str| if text.is_empty() { String::new() } else { format!(", Condition = {{ {text} }}") };
    WORLD.replace("FIRST", &condition(first)).replace("SECOND", &condition(second))
}

/// The one check of a test of Ana through these roles.
fn check(world: &str, via: &str, rest: &str) -> Value {
    let test = format!("[[test]]\nwho = \"ana\"\nvia = [{via}]\non = \"archive/red/a\"\n{rest}");
    let run = run_text(&["--format", "json"], &format!("{world}{test}"));
    assert_eq!(run.err, "", "{test}");
    let report: Value = serde_json::from_str(&run.out).unwrap();
    report.pointer("/files/0/tests/0/checks/0").unwrap().clone()
}

fn allowed(world: &str, via: &str) -> Value {
    check(world, via, "may = \"s3:GetObject\"\n")
}

const RED: &str = r#"{ role = "reader", tags = { team = "red" }, transitive = "team" }"#;

/// Who, at which role, for which action, and what it came to.
fn told(check: &Value) -> Value {
    let stopped = |member: &str| check.pointer(&format!("/stopped/{member}")).cloned().unwrap_or(Value::Null);
    json!([check["decision"], stopped("role"), stopped("number"), stopped("action")])
}

/// R3.20: the transitive tag of the first session is that of the last one, over the role's own tag.
#[test]
fn a_chain_ends_in_the_session_of_its_last_role() {
    let check = allowed(&world("", ""), &format!("{RED}, \"archive\""));
    assert_eq!((&check["passed"], told(&check)), (&json!(true), json!(["Allowed", null, null, null])), "{check}");
    assert_eq!((&check["who"], &check["via"]), (&json!("ana"), &json!(["reader", "archive"])));
    // Without it the role's own tag counts, and a tag that is not transitive stays with the first session.
    for first in ["\"reader\"", r#"{ role = "reader", tags = { team = "red" } }"#] {
        let check = allowed(&world("", ""), &format!("{first}, \"archive\""));
        assert_eq!(told(&check), json!(["ImplicitlyDenied", null, null, null]), "{first}");
        assert_eq!(check["blocked_by"][0]["layer"], "identity");
    }
}

/// The report says which role ends the chain, and why: in the text, in JSON and in JUnit's XML.
#[test]
fn a_role_that_is_denied_ends_the_chain() {
    let world = world("", r#"StringEquals = { "sts:ExternalId" = "x7" }"#);
    let stopped = allowed(&world, &format!("{RED}, \"archive\""));
    assert_eq!(told(&stopped), json!(["ImplicitlyDenied", "archive", 2, "sts:AssumeRole"]));
    assert_eq!((&stopped["passed"], &stopped["blocked_by"][0]["layer"]), (&json!(false), &json!("resource")));
    assert_eq!(stopped["explanation"]["action"], "sts:AssumeRole");
    let passed = allowed(&world, &format!("{RED}, {{ role = \"archive\", external_id = \"x7\" }}"));
    assert_eq!(passed["passed"], true, "{passed}");

    let test = format!(
        "[[test]]\nwho = \"ana\"\nvia = [{RED}, \"archive\"]\nmay = \"s3:GetObject\"\non = \"archive/red/a\"\n"
    );
    let run = run_text(&[], &format!("{world}{test}"));
    let line = "ana via reader, archive may s3:GetObject on archive/red/a: but sts:AssumeRole on archive (role 2 of 2) is \
                denied by resource (implicitly)";
    assert_eq!(run.status, 1);
    assert!(run.out.contains(line), "{}", run.out);
    assert!(run.out.contains("sts:ExternalId"), "{}", run.out);
    assert!(run.out.starts_with("FAIL  ana via reader, archive may s3:GetObject on archive/red/a (1 of 1 check"));
    for format in ["junit", "sarif", "github"] {
        let run = run_text(&["--format", format], &format!("{world}{test}"));
        assert!(run.out.contains("sts:AssumeRole on archive (role 2 of 2) is denied"), "{format}: {}", run.out);
    }
}

/// The caller's own side of the first role is asked across accounts (R2.26), the session's of the second.
#[test]
fn both_sides_of_every_role_are_asked() {
    let all = world("", "");
    let without = |sid: &str| all.replace(&format!("Sid = \"{sid}\", Effect = \"Allow\""), "Effect = \"Deny\"");
    let via = format!("{RED}, \"archive\"");
    let stops = |world: &str| {
        let check = allowed(world, &via);
        json!([check["stopped"]["number"], check["blocked_by"][0]["layer"], check["blocked_by"][0]["explicit"]])
    };
    assert_eq!(stops(&without("Reader")), json!([1, "identity", true]));
    assert_eq!(stops(&without("Ana")), json!([1, "resource", true]));
    assert_eq!(stops(&without("Archive")), json!([2, "identity", true]));
    assert_eq!(stops(&without("Chain")), json!([2, "resource", true]));
    // A boundary of the role in the middle binds its session.
    let bound = all.replace("identity = \"reader\"", "identity = \"reader\"\nboundary = \"archive\"");
    assert_eq!(stops(&bound), json!([2, "boundary", false]));
    let no_policies = all.replace("identity = \"reader\"", "identity = \"reader\"\nsession = []");
    assert_eq!(stops(&no_policies), json!([2, "session", false]));
}

/// R3.18 and R3.19: what is carried over needs the next role's consent.
#[test]
fn tags_and_source_identity_need_consent() {
    let via = format!("{RED}, \"archive\"");
    let no_tags = world("", "").replace(
        "role/team/reader\" }, Action = [\"sts:AssumeRole\", \"sts:TagSession\", ",
        "role/team/reader\" }, Action = [\"sts:AssumeRole\", ",
    );
    assert_eq!(told(&allowed(&no_tags, &via)), json!(["ImplicitlyDenied", "archive", 2, "sts:TagSession"]));
    let identity = RED.replace("transitive", "source_identity = \"ana\", transitive");
    let no_identity = world("", "").replace(
        "role/team/reader\" }, Action = [\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"]",
        "role/team/reader\" }, Action = [\"sts:AssumeRole\", \"sts:TagSession\"]",
    );
    let stopped = allowed(&no_identity, &format!("{identity}, \"archive\""));
    assert_eq!(told(&stopped), json!(["ImplicitlyDenied", "archive", 2, "sts:SetSourceIdentity"]));
    // It is there in the last session, and cannot change on the way.
    let bound = world("", r#"StringEquals = { "aws:SourceIdentity" = "ana" }"#);
    assert_eq!(allowed(&bound, &format!("{identity}, \"archive\""))["passed"], true);
    assert_eq!(allowed(&bound, &via)["passed"], false);
    let changed = allowed(&bound, &format!("{identity}, {{ role = \"archive\", source_identity = \"bo\" }}"));
    assert_eq!(changed["stopped"]["refusal"], "the source identity of a session cannot change (R3.18)");
    // Nor can a transitive tag be passed again.
    let again = allowed(&world("", ""), &format!("{RED}, {{ role = \"archive\", tags = {{ Team = \"blue\" }} }}"));
    assert_eq!((&again["passed"], &again["stopped"]["number"]), (&json!(false), &json!(2)));
}

/// R3.15: MFA counts while the first role is asked for, and no longer.
#[test]
fn mfa_is_not_carried_over() {
    let with_mfa = RED.replace("role =", "mfa = true, role =");
    let wanted = r#"Bool = { "aws:MultiFactorAuthPresent" = "true" }"#;
    let first = world(wanted, "");
    assert_eq!(allowed(&first, &format!("{with_mfa}, \"archive\""))["passed"], true);
    assert_eq!(told(&allowed(&first, &format!("{RED}, \"archive\"")))[2], 1);
    // Not even if the file says so of every request: the session's own credentials tell.
    let second = world("", wanted) + "[context]\n\"aws:MultiFactorAuthPresent\" = true\n";
    assert_eq!(told(&allowed(&second, &format!("{with_mfa}, \"archive\"")))[2], 2);
    // Nor does a session have tags that the file gives to every request.
    let tagged = world("", r#"StringEquals = { "aws:PrincipalTag/level" = "high" }"#);
    let tagged = tagged + "[context]\n\"aws:PrincipalTag/level\" = \"high\"\n";
    assert_eq!(told(&allowed(&tagged, &format!("{RED}, \"archive\"")))[2], 2);
    let absent = world("", r#"Null = { "aws:MultiFactorAuthPresent" = "true" }"#);
    assert_eq!(told(&allowed(&absent, &format!("{with_mfa}, \"archive\"")))[2], 2);
}

/// R3.21 and the table of section 3.13: the keys of a request for a role.
#[test]
fn the_request_for_a_role_has_its_keys() {
    let first = r#"{ role = "reader", session_name = "night", tags = { team = "red" }, transitive = "team", source_identity = "ana" }"#;
    let via = format!("{first}, {{ role = \"archive\", session_name = \"job\", tags = {{ run = \"7\" }} }}");
    for (second, passes) in [
        (r#"StringEquals = { "sts:RoleSessionName" = "job" }"#, true),
        (r#"StringEquals = { "sts:RoleSessionName" = "night" }"#, false),
        (r#"StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::222222222222:role/team/reader" }"#, true),
        (r#"StringEquals = { "aws:PrincipalTag/team" = "red" }"#, true),
        (r#"StringEquals = { "aws:ResourceTag/team" = "red", "iam:ResourceTag/team" = "red" }"#, true),
        (r#"StringEquals = { "aws:ResourceTag/team" = "none" }"#, false),
        (r#"StringEquals = { "aws:RequestTag/run" = "7", "aws:TagKeys" = "run" }"#, true),
        (
            r#"Null = { "sts:TransitiveTagKeys" = "true", "sts:SourceIdentity" = "true", "aws:username" = "true" }"#,
            true,
        ),
        (r#"StringLike = { "aws:userid" = "*:night" }"#, true),
        (r#"StringLike = { "aws:userid" = "*:day" }"#, false),
    ] {
        assert_eq!(allowed(&world("", second), &via)["passed"], passes, "{second}");
    }
    for (key, passes) in [
        (r#"StringEquals = { "aws:RequestTag/team" = "red", "sts:TransitiveTagKeys" = "team" }"#, true),
        (r#"StringEquals = { "sts:SourceIdentity" = "ana" }, Null = { "aws:SourceIdentity" = "true" }"#, true),
        (r#"StringEquals = { "aws:username" = "ana" }"#, true),
    ] {
        assert_eq!(allowed(&world(key, ""), &via)["passed"], passes, "{key}");
    }
    // The circumstances of the last request are not those of the first.
    let by_address = world(r#"IpAddress = { "aws:SourceIp" = "203.0.113.0/24" }"#, "");
    let when = "may = \"s3:GetObject\"\nwhen = { \"aws:SourceIp\" = \"203.0.113.9\" }\n";
    assert_eq!(check(&by_address, &via, when)["stopped"]["number"], 1);
    let from = via.replacen("role =", "when = { \"aws:SourceIp\" = \"203.0.113.9\" }, role =", 1);
    assert_eq!(allowed(&by_address, &from)["passed"], true);
}

/// What is not stated and is there in every such request is never guessed: a test fails that depends on it, whatever it
/// expects.
#[test]
fn what_is_not_stated_is_not_guessed() {
    let any_name = world("", r#"StringNotEquals = { "sts:RoleSessionName" = "root" }"#);
    let via = format!("{RED}, \"archive\"");
    for expects in ["may", "may_not"] {
        let check = check(&any_name, &via, &format!("{expects} = \"s3:GetObject\"\n"));
        assert_eq!((&check["decision"], &check["passed"]), (&json!("Depends"), &json!(false)), "{expects}");
        assert!(check["depends_on"][0].as_str().unwrap().contains("sts:RoleSessionName"), "{check}");
    }
    let named = via.replace("\"archive\"", "{ role = \"archive\", session_name = \"job\" }");
    assert_eq!(allowed(&any_name, &named)["passed"], true);
    // R3.59: sessions that were revoked.
    let revoked = world("", "").replace("{ Sid = \"Read\"", "{ Effect = \"Deny\", Action = \"*\", Resource = \"*\", Condition = { DateLessThan = { \"aws:TokenIssueTime\" = \"2026-01-01T00:00:00Z\" } } },\n  { Sid = \"Read\"");
    assert_eq!(allowed(&revoked, &via)["decision"], "Depends");
    let later = "may = \"s3:GetObject\"\nwhen = { \"aws:TokenIssueTime\" = \"2026-02-01T00:00:00Z\" }\n";
    assert_eq!(check(&revoked, &via, later)["passed"], true);
}

/// `may_not` says where the chain must end: at a role, or not before the last request.
#[test]
fn a_denial_may_be_wanted_of_one_role() {
    let world = world("", r#"StringEquals = { "sts:ExternalId" = "x7" }"#);
    let via = format!("{RED}, \"archive\"");
    let denied = |rest: &str| check(&world, &via, &format!("may_not = \"s3:GetObject\"\n{rest}"))["passed"].clone();
    assert_eq!(denied(""), true);
    assert_eq!(denied("because = \"resource\"\nstops_at = \"archive\"\n"), true);
    for wrong in
        ["stops_at = \"reader\"\n", "stops_at = \"request\"\n", "because = \"identity\"\n", "explicit = true\n"]
    {
        assert_eq!(denied(wrong), false, "{wrong}");
    }
    let arrives = via.replace("\"archive\"", "{ role = \"archive\", external_id = \"x7\" }");
    let other = "may_not = \"s3:PutObject\"\nstops_at = \"request\"\n";
    assert_eq!(check(&world, &arrives, other)["passed"], true);
}

/// Root assumes no role (R3.10), and neither does a federated user (R2.41); a token of a provider does (R2.28).
#[test]
fn who_may_begin_a_chain() {
    let open = WORLD
        .replace("FIRST", "")
        .replace("SECOND", "")
        .replace("AWS = \"arn:aws:iam::111111111111:user/ana\"", "AWS = \"*\"");
    let of = |who: &str, world: &str| {
        let test = format!("[[test]]\nwho = {who}\nvia = {RED}\nmay = \"sts:GetCallerIdentity\"\non = \"*\"\n");
        let run = run_text(&["--format", "json"], &format!("{world}{test}"));
        assert_eq!(run.err, "");
        serde_json::from_str::<Value>(&run.out).unwrap().pointer("/files/0/tests/0/checks/0").unwrap().clone()
    };
    let root = of("\"arn:aws:iam::222222222222:root\"", &open);
    assert_eq!((&root["stopped"]["number"], &root["blocked_by"][0]["layer"]), (&json!(1), &json!("caller")));
    assert_eq!(of("\"arn:aws:sts::222222222222:federated-user/bo\"", &open)["stopped"]["number"], 1);
    assert_eq!(of("\"arn:aws:iam::222222222222:user/bo\"", &open)["stopped"], Value::Null);
    let provider = open.replace(
        "{ AWS = \"*\" }, Action = [\"sts:AssumeRole\"",
        "{ Federated = \"accounts.google.com\" }, Action = [\"sts:AssumeRoleWithWebIdentity\"",
    );
    assert_eq!(of("{ federated = \"accounts.google.com\" }", &provider)["stopped"], Value::Null);
    assert_eq!(
        of("{ federated = \"accounts.google.com\" }", &open)["stopped"]["action"],
        "sts:AssumeRoleWithWebIdentity"
    );
}

/// A session with transitive tags hands them on as one of the chain does.
#[test]
fn a_caller_may_have_transitive_tags() {
    let dev = "[principals.dev]\narn = \"arn:aws:iam::222222222222:role/team/reader\"\nidentity = \"reader\"\ntags = { team = \"red\" }\n";
    let of = |more: &str| {
        let world = world("", "").replace(
            "[principals.reader]\narn = \"arn:aws:iam::222222222222:role/team/reader\"\nidentity = \"reader\"\n",
            &format!("{dev}{more}"),
        );
        let test = "[[test]]\nwho = \"dev\"\nvia = \"archive\"\nmay = \"s3:GetObject\"\non = \"archive/red/a\"\n";
        let run = run_text(&[], &format!("{world}{test}"));
        assert_eq!(run.err, "");
        run.status
    };
    assert_eq!((of(""), of("transitive = \"team\"\n")), (1, 0));
}

/// Tests of a group have its roles unless they name their own.
#[test]
fn groups_share_roles() {
    let group = format!(
        "[[group]]\nwho = \"ana\"\nvia = [{RED}, \"archive\"]\non = \"archive/red/a\"\n\
         [[group.test]]\nname = \"a\"\nmay = \"s3:GetObject\"\n\
         [[group.test]]\nname = \"b\"\nvia = []\nmay_not = \"s3:GetObject\"\nbecause = \"identity\"\n"
    );
    let run = run_text(&[], &format!("{}{group}", world("", "")));
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    // Each role is decided once for a caller, and its statements count as exercised.
    assert!(
        run.out.ends_with("2 tests passed, 0 failed; 2 checks; 5 of 5 statements exercised (100%)\n"),
        "{}",
        run.out
    );
}

/// The longest chain, and one role more.
#[test]
fn chains_have_a_limit() {
    let own = world("", "").replace("Resource = \"arn:aws:iam::333333333333:role/archive\"", "Resource = \"*\"");
    let own = own.replace("AWS = \"arn:aws:iam::111111111111:user/ana\"", "AWS = \"*\"");
    let of = |count: usize| {
        let via = vec!["\"reader\""; count].join(", ");
        let test = format!("[[test]]\nwho = \"ana\"\nvia = [{via}]\nmay = \"sts:GetCallerIdentity\"\non = \"*\"\n");
        let run = run_text(&[], &format!("{own}{test}"));
        (run.status, run.err)
    };
    assert_eq!(of(20), (0, String::new()));
    let (status, told) = of(21);
    assert!(status == 2 && told.contains("`via` has 21 roles; the limit is 20"), "{told}");
}

/// R3.19 and section 3.2: fifty tags, and with those that are inherited no more.
#[test]
fn sessions_have_fifty_tags() {
    let tags = |name: &str, count: usize| {
        let tags: Vec<String> = (1..=count).map(|at| format!("{name}{at} = \"v\"")).collect();
        format!("tags = {{ team = \"red\", {} }}", tags.join(", "))
    };
    let red = |count| format!("{{ role = \"reader\", {}, transitive = \"team\" }}", tags("a", count));
    assert_eq!(allowed(&world("", ""), &format!("{}, \"archive\"", red(49)))["passed"], true);
    let test = format!("[[test]]\nwho = \"ana\"\nvia = {}\nmay = \"s3:GetObject\"\non = \"archive/red/a\"\n", red(50));
    let run = run_text(&[], &format!("{}{test}", world("", "")));
    assert!(run.status == 2 && run.err.contains("`tags` has 51 tags; the limit is 50"), "{}", run.err);
    // One is inherited already.
    let second = |count| {
        let tags = tags("b", count).replace("team = \"red\", ", "");
        allowed(&world("", ""), &format!("{RED}, {{ role = \"archive\", {tags} }}"))
    };
    assert_eq!(second(49)["passed"], true);
    assert_eq!((&second(50)["passed"], &second(50)["stopped"]["number"]), (&json!(false), &json!(2)));
}

/// The block of the guide's page, with the roles that it names.
#[test]
fn the_page_shows_roles() {
    let world = r#"
[policies.all]
document = { Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] }
[policies.trust]
document = { Statement = [{ Effect = "Allow", Principal = { AWS = ["111111111111", "222222222222"] }, Action = "sts:*" }] }
[principals]
dev = { arn = "arn:aws:iam::111111111111:user/dev", identity = "all" }
deploy = { arn = "arn:aws:iam::222222222222:role/deploy", identity = "all" }
publish = { arn = "arn:aws:iam::333333333333:role/publish", identity = "all" }
[resources]
deploy = { arn = "arn:aws:iam::222222222222:role/deploy", policy = "trust" }
publish = { arn = "arn:aws:iam::333333333333:role/publish", policy = "trust" }
artifacts = { arn = "arn:aws:s3:::artifacts", account = "333333333333" }
"#;
    let shown = block("[[test]]\nname = \"dev deploys the pipeline");
    let run = run_text(&[], &format!("{world}{shown}"));
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
}
