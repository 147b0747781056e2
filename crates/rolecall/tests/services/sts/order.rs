//! The order in which a request is looked at (R5.25, R3.8): of two faults the earlier one is told.

use crate::kit::Server;

const SIGNATURE: &str = "403 SignatureDoesNotMatch The request signature we calculated does not match the signature \
                         you provided. Check your AWS Secret Access Key and signing method. Consult the service \
                         documentation for details.";
const KEY: &str = "403 InvalidClientTokenId The security token included in the request is invalid.";
const EXPIRED: &str = "403 ExpiredToken The security token included in the request is expired";
const SHAPE: &str = "400 ValidationError 1 validation error detected: Value '1' at 'roleSessionName' failed to satisfy \
                     constraint: Member must have length greater than or equal to 2";
const BAD_SHAPE: &str = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/none RoleSessionName=1";
const FORBIDDEN: &str = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/none RoleSessionName=ss";

/// A user `ana` without permissions, and `dev`, a role session that ends in 15 minutes.
async fn world() -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let trust = "+sts:AssumeRole<arn:aws:iam::111111111111:user/ana>";
    server.call("root", &format!("CreateRole RoleName=dev AssumeRolePolicyDocument={trust}")).await.unwrap();
    let assume = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss DurationSeconds=900";
    server.call_as("ana", assume, "dev").await;
    server
}

/// R5.25: key look-up, token, expiry, date, signature, shapes, authorisation, in this order.
#[tokio::test]
async fn the_earlier_fault_is_told() {
    let server = world().await;
    for (caller, call, told) in [
        // No signature at all, and everything else wrong.
        ("nobody", BAD_SHAPE, "403 MissingAuthenticationToken Request is missing Authentication Token"),
        // The key is not known, and the signature is late and wrong.
        ("ana/id=AKIAIOSFODNN7EXAMPLE/late/wrong-secret", BAD_SHAPE, KEY),
        // The token is not of the key, and the signature is late and wrong.
        ("dev/altered/late/wrong-secret", BAD_SHAPE, KEY),
        // The signature is wrong, the operation is not there, and the parameter has no right shape.
        ("ana/wrong-secret", BAD_SHAPE, SIGNATURE),
        ("ana/wrong-secret", "sts:Assume", SIGNATURE),
        // The shape is wrong, and it would not be allowed.
        ("ana", BAD_SHAPE, SHAPE),
        ("root", BAD_SHAPE, SHAPE),
        (
            "ana",
            FORBIDDEN,
            "403 AccessDenied User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on \
             resource: arn:aws:iam::111111111111:role/none",
        ),
        // MFA is looked at before authorisation, and before what the tags mean (R3.8).
        (
            "ana",
            "AssumeRole RoleArn=arn:aws:iam::111111111111:role/none RoleSessionName=ss TokenCode=123456 Tags=a:1,A:2",
            "403 AccessDenied MultiFactorAuthentication failed, must provide both MFA serial number and one time pass \
             code.",
        ),
        (
            "ana",
            "AssumeRole RoleArn=arn:aws:iam::111111111111:role/none RoleSessionName=ss Tags=a:1,A:2",
            "400 InvalidParameterValue Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ),
        // Authorisation before the duration, the duration before session policies (R3.8).
        (
            "ana",
            "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss DurationSeconds=43200 Policy=x",
            "400 ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
        (
            "ana",
            "AssumeRole RoleArn=arn:aws:iam::111111111111:role/none RoleSessionName=ss DurationSeconds=43200 Policy=x",
            "403 AccessDenied User: arn:aws:iam::111111111111:user/ana is not authorized to perform: sts:AssumeRole on \
             resource: arn:aws:iam::111111111111:role/none",
        ),
    ] {
        assert_eq!(server.call(caller, call).await.unwrap_err(), told, "{caller} {call}");
    }
    // The token is over, and the signature is late and wrong.
    server.wait(900).await;
    assert_eq!(server.call("dev/late/wrong-secret", BAD_SHAPE).await.unwrap_err(), EXPIRED);
    // It is over, but it is not of the key.
    assert_eq!(server.call("dev/altered", BAD_SHAPE).await.unwrap_err(), KEY);
}

/// R5.20, R5.25: the date is looked at before the signature.
#[tokio::test]
async fn the_date_comes_before_the_signature() {
    let server = world().await;
    for (caller, told) in [
        (
            "ana/late",
            "403 SignatureDoesNotMatch Signature expired: 20261122T094400Z is now earlier than 20261122T094500Z (20261122T100000Z - 15 min.)",
        ),
        (
            "ana/late/wrong-secret",
            "403 SignatureDoesNotMatch Signature expired: 20261122T094400Z is now earlier than 20261122T094500Z (20261122T100000Z - 15 min.)",
        ),
        (
            "ana/early/wrong-secret",
            "403 SignatureDoesNotMatch Signature not yet current: 20261122T101600Z is still later than 20261122T101500Z (20261122T100000Z + 15 min.)",
        ),
    ] {
        assert_eq!(server.call(caller, BAD_SHAPE).await.unwrap_err(), told, "{caller}");
    }
}

/// R5.25: what cannot be read as a form, or names no operation, is told to those who signed it.
#[tokio::test]
async fn the_form_is_read_after_the_signature() {
    let server = world().await;
    let version = "Version=2011-06-15";
    for (form, told) in [
        ("Action=GetCallerIdentity&Version=%FF".to_owned(), "400 MalformedQueryString"),
        (format!("Action=GetCallerIdentity&Action=GetSessionToken&{version}"), "400 MalformedQueryString"),
        (version.to_owned(), "400 MissingAction The request is missing the required parameter Action"),
        (
            format!("Action=Assume&{version}"),
            "400 InvalidAction Could not find operation Assume for version 2011-06-15",
        ),
        (
            "Action=GetCallerIdentity".to_owned(),
            "400 InvalidAction Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
        ),
    ] {
        let error = server.form("ana", "sts", form.clone()).await.unwrap_err();
        assert!(error.starts_with(told), "{form}: {error}");
        assert_eq!(server.form("ana/wrong-secret", "sts", form.clone()).await.unwrap_err(), SIGNATURE, "{form}");
        let error = server.form("nobody", "sts", form.clone()).await.unwrap_err();
        assert_eq!(error, "403 MissingAuthenticationToken Request is missing Authentication Token", "{form}");
    }
}
