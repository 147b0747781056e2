"""The console's server: the program's own lines, its page, and links made with boto3's credentials as AWS's guide does."""

import json
import os
import re
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

import mfa
from actors import allow, make_role, make_user, root_of, trust
from server import BINARY, DEV, PROD, Server

PASSWORD = "Correct horse 1"


class Console:
    """A browser at the console of a server."""

    def __init__(self, address: str, certificate: Path | None = None):
        self.address = address
        self.jar = CookieJar()
        tls = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificate))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), NoRedirect, tls)

    def send(self, path: str, body: object = None, **headers: str) -> tuple[int, Message, bytes]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Origin": self.address, "Content-Type": "application/json", **headers} if data else headers
        request = urllib.request.Request(self.address + path, data=data, headers=headers)
        try:
            with self.opener.open(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def state(self) -> dict:
        return json.loads(self.send("/api/browser")[2])

    def call(self, path: str, body: object) -> dict:
        status, _, answer = self.send(path, body, **{"X-Rolecall-Csrf": self.state()["csrf"]})
        assert status == 200, answer
        return json.loads(answer)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture
def running(tmp_path):
    """A server with a console; where the console is."""
    server = Server(tmp_path, "--console-listen", "127.0.0.1:0").start()
    yield server, address_of(server)
    assert server.stop() == 0, server.errors()
    assert "panicked" not in server.errors(), server.errors()


def address_of(server: Server) -> str:
    said = re.search(r"^the console is on (https?://127\.0\.0\.1:\d+)/$", "".join(server.output), re.MULTILINE)
    assert said, server.output
    return said[1]


def test_the_first_password(running):
    """The link that the server prints sets the password of a root user, who signs in; the next start prints none."""
    server, address = running
    token = re.search(r"/first-start\?token=(\S+)", "".join(server.output))[1]
    console = Console(address)
    assert console.state()["firstStart"] is True
    console.call("/api/first-start", {"token": token, "account": DEV.id, "password": PASSWORD})
    session = console.call("/api/sign-in", {"account": DEV.id, "root": True, "password": PASSWORD})["session"]
    assert session["arn"] == DEV.arn("root")
    assert server.stop() == 0
    server.start()
    assert "first-start" not in "".join(server.output)


def test_root_password(running):
    """`rolecall root-password` sets one on a stopped server."""
    server, _ = running
    assert server.stop() == 0
    done = subprocess.run([BINARY, "root-password", DEV.id, "--data", server.data], input=PASSWORD + "\n", text=True,
                          capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    server.start()
    console = Console(address_of(server))
    console.call("/api/sign-in", {"account": DEV.id, "root": True, "password": PASSWORD})


def test_a_page_without_files_says_how(running):
    """At every address of the page: its files, or how to get them."""
    _, address = running
    for path in ("/", "/s/x/iam/roles"):
        status, headers, page = Console(address).send(path)
        assert status == 200 and headers["Content-Type"].startswith("text/html")
        assert b"<!doctype html>" in page.lower()
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_link_for_the_console(running):
    """R3.62, R3.64: the steps of AWS's guide for identity brokers, with boto3's credentials."""
    server, address = running
    root = root_of(server, DEV)
    role = make_role(root, "Dev", trust(DEV.id))
    ana = make_user(root, "ana", allow("sts:AssumeRole"))
    credentials = ana.sts.assume_role(RoleArn=role, RoleSessionName="s1")["Credentials"]
    session = json.dumps({
        "sessionId": credentials["AccessKeyId"],
        "sessionKey": credentials["SecretAccessKey"],
        "sessionToken": credentials["SessionToken"],
    })
    query = urllib.parse.urlencode({"Action": "getSigninToken", "SessionDuration": "1800", "Session": session})
    console = Console(address)
    status, _, answer = console.send("/federation?" + query)
    assert status == 200, answer
    link = urllib.parse.urlencode({
        "Action": "login",
        "Issuer": "https://example.com",
        "Destination": "https://console.aws.amazon.com/iam/home",
        "SigninToken": json.loads(answer)["SigninToken"],
    })
    status, headers, _ = console.send("/federation?" + link)
    (entered,) = console.state()["sessions"]
    assert status == 302 and headers["Location"] == f"/s/{entered['id']}/iam/home"
    assert entered["arn"] == f"arn:aws:sts::{DEV.id}:assumed-role/Dev/s1"


CERTIFICATE = Path(__file__).parent / "certificate"


def test_a_console_over_tls(tmp_path):
    """The console has the certificate of the AWS endpoint, and its cookie is for encrypted connections alone."""
    certificate = CERTIFICATE / "cert.pem"
    tls = ("--tls-cert", certificate, "--tls-key", CERTIFICATE / "key.pem")
    server = Server(tmp_path, "--console-listen", "127.0.0.1:0", *tls).start()
    try:
        address = address_of(server)
        assert address.startswith("https://")
        token = re.search(r"(https://\S+)/first-start\?token=(\S+)", "".join(server.output))
        assert token[1] == address
        console = Console(address, certificate)
        console.call("/api/first-start", {"token": token[2], "account": DEV.id, "password": PASSWORD})
        sent = {"account": DEV.id, "root": True, "password": PASSWORD}
        csrf = console.state()["csrf"]
        status, headers, _ = console.send("/api/sign-in", sent, **{"X-Rolecall-Csrf": csrf})
        assert status == 200
        attributes = headers["Set-Cookie"].split("; ")[1:]
        assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]
        assert [session["arn"] for session in console.state()["sessions"]] == [DEV.arn("root")]
        # Another origin is another page, the same host without TLS included.
        plain = {"X-Rolecall-Csrf": console.state()["csrf"], "Origin": address.replace("https", "http")}
        assert console.send("/api/sign-in", sent, **plain)[0] == 403
    finally:
        assert server.stop() == 0, server.errors()
    assert "panicked" not in server.errors(), server.errors()


def events(actor, key: str, value: str) -> list[dict]:
    """What CloudTrail tells the account of the actor of these events, oldest first. It takes two look-ups a second."""
    attribute = {"AttributeKey": key, "AttributeValue": value}
    found = actor.cloudtrail.lookup_events(LookupAttributes=[attribute])["Events"]
    return [json.loads(event["CloudTrailEvent"]) for event in reversed(found)]


def test_what_cloudtrail_tells_of_sign_ins(running):
    """R8.15, R3.72: boto3 looks up who signed in, who could not, and who switched role, in the accounts that it concerns."""
    server, address = running
    dev, prod = root_of(server, DEV), root_of(server, PROD)
    make_user(dev, "ana", allow("sts:AssumeRole"))
    dev.iam.create_login_profile(UserName="ana", Password=PASSWORD)
    serial, seed = mfa.enable(dev, "ana")
    make_role(prod, "Dev", trust(DEV.arn("root")))
    console = Console(address)

    def sign_in(**sent: str) -> tuple[int, dict]:
        sent = {"account": DEV.id, "userName": "ana", "password": PASSWORD, **sent}
        status, _, answer = console.send("/api/sign-in", sent, **{"X-Rolecall-Csrf": console.state()["csrf"]})
        return status, json.loads(answer)

    assert sign_in(password="wrong", mfaCode="000000")[0] == 401
    assert sign_in(userName="nobody", password="wrong")[0] == 401
    assert sign_in(mfaCode=mfa.wrong(seed))[0] == 401
    status, signed_in = sign_in(mfaCode=mfa.code(seed, 1))
    assert status == 200, signed_in
    session = signed_in["session"]["id"]
    switched = console.call(f"/api/sessions/{session}/switch-role", {"account": PROD.id, "roleName": "Dev"})["session"]
    console.call(f"/api/sessions/{switched['id']}/switch-back", {})

    steps = {actor: events(actor, "EventSource", "signin.amazonaws.com") for actor in (dev, prod)}
    named = lambda actor, name: [step for step in steps[actor] if step["eventName"] == name]
    user = {"type": "IAMUser", "accountId": DEV.id, "accessKeyId": "", "userName": "ana"}
    # Events of one second are newest first among their kind only.
    logins = named(dev, "ConsoleLogin")
    (success,) = (login for login in logins if login["responseElements"] == {"ConsoleLogin": "Success"})
    failures = [login for login in logins if login is not success]
    nobody = user | {"userName": "HIDDEN_DUE_TO_SECURITY_REASONS"}
    by_name = sorted((failure["userIdentity"] for failure in failures), key=lambda identity: identity["userName"])
    assert by_name == [nobody, user, user]
    for failure in failures:
        assert failure["errorMessage"] == "Failed authentication" and "errorCode" not in failure
        assert failure["responseElements"] == {"ConsoleLogin": "Failure"}
        assert failure["additionalEventData"]["MFAUsed"] == "No"
    assert "errorMessage" not in success
    assert success["userIdentity"]["arn"] == DEV.arn("user/ana")
    assert success["additionalEventData"] == {
        "LoginTo": success["additionalEventData"]["LoginTo"],
        "MobileVersion": "No",
        "MFAUsed": "Yes",
        "MFAIdentifier": serial,
    }
    checks = named(dev, "CheckMfa")
    assert sorted(check["responseElements"]["CheckMfa"] for check in checks) == ["Failure", "Success"]
    assert all(check["additionalEventData"] == {"MfaType": "Virtual MFA"} for check in checks)

    role = f"arn:aws:sts::{PROD.id}:assumed-role/Dev/ana"
    (entered,), (left,) = named(prod, "SwitchRole"), named(prod, "ExitRole")
    for step, origin in ((entered, DEV.arn("user/ana")), (left, role)):
        assert step["userIdentity"]["type"] == "AssumedRole" and step["userIdentity"]["arn"] == role
        assert step["additionalEventData"]["SwitchFrom"] == origin
        assert step["responseElements"] == {step["eventName"]: "Success"}
    # The AssumeRole behind the switch is told in both accounts, the steps of signing in in one.
    (own,), (other,) = (events(actor, "EventName", "AssumeRole") for actor in (dev, prod))
    assert own["sharedEventID"] == other["sharedEventID"] and other["userIdentity"]["type"] == "AWSAccount"
    assert len(steps[dev]) == 6 and len(steps[prod]) == 2
    for event in (*logins, *checks, entered, left):
        assert (event["eventSource"], event["eventType"]) == ("signin.amazonaws.com", "AwsConsoleSignIn")
        assert event["awsRegion"] == "us-east-1" and event["requestParameters"] is None


def test_a_link_from_the_terminal(running, tmp_path):
    """`rolecall console`: with the keys of the environment or of a profile, for a role by ARN or by name."""
    server, address = running
    root = root_of(server, DEV)
    role = make_role(root, "Deploy", trust(DEV.arn("root")))
    ana = make_user(root, "ana", allow("sts:AssumeRole"))
    nothing = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    keys = {"AWS_ACCESS_KEY_ID": ana.keys.id, "AWS_SECRET_ACCESS_KEY": ana.keys.secret}

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
        command = [BINARY, "console", *words, "--console", address]
        return subprocess.run(command, env={**nothing, **environment}, capture_output=True, text=True, timeout=60)

    def entered(link: str) -> tuple[str, str]:
        console = Console(address)
        status, headers, _ = console.send(link.removeprefix(address))
        assert status == 302, link
        (session,) = console.state()["sessions"]
        assert headers["Location"].startswith(f"/s/{session['id']}/")
        return session["arn"], headers["Location"].removeprefix(f"/s/{session['id']}")

    done = run(role, "iam/roles", "--endpoint", server.endpoint, **keys)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith(f"{address}/federation?")
    assert ana.keys.secret not in done.stdout
    deploy = f"arn:aws:sts::{DEV.id}:assumed-role/Deploy/ana"
    assert entered(done.stdout.strip()) == (deploy, "/iam/roles")

    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(f"[profile dev]\nendpoint_url = {server.endpoint}\n")
    (tmp_path / ".aws/credentials").write_text(
        f"[dev]\naws_access_key_id = {ana.keys.id}\naws_secret_access_key = {ana.keys.secret}\n"
    )
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" >{tmp_path}/opened\n')
    opener.chmod(0o755)
    done = run("Deploy", "--profile", "dev", "--open", BROWSER=str(opener))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "opened").read_text() == done.stdout.strip()
    assert entered(done.stdout.strip()) == (deploy, "/")

    done = run("Missing", AWS_PROFILE="dev")
    assert done.returncode == 1 and "not authorized to perform: sts:AssumeRole" in done.stderr and "request id" in done.stderr
    done = run("Deploy", "--profile", "nobody")
    assert done.returncode == 1 and "the profile nobody has no access key" in done.stderr
    assert run("Deploy", "--serial-number", "x").returncode == 2
