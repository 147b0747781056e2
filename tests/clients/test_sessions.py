"""Temporary elevation within one account, and the rest of STS: chaining, session policies, tags, identities."""

import base64
import datetime
import re

import pytest

import mfa
from actors import Actor, allow, denied_assume_role, document, make_role, make_user, refused, statement, text, trust
from server import DEV, PROD, Keys


def arn(actor: Actor) -> str:
    return actor.sts.get_caller_identity()["Arn"]


def minutes_left(expiration: datetime.datetime) -> float:
    return (expiration - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 60


# Same account


def test_the_users_arn_in_the_trust_policy_is_enough(dev, name):
    """R2.25, T98: a direct grant needs no identity policy."""
    user_name, role_name = name("user"), name("role")
    user = make_user(dev, user_name)
    role = make_role(dev, role_name, trust(DEV.arn(f"user/{user_name}")), allow("s3:*"))
    with refused("AccessDenied", status=403):
        user.s3.list_buckets()
    user.assume(role).s3.list_buckets()


def test_the_accounts_arn_needs_an_identity_policy(dev, name):
    """R2.25, T99 and T100."""
    user_name = name("user")
    user = make_user(dev, user_name)
    role = make_role(dev, name("role"), trust(DEV.arn("root")), allow("s3:*"))
    with denied_assume_role(arn(user), role):
        user.assume(role)
    dev.iam.put_user_policy(UserName=user_name, PolicyName="own", PolicyDocument=text(allow("sts:AssumeRole", role)))
    user.assume(role).s3.list_buckets()


def test_editing_the_trust_policy(dev, name):
    """Trust relationships → Edit trust policy: in, and out again."""
    user_name, role_name = name("user"), name("role")
    user = make_user(dev, user_name)
    role = make_role(dev, role_name, trust(PROD.id), allow("s3:*"))
    with denied_assume_role(arn(user), role):
        user.assume(role)
    dev.iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=text(trust(DEV.arn(f"user/{user_name}"))))
    user.assume(role)
    dev.iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=text(trust(PROD.id)))
    with denied_assume_role(arn(user), role):
        user.assume(role)


def test_a_recreated_user_is_somebody_else(dev, name):
    """R1.18, R4.8: the trust policy holds the user's id; after delete and recreate it shows that id and fits nobody."""
    user_name, role_name = name("user"), name("role")
    user_id = dev.iam.create_user(UserName=user_name)["User"]["UserId"]
    role = make_role(dev, role_name, trust(DEV.arn(f"user/{user_name}")))
    shown = dev.iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    assert shown == {"AWS": DEV.arn(f"user/{user_name}")}
    dev.iam.delete_user(UserName=user_name)
    shown = dev.iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    assert shown == {"AWS": user_id}
    newcomer = make_user(dev, user_name, allow("sts:AssumeRole"))
    with denied_assume_role(DEV.arn(f"user/{user_name}"), role):
        newcomer.assume(role)


def test_a_renamed_user_stays_trusted(dev, name):
    """R4.14: the stored id survives the new name, and the trust policy shows the new ARN."""
    old, new, role_name = name("user"), name("user"), name("role")
    user = make_user(dev, old)
    role = make_role(dev, role_name, trust(DEV.arn(f"user/{old}")))
    dev.iam.update_user(UserName=old, NewUserName=new)
    user.assume(role)
    shown = dev.iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    assert shown == {"AWS": DEV.arn(f"user/{new}")}


def test_a_recreated_role_is_somebody_else(dev, name):
    """R1.18 for roles, in a chain."""
    first, second = name("role"), name("role")
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    first_arn = make_role(dev, first, trust(DEV.id))
    second_arn = make_role(dev, second, trust(first_arn))
    user.assume(first_arn).assume(second_arn)
    dev.iam.delete_role(RoleName=first)
    make_role(dev, first, trust(DEV.id))
    session = user.assume(first_arn)
    with denied_assume_role(arn(session), second_arn):
        session.assume(second_arn)


def test_a_path_belongs_to_the_role_not_to_the_session(dev, name):
    """R3.23: the assumed-role ARN drops the path; the role must be named with it."""
    role_name = name("role")
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    role = make_role(dev, role_name, trust(DEV.id), Path="/teams/data/")
    assert role == DEV.arn(f"role/teams/data/{role_name}")
    assert arn(user.assume(role, "x1")) == f"arn:aws:sts::{DEV.id}:assumed-role/{role_name}/x1"
    short = DEV.arn(f"role/{role_name}")
    with denied_assume_role(arn(user), short):
        user.assume(short)


def test_a_role_session_named_in_the_trust_policy(dev, name):
    """R1, table 1.2, role session: exactly that session name."""
    first, second = name("role"), name("role")
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    first_arn = make_role(dev, first, trust(DEV.id))
    second_arn = make_role(dev, second, trust(f"arn:aws:sts::{DEV.id}:assumed-role/{first}/ana"))
    user.assume(first_arn, "ana").assume(second_arn)
    bob = user.assume(first_arn, "bob")
    with denied_assume_role(arn(bob), second_arn):
        bob.assume(second_arn)


# Durations


@pytest.fixture
def elevate(dev, name):
    """A user who may assume a role of his own account: (user, role ARN)."""

    def make(**more):
        user = make_user(dev, name("user"), allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]))
        trusted = trust(DEV.id, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
        role = make_role(dev, name("role"), trusted, allow(["s3:*", "sts:*"]), **more)
        return user, role

    return make


SHAPE = "1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: {constraint}"


def test_duration_defaults_to_an_hour(elevate):
    """R3.11: 3600 even where the role allows more."""
    user, role = elevate(MaxSessionDuration=43200)
    expires = user.sts.assume_role(RoleArn=role, RoleSessionName="s1")["Credentials"]["Expiration"]
    assert 58 < minutes_left(expires) <= 60.1


@pytest.mark.parametrize("seconds", [900, 43200])
def test_durations_at_the_edge(elevate, seconds):
    """R3.11: the shortest and the role's longest."""
    user, role = elevate(MaxSessionDuration=43200)
    answer = user.sts.assume_role(RoleArn=role, RoleSessionName="s1", DurationSeconds=seconds)
    assert seconds / 60 - 2 < minutes_left(answer["Credentials"]["Expiration"]) <= seconds / 60 + 0.1


def test_durations_beyond_the_edge(elevate):
    """R3.6, R3.11."""
    user, role = elevate()
    least, most = "Member must have value greater than or equal to 900", "Member must have value less than or equal to 43200"
    for seconds, constraint in ((899, least), (0, least), (43201, most)):
        with refused("ValidationError", SHAPE.format(value=seconds, field="durationSeconds", constraint=constraint), 400):
            raw(user).assume_role(RoleArn=role, RoleSessionName="s1", DurationSeconds=seconds)
    with refused("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", 400):
        user.assume(role, DurationSeconds=3601)


def test_chained_sessions_last_an_hour_at_most(elevate):
    """R3.12: 3600 works, 3601 fails, though the role allows twelve hours."""
    user, first = elevate(MaxSessionDuration=43200)
    _, second = elevate(MaxSessionDuration=43200)
    session = user.assume(first, DurationSeconds=43200)
    session.assume(second, DurationSeconds=3600)
    message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    with refused("ValidationError", message, 400):
        session.assume(second, DurationSeconds=3601)


def test_session_names(elevate):
    """R3, table 3.2: 2 to 64 of [\\w+=,.@-]."""
    user, role = elevate()
    for good in ("ab", "a" * 64, "ana+ci=1,x.y@z-_"):
        assert arn(user.assume(role, good)).endswith(f"/{good}")
    for bad, constraint in (
        ("a", "Member must have length greater than or equal to 2"),
        ("a" * 65, "Member must have length less than or equal to 64"),
        ("a b", r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
        ("a/b", r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
    ):
        with refused("ValidationError", SHAPE.format(value=bad, field="roleSessionName", constraint=constraint), 400):
            raw(user).assume_role(RoleArn=role, RoleSessionName=bad)


@pytest.mark.parametrize("bad", ["arn:aws:iam::111111111111", "not-an-arn-but-twenty-chars", "arn::iam::111111111111:role/x"])
def test_role_arns_that_do_not_parse(elevate, bad):
    """R3.7."""
    user, _ = elevate()
    with refused("ValidationError", f"{bad} is invalid", 400):
        user.assume(bad)


def raw(actor: Actor):
    """An STS client that leaves checking of parameters to the server."""
    from botocore.config import Config

    return Actor(actor.server, actor.keys, Config(parameter_validation=False, retries={"total_max_attempts": 1})).sts


# Session policies


def test_a_session_policy_only_takes_away(dev, elevate, name):
    """R2.5: role ∩ session policy, never more than the role."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    user, role = elevate()
    readers = user.assume(role, Policy=text(allow(["s3:ListAllMyBuckets", "iam:*"])))
    readers.s3.list_buckets()
    session = arn(readers)
    with refused(
        "AccessDenied",
        f'User: {session} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::{bucket}" '
        "because no session policy allows the s3:ListBucket action",
        403,
    ):
        readers.s3.list_objects_v2(Bucket=bucket)
    with refused("AccessDenied", status=403):
        readers.iam.list_users()


def test_managed_session_policies(dev, elevate, name):
    """R2.5: inline and managed session policies are one set."""
    user, role = elevate()
    managed = dev.iam.create_policy(PolicyName=name("policy"), PolicyDocument=text(allow("s3:CreateBucket")))["Policy"]["Arn"]
    session = user.assume(role, Policy=text(allow("s3:ListAllMyBuckets")), PolicyArns=[{"arn": managed}])
    session.s3.list_buckets()
    session.s3.create_bucket(Bucket=name("bucket"))
    only = user.assume(role, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}])
    only.s3.list_buckets()
    with refused("AccessDenied", status=403):
        only.s3.create_bucket(Bucket=name("bucket"))


def test_a_malformed_session_policy(elevate):
    """R3.24."""
    user, role = elevate()
    for bad in ("{", '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}'):
        with refused("MalformedPolicyDocument", status=400):
            user.assume(role, Policy=bad)


def test_packed_size(elevate):
    """R1.55, R3.23: reported in percent with policies or tags, absent without; over 100 refused."""
    user, role = elevate()
    answer = user.sts.assume_role(RoleArn=role, RoleSessionName="s1", Policy=text(allow("s3:GetObject")))
    assert 0 < answer["PackedPolicySize"] < 20
    assert "PackedPolicySize" not in user.sts.assume_role(RoleArn=role, RoleSessionName="s1")
    tags = [{"Key": f"T{number}", "Value": "a" * 250} for number in range(1, 10)]
    with refused("PackedPolicyTooLarge", "Packed size of session tags consumes 498% of allotted space.", status=400):
        user.assume(role, Tags=tags)
    nearly = [{"Key": "T1", "Value": "a" * 250}, {"Key": "T2", "Value": "a" * 190}]
    with refused("PackedPolicyTooLarge", begins="Packed policy consumes ", status=400) as caught:
        user.assume(role, Tags=nearly, Policy=text(allow("s3:GetObject")))
    message = caught.value.response["Error"]["Message"]
    assert re.fullmatch(r"Packed policy consumes \d+% of allotted space, please use smaller policy\.", message)


# Session tags


def test_session_tags_are_principal_tags(dev, elevate, name):
    """R3.20: aws:PrincipalTag of the session: role tags, overridden by session tags ignoring case."""
    user, role = elevate(Tags=[{"Key": "team", "Value": "ops"}, {"Key": "stage", "Value": "test"}])
    red, ops = name("red"), name("ops")
    for bucket in (red, ops):
        dev.s3.create_bucket(Bucket=bucket)
    only_team = document(
        statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{red}", condition={"StringEquals": {"aws:PrincipalTag/team": "red"}}),
        statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{ops}", condition={"StringEquals": {"aws:PrincipalTag/team": "ops"}}),
    )
    dev.iam.put_role_policy(RoleName=role.split("/")[-1], PolicyName="own", PolicyDocument=text(only_team))
    plain = user.assume(role)
    tagged = user.assume(role, Tags=[{"Key": "Team", "Value": "red"}])
    plain.s3.list_objects_v2(Bucket=ops)
    tagged.s3.list_objects_v2(Bucket=red)
    for actor, bucket in ((plain, red), (tagged, ops)):
        with refused("AccessDenied", status=403):
            actor.s3.list_objects_v2(Bucket=bucket)


def test_only_transitive_tags_move_on(dev, elevate, name):
    """R3.19, R3.20: a chain carries the transitive tag and drops the other."""
    user, first = elevate()
    kept, dropped = name("kept"), name("dropped")
    for bucket in (kept, dropped):
        dev.s3.create_bucket(Bucket=bucket)
    second = make_role(
        dev,
        name("role"),
        trust(DEV.id, ["sts:AssumeRole", "sts:TagSession"]),
        document(
            statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{kept}", condition={"StringEquals": {"aws:PrincipalTag/a": "1"}}),
            statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{dropped}", condition={"StringEquals": {"aws:PrincipalTag/b": "2"}}),
        ),
    )
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    session = user.assume(first, Tags=tags, TransitiveTagKeys=["a"])
    chained = session.assume(second)
    chained.s3.list_objects_v2(Bucket=kept)
    with refused("AccessDenied", status=403):
        chained.s3.list_objects_v2(Bucket=dropped)
    conflict = (
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
        "calling session."
    )
    with refused("InvalidParameterValue", conflict, 400):
        session.assume(second, Tags=[{"Key": "A", "Value": "other"}])


def test_tags_must_be_trusted(dev, name):
    """R3.19, T106: sts:TagSession in the trust policy too."""
    user = make_user(dev, name("user"), allow(["sts:AssumeRole", "sts:TagSession"]))
    role = make_role(dev, name("role"), trust(DEV.id))
    user.assume(role)
    with refused("AccessDenied", begins=f"User: {arn(user)} is not authorized to perform: sts:TagSession on resource: {role}"):
        user.assume(role, Tags=[{"Key": "a", "Value": "1"}])


def test_bad_tags(elevate):
    """R3.19 texts."""
    user, role = elevate()
    twice = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    with refused("InvalidParameterValue", twice, 400):
        user.assume(role, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    missing = "The specified transitive tag key must be included in the requested tags."
    with refused("InvalidParameterValue", missing, 400):
        user.assume(role, Tags=[{"Key": "a", "Value": "1"}], TransitiveTagKeys=["b"])
    with refused("ValidationError", status=400):
        user.assume(role, Tags=[{"Key": f"k{number}", "Value": ""} for number in range(51)])


# Source identity


def test_source_identity_sticks(elevate):
    """R3.18: shown, carried through the chain, and not to be changed."""
    user, first = elevate()
    _, second = elevate()
    answer = user.sts.assume_role(RoleArn=first, RoleSessionName="s1", SourceIdentity="ana")
    assert answer["SourceIdentity"] == "ana"
    session = Actor(user.server, Keys.of(answer["Credentials"]))
    assert session.sts.assume_role(RoleArn=second, RoleSessionName="s2")["SourceIdentity"] == "ana"
    assert session.sts.assume_role(RoleArn=second, RoleSessionName="s2", SourceIdentity="ana")["SourceIdentity"] == "ana"
    with refused("AccessDenied", status=403):
        session.assume(second, SourceIdentity="bob")


def test_source_identity_must_be_trusted(dev, elevate, name):
    """R3.18: also for the next role of a chain, though nobody asks for it there."""
    user, first = elevate()
    silent = make_role(dev, name("role"), trust(DEV.id))
    with refused("AccessDenied", status=403):
        user.assume(silent, SourceIdentity="ana")
    session = user.assume(first, SourceIdentity="ana")
    with refused("AccessDenied", status=403):
        session.assume(silent)
    user.assume(first).assume(silent)


# GetSessionToken, GetFederationToken


def test_session_token(dev, name):
    """R3.41; R3, table 3.1: the principal stays the user; IAM only with MFA, of STS AssumeRole and GetCallerIdentity."""
    user_name = name("user")
    user = make_user(dev, user_name, allow(["s3:*", "iam:*", "sts:*"]))
    session = Actor(user.server, Keys.of(user.sts.get_session_token()["Credentials"]))
    assert arn(session) == DEV.arn(f"user/{user_name}")
    session.s3.list_buckets()
    with refused("InvalidClientTokenId", begins="The security token included in the request is invalid", status=403):
        session.iam.list_users()
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        session.sts.get_session_token()
    with refused("AccessDenied", "Cannot call GetFederationToken with session credentials", 403):
        session.sts.get_federation_token(Name="feder")
    role = make_role(dev, name("role"), trust(DEV.arn(f"user/{user_name}")))
    session.assume(role)


def test_session_token_with_mfa(dev, name):
    """R3.41: MFA given once opens IAM and MFA conditions for the session."""
    user_name = name("user")
    user = make_user(dev, user_name, allow("iam:ListUsers", condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    serial, seed = mfa.enable(dev, user_name)
    with refused("AccessDenied", status=403):
        user.iam.list_users()
    answer = user.sts.get_session_token(SerialNumber=serial, TokenCode=mfa.code(seed, 1))
    Actor(user.server, Keys.of(answer["Credentials"])).iam.list_users()


@pytest.mark.parametrize("operation", ["get_session_token", "get_federation_token"])
def test_durations_of_user_sessions(dev, name, operation):
    """R3, table 3.1: 900 to 129600, 43200 by default; root is cut to 3600 silently."""
    user = make_user(dev, name("user"), allow("sts:GetFederationToken"))
    more = {"Name": "feder"} if operation == "get_federation_token" else {}

    def minutes(actor, **given):
        return minutes_left(getattr(raw(actor), operation)(**more, **given)["Credentials"]["Expiration"])

    assert 718 < minutes(user) <= 720.1
    assert 13 < minutes(user, DurationSeconds=900) <= 15.1
    assert 2158 < minutes(user, DurationSeconds=129600) <= 2160.1
    assert 58 < minutes(dev, DurationSeconds=129600) <= 60.1
    assert 58 < minutes(dev) <= 60.1
    for seconds in (899, 129601):
        with refused("ValidationError", status=400):
            minutes(user, DurationSeconds=seconds)


def test_federation_token(dev, name):
    """R3.40: user ∩ session policy; nothing without a session policy; no IAM."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    user = make_user(dev, name("user"), allow(["s3:*", "iam:*", "sts:GetFederationToken"]))
    bare = user.sts.get_federation_token(Name="guest")
    federated = f"arn:aws:sts::{DEV.id}:federated-user/guest"
    assert bare["FederatedUser"] == {"FederatedUserId": f"{DEV.id}:guest", "Arn": federated}
    guest = Actor(user.server, Keys.of(bare["Credentials"]))
    assert guest.sts.get_caller_identity()["Arn"] == federated
    assert guest.sts.get_caller_identity()["UserId"] == f"{DEV.id}:guest"
    with refused("AccessDenied", status=403):
        guest.s3.list_objects_v2(Bucket=bucket)
    limited = user.sts.get_federation_token(Name="guest", Policy=text(allow(["s3:ListBucket", "iam:ListUsers"])))
    guest = Actor(user.server, Keys.of(limited["Credentials"]))
    guest.s3.list_objects_v2(Bucket=bucket)
    with refused("AccessDenied", status=403):
        guest.s3.put_object(Bucket=bucket, Key="k", Body=b"")
    with refused("InvalidClientTokenId", begins="The security token included in the request is invalid", status=403):
        guest.iam.list_users()


def test_federation_token_needs_permission(dev, name):
    """R3.40: sts:GetFederationToken on the federated-user ARN."""
    user = make_user(dev, name("user"))
    resource = f"arn:aws:sts::{DEV.id}:federated-user/guest"
    with refused(
        "AccessDenied",
        begins=f"User: {arn(user)} is not authorized to perform: sts:GetFederationToken on resource: {resource}",
        status=403,
    ):
        user.sts.get_federation_token(Name="guest")


def test_role_sessions_get_no_other_sessions(elevate):
    """R3, table 3.1, restrictions of AssumeRole credentials."""
    user, role = elevate()
    session = user.assume(role)
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        session.sts.get_session_token()
    with refused("AccessDenied", "Cannot call GetFederationToken with session credentials", 403):
        session.sts.get_federation_token(Name="guest")


def test_an_inactive_key_gets_no_session(dev, name):
    """R3.42: fails for the inactive key at call time; sessions made before live on; deleting the user ends them."""
    user_name = name("user")
    user = make_user(dev, user_name, allow("s3:ListAllMyBuckets"))
    session = Actor(user.server, Keys.of(user.sts.get_session_token()["Credentials"]))
    dev.iam.update_access_key(UserName=user_name, AccessKeyId=user.keys.id, Status="Inactive")
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        user.sts.get_session_token()
    session.s3.list_buckets()
    dev.iam.delete_access_key(UserName=user_name, AccessKeyId=user.keys.id)
    dev.iam.delete_user_policy(UserName=user_name, PolicyName="own")
    dev.iam.delete_user(UserName=user_name)
    with pytest.raises(session.s3.exceptions.ClientError):
        session.s3.list_buckets()


# Who am I, whose key is this


def test_caller_identity_of_each_principal(dev, elevate, name):
    """R3, table 3.8, and R2.38: an explicit deny does not matter."""
    root = dev.sts.get_caller_identity()
    assert (root["Arn"], root["UserId"], root["Account"]) == (DEV.arn("root"), DEV.id, DEV.id)
    user_name = name("user")
    user = make_user(dev, user_name, document(statement("Deny", "*", "*")), Path="/staff/")
    shown = user.sts.get_caller_identity()
    assert shown["Arn"] == DEV.arn(f"user/staff/{user_name}")
    assert shown["UserId"] == dev.iam.get_user(UserName=user_name)["User"]["UserId"]
    assert shown["UserId"].startswith("AIDA") and len(shown["UserId"]) == 21
    other, role = elevate()
    role_id = dev.iam.get_role(RoleName=role.split("/")[-1])["Role"]["RoleId"]
    assert other.assume(role, "ana").sts.get_caller_identity()["UserId"] == f"{role_id}:ana"


def test_access_key_info(dev, prod, elevate, name):
    """R3.43, R3.45: the account of any key, active or not, also of the other account and of a session."""
    user_name = name("user")
    user = make_user(prod, user_name)
    prod.iam.update_access_key(UserName=user_name, AccessKeyId=user.keys.id, Status="Inactive")
    assert dev.sts.get_access_key_info(AccessKeyId=user.keys.id)["Account"] == PROD.id
    asker, role = elevate()
    assert dev.sts.get_access_key_info(AccessKeyId=asker.assume(role).keys.id)["Account"] == DEV.id
    with refused("AccessDenied", status=403):
        make_user(dev, name("user")).sts.get_access_key_info(AccessKeyId=user.keys.id)


def account_in(key: str) -> str:
    """R3.45: the account that a key id or entity id encodes."""
    number = int.from_bytes(base64.b32decode(key[4:20])[:6], "big")
    return f"{(number & 0x7FFFFFFFFF80) >> 7:012}"


def test_ids_encode_their_account(dev, prod, name):
    """R3.45."""
    for root, account in ((dev, DEV), (prod, PROD)):
        user = make_user(root, name("user"), allow("sts:AssumeRole"))
        role = make_role(root, name("role"), trust(account.id))
        assert account_in(user.keys.id) == account.id
        assert account_in(user.assume(role).keys.id) == account.id


@pytest.mark.parametrize("message", ["nonsense", "A" * 400])
def test_decoding_what_is_no_message(dev, message):
    """R3.47: an altered or invented message."""
    with refused("InvalidAuthorizationMessageException", status=400):
        dev.sts.decode_authorization_message(EncodedMessage=message)


def test_decoding_needs_permission(dev, name):
    """R3, table 3.1: sts:DecodeAuthorizationMessage."""
    user = make_user(dev, name("user"))
    with refused("AccessDenied", status=403):
        user.sts.decode_authorization_message(EncodedMessage="nonsense")
