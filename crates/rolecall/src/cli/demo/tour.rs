//! The walk itself: each step is shown as the `aws` command that does the same, sent, and checked.

use super::CommandError;
use crate::cli::client::{Answer, Client, Keys};
use crate::cli::terminal::Terminal;
use crate::cli::why;
use crate::trail::{Found, text};
use crate::world::NewAccount;
use http::Method;
use rolecall_policy::AccountId;
use rolecall_policy::explain::{UNLIMITED, escaped};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How much of a request id is typed; enough to be unique here.
const TYPED: usize = 8;

/// Before each line of what a command answers.
const INDENT: &str = "     ";

/// What is made, by name.
#[derive(Debug)]
pub(super) struct Names {
    user: String,
    role: String,
    images: String,
    reports: String,
    notes: String,
}

impl Names {
    /// Names that end in `suffix`, for a server where there may be others.
    pub(super) fn ending_in(suffix: &str) -> Self {
        Self {
            user: format!("crossAccountUser{suffix}"),
            role: format!("CrossAccountAccessRole{suffix}"),
            images: format!("prod-images{suffix}"),
            reports: format!("prod-reports{suffix}"),
            notes: format!("dev-notes{suffix}"),
        }
    }
}

/// An account of the demo, with its root user's key.
pub(super) struct Account {
    id: AccountId,
    name: String,
    root: Keys,
}

impl Account {
    /// An account of a running server, whose id it is asked for.
    pub(super) async fn of_server(name: &str, root: Keys, client: &Client) -> Result<Self, CommandError> {
        let answer = client.query(&root, "sts", "GetCallerIdentity", &[]).await?;
        let id = allowed(answer)?.text("Account")?.parse()?;
        Ok(Self { id, name: name.to_owned(), root })
    }

    pub(super) fn new(made: NewAccount) -> Result<Self, CommandError> {
        let (id, secret) = made.generated.ok_or("the account has no new root key")?;
        Ok(Self { id: made.id, name: made.name, root: Keys { id, secret, token: None } })
    }
}

/// The demo on its way.
pub(super) struct Tour {
    client: Client,
    data: PathBuf,
    pause: Option<Duration>,
    names: Names,
    dev: Account,
    prod: Account,
}

/// What the demo leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    /// Nothing.
    Nothing,
    /// The data directory of the embedded server.
    Data,
    /// What it made on somebody's server.
    Things,
}

impl Tour {
    pub(super) fn new(client: Client, data: &Path, pause: Option<Duration>, names: Names, of: [Account; 2]) -> Self {
        let [dev, prod] = of;
        Self { client, data: data.to_owned(), pause, names, dev, prod }
    }

    /// Walks from two empty accounts to access across them.
    pub(super) async fn walk(self, leaves: Leaves) -> Result<(), CommandError> {
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
        self.farewell(leaves)
    }

    async fn make_user(&self) -> Result<Keys, CommandError> {
        let Names { user, notes, .. } = &self.names;
        heading("1", "In dev: a user with an access key, and no permission at all")?;
        let of_user = [("UserName", &**user)];
        let answer = self.iam(&self.dev, &format!("create-user --user-name {user}"), "CreateUser", &of_user).await?;
        result(&answer.text("Arn")?)?;
        let shown = format!("create-access-key --user-name {user}");
        let answer = self.iam(&self.dev, &shown, "CreateAccessKey", &of_user).await?;
        let keys = Keys::of(&answer, None)?;
        result(&format!("{}, and its secret", keys.id))?;
        self.make_bucket(&self.dev, notes).await?;
        self.rest().await?;
        Ok(keys)
    }

    async fn make_buckets(&self) -> Result<(), CommandError> {
        heading("2", "In prod: the buckets that are to be listed")?;
        self.make_bucket(&self.prod, &self.names.images).await?;
        self.make_bucket(&self.prod, &self.names.reports).await?;
        self.rest().await
    }

    async fn make_role(&self) -> Result<(), CommandError> {
        let Names { user, role, .. } = &self.names;
        heading("3", "In prod: a role that trusts that user and may list buckets")?;
        let trust = format!(
            r#"{{
  "Version": "2012-10-17",
  "Statement": [
    {{ "Effect": "Allow", "Principal": {{ "AWS": "arn:aws:iam::{}:user/{user}" }}, "Action": "sts:AssumeRole" }}
  ]
}}"#,
            self.dev.id
        );
        document("trust-policy.json", &trust)?;
        let shown = format!("create-role --role-name {role} --assume-role-policy-document file://trust-policy.json");
        let parameters = [("RoleName", &**role), ("AssumeRolePolicyDocument", &trust)];
        let arn = self.iam(&self.prod, &shown, "CreateRole", &parameters).await?.text("Arn")?;
        check(arn == self.role_arn(), || format!("the role's ARN is {arn}"))?;
        result(&arn)?;
        let policy = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "ListBuckets", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
  ]
}"#;
        self.put_policy(&self.prod, ("role", role), "S3ReadPolicy", policy).await
    }

    async fn try_too_early(&self, user: &Keys) -> Result<(), CommandError> {
        heading("4", "As the user: prod trusts it, but dev has not allowed it anything yet")?;
        let answer = self.ask_for_role(user).await?;
        let sentence = format!(
            "User: arn:aws:iam::{}:user/{} is not authorized to perform: sts:AssumeRole on resource: {}",
            self.dev.id,
            self.names.user,
            self.role_arn()
        );
        denied(&answer, "AssumeRole", &sentence)?;
        let why = self.why(&answer)?;
        check(why.contains("\nx identity "), || format!("the identity layer should be what denies:\n{why}"))?;
        check(why.contains(&format!("in account {}: ", self.dev.id)), || format!("dev should have to change:\n{why}"))?;
        self.rest().await
    }

    async fn allow_user(&self) -> Result<(), CommandError> {
        heading("5", "In dev: the other half, a policy that lets the user assume the role")?;
        let policy = format!(
            r#"{{
  "Version": "2012-10-17",
  "Statement": [
    {{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "{}" }}
  ]
}}"#,
            self.role_arn()
        );
        self.put_policy(&self.dev, ("user", &self.names.user), "AssumeProdRole", &policy).await
    }

    async fn assume_role(&self, user: &Keys) -> Result<Keys, CommandError> {
        heading("6", "As the user: the same call again")?;
        let answer = allowed(self.ask_for_role(user).await?)?;
        let session = Keys::of(&answer, Some(answer.text("SessionToken")?))?;
        let arn = format!("arn:aws:sts::{}:assumed-role/{}/dev-session", self.prod.id, self.names.role);
        check(answer.text("Arn")? == arn, || format!("the session should be {arn}: {}", answer.body))?;
        result(&arn)?;
        result(&format!("{}, its secret and session token, until {}", session.id, answer.text("Expiration")?))?;
        self.rest().await?;
        Ok(session)
    }

    async fn list_buckets(&self, session: &Keys) -> Result<(), CommandError> {
        heading("7", "With the temporary credentials: the buckets of prod, and not those of dev")?;
        command("aws s3 ls")?;
        let answer = allowed(self.client.s3(session, Method::GET, "/").await?)?;
        let names = answer.texts("Name");
        let Names { images, reports, notes, .. } = &self.names;
        let right = names.contains(images) && names.contains(reports) && !names.contains(notes);
        check(right, || format!("the buckets of prod should be listed, not {names:?}"))?;
        for (name, created) in names.iter().zip(answer.texts("CreationDate")) {
            result(&format!("{created} {name}"))?;
        }
        self.rest().await
    }

    async fn list_objects(&self, session: &Keys) -> Result<(), CommandError> {
        let Names { role, reports: bucket, .. } = &self.names;
        heading("8", "The role may list buckets, and nothing more")?;
        command(&format!("aws s3 ls s3://{bucket}"))?;
        let answer = self.client.s3(session, Method::GET, &format!("/{bucket}?list-type=2&delimiter=%2F")).await?;
        let sentence = format!(
            "User: arn:aws:sts::{}:assumed-role/{role}/dev-session is not authorized to perform: s3:ListBucket on \
             resource: \"arn:aws:s3:::{bucket}\" because no identity-based policy allows the s3:ListBucket action",
            self.prod.id
        );
        denied(&answer, "ListObjectsV2", &sentence)?;
        let why = self.why(&answer)?;
        let closest = format!("S3ReadPolicy of role {role} / statement \"ListBuckets\"");
        check(why.contains(&closest), || format!("the statement that came closest should be shown:\n{why}"))?;
        self.rest().await
    }

    fn farewell(&self, leaves: Leaves) -> Result<(), CommandError> {
        say(&format!(
            "That was {} requests, each signed, decided and recorded by the server at {}.\n",
            self.client.sent.get(),
            self.client.server
        ))?;
        match leaves {
            Leaves::Nothing => {
                say("To do it yourself, with the aws command line:")?;
                say("  rolecall demo --keep ./demo     this world, kept")?;
                say("  rolecall serve --data ./data    an empty one; it prints what to do next")
            }
            Leaves::Things => {
                let Names { user, role, images, reports, notes } = &self.names;
                say("Left in your accounts, to go on with or to delete:")?;
                say(&format!("  dev:  user {user} with an access key and an inline policy, bucket {notes}"))?;
                say(&format!("  prod: role {role} with an inline policy, buckets {images} and {reports}"))
            }
            Leaves::Data => {
                say("The server's data is kept. To go on with it:")?;
                say(&format!("  rolecall serve --data {}", self.data.display()))?;
                say("  export AWS_ENDPOINT_URL=http://127.0.0.1:4600 AWS_DEFAULT_REGION=us-east-1")?;
                [&self.dev, &self.prod].into_iter().try_for_each(|account| {
                    say(&format!("The root user of {} ({}), shown only once:", account.name, account.id))?;
                    say(&format!("  export AWS_ACCESS_KEY_ID={}", account.root.id))?;
                    say(&format!("  export AWS_SECRET_ACCESS_KEY={}", account.root.secret.expose()))
                })
            }
        }
    }

    /// Shows a command of IAM and sends what it does as the root user, which must succeed.
    async fn iam(
        &self,
        account: &Account,
        shown: &str,
        operation: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Answer, CommandError> {
        command(&format!("aws iam {shown}"))?;
        allowed(self.client.query(&account.root, "iam", operation, parameters).await?)
    }

    /// Ends a step with an inline policy of a role or a user.
    async fn put_policy(
        &self,
        account: &Account,
        (kind, owner): (&str, &str),
        policy: &str,
        text: &str,
    ) -> Result<(), CommandError> {
        document(&format!("{kind}-policy.json"), text)?;
        let shown = format!(
            "put-{kind}-policy --{kind}-name {owner} --policy-name {policy} --policy-document file://{kind}-policy.json"
        );
        let (operation, member) =
            if kind == "role" { ("PutRolePolicy", "RoleName") } else { ("PutUserPolicy", "UserName") };
        let parameters = [(member, owner), ("PolicyName", policy), ("PolicyDocument", text)];
        self.iam(account, &shown, operation, &parameters).await?;
        result("done")?;
        self.rest().await
    }

    async fn make_bucket(&self, account: &Account, bucket: &str) -> Result<(), CommandError> {
        command(&format!("aws s3 mb s3://{bucket}"))?;
        allowed(self.client.s3(&account.root, Method::PUT, &format!("/{bucket}")).await?)?;
        result(&format!("make_bucket: {bucket}"))
    }

    fn role_arn(&self) -> String {
        format!("arn:aws:iam::{}:role/{}", self.prod.id, self.names.role)
    }

    async fn ask_for_role(&self, user: &Keys) -> Result<Answer, CommandError> {
        let arn = self.role_arn();
        command(&format!("aws sts assume-role --role-arn {arn} --role-session-name dev-session"))?;
        let parameters = [("RoleArn", &*arn), ("RoleSessionName", "dev-session")];
        self.client.query(user, "sts", "AssumeRole", &parameters).await
    }

    /// Asks `rolecall why` about an answer, as it would be typed, and shows what it says.
    fn why(&self, answer: &Answer) -> Result<String, CommandError> {
        let typed: String = answer.request_id.chars().take(TYPED).collect();
        command(&format!("rolecall why {typed}"))?;
        let Found::One(record) = why::find(&self.data, &typed)? else {
            return Err(format!("the request {} should be on record", answer.request_id).into());
        };
        check(record.request_id == answer.request_id, || "the record should be this request's".to_owned())?;
        let text = text::render(&record, UNLIMITED);
        check(text.starts_with("DENIED, implicitly"), || format!("the denial should be explained:\n{text}"))?;
        let width = Terminal::of_output().width.saturating_sub(INDENT.len());
        text::render(&record, width).lines().try_for_each(result)?;
        Ok(text)
    }

    /// Ends a step.
    async fn rest(&self) -> Result<(), CommandError> {
        say("")?;
        if let Some(pause) = self.pause {
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }
}

/// The answer, which must be a success.
fn allowed(answer: Answer) -> Result<Answer, CommandError> {
    check(answer.status == 200, || format!("this should have succeeded: {} {}", answer.status, answer.body))?;
    Ok(answer)
}

/// Shows a denial as the aws command line does. It must be this one.
fn denied(answer: &Answer, operation: &str, sentence: &str) -> Result<(), CommandError> {
    check(answer.status == 403, || format!("this should have been denied: {} {}", answer.status, answer.body))?;
    let (code, message) = (answer.text("Code")?, answer.text("Message")?);
    result(&format!("An error occurred ({code}) when calling the {operation} operation: {message}"))?;
    check(code == "AccessDenied", || format!("the code should be AccessDenied, not {code}"))?;
    check(message == sentence, || format!("the message should be: {sentence}"))
}

fn check(holds: bool, error: impl FnOnce() -> String) -> Result<(), CommandError> {
    if holds { Ok(()) } else { Err(error().into()) }
}

fn heading(number: &str, text: &str) -> Result<(), CommandError> {
    say(&format!("{number}. {text}"))
}

fn command(text: &str) -> Result<(), CommandError> {
    say(&format!("   $ {text}"))
}

fn document(name: &str, text: &str) -> Result<(), CommandError> {
    command(&format!("cat {name}"))?;
    text.lines().try_for_each(result)
}

fn result(text: &str) -> Result<(), CommandError> {
    say(format!("{INDENT}{text}").trim_end())
}

fn say(text: &str) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    text.split('\n').try_for_each(|line| writeln!(out, "{}", escaped(line)))?;
    Ok(())
}
