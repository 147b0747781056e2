//! Confusions about resources.

use super::{Hint, Told, listed, values};
use crate::arn::Arn;
use crate::explain::Comparison;

pub(super) const HINTS: &[Hint] =
    &[without_resource, objects_of_bucket, bucket_of_object, lacks_path, values::variable, values::case, values::blank];

/// An operation without resource is covered by `*` alone (R1.30, T134).
fn without_resource(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    (told.request.resource == "*" && !part.negated)
        .then(|| format!("{} has no resource of its own: only \"*\" matches it", told.request.action))
}

/// `b/*` is what is in the bucket, not the bucket (T136).
fn objects_of_bucket(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let bucket = told.request.resource;
    if !is_s3(bucket) || bucket.contains('/') || part.negated {
        return None;
    }
    let inside = |value: &str| value.strip_prefix(bucket).is_some_and(|rest| rest.starts_with('/'));
    let value = listed(part, inside)?;
    Some(format!("\"{value}\" matches the objects in the bucket; {} applies to the bucket itself", told.request.action))
}

/// `b` is the bucket, not what is in it.
fn bucket_of_object(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let (bucket, _) = told.request.resource.split_once('/').filter(|(bucket, _)| is_s3(bucket))?;
    let bucket = listed(part, |value| value == bucket).filter(|_| !part.negated)?;
    Some(format!("\"{bucket}\" is the bucket itself; its objects are \"{bucket}/*\""))
}

fn is_s3(resource: &str) -> bool {
    Arn::parse(resource).is_some_and(|arn| arn.service == "s3")
}

/// The ARN of a user, role or policy holds its path.
fn lacks_path(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let value = listed(part, |value| differs_in_path(value, told.request.resource)).filter(|_| !part.negated)?;
    Some(format!("\"{value}\" has a different path, and the path is part of the ARN"))
}

/// Two ARNs of IAM with the same kind, name and account, and different paths.
pub(super) fn differs_in_path(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (Arn::parse(one), Arn::parse(other)) else { return false };
    let ends = |arn: &Arn<'_>| {
        let (kind, rest) = arn.resource.split_once('/')?;
        Some((kind.to_owned(), rest.rsplit('/').next()?.to_owned()))
    };
    one.service == "iam"
        && other.service == "iam"
        && one.account == other.account
        && one.resource != other.resource
        && ends(&one).is_some_and(|ends_of_one| Some(ends_of_one) == ends(&other))
}
