"""Fifty boto3 clients at once: of changes that exclude each other one wins, the others get AWS's error, and nothing is half
done."""

import base64
import json
import os
import ssl
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import mfa
from actors import ONCE, Actor, allow, root_of
from server import DEV, PROD, WORLD, Server

CLIENTS = 50
CERTIFICATE, PRIVATE_KEY = ((Path(__file__).parent / "certificate" / it).read_text() for it in ["cert.pem", "key.pem"])
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": DEV.id}, "Action": "sts:AssumeRole"}],
    }
)
POLICY = json.dumps(allow("s3:GetObject"))
SCP = "SERVICE_CONTROL_POLICY"


def together(*calls, message: bool = False) -> Counter:
    """Makes all calls at the same moment; how many ended how: `ok`, or the error's code, or its code and `message`."""
    start = threading.Barrier(len(calls))

    def one(call):
        start.wait()
        try:
            call()
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] < 500, error
            told = error.response["Error"]
            return f"{told['Code']} {told['Message']}" if message else told["Code"]
        return "ok"

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(one, calls))


def within(quota: str, limit: int, *calls, there: int = 0) -> None:
    """Makes all calls at the same moment: as many work as the quota has room for, and the others are told of it."""
    found = together(*calls, message=True)
    told = f"LimitExceeded Cannot exceed quota for {quota}: {limit}"
    assert found == won(told, limit - there, len(calls))


def ssh_key() -> str:
    """A public key of RSA, of which nobody has the private one."""
    modulus = b"\0\xc0" + os.urandom(254) + b"\1"
    parts = [b"ssh-rsa", b"\1\0\1", modulus]
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return f"ssh-rsa {base64.b64encode(blob).decode()}"


def certificate(number: int) -> str:
    """The certificate of the tests with another signature, so that no two are the same. Nobody asks who signed it."""
    own = ssl.PEM_cert_to_DER_cert(CERTIFICATE)
    return ssl.DER_cert_to_PEM_cert(own[:-2] + number.to_bytes(2, "big"))


def won(code: str, winners: int = 1, clients: int = CLIENTS) -> Counter:
    return Counter({"ok": winners, code: clients - winners})


@pytest.fixture
def many(own_server) -> Actor:
    """Root of dev, with a connection for each client."""
    own_server.start()
    return Actor(own_server, DEV.root, ONCE.merge(Config(max_pool_connections=CLIENTS)))


def test_one_name_is_made_once_and_deleted_once(many):
    iam = many.iam
    trust = {"AssumeRolePolicyDocument": TRUST}
    for make, delete, request in [
        (iam.create_user, iam.delete_user, ({"UserName": "same"}, {})),
        (iam.create_group, iam.delete_group, ({"GroupName": "same"}, {})),
        (iam.create_role, iam.delete_role, ({"RoleName": "same"}, trust)),
        (iam.create_instance_profile, iam.delete_instance_profile, ({"InstanceProfileName": "same"}, {})),
    ]:
        name, more = request
        assert together(*[lambda: make(**name, **more)] * CLIENTS) == won("EntityAlreadyExists")
        assert together(*[lambda: delete(**name)] * CLIENTS) == won("NoSuchEntity")
    made = together(*[lambda: iam.create_policy(PolicyName="same", PolicyDocument=POLICY)] * CLIENTS)
    assert made == won("EntityAlreadyExists")
    # Names that differ in case only are one name.
    names = ["same", "SAME", "Same", "sAmE"] * 12
    calls = [lambda name=name: iam.create_user(UserName=name) for name in names]
    assert together(*calls) == won("EntityAlreadyExists", clients=len(calls))
    assert len(iam.list_users()["Users"]) == 1
    service = {"AWSServiceName": "ecs.amazonaws.com"}
    assert together(*[lambda: iam.create_service_linked_role(**service)] * CLIENTS) == won("InvalidInput")
    linked = {"RoleName": "AWSServiceRoleForECS"}
    assert together(*[lambda: iam.delete_service_linked_role(**linked)] * CLIENTS) == won("NoSuchEntity")


def test_quotas_hold(many):
    iam = many.iam
    iam.create_user(UserName="ana")
    made = together(*[lambda: iam.create_access_key(UserName="ana")] * CLIENTS)
    assert made == won("LimitExceeded", 2)
    arn = iam.create_policy(PolicyName="p", PolicyDocument=POLICY)["Policy"]["Arn"]
    made = together(*[lambda: iam.create_policy_version(PolicyArn=arn, PolicyDocument=POLICY)] * CLIENTS)
    assert made == won("LimitExceeded", 4)
    groups = [f"g{number}" for number in range(CLIENTS)]
    for group in groups:
        iam.create_group(GroupName=group)
    calls = [lambda group=group: iam.add_user_to_group(GroupName=group, UserName="ana") for group in groups]
    assert together(*calls) == won("LimitExceeded", 10)
    assert len(iam.list_groups_for_user(UserName="ana")["Groups"]) == 10


def test_quotas_of_credentials_hold(many):
    iam = many.iam
    iam.create_user(UserName="ana")
    keys = [ssh_key() for _ in range(CLIENTS)]
    upload = [lambda it=it: iam.upload_ssh_public_key(UserName="ana", SSHPublicKeyBody=it) for it in keys]
    within("SSHPublicKeysPerUser", 5, *upload)
    assert len(iam.list_ssh_public_keys(UserName="ana")["SSHPublicKeys"]) == 5
    bodies = [certificate(number) for number in range(CLIENTS)]
    upload = [lambda it=it: iam.upload_signing_certificate(UserName="ana", CertificateBody=it) for it in bodies]
    within("CertificatesPerUser", 2, *upload)
    assert len(iam.list_signing_certificates(UserName="ana")["Certificates"]) == 2
    made = dict(CertificateBody=CERTIFICATE, PrivateKey=PRIVATE_KEY)
    names = [f"c{number}" for number in range(CLIENTS)]
    upload = [lambda it=it: iam.upload_server_certificate(ServerCertificateName=it, **made) for it in names]
    within("ServerCertificatesPerAccount", 20, *upload)
    assert len(iam.list_server_certificates()["ServerCertificateMetadataList"]) == 20
    credential = dict(UserName="ana", ServiceName="codecommit.amazonaws.com")
    within("ServiceSpecificCredentialsPerUser", 2, *[lambda: iam.create_service_specific_credential(**credential)] * CLIENTS)

    # Five codes at a time: more than five that nobody has looked at yet are taken for guesses.
    enable = []
    for number in range(11):
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"d{number}")["VirtualMFADevice"]
        enable.append((device["SerialNumber"], device["Base32StringSeed"]))

    def enabled(serial: str, seed: bytes) -> None:
        codes = dict(AuthenticationCode1=mfa.code(seed, -1), AuthenticationCode2=mfa.code(seed))
        iam.enable_mfa_device(UserName="ana", SerialNumber=serial, **codes)

    for device in enable[:6]:
        enabled(*device)
    within("MFADevicesPerUser", 8, *[lambda it=it: enabled(*it) for it in enable[6:]], there=6)
    assert len(iam.list_mfa_devices(UserName="ana")["MFADevices"]) == 8


@pytest.mark.parametrize("limit", [10, 20])
def test_quotas_of_attached_policies_hold(tmp_path, limit):
    options = [f"--quota={name}={limit}" for name in ["PoliciesPerUser", "PoliciesPerGroup", "PoliciesPerRole"]]
    server = Server(tmp_path, *options, world=WORLD).start()
    try:
        iam = Actor(server, DEV.root, ONCE.merge(Config(max_pool_connections=CLIENTS))).iam
        iam.create_user(UserName="same")
        iam.create_group(GroupName="same")
        iam.create_role(RoleName="same", AssumeRolePolicyDocument=TRUST)
        names = [f"p{number}" for number in range(CLIENTS)]
        arns = [iam.create_policy(PolicyName=it, PolicyDocument=POLICY)["Policy"]["Arn"] for it in names]
        for kind, attach in [
            ("User", iam.attach_user_policy),
            ("Group", iam.attach_group_policy),
            ("Role", iam.attach_role_policy),
        ]:
            same = {f"{kind}Name": "same"}
            calls = [lambda arn=arn: attach(PolicyArn=arn, **same) for arn in arns]
            within(f"PoliciesPer{kind}", limit, *calls)
        counts = [iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] for arn in arns]
        assert sum(counts) == 3 * limit
    finally:
        server.kill()


def test_quotas_of_organizations_hold(tmp_path):
    others = [f"{300_000_000_000 + number}" for number in range(CLIENTS)]
    world = WORLD + "".join(f'[[account]]\nid = "{it}"\nname = "other-{it}"\n' for it in others)
    server = Server(tmp_path, world=world).start()
    try:
        organizations = Actor(server, DEV.root, ONCE.merge(Config(max_pool_connections=CLIENTS))).organizations
        organizations.create_organization(FeatureSet="ALL")
        root = organizations.list_roots()["Roots"][0]["Id"]
        organizations.enable_policy_type(RootId=root, PolicyType=SCP)
        policy = dict(Description="", Type=SCP, Content=json.dumps(allow("*")))
        made = [organizations.create_policy(Name=f"p{number}", **policy)["Policy"] for number in range(20)]
        ids = [it["PolicySummary"]["Id"] for it in made]
        unit = organizations.create_organizational_unit(ParentId=root, Name="Prod")["OrganizationalUnit"]["Id"]
        # AWS's own is attached already.
        attach = [lambda it=it: organizations.attach_policy(PolicyId=it, TargetId=unit) for it in ids]
        assert together(*attach) == won("ConstraintViolationException", 9, len(ids))
        assert len(organizations.list_policies_for_target(TargetId=unit, Filter=SCP)["Policies"]) == 10
        # Ten accounts, open invitations included: nine beside the management account.
        invite = organizations.invite_account_to_organization
        found = together(*[lambda it=it: invite(Target={"Type": "ACCOUNT", "Id": it}) for it in others])
        assert found == won("HandshakeConstraintViolationException", 9), found
        handshakes = organizations.list_handshakes_for_organization()["Handshakes"]
        open_ones = [it["State"] for it in handshakes if it["Action"] == "INVITE"]
        assert len(open_ones) == 9, handshakes
        create = organizations.create_account
        calls = [lambda number=number: create(Email=f"b{number}@example.com", AccountName="b") for number in range(10)]
        found = together(*calls)
        assert found.keys() <= {"ConstraintViolationException"}, found
        assert len(organizations.list_accounts()["Accounts"]) == 1
    finally:
        server.kill()


def test_what_is_deleted_is_not_attached(many):
    iam = many.iam
    for number in range(5):
        user, policy = f"u{number}", f"p{number}"
        iam.create_user(UserName=user)
        arn = iam.create_policy(PolicyName=policy, PolicyDocument=POLICY)["Policy"]["Arn"]
        attach = [lambda: iam.attach_user_policy(UserName=user, PolicyArn=arn)] * 25
        found = together(*attach, *[lambda: iam.delete_policy(PolicyArn=arn)] * 25)
        attached = iam.list_attached_user_policies(UserName=user)["AttachedPolicies"]
        there = [it["Arn"] for it in iam.list_policies(Scope="Local")["Policies"] if it["Arn"] == arn]
        # Either it went first and nobody attached it, or somebody did and it stayed.
        assert (len(attached), len(there)) in [(0, 0), (1, 1)], found
        assert found.keys() <= {"ok", "NoSuchEntity", "DeleteConflict"}, found
        assert found["ok"] == (1 if not there else 25), found

        iam.create_role(RoleName=user, AssumeRolePolicyDocument=TRUST)
        put = dict(RoleName=user, PolicyName="own", PolicyDocument=POLICY)
        found = together(*[lambda: iam.put_role_policy(**put)] * 25, *[lambda: iam.delete_role(RoleName=user)] * 25)
        roles = [it for it in iam.list_roles()["Roles"] if it["RoleName"] == user]
        assert found["ok"] == (25 if roles else 1), found
        assert found.keys() <= {"ok", "NoSuchEntity", "DeleteConflict"}, found


def test_the_last_control_policy_stays(many, own_server):
    organizations = many.organizations
    made = together(*[lambda: organizations.create_organization(FeatureSet="ALL")] * CLIENTS)
    assert made == won("AlreadyInOrganizationException")
    root = organizations.list_roots()["Roots"][0]["Id"]
    enable = [lambda: organizations.enable_policy_type(RootId=root, PolicyType=SCP)] * CLIENTS
    assert together(*enable) == won("PolicyTypeAlreadyEnabledException")
    unit = [lambda: organizations.create_organizational_unit(ParentId=root, Name="Prod")] * CLIENTS
    assert together(*unit) == won("DuplicateOrganizationalUnitException")
    unit = organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"][0]["Id"]
    content = json.dumps(allow("*"))
    create = [lambda: organizations.create_policy(Name="all", Description="", Type=SCP, Content=content)] * CLIENTS
    assert together(*create) == won("DuplicatePolicyException")
    policies = organizations.list_policies(Filter=SCP)["Policies"]
    [own] = [it["Id"] for it in policies if not it["AwsManaged"]]
    attach = [lambda: organizations.attach_policy(PolicyId=own, TargetId=unit)] * CLIENTS
    assert together(*attach) == won("DuplicatePolicyAttachmentException")
    detach = [lambda it=it: organizations.detach_policy(PolicyId=it, TargetId=unit) for it in [own, "p-FullAWSAccess"]]
    found = together(*(detach * (CLIENTS // 2)))
    assert found["ok"] == 1 and found["ConstraintViolationException"] == CLIENTS // 2, found
    assert found.keys() <= {"ok", "ConstraintViolationException", "PolicyNotAttachedException"}, found
    assert len(organizations.list_policies_for_target(TargetId=unit, Filter=SCP)["Policies"]) == 1

    # One invitation is open at a time, and one of many clients accepts it.
    target = {"Type": "ACCOUNT", "Id": PROD.id}
    invite = [lambda: organizations.invite_account_to_organization(Target=target)] * CLIENTS
    assert together(*invite) == won("DuplicateHandshakeException")
    prod = Actor(own_server, PROD.root, ONCE.merge(Config(max_pool_connections=CLIENTS))).organizations
    [handshake] = prod.list_handshakes_for_account()["Handshakes"]
    accept = together(*[lambda: prod.accept_handshake(HandshakeId=handshake["Id"])] * CLIENTS)
    assert accept["ok"] == 1, accept
    move = dict(AccountId=PROD.id, SourceParentId=root, DestinationParentId=unit)
    moved = together(*[lambda: organizations.move_account(**move)] * CLIENTS)
    assert moved["ok"] == 1 and moved.keys() <= {"ok", "SourceParentNotFoundException", "DuplicateAccountException"}, moved
    # A unit with an account is not deleted, whoever moves it away meanwhile.
    back = dict(AccountId=PROD.id, SourceParentId=unit, DestinationParentId=root)
    delete = [lambda: organizations.delete_organizational_unit(OrganizationalUnitId=unit)] * 25
    found = together(*[lambda: organizations.move_account(**back)] * 25, *delete)
    assert organizations.list_parents(ChildId=PROD.id)["Parents"] == [{"Id": root, "Type": "ROOT"}], found
    left = root_of(own_server, PROD).organizations
    leave = together(*[left.leave_organization] * 10)
    assert leave["ok"] == 1, leave
