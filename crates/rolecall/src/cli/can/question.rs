//! The question: facts and policies, and whether each option fits what is asked.

use super::callers::{self, OtherName};
use super::documents::{levels, policies, policy};
use super::state::{OwnPolicy, State};
use super::verdict::{Owner, Verdict, World};
use super::{Can, Switch};
use crate::domain::policies::CallerPolicies;
use rolecall_analysis::access_tests::never_asked_on;
use rolecall_analysis::lint::unknown_condition_key;
use rolecall_analysis::scenario::{
    BlockPublicAccess, Facts, Layers, Scenario, StatedContext, StatedPrincipal, StatedResource, StatedS3,
    account_in_arn, is_value_of, uninvolved_account,
};
use rolecall_catalog::authorization;
use rolecall_policy::document::PrincipalEntry;
use rolecall_policy::explain::escaped;
use rolecall_policy::request::{ResourceClass, folded_key};
use rolecall_policy::unknown::UnknownKeys;
use rolecall_policy::{AccountId, PolicySet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an error of the engine's door calls a thing, and the option that says it.
const OPTIONS: [(&str, &str); 10] = [
    ("`principal`", "`--as`"),
    ("`action`", "`--do`"),
    ("`resource`", "`--on`"),
    ("`resource_account`", "`--resource-account`"),
    ("`issuer`", "`--issuer`"),
    ("`identity`", "`--identity`"),
    ("`boundary`", "`--boundary`"),
    ("`session`", "`--session`"),
    ("{\"service\": \"...\"}", "`service:NAME`"),
    (
        "`resource_type` is missing: the pattern can match several types of resources",
        "`--on` can match buckets and objects: write arn:aws:s3:::BUCKET or arn:aws:s3:::BUCKET/*",
    ),
];

/// The length of a canonical user id (*Amazon S3 User Guide*, "Canonical user ID").
const CANONICAL_ID: usize = 64;

/// An error in the words of the command line.
fn in_options(error: &str) -> String {
    OPTIONS.iter().fold(escaped(error), |told, (name, option)| told.replace(name, option))
}

impl Can {
    /// Asks the engine.
    ///
    /// # Errors
    /// What is wrong with the question.
    pub(super) fn answer(&self) -> Result<Verdict<'_>, String> {
        let mut facts = self.facts()?;
        // The names are checked before any file is read.
        let nothing = Arc::new(Layers::default());
        let probe = Scenario::new(facts.clone(), |_| Ok(nothing)).map_err(|error| in_options(&error))?;
        self.unknown_actions.check(&self.action).map_err(|error| escaped(&error))?;
        let is_pattern = matches!(facts.resource, StatedResource::Like(_));
        if let Some(error) = never_asked_on(&self.action, &self.resource, is_pattern) {
            return Err(escaped(&error));
        }
        let (class, account) = (probe.class(), probe.principal().account());
        self.check_fit(class, account)?;
        if let (true, Some(own)) = (self.creates_bucket(), account) {
            facts.resource_account = Some(own.to_string().into());
        }
        let state = self.data.as_deref().map(State::read).transpose()?;
        let layers = Arc::new(self.layers(state.as_ref(), class, &mut facts)?);
        callers::leave_path_open(&mut facts, probe.principal());
        let canonical_id = self.canonical_id(state.as_ref(), account)?;
        let (mut named, mut all) = (layers.principals(), Vec::new());
        // Who is not in the directory yet has none of the ids that are in use there, nor ever were.
        named.retain(|entry| state.is_none() || !matches!(entry, PrincipalEntry::UniqueId(_)));
        for Possible { mut facts, owner, blocks, .. } in self.possible_facts(facts, class, account, &layers)? {
            if let Some(s3) = &mut facts.s3 {
                s3.canonical_id = canonical_id.clone().map(Into::into);
            }
            let callers = callers::possible(facts, probe.principal(), &named);
            all.extend(callers.into_iter().map(|(name, facts)| Possible { facts, owner, blocks, name }));
        }
        let mut worlds = Vec::new();
        for possible in all {
            let scenario = |facts| {
                let scenario = Scenario::new(facts, |_| Ok(Arc::clone(&layers)));
                scenario.map_err(|error| in_options(&error))
            };
            let mut known = possible.facts.clone();
            known.context.unknown = UnknownKeys::new();
            let closed = scenario(known)?;
            closed.check_policies().map_err(|error| in_options(&error))?;
            let mut facts = possible.facts;
            // A stranger stands for every account but the caller's.
            if possible.owner == Owner::Stranger && !facts.context.mentions("aws:ResourceAccount") {
                facts.context.unknown.set_unknown("aws:ResourceAccount");
            }
            let mut open = scenario(facts)?;
            open.leave_open();
            worlds.push(World { open, closed, owner: possible.owner, blocks: possible.blocks, name: possible.name });
        }
        Ok(Verdict::of(worlds, state))
    }

    fn facts(&self) -> Result<Facts<'_>, String> {
        let principal = match self.who.split_once(':') {
            Some(("service", name)) => StatedPrincipal::Service(vec![name.into()]),
            Some(("provider", name)) => StatedPrincipal::Federated(name.into()),
            _ => StatedPrincipal::Text((&*self.who).into()),
        };
        let mut facts = Facts::new(principal, &self.action, (&*self.resource).into());
        if self.resource != "*" && self.resource.contains(['*', '?']) {
            facts.resource = StatedResource::Like((&*self.resource).into());
        }
        facts.resource_account = self.resource_account.map(|account| account.to_string().into());
        facts.issuer = self.issuer.as_deref().map(Into::into);
        facts.context = self.stated_context()?;
        Ok(facts)
    }

    fn stated_context(&self) -> Result<StatedContext, String> {
        let mut context = StatedContext::default();
        for key in &self.absent {
            check_key(key, "--absent", "--absent KEY")?;
            context.set_absent(key);
        }
        let mut values: BTreeMap<String, (&str, Vec<Box<str>>)> = BTreeMap::new();
        for stated in &self.context {
            let (key, value) = stated.split_once('=').unwrap_or((stated, ""));
            check_key(key, "--context", "--context KEY=VALUE")?;
            if !stated.contains('=') {
                return Err(format!("--context `{}` has no value: write KEY=VALUE", escaped(stated)));
            }
            if context.mentions(key) {
                return Err(format!("`{}` is in both --context and --absent", escaped(key)));
            }
            check_value(key, value)?;
            values.entry(folded_key(key)).or_insert((key, Vec::new())).1.push(value.into());
        }
        for (key, values) in values.into_values() {
            let is_single = authorization().condition_key(key).is_some_and(|known| !known.multivalued);
            if values.len() > 1 && is_single {
                return Err(format!("a request has at most one value of `{}`, not {}", escaped(key), values.len()));
            }
            context.known.set_all(key, values);
        }
        Ok(context)
    }

    /// Refuses options that cannot change the answer: a caller who gives one expects an effect.
    fn check_fit(&self, class: ResourceClass, account: Option<AccountId>) -> Result<(), String> {
        let is_bucket = matches!(class, ResourceClass::Bucket | ResourceClass::Object);
        let assumes = class == ResourceClass::Role
            && self.action.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("sts:"));
        let (action, on) = (escaped(&self.action), escaped(&self.resource));
        let wrong = [
            (
                self.trust.is_some() && !assumes,
                "--trust",
                format!("it applies only if a role is assumed, and `{action}` on `{on}` does not assume one"),
            ),
            (
                self.bucket_policy.is_some() && self.creates_bucket(),
                "--bucket-policy",
                "a new bucket has no policy yet".to_owned(),
            ),
            (
                self.creates_bucket() && self.resource_account.is_some() && self.resource_account != account,
                "--resource-account",
                "a new bucket belongs to the caller's account".to_owned(),
            ),
            (
                self.bucket_policy.is_some() && !is_bucket,
                "--bucket-policy",
                format!("`{on}` is neither a bucket nor an object"),
            ),
            (
                self.resource_policy.is_some() && class == ResourceClass::Role,
                "--resource-policy",
                "the policy of a role is its trust policy: use --trust".to_owned(),
            ),
            (
                self.resource_policy.is_some() && self.resource == "*",
                "--resource-policy",
                format!("`{action}` applies to no resource that can have a policy"),
            ),
            (
                self.block_public_access.is_some() && !is_bucket,
                "--block-public-access",
                format!("`{on}` is neither a bucket nor an object"),
            ),
            (
                self.canonical_id.is_some() && !is_bucket,
                "--canonical-id",
                format!("`{on}` is neither a bucket nor an object in a bucket"),
            ),
            (
                self.canonical_id.is_some() && account.is_none(),
                "--canonical-id",
                format!("`{}` does not belong to an account", escaped(&self.who)),
            ),
            (
                !self.scp.is_empty() && account.is_none(),
                "--scp",
                format!(
                    "`{}` does not belong to an account, so no service control policy applies to it",
                    escaped(&self.who)
                ),
            ),
        ];
        match wrong.into_iter().find(|(is_wrong, ..)| *is_wrong) {
            Some((_, option, why)) => Err(format!("{option} does not apply: {why}")),
            None => Ok(()),
        }
    }

    /// Whether the bucket is one that is created: the caller's own, whoever else has one of this name now.
    fn creates_bucket(&self) -> bool {
        self.action.eq_ignore_ascii_case("s3:CreateBucket")
    }

    /// The canonical user id of the caller's account, if it is known.
    fn canonical_id(&self, state: Option<&State>, account: Option<AccountId>) -> Result<Option<String>, String> {
        let own = state.zip(account).and_then(|(state, account)| state.canonical_id(account));
        let Some(said) = &self.canonical_id else { return Ok(own) };
        if own.is_some() {
            return Err("--canonical-id does not apply: the data directory has the id of this account".to_owned());
        }
        if said.len() != CANONICAL_ID || !said.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(format!(
                "--canonical-id `{}`: a canonical user id is {CANONICAL_ID} hex digits",
                escaped(said)
            ));
        }
        Ok(Some(said.clone()))
    }

    /// The policies of every layer. What the data directory knows beside them goes into the facts.
    fn layers(&self, state: Option<&State>, class: ResourceClass, facts: &mut Facts<'_>) -> Result<Layers, String> {
        let CallerPolicies { identity, boundary, .. } = match state {
            Some(state) => state.principal(&self.who, !self.identity.is_empty(), facts)?,
            None => CallerPolicies::default(),
        };
        let of_resource = self.bucket_policy.as_ref().or(self.resource_policy.as_ref());
        let is_given = of_resource.is_some() || self.trust.is_some();
        let own = match state {
            Some(_) if self.creates_bucket() => OwnPolicy::default(),
            Some(state) => state.resource(&self.resource, Some(class), is_given, facts)?,
            None => OwnPolicy::default(),
        };
        if self.block_public_access.is_some() && facts.s3.is_some() {
            return Err("--block-public-access does not apply: the data directory has the setting of this \
                        bucket"
                .to_owned());
        }
        let mut all = identity.attached().to_vec();
        all.extend(policies(&self.identity)?);
        let given_resource = of_resource.map(|path| policy(path)).transpose()?;
        let given_trust = self.trust.as_ref().map(|path| policy(path)).transpose()?;
        Ok(Layers {
            identity: PolicySet::new(all),
            boundary: self.boundary.as_ref().map(|path| policy(path)).transpose()?.or(boundary),
            session: (!self.session.is_empty()).then(|| policies(&self.session)).transpose()?,
            resource: given_resource.or(own.resource),
            trust: given_trust.or(own.trust),
            endpoint: None,
            scp: levels(&self.scp)?,
            rcp: levels(&self.rcp)?,
        })
    }

    /// The facts of each world that the question may be about. The ARN of a bucket does not tell whose it is, nor whether
    /// Block Public Access restricts it; if nothing else does either, the answer must hold whatever is so.
    fn possible_facts<'f>(
        &self,
        facts: Facts<'f>,
        class: ResourceClass,
        account: Option<AccountId>,
        layers: &Layers,
    ) -> Result<Vec<Possible<'f>>, String> {
        if !matches!(class, ResourceClass::Bucket | ResourceClass::Object) {
            return Ok(vec![Possible { facts, owner: Owner::Stated, blocks: false, name: None }]);
        }
        let is_owned = facts.resource_account.is_some() || account_in_arn(&self.resource).is_some();
        let stranger = uninvolved_account([account, None, None]).ok_or("no unused account id is left")?;
        let owners = match account {
            _ if is_owned => vec![(Owner::Stated, None)],
            Some(own) => vec![(Owner::Caller, Some(own)), (Owner::Stranger, Some(stranger))],
            None => vec![(Owner::Stranger, Some(stranger))],
        };
        let blocks = match self.block_public_access {
            _ if facts.s3.is_some() => vec![None],
            Some(switch) => vec![Some(switch == Switch::On)],
            None if layers.resource.is_some() => vec![Some(false), Some(true)],
            None => vec![Some(false)],
        };
        let mut all = Vec::new();
        for (owner, account) in owners {
            for block in &blocks {
                let mut facts = facts.clone();
                if let Some(account) = account {
                    facts.resource_account = Some(account.to_string().into());
                }
                if let Some(block) = *block {
                    let block_public_access = BlockPublicAccess {
                        restrict_public_buckets: block,
                        ignore_public_acls: block,
                        ..BlockPublicAccess::default()
                    };
                    facts.s3 = Some(StatedS3 { block_public_access, ..StatedS3::default() });
                }
                all.push(Possible { facts, owner, blocks: block.unwrap_or_default(), name: None });
            }
        }
        Ok(all)
    }
}

/// Facts that may be those of the question.
struct Possible<'f> {
    facts: Facts<'f>,
    owner: Owner,
    /// Whether Block Public Access restricts the bucket.
    blocks: bool,
    /// What a policy calls the caller, if it is that.
    name: Option<OtherName>,
}

/// A condition key has a prefix; what has none is a slip.
fn check_key(key: &str, option: &str, form: &str) -> Result<(), String> {
    let is_key = key.split_once(':').is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
    if !is_key || key.contains(char::is_whitespace) && !key.contains('/') {
        let key = escaped(key);
        return Err(format!("{option} `{key}`: a condition key looks like aws:SourceIp; write {form}"));
    }
    if let Some(unknown) = unknown_condition_key(key) {
        crate::cli::say_error(&format!("note: {}", escaped(&unknown)).into());
    }
    Ok(())
}

/// A value that no request has under this key would make conditions fail that would hold.
fn check_value(key: &str, value: &str) -> Result<(), String> {
    let known = authorization().condition_key(key);
    match known.filter(|known| !is_value_of(known.kind, value)) {
        Some(known) => {
            let kind = format!("{:?}", known.kind).to_lowercase();
            Err(format!("`{}` cannot be `{}`: its type is {kind}", escaped(key), escaped(value)))
        }
        None => Ok(()),
    }
}
