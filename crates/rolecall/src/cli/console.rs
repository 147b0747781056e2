//! `rolecall console`: a link that opens the console in a role, by the federation endpoint (R3.62–R3.64).

use super::CommandError;
use super::client::{Answer, Client, Keys};
use super::profile::Profile;
use clap::Args;
use std::io::Write;
use std::process::{Command, ExitCode, Stdio};

/// Where a server has its console if it is told to as the guide does.
const CONSOLE: &str = "http://127.0.0.1:4601";
/// What the link says of who made it.
const ISSUER: &str = "https://rolecall.invalid/cli";
/// The role session's name where the caller is no IAM user: a root user, who has no name.
const NAMELESS: &str = "console";

/// Print a link that opens the console in a role.
///
/// Assumes the role with your credentials, and exchanges the role's temporary credentials for a link at the console's federation
/// endpoint. Whoever follows the link within 15 minutes is signed in as the role, until the role session ends after an hour. Your
/// credentials are those of the environment or of a profile of the AWS CLI.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall console arn:aws:iam::222222222222:role/Deploy --endpoint http://127.0.0.1:4600
    rolecall console Deploy iam/roles --profile dev --open

ENVIRONMENT:
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN   who assumes the role, without --profile
    AWS_PROFILE                                                   the profile, if there are no keys in the environment
    AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE                  the files with profiles, if not in ~/.aws
    AWS_ENDPOINT_URL                                              the server, without --endpoint
    BROWSER                                                       what --open runs

EXIT STATUS:
    0   the link is printed
    1   the role cannot be assumed, or there is no console
    2   the command line is wrong")]
pub(super) struct Console {
    /// The role: its ARN, or its path and name if it is in your own account
    #[arg(value_name = "ROLE")]
    role: String,

    /// The page that the link leads to, such as iam/roles
    #[arg(value_name = "PAGE", default_value = "/")]
    page: String,

    /// The running server; it must begin with http://
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// The console of the server; it must begin with http://
    #[arg(long, value_name = "URL", default_value = CONSOLE)]
    console: String,

    /// The profile of the AWS CLI that assumes the role
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// Serial number of your MFA device, if the role requires MFA
    #[arg(long, value_name = "SERIAL", requires = "token_code")]
    serial_number: Option<String>,

    /// The code of the MFA device
    #[arg(long, value_name = "CODE", requires = "serial_number")]
    token_code: Option<String>,

    /// Open the link in the browser too
    #[arg(long)]
    open: bool,
}

impl Console {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let link = runtime.block_on(self.link())?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{link}")?;
        out.flush()?;
        if self.open {
            open(&link)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn link(&self) -> Result<String, CommandError> {
        let profile = Profile::chosen(self.profile.as_deref())?;
        let endpoint = self.endpoint.clone().or(profile.endpoint);
        let endpoint = endpoint.ok_or("name the running server with --endpoint")?;
        let aws = Client::new(host_of(&endpoint, "--endpoint")?);
        let (arn, name) = self.role_and_name(&aws, &profile.keys).await?;
        let mut parameters = vec![("RoleArn", &*arn), ("RoleSessionName", &*name)];
        if let (Some(serial), Some(code)) = (&self.serial_number, &self.token_code) {
            parameters.extend([("SerialNumber", &**serial), ("TokenCode", &**code)]);
        }
        let assumed = succeeded(aws.query(&profile.keys, "sts", "AssumeRole", &parameters).await?)?;
        let session = serde_json::json!({
            "sessionId": assumed.text("AccessKeyId")?,
            "sessionKey": assumed.text("SecretAccessKey")?,
            "sessionToken": assumed.text("SessionToken")?,
        });
        let console = self.console.trim_end_matches('/');
        let answer = Client::new(host_of(console, "--console")?)
            .form("/federation", &[("Action", "getSigninToken"), ("Session", &session.to_string())])
            .await
            .map_err(|error| format!("{error}; is {console} the server's --console-listen?"))?;
        let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let token = json.get("SigninToken").and_then(|token| token.as_str());
        let told = || json.get("message").and_then(|it| it.as_str()).unwrap_or(&answer.body).to_owned();
        let token = token.ok_or_else(|| format!("the console at {console} gives no token: {}", told()))?;
        let destination = format!("/{}", self.page.trim_start_matches('/'));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("Action", "login"),
                ("Issuer", ISSUER),
                ("Destination", &*destination),
                ("SigninToken", token),
            ])
            .finish();
        Ok(format!("{console}/federation?{query}"))
    }

    /// The role's ARN, and the name of the session: that of the user, as when one switches roles in the console (R3.73).
    async fn role_and_name(&self, aws: &Client, keys: &Keys) -> Result<(String, String), CommandError> {
        let caller = succeeded(aws.query(keys, "sts", "GetCallerIdentity", &[]).await?)?;
        let (account, arn) = (caller.text("Account")?, caller.text("Arn")?);
        let role = if self.role.starts_with("arn:") {
            self.role.clone()
        } else {
            format!("arn:aws:iam::{account}:role/{}", self.role.trim_start_matches('/'))
        };
        let name = arn.rsplit_once('/').map_or(NAMELESS, |(_, name)| name);
        // The shortest name of a role session has two characters.
        let name = if name.len() < 2 { format!("{name}-{NAMELESS}") } else { name.to_owned() };
        Ok((role, name))
    }
}

/// Host and port of a URL.
fn host_of(url: &str, option: &str) -> Result<String, CommandError> {
    let host = url.strip_prefix("http://").ok_or_else(|| format!("{option} must begin with http://"))?;
    Ok(host.trim_end_matches('/').to_owned())
}

/// The answer, unless it is AWS's error.
fn succeeded(answer: Answer) -> Result<Answer, CommandError> {
    if answer.status < 400 {
        return Ok(answer);
    }
    let message = answer.text("Message").unwrap_or_else(|_| answer.body.clone());
    Err(format!("{message} (request id {})", answer.request_id).into())
}

/// Runs what opens links here. Other users of this machine can see the arguments of programs while they run: the link says whom
/// it signs in for 15 minutes.
fn open(link: &str) -> Result<(), CommandError> {
    let usual = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let program = std::env::var("BROWSER").ok().filter(|program| !program.is_empty());
    let program = program.unwrap_or_else(|| usual.to_owned());
    let ran = Command::new(&program).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).status();
    let ran = ran.map_err(|error| format!("cannot run {program}: {error}"))?;
    if ran.success() { Ok(()) } else { Err(format!("{program} could not open the link").into()) }
}
