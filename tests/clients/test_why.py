"""rolecall why: the recorded decision behind a request id, as text and as JSON, while the server runs."""

import json
import subprocess

import pytest

from actors import Actor, allow, make_role, make_user, refused, request_id, root_of, text, trust
from server import BINARY, DEV, PROD, Keys


def why(server, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BINARY, "why", *words, "--data", server.data], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
    )


def explained(server, *words: str) -> str:
    done = why(server, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def session(dev, prod, name):
    """A session of a role of prod that may list buckets and read nothing; a bucket of prod."""
    bucket = name("bucket")
    prod.s3.create_bucket(Bucket=bucket)
    role = make_role(prod, name("role"), trust(DEV.id), allow("s3:ListAllMyBuckets"))
    return make_user(dev, name("user"), allow("sts:AssumeRole")).assume(role), bucket


def test_a_denied_call(server, session):
    """Every layer is shown, with who, what and on which resource."""
    actor, bucket = session
    with refused("AccessDenied", status=403) as caught:
        actor.s3.list_objects_v2(Bucket=bucket)
    told = explained(server, request_id(caught.value.response))
    assert told.startswith("DENIED, implicitly")
    for part in ("s3:ListBucket", bucket, PROD.id, "SCP", "boundary", "session policy", "identity", "resource"):
        assert part in told, f"{part} is not in:\n{told}"


def test_an_explicit_deny_points_at_its_statement(server, dev, name):
    """The deciding statement is named and its text shown."""
    user = make_user(dev, name("user"))
    dev.iam.put_user_policy(
        UserName=user.sts.get_caller_identity()["Arn"].split("/")[-1],
        PolicyName="guard",
        PolicyDocument='{\n  "Version": "2012-10-17",\n  "Statement": [{\n    "Sid": "NoListing",\n    "Effect": "Deny",\n'
        '    "Action": "iam:List*",\n    "Resource": "*"\n  }]\n}',
    )
    with refused("AccessDenied", status=403) as caught:
        user.iam.list_users()
    told = explained(server, request_id(caught.value.response))
    assert told.startswith("DENIED, explicitly")
    assert "NoListing" in told and "guard" in told


def test_a_failed_condition_shows_both_values(server, dev, prod, name):
    """The nearest miss: what the policy wanted and what the request had."""
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    role = make_role(prod, name("role"), trust(DEV.id, condition={"StringEquals": {"sts:ExternalId": "partner-7"}}))
    with refused("AccessDenied", status=403) as caught:
        user.assume(role, ExternalId="partner-8")
    told = explained(server, request_id(caught.value.response))
    assert "partner-7" in told and "partner-8" in told and "sts:ExternalId" in told
    assert "To allow it:\n  the caller: pass --external-id partner-7" in told


def test_an_allowed_call(server, session):
    """Also what was allowed can be explained."""
    actor, _ = session
    told = explained(server, request_id(actor.s3.list_buckets()))
    assert told.startswith("ALLOWED")
    assert "s3:ListAllMyBuckets" in told


def test_json(server, session):
    """The same as an object, for programs."""
    actor, bucket = session
    with refused("AccessDenied", status=403) as caught:
        actor.s3.list_objects_v2(Bucket=bucket)
    request = request_id(caught.value.response)
    told = json.loads(explained(server, request, "--format", "json"))
    assert told["request_id"] == request
    assert "s3:ListBucket" in text(told)


def test_the_beginning_of_an_id_is_enough(server, session):
    """As the design writes it: rolecall why 4f1c…"""
    actor, _ = session
    request = request_id(actor.s3.list_buckets())
    assert explained(server, request[:13]) == explained(server, request)


@pytest.mark.parametrize("unknown", ["00000000-0000-0000-0000-000000000000", "not-an-id", ""])
def test_unknown_ids(server, unknown):
    done = why(server, unknown)
    assert done.returncode != 0
    assert done.stdout == "" and done.stderr


def test_refused_signatures_are_recorded_too(server, dev, name):
    """One record a request, also where nobody could be authenticated."""
    stranger = Actor(server, Keys("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    with refused("InvalidClientTokenId", status=403) as caught:
        stranger.iam.list_users()
    assert "InvalidClientTokenId" in explained(server, request_id(caught.value.response))


def test_records_hold_no_secrets(server, session):
    """Invariant 7: neither keys nor tokens in what is written down or logged."""
    actor, _ = session
    actor.s3.list_buckets()
    for secret in (actor.keys.secret, actor.keys.token, DEV.root.secret):
        for file in server.data.rglob("*"):
            if file.is_file():
                assert secret.encode() not in file.read_bytes(), file
        assert secret not in server.errors()


def test_records_outlive_the_server(own_server, tmp_path):
    """After a restart, and after kill -9, the answer is the same."""
    own_server.start()
    user = make_user(root_of(own_server, DEV), "ana")
    with refused("AccessDenied", status=403) as caught:
        user.iam.list_users()
    request = request_id(caught.value.response)
    before = explained(own_server, request)
    own_server.kill()
    assert explained(own_server, request) == before
    own_server.start()
    assert explained(own_server, request) == before
