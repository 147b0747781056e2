//! `levels.txt`: the worked cases of organization levels S1–S8 (R2, section 2.5).

use std::collections::BTreeSet;

use crate::services::services;
use rolecall_policy::evaluate::{Guardrails, Level};
use rolecall_policy::kind::{Identity, Scp};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Context, Policies, Principal, Request, Verdict};

use crate::both::decide;
use crate::decisions::attach;
use crate::language;
use crate::table::read;

#[test]
fn organization_levels() {
    let account = "111111111111".parse().unwrap();
    let principal = Principal::User { account, arn: "arn:aws:iam::111111111111:user/ana".into(), id: None };
    let identity = [attach::<Identity>(&language::policies("F", "").remove(0))].into();
    let mut ids = BTreeSet::new();
    let mut checks = 0;
    for row in read(include_str!("../tables/levels.txt")) {
        ids.insert(row.get("id").to_owned());
        let levels: Vec<Level<Scp>> = language::levels(row.get("levels"), "")
            .iter()
            .map(|texts| Level { name: "level".into(), policies: texts.iter().map(|text| attach(text)).collect() })
            .collect();
        let guardrails = Guardrails { management: "999999999999".parse().unwrap(), levels: &levels };
        let policies = Policies { identity: &identity, scp: Some(guardrails), ..Policies::default() };
        for (action, column) in [("ec2:StopInstances", "ec2"), ("s3:GetObject", "s3"), ("sqs:SendMessage", "sqs")] {
            let context = Context::new();
            let request = Request {
                principal: &principal,
                action,
                resource: "arn:aws:any:eu-west-1:111111111111:thing",
                resource_account: Some(account),
                class: ResourceClass::Ordinary,
                s3: None,
                context: &context,
                services: services(),
            };
            let found = match decide(&request, &policies).verdict() {
                Verdict::Allowed => "allowed".to_owned(),
                Verdict::ImplicitlyDenied(layer) => format!("implicit {layer:?}"),
                Verdict::ExplicitlyDenied(layer) => format!("explicit {layer:?}"),
            };
            assert_eq!(found, row.get(column), "{} {action}", row.get("id"));
            checks += 1;
        }
    }
    assert_eq!(ids, (1..=8).map(|number| format!("S{number}")).collect());
    assert_eq!(checks, 24);
}
