"""The life of an organization, by boto3: it is made, gets two accounts, is walked into, and ends."""

import time

import pytest

from actors import Actor, allow, make_user, refused, root_of
from server import DEV, PROD

# The server makes accounts as soon as it has answered; this only bounds how long a broken one is waited for.
WITHIN_SECONDS = 30


@pytest.fixture
def management(own_server) -> Actor:
    """Root of dev, with an organization."""
    own_server.start()
    root = root_of(own_server, DEV)
    root.organizations.create_organization(FeatureSet="ALL")
    return root


def made(root: Actor, **asked) -> str:
    """The id of a new account, once it is there."""
    status = root.organizations.create_account(**asked)["CreateAccountStatus"]
    assert status["State"] == "IN_PROGRESS" and "AccountId" not in status
    until = time.monotonic() + WITHIN_SECONDS
    while status["State"] == "IN_PROGRESS" and time.monotonic() < until:
        request = status["Id"]
        status = root.organizations.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
    assert status["State"] == "SUCCEEDED", status
    return status["AccountId"]


def test_an_organization_with_two_accounts(management, own_server):
    organizations = management.organizations
    organization = organizations.describe_organization()["Organization"]
    assert organization["MasterAccountId"] == DEV.id
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]

    # One account is made, the other was there and is invited.
    first = made(management, Email="first@example.com", AccountName="first", Tags=[{"Key": "team", "Value": "core"}])
    prod = root_of(own_server, PROD)
    target = {"Type": "ACCOUNT", "Id": PROD.id}
    invitation = organizations.invite_account_to_organization(Target=target, Notes="Join us")["Handshake"]
    assert invitation["State"] == "REQUESTED"
    asked = prod.organizations.list_handshakes_for_account()["Handshakes"]
    assert [handshake["Id"] for handshake in asked] == [invitation["Id"]]
    prod.organizations.accept_handshake(HandshakeId=invitation["Id"])
    accounts = organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 1})
    seen = {account["Id"]: account["JoinedMethod"] for page in accounts for account in page["Accounts"]}
    assert seen == {DEV.id: "INVITED", PROD.id: "INVITED", first: "CREATED"}

    # An administrator of the management account gets into the account that was made, and into no other.
    ana = make_user(management, "ana", allow("sts:AssumeRole"))
    admin = ana.assume(f"arn:aws:iam::{first}:role/OrganizationAccountAccessRole")
    assert admin.sts.get_caller_identity()["Account"] == first
    admin.iam.create_user(UserName="bob")
    admin.s3.create_bucket(Bucket="reports-of-first")
    with refused("AccessDenied"):
        ana.assume(f"arn:aws:iam::{PROD.id}:role/OrganizationAccountAccessRole")
    eve = make_user(prod, "eve", allow("sts:AssumeRole"))
    with refused("AccessDenied"):
        eve.assume(f"arn:aws:iam::{first}:role/OrganizationAccountAccessRole")

    # Members see their organization, and administer nothing.
    assert admin.organizations.describe_organization()["Organization"]["Id"] == organization["Id"]
    with refused("AccessDeniedException", "You don't have permissions to access this resource."):
        admin.organizations.list_accounts()

    # A policy counts as in every service.
    with refused("AccessDeniedException", begins=f"User: {DEV.arn('user/ana')} is not authorized to perform: organizations:ListRoots"):
        ana.organizations.list_roots()

    organizations.move_account(AccountId=first, SourceParentId=root, DestinationParentId=unit)
    assert organizations.list_parents(ChildId=first)["Parents"] == [{"Id": unit, "Type": "ORGANIZATIONAL_UNIT"}]
    with pytest.raises(organizations.exceptions.OrganizationalUnitNotEmptyException):
        organizations.delete_organizational_unit(OrganizationalUnitId=unit)

    # Whoever was invited may leave; who was made stays for a week.
    prod.organizations.leave_organization()
    with pytest.raises(prod.organizations.exceptions.AWSOrganizationsNotInUseException):
        prod.organizations.describe_organization()
    with pytest.raises(organizations.exceptions.ConstraintViolationException) as caught:
        organizations.remove_account_from_organization(AccountId=first)
    assert caught.value.response["Reason"] == "WAIT_PERIOD_ACTIVE"
    with pytest.raises(organizations.exceptions.OrganizationNotEmptyException):
        organizations.delete_organization()

    # Closed, the account's sessions end and its role is out of reach.
    organizations.close_account(AccountId=first)
    assert organizations.describe_account(AccountId=first)["Account"]["State"] == "SUSPENDED"
    with refused("InvalidClientTokenId"):
        admin.iam.list_users()
    with refused("AccessDenied"):
        ana.assume(f"arn:aws:iam::{first}:role/OrganizationAccountAccessRole")


def test_an_account_outlives_a_restart(management, own_server):
    # Whether or not the account was made before the server stopped, it is there once afterwards.
    request = management.organizations.create_account(Email="late@example.com", AccountName="late")
    request = request["CreateAccountStatus"]["Id"]
    assert own_server.stop() == 0
    own_server.start()
    again = root_of(own_server, DEV)
    until = time.monotonic() + WITHIN_SECONDS
    state = None
    while state != "SUCCEEDED" and time.monotonic() < until:
        status = again.organizations.describe_create_account_status(CreateAccountRequestId=request)
        state = status["CreateAccountStatus"]["State"]
    assert state == "SUCCEEDED"
    names = [account["Name"] for account in again.organizations.list_accounts()["Accounts"]]
    assert sorted(names) == ["dev", "late"]


def test_input_of_the_wrong_shape(management):
    with refused("InvalidInputException", "You provided a value that does not match the required pattern.", 400) as caught:
        management.organizations.describe_account(AccountId="Not Available")
    assert caught.value.response["Reason"] == "INVALID_PATTERN"
