"""IAM in breadth: every refusal in AWS's own words, lists in pages, deletes that conflict, ids, versions, quotas."""

import datetime
import json
import re

import pytest
from botocore import xform_name
from botocore.config import Config

import mfa
from actors import Actor, CommandLine, allow, document, make_role, make_user, refused, statement, text, trust
from server import DEV, PROD

AWS_POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture(scope="module")
def raw(server):
    """Root of dev with a client that leaves checking of parameters to the server."""
    return Actor(server, DEV.root, Config(parameter_validation=False, retries={"total_max_attempts": 1}))


@pytest.fixture(scope="module")
def furnished(dev):
    """One of each entity for the table of refusals to refer to; no case changes them."""
    made = {"missing": "nobody-here", "account": DEV.id}
    made["user"] = "table-user"
    made["group"] = "table-group"
    made["role"] = "table-role"
    made["trust"] = text(trust(DEV.id))
    made["document"] = text(allow("s3:GetObject"))
    dev.iam.create_user(UserName=made["user"])
    dev.iam.create_group(GroupName=made["group"])
    dev.iam.create_role(RoleName=made["role"], AssumeRolePolicyDocument=made["trust"])
    policy = dev.iam.create_policy(PolicyName="table-policy", PolicyDocument=made["document"])["Policy"]
    made["policy"] = policy["Arn"]
    dev.iam.create_policy_version(PolicyArn=policy["Arn"], PolicyDocument=made["document"])
    made["policy_missing"] = DEV.arn("policy/nobody-here")
    made["mfa_missing"] = DEV.arn("mfa/nobody-here")
    # Holders of what a delete must first find removed.
    for holder in ("inline", "attached", "keyed", "grouped"):
        dev.iam.create_user(UserName=f"table-{holder}")
        dev.iam.create_role(RoleName=f"table-{holder}", AssumeRolePolicyDocument=made["trust"])
        dev.iam.create_group(GroupName=f"table-{holder}")
    dev.iam.put_user_policy(UserName="table-inline", PolicyName="p", PolicyDocument=made["document"])
    dev.iam.put_role_policy(RoleName="table-inline", PolicyName="p", PolicyDocument=made["document"])
    dev.iam.put_group_policy(GroupName="table-inline", PolicyName="p", PolicyDocument=made["document"])
    dev.iam.attach_user_policy(UserName="table-attached", PolicyArn=AWS_POLICY)
    dev.iam.attach_role_policy(RoleName="table-attached", PolicyArn=AWS_POLICY)
    dev.iam.attach_group_policy(GroupName="table-attached", PolicyArn=AWS_POLICY)
    dev.iam.create_access_key(UserName="table-keyed")
    dev.iam.add_user_to_group(GroupName="table-grouped", UserName="table-grouped")
    in_use = dev.iam.create_policy(PolicyName="table-in-use", PolicyDocument=made["document"])["Policy"]["Arn"]
    dev.iam.attach_user_policy(UserName="table-attached", PolicyArn=in_use)
    made["policy_in_use"] = in_use
    dev.iam.create_virtual_mfa_device(VirtualMFADeviceName="table-device")
    return made


NO_USER = ("NoSuchEntity", "The user with name {missing} cannot be found.")
NO_GROUP = ("NoSuchEntity", "The group with name {missing} cannot be found.")
NO_ROLE = ("NoSuchEntity", "The role with name {missing} cannot be found.")
NOT_ATTACHABLE = ("NoSuchEntity", "Policy {policy_missing} does not exist or is not attachable.")
NOT_FOUND = ("NoSuchEntity", "Policy {policy_missing} was not found.")
UNPARSED = ("ValidationError", "Invalid ARN:  Could not be parsed!")

# Operation, parameters, (code, message): the table of iam.md 4.4.
REFUSALS = [
    # Missing users
    ("GetUser", {"UserName": "{missing}"}, NO_USER),
    ("DeleteUser", {"UserName": "{missing}"}, NO_USER),
    ("UpdateUser", {"UserName": "{missing}", "NewPath": "/x/"}, NO_USER),
    ("CreateAccessKey", {"UserName": "{missing}"}, NO_USER),
    ("ListAccessKeys", {"UserName": "{missing}"}, NO_USER),
    ("PutUserPolicy", {"UserName": "{missing}", "PolicyName": "p", "PolicyDocument": "{document}"}, NO_USER),
    ("ListUserPolicies", {"UserName": "{missing}"}, NO_USER),
    ("AttachUserPolicy", {"UserName": "{missing}", "PolicyArn": AWS_POLICY}, NO_USER),
    ("ListAttachedUserPolicies", {"UserName": "{missing}"}, NO_USER),
    ("ListGroupsForUser", {"UserName": "{missing}"}, NO_USER),
    ("AddUserToGroup", {"GroupName": "{group}", "UserName": "{missing}"}, NO_USER),
    ("TagUser", {"UserName": "{missing}", "Tags": [{"Key": "a", "Value": "b"}]}, NO_USER),
    ("ListUserTags", {"UserName": "{missing}"}, NO_USER),
    ("PutUserPermissionsBoundary", {"UserName": "{missing}", "PermissionsBoundary": AWS_POLICY}, NO_USER),
    ("ListMFADevices", {"UserName": "{missing}"}, NO_USER),
    # Missing groups
    ("GetGroup", {"GroupName": "{missing}"}, NO_GROUP),
    ("DeleteGroup", {"GroupName": "{missing}"}, NO_GROUP),
    ("UpdateGroup", {"GroupName": "{missing}", "NewPath": "/x/"}, NO_GROUP),
    ("AddUserToGroup", {"GroupName": "{missing}", "UserName": "{user}"}, NO_GROUP),
    ("RemoveUserFromGroup", {"GroupName": "{missing}", "UserName": "{user}"}, NO_GROUP),
    ("PutGroupPolicy", {"GroupName": "{missing}", "PolicyName": "p", "PolicyDocument": "{document}"}, NO_GROUP),
    ("ListGroupPolicies", {"GroupName": "{missing}"}, NO_GROUP),
    ("AttachGroupPolicy", {"GroupName": "{missing}", "PolicyArn": AWS_POLICY}, NO_GROUP),
    ("ListAttachedGroupPolicies", {"GroupName": "{missing}"}, NO_GROUP),
    # Missing roles
    ("GetRole", {"RoleName": "{missing}"}, NO_ROLE),
    ("DeleteRole", {"RoleName": "{missing}"}, NO_ROLE),
    ("UpdateRole", {"RoleName": "{missing}", "Description": "d"}, NO_ROLE),
    ("UpdateAssumeRolePolicy", {"RoleName": "{missing}", "PolicyDocument": "{trust}"}, NO_ROLE),
    ("PutRolePolicy", {"RoleName": "{missing}", "PolicyName": "p", "PolicyDocument": "{document}"}, NO_ROLE),
    ("ListRolePolicies", {"RoleName": "{missing}"}, NO_ROLE),
    ("AttachRolePolicy", {"RoleName": "{missing}", "PolicyArn": AWS_POLICY}, NO_ROLE),
    ("ListAttachedRolePolicies", {"RoleName": "{missing}"}, NO_ROLE),
    ("TagRole", {"RoleName": "{missing}", "Tags": [{"Key": "a", "Value": "b"}]}, NO_ROLE),
    ("PutRolePermissionsBoundary", {"RoleName": "{missing}", "PermissionsBoundary": AWS_POLICY}, NO_ROLE),
    # Missing inline policies
    ("GetUserPolicy", {"UserName": "{user}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The user policy with name {missing} cannot be found.")),
    ("DeleteUserPolicy", {"UserName": "{user}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The user policy with name {missing} cannot be found.")),
    ("GetGroupPolicy", {"GroupName": "{group}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The group policy with name {missing} cannot be found.")),
    ("DeleteGroupPolicy", {"GroupName": "{group}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The group policy with name {missing} cannot be found.")),
    ("GetRolePolicy", {"RoleName": "{role}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The role policy with name {missing} cannot be found.")),
    ("DeleteRolePolicy", {"RoleName": "{role}", "PolicyName": "{missing}"}, ("NoSuchEntity", "The role policy with name {missing} cannot be found.")),
    # Missing managed policies
    ("AttachUserPolicy", {"UserName": "{user}", "PolicyArn": "{policy_missing}"}, NOT_ATTACHABLE),
    ("AttachRolePolicy", {"RoleName": "{role}", "PolicyArn": "{policy_missing}"}, NOT_ATTACHABLE),
    ("AttachGroupPolicy", {"GroupName": "{group}", "PolicyArn": "{policy_missing}"}, NOT_ATTACHABLE),
    ("ListPolicyVersions", {"PolicyArn": "{policy_missing}"}, NOT_ATTACHABLE),
    ("GetPolicyVersion", {"PolicyArn": "{policy_missing}", "VersionId": "v1"}, NOT_ATTACHABLE),
    ("GetPolicyVersion", {"PolicyArn": "{policy}", "VersionId": "v9"}, ("NoSuchEntity", "Policy {policy} version v9 does not exist or is not attachable.")),
    ("GetPolicy", {"PolicyArn": "{policy_missing}"}, NOT_FOUND),
    ("DeletePolicy", {"PolicyArn": "{policy_missing}"}, NOT_FOUND),
    ("DetachUserPolicy", {"UserName": "{user}", "PolicyArn": "{policy_missing}"}, NOT_FOUND),
    ("DetachRolePolicy", {"RoleName": "{role}", "PolicyArn": "{policy}"}, ("NoSuchEntity", "Policy {policy} was not found.")),
    ("TagPolicy", {"PolicyArn": "{policy_missing}", "Tags": [{"Key": "a", "Value": "b"}]}, NOT_FOUND),
    ("AttachUserPolicy", {"UserName": "{user}", "PolicyArn": "no-arn-but-twenty-characters"}, UNPARSED),
    ("GetPolicy", {"PolicyArn": "no-arn-but-twenty-characters"}, UNPARSED),
    ("PutUserPermissionsBoundary", {"UserName": "{user}", "PermissionsBoundary": DEV.arn("user/table-user")}, ("InvalidInput", f"ARN {DEV.arn('user/table-user')} is not valid.")),
    ("PutUserPermissionsBoundary", {"UserName": "{user}", "PermissionsBoundary": "{policy_missing}"}, ("NoSuchEntity", "Scope ARN: {policy_missing} does not exist or is not attachable.")),
    ("CreateUser", {"UserName": "never-made", "PermissionsBoundary": "{policy_missing}"}, ("NoSuchEntity", "Scope ARN: {policy_missing} does not exist or is not attachable.")),
    # Keys and devices
    ("UpdateAccessKey", {"UserName": "{user}", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Inactive"}, ("NoSuchEntity", "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.")),
    ("DeleteAccessKey", {"UserName": "{user}", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}, ("NoSuchEntity", "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.")),
    ("GetAccessKeyLastUsed", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}, ("AccessDenied", f"User: {DEV.arn('root')} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE")),
    ("DeleteVirtualMFADevice", {"SerialNumber": "{mfa_missing}"}, ("NoSuchEntity", "VirtualMFADevice with serial number {mfa_missing} doesn't exist.")),
    ("EnableMFADevice", {"UserName": "{user}", "SerialNumber": "{mfa_missing}", "AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}, ("NoSuchEntity", "MFA Device with serial number {mfa_missing} does not exist.")),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "table-device"}, ("EntityAlreadyExists", "MFADevice entity at the same path and name already exists.")),
    # Taken names, ignoring case (R4.7)
    ("CreateUser", {"UserName": "{user}"}, ("EntityAlreadyExists", "User with name {user} already exists.")),
    ("CreateUser", {"UserName": "Table-USER", "Path": "/other/"}, ("EntityAlreadyExists", "User with name Table-USER already exists.")),
    ("UpdateUser", {"UserName": "table-keyed", "NewUserName": "{user}"}, ("EntityAlreadyExists", "User with name {user} already exists.")),
    ("CreateGroup", {"GroupName": "TABLE-group"}, ("EntityAlreadyExists", "Group with name TABLE-group already exists.")),
    ("CreateRole", {"RoleName": "TABLE-role", "AssumeRolePolicyDocument": "{trust}"}, ("EntityAlreadyExists", "Role with name TABLE-role already exists.")),
    ("CreatePolicy", {"PolicyName": "table-policy", "PolicyDocument": "{document}"}, ("EntityAlreadyExists", "A policy called table-policy already exists. Duplicate names are not allowed.")),
    # Deletes that conflict
    ("DeleteUser", {"UserName": "table-inline"}, ("DeleteConflict", "Cannot delete entity, must delete policies first.")),
    ("DeleteRole", {"RoleName": "table-inline"}, ("DeleteConflict", "Cannot delete entity, must delete policies first.")),
    ("DeleteGroup", {"GroupName": "table-inline"}, ("DeleteConflict", "Cannot delete entity, must delete policies first.")),
    ("DeleteUser", {"UserName": "table-attached"}, ("DeleteConflict", "Cannot delete entity, must detach all policies first.")),
    ("DeleteRole", {"RoleName": "table-attached"}, ("DeleteConflict", "Cannot delete entity, must detach all policies first.")),
    ("DeleteGroup", {"GroupName": "table-attached"}, ("DeleteConflict", "Cannot delete entity, must detach all policies first.")),
    ("DeleteUser", {"UserName": "table-keyed"}, ("DeleteConflict", "Cannot delete entity, must remove referenced objects first.")),
    ("DeleteUser", {"UserName": "table-grouped"}, ("DeleteConflict", "Cannot delete entity, must remove users from group first.")),
    ("DeleteGroup", {"GroupName": "table-grouped"}, ("DeleteConflict", "Cannot delete entity, must remove users from group first.")),
    ("DeletePolicy", {"PolicyArn": "{policy_in_use}"}, ("DeleteConflict", "Cannot delete a policy attached to entities.")),
    ("DeletePolicy", {"PolicyArn": "{policy}"}, ("DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")),
    ("DeletePolicyVersion", {"PolicyArn": "{policy}", "VersionId": "v1"}, ("DeleteConflict", "Cannot delete the default version of a policy.")),
    # Documents (R1.57)
    ("CreatePolicy", {"PolicyName": "never-made", "PolicyDocument": "{{"}, ("MalformedPolicyDocument", "Syntax errors in policy.")),
    ("CreatePolicy", {"PolicyName": "never-made", "PolicyDocument": '{{"Statement":[]}}'}, ("MalformedPolicyDocument", "Syntax errors in policy.")),
    ("CreatePolicy", {"PolicyName": "never-made", "PolicyDocument": '{{"Version":"2008-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"}}]}}'}, ("MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.")),
    ("PutUserPolicy", {"UserName": "{user}", "PolicyName": "p", "PolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Resource":"*"}}]}}'}, ("MalformedPolicyDocument", "Policy statement must contain actions.")),
    ("PutUserPolicy", {"UserName": "{user}", "PolicyName": "p", "PolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*"}}]}}'}, ("MalformedPolicyDocument", "Policy statement must contain resources.")),
    ("PutRolePolicy", {"RoleName": "{role}", "PolicyName": "p", "PolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"everything","Resource":"*"}}]}}'}, ("MalformedPolicyDocument", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")),
    ("PutRolePolicy", {"RoleName": "{role}", "PolicyName": "p", "PolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"mybucket"}}]}}'}, ("MalformedPolicyDocument", 'Resource mybucket must be in ARN format or "*".')),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": "not json"}, ("MalformedPolicyDocument", "This policy contains invalid Json")),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Principal":{{"AWS":"{account}"}}}}]}}'}, ("MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.")),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*","Principal":{{"AWS":"{account}"}}}}]}}'}, ("MalformedPolicyDocument", "Has prohibited field Resource")),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":"arn:aws:iam::{account}:user/nobody-here"}}}}]}}'}, ("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{DEV.arn("user/nobody-here")}"')),
    ("UpdateAssumeRolePolicy", {"RoleName": "{role}", "PolicyDocument": '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":"arn:aws:iam::{account}:user/*"}}}}]}}'}, ("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{DEV.arn("user/*")}"')),
    # Shapes (R3.6, R4.6)
    ("CreateUser", {"UserName": "never made"}, ("ValidationError", None)),
    ("CreateUser", {"UserName": "x" * 65}, ("ValidationError", "1 validation error detected: Value '" + "x" * 65 + "' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64")),
    ("CreateUser", {"UserName": "never-made", "Path": "no-slashes"}, ("ValidationError", "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.")),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": "{trust}", "MaxSessionDuration": 3599}, ("ValidationError", "1 validation error detected: Value '3599' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600")),
    ("CreateRole", {"RoleName": "never-made", "AssumeRolePolicyDocument": "{trust}", "MaxSessionDuration": 43201}, ("ValidationError", "1 validation error detected: Value '43201' at 'maxSessionDuration' failed to satisfy constraint: Member must have value less than or equal to 43200")),
    ("ListUsers", {"MaxItems": 0}, ("ValidationError", None)),
    ("ListUsers", {"MaxItems": 1001}, ("ValidationError", None)),
    ("ListUsers", {"Marker": "no-marker-of-ours"}, ("ValidationError", None)),
    # Tags (R4.11)
    ("TagUser", {"UserName": "{user}", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]}, ("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")),
    ("TagPolicy", {"PolicyArn": "{policy}", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, ("InvalidInput", "Duplicate tag keys found.")),
    ("TagRole", {"RoleName": "{role}", "Tags": [{"Key": f"k{n}", "Value": ""} for n in range(51)]}, ("ValidationError", None)),
    # Reserved to AWS (R2.39)
    ("DeletePolicy", {"PolicyArn": AWS_POLICY}, ("AccessDenied", None)),
    ("CreatePolicyVersion", {"PolicyArn": AWS_POLICY, "PolicyDocument": "{document}"}, ("AccessDenied", None)),
]  # fmt: skip

STATUS = {
    "NoSuchEntity": 404,
    "EntityAlreadyExists": 409,
    "DeleteConflict": 409,
    "LimitExceeded": 409,
    "MalformedPolicyDocument": 400,
    "ValidationError": 400,
    "InvalidInput": 400,
    "AccessDenied": 403,
}


def filled(value, words: dict):
    """The parameters with {names} replaced by what `furnished` made."""
    if isinstance(value, str):
        return value.format(**words)
    if isinstance(value, dict):
        return {key: filled(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, words) for inner in value]
    return value


@pytest.mark.parametrize(("operation", "parameters", "wanted"), REFUSALS, ids=[f"{n}-{r[0]}" for n, r in enumerate(REFUSALS)])
def test_refusal(raw, furnished, operation, parameters, wanted):
    code, message = wanted
    with refused(code, message and message.format(**furnished), STATUS[code]):
        getattr(raw.iam, xform_name(operation))(**filled(parameters, furnished))


def test_a_denied_user_is_told_what_he_may_not_do(dev, name):
    """R5.8 and R1.30 for IAM: principal, action, resource as the request names it."""
    user_name = name("user")
    user = make_user(dev, user_name)
    me = DEV.arn(f"user/{user_name}")
    for call, action, resource in (
        (lambda: user.iam.create_user(UserName="x1"), "iam:CreateUser", DEV.arn("user/x1")),
        (lambda: user.iam.get_role(RoleName="x1"), "iam:GetRole", "role x1"),
        (lambda: user.iam.list_users(), "iam:ListUsers", DEV.arn("user/")),
    ):
        message = (
            f"User: {me} is not authorized to perform: {action} on resource: {resource} "
            f"because no identity-based policy allows the {action} action"
        )
        with refused("AccessDenied", message, 403):
            call()


def test_each_account_sees_its_own(dev, prod, name):
    """The same name in two accounts is two users."""
    user_name = name("user")
    in_dev = dev.iam.create_user(UserName=user_name)["User"]
    in_prod = prod.iam.create_user(UserName=user_name)["User"]
    assert in_dev["UserId"] != in_prod["UserId"]
    dev.iam.delete_user(UserName=user_name)
    assert prod.iam.get_user(UserName=user_name)["User"]["UserId"] == in_prod["UserId"]


def test_lists_come_in_pages(prod):
    """R4.4: each list of users, groups, roles, policies and versions, in pages of any size, holds each entity once."""
    users = {f"page-user-{number}" for number in range(7)}
    for user_name in users:
        prod.iam.create_user(UserName=user_name, Path="/pages/")
    for size in (1, 2, 3, 7, 8):
        pages = list(prod.iam.get_paginator("list_users").paginate(PathPrefix="/pages/", PaginationConfig={"PageSize": size}))
        listed = [user["UserName"] for page in pages for user in page["Users"]]
        assert sorted(listed) == sorted(users)
        assert all(len(page["Users"]) <= size for page in pages)
        assert [page["IsTruncated"] for page in pages][-1] is False
    assert prod.iam.list_users(PathPrefix="/page")["Users"] == prod.iam.list_users(PathPrefix="/pages/")["Users"]
    assert prod.iam.list_users(PathPrefix="/elsewhere/")["Users"] == []


def test_markers_survive_changes(prod, name):
    """A page asked for after entities before the marker vanished neither repeats nor skips the others."""
    names = [f"mark-{letter}" for letter in "abcdef"]
    for user_name in names:
        prod.iam.create_user(UserName=user_name, Path="/marks/")
    first = prod.iam.list_users(PathPrefix="/marks/", MaxItems=3)
    assert [user["UserName"] for user in first["Users"]] == names[:3]
    prod.iam.delete_user(UserName="mark-a")
    prod.iam.delete_user(UserName="mark-c")
    rest = prod.iam.list_users(PathPrefix="/marks/", MaxItems=3, Marker=first["Marker"])
    assert [user["UserName"] for user in rest["Users"]] == names[3:]


def test_a_users_lists_in_pages(dev, name):
    """Inline policies, attached policies, groups, keys, tags of one user."""
    user_name = name("user")
    dev.iam.create_user(UserName=user_name, Tags=[{"Key": f"k{n}", "Value": str(n)} for n in range(5)])
    for number in range(3):
        dev.iam.put_user_policy(UserName=user_name, PolicyName=f"inline{number}", PolicyDocument=text(allow("s3:*")))
        group = name("group")
        dev.iam.create_group(GroupName=group)
        dev.iam.add_user_to_group(GroupName=group, UserName=user_name)
    for managed in ("ReadOnlyAccess", "AmazonS3FullAccess", "AmazonS3ReadOnlyAccess"):
        dev.iam.attach_user_policy(UserName=user_name, PolicyArn=f"arn:aws:iam::aws:policy/{managed}")
    for operation, key, count in (
        ("list_user_policies", "PolicyNames", 3),
        ("list_attached_user_policies", "AttachedPolicies", 3),
        ("list_groups_for_user", "Groups", 3),
        ("list_user_tags", "Tags", 5),
    ):
        pages = list(dev.iam.get_paginator(operation).paginate(UserName=user_name, PaginationConfig={"PageSize": 2}))
        assert sum(len(page[key]) for page in pages) == count, operation
        assert len(pages) == (count + 1) // 2


def test_every_aws_managed_policy_is_listed(dev):
    """R4.9, R4.33: Scope AWS in pages; a document can be read and is JSON."""
    found = {
        policy["Arn"]
        for page in dev.iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 1000})
        for policy in page["Policies"]
    }
    assert len(found) > 1000
    assert "arn:aws:iam::aws:policy/AdministratorAccess" in found
    assert "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" in found
    shown = dev.iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")["Policy"]
    version = dev.iam.get_policy_version(PolicyArn=shown["Arn"], VersionId=shown["DefaultVersionId"])["PolicyVersion"]
    assert version["Document"]["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]


def test_documents_come_back_as_given(dev, name):
    """R4.3: white space, order, percent signs and letters beyond ASCII survive."""
    given = (
        '{ "Statement" : {"Resource":"arn:aws:s3:::b/%2F%20+ü/*",\n\t"Action":"s3:GetObject","Effect":"Allow"} ,'
        ' "Version":"2012-10-17"}'
    )
    user_name = name("user")
    dev.iam.create_user(UserName=user_name)
    dev.iam.put_user_policy(UserName=user_name, PolicyName="p", PolicyDocument=given)
    shown = dev.iam.get_user_policy(UserName=user_name, PolicyName="p")
    assert shown["PolicyDocument"] == json.loads(given)
    arn = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=given)["Policy"]["Arn"]
    assert dev.iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"] == json.loads(given)


def test_policy_versions(dev, name):
    """R4.28, R4.29: five at most, numbers never come back, newest first, the default rules."""
    arn = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:Get*")))["Policy"]["Arn"]
    for number in range(2, 6):
        made = dev.iam.create_policy_version(PolicyArn=arn, PolicyDocument=text(allow(f"s3:v{number}")))["PolicyVersion"]
        assert (made["VersionId"], made["IsDefaultVersion"]) == (f"v{number}", False)
    sixth = "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."
    with refused("LimitExceeded", sixth, 409):
        dev.iam.create_policy_version(PolicyArn=arn, PolicyDocument=text(allow("s3:*")))
    dev.iam.delete_policy_version(PolicyArn=arn, VersionId="v5")
    made = dev.iam.create_policy_version(PolicyArn=arn, PolicyDocument=text(allow("s3:*")), SetAsDefault=True)
    assert made["PolicyVersion"]["VersionId"] == "v6"
    versions = dev.iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [version["VersionId"] for version in versions] == ["v6", "v4", "v3", "v2", "v1"]
    assert [version["IsDefaultVersion"] for version in versions] == [True, False, False, False, False]
    assert dev.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v6"
    dev.iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    for version in ("v2", "v3", "v4", "v6"):
        dev.iam.delete_policy_version(PolicyArn=arn, VersionId=version)
    dev.iam.delete_policy(PolicyArn=arn)


def test_entities_for_a_policy(dev, name):
    """R4.33: users, groups and roles that hold it, with ids; AttachmentCount follows."""
    user_name, group, role_name = name("user"), name("group"), name("role")
    arn = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:Get*")))["Policy"]["Arn"]
    dev.iam.create_user(UserName=user_name)
    dev.iam.create_group(GroupName=group)
    make_role(dev, role_name, trust(DEV.id))
    dev.iam.attach_user_policy(UserName=user_name, PolicyArn=arn)
    dev.iam.attach_user_policy(UserName=user_name, PolicyArn=arn)
    dev.iam.attach_group_policy(GroupName=group, PolicyArn=arn)
    dev.iam.attach_role_policy(RoleName=role_name, PolicyArn=arn)
    held = dev.iam.list_entities_for_policy(PolicyArn=arn)
    assert [user["UserName"] for user in held["PolicyUsers"]] == [user_name]
    assert [entry["GroupName"] for entry in held["PolicyGroups"]] == [group]
    assert [role["RoleName"] for role in held["PolicyRoles"]] == [role_name]
    assert held["PolicyUsers"][0]["UserId"] == dev.iam.get_user(UserName=user_name)["User"]["UserId"]
    assert dev.iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 3
    dev.iam.detach_role_policy(RoleName=role_name, PolicyArn=arn)
    assert dev.iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 2


def test_a_boundary_limits_without_granting(dev, name):
    """R4.35 and the boundary layer in the same account; a policy used as boundary cannot be deleted (R4.31)."""
    limit = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("iam:Get*")))["Policy"]["Arn"]
    user_name = name("user")
    user = make_user(dev, user_name, allow("iam:List*"), PermissionsBoundary=limit)
    shown = dev.iam.get_user(UserName=user_name)["User"]["PermissionsBoundary"]
    assert shown == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": limit}
    with refused("AccessDenied", status=403):
        user.iam.list_users()
    with refused("AccessDenied", status=403):
        user.iam.get_user()
    with refused("DeleteConflict", status=409):
        dev.iam.delete_policy(PolicyArn=limit)
    dev.iam.delete_user_permissions_boundary(UserName=user_name)
    user.iam.list_users()
    dev.iam.delete_policy(PolicyArn=limit)


def test_access_keys(dev, name):
    """R4.15, R4.16: two at most; inactive and deleted keys open nothing; last use is recorded."""
    user_name = name("user")
    user = make_user(dev, user_name, allow("iam:GetUser"))
    second = dev.iam.create_access_key(UserName=user_name)["AccessKey"]
    assert (second["Status"], len(second["AccessKeyId"]), len(second["SecretAccessKey"])) == ("Active", 20, 40)
    with refused("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409):
        dev.iam.create_access_key(UserName=user_name)
    unused = dev.iam.get_access_key_last_used(AccessKeyId=second["AccessKeyId"])
    assert unused["UserName"] == user_name
    assert unused["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    user.iam.get_user()
    used = dev.iam.get_access_key_last_used(AccessKeyId=user.keys.id)["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["Region"]) == ("iam", "us-east-1")
    assert abs(used["LastUsedDate"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=16)
    dev.iam.update_access_key(UserName=user_name, AccessKeyId=user.keys.id, Status="Inactive")
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        user.iam.get_user()
    dev.iam.update_access_key(UserName=user_name, AccessKeyId=user.keys.id, Status="Active")
    user.iam.get_user()
    dev.iam.delete_access_key(UserName=user_name, AccessKeyId=user.keys.id)
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        user.iam.get_user()
    assert [key["AccessKeyId"] for key in dev.iam.list_access_keys(UserName=user_name)["AccessKeyMetadata"]] == [
        second["AccessKeyId"]
    ]


def test_the_secret_is_shown_once(dev, name):
    """R4.15: no later answer holds it."""
    user_name = name("user")
    user = make_user(dev, user_name)
    assert user.keys.secret not in str(dev.iam.list_access_keys(UserName=user_name))
    assert user.keys.secret not in str(dev.iam.get_user(UserName=user_name))


def test_the_calling_user_is_the_default(dev, name):
    """R4.5: a user without UserName acts on himself; root too; a role session has no user."""
    user_name = name("user")
    user = make_user(dev, user_name, allow(["iam:*", "sts:AssumeRole"]))
    assert user.iam.get_user()["User"]["UserName"] == user_name
    assert [key["UserName"] for key in user.iam.list_access_keys()["AccessKeyMetadata"]] == [user_name]
    assert dev.iam.get_user()["User"]["Arn"] == DEV.arn("root")
    session = user.assume(make_role(dev, name("role"), trust(DEV.id), allow("iam:*")))
    with refused("ValidationError", "Must specify userName when calling with non-User credentials", 400):
        session.iam.get_user()


def test_renaming_and_moving(dev, name):
    """R4.12: the id stays, the ARN follows."""
    old, new = name("user"), name("user")
    before = dev.iam.create_user(UserName=old)["User"]
    dev.iam.update_user(UserName=old, NewUserName=new, NewPath="/moved/")
    after = dev.iam.get_user(UserName=new)["User"]
    assert after["UserId"] == before["UserId"]
    assert after["Arn"] == DEV.arn(f"user/moved/{new}")
    with refused("NoSuchEntity", f"The user with name {old} cannot be found.", 404):
        dev.iam.get_user(UserName=old)


def test_what_a_role_shows(dev, name):
    """R4.20: CreateRole leaves out what GetRole shows."""
    role_name = name("role")
    tags = [{"Key": "team", "Value": "ops"}]
    created = dev.iam.create_role(
        RoleName=role_name,
        Path="/apps/",
        AssumeRolePolicyDocument=text(trust(PROD.id)),
        Description="Reads things",
        MaxSessionDuration=7200,
        Tags=tags,
    )["Role"]
    assert not {"MaxSessionDuration", "Description", "RoleLastUsed"} & created.keys()
    shown = dev.iam.get_role(RoleName=role_name)["Role"]
    assert (shown["Description"], shown["MaxSessionDuration"], shown["Path"]) == ("Reads things", 7200, "/apps/")
    assert (shown["Tags"], shown["RoleLastUsed"]) == (tags, {})
    assert shown["RoleId"].startswith("AROA") and len(shown["RoleId"]) == 21
    assert shown["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{PROD.id}:root"}
    dev.iam.update_role(RoleName=role_name, Description="Reads more", MaxSessionDuration=3600)
    shown = dev.iam.get_role(RoleName=role_name)["Role"]
    assert (shown["Description"], shown["MaxSessionDuration"]) == ("Reads more", 3600)


def test_tags(dev, name):
    """R4.10: overwriting ignores case for users and roles; removing what is not there succeeds; fifty at most."""
    user_name = name("user")
    dev.iam.create_user(UserName=user_name)
    dev.iam.tag_user(UserName=user_name, Tags=[{"Key": "Team", "Value": "a"}])
    dev.iam.tag_user(UserName=user_name, Tags=[{"Key": "team", "Value": "b"}])
    tags = dev.iam.list_user_tags(UserName=user_name)["Tags"]
    assert len(tags) == 1 and tags[0]["Value"] == "b"
    dev.iam.untag_user(UserName=user_name, TagKeys=["never-set"])
    dev.iam.tag_user(UserName=user_name, Tags=[{"Key": f"k{number}", "Value": ""} for number in range(49)])
    with refused("LimitExceeded", "The number of tags has reached the maximum limit.", 409):
        dev.iam.tag_user(UserName=user_name, Tags=[{"Key": "one-more", "Value": ""}])


def test_quotas_at_the_edge(dev, name):
    """4.3: groups per user, policies per user, role and group; sizes of documents at the last character."""
    user_name, role_name, group = name("user"), name("role"), name("group")
    dev.iam.create_user(UserName=user_name)
    dev.iam.create_group(GroupName=group)
    make_role(dev, role_name, trust(DEV.id))
    for _ in range(10):
        group_name = name("group")
        dev.iam.create_group(GroupName=group_name)
        dev.iam.add_user_to_group(GroupName=group_name, UserName=user_name)
    with refused("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", 409):
        dev.iam.add_user_to_group(GroupName=group, UserName=user_name)
    policies = [dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:*")))["Policy"]["Arn"] for _ in range(11)]
    for policy in policies[:10]:
        dev.iam.attach_user_policy(UserName=user_name, PolicyArn=policy)
        dev.iam.attach_role_policy(RoleName=role_name, PolicyArn=policy)
        dev.iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10", 409):
        dev.iam.attach_user_policy(UserName=user_name, PolicyArn=policies[10])
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409):
        dev.iam.attach_role_policy(RoleName=role_name, PolicyArn=policies[10])
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerGroup: 10", 409):
        dev.iam.attach_group_policy(GroupName=group, PolicyArn=policies[10])


def of_length(length: int) -> str:
    """An identity policy of exactly so many characters, white space not counted."""
    short = json.dumps(allow("s3:GetObject", "arn:aws:s3:::"), separators=(",", ":"))
    return short.replace("arn:aws:s3:::", "arn:aws:s3:::" + "b" * (length - len(short)))


def test_document_sizes_at_the_edge(dev, name):
    """R1, table 1.7: the last character that fits, and one more."""
    user_name, role_name, group = name("user"), name("role"), name("group")
    dev.iam.create_user(UserName=user_name)
    dev.iam.create_group(GroupName=group)
    make_role(dev, role_name, trust(DEV.id))
    put = {
        "user": (lambda body: dev.iam.put_user_policy(UserName=user_name, PolicyName="p", PolicyDocument=body), 2048, user_name),
        "group": (lambda body: dev.iam.put_group_policy(GroupName=group, PolicyName="p", PolicyDocument=body), 5120, group),
        "role": (lambda body: dev.iam.put_role_policy(RoleName=role_name, PolicyName="p", PolicyDocument=body), 10240, role_name),
    }
    for kind, (call, limit, holder) in put.items():
        call(of_length(limit))
        with refused("LimitExceeded", f"Maximum policy size of {limit} bytes exceeded for {kind} {holder}", 409):
            call(of_length(limit + 1))
    dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=of_length(6144))
    with refused("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", 409):
        dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=of_length(6145))


def test_account_alias(dev, prod):
    """R4.68: one alias, shown, deleted; another account cannot take it meanwhile."""
    dev.iam.create_account_alias(AccountAlias="dev-rolecall")
    assert dev.iam.list_account_aliases()["AccountAliases"] == ["dev-rolecall"]
    with refused("EntityAlreadyExists", "The account alias dev-rolecall already exists.", 409):
        prod.iam.create_account_alias(AccountAlias="dev-rolecall")
    dev.iam.delete_account_alias(AccountAlias="dev-rolecall")
    assert dev.iam.list_account_aliases()["AccountAliases"] == []


def test_mfa_devices(dev, name):
    """R4.40 to R4.43: create, enable with two consecutive codes, list, resync, deactivate, delete."""
    user_name = name("user")
    dev.iam.create_user(UserName=user_name)
    device = dev.iam.create_virtual_mfa_device(VirtualMFADeviceName=user_name)["VirtualMFADevice"]
    serial, seed = device["SerialNumber"], device["Base32StringSeed"]
    assert serial == DEV.arn(f"mfa/{user_name}")
    assert re.fullmatch(rb"[A-Z2-7]{64}", seed)
    assert device["QRCodePNG"].startswith(b"\x89PNG")
    with refused("InvalidAuthenticationCode", "Authentication code for device is not valid", 403):
        dev.iam.enable_mfa_device(
            UserName=user_name, SerialNumber=serial, AuthenticationCode1=mfa.wrong(seed), AuthenticationCode2=mfa.wrong(seed)
        )
    now = mfa.step()
    dev.iam.enable_mfa_device(
        UserName=user_name,
        SerialNumber=serial,
        AuthenticationCode1=mfa.code_of_step(seed, now - 1),
        AuthenticationCode2=mfa.code_of_step(seed, now),
    )
    assert [entry["SerialNumber"] for entry in dev.iam.list_mfa_devices(UserName=user_name)["MFADevices"]] == [serial]
    with refused("DeleteConflict", status=409):
        dev.iam.delete_virtual_mfa_device(SerialNumber=serial)
    with refused("DeleteConflict", "Cannot delete entity, must remove referenced objects first.", 409):
        dev.iam.delete_user(UserName=user_name)
    dev.iam.deactivate_mfa_device(UserName=user_name, SerialNumber=serial)
    unassigned = dev.iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert serial in [entry["SerialNumber"] for entry in unassigned]
    dev.iam.delete_virtual_mfa_device(SerialNumber=serial)
    dev.iam.delete_user(UserName=user_name)


def test_passwords(dev, name):
    user = name("user")
    ana = make_user(dev, user, allow(["iam:ChangePassword", "iam:GetLoginProfile"]))
    with refused("NoSuchEntity", f"Login Profile for User {user} cannot be found."):
        ana.iam.get_login_profile()
    with refused("PasswordPolicyViolation"):
        dev.iam.create_login_profile(UserName=user, Password="short")
    made = dev.iam.create_login_profile(UserName=user, Password="Correct horse 1", PasswordResetRequired=True)
    assert made["LoginProfile"]["UserName"] == user and made["LoginProfile"]["PasswordResetRequired"] is True
    with refused("EntityAlreadyExists", f"Login Profile for user {user} already exists."):
        dev.iam.create_login_profile(UserName=user, Password="Correct horse 1")
    with refused("AccessDenied"):
        ana.iam.change_password(OldPassword="Wrong horse 1", NewPassword="Another hörse 1")
    ana.iam.change_password(OldPassword="Correct horse 1", NewPassword="Another hörse 1")
    shown = ana.iam.get_login_profile()["LoginProfile"]
    assert shown == made["LoginProfile"] | {"PasswordResetRequired": False}
    dev.iam.update_login_profile(UserName=user, Password="Third horse 1")
    with refused("AccessDenied"):
        ana.iam.change_password(OldPassword="Another hörse 1", NewPassword="Fourth horse 1")
    ana.iam.change_password(OldPassword="Third horse 1", NewPassword="Fourth horse 1")
    with refused("InvalidUserType"):
        dev.iam.change_password(OldPassword="Fourth horse 1", NewPassword="Fifth horse 1")
    dev.iam.delete_access_key(UserName=user, AccessKeyId=ana.keys.id)
    dev.iam.delete_user_policy(UserName=user, PolicyName="own")
    with refused("DeleteConflict", "Cannot delete entity, must delete login profile first."):
        dev.iam.delete_user(UserName=user)
    dev.iam.delete_login_profile(UserName=user)
    dev.iam.delete_user(UserName=user)


def test_the_password_policy_of_an_account(prod, name):
    user = name("user")
    ana = make_user(prod, user)
    with refused("NoSuchEntity", f"The Password Policy with domain name {PROD.id} cannot be found."):
        prod.iam.get_account_password_policy()
    wanted = {"MinimumPasswordLength": 12, "RequireNumbers": True, "AllowUsersToChangePassword": True}
    prod.iam.update_account_password_policy(**wanted, PasswordReusePrevention=2, MaxPasswordAge=90)
    shown = ana.iam.get_account_password_policy()["PasswordPolicy"]
    assert shown.items() >= wanted.items()
    assert (shown["PasswordReusePrevention"], shown["ExpirePasswords"], shown["MaxPasswordAge"]) == (2, True, 90)
    assert not shown["RequireSymbols"] and "HardExpiry" not in shown
    with refused("PasswordPolicyViolation"):
        prod.iam.create_login_profile(UserName=user, Password="Correct horse")
    prod.iam.create_login_profile(UserName=user, Password="Correct horse 1")
    ana.iam.change_password(OldPassword="Correct horse 1", NewPassword="Another horse 1")
    with refused("PasswordPolicyViolation"):
        ana.iam.change_password(OldPassword="Another horse 1", NewPassword="Correct horse 1")
    prod.iam.delete_account_password_policy()
    with refused("AccessDenied"):
        ana.iam.change_password(OldPassword="Another horse 1", NewPassword="Third horse 1")


def test_groups(dev, name):
    """R4.19: joining twice is no fault; GetGroup pages its members."""
    group = name("group")
    dev.iam.create_group(GroupName=group)
    members = [name("user") for _ in range(3)]
    for member in members:
        dev.iam.create_user(UserName=member)
        dev.iam.add_user_to_group(GroupName=group, UserName=member)
        dev.iam.add_user_to_group(GroupName=group, UserName=member)
    pages = list(dev.iam.get_paginator("get_group").paginate(GroupName=group, PaginationConfig={"PageSize": 2}))
    assert sorted(user["UserName"] for page in pages for user in page["Users"]) == sorted(members)
    dev.iam.remove_user_from_group(GroupName=group, UserName=members[0])
    dev.iam.remove_user_from_group(GroupName=group, UserName=members[0])
    assert len(dev.iam.get_group(GroupName=group)["Users"]) == 2


def test_nobody_reaches_into_the_other_account(dev, prod, name):
    """IAM is per account: there is no way to name another account's user, and no policy of one's own helps."""
    user_name = name("user")
    prod.iam.create_user(UserName=user_name)
    administrator = make_user(dev, name("user"), allow("*"))
    with refused("NoSuchEntity", f"The user with name {user_name} cannot be found.", 404):
        administrator.iam.get_user(UserName=user_name)
    policy = prod.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("*")))["Policy"]["Arn"]
    with pytest.raises(administrator.iam.exceptions.ClientError) as caught:
        administrator.iam.get_policy(PolicyArn=policy)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404)
    mine = name("user")
    dev.iam.create_user(UserName=mine)
    with pytest.raises(dev.iam.exceptions.ClientError) as caught:
        dev.iam.attach_user_policy(UserName=mine, PolicyArn=policy)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 403, 404)
    assert dev.iam.list_attached_user_policies(UserName=mine)["AttachedPolicies"] == []


def test_conditions_on_iam_actions(dev, name):
    """An administrator who may make users only under one path, and only with a boundary (the delegation recipe)."""
    limit = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:*")))["Policy"]["Arn"]
    delegate = make_user(
        dev,
        name("user"),
        document(
            statement(
                "Allow", "iam:CreateUser", DEV.arn("user/teams/*"), condition={"StringEquals": {"iam:PermissionsBoundary": limit}}
            )
        ),
    )
    made = name("user")
    with refused("AccessDenied", status=403):
        delegate.iam.create_user(UserName=made, Path="/teams/")
    with refused("AccessDenied", status=403):
        delegate.iam.create_user(UserName=made, PermissionsBoundary=limit)
    delegate.iam.create_user(UserName=made, Path="/teams/", PermissionsBoundary=limit)


def test_policy_variables(dev, name):
    """Each user may manage his own keys: ${aws:username} in a resource."""
    policy = allow("iam:*AccessKey*", DEV.arn("user/${aws:username}"))
    mine, other = name("user"), name("user")
    user = make_user(dev, mine, policy)
    dev.iam.create_user(UserName=other)
    user.iam.list_access_keys(UserName=mine)
    user.iam.create_access_key(UserName=mine)
    with refused("AccessDenied", status=403):
        user.iam.create_access_key(UserName=other)


def test_the_command_line_in_breadth(aws, server, tmp_path):
    """By the aws program: groups, managed policies, tags, key rotation."""
    admin = CommandLine(server, tmp_path / "admin", DEV.root)
    (admin.home / "policy.json").write_text(text(allow("sts:AssumeRole", PROD.arn("role/InfraAssumeRole"))))
    (admin.home / "trust.json").write_text(text(trust(PROD.arn("root"))))
    admin("iam", "create-group", "--group-name", "Infra")
    admin("iam", "create-user", "--user-name", "ana", "--tags", "Key=team,Value=infra")
    admin("iam", "add-user-to-group", "--group-name", "Infra", "--user-name", "ana")
    policy = admin("iam", "create-policy", "--policy-name", "InfraToDev", "--policy-document", "file://policy.json")["Policy"]
    admin("iam", "attach-group-policy", "--group-name", "Infra", "--policy-arn", policy["Arn"])
    attached = admin("iam", "list-attached-group-policies", "--group-name", "Infra")["AttachedPolicies"]
    assert attached == [{"PolicyName": "InfraToDev", "PolicyArn": policy["Arn"]}]
    role = admin(
        "iam", "create-role", "--role-name", "InfraAssumeRole", "--description", "Infra works in dev",
        "--assume-role-policy-document", "file://trust.json", "--tags", "Key=owner,Value=infra",
    )["Role"]  # fmt: skip
    assert role["Tags"] == [{"Key": "owner", "Value": "infra"}]
    admin(
        "iam", "attach-role-policy", "--role-name", "InfraAssumeRole",
        "--policy-arn", "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    )  # fmt: skip
    first = admin("iam", "create-access-key", "--user-name", "ana")["AccessKey"]
    admin("iam", "create-access-key", "--user-name", "ana")
    admin("iam", "update-access-key", "--user-name", "ana", "--access-key-id", first["AccessKeyId"], "--status", "Inactive")
    admin("iam", "delete-access-key", "--user-name", "ana", "--access-key-id", first["AccessKeyId"])
    assert len(admin("iam", "list-access-keys", "--user-name", "ana")["AccessKeyMetadata"]) == 1
    assert admin("iam", "get-user", "--user-name", "ana")["User"]["Tags"] == [{"Key": "team", "Value": "infra"}]
