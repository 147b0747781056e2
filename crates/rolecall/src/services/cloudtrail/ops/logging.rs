//! `StartLogging`, `StopLogging`.

use crate::directory::entities::Attempts;
use crate::services::cloudtrail::prelude::*;
use std::collections::BTreeMap;

/// It notes where in the trail's records logging begins, which it reads from the disk.
impl Operation for api::StartLogging {
    type Input = api::StartLoggingInput;
    type Output = api::StartLoggingOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>()
    }

    fn requires(&self, input: &Self::Input, context: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(CloudTrailCall::new("StartLogging", context)?.on_trail(&input.name).into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let events = node.events.clone();
        let end = tokio::task::spawn_blocking(move || events.end()).await.map_err(ApiError::internal)?;
        let end = end.map_err(ApiError::internal)?.to_string();
        let input = request.input();
        request
            .change(node, |context, (), edit| {
                let call = CloudTrailCall::new("StartLogging", context)?;
                let trail = call.find_to_change(&input.name)?;
                if trail.is_logging() {
                    return Ok(());
                }
                let now = call.now();
                // Events have whole seconds.
                let from = jiff::Timestamp::from_second(now.as_second()).map_err(ApiError::internal)?;
                match call.snapshot.find::<TrailDelivery>(trail.account, &trail.place) {
                    // What is left of the period before is delivered first.
                    Some(_) if !trail.periods.is_empty() => {}
                    Some(delivery) => drop(edit.modify(delivery, |it| it.position = Some(end.clone()))?),
                    None => edit.create(&TrailDelivery {
                        account: trail.account,
                        place: trail.place.clone(),
                        trail_created: trail.created,
                        position: Some(end.clone()),
                        logs: Attempts::default(),
                        digests: Attempts::default(),
                        chains: BTreeMap::new(),
                    })?,
                }
                edit.modify(trail, |trail| {
                    trail.periods.push(Period { from, until: None });
                    trail.started = Some(now);
                })?;
                Ok(())
            })
            .await?;
        Ok(api::StartLoggingOutput::default())
    }
}

impl CloudTrailOperation for api::StopLogging {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let trail = call.find_to_change(&input.name)?;
        if trail.is_logging() {
            let now = call.now();
            edit.modify(trail, |trail| {
                trail.stopped = Some(now);
                if let Some(last) = trail.periods.last_mut() {
                    last.until = Some(now);
                }
            })?;
        }
        Ok(api::StopLoggingOutput::default())
    }
}
