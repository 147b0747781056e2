//! The operations of S3 and their routes, one line each: level, sub-resource, method, operation.
//!
//! Facts of the service model. Not here: `GetBucketLifecycle`, `PutBucketLifecycle`, `GetBucketNotification` and
//! `PutBucketNotification`, which share the routes of their successors; `ListDirectoryBuckets`, which belongs to another
//! endpoint; and the operations that need more than these three facts, which `super` tells apart.

use super::Level::{Bucket, Object, Service};
use crate::services::operation::{Effect, EventClass, OperationFacts};

macro_rules! operations {
    ($($effect:ident $class:ident { $($name:ident)* })*) => {
        /// An operation of S3, by the name of the service model.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum S3Operation {
            $($(
                #[doc = concat!("`", stringify!($name), "`.")]
                $name,
            )*)*
        }

        impl S3Operation {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$($(Self::$name),*),*];

            /// The name in the service model.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.facts().name
            }

            /// Name, effect and event class. Data events are those of objects and listings (*Logging data events*,
            /// AWS CloudTrail User Guide).
            #[must_use]
            pub const fn facts(self) -> OperationFacts<'static> {
                let (name, effect, class) = match self {
                    $($(Self::$name => (stringify!($name), Effect::$effect, EventClass::$class),)*)*
                };
                OperationFacts { service: "s3", name, effect, class }
            }
        }
    };
}

operations! {
    Reads Management {
        GetBucketAbac GetBucketAccelerateConfiguration GetBucketAcl GetBucketAnalyticsConfiguration
        GetBucketCors GetBucketEncryption GetBucketIntelligentTieringConfiguration
        GetBucketInventoryConfiguration GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging
        GetBucketMetadataConfiguration GetBucketMetadataTableConfiguration GetBucketMetricsConfiguration
        GetBucketNotificationConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
        GetBucketReplication GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
        GetObjectLockConfiguration GetPublicAccessBlock ListBucketAnalyticsConfigurations
        ListBucketIntelligentTieringConfigurations ListBucketInventoryConfigurations
        ListBucketMetricsConfigurations ListBuckets
    }
    Changes Management {
        CreateBucket CreateBucketMetadataConfiguration CreateBucketMetadataTableConfiguration DeleteBucket
        DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
        DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle
        DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration
        DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy
        DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeletePublicAccessBlock PutBucketAbac
        PutBucketAccelerateConfiguration PutBucketAcl PutBucketAnalyticsConfiguration PutBucketCors
        PutBucketEncryption PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration
        PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration
        PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication
        PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObjectLockConfiguration
        PutPublicAccessBlock UpdateBucketMetadataAnnotationTableConfiguration
        UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration
    }
    Reads Data {
        GetObject GetObjectAcl GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention
        GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListMultipartUploads ListObjectAnnotations
        ListObjectVersions ListObjects ListObjectsV2 ListParts SelectObjectContent
    }
    Changes Data {
        AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload CreateSession DeleteObject
        DeleteObjectAnnotation DeleteObjectTagging DeleteObjects PutObject PutObjectAcl PutObjectAnnotation
        PutObjectLegalHold PutObjectRetention PutObjectTagging RenameObject RestoreObject UpdateObjectEncryption
        UploadPart UploadPartCopy WriteGetObjectResponse
    }
}

/// One route. An empty sub-resource stands for the resource itself.
pub(super) type Route = (super::Level, &'static str, &'static str, S3Operation);

/// Every route that level, sub-resource and method decide.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    (Service, "", "GET", S3Operation::ListBuckets),
    (Bucket, "", "DELETE", S3Operation::DeleteBucket),
    (Bucket, "", "GET", S3Operation::ListObjects),
    (Bucket, "", "HEAD", S3Operation::HeadBucket),
    (Bucket, "", "PUT", S3Operation::CreateBucket),
    (Bucket, "abac", "GET", S3Operation::GetBucketAbac),
    (Bucket, "abac", "PUT", S3Operation::PutBucketAbac),
    (Bucket, "accelerate", "GET", S3Operation::GetBucketAccelerateConfiguration),
    (Bucket, "accelerate", "PUT", S3Operation::PutBucketAccelerateConfiguration),
    (Bucket, "acl", "GET", S3Operation::GetBucketAcl),
    (Bucket, "acl", "PUT", S3Operation::PutBucketAcl),
    (Bucket, "analytics", "DELETE", S3Operation::DeleteBucketAnalyticsConfiguration),
    (Bucket, "analytics", "GET", S3Operation::GetBucketAnalyticsConfiguration),
    (Bucket, "analytics", "PUT", S3Operation::PutBucketAnalyticsConfiguration),
    (Bucket, "cors", "DELETE", S3Operation::DeleteBucketCors),
    (Bucket, "cors", "GET", S3Operation::GetBucketCors),
    (Bucket, "cors", "PUT", S3Operation::PutBucketCors),
    (Bucket, "delete", "POST", S3Operation::DeleteObjects),
    (Bucket, "encryption", "DELETE", S3Operation::DeleteBucketEncryption),
    (Bucket, "encryption", "GET", S3Operation::GetBucketEncryption),
    (Bucket, "encryption", "PUT", S3Operation::PutBucketEncryption),
    (Bucket, "intelligent-tiering", "DELETE", S3Operation::DeleteBucketIntelligentTieringConfiguration),
    (Bucket, "intelligent-tiering", "GET", S3Operation::GetBucketIntelligentTieringConfiguration),
    (Bucket, "intelligent-tiering", "PUT", S3Operation::PutBucketIntelligentTieringConfiguration),
    (Bucket, "inventory", "DELETE", S3Operation::DeleteBucketInventoryConfiguration),
    (Bucket, "inventory", "GET", S3Operation::GetBucketInventoryConfiguration),
    (Bucket, "inventory", "PUT", S3Operation::PutBucketInventoryConfiguration),
    (Bucket, "lifecycle", "DELETE", S3Operation::DeleteBucketLifecycle),
    (Bucket, "lifecycle", "GET", S3Operation::GetBucketLifecycleConfiguration),
    (Bucket, "lifecycle", "PUT", S3Operation::PutBucketLifecycleConfiguration),
    (Bucket, "location", "GET", S3Operation::GetBucketLocation),
    (Bucket, "logging", "GET", S3Operation::GetBucketLogging),
    (Bucket, "logging", "PUT", S3Operation::PutBucketLogging),
    (Bucket, "metadataAnnotationTable", "PUT", S3Operation::UpdateBucketMetadataAnnotationTableConfiguration),
    (Bucket, "metadataConfiguration", "DELETE", S3Operation::DeleteBucketMetadataConfiguration),
    (Bucket, "metadataConfiguration", "GET", S3Operation::GetBucketMetadataConfiguration),
    (Bucket, "metadataConfiguration", "POST", S3Operation::CreateBucketMetadataConfiguration),
    (Bucket, "metadataInventoryTable", "PUT", S3Operation::UpdateBucketMetadataInventoryTableConfiguration),
    (Bucket, "metadataJournalTable", "PUT", S3Operation::UpdateBucketMetadataJournalTableConfiguration),
    (Bucket, "metadataTable", "DELETE", S3Operation::DeleteBucketMetadataTableConfiguration),
    (Bucket, "metadataTable", "GET", S3Operation::GetBucketMetadataTableConfiguration),
    (Bucket, "metadataTable", "POST", S3Operation::CreateBucketMetadataTableConfiguration),
    (Bucket, "metrics", "DELETE", S3Operation::DeleteBucketMetricsConfiguration),
    (Bucket, "metrics", "GET", S3Operation::GetBucketMetricsConfiguration),
    (Bucket, "metrics", "PUT", S3Operation::PutBucketMetricsConfiguration),
    (Bucket, "notification", "GET", S3Operation::GetBucketNotificationConfiguration),
    (Bucket, "notification", "PUT", S3Operation::PutBucketNotificationConfiguration),
    (Bucket, "object-lock", "GET", S3Operation::GetObjectLockConfiguration),
    (Bucket, "object-lock", "PUT", S3Operation::PutObjectLockConfiguration),
    (Bucket, "ownershipControls", "DELETE", S3Operation::DeleteBucketOwnershipControls),
    (Bucket, "ownershipControls", "GET", S3Operation::GetBucketOwnershipControls),
    (Bucket, "ownershipControls", "PUT", S3Operation::PutBucketOwnershipControls),
    (Bucket, "policy", "DELETE", S3Operation::DeleteBucketPolicy),
    (Bucket, "policy", "GET", S3Operation::GetBucketPolicy),
    (Bucket, "policy", "PUT", S3Operation::PutBucketPolicy),
    (Bucket, "policyStatus", "GET", S3Operation::GetBucketPolicyStatus),
    (Bucket, "publicAccessBlock", "DELETE", S3Operation::DeletePublicAccessBlock),
    (Bucket, "publicAccessBlock", "GET", S3Operation::GetPublicAccessBlock),
    (Bucket, "publicAccessBlock", "PUT", S3Operation::PutPublicAccessBlock),
    (Bucket, "replication", "DELETE", S3Operation::DeleteBucketReplication),
    (Bucket, "replication", "GET", S3Operation::GetBucketReplication),
    (Bucket, "replication", "PUT", S3Operation::PutBucketReplication),
    (Bucket, "requestPayment", "GET", S3Operation::GetBucketRequestPayment),
    (Bucket, "requestPayment", "PUT", S3Operation::PutBucketRequestPayment),
    (Bucket, "session", "GET", S3Operation::CreateSession),
    (Bucket, "tagging", "DELETE", S3Operation::DeleteBucketTagging),
    (Bucket, "tagging", "GET", S3Operation::GetBucketTagging),
    (Bucket, "tagging", "PUT", S3Operation::PutBucketTagging),
    (Bucket, "uploads", "GET", S3Operation::ListMultipartUploads),
    (Bucket, "versioning", "GET", S3Operation::GetBucketVersioning),
    (Bucket, "versioning", "PUT", S3Operation::PutBucketVersioning),
    (Bucket, "versions", "GET", S3Operation::ListObjectVersions),
    (Bucket, "website", "DELETE", S3Operation::DeleteBucketWebsite),
    (Bucket, "website", "GET", S3Operation::GetBucketWebsite),
    (Bucket, "website", "PUT", S3Operation::PutBucketWebsite),
    (Object, "", "DELETE", S3Operation::DeleteObject),
    (Object, "", "GET", S3Operation::GetObject),
    (Object, "", "HEAD", S3Operation::HeadObject),
    (Object, "", "PUT", S3Operation::PutObject),
    (Object, "acl", "GET", S3Operation::GetObjectAcl),
    (Object, "acl", "PUT", S3Operation::PutObjectAcl),
    (Object, "annotation", "DELETE", S3Operation::DeleteObjectAnnotation),
    (Object, "annotation", "GET", S3Operation::GetObjectAnnotation),
    (Object, "annotation", "PUT", S3Operation::PutObjectAnnotation),
    (Object, "attributes", "GET", S3Operation::GetObjectAttributes),
    (Object, "encryption", "PUT", S3Operation::UpdateObjectEncryption),
    (Object, "legal-hold", "GET", S3Operation::GetObjectLegalHold),
    (Object, "legal-hold", "PUT", S3Operation::PutObjectLegalHold),
    (Object, "renameObject", "PUT", S3Operation::RenameObject),
    (Object, "restore", "POST", S3Operation::RestoreObject),
    (Object, "retention", "GET", S3Operation::GetObjectRetention),
    (Object, "retention", "PUT", S3Operation::PutObjectRetention),
    (Object, "select", "POST", S3Operation::SelectObjectContent),
    (Object, "tagging", "DELETE", S3Operation::DeleteObjectTagging),
    (Object, "tagging", "GET", S3Operation::GetObjectTagging),
    (Object, "tagging", "PUT", S3Operation::PutObjectTagging),
    (Object, "torrent", "GET", S3Operation::GetObjectTorrent),
    (Object, "uploads", "POST", S3Operation::CreateMultipartUpload),
];
