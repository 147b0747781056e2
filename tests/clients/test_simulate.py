"""The policy simulator by the unmodified clients; and that what it says is what happens."""

import json

import pytest
from botocore.exceptions import ClientError

from actors import allow, document, make_role, make_user, refused, statement, text, trust
from server import DEV, PROD


def context(name: str, kind: str, *values: str) -> dict:
    return {"ContextKeyName": name, "ContextKeyType": kind, "ContextKeyValues": list(values)}


def decisions(results: list[dict]) -> dict[tuple[str, str], str]:
    return {(it["EvalActionName"], it["EvalResourceName"]): it["EvalDecision"] for it in results}


def test_simulate_custom_policy(dev):
    """Decision, statement with its place, missing keys, boundary (R4.55)."""
    policy = text(document(
        statement("Allow", "s3:GetObject", "*", condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
        statement("Deny", "s3:DeleteObject", "*"),
    ))  # fmt: skip
    ask = dict(PolicyInputList=[policy], ActionNames=["s3:GetObject", "s3:DeleteObject"])
    got, deleted = dev.iam.simulate_custom_policy(**ask)["EvaluationResults"]
    assert (got["EvalDecision"], got["MatchedStatements"]) == ("implicitDeny", [])
    assert got["MissingContextValues"] == ["aws:SourceIp"]
    assert got["EvalResourceName"] == "*" and "EvalDecisionDetails" not in got
    assert deleted["EvalDecision"] == "explicitDeny"
    [denying] = deleted["MatchedStatements"]
    start, end = denying["StartPosition"], denying["EndPosition"]
    assert denying["SourcePolicyId"] == "PolicyInputList.1" and denying["SourcePolicyType"] == "IAM Policy"
    assert start["Line"] == end["Line"] == 1
    assert json.loads(policy[start["Column"] - 2 : end["Column"] - 1])["Effect"] == "Deny"

    source = context("aws:SourceIp", "ip", "203.0.113.9")
    got, _ = dev.iam.simulate_custom_policy(**ask, ContextEntries=[source])["EvaluationResults"]
    assert got["EvalDecision"] == "allowed" and got["MissingContextValues"] == []
    boundary = [text(allow("s3:Put*"))]
    got, _ = dev.iam.simulate_custom_policy(
        **ask, ContextEntries=[source], PermissionsBoundaryPolicyInputList=boundary
    )["EvaluationResults"]
    assert got["EvalDecision"] == "implicitDeny"
    assert got["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    with refused("InvalidInput", "Context key aws:SourceIp: the value here is not of type ip.", status=400):
        dev.iam.simulate_custom_policy(**ask, ContextEntries=[context("aws:SourceIp", "ip", "here")])
    with refused("InvalidInput", status=400):
        dev.iam.simulate_custom_policy(PolicyInputList=["{"], ActionNames=["s3:GetObject"])


@pytest.mark.parametrize(
    "lacking, told",
    [
        ({"Resource": None}, "a statement has neither `Resource` nor `NotResource`."),
        ({"Action": None}, "a statement has neither `Action` nor `NotAction`."),
        ({"Action": []}, "a statement has an empty `Action`."),
    ],
)
def test_a_deny_that_would_match_nothing_is_refused(dev, lacking, told):
    """R1.10, R1.71: whoever asks about such a policy must not hear "allowed". Keys are told of it all the same."""
    caller = DEV.arn("user/somebody")
    denies = statement("Deny", "s3:GetObject", "arn:aws:s3:::b/*") | lacking
    denies = {member: value for member, value in denies.items() if value is not None}
    ask = dict(ActionNames=["s3:GetObject"], ResourceArns=["arn:aws:s3:::b/k"], CallerArn=caller)
    allows = text(allow("s3:*"))
    policy = text(document(denies))
    for parameters, name in [
        (dict(PolicyInputList=[allows, policy]), "PolicyInputList.2"),
        (dict(PolicyInputList=[allows], PermissionsBoundaryPolicyInputList=[policy]), "PermissionsBoundaryPolicyInputList.1"),
        (dict(PolicyInputList=[allows], ResourcePolicy=text(document(denies | {"Principal": "*"}))), "ResourcePolicy"),
    ]:  # fmt: skip
        with refused("InvalidInput", f"{name} is not a valid policy: {told}", status=400):
            dev.iam.simulate_custom_policy(**ask, **parameters)
    message = "ResourcePolicy is not a valid policy: a statement has neither `Principal` nor `NotPrincipal`."
    with refused("InvalidInput", message, status=400):
        nobody = text(document(statement("Deny", "s3:GetObject", "arn:aws:s3:::b/*")))
        dev.iam.simulate_custom_policy(**ask, PolicyInputList=[allows], ResourcePolicy=nobody)
    assert dev.iam.get_context_keys_for_custom_policy(PolicyInputList=[policy])["ContextKeyNames"] == []


def test_cross_account_details(dev):
    """T71–T75: both sides must allow, and the answer says what each of them says."""
    caller = DEV.arn("user/somebody")
    bucket_policy = document(statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*", principal={"AWS": caller}))

    def ask(identity, resource_policy):
        [result] = dev.iam.simulate_custom_policy(
            PolicyInputList=[text(allow(identity))],
            ActionNames=["s3:GetObject"],
            ResourceArns=["arn:aws:s3:::b/k"],
            ResourceOwner=PROD.arn("root"),
            CallerArn=caller,
            **({"ResourcePolicy": text(resource_policy)} if resource_policy else {}),
        )["EvaluationResults"]
        return result["EvalDecision"], result["EvalDecisionDetails"]

    both = {"IAM Policy": "allowed", "Resource Policy": "allowed"}
    assert ask("s3:*", bucket_policy) == ("allowed", both)
    assert ask("ec2:*", bucket_policy) == ("implicitDeny", both | {"IAM Policy": "implicitDeny"})
    assert ask("s3:*", None) == ("implicitDeny", both | {"Resource Policy": "implicitDeny"})


def test_pages(dev):
    """The paginator finds every action on every resource, each once (R4.4)."""
    actions = [f"s3:Action{n}" for n in range(7)]
    resources = [f"arn:aws:s3:::b/{n}" for n in range(5)]
    pages = dev.iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[text(allow("s3:Action3", "arn:aws:s3:::b/4"))],
        ActionNames=actions,
        ResourceArns=resources,
        PaginationConfig={"PageSize": 4},
    )
    found = [result for page in pages for result in page["EvaluationResults"]]
    assert len(found) == 35
    expected = {(action, arn): "implicitDeny" for action in actions for arn in resources}
    assert decisions(found) == expected | {("s3:Action3", "arn:aws:s3:::b/4"): "allowed"}
    for result in found:
        [own] = result["ResourceSpecificResults"]
        assert own["EvalResourceName"] == result["EvalResourceName"]
        assert own["EvalResourceDecision"] == result["EvalDecision"]


def test_what_is_said_is_what_happens(dev, prod, name):
    """A user's simulation and its real calls agree, on resources of both accounts: buckets with and without a policy,
    roles that trust it and roles that do not. AWS's simulator would call half of them allowed."""
    user_name = name("user")
    user = make_user(dev, user_name, allow(["s3:GetBucketPolicy", "s3:ListBucket", "sts:AssumeRole"]))
    arn = DEV.arn(f"user/{user_name}")

    def bucket(root, *statements):
        bucket = name("bucket")
        root.s3.create_bucket(Bucket=bucket)
        if statements:
            root.s3.put_bucket_policy(
                Bucket=bucket,
                Policy=text(document(*({**it, "Resource": f"arn:aws:s3:::{bucket}"} for it in statements))),
            )
        return f"arn:aws:s3:::{bucket}"

    lets_in = statement("Allow", "s3:ListBucket", principal={"AWS": arn})
    keeps_out = statement("Deny", "s3:ListBucket", principal={"AWS": arn})
    buckets = {
        bucket(dev): "allowed",
        bucket(dev, keeps_out): "explicitDeny",
        bucket(prod): "implicitDeny",
        bucket(prod, lets_in): "allowed",
        bucket(prod, lets_in, keeps_out): "explicitDeny",
    }
    roles = {
        make_role(dev, name("role"), trust(arn)): "allowed",
        make_role(dev, name("role"), trust(DEV.id)): "allowed",
        make_role(dev, name("role"), trust(PROD.id)): "implicitDeny",
        make_role(prod, name("role"), trust(DEV.id)): "allowed",
        make_role(prod, name("role"), trust(PROD.id)): "implicitDeny",
        make_role(prod, name("role"), trust(DEV.id, condition={"StringEquals": {"sts:ExternalId": "x"}})): "implicitDeny",
    }

    def simulated(action, resources):
        pages = dev.iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=arn, ActionNames=[action], ResourceArns=list(resources)
        )
        results = decisions(result for page in pages for result in page["EvaluationResults"])
        return {resource: results[action, resource] for resource in resources}

    def happens(call):
        try:
            call()
        except ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDenied"
            return False
        return True

    assert simulated("s3:ListBucket", buckets) == buckets
    assert simulated("sts:AssumeRole", roles) == roles
    for resource, decision in buckets.items():
        bucket_name = resource.removeprefix("arn:aws:s3:::")
        assert happens(lambda: user.s3.list_objects_v2(Bucket=bucket_name)) == (decision == "allowed"), resource
    for role, decision in roles.items():
        assert happens(lambda: user.assume(role)) == (decision == "allowed"), role
    # What the caller's own account may not read is not shown, only decided.
    [result] = dev.iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=["s3:ListBucket"], ResourceArns=[list(buckets)[3]]
    )["EvaluationResults"]
    assert [it["SourcePolicyId"] for it in result["MatchedStatements"]] == [f"user_{user_name}_own"]


def test_a_role_and_its_bucket(dev, name):
    """T32, T33: a bucket policy that names the role allows its sessions, within the boundary; the statement's place is
    that in the text one gets."""
    role_name, bucket = name("role"), name("bucket")
    role = make_role(dev, role_name, trust(DEV.id))
    trusted = make_user(dev, name("user"), allow("sts:AssumeRole"))
    dev.s3.create_bucket(Bucket=bucket)
    resource = f"arn:aws:s3:::{bucket}"
    policy = document(
        statement("Allow", "s3:GetBucketLocation", resource, principal={"AWS": DEV.id}),
        statement("Allow", "s3:ListBucket", resource, principal={"AWS": role}),
    )
    dev.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy, indent=2))

    def simulated():
        [result] = dev.iam.simulate_principal_policy(
            PolicySourceArn=role, ActionNames=["s3:ListBucket"], ResourceArns=[resource]
        )["EvaluationResults"]
        return result

    def happens():
        return trusted.assume(role).s3.list_objects_v2(Bucket=bucket)

    result = simulated()
    [granting] = result["MatchedStatements"]
    assert result["EvalDecision"] == "allowed" and happens()
    assert granting["SourcePolicyId"] == f"bucket_{bucket}_bucket-policy"
    assert granting["SourcePolicyType"] == "Resource Policy"
    lines = dev.s3.get_bucket_policy(Bucket=bucket)["Policy"].split("\n")
    start, end = granting["StartPosition"], granting["EndPosition"]
    found = lines[start["Line"] - 1 : end["Line"]]
    found[-1] = found[-1][: end["Column"] - 1]
    found[0] = found[0][start["Column"] - 2 :]
    assert json.loads("\n".join(found)) == policy["Statement"][1]

    boundary = dev.iam.create_policy(PolicyName=name("limit"), PolicyDocument=text(allow("ec2:*")))["Policy"]["Arn"]
    dev.iam.put_role_permissions_boundary(RoleName=role_name, PermissionsBoundary=boundary)
    result = simulated()
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    with refused("AccessDenied", status=403):
        happens()


def test_who_may_simulate(dev, name):
    user_name = name("user")
    user = make_user(dev, user_name, allow("iam:SimulateCustomPolicy"))
    user.iam.simulate_custom_policy(PolicyInputList=[text(allow("*"))], ActionNames=["s3:GetObject"])
    arn = DEV.arn(f"user/{user_name}")
    message = (
        f"User: {arn} is not authorized to perform: iam:SimulatePrincipalPolicy on resource: {arn} because no "
        "identity-based policy allows the iam:SimulatePrincipalPolicy action"
    )
    with refused("AccessDenied", message, status=403):
        user.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])
    with refused("NoSuchEntity", "The user with name nobody-here cannot be found.", status=404):
        dev.iam.simulate_principal_policy(PolicySourceArn=DEV.arn("user/nobody-here"), ActionNames=["s3:GetObject"])


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_the_command_line(aws, dev, name, kind):
    """`aws iam simulate-principal-policy`, `simulate-custom-policy` and the two that tell context keys."""
    command, entity = aws(DEV.root), name(kind)
    policy = allow("s3:ListBucket", condition={"StringLike": {"s3:prefix": "${aws:PrincipalTag/team}/*"}})
    if kind == "role":
        make_role(dev, entity, trust(DEV.id), policy)
    elif kind == "user":
        make_user(dev, entity, policy)
    else:
        dev.iam.create_group(GroupName=entity)
        dev.iam.put_group_policy(GroupName=entity, PolicyName="own", PolicyDocument=text(policy))
    arn = DEV.arn(f"{kind}/{entity}")
    keys = command("iam", "get-context-keys-for-principal-policy", "--policy-source-arn", arn)
    assert keys == {"ContextKeyNames": ["aws:PrincipalTag/team", "s3:prefix"]}
    assert keys == command("iam", "get-context-keys-for-custom-policy", "--policy-input-list", text(policy))
    entries = [
        "ContextKeyName=s3:prefix,ContextKeyValues=core/x,ContextKeyType=string",
        "ContextKeyName=aws:PrincipalTag/team,ContextKeyValues=core,ContextKeyType=string",
    ]
    answer = command(
        "iam", "simulate-principal-policy", "--policy-source-arn", arn,
        "--action-names", "s3:ListBucket", "s3:GetObject", "--resource-arns", "arn:aws:s3:::some-bucket",
        "--context-entries", *entries,
    )  # fmt: skip
    listed, got = answer["EvaluationResults"]
    assert (listed["EvalDecision"], got["EvalDecision"]) == ("allowed", "implicitDeny")
    assert [it["SourcePolicyId"] for it in listed["MatchedStatements"]] == [f"{kind}_{entity}_own"]
    answer = command(
        "iam", "simulate-custom-policy", "--policy-input-list", text(policy), "--action-names", "s3:ListBucket",
        "--context-entries", *entries, "--max-items", "1",
    )  # fmt: skip
    assert [it["EvalDecision"] for it in answer["EvaluationResults"]] == ["allowed"]
    command.refused(
        "iam", "simulate-custom-policy", "--policy-input-list", text(policy), "--action-names", "s3:*",
        code="InvalidInput", operation="SimulateCustomPolicy",
        message="Invalid action name: s3:*. It must have the form service:Operation, without wildcards.",
    )  # fmt: skip
