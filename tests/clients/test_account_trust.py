"""The trust policy names the account. Whoever in dev may call sts:AssumeRole on the role gets in, nobody else."""

import pytest

from actors import Actor, allow, denied_assume_role, document, make_role, make_user, statement, text, trust
from server import DEV, PROD


@pytest.fixture(params=[DEV.arn("root"), DEV.id], ids=["root ARN", "account id"])
def role(request, prod, name):
    """A role of prod that trusts the account dev, in both spellings."""
    return make_role(prod, name("role"), trust(request.param), allow("s3:ListAllMyBuckets"))


def arn(actor: Actor) -> str:
    return actor.sts.get_caller_identity()["Arn"]


def test_a_user_with_an_inline_policy(dev, role, name):
    """T103."""
    make_user(dev, name("user"), allow("sts:AssumeRole", role)).assume(role).s3.list_buckets()


def test_a_user_through_a_group(dev, role, name):
    """R2.4: group policies are identity policies of the user."""
    group, user_name = name("group"), name("user")
    user = make_user(dev, user_name)
    dev.iam.create_group(GroupName=group)
    dev.iam.put_group_policy(GroupName=group, PolicyName="deployers", PolicyDocument=text(allow("sts:AssumeRole", role)))
    with denied_assume_role(arn(user), role):
        user.assume(role)
    dev.iam.add_user_to_group(GroupName=group, UserName=user_name)
    user.assume(role).s3.list_buckets()
    dev.iam.remove_user_from_group(GroupName=group, UserName=user_name)
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_a_user_with_a_managed_policy(dev, role, name):
    """A customer managed policy: attached it counts, detached it does not, and only its default version."""
    user_name = name("user")
    user = make_user(dev, user_name)
    policy = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("sts:AssumeRole", role)))
    policy_arn = policy["Policy"]["Arn"]
    dev.iam.attach_user_policy(UserName=user_name, PolicyArn=policy_arn)
    user.assume(role).s3.list_buckets()
    dev.iam.create_policy_version(
        PolicyArn=policy_arn, PolicyDocument=text(allow("sts:GetAccessKeyInfo")), SetAsDefault=True
    )
    with denied_assume_role(arn(user), role):
        user.assume(role)
    dev.iam.set_default_policy_version(PolicyArn=policy_arn, VersionId="v1")
    user.assume(role).s3.list_buckets()
    dev.iam.detach_user_policy(UserName=user_name, PolicyArn=policy_arn)
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_a_user_with_administrator_access(dev, role, name):
    """An AWS managed policy carries sts:AssumeRole on everything, so the account's trust is enough."""
    user_name = name("user")
    user = make_user(dev, user_name)
    dev.iam.attach_user_policy(UserName=user_name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    user.assume(role).s3.list_buckets()


@pytest.mark.parametrize(
    "policy",
    [
        None,
        allow("sts:*", PROD.arn("role/another")),
        allow("s3:*"),
        document(statement("Allow", "sts:AssumeRole", "*"), statement("Deny", "sts:*", "*")),
        allow("sts:AssumeRole", "*", {"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    ],
    ids=["none", "another role", "another service", "denied", "condition"],
)
def test_nobody_else_in_the_account(dev, role, name, policy):
    """T84, T85 and kin: the caller's own side must allow."""
    user = make_user(dev, name("user"), policy)
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_nobody_of_another_account(prod, role, name):
    """The role's own account is not the trusted one: its administrators are refused too (T101)."""
    user = make_user(prod, name("user"), allow("*"))
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_a_boundary_limits_the_caller(dev, role, name):
    """R2.21: identity ∩ boundary on the caller's side."""
    limit = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:*")))["Policy"]["Arn"]
    user = make_user(dev, name("user"), allow("sts:AssumeRole", role), PermissionsBoundary=limit)
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_a_missing_role_looks_like_a_refusing_one(dev, name):
    """R3.9, R5.18: the caller may call AssumeRole on anything and still learns nothing."""
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    missing = PROD.arn("role/" + name("never-made"))
    with denied_assume_role(arn(user), missing):
        user.assume(missing)


def test_continuous_integration_deploys_into_prod(dev, prod, name):
    """A build role in dev deploys through a role in prod: chained, limited to one bucket, read and write."""
    bucket = name("artifacts")
    prod.s3.create_bucket(Bucket=bucket)
    deploy_name, build_name = name("deploy"), name("build")
    deploy_arn = PROD.arn(f"role/{deploy_name}")
    user = make_user(dev, name("user"), allow("sts:AssumeRole", DEV.arn(f"role/{build_name}")))
    build = make_role(dev, build_name, trust(DEV.id), allow("sts:AssumeRole", deploy_arn))
    make_role(
        prod,
        deploy_name,
        trust(build),
        allow(["s3:PutObject", "s3:GetObject"], f"arn:aws:s3:::{bucket}/releases/*"),
    )
    deployer = user.assume(build).assume(deploy_arn, "release-42")
    deployer.s3.put_object(Bucket=bucket, Key="releases/42.tar", Body=b"forty-two")
    assert deployer.s3.get_object(Bucket=bucket, Key="releases/42.tar")["Body"].read() == b"forty-two"
    for call in (
        lambda: deployer.s3.put_object(Bucket=bucket, Key="elsewhere", Body=b""),
        lambda: deployer.s3.delete_object(Bucket=bucket, Key="releases/42.tar"),
        lambda: deployer.s3.list_objects_v2(Bucket=bucket),
    ):
        with pytest.raises(deployer.s3.exceptions.ClientError, match="AccessDenied"):
            call()


def test_an_audit_account_reads_everything(dev, prod, name):
    """ReadOnlyAccess in prod for the auditors of dev: reading works, writing is denied."""
    bucket = name("ledger")
    prod.s3.create_bucket(Bucket=bucket)
    prod.s3.put_object(Bucket=bucket, Key="2026", Body=b"balance")
    role_name = name("audit")
    role = make_role(prod, role_name, trust(DEV.id))
    prod.iam.attach_role_policy(RoleName=role_name, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    auditor = make_user(dev, name("user"), allow("sts:AssumeRole", role)).assume(role)
    assert auditor.s3.get_object(Bucket=bucket, Key="2026")["Body"].read() == b"balance"
    assert auditor.iam.get_role(RoleName=role_name)["Role"]["Arn"] == role
    assert auditor.iam.list_users() is not None
    with pytest.raises(auditor.s3.exceptions.ClientError, match="AccessDenied"):
        auditor.s3.put_object(Bucket=bucket, Key="2027", Body=b"")
    with pytest.raises(auditor.iam.exceptions.ClientError, match="AccessDenied"):
        auditor.iam.create_user(UserName="never")
