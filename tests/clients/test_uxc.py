"""User Experience Customization by boto3 and the aws program: REST-JSON, its answers and its errors."""

from actors import Actor, allow, make_user, refused
from server import DEV, Keys


def test_settings_of_an_account(dev, prod):
    """R5.4: what is set is read back, by the account alone; only what a request names changes."""
    assert dev.uxc.get_account_customizations()["accountColor"] == "none"
    dev.uxc.update_account_customizations(accountColor="purple", visibleRegions=["eu-west-1", "us-east-1"])
    changed = dev.uxc.update_account_customizations(visibleServices=["s3"])
    seen = dev.uxc.get_account_customizations()
    for answer in (changed, seen):
        del answer["ResponseMetadata"]
        assert answer == {
            "accountColor": "purple",
            "visibleServices": ["s3"],
            "visibleRegions": ["eu-west-1", "us-east-1"],
        }
    assert prod.uxc.get_account_customizations()["accountColor"] == "none"


def test_services_in_pages(dev):
    """The paginator of boto3 reads every service once."""
    pages = list(dev.uxc.get_paginator("list_services").paginate(PaginationConfig={"PageSize": 100}))
    services = [service for page in pages for service in page["services"]]
    assert len(pages) > 1 and len(services) == len(set(services)) and {"iam", "s3", "uxc"} <= set(services)


def test_refusals(dev, server, name):
    """R5.7: boto3 reads the code of a REST-JSON error, whatever refuses."""
    ana = make_user(dev, name("ana"), allow("uxc:GetAccountCustomizations"))
    ana.uxc.get_account_customizations()
    with refused("AccessDeniedException", status=403, begins=f"User: {DEV.arn('user/')}"):
        ana.uxc.update_account_customizations(accountColor="red")
    with refused("ValidationException", status=400):
        dev.uxc.update_account_customizations(accountColor="black")
    wrong = Actor(server, Keys(DEV.root.id, "wrong"))
    with refused("InvalidSignatureException", status=403):
        wrong.uxc.get_account_customizations()
    unknown = Actor(server, Keys("AKIAUNKNOWNUNKNOWN12", "wrong"))
    with refused("UnrecognizedClientException", status=403):
        unknown.uxc.get_account_customizations()


def test_the_command_line(aws):
    aws(DEV.root)("uxc", "update-account-customizations", "--account-color", "green")
    assert aws(DEV.root)("uxc", "get-account-customizations")["accountColor"] == "green"
