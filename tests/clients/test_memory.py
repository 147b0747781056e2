"""Constant memory: 1 GiB up and down leaves the server less than 64 MiB above what it needs at rest."""

import hashlib

import pytest
from boto3.s3.transfer import TransferConfig

from actors import CommandLine, root_of
from server import DEV

GIB = 1 << 30
ALLOWANCE = 64 << 20
BLOCK = bytes(range(256)) * 4096


class Stream:
    """1 GiB that is never in memory at once; seekable, as signing the payload needs two passes."""

    def __init__(self, size: int):
        self.size = size
        self.at = 0

    def read(self, count: int = -1) -> bytes:
        count = self.size - self.at if count < 0 else min(count, self.size - self.at)
        start = self.at % len(BLOCK)
        piece = (BLOCK[start:] + BLOCK * (count // len(BLOCK) + 1))[:count]
        self.at += count
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = {0: 0, 1: self.at, 2: self.size}[whence] + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def __len__(self) -> int:
        return self.size


@pytest.fixture
def server_at_rest(own_server):
    """A server that has served a little of everything, and its memory then."""
    own_server.start()
    root = root_of(own_server, DEV)
    root.s3.create_bucket(Bucket="large-objects")
    root.s3.put_object(Bucket="large-objects", Key="small", Body=b"x" * 100_000)
    root.s3.get_object(Bucket="large-objects", Key="small")["Body"].read()
    root.s3.list_objects_v2(Bucket="large-objects")
    root.iam.list_users()
    return own_server, root, own_server.memory("VmRSS")


def check(server, at_rest: int) -> None:
    highest = server.memory("VmHWM")
    assert highest - at_rest < ALLOWANCE, f"at rest {at_rest >> 20} MiB, highest {highest >> 20} MiB"


def test_one_request_of_a_gibibyte(server_at_rest):
    """A single PUT and a single GET."""
    server, root, at_rest = server_at_rest
    root.s3.put_object(Bucket="large-objects", Key="one", Body=Stream(GIB))
    check(server, at_rest)
    seen, count = hashlib.md5(), 0
    answer = root.s3.get_object(Bucket="large-objects", Key="one")
    for piece in answer["Body"].iter_chunks(1 << 20):
        seen.update(piece)
        count += len(piece)
    assert count == GIB
    assert answer["ETag"] == f'"{seen.hexdigest()}"'
    check(server, at_rest)


def test_a_gibibyte_in_parts(server_at_rest, tmp_path):
    """As the aws program and boto3 send large files: parts, ten at a time; down again in ranges, ten at a time."""
    server, root, at_rest = server_at_rest
    root.s3.upload_fileobj(Stream(GIB), "large-objects", "parts", Config=TransferConfig(max_concurrency=10))
    check(server, at_rest)
    shell = CommandLine(server, tmp_path / "home", DEV.root)
    shell("s3", "cp", "--quiet", "s3://large-objects/parts", "/dev/null")
    check(server, at_rest)
