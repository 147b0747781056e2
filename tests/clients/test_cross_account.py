"""Two accounts by the command line, as written in AWS's guides, and everything on the way that must fail.

dev (111111111111) has the user crossAccountUser; prod (222222222222) has the role CrossAccountAccessRole.
"""

import json

import pytest

import mfa
from actors import (
    Actor,
    CommandLine,
    allow,
    denied_assume_role,
    document,
    make_role,
    make_user,
    refused,
    root_of,
    statement,
    text,
    trust,
)
from server import DEV, PROD, Keys

USER = DEV.arn("user/crossAccountUser")
ROLE = PROD.arn("role/CrossAccountAccessRole")
SESSION = f"arn:aws:sts::{PROD.id}:assumed-role/CrossAccountAccessRole/dev-session"


def test_the_walkthrough_by_the_letter(own_server, tmp_path):
    """Steps 1 to 6 with the aws program alone: files, exports, `aws configure`, a profile with role_arn."""
    own_server.start()
    prod = CommandLine(own_server, tmp_path / "prod", PROD.root)
    dev = CommandLine(own_server, tmp_path / "dev", DEV.root)
    prod("s3", "mb", "s3://prod-reports")
    prod("s3", "mb", "s3://prod-backups")
    dev("s3", "mb", "s3://dev-scratch")

    # The user of dev, with a key and no rights.
    created = dev("iam", "create-user", "--user-name", "crossAccountUser")
    assert created["User"]["Arn"] == USER
    user_keys = Keys.of(dev("iam", "create-access-key", "--user-name", "crossAccountUser")["AccessKey"])
    user = CommandLine(own_server, tmp_path / "user", user_keys)
    assert user("sts", "get-caller-identity")["Arn"] == USER
    assume = ["sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "dev-session"]
    denied = dict(
        code="AccessDenied",
        operation="AssumeRole",
        message=f"User: {USER} is not authorized to perform: sts:AssumeRole on resource: {ROLE}",
    )
    # The role is not there yet: nobody learns that.
    user.refused(*assume, **denied)

    # Step 1, in prod.
    (prod.home / "trust-policy.json").write_text(text(trust(USER)))
    role = prod(
        "iam", "create-role", "--role-name", "CrossAccountAccessRole",
        "--assume-role-policy-document", "file://trust-policy.json",
    )["Role"]  # fmt: skip
    assert role["Arn"] == ROLE
    assert role["AssumeRolePolicyDocument"] == trust(USER)

    # Step 2, in prod.
    (prod.home / "role-policy.json").write_text(text(allow("s3:ListAllMyBuckets")))
    prod(
        "iam", "put-role-policy", "--role-name", "CrossAccountAccessRole",
        "--policy-name", "S3ReadPolicy", "--policy-document", "file://role-policy.json",
    )  # fmt: skip

    # Must fail: step 4 before step 3.
    user.refused(*assume, **denied)

    # Step 3, in dev.
    (dev.home / "assume.json").write_text(text(allow("sts:AssumeRole", ROLE)))
    dev(
        "iam", "put-user-policy", "--user-name", "crossAccountUser",
        "--policy-name", "AssumeCrossAccountRole", "--policy-document", "file://assume.json",
    )  # fmt: skip

    # Step 4.
    answer = user(*assume)
    assert answer["AssumedRoleUser"]["Arn"] == SESSION
    assert answer["AssumedRoleUser"]["AssumedRoleId"] == f"{role['RoleId']}:dev-session"
    credentials = answer["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA") and len(credentials["AccessKeyId"]) == 20
    assert len(credentials["SecretAccessKey"]) == 40
    assert credentials["SessionToken"] and credentials["Expiration"]

    # Must fail: step 4 by another user of dev, with the same rights on his own side.
    dev("iam", "create-user", "--user-name", "somebodyElse")
    dev(
        "iam", "put-user-policy", "--user-name", "somebodyElse",
        "--policy-name", "AssumeCrossAccountRole", "--policy-document", "file://assume.json",
    )  # fmt: skip
    other = CommandLine(
        own_server,
        tmp_path / "other",
        Keys.of(dev("iam", "create-access-key", "--user-name", "somebodyElse")["AccessKey"]),
    )
    other.refused(
        *assume,
        code="AccessDenied",
        operation="AssumeRole",
        message=f"User: {DEV.arn('user/somebodyElse')} is not authorized to perform: sts:AssumeRole on resource: {ROLE}",
    )

    # Step 5: exported, the three values list prod's buckets.
    session = CommandLine(own_server, tmp_path / "session", Keys.of(credentials))
    assert session("sts", "get-caller-identity")["Arn"] == SESSION
    assert buckets(session("s3", "ls")) == ["prod-backups", "prod-reports"]

    # Step 5 through `aws configure`, and the session token beside it.
    configured = CommandLine(own_server, tmp_path / "configured")
    configured(
        "configure", "--profile", "target",
        typed=f"{credentials['AccessKeyId']}\n{credentials['SecretAccessKey']}\nus-east-1\njson\n",
    )  # fmt: skip
    configured("configure", "set", "aws_session_token", credentials["SessionToken"], "--profile", "target")
    assert buckets(configured("s3", "ls", "--profile", "target")) == ["prod-backups", "prod-reports"]

    # Step 5 through a profile with role_arn and source_profile.
    profiled = CommandLine(own_server, tmp_path / "profiled")
    (profiled.home / ".aws").mkdir()
    (profiled.home / ".aws/credentials").write_text(
        f"[me]\naws_access_key_id = {user_keys.id}\naws_secret_access_key = {user_keys.secret}\n"
    )
    (profiled.home / ".aws/config").write_text(
        f"[profile prod]\nrole_arn = {ROLE}\nsource_profile = me\nrole_session_name = dev-session\n"
    )
    assert buckets(profiled("s3", "ls", "--profile", "prod")) == ["prod-backups", "prod-reports"]

    # Must fail: what the role does not permit.
    session.refused(
        "s3", "ls", "s3://prod-reports",
        code="AccessDenied",
        operation="ListObjectsV2",
        message=f'User: {SESSION} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::prod-reports" '
        "because no identity-based policy allows the s3:ListBucket action",
    )  # fmt: skip

    # Must fail: any call with an altered token.
    token = credentials["SessionToken"]
    session.environment["AWS_SESSION_TOKEN"] = token[:60] + ("A" if token[60] != "A" else "B") + token[61:]
    session.refused(
        "sts", "get-caller-identity",
        code="InvalidClientTokenId",
        operation="GetCallerIdentity",
        message="The security token included in the request is invalid.",
    )  # fmt: skip
    session.refused(
        "s3", "ls",
        code="InvalidToken",
        operation="ListBuckets",
        message="The provided token is malformed or otherwise invalid.",
    )  # fmt: skip


def buckets(listing: str) -> list[str]:
    """The names in what `aws s3 ls` prints."""
    return sorted(line.split()[-1] for line in listing.splitlines())


@pytest.mark.parametrize("where", ["first", "middle", "last", "shorter", "longer", "not base64", "of another session"])
def test_an_altered_token_opens_nothing(dev, name, where):
    """R5 5.3, row bad session token: each service family in its own words, wherever the change is."""
    user_name = name("user")
    user = make_user(dev, user_name, allow("sts:AssumeRole"))
    role = make_role(dev, name("role"), trust(DEV.id), allow("s3:ListAllMyBuckets"))
    keys = user.assume(role).keys
    token = {
        "first": lambda t: ("A" if t[0] != "A" else "B") + t[1:],
        "middle": lambda t: t[: len(t) // 2] + ("A" if t[len(t) // 2] != "A" else "B") + t[len(t) // 2 + 1 :],
        "last": lambda t: t[:-6] + ("A" if t[-6] != "A" else "B") + t[-5:],
        "shorter": lambda t: t[:-8],
        "longer": lambda t: t + "AAAA",
        "not base64": lambda t: "not a token",
        "of another session": lambda t: user.assume(role).keys.token,
    }[where](keys.token)
    altered = Actor(dev.server, Keys(keys.id, keys.secret, token))
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        altered.sts.get_caller_identity()
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        altered.iam.list_users()
    with refused("InvalidToken", "The provided token is malformed or otherwise invalid.", 400):
        altered.s3.list_buckets()


def test_a_temporary_key_without_its_token_is_unknown(dev, name):
    """V11: the token left out."""
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    keys = user.assume(make_role(dev, name("role"), trust(DEV.id))).keys
    bare = Actor(dev.server, Keys(keys.id, keys.secret))
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        bare.sts.get_caller_identity()
    with refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403):
        bare.s3.list_buckets()


@pytest.fixture
def pair(dev, prod, name):
    """A user of dev who may assume one role of prod, and that role's ARN; the trust policy is the test's."""

    def make(condition=None, **more):
        role_name = name("role")
        user = make_user(dev, name("user"), allow("sts:AssumeRole", PROD.arn(f"role/{role_name}")))
        role = make_role(prod, role_name, trust(caller(user), condition=condition), allow("s3:ListAllMyBuckets"), **more)
        return user, role

    return make


def caller(actor: Actor) -> str:
    return actor.sts.get_caller_identity()["Arn"]


def test_external_id(pair):
    """The external id must be the one the trust policy names (T105); missing is as bad as wrong."""
    user, role = pair({"StringEquals": {"sts:ExternalId": "partner-7"}})
    user.assume(role, ExternalId="partner-7").s3.list_buckets()
    with denied_assume_role(caller(user), role):
        user.assume(role, ExternalId="partner-8")
    with denied_assume_role(caller(user), role):
        user.assume(role)


def test_an_external_id_nobody_asked_for_is_harmless(pair):
    """R3.16."""
    user, role = pair()
    user.assume(role, ExternalId="anything").s3.list_buckets()


@pytest.mark.parametrize(
    ("operator", "blocks", "allowed"),
    [
        ("IpAddress", ["127.0.0.0/8"], True),
        ("IpAddress", ["203.0.113.0/24", "127.0.0.1/32"], True),
        ("IpAddress", ["203.0.113.0/24"], False),
        ("NotIpAddress", ["203.0.113.0/24"], True),
        ("NotIpAddress", ["127.0.0.0/8"], False),
    ],
)
def test_source_address(pair, operator, blocks, allowed):
    """`aws:SourceIp` is the address the connection came from."""
    user, role = pair({operator: {"aws:SourceIp": blocks}})
    if allowed:
        user.assume(role).s3.list_buckets()
    else:
        with denied_assume_role(caller(user), role):
            user.assume(role)


def test_a_forwarded_address_is_not_believed(pair):
    """A client cannot choose its own aws:SourceIp with a header."""
    user, role = pair({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})

    def forward(request, **_):
        request.headers["X-Forwarded-For"] = "203.0.113.9"
        request.headers["Forwarded"] = "for=203.0.113.9"

    user.sts.meta.events.register("before-send.sts", forward)
    with denied_assume_role(caller(user), role):
        user.assume(role)


def test_organization_condition_without_an_organization(pair):
    """`aws:PrincipalOrgID` is absent outside an organization, so a positive condition on it denies."""
    user, role = pair({"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1"}})
    with denied_assume_role(caller(user), role):
        user.assume(role)


def test_organization_condition_if_exists(pair):
    """The same condition with IfExists holds where the key is absent."""
    user, role = pair({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg1"}})
    user.assume(role).s3.list_buckets()


def test_mfa_required(dev, prod, name):
    """`--serial-number` and `--token-code`; R3.14 texts; a code is accepted once; T107."""
    user_name, role_name = name("user"), name("role")
    user = make_user(dev, user_name, allow("sts:AssumeRole"))
    role = make_role(prod, role_name, trust(DEV.id, condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    serial, seed = mfa.enable(dev, user_name)
    with denied_assume_role(caller(user), role):
        user.assume(role)
    failed = "MultiFactorAuthentication failed"
    with refused("AccessDenied", f"{failed} with invalid MFA one time pass code. ", 403):
        user.assume(role, SerialNumber=serial, TokenCode=mfa.wrong(seed))
    verify = f"{failed}, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user."
    with refused("AccessDenied", verify, 403):
        user.assume(role, SerialNumber=DEV.arn("mfa/somebody-else"), TokenCode=mfa.code(seed, 1))
    both = f"{failed}, must provide both MFA serial number and one time pass code."
    with refused("AccessDenied", both, 403):
        user.assume(role, SerialNumber=serial)
    with refused("AccessDenied", both, 403):
        user.assume(role, TokenCode=mfa.code(seed, 1))
    spent = mfa.code(seed, 1)
    user.assume(role, SerialNumber=serial, TokenCode=spent)
    with refused("AccessDenied", f"{failed} with invalid MFA one time pass code. ", 403):
        user.assume(role, SerialNumber=serial, TokenCode=spent)


def test_mfa_from_the_command_line(dev, prod, aws, name):
    """The same with the aws program, as the guides write it."""
    user_name, role_name = name("user"), name("role")
    user = make_user(dev, user_name, allow("sts:AssumeRole"))
    role = make_role(prod, role_name, trust(DEV.id, condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    serial, seed = mfa.enable(dev, user_name)
    shell = aws(user.keys)
    words = ["sts", "assume-role", "--role-arn", role, "--role-session-name", "with-mfa", "--serial-number", serial]
    shell.refused(
        *words, "--token-code", mfa.wrong(seed),
        code="AccessDenied",
        operation="AssumeRole",
        message="MultiFactorAuthentication failed with invalid MFA one time pass code.",
    )  # fmt: skip
    answer = shell(*words, "--token-code", mfa.code(seed, 1))
    assert answer["AssumedRoleUser"]["Arn"].endswith(f"/{role_name}/with-mfa")


def test_somebody_elses_device(dev, prod, name):
    """R3.14: the device must belong to the calling user, even with a right code."""
    owner, thief = name("user"), name("user")
    make_user(dev, owner)
    serial, seed = mfa.enable(dev, owner)
    user = make_user(dev, thief, allow("sts:AssumeRole"))
    role = make_role(prod, name("role"), trust(DEV.id))
    with refused("AccessDenied", status=403, begins="MultiFactorAuthentication failed, unable to validate MFA code."):
        user.assume(role, SerialNumber=serial, TokenCode=mfa.code(seed, 1))


def test_a_role_for_a_service(dev, prod, name):
    """Principal Service is stored and shown as written; no user of any account can step in."""
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    inside = make_user(prod, name("user"), allow("sts:AssumeRole"))
    role_name = name("role")
    policy = trust({"Service": "lambda.amazonaws.com"})
    role = make_role(prod, role_name, policy)
    assert prod.iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"] == policy
    for stranger in (user, inside):
        with denied_assume_role(caller(stranger), role):
            stranger.assume(role)


def test_root_may_not_assume_roles(dev, prod, name):
    """R3.10, T108: whatever the trust policy says."""
    role = make_role(prod, name("role"), trust({"AWS": "*"}))
    for root in (dev, prod):
        with refused("AccessDenied", "Roles may not be assumed by root accounts.", 403):
            root.assume(role)


def test_a_deny_on_either_side_wins(dev, prod, name):
    """R2.2 across accounts: an explicit deny in the identity policy, or in the trust policy."""
    role_name = name("role")
    role = PROD.arn(f"role/{role_name}")
    both = make_user(
        dev,
        name("user"),
        document(statement("Allow", "sts:AssumeRole", "*"), statement("Deny", "sts:AssumeRole", role)),
    )
    banned_name = name("user")
    banned = make_user(dev, banned_name, allow("sts:AssumeRole", role))
    free = make_user(dev, name("user"), allow("sts:AssumeRole", role))
    make_role(
        prod,
        role_name,
        document(
            statement("Allow", "sts:AssumeRole", principal={"AWS": DEV.id}),
            statement("Deny", "sts:AssumeRole", principal={"AWS": DEV.arn(f"user/{banned_name}")}),
        ),
    )
    free.assume(role)
    for stranger in (both, banned):
        with denied_assume_role(caller(stranger), role):
            stranger.assume(role)


def test_policy_changes_take_effect_at_once(pair, prod):
    """R3.58 and invariant 6: the next call of a live session sees the change."""
    user, role = pair()
    session = user.assume(role)
    session.s3.list_buckets()
    prod.iam.delete_role_policy(RoleName=role.split("/")[-1], PolicyName="own")
    with refused("AccessDenied", status=403):
        session.s3.list_buckets()


def test_revoking_a_roles_sessions(pair, prod):
    """R3.59: AWSRevokeOlderSessions, a deny of tokens issued before a moment."""
    user, role = pair()
    session = user.assume(role)
    session.s3.list_buckets()
    revoke = document(
        statement("Deny", "*", "*", condition={"DateLessThan": {"aws:TokenIssueTime": "2099-01-01T00:00:00Z"}})
    )
    prod.iam.put_role_policy(RoleName=role.split("/")[-1], PolicyName="AWSRevokeOlderSessions", PolicyDocument=text(revoke))
    with refused("AccessDenied", status=403):
        session.s3.list_buckets()


def test_deleting_the_role_ends_its_sessions(pair, prod):
    """R3.61: in the words of each service family for a token that is not valid."""
    user, role = pair()
    role_name = role.split("/")[-1]
    session = user.assume(role)
    prod.iam.delete_role_policy(RoleName=role_name, PolicyName="own")
    prod.iam.delete_role(RoleName=role_name)
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        session.sts.get_caller_identity()
    with refused("InvalidToken", "The provided token is malformed or otherwise invalid.", 400):
        session.s3.list_buckets()


def test_the_answer_of_the_command_line_is_json(pair, aws):
    """What step 4 prints, as scripts read it with --query and --output text."""
    user, role = pair()
    done = aws(user.keys).run(
        "sts", "assume-role", "--role-arn", role, "--role-session-name", "script",
        "--query", "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]", "--output", "text",
    )  # fmt: skip
    key, secret, token = done.stdout.split()
    session = Actor(user.server, Keys(key, secret, token))
    assert caller(session).endswith("/script")
    assert json.dumps(session.s3.list_buckets()["Owner"]["ID"])


def test_starting_again_changes_nothing(own_server, name):
    """The world file is declared twice, the accounts, keys and sessions are the same afterwards."""
    own_server.start()
    dev, prod = root_of(own_server, DEV), root_of(own_server, PROD)
    user = make_user(dev, "crossAccountUser", allow("sts:AssumeRole"))
    role = make_role(prod, "CrossAccountAccessRole", trust(USER), allow("s3:ListAllMyBuckets"))
    prod.s3.create_bucket(Bucket="kept-bucket")
    session = user.assume(role)
    assert own_server.stop() == 0
    own_server.start()
    assert not any("AKIA" in line for line in own_server.output), "root keys given in the world file are not printed"
    again = Actor(own_server, session.keys)
    assert [bucket["Name"] for bucket in again.s3.list_buckets()["Buckets"]] == ["kept-bucket"]
    assert Actor(own_server, user.keys).assume(role)
