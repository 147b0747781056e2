"""The console's server: the program's own lines, its page, and links made with boto3's credentials as AWS's guide does."""

import json
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from http.cookiejar import CookieJar

import pytest

from actors import allow, make_role, make_user, root_of, trust
from server import BINARY, DEV, Server

PASSWORD = "Correct horse 1"


class Console:
    """A browser at the console of a server."""

    def __init__(self, address: str):
        self.address = address
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), NoRedirect)

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
    said = re.search(r"^the console is on (http://127\.0\.0\.1:\d+)/$", "".join(server.output), re.MULTILINE)
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
