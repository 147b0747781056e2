//! The authorization reference: which actions a service has, on what kinds of resources, under which condition keys.
//!
//! Bo writes `"Action": "s3:getobject"`. [`authorization`] finds the service by its prefix and the action by its name,
//! both without regard to case, and says that it is `GetObject`, that it reads, that it applies to an `object`, that an
//! object's ARN is `arn:${Partition}:s3:::${BucketName}/${ObjectName}`, and that `s3:ExistingObjectTag/<key>` may be tested.
//!
//! The reference stays the text it was committed as. A service's lines are split when it is first asked about, and
//! lists inside a line (numbers of keys and of resource types) only when they are walked.
//!
//! An action that is not here is not necessarily an action that AWS does not have: the reference is a snapshot.

mod global;
mod key;
mod own;
mod owner;
mod service;

use std::cmp::Ordering;
use std::sync::OnceLock;

pub use global::GLOBAL_CONDITION_KEYS;
pub use key::{ConditionKey, KeyType};
pub use owner::{BUCKET_OWNER_OPERATIONS, ROOT_OPERATIONS};
pub use service::{AccessLevel, Action, NeededResource, ResourceType, Service};

use crate::block::Block;

static BLOCK: Block = Block::new(include_bytes!("../data/authorization.bin"));

/// Services whose pages list keys under somebody else's prefix, such as `saml:aud` or `accounts.google.com:sub`.
const SERVICES_WITH_FOREIGN_KEYS: &[&str] = &["sts", "sso", "aws-marketplace", "cognito-identity"];

/// All services.
pub struct Authorization {
    services: Vec<Slot>,
}

/// A service's lines, and what was read from them.
struct Slot {
    prefix: &'static str,
    rcp_supported: bool,
    lines: &'static str,
    service: OnceLock<Option<Service>>,
}

/// The reference; the first call unpacks it (some milliseconds).
pub fn authorization() -> &'static Authorization {
    static ALL: OnceLock<Authorization> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut services = slots(BLOCK.text());
        let at = services.partition_point(|slot| ignoring_case(slot.prefix, own::PREFIX).is_lt());
        services.splice(at..at, slots(own::LINES));
        Authorization { services }
    })
}

impl Authorization {
    /// The service with this prefix, such as `s3`, without regard to case.
    #[must_use]
    pub fn service(&'static self, prefix: &str) -> Option<&'static Service> {
        let at = self.services.binary_search_by(|slot| ignoring_case(slot.prefix, prefix)).ok()?;
        self.services.get(at)?.get()
    }

    /// Every service, ordered by prefix.
    pub fn services(&'static self) -> impl Iterator<Item = &'static Service> {
        self.services.iter().filter_map(Slot::get)
    }

    /// Every prefix, in order; unlike [`Authorization::services`] this reads no service.
    pub fn prefixes(&self) -> impl Iterator<Item = &'static str> {
        self.services.iter().map(|slot| slot.prefix)
    }

    /// The prefixes of the services that resource control policies do not cover, in order; this reads no service either.
    pub fn without_rcps(&self) -> impl Iterator<Item = &'static str> {
        self.services.iter().filter(|slot| !slot.rcp_supported).map(|slot| slot.prefix)
    }

    /// The action `prefix:name`, without regard to case.
    #[must_use]
    pub fn action(&'static self, prefix: &str, name: &str) -> Option<Action> {
        self.service(prefix)?.action(name)
    }

    /// The condition key that `name` is an instance of: `aws:requesttag/team` is `aws:RequestTag/${TagKey}`. Global keys
    /// first, then those of the service the prefix names, then keys that services list under foreign prefixes.
    #[must_use]
    pub fn condition_key(&'static self, name: &str) -> Option<ConditionKey> {
        if let Some(key) = GLOBAL_CONDITION_KEYS.iter().find(|key| key.covers(name)) {
            return Some(*key);
        }
        let (prefix, _) = name.split_once(':')?;
        match self.service(prefix) {
            Some(service) => service.condition_key(name),
            None => SERVICES_WITH_FOREIGN_KEYS.iter().find_map(|prefix| self.service(prefix)?.condition_key(name)),
        }
    }
}

impl Slot {
    fn get(&'static self) -> Option<&'static Service> {
        self.service.get_or_init(|| Service::read(self.lines)).as_ref()
    }
}

/// Finds where each service's lines begin and end, without reading them.
fn slots(text: &'static str) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut rest = text;
    while let Some(fields) = rest.strip_prefix("S\t") {
        let mut head = fields.lines().next().unwrap_or_default().split('\t');
        let (prefix, rcp_supported) = (head.next().unwrap_or_default(), head.nth(1) == Some("rcp"));
        // The next service begins after a line feed; the last one ends with the text.
        let length = rest.find("\nS\t").map_or(rest.len(), |end| end + 1);
        let Some((lines, after)) = rest.split_at_checked(length) else { break };
        slots.push(Slot { prefix, rcp_supported, lines, service: OnceLock::new() });
        rest = after;
    }
    slots
}

/// The order of the committed lists: by name in lower case. Names are ASCII.
fn ignoring_case(a: &str, b: &str) -> Ordering {
    let lower_a = a.bytes().map(|byte| byte.to_ascii_lowercase());
    lower_a.cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}
