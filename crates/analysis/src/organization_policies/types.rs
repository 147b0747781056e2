//! The types of policies and what is fixed for each.

use rolecall_policy::document::limits::{RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY};

/// A type of policy (`PolicyType` of the service model).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyType {
    /// Service control policies.
    ServiceControl,
    /// Resource control policies.
    ResourceControl,
    /// Tag policies.
    Tag,
    /// Backup policies.
    Backup,
    /// Opting out of the use of content by AI services.
    AiServicesOptOut,
    /// Chat applications policies.
    Chatbot,
    /// Declarative policies for EC2.
    Ec2,
    /// Security Hub policies.
    SecurityHub,
    /// Security Hub CSPM policies.
    SecurityHubCspm,
    /// Inspector policies.
    Inspector,
    /// Upgrade rollout policies.
    UpgradeRollout,
    /// Bedrock policies.
    Bedrock,
    /// S3 policies.
    S3,
    /// Network Security Director policies.
    NetworkSecurityDirector,
    /// GuardDuty policies.
    GuardDuty,
}

/// What is fixed for a type of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeFacts {
    /// The value of `PolicyType`.
    pub name: &'static str,
    /// The characters of a content, white space included (R7.2, R7.8).
    pub characters: usize,
    /// How many may be attached to one root, organizational unit or account (R7.2).
    pub per_target: usize,
    /// How many an organization may have (R7.2).
    pub per_organization: usize,
    /// The one member of a content's outermost object; `None` for policies in IAM's language (*AWS Organizations User
    /// Guide*, syntax of each type).
    pub top: Option<&'static str>,
}

/// R7.2. The sizes and numbers of the types that the quota page does not list are those of most declarative types [choice].
const DECLARATIVE: TypeFacts =
    TypeFacts { name: "", characters: 10_000, per_target: 10, per_organization: 1_000, top: None };

impl PolicyType {
    /// All types, in the order of the service model.
    pub const ALL: [Self; 15] = [
        Self::ServiceControl,
        Self::ResourceControl,
        Self::Tag,
        Self::Backup,
        Self::AiServicesOptOut,
        Self::Chatbot,
        Self::Ec2,
        Self::SecurityHub,
        Self::SecurityHubCspm,
        Self::Inspector,
        Self::UpgradeRollout,
        Self::Bedrock,
        Self::S3,
        Self::NetworkSecurityDirector,
        Self::GuardDuty,
    ];

    /// The type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The value of `PolicyType`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether it takes part in decisions; the others are declarative (R7.21).
    #[must_use]
    pub fn is_authorization(self) -> bool {
        matches!(self, Self::ServiceControl | Self::ResourceControl)
    }

    /// What is fixed for it (R7.2).
    #[must_use]
    pub const fn facts(self) -> TypeFacts {
        match self {
            Self::ServiceControl => TypeFacts {
                name: "SERVICE_CONTROL_POLICY",
                characters: SERVICE_CONTROL_POLICY,
                per_target: 10,
                per_organization: 10_000,
                top: None,
            },
            Self::ResourceControl => TypeFacts {
                name: "RESOURCE_CONTROL_POLICY",
                characters: RESOURCE_CONTROL_POLICY,
                per_target: 5,
                per_organization: 2_000,
                top: None,
            },
            Self::Tag => declarative("TAG_POLICY", "tags"),
            Self::Backup => declarative("BACKUP_POLICY", "plans"),
            Self::AiServicesOptOut => {
                TypeFacts { characters: 2_500, per_target: 5, ..declarative("AISERVICES_OPT_OUT_POLICY", "services") }
            }
            Self::Chatbot => TypeFacts { per_target: 5, ..declarative("CHATBOT_POLICY", "chatbot") },
            Self::Ec2 => declarative("DECLARATIVE_POLICY_EC2", "ec2_attributes"),
            Self::SecurityHub => declarative("SECURITYHUB_POLICY", "securityhub"),
            Self::SecurityHubCspm => declarative("SECURITYHUB_CSPM_POLICY", "securityhub_cspm"),
            Self::Inspector => declarative("INSPECTOR_POLICY", "inspector"),
            Self::UpgradeRollout => declarative("UPGRADE_ROLLOUT_POLICY", "upgrade_rollout"),
            Self::Bedrock => declarative("BEDROCK_POLICY", "bedrock"),
            Self::S3 => declarative("S3_POLICY", "s3_attributes"),
            Self::NetworkSecurityDirector => {
                declarative("NETWORK_SECURITY_DIRECTOR_POLICY", "network_security_director")
            }
            Self::GuardDuty => declarative("GUARDDUTY_POLICY", "guardduty"),
        }
    }
}

const fn declarative(name: &'static str, top: &'static str) -> TypeFacts {
    TypeFacts { name, top: Some(top), ..DECLARATIVE }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every type is found by its name, and only by that.
    #[test]
    fn types_have_names() {
        for known in PolicyType::ALL {
            assert_eq!(PolicyType::named(known.name()), Some(known));
            assert_eq!(known.facts().top.is_none(), known.is_authorization(), "{known:?}");
        }
        assert_eq!(PolicyType::named("tag_policy"), None);
        assert_eq!(PolicyType::named(""), None);
    }
}
