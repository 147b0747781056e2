"""S3: buckets, objects, listings, copies, multipart and presigned uploads, bucket policies across accounts."""

import base64
import hashlib
import http.client
import io
import re
import urllib.error
import urllib.parse
import urllib.request
import zlib

import pytest
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config

from actors import Actor, allow, document, make_role, make_user, refused, statement, text, trust
from server import DEV, PROD
from wire import Connection, Request, signed, streaming_put

SIGNED_URLS = Config(signature_version="s3v4", retries={"total_max_attempts": 1})


@pytest.fixture
def bucket(dev, name):
    """An empty bucket of dev."""
    made = name("bucket")
    dev.s3.create_bucket(Bucket=made)
    return made


def keys(answer: dict) -> list[str]:
    return [entry["Key"] for entry in answer.get("Contents", [])]


# Buckets


def test_buckets(dev, name):
    """Create, head, locate, list, delete; a bucket with objects stays."""
    made = name("bucket")
    answer = dev.s3.create_bucket(Bucket=made)
    assert answer["Location"] == f"/{made}"
    head = dev.s3.head_bucket(Bucket=made)
    assert head["BucketRegion"] == "us-east-1"
    assert dev.s3.get_bucket_location(Bucket=made)["LocationConstraint"] is None
    assert made in [bucket["Name"] for bucket in dev.s3.list_buckets()["Buckets"]]
    dev.s3.put_object(Bucket=made, Key="k", Body=b"x")
    with refused("BucketNotEmpty", "The bucket you tried to delete is not empty", 409):
        dev.s3.delete_bucket(Bucket=made)
    dev.s3.delete_object(Bucket=made, Key="k")
    dev.s3.delete_bucket(Bucket=made)
    with refused("404", status=404):
        dev.s3.head_bucket(Bucket=made)
    with refused("NoSuchBucket", "The specified bucket does not exist", 404):
        dev.s3.list_objects_v2(Bucket=made)


@pytest.mark.parametrize("bad", ["Upper", "ab", "a" * 64, "a..b", "-a-bucket", "192.168.1.1", "under_score", "ends-"])
def test_bucket_names(server, bad):
    answer = Connection(server).send(signed(server, DEV.root, "s3", "PUT", f"/{bad}"))
    assert (answer.status, answer.code) == (400, "InvalidBucketName"), answer.body
    assert answer.message == "The specified bucket is not valid."


def test_bucket_names_are_one_space(dev, prod, name):
    """A name taken by another account is not available, and stays the other's; one's own gives 200 in us-east-1."""
    made = name("bucket")
    prod.s3.create_bucket(Bucket=made)
    prod.s3.create_bucket(Bucket=made)
    with refused("BucketAlreadyExists", status=409):
        dev.s3.create_bucket(Bucket=made)
    with refused("403", status=403):
        dev.s3.head_bucket(Bucket=made)
    with refused("AccessDenied", status=403):
        dev.s3.list_objects_v2(Bucket=made)
    with refused("AccessDenied", status=403):
        dev.s3.put_object(Bucket=made, Key="k", Body=b"x")
    assert made not in [bucket["Name"] for bucket in dev.s3.list_buckets()["Buckets"]]


def test_buckets_elsewhere(dev, name):
    """R5.22: a client set to another Region is told the bucket's, signs again and goes on."""
    made = name("bucket")
    dev.s3.create_bucket(Bucket=made, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert dev.s3.get_bucket_location(Bucket=made)["LocationConstraint"] == "eu-west-1"
    dev.s3.put_object(Bucket=made, Key="k", Body=b"x")
    assert dev.s3.head_object(Bucket=made, Key="k")["ContentLength"] == 1
    assert keys(dev.s3.list_objects_v2(Bucket=made)) == ["k"]
    assert dev.s3.head_bucket(Bucket=made)["BucketRegion"] == "eu-west-1"


# Objects


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000])
def test_objects_of_any_size(dev, bucket, size):
    body = bytes(range(256)) * (size // 256 + 1)
    body = body[:size]
    put = dev.s3.put_object(Bucket=bucket, Key="k", Body=body)
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = dev.s3.get_object(Bucket=bucket, Key="k")
    assert got["Body"].read() == body
    assert (got["ContentLength"], got["ETag"]) == (size, put["ETag"])
    assert dev.s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == size


def test_what_is_kept_with_an_object(dev, bucket):
    """Content headers and user metadata come back."""
    kept = dict(
        ContentType="text/csv",
        ContentEncoding="gzip",
        ContentLanguage="en",
        ContentDisposition='attachment; filename="r.csv"',
        CacheControl="no-store",
        Metadata={"owner": "ana", "stage": "test"},
    )
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x", **kept)
    for shown in (dev.s3.head_object(Bucket=bucket, Key="k"), dev.s3.get_object(Bucket=bucket, Key="k")):
        assert {key: shown[key] for key in kept} == kept
    dev.s3.put_object(Bucket=bucket, Key="plain", Body=b"x")
    assert dev.s3.head_object(Bucket=bucket, Key="plain")["ContentType"] == "binary/octet-stream"


def test_missing_objects(dev, bucket, name):
    """R2.32: 404 for whoever may list the bucket, 403 for whoever may not."""
    with refused("NoSuchKey", "The specified key does not exist.", 404):
        dev.s3.get_object(Bucket=bucket, Key="missing")
    with refused("404", status=404):
        dev.s3.head_object(Bucket=bucket, Key="missing")
    reader = make_user(dev, name("user"), allow("s3:GetObject"))
    with refused("AccessDenied", status=403):
        reader.s3.get_object(Bucket=bucket, Key="missing")
    dev.s3.delete_object(Bucket=bucket, Key="missing")


@pytest.mark.parametrize(
    ("asked", "wanted", "shown"),
    [
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-30", b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_ranges(dev, bucket, asked, wanted, shown):
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    got = dev.s3.get_object(Bucket=bucket, Key="k", Range=asked)
    assert (got["Body"].read(), got["ContentRange"], got["ResponseMetadata"]["HTTPStatusCode"]) == (wanted, shown, 206)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_ranges_outside(dev, bucket, asked):
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    with refused("InvalidRange", "The requested range is not satisfiable", 416):
        dev.s3.get_object(Bucket=bucket, Key="k", Range=asked)


def test_conditional_reads(dev, bucket):
    etag = dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    assert dev.s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)["Body"].read() == b"x"
    with refused("PreconditionFailed", status=412):
        dev.s3.get_object(Bucket=bucket, Key="k", IfMatch='"other"')
    with refused("304", status=304):
        dev.s3.get_object(Bucket=bucket, Key="k", IfNoneMatch=etag)


def test_overwriting(dev, bucket):
    """The last write is what everybody reads, in listings too."""
    for number in range(5):
        dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x" * number)
        assert dev.s3.get_object(Bucket=bucket, Key="k")["ContentLength"] == number
    assert [entry["Size"] for entry in dev.s3.list_objects_v2(Bucket=bucket)["Contents"]] == [4]


def test_copies(dev, bucket, name):
    """Within and between buckets; metadata copied or replaced; reading the source needs permission too."""
    other = name("bucket")
    dev.s3.create_bucket(Bucket=other)
    dev.s3.put_object(Bucket=bucket, Key="a b/ü", Body=b"hello", Metadata={"v": "1"}, ContentType="text/plain")
    source = {"Bucket": bucket, "Key": "a b/ü"}
    dev.s3.copy_object(Bucket=other, Key="same", CopySource=source)
    assert dev.s3.get_object(Bucket=other, Key="same")["Body"].read() == b"hello"
    assert dev.s3.head_object(Bucket=other, Key="same")["Metadata"] == {"v": "1"}
    dev.s3.copy_object(Bucket=other, Key="new", CopySource=source, MetadataDirective="REPLACE", Metadata={"v": "2"})
    assert dev.s3.head_object(Bucket=other, Key="new")["Metadata"] == {"v": "2"}
    writer = make_user(dev, name("user"), allow("s3:PutObject"))
    with refused("AccessDenied", status=403):
        writer.s3.copy_object(Bucket=other, Key="stolen", CopySource=source)
    with refused("NoSuchKey", status=404):
        dev.s3.copy_object(Bucket=other, Key="x", CopySource={"Bucket": bucket, "Key": "missing"})
    assert keys(dev.s3.list_objects_v2(Bucket=other)) == ["new", "same"]


# Listings

TREE = ["a.txt", "logs/1", "logs/2", "logs/old/3", "photos/x", "z", "ü/1", "with space", "plus+and%20", "back\\slash"]


@pytest.fixture(scope="module")
def tree(dev):
    dev.s3.create_bucket(Bucket="the-tree")
    for key in TREE:
        dev.s3.put_object(Bucket="the-tree", Key=key, Body=key.encode())
    return "the-tree"


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_listings_in_pages(dev, tree, operation, size):
    """Each key once, in the order of its UTF-8 bytes, whatever the page size."""
    pages = list(dev.s3.get_paginator(operation).paginate(Bucket=tree, PaginationConfig={"PageSize": size}))
    assert [key for page in pages for key in keys(page)] == sorted(TREE, key=str.encode)
    assert all(len(keys(page)) <= size for page in pages)


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize(
    ("prefix", "delimiter", "wanted", "folders"),
    [
        ("logs/", "", ["logs/1", "logs/2", "logs/old/3"], []),
        ("logs/", "/", ["logs/1", "logs/2"], ["logs/old/"]),
        ("", "/", ["a.txt", "back\\slash", "plus+and%20", "with space", "z"], ["logs/", "photos/", "ü/"]),
        ("lo", "/", [], ["logs/"]),
        ("none", "/", [], []),
        ("", "s/", ["a.txt", "back\\slash", "plus+and%20", "with space", "z", "ü/1"], ["logs/", "photos/"]),
    ],
)
def test_prefix_and_delimiter(dev, tree, operation, size, prefix, delimiter, wanted, folders):
    pages = list(
        dev.s3.get_paginator(operation).paginate(
            Bucket=tree, Prefix=prefix, Delimiter=delimiter, PaginationConfig={"PageSize": size}
        )
    )
    assert [key for page in pages for key in keys(page)] == wanted
    assert [entry["Prefix"] for page in pages for entry in page.get("CommonPrefixes", [])] == folders


def test_starting_after(dev, tree):
    assert keys(dev.s3.list_objects_v2(Bucket=tree, StartAfter="logs/2", Prefix="logs/")) == ["logs/old/3"]
    answer = dev.s3.list_objects_v2(Bucket=tree, MaxKeys=2)
    assert (answer["KeyCount"], answer["IsTruncated"]) == (2, True)
    assert dev.s3.list_objects_v2(Bucket=tree, MaxKeys=0)["KeyCount"] == 0


def test_deleting_many(dev, bucket):
    """DeleteObjects: what is not there is reported deleted too; Quiet says nothing."""
    for number in range(5):
        dev.s3.put_object(Bucket=bucket, Key=f"k{number}", Body=b"x")
    gone = dev.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k0"}, {"Key": "k1"}, {"Key": "never"}]})
    assert sorted(entry["Key"] for entry in gone["Deleted"]) == ["k0", "k1", "never"]
    quiet = dev.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k2"}], "Quiet": True})
    assert "Deleted" not in quiet and "Errors" not in quiet
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == ["k3", "k4"]


def test_deleting_many_is_decided_object_by_object(dev, bucket, name):
    """R1.32: each key is a resource of its own."""
    for key in ("mine/1", "mine/2", "theirs/1"):
        dev.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    user = make_user(dev, name("user"), allow("s3:DeleteObject", f"arn:aws:s3:::{bucket}/mine/*"))
    answer = user.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in ("mine/1", "theirs/1")]})
    assert [entry["Key"] for entry in answer["Deleted"]] == ["mine/1"]
    assert [(entry["Key"], entry["Code"]) for entry in answer["Errors"]] == [("theirs/1", "AccessDenied")]
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == ["mine/2", "theirs/1"]


# Integrity


def test_wrong_checksums_store_nothing(dev, bucket):
    """R5.24."""
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    with refused("BadDigest", status=400):
        dev.s3.put_object(Bucket=bucket, Key="k", Body=b"body", ContentMD5=wrong)
    with refused("InvalidDigest", status=400):
        dev.s3.put_object(Bucket=bucket, Key="k", Body=b"body", ContentMD5="not base64 of 16 bytes")
    for algorithm, length in (("CRC32", 4), ("CRC32C", 4), ("CRC64NVME", 8), ("SHA1", 20), ("SHA256", 32)):
        with refused("BadDigest", status=400):
            checksum = base64.b64encode(bytes(length)).decode()
            dev.s3.put_object(Bucket=bucket, Key="k", Body=b"body", **{f"Checksum{algorithm}": checksum})
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


def test_right_checksums(dev, bucket):
    crc = base64.b64encode(zlib.crc32(b"body").to_bytes(4, "big")).decode()
    assert dev.s3.put_object(Bucket=bucket, Key="crc", Body=b"body", ChecksumCRC32=crc)["ChecksumCRC32"] == crc
    sha = base64.b64encode(hashlib.sha256(b"body").digest()).decode()
    assert dev.s3.put_object(Bucket=bucket, Key="sha", Body=b"body", ChecksumSHA256=sha)["ChecksumSHA256"] == sha
    md5 = base64.b64encode(hashlib.md5(b"body").digest()).decode()
    dev.s3.put_object(Bucket=bucket, Key="md5", Body=b"body", ContentMD5=md5)
    assert dev.s3.head_object(Bucket=bucket, Key="crc", ChecksumMode="ENABLED")["ChecksumCRC32"] == crc


CHUNKS = [b"a" * 65_536, b"b" * 65_536, b"c" * 1000]
CRC = base64.b64encode(zlib.crc32(b"".join(CHUNKS)).to_bytes(4, "big")).decode()
TRAILER = ("x-amz-checksum-crc32", CRC)


@pytest.mark.parametrize(
    "form",
    [dict(), dict(trailer=TRAILER), dict(trailer=TRAILER, sign_chunks=False)],
    ids=["signed chunks", "signed chunks and trailer", "unsigned chunks and trailer"],
)
def test_chunked_uploads(dev, bucket, form):
    """R6.17 to R6.21: what is stored is the decoded body."""
    connection = Connection(dev.server)
    answer = connection.send(streaming_put(dev.server, DEV.root, f"/{bucket}/k", CHUNKS, **form))
    assert answer.status == 200, answer.body
    got = dev.s3.get_object(Bucket=bucket, Key="k")
    assert got["Body"].read() == b"".join(CHUNKS)
    assert "aws-chunked" not in got.get("ContentEncoding", "")
    # The same connection goes on.
    assert connection.send(streaming_put(dev.server, DEV.root, f"/{bucket}/k2", [b"x"], **dict(form, trailer=None))).status in (200, 400)


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_a_wrong_chunk_signature(dev, bucket, which):
    """R6.22: whichever chunk it is, the last and empty one included; nothing is stored."""
    flip = lambda number, signature: signature[:-1] + ("0" if signature[-1] != "0" else "1") if number == which else signature
    answer = Connection(dev.server).send(streaming_put(dev.server, DEV.root, f"/{bucket}/k", CHUNKS, spoil=flip))
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch"), answer.body
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


def test_an_altered_chunk(dev, bucket):
    request = streaming_put(dev.server, DEV.root, f"/{bucket}/k", CHUNKS)
    request.body = request.body.replace(b"bbbb", b"bbbX", 1)
    answer = Connection(dev.server).send(request)
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch"), answer.body
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


@pytest.mark.parametrize("sign_chunks", [True, False])
def test_a_wrong_trailer(dev, bucket, sign_chunks):
    """R6.22: the checksum in the trailer is verified."""
    wrong = ("x-amz-checksum-crc32", "AAAAAA==")
    answer = Connection(dev.server).send(
        streaming_put(dev.server, DEV.root, f"/{bucket}/k", CHUNKS, trailer=wrong, sign_chunks=sign_chunks)
    )
    assert (answer.status, answer.code) == (400, "BadDigest"), answer.body
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


def test_a_wrong_trailer_signature(dev, bucket):
    flip = lambda number, signature: "0" * 64 if number == len(CHUNKS) + 1 else signature
    answer = Connection(dev.server).send(
        streaming_put(dev.server, DEV.root, f"/{bucket}/k", CHUNKS, trailer=TRAILER, spoil=flip)
    )
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch"), answer.body
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


def test_a_decoded_length_that_lies(dev, bucket):
    """R6.22: IncompleteBody."""
    server = dev.server
    lying = signed(
        server, DEV.root, "s3", "PUT", f"/{bucket}/k",
        headers={
            "Content-Encoding": "aws-chunked",
            "X-Amz-Decoded-Content-Length": "11",
            "X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "X-Amz-Trailer": "x-amz-checksum-crc32",
        },
    )  # fmt: skip
    crc = base64.b64encode(zlib.crc32(b"x" * 10).to_bytes(4, "big")).decode()
    body = b"a\r\n" + b"x" * 10 + b"\r\n0\r\nx-amz-checksum-crc32:" + crc.encode() + b"\r\n\r\n"
    answer = Connection(server).send(Request("PUT", lying.path, lying.headers, body))
    assert (answer.status, answer.code) == (400, "IncompleteBody"), answer.body
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []


# Multipart


def test_multipart_by_the_transfer_manager(dev, bucket):
    """What boto3's upload_file does with a large file, several parts at once."""
    body = bytes(range(256)) * 80_000
    chosen = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20, max_concurrency=4)
    dev.s3.upload_fileobj(io.BytesIO(body), bucket, "big", Config=chosen)
    head = dev.s3.head_object(Bucket=bucket, Key="big")
    parts = [hashlib.md5(body[at : at + (5 << 20)]).digest() for at in range(0, len(body), 5 << 20)]
    assert head["ETag"] == f'"{hashlib.md5(b"".join(parts)).hexdigest()}-{len(parts)}"'
    back = io.BytesIO()
    dev.s3.download_fileobj(bucket, "big", back, Config=chosen)
    assert back.getvalue() == body


def test_multipart_by_hand(dev, bucket):
    """Parts out of order, one replaced, one left out; listing; abort; what is refused."""
    upload = dev.s3.create_multipart_upload(Bucket=bucket, Key="k", ContentType="text/plain")["UploadId"]
    five = b"5" * (5 << 20)

    def part(number, body):
        return {"PartNumber": number, "ETag": dev.s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=body)["ETag"]}

    last, first = part(7, b"end"), part(2, b"to be replaced")
    first = part(2, five)
    part(5, b"left out")
    listed = dev.s3.list_parts(Bucket=bucket, Key="k", UploadId=upload)["Parts"]
    assert [entry["PartNumber"] for entry in listed] == [2, 5, 7]
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == []
    with refused("InvalidPartOrder", status=400):
        dev.s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [last, first]})
    with refused("InvalidPart", status=400):
        dev.s3.complete_multipart_upload(
            Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 2, "ETag": last["ETag"]}]}
        )
    dev.s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [first, last]})
    got = dev.s3.get_object(Bucket=bucket, Key="k")
    assert (got["Body"].read(), got["ContentType"]) == (five + b"end", "text/plain")
    with refused("NoSuchUpload", status=404):
        dev.s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x")
    another = dev.s3.create_multipart_upload(Bucket=bucket, Key="k2")["UploadId"]
    dev.s3.upload_part(Bucket=bucket, Key="k2", UploadId=another, PartNumber=1, Body=b"x")
    dev.s3.abort_multipart_upload(Bucket=bucket, Key="k2", UploadId=another)
    with refused("NoSuchUpload", status=404):
        dev.s3.list_parts(Bucket=bucket, Key="k2", UploadId=another)


# Presigned URLs


def fetch(url: str, method: str = "GET", body: bytes | None = None, headers: dict | None = None) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}, method=method), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_presigned_urls(dev, bucket, name):
    """A user's URL lets anybody do the one thing, with the user's rights, checked when it is used (R6.5)."""
    user_name = name("user")
    rights = allow(["s3:PutObject", "s3:GetObject"], f"arn:aws:s3:::{bucket}/*")
    user = Actor(dev.server, make_user(dev, user_name, rights).keys, SIGNED_URLS)
    put = user.s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b"}, ExpiresIn=60)
    assert fetch(put, "PUT", b"by url")[0] == 200
    get = user.s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b"}, ExpiresIn=60)
    assert fetch(get) == (200, b"by url")
    named = user.s3.generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "a b", "ResponseContentType": "text/x-mine"}, ExpiresIn=60
    )
    with urllib.request.urlopen(named, timeout=30) as answer:
        assert answer.headers["Content-Type"] == "text/x-mine"
    assert fetch(get.replace("a%20b", "other"))[0] == 403
    assert fetch(get, "PUT", b"overwritten")[0] == 403
    assert fetch(re.sub("X-Amz-Expires=60", "X-Amz-Expires=6000", get))[0] == 403
    dev.iam.delete_user_policy(UserName=user_name, PolicyName="own")
    assert fetch(get)[0] == 403
    assert dev.s3.get_object(Bucket=bucket, Key="a b")["Body"].read() == b"by url"


def test_urls_of_signature_version_2(dev, aws, bucket, name):
    """R6.28, R6.31: what boto3 and the AWS CLI 1 presign by default, which a bucket policy can refuse."""
    user = make_user(dev, name("user"), allow(["s3:*", "sts:AssumeRole"]))
    put = user.s3.generate_presigned_url(
        "put_object",
        Params={"Bucket": bucket, "Key": "a b/ü", "ContentType": "text/x", "Metadata": {"note": "x"}, "ServerSideEncryption": "AES256"},
    )
    assert "AWSAccessKeyId=" in put and "X-Amz" not in put
    assert fetch(put, "PUT", b"x", {"Content-Type": "text/x"}) == (200, b"")
    head = dev.s3.head_object(Bucket=bucket, Key="a b/ü")
    assert (head["ContentType"], head["Metadata"]) == ("text/x", {"note": "x"})
    get = user.s3.generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "a b/ü", "ResponseContentDisposition": 'attachment; filename="a&b.txt"'}
    )
    assert fetch(get) == (200, b"x")
    assert fetch(aws(user.keys)("s3", "presign", f"s3://{bucket}/a b/ü").strip()) == (200, b"x")
    for changed in (get.replace("attachment", "inline"), get.replace("%20b", "%20c"), get + "&versionId=null", get + "&x-amz-acl=private"):
        status, body = fetch(changed)
        assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body, changed
    # A bucket alone, which botocore signs with a slash behind it.
    status, body = fetch(user.s3.generate_presigned_url("list_objects_v2", Params={"Bucket": bucket, "Prefix": "a"}))
    assert status == 200 and b"<KeyCount>1</KeyCount>" in body
    expired = user.s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü"}, ExpiresIn=-5)
    status, body = fetch(expired)
    assert status == 403 and b"<Message>Request has expired</Message>" in body
    role = make_role(dev, name("role"), trust(DEV.id), allow("s3:*"))
    session = user.assume(role)
    assert fetch(session.s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü"})) == (200, b"x")
    for condition in ({"StringEquals": {"s3:signatureversion": "AWS"}}, {"NumericGreaterThan": {"s3:signatureAge": "600000"}}):
        policy = document(statement("Deny", "s3:*", f"arn:aws:s3:::{bucket}/*", principal="*", condition=condition))
        dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(policy))
        assert fetch(get)[0] == 403, condition
    assert user.s3.get_object(Bucket=bucket, Key="a b/ü")["Body"].read() == b"x"


def test_urls_of_signature_version_2_name_no_region(dev, name):
    """R6.31: the bucket's Region serves the request, also for a policy that locks Regions."""
    bucket = name("bucket")
    dev.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for region, status in (("eu-west-1", 200), ("us-east-1", 403)):
        user = make_user(dev, name("user"), allow("s3:*", condition={"StringEquals": {"aws:RequestedRegion": region}}))
        parameters = {"Bucket": bucket, "Key": "k", "ContentType": "text/x"}
        put = user.s3.generate_presigned_url("put_object", Params=parameters)
        answer = fetch(put, "PUT", b"x", {"Content-Type": "text/x"})
        assert answer[0] == status and b"Signature" not in answer[1], region


# Forms


def post(form: dict, data: bytes, filename: str = "f.txt", **more: str) -> tuple[int, bytes, dict]:
    """Sends a form as a browser does, without following redirects: status, body, headers."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in (form["fields"] | more).items()]
    parts.append(f'--b\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\nContent-Type: text/plain\r\n\r\n')
    url = urllib.parse.urlsplit(form["url"])
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    body = "".join(parts).encode() + data + b"\r\n--b--\r\n"
    connection.request("POST", url.path or "/", body, {"Content-Type": "multipart/form-data; boundary=b"})
    answer = connection.getresponse()
    return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_uploads_by_forms(dev, bucket, name, version):
    """R6.23: what `generate_presigned_post` makes; the policy is the law of the form."""
    user = make_user(dev, name("user"), allow("s3:PutObject"))
    signer = Actor(dev.server, user.keys, Config(signature_version=version)).s3
    fields = {"Content-Type": "text/x", "x-amz-meta-note": "n", "acl": "private"}
    conditions = [dict([field]) for field in fields.items()] + [["content-length-range", 2, 100_000]]
    form = signer.generate_presigned_post(bucket, "in/${filename}", fields, conditions)
    status, body, headers = post(form, b"data\r\n--", filename="C:\\x\\ü.txt")
    assert (status, body) == (204, b""), body
    found = dev.s3.get_object(Bucket=bucket, Key="in/ü.txt")
    assert found["Body"].read() == b"data\r\n--"
    assert (found["ContentType"], found["Metadata"], headers["etag"]) == ("text/x", {"note": "n"}, found["ETag"])
    large = b"x\r\n" * 40_000
    for data, code in ((large, b"EntityTooLarge"), (b"x", b"EntityTooSmall")):
        status, body, _ = post(form, data, filename="no")
        assert status == 400 and b"<Code>" + code in body, body
    for changed, message in (
        ({"acl": "public-read"}, b"Policy Condition failed: [&quot;eq&quot;, &quot;$acl&quot;, &quot;private&quot;]"),
        ({"key": "out/x"}, b"Policy Condition failed"),
        ({"x-amz-storage-class": "STANDARD"}, b"Extra input fields: x-amz-storage-class"),
    ):
        status, body, _ = post(form, b"data", filename="no", **changed)
        assert status == 403 and b"Invalid according to Policy: " + message in body.replace(b'"', b"&quot;"), body
    status, body, _ = post({"url": form["url"], "fields": form["fields"] | {"policy": form["fields"]["policy"][:-8] + "fV19Cg=="}}, b"data")
    assert status == 403 and b"<Code>SignatureDoesNotMatch" in body
    expired = signer.generate_presigned_post(bucket, "k", ExpiresIn=-5)
    status, body, _ = post(expired, b"data")
    assert status == 403 and b"Invalid according to Policy: Policy expired." in body
    other = name("bucket")
    dev.s3.create_bucket(Bucket=other)
    assert post(form | {"url": form["url"].replace(bucket, other)}, b"data")[0] == 403
    assert keys(dev.s3.list_objects_v2(Bucket=bucket)) == ["in/ü.txt"]
    assert keys(dev.s3.list_objects_v2(Bucket=other)) == []


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_answers_to_forms(dev, bucket, name, version):
    """`success_action_status` and `success_action_redirect`."""
    signer = Actor(dev.server, dev.keys, Config(signature_version=version)).s3
    for wanted, status in (("200", 200), ("201", 201), ("204", 204), ("418", 204)):
        form = signer.generate_presigned_post(bucket, "k", {"success_action_status": wanted}, [{"success_action_status": wanted}])
        answer = post(form, b"")
        assert answer[0] == status
        assert (b"<PostResponse>" in answer[1] and b"<Key>k</Key>" in answer[1]) == (status == 201)
    page = {"success_action_redirect": "http://example.com/done?a=1"}
    status, _, headers = post(signer.generate_presigned_post(bucket, "a b", page, [page]), b"x")
    assert status == 303 and headers["location"].startswith(f"http://example.com/done?a=1&bucket={bucket}&key=a+b&etag=%22")


def test_forms_are_decided_as_other_uploads(dev, prod, bucket, name):
    """R6.23, R6.31: `s3:PutObject` with the form's own condition keys; a session's token stands in the form."""
    nobody = make_user(dev, name("user"))
    assert post(nobody.s3.generate_presigned_post(bucket, "k"), b"x")[0] == 403
    role = make_role(dev, name("role"), trust(DEV.id), allow("s3:PutObject"))
    session = make_user(dev, name("user"), allow("sts:AssumeRole")).assume(role)
    for version, key in (("s3", "AWS"), ("s3v4", "AWS4-HMAC-SHA256")):
        form = Actor(dev.server, session.keys, Config(signature_version=version)).s3.generate_presigned_post(bucket, "k")
        assert post(form, b"x")[0] == 204
        without = {name: value for name, value in form["fields"].items() if name != "x-amz-security-token"}
        assert post(form | {"fields": without}, b"x")[0] == 403
        for condition in ({"s3:authType": "POST"}, {"s3:signatureversion": key}):
            policy = document(
                statement("Deny", "s3:*", f"arn:aws:s3:::{bucket}/*", principal="*", condition={"StringEquals": condition})
            )
            dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(policy))
            assert post(form, b"x")[0] == 403, condition
        dev.s3.delete_bucket_policy(Bucket=bucket)
    assert post({"url": f"{dev.server.endpoint}/{bucket}", "fields": {"key": "k"}}, b"x")[0] == 403


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, b"InvalidArgument"),
        ({"x": "v" * 21_000}, b"MaxPostPreDataLengthExceededError"),
        ({"key": "k", "policy": "e30="}, b"InvalidArgument"),
        ({"key": "k", "policy": "e30=", "AWSAccessKeyId": DEV.root.id, "signature": "x"}, b"SignatureDoesNotMatch"),
        ({"key": "k", "policy": "e30=", "AWSAccessKeyId": "AKIAUNKNOWN", "signature": "x"}, b"InvalidAccessKeyId"),
        ({"key": "k", "x-amz-copy-source": "a/b"}, b"InvalidArgument"),
    ],
)
def test_malformed_forms(dev, bucket, fields, code):
    status, body, _ = post({"url": f"{dev.server.endpoint}/{bucket}", "fields": fields}, b"x")
    assert 400 <= status < 500 and b"<Code>" + code + b"</Code>" in body, body


def test_presigned_urls_of_a_role_session(dev, bucket, name):
    """The token travels in the query and is part of what is signed."""
    user = make_user(dev, name("user"), allow("sts:AssumeRole"))
    session = user.assume(make_role(dev, name("role"), trust(DEV.id), allow("s3:GetObject")))
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    url = Actor(dev.server, session.keys, SIGNED_URLS).s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    assert fetch(url) == (200, b"x")
    without = re.sub(r"&X-Amz-Security-Token=[^&]*", "", url)
    assert without != url and fetch(without)[0] == 403


# Bucket policies


def test_a_bucket_policy_across_accounts(dev, prod, bucket, name):
    """T82 and kin: both sides must allow; the bucket policy alone or the identity policy alone is not enough."""
    dev.s3.put_object(Bucket=bucket, Key="shared/k", Body=b"x")
    dev.s3.put_object(Bucket=bucket, Key="private/k", Body=b"x")
    shared = f"arn:aws:s3:::{bucket}/shared/*"
    trusting = document(statement("Allow", "s3:GetObject", shared, principal={"AWS": PROD.arn("root")}))
    guest = make_user(prod, name("user"), allow("s3:GetObject", shared))
    stranger = make_user(prod, name("user"))
    with refused("AccessDenied", status=403):
        guest.s3.get_object(Bucket=bucket, Key="shared/k")
    dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(trusting))
    assert guest.s3.get_object(Bucket=bucket, Key="shared/k")["Body"].read() == b"x"
    for actor, key in ((guest, "private/k"), (stranger, "shared/k")):
        with refused("AccessDenied", status=403):
            actor.s3.get_object(Bucket=bucket, Key=key)
    dev.s3.delete_bucket_policy(Bucket=bucket)
    with refused("AccessDenied", status=403):
        guest.s3.get_object(Bucket=bucket, Key="shared/k")


def test_the_bucket_policy_in_the_same_account(dev, bucket, name):
    """A direct grant is enough for a user of the account; a deny binds even those with all rights, root included."""
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    user_name = name("user")
    user = make_user(dev, user_name)
    admin = make_user(dev, name("user"), allow("*"))
    dev.s3.put_bucket_policy(
        Bucket=bucket,
        Policy=text(
            document(
                statement("Allow", "s3:GetObject", f"arn:aws:s3:::{bucket}/*", principal={"AWS": DEV.arn(f"user/{user_name}")}),
                statement("Deny", "s3:DeleteObject", f"arn:aws:s3:::{bucket}/*", principal="*"),
            )
        ),
    )
    user.s3.get_object(Bucket=bucket, Key="k")
    for everybody in (user, admin, dev):
        with refused("AccessDenied", status=403):
            everybody.s3.delete_object(Bucket=bucket, Key="k")


def test_root_can_always_mend_the_bucket_policy(dev, prod, bucket):
    """R2.30: locked out by one's own policy, root of the account gets in to repair it; nobody else's root does."""
    dev.s3.put_bucket_policy(
        Bucket=bucket,
        Policy=text(document(statement("Deny", "s3:*", [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"], principal="*"))),
    )
    with refused("AccessDenied", status=403):
        dev.s3.list_objects_v2(Bucket=bucket)
    with refused("AccessDenied", status=403):
        prod.s3.delete_bucket_policy(Bucket=bucket)
    assert "Deny" in dev.s3.get_bucket_policy(Bucket=bucket)["Policy"]
    dev.s3.delete_bucket_policy(Bucket=bucket)
    dev.s3.list_objects_v2(Bucket=bucket)
    with refused("NoSuchBucketPolicy", "The bucket policy does not exist", 404):
        dev.s3.get_bucket_policy(Bucket=bucket)


def test_a_public_policy_is_blocked(dev, bucket):
    """R2.31: Block Public Access is on by default; anonymous readers stay out."""
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    public = document(statement("Allow", "s3:GetObject", f"arn:aws:s3:::{bucket}/*", principal="*"))
    with refused("AccessDenied", status=403) as caught:
        dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(public))
    assert "BlockPublicPolicy" in caught.value.response["Error"]["Message"]
    anonymous = Actor(dev.server, None, Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))
    with refused("AccessDenied", "Access Denied", 403):
        anonymous.s3.get_object(Bucket=bucket, Key="k")


def test_a_recreated_user_does_not_inherit_a_bucket_policy(dev, bucket, name):
    """R1.18 for bucket policies."""
    user_name = name("user")
    dev.iam.create_user(UserName=user_name)
    grant = statement("Allow", "s3:GetObject", f"arn:aws:s3:::{bucket}/*", principal={"AWS": DEV.arn(f"user/{user_name}")})
    dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(document(grant)))
    dev.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    dev.iam.delete_user(UserName=user_name)
    newcomer = make_user(dev, user_name)
    with refused("AccessDenied", status=403):
        newcomer.s3.get_object(Bucket=bucket, Key="k")


@pytest.mark.parametrize(
    ("policy", "about"),
    [
        (document(statement("Allow", "s3:GetObject", "arn:aws:s3:::another-bucket/*", principal={"AWS": PROD.id})), "resource"),
        (document(statement("Allow", "s3:GetObject", "arn:aws:s3:::{bucket}/*", principal={"AWS": PROD.arn("user/nobody")})), "principal"),
        (document(statement("Allow", "ec2:RunInstances", "arn:aws:s3:::{bucket}/*", principal={"AWS": PROD.id})), "action"),
        (document(statement("Allow", "s3:GetObject", principal={"AWS": PROD.id})), "Resource"),
        (document(statement("Allow", "s3:GetObject", "arn:aws:s3:::{bucket}/*")), "Principal"),
    ],
    ids=["resource", "principal", "action", "no resource", "no principal"],
)
def test_bucket_policies_that_cannot_be(dev, bucket, policy, about):
    """R1.61."""
    with refused("MalformedPolicy", status=400) as caught:
        dev.s3.put_bucket_policy(Bucket=bucket, Policy=text(policy).replace("{bucket}", bucket))
    assert about.lower() in caught.value.response["Error"]["Message"].lower()


def test_managed_read_only_access(dev, prod, name):
    """AmazonS3ReadOnlyAccess lists and reads everything, and writes nothing, with the reason."""
    bucket, role_name = name("bucket"), name("role")
    prod.s3.create_bucket(Bucket=bucket)
    prod.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    role = make_role(prod, role_name, trust(DEV.id))
    prod.iam.attach_role_policy(RoleName=role_name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    session = make_user(dev, name("user"), allow("sts:AssumeRole", role)).assume(role, "reader")
    assert bucket in [entry["Name"] for entry in session.s3.list_buckets()["Buckets"]]
    assert keys(session.s3.list_objects_v2(Bucket=bucket)) == ["k"]
    assert session.s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    me = f"arn:aws:sts::{PROD.id}:assumed-role/{role_name}/reader"
    with refused(
        "AccessDenied",
        f'User: {me} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::{bucket}/new" '
        "because no identity-based policy allows the s3:PutObject action",
        403,
    ):
        session.s3.put_object(Bucket=bucket, Key="new", Body=b"x")


def test_conditions_on_prefixes(dev, bucket, name):
    """s3:prefix: a user sees his own folder of the bucket only."""
    for key in ("home/ana/1", "home/bob/1"):
        dev.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    ana = make_user(
        dev,
        name("user"),
        document(
            statement("Allow", "s3:ListBucket", f"arn:aws:s3:::{bucket}", condition={"StringLike": {"s3:prefix": "home/ana/*"}})
        ),
    )
    assert keys(ana.s3.list_objects_v2(Bucket=bucket, Prefix="home/ana/")) == ["home/ana/1"]
    for prefix in ("home/bob/", "home/", ""):
        with refused("AccessDenied", status=403):
            ana.s3.list_objects_v2(Bucket=bucket, Prefix=prefix)
    with refused("AccessDenied", status=403):
        ana.s3.list_objects_v2(Bucket=bucket)


def test_the_command_line(dev, aws, tmp_path, bucket):
    """mb, cp, ls, sync, mv, rm, rb of the aws program."""
    shell = aws(DEV.root)
    folder = shell.home / "site"
    (folder / "css").mkdir(parents=True)
    (folder / "index.html").write_text("<p>hello")
    (folder / "css/a.css").write_text("p { }")
    shell("s3", "sync", "site", f"s3://{bucket}/site")
    assert sorted(keys(dev.s3.list_objects_v2(Bucket=bucket))) == ["site/css/a.css", "site/index.html"]
    assert "PRE site/" in shell("s3", "ls", f"s3://{bucket}/")
    shell("s3", "mv", f"s3://{bucket}/site/index.html", f"s3://{bucket}/index.html")
    shell("s3", "cp", f"s3://{bucket}/index.html", "back.html")
    assert (shell.home / "back.html").read_text() == "<p>hello"
    shell("s3", "rm", "--recursive", f"s3://{bucket}/")
    shell("s3", "rb", f"s3://{bucket}")
