//! One service: its actions, resource types and condition keys.

use super::ignoring_case;
use super::key::ConditionKey;

/// A service, read from its lines.
#[derive(Debug)]
pub struct Service {
    /// The prefix of its actions, such as `s3`.
    pub prefix: &'static str,
    /// Its display name, such as `Amazon S3`.
    pub name: &'static str,
    /// Whether resource control policies apply to requests of this service.
    pub rcp_supported: bool,
    keys: Vec<ConditionKey>,
    resource_types: Vec<ResourceRow>,
    actions: Vec<ActionRow>,
}

/// A line that begins with `R`.
#[derive(Debug)]
struct ResourceRow {
    name: &'static str,
    templates: &'static str,
    keys: &'static str,
}

/// A line that begins with `A`.
#[derive(Debug)]
struct ActionRow {
    name: &'static str,
    level: AccessLevel,
    resources: &'static str,
    keys: &'static str,
    dependents: &'static str,
}

/// What an action does, in AWS's five classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Sees that resources exist.
    List,
    /// Reads contents and attributes.
    Read,
    /// Creates, changes, deletes.
    Write,
    /// Changes tags.
    Tagging,
    /// Grants or changes permissions.
    PermissionsManagement,
}

/// One action of a service.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    service: &'static Service,
    row: &'static ActionRow,
}

/// One kind of resource of a service.
#[derive(Debug, Clone, Copy)]
pub struct ResourceType {
    service: &'static Service,
    row: &'static ResourceRow,
}

/// A kind of resource that an action can be allowed on.
///
/// `required: false` does not mean that it can be ignored: where none is required, at least one of them applies.
#[derive(Debug, Clone, Copy)]
pub struct NeededResource {
    /// The kind.
    pub resource_type: ResourceType,
    /// Whether the action always touches one.
    pub required: bool,
    keys: &'static str,
}

impl Service {
    /// Reads the service's lines; a line that does not make sense means that the service is not there.
    pub(super) fn read(lines: &'static str) -> Option<Self> {
        let (head, rest) = lines.split_once('\n')?;
        let mut fields = head.split('\t').skip(1);
        let (prefix, name, rcp_supported) = (fields.next()?, fields.next()?, fields.next()? == "rcp");
        let mut service =
            Self { prefix, name, rcp_supported, keys: Vec::new(), resource_types: Vec::new(), actions: Vec::new() };
        for line in rest.lines() {
            let mut fields = line.split('\t');
            let mut field = || fields.next();
            match field()? {
                "K" => service.keys.push(ConditionKey::read(field()?, field()?)?),
                "R" => {
                    service.resource_types.push(ResourceRow { name: field()?, templates: field()?, keys: field()? });
                }
                "A" => service.actions.push(ActionRow {
                    name: field()?,
                    level: AccessLevel::read(field()?)?,
                    resources: field()?,
                    keys: field()?,
                    dependents: field()?,
                }),
                _ => return None,
            }
        }
        Some(service)
    }

    /// The action with this name, without regard to case.
    #[must_use]
    pub fn action(&'static self, name: &str) -> Option<Action> {
        let at = self.actions.binary_search_by(|row| ignoring_case(row.name, name)).ok()?;
        Some(Action { service: self, row: self.actions.get(at)? })
    }

    /// Every action, ordered by lower-case name.
    pub fn actions(&'static self) -> impl Iterator<Item = Action> {
        self.actions.iter().map(move |row| Action { service: self, row })
    }

    /// The resource type with this name, without regard to case.
    #[must_use]
    pub fn resource_type(&'static self, name: &str) -> Option<ResourceType> {
        let at = self.resource_types.binary_search_by(|row| ignoring_case(row.name, name)).ok()?;
        Some(ResourceType { service: self, row: self.resource_types.get(at)? })
    }

    /// Every resource type, ordered by lower-case name.
    pub fn resource_types(&'static self) -> impl Iterator<Item = ResourceType> {
        self.resource_types.iter().map(move |row| ResourceType { service: self, row })
    }

    /// The condition key of this service's page that `name` is an instance of, without regard to case; the most
    /// specific where several are (`events:metadata/${…}` and `events:metadata/${…}/matcher`).
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey> {
        self.keys.iter().filter(|key| key.covers(name)).max_by_key(|key| key.literal_length()).copied()
    }

    /// Every condition key of this service's page, ordered by lower-case name.
    #[must_use]
    pub fn condition_keys(&self) -> &[ConditionKey] {
        &self.keys
    }

    /// The keys whose numbers are listed, separated by commas.
    fn numbered_keys(&'static self, numbers: &'static str) -> impl Iterator<Item = ConditionKey> {
        numbers.split(',').filter_map(|number| self.keys.get(number.parse::<usize>().ok()?).copied())
    }
}

impl AccessLevel {
    fn read(letter: &str) -> Option<Self> {
        Some(match letter {
            "L" => Self::List,
            "R" => Self::Read,
            "W" => Self::Write,
            "T" => Self::Tagging,
            "P" => Self::PermissionsManagement,
            _ => return None,
        })
    }
}

impl Action {
    /// The service it belongs to.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// The name as AWS writes it, such as `GetObject`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row.name
    }

    /// What it does.
    #[must_use]
    pub fn level(&self) -> AccessLevel {
        self.row.level
    }

    /// The kinds of resources it can be allowed on. None means that its resource is always `*`.
    pub fn resources(&self) -> impl Iterator<Item = NeededResource> + use<> {
        let service = self.service;
        self.row.resources.split_terminator(' ').filter_map(move |entry| {
            let (kind, keys) = entry.split_once(':').unwrap_or((entry, ""));
            let number = kind.trim_end_matches('!');
            let row = service.resource_types.get(number.parse::<usize>().ok()?)?;
            let resource_type = ResourceType { service, row };
            Some(NeededResource { resource_type, required: kind.len() > number.len(), keys })
        })
    }

    /// Condition keys that its requests can have whatever the resource; global keys without tags are not repeated.
    pub fn condition_keys(&self) -> impl Iterator<Item = ConditionKey> + use<> {
        self.service.numbered_keys(self.row.keys)
    }

    /// Actions, as `service:Name`, that a caller needs besides this one for it to succeed.
    pub fn dependents(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.row.dependents.split_terminator(' ')
    }
}

impl ResourceType {
    /// The service it belongs to.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// The name, such as `bucket`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row.name
    }

    /// Its ARN, such as `arn:${Partition}:s3:::${BucketName}`; a few kinds have two forms.
    pub fn arn_templates(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.row.templates.split_terminator(' ')
    }

    /// Condition keys that requests on it can have.
    pub fn condition_keys(&self) -> impl Iterator<Item = ConditionKey> + use<> {
        self.service.numbered_keys(self.row.keys)
    }
}

impl NeededResource {
    /// Condition keys that the action can have on this kind of resource only.
    pub fn condition_keys(&self) -> impl Iterator<Item = ConditionKey> + use<> {
        self.resource_type.service.numbered_keys(self.keys)
    }
}
