"""CloudTrail by boto3 and the aws program: who did what, in both accounts, and log files that AWS's own validation accepts."""

import datetime
import gzip
import json
import pathlib
import signal
import subprocess
import time

import pytest

from actors import Actor, CommandLine, allow, document, make_role, make_user, refused, root_of, statement, text, trust
from server import BINARY, DEV, PROD, Server

# Files are delivered every second; this only bounds how long a broken server is waited for.
WITHIN_SECONDS = 60
LOGS = "trail-logs"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{PROD.id}:trail/audit"


@pytest.fixture
def quick(tmp_path):
    """A server that delivers log files every second, and digests every two."""
    server = Server(tmp_path, "--trail-delivery", "1", "--trail-digest", "2").start()
    yield server
    if server.process is not None:
        server.kill()
    assert "panicked" not in server.errors(), server.errors()


def bucket_policy(trail: str, *folders: str) -> dict:
    """The policy that AWS's guide gives the bucket of a trail."""
    service = {"Service": "cloudtrail.amazonaws.com"}
    source = {"aws:SourceArn": trail}
    return document(
        statement("Allow", "s3:GetBucketAcl", f"arn:aws:s3:::{LOGS}", service, {"StringEquals": source}),
        statement(
            "Allow", "s3:PutObject", [f"arn:aws:s3:::{LOGS}/AWSLogs/{folder}/*" for folder in folders], service,
            {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"} | source},
        ),
    )


def begin(owner: Actor, **settings) -> None:
    """A trail of prod that logs into a bucket of prod."""
    owner.s3.create_bucket(Bucket=LOGS)
    with refused("InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {LOGS}"):
        owner.cloudtrail.create_trail(Name="audit", S3BucketName=LOGS, **settings)
    owner.s3.put_bucket_policy(Bucket=LOGS, Policy=text(bucket_policy(TRAIL, PROD.id)))
    made = owner.cloudtrail.create_trail(Name="audit", S3BucketName=LOGS, **settings)
    assert made["TrailARN"] == TRAIL
    owner.cloudtrail.start_logging(Name=TRAIL)


def keys(owner: Actor, kind: str) -> list[str]:
    pages = owner.s3.get_paginator("list_objects_v2").paginate(Bucket=LOGS)
    return [item["Key"] for page in pages for item in page.get("Contents", []) if f"/{kind}/" in item["Key"]]


def read(owner: Actor, key: str) -> dict:
    return json.loads(gzip.decompress(owner.s3.get_object(Bucket=LOGS, Key=key)["Body"].read()))


def records(owner: Actor) -> list[dict]:
    return [record for key in keys(owner, "CloudTrail") for record in read(owner, key)["Records"]]


def until(found, what: str):
    """What `found` answers, once that is something."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < deadline:
        if answer := found():
            return answer
    raise AssertionError(f"there is no {what} after {WITHIN_SECONDS} seconds")


def looked_up(actor: Actor, name: str) -> list[dict]:
    """The records of this event name that the account of `actor` can look up, newest first."""
    attribute = {"AttributeKey": "EventName", "AttributeValue": name}
    found = actor.cloudtrail.lookup_events(LookupAttributes=[attribute])["Events"]
    return [json.loads(event["CloudTrailEvent"]) for event in found]


def test_who_crossed_from_one_account_to_the_other(quick):
    """A user of dev assumes a role of prod and acts: the trail of prod, and look-ups in both accounts, tell it."""
    dev, prod = root_of(quick, DEV), root_of(quick, PROD)
    begin(prod, IsMultiRegionTrail=True)
    role = make_role(prod, "visitor", trust(DEV.arn("root")), allow(["iam:CreateUser", "s3:ListAllMyBuckets"]))
    ana = make_user(dev, "ana", allow("sts:AssumeRole", role))
    eve = make_user(dev, "eve")
    with refused("AccessDenied"):
        eve.assume(role, "evil")
    visitor = ana.assume(role, "ana-visits")
    visitor.iam.create_user(UserName="made-by-ana")
    with refused("AccessDenied"):
        visitor.iam.delete_user(UserName="made-by-ana")

    def delivered():
        found = {(record["eventName"], record.get("errorCode")): record for record in records(prod)}
        return found if ("DeleteUser", "AccessDenied") in found else None

    found = until(delivered, "log file with the last event")
    created = found["CreateUser", None]
    assert created["userIdentity"]["type"] == "AssumedRole"
    assert created["userIdentity"]["accessKeyId"] == visitor.keys.id
    assert created["requestParameters"]["userName"] == "made-by-ana"
    assumed = found["AssumeRole", None]
    assert assumed["userIdentity"]["type"] == "AWSAccount"
    assert assumed["userIdentity"]["accountId"] == DEV.id
    # The key that the role's account was told of leads to what was done with it.
    assert assumed["responseElements"]["credentials"]["accessKeyId"] == visitor.keys.id
    assert all(record["recipientAccountId"] == PROD.id for record in records(prod))

    callers, owners = looked_up(dev, "AssumeRole"), looked_up(prod, "AssumeRole")
    allowed = [record for record in callers if "errorCode" not in record]
    denied = [record for record in callers if "errorCode" in record]
    assert len(allowed) == len(denied) == len(owners) == 1
    assert allowed[0]["sharedEventID"] == owners[0]["sharedEventID"] == assumed["sharedEventID"]
    assert allowed[0]["eventID"] != owners[0]["eventID"]
    assert owners[0]["eventID"] == assumed["eventID"]
    assert allowed[0]["userIdentity"]["arn"] == DEV.arn("user/ana")
    assert denied[0]["errorCode"] == "AccessDenied" and denied[0]["userIdentity"]["arn"] == DEV.arn("user/eve")
    status = prod.cloudtrail.get_trail_status(Name="audit")
    assert status["IsLogging"] and "LatestDeliveryTime" in status and "LatestDeliveryError" not in status


def test_a_trail_of_an_organization(quick):
    management, member = root_of(quick, DEV), root_of(quick, PROD)
    organization = management.organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    target = {"Type": "ACCOUNT", "Id": PROD.id}
    invited = management.organizations.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    member.organizations.accept_handshake(HandshakeId=invited)
    management.organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    management.s3.create_bucket(Bucket=LOGS)
    trail = f"arn:aws:cloudtrail:us-east-1:{DEV.id}:trail/everybody"
    policy = text(bucket_policy(trail, DEV.id, organization))
    management.s3.put_bucket_policy(Bucket=LOGS, Policy=policy)
    management.cloudtrail.create_trail(
        Name="everybody", S3BucketName=LOGS, IsOrganizationTrail=True, IsMultiRegionTrail=True
    )
    management.cloudtrail.start_logging(Name="everybody")
    assert [it["TrailARN"] for it in member.cloudtrail.describe_trails()["trailList"]] == [trail]
    with refused("NotOrganizationMasterAccountException"):
        member.cloudtrail.stop_logging(Name=trail)
    member.iam.create_user(UserName="of-the-member")

    def delivered():
        folder = f"AWSLogs/{organization}/{PROD.id}/"
        of_member = [read(management, key) for key in keys(management, "CloudTrail") if key.startswith(folder)]
        return [it for file in of_member for it in file["Records"] if it["eventName"] == "CreateUser"]

    assert len(until(delivered, "log file of the member")) == 1


# Where a delivery can end: `Step` of the program's delivery, in its order.
STEPS = ["EventsRead", "LogFilePut", "LogFilesNoted", "ChainsSet", "DigestSigned", "DigestPut", "DigestNoted"]


def validated(aws: CommandLine) -> tuple[int, str]:
    """Exit code and output of `aws cloudtrail validate-logs` for the last hour."""
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    start = start.strftime("%Y-%m-%dT%H:%M:%SZ")
    done = aws.run("cloudtrail", "validate-logs", "--trail-arn", TRAIL, "--start-time", start, "--verbose")
    return done.returncode, done.stdout + done.stderr


def verified(owner: Actor, copy: pathlib.Path) -> tuple[int, str]:
    """Exit code and output of `rolecall trail verify` for a copy of the bucket."""
    for key in keys(owner, "CloudTrail") + keys(owner, "CloudTrail-Digest"):
        (copy / key).parent.mkdir(parents=True, exist_ok=True)
        (copy / key).write_bytes(owner.s3.get_object(Bucket=LOGS, Key=key)["Body"].read())
    done = subprocess.run([BINARY, "trail", "verify", copy], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_validate_logs(quick, tmp_path):
    """R8.18 to R8.25: AWS's validation accepts a chain of digests, and finds what was changed or removed, and a digest that was
    added. It does not look for log files that no digest names; `rolecall trail verify` does, in a copy of the bucket."""
    prod = root_of(quick, PROD)
    aws = CommandLine(quick, tmp_path / "prod", PROD.root)
    begin(prod, EnableLogFileValidation=True)
    for number in range(2):
        known = len(keys(prod, "CloudTrail"))
        prod.iam.create_user(UserName=f"user-{number}")
        until(lambda: len(keys(prod, "CloudTrail")) > known, "log file")

    def named() -> list[str]:
        found = [read(prod, key) for key in keys(prod, "CloudTrail-Digest")]
        return [file["s3Object"] for digest in found for file in digest["logFiles"]]

    until(lambda: len(keys(prod, "CloudTrail-Digest")) >= 4 and len(named()) >= 2, "chain of digests")
    # From now on the chain stays as it is.
    prod.cloudtrail.update_trail(Name="audit", EnableLogFileValidation=False)
    code, output = validated(aws)
    assert code == 0 and "INVALID" not in output, output
    digests, logs = sorted(keys(prod, "CloudTrail-Digest")), named()
    valid = [line for line in output.splitlines() if line.endswith("valid") and line.startswith("Digest file")]
    assert len(valid) >= 4 and all(f"s3://{LOGS}/{log}\tvalid" in output for log in logs[:2]), output

    # A log file that somebody changed, and put back.
    original, second = (prod.s3.get_object(Bucket=LOGS, Key=log)["Body"].read() for log in logs[:2])
    changed = gzip.compress(gzip.decompress(original).replace(PROD.id.encode(), DEV.id.encode()))
    prod.s3.put_object(Bucket=LOGS, Key=logs[0], Body=changed)
    code, output = validated(aws)
    assert code == 1 and f"s3://{LOGS}/{logs[0]}\tINVALID: hash value doesn't match" in output, output
    prod.s3.put_object(Bucket=LOGS, Key=logs[0], Body=original)
    assert validated(aws)[0] == 0

    # A log file that CloudTrail did not put there. AWS's validation does not look at it.
    # Its name says that it came well before the last digest: names tell the minute.
    place, minute, _ = logs[0].rsplit("_", 2)
    minute = datetime.datetime.strptime(minute, "%Y%m%dT%H%MZ") - datetime.timedelta(hours=1)
    forged = minute.strftime(f"{place}_%Y%m%dT%H%MZ_ForgedForgedForg.json.gz")
    event = read(prod, logs[0])["Records"][0] | {"eventName": "NothingHappened"}
    forgery = gzip.compress(json.dumps({"Records": [event]}).encode())
    prod.s3.put_object(Bucket=LOGS, Key=forged, Body=forgery)
    assert validated(aws)[0] == 0
    code, output = verified(prod, tmp_path / "copy")
    assert code == 1 and f"added     {forged}" in output and "1 added, changed or missing" in output, output
    prod.s3.delete_object(Bucket=LOGS, Key=forged)
    prod.s3.put_object(Bucket=LOGS, Key=logs[0], Body=changed)
    prod.s3.delete_object(Bucket=LOGS, Key=logs[1])
    code, output = verified(prod, tmp_path / "changed-copy")
    assert code == 1 and f"changed   {logs[0]}" in output and f"missing   {logs[1]}" in output, output
    prod.s3.put_object(Bucket=LOGS, Key=logs[0], Body=original)
    prod.s3.put_object(Bucket=LOGS, Key=logs[1], Body=second)
    code, output = verified(prod, tmp_path / "whole-copy")
    assert code == 0 and "0 added, changed or missing" in output, output

    # A digest that CloudTrail did not put there.
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=30)
    added = digests[-1].rsplit("_", 1)[0] + later.strftime("_%Y%m%dT%H%M%SZ.json.gz")
    prod.s3.copy_object(Bucket=LOGS, Key=added, CopySource={"Bucket": LOGS, "Key": digests[-1]})
    code, output = validated(aws)
    assert code == 1 and f"s3://{LOGS}/{added}\tINVALID: has been moved" in output, output
    prod.s3.delete_object(Bucket=LOGS, Key=added)

    # A log file and a digest that are gone.
    prod.s3.delete_object(Bucket=LOGS, Key=logs[1])
    code, output = validated(aws)
    assert code == 1 and f"s3://{LOGS}/{logs[1]}\tINVALID: not found" in output, output
    prod.s3.delete_object(Bucket=LOGS, Key=digests[1])
    code, output = validated(aws)
    assert code == 1 and f"s3://{LOGS}/{digests[1]}\tINVALID: not found" in output, output


def test_a_killed_server_goes_on(quick):
    """Nothing is lost over kill -9, and the chain of digests holds."""
    prod = root_of(quick, PROD)
    begin(prod, EnableLogFileValidation=True)
    until(lambda: keys(prod, "CloudTrail-Digest"), "digest")
    prod.iam.create_user(UserName="before")
    quick.kill()
    quick.start()
    prod = root_of(quick, PROD)
    prod.iam.create_user(UserName="after")

    def created() -> bool:
        users = {it["requestParameters"]["userName"] for it in records(prod) if it["eventName"] == "CreateUser"}
        return {"before", "after"} <= users

    until(created, "log file with both users")
    # From the newest back to the first. A digest that was put and not noted when the server died is in no chain.
    found = {key: read(prod, key) for key in keys(prod, "CloudTrail-Digest")}
    key, length = max(found), 1
    while previous := found[key]["previousDigestS3Object"]:
        key, length = previous, length + 1
    assert key == min(found) and length >= len(found) - 1


def proved(owner: Actor) -> set[str]:
    """The users whose creation is in a log file that a digest names."""
    digests = [read(owner, key) for key in keys(owner, "CloudTrail-Digest")]
    named = {file["s3Object"] for digest in digests for file in digest["logFiles"]}
    events = [record for key in named for record in read(owner, key)["Records"]]
    return {it["requestParameters"]["userName"] for it in events if it["eventName"] == "CreateUser"}


def test_validate_logs_after_kills_at_every_step(tmp_path):
    """R8.17, R8.25: wherever a process dies that delivers, no event is lost, and AWS's validation accepts the chain."""
    # This server delivers nothing by itself.
    server = Server(tmp_path, "--trail-delivery", "3600", "--trail-digest", "2").start()
    prod = root_of(server, PROD)
    begin(prod, EnableLogFileValidation=True)
    for step in STEPS:
        prod.iam.create_user(UserName=step)
        server.kill()
        done = subprocess.run([BINARY.parent / "examples/stopped_delivery", server.data, step], timeout=120)
        assert done.returncode == -signal.SIGABRT, step
        server.start()
        prod = root_of(server, PROD)
    server.kill()
    server.options[server.options.index("3600")] = "1"
    server.start()
    prod = root_of(server, PROD)
    until(lambda: proved(prod) >= set(STEPS), "digest of every log file")
    prod.cloudtrail.update_trail(Name="audit", EnableLogFileValidation=False)
    code, output = validated(CommandLine(server, tmp_path / "prod", PROD.root))
    assert code == 0 and "INVALID" not in output, output
    server.kill()
    assert "panicked" not in server.errors(), server.errors()
