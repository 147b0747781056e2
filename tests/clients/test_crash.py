"""kill -9 at any moment: every acknowledged change is there after the restart, and no half of any other."""

import itertools
import random
import subprocess
import threading

from botocore.exceptions import BotoCoreError, ClientError

from actors import Actor, allow, request_id, root_of, text
from server import BINARY, DEV, Server

ROUNDS = 50
WRITERS = 4
BUCKET = "kill-bucket"


class Writer(threading.Thread):
    """Changes things as fast as it can and remembers what was acknowledged, until the server is gone."""

    def __init__(self, server: Server, numbers, stop_after: threading.Semaphore):
        super().__init__(daemon=True)
        self.root = root_of(server, DEV)
        # Made here, as making clients is not for several threads at once.
        self.iam, self.s3 = self.root.iam, self.root.s3
        self.numbers = numbers
        self.acknowledged = stop_after
        self.users: dict[str, dict] = {}
        self.renames: list[tuple[str, str, bool]] = []
        self.objects: dict[str, bytes] = {}
        self.attempted_objects: dict[str, bytes] = {}
        self.last_request: str | None = None

    def run(self) -> None:
        try:
            while True:
                self.one_of_each()
        except (BotoCoreError, ClientError, OSError):
            pass

    def one_of_each(self) -> None:
        number = next(self.numbers)
        user = f"user{number}"
        tags = [{"Key": "number", "Value": str(number)}]
        self.done(self.iam.create_user(UserName=user, Path=f"/r{number}/", Tags=tags))
        self.users[user] = {"policy": None}
        document = text(allow("s3:GetObject", f"arn:aws:s3:::bucket-{number}/*"))
        self.done(self.iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=document))
        self.users[user]["policy"] = number
        key, body = f"object{number}", random.Random(number).randbytes(20_000 + number % 7 * 30_000)
        self.attempted_objects[key] = body
        self.done(self.s3.put_object(Bucket=BUCKET, Key=key, Body=body))
        self.objects[key] = body
        renamed = f"renamed{number}"
        self.renames.append((user, renamed, False))
        self.done(self.iam.update_user(UserName=user, NewUserName=renamed))
        self.renames[-1] = (user, renamed, True)
        self.users[renamed] = self.users.pop(user)

    def done(self, answer: dict) -> None:
        self.last_request = request_id(answer)
        self.acknowledged.release()


def users_of(root: Actor) -> dict[str, dict]:
    pages = root.iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 1000})
    return {user["UserName"]: user for page in pages for user in page["Users"]}


def check(root: Actor, writers: list[Writer]) -> int:
    """What the last round acknowledged is there, whole; returns how many changes that were."""
    present = users_of(root)
    checked = 0
    for writer in writers:
        unfinished = {old: new for old, new, finished in writer.renames if not finished}
        for user, made in writer.users.items():
            if user in unfinished:
                # The answer never came: one name or the other, never both, never none.
                names = [name for name in (user, unfinished[user]) if name in present]
                assert len(names) == 1, f"half a rename: {names}"
                user = names[0]
            assert user in present, f"acknowledged user {user} is lost"
            number = "".join(filter(str.isdigit, user))
            assert present[user]["Path"] == f"/r{number}/"
            shown = root.iam.get_user(UserName=user)["User"]
            assert shown["Tags"] == [{"Key": "number", "Value": number}]
            if made["policy"] is not None:
                document = root.iam.get_user_policy(UserName=user, PolicyName="own")["PolicyDocument"]
                assert document == allow("s3:GetObject", f"arn:aws:s3:::bucket-{number}/*")
            checked += 1
        for old, _, finished in writer.renames:
            if finished:
                assert old not in present, f"half a rename: {old} is still there"
        for key, body in writer.attempted_objects.items():
            try:
                seen = root.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            except root.s3.exceptions.NoSuchKey:
                assert key not in writer.objects, f"acknowledged object {key} is lost"
                continue
            assert seen == body, f"half an object: {key}"
            checked += 1
    return checked


def test_nothing_acknowledged_is_lost(own_server):
    """Fifty kills in a loop of writes by four clients at once, each after another number of acknowledged changes."""
    own_server.start()
    root = root_of(own_server, DEV)
    root.s3.create_bucket(Bucket=BUCKET)
    numbers = itertools.count(1)
    moments = random.Random(20261122)
    total = 0
    for _ in range(ROUNDS):
        acknowledged = threading.Semaphore(0)
        writers = [Writer(own_server, numbers, acknowledged) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(moments.randrange(1, 40)):
            assert acknowledged.acquire(timeout=30), own_server.errors()
        own_server.kill()
        for writer in writers:
            writer.join(timeout=30)
        own_server.start()
        total += check(root_of(own_server, DEV), writers)
        for writer in writers:
            if writer.last_request:
                assert explains(own_server, writer.last_request), "the record of an acknowledged change is lost"
    assert total > ROUNDS * 4
    everything = users_of(root_of(own_server, DEV))
    assert len(everything) >= total // 4


def explains(server: Server, request: str) -> bool:
    done = subprocess.run([BINARY, "why", request, "--data", server.data], capture_output=True, timeout=30)
    return done.returncode == 0


def test_a_torn_tail_of_the_trail_is_cut(own_server):
    """Architecture, section 5: garbage at the end of the records does not stop the start, and is said."""
    own_server.start()
    root = root_of(own_server, DEV)
    request = request_id(root.iam.create_user(UserName="ana"))
    own_server.kill()
    segments = [file for file in own_server.data.rglob("*") if file.is_file() and "trail" in str(file.relative_to(own_server.data))]
    assert segments, "no trail in the data directory"
    newest = max((file for file in segments if file.stat().st_size), key=lambda file: (file.stat().st_mtime, file.name))
    with newest.open("ab") as tail:
        tail.write(b"\x00\x00\x10\x00torn")
    own_server.start()
    assert explains(own_server, request)
    assert root_of(own_server, DEV).iam.get_user(UserName="ana")
    later = request_id(root_of(own_server, DEV).iam.create_user(UserName="bob"))
    assert explains(own_server, later)
