//! `GetTrustGraph`: who can assume what, hop by hop from one user or role.
//!
//! Edges go from a principal to a role that it can assume. Of accounts that the reader may not read, only two things are told:
//! an account that a trust policy names is a node, and a role is one if its trust policy names the principal, or the
//! account, that the edge comes from. Such nodes are not expanded.

use super::half::Readable;
use super::who_can_assume::{self, ARN};
use super::{access, assumable, reads};
use crate::api::error::ApiError;
use crate::directory::entities::Role;
use crate::directory::snapshot::Snapshot;
use crate::domain::hypothetical::{Access, Asker, KeysOfPolicies, RoleTarget};
use crate::node::Node;
use crate::services::{Authorized, CallContext, Operation, OperationFacts, Requires};
use rolecall_catalog::validation::Integer;
use rolecall_catalog::{output, readable, writable};
use rolecall_policy::{AccountId, Arn};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// The most nodes of one answer: more than a picture shows.
const MAX_NODES: usize = 300;
/// Pairs of a principal and a role that one answer decides about.
const DECIDED: usize = 5_000;
/// Roles that one answer looks at.
const ROLES: usize = 20_000;

static HOPS: Integer = Integer { min: 1, max: 4 };

readable! {
    /// The input of `GetTrustGraph`.
    GetTrustGraphInput {
        start_arn: String = "StartArn" required(ARN),
        hops: Option<i32> = "Hops" optional(HOPS),
    }
}

writable! {
    /// A principal.
    TrustNode {
        arn: String = "Arn",
        kind: String = "Kind",
        account_id: Option<String> = "AccountId",
        name: String = "Name",
    }
}

writable! {
    /// Who can assume what.
    TrustEdge {
        from: String = "From",
        to: String = "To",
        decision: String = "Decision",
        via: String = "Via",
    }
}

output! {
    /// The output of `GetTrustGraph`.
    GetTrustGraphOutput {
        nodes: Vec<TrustNode> = "Nodes",
        edges: Vec<TrustEdge> = "Edges",
        truncated: bool = "Truncated",
    }
}

/// The operation.
pub(super) struct GetTrustGraph;

impl Operation for GetTrustGraph {
    type Input = GetTrustGraphInput;
    type Output = GetTrustGraphOutput;
    /// The account of the node to start from.
    type Prepared = AccountId;

    fn facts(&self) -> OperationFacts<'_> {
        reads("GetTrustGraph")
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires<AccountId>, ApiError> {
        let account = access::account_of(&input.start_arn, &["user/", "role/"])?;
        Ok(Requires::one(access::to_account("rolecall:GetTrustGraph", account), account))
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let GetTrustGraphInput { start_arn, hops } = request.input().clone();
        let (account, snapshot) = (*request.prepared(), Arc::clone(request.snapshot()));
        if Asker::find(&snapshot, &start_arn).is_none() {
            return Err(access::missing(&start_arn));
        }
        // Of other accounts only what their policies and those of this account say of each other is told.
        let readable = Readable::from([account]);
        let hops = hops.unwrap_or(1);
        node.work.run(move || Graph::new(&snapshot, &readable).grown(&start_arn, hops)).await
    }
}

/// A graph in the making.
struct Graph<'s> {
    snapshot: &'s Snapshot,
    readable: &'s Readable,
    targets: BTreeMap<String, RoleTarget<'s>>,
    keys: KeysOfPolicies,
    nodes: BTreeMap<String, TrustNode>,
    edges: BTreeMap<(String, String), TrustEdge>,
    left: usize,
    truncated: bool,
}

impl<'s> Graph<'s> {
    fn new(snapshot: &'s Snapshot, readable: &'s Readable) -> Self {
        let mut targets = BTreeMap::new();
        let mut roles = snapshot.all::<Role>();
        for role in roles.by_ref().take(ROLES) {
            let target = RoleTarget::new(snapshot, role);
            targets.insert(target.arn().to_owned(), target);
        }
        Self {
            snapshot,
            readable,
            targets,
            keys: KeysOfPolicies::default(),
            nodes: BTreeMap::new(),
            edges: BTreeMap::new(),
            left: DECIDED,
            truncated: roles.next().is_some(),
        }
    }

    fn grown(mut self, start: &str, hops: i32) -> GetTrustGraphOutput {
        self.node(start);
        let mut seen = BTreeSet::from([start.to_owned()]);
        let mut queue = VecDeque::from([(start.to_owned(), 0)]);
        while let Some((arn, depth)) = queue.pop_front() {
            if depth == hops || !self.is_readable(&arn) {
                continue;
            }
            let mut next = self.outgoing(&arn);
            next.extend(self.incoming(&arn));
            for arn in next {
                if seen.insert(arn.clone()) {
                    queue.push_back((arn, depth + 1));
                }
            }
        }
        GetTrustGraphOutput {
            nodes: self.nodes.into_values().collect(),
            edges: self.edges.into_values().collect(),
            truncated: self.truncated,
        }
    }

    fn is_readable(&self, arn: &str) -> bool {
        Arn::parse(arn).and_then(|arn| arn.account.parse().ok()).is_some_and(|account| self.readable.contains(&account))
    }

    /// The roles that it can assume.
    fn outgoing(&mut self, arn: &str) -> Vec<String> {
        let Some(asker) = Asker::find(self.snapshot, arn) else { return Vec::new() };
        let mut found = Vec::new();
        for (to, target) in &self.targets {
            if !target.may_be_assumed_by(&asker) {
                continue;
            }
            let is_readable = self.readable.contains(&target.role.account);
            // A role of another account that would take anybody is not told of, unless it takes the principal for certain.
            let is_guest = target.named.names(asker.principal());
            if self.left == 0 {
                self.truncated = true;
                break;
            }
            self.left -= 1;
            let access = target.access(&asker, &mut self.keys);
            let is_told = is_readable || is_guest || access == Access::Allowed;
            if access != Access::Denied && is_told {
                let itself = target.named.names_itself(asker.principal()) && is_readable;
                found.push((to.clone(), itself, access));
            }
        }
        let reached = found.into_iter().filter_map(|(to, itself, access)| {
            let is_there = self.node(&to);
            is_there.then(|| self.edge(arn, &to, itself, &access)).map(|()| to)
        });
        reached.collect()
    }

    /// Who can assume it.
    fn incoming(&mut self, arn: &str) -> Vec<String> {
        let Some(target) = self.targets.get(arn) else { return Vec::new() };
        let (found, truncated) = who_can_assume::principals(self.snapshot, target, self.readable, self.left);
        self.truncated |= truncated;
        self.left = self.left.saturating_sub(found.len());
        let mut reached = Vec::new();
        for (who, access) in found {
            if self.node(&who.arn) {
                self.edge(&who.arn, arn, who.itself, &access);
                reached.push(who.arn);
            }
        }
        reached
    }

    /// Makes a node; false if there is no room for it.
    fn node(&mut self, arn: &str) -> bool {
        if self.nodes.contains_key(arn) {
            return true;
        }
        if self.nodes.len() >= MAX_NODES {
            self.truncated = true;
            return false;
        }
        let parsed = Arn::parse(arn);
        let resource = parsed.map_or(arn, |arn| arn.resource);
        let kind = match (parsed.is_some(), resource.split('/').next().unwrap_or_default()) {
            (false, "*") => "anybody",
            (false, _) => "service",
            (true, "root") => "account",
            (true, "user") => "user",
            (true, "role" | "assumed-role") => "role",
            (true, _) => "provider",
        };
        let name = resource.rsplit('/').next().unwrap_or(resource);
        let account = parsed.filter(|arn| !arn.account.is_empty()).map(|arn| arn.account.to_owned());
        let node = TrustNode { arn: arn.to_owned(), kind: kind.to_owned(), account_id: account, name: name.to_owned() };
        self.nodes.insert(arn.to_owned(), node);
        true
    }

    fn edge(&mut self, from: &str, to: &str, itself: bool, access: &Access) {
        let edge = TrustEdge {
            from: from.to_owned(),
            to: to.to_owned(),
            decision: assumable::name(access).to_owned(),
            via: if itself { "trust" } else { "identity+trust" }.to_owned(),
        };
        self.edges.insert((from.to_owned(), to.to_owned()), edge);
    }
}
