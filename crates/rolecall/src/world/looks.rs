//! What a world file says of an account's console: its color, and whether it asks before destructive actions.

use super::hand::{Hand, Place, Stop};
use crate::directory::Edit;
use crate::directory::entities::Account;
use crate::directory::snapshot::Snapshot;
use rolecall_catalog::api::uxc::shapes::ACCOUNT_COLOR;
use rolecall_policy::AccountId;

/// The colors that there are, and the word for none.
pub(super) fn colors() -> &'static [&'static str] {
    ACCOUNT_COLOR.values()
}

/// A color as the directory keeps it.
pub(super) fn stored(color: &str) -> Option<&str> {
    Some(color).filter(|color| *color != "none")
}

/// Gives the account a color.
pub(super) async fn set_color(hand: &Hand<'_>, account: AccountId, place: &Place, color: &str) -> Result<(), Stop> {
    let color = stored(color).map(str::to_owned);
    let change = |it: &mut Account| it.customizations.color.clone_from(&color);
    let plan = |snapshot: &Snapshot, edit: &mut Edit| modify(snapshot, edit, account, change);
    hand.change(account, place, ("uxc", "UpdateAccountCustomizations"), plan).await
}

/// Takes the color away, unless the account has got another one.
pub(super) async fn remove_color(hand: &Hand<'_>, account: AccountId, place: &Place, color: &str) -> Result<(), Stop> {
    let snapshot = hand.snapshot();
    let has = snapshot.account(account).and_then(|it| it.customizations.color.as_deref());
    if has.is_some() && has == stored(color) { set_color(hand, account, place, "none").await } else { Ok(()) }
}

/// Sets or clears the flag.
pub(super) async fn set_protected(
    hand: &Hand<'_>,
    account: AccountId,
    place: &Place,
    protected: bool,
) -> Result<(), Stop> {
    if hand.snapshot().account(account).is_some_and(|it| it.protected == protected) {
        return Ok(());
    }
    let plan = |snapshot: &Snapshot, edit: &mut Edit| modify(snapshot, edit, account, |it| it.protected = protected);
    hand.change(account, place, ("rolecall", "PutAccountProtection"), plan).await
}

fn modify(
    snapshot: &Snapshot,
    edit: &mut Edit,
    account: AccountId,
    change: impl FnOnce(&mut Account),
) -> Result<(), crate::api::error::ApiError> {
    match snapshot.account(account) {
        Some(there) => edit.modify(there, change).map(drop),
        None => Ok(()),
    }
}
