"""Who calls: boto3 clients and the aws command line, both unmodified, pointed at the server under test."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from server import Account, Keys, Server

REGION = "us-east-1"
# One attempt: a retry would hide a wrong answer.
ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=5, read_timeout=60)
# One for all: a session reads the service models once, which is most of what making a client costs.
SESSION = boto3.session.Session(region_name=REGION)


class Actor:
    """Somebody with keys. `actor.iam.create_user(...)`: each service name gives its boto3 client."""

    def __init__(self, server: Server, keys: Keys | None, config: Config = ONCE):
        self.server = server
        self.keys = keys
        self._config = config
        self._clients: dict[str, object] = {}

    def _client(self, service: str):
        if service not in self._clients:
            signing = (
                dict(
                    aws_access_key_id=self.keys.id,
                    aws_secret_access_key=self.keys.secret,
                    aws_session_token=self.keys.token,
                )
                if self.keys
                else {}
            )
            self._clients[service] = SESSION.client(
                service, endpoint_url=self.server.endpoint, config=self._config, **signing
            )
        return self._clients[service]

    @property
    def iam(self):
        return self._client("iam")

    @property
    def sts(self):
        return self._client("sts")

    @property
    def organizations(self):
        return self._client("organizations")

    @property
    def cloudtrail(self):
        return self._client("cloudtrail")

    @property
    def uxc(self):
        return self._client("uxc")

    @property
    def s3(self):
        return self._client("s3")

    @property
    def organizations(self):
        return self._client("organizations")

    def assume(self, role_arn: str, session: str = "session", **more) -> "Actor":
        answer = self.sts.assume_role(RoleArn=role_arn, RoleSessionName=session, **more)
        return Actor(self.server, Keys.of(answer["Credentials"]))


def make_user(root: Actor, name: str, policy: dict | None = None, **more) -> Actor:
    """An IAM user with one access key and, if given, one inline policy."""
    root.iam.create_user(UserName=name, **more)
    if policy is not None:
        root.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=text(policy))
    return Actor(root.server, Keys.of(root.iam.create_access_key(UserName=name)["AccessKey"]))


def make_role(root: Actor, name: str, trust: dict, policy: dict | None = None, **more) -> str:
    """A role with, if given, one inline policy; returns its ARN."""
    arn = root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=text(trust), **more)["Role"]["Arn"]
    if policy is not None:
        root.iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=text(policy))
    return arn


def text(document: dict) -> str:
    return json.dumps(document)


def statement(effect: str, action, resource=None, principal=None, condition=None) -> dict:
    out = {"Effect": effect, "Action": action}
    if principal is not None:
        out["Principal"] = principal
    if resource is not None:
        out["Resource"] = resource
    if condition is not None:
        out["Condition"] = condition
    return out


def document(*statements: dict) -> dict:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, resource="*", condition=None) -> dict:
    """An identity policy of one Allow statement."""
    return document(statement("Allow", action, resource=resource, condition=condition))


def trust(principal, action="sts:AssumeRole", condition=None) -> dict:
    """A trust policy of one Allow statement; a text is an AWS principal."""
    principal = {"AWS": principal} if isinstance(principal, str) else principal
    return document(statement("Allow", action, principal=principal, condition=condition))


@contextlib.contextmanager
def refused(code: str, message: str | None = None, status: int | None = None, begins: str | None = None):
    """The block must end in this error of AWS, with a request id. `begins` where AWS may append a reason."""
    with pytest.raises(ClientError) as caught:
        yield caught
    answer = caught.value.response
    seen = (answer["Error"].get("Code"), answer["Error"].get("Message"))
    assert seen[0] == code, f"expected {code}, got {seen}"
    if message is not None:
        assert seen[1] == message
    if begins is not None:
        assert seen[1].startswith(begins), seen[1]
    if status is not None:
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status
    assert request_id(answer)


def request_id(answer: dict) -> str:
    """The request id of an answer or of `ClientError.response`."""
    return answer["ResponseMetadata"]["RequestId"]


def denied_assume_role(caller_arn: str, role_arn: str):
    """R3.9: the same text whether the role is missing, does not trust the caller, or the caller may not ask."""
    return refused(
        "AccessDenied",
        f"User: {caller_arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}",
        status=403,
    )


class CommandLine:
    """The unmodified `aws` program with its own home, so that nothing of this machine's configuration leaks in."""

    def __init__(self, server: Server, home: Path, keys: Keys | None = None):
        home.mkdir(parents=True, exist_ok=True)
        self.server = server
        self.home = home
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "AWS_CONFIG_FILE": str(home / ".aws/config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(home / ".aws/credentials"),
            "AWS_ENDPOINT_URL": server.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            "LC_ALL": "C.UTF-8",
        }
        if keys:
            self.export(keys)

    def export(self, keys: Keys) -> None:
        """What `export AWS_ACCESS_KEY_ID=…` and its two companions do in a shell."""
        self.environment["AWS_ACCESS_KEY_ID"] = keys.id
        self.environment["AWS_SECRET_ACCESS_KEY"] = keys.secret
        self.environment.pop("AWS_SESSION_TOKEN", None)
        if keys.token:
            self.environment["AWS_SESSION_TOKEN"] = keys.token

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            ["aws", *words], env=self.environment, cwd=self.home, input=typed, capture_output=True, text=True, timeout=300
        )

    def __call__(self, *words: str, typed: str = ""):
        """Runs and must succeed; returns the parsed JSON, or the text where the command prints none."""
        done = self.run(*words, typed=typed)
        assert done.returncode == 0, f"aws {' '.join(words)}\n{done.stdout}{done.stderr}"
        try:
            return json.loads(done.stdout)
        except ValueError:
            return done.stdout

    def refused(self, *words: str, code: str, operation: str, message: str) -> None:
        """Runs and must fail with exactly AWS's sentence as the aws program prints it."""
        done = self.run(*words)
        assert done.returncode != 0, f"aws {' '.join(words)} succeeded:\n{done.stdout}"
        wanted = f"An error occurred ({code}) when calling the {operation} operation: {message}"
        lines = [line.strip() for line in done.stderr.splitlines() if "An error occurred" in line]
        assert lines and lines[-1].endswith(wanted), f"wanted: {wanted}\ngot:    {done.stderr}"


def root_of(server: Server, account: Account) -> Actor:
    return Actor(server, account.root)
