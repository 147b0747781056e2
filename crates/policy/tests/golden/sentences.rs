//! AWS's sentence in the forms of its services (R5.8, R5.9, R5.11, R5.12).

use rolecall_policy::explain::{ResourceText, Sentence};

use crate::story::said;

const WHOLE: Sentence = Sentence { resource: ResourceText::Plain, reason: true, policy_arn: true };

/// R5.12: some services stop after the resource, or after the action.
#[test]
fn without_reason_and_without_resource() {
    let story = "user ana asks sts:AssumeRole on arn:aws:iam::222222222222:role/Ops";
    let start = "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole";
    let resource = " on resource: arn:aws:iam::222222222222:role/Ops";
    assert_eq!(said(story, Sentence { reason: false, ..WHOLE }), format!("{start}{resource}"));
    assert_eq!(said(story, Sentence { reason: false, resource: ResourceText::Omitted, ..WHOLE }), start);
    // R5.8: a role has a trust policy, shown or not.
    assert_eq!(
        said(story, WHOLE),
        format!("{start}{resource} because no role trust policy allows the sts:AssumeRole action")
    );
}

/// R5.8: whatever is not about assuming the role is told like any resource.
#[test]
fn a_role_that_is_not_assumed_is_a_resource_like_others() {
    let story = "user ana asks iam:GetRole on arn:aws:iam::222222222222:role/Ops
identity Read of user ana
  { \"Effect\": \"Allow\", \"Action\": \"iam:*\", \"Resource\": \"*\" }
trust trust policy of role Ops
  { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\" }";
    let said = said(story, WHOLE);
    assert!(said.ends_with(" because no resource-based policy allows the iam:GetRole action"), "{said}");
}

/// R5.11: the ARN of the policy that denies, only where it is wanted, and never of a resource's or an endpoint's policy.
#[test]
fn the_arn_of_the_policy_that_denies() {
    let story = |layer: &str, principal: &str| {
        format!(
            "user ana asks sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:jobs
identity Admin of user ana
  {{ \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\" }}
{layer} = arn:aws:iam::111111111111:policy/P
  {{ \"Effect\": \"Deny\", {principal}\"Action\": \"*\", \"Resource\": \"*\" }}"
        )
    };
    let everyone = "\"Principal\": \"*\", ";
    for (layer, principal, name, shown) in [
        ("scp at r-ab12 P", "", "a service control policy", true),
        ("rcp at r-ab12 P", everyone, "a resource control policy", true),
        ("boundary P", "", "a permissions boundary", true),
        ("identity P", "", "an identity-based policy", true),
        ("endpoint P", everyone, "a VPC endpoint policy", false),
        ("resource P", everyone, "a resource-based policy", false),
    ] {
        let arn = if shown { ": arn:aws:iam::111111111111:policy/P" } else { "" };
        let story = story(layer, principal);
        let expected = format!(" with an explicit deny in {name}");
        let told = said(&story, WHOLE);
        assert!(told.ends_with(&format!("{expected}{arn}")), "{layer}: {told}");
        let told = said(&story, Sentence { policy_arn: false, ..WHOLE });
        assert!(told.ends_with(&expected), "{layer}: {told}");
    }
}

/// R5.9: each caller by its own name; R5.14: S3 quotes the resource and leaves out a missing one.
#[test]
fn callers_and_resources() {
    for (story, expected) in [
        (
            "session Dev/ana asks x:Y on arn:aws:x:::y",
            "arn:aws:sts::111111111111:assumed-role/Dev/ana is not authorized to perform: x:Y on resource: arn:aws:x:::y",
        ),
        ("role Dev asks x:Y", "arn:aws:iam::111111111111:role/Dev is not authorized to perform: x:Y on resource: *"),
        (
            "federated fay by ana asks x:Y",
            "arn:aws:sts::111111111111:federated-user/fay is not authorized to perform: x:Y on resource: *",
        ),
        ("assumed-root asks x:Y", "arn:aws:iam::111111111111:root is not authorized to perform: x:Y on resource: *"),
        (
            "user ana asks s3:ListAllMyBuckets",
            "arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:ListAllMyBuckets",
        ),
        (
            "user ana asks s3:GetObject on arn:aws:s3:::b/k",
            "arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\"",
        ),
    ] {
        assert_eq!(said(story, Sentence { reason: false, ..WHOLE }), format!("User: {expected}"), "{story}");
    }
    let provider =
        "provider accounts.google.com asks sts:AssumeRoleWithWebIdentity on arn:aws:iam::222222222222:role/R";
    assert_eq!(said(provider, WHOLE), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}
