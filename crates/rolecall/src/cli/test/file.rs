//! A whole file with access tests, understood: every name in it is known, every policy can be read.

use super::cases::Test;
use super::listed::Unlisted;
use super::members::{Faults, Members};
use super::organization::Organization;
use super::policies::NamedPolicies;
use super::principals::Callers;
use super::resources::Resources;
use super::source::Source;
use super::tree::Node;

/// What a file says.
#[derive(Debug)]
pub(super) struct AccessFile<'n> {
    pub(super) unlisted: Unlisted<'n>,
    pub(super) policies: NamedPolicies<'n>,
    pub(super) callers: Callers<'n>,
    pub(super) organization: Organization<'n>,
    pub(super) resources: Resources<'n>,
    pub(super) tests: Vec<Test<'n>>,
}

impl<'n> AccessFile<'n> {
    /// Understands a file; what is wrong with it is noted.
    pub(super) fn read(source: &'n Source, root: &'n Node<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of("the file".to_owned(), root.start, root, faults)?;
        let unlisted = Unlisted(members.texts("unlisted", faults).unwrap_or_default());
        let mut policies = NamedPolicies::read(members.named("policies", faults), source, faults);
        let callers = Callers::read(members.named("principals", faults), &mut policies, &unlisted, faults);
        let organization = match members.take("organization") {
            Some(node) => Organization::read(node, &mut policies, faults),
            None => Organization::default(),
        };
        let resources = Resources::read(members.named("resources", faults), &mut policies, &unlisted, faults);
        let tests = members.take("test");
        members.finish(faults);
        let mut file = Self { unlisted, policies, callers, organization, resources, tests: Vec::new() };
        match tests {
            Some(node) => file.tests = Test::read_all(node, &mut file, faults),
            None => faults.add(0, "the file has no [[test]]"),
        }
        if tests.is_some() && file.tests.is_empty() && faults.0.is_empty() {
            faults.add(0, "the file has no [[test]]");
        }
        Some(file)
    }
}
