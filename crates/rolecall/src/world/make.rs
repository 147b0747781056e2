//! Makes what a world file names: by the operations of IAM and S3, and only where something is different.

use super::WorldAccount;
use super::file::{InlinePolicy, Lines, Tags, WorldBucket, WorldGroup, WorldPolicy, WorldRole, WorldUser};
use super::hand::{Hand, Parameters, Place, Stop};
use super::keys::{self, NewKeys};
use super::looks;
use crate::directory::entities::{Account, Bucket, Group, ManagedPolicy, PublicAccessBlock, Role, Tag, User};
use crate::domain::account::set_email;
use crate::domain::role::shown_trust;
use crate::services::iam::quotas::VERSIONS_PER_POLICY;
use http::Method;
use rolecall_policy::kind::{Resource, Trust};
use rolecall_policy::{AccountId, Policy, PolicyKind};
use std::collections::BTreeSet;
use toml::Spanned;

/// The trust policy of a role that is being made. Roles may trust each other, so all of them are there before the first one
/// trusts anybody.
const NOBODY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}"#;

/// The Region of buckets unless one is given, and the endpoint that makes buckets anywhere.
const REGION: &str = "us-east-1";

/// One account, and what is to be made in it.
pub(super) struct Maker<'w, 'n> {
    pub(super) hand: &'w Hand<'n>,
    pub(super) account: AccountId,
    pub(super) world: &'w WorldAccount,
    pub(super) lines: &'w Lines,
    /// What earlier files gave.
    pub(super) given_before: &'w BTreeSet<String>,
    pub(super) new_keys: &'w NewKeys,
}

/// What a holder of policies has now.
struct Held<'a> {
    word: &'static str,
    parameter: &'static str,
    name: &'a str,
    attached: &'a [Spanned<String>],
    inline: &'a [Spanned<InlinePolicy>],
}

impl Maker<'_, '_> {
    pub(super) fn place<T>(&self, it: &Spanned<T>, about: String) -> Place {
        Place { line: Some(self.lines.line(it)), about }
    }

    /// Policies, groups, users and identity providers, with what they have; roles that nobody can assume yet.
    pub(super) async fn principals(&self) -> Result<(), Stop> {
        self.account_itself().await?;
        for policy in &self.world.policy {
            self.policy(policy, policy.get_ref()).await?;
        }
        for group in &self.world.group {
            self.group(group, group.get_ref()).await?;
        }
        for user in &self.world.user {
            self.user(user, user.get_ref()).await?;
        }
        for group in &self.world.group {
            self.members(group.get_ref()).await?;
        }
        for role in &self.world.role {
            self.role(role, role.get_ref()).await?;
        }
        for provider in &self.world.oidc_provider {
            self.provider(provider, provider.get_ref()).await?;
        }
        for provider in &self.world.saml_provider {
            self.saml_provider(provider, provider.get_ref()).await?;
        }
        for device in &self.world.hardware_mfa_device {
            self.hardware_device(device, device.get_ref()).await?;
        }
        Ok(())
    }

    /// What names principals: trust policies, buckets with their policies. And what principals sign with.
    pub(super) async fn resources(&self) -> Result<(), Stop> {
        for role in &self.world.role {
            self.trust(role, role.get_ref()).await?;
        }
        for bucket in &self.world.bucket {
            self.bucket(bucket, bucket.get_ref()).await?;
        }
        for user in &self.world.user {
            keys::of_user(self, user, user.get_ref()).await?;
        }
        Ok(())
    }

    async fn account_itself(&self) -> Result<(), Stop> {
        let (snapshot, account) = (self.hand.snapshot(), self.account);
        let there = match snapshot.account(account) {
            Some(there) => there,
            // It is about to be made, and that is all there is to it.
            None if self.world.is_plain() => return Ok(()),
            None => return Err(Stop::Different),
        };
        if there.name != self.world.name {
            let place = Place { line: None, about: format!("the name of the account {account}") };
            let rename = |it: &mut Account| it.name.clone_from(&self.world.name);
            let plan = |snapshot: &crate::directory::Snapshot, edit: &mut crate::directory::Edit| match snapshot
                .account(account)
            {
                Some(there) => edit.modify(there, rename).map(drop),
                None => Ok(()),
            };
            self.hand.change(account, &place, ("account", "PutAccountName"), plan).await?;
        }
        if let Some(email) = &self.world.email
            && there.email.as_ref() != Some(email.get_ref())
        {
            let place = self.place(email, format!("the address of the account {account}"));
            let address = email.get_ref();
            let plan = |snapshot: &crate::directory::Snapshot, edit: &mut crate::directory::Edit| {
                set_email(snapshot, edit, account, address)
            };
            self.hand.change(account, &place, ("account", "AcceptPrimaryEmailUpdate"), plan).await?;
        }
        if let Some(alias) = &self.world.alias
            && there.alias.as_ref() != Some(alias.get_ref())
        {
            let place = self.place(alias, format!("the alias `{}`", alias.get_ref()));
            let parameters = Parameters::of(&[("AccountAlias", alias.get_ref())]);
            self.hand.iam(account, &place, "CreateAccountAlias", parameters).await?;
        }
        self.looks(there).await
    }

    /// What the console shows of the account.
    async fn looks(&self, there: &Account) -> Result<(), Stop> {
        if let Some(color) = &self.world.color {
            let place = self.place(color, format!("the color `{}`", color.get_ref()));
            if !looks::colors().contains(&color.get_ref().as_str()) {
                return Err(place.refused(format!("it must be one of {}", looks::colors().join(", "))));
            }
            if there.customizations.color.as_deref() != looks::stored(color.get_ref()) {
                looks::set_color(self.hand, self.account, &place, color.get_ref()).await?;
            }
        }
        if let Some(protected) = &self.world.protected
            && there.protected != *protected.get_ref()
        {
            let place = self.place(protected, "`protected` of the account".to_owned());
            looks::set_protected(self.hand, self.account, &place, *protected.get_ref()).await?;
        }
        Ok(())
    }

    async fn policy(&self, it: &Spanned<WorldPolicy>, policy: &WorldPolicy) -> Result<(), Stop> {
        let place = self.place(it, format!("the policy `{}`", policy.name));
        let Some(document) = &policy.policy else {
            return Err(place.refused("it needs `policy` or `policy_file`"));
        };
        let (snapshot, text) = (self.hand.snapshot(), &*document.get_ref().0);
        let of_document = self.place(document, place.about.clone());
        let Some(there) = snapshot.find::<ManagedPolicy>(self.account, &policy.name) else {
            let parameters = Parameters::of(&[("PolicyName", &policy.name), ("PolicyDocument", text)])
                .and("Path", policy.path.as_deref())
                .and("Description", policy.description.as_deref())
                .tags(policy.tags.iter());
            return self.hand.iam(self.account, &of_document, "CreatePolicy", parameters).await;
        };
        self.unchangeable(&place, "path", policy.path.as_deref(), Some(&there.path))?;
        self.unchangeable(&place, "description", policy.description.as_deref(), there.description.as_deref())?;
        let arn = there.arn();
        if there.default_document().is_none_or(|version| version.document != text) {
            if there.versions.len() >= VERSIONS_PER_POLICY
                && let Some(oldest) = there.versions.iter().find(|version| version.number != there.default_version)
            {
                let parameters = Parameters::of(&[("PolicyArn", &arn), ("VersionId", &format!("v{}", oldest.number))]);
                self.hand.iam(self.account, &place, "DeletePolicyVersion", parameters).await?;
            }
            let parameters = Parameters::of(&[("PolicyArn", &arn), ("PolicyDocument", text), ("SetAsDefault", "true")]);
            self.hand.iam(self.account, &of_document, "CreatePolicyVersion", parameters).await?;
        }
        self.tags(&place, "TagPolicy", ("PolicyArn", &arn), &policy.tags, &there.tags).await
    }

    /// AWS has no operation that changes it.
    fn unchangeable(&self, place: &Place, what: &str, wanted: Option<&str>, there: Option<&str>) -> Result<(), Stop> {
        match wanted {
            Some(wanted) if Some(wanted) != there => Err(place.refused(format!(
                "its {what} is `{}` and cannot change; write this {what}, or another name",
                there.unwrap_or_default()
            ))),
            _ => Ok(()),
        }
    }

    async fn group(&self, it: &Spanned<WorldGroup>, group: &WorldGroup) -> Result<(), Stop> {
        let place = self.place(it, format!("the group `{}`", group.name));
        let name = Parameters::of(&[("GroupName", &group.name)]);
        match self.hand.snapshot().find::<Group>(self.account, &group.name) {
            None => self.hand.iam(self.account, &place, "CreateGroup", name.and("Path", group.path.as_deref())).await?,
            Some(there) if group.path.as_ref().is_some_and(|path| *path != there.path) => {
                self.hand.iam(self.account, &place, "UpdateGroup", name.and("NewPath", group.path.as_deref())).await?;
            }
            Some(_) => {}
        }
        let snapshot = self.hand.snapshot();
        let there = snapshot.find::<Group>(self.account, &group.name).ok_or(Stop::Different)?;
        let (attached, inline) = (&group.attached, &group.inline_policy);
        let held = Held { word: "Group", parameter: "GroupName", name: &group.name, attached, inline };
        self.held(&held, &there.attached, |name| there.inline.get(name)).await
    }

    async fn members(&self, group: &WorldGroup) -> Result<(), Stop> {
        for member in &group.members {
            let snapshot = self.hand.snapshot();
            let id = snapshot.find::<Group>(self.account, &group.name).map(|group| &group.id);
            let user = snapshot.find::<User>(self.account, member.get_ref());
            if user.is_some_and(|user| id.is_some_and(|id| user.groups.contains(id))) {
                continue;
            }
            let place = self.place(member, format!("the member `{}` of the group `{}`", member.get_ref(), group.name));
            let parameters = Parameters::of(&[("GroupName", &group.name), ("UserName", member.get_ref())]);
            self.hand.iam(self.account, &place, "AddUserToGroup", parameters).await?;
        }
        Ok(())
    }

    async fn user(&self, it: &Spanned<WorldUser>, user: &WorldUser) -> Result<(), Stop> {
        let place = self.place(it, format!("the user `{}`", user.name));
        let name = || Parameters::of(&[("UserName", &user.name)]);
        if self.hand.snapshot().find::<User>(self.account, &user.name).is_none() {
            let parameters =
                name().and("Path", user.path.as_deref()).and("PermissionsBoundary", user.boundary.as_deref());
            self.hand.iam(self.account, &place, "CreateUser", parameters.tags(user.tags.iter())).await?;
        }
        let snapshot = self.hand.snapshot();
        let there = snapshot.find::<User>(self.account, &user.name).ok_or(Stop::Different)?;
        if user.path.as_ref().is_some_and(|path| *path != there.path) {
            self.hand.iam(self.account, &place, "UpdateUser", name().and("NewPath", user.path.as_deref())).await?;
        }
        if user.boundary.is_some() && user.boundary != there.boundary {
            let parameters = name().and("PermissionsBoundary", user.boundary.as_deref());
            self.hand.iam(self.account, &place, "PutUserPermissionsBoundary", parameters).await?;
        }
        self.tags(&place, "TagUser", ("UserName", &user.name), &user.tags, &there.tags).await?;
        let (attached, inline) = (&user.attached, &user.inline_policy);
        let held = Held { word: "User", parameter: "UserName", name: &user.name, attached, inline };
        self.held(&held, &there.attached, |name| there.inline.get(name)).await
    }

    async fn role(&self, it: &Spanned<WorldRole>, role: &WorldRole) -> Result<(), Stop> {
        let place = self.place(it, format!("the role `{}`", role.name));
        let name = || Parameters::of(&[("RoleName", &role.name)]);
        let duration = role.max_session_duration.map(|seconds| seconds.to_string());
        if self.hand.snapshot().find::<Role>(self.account, &role.name).is_none() {
            let parameters = name()
                .and("AssumeRolePolicyDocument", Some(NOBODY))
                .and("Path", role.path.as_deref())
                .and("Description", role.description.as_deref())
                .and("MaxSessionDuration", duration.as_deref())
                .and("PermissionsBoundary", role.boundary.as_deref());
            self.hand.iam(self.account, &place, "CreateRole", parameters.tags(role.tags.iter())).await?;
        }
        let snapshot = self.hand.snapshot();
        let there = snapshot.find::<Role>(self.account, &role.name).ok_or(Stop::Different)?;
        self.unchangeable(&place, "path", role.path.as_deref(), Some(&there.path))?;
        let described = role.description.is_none() || role.description == there.description;
        if !described || role.max_session_duration.is_some_and(|seconds| seconds != there.max_session_duration) {
            let (description, seconds) =
                (role.description.as_ref().or(there.description.as_ref()), there.max_session_duration);
            let parameters = name()
                .and("Description", description.map(String::as_str))
                .and("MaxSessionDuration", Some(&duration.unwrap_or_else(|| seconds.to_string())));
            self.hand.iam(self.account, &place, "UpdateRole", parameters).await?;
        }
        if role.boundary.is_some() && role.boundary != there.boundary {
            let parameters = name().and("PermissionsBoundary", role.boundary.as_deref());
            self.hand.iam(self.account, &place, "PutRolePermissionsBoundary", parameters).await?;
        }
        self.tags(&place, "TagRole", ("RoleName", &role.name), &role.tags, &there.tags).await?;
        let (attached, inline) = (&role.attached, &role.inline_policy);
        let held = Held { word: "Role", parameter: "RoleName", name: &role.name, attached, inline };
        self.held(&held, &there.attached, |name| there.inline.get(name)).await
    }

    async fn trust(&self, it: &Spanned<WorldRole>, role: &WorldRole) -> Result<(), Stop> {
        let about = format!("the trust policy of the role `{}`", role.name);
        let Some(document) = &role.trust_policy else {
            return Err(self.place(it, about).refused("it needs `trust_policy` or `trust_policy_file`"));
        };
        let (snapshot, text) = (self.hand.snapshot(), &*document.get_ref().0);
        let there = snapshot.find::<Role>(self.account, &role.name).ok_or(Stop::Different)?;
        if same::<Trust>(&shown_trust(&there.trust_policy, &snapshot), text) {
            return Ok(());
        }
        let parameters = Parameters::of(&[("RoleName", &role.name), ("PolicyDocument", text)]);
        self.hand.iam(self.account, &self.place(document, about), "UpdateAssumeRolePolicy", parameters).await
    }

    pub(super) async fn tags(
        &self,
        place: &Place,
        operation: &str,
        entity: (&str, &str),
        wanted: &Tags,
        there: &[Tag],
    ) -> Result<(), Stop> {
        let has = |key: &String, value: &String| there.iter().any(|tag| tag.key == *key && tag.value == *value);
        let mut missing = wanted.iter().filter(|(key, value)| !has(key, value)).peekable();
        if missing.peek().is_none() {
            return Ok(());
        }
        self.hand.iam(self.account, place, operation, Parameters::of(&[entity]).tags(missing)).await
    }

    /// Attached and inline policies.
    async fn held<'s>(
        &self,
        held: &Held<'_>,
        attached: &[String],
        inline: impl Fn(&str) -> Option<&'s String>,
    ) -> Result<(), Stop> {
        let Held { word, parameter, name, .. } = *held;
        for arn in held.attached.iter().filter(|arn| !attached.contains(arn.get_ref())) {
            let place = self.place(arn, format!("a policy of the {} `{name}`", word.to_lowercase()));
            let parameters = Parameters::of(&[(parameter, name), ("PolicyArn", arn.get_ref())]);
            self.hand.iam(self.account, &place, &format!("Attach{word}Policy"), parameters).await?;
        }
        for it in held.inline {
            let policy = it.get_ref();
            let about = format!("the inline policy `{}` of the {} `{name}`", policy.name, word.to_lowercase());
            let Some(document) = &policy.policy else {
                return Err(self.place(it, about).refused("it needs `policy` or `policy_file`"));
            };
            let text = &document.get_ref().0;
            if inline(&policy.name) == Some(text) {
                continue;
            }
            let parameters =
                Parameters::of(&[(parameter, name), ("PolicyName", &policy.name), ("PolicyDocument", text)]);
            let place = self.place(document, about);
            self.hand.iam(self.account, &place, &format!("Put{word}Policy"), parameters).await?;
        }
        Ok(())
    }

    async fn bucket(&self, it: &Spanned<WorldBucket>, bucket: &WorldBucket) -> Result<(), Stop> {
        let place = self.place(it, format!("the bucket `{}`", bucket.name));
        let own = |there: &Bucket| there.account == self.account;
        if !self.hand.snapshot().bucket(&bucket.name).is_some_and(|there| own(there)) {
            let location = bucket.region.as_deref().filter(|region| *region != REGION);
            let body = location.map(|region| {
                format!("<CreateBucketConfiguration><LocationConstraint>{}</LocationConstraint></CreateBucketConfiguration>",
                        quick_xml::escape::escape(region))
            });
            let target = format!("/{}", bucket.name);
            self.hand.s3(self.account, &place, REGION, (Method::PUT, &target), body.unwrap_or_default()).await?;
        }
        let snapshot = self.hand.snapshot();
        let there = snapshot.bucket(&bucket.name).ok_or(Stop::Different)?;
        self.unchangeable(&place, "Region", bucket.region.as_deref(), Some(&there.region))?;
        if let Some(wanted) = bucket.public_access_block {
            let wanted = PublicAccessBlock {
                block_public_acls: wanted.block_public_acls,
                ignore_public_acls: wanted.ignore_public_acls,
                block_public_policy: wanted.block_public_policy,
                restrict_public_buckets: wanted.restrict_public_buckets,
            };
            block_public_access(self.hand, self.account, &place, there, wanted).await?;
        }
        let Some(document) = &bucket.policy else { return Ok(()) };
        let text = &document.get_ref().0;
        let shown = there
            .policy
            .as_deref()
            .and_then(|stored| Some(Policy::<Resource>::parse(stored).ok()?.render(|id| snapshot.arn_of_id(id))));
        if shown.is_some_and(|shown| same::<Resource>(&shown, text)) {
            return Ok(());
        }
        let place = self.place(document, format!("the policy of the bucket `{}`", bucket.name));
        let target = format!("/{}?policy", bucket.name);
        self.hand.s3(self.account, &place, &there.region, (Method::PUT, &target), text.clone()).await
    }
}

/// Whether a policy is shown as it is in the file: as a text, or as JSON, because principals are written anew (R1.18).
fn same<K: PolicyKind>(shown: &str, wanted: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    let wanted_shown =
        || Policy::<K>::parse(wanted).map_or_else(|_| wanted.to_owned(), |policy| policy.render(|_| None));
    shown == wanted || json(shown).is_some_and(|shown| Some(shown) == json(&wanted_shown()))
}

/// Sets Block Public Access of a bucket, if it is different.
pub(super) async fn block_public_access(
    hand: &Hand<'_>,
    account: AccountId,
    place: &Place,
    bucket: &Bucket,
    wanted: PublicAccessBlock,
) -> Result<(), Stop> {
    if bucket.public_access_block == wanted {
        return Ok(());
    }
    let PublicAccessBlock { block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets } =
        wanted;
    let body = format!(
        "<PublicAccessBlockConfiguration><BlockPublicAcls>{block_public_acls}</BlockPublicAcls>\
         <IgnorePublicAcls>{ignore_public_acls}</IgnorePublicAcls>\
         <BlockPublicPolicy>{block_public_policy}</BlockPublicPolicy>\
         <RestrictPublicBuckets>{restrict_public_buckets}</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
    );
    let target = format!("/{}?publicAccessBlock", bucket.name);
    hand.s3(account, place, &bucket.region, (Method::PUT, &target), body).await
}
