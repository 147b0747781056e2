//! `tables/stories`: calls of the services, and what they answer.

use crate::kit::services::SERVICES;
use crate::kit::story::Table;
use std::collections::BTreeSet;

const IAM: &str = include_str!("../tables/stories/iam.txt");
const STS: &str = include_str!("../tables/stories/sts.txt");
const SESSIONS: &str = include_str!("../tables/stories/sessions.txt");
const S3: &str = include_str!("../tables/stories/s3.txt");

/// IAM: codes, statuses and messages of R4, section 4.4, and the members of answers.
#[tokio::test]
async fn the_stories_of_iam_hold() {
    Table::read(IAM).tell().await;
}

/// What the operations of STS take and answer, and who may assume which role (R3.1–R3.24; R2.25–R2.27; T98–T109, T118,
/// T119).
#[tokio::test]
async fn the_stories_of_sts_hold() {
    Table::read(STS).tell().await;
}

/// What sessions may do, for how long, and what ends them (R3.40–R3.61; T20–T60, T66–T68; R5.3).
#[tokio::test]
async fn the_stories_of_sessions_hold() {
    Table::read(SESSIONS).tell().await;
}

/// S3: what is refused though policies allow it.
#[tokio::test]
async fn the_stories_of_s3_hold() {
    Table::read(S3).tell().await;
}

/// The tables of stories.
pub(crate) fn tables() -> [Table; 4] {
    [IAM, STS, SESSIONS, S3].map(Table::read)
}

/// Every operation of IAM and STS that is served works at least once in a story, but for the one whose input no operation
/// makes.
#[test]
fn every_operation_is_in_a_story() {
    let tables = tables();
    let steps = tables.iter().flat_map(Table::steps).filter(|step| step.works());
    let works: BTreeSet<(&str, &str)> = steps.filter_map(|step| step.call.operation()).collect();
    for service in SERVICES.iter().filter(|service| service.name != "s3") {
        let is_missing = |name: &&str| !works.contains(&(service.name, *name)) && *name != "DecodeAuthorizationMessage";
        let missing: Vec<_> = service.served().filter(is_missing).collect();
        assert!(missing.is_empty(), "in no story: {missing:?}");
    }
}
