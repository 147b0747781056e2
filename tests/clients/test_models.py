"""Requests that are derived from boto3's service models, one for each operation that is served and each constraint.

A minimal valid request gets the operation's answer, with the members that the model requires, or one of the errors that the
model declares. A request that breaks one constraint of the model gets the service's validation error."""

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from actors import SESSION, Actor, allow, make_user

COVERAGE = Path(__file__).parents[2] / "docs/coverage.md"
SERVICES = {"iam": "IAM", "sts": "STS", "organizations": "ORGANIZATIONS"}
# How many of the bad requests must get the validation error. AWS itself words some of them differently.
RIGHT = 0.97

# How each service calls a request that breaks its model.
VALIDATION = {"iam": {"ValidationError"}, "sts": {"ValidationError"}, "organizations": {"InvalidInputException"}}
# Errors that any operation may give although no model declares them (AWS, "Common errors").
COMMON = {"AccessDenied", "AccessDeniedException", "ValidationError", "InvalidAction"}

# Operations that the server has and the pinned clients do not know yet. The stories of the services cover them.
NEWER = {"iam": {"AcquireRole", "GetAccountProperties", "GetRoleTemplateVersion", "PutAccountProperties"}}

POLICY = json.dumps(allow("s3:GetObject"))
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole"}],
    }
)
# Values that fit most patterns; the first one that fits is taken.
CANDIDATES = (
    "a1b2c3",
    "v1",
    "/",
    "123456",
    "111111111111",
    "AKIAIOSFODNN7EXAMPLE",
    "arn:aws:iam::111111111111:role/minimal",
    "https://login.example.com",
    "minimal@example.com",
    "ec2.amazonaws.com",
    "o-aaaaaaaaaa",
    "o-aaaaaaaaaa/r-aaaa",
    "r-aaaa",
    "ou-aaaa-aaaaaaaa",
    "p-aaaaaaaa",
    "h-aaaaaaaa",
    "car-aaaaaaaa",
    "rt-aaaaaaaa",
    "00000000-0000-4000-8000-000000000000",
    "2026-11-22T12:00:00Z",
    POLICY,
)
NAMED = {"PolicyDocument": POLICY, "AssumeRolePolicyDocument": TRUST, "Content": POLICY}


def served(service: str) -> list[str]:
    page = COVERAGE.read_text()
    found = re.search(rf"^## {SERVICES[service]}: .*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    operations = re.findall(r"^\| (\w+) \| yes \|", found.group(), re.MULTILINE) if found else []
    assert operations, f"{COVERAGE} tells no operation of {service}"
    return [it for it in operations if it not in NEWER.get(service, ())]


def pattern_of(shape) -> re.Pattern | None:
    text = shape.metadata.get("pattern")
    try:
        return re.compile(text) if text else None
    except re.error:
        return None


def limits(shape) -> tuple[int | None, int | None]:
    return shape.metadata.get("min"), shape.metadata.get("max")


def fits(shape, value: str) -> bool:
    least, most = limits(shape)
    pattern = pattern_of(shape)
    return (
        (least is None or len(value) >= least)
        and (most is None or len(value) <= most)
        and (pattern is None or pattern.fullmatch(value) is not None)
    )


def minimal(shape, name: str = ""):
    """A valid value of the shape, with what is required and nothing else; None if none is known."""
    match shape.type_name:
        case "string":
            if shape.enum:
                return shape.enum[0]
            if name in NAMED:
                return NAMED[name]
            padded = ((it * 200)[: max(limits(shape)[0] or 0, len(it))] for it in CANDIDATES)
            return next((it for it in padded if fits(shape, it)), None)
        case "integer" | "long":
            return limits(shape)[0] or 1
        case "boolean":
            return False
        case "timestamp":
            return "2026-11-22T12:00:00Z"
        case "blob":
            return b"minimal"
        case "list":
            return [minimal(shape.member)]
        case "map":
            return {minimal(shape.key): minimal(shape.value)}
        case "structure":
            return {member: minimal(shape.members[member], member) for member in shape.required_members}
    return None


def known(value) -> bool:
    match value:
        case None:
            return False
        case dict():
            return all(known(it) for it in value.values())
        case list():
            return all(known(it) for it in value)
    return True


def broken(shape, value):
    """Pairs of what is broken and a value that breaks one constraint of the shape, at any depth."""
    least, most = limits(shape)
    match shape.type_name:
        case "string":
            if shape.enum:
                yield "enum", "no-such-value"
                return
            if least:
                yield "too short", ""
            # Longer texts would not fit into a request, or exceed another limit first.
            if most and most < 50_000:
                yield "too long", ("a" * (most + 1))
            pattern = pattern_of(shape)
            for wrong in ("\x01\x02\x03", " !\u2603 ", "a b\u00e9*"):
                wrong = (wrong * 40)[: max(least or 0, len(wrong))]
                if pattern and not pattern.fullmatch(wrong) and (most is None or len(wrong) <= most):
                    yield "pattern", wrong
                    return
        case "integer" | "long":
            if least is not None and least > 0:
                yield "too small", least - 1
            if most is not None and most < 2**31 - 1:
                yield "too large", most + 1
        case "list":
            if most is not None and most < 200 and known(minimal(shape.member)):
                yield "too many", [minimal(shape.member)] * (most + 1)
            for what, wrong in broken(shape.member, minimal(shape.member)):
                yield f"element {what}", [wrong]
        case "structure":
            whole = value if isinstance(value, dict) else {}
            for member in shape.required_members:
                yield f"{member} missing", {key: it for key, it in whole.items() if key != member}
            for member, inner in shape.members.items():
                for what, wrong in broken(inner, minimal(inner, member)):
                    yield f"{member} {what}", whole | {member: wrong}


# What spoils a valid value, wherever it is put: controls, signs, letters of other scripts, what XML and JSON treat specially.
SPOILERS = (
    *("\x00", "\x07", "\x7f", "\n", "\t", " ", "\u00a0", "\u200b"),
    *("*", "<", "&", "'", '"', "\\", "%", "#", "^"),
    *("\u0416", "\u4e2d", "\U0001f600"),
)
# Spoiled values for each pattern. More find nothing new and take longer.
SPOILED = 3


def spoiled(shape, value: str, chance: random.Random) -> list[str]:
    """Valid values of the shape with something in them that its pattern does not take."""
    pattern, most = pattern_of(shape), limits(shape)[1]
    found = []
    for spoiler in chance.sample(SPOILERS, len(SPOILERS)):
        at = chance.choice((0, len(value) // 2, len(value)))
        wrong = value[:at] + spoiler + value[at:]
        # Python's `\w` is every letter of Unicode, the model's is those of ASCII; so the pattern is read as the model's.
        taken = re.fullmatch(pattern.pattern, wrong, re.ASCII) if pattern else True
        if not taken and (most is None or len(wrong) <= most):
            found.append(wrong)
    return found[:SPOILED]


def whole_element(shape):
    """A valid element of a list; a structure with all its members, so that it is not empty."""
    if shape.type_name != "structure":
        return minimal(shape)
    return {member: minimal(inner, member) for member, inner in shape.members.items()}


def broken_otherwise(shape, value, chance: random.Random):
    """As `broken`, with other values: valid ones that are spoiled, and those just beyond the edges."""
    least, most = limits(shape)
    match shape.type_name:
        case "string" if isinstance(value, str):
            if shape.enum:
                word = chance.choice(shape.enum)
                others = {word + " ", word.swapcase(), word[:-1], "x" + word} - {*shape.enum}
                yield from (("enum", wrong) for wrong in sorted(others))
                return
            if least and least > 1:
                yield "one too short", (value * least)[: least - 1]
            if most and most < 50_000:
                letters = "".join(chance.choice("abcXYZ019") for _ in range(16))
                yield "one too long", (letters * most)[: most + 1]
                yield "twice too long", (letters * most)[: most * 2]
            yield from (("pattern", wrong) for wrong in spoiled(shape, value, chance))
        case "integer" | "long":
            if least is not None:
                yield from (("too small", wrong) for wrong in (least - 1, -(2**31)))
            if most is not None and most < 2**31 - 1:
                yield from (("too large", wrong) for wrong in (most + 1, 2**31 - 1))
        case "list":
            element = whole_element(shape.member)
            if most is not None and most < 200 and known(element):
                yield "twice too many", [element] * (most * 2 + 1)
            # The wrong one stands behind a right one, which must not be empty: nothing would be sent of it.
            if most is None or most > 1:
                for what, wrong in broken_otherwise(shape.member, element, chance):
                    yield f"second element {what}", [element, wrong]
        case "structure":
            whole = value if isinstance(value, dict) else {}
            for member, inner in shape.members.items():
                for what, wrong in broken_otherwise(inner, minimal(inner, member), chance):
                    yield f"{member} {what}", whole | {member: wrong}


@pytest.fixture(scope="module")
def caller(dev) -> Actor:
    """A user who may do everything: what is refused is refused for the request."""
    return make_user(dev, "models-admin", allow("*"))


@pytest.fixture(scope="module")
def client(caller):
    def of(service: str):
        return SESSION.client(
            service,
            endpoint_url=caller.server.endpoint,
            aws_access_key_id=caller.keys.id,
            aws_secret_access_key=caller.keys.secret,
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1, "mode": "standard"}),
        )

    return of


def ask(client, operation: str, request: dict) -> tuple[dict | None, str, int]:
    """The answer, or the code and status of the error."""
    # This method takes the operation by the name that the model has.
    try:
        return client._make_api_call(operation, request), "", 200
    except ClientError as error:
        return None, error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]


def test_newer_operations_are_not_known():
    """Once the pinned clients know them, they leave the list."""
    for service, names in NEWER.items():
        assert not names & set(SESSION.client(service).meta.service_model.operation_names)


@pytest.mark.parametrize("service", SERVICES)
def test_minimal_requests(client, service):
    """The operations that delete or change what later ones need come with names that nothing has."""
    asked, model = client(service), SESSION.client(service).meta.service_model
    wrong = []
    for operation in served(service):
        shape = model.operation_model(operation)
        request = minimal(shape.input_shape) if shape.input_shape else {}
        if not known(request):
            wrong.append(f"{operation}: no valid request is known: {request}")
            continue
        answer, code, status = ask(asked, operation, request)
        declared = {it.metadata.get("error", {}).get("code", it.name) for it in shape.error_shapes} | COMMON
        if answer is None and (code not in declared | VALIDATION[service] or status >= 500):
            wrong.append(f"{operation}: {status} {code}, declared are {sorted(declared)}")
        if answer is not None and shape.output_shape:
            missing = set(shape.output_shape.required_members) - answer.keys()
            if missing:
                wrong.append(f"{operation}: the answer lacks {sorted(missing)}")
    assert not wrong, "\n".join(wrong)


def hold_to_the_model(client, service: str, bad_requests) -> None:
    """Nearly all of the bad requests get the validation error, and none breaks the server."""
    asked, model = client(service), SESSION.client(service).meta.service_model
    wrong, right = [], 0
    for operation in served(service):
        shape = model.operation_model(operation).input_shape
        if shape is None or not known(minimal(shape)):
            continue
        for what, request in bad_requests(operation, shape):
            _, code, status = ask(asked, operation, request)
            assert status < 500, f"{operation} {what}: {status} {code}"
            if code in VALIDATION[service] and status == 400:
                right += 1
            else:
                wrong.append(f"{operation} {what}: {status} {code or 'works'}")
    kinds = Counter(it.split(": ")[1] for it in wrong)
    assert right >= RIGHT * (right + len(wrong)), f"{right} right\n{kinds}\n" + "\n".join(wrong)


@pytest.mark.parametrize("service", SERVICES)
def test_requests_that_break_the_model(client, service):
    hold_to_the_model(client, service, lambda _, shape: broken(shape, minimal(shape)))


@pytest.mark.parametrize("service", SERVICES)
def test_requests_that_break_the_model_otherwise(client, service):
    """The choice is the same each time, so that what fails fails again."""

    def bad_requests(operation, shape):
        return broken_otherwise(shape, minimal(shape), random.Random(operation))

    hold_to_the_model(client, service, bad_requests)
