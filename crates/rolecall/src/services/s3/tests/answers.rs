//! What is answered when policies are not the question.

use super::*;

/// The status and code of an error, as `404 NoSuchKey`.
fn code(answer: &Answered) -> String {
    let code = answer.body.split(':').next().unwrap_or_default();
    if answer.status < 400 { answer.status.to_string() } else { format!("{} {code}", answer.status) }
}

/// Refusals of the owner's root user, who is allowed everything: the state or the request is the reason.
#[tokio::test]
async fn refusals() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    world.bucket(OTHER, "theirs").await;
    world.send(world.root(OWN), "PUT /photos/k", "one").await;
    for (request, body, expected) in [
        ("GET /nowhere", "", "404 NoSuchBucket"),
        ("PUT /nowhere/k", "x", "404 NoSuchBucket"),
        ("GET /photos/missing", "", "404 NoSuchKey"),
        ("GET /photos/k?versionId=1", "", "404 NoSuchVersion"),
        ("GET /photos?policy", "", "404 NoSuchBucketPolicy"),
        ("GET /photos?policyStatus", "", "404 NoSuchBucketPolicy"),
        ("GET /photos/k?uploadId=x", "", "404 NoSuchUpload"),
        ("PUT /photos/k?uploadId=x&partNumber=1", "x", "404 NoSuchUpload"),
        ("PUT /photos/k?uploadId=x&partNumber=10001", "x", "400 InvalidArgument"),
        ("DELETE /photos", "", "409 BucketNotEmpty"),
        ("PUT /theirs", "", "409 BucketAlreadyExists"),
        ("PUT /photos", "", "200"),
        ("PUT /Bad_Name", "", "400 InvalidBucketName"),
        ("PUT /fresh x-amz-acl=public-read", "", "400 InvalidBucketAclWithObjectOwnership"),
        ("PUT /fresh x-amz-object-ownership=ObjectWriter", "", "501 NotImplemented"),
        ("PUT /fresh", "<CreateBucketConfiguration>", "400 MalformedXML"),
        ("PUT /photos/k x-amz-acl=private", "x", "400 AccessControlListNotSupported"),
        ("PUT /photos/k x-amz-grant-read=id=1", "x", "400 AccessControlListNotSupported"),
        ("PUT /photos/k x-amz-acl=bucket-owner-full-control", "one", "200"),
        ("PUT /photos/k x-amz-tagging=a", "x", "501 NotImplemented"),
        ("PUT /photos/k x-amz-server-side-encryption=aws:kms", "x", "501 NotImplemented"),
        ("PUT /photos/k x-amz-storage-class=GLACIER", "x", "501 NotImplemented"),
        ("PUT /photos/k if-none-match=*", "x", "412 PreconditionFailed"),
        ("PUT /photos/k if-match=\"x\"", "x", "412 PreconditionFailed"),
        ("PUT /photos/missing if-match=\"x\"", "x", "404 NoSuchKey"),
        ("PUT /photos/k x-amz-checksum-crc32=AAAAAA==", "x", "400 BadDigest"),
        ("GET /photos?list-type=2&max-keys=-1", "", "400 InvalidArgument"),
        ("GET /photos?list-type=2&continuation-token=!", "", "400 InvalidArgument"),
        ("GET /photos?encoding-type=base64", "", "400 InvalidArgument"),
        ("GET /?max-buckets=0", "", "400 InvalidArgument"),
        ("POST /photos?delete", "<Delete/>", "400 InvalidRequest"),
        ("PUT /photos/k x-amz-copy-source=photos/k", "", "400 InvalidRequest"),
        ("PUT /photos/k x-amz-copy-source=nokey", "", "400 InvalidArgument"),
        ("PUT /photos/k x-amz-copy-source=nowhere/k", "", "404 NoSuchBucket"),
        ("PUT /photos/2 x-amz-copy-source=photos/k x-amz-metadata-directive=SOME", "", "400 InvalidArgument"),
        ("PUT /photos/2 x-amz-copy-source=photos/k x-amz-copy-source-if-match=x", "", "412 PreconditionFailed"),
        (
            "POST /photos/2?uploads x-amz-checksum-algorithm=SHA256 x-amz-checksum-type=FULL_OBJECT",
            "",
            "400 InvalidRequest",
        ),
        ("GET /photos x-amz-expected-bucket-owner=222222222222", "", "403 AccessDenied"),
        ("GET /photos x-amz-expected-bucket-owner=111111111111", "", "200"),
        ("GET /photos/k?partNumber=2", "", "416 InvalidPartNumber"),
        ("GET /photos/k range=bytes=3-", "", "416 InvalidRange"),
        ("GET /photos?tagging", "", "501 NotImplemented"),
        ("PUT /photos/k?acl", "", "501 NotImplemented"),
        ("DELETE /photos?acl", "", "405 MethodNotAllowed"),
    ] {
        let answer = world.send(world.root(OWN), request, body).await;
        assert_eq!(code(&answer), expected, "{request}: {}", answer.body);
    }
    let answer = world.send(world.root(OWN), "GET /photos/k", "").await;
    assert_eq!(answer.body, "one", "no refused write changed anything");
}

/// R5.22: a bucket is served in its own Region; which one that is can be asked from anywhere.
#[tokio::test]
async fn buckets_are_served_in_their_region() {
    let world = World::new().await;
    let there =
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    assert_eq!(world.send(world.root(OWN), "PUT /european", there).await.status, 200);
    for request in ["GET /european", "PUT /european/k", "GET /european?policy", "DELETE /european"] {
        let answer = world.send(world.root(OWN), request, "").await;
        let expected = "AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is \
                        wrong; expecting 'eu-west-1'";
        assert_eq!((answer.status, answer.body.as_str()), (400, expected), "{request}");
    }
    let location = world.send(world.root(OWN), "GET /european?location", "").await;
    assert!(location.body.contains(">eu-west-1</LocationConstraint>"), "{}", location.body);
    assert_eq!(code(&world.send(Caller::anonymous(), "GET /european", "").await), "403 AccessDenied");
}

/// Each key of a `DeleteObjects` is decided by itself, and what is denied stays.
#[tokio::test]
async fn deleting_many_is_decided_key_by_key() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    for key in ["mine", "theirs"] {
        world.send(world.root(OWN), &format!("PUT /photos/{key}"), "x").await;
    }
    world.allow(OWN, statements(&[("s3:DeleteObject", "arn:aws:s3:::photos/mine")])).await;
    let body = "<Delete><Object><Key>mine</Key></Object><Object><Key>theirs</Key></Object></Delete>";
    let md5 = "content-md5=".to_owned() + &md5_of(body);
    let answer = world.send(world.user(OWN), &format!("POST /photos?delete {md5}"), body).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<Deleted><Key>mine</Key></Deleted>"), "{}", answer.body);
    assert!(answer.body.contains("<Error><Key>theirs</Key><Code>AccessDenied</Code>"), "{}", answer.body);
    assert_eq!(world.send(world.root(OWN), "GET /photos/theirs", "").await.body, "x");
    assert_eq!(world.send(world.root(OWN), "GET /photos/mine", "").await.status, 404);
}

fn md5_of(text: &str) -> String {
    use md5::{Digest, Md5};
    data_encoding::BASE64.encode(&Md5::digest(text.as_bytes()))
}

/// R2.30: the bucket's policy is the owner account's affair, though another account be allowed to call.
#[tokio::test]
async fn bucket_policies_belong_to_the_owner() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:*",
        "Resource": ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"]}]})
    .to_string();
    let put = world.send(world.root(OWN), "PUT /photos?policy", &policy).await;
    assert_eq!(put.status, 204, "{}", put.body);
    let guest = json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]);
    assert_eq!(
        code(&world.send(world.user(OTHER), "GET /photos", "").await),
        "403 AccessDenied",
        "one side is not enough"
    );
    world.allow(OTHER, guest).await;
    assert_eq!(world.send(world.user(OTHER), "GET /photos", "").await.status, 200);
    for request in ["GET /photos?policy", "DELETE /photos?policy", "PUT /photos?policy"] {
        let answer = world.send(world.user(OTHER), request, &policy).await;
        assert_eq!(code(&answer), "405 MethodNotAllowed", "{request}");
    }
    // R5.14: another account hears no reason.
    world.allow(OTHER, json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}])).await;
    let denied = world.send(world.user(OTHER), "GET /photos", "").await;
    assert_eq!((denied.status, denied.body.as_str()), (403, "AccessDenied: Access Denied"));
    assert_eq!(world.send(world.root(OWN), "GET /photos?policy", "").await.body, policy);
}

/// R2.31, R5.15: a public policy is refused while it is blocked; once it is not, everybody reads, and
/// `RestrictPublicBuckets` shuts the door again.
#[tokio::test]
async fn public_buckets() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    world.send(world.root(OWN), "PUT /photos/k", "one").await;
    let public = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*"}]})
    .to_string();
    let refused = world.send(world.root(OWN), "PUT /photos?policy", &public).await;
    let expected = "AccessDenied: User: arn:aws:iam::111111111111:root is not authorized to perform: s3:PutBucketPolicy \
                    on resource: \"arn:aws:s3:::photos\" because public policies are blocked by the BlockPublicPolicy \
                    block public access setting.";
    assert_eq!((refused.status, refused.body.as_str()), (403, expected));
    assert_eq!(world.send(world.root(OWN), "DELETE /photos?publicAccessBlock", "").await.status, 204);
    assert_eq!(world.send(world.root(OWN), "PUT /photos?policy", &public).await.status, 204);
    let status = world.send(world.root(OWN), "GET /photos?policyStatus", "").await;
    assert!(status.body.contains("<IsPublic>true</IsPublic>"), "{}", status.body);
    assert_eq!(world.send(Caller::anonymous(), "GET /photos/k", "").await.body, "one");
    let overridden = world.send(Caller::anonymous(), "GET /photos/k?response-content-type=a", "").await;
    assert_eq!(code(&overridden), "400 InvalidRequest");
    assert_eq!(code(&world.send(Caller::anonymous(), "GET /photos/missing", "").await), "403 AccessDenied");
    assert_eq!(code(&world.send(Caller::anonymous(), "GET /", "").await), "403 AccessDenied");
    let block = "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
    assert_eq!(world.send(world.root(OWN), "PUT /photos?publicAccessBlock", block).await.status, 200);
    assert_eq!(code(&world.send(Caller::anonymous(), "GET /photos/k", "").await), "403 AccessDenied");
    assert_eq!(world.send(world.root(OWN), "GET /photos/k", "").await.status, 200);
}

/// Condition keys of a listing and of a write reach the policies.
#[tokio::test]
async fn condition_keys() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    for key in ["k", "source"] {
        world.send(world.root(OWN), &format!("PUT /photos/{key}"), "one").await;
    }
    for (condition, denied, allowed) in [
        (json!({"StringEquals": {"s3:prefix": "a/"}}), "GET /photos", "GET /photos?prefix=a/"),
        (json!({"StringEquals": {"s3:delimiter": "/"}}), "GET /photos?delimiter=x", "GET /photos?delimiter=/"),
        (json!({"NumericLessThanEquals": {"s3:max-keys": "10"}}), "GET /photos?max-keys=11", "GET /photos?max-keys=10"),
        (json!({"StringEquals": {"s3:prefix": [""]}}), "GET /photos?prefix=x", "GET /photos?prefix="),
        (json!({"Null": {"s3:if-none-match": "false"}}), "PUT /photos/k", "PUT /photos/k if-none-match=*"),
        (json!({"Bool": {"s3:ObjectCreationOperation": "false"}}), "PUT /photos/k", "POST /photos/k?uploads"),
        (
            json!({"StringEquals": {"s3:x-amz-copy-source": "photos/source"}}),
            "PUT /photos/2",
            "PUT /photos/2 x-amz-copy-source=photos/source",
        ),
        (json!({"StringEquals": {"s3:VersionId": "null"}}), "GET /photos/k", "GET /photos/k?versionId=null"),
        (
            json!({"StringEquals": {"s3:authType": "REST-HEADER", "s3:signatureversion": "AWS4-HMAC-SHA256",
                "s3:ResourceAccount": "111111111111", "aws:ResourceAccount": "111111111111"},
                "NumericLessThan": {"s3:signatureAge": "1"}, "Null": {"s3:prefix": "true"}}),
            "GET /photos?prefix=x",
            "GET /photos",
        ),
    ] {
        let any = json!([
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/source"}]);
        world.allow(OWN, any).await;
        let answer = world.send(world.user(OWN), denied, "").await;
        assert_eq!(answer.status, 403, "{condition}: {denied}");
        let answer = world.send(world.user(OWN), allowed, "").await;
        assert_ne!(answer.status, 403, "{condition}: {allowed}: {}", answer.body);
    }
}

/// A bucket that is deleted and made again by another account shows nothing of the first.
#[tokio::test]
async fn a_new_bucket_of_the_same_name_is_empty() {
    let world = World::new().await;
    assert_eq!(world.send(world.root(OWN), "PUT /photos", "").await.status, 200);
    let upload = world.send(world.root(OWN), "POST /photos/k?uploads", "").await;
    assert_eq!(upload.status, 200);
    assert_eq!(world.send(world.root(OWN), "DELETE /photos", "").await.status, 204);
    assert_eq!(code(&world.send(world.root(OWN), "PUT /photos/late", "x").await), "404 NoSuchBucket");
    assert_eq!(world.send(world.root(OTHER), "PUT /photos", "").await.status, 200);
    let uploads = world.send(world.root(OTHER), "GET /photos?uploads", "").await;
    assert!(!uploads.body.contains("<Upload>"), "{}", uploads.body);
    let listed = world.send(world.root(OTHER), "GET /photos?list-type=2", "").await;
    assert!(listed.body.contains("<KeyCount>0</KeyCount>"), "{}", listed.body);
    assert_eq!(world.send(world.root(OTHER), "GET /", "").await.body.matches("<Bucket>").count(), 1);
    assert_eq!(world.send(world.root(OWN), "GET /", "").await.body.matches("<Bucket>").count(), 0);
}

/// Headers of a presigned URL's query count as headers, and unsigned ones beside them do not replace them.
#[tokio::test]
async fn hoisted_headers() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    let url = "PUT /photos/k?X-Amz-Signature=0&x-amz-meta-a=signed&X-Amz-Credential=c x-amz-meta-a=unsigned";
    assert_eq!(world.send(world.root(OWN), url, "one").await.status, 200);
    let got = world.send(world.root(OWN), "GET /photos/k", "").await;
    assert_eq!(got.headers.get("x-amz-meta-a").unwrap(), "signed");
    assert!(!got.headers.contains_key("x-amz-meta-credential"));
    let copied = "PUT /photos/2?X-Amz-Signature=0&x-amz-copy-source=photos%2Fk";
    let answer = world.send(world.root(OWN), copied, "").await;
    assert!(answer.body.contains("<CopyObjectResult"), "{}", answer.body);
    let plain = "PUT /photos/3?x-amz-copy-source=photos%2Fk";
    assert!(!world.send(world.root(OWN), plain, "x").await.body.contains("CopyObjectResult"));
}

/// A conditional read that changes nothing has no body but its headers.
#[tokio::test]
async fn not_modified() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    let put = world.send(world.root(OWN), "PUT /photos/k", "one").await;
    let etag = put.headers.get("etag").unwrap().to_str().unwrap().to_owned();
    let got = world.send(world.root(OWN), &format!("GET /photos/k if-none-match={etag}"), "").await;
    assert_eq!((got.status, got.body.as_str()), (304, ""));
    assert_eq!(got.headers.get("etag").unwrap(), etag.as_str());
}
