//! A JSON 1.1 service that is nothing but this folder: what it takes to add a service is a descriptor, and its place in
//! the list that the gateway is given. Shapes are borrowed from Organizations.

use crate::kit::story::Table;
use rolecall::api::error::ApiError;
use rolecall::directory::entities::Account;
use rolecall::node::Node;
use rolecall::services::operation::{Effect, EventClass, OperationFacts};
use rolecall::services::service::{DenialStyle, Protocol, RegionRule};
use rolecall::services::{
    Authorized, CallContext, Operation, RequiredPermission, Requires, Service, Services, iam, s3, sts,
};
use rolecall_catalog::api::organizations::{
    self as shapes, DescribeAccountInput, DescribeAccountOutput, TagResourceInput,
};
use rolecall_catalog::operation::NoOutput;

static SERVICE: Service = Service {
    name: "toy",
    region: RegionRule::Regional,
    protocol: Protocol::Json {
        version: "1.1",
        target_prefix: "Toy_20260101",
        operations: &[&DescribeAccount, &TagResource],
        declines: |_| None,
    },
    denials: DenialStyle::PLAIN,
    requests_per_second: Some(8),
};

/// The program's services, and this one.
const SERVICES: Services = Services(&[&sts::SERVICE, &iam::SERVICE, &s3::SERVICE, &SERVICE]);

/// Reads: an account by its id.
struct DescribeAccount;

impl Operation for DescribeAccount {
    type Input = DescribeAccountInput;
    type Output = DescribeAccountOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        OperationFacts { service: "toy", name: "DescribeAccount", effect: Effect::Reads, class: EventClass::Management }
    }

    fn requires(&self, input: &Self::Input, _: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(RequiredPermission::on("toy:DescribeAccount", format!("arn:aws:toy:::account/{}", input.account_id)).into())
    }

    async fn handle(request: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        let id = &request.input().account_id;
        let found = id.parse().ok().and_then(|id| request.snapshot().account(id));
        let found = found.ok_or_else(|| ApiError::new("AccountNotFoundException", 400, "No such account."))?;
        let shown =
            shapes::Account { id: Some(id.clone()), name: Some(found.name.clone()), ..shapes::Account::default() };
        Ok(DescribeAccountOutput { account: Some(shown) })
    }
}

/// Changes: the name of the account that calls becomes the value of a tag.
struct TagResource;

impl Operation for TagResource {
    type Input = TagResourceInput;
    type Output = NoOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        OperationFacts { service: "toy", name: "TagResource", effect: Effect::Changes, class: EventClass::Management }
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        let account = call.caller.account()?;
        let tags = input.tags.iter().map(|tag| (&*tag.key, &*tag.value));
        Ok(RequiredPermission::on("toy:TagResource", format!("arn:aws:toy:::account/{account}"))
            .request_tags(tags)
            .into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let id = request.caller().account()?;
        request
            .change(node, |call, (), edit| {
                let before = call.snapshot.account(id).unwrap();
                let name = request.input().tags.first().map(|tag| tag.value.clone()).unwrap_or_default();
                edit.update(before, &Account { name, ..before.entity().clone() })
            })
            .await?;
        Ok(NoOutput)
    }
}

/// R5.4, R3.6: a JSON service reads, checks, decides, changes, answers and records as the others do.
#[tokio::test]
async fn a_service_is_a_folder_and_a_line() {
    Table::read(include_str!("stories.txt")).tell_with(SERVICES).await;
}
