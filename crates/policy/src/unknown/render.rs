//! What an answer depends on, as text for people.

use super::dependencies::{ConditionPart, Dependency, MayMatch, ResourcePart};
use crate::decision::Layer;
use crate::document::Effect;
use crate::explain::{escaped, statement_title};

/// The dependencies of an answer as lines of text, one each, the last one ended too:
/// `may allow: identity / ReadOnly of role Dev / statement "Own", if StringEquals aws:PrincipalTag/team is "red"`.
///
/// Control characters of policies are shown as escapes, so that they cannot act on the terminal.
#[must_use]
pub fn render_text(dependencies: &[Dependency]) -> String {
    let mut text = String::new();
    for dependency in dependencies {
        let line = match dependency {
            Dependency::Statement(statement) => may_match(statement),
            Dependency::Rule(Layer::Reserved) => "may deny:  the resource may be reserved for AWS".to_owned(),
            Dependency::Rule(Layer::Partition) => "may deny:  the resource may be in another partition".to_owned(),
            Dependency::Rule(layer) => format!("may allow: {} policies may not apply to the resource", layer.name()),
            Dependency::Owner => "unknown:   which account owns the resource".to_owned(),
        };
        text.push_str(&escaped(&line));
        text.push('\n');
    }
    text
}

fn may_match(statement: &MayMatch) -> String {
    let MayMatch { at, level, source, sid, effect, conditions, resource, .. } = statement;
    let may = match effect {
        Effect::Allow => "may allow:",
        Effect::Deny => "may deny: ",
    };
    let level = level.as_ref().map(|level| format!(" at {level}")).unwrap_or_default();
    let title = statement_title(source, sid.as_deref(), at.statement);
    let parts: Vec<String> = resource.iter().map(resource_part).chain(conditions.iter().map(condition_part)).collect();
    format!("{may} {}{level} / {title}, if {}", at.layer.name(), parts.join(" and "))
}

fn resource_part(ResourcePart { negated, patterns }: &ResourcePart) -> String {
    format!("the resource is {}", one_of(*negated, patterns))
}

fn condition_part(ConditionPart { operator, key, values }: &ConditionPart) -> String {
    format!("{operator} {key} is {}", one_of(operator.contains("Not"), values))
}

fn one_of(negated: bool, values: &[Box<str>]) -> String {
    let list = values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(" or ");
    if negated { format!("anything but {list}") } else { list }
}
