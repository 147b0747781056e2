//! `AssumeRoleWithSAML` with documents that an identity provider signs (R3, section 3.4).

use crate::kit::saml::{IDP, Idp, Key, SIGN_IN, metadata};
use crate::kit::{Server, element};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::ToSpan;

const PROVIDER: &str = "arn:aws:iam::111111111111:saml-provider/corp";
const DENIED: &str = "403 AccessDenied Not authorized to perform sts:AssumeRoleWithSAML";
const UNNAMED: &str =
    "400 InvalidIdentityToken SAML Assertion doesn't contain the requested Role and Metadata in the attributes";

/// A server with the provider `corp` and a role that trusts it, with this statement's condition.
async fn server(actions: &str, condition: &str) -> Server {
    let server = Server::new().await;
    server.root("CreateSAMLProvider", &[("Name", "corp"), ("SAMLMetadataDocument", &metadata(Key::Rsa))]).await;
    role(&server, "federated", actions, condition).await;
    server
}

async fn role(server: &Server, name: &str, actions: &str, condition: &str) {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"{PROVIDER}"}},"Action":[{actions}],"Condition":{{{condition}}}}}]}}"#
    );
    server.root("CreateRole", &[("RoleName", name), ("AssumeRolePolicyDocument", &*trust)]).await;
}

const ONLY: &str = r#""sts:AssumeRoleWithSAML""#;
const ALL: &str = r#""sts:AssumeRoleWithSAML","sts:TagSession","sts:SetSourceIdentity""#;

async fn assume_role(server: &Server, role: &str, document: &Idp, more: &[(&str, &str)]) -> Result<String, String> {
    let (role, document) = (format!("arn:aws:iam::111111111111:role/{role}"), document.encoded());
    let parameters = [("RoleArn", &*role), ("PrincipalArn", PROVIDER), ("SAMLAssertion", &*document)];
    server
        .ask("nobody", "AssumeRoleWithSAML", &parameters.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
        .await
}

async fn assume(server: &Server, document: &Idp) -> Result<String, String> {
    assume_role(server, "federated", document, &[]).await
}

fn idp(server: &Server) -> Idp {
    Idp::new(server.now(), "federated")
}

/// R3.27: what is answered, and what its session is and carries (R3, section 3.13).
#[tokio::test]
async fn a_signed_document_gives_a_session() {
    let mut server = server(ONLY, "").await;
    let answer = assume(&server, &idp(&server)).await.unwrap();
    let text = |tag| element(&answer, tag).unwrap_or_default().to_owned();
    assert_eq!(text("<Subject>"), "olga");
    assert_eq!(text("<SubjectType>"), "persistent");
    assert_eq!(text("<Issuer>"), IDP);
    assert_eq!(text("<Audience>"), SIGN_IN);
    // printf 'https://idp.example.com/saml111111111111/corp' | openssl sha1 -binary | base64
    let qualifier = "gu9jdXVbQN96MYRhhHwsO4ko9vc=";
    assert_eq!(text("<NameQualifier>"), qualifier);
    assert_eq!(text("<Expiration>"), "2026-11-22T11:00:00Z");
    assert!(!answer.contains("PackedPolicySize") && !answer.contains("SourceIdentity"), "{answer}");
    let arn = "arn:aws:sts::111111111111:assumed-role/federated/olga@example.com";
    assert_eq!(text("<Arn>"), arn);

    server.keep_credentials(&answer, "olga");
    assert!(server.call("olga", "GetCallerIdentity").await.unwrap().contains(arn));
    for (key, value, has) in [
        ("saml:sub", "olga", true),
        ("saml:sub_type", "persistent", true),
        ("saml:namequalifier", qualifier, true),
        ("aws:FederatedProvider", PROVIDER, true),
        // These are of the call alone.
        ("saml:aud", SIGN_IN, false),
        ("saml:iss", IDP, false),
        ("saml:doc", "111111111111/corp", false),
    ] {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{{"StringEquals":{{"{key}":"{value}"}}}}}}]}}"#
        );
        let parameters = [("RoleName", "federated"), ("PolicyName", "p"), ("PolicyDocument", &*policy)];
        server.root("PutRolePolicy", &parameters).await;
        assert_eq!(server.call("olga", "ListUsers").await.is_ok(), has, "{key}");
    }
    // The session chains as others do, and its next one is still of the provider.
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::111111111111:role/federated"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"saml:sub":"olga","aws:FederatedProvider":"{PROVIDER}"}}}}}}]}}"#
    );
    server.root("CreateRole", &[("RoleName", "next"), ("AssumeRolePolicyDocument", &*trust)]).await;
    server.call("olga", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/next RoleSessionName=next").await.unwrap();
}

/// The condition keys of the call, each with the value of the document and with another.
#[tokio::test]
async fn trust_policies_see_the_assertion() {
    let server = server(ONLY, "").await;
    let document = |role: &str| {
        Idp::new(server.now(), role)
            .says_attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", &["staff", "member"])
            .says_attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", &["olga@example.com"])
            .says_attribute("urn:oid:2.5.4.3", &["Olga"])
            .says_attribute("urn:x:unknown", &["x"])
    };
    for (at, (condition, allowed)) in [
        (format!(r#""StringEquals":{{"saml:aud":"{SIGN_IN}"}}"#), true),
        (r#""StringEquals":{"SAML:aud":"urn:x"}"#.to_owned(), false),
        (format!(r#""StringEquals":{{"saml:iss":"{IDP}"}}"#), true),
        (r#""StringEquals":{"saml:iss":"https://other.example.com"}"#.to_owned(), false),
        (r#""StringEquals":{"saml:sub":"olga","saml:sub_type":"persistent"}"#.to_owned(), true),
        (r#""StringEquals":{"saml:sub":"anna"}"#.to_owned(), false),
        (
            r#""StringEquals":{"saml:doc":"111111111111/corp","saml:namequalifier":"gu9jdXVbQN96MYRhhHwsO4ko9vc="}"#
                .to_owned(),
            true,
        ),
        (r#""StringEquals":{"saml:doc":"222222222222/corp"}"#.to_owned(), false),
        (r#""ForAnyValue:StringEquals":{"saml:edupersonaffiliation":"staff"}"#.to_owned(), true),
        (r#""ForAllValues:StringEquals":{"saml:edupersonaffiliation":"staff"}"#.to_owned(), false),
        (r#""StringEquals":{"saml:edupersonprincipalname":"olga@example.com"}"#.to_owned(), true),
        (r#""ForAnyValue:StringEquals":{"saml:cn":"Olga"}"#.to_owned(), true),
        (r#""Null":{"saml:mail":"false"}"#.to_owned(), false),
        (r#""StringEquals":{"sts:RoleSessionName":"olga@example.com"}"#.to_owned(), true),
        (r#""StringEquals":{"sts:RoleSessionName":"anna@example.com"}"#.to_owned(), false),
        (r#""Null":{"aws:PrincipalArn":"false"}"#.to_owned(), false),
        (r#""Null":{"aws:userid":"false"}"#.to_owned(), false),
        (
            r#""StringEquals":{"aws:RequestedRegion":"us-east-1"},"IpAddress":{"aws:SourceIp":"127.0.0.1"}"#.to_owned(),
            true,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("r{at}");
        role(&server, &name, ONLY, &condition).await;
        let answer = assume_role(&server, &name, &document(&name), &[]).await;
        assert_eq!(answer.map(|_| ()), if allowed { Ok(()) } else { Err(DENIED.to_owned()) }, "{condition}");
    }
}

/// Both orders of a pair, several pairs, and roles and providers that the document or the trust policy does not name.
#[tokio::test]
async fn the_document_names_role_and_provider() {
    let server = server(ONLY, "").await;
    server.root("CreateSAMLProvider", &[("Name", "other"), ("SAMLMetadataDocument", &metadata(Key::Rsa))]).await;
    let role_arn = "arn:aws:iam::111111111111:role/federated";
    let other = "arn:aws:iam::111111111111:saml-provider/other";
    let says = |values: &[&str]| idp(&server).says("Role", values);
    for (values, allowed) in [
        (vec![format!("{role_arn},{PROVIDER}")], true),
        (vec![format!("{PROVIDER},{role_arn}")], true),
        (vec![format!(" {PROVIDER} , {role_arn}\n")], true),
        (vec![format!("{role_arn}x,{PROVIDER}"), format!("{role_arn},{PROVIDER}")], true),
        (vec![], false),
        (vec![role_arn.to_owned(), PROVIDER.to_owned()], false),
        (vec![format!("{role_arn},{other}"), format!("{role_arn}x,{PROVIDER}")], false),
        (vec![format!("{role_arn};{PROVIDER}")], false),
        (vec![format!("{role_arn},{PROVIDER},{other}")], false),
        (vec![format!("{role_arn},{role_arn}")], false),
    ] {
        let texts: Vec<&str> = values.iter().map(|it| &**it).collect();
        let answer = assume(&server, &says(&texts)).await;
        assert_eq!(answer.map(|_| ()), if allowed { Ok(()) } else { Err(UNNAMED.to_owned()) }, "{values:?}");
    }
    // The document vouches for the other provider, which the role does not trust; and for a role that is not there.
    let parameters = |role: &str, provider: &str, document: &Idp| {
        [("RoleArn", role.to_owned()), ("PrincipalArn", provider.to_owned()), ("SAMLAssertion", document.encoded())]
    };
    let document = says(&[&format!("{role_arn},{other}"), &format!("{role_arn}x,{PROVIDER}")]);
    for (role, provider) in [(role_arn, other), ("arn:aws:iam::111111111111:role/federatedx", PROVIDER)] {
        let answer = server.ask("nobody", "AssumeRoleWithSAML", &parameters(role, provider, &document)).await;
        assert_eq!(answer.unwrap_err(), DENIED, "{role} {provider}");
    }
    // A provider of another account, whose metadata is the same: the role is not of its account.
    server
        .ask("prod", "CreateSAMLProvider", &[("Name", "corp"), ("SAMLMetadataDocument", &metadata(Key::Rsa))])
        .await
        .unwrap();
    let theirs = PROVIDER.replace("111111111111", "222222222222");
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"{theirs}"}},"Action":[{ONLY}]}}]}}"#
    );
    let parameters_of_role = [("RoleName", "open"), ("AssumeRolePolicyDocument", &*trust)];
    server.root("CreateRole", &parameters_of_role).await;
    let open = "arn:aws:iam::111111111111:role/open";
    let document = says(&[&format!("{open},{theirs}")]);
    let answer = server.ask("nobody", "AssumeRoleWithSAML", &parameters(open, &theirs, &document)).await;
    assert_eq!(answer.unwrap_err(), DENIED);
}

/// R3.28: roles of IAM Identity Center are not for this, whatever they trust.
#[tokio::test]
async fn roles_of_identity_center() {
    let server = server(ONLY, "").await;
    let name = "AWSReservedSSO_Administrator_0123456789abcdef";
    for (name, told) in [(name, Err(DENIED.to_owned())), (&name.replace("AWSReservedSSO_", "AWSReserved_"), Ok(()))] {
        role(&server, name, ONLY, "").await;
        let answer = assume_role(&server, name, &Idp::new(server.now(), name), &[]).await;
        assert_eq!(answer.map(|_| ()), told, "{name}");
    }
}

/// What is wrong with a document, in AWS's words.
#[tokio::test]
async fn documents_are_refused_in_awss_words() {
    let server = server(ALL, "").await;
    let good = idp(&server);
    let token = |text: &str| format!("400 InvalidIdentityToken {text}");
    let signature = token("Response signature invalid");
    let name = token("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    let source = token("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"");
    let audience = token("Response does not contain the required audience.");
    let tags = |why: &str| token(&format!("The session tags of the SAML response are not valid: {why}"));
    let late = "400 ExpiredTokenException Token must be redeemed within 5 minutes of issuance".to_owned();
    let (long, short) = ("a".repeat(65), "a".repeat(64));
    let many: Vec<(String, String)> = (0..51).map(|at| (format!("PrincipalTag:t{at}"), "x".to_owned())).collect();
    let with_many = many.iter().fold(good.clone(), |idp, (name, value)| idp.says(name, &[value]));
    for (document, refused) in [
        (Idp { key: Key::Elliptic, ..good.clone() }, &signature),
        (Idp { sign_assertion: false, ..good.clone() }, &signature),
        (
            Idp { issuer: "https://other.example.com".to_owned(), ..good.clone() },
            &token("Issuer not present in specified provider"),
        ),
        (Idp { audience: "urn:x".to_owned(), ..good.clone() }, &audience),
        (Idp { recipient: "https://signin.example.com/saml".to_owned(), ..good.clone() }, &audience),
        (Idp { recipient: "https://nowhere.signin.aws.amazon.com/saml".to_owned(), ..good.clone() }, &audience),
        (Idp { issued: good.issued - 301.seconds(), ..good.clone() }, &late),
        (Idp { ends: good.issued, ..good.clone() }, &late),
        (
            Idp { issued: good.issued + 61.seconds(), ..good.clone() },
            &token("Your request included an invalid SAML response."),
        ),
        (
            Idp { status: "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed".to_owned(), ..good.clone() },
            &"403 IDPRejectedClaim Identity provider reported that authentication failed".to_owned(),
        ),
        (Idp { name_id: String::new(), ..good.clone() }, &DENIED.to_owned()),
        (Idp { name_id: "<saml:NameID></saml:NameID>".to_owned(), ..good.clone() }, &DENIED.to_owned()),
        (good.clone().says("RoleSessionName", &[]), &token("RoleSessionName is required in AuthnResponse")),
        (good.clone().says("RoleSessionName", &["a"]), &name),
        (good.clone().says("RoleSessionName", &[&long]), &name),
        (good.clone().says("RoleSessionName", &["a b"]), &name),
        (good.clone().says("RoleSessionName", &["olga", "anna"]), &name),
        (good.clone().says("SourceIdentity", &["a"]), &source),
        (good.clone().says("SourceIdentity", &["aws:x"]), &source),
        (good.clone().says("SourceIdentity", &["olga", "anna"]), &source),
        (good.clone().says("PrincipalTag:Team", &["a", "b"]), &tags("a tag has one value")),
        (good.clone().says("PrincipalTag:", &["a"]), &tags("a key has 1 to 128 characters, and a value at most 256")),
        (
            good.clone().says("PrincipalTag:Team", &[&"a".repeat(257)]),
            &tags("a key has 1 to 128 characters, and a value at most 256"),
        ),
        (
            good.clone().says("PrincipalTag:Te*m", &["a"]),
            &tags("keys and values have letters, digits, spaces and _.:/=+-@ alone"),
        ),
        (
            good.clone().says("PrincipalTag:aws:Team", &["a"]),
            &tags("System tags cannot be added or modified: tag keys must not begin with \"aws:\"."),
        ),
        (
            good.clone().says("PrincipalTag:Team", &["a"]).says("PrincipalTag:team", &["b"]),
            &tags("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
        ),
        (
            good.clone().says("TransitiveTagKeys", &["Team"]),
            &tags("The specified transitive tag key must be included in the requested tags."),
        ),
        (
            with_many,
            &tags(
                "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
            ),
        ),
    ] {
        assert_eq!(assume(&server, &document).await.unwrap_err(), *refused, "{}", document.xml());
    }
    assume(&server, &good.clone().says("RoleSessionName", &[&short])).await.unwrap();
    // The addresses of the sign-in page, and the names of AWS.
    let answer = server.root("GetSAMLProvider", &[("SAMLProviderArn", PROVIDER)]).await;
    let id = element(&answer, "<SAMLProviderUUID>").unwrap();
    let of_region = "https://eu-west-1.signin.aws.amazon.com/saml";
    for (recipient, audience) in [
        (of_region, of_region),
        (SIGN_IN, "urn:amazon:webservices"),
        (&format!("{SIGN_IN}/acs/{id}"), SIGN_IN),
        (&format!("{of_region}/acs/{id}"), SIGN_IN),
    ] {
        let document = Idp { recipient: recipient.to_owned(), audience: audience.to_owned(), ..good.clone() };
        let answer = assume(&server, &document).await.unwrap();
        assert_eq!(element(&answer, "<Audience>"), Some(recipient));
    }
    for recipient in [
        format!("{SIGN_IN}/acs/SAMLSPX"),
        format!("{SIGN_IN}/acs/"),
        format!("{SIGN_IN}/"),
        SIGN_IN.replace("https", "http"),
    ] {
        assert_eq!(assume(&server, &Idp { recipient, ..good.clone() }).await.unwrap_err(), audience);
    }

    let role = "arn:aws:iam::111111111111:role/federated";
    let encoded = good.encoded();
    let ask = |role: &str, provider: &str, document: &str| {
        let parameters = [
            ("RoleArn", role.to_owned()),
            ("PrincipalArn", provider.to_owned()),
            ("SAMLAssertion", document.to_owned()),
        ];
        let server = &server;
        async move { server.ask("nobody", "AssumeRoleWithSAML", &parameters).await.unwrap_err() }
    };
    let shape = |at: &str, constraint: &str| {
        format!(
            "400 ValidationError 1 validation error detected: Value at '{at}' failed to satisfy constraint: {constraint}"
        )
    };
    for (role, provider, document, refused) in [
        (role, PROVIDER, "****", token("Invalid base64 SAMLResponse")),
        (role, PROVIDER, "eHh4", token("Your request included an invalid SAML response.")),
        (role, "arn:aws:iam::111111111111:saml-provider/none", &*encoded, token("Specified provider doesn't exist")),
        (role, "arn:aws:iam::111111111111:saml-provider/Corp", &*encoded, token("Specified provider doesn't exist")),
        (role, "xxxxxxxxxxxxxxxxxxxx", &*encoded, "400 ValidationError xxxxxxxxxxxxxxxxxxxx is invalid".to_owned()),
        ("xxxxxxxxxxxxxxxxxxxx", PROVIDER, &*encoded, "400 ValidationError xxxxxxxxxxxxxxxxxxxx is invalid".to_owned()),
        (role, PROVIDER, "AAA", shape("sAMLAssertion", "Member must have length greater than or equal to 4")),
        (
            role,
            PROVIDER,
            &*"A".repeat(100_001),
            shape("sAMLAssertion", "Member must have length less than or equal to 100000"),
        ),
    ] {
        assert_eq!(ask(role, provider, document).await, refused);
    }
}

/// R3.26: as long as asked for, as the role lets, and as the session at the identity provider lasts.
#[tokio::test]
async fn how_long_sessions_last() {
    let server = server(ONLY, "").await;
    let good = idp(&server);
    let ends = |answer: String| element(&answer, "<Expiration>").unwrap().to_owned();
    let for_seconds = |seconds: &'static str| [("DurationSeconds", seconds)];
    let answer = assume_role(&server, "federated", &good, &for_seconds("900")).await.unwrap();
    assert_eq!(ends(answer), "2026-11-22T10:15:00Z");
    assert_eq!(
        assume_role(&server, "federated", &good, &for_seconds("3601")).await.unwrap_err(),
        "400 ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    );
    assert_eq!(
        assume_role(&server, "federated", &good, &for_seconds("899")).await.unwrap_err(),
        "400 ValidationError 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: \
         Member must have value greater than or equal to 900"
    );
    let until = |time: &str| Idp { statement: format!(" SessionNotOnOrAfter=\"{time}\""), ..good.clone() };
    let answer = assume(&server, &until("2026-11-22T10:10:00Z")).await.unwrap();
    assert_eq!(ends(answer), "2026-11-22T10:10:00Z");
    let answer = assume(&server, &until("2026-11-22T18:00:00Z")).await.unwrap();
    assert_eq!(ends(answer), "2026-11-22T11:00:00Z");
    // What is left is no whole second.
    assert_eq!(
        assume(&server, &until("2026-11-22T10:00:00.5Z")).await.unwrap_err(),
        "400 ExpiredTokenException Token must be redeemed within 5 minutes of issuance"
    );
    // SessionDuration is for the console.
    let answer = assume(&server, &good.clone().says("SessionDuration", &["900"])).await.unwrap();
    assert_eq!(ends(answer), "2026-11-22T11:00:00Z");
}

/// Tags and source identity need the trust policy's consent, and are the session's.
#[tokio::test]
async fn tags_and_source_identity() {
    let mut server = server(ALL, "").await;
    role(&server, "bare", ONLY, "").await;
    role(&server, "tagged", ALL, r#""StringEquals":{"aws:RequestTag/Team":"core","sts:SourceIdentity":"olga"},"ForAllValues:StringEquals":{"aws:TagKeys":["Team"],"sts:TransitiveTagKeys":["Team"]}"#).await;
    let now = server.now();
    let tagged = |role: &str| {
        Idp::new(now, role)
            .says("PrincipalTag:Team", &["core"])
            .says("TransitiveTagKeys", &["Team"])
            .says("SourceIdentity", &["olga"])
    };
    for document in [
        Idp::new(server.now(), "bare").says("PrincipalTag:Team", &["core"]),
        Idp::new(server.now(), "bare").says("SourceIdentity", &["olga"]),
    ] {
        assert_eq!(assume_role(&server, "bare", &document, &[]).await.unwrap_err(), DENIED);
    }
    assume_role(&server, "bare", &Idp::new(server.now(), "bare"), &[]).await.unwrap();
    let other = tagged("tagged").says("PrincipalTag:Team", &["ops"]);
    assert_eq!(assume_role(&server, "tagged", &other, &[]).await.unwrap_err(), DENIED);
    let answer = assume_role(&server, "tagged", &tagged("tagged"), &[]).await.unwrap();
    assert_eq!(element(&answer, "<SourceIdentity>"), Some("olga"));
    assert_eq!(element(&answer, "<PackedPolicySize>"), Some("2"));
    server.keep_credentials(&answer, "olga");
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/Team":"core","aws:SourceIdentity":"olga"}}}]}"#;
    server.root("PutRolePolicy", &[("RoleName", "tagged"), ("PolicyName", "p"), ("PolicyDocument", policy)]).await;
    server.call("olga", "ListUsers").await.unwrap();

    // Session policies narrow it, and all together have a size.
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}"#;
    let answer = assume_role(&server, "tagged", &tagged("tagged"), &[("Policy", deny)]).await.unwrap();
    server.keep_credentials(&answer, "narrow");
    server.call("narrow", "ListUsers").await.unwrap_err();
    assert_eq!(
        assume_role(&server, "tagged", &tagged("tagged"), &[("Policy", "{}")]).await.unwrap_err().split(' ').nth(1),
        Some("MalformedPolicyDocument")
    );
    let large =
        (0..3).fold(tagged("federated"), |idp, at| idp.says(&format!("PrincipalTag:t{at}"), &[&"a".repeat(256)]));
    assert_eq!(
        assume_role(&server, "federated", &large, &[]).await.unwrap_err().split(' ').nth(1),
        Some("PackedPolicyTooLarge")
    );
}

/// The trail knows who it was, by which assertion, and why a document was refused; never the document.
#[tokio::test]
async fn requests_are_on_record() {
    let server = server(ONLY, "").await;
    let (good, bad) = (idp(&server).encoded(), STANDARD.encode(idp(&server).xml().replace(">olga<", ">anna<")));
    for (document, said) in [(&good, "saml-provider/corp"), (&bad, "the document was changed after it was signed")] {
        let call = format!(
            "AssumeRoleWithSAML RoleArn=arn:aws:iam::111111111111:role/federated PrincipalArn={PROVIDER} SAMLAssertion={document}"
        );
        let record = server.recorded(&server.answer("nobody", &call).await);
        let text = format!("{record:?}");
        assert!(text.contains(said), "{text}");
        assert!(!text.contains(&**document), "{text}");
    }
}

/// A provider that goes, or gets other keys, vouches for nobody any more (R4.62); metadata that is over neither.
#[tokio::test]
async fn changes_of_the_provider_count_at_once() {
    let server = server(ONLY, "").await;
    let good = idp(&server);
    assume(&server, &good).await.unwrap();
    let update = |document: String| [("SAMLProviderArn", PROVIDER.to_owned()), ("SAMLMetadataDocument", document)];
    server.root("UpdateSAMLProvider", &update(metadata(Key::Elliptic))).await;
    assert_eq!(assume(&server, &good).await.unwrap_err(), "400 InvalidIdentityToken Response signature invalid");
    let over = metadata(Key::Rsa).replacen(" entityID", " validUntil=\"2026-11-22T10:00:00Z\" entityID", 1);
    server.root("UpdateSAMLProvider", &update(over)).await;
    assert_eq!(assume(&server, &good).await.unwrap_err(), "400 InvalidIdentityToken Response signature invalid");
    let not_over = metadata(Key::Rsa).replacen(" entityID", " validUntil=\"2026-11-22T10:00:01Z\" entityID", 1);
    server.root("UpdateSAMLProvider", &update(not_over)).await;
    assume(&server, &good).await.unwrap();
    server.root("DeleteSAMLProvider", &[("SAMLProviderArn", PROVIDER)]).await;
    assert_eq!(assume(&server, &good).await.unwrap_err(), "400 InvalidIdentityToken Specified provider doesn't exist");
}

/// Encrypted assertions (R4.61): taken where there is a key, needed where the provider says so.
#[tokio::test]
async fn encrypted_assertions() {
    let server = server(ONLY, "").await;
    let idp = idp(&server);
    let encrypted = |cipher| [("SAMLAssertion", STANDARD.encode(idp.encrypted_xml(cipher)))];
    let call = "AssumeRoleWithSAML";
    let role =
        [("RoleArn", "arn:aws:iam::111111111111:role/federated".to_owned()), ("PrincipalArn", PROVIDER.to_owned())];
    let ask = async |document: &[(&str, String)]| server.ask("nobody", call, &[&role[..], document].concat()).await;
    let plain = [("SAMLAssertion", idp.encoded())];
    let refused = Err("400 InvalidIdentityToken Response signature invalid".to_owned());

    assert_eq!(ask(&encrypted("aes256-gcm")).await, refused, "without a key");
    let key = include_str!("../../fixtures/saml/idp.key");
    server.root("UpdateSAMLProvider", &[("SAMLProviderArn", PROVIDER), ("AddPrivateKey", key)]).await;
    for cipher in ["aes128-gcm", "aes256-gcm", "aes128-cbc", "aes256-cbc"] {
        let answer = ask(&encrypted(cipher)).await.unwrap();
        assert_eq!(element(&answer, "<Subject>"), Some("olga"), "{cipher}");
    }
    ask(&plain).await.unwrap();
    server.root("UpdateSAMLProvider", &[("SAMLProviderArn", PROVIDER), ("AssertionEncryptionMode", "Required")]).await;
    ask(&encrypted("aes256-gcm")).await.unwrap();
    assert_eq!(ask(&plain).await, refused);
    // The second of two keys opens it, too.
    let other = include_str!("../../fixtures/saml/decrypt.key");
    server.root("UpdateSAMLProvider", &[("SAMLProviderArn", PROVIDER), ("AddPrivateKey", other)]).await;
    ask(&encrypted("aes256-gcm")).await.unwrap();
}
