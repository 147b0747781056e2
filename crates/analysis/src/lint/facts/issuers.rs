//! What tokens of identity providers say, and which of their claims tell one customer of a provider from another.
//!
//! Sources: *IAM User Guide*, "Available keys for AWS OIDC federation" and "Identity-provider controls for shared OIDC
//! providers", STS's page of the service authorization reference (the catalog has it), and each provider's own page about
//! federation with AWS.

use super::limits::demands;
use rolecall_catalog::authorization;
use rolecall_policy::document::{ConditionElement, OperatorCore};

/// Claims that STS reads of the tokens of every OIDC provider. Of others it reads those that the catalog names only.
const STANDARD_CLAIMS: [&str; 6] = ["amr", "aud", "azp", "email", "oaud", "sub"];

/// Who can have a token of which a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lint) enum Reach {
    /// Some customers of the provider: those that are named.
    Named,
    /// Whoever calls a branch, a workflow or an environment of his own by this name.
    SameName,
    /// Whoever has an account at the provider.
    Anybody,
}

/// What a value of a claim must be to name somebody.
#[derive(Debug, Clone, Copy)]
enum Value {
    /// The whole value is fixed: an id, or a name that nobody else can have.
    Whole,
    /// `owner/name…`, in which the owner is fixed.
    OwnerAndSlash,
    /// It begins with one of these, then comes a fixed name, then the character.
    Subject(&'static [(&'static str, char)]),
    /// Not only wildcards: the provider has no other customers, or gives the names out.
    Something,
    /// Whatever it is, others can have the same.
    Free,
}

/// An identity provider and its claims. A claim that is not listed names nobody.
struct Issuer {
    /// The name, without `https://`; a part `*` stands for the label of a customer.
    name: &'static str,
    claims: &'static [(&'static str, Value)],
}

const GITHUB_CLAIMS: &[(&str, Value)] = &[
    (
        "sub",
        Value::Subject(&[
            ("repo:", '/'),
            ("job_workflow_ref:", '/'),
            ("repository:", '/'),
            ("repository_id:", ':'),
            ("repository_owner:", ':'),
            ("repository_owner_id:", ':'),
            ("enterprise:", ':'),
            ("enterprise_id:", ':'),
            ("actor:", ':'),
            ("actor_id:", ':'),
        ]),
    ),
    ("repository", Value::OwnerAndSlash),
    ("job_workflow_ref", Value::OwnerAndSlash),
    ("repository_id", Value::Whole),
    ("repository_owner_id", Value::Whole),
    ("actor", Value::Whole),
    ("actor_id", Value::Whole),
    ("enterprise_id", Value::Whole),
    ("environment", Value::Free),
    ("ref", Value::Free),
    ("workflow", Value::Free),
];

const GITLAB_CLAIMS: &[(&str, Value)] = &[
    ("sub", Value::Subject(&[("project_path:", '/'), ("project_id:", ':'), ("user_id:", ':')])),
    ("namespace_id", Value::Whole),
    ("project_id", Value::Whole),
    ("user_id", Value::Whole),
    ("user_login", Value::Whole),
    ("user_email", Value::Whole),
    ("pipeline_source", Value::Free),
    ("ref_protected", Value::Free),
    ("runner_environment", Value::Free),
    ("user_access_level", Value::Free),
];

/// Service accounts of Kubernetes: every pod of a cluster has a token, whose audience it chooses.
const KUBERNETES_CLAIMS: &[(&str, Value)] = &[("sub", Value::Subject(&[("system:serviceaccount:", ':')]))];

/// Subjects of deployments and of environments; an environment may name the attributes of its subject.
const PULUMI_SUBJECTS: &[(&str, char)] = &[
    ("pulumi:deploy:org:", ':'),
    ("pulumi:environments:org:", ':'),
    ("pulumi:environments:pulumi.organization.login:", ':'),
];

/// Providers that have many customers, or whose tokens go to many parties. Where the audience is not listed, whoever asks
/// for a token chooses it.
const SHARED: &[Issuer] = &[
    Issuer { name: "token.actions.githubusercontent.com", claims: GITHUB_CLAIMS },
    Issuer { name: "gitlab.com", claims: GITLAB_CLAIMS },
    // HCP Terraform, "Workload identity": the subject is `organization:NAME:project:…:workspace:…:run_phase:…`, and whoever
    // writes a workspace chooses the audience. Of the claims of its own STS reads the organization's id.
    Issuer {
        name: "app.terraform.io",
        claims: &[("sub", Value::Subject(&[("organization:", ':')])), ("terraform_organization_id", Value::Whole)],
    },
    Issuer { name: "oidc.eks.*.amazonaws.com", claims: KUBERNETES_CLAIMS },
    Issuer {
        name: "cognito-identity.amazonaws.com",
        claims: &[("aud", Value::Whole), ("sub", Value::Whole), ("amr", Value::Free)],
    },
    Issuer {
        name: "accounts.google.com",
        claims: &[
            ("aud", Value::Whole),
            ("sub", Value::Whole),
            ("email", Value::Whole),
            ("azp", Value::Whole),
            ("google/organization_number", Value::Whole),
        ],
    },
    Issuer {
        name: "agent.buildkite.com",
        claims: &[
            ("sub", Value::Subject(&[("organization:", ':')])),
            ("organization_id", Value::Whole),
            ("organization_slug", Value::Whole),
            ("pipeline_id", Value::Whole),
            ("cluster_id", Value::Whole),
            ("pipeline_slug", Value::Free),
            ("cluster_name", Value::Free),
            ("build_branch", Value::Free),
        ],
    },
    // Vercel, "OIDC Federation Reference": a deployment may ask for another audience. A team that has an issuer of its own,
    // `oidc.vercel.com/team`, is the only customer of that.
    Issuer { name: "oidc.vercel.com", claims: &[("sub", Value::Subject(&[("owner:", ':')]))] },
    // Pulumi, "OpenID Connect provider integration": the audience is the organization.
    Issuer { name: "api.pulumi.com/oidc", claims: &[("sub", Value::Subject(PULUMI_SUBJECTS)), ("aud", Value::Whole)] },
    // Pulumi, "Custom audiences": whoever writes an environment chooses the audience.
    Issuer { name: "api.pulumi.com/oidc/v2", claims: &[("sub", Value::Subject(PULUMI_SUBJECTS))] },
    // Codefresh, "OIDC in pipelines": the subject is `account:ID:pipeline:ID…` for each sort of trigger, and a pipeline may ask
    // for another audience.
    Issuer { name: "oidc.codefresh.io", claims: &[("sub", Value::Subject(&[("account:", ':')]))] },
    Issuer {
        name: "graph.facebook.com",
        claims: &[("app_id", Value::Whole), ("id", Value::Whole), ("sub", Value::Whole)],
    },
    Issuer {
        name: "www.amazon.com",
        claims: &[("app_id", Value::Whole), ("user_id", Value::Whole), ("sub", Value::Whole), ("aud", Value::Whole)],
    },
];

/// Providers of one customer each: any claim of theirs that is asked for says which of his.
const OWN_CLAIMS: &[(&str, Value)] = &[
    ("sub", Value::Something),
    ("aud", Value::Something),
    ("amr", Value::Something),
    ("azp", Value::Something),
    ("email", Value::Something),
    ("oaud", Value::Something),
    ("app_id", Value::Something),
];

/// The claims of a provider's tokens that tell whose they are.
fn claims_of(provider: &str) -> &'static [(&'static str, Value)] {
    let provider = provider.to_ascii_lowercase();
    let host = provider.split('/').next().unwrap_or_default();
    let is_it = |issuer: &&Issuer| match issuer.name.split_once('*') {
        Some((before, after)) => host.starts_with(before) && host.ends_with(after),
        None => issuer.name == provider,
    };
    match SHARED.iter().find(is_it) {
        Some(issuer) => issuer.claims,
        // GitLab on a server of one's own: its users choose audiences and the names of projects.
        None if host.split('.').next() == Some("gitlab") => GITLAB_CLAIMS,
        // The address of an enterprise at GitHub is that enterprise's own.
        None => OWN_CLAIMS,
    }
}

/// The claim that says best whose tokens are meant.
pub(in crate::lint) fn best_claim(provider: &str) -> &'static str {
    claims_of(provider).first().map_or("sub", |(claim, _)| claim)
}

/// The claim of a key of this provider, such as `sub`. Domain names are compared without regard to case.
pub(in crate::lint) fn claim_of<'k>(provider: &str, key: &'k str) -> Option<&'k str> {
    let head = key.get(..provider.len()).filter(|head| head.eq_ignore_ascii_case(provider))?;
    key.get(head.len()..)?.strip_prefix(':')
}

/// Who can have a token of a provider of which the condition holds.
pub(in crate::lint) fn reach(provider: &str, condition: &ConditionElement) -> Reach {
    let key = &*condition.key.value;
    let Some(claim) = claim_of(provider, key).filter(|_| demands(condition, &[key])) else { return Reach::Anybody };
    // CircleCI repeats its name in the claims.
    let claim = claim.rsplit_once('/').filter(|(head, _)| head.contains('.')).map_or(claim, |(_, last)| last);
    let known = claims_of(provider).iter().find(|(name, _)| name.eq_ignore_ascii_case(claim));
    let is_of_catalog = || authorization().condition_key(key).is_some();
    let value = match known {
        Some((_, value)) => *value,
        // What the catalog names of a provider of one customer.
        None if std::ptr::eq(claims_of(provider), OWN_CLAIMS) && is_of_catalog() => Value::Something,
        None => return Reach::Anybody,
    };
    let core = condition.operator.value.core;
    let is_pattern = matches!(core, OperatorCore::StringLike | OperatorCore::ArnLike | OperatorCore::ArnEquals);
    let reaches = condition.values.iter().map(|given| value.reach(&given.value, is_pattern));
    reaches.max().unwrap_or(Reach::Anybody)
}

impl Value {
    /// Who can have a token with a claim that this value, or pattern, matches.
    fn reach(self, value: &str, is_pattern: bool) -> Reach {
        let literal = if is_pattern { value.split(['*', '?', '$']).next().unwrap_or_default() } else { value };
        let is_whole = literal.len() == value.len();
        let named = |is_named: bool| if is_named { Reach::Named } else { Reach::Anybody };
        let has_owner = |text: &str, end: char| text.split_once(end).is_some_and(|(owner, _)| !owner.is_empty());
        match self {
            Self::Whole => named(is_whole),
            Self::OwnerAndSlash => named(is_whole || has_owner(literal, '/')),
            Self::Something => Reach::Named,
            Self::Free => Reach::SameName,
            Self::Subject(beginnings) => {
                if let Some((begins, end)) = beginnings.iter().find(|(begins, _)| literal.starts_with(begins)) {
                    let name = literal.get(begins.len()..).unwrap_or_default();
                    return named(has_owner(name, *end) || is_whole && !name.is_empty());
                }
                // Another form of subject, as far as it cannot turn out to be one of these.
                let is_open = !is_whole && beginnings.iter().any(|(begins, _)| begins.starts_with(literal));
                let is_same_name = ["environment:", "ref:", "workflow:"].iter().any(|free| literal.starts_with(free));
                if is_open || literal.is_empty() {
                    Reach::Anybody
                } else if is_same_name {
                    Reach::SameName
                } else {
                    Reach::Named
                }
            }
        }
    }
}

/// Whether tokens of some identity provider can bring the key. Only asked of keys that begin with a provider's name.
pub(in crate::lint) fn can_exist(key: &str) -> bool {
    let Some((provider, claim)) = key.split_once(':') else { return false };
    if provider.eq_ignore_ascii_case("saml") {
        return authorization().condition_key(key).is_some();
    }
    authorization().condition_key(key).is_some()
        || STANDARD_CLAIMS.iter().any(|standard| standard.eq_ignore_ascii_case(claim))
        || claims_of(provider).iter().any(|(known, _)| known.eq_ignore_ascii_case(claim))
}

/// The name of an OIDC provider, which its keys begin with; `None` for a SAML provider.
pub(in crate::lint) fn provider(name: &str) -> Option<&str> {
    if name.starts_with("arn:") { name.split_once(":oidc-provider/").map(|(_, provider)| provider) } else { Some(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What tells whose token it is must be fixed and end before the wildcard.
    #[test]
    fn values_name_somebody_or_do_not() {
        use Reach::{Anybody, Named, SameName};
        let (github, gitlab) = ("token.actions.githubusercontent.com", "gitlab.com");
        let (hcp, eks) = ("app.terraform.io", "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE");
        for (provider, claim, value, expected) in [
            (github, "sub", "repo:octo/app:ref:refs/heads/main", Named),
            (github, "sub", "repo:octo/*", Named),
            (github, "sub", "repo:octo@1/app@2:*", Named),
            (github, "sub", "repository_owner:octo:x", Named),
            (github, "sub", "repo:*", Anybody),
            (github, "sub", "repo:octo*", Anybody),
            (github, "sub", "repo:octo*/app:*", Anybody),
            (github, "sub", "repo:*/app:*", Anybody),
            (github, "sub", "repo:?cto/app", Anybody),
            (github, "sub", "rep*", Anybody),
            (github, "sub", "*:octo/*", Anybody),
            (github, "sub", "repository_owner:octo*", Anybody),
            (github, "sub", "environment:prod", SameName),
            (github, "repository", "octo/*", Named),
            (github, "repository", "octo*", Anybody),
            (github, "job_workflow_ref", "octo/app/.github/workflows/x.yml@*", Named),
            (github, "repository_id", "1234", Named),
            (github, "repository_id", "12*", Anybody),
            (github, "ref", "refs/heads/main", SameName),
            (github, "environment", "prod", SameName),
            (github, "aud", "sts.amazonaws.com", Anybody),
            ("token.actions.githubusercontent.com/acme", "aud", "sts.amazonaws.com", Named),
            (gitlab, "sub", "project_path:acme/app:ref_type:branch:ref:main", Named),
            (gitlab, "sub", "project_path:*", Anybody),
            (gitlab, "sub", "project_path:acme*:ref_type:branch:ref:main", Anybody),
            (gitlab, "aud", "https://gitlab.com", Anybody),
            (gitlab, "ref_protected", "true", SameName),
            ("gitlab.example.com", "sub", "project_path:*", Anybody),
            (hcp, "sub", "organization:acme:project:p:workspace:w:run_phase:*", Named),
            (hcp, "sub", "organization:acme*", Anybody),
            (hcp, "sub", "organization:*:workspace:prod:*", Anybody),
            (hcp, "aud", "aws.workload.identity", Anybody),
            (eks, "sub", "system:serviceaccount:app:web", Named),
            (eks, "sub", "system:serviceaccount:app:*", Named),
            (eks, "sub", "system:serviceaccount:*:web", Anybody),
            (eks, "aud", "sts.amazonaws.com", Anybody),
            ("cognito-identity.amazonaws.com", "aud", "eu-west-1:0000", Named),
            ("cognito-identity.amazonaws.com", "amr", "authenticated", SameName),
            ("accounts.google.com", "aud", "1.apps.googleusercontent.com", Named),
            ("agent.buildkite.com", "sub", "organization:acme:pipeline:*", Named),
            ("oidc.vercel.com", "sub", "owner:acme:project:web:environment:production", Named),
            ("oidc.vercel.com", "sub", "owner:*:project:web:environment:production", Anybody),
            ("oidc.vercel.com", "aud", "https://vercel.com/acme", Anybody),
            ("oidc.vercel.com/acme", "aud", "https://vercel.com/acme", Named),
            ("api.pulumi.com/oidc", "aud", "aws:acme", Named),
            ("api.pulumi.com/oidc", "sub", "pulumi:environments:org:acme:env:*", Named),
            ("api.pulumi.com/oidc", "sub", "pulumi:environments:pulumi.organization.login:*", Anybody),
            ("api.pulumi.com/oidc/v2", "aud", "sts.amazonaws.com", Anybody),
            ("api.pulumi.com/oidc/v2", "sub", "pulumi:environments:org:acme:env:*", Named),
            ("id.example.com/x", "sub", "ana", Named),
            ("id.example.com/x", "aud", "app", Named),
        ] {
            let policy = format!(
                r#"{{"Statement": {{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": "*",
                    "Condition": {{"StringLike": {{"{provider}:{claim}": "{value}"}}}}}}}}"#
            );
            let policy = rolecall_policy::Policy::<rolecall_policy::kind::Trust>::parse(policy.as_str()).unwrap();
            let condition = &policy.statements()[0].conditions[0];
            assert_eq!(reach(provider, condition), expected, "{provider}:{claim} {value}");
        }
    }

    #[test]
    fn claims_exist_or_do_not() {
        for (key, expected) in [
            ("token.actions.githubusercontent.com:repository_id", true),
            ("token.actions.githubusercontent.com/acme:actor", true),
            ("token.actions.githubusercontent.com:sub", true),
            ("token.actions.githubusercontent.com:iss", false),
            ("token.actions.githubusercontent.com:foo", false),
            ("token.actions.githubusercontent.com:repository_owner", false),
            ("gitlab.com:project_id", true),
            ("gitlab.com:project_path", false),
            ("id.example.com:aud", true),
            ("id.example.com:groups", false),
            ("saml:aud", true),
            ("saml:banana", false),
            ("cognito-identity.amazonaws.com:amr", true),
            ("oidc.eks.us-east-1.amazonaws.com/id/X:sub", true),
        ] {
            assert_eq!(can_exist(key), expected, "{key}");
        }
    }
}
