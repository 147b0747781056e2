//! The answer to a request: allowed, or denied by which layer, and the statements that decided.
//!
//! A [`Decision`] is a few words copied by value; making one allocates nothing. Several layers may deny at once; which
//! one is reported follows R2.23, the others are in [`Decision::blocked_by`].

/// A layer of policies, or a rule that stands before them (R2, section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Layer {
    /// Changing what is reserved to AWS (R2.39).
    Reserved,
    /// A caller of this kind may never ask this (R2.41: root, federated users and `AssumeRoot` sessions assume no role).
    Caller,
    /// Access between partitions is not possible (R2.22).
    Partition,
    /// Resource control policies of the resource's account.
    Rcp,
    /// Service control policies of the caller's account.
    Scp,
    /// The policy of the VPC endpoint the request passed.
    Endpoint,
    /// The resource's own policy, a role's trust policy included.
    Resource,
    /// Identity-based policies.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

impl Layer {
    /// How many layers there are.
    pub(crate) const COUNT: usize = 10;

    /// The order in which one of several implicit denies is reported (R2.23), the rules before the policies.
    pub const IMPLICIT_ORDER: [Self; Self::COUNT] = [
        Self::Reserved,
        Self::Caller,
        Self::Partition,
        Self::Rcp,
        Self::Scp,
        Self::Endpoint,
        Self::Resource,
        Self::Identity,
        Self::Boundary,
        Self::Session,
    ];

    /// The order in which one of several explicit denies is reported (R2.23).
    pub const EXPLICIT_ORDER: [Self; 7] =
        [Self::Scp, Self::Rcp, Self::Endpoint, Self::Boundary, Self::Session, Self::Resource, Self::Identity];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Caller => "caller",
            Self::Partition => "partition",
            Self::Rcp => "RCP",
            Self::Scp => "SCP",
            Self::Endpoint => "VPC endpoint",
            Self::Resource => "resource",
            Self::Identity => "identity",
            Self::Boundary => "boundary",
            Self::Session => "session policy",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LayerSet(u16);

impl LayerSet {
    pub(crate) fn insert(&mut self, layer: Layer) {
        self.0 |= layer.bit();
    }

    pub(crate) fn contains(self, layer: Layer) -> bool {
        self.0 & layer.bit() != 0
    }
}

/// Where a statement stands among the policies that were given to `decide`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    /// The layer.
    pub layer: Layer,
    /// The level from the root of the organization (0) to the account; 0 for layers without levels.
    pub level: u32,
    /// Index of the policy within the layer (and level).
    pub policy: u32,
    /// Index of the statement within the policy.
    pub statement: u32,
}

/// What came out, with the layer that is reported (R2.23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The request may go on.
    Allowed,
    /// Nothing denies, but a layer that must allow does not.
    ImplicitlyDenied(Layer),
    /// A `Deny` matches (R2.2).
    ExplicitlyDenied(Layer),
}

/// One reason why a request is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Block {
    /// The layer.
    pub layer: Layer,
    /// By a matching `Deny`, not for want of an `Allow`.
    pub explicit: bool,
}

/// The answer of `decide`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub(crate) verdict: Verdict,
    pub(crate) explicit: LayerSet,
    pub(crate) implicit: LayerSet,
    /// The deciding statement of each layer, in the order of [`Layer`].
    pub(crate) statements: [Option<StatementRef>; Layer::COUNT],
    pub(crate) unconditional: bool,
}

impl Decision {
    /// Whether the request may go on.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }

    /// The outcome and, for a denial, the one layer that is reported.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The reported layer of a denial.
    #[must_use]
    pub fn layer(&self) -> Option<Layer> {
        match self.verdict {
            Verdict::Allowed => None,
            Verdict::ImplicitlyDenied(layer) | Verdict::ExplicitlyDenied(layer) => Some(layer),
        }
    }

    /// Whether the denial is explicit.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        matches!(self.verdict, Verdict::ExplicitlyDenied(_))
    }

    /// The operation is one that is never authorised, so no policy was looked at (R2.38).
    #[must_use]
    pub fn is_unconditional(&self) -> bool {
        self.unconditional
    }

    /// Every layer that denies as the policies stand, the reported one first. Empty if the request is allowed.
    pub fn blocked_by(&self) -> impl Iterator<Item = Block> + use<> {
        let (explicit, implicit) = (self.explicit, self.implicit);
        let first = Layer::EXPLICIT_ORDER
            .into_iter()
            .filter(move |layer| explicit.contains(*layer))
            .map(|layer| Block { layer, explicit: true });
        let then = Layer::IMPLICIT_ORDER
            .into_iter()
            .filter(move |layer| implicit.contains(*layer) && !explicit.contains(*layer))
            .map(|layer| Block { layer, explicit: false });
        first.chain(then)
    }

    /// The statements that decided, at most one a layer: the `Deny` of each layer that denies explicitly, otherwise an
    /// `Allow` of each layer that allows.
    pub fn deciding(&self) -> impl Iterator<Item = StatementRef> + '_ {
        self.statements.iter().flatten().copied()
    }

    /// The deciding statement of one layer.
    #[must_use]
    pub fn deciding_in(&self, layer: Layer) -> Option<StatementRef> {
        self.deciding().find(|statement| statement.layer == layer)
    }
}
