//! What the ARN in a `Resource` can name, by the templates of the catalog.

use super::budget::Budget;
use super::near::nearest;
use super::pattern::Pattern;
use crate::services::listed_kind;
use rolecall_catalog::authorization;
use rolecall_catalog::authorization::{Action, Service};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

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

/// A template of the catalog, made ready to be compared with ARNs.
#[derive(Debug)]
struct Template {
    whole: Pattern,
    /// What the last field begins with and how that ends, such as `function:`; `None` if it is all a placeholder.
    head: Option<&'static str>,
    /// Partition, service, region and account, and the rest; `None` if a placeholder could run on over a colon.
    fields: Option<([TemplateField; 4], Pattern)>,
}

/// What a template has in one of the fields before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TemplateField {
    Text(&'static str),
    /// Anything but nothing.
    Placeholder,
}

impl Template {
    fn of(template: &'static str) -> Self {
        let field = |field: &'static str| match field {
            "${Partition}" | "${Region}" | "${Account}" | "${AccountId}" => Some(TemplateField::Placeholder),
            // A wildcard of a template stands for any text, or none.
            text => (!text.contains(['$', '*'])).then_some(TemplateField::Text(text)),
        };
        let parts: Vec<&'static str> = template.splitn(6, ':').collect();
        let head = parts.get(5).and_then(|rest| {
            let end = rest.find(['/', ':']).map_or(rest.len(), |at| at + 1);
            rest.get(..end).filter(|head| !head.is_empty() && !head.contains(['$', '*']))
        });
        let fields = match *parts.as_slice() {
            ["arn", partition, service, region, account, rest] => {
                let fields = [field(partition), field(service), field(region), field(account)];
                let [Some(partition), Some(service), Some(region), Some(account)] = fields else {
                    return Self { whole: Pattern::of_template(template), head, fields: None };
                };
                Some(([partition, service, region, account], Pattern::of_template(rest)))
            }
            _ => None,
        };
        Self { whole: Pattern::of_template(template), head, fields }
    }

    /// Whether they overlap field by field, which is soon known and all there is to know of most ARNs.
    fn overlaps_in_fields(&self, arn: &ArnShape<'_>, budget: &Budget) -> bool {
        let (Some((fields, rest)), Some((own, own_rest))) = (&self.fields, &arn.fields) else { return false };
        budget.take(1)
            && fields.iter().zip(own).all(|(field, own)| match field {
                TemplateField::Text(text) if is_open(own) => {
                    Pattern::plain(own).overlaps(&Pattern::literal(text), budget)
                }
                TemplateField::Text(text) => own == text,
                TemplateField::Placeholder => !own.is_empty(),
            })
            && rest.overlaps(own_rest, budget)
    }

    /// Whether they overlap because a wildcard of the ARN runs on over a colon, or is not in any field (R1.26).
    fn overlaps_across_fields(&self, arn: &ArnShape<'_>, budget: &Budget) -> bool {
        (self.fields.is_none() || !arn.has_closed_fields) && self.whole.overlaps(&arn.whole, budget)
    }
}

/// An ARN of a policy, made ready to be compared with templates.
#[derive(Debug)]
pub(in crate::lint) struct ArnShape<'a> {
    whole: Pattern,
    /// Partition, service, region and account, and the rest.
    fields: Option<([&'a str; 4], Pattern)>,
    /// There is no wildcard or variable before the last field.
    has_closed_fields: bool,
}

impl<'a> ArnShape<'a> {
    fn of(text: &'a str) -> Self {
        let whole = Pattern::with_variables(text);
        match *fields(text).as_slice() {
            ["arn", partition, service, region, account, rest] => {
                let fields = [partition, service, region, account];
                let has_closed_fields = !fields.iter().any(|field| is_open(field));
                Self { whole, fields: Some((fields, Pattern::with_variables(rest))), has_closed_fields }
            }
            _ => Self { whole, fields: None, has_closed_fields: false },
        }
    }

    /// The same with another region and account.
    fn placed(&self, region: &'a str, account: &'a str, text: &str) -> Option<Self> {
        let ([partition, service, ..], rest) = self.fields.as_ref()?;
        let fields = [*partition, *service, region, account];
        let has_closed_fields = !fields.iter().any(|field| is_open(field));
        let rest_text = self::fields(text).last().copied().unwrap_or_default();
        let whole = Pattern::with_variables(&format!("arn:{}:{rest_text}", fields.join(":")));
        Some(Self { whole, fields: Some((fields, rest.clone())), has_closed_fields })
    }
}

/// Whether one of the templates can be the template of what one of the ARNs names.
fn overlap(templates: &[&Template], arns: &[ArnShape<'_>], budget: &Budget) -> bool {
    let any = |overlaps: fn(&Template, &ArnShape<'_>, &Budget) -> bool| {
        templates.iter().any(|template| arns.iter().any(|arn| overlaps(template, arn, budget)))
    };
    any(Template::overlaps_in_fields) || any(Template::overlaps_across_fields)
}

/// Every template of the catalog.
fn templates() -> &'static HashMap<&'static str, Template> {
    static ALL: OnceLock<HashMap<&'static str, Template>> = OnceLock::new();
    ALL.get_or_init(|| {
        let types = authorization().services().flat_map(Service::resource_types);
        let templates = types.flat_map(|resource_type| resource_type.arn_templates());
        templates.map(|template| (template, Template::of(template))).collect()
    })
}

/// The templates of ARNs, by the service in their third field.
fn templates_of_services() -> &'static BTreeMap<&'static str, Vec<&'static Template>> {
    static ALL: OnceLock<BTreeMap<&'static str, Vec<&'static Template>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: BTreeMap<&'static str, Vec<&'static Template>> = BTreeMap::new();
        for (text, template) in templates() {
            if let Some(service) = text.split(':').nth(2) {
                all.entry(service).or_default().push(template);
            }
        }
        all
    })
}

/// Whether ARNs with this in their third field are known.
pub(in crate::lint) fn is_service(name: &str) -> bool {
    templates_of_services().contains_key(name)
        || authorization().service(name).is_some_and(|service| service.prefix == name)
}

/// The services that ARNs name.
pub(in crate::lint) fn services() -> impl Iterator<Item = &'static str> {
    templates_of_services().keys().copied()
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

/// Services all of whose resources belong to an account, or have ARNs without one in the catalog. The ARNs of what AWS
/// itself owns have no account (the public parameters of Systems Manager, the standards of Security Hub) or the account
/// `aws` (the transforms of CloudFormation), and the catalog has few of them; so of other services nothing is said about
/// an ARN without account.
///
/// Sources: the resource types of each service's page of the *Service Authorization Reference*, compared with ARNs without
/// account as documentation, logs and policies have them. The catalog has the partners' event sources of `events`, the images
/// and snapshots of `ec2`; of the runtimes of `lambda` (*Lambda Developer Guide*, "Runtime version ARN") nothing is said,
/// because no type is called so. `cloudwatch` is not in the list: its managed Contributor Insights rules have no account.
const OF_CUSTOMERS: [&str; 25] = [
    "acm",
    "autoscaling",
    "codecommit",
    "cognito-identity",
    "cognito-idp",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "elasticfilesystem",
    "elasticloadbalancing",
    "es",
    "events",
    "firehose",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "route53",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "states",
];

/// Whether the ARN may name what AWS itself owns.
fn may_be_awss_own(service: &str, account: &str) -> bool {
    account == "aws" || account.is_empty() && !OF_CUSTOMERS.contains(&service)
}

/// Compares an ARN with the templates of its service. `None`: some template fits, or the service has none, or the ARN
/// may name what the catalog does not have.
pub(in crate::lint) fn misfit(arn: &str, budget: &Budget) -> Option<Misfit> {
    let fields = fields(arn);
    let [_, _, service, region, account, resource] = *fields.as_slice() else { return None };
    let templates = templates_of_services().get(service)?;
    if may_be_awss_own(service, account) {
        return None;
    }
    let shape = ArnShape::of(arn);
    let fits = |region, account| {
        let placed = shape.placed(region, account, arn);
        // Field by field: a wildcard put in for a region is no more than that.
        placed.is_some_and(|placed| {
            let overlaps = |template: &&Template| match template.fields {
                Some(_) => template.overlaps_in_fields(&placed, budget),
                None => template.whole.overlaps(&placed.whole, budget),
            };
            templates.iter().any(overlaps)
        })
    };
    if overlap(templates, std::slice::from_ref(&shape), budget) {
        return None;
    }
    let misfit = if !region.is_empty() && fits("", account) {
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
    } else if !meant_heads(resource, templates).is_empty() {
        Misfit::Resource
    } else {
        return None;
    };
    // What the last comparisons said is not known if there was nothing left for them.
    budget.take(1).then_some(misfit)
}

/// What the last field of an ARN may have been meant to begin with, such as `function:`, if no template of the service
/// has its form. A type that the catalog lacks is no slip: then there is nothing.
fn meant_heads(resource: &str, templates: &[&Template]) -> Vec<&'static str> {
    let heads: BTreeSet<&'static str> = templates.iter().filter_map(|template| template.head).collect();
    let word_of = |head: &'static str| head.trim_end_matches(['/', ':']);
    let (word, rest) = resource.split_at(resource.find(['/', ':']).unwrap_or(resource.len()));
    if is_open(word) || word.is_empty() {
        return Vec::new();
    }
    let of_word = |word: &str| heads.iter().copied().filter(|head| word_of(head) == word).collect::<Vec<_>>();
    let known = of_word(word);
    if !known.is_empty() {
        // `function/f` for `function:f`. With the right separator it may be a form that the catalog lacks.
        let is_right = rest.len() > 1 && known.iter().any(|head| resource.starts_with(head));
        return if is_right { Vec::new() } else { known };
    }
    // `func:f`: one type only goes on so.
    let going_on = || heads.iter().copied().filter(|head| head.starts_with(word));
    if word.len() > 2 && going_on().count() == 1 {
        return going_on().collect();
    }
    if let Some(near) = nearest(word, heads.iter().copied().map(word_of)) {
        return of_word(near);
    }
    // A name alone, where every type has a word before it.
    let all_have_one = rest.is_empty() && templates.iter().all(|template| template.head.is_some());
    if all_have_one { heads.into_iter().collect() } else { Vec::new() }
}

/// What the last field of an ARN may have been meant to begin with, if that is a slip.
pub(in crate::lint) fn meant_beginnings(arn: &str) -> Vec<&'static str> {
    match *fields(arn).as_slice() {
        [_, _, service, _, _, resource] => {
            templates_of_services().get(service).map_or_else(Vec::new, |templates| meant_heads(resource, templates))
        }
        _ => Vec::new(),
    }
}

/// Whether no template of its service has the form of the ARN, and that is no mistake for certain.
fn is_of_unknown_type(arn: &str, budget: &Budget) -> bool {
    let fields = fields(arn);
    let [_, _, service, ..] = *fields.as_slice() else { return false };
    let Some(templates) = templates_of_services().get(service) else { return false };
    fields.len() == 6 && !overlap(templates, &[ArnShape::of(arn)], budget) && misfit(arn, budget).is_none()
}

/// The resources of a statement, made ready to be compared with what actions need.
#[derive(Debug)]
pub(in crate::lint) struct Resources<'a> {
    texts: Vec<&'a str>,
    arns: Vec<ArnShape<'a>>,
    /// Whether one of them may be of a type that the catalog lacks.
    has_unknown: OnceCell<bool>,
    /// Whether a resource of a type can be meant, by its first template; types come again with each action.
    can_match: RefCell<HashMap<&'static str, bool>>,
}

impl<'a> Resources<'a> {
    pub(in crate::lint) fn of(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut arns = Vec::new();
        for text in &texts {
            let shape = ArnShape::of(text);
            // What AWS owns may be of a type whose ARNs have an account in the catalog.
            if let [_, _, service, region, account, _] = *fields(text).as_slice()
                && may_be_awss_own(service, account)
            {
                arns.extend(shape.placed(if region.is_empty() { "*" } else { region }, "*", text));
            }
            arns.push(shape);
            // Completed to six fields (R1.28).
            let missing = 6 - fields(text).len().min(6);
            if missing > 0 && text.starts_with("arn:") {
                let completed = Pattern::with_variables(&format!("{text}{}", ":*".repeat(missing)));
                arns.push(ArnShape { whole: completed, fields: None, has_closed_fields: false });
            }
        }
        Self { texts, arns, has_unknown: OnceCell::new(), can_match: RefCell::default() }
    }

    /// Whether a statement on these resources can be about the action at all. An action without resource types is about
    /// `*`; S3's list of buckets also about `arn:aws:s3:::*`, IAM's lists about the ARN of a path (R1.30).
    pub(in crate::lint) fn can_apply(&self, action: &Action, budget: &Budget) -> bool {
        let mut types = action.resources().peekable();
        if types.peek().is_none() {
            let mut targets = vec![Pattern::literal("*")];
            if action.service().prefix == "s3" {
                targets.push(Pattern::literal("arn:aws:s3:::*"));
            }
            if let Some(path) = listed_kind(action.service().prefix, action.name()) {
                // With a wildcard for the account, a path that holds `:user/` would be one of a user.
                let of = |partition| Pattern::with_variables(&format!("arn:{partition}:iam::????????????:{path}/*"));
                targets.extend(["aws", "aws-cn", "aws-us-gov"].map(of));
            }
            return targets.iter().any(|target| self.arns.iter().any(|arn| arn.whole.overlaps(target, budget)));
        }
        let can_match = types.any(|needed| {
            needed.resource_type.arn_templates().any(|text| {
                if let Some(known) = self.can_match.borrow().get(text) {
                    return *known;
                }
                let template = templates().get(text);
                let can_match = template.is_some_and(|template| overlap(&[template], &self.arns, budget));
                self.can_match.borrow_mut().insert(text, can_match);
                can_match
            })
        });
        can_match || *self.has_unknown.get_or_init(|| self.texts.iter().any(|text| is_of_unknown_type(text, budget)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Comparing field by field finds what comparing the whole texts does.
    /// What AWS or a partner owns has no account; what a customer owns without one is a mistake.
    #[test]
    fn arns_without_account() {
        for arn in [
            "arn:aws:events:us-east-1::event-source/aws.partner/example.com/1/source",
            "arn:aws:lambda:us-east-1::runtime:8eeff65f6809a3ce",
            "arn:aws:ec2:us-east-1::image/ami-1",
            "arn:aws:cloudwatch:us-east-1::insight-rule/aws/resource-tags",
            "arn:aws:ssm:us-east-1::parameter/aws/service/x",
        ] {
            assert_eq!(misfit(arn, &Budget::full()), None, "{arn}");
        }
        for arn in [
            "arn:aws:ecs:us-east-1::cluster/a",
            "arn:aws:ecr:us-east-1::repository/a",
            "arn:aws:logs:us-east-1::log-group:a",
        ] {
            assert_eq!(misfit(arn, &Budget::full()), Some(Misfit::AccountMissing), "{arn}");
        }
    }

    #[test]
    fn fields_say_what_the_whole_says() {
        let arns = [
            "arn:aws:ec2:us-east-1:111111111111:instance/*",
            "arn:aws:ec2:*:*:instance/i-1",
            "arn:aws:ec2:us-east-1::image/*",
            "arn:aws:ec2:*:image/ami-1",
            "arn:aws:ec2:*",
            "arn:aws:s3:::b",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:us-east-1:111111111111:accesspoint/a",
            "arn:aws:s3:::${aws:username}",
            "arn:*:s3:::b/${aws:username}",
            "arn:aws:iam::*:role/*",
            "arn:aws:iam::aws:policy/x",
            "arn:aws:sns:us-east-1:111111111111:",
            "arn:aws:*:*:*:*",
            "arn:aws:logs:us-east-1:111111111111:log-group:a:*",
            "arn:aws:banana:us-east-1:111111111111:x",
        ];
        let budget = Budget::full();
        for arn in arns {
            let shape = ArnShape::of(arn);
            for (text, template) in templates() {
                budget.refill();
                let whole = template.whole.overlaps(&shape.whole, &budget);
                assert_eq!(overlap(&[template], std::slice::from_ref(&shape), &budget), whole, "{arn} {text}");
            }
        }
    }
}
