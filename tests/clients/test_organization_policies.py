"""An organization whose policies limit what its accounts may do, with boto3 alone.

The administrator of dev, the management account, makes a member account and works in it through the role that comes with it.
"""

import json
import time

from actors import Actor, allow, document, make_user, refused, root_of, statement, text
from server import DEV, PROD

FULL = "p-FullAWSAccess"


def made_account(management: Actor, name: str) -> str:
    """Makes an account and waits for it; answers its id."""
    organizations = management.organizations
    request = organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
    deadline = time.monotonic() + 30
    while request["State"] == "IN_PROGRESS":
        assert time.monotonic() < deadline, "the account is not made"
        request = organizations.describe_create_account_status(CreateAccountRequestId=request["Id"])[
            "CreateAccountStatus"
        ]
    assert request["State"] == "SUCCEEDED", request
    return request["AccountId"]


def policy(management: Actor, kind: str, name: str, content: dict) -> str:
    made = management.organizations.create_policy(Content=text(content), Description="", Name=name, Type=kind)
    return made["Policy"]["PolicySummary"]["Id"]


def test_policies_limit_a_member_account(own_server):
    own_server.start()
    dev, prod = root_of(own_server, DEV), root_of(own_server, PROD)
    admin = make_user(dev, "admin", allow("*"))
    organization = admin.organizations.create_organization(FeatureSet="ALL")["Organization"]
    root = admin.organizations.list_roots()["Roots"][0]
    assert root["PolicyTypes"] == []
    member = made_account(admin, "sandbox")

    # Access across accounts without any set-up.
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    inside = admin.assume(role)
    inside.s3.create_bucket(Bucket="sandbox-data")
    inside.s3.put_object(Bucket="sandbox-data", Key="k", Body=b"data")
    inside.iam.list_users()

    for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
        admin.organizations.enable_policy_type(RootId=root["Id"], PolicyType=kind)
    attached = admin.organizations.list_policies_for_target(TargetId=member, Filter="SERVICE_CONTROL_POLICY")
    assert [it["Id"] for it in attached["Policies"]] == [FULL]
    inside.iam.list_users()

    # A service control policy on a unit counts once the account is in it, for its root user's delegates as for all others.
    unit = admin.organizations.create_organizational_unit(ParentId=root["Id"], Name="Sandboxes")["OrganizationalUnit"]
    no_iam = policy(
        admin, "SERVICE_CONTROL_POLICY", "NoIam", document(statement("Deny", "iam:*", resource="*"))
    )
    admin.organizations.attach_policy(PolicyId=no_iam, TargetId=unit["Id"])
    inside.iam.list_users()
    admin.organizations.move_account(
        AccountId=member, SourceParentId=root["Id"], DestinationParentId=unit["Id"]
    )
    with refused("AccessDenied", begins=f"User: arn:aws:sts::{member}:assumed-role/OrganizationAccountAccessRole/") as it:
        inside.iam.list_users()
    arn = admin.organizations.describe_policy(PolicyId=no_iam)["Policy"]["PolicySummary"]["Arn"]
    assert it.value.response["Error"]["Message"].endswith(f"with an explicit deny in a service control policy: {arn}")
    inside.s3.get_object(Bucket="sandbox-data", Key="k")
    # The management account is spared, even by what stands at the root.
    admin.organizations.attach_policy(PolicyId=no_iam, TargetId=root["Id"])
    admin.iam.list_users()
    admin.organizations.detach_policy(PolicyId=no_iam, TargetId=root["Id"])

    # A resource control policy keeps strangers out of what the member owns, though the bucket lets them in.
    outside = make_user(prod, "outside", allow("s3:*"))
    inside.s3.delete_public_access_block(Bucket="sandbox-data")
    inside.s3.put_bucket_policy(
        Bucket="sandbox-data",
        Policy=text(
            document(statement("Allow", "s3:GetObject", resource="arn:aws:s3:::sandbox-data/*", principal="*"))
        ),
    )
    outside.s3.get_object(Bucket="sandbox-data", Key="k")
    fence = policy(
        admin,
        "RESOURCE_CONTROL_POLICY",
        "Fence",
        document(
            statement(
                "Deny", "s3:*", resource="*", principal="*",
                condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization["Id"]}},
            )
        ),
    )
    admin.organizations.attach_policy(PolicyId=fence, TargetId=member)
    with refused("AccessDenied"):
        outside.s3.get_object(Bucket="sandbox-data", Key="k")
    inside.s3.get_object(Bucket="sandbox-data", Key="k")
    admin.s3.get_object(Bucket="sandbox-data", Key="k")

    # The last service control policy stays, and AWS's own resource control policy too.
    admin.organizations.detach_policy(PolicyId=no_iam, TargetId=unit["Id"])
    with refused("ConstraintViolationException") as it:
        admin.organizations.detach_policy(PolicyId=FULL, TargetId=unit["Id"])
    assert it.value.response["Reason"] == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    with refused("InvalidInputException") as it:
        admin.organizations.detach_policy(PolicyId="p-RCPFullAWSAccess", TargetId=member)
    assert it.value.response["Reason"] == "NON_DETACHABLE_POLICY"
    inside.iam.list_users()


def test_an_effective_tag_policy(own_server):
    own_server.start()
    dev = root_of(own_server, DEV)
    dev.organizations.create_organization()
    root = dev.organizations.list_roots()["Roots"][0]["Id"]
    dev.organizations.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    above = {"tags": {"team": {"tag_key": {"@@assign": "Team"}, "tag_value": {"@@assign": ["core"]}}}}
    below = {"tags": {"team": {"tag_value": {"@@append": ["research"]}}}}
    for name, content, target in [("above", above, root), ("below", below, DEV.id)]:
        dev.organizations.attach_policy(PolicyId=policy(dev, "TAG_POLICY", name, content), TargetId=target)
    found = dev.organizations.describe_effective_policy(PolicyType="TAG_POLICY")["EffectivePolicy"]
    assert found["TargetId"] == DEV.id
    content = json.loads(found["PolicyContent"])
    assert content == {"tags": {"team": {"tag_key": "Team", "tag_value": ["core", "research"]}}}


def test_a_member_administers_policies(own_server):
    """A delegate needs both: the resource policy of the organization, and its own account's leave."""
    own_server.start()
    dev = root_of(own_server, DEV)
    organization = dev.organizations.create_organization()["Organization"]
    member = made_account(dev, "policies")
    admin = make_user(dev, "admin", allow("sts:AssumeRole"))
    inside = admin.assume(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole")
    nobody = make_user(inside, "nobody")
    content = text(document(statement("Deny", "s3:*", resource="*")))
    wanted = dict(Content=content, Description="", Name="delegated", Type="SERVICE_CONTROL_POLICY")
    with refused("AccessDeniedException"):
        inside.organizations.create_policy(**wanted)
    with refused("AccessDeniedException"):
        inside.organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")
    delegation = document(
        statement(
            "Allow", ["organizations:CreatePolicy", "organizations:ListPolicies"], resource="*",
            principal={"AWS": member},
        )
    )
    dev.organizations.put_resource_policy(Content=text(delegation))
    made = inside.organizations.create_policy(**wanted)["Policy"]["PolicySummary"]
    assert f":policy/{organization['Id']}/service_control_policy/" in made["Arn"]
    with refused("AccessDeniedException"):
        nobody.organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")
    with refused("AccessDeniedException"):
        inside.organizations.delete_policy(PolicyId=made["Id"])
    dev.organizations.delete_resource_policy()
    with refused("AccessDeniedException"):
        inside.organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")

    # Registered for a service, the account may read.
    dev.organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    dev.organizations.register_delegated_administrator(AccountId=member, ServicePrincipal="config.amazonaws.com")
    listed = inside.organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert {it["Name"] for it in listed} == {"FullAWSAccess", "delegated"}
    with refused("AccessDeniedException"):
        inside.organizations.delete_policy(PolicyId=made["Id"])
