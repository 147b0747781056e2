//! Limits on what is passed into a session, at both ends (R3, section 3.2; R1, section 1.7; R1.55).

use crate::kit::{Server, element};
use futures_util::future::join_all;
use rolecall::domain::delegation::TRADE_INS;

const ASSUME: &str = "AssumeRole RoleArn=arn:aws:iam::111111111111:role/dev RoleSessionName=ss";
const TOO_LONG: &str = "400 ValidationError 1 validation error detected: Value at 'policy' failed to satisfy constraint: \
                        Member must have length less than or equal to 2048";

/// A user `ana` who may assume `dev` and tag the session; both may do everything.
async fn world() -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.call("root", "PutUserPolicy UserName=ana PolicyName=p PolicyDocument=+*").await.unwrap();
    let trust = "+sts:AssumeRole,sts:TagSession<111111111111>";
    server.call("root", &format!("CreateRole RoleName=dev AssumeRolePolicyDocument={trust}")).await.unwrap();
    server.call("root", "PutRolePolicy RoleName=dev PolicyName=p PolicyDocument=+*").await.unwrap();
    server
}

fn tags(count: usize, key: impl Fn(usize) -> String, value: &str) -> String {
    let tags: Vec<String> = (0..count).map(|at| format!("{}:{value}", key(at))).collect();
    format!("Tags={}", tags.join(","))
}

/// 50 tags and 50 transitive keys, no more.
#[tokio::test]
async fn fifty_tags() {
    let server = world().await;
    let key = |at: usize| format!("k{at}");
    let keys = |count: usize| (0..count).map(key).collect::<Vec<_>>().join(",");
    let call = |tagged: usize, transitive: usize| {
        format!("{ASSUME} {} TransitiveTagKeys={}", tags(tagged, key, "v"), keys(transitive))
    };
    server.call("ana", &call(50, 50)).await.unwrap();
    let error = server.call("ana", &call(51, 50)).await.unwrap_err();
    let too_many = |name: &str| {
        format!(
            "400 ValidationError 1 validation error detected: Value at '{name}' failed to satisfy constraint: Member \
             must have length less than or equal to 50"
        )
    };
    assert_eq!(error, too_many("tags"));
    let repeated = format!("{},k0", keys(50));
    let error = server.call("ana", &format!("{ASSUME} {} TransitiveTagKeys={repeated}", tags(50, key, "v"))).await;
    assert_eq!(error.unwrap_err(), too_many("transitiveTagKeys"));
    let federate = format!("GetFederationToken Name=guest {}", tags(51, key, "v"));
    assert_eq!(server.call("ana", &federate).await.unwrap_err(), too_many("tags"));
}

/// The longest tags and policies that are taken make a token that is taken.
#[tokio::test]
async fn what_is_issued_works() {
    let mut server = world().await;
    // The longest key and value of letters of one byte, and letters of three bytes.
    for tag in [format!("{}:{}", "k".repeat(128), "v".repeat(256)), format!("k:{}", "語".repeat(128))] {
        server.call_as("ana", &format!("{ASSUME} Tags={tag}"), "dev").await;
        server.call("dev", "GetCallerIdentity").await.unwrap();
    }
    let policy = format!("Policy=+* Tags=k:{}", "v".repeat(256));
    server.call_as("ana", &format!("{ASSUME} {policy}"), "dev").await;
    server.call("dev", "GetCallerIdentity").await.unwrap();
}

/// R3.20: inherited transitive tags count as well, so that a chain cannot heap them up.
#[tokio::test]
async fn a_chain_does_not_heap_up_tags() {
    let mut server = world().await;
    let call = |hop: usize, count: usize| {
        let key = move |at: usize| format!("h{hop}k{at}");
        let keys: Vec<_> = (0..count).map(key).collect();
        format!("{ASSUME} {} TransitiveTagKeys={}", tags(count, key, "v"), keys.join(","))
    };
    server.call_as("ana", &call(1, 30), "one").await;
    server.call_as("one", &call(2, 20), "two").await;
    let error = server.call("two", &call(3, 1)).await.unwrap_err();
    assert_eq!(
        error,
        "400 ValidationError 1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must \
         have length less than or equal to 50"
    );
    server.call("two", ASSUME).await.unwrap();
}

/// R1, section 1.7: at most ten managed session policies, by themselves.
#[tokio::test]
async fn ten_managed_policies() {
    let server = world().await;
    for at in 0..11 {
        let create = format!("CreatePolicy PolicyName=p{at} PolicyDocument=+s3:*");
        server.call("root", &create).await.unwrap();
    }
    let arns = |count: usize| {
        let arns: Vec<String> = (0..count).map(|at| format!("arn:aws:iam::111111111111:policy/p{at}")).collect();
        format!("PolicyArns={}", arns.join(","))
    };
    let too_many = "400 ValidationError 1 validation error detected: Value at 'policyArns' failed to satisfy \
                    constraint: Member must have length less than or equal to 10";
    for call in [ASSUME, "GetFederationToken Name=guest"] {
        server.call("ana", &format!("{call} {}", arns(10))).await.unwrap();
        let error = server.call("ana", &format!("{call} {}", arns(11))).await.unwrap_err();
        assert_eq!(error, too_many);
    }
}

/// R1, section 1.7, and R1.56: the plain text of inline policy and ARNs together, 2,048 characters.
#[tokio::test]
async fn the_plain_text_of_session_policies() {
    let server = world().await;
    let document = |length: usize| {
        let frame =
            r#"{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        frame.replace(r#""Sid":"""#, &format!(r#""Sid":"{}""#, "s".repeat(length - frame.len())))
    };
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    server.call("ana", &format!("{ASSUME} Policy={}", document(2048))).await.unwrap();
    assert_eq!(server.call("ana", &format!("{ASSUME} Policy={}", document(2049))).await.unwrap_err(), TOO_LONG);
    let with_arn = |length: usize| format!("Policy={} PolicyArns={arn}", document(length - arn.len()));
    for call in [ASSUME, "GetFederationToken Name=guest"] {
        server.call("ana", &format!("{call} {}", with_arn(2048))).await.unwrap();
        assert_eq!(server.call("ana", &format!("{call} {}", with_arn(2049))).await.unwrap_err(), TOO_LONG);
    }
}

/// R1.55: the packed size is told in percent, and more than 100 is refused; the text alone would have been short enough.
#[tokio::test]
async fn the_packed_size() {
    let server = world().await;
    let answer = server.call("ana", &format!("{ASSUME} Policy=+s3:GetObject")).await.unwrap();
    let percent: u32 = element(&answer, "<PackedPolicySize>").unwrap().parse().unwrap();
    assert!((1..=20).contains(&percent), "{percent}");
    // Tags count as they are, at both ends: 456 bytes are 100 percent.
    let tagged = |count: usize, length: usize| {
        let tags: Vec<String> = (1..=count).map(|at| format!("T{at}:{}", "a".repeat(length))).collect();
        format!("Tags={}", tags.join(","))
    };
    for call in [ASSUME, "GetFederationToken Name=guest"] {
        let answer = server.call("ana", &format!("{call} {}", tagged(2, 226))).await.unwrap();
        assert_eq!(element(&answer, "<PackedPolicySize>"), Some("100"));
        for (tags, percent) in [(tagged(9, 250), 498), (tagged(2, 227), 101)] {
            let told =
                format!("400 PackedPolicyTooLarge Packed size of session tags consumes {percent}% of allotted space.");
            assert_eq!(server.call("ana", &format!("{call} {tags}")).await.unwrap_err(), told);
        }
        let both = format!("{call} {} Policy=+s3:GetObject", tagged(2, 220));
        let error = server.call("ana", &both).await.unwrap_err();
        let percent = error
            .strip_prefix("400 PackedPolicyTooLarge Packed policy consumes ")
            .and_then(|rest| rest.strip_suffix("% of allotted space, please use smaller policy."));
        assert!(percent.unwrap_or_else(|| panic!("{error}")).parse::<u32>().unwrap() > 100, "{error}");
    }
}

/// R3, section 3.2: one to five context assertions.
#[tokio::test]
async fn five_context_assertions() {
    let server = world().await;
    let contexts = |count: usize| {
        (1..=count)
            .map(|at| {
                let member = format!("ProvidedContexts.member.{at}");
                format!(" {member}.ProviderArn=arn:aws:iam::aws:contextProvider/IdentityCenter {member}.ContextAssertion=text")
            })
            .collect::<String>()
    };
    let denied = "403 AccessDenied User: arn:aws:iam::111111111111:user/ana is not authorized to perform: \
                  sts:SetContext on resource: arn:aws:iam::111111111111:role/dev";
    assert_eq!(server.call("ana", &format!("{ASSUME}{}", contexts(5))).await.unwrap_err(), denied);
    assert_eq!(
        server.call("ana", &format!("{ASSUME}{}", contexts(6))).await.unwrap_err(),
        "400 ValidationError 1 validation error detected: Value at 'providedContexts' failed to satisfy constraint: \
         Member must have length less than or equal to 5"
    );
}

/// R3.54: a token is traded in a hundred times, however many ask at the same time.
#[tokio::test]
async fn trade_ins() {
    let mut server = Server::new().await;
    let asked = "CreateDelegationRequest Description=x RequestorWorkflowId=order-1 SessionDuration=1800 \
                 Permissions.PolicyTemplateArn=arn:aws:iam:::delegation-template/roles \
                 NotificationChannel=arn:aws:sns:us-east-1:222222222222:news";
    let answer = server.call("prod", asked).await.unwrap();
    server.keep("id", &answer, "<DelegationRequestId>");
    let id = server.kept["id"].clone();
    for step in ["AssociateDelegationRequest", "AcceptDelegationRequest", "SendDelegationToken"] {
        server.call("root", &format!("{step} DelegationRequestId={id}")).await.unwrap();
    }
    let fetch = format!("rolecall:Rolecall_20261130.GetDelegationNotification {{\"DelegationRequestId\": \"{id}\"}}");
    let told: serde_json::Value = serde_json::from_str(&server.call("prod", &fetch).await.unwrap()).unwrap();
    let trade = format!("GetDelegatedAccessToken TradeInToken={}", told["TradeInToken"].as_str().unwrap());
    for _ in 0..TRADE_INS - 5 {
        server.call("prod", &trade).await.unwrap();
    }
    let answers = join_all((0..50).map(|_| server.call("prod", &trade))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 5);
    let refused =
        "400 ExpiredTradeInTokenException The trade-in token is expired or is not one of a delegation request";
    assert!(answers.iter().filter_map(|answer| answer.as_ref().err()).all(|told| told == refused), "{answers:?}");
}
