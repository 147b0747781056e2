//! `EvaluateAccess`: what would be decided of a request of a principal that is named, each account's half by itself.
//!
//! The reader belongs to the account of the principal or to that of the resource. The half of the other account is hidden
//! unless the reader may read that account too; then the answer says what the reader's own half says, and leaves open what
//! it does not deny. What the other half decides is not in it.

use super::half::Sight;
use super::shapes::{ExplainedChange, ExplainedLayer};
use super::who_can_assume::ARN;
use super::{access, assumable, decisions, reads};
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, Global, Role};
use crate::directory::snapshot::Snapshot;
use crate::domain::guardrails::standing;
use crate::domain::hypothetical::{Asked, Asker, KeysOfPolicies, OwnPolicy, Question, RoleTarget, unseen};
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use rolecall_analysis::resource_class;
use rolecall_analysis::scenario::{has_plausible_owner, is_value_of};
use rolecall_catalog::authorization;
use rolecall_catalog::validation::{List, Map, Pattern, Text};
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::explain::{UNLIMITED, render_within};
use rolecall_policy::request::{ResourceClass, S3Facts};
use rolecall_policy::unknown::{Dependency, PossibleDecision};
use rolecall_policy::{AccountId, Arn, Context, Layer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Keys that one question may state, and values of one key.
const MAX_KEYS: usize = 50;
/// Characters of a value: those of a tag's value, or of an ARN.
const MAX_VALUE: usize = 2048;

static ACTION: Text = Text::ANY.min(3).max(128).pattern(&ACTION_PATTERN);
static ACTION_PATTERN: Pattern = Pattern::new("[a-zA-Z0-9-]+:[a-zA-Z0-9]+", "[a-zA-Z0-9-]+:[a-zA-Z0-9]+");
static RESOURCE: Text = Text::ANY.min(1).max(2048);
static KEY: Text = Text::ANY.min(5).max(256);
static VALUE: Text = Text::ANY.max(MAX_VALUE);
static VALUES: List<Text> = List { member: &VALUE, min: 0, max: MAX_KEYS };
static CONTEXT: Map<List<Text>> = Map { key: &KEY, value: &VALUES, min: 0, max: MAX_KEYS };

readable! {
    /// The input of `EvaluateAccess`.
    EvaluateAccessInput {
        principal_arn: String = "PrincipalArn" required(ARN),
        action: String = "Action" required(ACTION),
        resource_arn: String = "ResourceArn" required(RESOURCE),
        context: Option<BTreeMap<String, Vec<String>>> = "Context" optional(CONTEXT),
    }
}

writable! {
    /// What one account decides.
    AccessHalf {
        account_id: Option<String> = "AccountId",
        decision: String = "Decision",
        hidden: bool = "Hidden",
        layers: Vec<ExplainedLayer> = "Layers",
        conditions: Option<Vec<String>> = "Conditions",
    }
}

output! {
    /// The output of `EvaluateAccess`.
    EvaluateAccessOutput {
        decision: String = "Decision",
        text: String = "Text",
        halves: Vec<AccessHalf> = "Halves",
        changes: Vec<ExplainedChange> = "Changes",
    }
}

/// The operation.
pub(super) struct EvaluateAccess;

/// Who takes part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    principal: AccountId,
    resource: AccountId,
}

impl Operation for EvaluateAccess {
    type Input = EvaluateAccessInput;
    type Output = EvaluateAccessOutput;
    type Prepared = Sides;

    fn facts(&self) -> OperationFacts<'_> {
        reads("EvaluateAccess")
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<Sides>, ApiError> {
        let own = call.caller.account()?;
        let principal = access::account_of(&input.principal_arn, &["user/", "role/", "assumed-role/", "root"])?;
        let resource = owner(call.snapshot, input, principal)?;
        // Whoever takes no part asks as if it belonged to the principal's account, and is denied there.
        let reader = if own == resource { resource } else { principal };
        let permission = access::to_account("rolecall:EvaluateAccess", reader);
        Ok(Requires::one(permission, Sides { principal, resource }))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, sides) = (request.input().clone(), *request.prepared());
        let own = request.caller().account()?;
        let sees = |account: AccountId| {
            account == own || request.also(node, &access::to_account("rolecall:EvaluateAccess", account)).is_ok()
        };
        let sees_caller = sees(sides.principal);
        let sees_resource = if sides.resource == sides.principal { sees_caller } else { sees(sides.resource) };
        let sight = Sight { sees_caller, sees_resource };
        let snapshot = Arc::clone(request.snapshot());
        node.work.run(move || evaluate(&snapshot, &input, sides, sight)).await?
    }
}

/// The account that owns the resource. Of a bucket that is not there nobody can tell; the principal's is taken.
fn owner(snapshot: &Snapshot, input: &EvaluateAccessInput, principal: AccountId) -> Result<AccountId, ApiError> {
    let resource = &input.resource_arn;
    if resource == "*" {
        return Ok(principal);
    }
    let wrong = || ApiError::validation(format!("ResourceArn must be an ARN or *, not {resource}"));
    let arn = Arn::parse(resource).ok_or_else(wrong)?;
    if !has_plausible_owner(&arn) {
        return Err(wrong());
    }
    if let Ok(account) = arn.account.parse() {
        return Ok(account);
    }
    let bucket = arn.resource.split('/').next().unwrap_or_default();
    let bucket = snapshot.find::<Bucket>(Global, bucket).filter(|_| arn.service == "s3");
    Ok(bucket.map_or(principal, |bucket| bucket.account))
}

fn evaluate(
    snapshot: &Snapshot,
    input: &EvaluateAccessInput,
    sides: Sides,
    sight: Sight,
) -> Result<EvaluateAccessOutput, ApiError> {
    let principal = &input.principal_arn;
    let seen = if sight.sees_caller { Asker::find(snapshot, principal) } else { None };
    let asker = match seen {
        Some(asker) => asker,
        None if sight.sees_caller => return Err(access::missing(principal)),
        None => Asker::unseen_at(snapshot, principal)
            .ok_or_else(|| ApiError::validation(format!("PrincipalArn {principal} is not the ARN of a principal")))?,
    };
    let (keys, absent) = stated(input)?;
    let mut asked = asked(snapshot, input, sides, sight.sees_resource);
    asked.keys.extend(keys);
    asked.absent = absent;
    let mut known = KeysOfPolicies::default();
    let question = Question::new(&asker, &asked, &mut known);
    // A policy that names one session of the role decides about others otherwise.
    let by_name = asked.policy.names_session_of(asker.principal());
    let of_some = |answer: PossibleDecision| if by_name { PossibleDecision::Depends(open(answer)) } else { answer };
    let answer = of_some(question.answer());
    // Of one side alone: with the other taken to allow everything.
    let other_side = Asked { policy: unseen_policy(&asked), standing: None, is_unseen: true, ..asked.clone() };
    let unseen_asker = Asker::unseen(asker.principal().clone());
    let is_one = sides.principal == sides.resource;
    let of_caller = if is_one { answer.clone() } else { Question::new(&asker, &other_side, &mut known).answer() };
    let of_resource =
        if is_one { answer.clone() } else { of_some(Question::new(&unseen_asker, &asked, &mut known).answer()) };
    let decision = match (sight.sees_caller && sight.sees_resource, &answer) {
        (true, answer) => name(answer),
        // What is not seen may deny, too.
        (false, PossibleDecision::Denied(_)) => "Denied",
        (false, PossibleDecision::Allowed(_) | PossibleDecision::Depends(_)) => "Depends",
    };
    let mut explanation = question.explanation();
    explanation.name_ids(|id| snapshot.arn_of_id(id));
    sight.limit_explanation(&mut explanation, Some(sides.principal));
    let layers = decisions::layers(&explanation, sight);
    let of_side = |is_resource: bool| {
        let is_own = |layer: &&ExplainedLayer| is_one || is_of_resource(&layer.name) == is_resource;
        layers.iter().filter(is_own).cloned().collect::<Vec<_>>()
    };
    let half = |account: AccountId, answer: &PossibleDecision, is_resource: bool| {
        let is_seen = if is_resource { sight.sees_resource } else { sight.sees_caller };
        AccessHalf {
            account_id: Some(account.to_string()),
            decision: if is_seen { name(answer).to_owned() } else { "Hidden".to_owned() },
            hidden: !is_seen,
            layers: if is_seen { of_side(is_resource) } else { Vec::new() },
            conditions: dependencies(answer).filter(|_| is_seen).map(|on| assumable::told(on, sight, account)),
        }
    };
    let mut halves = vec![half(sides.principal, &of_caller, false)];
    if !is_one {
        halves.push(half(sides.resource, &of_resource, true));
    }
    let text = text(&question, &explanation, decision, &answer, sides, sight);
    let mut changes = decisions::changes(&explanation, principal);
    if decision != "Allowed" {
        changes.extend(missing_half(input, sides, sight));
    }
    Ok(EvaluateAccessOutput { decision: decision.to_owned(), text, halves, changes })
}

/// What is asked for, with the policy of the resource, unless it is not to be seen.
fn asked<'i>(snapshot: &Snapshot, input: &'i EvaluateAccessInput, sides: Sides, sees_resource: bool) -> Asked<'i> {
    let owner = sides.resource;
    let class = resource_class(&input.resource_arn);
    let mut asked = Asked {
        action: &input.action,
        resource: Some(&input.resource_arn),
        owner: Some(owner),
        class,
        s3: None,
        policy: OwnPolicy::Nothing,
        standing: None,
        is_unseen: !sees_resource,
        keys: Context::new(),
        absent: BTreeSet::new(),
    };
    if !sees_resource {
        asked.policy = unseen_policy(&asked);
        return asked;
    }
    asked.standing = standing(snapshot, owner);
    let is_assumed = class == ResourceClass::Role && input.action.to_ascii_lowercase().starts_with("sts:");
    let bucket = Arn::parse(&input.resource_arn).map(|arn| arn.resource.split('/').next().unwrap_or_default());
    match class {
        ResourceClass::Role => {
            if let Some(role) = snapshot.find_by_arn::<Role>(&input.resource_arn) {
                let target = RoleTarget::new(snapshot, role);
                asked.keys = target.keys().clone();
                if is_assumed {
                    asked.policy = OwnPolicy::Trust(role.compiled().trust.clone());
                }
            }
        }
        ResourceClass::Bucket | ResourceClass::Object => {
            if let Some(bucket) = bucket.and_then(|name| snapshot.find::<Bucket>(Global, name)) {
                let block = &bucket.public_access_block;
                asked.s3 = Some(S3Facts {
                    restrict_public_buckets: block.restrict_public_buckets,
                    ignore_public_acls: block.ignore_public_acls,
                    caller_canonical_id: snapshot.canonical_id(sides.principal).map(Into::into),
                    object_owner: None,
                });
                if let Some(policy) = bucket.compiled() {
                    asked.policy = OwnPolicy::Resource(policy.clone());
                }
            }
        }
        _ => {}
    }
    asked
}

/// A policy that allows everything in place of one that is not to be seen, where such a resource has one.
fn unseen_policy(asked: &Asked<'_>) -> OwnPolicy {
    if asked.class == ResourceClass::Role {
        OwnPolicy::Trust(unseen::trust())
    } else {
        OwnPolicy::Resource(unseen::resource())
    }
}

/// The keys that the question states, each with values of its type. No values: the request does not have the key.
fn stated(input: &EvaluateAccessInput) -> Result<(Context, BTreeSet<String>), ApiError> {
    let (mut context, mut absent) = (Context::new(), BTreeSet::new());
    for (key, values) in input.context.iter().flatten() {
        let folded = rolecall_policy::request::folded_key(key);
        if OF_PRINCIPALS.iter().any(|begin| folded.starts_with(begin)) {
            return Err(ApiError::validation(format!("Context key {key} follows from PrincipalArn")));
        }
        if context.get(key).is_some() || absent.contains(&folded) {
            return Err(ApiError::validation(format!("Context key {key} is given more than once")));
        }
        let known = authorization().condition_key(key);
        if let Some(value) = values.iter().find(|value| known.is_some_and(|known| !is_value_of(known.kind, value))) {
            return Err(ApiError::validation(format!("Context key {key}: {value} is not a value of its type")));
        }
        if values.len() > 1 && known.is_some_and(|known| !known.multivalued) {
            return Err(ApiError::validation(format!("Context key {key} has one value at most")));
        }
        if values.is_empty() {
            absent.insert(folded);
        } else {
            context.set_all(key, values.iter().map(String::as_str));
        }
    }
    Ok((context, absent))
}

/// How the keys begin, folded, that say who the principal and whose the resource is. Whoever stated them would be told of a
/// request that nobody can make.
const OF_PRINCIPALS: [&str; 7] = [
    "aws:assumedroot",
    "aws:principal",
    "aws:resourceaccount",
    "aws:resourceorg",
    "aws:resourcetag",
    "aws:userid",
    "aws:username",
];

fn name(answer: &PossibleDecision) -> &'static str {
    match answer {
        PossibleDecision::Allowed(_) => "Allowed",
        PossibleDecision::Denied(_) => "Denied",
        PossibleDecision::Depends(_) => "Depends",
    }
}

/// What an answer depends on besides.
fn open(answer: PossibleDecision) -> Vec<Dependency> {
    match answer {
        PossibleDecision::Depends(on) => on,
        PossibleDecision::Allowed(_) | PossibleDecision::Denied(_) => Vec::new(),
    }
}

fn dependencies(answer: &PossibleDecision) -> Option<&[Dependency]> {
    match answer {
        PossibleDecision::Depends(on) => Some(on),
        PossibleDecision::Allowed(_) | PossibleDecision::Denied(_) => None,
    }
}

fn is_of_resource(layer: &str) -> bool {
    layer == Layer::Resource.name() || layer == Layer::Rcp.name()
}

fn text(
    question: &Question<'_>,
    explanation: &rolecall_policy::Explanation,
    decision: &str,
    answer: &PossibleDecision,
    sides: Sides,
    sight: Sight,
) -> String {
    let other = if sight.sees_caller { sides.resource } else { sides.principal };
    let is_whole = sight.sees_caller && sight.sees_resource;
    let mut text = match dependencies(answer) {
        Some(on) => {
            let mut text = "It depends on the request:\n".to_owned();
            for line in assumable::told(on, sight, other) {
                text.push_str(&format!("  {line}\n"));
            }
            text
        }
        None if !is_whole && decision == "Depends" => String::new(),
        // Of one that is certain, the request without what is open is an example, if it is decided alike.
        None if question.is_known() || decisions::is_as_told(explanation, decision) => {
            render_within(explanation, UNLIMITED)
        }
        None => format!("{decision}, whatever else the request has.\n"),
    };
    if !is_whole {
        text.push_str(&format!("Account {other} decides its half, which is not shown.\n"));
    }
    text
}

/// A policy for the account whose half is not seen: what it would have to allow.
fn missing_half(input: &EvaluateAccessInput, sides: Sides, sight: Sight) -> Option<ExplainedChange> {
    let (layer, account) = match sight {
        Sight { sees_caller: true, sees_resource: true } => return None,
        Sight { sees_caller: true, .. } => (Layer::Resource, sides.resource),
        Sight { .. } => (Layer::Identity, sides.principal),
    };
    let EvaluateAccessInput { principal_arn, action, resource_arn, .. } = input;
    Some(ExplainedChange {
        account_id: Some(account.to_string()),
        r#where: layer.name().to_owned(),
        text: format!("account {account} must allow {action} on {resource_arn} too"),
        document: decisions::document(layer, action, resource_arn, principal_arn),
    })
}
