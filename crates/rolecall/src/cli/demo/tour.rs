//! The walk itself: each step is shown as the `aws` command that does the same, sent, and checked.

use super::Fault;
use super::client::{Answer, Client, Keys};
use crate::cli::why;
use crate::trail::Found;
use crate::world::NewAccount;
use http::Method;
use rolecall_policy::AccountId;
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

const USER: &str = "crossAccountUser";
const ROLE: &str = "CrossAccountAccessRole";
const BUCKETS: [&str; 2] = ["prod-images", "prod-reports"];
const DEV_BUCKET: &str = "dev-notes";
/// How much of a request id is typed; enough to be unique here.
const TYPED: usize = 8;

/// An account of the demo, with its root user's key.
pub(super) struct Account {
    id: AccountId,
    name: String,
    root: Keys,
}

impl Account {
    pub(super) fn new(made: NewAccount) -> Result<Self, Fault> {
        let (id, secret) = made.generated.ok_or("the account has no new root key")?;
        Ok(Self { id: made.id, name: made.name, root: Keys { id, secret, token: None } })
    }
}

/// The demo on its way.
pub(super) struct Tour {
    client: Client,
    data: PathBuf,
    pause: Option<Duration>,
    dev: Account,
    prod: Account,
}

impl Tour {
    pub(super) fn new(server: SocketAddr, data: &Path, pause: Option<Duration>, dev: Account, prod: Account) -> Self {
        Self { client: Client::new(server), data: data.to_owned(), pause, dev, prod }
    }

    /// Walks from two empty accounts to access across them.
    pub(super) async fn walk(mut self, kept: bool) -> Result<(), Fault> {
        say(&format!(
            "Two accounts, {} ({}) and {} ({}). A user of {0} shall list the buckets of {2}.\n",
            self.dev.name, self.dev.id, self.prod.name, self.prod.id
        ))?;
        let user = self.make_user().await?;
        self.make_buckets().await?;
        self.make_role().await?;
        self.try_too_early(&user).await?;
        self.allow_user().await?;
        let session = self.assume_role(&user).await?;
        self.list_buckets(&session).await?;
        self.list_objects(&session).await?;
        self.farewell(kept)
    }

    async fn make_user(&mut self) -> Result<Keys, Fault> {
        heading("1", "In dev: a user with an access key, and no permission at all")?;
        let root = self.dev.root.clone();
        command(&format!("aws iam create-user --user-name {USER}"))?;
        let answer = self.client.query(&root, "iam", "CreateUser", &[("UserName", USER)]).await?;
        result(&allowed(&answer)?.text("Arn")?)?;
        command(&format!("aws iam create-access-key --user-name {USER}"))?;
        let answer = self.client.query(&root, "iam", "CreateAccessKey", &[("UserName", USER)]).await?;
        let keys = Keys {
            id: allowed(&answer)?.text("AccessKeyId")?,
            secret: crate::secrets::Secret::new(answer.text("SecretAccessKey")?),
            token: None,
        };
        result(&format!("{}, and its secret", keys.id))?;
        let answer = self.client.s3(&root, Method::PUT, &format!("/{DEV_BUCKET}")).await?;
        command(&format!("aws s3 mb s3://{DEV_BUCKET}"))?;
        allowed(&answer)?;
        result(&format!("make_bucket: {DEV_BUCKET}"))?;
        self.rest().await?;
        Ok(keys)
    }

    async fn make_buckets(&mut self) -> Result<(), Fault> {
        heading("2", "In prod: the buckets that are to be listed")?;
        let root = self.prod.root.clone();
        for bucket in BUCKETS {
            command(&format!("aws s3 mb s3://{bucket}"))?;
            allowed(&self.client.s3(&root, Method::PUT, &format!("/{bucket}")).await?)?;
            result(&format!("make_bucket: {bucket}"))?;
        }
        self.rest().await
    }

    async fn make_role(&mut self) -> Result<(), Fault> {
        heading("3", "In prod: a role that trusts that user and may list buckets")?;
        let root = self.prod.root.clone();
        let trust = format!(
            r#"{{
  "Version": "2012-10-17",
  "Statement": [
    {{ "Effect": "Allow", "Principal": {{ "AWS": "arn:aws:iam::{}:user/{USER}" }}, "Action": "sts:AssumeRole" }}
  ]
}}"#,
            self.dev.id
        );
        document("trust-policy.json", &trust)?;
        command(&format!(
            "aws iam create-role --role-name {ROLE} --assume-role-policy-document file://trust-policy.json"
        ))?;
        let parameters = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &trust)];
        let answer = self.client.query(&root, "iam", "CreateRole", &parameters).await?;
        let arn = allowed(&answer)?.text("Arn")?;
        check(arn == self.role_arn(), || format!("the role's ARN is {arn}"))?;
        result(&arn)?;
        let policy = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "ListBuckets", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
  ]
}"#;
        document("role-policy.json", policy)?;
        command(&format!(
            "aws iam put-role-policy --role-name {ROLE} --policy-name S3ReadPolicy --policy-document \
             file://role-policy.json"
        ))?;
        let parameters = [("RoleName", ROLE), ("PolicyName", "S3ReadPolicy"), ("PolicyDocument", policy)];
        allowed(&self.client.query(&root, "iam", "PutRolePolicy", &parameters).await?)?;
        result("done")?;
        self.rest().await
    }

    async fn try_too_early(&mut self, user: &Keys) -> Result<(), Fault> {
        heading("4", "As the user: prod trusts it, but dev has not allowed it anything yet")?;
        let answer = self.ask_for_role(user).await?;
        let sentence = format!(
            "User: arn:aws:iam::{}:user/{USER} is not authorized to perform: sts:AssumeRole on resource: {}",
            self.dev.id,
            self.role_arn()
        );
        denied(&answer, "AssumeRole", &sentence)?;
        let why = self.why(&answer)?;
        check(why.contains("\nx identity "), || format!("the identity layer should be what denies:\n{why}"))?;
        check(why.contains(&format!("in account {}: ", self.dev.id)), || format!("dev should have to change:\n{why}"))?;
        self.rest().await
    }

    async fn allow_user(&mut self) -> Result<(), Fault> {
        heading("5", "In dev: the other half, a policy that lets the user assume the role")?;
        let root = self.dev.root.clone();
        let policy = format!(
            r#"{{
  "Version": "2012-10-17",
  "Statement": [
    {{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "{}" }}
  ]
}}"#,
            self.role_arn()
        );
        document("user-policy.json", &policy)?;
        command(&format!(
            "aws iam put-user-policy --user-name {USER} --policy-name AssumeProdRole --policy-document \
             file://user-policy.json"
        ))?;
        let parameters = [("UserName", USER), ("PolicyName", "AssumeProdRole"), ("PolicyDocument", &policy)];
        allowed(&self.client.query(&root, "iam", "PutUserPolicy", &parameters).await?)?;
        result("done")?;
        self.rest().await
    }

    async fn assume_role(&mut self, user: &Keys) -> Result<Keys, Fault> {
        heading("6", "As the user: the same call again")?;
        let answer = self.ask_for_role(user).await?;
        let session = Keys {
            id: allowed(&answer)?.text("AccessKeyId")?,
            secret: crate::secrets::Secret::new(answer.text("SecretAccessKey")?),
            token: Some(answer.text("SessionToken")?),
        };
        let arn = format!("arn:aws:sts::{}:assumed-role/{ROLE}/dev-session", self.prod.id);
        check(answer.text("Arn")? == arn, || format!("the session should be {arn}: {}", answer.body))?;
        result(&arn)?;
        result(&format!("{}, its secret and session token, until {}", session.id, answer.text("Expiration")?))?;
        self.rest().await?;
        Ok(session)
    }

    async fn list_buckets(&mut self, session: &Keys) -> Result<(), Fault> {
        heading("7", "With the temporary credentials: the buckets of prod, and not those of dev")?;
        command("aws s3 ls")?;
        let answer = self.client.s3(session, Method::GET, "/").await?;
        let names = allowed(&answer)?.texts("Name");
        check(names == BUCKETS, || format!("the buckets of prod should be listed, not {names:?}"))?;
        for (name, created) in names.iter().zip(answer.texts("CreationDate")) {
            result(&format!("{created} {name}"))?;
        }
        self.rest().await
    }

    async fn list_objects(&mut self, session: &Keys) -> Result<(), Fault> {
        let bucket = BUCKETS[1];
        heading("8", "The role may list buckets, and nothing more")?;
        command(&format!("aws s3 ls s3://{bucket}"))?;
        let answer = self.client.s3(session, Method::GET, &format!("/{bucket}?list-type=2&delimiter=%2F")).await?;
        let sentence = format!(
            "User: arn:aws:sts::{}:assumed-role/{ROLE}/dev-session is not authorized to perform: s3:ListBucket on \
             resource: \"arn:aws:s3:::{bucket}\" because no identity-based policy allows the s3:ListBucket action",
            self.prod.id
        );
        denied(&answer, "ListObjectsV2", &sentence)?;
        let why = self.why(&answer)?;
        let closest = format!("S3ReadPolicy of role {ROLE} / statement \"ListBuckets\"");
        check(why.contains(&closest), || format!("the statement that came closest should be shown:\n{why}"))?;
        self.rest().await
    }

    fn farewell(&self, kept: bool) -> Result<(), Fault> {
        say(&format!(
            "That was {} requests, each signed, decided and recorded by a server at {}.\n",
            self.client.sent, self.client.server
        ))?;
        if !kept {
            say("To do it yourself, with the aws command line:")?;
            say("  rolecall demo --keep ./demo     this world, kept")?;
            return say("  rolecall serve --data ./data    an empty one; it prints what to do next");
        }
        say("The server's data is kept. To go on with it:")?;
        say(&format!("  rolecall serve --data {}", self.data.display()))?;
        say("  export AWS_ENDPOINT_URL=http://127.0.0.1:4600 AWS_DEFAULT_REGION=us-east-1")?;
        for account in [&self.dev, &self.prod] {
            say(&format!("The root user of {} ({}), shown this once:", account.name, account.id))?;
            say(&format!("  export AWS_ACCESS_KEY_ID={}", account.root.id))?;
            say(&format!("  export AWS_SECRET_ACCESS_KEY={}", account.root.secret.expose()))?;
        }
        Ok(())
    }

    fn role_arn(&self) -> String {
        format!("arn:aws:iam::{}:role/{ROLE}", self.prod.id)
    }

    async fn ask_for_role(&mut self, user: &Keys) -> Result<Answer, Fault> {
        let arn = self.role_arn();
        command(&format!("aws sts assume-role --role-arn {arn} --role-session-name dev-session"))?;
        let parameters = [("RoleArn", &*arn), ("RoleSessionName", "dev-session")];
        self.client.query(user, "sts", "AssumeRole", &parameters).await
    }

    /// Asks `rolecall why` about an answer, as it would be typed, and shows what it says.
    fn why(&self, answer: &Answer) -> Result<String, Fault> {
        let typed: String = answer.request_id.chars().take(TYPED).collect();
        command(&format!("rolecall why {typed}"))?;
        let Found::One(record) = why::find(&self.data, &typed)? else {
            return Err(format!("the request {} should be on record", answer.request_id).into());
        };
        check(record.request_id == answer.request_id, || "the record should be this request's".to_owned())?;
        let text = why::text::render(&record);
        check(text.starts_with("DENIED, implicitly"), || format!("the denial should be explained:\n{text}"))?;
        text.lines().try_for_each(result)?;
        Ok(text)
    }

    /// Ends a step.
    async fn rest(&self) -> Result<(), Fault> {
        say("")?;
        if let Some(pause) = self.pause {
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }
}

/// The answer, which must be a success.
fn allowed(answer: &Answer) -> Result<&Answer, Fault> {
    check(answer.status == 200, || format!("this should have succeeded: {} {}", answer.status, answer.body))?;
    Ok(answer)
}

/// Shows a denial as the aws command line does. It must be this one.
fn denied(answer: &Answer, operation: &str, sentence: &str) -> Result<(), Fault> {
    check(answer.status == 403, || format!("this should have been denied: {} {}", answer.status, answer.body))?;
    let (code, message) = (answer.text("Code")?, answer.text("Message")?);
    result(&format!("An error occurred ({code}) when calling the {operation} operation: {message}"))?;
    check(code == "AccessDenied", || format!("the code should be AccessDenied, not {code}"))?;
    check(message == sentence, || format!("the message should be: {sentence}"))
}

fn check(holds: bool, fault: impl FnOnce() -> String) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(fault().into()) }
}

fn heading(number: &str, text: &str) -> Result<(), Fault> {
    say(&format!("{number}. {text}"))
}

fn command(text: &str) -> Result<(), Fault> {
    say(&format!("   $ {text}"))
}

fn document(name: &str, text: &str) -> Result<(), Fault> {
    command(&format!("cat {name}"))?;
    text.lines().try_for_each(result)
}

fn result(text: &str) -> Result<(), Fault> {
    say(format!("     {text}").trim_end())
}

fn say(text: &str) -> Result<(), Fault> {
    let mut out = io::stdout().lock();
    text.split('\n').try_for_each(|line| writeln!(out, "{}", escaped(line)))?;
    Ok(())
}
