//! What the tests know of the program's services. [`read`] alone takes it from the program and from the models.

use rolecall::services::operation::{Effect, OperationFacts};
use rolecall::services::s3::identify::S3Operation;
use rolecall::services::{self, service};
use rolecall_catalog::api;
use rolecall_catalog::operation::{ErrorShape, OperationShape};
use rolecall_catalog::rest::Http;
use std::sync::LazyLock;

/// A service.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its signing name, which is the prefix of its actions too.
    pub(crate) name: &'static str,
    pub(crate) protocol: &'static service::Protocol,
    /// Every operation of the service model, by name.
    pub(crate) operations: Vec<Operation>,
}

/// An operation of a service model.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) served: bool,
    pub(crate) read_only: bool,
    /// The errors that the model declares; `None` where the model is not in the catalog.
    pub(crate) errors: Option<&'static [ErrorShape]>,
    /// The method and the path that name it, where the model says it.
    pub(crate) http: Option<Http>,
}

impl Service {
    /// The names of the operations that are served.
    pub(crate) fn served(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().filter(|operation| operation.served).map(|operation| operation.name)
    }

    /// Its operation of this name.
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }
}

/// Every service.
pub(crate) static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(read);

fn read() -> Vec<Service> {
    let of_model = |it: &OperationShape| Operation {
        name: it.name,
        served: false,
        read_only: it.read_only,
        errors: Some(it.errors),
        http: it.http,
    };
    let of_s3 = |it: &S3Operation| {
        let facts = it.facts();
        Operation {
            name: facts.name,
            served: false,
            read_only: facts.effect == Effect::Reads,
            errors: None,
            http: None,
        }
    };
    let of_ours = |facts: OperationFacts<'static>| Operation {
        name: facts.name,
        served: false,
        read_only: facts.effect == Effect::Reads,
        errors: None,
        http: None,
    };
    let service = |service: &&'static service::Service| {
        let mut operations: Vec<Operation> = match service.name {
            "iam" => api::iam::OPERATIONS.iter().map(of_model).collect(),
            "sts" => api::sts::OPERATIONS.iter().map(of_model).collect(),
            "organizations" => api::organizations::OPERATIONS.iter().map(of_model).collect(),
            "cloudtrail" => api::cloudtrail::OPERATIONS.iter().map(of_model).collect(),
            "uxc" => api::uxc::OPERATIONS.iter().map(of_model).collect(),
            "s3" => S3Operation::ALL.iter().map(of_s3).collect(),
            // There is no model: what is served is what there is.
            "rolecall" => service.rpc_operations().iter().map(|it| of_ours(it.facts())).collect(),
            other => panic!("which operations has the model of {other}?"),
        };
        operations.sort_by_key(|operation| operation.name);
        for name in service.served() {
            let operation = operations.iter_mut().find(|operation| operation.name == name);
            operation.unwrap_or_else(|| panic!("{name} is not in the model of {}", service.name)).served = true;
        }
        Service { name: service.name, protocol: &service.protocol, operations }
    };
    services::ALL.0.iter().map(service).collect()
}

/// The service of this name, or the only one that takes forms and has such an operation.
pub(crate) fn service_of(name: Option<&str>, operation: &str) -> &'static Service {
    let fits = |service: &&Service| match name {
        Some(name) => service.name == name,
        None => matches!(service.protocol, service::Protocol::Query { .. }) && service.operation(operation).is_some(),
    };
    let mut fitting = SERVICES.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(service), None) => service,
        (None, _) => panic!("no service has {operation}; write service:{operation}"),
        (Some(_), Some(_)) => panic!("several services have {operation}; write service:{operation}"),
    }
}
