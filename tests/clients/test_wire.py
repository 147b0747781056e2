"""The wire itself: V1 to V15 of the signing rules, malformed input of every kind, AWS's error shapes, request ids.

Every refusal must leave the connection usable, or announce its end, and must store nothing.
"""

import datetime
import email.utils
import re
import socket
import urllib.parse

import boto3
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from actors import REGION, allow, make_role, make_user, refused, trust
from server import DEV, Keys
from wire import FORM, Answer, Connection, Request, call, clock_off_by, signed

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
INVALID = "The security token included in the request is invalid."
ROOT = DEV.root


@pytest.fixture
def connection(server):
    return Connection(server)


def check_query_error(answer: Answer, status: int, code: str, message: str | None = None) -> None:
    """R5.1: the error document of IAM and STS, its type, and the id twice."""
    assert (answer.status, answer.code) == (status, code), answer.body
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.xml.tag == "ErrorResponse"
    assert answer.xml.find("Error/Type").text == ("Sender" if status < 500 else "Receiver")
    body_id = answer.xml.find("RequestId").text
    assert UUID.fullmatch(body_id) and answer.headers["x-amzn-requestid"] == body_id
    if message is not None:
        assert answer.message == message


def check_s3_error(answer: Answer, status: int, code: str, message: str | None = None) -> None:
    """R5.3: the error document of S3, without a namespace, and its two ids."""
    assert (answer.status, answer.code) == (status, code), answer.body
    assert answer.xml.tag == "Error" and b"xmlns" not in answer.body
    assert answer.xml.find("RequestId").text == answer.headers["x-amz-request-id"]
    assert answer.xml.find("HostId").text == answer.headers["x-amz-id-2"]
    if message is not None:
        assert answer.message == message


def usable(connection: Connection) -> None:
    """The same connection answers a good request."""
    assert connection.send(call(connection.server, ROOT, "sts", "GetCallerIdentity")).status == 200


# Answers that succeed


def test_the_shape_of_success(connection):
    """R5.1: result, metadata, the same id in the header."""
    answer = connection.send(call(connection.server, ROOT, "sts", "GetCallerIdentity"))
    assert answer.xml.tag == "GetCallerIdentityResponse"
    assert b'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"' in answer.body
    assert answer.xml.find("GetCallerIdentityResult/Arn").text == DEV.arn("root")
    assert answer.xml.find("ResponseMetadata/RequestId").text == answer.headers["x-amzn-requestid"]


def test_no_result_element_without_output(connection, dev, name):
    """R5.1: operations without output omit XResult."""
    user = name("user")
    dev.iam.create_user(UserName=user)
    answer = connection.send(call(connection.server, ROOT, "iam", "DeleteUser", UserName=user))
    assert [child.tag for child in answer.xml] == ["ResponseMetadata"]


def test_the_query_protocol_by_get(connection):
    """R3.1: GET works for STS, parameters in the query string."""
    path = "/?Action=GetCallerIdentity&Version=2011-06-15"
    assert connection.send(signed(connection.server, ROOT, "sts", "GET", path)).status == 200


def test_request_ids_differ(connection):
    """One id a request, never twice."""
    ids = {connection.send(call(connection.server, ROOT, "sts", "GetCallerIdentity")).headers["x-amzn-requestid"] for _ in range(20)}
    assert len(ids) == 20


def test_buckets_in_the_host_name(connection, dev, name):
    """Virtual-host style: the bucket may stand before the server's name."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    dev.s3.put_object(Bucket=bucket, Key="hello", Body=b"world")
    host = f"{bucket}.s3.localhost:{connection.server.address()[1]}"
    request = signed(connection.server, ROOT, "s3", "GET", "/hello", headers={"Host": host})
    assert connection.send(request).body == b"world"


# Authentication (5.3)


def query(action="ListUsers", version="2010-05-08") -> Request:
    return Request("POST", "/", {"Content-Type": FORM}, f"Action={action}&Version={version}".encode())


def test_no_credentials(connection, dev, name):
    """Query services refuse at once; S3 takes the request as anonymous, who may do nothing that is not public."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    check_query_error(connection.send(query()), 403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    check_s3_error(connection.send(Request("GET", "/")), 403, "AccessDenied", "Access Denied")
    check_s3_error(connection.send(Request("GET", f"/{bucket}/key")), 403, "AccessDenied", "Access Denied")
    usable(connection)


@pytest.mark.parametrize(
    "header",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=x",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, Signature=00",
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 =,=,=",
        "Nonsense " + "x" * 2000,
    ],
    ids=lambda header: header[:60],
)
def test_malformed_authorization(connection, header):
    """5.3, row malformed header."""
    request = query()
    request.headers |= {"Authorization": header, "X-Amz-Date": "20260101T000000Z"}
    answer = connection.send(request)
    assert answer.status in (400, 403)
    assert answer.code in ("IncompleteSignature", "MissingAuthenticationToken", "SignatureDoesNotMatch"), answer.body
    usable(connection)


def test_incomplete_signature_says_what_is_missing(connection):
    """R5.21."""
    request = query()
    request.headers |= {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request"}
    answer = connection.send(request)
    check_query_error(answer, 400, "IncompleteSignature")
    for part in ("'SignedHeaders'", "'Signature'", "existence of either a 'X-Amz-Date' or a 'Date' header."):
        assert part in answer.message


def test_another_scheme_of_authorization(connection):
    """5.3: S3's Unsupported Authorization Type."""
    answer = connection.send(Request("GET", "/", {"Authorization": "Bearer abc"}))
    check_s3_error(answer, 400, "InvalidArgument", "Unsupported Authorization Type")
    usable(connection)


def test_unknown_keys(connection):
    stranger = Keys("AKIAIOSFODNN7EXAMPLE", ROOT.secret)
    check_query_error(connection.send(call(connection.server, stranger, "iam", "ListUsers")), 403, "InvalidClientTokenId", INVALID)
    check_s3_error(
        connection.send(signed(connection.server, stranger, "s3", "GET")),
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
    )
    usable(connection)


def test_wrong_secret(connection):
    wrong = Keys(ROOT.id, ROOT.secret[:-1] + "X")
    answer = connection.send(call(connection.server, wrong, "iam", "ListUsers"))
    assert answer.message.startswith(MISMATCH)
    check_query_error(answer, 403, "SignatureDoesNotMatch")
    answer = connection.send(signed(connection.server, wrong, "s3", "GET"))
    check_s3_error(answer, 403, "SignatureDoesNotMatch")
    for element in ("StringToSign", "StringToSignBytes", "CanonicalRequest", "CanonicalRequestBytes", "SignatureProvided", "AWSAccessKeyId"):
        assert answer.xml.find(element).text, element
    usable(connection)


def test_errors_hold_no_secret(connection):
    """Invariant 7: the S3 error shows what the server computed, never the key."""
    wrong = Keys(ROOT.id, "w" * 40)
    body = connection.send(signed(connection.server, wrong, "s3", "GET")).body
    assert ROOT.secret.encode() not in body and b"w" * 40 not in body


# V1 to V15


def test_v1_altered_body(connection):
    request = call(connection.server, ROOT, "iam", "ListUsers")
    request.body = request.body.replace(b"ListUsers", b"ListRoles")
    check_query_error(connection.send(request), 403, "SignatureDoesNotMatch")
    request = signed(connection.server, ROOT, "s3", "PUT", "/any-bucket/key", body=b"abc")
    request.body = b"abd"
    answer = connection.send(request)
    assert answer.code in ("XAmzContentSHA256Mismatch", "NoSuchBucket")


def test_v1_altered_object_is_not_stored(connection, dev, name):
    """R5.24."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    request = signed(connection.server, ROOT, "s3", "PUT", f"/{bucket}/key", body=b"abc")
    request.body = b"abd"
    message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    check_s3_error(connection.send(request), 400, "XAmzContentSHA256Mismatch", message)
    assert "Contents" not in dev.s3.list_objects_v2(Bucket=bucket)
    usable(connection)


def test_v2_unsigned_header(connection):
    request = call(connection.server, ROOT, "iam", "ListUsers")
    request.headers["X-Other"] = "added"
    assert connection.send(request).status == 200
    request = signed(connection.server, ROOT, "s3", "GET")
    request.headers["X-Other"] = "added"
    assert connection.send(request).status == 200


def test_v3_unsigned_amazon_header(connection):
    request = signed(connection.server, ROOT, "s3", "GET")
    request.headers["X-Amz-Meta-Foo"] = "added"
    answer = connection.send(request)
    check_s3_error(answer, 403, "AccessDenied", "There were headers present in the request which were not signed")
    assert answer.xml.find("HeadersNotSigned").text == "x-amz-meta-foo"
    usable(connection)


def test_v4_query_in_another_order(connection):
    request = signed(connection.server, ROOT, "sts", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15")
    request.path = "/?Version=2011-06-15&Action=GetCallerIdentity"
    assert connection.send(request).status == 200


def test_v5_spaces_in_a_signed_header(connection):
    request = signed(connection.server, ROOT, "s3", "GET", headers={"X-Amz-Meta-Foo": "a b"})
    request.headers["X-Amz-Meta-Foo"] = "  a   b "
    assert connection.send(request).status == 200


def test_v6_slashes(connection, dev, name):
    """S3 keys are signed as they are: a//b is not a/b."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    for key in ("a//b", "a/b", "a/../b", "./a", "a b+c", "ü/€"):
        dev.s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
        assert dev.s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()
    request = signed(connection.server, ROOT, "s3", "GET", f"/{bucket}/a//b")
    request.path = f"/{bucket}/a/b"
    check_s3_error(connection.send(request), 403, "SignatureDoesNotMatch")


@pytest.mark.parametrize(("minutes", "begins"), [(-16, "Signature expired: "), (16, "Signature not yet current: ")])
def test_v7_skew(connection, monkeypatch, minutes, begins):
    """R5.20, and the 15 minutes either way that are accepted (R6.4)."""
    clock_off_by(monkeypatch, minutes)
    answer = connection.send(call(connection.server, ROOT, "iam", "ListUsers"))
    check_query_error(answer, 403, "SignatureDoesNotMatch")
    assert answer.message.startswith(begins)
    assert re.search(r"\d{8}T\d{6}Z is (now earlier|still later) than \d{8}T\d{6}Z \(\d{8}T\d{6}Z [-+] 15 min\.\)", answer.message)
    answer = connection.send(signed(connection.server, ROOT, "s3", "GET"))
    too_large = "The difference between the request time and the current time is too large."
    check_s3_error(answer, 403, "RequestTimeTooSkewed", too_large)
    assert answer.xml.find("MaxAllowedSkewMilliseconds").text == "900000"
    assert answer.xml.find("RequestTime").text and answer.xml.find("ServerTime").text
    clock_off_by(monkeypatch, minutes / 16 * 14)
    usable(connection)


@pytest.mark.parametrize("service", ["iam", "s3"])
def test_a_request_dated_by_its_date_header(connection, service):
    """R6.3: botocore replaces a caller's `Date` by one of mail, whose offset is -0000, and sends no `X-Amz-Date`."""
    headers = {"Date": email.utils.formatdate(usegmt=True)}
    body = b"Action=ListUsers&Version=2010-05-08" if service == "iam" else b""
    request = signed(
        connection.server, ROOT, service, "POST" if body else "GET", body=body, headers=headers | ({"Content-Type": FORM} if body else {})
    )
    assert request.headers["Date"].endswith(" -0000") and "X-Amz-Date" not in request.headers
    assert connection.send(request).status == 200


def rescoped(request: Request, part: int, value: str) -> Request:
    """Another value in the credential scope: 1 date, 2 region, 3 service, 4 terminator."""
    start, rest = request.headers["Authorization"].split("Credential=")
    scope, end = rest.split(",", 1)
    fields = scope.split("/")
    fields[part] = value
    request.headers["Authorization"] = f"{start}Credential={'/'.join(fields)},{end}"
    return request


def test_v8_date_of_the_scope(connection):
    request = rescoped(call(connection.server, ROOT, "iam", "ListUsers"), 1, "20200101")
    date = request.headers["X-Amz-Date"]
    message = (
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
        f"'20200101' != '{date[:8]}', from '{date}'."
    )
    check_query_error(connection.send(request), 403, "SignatureDoesNotMatch", message)
    answer = connection.send(rescoped(signed(connection.server, ROOT, "s3", "GET"), 1, "20200101"))
    assert answer.code in ("SignatureDoesNotMatch", "AuthorizationHeaderMalformed")


def test_v9_region_of_the_scope(connection):
    request = call(connection.server, ROOT, "iam", "ListUsers")
    wrong = signed(connection.server, ROOT, "iam", body=request.body, headers={"Content-Type": FORM}, region="eu-nowhere-9")
    message = "Credential should be scoped to a valid Region, not 'eu-nowhere-9'."
    check_query_error(connection.send(wrong), 403, "SignatureDoesNotMatch", message)


def test_a_clients_own_region(server, dev, aws, name):
    """R6.6: a client that is configured for Frankfurt signs IAM and STS for it. IAM is in us-east-1 for policies all the same."""
    own = boto3.session.Session(region_name="eu-central-1")
    keys = dict(aws_access_key_id=ROOT.id, aws_secret_access_key=ROOT.secret, endpoint_url=server.endpoint)
    user = name("user")
    own.client("iam", **keys).create_user(UserName=user)
    assert own.client("sts", **keys).get_caller_identity()["Account"] == DEV.id
    assert aws(ROOT)("iam", "get-user", "--user-name", user, "--region", "eu-central-1")["User"]["UserName"] == user
    locked = make_user(dev, name("user"), allow("*", condition={"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}))
    keys |= dict(aws_access_key_id=locked.keys.id, aws_secret_access_key=locked.keys.secret)
    with refused("AccessDenied"):
        own.client("iam", **keys).list_users()
    assert own.client("sts", **keys).get_session_token()["Credentials"]


def test_v9_region_of_a_bucket(connection, dev, name):
    """R5.22."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    answer = connection.send(signed(connection.server, ROOT, "s3", "GET", f"/{bucket}", region="eu-west-1"))
    message = "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'"
    check_s3_error(answer, 400, "AuthorizationHeaderMalformed", message)
    assert answer.xml.find("Region").text == REGION


def test_v10_service_of_the_scope(connection):
    """A signature for one service opens no other, even with that service's parameters in the body."""
    body = b"Action=ListUsers&Version=2010-05-08"
    wrong = signed(connection.server, ROOT, "iam", body=body, headers={"Content-Type": FORM}, signing_name="sqs")
    assert connection.send(wrong).status in (400, 403)
    cross = signed(connection.server, ROOT, "sts", body=body, headers={"Content-Type": FORM})
    assert connection.send(cross).status in (400, 403)
    usable(connection)


def test_v10_terminator_of_the_scope(connection):
    """R5.20."""
    request = rescoped(call(connection.server, ROOT, "iam", "ListUsers"), 4, "aws5_request")
    message = "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."
    check_query_error(connection.send(request), 403, "SignatureDoesNotMatch", message)


def presigned(server, keys: Keys, path: str, expires: int | str = 60, method: str = "GET") -> str:
    """A presigned S3 URL's path and query."""
    request = AWSRequest(method, server.endpoint + path)
    signer = S3SigV4QueryAuth(Credentials(keys.id, keys.secret, keys.token), "s3", REGION, expires=expires)
    signer.add_auth(request)
    return request.url.removeprefix(server.endpoint)


@pytest.mark.parametrize(
    ("expires", "message"),
    [
        (604801, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
        (-1, "X-Amz-Expires must be non-negative"),
        ("soon", "X-Amz-Expires should be a number"),
    ],
)
def test_v13_lifetimes_of_presigned_urls(connection, expires, message):
    answer = connection.send(Request("GET", presigned(connection.server, ROOT, "/", expires)))
    check_s3_error(answer, 400, "AuthorizationQueryParametersError", message)


def test_v14_expired_url(connection, monkeypatch):
    """R5.23, and a URL that is still good, at the longest lifetime."""
    clock_off_by(monkeypatch, -120)
    expired, good = presigned(connection.server, ROOT, "/", 3600), presigned(connection.server, ROOT, "/", 604800)
    answer = connection.send(Request("GET", expired))
    check_s3_error(answer, 403, "AccessDenied", "Request has expired")
    assert answer.xml.find("X-Amz-Expires").text == "3600"
    assert connection.send(Request("GET", good)).status == 200


def test_a_presigned_url_is_bound_to_its_method_and_path(connection, dev, name):
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    url = presigned(connection.server, ROOT, f"/{bucket}/key")
    check_s3_error(connection.send(Request("PUT", url, body=b"x")), 403, "SignatureDoesNotMatch")
    check_s3_error(connection.send(Request("GET", url.replace("/key", "/other"))), 403, "SignatureDoesNotMatch")
    cut = "&".join(part for part in url.split("&") if not part.startswith("X-Amz-Date"))
    answer = connection.send(Request("GET", cut))
    check_s3_error(answer, 400, "AuthorizationQueryParametersError")


def test_both_mechanisms_at_once(connection):
    """R6.2."""
    request = signed(connection.server, ROOT, "s3", "GET")
    request.path = presigned(connection.server, ROOT, "/")
    answer = connection.send(request)
    check_s3_error(answer, 400, "InvalidArgument")
    assert answer.message.startswith("Only one auth mechanism allowed;")


def test_v15_lower_case_escapes(connection, dev, name):
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    dev.s3.put_object(Bucket=bucket, Key="a/ü", Body=b"x")
    request = signed(connection.server, ROOT, "s3", "GET", f"/{bucket}/a/%C3%BC")
    request.path = f"/{bucket}/a/%c3%bc"
    assert connection.send(request).body == b"x"


# Malformed input


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "MissingAction"),
        (b"Version=2010-05-08", "MissingAction"),
        (b"Action=NoSuchThing&Version=2010-05-08", "InvalidAction"),
        (b"Action=ListUsers&Version=1999-01-01", "InvalidAction"),
        (b"Action=ListUsers", None),
        (b"Action=ListUsers&Version=2010-05-08&MaxItems=many", None),
        (b"Action=GetUser&Version=2010-05-08&UserName=%ff%fe", None),
        (b"Action=GetUser&Version=2010-05-08&UserName=%zz", None),
        (b"Action=TagUser&Version=2010-05-08&UserName=x&Tags.member.99999999999.Key=a", None),
        (b"Action=TagUser&Version=2010-05-08&UserName=x&Tags.member.one.Key=a", None),
        (b"Action=CreateUser&Version=2010-05-08", "ValidationError"),
        (b"&&&===&%", None),
        (bytes(range(256)), None),
    ],
)
def test_malformed_forms(connection, body, code):
    """An error of the query protocol, never a 500, and the connection lives."""
    answer = connection.send(signed(connection.server, ROOT, "iam", body=body, headers={"Content-Type": FORM}))
    assert 200 <= answer.status < 500, answer.body
    if answer.status >= 400:
        check_query_error(answer, answer.status, answer.code)
    if code is not None:
        assert answer.code == code, answer.body
    usable(connection)


def test_unknown_operations_are_named(connection):
    """5.4."""
    answer = connection.send(call(connection.server, ROOT, "iam", "NoSuchThing"))
    check_query_error(answer, 400, "InvalidAction", "Could not find operation NoSuchThing for version 2010-05-08")


def test_other_services_are_told_so(connection):
    """5.4: a service that is not here is not a signature that does not match."""
    body = b"Action=DescribeInstances&Version=2016-11-15"
    answer = connection.send(signed(connection.server, ROOT, "ec2", body=body, headers={"Content-Type": FORM}))
    check_query_error(answer, 400, "InvalidAction", "Could not find operation DescribeInstances for version 2016-11-15")
    usable(connection)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"<Delete>",
        b"<Delete><Object></Delete>",
        b"<Nonsense/>",
        b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key></Object></Delete>",
        b"<Delete>" + b"<a>" * 5000 + b"</Delete>",
        b"\xff\xfe<Delete/>",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_malformed_xml(connection, dev, name, body):
    """DeleteObjects with what is no list of keys."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    answer = connection.send(signed(connection.server, ROOT, "s3", "POST", f"/{bucket}?delete", body=body))
    assert 400 <= answer.status < 500, answer.body
    assert answer.code in ("MalformedXML", "MissingRequestBodyError", "InvalidRequest", "MissingContentMD5"), answer.body
    assert b"root:" not in answer.body
    usable(connection)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"Version":"2012-10-17"}', b"\xff", b"[" * 100_000], ids=lambda body: repr(body[:20]))
def test_malformed_bucket_policies(connection, dev, name, body):
    """R1.61: MalformedPolicy, and nothing is stored."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    answer = connection.send(signed(connection.server, ROOT, "s3", "PUT", f"/{bucket}?policy", body=body))
    assert 400 <= answer.status < 500, answer.body
    with pytest.raises(dev.s3.exceptions.ClientError, match="NoSuchBucketPolicy"):
        dev.s3.get_bucket_policy(Bucket=bucket)
    usable(connection)


def deep(levels: int) -> str:
    return '{"Version":"2012-10-17","Statement":' + "[" * levels + "]" * levels + "}"


@pytest.mark.parametrize("document", [deep(60_000), '{"a":' * 20_000, '"' + "\\u0000" * 20_000 + '"', "\u202e", "{}" * 1000], ids=lambda text: ascii(text[:40]))
def test_hostile_policy_documents(connection, dev, document):
    """Depth and size are bounded: MalformedPolicyDocument, not a crash."""
    body = urllib.parse.urlencode(
        {"Action": "CreatePolicy", "Version": "2010-05-08", "PolicyName": "never-made", "PolicyDocument": document}
    ).encode()
    answer = connection.send(signed(connection.server, ROOT, "iam", body=body, headers={"Content-Type": FORM}))
    assert (answer.status, answer.code) in ((400, "MalformedPolicyDocument"), (400, "ValidationError")), answer.body[:500]
    usable(connection)


def exchange(server, sent: bytes) -> bytes:
    """Bytes to the server, its bytes back until it closes. It may close before it has read everything."""
    seen = b""
    with socket.create_connection(server.address(), timeout=30) as link:
        try:
            link.sendall(sent)
            link.shutdown(socket.SHUT_WR)
            while block := link.recv(65536):
                seen += block
        except TimeoutError:
            raise
        except OSError:
            pass  # Hung up on.
    return seen


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 1000,
    ],
    ids=lambda sent: repr(sent[:40]),
)
def test_malformed_http(server, connection, sent):
    """What is not HTTP gets a 4xx or is hung up on; everybody else is served on."""
    seen = exchange(server, sent)
    assert seen == b"" or re.match(rb"HTTP/1\.[01] 4\d\d ", seen), seen[:200]
    usable(connection)


def test_headers_too_large(server, connection):
    """Limits on header sizes: refused, not buffered."""
    seen = exchange(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 2_000_000 + b"\r\n\r\n")
    assert seen == b"" or re.match(rb"HTTP/1\.1 4\d\d ", seen), seen[:200]
    usable(connection)


def test_a_form_too_large(connection):
    """Limits on body sizes: a query-protocol body of many megabytes is refused."""
    body = b"Action=ListUsers&Version=2010-05-08&PathPrefix=" + b"/" * (16 << 20)
    try:
        answer = connection.send(signed(connection.server, ROOT, "iam", body=body, headers={"Content-Type": FORM}))
    except ConnectionError:
        return  # The server hung up while we were still sending, as HTTP allows.
    assert answer.status in (400, 413), answer.status


def test_a_body_cut_short_stores_nothing(server, dev, name):
    """The client promises more than it sends and goes away."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    request = signed(server, ROOT, "s3", "PUT", f"/{bucket}/key", body=b"x" * 1000)
    head = f"PUT /{bucket}/key HTTP/1.1\r\nHost: {Connection(server).host}\r\nContent-Length: 1000\r\n"
    head += "".join(f"{key}: {value}\r\n" for key, value in request.headers.items())
    exchange(server, head.encode() + b"\r\n" + request.body[:500])
    assert "Contents" not in dev.s3.list_objects_v2(Bucket=bucket)


def test_a_half_sent_request_does_not_hold_up_others(server, connection):
    with socket.create_connection(server.address()) as half:
        half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le")
        usable(connection)


def test_head_and_not_modified_have_no_body(connection, dev, name):
    """R5.3."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket)
    etag = dev.s3.put_object(Bucket=bucket, Key="key", Body=b"x")["ETag"]
    missing = connection.send(signed(connection.server, ROOT, "s3", "HEAD", f"/{bucket}/missing"))
    assert (missing.status, missing.body) == (404, b"")
    same = connection.send(signed(connection.server, ROOT, "s3", "GET", f"/{bucket}/key", headers={"If-None-Match": etag}))
    assert (same.status, same.body) == (304, b"")
    usable(connection)


def test_a_header_of_the_client_does_not_choose_the_account(connection, dev, name):
    """Whose rights count follows from the signature alone."""
    user = make_user(dev, name("user"))
    body = b"Action=ListUsers&Version=2010-05-08"
    for header in ("X-Amz-Account-Id", "X-Amz-Source-Account", "X-Amz-User-Id"):
        request = signed(connection.server, user.keys, "iam", body=body, headers={"Content-Type": FORM, header: DEV.id})
        assert connection.send(request).code == "AccessDenied"


def test_times_are_written_as_aws_writes_them(connection, dev, name):
    """R0.2, R5.5: seconds and Z."""
    role = make_role(dev, name("role"), trust(DEV.id))
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    answer = connection.send(
        call(connection.server, user.keys, "sts", "AssumeRole", RoleArn=role, RoleSessionName="s1", DurationSeconds="900")
    )
    shown = answer.xml.find("AssumeRoleResult/Credentials/Expiration").text
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", shown)
    left = datetime.datetime.fromisoformat(shown) - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=13) < left <= datetime.timedelta(minutes=15)


def test_documents_are_url_encoded_on_the_wire(connection, dev, name):
    """R4.3: RFC 3986."""
    role = make_role(dev, name("role"), trust(DEV.id))
    answer = connection.send(call(connection.server, ROOT, "iam", "GetRole", RoleName=role.split("/")[-1]))
    shown = answer.xml.find("GetRoleResult/Role/AssumeRolePolicyDocument").text
    assert shown.startswith("%7B") and " " not in shown and "+" not in shown
    assert '"Statement"' in urllib.parse.unquote(shown)
