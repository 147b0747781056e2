"""Credentials beside access keys, reports of them, and service-linked roles, with boto3 and the aws CLI."""

import csv
import io
import time
from pathlib import Path

import pytest

from actors import allow, make_user, refused
from server import DEV

STORIES = Path(__file__).parents[2] / "crates/rolecall/tests/tables/stories/credentials.txt"


def documents():
    """The keys and certificates of the stories of the workspace."""
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    pairs = (line[1:].split(" ", 1) for line in lines if line.startswith("@"))
    return {name: value.replace("\\n", "\n") for name, value in pairs}


def test_a_service_linked_role_lives_and_goes(dev):
    made = dev.iam.create_service_linked_role(AWSServiceName="lex.amazonaws.com", Description="mine")["Role"]
    principal = {"Service": ["lex.amazonaws.com"]}
    statement = {"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": principal}
    assert made["AssumeRolePolicyDocument"] == {"Version": "2012-10-17", "Statement": [statement]}
    role = dev.iam.get_role(RoleName="AWSServiceRoleForLexBots")["Role"]
    assert role["Path"] == "/aws-service-role/lex.amazonaws.com/"
    assert role["Description"] == "mine" and role["MaxSessionDuration"] == 3600
    with refused("UnmodifiableEntity"):
        dev.iam.delete_role(RoleName=role["RoleName"])
    task = dev.iam.delete_service_linked_role(RoleName=role["RoleName"])["DeletionTaskId"]
    assert dev.iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"


def test_a_credential_report_is_a_table(dev, name):
    user = name("reported")
    make_user(dev, user)
    dev.iam.generate_credential_report()
    report = dev.iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    rows = list(csv.DictReader(io.StringIO(report["Content"].decode())))
    assert rows[0]["user"] == "<root_account>" and rows[0]["password_enabled"] == "not_supported"
    assert dev.iam.generate_credential_report()["State"] == "COMPLETE"


def test_keys_and_certificates_are_uploaded(dev, name):
    files, user = documents(), name("holder")
    dev.iam.create_user(UserName=user)
    key = dev.iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=files["ssh-key"])["SSHPublicKey"]
    got = dev.iam.get_ssh_public_key(UserName=user, SSHPublicKeyId=key["SSHPublicKeyId"], Encoding="PEM")
    assert got["SSHPublicKey"]["SSHPublicKeyBody"].startswith("-----BEGIN PUBLIC KEY-----")
    dev.iam.upload_signing_certificate(UserName=user, CertificateBody=files["web-cert"])
    made = dev.iam.create_service_specific_credential(UserName=user, ServiceName="codecommit.amazonaws.com")
    assert made["ServiceSpecificCredential"]["ServiceUserName"] == f"{user}-at-{DEV.id}"
    certificate = name("site")
    dev.iam.upload_server_certificate(
        ServerCertificateName=certificate,
        CertificateBody=files["web-cert"],
        PrivateKey=files["web-key"],
        CertificateChain=files["inter-chain"],
    )
    got = dev.iam.get_server_certificate(ServerCertificateName=certificate)["ServerCertificate"]
    assert got["CertificateBody"] == files["web-cert"]
    with refused("DeleteConflict", "Cannot delete entity, must remove referenced objects first."):
        dev.iam.delete_user(UserName=user)
    with refused("KeyPairMismatch", "The public key certificate and the private key do not match."):
        dev.iam.upload_server_certificate(
            ServerCertificateName=name("other"), CertificateBody=files["web-cert"], PrivateKey=files["rsa-key"]
        )


@pytest.mark.parametrize("granularity", ["SERVICE_LEVEL", "ACTION_LEVEL"])
def test_last_accessed_information_comes_from_the_trail(dev, name, granularity):
    user = name("visitor")
    visitor = make_user(dev, user, allow("iam:GetUser"))
    visitor.iam.get_user()
    arn = DEV.arn(f"user/{user}")
    job = dev.iam.generate_service_last_accessed_details(Arn=arn, Granularity=granularity)["JobId"]
    end = time.monotonic() + 60
    details = dev.iam.get_service_last_accessed_details(JobId=job)
    while details["JobStatus"] == "IN_PROGRESS" and time.monotonic() < end:
        details = dev.iam.get_service_last_accessed_details(JobId=job)
    (iam,) = details["ServicesLastAccessed"]
    assert iam["ServiceNamespace"] == "iam" and iam["LastAuthenticatedEntity"] == arn
    actions = [it["ActionName"] for it in iam.get("TrackedActionsLastAccessed", [])]
    assert actions == (["GetUser"] if granularity == "ACTION_LEVEL" else [])
    granting = dev.iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=["iam"])
    (entry,) = granting["PoliciesGrantingServiceAccess"]
    assert entry["Policies"][0]["PolicyType"] == "INLINE"
