"""Roles without keys: clients bring a token of an identity provider, as jobs of CI do, and others verify tokens of the server."""

import base64
import json
import time
import urllib.request

import pytest
import rsa  # of awscli

from actors import CommandLine, refused, root_of
from server import DEV, WORLD, Server

ISSUER = "https://token.actions.githubusercontent.com"
PROVIDER = DEV.arn("oidc-provider/token.actions.githubusercontent.com")
SUBJECT = "repo:acme/app:ref:refs/heads/main"
ROLE = DEV.arn("role/deploy")
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": SUBJECT,
            }
        },
    },
}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@pytest.fixture(scope="module")
def key() -> rsa.PrivateKey:
    _, private = rsa.newkeys(2048)
    return private


def token(key: rsa.PrivateKey, **claims) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "sts.amazonaws.com", "sub": SUBJECT, "iat": now, "exp": now + 300} | claims
    header = {"typ": "JWT", "alg": "RS256", "kid": "ci-1"}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{encoded(rsa.sign(signed.encode(), key, 'SHA-256'))}"


@pytest.fixture(scope="module")
def server(tmp_path_factory, key):
    """A world file gives the provider its keys, and a role that trusts one of its jobs."""
    keys = {"keys": [{"kty": "RSA", "kid": "ci-1", "use": "sig", "n": number(key.n), "e": number(key.e)}]}
    dev, prod = WORLD.split("\n[[account]]")
    home = tmp_path_factory.mktemp("federation")
    (home / "keys.json").write_text(json.dumps(keys))
    world = f"""{dev}
[[account.oidc_provider]]
url = "{ISSUER}"
client_ids = ["sts.amazonaws.com"]
jwks_file = "keys.json"

[[account.role]]
name = "deploy"
trust_policy = '{json.dumps(TRUST)}'

[[account.role.inline_policy]]
name = "p"
policy = '{json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}})}'

[[account]]{prod}"""
    running = Server(home, world=world).start()
    yield running
    assert running.stop() == 0, running.errors()
    assert "panicked" not in running.errors(), running.errors()


def test_a_job_assumes_its_role_by_itself(server, tmp_path, key):
    """The aws program reads the role and the token's file from the environment, as on a runner."""
    (tmp_path / "token").write_text(token(key))
    aws = CommandLine(server, tmp_path / "home")
    aws.environment |= {"AWS_ROLE_ARN": ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token")}
    aws.environment["AWS_ROLE_SESSION_NAME"] = "run-7"
    assert aws("sts", "get-caller-identity")["Arn"] == f"arn:aws:sts::{DEV.id}:assumed-role/deploy/run-7"


def test_what_is_refused(server, key):
    sts = root_of(server, DEV).sts
    call = {"RoleArn": ROLE, "RoleSessionName": "run-7"}
    given = sts.assume_role_with_web_identity(**call, WebIdentityToken=token(key))
    assert (given["SubjectFromWebIdentityToken"], given["Provider"]) == (SUBJECT, PROVIDER)
    with refused("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", status=403):
        sts.assume_role_with_web_identity(**call, WebIdentityToken=token(key, sub="repo:evil/app:ref:refs/heads/main"))
    with refused("InvalidIdentityToken", "Incorrect token audience", status=400):
        sts.assume_role_with_web_identity(**call, WebIdentityToken=token(key, aud="https://api.example.com"))
    with refused("ExpiredTokenException", begins="Token expired: current date/time", status=400):
        sts.assume_role_with_web_identity(**call, WebIdentityToken=token(key, exp=int(time.time()) - 1))
    _, other = rsa.newkeys(2048)
    with refused("InvalidIdentityToken", "Provided token's signature is invalid", status=400):
        sts.assume_role_with_web_identity(**call, WebIdentityToken=token(other))


def test_others_verify_tokens_of_the_server(server):
    dev = root_of(server, DEV)
    issuer = dev.iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    sts = dev.sts
    told = sts.get_web_identity_token(Audience=["https://api.example.com"], SigningAlgorithm="RS256")
    signed, _, signature = told["WebIdentityToken"].rpartition(".")
    header, claims = (json.loads(decoded(part)) for part in signed.split("."))
    uuid = issuer.removeprefix("https://").split(".")[0]
    with urllib.request.urlopen(f"{server.endpoint}/_tokens/{uuid}/.well-known/jwks.json", timeout=30) as page:
        (public,) = (it for it in json.load(page)["keys"] if it["kid"] == header["kid"])
    public = rsa.PublicKey(*(int.from_bytes(decoded(public[part]), "big") for part in ("n", "e")))
    assert rsa.verify(signed.encode(), decoded(signature), public) == "SHA-256"
    assert (claims["iss"], claims["aud"], claims["sub"]) == (issuer, "https://api.example.com", DEV.arn("root"))
