"""Requests below the SDK: bytes on a connection, signed by botocore's own signers and then changed by the test."""

import datetime
import hashlib
import hmac
import http.client
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from actors import REGION
from server import Keys, Server

FORM = "application/x-www-form-urlencoded; charset=utf-8"
VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def xml(self) -> ElementTree.Element:
        """The body without its namespace."""
        return ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", self.body))

    @property
    def code(self) -> str | None:
        found = self.xml.find("Code") if self.xml.tag == "Error" else self.xml.find("Error/Code")
        return None if found is None else found.text

    @property
    def message(self) -> str | None:
        found = self.xml.find("Message") if self.xml.tag == "Error" else self.xml.find("Error/Message")
        return None if found is None else found.text


@dataclass
class Request:
    """An HTTP request as it will be on the wire; change its fields after `signed` to break it."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Connection:
    """One keep-alive connection. It must still be usable after every answer that does not announce its end."""

    def __init__(self, server: Server):
        self.server = server
        self._http = http.client.HTTPConnection(*server.address(), timeout=30)

    def send(self, request: Request) -> Answer:
        self._http.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        headers = {"Host": self.host, **request.headers}
        if "Content-Length" not in headers and (request.body or request.method in ("POST", "PUT")):
            headers["Content-Length"] = str(len(request.body))
        for key, value in headers.items():
            self._http.putheader(key, value)
        self._http.endheaders(request.body or None)
        answer = self._http.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    @property
    def host(self) -> str:
        host, port = self.server.address()
        return f"{host}:{port}"


class _DeclaredPayload(S3SigV4Auth):
    """Signs with the payload hash that the request declares, whatever the body is."""

    def __init__(self, declared: str, *more):
        super().__init__(*more)
        self._declared = declared

    def payload(self, request):
        return self._declared


def signed(
    server: Server,
    keys: Keys,
    service: str,
    method: str = "POST",
    path: str = "/",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    region: str = REGION,
    signing_name: str | None = None,
) -> Request:
    """A request with a valid header signature for these values."""
    name = signing_name or service
    who = Credentials(keys.id, keys.secret, keys.token)
    headers = dict(headers or {})
    if service == "s3":
        declared = headers.get("X-Amz-Content-SHA256", hashlib.sha256(body).hexdigest())
        signer = _DeclaredPayload(declared, who, name, region)
    else:
        signer = SigV4Auth(who, name, region)
    request = AWSRequest(method, server.endpoint + path, data=body, headers=headers)
    signer.add_auth(request)
    return Request(method, path, dict(request.headers.items()), body)


def call(server: Server, keys: Keys, service: str, action: str, **parameters: str) -> Request:
    """A signed call of the query protocol."""
    form = {"Action": action, "Version": VERSIONS[service], **parameters}
    body = urllib.parse.urlencode(form).encode()
    return signed(server, keys, service, body=body, headers={"Content-Type": FORM})


# Chunked uploads (R6.17 to R6.21)

EMPTY = hashlib.sha256(b"").hexdigest()


def streaming_put(
    server: Server,
    keys: Keys,
    path: str,
    chunks: list[bytes],
    trailer: tuple[str, str] | None = None,
    sign_chunks: bool = True,
    spoil=None,
) -> Request:
    """PUT in aws-chunked form. `spoil(number, signature)` may change the signature of chunk `number`; the trailer
    comes after the last, empty chunk."""
    kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" if sign_chunks else "STREAMING-UNSIGNED-PAYLOAD"
    headers = {
        "Content-Encoding": "aws-chunked",
        "X-Amz-Decoded-Content-Length": str(sum(map(len, chunks))),
        "X-Amz-Content-SHA256": kind + ("-TRAILER" if trailer else ""),
    }
    if trailer:
        headers["X-Amz-Trailer"] = trailer[0]
    request = signed(server, keys, "s3", "PUT", path, headers=headers)
    date = request.headers["X-Amz-Date"]
    scope = f"{date[:8]}/{REGION}/s3/aws4_request"
    signature = request.headers["Authorization"].rsplit("Signature=", 1)[1]
    key = f"AWS4{keys.secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()

    def next_signature(kind: str, *hashes: str) -> str:
        text = "\n".join([kind, date, scope, signature, *hashes])
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    body = b""
    for number, chunk in enumerate([*chunks, b""]):
        line = f"{len(chunk):x}"
        if sign_chunks:
            signature = next_signature("AWS4-HMAC-SHA256-PAYLOAD", EMPTY, hashlib.sha256(chunk).hexdigest())
            line += ";chunk-signature=" + (spoil(number, signature) if spoil else signature)
        body += line.encode() + b"\r\n" + chunk + (b"\r\n" if chunk else b"")
    if trailer:
        body += f"{trailer[0]}:{trailer[1]}\r\n".encode()
        if sign_chunks:
            named = f"{trailer[0]}:{trailer[1]}\n".encode()
            signature = next_signature("AWS4-HMAC-SHA256-TRAILER", hashlib.sha256(named).hexdigest())
            last = len(chunks) + 1
            body += b"x-amz-trailer-signature:" + (spoil(last, signature) if spoil else signature).encode() + b"\r\n"
    body += b"\r\n"
    request.body = body
    return request


def clock_off_by(monkeypatch, minutes: float) -> None:
    """The client's clock goes wrong: what botocore signs from here on carries another time."""
    import botocore.auth

    def moved(remove_tzinfo=True):
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        return now.replace(tzinfo=None) if remove_tzinfo else now

    monkeypatch.setattr(botocore.auth, "get_current_datetime", moved)
