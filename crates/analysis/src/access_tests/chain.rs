//! A chain of roles: from who a test names to the session of the last role (R3, sections 3.3 and 3.13).
//!
//! Ana assumes `reader`, and the session of `reader` assumes `archive`. Each role must be allowed to be assumed, by the
//! policies of who assumes it and by its own trust policy; so must the tags and the source identity that are passed or
//! carried over (R3.18, R3.19). The first denial ends the chain. The session that is left at the end has the role's
//! policies and tags, the transitive tags of those before it, the source identity, and no MFA (R3.15, R3.20).

use super::AccessFile;
use super::coverage::Coverage;
use super::judge::{Judgement, judge};
use super::principals::Caller;
use super::request::Requested;
use super::test::Test;
use super::via::{Hop, MAX_TAGS, of_credentials};
use crate::scenario::{DecisionName, PolicyCache, StatedPrincipal};
use rolecall_policy::{Arn, Context, Explanation, equal_ignoring_case};

/// What a request to assume a role has and nobody states (R3, section 3.13).
const UNSTATED: [&str; 1] = ["sts:RoleSessionName"];

/// What the credentials of a session tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Credentials {
    known: Context,
    /// What is known of keys whose values are not, as patterns.
    like: Vec<(&'static str, String)>,
    /// The tags that the next session inherits.
    transitive: Tags,
}

impl Credentials {
    /// Puts what the credentials tell in the place of what a file says of requests.
    pub(super) fn replace_in(&self, context: &mut Context) {
        let stated: Vec<String> =
            context.iter().map(|(key, _)| key.to_owned()).filter(|key| of_credentials(key).is_some()).collect();
        stated.iter().for_each(|key| context.remove(key));
        context.extend(self.known.clone());
    }

    /// The keys that every request of the session has, and what is known of their values.
    pub(super) fn unstated(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.like.iter().map(|(key, pattern)| (*key, &**pattern))
    }
}

/// How far a caller came.
pub(super) enum Walk<'n> {
    /// The session of the last role.
    Arrived(Box<Caller<'n>>),
    Stopped(Box<Stop>),
}

/// A role that was not assumed.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    /// Which role of the chain, from 1.
    pub(super) number: usize,
    /// How the test calls it.
    pub(super) role: String,
    /// What was denied: to assume the role, or to pass tags or a source identity.
    pub(super) action: String,
    pub(super) judgement: Judgement,
    /// What `AssumeRole` says if it refuses what is passed, whatever the policies say.
    pub(super) refusal: Option<&'static str>,
    pub(super) explanation: Option<Explanation>,
}

/// Assumes the roles of a test one after another.
///
/// # Errors
/// What is wrong with the facts or the policies.
pub(super) fn walk<'n>(
    file: &AccessFile<'n>,
    test: &Test<'n>,
    caller: &Caller<'n>,
    cache: &mut PolicyCache,
    coverage: &mut Coverage,
) -> Result<Walk<'n>, String> {
    let mut session = caller.clone();
    for (at, hop) in test.via.iter().enumerate() {
        let step = Step { file, test, caller: &session, hop };
        let stop = |action: &str, judgement, refusal, explanation| {
            let (role, action) = (hop.label.to_owned(), action.to_owned());
            Walk::Stopped(Box::new(Stop { number: at + 1, role, action, judgement, refusal, explanation }))
        };
        let carried = step.carried();
        let (context, transitive) = match step.when(&carried) {
            Ok(passed) => passed,
            Err(refusal) => return Ok(stop(step.action(), Judgement::refused(), Some(refusal), None)),
        };
        for action in step.actions(&carried) {
            let requested = step.requested(action, &context);
            let scenario = requested.scenario(cache).map_err(|error| format!("`via` {}: {error}", hop.label))?;
            let judgement = judge(&scenario, Some(&mut *coverage), file);
            if judgement.decision != DecisionName::Allowed {
                let explanation = scenario.explain_as(judgement.decision);
                return Ok(stop(action, judgement, None, explanation));
            }
        }
        session = step.session(carried, transitive);
    }
    Ok(Walk::Arrived(Box::new(session)))
}

/// Tags, key and value.
type Tags = Vec<(String, String)>;

/// What moves on from session to session.
#[derive(Debug, Default)]
struct Carried {
    /// Transitive tags (R3.20).
    tags: Tags,
    source_identity: Option<String>,
    /// The identity provider at the beginning of the chain (R3.33).
    provider: Option<String>,
}

/// One role that is assumed.
struct Step<'s, 'n> {
    file: &'s AccessFile<'n>,
    test: &'s Test<'n>,
    caller: &'s Caller<'n>,
    hop: &'s Hop<'n>,
}

impl<'s, 'n> Step<'s, 'n> {
    /// What the caller must be allowed to do to the role. What is carried over needs the role's consent as if it were
    /// passed (R3.18).
    fn actions(&self, carried: &Carried) -> Vec<&'static str> {
        let mut actions = vec![self.action()];
        if !self.hop.tags.is_empty() || !carried.tags.is_empty() {
            actions.push("sts:TagSession");
        }
        if self.hop.source_identity.is_some() || carried.source_identity.is_some() {
            actions.push("sts:SetSourceIdentity");
        }
        actions
    }

    /// The operation by which such a caller assumes a role (R3, section 3.1).
    fn action(&self) -> &'static str {
        let provider = match &self.caller.facts.principal {
            StatedPrincipal::Federated(provider) => Some(&**provider),
            StatedPrincipal::Text(arn) => provider_in(arn),
            StatedPrincipal::Service(_) => None,
        };
        match provider {
            Some(provider) if provider.contains(":saml-provider/") => "sts:AssumeRoleWithSAML",
            Some(_) => "sts:AssumeRoleWithWebIdentity",
            None => "sts:AssumeRole",
        }
    }

    fn requested<'r>(&'r self, action: &'r str, when: &'r Context) -> Requested<'r, 'n> {
        let Hop { target, without, session_name, .. } = self.hop;
        let unstated = if session_name.is_some() { &[][..] } else { &UNSTATED[..] };
        Requested { file: self.file, caller: self.caller, action, target, when, unstated, without, endpoint: None }
    }

    fn carried(&self) -> Carried {
        let nothing = Context::new();
        // What the caller's requests have, before anything is passed.
        let context = self.requested("sts:AssumeRole", &nothing).context().known;
        let first = |key: &str| Some(context.get(key)?.first()?.to_string());
        let tags = match &self.caller.credentials {
            Some(credentials) => credentials.transitive.clone(),
            None => {
                let tag = |key: &&str| Some(((*key).to_owned(), first(&format!("aws:PrincipalTag/{key}"))?));
                self.caller.transitive.iter().filter_map(tag).collect()
            }
        };
        let provider = match &self.caller.facts.principal {
            StatedPrincipal::Federated(provider) => Some(provider.to_string()),
            StatedPrincipal::Text(arn) => provider_in(arn).map(str::to_owned),
            StatedPrincipal::Service(_) => None,
        };
        Carried {
            tags,
            source_identity: first("aws:SourceIdentity"),
            provider: provider.or_else(|| first("aws:FederatedProvider")),
        }
    }

    /// The condition keys of the request, and the tags that later sessions inherit; or what `AssumeRole` refuses.
    fn when(&self, carried: &Carried) -> Result<(Context, Tags), &'static str> {
        let Hop { tags, transitive, source_identity, session_name, external_id, mfa, .. } = self.hop;
        if let (Some(passed), Some(carried)) = (source_identity, &carried.source_identity)
            && passed != carried
        {
            return Err("the source identity of a session cannot change (R3.18)");
        }
        if tags.iter().any(|(key, _)| carried.tags.iter().any(|(other, _)| equal_ignoring_case(other, key))) {
            return Err("a passed tag conflicts with a transitive tag of the calling session (R3.19)");
        }
        if tags.len() + carried.tags.len() > MAX_TAGS {
            return Err("the passed tags and the transitive tags of the calling session are more than 50 (R3.19)");
        }
        let mut when = self.test.shared.clone();
        when.extend(self.hop.when.clone());
        if let Some(resource) = &self.hop.target.resource {
            for (key, _) in resource.context.iter() {
                let Some(tag) = key.strip_prefix("aws:resourcetag/") else { continue };
                // R3.21: inherited tags take the place of the role's.
                let inherited = carried.tags.iter().find(|(own, _)| equal_ignoring_case(own, tag));
                let own = resource.context.get(key).unwrap_or_default().to_vec();
                let values = inherited.map_or(own, |(_, value)| vec![value.as_str().into()]);
                when.set_all(key, values.clone());
                when.set_all(&format!("iam:ResourceTag/{tag}"), values);
            }
        }
        for (key, value) in tags {
            when.set(&format!("aws:RequestTag/{key}"), *value);
        }
        let all =
            |keys: &mut dyn Iterator<Item = &&'n str>| -> Vec<Box<str>> { keys.map(|key| (**key).into()).collect() };
        if !tags.is_empty() {
            when.set_all("aws:TagKeys", all(&mut tags.iter().map(|(key, _)| key)));
        }
        if !transitive.is_empty() {
            when.set_all("sts:TransitiveTagKeys", all(&mut transitive.iter()));
        }
        let texts = [
            ("sts:RoleSessionName", session_name),
            ("sts:ExternalId", external_id),
            ("sts:SourceIdentity", source_identity),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                when.set(key, *value);
            }
        }
        if *mfa {
            // R3.15: while the role is asked for, and no longer.
            when.set("aws:MultiFactorAuthPresent", "true");
            when.set("aws:MultiFactorAuthAge", "0");
        }
        let is_transitive = |key: &&str| transitive.iter().any(|other| equal_ignoring_case(other, key));
        let passed = tags.iter().filter(|(key, _)| is_transitive(key));
        let passed = passed.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Ok((when, carried.tags.iter().cloned().chain(passed).collect()))
    }

    /// The session of the role.
    fn session(&self, carried: Carried, transitive: Tags) -> Caller<'n> {
        let hop = self.hop;
        let mut session = Caller::clone(&hop.role);
        let mut credentials = Credentials { transitive, ..Credentials::default() };
        let known = &mut credentials.known;
        // The role's tags, and over them those that were inherited or passed (R3.20).
        for (key, values) in session.context().iter().filter(|(key, _)| key.starts_with("aws:principaltag/")) {
            known.set_all(key, values.to_vec());
        }
        let passed = hop.tags.iter().map(|(key, value)| (*key, *value));
        let inherited = carried.tags.iter().map(|(key, value)| (&**key, &**value));
        for (key, value) in inherited.chain(passed) {
            known.set(&format!("aws:PrincipalTag/{key}"), value);
        }
        // R3, section 3.13: the session of a role has the key, and it is false (R3.15).
        known.set("aws:MultiFactorAuthPresent", "false");
        let source_identity = hop.source_identity.map(str::to_owned).or(carried.source_identity);
        for (key, value) in [("aws:SourceIdentity", source_identity), ("aws:FederatedProvider", carried.provider)] {
            if let Some(value) = value {
                known.set(key, value);
            }
        }
        credentials.like.push(("aws:TokenIssueTime", "*".to_owned()));
        match (session.role_id, hop.session_name) {
            (Some(id), Some(name)) => known.set("aws:userid", format!("{id}:{name}")),
            (id, name) => {
                let pattern = format!("{}:{}", id.unwrap_or("*"), name.unwrap_or("*"));
                credentials.like.push(("aws:userid", pattern));
            }
        }
        session.user_id_pattern = None;
        if let (Some(name), Some(arn)) = (hop.session_name, Arn::parse(&hop.arn)) {
            let role = arn.resource.rsplit('/').next().unwrap_or_default();
            let session_arn = format!("arn:{}:sts::{}:assumed-role/{role}/{name}", arn.partition, arn.account);
            session.facts.principal = StatedPrincipal::Text(session_arn.into());
            session.facts.role_arn = Some(hop.arn.clone().into());
        }
        if let Some(policies) = &hop.session {
            session.session = Some(policies.clone());
        }
        session.credentials = Some(credentials);
        session
    }
}

/// The provider that an ARN names, if it names one.
fn provider_in(arn: &str) -> Option<&str> {
    (arn.contains(":saml-provider/") || arn.contains(":oidc-provider/")).then_some(arn)
}
