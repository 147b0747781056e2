"""Federation by SAML with unmodified clients: a document that `openssl` signs as an identity provider would."""

import base64
import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from actors import Actor, allow, make_role, refused, trust
from server import DEV, Keys

FIXTURES = Path(__file__).parents[2] / "crates/rolecall/tests/fixtures/saml"
IDP = "https://idp.example.com/saml"
SIGN_IN = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def metadata() -> str:
    certificate = "".join(
        line for line in (FIXTURES / "idp.pem").read_text().splitlines() if not line.startswith("--")
    )
    return (
        f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{IDP}"><IDPSSODescriptor '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo '
        f'xmlns="{DSIG}"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo>'
        "</KeyDescriptor></IDPSSODescriptor></EntityDescriptor>"
    )


def sign(text: str) -> str:
    signed = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", FIXTURES / "idp.key"], input=text.encode(), capture_output=True, check=True
    )
    return base64.b64encode(signed.stdout).decode()


def response(role: str, provider: str, tags: dict[str, str] | None = None) -> str:
    """A signed response. It stands in its canonical form, so that what is signed is what is written here."""
    now = datetime.now(UTC)
    issued, ends = (it.strftime("%Y-%m-%dT%H:%M:%SZ") for it in (now, now + timedelta(minutes=5)))
    values = {"Role": f"{role},{provider}", "RoleSessionName": "olga"}
    values |= {f"PrincipalTag:{key}": value for key, value in (tags or {}).items()}
    attributes = "".join(
        f'<saml:Attribute Name="{ATTRIBUTES}{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
        for name, value in values.items()
    )
    head = (
        f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" IssueInstant="{issued}" '
        f'Version="2.0"><saml:Issuer>{IDP}</saml:Issuer>'
    )
    tail = (
        '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">olga</saml:NameID>'
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData '
        f'NotOnOrAfter="{ends}" Recipient="{SIGN_IN}"></saml:SubjectConfirmationData></saml:SubjectConfirmation>'
        f'</saml:Subject><saml:Conditions NotBefore="{issued}" NotOnOrAfter="{ends}"><saml:AudienceRestriction>'
        f"<saml:Audience>{SIGN_IN}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
        f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"
    )
    digest = base64.b64encode(hashlib.sha256((head + tail).encode()).digest()).decode()
    info = (
        f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod><ds:SignatureMethod '
        'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#_a1">'
        f'<ds:Transforms><ds:Transform Algorithm="{DSIG}enveloped-signature"></ds:Transform><ds:Transform '
        f'Algorithm="{EXCLUSIVE}"></ds:Transform></ds:Transforms><ds:DigestMethod '
        f'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>{digest}'
        "</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
    signature = (
        f'<ds:Signature xmlns:ds="{DSIG}"><ds:SignedInfo>{info}<ds:SignatureValue>'
        f'{sign(f"""<ds:SignedInfo xmlns:ds="{DSIG}">{info}""")}</ds:SignatureValue></ds:Signature>'
    )
    whole = (
        f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" IssueInstant="{issued}" '
        'Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success">'
        f"</samlp:StatusCode></samlp:Status>{head}{signature}{tail}</samlp:Response>"
    )
    return base64.b64encode(whole.encode()).decode()


def test_a_document_instead_of_keys(server, dev, aws, name):
    """boto3 and the aws program, neither with keys: they do not sign the request."""
    provider = dev.iam.create_saml_provider(Name=name("corp"), SAMLMetadataDocument=metadata())["SAMLProviderArn"]
    assert provider in [it["Arn"] for it in dev.iam.list_saml_providers()["SAMLProviderList"]]
    assert dev.iam.get_saml_provider(SAMLProviderArn=provider)["SAMLMetadataDocument"] == metadata()
    role_name = name("federated")
    actions = ["sts:AssumeRoleWithSAML", "sts:TagSession"]
    condition = {"StringEquals": {"saml:aud": SIGN_IN, "saml:sub": "olga"}}
    tagged = {"StringEquals": {"aws:PrincipalTag/Team": "core", "saml:sub": "olga"}}
    role = make_role(
        dev, role_name, trust({"Federated": provider}, actions, condition), allow("iam:ListUsers", condition=tagged)
    )

    nobody = Actor(server, None)
    document = response(role, provider, {"Team": "core"})
    answer = nobody.sts.assume_role_with_saml(RoleArn=role, PrincipalArn=provider, SAMLAssertion=document)
    assert (answer["Subject"], answer["SubjectType"], answer["Issuer"]) == ("olga", "persistent", IDP)
    olga = Actor(server, Keys.of(answer["Credentials"]))
    assert olga.sts.get_caller_identity()["Arn"] == f"arn:aws:sts::{DEV.id}:assumed-role/{role_name}/olga"
    olga.iam.list_users()

    command_line = aws()
    told = command_line(
        "sts", "assume-role-with-saml", "--role-arn", role, "--principal-arn", provider, "--saml-assertion", document
    )
    assert told["Audience"] == SIGN_IN

    # Without the tag the session may not; another role is not in the document; and a changed document is nobody's.
    untagged = nobody.sts.assume_role_with_saml(
        RoleArn=role, PrincipalArn=provider, SAMLAssertion=response(role, provider)
    )
    with refused("AccessDenied"):
        Actor(server, Keys.of(untagged["Credentials"])).iam.list_users()
    other = make_role(dev, name("other"), trust({"Federated": provider}, actions))
    unnamed = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
    with refused("InvalidIdentityToken", unnamed, 400):
        nobody.sts.assume_role_with_saml(RoleArn=other, PrincipalArn=provider, SAMLAssertion=document)
    changed = base64.b64encode(base64.b64decode(document).replace(b">core<", b">root<")).decode()
    with refused("InvalidIdentityToken", "Response signature invalid", 400):
        nobody.sts.assume_role_with_saml(RoleArn=role, PrincipalArn=provider, SAMLAssertion=changed)
