//! What the ARN in a `Resource` can name, by the templates of the catalog.

use super::pattern::Pattern;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{Action, ResourceType, Service};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Partitions that exist.
pub(in crate::lint) const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// The fields of an ARN, six at most. Colons inside `${…}` do not separate (R1.26).
pub(in crate::lint) fn fields(arn: &str) -> Vec<&str> {
    let mut fields = Vec::with_capacity(6);
    let (mut start, mut variable, mut previous) = (0, false, b' ');
    let last_close = arn.rfind('}').unwrap_or(0);
    for (at, byte) in arn.bytes().enumerate() {
        match byte {
            b'{' if previous == b'$' && at < last_close => variable = true,
            b'}' => variable = false,
            b':' if !variable && fields.len() < 5 => {
                fields.extend(arn.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        previous = byte;
    }
    fields.extend(arn.get(start..));
    fields
}

/// A field of which nothing is known: it holds a wildcard or a variable.
pub(in crate::lint) fn is_open(field: &str) -> bool {
    field.contains(['*', '?', '$'])
}

/// Where the bytes of a field of the ARN begin and end.
pub(in crate::lint) fn field_range(arn: &str, number: usize) -> (usize, usize) {
    let fields = fields(arn);
    let start = fields.iter().take(number).map(|field| field.len() + 1).sum();
    (start, start + fields.get(number).map_or(0, |field| field.len()))
}

/// The templates of ARNs, by the service in their third field.
fn templates() -> &'static BTreeMap<&'static str, Vec<Pattern>> {
    static ALL: OnceLock<BTreeMap<&'static str, Vec<Pattern>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: BTreeMap<&'static str, Vec<Pattern>> = BTreeMap::new();
        let types = authorization().services().flat_map(Service::resource_types);
        for template in types.flat_map(|resource_type| resource_type.arn_templates()) {
            if let Some(service) = template.split(':').nth(2) {
                all.entry(service).or_default().push(Pattern::of_template(template));
            }
        }
        all
    })
}

/// Whether ARNs with this in their third field are known.
pub(in crate::lint) fn is_service(name: &str) -> bool {
    templates().contains_key(name) || authorization().service(name).is_some_and(|service| service.prefix == name)
}

/// The services that ARNs name.
pub(in crate::lint) fn services() -> impl Iterator<Item = &'static str> {
    templates().keys().copied()
}

/// What is wrong with a complete ARN that no template of its service has the form of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Misfit {
    RegionNotAllowed,
    AccountNotAllowed,
    RegionMissing,
    AccountMissing,
    /// Its last field.
    Resource,
}

/// Compares an ARN with the templates of its service. `None`: some template fits, or the service has none.
pub(in crate::lint) fn misfit(arn: &str) -> Option<Misfit> {
    let fields = fields(arn);
    let [_, _, service, region, account, _] = *fields.as_slice() else { return None };
    let templates = templates().get(service)?;
    let fits = |region: &str, account: &str| {
        let mut changed = fields.clone();
        for (at, value) in [(3, region), (4, account)] {
            if let Some(field) = changed.get_mut(at) {
                *field = value;
            }
        }
        let pattern = Pattern::with_variables(&changed.join(":"));
        templates.iter().any(|template| template.overlaps(&pattern))
    };
    if fits(region, account) {
        return None;
    }
    Some(if !region.is_empty() && fits("", account) {
        Misfit::RegionNotAllowed
    } else if !account.is_empty() && fits(region, "") {
        Misfit::AccountNotAllowed
    } else if !region.is_empty() && !account.is_empty() && fits("", "") {
        Misfit::RegionNotAllowed
    } else if region.is_empty() && fits("*", account) {
        Misfit::RegionMissing
    } else if account.is_empty() && fits(region, "*") {
        Misfit::AccountMissing
    } else if region.is_empty() && account.is_empty() && fits("*", "*") {
        Misfit::RegionMissing
    } else {
        Misfit::Resource
    })
}

/// A pattern of `Resource`, as it stands and completed to six fields (R1.28).
pub(in crate::lint) fn resource_patterns(text: &str) -> Vec<Pattern> {
    let mut patterns = vec![Pattern::with_variables(text)];
    let missing = 6 - fields(text).len().min(6);
    if missing > 0 && text.starts_with("arn:") {
        patterns.push(Pattern::with_variables(&format!("{text}{}", ":*".repeat(missing))));
    }
    patterns
}

/// Whether the pattern can match a resource of this type.
pub(in crate::lint) fn can_match(patterns: &[Pattern], resource_type: ResourceType) -> bool {
    resource_type.arn_templates().any(|template| {
        let template = Pattern::of_template(template);
        patterns.iter().any(|pattern| template.overlaps(pattern))
    })
}

/// Whether a statement on these resources can be about the action at all. An action without resource types is about
/// `*`; S3's list of buckets also about `arn:aws:s3:::*` (R1.30).
pub(in crate::lint) fn can_apply(action: &Action, resources: &[Vec<Pattern>]) -> bool {
    let mut types = action.resources().peekable();
    if types.peek().is_none() {
        let stars = ["*", "arn:aws:s3:::*"].map(Pattern::literal);
        let buckets = action.service().prefix == "s3";
        let targets = if buckets { &stars[..] } else { &stars[..1] };
        return targets.iter().any(|target| resources.iter().flatten().any(|pattern| pattern.overlaps(target)));
    }
    types.any(|needed| resources.iter().any(|patterns| can_match(patterns, needed.resource_type)))
}
