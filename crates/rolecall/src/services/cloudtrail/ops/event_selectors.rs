//! `PutEventSelectors`, `GetEventSelectors`.

use crate::directory::entities::Selectors;
use crate::services::cloudtrail::periods;
use crate::services::cloudtrail::prelude::*;

impl CloudTrailOperation for api::PutEventSelectors {
    const NEEDS_END: bool = true;

    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.trail_name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let trail = call.find_to_change(&input.trail_name)?;
        let given = match (&input.event_selectors, &input.advanced_event_selectors) {
            (Some(given), None) => Selectors::Basic(selectors::basic::read(given)?),
            (None, Some(given)) => Selectors::Advanced(selectors::advanced::read(given)?),
            _ => {
                let message = "Specify either EventSelectors or AdvancedEventSelectors.";
                return Err(errors::bad_selectors(message));
            }
        };
        let (event_selectors, advanced_event_selectors) = selectors::shown(Some(&given));
        // One kind takes the place of the other.
        let mut after = Trail { selectors: Some(given), ..trail.entity().clone() };
        periods::change(&mut after, trail, call)?;
        edit.update(trail, &after)?;
        let trail_arn = Some(trail.arn());
        Ok(api::PutEventSelectorsOutput { trail_arn, event_selectors, advanced_event_selectors })
    }
}

impl CloudTrailOperation for api::GetEventSelectors {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.trail_name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let trail = call.find(&input.trail_name)?;
        let (event_selectors, advanced_event_selectors) = selectors::shown(trail.selectors.as_ref());
        let trail_arn = Some(trail.arn());
        Ok(api::GetEventSelectorsOutput { trail_arn, event_selectors, advanced_event_selectors })
    }
}
