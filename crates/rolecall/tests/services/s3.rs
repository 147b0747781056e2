//! S3: what the stories cannot say of policies, public access and condition keys.

use crate::kit::Server;
use crate::kit::call::{Answer, Call, Documents};
use serde_json::{Value, json};

/// The users `ana` of 111111111111 and `eve` of 222222222222, who may do nothing.
async fn world() -> Server {
    let mut server = Server::new().await;
    for (root, user) in [("root", "ana"), ("prod", "eve")] {
        server.call(root, &format!("CreateUser UserName={user}")).await.unwrap();
        server.call_as(root, &format!("CreateAccessKey UserName={user}"), user).await;
    }
    server
}

/// Gives the user this policy and no other.
async fn allow(server: &Server, user: &str, statements: Value) {
    let root = if user == "ana" { "root" } else { "prod" };
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let parameters = [("UserName", user), ("PolicyName", "p"), ("PolicyDocument", &document)];
    server.ask(root, "PutUserPolicy", &parameters).await.unwrap();
}

async fn send(server: &Server, caller: &str, request: &str, body: &str) -> Answer {
    let mut call = Call::read(request);
    let Call::Rest { parameters, .. } = &mut call else { panic!("{request} is not S3's") };
    parameters.push(("Body".to_owned(), body.to_owned()));
    server.perform(caller, &call, &Documents::new()).await
}

/// R5.22: a bucket is served in its own Region; which one that is can be asked from anywhere.
#[tokio::test]
async fn buckets_are_served_in_their_region() {
    let world = world().await;
    let there =
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    assert_eq!(send(&world, "root", "PUT /european", there).await.status, 200);
    for request in ["GET /european", "PUT /european/k", "GET /european?policy", "DELETE /european"] {
        let answer = send(&world, "root", request, "").await;
        let expected = "400 AuthorizationHeaderMalformed The authorization header is malformed; the region 'us-east-1' is \
                        wrong; expecting 'eu-west-1'";
        assert_eq!(answer.told(), expected, "{request}");
    }
    let location = send(&world, "root", "GET /european?location", "").await;
    assert!(location.body.contains(">eu-west-1</LocationConstraint>"), "{}", location.body);
    assert_eq!(send(&world, "nobody", "GET /european", "").await.code(), "403 AccessDenied");
}

/// Each key of a `DeleteObjects` is decided by itself, and what is denied stays.
#[tokio::test]
async fn deleting_many_is_decided_key_by_key() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    for key in ["mine", "theirs"] {
        send(&world, "root", &format!("PUT /photos/{key}"), "x").await;
    }
    allow(
        &world,
        "ana",
        json!([{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::photos/mine"}]),
    )
    .await;
    let body = "<Delete><Object><Key>mine</Key></Object><Object><Key>theirs</Key></Object></Delete>";
    let md5 = "content-md5=".to_owned() + &md5_of(body);
    let answer = send(&world, "ana", &format!("POST /photos?delete {md5}"), body).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<Deleted><Key>mine</Key></Deleted>"), "{}", answer.body);
    assert!(answer.body.contains("<Error><Key>theirs</Key><Code>AccessDenied</Code>"), "{}", answer.body);
    assert_eq!(send(&world, "root", "GET /photos/theirs", "").await.body, "x");
    assert_eq!(send(&world, "root", "GET /photos/mine", "").await.status, 404);
}

fn md5_of(text: &str) -> String {
    use md5::{Digest, Md5};
    data_encoding::BASE64.encode(&Md5::digest(text.as_bytes()))
}

/// R2.30: the bucket's policy is the owner account's affair, though another account be allowed to call.
#[tokio::test]
async fn bucket_policies_belong_to_the_owner() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:*",
        "Resource": ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"]}]})
    .to_string();
    let put = send(&world, "root", "PUT /photos?policy", &policy).await;
    assert_eq!(put.status, 204, "{}", put.body);
    let guest = json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]);
    assert_eq!(send(&world, "eve", "GET /photos", "").await.code(), "403 AccessDenied", "one side is not enough");
    allow(&world, "eve", guest).await;
    assert_eq!(send(&world, "eve", "GET /photos", "").await.status, 200);
    for request in ["GET /photos?policy", "DELETE /photos?policy", "PUT /photos?policy"] {
        let answer = send(&world, "eve", request, &policy).await;
        assert_eq!(answer.code(), "405 MethodNotAllowed", "{request}");
    }
    // R5.14: another account hears no reason.
    allow(&world, "eve", json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}])).await;
    let denied = send(&world, "eve", "GET /photos", "").await;
    assert_eq!(denied.told(), "403 AccessDenied Access Denied");
    // R1.18: an account is shown by the ARN of its root.
    let shown = policy.replace("222222222222", "arn:aws:iam::222222222222:root");
    assert_eq!(send(&world, "root", "GET /photos?policy", "").await.body, shown);
}

/// R2.31, R5.15: a public policy is refused while it is blocked; once it is not, everybody reads, and
/// `RestrictPublicBuckets` shuts the door again.
#[tokio::test]
async fn public_buckets() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    send(&world, "root", "PUT /photos/k", "one").await;
    let public = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*"}]})
    .to_string();
    let refused = send(&world, "root", "PUT /photos?policy", &public).await;
    let expected = "403 AccessDenied User: arn:aws:iam::111111111111:root is not authorized to perform: s3:PutBucketPolicy \
                    on resource: \"arn:aws:s3:::photos\" because public policies are blocked by the BlockPublicPolicy \
                    block public access setting.";
    assert_eq!(refused.told(), expected);
    assert_eq!(send(&world, "root", "DELETE /photos?publicAccessBlock", "").await.status, 204);
    assert_eq!(send(&world, "root", "PUT /photos?policy", &public).await.status, 204);
    let status = send(&world, "root", "GET /photos?policyStatus", "").await;
    assert!(status.body.contains("<IsPublic>true</IsPublic>"), "{}", status.body);
    assert_eq!(send(&world, "nobody", "GET /photos/k", "").await.body, "one");
    let overridden = send(&world, "nobody", "GET /photos/k?response-content-type=a", "").await;
    assert_eq!(overridden.code(), "400 InvalidRequest");
    assert_eq!(send(&world, "nobody", "GET /photos/missing", "").await.code(), "403 AccessDenied");
    assert_eq!(send(&world, "nobody", "GET /", "").await.code(), "403 AccessDenied");
    let block = "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
    assert_eq!(send(&world, "root", "PUT /photos?publicAccessBlock", block).await.status, 200);
    assert_eq!(send(&world, "nobody", "GET /photos/k", "").await.code(), "403 AccessDenied");
    assert_eq!(send(&world, "root", "GET /photos/k", "").await.status, 200);
}

/// Condition keys of a listing and of a write reach the policies.
#[tokio::test]
async fn condition_keys() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    for key in ["k", "source"] {
        send(&world, "root", &format!("PUT /photos/{key}"), "one").await;
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
        allow(&world, "ana", any).await;
        let answer = send(&world, "ana", denied, "").await;
        assert_eq!(answer.status, 403, "{condition}: {denied}");
        let answer = send(&world, "ana", allowed, "").await;
        assert_ne!(answer.status, 403, "{condition}: {allowed}: {}", answer.body);
    }
}

/// A bucket that is deleted and made again by another account shows nothing of the first.
#[tokio::test]
async fn a_new_bucket_of_the_same_name_is_empty() {
    let world = world().await;
    assert_eq!(send(&world, "root", "PUT /photos", "").await.status, 200);
    let upload = send(&world, "root", "POST /photos/k?uploads", "").await;
    assert_eq!(upload.status, 200);
    assert_eq!(send(&world, "root", "DELETE /photos", "").await.status, 204);
    assert_eq!(send(&world, "root", "PUT /photos/late", "x").await.code(), "404 NoSuchBucket");
    assert_eq!(send(&world, "prod", "PUT /photos", "").await.status, 200);
    let uploads = send(&world, "prod", "GET /photos?uploads", "").await;
    assert!(!uploads.body.contains("<Upload>"), "{}", uploads.body);
    let listed = send(&world, "prod", "GET /photos?list-type=2", "").await;
    assert!(listed.body.contains("<KeyCount>0</KeyCount>"), "{}", listed.body);
    assert_eq!(send(&world, "prod", "GET /", "").await.body.matches("<Bucket>").count(), 1);
    assert_eq!(send(&world, "root", "GET /", "").await.body.matches("<Bucket>").count(), 0);
}

/// Headers of a presigned URL's query count as headers, and those that come beside them do not replace them.
#[tokio::test]
async fn hoisted_headers() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let url = "PUT /photos/k?x-amz-meta-a=signed x-amz-meta-a=beside";
    assert_eq!(send(&world, "root/presigned", url, "one").await.status, 200);
    let got = send(&world, "root", "GET /photos/k", "").await;
    assert_eq!(got.headers.get("x-amz-meta-a").unwrap(), "signed");
    assert!(!got.headers.contains_key("x-amz-meta-credential"));
    let copied = "PUT /photos/2?x-amz-copy-source=photos%2Fk";
    let answer = send(&world, "root/presigned", copied, "").await;
    assert!(answer.body.contains("<CopyObjectResult"), "{}", answer.body);
    let plain = "PUT /photos/3?x-amz-copy-source=photos%2Fk";
    assert!(!send(&world, "root", plain, "x").await.body.contains("CopyObjectResult"));
}

/// R6.27: an upload by a URL as the JavaScript SDK presigns it, with the checksum of an empty body. As a parameter it is
/// ignored, as a header it is verified.
#[tokio::test]
async fn checksums_of_presigned_urls_are_ignored() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let started = send(&world, "root", "POST /photos/parts?uploads", "").await;
    let upload = crate::kit::call::element(&started.body, "<UploadId>").unwrap();
    for target in ["/photos/k".to_owned(), format!("/photos/parts?partNumber=1&uploadId={upload}")] {
        let join = if target.contains('?') { '&' } else { '?' };
        for claims in [
            "x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32",
            "x-amz-checksum-crc32c=AAAAAA%3D%3D&x-amz-checksum-crc32=AAAAAA%3D%3D",
            "X-Amz-Checksum-Sha256=nonsense&x-amz-sdk-checksum-algorithm=nonsense",
            "x-amz-checksum-md5=nonsense&x-amz-trailer=x-amz-checksum-crc32&x-amz-decoded-content-length=1",
        ] {
            let put = format!("PUT {target}{join}{claims}");
            assert_eq!(send(&world, "root/presigned", &put, "hello").await.told(), "200", "{put}");
        }
        let put = format!("PUT {target} x-amz-checksum-crc32=AAAAAA==");
        for caller in ["root", "root/presigned"] {
            assert_eq!(send(&world, caller, &put, "hello").await.code(), "400 BadDigest", "{caller} {put}");
        }
    }
    assert_eq!(send(&world, "root", "GET /photos/k", "").await.body, "hello");
}

/// Every answer about an object tells its encryption, whether it was asked for or not.
#[tokio::test]
async fn encryption_is_told() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let started = send(&world, "root", "POST /photos/parts?uploads x-amz-server-side-encryption=AES256", "").await;
    let upload = crate::kit::call::element(&started.body, "<UploadId>").unwrap().to_owned();
    let part = send(&world, "root", &format!("PUT /photos/parts?partNumber=1&uploadId={upload}"), "x").await;
    let etag = part.headers.get("etag").unwrap().to_str().unwrap().to_owned();
    let complete = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    let mut answers = vec![started, part];
    for (request, body) in [
        (&*format!("POST /photos/parts?uploadId={upload}"), &*complete),
        ("PUT /photos/k x-amz-server-side-encryption=AES256", "x"),
        ("PUT /photos/plain", "x"),
        ("PUT /photos/copy x-amz-copy-source=photos/k x-amz-server-side-encryption=AES256", ""),
        ("GET /photos/plain", ""),
        ("HEAD /photos/k", ""),
        ("GET /photos/parts range=bytes=0-0", ""),
    ] {
        answers.push(send(&world, "root", request, body).await);
    }
    for answer in answers {
        assert_eq!(answer.headers.get("x-amz-server-side-encryption").unwrap(), "AES256", "{answer:?}");
    }
}

/// Headers of encryption and of access control lists are condition keys of `s3:PutObject`, the only permission asked.
#[tokio::test]
async fn encryption_and_lists_are_condition_keys() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::photos/*",
         "Condition": {"StringEquals": {"aws:PrincipalAccount": "222222222222"}}}]});
    assert_eq!(send(&world, "root", "PUT /photos?policy", &policy.to_string()).await.status, 204);
    let owner = send(&world, "root", "GET /", "").await;
    let owner = crate::kit::call::element(&owner.body, "<ID>").unwrap().to_owned();
    let grant = format!("PUT /photos/k x-amz-grant-full-control=id={owner}");
    for (condition, request, expected) in [
        (json!({}), "PUT /photos/k x-amz-acl=bucket-owner-full-control", "200"),
        (json!({}), "PUT /photos/k x-amz-acl=private", "400 AccessControlListNotSupported"),
        (json!({}), "PUT /photos/k x-amz-acl=public-read", "400 AccessControlListNotSupported"),
        (json!({}), &grant, "200"),
        (json!({}), "PUT /photos/k x-amz-grant-read=id=1", "400 AccessControlListNotSupported"),
        (json!({"Null": {"s3:x-amz-grant-full-control": "true"}}), &grant, "403 AccessDenied"),
        (json!({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}), "PUT /photos/k", "403 AccessDenied"),
        (
            json!({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}),
            "PUT /photos/k x-amz-acl=bucket-owner-full-control",
            "200",
        ),
        (json!({"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}), "PUT /photos/k", "403 AccessDenied"),
        (
            json!({"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}),
            "PUT /photos/k x-amz-server-side-encryption=AES256",
            "200",
        ),
    ] {
        let put = json!([{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": condition}]);
        allow(&world, "eve", put).await;
        assert_eq!(send(&world, "eve", request, "x").await.code(), expected, "{request} {condition}");
    }
}

/// The conditions of a presigned write hold, and so does the owner that it expects.
#[tokio::test]
async fn conditions_of_presigned_urls_hold() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    assert_eq!(send(&world, "root/presigned", "PUT /photos/k?If-None-Match=*", "one").await.code(), "200");
    for (request, expected) in [
        ("PUT /photos/k?If-None-Match=*", "412 PreconditionFailed"),
        ("PUT /photos/k?if-none-match=*", "412 PreconditionFailed"),
        ("PUT /photos/k?If-Match=other", "412 PreconditionFailed"),
        ("PUT /photos/k?x-amz-expected-bucket-owner=222222222222", "403 AccessDenied"),
    ] {
        assert_eq!(send(&world, "root/presigned", request, "two").await.code(), expected, "{request}");
    }
    assert_eq!(send(&world, "root", "GET /photos/k", "").await.body, "one");
}

/// A policy sees the parameters of a presigned URL that take effect, and not those that do not.
#[tokio::test]
async fn policies_see_hoisted_headers_that_act() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let put =
        |condition: Value| json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}]);
    for (condition, request, expected) in [
        (json!({"StringEquals": {"s3:x-amz-storage-class": "STANDARD"}}), "PUT /photos/k", "403 AccessDenied"),
        (
            json!({"StringEquals": {"s3:x-amz-storage-class": "STANDARD"}}),
            "PUT /photos/k?x-amz-storage-class=STANDARD",
            "200",
        ),
        (
            json!({"Null": {"s3:x-amz-storage-class": "true"}}),
            "PUT /photos/k?x-amz-storage-class=STANDARD",
            "403 AccessDenied",
        ),
        (
            json!({"StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}}),
            "PUT /photos/k?x-amz-content-sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "200",
        ),
    ] {
        allow(&world, "ana", put(condition)).await;
        assert_eq!(send(&world, "ana/presigned", request, "x").await.code(), expected, "{request}");
    }
}

/// A conditional read that changes nothing has no body but its headers.
#[tokio::test]
async fn not_modified() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    let put = send(&world, "root", "PUT /photos/k", "one").await;
    let etag = put.headers.get("etag").unwrap().to_str().unwrap().to_owned();
    let got = send(&world, "root", &format!("GET /photos/k if-none-match={etag}"), "").await;
    assert_eq!((got.status, got.body.as_str()), (304, ""));
    assert_eq!(got.headers.get("etag").unwrap(), etag.as_str());
}

/// A header whose text is not ASCII is a condition key like any other, and one that is not UTF-8 takes no effect at all.
#[tokio::test]
async fn every_header_that_takes_effect_is_a_condition_key() {
    let world = world().await;
    send(&world, "root", "PUT /photos", "").await;
    send(&world, "root", "PUT /photos/source", "x").await;
    let redirected = json!({"Null": {"s3:x-amz-website-redirect-location": "false"}});
    let copied = json!({"StringLike": {"s3:x-amz-copy-source": "*ö*"}});
    let statements = json!([
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": redirected},
        {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": copied},
    ]);
    allow(&world, "ana", statements).await;
    send(&world, "root", "PUT /photos/%C3%B6", "x").await;
    for (request, expected) in [
        ("PUT /photos/k", "200"),
        ("PUT /photos/k x-amz-website-redirect-location=/there", "403 AccessDenied"),
        ("PUT /photos/k x-amz-website-redirect-location=/dört", "403 AccessDenied"),
        ("PUT /photos/k x-amz-copy-source=photos/source", "200"),
        ("PUT /photos/k x-amz-copy-source=photos/ö", "403 AccessDenied"),
    ] {
        assert_eq!(send(&world, "ana", request, "").await.code(), expected, "{request}");
    }
}
