//! `tables/stories`: calls of the services, and what they answer.

use crate::kit::errors::{is_declared, undeclared};
use crate::kit::services::SERVICES;
use crate::kit::story::Table;
use std::collections::BTreeSet;

const IAM: &str = include_str!("../tables/stories/iam.txt");
const CREDENTIALS: &str = include_str!("../tables/stories/credentials.txt");
const STS: &str = include_str!("../tables/stories/sts.txt");
const WEB_IDENTITY: &str = include_str!("../tables/stories/web-identity.txt");
const EVENTS: &str = include_str!("../tables/stories/events.txt");
const SESSIONS: &str = include_str!("../tables/stories/sessions.txt");
const SAML: &str = include_str!("../tables/stories/saml.txt");
const DELEGATION: &str = include_str!("../tables/stories/delegation.txt");
const JSON: &str = include_str!("../tables/stories/json.txt");
const S3: &str = include_str!("../tables/stories/s3.txt");
const ORGANIZATIONS: &str = include_str!("../tables/stories/organizations.txt");
const ORGANIZATION_POLICIES: &str = include_str!("../tables/stories/organization-policies.txt");
const UXC: &str = include_str!("../tables/stories/uxc.txt");
const CLOUDTRAIL: &str = include_str!("../tables/stories/cloudtrail.txt");

/// IAM: codes, statuses and messages of R4, section 4.4, and the members of answers.
#[tokio::test]
async fn the_stories_of_iam_hold() {
    Table::read(IAM).tell().await;
}

/// IAM: credentials other than access keys and passwords.
#[tokio::test]
async fn the_stories_of_credentials_hold() {
    Table::read(CREDENTIALS).tell().await;
}

/// What the operations of STS take and answer, and who may assume which role (R3, sections 3.1 to 3.3; R2.25–R2.27; T98–T109, T118,
/// T119).
#[tokio::test]
async fn the_stories_of_sts_hold() {
    Table::read(STS).tell().await;
}

/// What tokens of identity providers are taken, and which role their holders get (R3, section 3.5).
#[tokio::test]
async fn the_stories_of_web_identity_hold() {
    Table::read(WEB_IDENTITY).tell().await;
}

/// What sessions may do, for how long, and what ends them (R3, section 3.7; R3.58–R3.61; T20–T60, T66–T68; R5.3).
#[tokio::test]
async fn the_stories_of_sessions_hold() {
    Table::read(SESSIONS).tell().await;
}

/// Who is let in with a SAML document, and who is not.
#[tokio::test]
async fn the_stories_of_saml_hold() {
    Table::read(SAML).tell().await;
}

/// User Experience Customization: settings of an account's console.
#[tokio::test]
async fn the_stories_of_uxc_hold() {
    Table::read(UXC).tell().await;
}

/// CloudTrail: trails and their settings, look-ups and public keys.
#[tokio::test]
async fn the_stories_of_cloudtrail_hold() {
    Table::read(CLOUDTRAIL).tell().await;
}

/// What CloudTrail tells of requests, and to whom (R8, sections 8.1 to 8.4).
#[tokio::test]
async fn the_stories_of_events_hold() {
    Table::read(EVENTS).tell().await;
}

/// Who may ask for access, claim, accept and send it, and what the provider gets (R3.54, R3.55, R4.66).
#[tokio::test]
async fn the_stories_of_delegation_hold() {
    Table::read(DELEGATION).tell().await;
}

/// S3: what is refused though policies allow it.
#[tokio::test]
async fn the_stories_of_s3_hold() {
    Table::read(S3).tell().await;
}

/// Organizations: who may call what, what changes, and what is refused (R7, sections 7.1 and 7.7).
#[tokio::test]
async fn the_stories_of_organizations_hold() {
    Table::read(ORGANIZATIONS).tell().await;
}

/// Policies of organizations, and what an organization delegates (R7.9–R7.11, R7.14, R7.16, R7.20, R7.22–R7.25).
#[tokio::test]
async fn the_stories_of_organization_policies_hold() {
    Table::read(ORGANIZATION_POLICIES).tell().await;
}

/// JSON calls (R5.4).
#[tokio::test]
async fn the_stories_of_json_hold() {
    Table::read(JSON).tell().await;
}

/// The tables of stories.
pub(crate) fn tables() -> [Table; 13] {
    [
        IAM,
        CREDENTIALS,
        STS,
        WEB_IDENTITY,
        SESSIONS,
        SAML,
        DELEGATION,
        JSON,
        S3,
        ORGANIZATIONS,
        ORGANIZATION_POLICIES,
        CLOUDTRAIL,
        UXC,
    ]
    .map(Table::read)
}

/// Operations that cannot work here: nothing makes their input, and there is no other partition.
pub(crate) const NEVER_WORK: [(&str, &str); 7] = [
    ("AcquireRole", "AWS publishes no role template, so there is none here"),
    ("CreateGovCloudAccount", "there is no other partition here"),
    ("DecodeAuthorizationMessage", "no service here encodes its denials"),
    ("GetInsightSelectors", "no trail has Insights"),
    ("GetMFADevice", "it knows security keys alone, which the console registers"),
    ("GetRoleTemplateVersion", "AWS publishes no role template, so there is none here"),
    ("PutAccountProperties", "AWS publishes no account property, and none of the features that they set is here"),
];

/// Every operation of IAM, STS, Organizations and CloudTrail that is served works at least once in a story, but for those that cannot
/// work here.
#[test]
fn every_operation_is_in_a_story() {
    let tables = tables();
    let steps = tables.iter().flat_map(Table::steps).filter(|step| step.works());
    let works: BTreeSet<(&str, &str)> = steps.filter_map(|step| step.call.operation()).collect();
    for service in SERVICES.iter().filter(|service| service.name != "s3") {
        let is_missing =
            |name: &&str| !works.contains(&(service.name, *name)) && NEVER_WORK.iter().all(|(never, _)| never != name);
        let missing: Vec<_> = service.served().filter(is_missing).collect();
        assert!(missing.is_empty(), "in no story: {missing:?}");
    }
}

/// Each error that is allowed though no model declares it is seen in a story, and is not declared by now.
#[test]
fn no_undeclared_error_is_stale() {
    let tables = tables();
    let steps: Vec<_> = tables.iter().flat_map(Table::steps).collect();
    for (operation, code) in undeclared() {
        let of = |name: &str| operation == "*" || operation == name;
        let told = |told: &str| told.split(' ').nth(1) == Some(code);
        let seen = steps.iter().filter(|step| step.told.as_deref().is_some_and(told));
        let seen = seen.filter_map(|step| step.call.operation()).any(|(_, name)| of(name));
        assert!(seen, "no story sees {code} of {operation}");
        let mut operations = SERVICES.iter().flat_map(|service| &service.operations).filter(|it| of(it.name));
        assert!(operations.any(|it| !is_declared(it, code)), "{operation} declares {code}");
    }
}
