//! Identity providers of a world file: of OpenID Connect, with the keys that it gives them, and of SAML.

use super::file::{WorldOidcProvider, WorldSamlProvider};
use super::hand::{Hand, Parameters, Place, Stop};
use super::make::Maker;
use crate::directory::entities::{OidcProvider, SamlProvider};
use crate::federation::KeySet;
use rolecall_policy::AccountId;
use toml::Spanned;

impl Maker<'_, '_> {
    pub(super) async fn provider(
        &self,
        it: &Spanned<WorldOidcProvider>,
        provider: &WorldOidcProvider,
    ) -> Result<(), Stop> {
        let place = self.place(it, format!("the identity provider `{}`", provider.url));
        let issuer = provider.url.strip_prefix("https://").unwrap_or_default();
        let arn = OidcProvider::arn_of(self.account, issuer);
        let named = || Parameters::of(&[("OpenIDConnectProviderArn", &arn)]);
        let find = || self.hand.snapshot().find::<OidcProvider>(self.account, issuer).cloned();
        if find().is_none() {
            let ids = provider.client_ids.iter().map(Spanned::get_ref);
            let parameters = Parameters::of(&[("Url", &provider.url)])
                .members("ClientIDList", ids)
                .members("ThumbprintList", provider.thumbprints.iter())
                .tags(provider.tags.iter());
            self.hand.iam(self.account, &place, "CreateOpenIDConnectProvider", parameters).await?;
        }
        let there = find().ok_or(Stop::Different)?;
        for id in provider.client_ids.iter().filter(|id| !there.client_ids.contains(id.get_ref())) {
            let place = self.place(id, format!("a client id of the identity provider `{}`", provider.url));
            let parameters = named().and("ClientID", Some(id.get_ref()));
            self.hand.iam(self.account, &place, "AddClientIDToOpenIDConnectProvider", parameters).await?;
        }
        let same = |one: &String, other: &String| one.eq_ignore_ascii_case(other);
        let listed = provider.thumbprints.len() == there.thumbprints.len()
            && provider.thumbprints.iter().zip(&there.thumbprints).all(|(one, other)| same(one, other));
        if !provider.thumbprints.is_empty() && !listed {
            let parameters = named().members("ThumbprintList", provider.thumbprints.iter());
            self.hand.iam(self.account, &place, "UpdateOpenIDConnectProviderThumbprint", parameters).await?;
        }
        let named = ("OpenIDConnectProviderArn", &*arn);
        self.tags(&place, "TagOpenIDConnectProvider", named, &provider.tags, &there.tags).await?;
        if let Some(document) = &provider.jwks {
            let place = self.place(document, format!("the keys of the identity provider `{}`", provider.url));
            let keys = &document.get_ref().0;
            if let Err(why) = KeySet::read(keys.as_bytes()) {
                return Err(place.refused(why.to_string()));
            }
            set_keys(self.hand, self.account, &place, issuer, Some(keys)).await?;
        }
        Ok(())
    }

    pub(super) async fn saml_provider(
        &self,
        it: &Spanned<WorldSamlProvider>,
        provider: &WorldSamlProvider,
    ) -> Result<(), Stop> {
        let name = &provider.name;
        let place = self.place(it, format!("the identity provider `{name}`"));
        let Some(document) = &provider.metadata else {
            return Err(place.refused("it needs `metadata` or `metadata_file`"));
        };
        let metadata = &document.get_ref().0;
        let find = || self.hand.snapshot().find::<SamlProvider>(self.account, name).cloned();
        if find().is_none() {
            let place = self.place(document, format!("the metadata of the identity provider `{name}`"));
            let parameters =
                Parameters::of(&[("Name", name), ("SAMLMetadataDocument", metadata)]).tags(provider.tags.iter());
            self.hand.iam(self.account, &place, "CreateSAMLProvider", parameters).await?;
        }
        let there = find().ok_or(Stop::Different)?;
        let arn = there.arn();
        if there.metadata != *metadata {
            let place = self.place(document, format!("the metadata of the identity provider `{name}`"));
            let parameters = Parameters::of(&[("SAMLProviderArn", &arn), ("SAMLMetadataDocument", metadata)]);
            self.hand.iam(self.account, &place, "UpdateSAMLProvider", parameters).await?;
        }
        self.tags(&place, "TagSAMLProvider", ("SAMLProviderArn", &arn), &provider.tags, &there.tags).await
    }
}

/// Gives a provider these keys, or none, if it has others. AWS has no operation for it.
pub(super) async fn set_keys(
    hand: &Hand<'_>,
    account: AccountId,
    place: &Place,
    issuer: &str,
    keys: Option<&str>,
) -> Result<(), Stop> {
    let snapshot = hand.snapshot();
    let there = snapshot.find::<OidcProvider>(account, issuer);
    if there.is_none_or(|there| there.keys.as_deref() == keys) {
        return Ok(());
    }
    let operation = ("iam", "PutOpenIDConnectProviderKeys");
    hand.change(account, place, operation, |snapshot, edit| match snapshot.find::<OidcProvider>(account, issuer) {
        Some(there) => edit.modify(there, |it| it.keys = keys.map(str::to_owned)).map(drop),
        None => Ok(()),
    })
    .await
}
