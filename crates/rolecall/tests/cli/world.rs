//! The world file: what it makes, what it takes away, what it refuses; `rolecall world` and `rolecall reset`.

use crate::program::{Run, rolecall};
use proptest::prelude::*;
use rolecall::directory::entities::{
    AccessKey, Bucket, Global, Group, Link, LoginProfile, ManagedPolicy, OidcProvider, Role, SamlProvider, User,
};
use rolecall::environment::clock::SystemClock;
use rolecall::environment::data_dir::DirLock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::gateway::inside::Inside;
use rolecall::node::{Node, NodeConfig};
use rolecall::services::iam;
use rolecall::store::MemoryStore;
use rolecall::world::export::export;
use rolecall::world::{New, World};
use std::fs;
use std::path::Path;
use std::sync::Arc;

const TRUST_DEV: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ana"},"Action":"sts:AssumeRole"}]}"#;

/// Something of everything. Of the two roles each trusts the other one.
const WORLD: &str = r#"
[[account]]
id = "111111111111"
name = "dev"
alias = "dev-team"
color = "red"
protected = true

[[account.policy]]
name = "AssumeProd"
path = "/teams/"
description = "to prod"
tags = { team = "core" }
policy = '''
{ "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::222222222222:role/*" }] }
'''

[[account.group]]
name = "developers"
members = ["ana"]
attached = ["arn:aws:iam::111111111111:policy/teams/AssumeProd"]

[[account.group.inline_policy]]
name = "own"
[account.group.inline_policy.policy]
Version = "2012-10-17"
Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }]

[[account.user]]
name = "ana"
path = "/people/"
tags = { team = "core", "cost/centre" = "7" }
boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
attached = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
password = "Correct-horse-7"
access_key = [{ id = "AKIAANAANAANAANAANAA", secret = "secret-of-ana" }]

[[account.user]]
name = "robot"
new_access_key = true

[[account]]
id = "222222222222"
name = "prod"

[[account.role]]
name = "One"
description = "of two"
max_session_duration = 7200
trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::222222222222:role/Two","arn:aws:iam::111111111111:user/people/ana"]},"Action":"sts:AssumeRole"}]}'

[[account.role.inline_policy]]
name = "list"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}'

[[account.role]]
name = "Two"
trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:role/One"},"Action":"sts:AssumeRole"}]}'

[[account.bucket]]
name = "reports-of-prod"
region = "eu-west-1"
public_access_block = { block_public_policy = false }
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:role/One"},"Action":"s3:ListBucket","Resource":"arn:aws:s3:::reports-of-prod"}]}'
"#;

struct Bench {
    node: Node,
    data: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(SystemClock));
        let node = Node::on_store(config, store, clock, Arc::new(SystemEntropy)).await.unwrap();
        Self { node, data }
    }

    async fn apply(&self, world: &str) -> Result<(), String> {
        let world = World::parse(world).map_err(|error| error.to_string())?;
        world.apply(&self.node).await.map(drop).map_err(|error| error.to_string())
    }

    fn export(&self) -> String {
        export(&self.node.directory.snapshot())
    }

    fn revision(&self) -> u64 {
        self.node.directory.snapshot().revision()
    }

    /// Calls an operation of IAM as the root user of 111111111111.
    async fn call(&self, operation: &str, parameters: &[(&str, &str)]) {
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let inside = Inside::new(&self.node, "test");
        inside.query("111111111111".parse().unwrap(), &iam::SERVICE, operation, parameters).await.unwrap();
    }

    /// Gives 111111111111 another color, and sets or clears its flag.
    async fn look(&self, color: &str, protected: bool) {
        let dev = "111111111111".parse().unwrap();
        let change = self.node.directory.change(|snapshot, edit| {
            edit.modify(snapshot.account(dev).unwrap(), |it| {
                it.customizations.color = Some(color.to_owned());
                it.protected = protected;
            })
        });
        change.await.unwrap();
    }

    fn keys(&self, user: &str) -> Vec<String> {
        let snapshot = self.node.directory.snapshot();
        let account = "111111111111".parse().unwrap();
        let user = snapshot.find::<User>(account, user).unwrap();
        snapshot.linked::<AccessKey>(account, Link::User, &user.id).map(|key| key.id.clone()).collect()
    }
}

/// Everything is there; a second start changes nothing, and shows no keys again.
#[tokio::test]
async fn a_whole_world() {
    let bench = Bench::new().await;
    let world = World::parse(WORLD).unwrap();
    let mut shown = Vec::new();
    let tell = |new: &New| {
        shown.extend(new.keys.iter().map(|key| (key.user.clone(), key.id.clone(), key.secret.expose().to_owned())));
        Ok(())
    };
    world.apply_telling(&bench.node, tell).await.unwrap();
    let snapshot = bench.node.directory.snapshot();
    let [dev, prod] = ["111111111111", "222222222222"].map(|id| id.parse().unwrap());
    let ana = snapshot.find::<User>(dev, "ana").unwrap();
    assert_eq!((&*ana.path, ana.tags.len(), ana.attached.len(), ana.groups.len()), ("/people/", 2, 1, 1));
    assert!(ana.boundary.is_some() && snapshot.find::<LoginProfile>(dev, &ana.id).is_some());
    assert_eq!(bench.keys("ana"), ["AKIAANAANAANAANAANAA"]);
    let [(user, id, secret)] = &shown[..] else { panic!("{shown:?}") };
    assert_eq!((&**user, &bench.keys("robot")), ("robot", &vec![id.clone()]));
    let key = snapshot.find_by_id::<AccessKey>(id).unwrap();
    assert_eq!(bench.node.open_sealed(key.entity(), &key.sealed_secret).unwrap().expose(), secret);
    assert_eq!(snapshot.account(dev).unwrap().alias.as_deref(), Some("dev-team"));
    let policy = snapshot.find::<ManagedPolicy>(dev, "AssumeProd").unwrap();
    assert_eq!((&*policy.path, policy.description.as_deref()), ("/teams/", Some("to prod")));
    let group = snapshot.find::<Group>(dev, "developers").unwrap();
    assert!(group.inline.get("own").unwrap().contains("\"Version\":\"2012-10-17\""));
    let one = snapshot.find::<Role>(prod, "One").unwrap();
    assert_eq!((one.max_session_duration, one.description.as_deref()), (7200, Some("of two")));
    // Bound to the user that is there, not to its name.
    assert!(one.trust_policy.contains(&ana.id), "{}", one.trust_policy);
    let bucket = snapshot.find::<Bucket>(Global, "reports-of-prod").unwrap();
    assert!(bucket.region == "eu-west-1" && bucket.policy.as_ref().unwrap().contains(&one.id));
    assert!(!bucket.public_access_block.block_public_policy && bucket.public_access_block.block_public_acls);

    let before = bench.revision();
    let tell = |new: &New| {
        assert!(new.accounts.is_empty() && new.keys.is_empty());
        Ok(())
    };
    world.apply_telling(&bench.node, tell).await.unwrap();
    assert_eq!(bench.revision(), before);
}

/// Each change is on record: as the root user's, with the world file as user agent.
#[tokio::test]
async fn changes_are_on_record() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let mut text = String::new();
    let mut folders = vec![bench.data.path().join("trail")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                text += &String::from_utf8_lossy(&fs::read(path).unwrap());
            }
        }
    }
    for operation in
        ["CreateUser", "CreateRole", "UpdateAssumeRolePolicy", "CreateAccessKey", "CreateBucket", "PutBucketPolicy"]
    {
        assert!(text.contains(operation), "{operation}");
    }
    assert!(text.contains("rolecall-world-file") && text.contains("arn:aws:iam::111111111111:root"));
    assert!(!text.contains("secret-of-ana") && !text.contains("Correct-horse-7"));
}

/// What the file changes is changed; what was changed by hand is made so again; what the file never named stays.
#[tokio::test]
async fn what_the_file_names_is_made_so() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let made = bench.export();
    assert!(made.contains("\ncolor = \"red\"\nprotected = true\n"), "{made}");
    bench.look("green", false).await;
    bench.call("CreateUser", &[("UserName", "by-hand")]).await;
    bench
        .call("TagUser", &[("UserName", "ana"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "other")])
        .await;
    bench.call("TagUser", &[("UserName", "ana"), ("Tags.member.1.Key", "mine"), ("Tags.member.1.Value", "x")]).await;
    bench.call("RemoveUserFromGroup", &[("UserName", "ana"), ("GroupName", "developers")]).await;
    bench.call("DeleteGroupPolicy", &[("GroupName", "developers"), ("PolicyName", "own")]).await;
    bench.apply(WORLD).await.unwrap();
    let after = bench.export();
    assert!(after.contains("by-hand") && after.contains("\"mine\" = \"x\""), "{after}");
    let without = after.replace(", \"mine\" = \"x\"", "").replace("\"mine\" = \"x\", ", "");
    assert_eq!(without.replace("\n[[account.user]]\nname = \"by-hand\"\npath = \"/\"\n", ""), made);

    let changed = WORLD.replace("sts:AssumeRole\", \"Resource", "sts:*\", \"Resource").replace("/people/", "/staff/");
    for version in 2..7 {
        let changed = changed.replace("role/*", &format!("role/{version}*"));
        bench.apply(&changed).await.unwrap();
    }
    let snapshot = bench.node.directory.snapshot();
    let policy = snapshot.find::<ManagedPolicy>("111111111111".parse().unwrap(), "AssumeProd").unwrap();
    assert!(policy.versions.len() == 5 && policy.default_document().unwrap().document.contains("role/6*"));
    assert!(bench.export().contains("/staff/"));
}

/// What an earlier file named and this one does not goes; what was made by hand stays. Buckets stay without their policy.
#[tokio::test]
async fn what_is_no_longer_named_goes() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    bench.call("CreateUser", &[("UserName", "by-hand")]).await;
    bench.call("TagUser", &[("UserName", "ana"), ("Tags.member.1.Key", "mine"), ("Tags.member.1.Value", "x")]).await;
    let less = r#"
        [[account]]
        id = "111111111111"
        name = "dev"
        [[account.user]]
        name = "ana"
    "#;
    bench.apply(less).await.unwrap();
    let snapshot = bench.node.directory.snapshot();
    let [dev, prod] = ["111111111111", "222222222222"].map(|id| id.parse().unwrap());
    let ana = snapshot.find::<User>(dev, "ana").unwrap();
    assert_eq!(ana.tags.iter().map(|tag| &*tag.key).collect::<Vec<_>>(), ["mine"]);
    assert!(ana.attached.is_empty() && ana.groups.is_empty() && ana.boundary.is_none() && bench.keys("ana").is_empty());
    assert!(snapshot.find::<LoginProfile>(dev, &ana.id).is_none());
    assert_eq!(snapshot.list::<User>(dev).map(|user| &*user.name).collect::<Vec<_>>(), ["ana", "by-hand"]);
    assert_eq!(
        (snapshot.count::<Group>(dev), snapshot.count::<ManagedPolicy>(dev), snapshot.count::<Role>(prod)),
        (0, 0, 0)
    );
    let account = snapshot.account(dev).unwrap();
    assert_eq!((&account.alias, &account.customizations.color, account.protected), (&None, &None, false));
    let bucket = snapshot.find::<Bucket>(Global, "reports-of-prod").unwrap();
    assert!(bucket.policy.is_none() && bucket.public_access_block.block_public_policy);
    let before = bench.revision();
    bench.apply(less).await.unwrap();
    assert_eq!(bench.revision(), before);
}

/// A public key as providers publish it: that of RFC 7517, appendix A.1.
const KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","kid":"1",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;

/// Identity providers, whose URLs may have a path, with their keys: made, changed, taken away, exported.
#[tokio::test]
async fn identity_providers() {
    let world = |providers: &str| format!("[[account]]\nid = \"111111111111\"\nname = \"dev\"\n{providers}");
    let with = |ids: &str, more: &str| {
        world(&format!(
            "[[account.oidc_provider]]\nurl = \"https://ci.example.com/acme/Team\"\nclient_ids = [{ids}]\n{more}\n"
        ))
    };
    let keys = format!("jwks = '''\n{KEYS}'''");
    let thumbprint = format!("thumbprints = [\"{}\"]", "A".repeat(40));
    let whole = with(r#""one", "two""#, &format!("{thumbprint}\ntags = {{ team = \"core\" }}\n{keys}"));
    let (bench, other) = (Bench::new().await, Bench::new().await);
    bench.apply(&whole).await.unwrap();
    let account = "111111111111".parse().unwrap();
    let find = || {
        let snapshot = bench.node.directory.snapshot();
        snapshot.find::<OidcProvider>(account, "ci.example.com/acme/Team").map(|it| it.entity().clone())
    };
    let made = find().unwrap();
    assert_eq!((&*made.client_ids, made.keys.as_deref()), (&["one".to_owned(), "two".to_owned()][..], Some(KEYS)));
    assert_eq!((made.thumbprints, made.tags.len()), (vec!["a".repeat(40)], 1));
    let before = bench.revision();
    bench.apply(&whole).await.unwrap();
    assert_eq!(bench.revision(), before);
    other.apply(&bench.export()).await.unwrap();
    assert_eq!(other.export(), bench.export());

    let arn = "arn:aws:iam::111111111111:oidc-provider/ci.example.com/acme/Team";
    let by_hand = [("OpenIDConnectProviderArn", arn), ("ClientID", "by-hand")];
    bench.call("AddClientIDToOpenIDConnectProvider", &by_hand).await;
    bench.apply(&with(r#""two""#, "")).await.unwrap();
    let less = find().unwrap();
    assert_eq!(less.client_ids, ["two", "by-hand"]);
    assert_eq!((less.keys, less.tags.len(), less.thumbprints.len()), (None, 0, 1));
    bench.apply(&world("")).await.unwrap();
    assert_eq!(find(), None);

    for (wrong, problem) in [
        (with("", "jwks = '{}'"), "it is not a JSON Web Key Set"),
        (with("", "jwks = '{\"keys\":[]}'"), "no public key"),
        (with("", &format!("{keys}\njwks_file = \"keys.json\"")), "are both given"),
        (world("[[account.oidc_provider]]\nurl = \"http://ci.example.com\""), "Invalid Open ID Connect Provider URL"),
        (world("[[account.oidc_provider]]\nurl = \"\""), "needs a `url`"),
        (with("", "[[account.oidc_provider]]\nurl = \"https://ci.example.com/acme/Team\""), "is given twice"),
        (with("\"one\", \"one\"", ""), "is given twice"),
    ] {
        let refused = bench.apply(&wrong).await.unwrap_err();
        assert!(refused.contains(problem), "{wrong}\n{refused}");
        assert_eq!(find(), None);
    }
}

/// The metadata of an identity provider that speaks SAML.
fn metadata(entity_id: &str) -> String {
    let pem = include_str!("../fixtures/saml/ec.pem");
    let certificate: String = pem.lines().filter(|line| !line.starts_with("--")).collect();
    let text = format!(
        "<?xml version=\"1.0\"?>\r\n<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         entityID=\"{entity_id}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data>\
         <X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{entity_id}/sso\"/></IDPSSODescriptor>\
         </EntityDescriptor>"
    );
    // IAM takes none below a thousand characters.
    text + &" ".repeat(1000)
}

/// Identity providers that speak SAML: made, changed, taken away, exported (R4.61).
#[tokio::test]
async fn saml_providers() {
    let world = |providers: &str| format!("[[account]]\nid = \"111111111111\"\nname = \"dev\"\n{providers}");
    let with = |metadata: &str, more: &str| {
        let metadata = serde_json::Value::from(metadata).to_string();
        world(&format!("[[account.saml_provider]]\nname = \"Corp\"\nmetadata = {metadata}\n{more}\n"))
    };
    let (bench, other) = (Bench::new().await, Bench::new().await);
    let (first, second) = (metadata("https://idp.example.com"), metadata("https://new.example.com"));
    bench.apply(&with(&first, "tags = { team = \"core\" }")).await.unwrap();
    let account = "111111111111".parse().unwrap();
    let find = || {
        let snapshot = bench.node.directory.snapshot();
        snapshot.find::<SamlProvider>(account, "corp").map(|it| it.entity().clone())
    };
    let made = find().unwrap();
    assert_eq!((&*made.name, &made.metadata, made.tags.len()), ("Corp", &first, 1));
    let before = bench.revision();
    bench.apply(&with(&first, "tags = { team = \"core\" }")).await.unwrap();
    assert_eq!(bench.revision(), before);
    other.apply(&bench.export()).await.unwrap();
    assert_eq!(other.export(), bench.export());
    let before = other.revision();
    other.apply(&bench.export()).await.unwrap();
    assert_eq!(other.revision(), before);

    bench.apply(&with(&second, "")).await.unwrap();
    let changed = find().unwrap();
    assert_eq!((&changed.id, &changed.metadata, changed.tags.len()), (&made.id, &second, 0));
    bench.apply(&world("")).await.unwrap();
    assert_eq!(find(), None);

    for (wrong, problem) in [
        (world("[[account.saml_provider]]\nname = \"Corp\""), "it needs `metadata` or `metadata_file`"),
        (with(&first.replace("IDPSSO", "SPSSO"), ""), "Could not parse metadata"),
        (with(&first, "metadata_file = \"idp.xml\""), "are both given"),
        (with(&first, "[[account.saml_provider]]\nname = \"corp\""), "is given twice"),
        (with(&first, "tag = {}"), "unknown field `tag`"),
    ] {
        let refused = bench.apply(&wrong).await.unwrap_err();
        assert!(refused.contains(problem), "{wrong}\n{refused}");
        assert_eq!(find(), None);
    }
}

/// R1.18: a file may name accounts by their bare ids, which are shown otherwise; nothing changes at the next start.
#[tokio::test]
async fn accounts_by_their_bare_ids() {
    let bench = Bench::new().await;
    let world = r#"
        [[account]]
        id = "111111111111"
        name = "dev"
        [[account.role]]
        name = "r"
        trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}'
        [[account.bucket]]
        name = "reports-of-dev"
        policy = '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports-of-dev/*"}]}'
    "#;
    bench.apply(world).await.unwrap();
    let before = bench.revision();
    bench.apply(world).await.unwrap();
    assert_eq!(bench.revision(), before);
    assert_eq!(bench.export().matches(r#"{"AWS":"arn:aws:iam::111111111111:root"}"#).count(), 2, "{}", bench.export());
}

/// Credentials of the file are given once: what was deleted stays deleted.
#[tokio::test]
async fn deleted_credentials_stay_deleted() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let robots = bench.keys("robot");
    bench.call("DeleteAccessKey", &[("UserName", "ana"), ("AccessKeyId", "AKIAANAANAANAANAANAA")]).await;
    bench.call("DeleteAccessKey", &[("UserName", "robot"), ("AccessKeyId", &robots[0])]).await;
    bench.call("DeleteLoginProfile", &[("UserName", "ana")]).await;
    let before = bench.revision();
    bench.apply(WORLD).await.unwrap();
    assert_eq!(bench.revision(), before);
    // Another change of the file does not bring them back either; another id is another key.
    bench.apply(&WORLD.replace("\"7\"", "\"8\"")).await.unwrap();
    assert!(bench.keys("ana").is_empty() && bench.keys("robot").is_empty());
    bench.apply(&WORLD.replace("AKIAANAANAANAANAANAA", "AKIAANAANAANAANAANAB")).await.unwrap();
    assert_eq!(bench.keys("ana"), ["AKIAANAANAANAANAANAB"]);
}

/// An error names the line, in AWS's words, and leaves nothing half done.
#[tokio::test]
async fn errors_leave_nothing_half_done() {
    let line = |text: &str| WORLD.lines().position(|line| line.contains(text)).unwrap() + 1;
    let cases = [
        (
            "role/Two\"",
            "role/Nobody\"",
            "trust_policy = '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[",
            "of the policy: there is no principal",
        ),
        ("PowerUserAccess", "NoSuchPolicy", "name = \"ana\"", "NoSuchEntity"),
        ("members = [\"ana\"]", "members = [\"bob\"]", "members", "NoSuchEntity"),
        ("Correct-horse-7", "short", "password =", "PasswordPolicyViolation"),
        ("reports-of-prod\"\nregion", "A\"\nregion", "name = \"reports-of-prod\"", "InvalidBucketName"),
        ("secret-of-ana", "a b", "access_key = ", "printable ASCII"),
        ("7200", "100", "name = \"One\"", "ValidationError"),
        ("\"red\"", "\"black\"", "color", "it must be one of none, pink"),
    ];
    for (from, to, at, code) in cases {
        let bench = Bench::new().await;
        bench.apply("[[account]]\nid = \"333333333333\"\nname = \"other\"\n").await.unwrap();
        let before = bench.revision();
        let told = bench.apply(&WORLD.replacen(from, to, 1)).await.unwrap_err();
        // A table that is named by its header begins there.
        let near = line(at)..=line(at);
        let header = line(at) - 1..=line(at);
        let named = near.chain(header).any(|number| told.contains(&format!("line {number}: ")));
        assert!(named && told.contains(code) && told.contains("Nothing was changed"), "{from}: {told}");
        assert_eq!(bench.revision(), before, "{told}");
        assert!(!told.contains("a b") && !told.contains("short"), "{told}");
        assert!(!told.contains(".."), "one full stop: {told}");
    }
}

/// Something made by hand hangs on what is to go: told, with what to do, and nothing is changed.
#[tokio::test]
async fn what_cannot_go() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    bench.call("CreateAccessKey", &[("UserName", "robot")]).await;
    let before = bench.revision();
    let without = WORLD.replace("[[account.user]]\nname = \"robot\"\nnew_access_key = true\n", "");
    let told = bench.apply(&without).await.unwrap_err();
    assert!(
        told.contains("the user `robot` is no longer in the world file") && told.contains("DeleteConflict"),
        "{told}"
    );
    assert!(!told.contains(".."), "one full stop: {told}");
    assert_eq!(bench.revision(), before);
}

#[test]
fn what_cannot_be_read() {
    let account = "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n";
    for (text, told) in [
        ("[[account.user]]\nname = \"ana\"\npth = \"/\"\n", "line 6: unknown field `pth`"),
        (
            "[[account.user]]\nname = \"ana\"\n[[account.user]]\nname = \"Ana\"\n",
            "line 6: the user `Ana` is given twice",
        ),
        ("[[account.user]]\nname = \"a/b\"\n", "line 4: `a/b` cannot be the name of a user"),
        ("[[account.user]]\nname = \"ana\"\npassword = 123456789\n", "`password` must be a string"),
        (
            "[[account.user]]\nname = \"ana\"\naccess_key = [{ id = \"AKIA\", secret = 123456789 }]\n",
            "`access_key.secret` must be a string",
        ),
        ("[[account.policy]]\nname = \"p\"\npolicy = 7\n", "a policy must be a string or a table"),
        ("[[account.policy]]\nname = \"p\"\npolicy_file = \"no-such-file.json\"\n", "line 6: cannot read"),
        (
            "[[account.policy]]\nname = \"p\"\npolicy = \"{}\"\npolicy_file = \"x\"\n",
            "line 7: `policy` and `policy_file` are both given",
        ),
    ] {
        let error = World::parse(&format!("{account}{text}")).unwrap_err().to_string();
        assert!(error.contains(told) && !error.contains("123456789"), "{error}");
    }
}

/// A random world of one account, and the names of its parts.
fn worlds() -> impl Strategy<Value = String> {
    let name = "[a-zA-Z][a-zA-Z0-9+=,.@_-]{0,12}";
    let text = "[ -~éß\u{4e00}]{0,20}";
    let document = (prop_oneof!["", "\n", "\t ", " \r\n"], "[a-zA-Z]{1,12}", prop::bool::ANY).prop_map(|(blank, action, quoted)| {
        let sid = if quoted { "'''" } else { "'" };
        format!("{blank}{{{blank}\"Version\":\"2012-10-17\",{blank}\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"s3:{action}\",\"Resource\":\"arn:aws:s3:::b/{sid}\"}}]}}{blank}")
    });
    let user = (name, text, document.clone(), prop::bool::ANY, prop::bool::ANY);
    let users = prop::collection::btree_map("[a-f]{1,6}", user, 0..4);
    let roles = prop::collection::btree_map("[a-f]{1,6}", (3600..43200i32, document), 0..3);
    (users, roles).prop_map(|(users, roles)| {
        let q = |text: &str| serde_json::to_string(text).unwrap();
        let mut out =
            "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n[[account]]\nid = \"222222222222\"\nname = \"prod\"\n"
                .to_owned();
        let members: Vec<String> = users.keys().map(|user| q(user)).collect();
        out += &format!("[[account.group]]\nname = \"all\"\nmembers = [{}]\n", members.join(", "));
        for (user, (policy, tag, document, bounded, path)) in &users {
            out += &format!(
                "[[account.user]]\nname = {}\ntags = {{ \"a/b\" = {} }}\n",
                q(user),
                q(&tag.replace(
                    [
                        '<', '>', '!', '"', '#', '$', '%', '&', '\'', '(', ')', '*', ',', ';', '?', '[', '\\', ']',
                        '^', '`', '{', '|', '}', '~'
                    ],
                    ""
                ))
            );
            out += if *bounded { "boundary = \"arn:aws:iam::aws:policy/PowerUserAccess\"\n" } else { "" };
            out += if *path { "path = \"/a/b/\"\n" } else { "" };
            out += &format!("[[account.user.inline_policy]]\nname = {}\npolicy = {}\n", q(policy), q(document));
        }
        for (role, (seconds, document)) in &roles {
            let trusted =
                users.iter().next().map_or("arn:aws:iam::111111111111:root".to_owned(), |(user, (.., path))| {
                    format!("arn:aws:iam::222222222222:user{}{user}", if *path { "/a/b/" } else { "/" })
                });
            let trust = TRUST_DEV.replace("arn:aws:iam::111111111111:user/ana", &trusted);
            out += &format!(
                "[[account.role]]\nname = {}\nmax_session_duration = {seconds}\ntrust_policy = {}\n",
                q(role),
                q(&trust)
            );
            out += &format!("[[account.role.inline_policy]]\nname = \"own\"\npolicy = {}\n", q(document));
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// What is exported gives the same world.
    #[test]
    fn exports_are_the_world(world in worlds()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (one, other) = (Bench::new().await, Bench::new().await);
            one.apply(&world).await.unwrap_or_else(|error| panic!("{error}\n{world}"));
            let exported = one.export();
            other.apply(&exported).await.unwrap_or_else(|error| panic!("{error}\n{exported}"));
            assert_eq!(other.export(), exported);
            let before = other.revision();
            other.apply(&exported).await.unwrap();
            assert_eq!(other.revision(), before, "{exported}");
        });
    }
}

/// The whole world goes the way too, and what is left out is counted; secrets are not in it.
#[tokio::test]
async fn an_export_of_everything() {
    let (one, other) = (Bench::new().await, Bench::new().await);
    one.apply(WORLD).await.unwrap();
    let exported = one.export();
    assert!(exported.contains("# Left out: access keys: 3, passwords: 1."), "{exported}");
    assert!(!exported.contains("secret-of-ana") && !exported.contains("horse"), "{exported}");
    other.apply(&exported).await.unwrap();
    let strip = |text: &str| text.lines().filter(|line| !line.starts_with("# Left out")).collect::<Vec<_>>().join("\n");
    assert_eq!(strip(&other.export()), strip(&exported));
}

fn run(words: &[&str], data: Option<&Path>) -> Run {
    let mut command = rolecall();
    command.args(words);
    if let Some(data) = data {
        command.arg("--data").arg(data);
    }
    Run::of(&mut command, "")
}

/// A data directory as a server leaves it.
fn used() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let node = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();
        World::parse(WORLD).unwrap().apply(&node).await.unwrap();
    });
    data
}

#[test]
fn the_commands_of_the_world_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.toml");
    fs::write(folder.path().join("trust.json"), TRUST_DEV.replace("user/ana", "root")).unwrap();
    let role = "[[account]]\nid = \"111111111111\"\nname = \"dev\"\n[[account.role]]\nname = \"R\"\ntrust_policy_file = \"trust.json\"\n";
    fs::write(&file, role).unwrap();
    let name = file.to_str().unwrap();
    let right = run(&["world", "check", name], None);
    assert_eq!((right.status, &*right.err), (0, ""), "{}", right.out);
    fs::write(&file, role.replace("\"R\"", "\"R!\"")).unwrap();
    let wrong = run(&["world", "check", name], None);
    assert_eq!((wrong.status, &*wrong.out), (1, ""));
    assert!(
        wrong.err.contains(&format!("{name}: line 4: the role `R!`: CreateRole: ValidationError")),
        "{}",
        wrong.err
    );

    let data = used();
    let exported = run(&["world", "export"], Some(data.path()));
    assert_eq!((exported.status, &*exported.err), (0, ""));
    fs::write(&file, &exported.out).unwrap();
    let again = run(&["world", "check", name], Some(data.path()));
    assert_eq!(again.status, 0, "{}", again.err);
    assert_eq!(run(&["world", "export"], Some(data.path())).out, exported.out);
    let nothing = run(&["world", "export"], Some(folder.path()));
    assert!(nothing.status == 1 && nothing.err.contains("is not a data directory"), "{}", nothing.err);
}

/// Refused: without an answer, while a server runs, on another directory. What is not a server's stays.
#[test]
fn reset() {
    let data = used();
    let path = data.path();
    let asked = run(&["reset"], Some(path));
    assert!(asked.status == 1 && asked.err.contains("--yes") && path.join("store.db").exists(), "{}", asked.err);
    let server = DirLock::acquire(path).unwrap();
    let running = run(&["reset", "--yes"], Some(path));
    assert!(running.status == 1 && running.err.contains("in use") && path.join("store.db").exists(), "{}", running.err);
    drop(server);
    fs::write(path.join("mine.txt"), "mine").unwrap();
    assert_eq!(run(&["reset", "--yes"], Some(path)).status, 0);
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["mine.txt"]);
    let foreign = run(&["reset", "--yes"], Some(path));
    assert!(foreign.status == 1 && foreign.err.contains("is not a data directory"), "{}", foreign.err);
    assert!(path.join("mine.txt").exists());
    let data = used();
    assert_eq!(run(&["reset", "--yes"], Some(data.path())).status, 0);
    assert!(!data.path().exists());
}
