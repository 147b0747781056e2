//! `SimulatePrincipalPolicy` and `SimulateCustomPolicy` (R4.54–R4.56), in pages.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::Authorized;
use crate::services::iam::call::{IamCall, Permissions};
use crate::services::iam::pages::List;
use crate::services::iam::simulation::{Question, Simulation, Source};
use crate::services::iam::{AsyncIam, AsyncIamOperation};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::ApiOperation;

/// Statements and missing keys after which a page ends: some megabytes of answer (R4.4 lets a page have fewer items
/// than `MaxItems`).
const MENTIONS_OF_A_PAGE: usize = 10_000;

macro_rules! question {
    ($input:ident, $policies:expr) => {
        Question {
            policies: $policies,
            boundaries: $input.permissions_boundary_policy_input_list.as_deref().unwrap_or_default(),
            actions: &$input.action_names,
            resources: $input.resource_arns.as_deref().unwrap_or_default(),
            resource_policy: $input.resource_policy.as_deref(),
            resource_owner: $input.resource_owner.as_deref(),
            caller_arn: $input.caller_arn.as_deref(),
            context: $input.context_entries.as_deref().unwrap_or_default(),
            handling: $input.resource_handling_option.as_deref(),
        }
    };
}

/// A simulation may take long, so it lets others in between.
macro_rules! simulation {
    ($operation:ident, |$input:ident, $call:ident| $requires:expr, $simulation:expr) => {
        impl AsyncIamOperation for api::$operation {
            fn requires($input: &Self::Input, $call: &IamCall<'_>) -> Permissions {
                let _ = $input;
                Ok(vec![$requires])
            }

            async fn handle(request: Authorized<AsyncIam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
                let ($input, $call) = (request.input(), &IamCall::admit(Self::NAME, &request.context(node))?);
                let simulation = $simulation;
                // A marker counts for this very question.
                let asked = format!("{:?}", Self::Input { marker: None, max_items: None, ..$input.clone() });
                page(&simulation, &$call.list(&[&asked], $input.marker.as_deref(), $input.max_items)).await
            }
        }
    };
}

simulation!(SimulatePrincipalPolicy, |input, call| Source::permission(call, &input.policy_source_arn)?, {
    let source = Source::find(call.snapshot, call.account, &input.policy_source_arn)?;
    let excluded = input.policy_exclusion_list.as_deref().unwrap_or_default();
    let question = question!(input, input.policy_input_list.as_deref().unwrap_or_default());
    Simulation::of_source(question, excluded, &source, call.snapshot, call.account)?
});

simulation!(SimulateCustomPolicy, |input, call| call.on_account(), {
    let organization = input.ordered_organization_policy_input_list.as_deref().unwrap_or_default();
    let question = question!(input, &input.policy_input_list);
    Simulation::of_given(question, organization, call.snapshot, call.account)?
});

/// Only what is on the page is decided. Of very many statements fewer results make a page.
async fn page(simulation: &Simulation<'_>, list: &List<'_>) -> Result<api::SimulatePolicyOutput, ApiError> {
    let count = simulation.len();
    let numbers = list.numbers(count)?;
    let (mut next, mut results, mut told) = (numbers.start, Vec::new(), 0);
    for number in numbers {
        let Some(result) = simulation.result(number).await else { break };
        told += mentions(&result);
        results.push(result);
        next = number + 1;
        if told >= MENTIONS_OF_A_PAGE {
            break;
        }
    }
    let page = list.ending(results, next, count);
    let is_truncated = page.is_truncated();
    Ok(api::SimulatePolicyOutput { evaluation_results: Some(page.items), is_truncated, marker: page.marker })
}

/// How many statements and keys the result mentions.
fn mentions(result: &api::EvaluationResult) -> usize {
    let specific = result.resource_specific_results.iter().flatten();
    let specific = specific
        .map(|it| it.matched_statements.iter().flatten().count() + it.missing_context_values.iter().flatten().count());
    let own =
        result.matched_statements.iter().flatten().count() + result.missing_context_values.iter().flatten().count();
    own + specific.sum::<usize>()
}
