//! A service is a value: what the gateway must know to take its requests, authenticate them, find the operation, and
//! answer in the service's form. To add a service, write its folder and name its descriptor in [`ALL`](super::ALL).

use super::authorize::Call;
use super::body::{IncomingBody, ResponseBody};
use super::rest_json::RestJsonOperation;
use super::rpc::RpcOperation;
use crate::api::error::ApiError;
use futures_util::future::BoxFuture;
use http::Response;
use http::request::Parts;
use rolecall_policy::explain::ResourceText;

/// A service of this server.
#[derive(Debug)]
pub struct Service {
    /// The prefix of its actions, its name in the trail, in signature scopes and in host names: `iam`, `sts`, `s3`.
    pub name: &'static str,
    /// Which Region a signature must be scoped to.
    pub region: RegionRule,
    /// How requests are read and answered.
    pub protocol: Protocol,
    /// What a denial says.
    pub denials: DenialStyle,
    /// How many requests a second an account may make unless the server is told otherwise; `None`: the service counts
    /// none.
    pub requests_per_second: Option<u32>,
}

/// Which Region a signature for a service must be scoped to (R6.6), where the host name does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionRule {
    /// Any, whatever the host name says: the service has one endpoint in the partition, and is in `us-east-1`.
    Global,
    /// The Region in the host name; AWS's host name without one is the global endpoint, which is in `us-east-1` (R3.2) and
    /// takes any.
    GlobalEndpoint,
    /// The Region in the host name, else any.
    Regional,
}

/// How a service's requests are read and answered.
#[derive(Debug)]
pub enum Protocol {
    /// The query protocol: a form in, XML out (R5.1).
    Query {
        /// The value of `Version`.
        version: &'static str,
        /// The XML namespace of answers.
        namespace: &'static str,
        /// What is served, ordered by name.
        operations: &'static [&'static dyn RpcOperation],
    },
    /// JSON 1.0 or 1.1 (R5.4).
    Json {
        /// `1.0` or `1.1`.
        version: &'static str,
        /// What stands before the operation's name in `X-Amz-Target`.
        target_prefix: &'static str,
        /// What is served, ordered by name.
        operations: &'static [&'static dyn RpcOperation],
        /// What is answered to an operation that is not served, where the service has an error of its own for it.
        declines: fn(&str) -> Option<ApiError>,
    },
    /// REST with JSON bodies, addressed by path (R5.4). A request names the service in the scope of its signature or in its host
    /// name.
    RestJson {
        /// What is served.
        operations: &'static [&'static dyn RestJsonOperation],
    },
    /// REST with XML bodies and streams, addressed by path and by virtual host: S3 (R5.3). Anonymous callers are let
    /// through to the decision.
    Rest {
        /// Finds the operation and runs it. The text is the bucket in the host name, if there is one.
        serve: for<'a> fn(Call<'a>, &'a Parts, Option<&'a str>, IncomingBody) -> ServeFuture<'a>,
        /// The names of the operations that are served.
        operations: fn() -> Vec<&'static str>,
    },
}

/// The answer of a REST service, to be.
pub type ServeFuture<'a> = BoxFuture<'a, Result<Response<ResponseBody>, ApiError>>;

/// What a service's denials say (R5.7, R5.14).
#[derive(Debug, Clone, Copy)]
pub struct DenialStyle {
    /// How the resource is written in the sentence.
    pub resource: ResourceText,
    /// Who may learn the reason.
    pub reason: ReasonFor,
}

impl DenialStyle {
    /// As most services say it.
    pub const PLAIN: Self = Self { resource: ResourceText::Plain, reason: ReasonFor::Everyone };
}

/// Who may learn why a request was denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonFor {
    /// Every caller.
    Everyone,
    /// Callers of the account that owns the resource; others read `Access Denied` (R5.14).
    ResourceAccount,
}

/// Names of services are unique.
impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Service {}

impl Service {
    /// The operations that a form or an `X-Amz-Target` names; none of a service that is addressed by path.
    #[must_use]
    pub fn rpc_operations(&self) -> &'static [&'static dyn RpcOperation] {
        match self.protocol {
            Protocol::Query { operations, .. } | Protocol::Json { operations, .. } => operations,
            Protocol::RestJson { .. } | Protocol::Rest { .. } => &[],
        }
    }

    /// The operation of this name that is served.
    #[must_use]
    pub fn rpc_operation(&self, name: &str) -> Option<&'static dyn RpcOperation> {
        let operations = self.rpc_operations();
        let at = operations.binary_search_by(|operation| operation.facts().name.cmp(name)).ok()?;
        operations.get(at).copied()
    }

    /// The names of all operations that are served.
    #[must_use]
    pub fn served(&self) -> Vec<&'static str> {
        match self.protocol {
            Protocol::Rest { operations, .. } => operations(),
            Protocol::RestJson { operations } => operations.iter().map(|operation| operation.facts().name).collect(),
            _ => self.rpc_operations().iter().map(|operation| operation.facts().name).collect(),
        }
    }
}

/// The services that a gateway serves.
#[derive(Debug, Clone, Copy)]
pub struct Services(pub &'static [&'static Service]);

impl Services {
    /// The first service that fits.
    pub fn find(&self, mut fits: impl FnMut(&Service) -> bool) -> Option<&'static Service> {
        self.0.iter().copied().find(|service| fits(service))
    }

    /// The service of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&'static Service> {
        self.find(|service| service.name == name)
    }

    /// The query service whose API version a request names.
    #[must_use]
    pub fn of_version(&self, wanted: &str) -> Option<&'static Service> {
        self.find(|service| matches!(service.protocol, Protocol::Query { version, .. } if version == wanted))
    }

    /// The JSON service that an `X-Amz-Target` names, and the operation's name.
    #[must_use]
    pub fn of_target<'t>(&self, target: &'t str) -> Option<(&'static Service, &'t str)> {
        let (prefix, operation) = target.rsplit_once('.')?;
        let service =
            self.find(|it| matches!(it.protocol, Protocol::Json { target_prefix, .. } if target_prefix == prefix))?;
        Some((service, operation))
    }

    /// The query service that answers a form that names none: the first of the list.
    #[must_use]
    pub fn default_query(&self) -> Option<&'static Service> {
        self.find(|service| matches!(service.protocol, Protocol::Query { .. }))
    }

    /// The service that takes what no other service claims: the first that is addressed by path.
    #[must_use]
    pub fn default_rest(&self) -> Option<&'static Service> {
        self.find(|service| matches!(service.protocol, Protocol::Rest { .. }))
    }
}
