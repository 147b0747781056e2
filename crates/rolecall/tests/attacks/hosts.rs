//! Host names that could be read as another bucket than the one that their owner means.

use crate::kit::Server;

/// The owner of `photos` lets everybody write. Nobody can have a bucket whose host name is read as `photos`, nor one whose
/// host is a service's endpoint, so that the bucket in the path is taken.
#[tokio::test]
async fn no_bucket_is_made_that_another_answers_for() {
    let server = Server::new().await;
    server.call("prod", "PUT /photos").await.unwrap();
    for name in ["photos.s3", "photos.s3.eu-west-1", "s3.eu-west-1", "iam", "sts", "sts.eu-west-1", "my.s3.photos"] {
        let refused = server.answer("root", &format!("PUT /{name}")).await;
        assert_eq!(refused.told(), "400 InvalidBucketName The specified bucket is not valid.", "{name}");
    }
    for name in ["my.photos", "iam-keys", "s3-photos", "photos.eu-west-1"] {
        server.call("root", &format!("PUT /{name}")).await.unwrap();
        server.call("root", &format!("PUT /mine host={name}.localhost Body=x")).await.unwrap();
        assert_eq!(server.call("root", &format!("GET /{name}/mine")).await.unwrap(), "x");
    }
}
