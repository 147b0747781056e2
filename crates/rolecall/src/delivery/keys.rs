//! The keys of log files and digests (R8.16, R8.18).

use crate::api::error::ApiError;
use crate::directory::entities::Trail;
use crate::environment::entropy::Entropy;
use jiff::Timestamp;

/// Characters that tell files of one minute apart.
const UNIQUE: usize = 16;
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Whose events a file has, of which Region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    /// Twelve digits.
    pub(super) account: String,
    pub(super) region: String,
}

impl Subject {
    /// As deliveries name the chain of its digests.
    pub(super) fn chain(&self) -> String {
        format!("{}/{}", self.account, self.region)
    }

    /// The subject of a chain.
    pub(super) fn of_chain(chain: &str) -> Option<Self> {
        let (account, region) = chain.split_once('/')?;
        Some(Self { account: account.to_owned(), region: region.to_owned() })
    }

    /// `[prefix/]AWSLogs/[o-id/]<account>/`.
    fn folder(&self, trail: &Trail) -> String {
        let prefix = trail.prefix.as_ref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
        let organization = trail.organization.as_ref().map(|id| format!("{id}/")).unwrap_or_default();
        format!("{prefix}AWSLogs/{organization}{}/", self.account)
    }
}

/// The key of a log file that is delivered at `time`.
///
/// # Errors
/// No random bytes.
pub(super) fn log_file(
    trail: &Trail,
    subject: &Subject,
    time: Timestamp,
    entropy: &dyn Entropy,
) -> Result<String, ApiError> {
    let Subject { account, region } = subject;
    let (day, minute) = (time.strftime("%Y/%m/%d"), time.strftime("%Y%m%dT%H%MZ"));
    let unique = unique(entropy)?;
    let folder = subject.folder(trail);
    Ok(format!("{folder}CloudTrail/{region}/{day}/{account}_CloudTrail_{region}_{minute}_{unique}.json.gz"))
}

/// The key of a digest that ends at `end`.
pub(super) fn digest(trail: &Trail, subject: &Subject, end: Timestamp) -> String {
    let Subject { account, region } = subject;
    let (day, second) = (end.strftime("%Y/%m/%d"), end.strftime("%Y%m%dT%H%M%SZ"));
    let (name, home, folder) = (trail.trail_name(), trail.region(), subject.folder(trail));
    format!(
        "{folder}CloudTrail-Digest/{region}/{day}/{account}_CloudTrail-Digest_{region}_{name}_{home}_{second}.json.gz"
    )
}

fn unique(entropy: &dyn Entropy) -> Result<String, ApiError> {
    let mut text = String::with_capacity(UNIQUE);
    for _ in 0..UNIQUE {
        let mut bytes = [0u8; 4];
        entropy.fill(&mut bytes)?;
        let at = usize::try_from(u32::from_be_bytes(bytes)).unwrap_or_default() % ALPHABET.len();
        text.extend(ALPHABET.get(at).map(|byte| char::from(*byte)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::Entity;
    use crate::environment::entropy::SeededEntropy;

    /// R8.16, R8.18: with a prefix and an organization, and without.
    #[test]
    fn names_of_files() {
        let mut trail: Trail = serde_json::from_str(Trail::STORED.1).unwrap();
        let subject = Subject { account: "444455556666".to_owned(), region: "eu-west-1".to_owned() };
        let time: Timestamp = "2026-11-22T10:15:30Z".parse().unwrap();
        let log = log_file(&trail, &subject, time, &SeededEntropy::new(1)).unwrap();
        let begin = "all/AWSLogs/o-abcdefghij/444455556666/CloudTrail/eu-west-1/2026/11/22/\
                     444455556666_CloudTrail_eu-west-1_20261122T1015Z_";
        let rest = log.strip_prefix(begin).unwrap().strip_suffix(".json.gz").unwrap();
        assert!(rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{rest}");
        let another = log_file(&trail, &subject, time, &SeededEntropy::new(2)).unwrap();
        assert_ne!(log, another);
        (trail.prefix, trail.organization) = (None, None);
        assert_eq!(
            digest(&trail, &subject, time),
            "AWSLogs/444455556666/CloudTrail-Digest/eu-west-1/2026/11/22/\
             444455556666_CloudTrail-Digest_eu-west-1_audit_us-east-1_20261122T101530Z.json.gz"
        );
        assert_eq!(Subject::of_chain(&subject.chain()), Some(subject));
    }
}
