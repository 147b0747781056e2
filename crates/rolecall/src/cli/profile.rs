//! Profiles of the AWS CLI: keys and endpoint from the environment, or from the files in `~/.aws`.

use super::CommandError;
use super::client::Keys;
use crate::environment::input;
use crate::secrets::Secret;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The largest file of profiles that is read, bytes: thousands of profiles.
const MAX_FILE: u64 = 1 << 20;

/// Settings of a profile.
type Settings = BTreeMap<String, String>;

/// Who calls, and which server.
#[derive(Debug)]
pub(super) struct Profile {
    /// The access key.
    pub(super) keys: Keys,
    /// `AWS_ENDPOINT_URL`, or the profile's `endpoint_url`.
    pub(super) endpoint: Option<String>,
}

impl Profile {
    /// The named profile; without a name the keys in the environment, else the profile of `AWS_PROFILE`, else `default`: the
    /// order of the AWS CLI.
    ///
    /// # Errors
    /// There are no keys.
    pub(super) fn chosen(named: Option<&str>) -> Result<Self, CommandError> {
        let endpoint = variable("AWS_ENDPOINT_URL");
        let (id, secret) = (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"));
        if let (None, Some(id), Some(secret)) = (named, id, secret) {
            let keys = Keys { id, secret: Secret::new(secret), token: variable("AWS_SESSION_TOKEN") };
            return Ok(Self { keys, endpoint });
        }
        let name = named.map(str::to_owned).or_else(|| variable("AWS_PROFILE")).unwrap_or_else(|| "default".to_owned());
        let mut settings = read(file("AWS_CONFIG_FILE", "config").as_deref(), &name, true)?;
        settings.extend(read(file("AWS_SHARED_CREDENTIALS_FILE", "credentials").as_deref(), &name, false)?);
        let mut take = |setting: &str| settings.remove(setting).filter(|value| !value.is_empty());
        let (Some(id), Some(secret)) = (take("aws_access_key_id"), take("aws_secret_access_key")) else {
            return Err(format!(
                "the profile {name} has no access key; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has one with --profile"
            )
            .into());
        };
        let keys = Keys { id, secret: Secret::new(secret), token: take("aws_session_token") };
        Ok(Self { keys, endpoint: endpoint.or_else(|| take("endpoint_url")) })
    }
}

/// A file of profiles: where the variable says, else in `~/.aws`.
fn file(name: &str, usual: &str) -> Option<PathBuf> {
    variable(name).map(PathBuf::from).or_else(|| Some(Path::new(&variable("HOME")?).join(".aws").join(usual)))
}

/// The settings of a profile; none if there is no file.
fn read(file: Option<&Path>, profile: &str, is_config: bool) -> Result<Settings, CommandError> {
    let Some(file) = file.filter(|file| file.exists()) else { return Ok(Settings::new()) };
    match input::file(file, MAX_FILE) {
        Ok(text) => Ok(settings_of(&text.text, profile, is_config)),
        Err(unreadable) if unreadable.is_empty() => Ok(Settings::new()),
        Err(unreadable) => Err(format!("{}: {}", unreadable.name, unreadable.problem).into()),
    }
}

/// The settings below the heading of a profile: `[name]`, which is `[profile name]` in the configuration but for `default`.
fn settings_of(text: &str, profile: &str, is_config: bool) -> Settings {
    let heading = if is_config && profile != "default" { format!("profile {profile}") } else { profile.to_owned() };
    let mut settings = Settings::new();
    let mut is_here = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            is_here = name.split_whitespace().collect::<Vec<_>>().join(" ") == heading;
            continue;
        }
        // A line that is indented belongs to the setting above it, such as one of `s3`.
        let is_comment = trimmed.starts_with(['#', ';']);
        if !is_here || is_comment || line.starts_with([' ', '\t']) {
            continue;
        }
        if let Some((name, value)) = trimmed.split_once('=') {
            settings.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    settings
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# keys\n[default]\naws_access_key_id = A\naws_secret_access_key=a=b\n\n[ profile  dev ]\n\
                        endpoint_url = http://127.0.0.1:4600\ns3 =\n  endpoint_url = http://other\n; end\n[dev]\nregion=x\n";

    /// Each file writes the names of profiles in its own way; indented lines are of another setting.
    #[test]
    fn profiles_are_found() {
        let shown = |profile, is_config| {
            let settings = settings_of(FILE, profile, is_config).into_iter();
            settings.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown("default", true), "aws_access_key_id=A aws_secret_access_key=a=b");
        assert_eq!(shown("default", false), shown("default", true));
        assert_eq!(shown("dev", true), "endpoint_url=http://127.0.0.1:4600 s3=");
        assert_eq!(shown("dev", false), "region=x");
        assert_eq!(shown("prod", true), "");
    }
}
