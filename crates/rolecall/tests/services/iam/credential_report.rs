//! The text of credential reports.

use crate::kit::Server;
use crate::kit::call::element;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// R4.47, R4.48: every column of the root user and of users, with and without credentials.
#[tokio::test]
async fn a_report_tells_every_credential() {
    let mut server = Server::new().await;
    for user in ["CreateUser UserName=ana", "CreateUser UserName=Bob Path=/a,b/"] {
        server.call("root", user).await.unwrap();
    }
    server.call("root", "CreateLoginProfile UserName=ana Password=Correct%20horse%201").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.wait(3_600).await;
    server.call("root", "UpdateLoginProfile UserName=ana Password=Another%20horse%201").await.unwrap();
    server.call("root", "UpdateAccountPasswordPolicy MaxPasswordAge=90").await.unwrap();
    server.call("ana", "GetCallerIdentity").await.unwrap();
    let second = server.call("root", "CreateAccessKey UserName=ana").await.unwrap();
    let second = element(&second, "<AccessKeyId>").unwrap();
    server.call("root", &format!("UpdateAccessKey UserName=ana AccessKeyId={second} Status=Inactive")).await.unwrap();
    server.wait(1_000).await;
    server.call("root", "GenerateCredentialReport").await.unwrap();
    let answer = server.call("root", "GetCredentialReport").await.unwrap();
    let report = STANDARD.decode(element(&answer, "<Content>").unwrap()).unwrap();
    let report = String::from_utf8(report).unwrap();
    let rows: Vec<&str> = report.split('\n').collect();
    assert_eq!(
        rows,
        [
            "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
             password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,\
             access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,\
             access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,\
             access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,\
             cert_2_active,cert_2_last_rotated",
            "<root_account>,arn:aws:iam::111111111111:root,2026-11-22T10:00:00+00:00,not_supported,no_information,\
             not_supported,not_supported,false,true,2026-11-22T10:00:00+00:00,2026-11-22T11:15:00+00:00,us-east-1,iam,\
             false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            "ana,arn:aws:iam::111111111111:user/ana,2026-11-22T10:00:00+00:00,true,no_information,\
             2026-11-22T11:00:00+00:00,2027-02-20T11:00:00+00:00,false,true,2026-11-22T10:00:00+00:00,\
             2026-11-22T11:00:00+00:00,us-east-1,sts,false,2026-11-22T11:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A",
            "Bob,\"arn:aws:iam::111111111111:user/a,b/Bob\",2026-11-22T10:00:00+00:00,false,N/A,N/A,N/A,false,false,N/A,\
             N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
        ]
    );
}
