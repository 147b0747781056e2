//! The text of a credential report: comma-separated values, a row for the root user and one for each user (R4.47, R4.48).

use super::call::IamCall;
use super::subject::{Subject, root_arn};
use crate::api::error::ApiError;
use crate::directory::entities::{AccessKey, LoginProfile, MfaDevice, SecurityKey, SigningCertificate, User};
use crate::directory::table::Stored;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// The first row (R4.47).
const COLUMNS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// Access keys, and certificates, that the report has columns for.
const SHOWN: usize = 2;

/// Uses of a key are told to this many seconds (R4.16).
const GRANULARITY: i64 = 15 * 60;

/// There is no such credential, or nothing to tell of it.
const NOT_APPLICABLE: &str = "N/A";
/// There is a password, and no use of it is known.
const NO_INFORMATION: &str = "no_information";
/// What the root user's row does not tell (R4.48).
const NOT_SUPPORTED: &str = "not_supported";

/// The report of the caller's account as it is now. Rows end with a line feed, but for the last.
///
/// # Errors
/// [`ApiError::internal`].
pub(super) fn text(call: &IamCall<'_>) -> Result<String, ApiError> {
    let account = call.own_account()?;
    let root = [root_arn(call.account), instant(account.created), NOT_SUPPORTED.to_owned(), NO_INFORMATION.to_owned()];
    let mut root: Vec<String> = ["<root_account>".to_owned()].into_iter().chain(root).collect();
    root.extend([NOT_SUPPORTED.to_owned(), NOT_SUPPORTED.to_owned()]);
    credentials(&Subject::Root(account), call, &mut root);
    let users = call.all::<User>().map(|user| {
        let mut row = vec![user.name.clone(), user.arn(), instant(user.created)];
        row.extend(password(user, call));
        credentials(&Subject::User(user), call, &mut row);
        row
    });
    let rows = std::iter::once(root).chain(users).map(|row| row.iter().map(|value| quoted(value)).collect::<Vec<_>>());
    let mut text = COLUMNS.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(&row.join(","));
    }
    Ok(text)
}

/// `password_enabled` to `password_next_rotation`.
fn password(user: &User, call: &IamCall<'_>) -> [String; 4] {
    let Some(profile) = call.snapshot.find::<LoginProfile>(user.account, &user.id) else {
        return ["false", NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE].map(str::to_owned);
    };
    let changed = profile.changed();
    let max_age =
        call.snapshot.password_policy(user.account).and_then(|policy| policy.max_age).filter(|days| *days > 0);
    let rotation = max_age.and_then(|days| changed.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok());
    let used = call.node.last_used.get(user.account, &user.id);
    let used = used.map_or_else(|| NO_INFORMATION.to_owned(), |used| instant(used.time));
    ["true".to_owned(), used, instant(changed), rotation.map_or_else(not_applicable, instant)]
}

/// `mfa_active` to the end of the row.
fn credentials(subject: &Subject<'_>, call: &IamCall<'_>, row: &mut Vec<String>) {
    let keys = subject.own::<SecurityKey>(call).next().is_some();
    row.push((keys || subject.own::<MfaDevice>(call).next().is_some()).to_string());
    let mut keys: Vec<&Arc<Stored<AccessKey>>> = subject.own::<AccessKey>(call).collect();
    keys.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    for number in 0..SHOWN {
        let key = keys.get(number);
        let last = key.and_then(|key| call.node.last_used.get(call.account, &key.id));
        row.push(key.is_some_and(|key| key.active).to_string());
        row.push(key.map_or_else(not_applicable, |key| instant(key.created)));
        row.push(last.as_ref().map_or_else(not_applicable, |last| instant(quarter_hour(last.time))));
        row.push(last.as_ref().map_or_else(not_applicable, |last| last.region.clone()));
        row.push(last.map_or_else(not_applicable, |last| last.service));
    }
    let mut certificates: Vec<&Arc<Stored<SigningCertificate>>> = subject.own::<SigningCertificate>(call).collect();
    certificates.sort_by(|one, other| (one.uploaded, &one.id).cmp(&(other.uploaded, &other.id)));
    for number in 0..SHOWN {
        let certificate = certificates.get(number);
        row.push(certificate.is_some_and(|it| it.active).to_string());
        row.push(certificate.map_or_else(not_applicable, |it| instant(it.uploaded)));
    }
}

fn not_applicable() -> String {
    NOT_APPLICABLE.to_owned()
}

/// The beginning of the quarter of an hour.
fn quarter_hour(time: Timestamp) -> Timestamp {
    let seconds = time.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(GRANULARITY)).unwrap_or(time)
}

/// `2026-11-22T10:15:30+00:00`.
fn instant(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// A value with a comma, which a user's name or path may have, stands in quotes.
fn quoted(value: &str) -> String {
    if value.contains([',', '"']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.47, R4.48: dates in ISO 8601, uses by the quarter of an hour, commas in quotes.
    #[test]
    fn values_are_written_as_aws_does() {
        let time: Timestamp = "2026-11-22T10:44:59.9Z".parse().unwrap();
        assert_eq!(instant(time), "2026-11-22T10:44:59+00:00");
        assert_eq!(instant(quarter_hour(time)), "2026-11-22T10:30:00+00:00");
        assert_eq!(instant(quarter_hour("1969-12-31T23:59:59Z".parse().unwrap())), "1969-12-31T23:45:00+00:00");
        assert_eq!(COLUMNS.split(',').count(), 22);
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("/a\",/"), "\"/a\"\",/\"");
    }
}
