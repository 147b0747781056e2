"""The calls that Terraform's AWS provider and CDK make for the resources of this server: create, read, plan without a
difference, update, destroy, read again. The programs themselves are not needed: what counts is the order of calls, what of
the answers they read back and compare with the configuration, and the errors by which they recognise that something is gone."""

import json
from urllib.parse import unquote

import pytest

from actors import Actor, allow, document, refused, statement, text, trust
from server import DEV


def decoded(policy) -> dict:
    """A document of an answer; the provider compares it with the configuration as JSON."""
    return policy if isinstance(policy, dict) else json.loads(unquote(policy))


READ = allow("s3:GetObject", "arn:aws:s3:::reports/*")
WRITE = allow("s3:PutObject", "arn:aws:s3:::reports/*")
TAGS = [{"Key": "team", "Value": "blue"}, {"Key": "ManagedBy", "Value": "terraform"}]


def by_key(tags: list[dict]) -> dict:
    return {tag["Key"]: tag["Value"] for tag in tags}


def test_the_provider_asks_who_it_is(dev: Actor):
    """On configuring: the account of the credentials, and the partition."""
    who = dev.sts.get_caller_identity()
    assert (who["Account"], who["Arn"].split(":")[1]) == (DEV.id, "aws")


def test_role(dev: Actor, name):
    """aws_iam_role with an inline policy, aws_iam_role_policy_attachment, and a change of each argument."""
    iam, role = dev.iam, name("role")
    made = iam.create_role(
        RoleName=role,
        Path="/app/",
        AssumeRolePolicyDocument=text(trust(DEV.id)),
        Description="read by the plan",
        MaxSessionDuration=7200,
        PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess",
        Tags=TAGS,
    )["Role"]
    iam.put_role_policy(RoleName=role, PolicyName="inline", PolicyDocument=text(READ))
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")

    read = iam.get_role(RoleName=role)["Role"]
    assert (read["Arn"], read["RoleId"], read["Path"]) == (made["Arn"], made["RoleId"], "/app/")
    assert (read["Description"], read["MaxSessionDuration"]) == ("read by the plan", 7200)
    assert read["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
    }
    assert by_key(read["Tags"]) == by_key(TAGS)
    # As on AWS, the account is shown by the ARN of its root, which Terraform knows to be the same (R1.18).
    assert decoded(read["AssumeRolePolicyDocument"]) == trust(f"arn:aws:iam::{DEV.id}:root")
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["inline"]
    assert decoded(iam.get_role_policy(RoleName=role, PolicyName="inline")["PolicyDocument"]) == READ
    (attached,) = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert attached["PolicyName"] == "AmazonS3ReadOnlyAccess"

    service = trust({"Service": "ec2.amazonaws.com"})
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=text(service))
    iam.update_role_description(RoleName=role, Description="changed")
    iam.update_role(RoleName=role, MaxSessionDuration=3600)
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess")
    iam.delete_role_permissions_boundary(RoleName=role)
    iam.untag_role(RoleName=role, TagKeys=["ManagedBy"])
    iam.tag_role(RoleName=role, Tags=[{"Key": "team", "Value": "red"}])
    read = iam.get_role(RoleName=role)["Role"]
    assert decoded(read["AssumeRolePolicyDocument"]) == service
    # UpdateRole without a description leaves it.
    assert (read["Description"], read["MaxSessionDuration"]) == ("changed", 3600)
    assert "PermissionsBoundary" not in read and by_key(read["Tags"]) == {"team": "red"}

    assert iam.list_instance_profiles_for_role(RoleName=role)["InstanceProfiles"] == []
    with refused("DeleteConflict"):
        iam.delete_role(RoleName=role)
    iam.detach_role_policy(RoleName=role, PolicyArn=attached["PolicyArn"])
    iam.delete_role_policy(RoleName=role, PolicyName="inline")
    iam.delete_role(RoleName=role)
    for gone in (iam.get_role, iam.list_attached_role_policies, iam.list_role_policies):
        with refused("NoSuchEntity", status=404):
            gone(RoleName=role)


def test_a_principal_that_is_not_there_yet(dev: Actor, name):
    """The provider and CDK try again as long as the message says that a principal is invalid."""
    nobody = trust(f"arn:aws:iam::{DEV.id}:role/{name('later')}")
    with refused("MalformedPolicyDocument", begins="Invalid principal in policy"):
        dev.iam.create_role(RoleName=name("role"), AssumeRolePolicyDocument=text(nobody))


def test_policy(dev: Actor, name):
    """aws_iam_policy: an update is a new default version, the oldest one going when there are five."""
    iam, policy = dev.iam, name("policy")
    made = iam.create_policy(PolicyName=policy, Path="/app/", Description="d", PolicyDocument=text(READ), Tags=TAGS)
    arn = made["Policy"]["Arn"]
    for round in range(6):
        read = iam.get_policy(PolicyArn=arn)["Policy"]
        version = iam.get_policy_version(PolicyArn=arn, VersionId=read["DefaultVersionId"])["PolicyVersion"]
        assert decoded(version["Document"]) == (WRITE if round % 2 else READ)
        versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
        if len(versions) == 5:
            oldest = min((it for it in versions if not it["IsDefaultVersion"]), key=lambda it: int(it["VersionId"][1:]))
            iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=text(READ if round % 2 else WRITE), SetAsDefault=True)
    assert by_key(iam.get_policy(PolicyArn=arn)["Policy"]["Tags"]) == by_key(TAGS)
    iam.untag_policy(PolicyArn=arn, TagKeys=["team"])
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)
    with refused("NoSuchEntity", status=404):
        iam.get_policy(PolicyArn=arn)


def test_user_and_group(dev: Actor, name):
    """aws_iam_user with force_destroy, aws_iam_access_key, aws_iam_group, _membership, _policy, _policy_attachment."""
    iam, user, group = dev.iam, name("user"), name("group")
    made = iam.create_user(UserName=user, Path="/people/", Tags=TAGS)["User"]
    assert iam.get_user(UserName=user)["User"]["Arn"] == made["Arn"]
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    (listed,) = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert (listed["AccessKeyId"], listed["Status"]) == (key, "Active")
    iam.update_access_key(UserName=user, AccessKeyId=key, Status="Inactive")
    assert "LastUsedDate" not in iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=text(READ))
    assert decoded(iam.get_user_policy(UserName=user, PolicyName="own")["PolicyDocument"]) == READ
    iam.attach_user_policy(UserName=user, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")

    iam.create_group(GroupName=group, Path="/people/")
    iam.add_user_to_group(GroupName=group, UserName=user)
    assert [it["UserName"] for it in iam.get_group(GroupName=group)["Users"]] == [user]
    assert [it["GroupName"] for it in iam.list_groups_for_user(UserName=user)["Groups"]] == [group]
    iam.put_group_policy(GroupName=group, PolicyName="own", PolicyDocument=text(WRITE))
    assert decoded(iam.get_group_policy(GroupName=group, PolicyName="own")["PolicyDocument"]) == WRITE
    iam.attach_group_policy(GroupName=group, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    renamed = name("user")
    iam.update_user(UserName=user, NewUserName=renamed, NewPath="/staff/")
    assert iam.get_user(UserName=renamed)["User"]["UserId"] == made["UserId"]
    with refused("NoSuchEntity", status=404):
        iam.get_user(UserName=user)

    # force_destroy takes away whatever a user can have, and asks for each kind.
    iam.detach_user_policy(UserName=renamed, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.delete_user_policy(UserName=renamed, PolicyName="own")
    iam.remove_user_from_group(GroupName=group, UserName=renamed)
    iam.delete_access_key(UserName=renamed, AccessKeyId=key)
    assert iam.list_mfa_devices(UserName=renamed)["MFADevices"] == []
    assert iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"] == []
    with refused("NoSuchEntity", status=404):
        iam.delete_login_profile(UserName=renamed)
    assert iam.list_ssh_public_keys(UserName=renamed)["SSHPublicKeys"] == []
    assert iam.list_signing_certificates(UserName=renamed)["Certificates"] == []
    assert iam.list_service_specific_credentials(UserName=renamed)["ServiceSpecificCredentials"] == []
    iam.delete_user(UserName=renamed)
    iam.detach_group_policy(GroupName=group, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.delete_group_policy(GroupName=group, PolicyName="own")
    iam.delete_group(GroupName=group)
    with refused("NoSuchEntity", status=404):
        iam.get_group(GroupName=group)


def test_instance_profile(dev: Actor, name):
    """aws_iam_instance_profile: one role at a time; the role cannot go before it is taken out."""
    iam, role, profile = dev.iam, name("role"), name("profile")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=text(trust({"Service": "ec2.amazonaws.com"})))
    iam.create_instance_profile(InstanceProfileName=profile, Path="/", Tags=TAGS)
    iam.get_waiter("instance_profile_exists").wait(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    read = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert [it["RoleName"] for it in read["Roles"]] == [role] and by_key(read["Tags"]) == by_key(TAGS)
    (named,) = iam.list_instance_profiles_for_role(RoleName=role)["InstanceProfiles"]
    with refused("DeleteConflict"):
        iam.delete_role(RoleName=role)
    iam.remove_role_from_instance_profile(InstanceProfileName=named["InstanceProfileName"], RoleName=role)
    iam.delete_role(RoleName=role)
    iam.delete_instance_profile(InstanceProfileName=profile)
    with refused("NoSuchEntity", status=404):
        iam.get_instance_profile(InstanceProfileName=profile)


def test_oidc_provider(dev: Actor, name):
    """aws_iam_openid_connect_provider, and the role of a GitHub workflow that trusts it."""
    iam, host = dev.iam, f"{name('login')}.example.com"
    arn = iam.create_open_id_connect_provider(
        Url=f"https://{host}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["a" * 40], Tags=TAGS
    )["OpenIDConnectProviderArn"]
    read = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (read["Url"], read["ClientIDList"], read["ThumbprintList"]) == (host, ["sts.amazonaws.com"], ["a" * 40])
    assert by_key(read["Tags"]) == by_key(TAGS)
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40])
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="other")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="sts.amazonaws.com")
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["team"])
    read = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (read["ClientIDList"], read["ThumbprintList"]) == (["other"], ["b" * 40])
    role = name("workflow")
    said = document(
        statement(
            "Allow",
            "sts:AssumeRoleWithWebIdentity",
            principal={"Federated": arn},
            condition={"StringEquals": {f"{host}:aud": "other"}, "StringLike": {f"{host}:sub": "repo:org/repo:*"}},
        )
    )
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=text(said))
    assert decoded(iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]) == said
    iam.delete_role(RoleName=role)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntity", status=404):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_cdk_bootstrap_roles(dev: Actor, name, stage):
    """The roles of a bootstrap stack: each trusts the account with tags allowed, and one passes another on."""
    iam, qualifier = dev.iam, name(f"hnb-{stage}")
    execution = f"cdk-{qualifier}-cfn-exec"
    iam.create_role(
        RoleName=execution,
        AssumeRolePolicyDocument=text(trust({"Service": "cloudformation.amazonaws.com"})),
    )
    iam.attach_role_policy(RoleName=execution, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    arn = iam.get_role(RoleName=execution)["Role"]["Arn"]
    deploy = f"cdk-{qualifier}-deploy"
    both = [
        statement("Allow", "sts:AssumeRole", principal={"AWS": DEV.id}),
        statement("Allow", "sts:TagSession", principal={"AWS": DEV.id}),
    ]
    iam.create_role(RoleName=deploy, AssumeRolePolicyDocument=text(document(*both)))
    passes = statement("Allow", "iam:PassRole", arn, condition={"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}})
    iam.put_role_policy(RoleName=deploy, PolicyName="default", PolicyDocument=text(document(passes)))
    for role in (deploy, execution):
        assert iam.get_role(RoleName=role)["Role"]["RoleName"] == role
