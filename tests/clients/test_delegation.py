"""Temporary access for a product provider, from the request to the credentials, with unmodified boto3."""

import json
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from actors import Actor, allow, make_role, make_user, refused, root_of, trust
from server import DEV, PROD, Keys, Server

TEMPLATE = "arn:aws:iam:::delegation-template/setup"
TOPIC = f"arn:aws:sns:us-east-1:{PROD.id}:news"
PROVIDERS = f"""
[[provider]]
account = "{PROD.id}"
name = "Example"

[[provider.template]]
arn = "{TEMPLATE}"
policy = '''{{"Version": "2012-10-17", "Statement": [
    {{"Effect": "Allow", "Action": ["iam:ListUsers", "s3:CreateBucket"], "Resource": "*"}},
    {{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["@{{buckets}}"]}}]}}'''
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("rolecall")
    (home / "providers.toml").write_text(PROVIDERS)
    running = Server(home, "--delegation-providers", home / "providers.toml").start()
    yield running
    assert running.stop() == 0, running.errors()
    assert "panicked" not in running.errors(), running.errors()


def ask(provider: Actor, workflow: str, **more) -> str:
    buckets = {"Name": "buckets", "Type": "stringList", "Values": ["arn:aws:s3:::photos", "arn:aws:s3:::films"]}
    request = {
        "Description": "Set up",
        "Permissions": {"PolicyTemplateArn": TEMPLATE, "Parameters": [buckets]},
        "RequestorWorkflowId": workflow,
        "NotificationChannel": TOPIC,
        "SessionDuration": 900,
    }
    return provider.iam.create_delegation_request(**request | more)["DelegationRequestId"]


def notification(provider: Actor, request_id: str) -> dict:
    """What AWS would send to the provider's topic."""
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "Rolecall_20261130.GetDelegationNotification",
    }
    body = json.dumps({"DelegationRequestId": request_id})
    signed = AWSRequest("POST", f"{provider.server.endpoint}/", headers=headers, data=body)
    SigV4Auth(Credentials(provider.keys.id, provider.keys.secret), "rolecall", "us-east-1").add_auth(signed)
    plain = urllib.request.Request(signed.url, data=body.encode(), headers=dict(signed.headers), method="POST")
    with urllib.request.urlopen(plain, timeout=10) as answer:
        return json.load(answer)


def test_access_from_request_to_credentials(dev, prod, name):
    ana = make_user(dev, name("user"))
    role = make_role(dev, name("role"), trust(DEV.id), allow(["iam:*", "s3:ListBucket"]))
    boss = make_user(dev, name("user"), allow("sts:AssumeRole")).assume(role, "boss")
    request_id = ask(prod, "order-1", OwnerAccountId=DEV.id, RedirectUrl="https://example.com/done")

    ana.iam.associate_delegation_request(DelegationRequestId=request_id)
    ana.iam.update_delegation_request(DelegationRequestId=request_id, Notes="For the photos")
    with refused("AccessDenied"):
        ana.iam.accept_delegation_request(DelegationRequestId=request_id)
    shown = boss.iam.get_delegation_request(DelegationRequestId=request_id)["DelegationRequest"]
    assert shown["State"] == "PENDING_APPROVAL" and shown["RequestorName"] == "Example"
    assert json.loads(shown["PermissionPolicy"])["Statement"][1]["Resource"] == [
        "arn:aws:s3:::photos",
        "arn:aws:s3:::films",
    ]
    boss.iam.accept_delegation_request(DelegationRequestId=request_id)
    ana.iam.send_delegation_token(DelegationRequestId=request_id)
    mine = ana.iam.list_delegation_requests(OwnerId=shown["OwnerId"])["DelegationRequests"]
    assert [(it["DelegationRequestId"], it["State"]) for it in mine] == [(request_id, "FINALIZED")]

    told = notification(prod, request_id)
    assert told["State"] == "FINALIZED" and told["NotificationChannel"] == TOPIC
    answer = prod.sts.get_delegated_access_token(TradeInToken=told["TradeInToken"])
    assert answer["AssumedPrincipal"].endswith("/boss")
    delegated = Actor(prod.server, Keys.of(answer["Credentials"]))
    assert delegated.sts.get_caller_identity()["Account"] == DEV.id
    assert delegated.iam.list_users()["Users"]
    with refused("AccessDenied"):  # only the approver may
        delegated.iam.list_groups()
    with refused("AccessDenied"):  # only the request asks for it
        delegated.s3.create_bucket(Bucket=name("bucket"))
    with refused("ExpiredTradeInTokenException"):
        dev.sts.get_delegated_access_token(TradeInToken=told["TradeInToken"])


def test_who_is_not_a_provider_cannot_ask(dev):
    with refused("AccessDenied"):
        ask(dev, "order-2")


def test_nobody_is_a_provider_by_default(own_server):
    own_server.start()
    with refused("AccessDenied"):
        ask(root_of(own_server, PROD), "order-1")
