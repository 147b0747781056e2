//! Laws that hold whatever the policies say, tried on generated ones.

use crate::services::services;
use proptest::prelude::*;
use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::explain::Says;
use rolecall_policy::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session};
use rolecall_policy::request::{Issuer, ResourceClass};
use rolecall_policy::{Context, Decision, Layer, Policies, Principal, Request, explain};
use serde_json::{Value, json};

use crate::both::decide;
use crate::decisions::attach;

/// Whether an identity policy with this condition allows.
pub(crate) fn allows_if(condition: &Value, context: &Context) -> bool {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
    let identity = [attach::<Identity>(&json!({ "Version": "2012-10-17", "Statement": statement }).to_string())].into();
    let account = "111111111111".parse().unwrap();
    let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let request = Request {
        principal: &principal,
        action: "test:Action",
        resource: "*",
        resource_account: None,
        class: ResourceClass::Ordinary,
        s3: None,
        context,
        services: services(),
    };
    decide(&request, &Policies { identity: &identity, ..Policies::default() }).is_allowed()
}

/// The statements of each layer of a world. Layers beyond the identity layer are there or not.
#[derive(Debug, Clone)]
struct World {
    caller: Principal,
    action: &'static str,
    owner: &'static str,
    identity: Vec<Value>,
    boundary: Option<Vec<Value>>,
    session: Option<Vec<Value>>,
    resource: Option<Vec<Value>>,
    endpoint: Option<Vec<Value>>,
    scp: Option<Vec<Value>>,
    rcp: Option<Vec<Value>>,
    context: Vec<(&'static str, &'static str)>,
}

/// A policy text; a policy cannot be without statements, so an empty one gets one that never matches.
fn text(statements: &[Value]) -> String {
    let never = [json!({ "Effect": "Deny", "Principal": "*", "Action": "never:Never", "Resource": "*" })];
    let statements = if statements.is_empty() { &never[..] } else { statements };
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

impl World {
    fn with<T>(&self, ask: impl FnOnce(&Request<'_>, &Policies<'_>) -> T) -> T {
        let identity = [attach::<Identity>(&text(&self.identity))].into();
        let boundary = self.boundary.as_ref().map(|s| attach::<Boundary>(&text(s)));
        let session: Option<[Attached<Session>; 1]> = self.session.as_ref().map(|s| [attach(&text(s))]);
        let resource = self.resource.as_ref().map(|s| attach::<Resource>(&text(s)));
        let endpoint: Option<[Attached<Endpoint>; 1]> = self.endpoint.as_ref().map(|s| [attach(&text(s))]);
        let scp: Option<[Level<Scp>; 1]> =
            self.scp.as_ref().map(|s| [Level { name: "r".into(), policies: vec![attach(&text(s))] }]);
        let rcp: Option<[Level<Rcp>; 1]> =
            self.rcp.as_ref().map(|s| [Level { name: "r".into(), policies: vec![attach(&text(s))] }]);
        let management = "999999999999".parse().unwrap();
        let policies = Policies {
            identity: &identity,
            boundary: boundary.as_ref(),
            session: session.as_ref().map(|s| &s[..]),
            resource: resource.as_ref().map(ResourcePolicy::Resource),
            endpoint: endpoint.as_ref().map(|s| &s[..]),
            scp: scp.as_ref().map(|levels| Guardrails { management, levels }),
            rcp: rcp.as_ref().map(|levels| Guardrails { management, levels }),
        };
        let mut context = Context::new();
        for (key, value) in &self.context {
            context.set(*key, *value);
        }
        let request = Request {
            principal: &self.caller,
            action: self.action,
            resource: "arn:aws:s3:::data/x",
            resource_account: Some(self.owner.parse().unwrap()),
            class: ResourceClass::Object,
            s3: None,
            context: &context,
            services: services(),
        };
        ask(&request, &policies)
    }

    fn decide(&self) -> Decision {
        self.with(decide)
    }

    fn layers(&mut self) -> Vec<&mut Vec<Value>> {
        let optional = [
            &mut self.boundary,
            &mut self.session,
            &mut self.resource,
            &mut self.endpoint,
            &mut self.scp,
            &mut self.rcp,
        ];
        std::iter::once(&mut self.identity).chain(optional.into_iter().flatten()).collect()
    }
}

fn callers() -> impl Strategy<Value = Principal> {
    let account = "111111111111".parse().unwrap();
    let user = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let role = |service_linked| Principal::RoleSession {
        account,
        role_arn: Some(
            format!("arn:aws:iam::111111111111:role/{}Dev", if service_linked { "aws-service-role/x/" } else { "" })
                .into(),
        ),
        role_id: None,
        session_arn: Some("arn:aws:sts::111111111111:assumed-role/Dev/ana".into()),
        service_linked,
    };
    let root = "arn:aws:iam::111111111111:root";
    let federated = |issuer| Principal::FederatedUser {
        account,
        arn: "arn:aws:sts::111111111111:federated-user/fay".into(),
        issuer,
    };
    prop::sample::select(vec![
        Principal::Root { account, arn: root.into() },
        user.clone(),
        role(false),
        role(true),
        federated(Issuer::Root),
        federated(Issuer::User { arn: "arn:aws:iam::111111111111:user/ana".into(), id: None }),
        Principal::AssumedRoot { account, arn: root.into() },
        Principal::Delegated { approver: Box::new(user) },
        Principal::Delegated { approver: Box::new(role(false)) },
        Principal::Service { names: vec!["lambda.amazonaws.com".into()] },
        Principal::Provider { provider: "accounts.google.com".into() },
        Principal::Anonymous,
    ])
}

fn statements_of(effects: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let principal = prop::sample::select(vec![
        json!("*"),
        json!({ "AWS": "111111111111" }),
        json!({ "AWS": "arn:aws:iam::111111111111:user/ana" }),
        json!({ "AWS": ["arn:aws:iam::111111111111:role/Dev", "222222222222"] }),
        json!({ "AWS": "arn:aws:sts::111111111111:assumed-role/Dev/ana" }),
        json!({ "AWS": "arn:aws:sts::111111111111:federated-user/fay" }),
        json!({ "Service": "lambda.amazonaws.com" }),
    ]);
    let action = prop::sample::select(vec!["*", "s3:*", "s3:GetObject", "s3:Put*", "ec2:*"]);
    let resource =
        prop::sample::select(vec!["*", "arn:aws:s3:::data/*", "arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::b"]);
    let condition = prop::sample::select(vec![
        json!({}),
        json!({ "StringEquals": { "aws:username": "data" } }),
        json!({ "StringNotEquals": { "aws:username": "data" } }),
        json!({ "Null": { "aws:username": "true" } }),
    ]);
    let negated = prop::bool::weighted(0.15);
    (prop::sample::select(effects), principal, action, resource, condition, negated, negated, negated).prop_map(
        |(effect, principal, action, resource, condition, not_principal, not_action, not_resource)| {
            let name = |negated: bool, name: &str| if negated { format!("Not{name}") } else { name.to_owned() };
            json!({
                "Effect": effect,
                name(not_principal, "Principal"): principal,
                name(not_action, "Action"): action,
                name(not_resource, "Resource"): resource,
                "Condition": condition,
            })
        },
    )
}

fn worlds() -> impl Strategy<Value = World> {
    // More allows than denies, so that both outcomes are common.
    let statements = || prop::collection::vec(statements_of(&["Allow", "Allow", "Allow", "Deny"]), 0..3);
    let layer = || prop::option::weighted(0.4, statements());
    let context = prop::sample::select(vec![vec![], vec![("aws:username", "data")], vec![("aws:username", "ana")]]);
    (
        callers(),
        prop::sample::select(vec!["s3:GetObject", "s3:PutObject"]),
        prop::sample::select(vec!["111111111111", "222222222222"]),
        (statements(), layer(), layer(), layer(), layer(), layer(), layer()),
        context,
    )
        .prop_map(|(caller, action, owner, layers, context)| {
            let (identity, boundary, session, resource, endpoint, scp, rcp) = layers;
            World { caller, action, owner, identity, boundary, session, resource, endpoint, scp, rcp, context }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is denied stays denied when a `Deny` is added anywhere.
    #[test]
    fn adding_a_deny_never_allows(mut world in worlds(), deny in statements_of(&["Deny"]), layer in 0usize..7, at in 0usize..3) {
        let before = world.decide();
        let mut layers = world.layers();
        let layer = layer % layers.len();
        let at = at.min(layers[layer].len());
        layers[layer].insert(at, deny);
        let after = world.decide();
        prop_assert!(before.is_allowed() || !after.is_allowed());
    }

    /// Whatever is allowed stays allowed when an `Allow` is added anywhere (Block Public Access aside, which looks at
    /// what a policy allows).
    #[test]
    fn adding_an_allow_never_denies(mut world in worlds(), allow in statements_of(&["Allow"]), layer in 0usize..7, at in 0usize..3) {
        let before = world.decide();
        let mut layers = world.layers();
        let layer = layer % layers.len();
        let at = at.min(layers[layer].len());
        layers[layer].insert(at, allow);
        let after = world.decide();
        prop_assert!(!before.is_allowed() || after.is_allowed());
    }

    /// The order of statements changes nothing.
    #[test]
    fn reordering_statements_changes_nothing(mut world in worlds()) {
        let before = world.decide().verdict();
        for layer in world.layers() {
            layer.reverse();
        }
        prop_assert_eq!(world.decide().verdict(), before);
    }

    /// Every layer that stands over or limits the caller takes away and never gives.
    #[test]
    fn guardrails_never_grant(world in worlds()) {
        let with = world.decide();
        let without = World { boundary: None, endpoint: None, scp: None, rcp: None, ..world.clone() }.decide();
        prop_assert!(!with.is_allowed() || without.is_allowed());
    }

    /// The explanation comes to the same end, and shows what denies.
    #[test]
    fn the_explanation_agrees(world in worlds()) {
        let decision = world.decide();
        let explanation = world.with(explain);
        prop_assert_eq!(explanation.layer, decision.layer());
        prop_assert_eq!(explanation.changes.is_empty(), decision.is_allowed());
        for layer in Layer::IMPLICIT_ORDER {
            let blocks = decision.blocked_by().any(|block| block.layer == layer);
            let explained = explanation.layers.iter().any(|report| report.layer == layer && report.blocks);
            prop_assert_eq!(blocks, explained, "{:?}", layer);
        }
        for report in &explanation.layers {
            // A statement that matches has all its parts, one that does not lacks some.
            if let Some(deciding) = &report.deciding {
                prop_assert_eq!(deciding.matched, deciding.parts);
                prop_assert!(matches!(report.says, Says::Allowed | Says::Denied));
            }
            if let Some(closest) = &report.closest {
                prop_assert!(closest.matched < closest.parts && !closest.failures.is_empty());
            }
        }
    }

    /// No text of a request brings the evaluator down.
    #[test]
    fn any_request_has_an_answer(world in worlds(), action in "\\PC{0,20}", resource in "[a-z:*?$/{}é]{0,40}", key in "\\PC{0,10}") {
        world.with(|request, policies| {
            let mut context = request.context.clone();
            context.set(&key, resource.as_str());
            let request = Request { action: &action, resource: &resource, context: &context, ..request.clone() };
            prop_assert_eq!(explain(&request, policies).layer, decide(&request, policies).layer());
            Ok(())
        })?;
    }
}
