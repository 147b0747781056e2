//! What the resource may be, and what follows from it.
//!
//! That the resource is reserved to AWS (R2.39) or in another partition (R2.22) only ever denies, so it counts in the
//! pessimistic world if it may be so, in the optimistic one if it must be. Whose the resource is, and whether it is a
//! service-linked role that its service assumes, is not better or worse by itself: one account may have a policy that another has not. Each
//! possibility is a [`Candidate`]. Of the accounts that take no part in the request one stands for all.

use super::Resource;
use crate::arn::Arn;
use crate::evaluate::{
    AWS_POLICIES, Asked, Beginning, Owners, ResourceFacts, SERVICE_LINKED_ROLES, refused_resources,
    service_assumes_role,
};
use crate::matching::sets::{Coverage, Pattern, Piece, Row, coverage};
use crate::names::AccountId;
use crate::request::Request;

/// Nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotKnown;

/// What the resource may be.
#[derive(Debug)]
pub(super) struct Possible {
    resources: Vec<Part>,
    owners: Vec<Owners>,
    pub(super) reserved: Coverage,
    pub(super) other_partition: Coverage,
    assumes_service_linked_role: Vec<bool>,
}

/// A part of what the resource may be, as statements see it.
#[derive(Debug)]
pub(super) enum Part {
    /// The texts of this set.
    Texts(Pattern),
    /// An operation without resource.
    NoResource,
}

/// One of the possibilities that must be gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) owners: Owners,
    pub(super) assumes_service_linked_role: bool,
}

/// ARNs whose fields match patterns.
struct ArnSet<'a> {
    set: Pattern,
    account: &'a str,
}

impl<'a> ArnSet<'a> {
    fn new([partition, service, region, account, resource]: [&'a str; 5]) -> Option<Self> {
        let fields = [partition, service, region, account, resource].map(|field| Row::of_wildcards(field, true));
        let [a, b, c, d, e] = fields.each_ref().map(Row::pieces);
        Some(Self { set: Pattern::arn_like([&[Piece::Text("arn")], a, b, c, d, e])?, account })
    }

    /// Six fields, of which the first is `arn`.
    fn parse(text: &'a str) -> Option<Self> {
        let Arn { partition, service, region, account, resource } = Arn::parse(text)?;
        Self::new([partition, service, region, account, resource])
    }

    fn begin(&self, beginning: Beginning) -> Coverage {
        let Beginning { service, account, resource } = beginning;
        let resource = [resource, "*"].concat();
        let of = ArnSet::new(["*", service, "*", account.unwrap_or("*"), &resource]);
        of.map_or(Coverage::Some, |of| coverage(&[&of.set], &self.set))
    }

    fn in_partition(&self, partition: &str) -> Coverage {
        let own = [Piece::Text(partition)];
        let any = [Piece::Many { colon: true }];
        let set = Pattern::arn_like([&[Piece::Text("arn")], &own, &any, &any, &any, &any]);
        // No ARN is in a partition that no ARN can name.
        set.map_or(Coverage::None, |set| coverage(&[&set], &self.set))
    }
}

impl Possible {
    /// `partition` is the caller's; `management` the account that resource control policies spare.
    pub(super) fn new(
        request: &Request<'_>,
        resource: Resource<'_>,
        asked: &Asked<'_>,
        partition: Result<Option<&str>, NotKnown>,
        management: Option<AccountId>,
    ) -> Self {
        let own_partition = partition.ok().flatten();
        let (arns, or_none) = match resource {
            Resource::Known(_) => return Self::of_known(request, asked, partition),
            Resource::Pattern(text) => match ArnSet::parse(text) {
                Some(arns) => (Some(arns), false),
                None => (ArnSet::new(["*"; 5]), true),
            },
            Resource::Unknown => match own_partition {
                // A partition is a name; were there wildcards in it, it would stand for others too.
                Some(own) => (ArnSet::new([own, "*", "*", "*", "*"]), true),
                None => (ArnSet::new(["*"; 5]), true),
            },
        };
        let none = or_none.then(|| Self::of_known(request, asked, partition));
        let some = arns.map(|arns| Self::of_arns(request, asked, partition, management, arns));
        match (some, none) {
            (Some(some), Some(none)) => some.or(none),
            (Some(one), None) | (None, Some(one)) => one,
            // Six fields of which the first is `arn` are always a pattern.
            (None, None) => Self::of_known(request, asked, partition),
        }
    }

    /// The resource is the request's.
    fn of_known(request: &Request<'_>, asked: &Asked<'_>, partition: Result<Option<&str>, NotKnown>) -> Self {
        let facts = ResourceFacts::of(request, asked.action, partition.ok().flatten());
        let is_arn = Arn::parse(request.resource).is_some();
        let resource = match asked.resource.arn() {
            // What stands for all buckets names the caller's partition, and `aws` if that is not known (R1.30).
            Some(text) if request.resource == "*" && partition.is_err() => {
                let (before, behind) = text.split_once("aws").unwrap_or((text, ""));
                let partition = Piece::Many { colon: false };
                Part::Texts(Pattern::new([Piece::Text(before), partition, Piece::Text(behind)], false))
            }
            Some(text) => Part::Texts(Pattern::text(text)),
            None => Part::NoResource,
        };
        Self {
            resources: vec![resource],
            owners: vec![facts.owners],
            reserved: Coverage::certain(facts.reserved),
            other_partition: match partition {
                Err(NotKnown) if is_arn => Coverage::Some,
                _ => Coverage::certain(facts.other_partition),
            },
            assumes_service_linked_role: vec![facts.assumes_service_linked_role],
        }
    }

    fn of_arns(
        request: &Request<'_>,
        asked: &Asked<'_>,
        partition: Result<Option<&str>, NotKnown>,
        management: Option<AccountId>,
        arns: ArnSet<'_>,
    ) -> Self {
        let action = asked.action;
        let reserved = refused_resources(action).map(|beginning| arns.begin(beginning));
        let assumes_service_linked_role = match arns.begin(SERVICE_LINKED_ROLES) {
            Coverage::All if service_assumes_role(request.principal, request.class) => vec![true],
            Coverage::Some if service_assumes_role(request.principal, request.class) => vec![false, true],
            _ => vec![false],
        };
        let mut owners = Vec::new();
        for container in containers(request, management, &arns) {
            let possible = Owners::within(container, request);
            if !owners.contains(&possible) {
                owners.push(possible);
            }
        }
        Self {
            owners,
            // At most one of them holds.
            reserved: reserved.fold(Coverage::None, Coverage::or),
            other_partition: match partition {
                Ok(Some(own)) => arns.in_partition(own).negated(),
                Ok(None) => Coverage::None,
                Err(NotKnown) => Coverage::Some,
            },
            assumes_service_linked_role,
            resources: vec![Part::Texts(arns.set)],
        }
    }

    /// The resource is one or the other.
    fn or(mut self, other: Self) -> Self {
        self.resources.extend(other.resources);
        for owners in other.owners {
            if !self.owners.contains(&owners) {
                self.owners.push(owners);
            }
        }
        for assumes in other.assumes_service_linked_role {
            if !self.assumes_service_linked_role.contains(&assumes) {
                self.assumes_service_linked_role.push(assumes);
            }
        }
        self.reserved = self.reserved.or_else(other.reserved);
        self.other_partition = self.other_partition.or_else(other.other_partition);
        self
    }

    pub(super) fn resources(&self) -> &[Part] {
        &self.resources
    }

    pub(super) fn candidates(&self) -> impl Iterator<Item = Candidate> {
        self.owners.iter().flat_map(|&owners| {
            let assumes = self.assumes_service_linked_role.iter();
            assumes.map(move |&assumes_service_linked_role| Candidate { owners, assumes_service_linked_role })
        })
    }

    pub(super) fn pessimistic(&self, candidate: Candidate) -> ResourceFacts {
        facts(candidate, self.reserved != Coverage::None, self.other_partition != Coverage::None)
    }

    pub(super) fn optimistic(&self, candidate: Candidate) -> ResourceFacts {
        facts(candidate, self.reserved == Coverage::All, self.other_partition == Coverage::All)
    }
}

fn facts(candidate: Candidate, reserved: bool, other_partition: bool) -> ResourceFacts {
    let Candidate { owners, assumes_service_linked_role } = candidate;
    ResourceFacts { owners, reserved, other_partition, assumes_service_linked_role }
}

/// The accounts that may hold the resource, as `evaluate::facts` finds it for one ARN.
fn containers(request: &Request<'_>, management: Option<AccountId>, arns: &ArnSet<'_>) -> Vec<Option<AccountId>> {
    let own = request.principal.account();
    let of_aws = arns.begin(AWS_POLICIES);
    let mut found = Vec::new();
    if of_aws != Coverage::None {
        found.push(own);
    }
    if of_aws == Coverage::All {
        return found;
    }
    if let Some(account) = request.resource_account {
        found.push(Some(account));
        return found;
    }
    if !arns.account.contains(['*', '?']) {
        found.push(arns.account.parse().ok().or(own));
        return found;
    }
    let pattern = Row::of_wildcards(arns.account, true).pattern(false);
    let involved = [own, management, request.s3.and_then(|facts| facts.object_owner)];
    // A field that is no account makes it the caller's.
    found.push(own);
    found.extend(involved.into_iter().flatten().filter(|account| pattern.matches(&account.to_string())).map(Some));
    // Of four accounts one is none of the three.
    found.extend((0..4).filter_map(AccountId::from_u64).find(|account| !involved.contains(&Some(*account))).map(Some));
    found
}
